//! ESCO, the European classification of occupations and skills, from the files its office gives out: one packed folder of
//! tables for each language, and one of relations.

use std::{
    collections::{BTreeMap, HashMap},
    fs::File,
    io::{BufReader, Read},
    path::Path,
};

use anyhow::{Context as _, bail, ensure};
use domain::{
    classifier::{Code, Codes, Scheme},
    language::Language,
};
use jiff::civil::Date;
use uuid::Uuid;

use crate::{
    app::App,
    classifier::{Concept, ESCO, built_in},
    db::{
        Command, Tx,
        journal::{self, Act, Note},
    },
    refusal::Refusal,
};

/// One table unpacked. The largest of version 1.2 has 25 MB.
const MOST_BYTES: u64 = 200 * 1024 * 1024;

/// What was read of the files, and what was left out.
#[derive(Debug, Default)]
pub struct Found {
    pub concepts: Vec<Concept>,
    pub n_occupations: usize,
    pub n_skills: usize,
    /// Occupations without a unit group of ISCO-08 that we know.
    pub n_without_group: usize,
    /// Relations that name an occupation or a skill which is not in the files.
    pub n_loose: usize,
}

type Tables = BTreeMap<String, Vec<u8>>;

/// The tables we use, by their names without a folder.
fn unpack(archives: &[impl AsRef<Path>]) -> anyhow::Result<Tables> {
    let mut tables = Tables::new();
    for path in archives {
        let path = path.as_ref();
        let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
        let mut archive = zip::ZipArchive::new(BufReader::new(file))
            .with_context(|| format!("{} is no ZIP archive", path.display()))?;
        for at in 0..archive.len() {
            let part = archive.by_index(at)?;
            let name = part.name()?.rsplit('/').next().unwrap_or_default().to_owned();
            let ours = ["occupations_", "skills_", "occupationSkillRelations"];
            if !name.ends_with(".csv") || !ours.iter().any(|start| name.starts_with(start)) {
                continue;
            }
            let mut bytes = Vec::new();
            part.take(MOST_BYTES + 1)
                .read_to_end(&mut bytes)
                .with_context(|| format!("{} in {} is damaged", name, path.display()))?;
            ensure!(bytes.len() as u64 <= MOST_BYTES, "{name} in {} is too large", path.display());
            tables.insert(name, bytes);
        }
    }
    Ok(tables)
}

/// The cells of some columns, for each line of a table.
fn rows<const N: usize>(
    tables: &Tables,
    name: &str,
    columns: [&str; N],
) -> anyhow::Result<Option<Vec<[String; N]>>> {
    let Some(bytes) = tables.get(name) else { return Ok(None) };
    let mut table = csv::Reader::from_reader(&**bytes);
    let heading = table.headers().with_context(|| format!("{name} cannot be read"))?.clone();
    let mut places = [0; N];
    for (place, column) in places.iter_mut().zip(columns) {
        // Some versions begin with a mark, which is part of the first name then.
        let is_it = |found: &str| found.trim_start_matches('\u{feff}') == column;
        *place = heading
            .iter()
            .position(is_it)
            .with_context(|| format!("{name} has no column {column}"))?;
    }
    let row = |row: csv::Result<csv::StringRecord>| -> anyhow::Result<[String; N]> {
        let row = row.with_context(|| format!("{name} cannot be read"))?;
        Ok(places.map(|place| row.get(place).unwrap_or_default().to_owned()))
    };
    table.records().map(row).collect::<anyhow::Result<_>>().map(Some)
}

/// `esco-` and the last part of the address that a concept has for life.
fn code(address: &str) -> anyhow::Result<Code> {
    let last = address.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    format!("{ESCO}{last}")
        .parse()
        .with_context(|| format!("{address:?} is no address of a concept"))
}

/// Names in the languages for which there is a table: address, names in the order of [`Language::ALL`], further cells of
/// the first table.
type Named = Vec<(String, [String; 4], String)>;

fn named(tables: &Tables, start: &str, further: &str) -> anyhow::Result<Named> {
    let mut found: Named = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for language in Language::ALL {
        let name = format!("{start}_{}.csv", language.code());
        let columns = ["conceptUri", "preferredLabel", further];
        for [address, label, more] in rows(tables, &name, columns)?.unwrap_or_default() {
            let at = *places.entry(address.clone()).or_insert_with(|| {
                found.push((address, Default::default(), more));
                found.len() - 1
            });
            found[at].1[language as usize] = label;
        }
    }
    Ok(found)
}

