//! Walks the whole store and says what is not as it was written.
//!
//! | looked at | finds |
//! |---|---|
//! | the seal of every row | a changed value, also a single flipped bit |
//! | the chain of the journal | an entry that was changed, removed or moved |
//! | checkpoints, here and from elsewhere | a journal that was rewritten as a whole, or cut at its end |
//! | contents and lists of the journal | a content that was exchanged or taken away without an erasure |
//! | records, files and the list of erased people | what should be there and is not, and the other way round |
//!
//! What it cannot find: a row outside the journal that was removed, or put back as it once was, together with all
//! that points to it; and what was written since the last checkpoint that left this machine, if someone has the keys.
//!
//! It holds some thousands of rows at a time, and some 70 bytes for each checkpoint. It may run beside a service.

use std::{
    collections::{HashMap, HashSet},
    fs::File,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use domain::id::ReturneeId;
use rayon::prelude::*;
use serde::Serialize;
use uuid::Uuid;

use super::{
    Error, TABLES, Table, Tx, Value,
    journal::{self, Checkpoint, Entry, Finding, Head},
    walk::{Found, Raw, Walk},
};
use crate::{
    app::App,
    db::Record as _,
    returnee::{
        commands::{file_place, open_content},
        erasures,
        store::{Attachment, KeyRow},
    },
    vault::PersonKey,
};

/// What was found, and how much was looked at.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    pub findings: Vec<Finding>,
    /// Findings beyond those that are listed.
    pub n_more: u64,
    /// What is no fault and worth knowing.
    pub notes: Vec<String>,
    pub n_rows: u64,
    pub n_entries: u64,
    pub n_checkpoints: u64,
    /// The hash at the end of the chain, to be compared with what others wrote down.
    pub head: String,
}

/// One broken disk page makes thousands of findings; a person reads the first ones.
const MOST_FINDINGS: usize = 1_000;

impl Report {
    fn find(&mut self, finding: Finding) {
        if self.findings.len() < MOST_FINDINGS {
            self.findings.push(finding);
        } else {
            self.n_more += 1;
        }
    }

    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }
}

/// What is brought from outside to be compared with.
#[derive(Clone, Debug, Default)]
pub struct Witness {
    /// Copies of `checkpoints.log` that were kept elsewhere.
    pub checkpoints: Vec<PathBuf>,
    /// The public key to trust; the cell's own when it is absent.
    pub public_key: Option<[u8; 32]>,
}

/// Walks everything. `progress` is told how many rows were looked at and how many there are.
pub async fn verify(
    app: &App,
    witness: &Witness,
    progress: &mut (dyn FnMut(u64, u64) + Send),
) -> anyhow::Result<Report> {
    let mut tx = app.db.read_long().await?;
    let mut report = Report::default();
    // Before the chain: it grows while it is walked, so what was signed by now must be in it.
    let mut signed = Signed::default();
    signed.of_store(&mut tx, app, witness, &mut report).await?;
    let own = app.settings.dir.join("checkpoints.log");
    if own.exists() {
        signed.of_file(&own, app, witness, &mut report)?;
    }
    for path in &witness.checkpoints {
        signed.of_file(path, app, witness, &mut report)?;
    }
    report.n_checkpoints = signed.0.len() as u64;

    let n_all = count_all(&mut tx).await?;
    let mut told = Told { n: 0, n_all, progress };
    walk_chain(&mut tx, app, signed, &mut report, &mut told).await?;
    walk_unlinked(&mut tx, &mut report).await?;
    for table in TABLES {
        walk_table(&mut tx, app, table, &mut report, &mut told).await?;
    }
    compare_erasures(&mut tx, app, &mut report).await?;
    if !tx.is_postgres() {
        ask_sqlite(&mut tx, &mut report).await?;
    }
    Ok(report)
}

struct Told<'a> {
    n: u64,
    n_all: u64,
    progress: &'a mut (dyn FnMut(u64, u64) + Send),
}

impl Told<'_> {
    fn more(&mut self, n: usize) {
        self.n += n as u64;
        (self.progress)(self.n, self.n_all.max(self.n));
    }
}

