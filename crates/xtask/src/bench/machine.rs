//! Where it was measured, in one line.

use std::fs;
use std::process::Command;

pub fn line() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let memory =
        kib("/proc/meminfo", "MemTotal:").map_or_else(String::new, |k| format!(", {} GiB", k / 1024 / 1024));
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let model = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = model
        .lines()
        .find_map(|l| l.strip_prefix("model name"))
        .unwrap_or("")
        .trim_start_matches([' ', '\t', ':']);
    let rustc = Command::new("rustc")
        .arg("-V")
        .output()
        .map(|o| String::from_utf8_lossy(&o.stdout).trim().to_owned());
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or_default().to_owned();
    format!(
        "{cores} cores ({model}){memory}, Linux {}, {}, load before the bench {load}",
        kernel.trim(),
        rustc.unwrap_or_default()
    )
}

/// A field in KiB of a file like /proc/meminfo or /proc/<pid>/status.
pub fn kib(path: &str, field: &str) -> Option<u64> {
    let text = fs::read_to_string(path).ok()?;
    text.lines().find_map(|l| l.strip_prefix(field))?.split_whitespace().next()?.parse().ok()
}

/// Processor time of a process so far, user and system, in steps of 10 ms. `self` is this one.
pub fn cpu(process: &str) -> std::time::Duration {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // Fields 14 and 15, counted behind the name in brackets, in ticks of 10 ms.
    let fields = text.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    let ticks: u64 = fields.filter_map(|n| n.parse::<u64>().ok()).sum();
    std::time::Duration::from_millis(ticks * 10)
}
