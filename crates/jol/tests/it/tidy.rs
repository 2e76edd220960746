//! The shape of the code, so that ARCHITECTURE.md stays true.

use std::{
    collections::{BTreeSet, HashMap},
    fs,
    path::{Path, PathBuf},
};

use crate::store::files_under;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// In the domain the reading order is the dependency order: the road runs one way.
#[test]
fn no_domain_module_uses_a_later_one() {
    let src = root().join("crates/domain/src");
    let lib = fs::read_to_string(src.join("lib.rs")).unwrap();
    let order: HashMap<&str, usize> = lib
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .enumerate()
        .map(|(place, module)| (module, place))
        .collect();
    assert!(order.len() > 10, "the table of contents was not read");
    for file in files_under(&src, "rs") {
        let place = file.strip_prefix(&src).unwrap();
        let module = place.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs");
        let Some(own_place) = order.get(module) else { continue };
        for used in modules_used(&fs::read_to_string(&file).unwrap()) {
            let Some(used_place) = order.get(used.as_str()) else { continue };
            assert!(used_place <= own_place, "{}: uses the later `{used}`", place.display());
        }
    }
}

/// The names after `crate::`, also inside `use crate::{a, b::C}`.
fn modules_used(source: &str) -> Vec<String> {
    let leading = |text: &str| -> String {
        text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let mut names = Vec::new();
    for after in source.split("crate::").skip(1) {
        let Some(group) = after.strip_prefix('{') else {
            names.push(leading(after));
            continue;
        };
        let (mut depth, mut at_start) = (1, true);
        for (i, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => at_start = true,
                _ if c.is_whitespace() => (),
                _ if at_start => {
                    names.push(leading(&group[i..]));
                    at_start = false;
                }
                _ => (),
            }
            if depth == 0 {
                break;
            }
        }
    }
    names
}

#[test]
fn modules_used_reads_groups() {
    let source = "use crate::{\n    code::{A, B},\n    pin::Pin,\n};\nuse crate::id::X;";
    assert_eq!(modules_used(source), ["code", "pin", "id"]);
}

/// What stands outside of tests, line by line with its number.
fn code_lines(source: &str) -> impl Iterator<Item = (usize, &str)> {
    let end = source.find("#[cfg(test)]").unwrap_or(source.len());
    source[..end].lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"))
}

#[test]
fn longer_statements_stand_in_query_files() {
    let src = root().join("crates/jol/src");
    for file in files_under(&src, "rs") {
        let place = file.strip_prefix(&src).unwrap().display().to_string();
        // The engine's own room, and what is measured or made up, may speak SQL.
        if ["db/", "bench/", "sample/", "commands/"].iter().any(|room| place.starts_with(room)) {
            continue;
        }
        for (number, line) in code_lines(&fs::read_to_string(&file).unwrap()) {
            let speaks = ["\"select ", "\"insert into ", "\"update ", "\"delete from "]
                .iter()
                .any(|verb| line.contains(verb));
            let short = line.len() <= 110 && !line.contains(" join ");
            assert!(!speaks || short, "{place}:{}: this belongs in queries/", number + 1);
        }
    }
}

#[test]
fn queries_on_records_carry_the_access_rule() {
    // Asked before anybody is somebody, by the rule of registration, or for a person already in reach.
    const WITHOUT: [&str; 6] = [
        "names_of.sql",
        "session.sql",
        "by_phone.sql",
        "by_phone_and_birth.sql",
        "attachments.sql",
        "journal_of.sql",
    ];
    let mut n_checked = 0;
    for file in files_under(&root().join("crates/jol/src"), "sql") {
        let name = file.file_name().unwrap().to_str().unwrap();
        let sql = fs::read_to_string(&file).unwrap();
        let of_people =
            sql.contains("returnee r") || file.parent().unwrap().ends_with("returnee/queries");
        if !of_people {
            continue;
        }
        assert!(sql.starts_with("-- "), "{name} does not say what it asks");
        if !WITHOUT.contains(&name) {
            assert!(sql.contains("{scope}"), "{name} lacks the access rule");
            n_checked += 1;
        }
    }
    assert!(n_checked >= 11, "only {n_checked} queries were looked at");
}