async fn count_all(tx: &mut Tx) -> Result<u64, Error> {
    let mut n = 0;
    for name in TABLES.iter().map(|table| table.name).chain(["journal"]) {
        match tx.one(format!("select count(*) from {name}"), &[]).await {
            Ok(row) => n += row.map_or(Ok(0), |row| row.at::<i64>(0))?.unsigned_abs(),
            // The walk over this table will tell.
            Err(_) => tx.begin_again().await?,
        }
    }
    Ok(n)
}

/// Everything that was ever signed and is at hand, by length of the chain.
#[derive(Default)]
struct Signed(Vec<Checkpoint>);

impl Signed {
    async fn of_store(
        &mut self,
        tx: &mut Tx,
        app: &App,
        witness: &Witness,
        report: &mut Report,
    ) -> Result<(), Error> {
        let mut walk = Walk::of(Checkpoint::TABLE, true, 4_000);
        loop {
            let found = walk.next(tx).await?;
            if found.is_empty() {
                return Ok(());
            }
            for found in found {
                // One that cannot be read is named by the walk over all tables.
                let Found::Row(raw) = found else { continue };
                let Some(checkpoint) = checkpoint(&raw.values) else { continue };
                let name = Checkpoint::TABLE.key_name(&raw.values);
                self.take(checkpoint, "checkpoint", &name, app, witness, report);
            }
        }
    }

    fn of_file(
        &mut self,
        path: &Path,
        app: &App,
        witness: &Witness,
        report: &mut Report,
    ) -> anyhow::Result<()> {
        let told = path.display().to_string();
        let file = File::open(path).with_context(|| format!("cannot read {told}"))?;
        for (n, line) in BufReader::new(file).split(b'\n').enumerate() {
            let line = line.with_context(|| format!("cannot read {told}"))?;
            let line = String::from_utf8_lossy(&line);
            match journal::read_line(&line) {
                Some(checkpoint) => {
                    let row = format!("line {}", n + 1);
                    self.take(checkpoint, &told, &row, app, witness, report);
                }
                None if line.trim().is_empty() => (),
                // A sudden end or a full disk cuts a line; the next checkpoint says all that this one said.
                None => report.notes.push(format!("line {} of {told} is no checkpoint", n + 1)),
            }
        }
        Ok(())
    }

    fn take(
        &mut self,
        checkpoint: Checkpoint,
        whence: &str,
        row: &str,
        app: &App,
        witness: &Witness,
        report: &mut Report,
    ) {
        let key = witness.public_key.unwrap_or_else(|| app.keys.public_key());
        if journal::is_signed(&checkpoint, &key) {
            self.0.push(checkpoint);
        } else {
            let what = "the signature of the checkpoint does not fit the public key";
            report.find(Finding::new(whence, row, what));
        }
    }
}

fn checkpoint(values: &[Value]) -> Option<Checkpoint> {
    use super::Column;
    let [epoch, seq, hash, at, signature] = values else { return None };
    Some(Checkpoint {
        epoch: i64::from_value(epoch.clone())?,
        seq: i64::from_value(seq.clone())?,
        hash: Column::from_value(hash.clone())?,
        at: Column::from_value(at.clone())?,
        signature: Column::from_value(signature.clone())?,
    })
}

async fn walk_chain(
    tx: &mut Tx,
    app: &App,
    signed: Signed,
    report: &mut Report,
    told: &mut Told<'_>,
) -> Result<(), Error> {
    let Signed(mut signed) = signed;
    signed.sort_by_key(|checkpoint| checkpoint.seq);
    let mut waiting = signed.iter().peekable();
    let mut broken = Vec::new();
    // Where each epoch after the first begins. A restore writes the first entry of the next one.
    let mut begins = Vec::new();
    let mut walk = journal::Walk::default();
    loop {
        let entries = match walk.next(tx).await {
            Err(Error::Engine(source)) => {
                let what = format!("the store cannot read on from here: {source}");
                report.find(Finding::new("journal", walk.head.seq + 1, what));
                tx.begin_again().await?;
                Vec::new()
            }
            entries => entries?,
        };
        walk.findings.drain(..).for_each(|finding| report.find(finding));
        if entries.is_empty() {
            break;
        }
        for entry in &entries {
            let seq = entry.seq.unwrap_or_default();
            if entry.action == "restored" && entry.object_kind == "cell" {
                begins.push(seq);
            }
            while let Some(checkpoint) = waiting.next_if(|checkpoint| checkpoint.seq <= seq) {
                if checkpoint.seq != seq || Some(checkpoint.hash) != entry.hash {
                    broken.push(checkpoint);
                }
            }
        }
        check_contents(tx, app, &entries, report).await?;
        report.n_entries += entries.len() as u64;
        told.more(entries.len());
    }
    let beyond: Vec<&Checkpoint> = waiting.collect();
    report.head = super::walk::hex(&walk.head.hash);
    judge_checkpoints(walk.head, &begins, &broken, &beyond, report);
    let epoch = 1 + begins.len() as i64;
    if app.cell.epoch != epoch {
        let what = format!(
            "the cell says that it was restored {} times, the journal knows of {}",
            app.cell.epoch - 1,
            begins.len()
        );
        report.find(Finding::new("cell", app.cell.id, what));
    }
    Ok(())
}

