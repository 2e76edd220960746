//! Faults on purpose: a killed program, failing disks, a full disk, too few descriptors. Each time the list of the one who was
//! told "done" is compared with the store, and the journal is verified.
//!
//! What needs root, `strace` or PostgreSQL and does not find it says so and is left out.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    time::Duration,
};

use crate::testkit::{Engine, engines, new_dir, store_address};

const JOL: &str = env!("CARGO_BIN_EXE_jol");

struct Place {
    dir: PathBuf,
    ledger: PathBuf,
}

impl Place {
    /// A cell of its own, made by the program itself.
    fn new(engine: Engine) -> Self {
        let dir = new_dir();
        let ledger = dir.with_added_extension("ledger");
        let _ = fs::remove_file(&ledger);
        let place = Self { dir, ledger };
        place.make(engine);
        place
    }

    fn make(&self, engine: Engine) {
        let mut make = jol(&["bench", "new"], &self.dir);
        make.args(store_address(engine, &self.dir).map(|url| format!("--store={url}")));
        well(&make.output().unwrap());
    }

    fn writes(&self, options: &[&str]) -> Command {
        let mut command = jol(&["bench", "writes"], &self.dir);
        command.arg("--ledger").arg(&self.ledger).args(options);
        command
    }

    /// Nothing acknowledged is missing, nothing is there twice, and everything is as it was written.
    fn check(&self, engine: Engine) -> String {
        let mut check = jol(&["bench", "check"], &self.dir);
        let told = well(&check.arg("--ledger").arg(&self.ledger).output().unwrap());
        well(&jol(&["verify"], &self.dir).output().unwrap());
        println!("{engine:?}: {}", told.trim());
        told
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.dir);
        let _ = fs::remove_file(&self.ledger);
    }
}

fn jol(words: &[&str], dir: &Path) -> Command {
    let mut command = Command::new(JOL);
    command.args(words).arg("--dir").arg(dir).args(["--log", "error"]);
    command.args(["--least-free-mb", "1", "--ballast-mb", "1"]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn text(output: &Output) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    format!("{}{}", String::from_utf8_lossy(out), String::from_utf8_lossy(err))
}

fn well(output: &Output) -> String {
    assert!(output.status.success(), "{} {}", output.status, text(output));
    text(output)
}

/// A panic is never an answer.
fn refused_in_words(output: &Output) -> String {
    let told = text(output);
    assert!(!told.contains("panicked"), "{told}");
    assert_ne!(output.status.code(), None, "ended by a signal: {told}");
    told
}

fn is_there(tool: &str) -> bool {
    let there = Command::new(tool).arg("--version").output().is_ok();
    if !there {
        println!("LEFT OUT: {tool} is not installed");
    }
    there
}

fn is_root() -> bool {
    let root = rustix::process::geteuid().is_root();
    if !root {
        println!("LEFT OUT: this needs root");
    }
    root
}

#[test]
fn a_kill_at_any_moment_loses_nothing_that_was_acknowledged() {
    for engine in engines() {
        let place = Place::new(engine);
        for round in 0..6u64 {
            let mut writing =
                place.writes(&["--writers", "32", "--seconds", "60"]).spawn().unwrap();
            // Spread over the start, the first writes and full speed; primes, so that no rhythm is met twice.
            std::thread::sleep(Duration::from_millis(97 + 211 * round));
            writing.kill().unwrap();
            writing.wait().unwrap();
        }
        // What was sent and not answered is sent again with its old id.
        well(&place.writes(&["--seconds", "0"]).output().unwrap());
        let told = place.check(engine);
        assert!(told.contains("0 without an answer, 0 wrong"), "{told}");
    }
}

#[test]
fn an_error_at_any_write_or_flush_is_refused_in_words_and_passes() {
    if !is_there("strace") {
        return;
    }
    let calls = ["pwrite64", "fdatasync,fsync"];
    let errors = ["EIO", "ENOSPC"];
    let place = Place::new(Engine::Sqlite);
    for (call, error) in calls.iter().flat_map(|call| errors.map(|error| (*call, error))) {
        for n in [1, 2, 3, 4, 5, 7, 11, 19, 37] {
            let mut strace = Command::new("strace");
            strace.args(["-f", "-qq", "-o", "/dev/null", "-e"]).arg(format!("trace={call}"));
            strace.arg("-e").arg(format!("inject={call}:error={error}:when={n}"));
            let write = place.writes(&["--writers", "4", "--seconds", "20", "--most", "24"]);
            strace.arg(JOL).args(write.get_args());
            refused_in_words(&strace.stdout(Stdio::piped()).output().unwrap());
        }
        // And from the fifth on for ever: the disk is gone.
        let mut strace = Command::new("strace");
        strace.args(["-f", "-qq", "-o", "/dev/null", "-e"]).arg(format!("trace={call}"));
        strace.arg("-e").arg(format!("inject={call}:error={error}:when=5+"));
        let write = place.writes(&["--writers", "4", "--seconds", "1", "--most", "24"]);
        strace.arg(JOL).args(write.get_args());
        let told = refused_in_words(&strace.stdout(Stdio::piped()).output().unwrap());
        assert!(told.contains("refused") || told.contains("cannot open"), "{call} {error}: {told}");
        well(&place.writes(&["--seconds", "0"]).output().unwrap());
        place.check(Engine::Sqlite);
    }
}

fn run(tool: &str, words: &[&str]) -> bool {
    Command::new(tool).args(words).status().is_ok_and(|status| status.success())
}

/// A small disk in memory, gone afterwards.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn new(megabytes: u32) -> Option<Self> {
        let folder = new_dir();
        fs::create_dir_all(&folder).unwrap();
        let size = format!("size={megabytes}m");
        let mounted = is_root()
            && run("mount", &["-t", "tmpfs", "-o", &size, "none", folder.to_str().unwrap()]);
        if !mounted {
            println!("LEFT OUT: no small disk can be mounted here");
        }
        mounted.then_some(Self(folder))
    }

    /// Takes what is free, but for half of what the program wants to be left.
    fn fill(&self) {
        let mut file = fs::File::create(self.0.join("something-else")).unwrap();
        while file.write_all(&[1; 4096]).is_ok() {}
        let length = file.metadata().unwrap().len();
        file.set_len(length.saturating_sub(512 << 10)).unwrap();
    }

    fn remount(&self, options: &str) {
        let options = format!("remount,{options}");
        assert!(run("mount", &["-o", &options, self.0.to_str().unwrap()]));
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        run("umount", &["-l", self.0.to_str().unwrap()]);
        let _ = fs::remove_dir(&self.0);
    }
}

