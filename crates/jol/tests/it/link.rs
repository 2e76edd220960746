//! `jol link`: files in, files out, and what is wrong with them told.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::testkit::new_dir;

/// How the program ended, what it answered and what it said beside that.
struct Ended {
    code: i32,
    out: String,
    said: String,
}

fn jol(dir: &Path, args: &[&str]) -> Ended {
    let ended = Command::new(env!("CARGO_BIN_EXE_jol"))
        .arg("link")
        .args(args)
        .current_dir(dir)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ended { code: ended.status.code().unwrap(), out: text(ended.stdout), said: text(ended.stderr) }
}

fn folder() -> PathBuf {
    let dir = new_dir();
    fs::create_dir_all(&dir).unwrap();
    dir
}

const RECORDS: &str = "\
id,source,surname,given,patronymic,dob,sex,pin,phone,territory,colour
r1,border,ZHAPAROV,AZAMAT,,1990-05-06,M,20605199012345,,,red
r2,migration,Жапаров,Азамат,Бакытович,06.05.1990,М,20605199012345,0555 123 456,0203,blue
r3,return,Жапар уулу,Азамат,,06/05/1990,Эркек,,+996555123456,0203,
r4,migration,Сыдыкова,Айгүл,Асановна,1985-01-02,F,,0700111222,0801,
\"r,5\",border,SYDYKOVA,AIGUL,ASANOVNA,1985-01-02,F,,,,
r6,border,ABDYRAXMANOV,ERMEK,,1977-07-07,M,20707197711111,,,
";

fn pairs(dir: &Path, name: &str) -> BTreeMap<String, f64> {
    let text = fs::read_to_string(dir.join(name)).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("a,b,score"));
    lines
        .map(|line| line.rsplit_once(',').unwrap())
        .map(|(pair, score)| (pair.to_owned(), score.parse().unwrap()))
        .collect()
}

#[test]
fn a_file_of_records_gives_pairs_people_and_reasons() {
    let dir = folder();
    fs::write(dir.join("in.csv"), RECORDS).unwrap();
    let args = [
        "file",
        "in.csv",
        "--pairs",
        "p.csv",
        "--clusters",
        "c.csv",
        "--decisions",
        "d.csv",
        "--model",
        "m.json",
        "--train",
        "--json",
    ];
    let ended = jol(&dir, &args);
    assert_eq!((ended.code, ended.said.as_str()), (0, ""), "{}", ended.out);
    let summary: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!((summary["records"].as_u64(), summary["bad_rows"].as_u64()), (Some(6), Some(0)));

    let found = pairs(&dir, "p.csv");
    assert!(found["r1,r2"] > 10.0, "{found:?}");
    assert!(found["\"r,5\",r4"] > 0.0, "{found:?}");
    let clusters = fs::read_to_string(dir.join("c.csv")).unwrap();
    let of = |id: &str| {
        clusters.lines().find_map(|line| line.strip_prefix(&format!("{id},"))).unwrap().to_owned()
    };
    assert_eq!((of("r1"), of("r6")), (of("r2"), "r6".to_owned()));
    assert_ne!(of("r1"), of("r4"));
    assert_eq!(clusters.lines().count(), 7);
    let decisions = fs::read_to_string(dir.join("d.csv")).unwrap();
    let first = decisions.lines().find(|line| line.starts_with("r1,r2,")).unwrap();
    assert!(
        first.contains(",link,")
            && first.contains("pin equal +")
            && first.contains("given equal +"),
        "{first}"
    );

    // What was learnt is used again: the same weights, on one thread as well.
    let again =
        jol(&dir, &["file", "in.csv", "--pairs", "q.csv", "--model", "m.json", "--threads", "1"]);
    assert!(again.code == 0 && again.out.contains("6 records"), "{}{}", again.out, again.said);
    assert_eq!(found, pairs(&dir, "q.csv"));

    // Other names of columns, another separator, a mark at the beginning.
    let other = RECORDS
        .replace(',', ";")
        .replacen("surname;given", "last;first", 1)
        .replace("\"r;5\"", "\"r,5\"");
    fs::write(dir.join("other.csv"), format!("\u{feff}{other}")).unwrap();
    let mapped = jol(
        &dir,
        &[
            "file",
            "other.csv",
            "--pairs",
            "o.csv",
            "--model",
            "m.json",
            "--map",
            "surname=last,given=first",
        ],
    );
    assert_eq!(mapped.code, 0, "{}", mapped.said);
    assert_eq!(found, pairs(&dir, "o.csv"));
}

