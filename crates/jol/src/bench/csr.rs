//! Files of sparse rows, as the peers of the bench write and read them.
//!
//! Little-endian: `CSRF32\0\0`; rows, columns and weights as u64; where each row begins, and the end of the last, as u64; a column
//! of each weight as u32, rising within a row; the weights as f32.

use std::{
    fs::{self, File},
    io::{self, BufReader, BufWriter, Read, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use allocation::candidates::{Found, LARGEST, Rows};
use anyhow::{Context as _, bail, ensure};

const MAGIC: &[u8; 8] = b"CSRF32\0\0";
const HEAD: u64 = 32;

/// A file that is read from its first row to its last.
pub struct Reader {
    path: PathBuf,
    pub n_rows: u64,
    pub n_columns: u64,
    n_weights: u64,
    /// The next row, and where it begins.
    row: u64,
    begin: u64,
    ends: BufReader<File>,
    columns: BufReader<File>,
    weights: BufReader<File>,
}

impl Reader {
    /// Looks at the head and the length of the file. Nothing is believed of what the head says before its length was looked at.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let told = || path.display().to_string();
        let at = |place: u64| -> anyhow::Result<BufReader<File>> {
            let mut file = File::open(path).with_context(|| format!("cannot read {}", told()))?;
            file.seek(SeekFrom::Start(place))?;
            Ok(BufReader::with_capacity(1 << 17, file))
        };
        let length = fs::metadata(path).with_context(|| format!("cannot read {}", told()))?.len();
        let mut head = at(0)?;
        let mut magic = [0; 8];
        if length >= HEAD {
            head.read_exact(&mut magic)?;
        }
        ensure!(magic == *MAGIC, "{} is no file of rows: it does not begin with CSRF32", told());
        let [n_rows, n_columns, n_weights] =
            [u64_of(&mut head)?, u64_of(&mut head)?, u64_of(&mut head)?];

        let bytes = |n: u64, each: u64| n.checked_mul(each);
        let ends_at =
            n_rows.checked_add(1).and_then(|n| bytes(n, 8)).and_then(|n| n.checked_add(HEAD));
        let columns_at = ends_at.zip(bytes(n_weights, 4)).and_then(|(at, n)| at.checked_add(n));
        let needed = columns_at.zip(bytes(n_weights, 4)).and_then(|(at, n)| at.checked_add(n));
        let (Some(columns_from), Some(weights_from), Some(needed)) = (ends_at, columns_at, needed)
        else {
            bail!("{}: {n_rows} rows with {n_weights} weights fit in no file", told());
        };
        ensure!(
            length >= needed,
            "{} is cut off: it has {length} bytes, and {n_rows} rows with {n_weights} weights need {needed}",
            told()
        );
        ensure!(length == needed, "{} has {} bytes after its end", told(), length - needed);
        ensure!(
            n_rows < u64::from(u32::MAX) && n_columns <= u64::from(u32::MAX),
            "{}: {n_rows} rows of {n_columns} columns are more than have a number",
            told()
        );
        let mut ends = at(HEAD)?;
        let first = u64_of(&mut ends)?;
        ensure!(first == 0, "{}: the first row begins at {first} and not at 0", told());
        Ok(Self {
            n_rows,
            n_columns,
            n_weights,
            row: 0,
            begin: 0,
            ends,
            columns: at(columns_from)?,
            weights: at(weights_from)?,
            path: path.to_owned(),
        })
    }

    /// The next rows, at most so many; none at the end. Each is looked at before it is believed.
    pub fn read(&mut self, most: usize) -> anyhow::Result<Rows> {
        let mut rows = Rows::default();
        let mut features = Vec::new();
        while rows.len() < most && self.row < self.n_rows {
            features.clear();
            self.read_row(&mut features)
                .with_context(|| format!("{}, row {} from 0 on", self.path.display(), self.row))?;
            rows.push(features.drain(..));
            self.row += 1;
        }
        Ok(rows)
    }

    fn read_row(&mut self, features: &mut Vec<(u32, f32)>) -> anyhow::Result<()> {
        let end = u64_of(&mut self.ends)?;
        ensure!(end >= self.begin, "it ends at {end}, before it begins at {}", self.begin);
        ensure!(
            end <= self.n_weights,
            "it ends at {end}, and there are {} weights",
            self.n_weights
        );
        ensure!(
            self.row + 1 < self.n_rows || end == self.n_weights,
            "the last row ends at {end}, and there are {} weights",
            self.n_weights
        );
        for _ in self.begin..end {
            let column = u32::from_le_bytes(bytes_of(&mut self.columns)?);
            let weight = f32::from_le_bytes(bytes_of(&mut self.weights)?);
            ensure!(
                u64::from(column) < self.n_columns,
                "it has column {column}, and there are {}",
                self.n_columns
            );
            if let Some((before, _)) = features.last() {
                ensure!(*before < column, "column {column} comes after column {before}");
            }
            ensure!(
                (0.0..=LARGEST).contains(&weight),
                "column {column} weighs {weight}; weights are from 0 to {LARGEST:e}"
            );
            features.push((column, weight));
        }
        self.begin = end;
        Ok(())
    }
}

fn u64_of(file: &mut impl Read) -> io::Result<u64> {
    Ok(u64::from_le_bytes(bytes_of(file)?))
}

fn bytes_of<const N: usize>(file: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// A file that is written from its first row to its last. It has its name only when it is whole.
pub struct Writer {
    path: PathBuf,
    n_columns: u64,
    ends: Vec<u64>,
    /// The columns, at their place; what stands before them is written in the end.
    columns: BufWriter<File>,
    /// The weights, until it is known where they begin.
    weights: BufWriter<File>,
}

impl Writer {
    pub fn create(path: &Path, n_rows: u64, n_columns: u64) -> anyhow::Result<Self> {
        let create = |ending: &str| -> anyhow::Result<BufWriter<File>> {
            let path = path.with_added_extension(ending);
            let mut options = File::options();
            options.read(true).write(true).create(true).truncate(true);
            let file = options.open(&path);
            let file = file.with_context(|| format!("cannot write {}", path.display()))?;
            Ok(BufWriter::with_capacity(1 << 17, file))
        };
        let mut columns = create(UNFINISHED)?;
        columns.seek(SeekFrom::Start(HEAD + 8 * (n_rows + 1)))?;
        let ends = vec![0];
        Ok(Self { path: path.to_owned(), n_columns, ends, columns, weights: create(WEIGHTS)? })
    }

    pub fn push(&mut self, row: &[Found]) -> io::Result<()> {
        for found in row {
            self.columns.write_all(&found.row.to_le_bytes())?;
            self.weights.write_all(&found.score.to_le_bytes())?;
        }
        let end = self.ends.last().copied().unwrap_or_default() + row.len() as u64;
        self.ends.push(end);
        Ok(())
    }

    pub fn finish(self) -> anyhow::Result<()> {
        let mut weights = self.weights.into_inner().map_err(|failed| failed.into_error())?;
        weights.seek(SeekFrom::Start(0))?;
        let mut file = self.columns;
        io::copy(&mut weights, &mut file)?;
        file.seek(SeekFrom::Start(0))?;
        file.write_all(MAGIC)?;
        let n_rows = self.ends.len() as u64 - 1;
        let n_weights = self.ends.last().copied().unwrap_or_default();
        for number in [n_rows, self.n_columns, n_weights].into_iter().chain(self.ends) {
            file.write_all(&number.to_le_bytes())?;
        }
        file.flush()?;
        fs::remove_file(self.path.with_added_extension(WEIGHTS))?;
        fs::rename(self.path.with_added_extension(UNFINISHED), &self.path)
            .with_context(|| format!("cannot write {}", self.path.display()))
    }
}

/// Endings of files beside one that is written.
const UNFINISHED: &str = "unfinished";
const WEIGHTS: &str = "weights";

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of the test's own.
    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("jol-csr-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    /// Two rows of five columns: 1 and 4 in the first, 0 in the second.
    fn good() -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        for number in [2_u64, 5, 3, 0, 2, 3] {
            bytes.extend(number.to_le_bytes());
        }
        for column in [1_u32, 4, 0] {
            bytes.extend(column.to_le_bytes());
        }
        for weight in [0.5_f32, 0.25, 1.0] {
            bytes.extend(weight.to_le_bytes());
        }
        bytes
    }

    fn read_all(path: &Path) -> anyhow::Result<Vec<Vec<(u32, f32)>>> {
        let mut reader = Reader::open(path)?;
        let mut all = Vec::new();
        loop {
            let rows = reader.read(1)?;
            if rows.is_empty() {
                return Ok(all);
            }
            all.extend((0..rows.len() as u32).map(|row| rows.of(row).collect()));
        }
    }

    #[test]
    fn a_good_file_is_read_row_by_row() {
        let folder = folder("good");
        let path = folder.join("good.csr");
        fs::write(&path, good()).unwrap();
        assert_eq!(read_all(&path).unwrap(), [vec![(1, 0.5), (4, 0.25)], vec![(0, 1.0)]]);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_bad_file_is_refused_with_what_is_wrong() {
        let changed = |at: usize, bytes: &[u8]| {
            let mut file = good();
            file[at..at + bytes.len()].copy_from_slice(bytes);
            file
        };
        let huge = u64::MAX.to_le_bytes();
        let cases: [(&str, Vec<u8>, &str); 17] = [
            ("empty", Vec::new(), "does not begin with CSRF32"),
            ("short head", good()[..31].to_vec(), "does not begin with CSRF32"),
            ("other magic", changed(0, b"ARCS"), "does not begin with CSRF32"),
            ("cut off", good()[..good().len() - 1].to_vec(), "is cut off: it has 79 bytes"),
            ("too long", [good(), vec![0; 3]].concat(), "has 3 bytes after its end"),
            ("huge rows", changed(8, &huge), "fit in no file"),
            ("many rows", changed(8, &(1_u64 << 40).to_le_bytes()), "is cut off"),
            ("huge weights", changed(24, &huge), "fit in no file"),
            ("many weights", changed(24, &(1_u64 << 40).to_le_bytes()), "is cut off"),
            ("huge columns", changed(16, &huge), "more than have a number"),
            ("late begin", changed(32, &1_u64.to_le_bytes()), "begins at 1 and not at 0"),
            ("falling", changed(40, &4_u64.to_le_bytes()), "row 0 from 0 on: it ends at 4"),
            ("last row short", changed(48, &2_u64.to_le_bytes()), "row 1 from 0 on: the last row"),
            ("column too large", changed(60, &5_u32.to_le_bytes()), "it has column 5"),
            ("column twice", changed(60, &1_u32.to_le_bytes()), "column 1 comes after column 1"),
            ("no number", changed(68, &f32::NAN.to_le_bytes()), "column 1 weighs NaN"),
            ("negative", changed(76, &(-1_f32).to_le_bytes()), "column 0 weighs -1"),
        ];
        let folder = folder("bad");
        for (name, bytes, told) in cases {
            let path = folder.join(name);
            fs::write(&path, bytes).unwrap();
            let error = format!("{:#}", read_all(&path).unwrap_err());
            assert!(error.contains(told), "{name}: {error}");
            assert!(error.contains(name), "{error} names the file");
        }
        let missing = Reader::open(&folder.join("missing")).map(|_| ()).unwrap_err();
        assert!(format!("{missing:#}").contains("cannot read"));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_is_written_can_be_read() {
        let folder = folder("write");
        let path = folder.join("out.csr");
        let mut writer = Writer::create(&path, 3, 9).unwrap();
        let found = |row, score| Found { row, score };
        let rows = [vec![found(2, 0.5), found(7, 0.25)], vec![], vec![found(0, 1.5)]];
        for row in &rows {
            writer.push(row).unwrap();
        }
        assert!(!path.exists(), "it has its name when it is whole");
        writer.finish().unwrap();
        let read = read_all(&path).unwrap();
        assert_eq!(read, rows.map(|row| row.iter().map(|f| (f.row, f.score)).collect::<Vec<_>>()));
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing is left beside it");
        fs::remove_dir_all(folder).unwrap();
    }
}
