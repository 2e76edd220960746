//! What a process has taken of the machine, as the system tells it.

use std::fs;

/// Ticks of the kernel in a second; the same on every Linux a program meets.
const TICKS: f64 = 100.0;

/// Seconds of all cores together, since the program began. Zero where the system does not tell.
pub fn cpu_seconds() -> f64 {
    cpu_seconds_of("self")
}

/// The most memory this process has held, in megabytes.
pub fn peak_megabytes() -> f64 {
    peak_megabytes_of("self")
}

/// The same of another process, by its number.
pub fn cpu_seconds_of(process: &str) -> f64 {
    let told = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The name of the program stands in brackets and may hold anything.
    let after = told.rsplit_once(") ").map_or("", |(_, rest)| rest);
    let ticks = |at: usize| after.split(' ').nth(at).and_then(|text| text.parse::<f64>().ok());
    (ticks(11).unwrap_or_default() + ticks(12).unwrap_or_default()) / TICKS
}

pub fn peak_megabytes_of(process: &str) -> f64 {
    let told = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or_default() / 1024.0
}
