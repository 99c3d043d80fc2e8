//! Embeds what the pages are made of beside templates: texts and static files.
//!
//! `locales/{vi,en}/*.ftl` become `LOCALES`, `static/*` become `ASSETS`: each with a name that holds the hash of its
//! content, so that a browser may keep it for ever, and with a gzip body where that is smaller.

use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    for dir in ["locales", "static", "templates"] {
        println!("cargo::rerun-if-changed={dir}");
    }

    let mut code =
        String::from("/// Language code, file name, text.\npub static LOCALES: &[(&str, &str, &str)] = &[\n");
    for lang in ["vi", "en"] {
        for file in files(&root.join("locales").join(lang), "ftl") {
            writeln!(code, "    ({lang:?}, {:?}, include_str!({:?})),", name_of(&file), path_of(&file))
                .expect("a string takes all");
        }
    }
    code.push_str("];\n");
    save(&out.join("locales.rs"), code.as_bytes());

    let mut code = String::from("pub static ASSETS: &[Asset] = &[\n");
    for file in files(&root.join("static"), "") {
        let name = name_of(&file);
        let body = fs::read(&file).expect("a listed file can be read");
        let hash: String = Sha256::digest(&body).iter().take(6).map(|b| format!("{b:02x}")).collect();
        let (stem, ext) = name.rsplit_once('.').expect("a static file has an extension");
        let packed = gzip(&body);
        let gzip_body = if packed.len() < body.len() {
            let at = out.join(format!("{name}.gz"));
            save(&at, &packed);
            format!("Some(include_bytes!({:?}))", path_of(&at))
        } else {
            "None".to_owned()
        };
        writeln!(
            code,
            "    Asset {{ name: {name:?}, url: \"/static/{stem}.{hash}.{ext}\", content_type: {:?}, body: include_bytes!({:?}), gzip: {gzip_body} }},",
            content_type(ext),
            path_of(&file)
        )
        .expect("a string takes all");
    }
    code.push_str("];\n");
    save(&out.join("assets.rs"), code.as_bytes());
}

/// The files of a directory with this extension (all when empty), in the order of their names.
fn files(dir: &Path, ext: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(dir)
        .unwrap_or_else(|e| panic!("cannot list {}: {e}", dir.display()))
        .map(|entry| entry.expect("a directory entry can be read").path())
        .filter(|p| p.is_file() && (ext.is_empty() || p.extension().is_some_and(|x| x == ext)))
        .collect();
    found.sort();
    found
}

fn name_of(path: &Path) -> String {
    path.file_name().expect("a file has a name").to_str().expect("file names are ASCII").to_owned()
}

fn path_of(path: &Path) -> String {
    path.to_str().expect("the checkout lies under a UTF-8 path").to_owned()
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(body).expect("memory takes all");
    packer.finish().expect("memory takes all")
}

/// Writes only what changed, so that an unchanged build stays unchanged.
fn save(path: &Path, content: &[u8]) {
    if fs::read(path).ok().as_deref() != Some(content) {
        fs::write(path, content).unwrap_or_else(|e| panic!("cannot write {}: {e}", path.display()));
    }
}

fn content_type(ext: &str) -> &'static str {
    match ext {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" => "text/plain; charset=utf-8",
        other => panic!("no content type is known for .{other}"),
    }
}