#[test]
fn no_migration_uses_what_one_engine_lacks() {
    let words = [
        "trigger",
        "advisory",
        "listen ",
        "notify",
        "sequence",
        "serial",
        "grouping sets",
        "now()",
    ];
    for file in files_under(&root().join("crates/jol/migrations"), "sql") {
        let sql = fs::read_to_string(&file).unwrap().to_lowercase();
        let code: String = sql.lines().filter(|line| !line.starts_with("--")).collect();
        for word in words {
            assert!(!code.contains(word), "{}: {word}", file.display());
        }
    }
}

/// Licences that may come with Apache-2.0 or MIT software. A new one is a decision.
const LICENCES: [&str; 11] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Crates that a decision keeps out.
const LEFT: [&str; 6] = ["openssl", "openssl-sys", "native-tls", "diesel", "sea-orm", "casbin"];

#[test]
fn every_crate_has_a_licence_that_fits_and_none_is_one_that_was_left() {
    let cargo = std::process::Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--filter-platform"])
        .arg("x86_64-unknown-linux-gnu")
        .current_dir(root())
        .output()
        .unwrap();
    assert!(cargo.status.success(), "{}", String::from_utf8_lossy(&cargo.stderr));
    let told: serde_json::Value = serde_json::from_slice(&cargo.stdout).unwrap();
    let used: BTreeSet<&str> = told["resolve"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| node["id"].as_str().unwrap())
        .collect();
    let packages = told["packages"].as_array().unwrap();
    assert!(packages.len() > 100, "the list of crates is not whole");
    for package in packages.iter().filter(|package| used.contains(package["id"].as_str().unwrap()))
    {
        let name = package["name"].as_str().unwrap();
        let licence = package["license"].as_str().unwrap_or_default();
        assert!(!LEFT.contains(&name), "{name} was left out on purpose");
        assert!(fits(licence), "{name} comes with {licence:?}");
    }
}

/// Every part joined by AND needs one of the choices joined by OR.
fn fits(licence: &str) -> bool {
    let plain = licence.replace('/', " OR ").replace(['(', ')'], "");
    !plain.is_empty()
        && plain.split(" AND ").all(|part| {
            part.split(" OR ").any(|one| {
                let one = one.split(" WITH ").next().unwrap_or_default().trim();
                LICENCES.contains(&one)
            })
        })
}

#[test]
fn a_licence_is_read_with_its_ands_and_ors() {
    let cases = [
        ("MIT OR Apache-2.0", true),
        ("Unlicense/MIT", true),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
        ("MIT OR Apache-2.0 OR LGPL-2.1-or-later", true),
        ("AGPL-3.0", false),
        ("MIT AND GPL-3.0", false),
        ("", false),
    ];
    for (licence, expected) in cases {
        assert_eq!(fits(licence), expected, "{licence}");
    }
}

/// The pages that describe the project name only what is there.
#[test]
fn the_pages_name_files_that_exist() {
    let root = root();
    let mut n_named = 0;
    for page in [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "docs/operations.md",
        "docs/security.md",
    ] {
        let text = fs::read_to_string(root.join(page)).unwrap();
        for name in text.split('`').skip(1).step_by(2) {
            let is_path = name.contains('/')
                && name.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
            let known = ["docs/", "crates/", "tests/", "tools/", "deploy/", "data/", "web/parts"];
            if is_path && known.iter().any(|start| name.starts_with(start)) {
                let found =
                    root.join(name).exists() || root.join("crates/jol/src").join(name).exists();
                let in_crate = root.join("crates/jol").join(name).exists();
                assert!(found || in_crate, "{page} names {name}, which is not there");
                n_named += 1;
            }
        }
    }
    assert!(n_named >= 5, "only {n_named} names were looked at");
}