#[test]
fn a_full_disk_is_refused_in_words_and_goes_on_when_it_grows() {
    let Some(disk) = SmallDisk::new(6) else { return };
    let place = Place { dir: disk.0.join("cell"), ledger: new_dir().with_extension("ledger") };
    place.make(Engine::Sqlite);

    let full = place.writes(&["--seconds", "20", "--most", "3000"]).output().unwrap();
    let told = refused_in_words(&full);
    assert!(told.contains("the disk is nearly full: nothing new is taken"), "{told}");
    // What is there can be read and is whole, and the doctor knows what to do.
    place.check(Engine::Sqlite);
    // The log of the store was folded in if there was room for that, so what is free now is taken by something else.
    disk.fill();
    let doctor = text(&jol(&["doctor"], &place.dir).output().unwrap());
    assert!(doctor.contains("make room on the disk"), "{doctor}");

    disk.remount("size=60m");
    well(&place.writes(&["--seconds", "0"]).output().unwrap());
    let told = well(&place.writes(&["--seconds", "20", "--most", "500"]).output().unwrap());
    assert!(told.contains("500 registrations acknowledged"), "{told}");
    place.check(Engine::Sqlite);
}

#[test]
fn a_disk_that_can_only_be_read_is_told_and_goes_on_when_it_can_be_written() {
    let Some(disk) = SmallDisk::new(40) else { return };
    let place = Place { dir: disk.0.join("cell"), ledger: new_dir().with_extension("ledger") };
    place.make(Engine::Sqlite);
    well(&place.writes(&["--seconds", "20", "--most", "200"]).output().unwrap());
    disk.remount("ro");
    let refused = place.writes(&["--seconds", "1"]).output().unwrap();
    let told = refused_in_words(&refused);
    assert!(!refused.status.success() && told.to_lowercase().contains("read-only"), "{told}");
    let doctor = text(&jol(&["doctor"], &place.dir).output().unwrap());
    assert!(doctor.contains("nothing can be written"), "{doctor}");
    disk.remount("rw");
    well(&place.writes(&["--seconds", "20", "--most", "200"]).output().unwrap());
    place.check(Engine::Sqlite);
}

#[test]
fn with_32_descriptors_it_answers_or_refuses_and_recovers() {
    if !is_there("prlimit") {
        return;
    }
    for engine in engines() {
        let place = Place::new(engine);
        let mut limited = Command::new("prlimit");
        let write = place.writes(&["--writers", "64", "--seconds", "3"]);
        limited.arg("--nofile=32:32").arg(JOL).args(write.get_args());
        refused_in_words(&limited.stdout(Stdio::piped()).output().unwrap());
        well(&place.writes(&["--seconds", "0"]).output().unwrap());
        place.check(engine);
    }
}
