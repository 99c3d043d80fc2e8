//! `cargo run --release --example papers -- DIR`: every paper once into a folder, and the figures of printing many.
#![allow(clippy::unwrap_used)]

#[path = "../tests/papers/samples.rs"]
mod samples;

use print::document::{docx, pdf};
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

/// The program's own: huge pages of the system's would count as memory that no paper has asked for.
#[global_allocator]
static PIECES: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dir = std::env::args().nth(1).map_or_else(|| std::env::temp_dir().join("papers"), PathBuf::from);
    fs::create_dir_all(&dir)?;
    for (name, document) in samples::all() {
        let begun = Instant::now();
        let bytes = pdf::render(&document)?;
        let laid_out = begun.elapsed();
        fs::write(dir.join(format!("{name}.pdf")), &bytes)?;
        fs::write(dir.join(format!("{name}.docx")), docx::render(&document)?)?;
        println!("{name:24} {:6.1} ms {:7} bytes", laid_out.as_secs_f64() * 1e3, bytes.len());
    }
    let table = samples::scores(40);
    fs::write(
        dir.join("bang-diem.xlsx"),
        print::papers::score_table::workbook(&samples::contest(), &table)?,
    )?;

    let one = samples::certificates(1);
    pdf::render(&one)?;
    let warm: Vec<f64> = (0..20)
        .map(|_| {
            let begun = Instant::now();
            pdf::render(&one).map(|_| begun.elapsed().as_secs_f64() * 1e3)
        })
        .collect::<Result<_, _>>()?;
    println!("1 certificate, warm: worst of 20 {:.1} ms", warm.iter().copied().fold(0.0, f64::max));
    let begun = Instant::now();
    let table = samples::scores(2_000);
    let bytes = print::papers::score_table::workbook(&samples::contest(), &table)?;
    println!("2,000 rows as XLSX: {:.1} ms, {} bytes", begun.elapsed().as_secs_f64() * 1e3, bytes.len());
    let many = samples::certificates(1_000);
    let begun = Instant::now();
    let bytes = pdf::render(&many)?;
    println!("1,000 certificates: {:.2} s, {} bytes", begun.elapsed().as_secs_f64(), bytes.len());
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    println!("{}", status.lines().find(|l| l.starts_with("VmHWM")).unwrap_or("memory: not known here"));
    Ok(())
}