/// Reads the archives. `scheme` asks for one list only.
pub fn read(
    archives: &[impl AsRef<Path>],
    scheme: Option<Scheme>,
    source: &str,
    today: Date,
) -> anyhow::Result<Found> {
    let tables = unpack(archives)?;
    let (occupations, skills) =
        (named(&tables, "occupations", "iscoGroup")?, named(&tables, "skills", "skillType")?);
    let asked = |one| scheme.is_none_or(|scheme| scheme == one);
    if asked(Scheme::Occupation) && occupations.is_empty() {
        bail!(
            "there is no occupations_en.csv in the archives: name the one with the classification"
        );
    }
    if asked(Scheme::Skill) && skills.is_empty() {
        bail!("there is no skills_en.csv in the archives: name the one with the classification");
    }
    let relations = rows(
        &tables,
        "occupationSkillRelations.csv",
        ["occupationUri", "relationType", "skillUri"],
    )?;
    if asked(Scheme::Occupation) && relations.is_none() {
        bail!(
            "there is no occupationSkillRelations.csv in the archives: name the one with the relations too"
        );
    }

    let mut read = Found::default();
    let concept = |scheme: Scheme, code: Code, names: [String; 4]| {
        let [name_ky, name_ru, name_uz, name_en] = names;
        Concept {
            scheme: scheme.code().to_owned(),
            code: code.to_string(),
            name_ky,
            name_ru,
            name_uz,
            name_en,
            broader: None,
            skills: String::new(),
            source: source.to_owned(),
            valid_from: today,
        }
    };
    let mut essential: HashMap<String, Vec<Code>> =
        occupations.iter().map(|(address, ..)| (address.clone(), Vec::new())).collect();
    let known: HashMap<&str, Code> = skills
        .iter()
        .map(|(address, ..)| Ok((address.as_str(), code(address)?)))
        .collect::<anyhow::Result<_>>()?;
    for [occupation, kind, skill] in relations.unwrap_or_default() {
        match (essential.get_mut(&occupation), known.get(skill.as_str())) {
            (Some(skills), Some(skill)) if kind == "essential" => skills.push(skill.clone()),
            (Some(_), Some(_)) => {}
            _ => read.n_loose += 1,
        }
    }
    if asked(Scheme::Skill) {
        for (address, names, _) in &skills {
            read.concepts.push(concept(Scheme::Skill, code(address)?, names.clone()));
            read.n_skills += 1;
        }
    }
    if asked(Scheme::Occupation) {
        for (address, names, group) in occupations {
            let group: Option<Code> = group.trim_start_matches('C').parse().ok();
            let group = group.filter(|group| built_in().find(Scheme::Isco, group).is_some());
            read.n_without_group += usize::from(group.is_none());
            let skills: Codes =
                essential.remove(&address).unwrap_or_default().into_iter().collect();
            read.concepts.push(Concept {
                broader: group.map(String::from),
                skills: skills.to_string(),
                ..concept(Scheme::Occupation, code(&address)?, names)
            });
            read.n_occupations += 1;
        }
    }
    Ok(read)
}

/// Entries that are written in one transaction.
const AT_ONCE: usize = 500;

struct Save {
    concepts: Vec<Concept>,
    entry: Uuid,
    act: Act,
}

impl Command for Save {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        for concept in &self.concepts {
            tx.save(concept).await?;
        }
        let note = Note { action: "changed", object_kind: "classifier", ..Note::default() };
        Ok(journal::write(tx, self.entry, &self.act, note).await?)
    }
}

/// Writes the entries over those of an earlier import, and takes the lists into use.
pub async fn save(app: &App, concepts: Vec<Concept>, progress: &dyn Fn(u64)) -> anyhow::Result<()> {
    let mut n_saved = 0;
    for some in concepts.chunks(AT_ONCE) {
        let (concepts, entry) = (some.to_vec(), app.new_id());
        app.db.run(Save { concepts, entry, act: app.operator() }).await?;
        n_saved += some.len() as u64;
        progress(n_saved);
    }
    let mut tx = app.db.read().await?;
    Ok(app.lists.load(&mut tx).await?)
}
