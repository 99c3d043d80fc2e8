//! `sangkien`: the contest system as one program.

fn main() -> std::process::ExitCode {
    sangkien::run()
}