/// Tells a journal that was rewritten or cut from one that goes on from a backup.
fn judge_checkpoints(
    head: Head,
    begins: &[i64],
    broken: &[&Checkpoint],
    beyond: &[&Checkpoint],
    report: &mut Report,
) {
    // The first entry of the epoch after this one, if there is one: what was signed from there on belongs to the
    // journal that ended when the backup took its place.
    let end_of = |epoch: i64| {
        usize::try_from(epoch - 1).ok().and_then(|at| begins.get(at)).copied().unwrap_or(i64::MAX)
    };
    let lost = |checkpoint: &&&Checkpoint| checkpoint.seq >= end_of(checkpoint.epoch);
    let mut lost_by_restore: HashMap<i64, i64> = HashMap::new();
    for checkpoint in broken.iter().chain(beyond).filter(|one| lost(one)) {
        let n = lost_by_restore.entry(checkpoint.epoch).or_default();
        *n = (*n).max(checkpoint.seq - end_of(checkpoint.epoch) + 1);
    }
    let mut lost_by_restore: Vec<(i64, i64)> = lost_by_restore.into_iter().collect();
    lost_by_restore.sort_unstable();
    for (epoch, n) in lost_by_restore {
        report.notes.push(format!(
            "the restore after epoch {epoch} left out at least {n} entries that were written after its backup"
        ));
    }
    if let Some(first) = broken.iter().find(|one| !lost(one)) {
        let Checkpoint { seq, at, .. } = first;
        let what = format!("the journal is not the one that was signed at {at}: it was rewritten");
        report.find(Finding::new("journal", seq, what));
    }
    if let Some(last) = beyond.iter().rfind(|one| !lost(one)) {
        let Checkpoint { seq, at, .. } = last;
        let what = format!(
            "the journal ends with entry {}, and at {at} it was signed with {seq}: its end is missing",
            head.seq
        );
        report.find(Finding::new("journal", head.seq + 1, what));
    }
}

/// `$1, $2 …` for a list of ids. Lists are cut to this length, so that few statements are prepared.
const IDS: usize = 500;

fn places(n: usize) -> String {
    let places: Vec<String> = (1..=n).map(|place| format!("${place}")).collect();
    places.join(", ")
}

/// Rows by id, some hundreds at a time.
async fn by_ids(
    tx: &mut Tx,
    before: &str,
    ids: &[Uuid],
    after: &str,
) -> Result<Vec<super::Row>, Error> {
    let mut rows = Vec::new();
    for some in ids.chunks(IDS) {
        let values: Vec<Value> = some.iter().map(|id| (*id).into()).collect();
        let sql = format!("{before} in ({}) {after}", places(some.len()));
        rows.extend(tx.all(sql, &values).await?);
    }
    Ok(rows)
}

/// A person's key as it is in the store.
enum Key {
    Open(Box<PersonKey>),
    Destroyed,
    Broken,
}

async fn keys_of(
    tx: &mut Tx,
    app: &App,
    people: impl Iterator<Item = Uuid>,
) -> Result<HashMap<Uuid, Key>, Error> {
    let mut people: Vec<Uuid> = people.collect();
    people.sort_unstable();
    people.dedup();
    let rows = by_ids(tx, "select * from person_key where person", &people, "").await?;
    let keys = rows.par_iter().map(|row| {
        let row = KeyRow::from_row(row)?;
        let key = match &row.wrapped {
            None => Key::Destroyed,
            Some(wrapped) => app
                .keys
                .unwrap(ReturneeId::from_uuid(row.person), wrapped)
                .map_or(Key::Broken, |key| Key::Open(Box::new(key))),
        };
        Ok((row.person, key))
    });
    keys.collect()
}

