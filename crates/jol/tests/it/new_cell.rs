//! A new cell, made by the program itself: what it is told when it begins, and when its making was cut short.

use std::{
    path::Path,
    process::{Command, Output},
};

use crate::testkit::{Engine, engines, new_dir, store_address};

fn jol(dir: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jol"));
    command.args(words).arg("--dir").arg(dir).env("JOL_BALLAST_MB", "0").env("JOL_LOG", "warn");
    command.output().unwrap()
}

fn new(engine: Engine, dir: &Path) -> Output {
    let store = store_address(engine, dir).map(|url| format!("--store={url}"));
    let words = ["new", "--name", "Жол", "--agency", "Эмгек министрлиги"]
        .into_iter()
        .chain(store.as_deref());
    jol(dir, &words.collect::<Vec<_>>())
}

fn told(output: &Output) -> String {
    let text = [&output.stdout[..], &output.stderr].concat();
    String::from_utf8(text).unwrap()
}

#[test]
fn a_new_cell_is_well_but_for_its_missing_gateway() {
    for engine in engines() {
        let dir = new_dir();
        let made = new(engine, &dir);
        assert!(made.status.success(), "{engine:?} {}", told(&made));
        let doctor = jol(&dir, &["doctor"]);
        let said = told(&doctor);
        assert!(said.contains("TO KNOW  this service has no gateway"), "{engine:?} {said}");
        assert!(said.contains("All is well."), "{engine:?} {said}");
        assert!(doctor.status.success(), "{engine:?} {said}");
        std::fs::remove_dir_all(&dir).unwrap();
    }
}

#[test]
fn a_real_cell_lives_in_its_own_day() {
    let dir = new_dir();
    assert!(new(Engine::Sqlite, &dir).status.success());
    let listen = "--listen=127.0.0.1:0";
    let demo = jol(&dir, &["demo", listen, "--days-ahead", "30"]);
    assert!(!demo.status.success() && told(&demo).contains("holds a real cell"), "{}", told(&demo));
    let serve = jol(&dir, &["serve", listen, "--days-ahead", "30"]);
    assert_eq!(serve.status.code(), Some(2), "{}", told(&serve));
    std::fs::remove_dir_all(&dir).unwrap();
}

#[test]
fn a_making_that_was_cut_short_says_what_to_do() {
    for engine in engines() {
        let dir = new_dir();
        assert!(new(engine, &dir).status.success());
        // As a kill between the keys and the last file leaves it.
        std::fs::remove_file(dir.join("cell.json")).unwrap();
        let again = new(engine, &dir);
        let said = told(&again);
        assert!(!again.status.success() && said.contains("was cut short there"), "{said}");
        assert!(said.contains(&format!("remove {}", dir.display())), "{said}");
        assert_eq!(said.contains("drop the schema jol_test"), engine == Engine::Postgres, "{said}");
        std::fs::remove_dir_all(&dir).unwrap();
        let again = new(engine, &dir);
        let said = told(&again);
        match engine {
            Engine::Sqlite => assert!(again.status.success(), "{said}"),
            Engine::Postgres => assert!(said.contains("holds a cell already"), "{said}"),
        }
        std::fs::remove_dir_all(&dir).unwrap();
    }
}
