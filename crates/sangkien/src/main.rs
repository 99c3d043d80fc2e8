//! `sangkien`: the contest system as one program.

/// A page of a thousand rows is a hundred thousand small pieces, taken and given back in a few milliseconds. The allocator of
/// the system spends a quarter of such a page on them; this one a fraction of that.
#[global_allocator]
static PIECES: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    sangkien::run()
}