#[test]
fn bad_lines_are_told_and_the_rest_goes_on() {
    let dir = folder();
    let mut bytes =
        b"id,surname,given,dob\n1,ASANOV,BAKYT,1990-02-03\n,X,Y,\n1,Z,Z,\n2,ASANOV,BAKYT\n3,"
            .to_vec();
    bytes.extend_from_slice(b"\xcf\xf0,X,\n4,\"ASAN,X,\n5,ASANOV,BAKYT,1990-02-03\n");
    fs::write(dir.join("in.csv"), bytes).unwrap();
    let ended = jol(&dir, &["file", "in.csv", "--pairs", "p.csv"]);
    let told: Vec<&str> = ended.said.lines().collect();
    assert_eq!(
        told,
        [
            "Line 3 was left out: it has no id.",
            "Line 4 was left out: its id stands in an earlier line.",
            "Line 5 was left out: it has another number of fields than the first line.",
            "Line 6 was left out: it is not in UTF-8.",
            "Line 7 was left out: a quotation mark in it is not closed.",
        ]
    );
    assert!(ended.code == 1 && ended.out.contains("5 lines were left out"), "{}", ended.out);
    assert_eq!(pairs(&dir, "p.csv").into_keys().collect::<Vec<_>>(), ["1,5"]);
}

#[test]
fn a_file_that_cannot_be_used_is_told_in_one_sentence() {
    let dir = folder();
    fs::write(dir.join("empty.csv"), "").unwrap();
    fs::write(dir.join("heading.csv"), "id,given\n").unwrap();
    fs::write(dir.join("no-id.csv"), "number,given\n1,ASAN\n").unwrap();
    fs::write(dir.join("model.json"), "{}").unwrap();
    let cases: [(&[&str], &str); 6] = [
        (&["missing.csv"], "cannot read missing.csv"),
        (&["empty.csv"], "empty.csv is empty"),
        (&["heading.csv"], "heading.csv has no record"),
        (&["no-id.csv"], "no-id.csv has no column id"),
        (&["no-id.csv", "--map", "id=nummer"], "no-id.csv has no column nummer"),
        (&["heading.csv", "--model", "model.json"], "model.json is no model"),
    ];
    for (args, expected) in cases {
        let ended = jol(&dir, &[&["file"], args, &["--pairs", "p.csv"]].concat());
        assert!(ended.code == 1 && ended.said.contains(expected), "{args:?} {}", ended.said);
    }
}

#[test]
fn names_are_folded_and_compared_line_by_line() {
    let dir = folder();
    fs::write(dir.join("names.txt"), "Жапаров\nIsxak\nАсан уулу\n\n").unwrap();
    let folded = jol(&dir, &["fold", "names.txt"]);
    assert_eq!(
        folded.out,
        "Жапаров\tjaparov\tjApArOv\nIsxak\tishak isksak\tEshAk EsksAk\nАсан уулу\tasan-ulu\tAsAnOlO AsAn\n"
    );
    fs::write(
        dir.join("pairs.tsv"),
        "Жапаров Азамат\tAZAMAT ZHAPAROV\nЖапаров Азамат\tСыдыкова Айгүл\nno tab\n",
    )
    .unwrap();
    let compared = jol(&dir, &["names", "pairs.tsv"]);
    let scores: Vec<f64> = compared.out.lines().map(|line| line.parse().unwrap()).collect();
    assert!(scores.len() == 2 && scores[0] > 0.9 && scores[1] < 0.1, "{scores:?}");
    assert_eq!(
        (compared.code, compared.said.as_str()),
        (1, "Line 3 was left out: it has no tab between two names.\n")
    );
}
