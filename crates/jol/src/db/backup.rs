//! Copies of a whole store as one moment saw it, in files that belong to no engine.
//!
//! A table is one file of rows: every value with a tag and its length, exactly the form that seals are made over. One form
//! for both engines means that a cell can move from SQLite to PostgreSQL or back by a backup and a restore, that no file of an
//! engine's version has to be understood years later, and that what was restored is checked value by value: seals, digests
//! and the chain come along as they are. The price is that a restore builds its indexes anew.

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Read, Write},
    path::Path,
};

use anyhow::{Context as _, bail};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    Command, Db, Error, Kind, Record as _, TABLES, Table, Tx, Value,
    journal::{Entry, Head, end_of_chain},
    migrate::made,
    walk::{Found, Walk, hex},
};
use crate::{app::Cell, refusal::Refusal};

/// One file of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    pub name: String,
    /// The table whose rows it holds; absent for a list that lies beside the store.
    pub table: Option<String>,
    pub n_rows: u64,
    pub n_bytes: u64,
    pub sha256: String,
}

/// What was copied, and as of which end of the journal.
#[derive(Debug)]
pub struct Copied {
    pub cell: Cell,
    pub head: Head,
    /// The changes of the tables that the store had seen.
    pub migrations: Vec<String>,
    pub pieces: Vec<Piece>,
}

const MAGIC: &[u8] = b"jol rows 1\n";

/// What is sealed, and the journal, which is not.
fn tables() -> impl Iterator<Item = (&'static Table, bool)> {
    TABLES.iter().map(|table| (*table, true)).chain([(Entry::TABLE, false)])
}

/// Copies every table into the folder. The service goes on meanwhile; the copy is of the moment it began.
pub async fn copy_out(
    db: &Db,
    folder: &Path,
    progress: &mut (dyn FnMut(u64) + Send),
) -> anyhow::Result<Copied> {
    let mut tx = db.snapshot().await?;
    let cell: Option<Cell> = tx.find("select * from cell", &[]).await?;
    let cell = cell.context("the store is empty")?;
    let head = end_of_chain(&mut tx).await?;
    let migrations = made(&mut tx).await?;
    let mut pieces = Vec::new();
    let mut n_rows = 0;
    for (table, sealed) in tables() {
        let piece = copy_table(&mut tx, folder, table, sealed, &mut |n| progress(n_rows + n))
            .await
            .with_context(|| format!("cannot copy the table {}", table.name))?;
        n_rows += piece.n_rows;
        pieces.push(piece);
    }
    Ok(Copied { cell, head, migrations, pieces })
}

async fn copy_table(
    tx: &mut Tx,
    folder: &Path,
    table: &'static Table,
    sealed: bool,
    progress: &mut (dyn FnMut(u64) + Send),
) -> anyhow::Result<Piece> {
    let name = format!("{}.rows", table.name);
    let mut file = Writing::create(&folder.join(&name))?;
    file.write_all(MAGIC)?;
    let mut columns: Vec<(&str, Kind)> = table.columns.to_vec();
    columns.extend(sealed.then_some(("seal", Kind::Bytes)));
    serde_json::to_writer(&mut file, &columns)?;
    file.write_all(b"\n")?;

    let page = if table.name == "attachment" { 8 } else { 2_000 };
    let mut walk = Walk::of(table, sealed, page);
    let mut n_rows = 0;
    let mut bytes = Vec::new();
    loop {
        let found = walk.next(tx).await?;
        if found.is_empty() {
            break;
        }
        bytes.clear();
        for found in found {
            let Found::Row(raw) = found else {
                bail!("a row cannot be read; `jol verify` names it");
            };
            raw.values.iter().for_each(|value| value.encode(&mut bytes));
            if let Some(seal) = raw.seal {
                Value::Bytes(seal).encode(&mut bytes);
            }
            n_rows += 1;
        }
        file.write_all(&bytes)?;
        progress(n_rows);
    }
    let (n_bytes, sha256) = file.finish()?;
    Ok(Piece { name, table: Some(table.name.to_owned()), n_rows, n_bytes, sha256 })
}

/// A new file that is hashed while it is written.
pub struct Writing {
    file: BufWriter<File>,
    hash: Sha256,
    n_bytes: u64,
}

impl Writing {
    pub fn create(path: &Path) -> io::Result<Self> {
        use std::os::unix::fs::OpenOptionsExt as _;
        let file = File::options().write(true).create_new(true).mode(0o600).open(path)?;
        Ok(Self { file: BufWriter::with_capacity(1 << 20, file), hash: Sha256::new(), n_bytes: 0 })
    }

    /// Waits until the file is on the disk.
    pub fn finish(self) -> io::Result<(u64, String)> {
        self.file.into_inner()?.sync_all()?;
        Ok((self.n_bytes, hex(&self.hash.finalize())))
    }
}

impl Write for Writing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write_all(bytes)?;
        self.hash.update(bytes);
        self.n_bytes += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// The size and the hash of a file.
