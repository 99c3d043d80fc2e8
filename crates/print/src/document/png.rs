//! A QR code as PNG: Word takes no SVG. Black and white, one bit a pixel, no date inside.

use std::io::Write as _;

use fast_qr::ECL;
use fast_qr::qr::QRBuilder;
use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

/// Light modules around the code. Source: ISO/IEC 18004.
const QUIET: usize = 4;
/// Pixels of a module's side.
const SCALE: usize = 8;

/// The picture, correcting 30 % of damage, or `None` where the text does not fit in a code.
pub fn qr(text: &str) -> Option<Vec<u8>> {
    let code = QRBuilder::new(text).ecl(ECL::H).build().ok()?;
    let side = (code.size + 2 * QUIET) * SCALE;
    let mut pixels = Vec::with_capacity(side * (side / 8 + 1));
    for y in 0..side {
        // No filter.
        pixels.push(0);
        // SCALE is 8: one byte is one module.
        for x in 0..side / SCALE {
            let (row, column) = ((y / SCALE).checked_sub(QUIET), x.checked_sub(QUIET));
            let dark = matches!((row, column), (Some(r), Some(c)) if r < code.size && c < code.size && code[r][c].value());
            pixels.push(if dark { 0x00 } else { 0xff });
        }
    }
    let side = u32::try_from(side).ok()?.to_be_bytes();
    let mut header = [side, side].concat();
    header.extend([1, 0, 0, 0, 0]);
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut png, b"IHDR", &header);
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&pixels).ok()?;
    chunk(&mut png, b"IDAT", &packed.finish().ok()?);
    chunk(&mut png, b"IEND", &[]);
    Some(png)
}

fn chunk(png: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    png.extend(u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes());
    let mut crc = Crc::new();
    crc.update(kind);
    crc.update(data);
    png.extend(kind);
    png.extend(data);
    png.extend(crc.sum().to_be_bytes());
}