/// What the journal says of people: that it opens and fits, that lists are whole, that who was registered is there.
async fn check_contents(
    tx: &mut Tx,
    app: &App,
    entries: &[Entry],
    report: &mut Report,
) -> Result<(), Error> {
    let sealed = |entry: &Entry| entry.content.as_ref().is_some_and(|content| !content.is_empty());
    let people =
        entries.iter().filter(|entry| entry.commitment.is_some()).filter_map(|entry| entry.person);
    let keys = keys_of(tx, app, people).await?;
    let lists: Vec<Uuid> = entries
        .iter()
        .filter(|entry| entry.commitment.is_some() && !sealed(entry) && entry.person.is_none())
        .map(|entry| entry.id)
        .collect();
    let rows =
        by_ids(tx, "select entry, person from shown where entry", &lists, "order by entry, person")
            .await?;
    let mut shown: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for row in rows {
        shown.entry(row.at(0)?).or_default().push(row.at(1)?);
    }

    let findings: Vec<Finding> = entries
        .par_iter()
        .filter_map(|entry| {
            let what = match (&entry.content, entry.commitment, entry.person) {
                (_, None, _) if !sealed(entry) => return None,
                (_, None, _) => "there is a content that the chain does not know",
                (None, Some(_), Some(person)) => match keys.get(&person) {
                    Some(Key::Destroyed) => return None,
                    _ => "the content is missing, and the person was not erased",
                },
                (_, Some(_), Some(person)) if sealed(entry) => match keys.get(&person) {
                    Some(Key::Open(key)) if open_content(key, entry).is_some() => return None,
                    Some(Key::Destroyed) => return None,
                    Some(Key::Open(_)) => "the content does not fit the chain",
                    Some(Key::Broken) => "the key of the person does not open",
                    None => "the key of the person is missing",
                },
                (_, Some(commitment), _) => {
                    let people = shown.get(&entry.id).map(Vec::as_slice).unwrap_or_default();
                    if journal::digest_of_people(people) == commitment {
                        return None;
                    }
                    "the list of people that were shown does not fit the chain"
                }
            };
            Some(Finding::new("journal", entry.seq.unwrap_or_default(), what))
        })
        .collect();
    findings.into_iter().for_each(|finding| report.find(finding));

    let registered: Vec<Uuid> = entries
        .iter()
        .filter(|entry| entry.action == "registered" && entry.object_kind == "returnee")
        .filter_map(|entry| entry.object)
        .collect();
    let rows = by_ids(tx, "select id from returnee where id", &registered, "").await?;
    let there: HashSet<Uuid> = rows.iter().map(|row| row.at(0)).collect::<Result<_, _>>()?;
    for id in registered.iter().filter(|id| !there.contains(id)) {
        let what = "the record is missing: the journal tells of its registration";
        report.find(Finding::new("returnee", id, what));
    }
    Ok(())
}

/// Entries that wait for their place in the chain hold at least what was hashed.
async fn walk_unlinked(tx: &mut Tx, report: &mut Report) -> Result<(), Error> {
    let sql = "select * from journal where seq is null and id > $1 order by id limit 4000";
    let (mut after, mut n) = (Uuid::nil(), 0);
    loop {
        let entries: Vec<Entry> = tx.list(sql, &[after.into()]).await?;
        let Some(last) = entries.last() else { break };
        after = last.id;
        n += entries.len();
        for entry in entries {
            if journal::digest(&entry) != entry.digest {
                report.find(Finding::new("journal", entry.id, "the entry was changed"));
            } else if !tx.is_postgres() {
                report.find(Finding::new("journal", entry.id, "the entry is not in the chain"));
            }
        }
    }
    if n > 0 && tx.is_postgres() {
        report.notes.push(format!("{n} entries of the journal wait to be linked"));
    }
    report.n_entries += n as u64;
    Ok(())
}