pub fn weigh(path: &Path) -> io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut n_bytes = 0;
    let mut some = vec![0; 1 << 20];
    loop {
        let n = file.read(&mut some)?;
        if n == 0 {
            return Ok((n_bytes, hex(&hash.finalize())));
        }
        hash.update(&some[..n]);
        n_bytes += n as u64;
    }
}

/// Fills the empty tables of a new store with the rows of a backup.
pub async fn copy_in(
    db: &Db,
    folder: &Path,
    pieces: &[Piece],
    progress: &mut (dyn FnMut(u64) + Send),
) -> anyhow::Result<()> {
    let mut n_rows = 0;
    for piece in pieces.iter().filter(|piece| piece.table.is_some()) {
        let path = folder.join(&piece.name);
        let mut rows =
            Reading::open(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        let (known, _) = tables()
            .find(|(table, _)| Some(table.name) == piece.table.as_deref())
            .with_context(|| format!("this version of the program has no table {}", piece.name))?;
        let mut n_here = 0;
        loop {
            let some = rows.next(20_000, 8 << 20)?;
            if some.is_empty() {
                break;
            }
            n_here += some.len() as u64;
            db.run(Fill { table: known.name, columns: rows.names(), rows: some }).await?;
            progress(n_rows + n_here);
        }
        if n_here != piece.n_rows {
            bail!("{} holds {n_here} rows and should hold {}", path.display(), piece.n_rows);
        }
        n_rows += n_here;
    }
    Ok(())
}

/// The rows of one file, some at a time.
struct Reading {
    file: BufReader<File>,
    columns: Vec<(String, Kind)>,
}

impl Reading {
    fn open(path: &Path) -> anyhow::Result<Self> {
        let mut file = BufReader::with_capacity(1 << 20, File::open(path)?);
        let mut magic = vec![0; MAGIC.len()];
        file.read_exact(&mut magic)?;
        anyhow::ensure!(magic == MAGIC, "it is no file of rows");
        let mut line = String::new();
        io::BufRead::read_line(&mut file, &mut line)?;
        let columns: Vec<(String, Kind)> = serde_json::from_str(&line)?;
        let plain = |name: &str| {
            name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        };
        anyhow::ensure!(columns.iter().all(|(name, _)| plain(name)), "a column has no plain name");
        Ok(Self { file, columns })
    }

    fn names(&self) -> Vec<String> {
        self.columns.iter().map(|(name, _)| name.clone()).collect()
    }

    /// The next rows: at most so many, and about so many bytes.
    fn next(&mut self, most: usize, most_bytes: usize) -> anyhow::Result<Vec<Vec<Value>>> {
        let mut rows = Vec::new();
        let mut n_bytes = 0;
        while rows.len() < most && n_bytes < most_bytes {
            if io::BufRead::fill_buf(&mut self.file)?.is_empty() {
                break;
            }
            let mut row = Vec::with_capacity(self.columns.len());
            for (_, kind) in &self.columns {
                let (value, n) = read_value(&mut self.file, *kind)?;
                row.push(value);
                n_bytes += n;
            }
            rows.push(row);
        }
        Ok(rows)
    }
}

fn read_value(file: &mut impl Read, kind: Kind) -> anyhow::Result<(Value, usize)> {
    let mut tag = [0];
    file.read_exact(&mut tag)?;
    if tag == [0] {
        return Ok((Value::Null(kind), 1));
    }
    let mut length = [0; 4];
    file.read_exact(&mut length)?;
    let length = u32::from_be_bytes(length) as usize;
    anyhow::ensure!(length <= 1 << 30, "a value is longer than any can be");
    let mut bytes = vec![0; length];
    file.read_exact(&mut bytes)?;
    let number = |bytes: &[u8]| bytes.try_into().map(i64::from_be_bytes);
    let value = match (tag[0], kind) {
        (1, Kind::Bool) => Value::Bool(number(&bytes)? != 0),
        (1, Kind::Int | Kind::Moment) => Value::Int(number(&bytes)?),
        (2, Kind::Text) => Value::Text(String::from_utf8(bytes)?),
        (2, Kind::Date) => Value::Date(std::str::from_utf8(&bytes)?.parse()?),
        (3, Kind::Bytes) => Value::Bytes(bytes),
        (3, Kind::Uuid) => Value::Uuid(uuid::Uuid::from_slice(&bytes)?),
        (tag, kind) => bail!("a value has the tag {tag}, which does not fit {kind:?}"),
    };
    Ok((value, length + 5))
}

struct Fill {
    table: &'static str,
    columns: Vec<String>,
    rows: Vec<Vec<Value>>,
}

impl Command for Fill {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        tx.insert_raw(self.table, &self.columns, &self.rows).await?;
        Ok(())
    }
}

/// Whether nothing was ever written here but the tables themselves.
pub async fn is_empty(db: &Db) -> Result<bool, Error> {
    let mut tx = db.read().await?;
    for (table, _) in tables() {
        if tx.one(format!("select 1 from {} limit 1", table.name), &[]).await?.is_some() {
            return Ok(false);
        }
    }
    Ok(true)
}