async fn walk_table(
    tx: &mut Tx,
    app: &App,
    table: &'static Table,
    report: &mut Report,
    told: &mut Told<'_>,
) -> Result<(), Error> {
    // A file may have megabytes.
    let is_files = table.name == Attachment::TABLE.name;
    let mut walk = Walk::of(table, true, if is_files { 8 } else { 2_000 });
    loop {
        let found = match walk.next(tx).await {
            Ok(found) => found,
            // PostgreSQL with checksums refuses a damaged page; SQLite one that is no page at all.
            Err(Error::Engine(source)) => {
                let what = format!("the store cannot read on from here: {source}");
                report.find(Finding::new(table.name, "", what));
                return tx.begin_again().await;
            }
            Err(error) => return Err(error),
        };
        if found.is_empty() {
            return Ok(());
        }
        let seal = tx.seal.clone();
        let findings: Vec<Finding> = found
            .par_iter()
            .filter_map(|found| match found {
                Found::Row(Raw { values, seal: stored }) => {
                    let fits = stored.as_deref() == Some(&seal.seal(table, values)[..]);
                    let what = "the row does not fit its seal: something in it was changed";
                    (!fits).then(|| Finding::new(table.name, table.key_name(values), what))
                }
                Found::Unreadable { row, what } => Some(Finding::new(table.name, row, what)),
            })
            .collect();
        let damaged = !findings.is_empty();
        findings.into_iter().for_each(|finding| report.find(finding));
        if is_files && !damaged {
            check_files(tx, app, &found, report).await?;
        }
        report.n_rows += found.len() as u64;
        told.more(found.len());
    }
}

/// Files open with their person's key and have the size that was noted.
async fn check_files(
    tx: &mut Tx,
    app: &App,
    found: &[Found],
    report: &mut Report,
) -> Result<(), Error> {
    let table = Attachment::TABLE;
    let names: std::sync::Arc<[String]> =
        table.column_names().map(str::to_owned).collect::<Vec<_>>().into();
    let mut files = Vec::new();
    for found in found {
        if let Found::Row(raw) = found {
            let row = super::Row { names: names.clone(), values: raw.values.clone() };
            files.push(Attachment::from_row(&row)?);
        }
    }
    let keys = keys_of(tx, app, files.iter().map(|file| file.returnee)).await?;
    let findings: Vec<Finding> = files
        .par_iter()
        .filter_map(|file| {
            let what = match (&file.content, file.removed_at, keys.get(&file.returnee)) {
                (None, Some(_), _) => return None,
                (None, None, _) => "the content of the file is missing, and it was not removed",
                (Some(content), _, Some(Key::Open(key))) => {
                    match key.open(&file_place(file.id), content) {
                        Ok(plain) if plain.len() as i64 == file.n_bytes => return None,
                        Ok(_) => "the file does not have the size it should",
                        Err(_) => "the file does not open with the key of its person",
                    }
                }
                (Some(_), _, Some(Key::Destroyed)) => {
                    "the person was erased, and the file is still there"
                }
                (Some(_), _, _) => "the key of the person does not open or is missing",
            };
            Some(Finding::new(table.name, file.id, what))
        })
        .collect();
    findings.into_iter().for_each(|finding| report.find(finding));
    Ok(())
}

/// Nobody on the list of erased people has a key again, as after a restore that did not apply the list.
async fn compare_erasures(tx: &mut Tx, app: &App, report: &mut Report) -> anyhow::Result<()> {
    let erased = erasures::read(&app.settings.dir.join("erasures.log"))?;
    let mut erased: Vec<Uuid> = erased.into_iter().collect();
    erased.sort_unstable();
    let before = "select person from person_key where wrapped is not null and person";
    for row in by_ids(tx, before, &erased, "").await? {
        let person: Uuid = row.at(0)?;
        let what = "the person is on the list of erased people and has a key";
        report.find(Finding::new("person_key", person, what));
    }
    Ok(())
}

/// SQLite compares its indexes with its tables; what stands in them it does not judge.
async fn ask_sqlite(tx: &mut Tx, report: &mut Report) -> Result<(), Error> {
    match tx.all("pragma integrity_check(20)", &[]).await {
        Ok(rows) => {
            for row in rows {
                let told: String = row.at(0)?;
                if told != "ok" {
                    report.find(Finding::new("jol.db", "", told));
                }
            }
        }
        Err(Error::Engine(source)) => {
            report.find(Finding::new(
                "jol.db",
                "",
                format!("the file cannot be checked: {source}"),
            ));
        }
        Err(error) => return Err(error),
    }
    Ok(())
}
