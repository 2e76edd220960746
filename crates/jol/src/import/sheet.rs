//! A table in a file, CSV or XLSX: what it is, where its heading stands, how many lines it has, and the lines themselves.

use std::{
    fs::File,
    io::{self, BufReader, Cursor, Read, Seek},
    path::PathBuf,
    sync::Arc,
};

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{
    Kind,
    columns::{self, Columns},
    fault::FileFault,
    letters::{self, Letters, Look},
    lines::{Cutter, Line},
    workbook,
};

/// Where the bytes of a file are.
#[derive(Clone)]
pub enum Input {
    Path(PathBuf),
    /// What came through the page lies sealed; this is it, opened.
    Bytes(Arc<Zeroizing<Vec<u8>>>),
}

trait Source: Read + Seek {}
impl<T: Read + Seek> Source for T {}

impl Input {
    fn open(&self) -> io::Result<Box<dyn Source + '_>> {
        Ok(match self {
            Self::Path(path) => {
                Box::new(BufReader::with_capacity(letters::PIECE, File::open(path)?))
            }
            Self::Bytes(bytes) => Box::new(Cursor::new(bytes.as_slice())),
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Text { letters: Letters, separator: char },
    Workbook,
}

/// A file that was looked at from its beginning to its end.
#[derive(Clone, Debug)]
pub struct Survey {
    pub digest: [u8; 32],
    shape: Shape,
    /// The number of the line the heading stands in.
    pub heading_line: u64,
    pub heading: Vec<String>,
    pub n_lines: u64,
    /// The number of the last line, so that a run knows when it is at the end.
    pub last_line: u64,
}

/// Lines above the heading: the title of a list, the name of an office.
const MOST_ABOVE: usize = 20;

const SEPARATORS: [char; 3] = [';', ',', '\t'];

/// Looks at the whole file. What is wrong with its form is found here, before any line of it is taken.
pub fn survey(input: &Input, kind: Kind) -> Result<Survey, FileFault> {
    let (digest, start, look) = hash(input)?;
    let mut survey = Survey {
        digest,
        shape: Shape::Workbook,
        heading_line: 0,
        heading: Vec::new(),
        n_lines: 0,
        last_line: 0,
    };
    if workbook::is_old(&start) {
        return Err(FileFault::OldExcel);
    }
    if workbook::is_packed(&start) {
        workbook::measure(input.open()?)?;
        survey.find_heading(input, kind)?;
        workbook::merged_from(input.open()?, survey.heading_line)?;
    } else {
        let letters = look.end()?;
        let mut best: Option<(usize, Result<Survey, FileFault>)> = None;
        for separator in SEPARATORS {
            let mut tried = Survey { shape: Shape::Text { letters, separator }, ..survey.clone() };
            let found = tried.find_heading(input, kind);
            let n_known = columns::guess(kind, &tried.heading).n_known();
            // Of separators under which nothing is known the one wins that cuts the most.
            let score = match found {
                Err(FileFault::Columns { max }) => max,
                _ => n_known * 1_000 + tried.heading.len(),
            };
            if best.as_ref().is_none_or(|(most, _)| score > *most) {
                best = Some((score, found.map(|()| tried)));
            }
        }
        survey = best.map_or(Err(FileFault::Empty), |(_, found)| found)?;
    }
    survey.count(input)?;
    Ok(survey)
}

/// The digest of a file, how it begins, and what its bytes look like.
fn hash(input: &Input) -> Result<([u8; 32], Vec<u8>, Look), FileFault> {
    let mut file = input.open()?;
    let (mut hash, mut look, mut start) = (Sha256::new(), Look::begin(), Vec::new());
    let mut bytes = vec![0; letters::PIECE];
    loop {
        let n = file.read(&mut bytes)?;
        if n == 0 {
            break;
        }
        if start.is_empty() {
            start = bytes[..n.min(8)].to_vec();
        }
        hash.update(&bytes[..n]);
        look.at(&bytes[..n]);
    }
    if start.is_empty() {
        return Err(FileFault::Empty);
    }
    Ok((hash.finalize().into(), start, look))
}

impl Survey {
    /// The line of the first ones in which the most columns are known; where none is, the widest.
    fn find_heading(&mut self, input: &Input, kind: Kind) -> Result<(), FileFault> {
        let (mut n_seen, mut best) = (0, (0, 0));
        let mut found = Line::default();
        let read = self.all::<FileFault>(input, &mut |line| {
            n_seen += 1;
            let n_known = columns::guess(kind, &line.cells).n_known();
            let n_filled = line.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
            // A line of names of two columns at least; a title is one cell.
            let score = (if n_known > 1 { n_known } else { 0 }, n_filled.min(2));
            if score > best || n_seen == 1 {
                best = score;
                found = line;
            }
            Ok(n_seen < MOST_ABOVE)
        });
        self.heading_line = found.number;
        self.heading = found.cells.iter().map(|cell| cell.trim().to_owned()).collect();
        while self.heading.last().is_some_and(String::is_empty) {
            self.heading.pop();
        }
        match read {
            Ok(()) if n_seen == 0 => Err(FileFault::Empty),
            read => read,
        }
    }

    fn count(&mut self, input: &Input) -> Result<(), FileFault> {
        let (mut n_lines, mut last_line) = (0, 0);
        self.lines::<FileFault>(input, 0, &mut |line| {
            n_lines += 1;
            last_line = line.number;
            Ok(true)
        })?;
        if n_lines == 0 {
            return Err(FileFault::HeadingOnly);
        }
        (self.n_lines, self.last_line) = (n_lines, last_line);
        Ok(())
    }

    /// The lines below the heading, from this number on. `false` from `sink` ends the reading.
    pub fn lines<E: From<FileFault>>(
        &self,
        input: &Input,
        from: u64,
        sink: &mut dyn FnMut(Line) -> Result<bool, E>,
    ) -> Result<(), E> {
        let first = from.max(self.heading_line + 1);
        self.all(input, &mut |line| if line.number < first { Ok(true) } else { sink(line) })
    }

    fn all<E: From<FileFault>>(
        &self,
        input: &Input,
        sink: &mut dyn FnMut(Line) -> Result<bool, E>,
    ) -> Result<(), E> {
        let file = input.open().map_err(FileFault::from)?;
        match self.shape {
            Shape::Workbook => workbook::lines(file, sink),
            Shape::Text { letters, separator } => {
                let mut cutter = Cutter::new(separator);
                let mut goes_on = true;
                letters::decode::<E>(file, letters, |text| {
                    goes_on = cutter.take(text, sink)?;
                    Ok(goes_on)
                })?;
                if goes_on { cutter.end(sink) } else { Ok(()) }
            }
        }
    }

    /// What its columns mean, as far as their names say.
    pub fn guess(&self, kind: Kind) -> Columns {
        columns::guess(kind, &self.heading)
    }
}

#[cfg(test)]
mod tests {
    use domain::fault::Fault as _;

    use super::*;
    use crate::import::workbook::tests::{sheet, workbook};

    fn input(bytes: impl Into<Vec<u8>>) -> Input {
        Input::Bytes(Arc::new(Zeroizing::new(bytes.into())))
    }

    fn told(bytes: impl Into<Vec<u8>>) -> Result<(u64, Vec<String>, u64), &'static str> {
        let survey = survey(&input(bytes), Kind::People).map_err(|fault| fault.key())?;
        Ok((survey.heading_line, survey.heading, survey.n_lines))
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn the_heading_is_found_under_titles_and_with_any_separator() {
        let heading = names(&["Фамилия", "Имя", "ПИН"]);
        for separator in [";", ",", "\t"] {
            let line = heading.join(separator);
            let row = ["Асанов, Б.", "Үсөн", "1,5"].map(|cell| format!("\"{cell}\""));
            let row = row.join(separator);
            let text = format!("Список вернувшихся, 2026; часть 1\n\n{line}\n{row}\n{row}\n\n");
            assert_eq!(told(text), Ok((3, heading.clone(), 2)), "{separator:?}");
        }
        // Nothing is known, and the widest line is the heading.
        assert_eq!(told("a;b\n1;2\n"), Ok((1, names(&["a", "b"]), 1)));
    }

    /// What is wrong with a file is one clear sentence.
    #[test]
    fn bad_files_are_told_apart() {
        let heading = "Фамилия;Имя;ПИН\n";
        let table = sheet(&[&["Фамилия", "Имя"], &["Асанов", "Үсөн"]]);
        let merged = format!(r#"{table}<mergeCells><mergeCell ref="A2:A3"/></mergeCells>"#);
        let cases: [(&str, Vec<u8>, &str); 11] = [
            ("empty", Vec::new(), "fault-import-empty"),
            ("blank lines", b"\n\n \n".to_vec(), "fault-import-empty"),
            ("heading only", heading.into(), "fault-import-heading-only"),
            (
                "a picture",
                b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\x01\x02".to_vec(),
                "fault-import-binary",
            ),
            ("a nul", format!("{heading}Аса\0нов;Үсөн;\n").into(), "fault-import-binary"),
            (
                "old excel",
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0".to_vec(),
                "fault-import-old-excel",
            ),
            ("open quote", format!("{heading}\"Асанов;Үсөн;\n").into(), "fault-import-quote"),
            ("10,000 columns", "a;".repeat(10_000).into(), "fault-import-columns"),
            ("merged", workbook(Some(&merged)), "fault-import-merged"),
            ("no sheet", workbook(None), "fault-import-no-sheet"),
            ("cut short", workbook(Some(&table))[..300].to_vec(), "fault-import-damaged"),
        ];
        for (name, bytes, expected) in cases {
            assert_eq!(told(bytes), Err(expected), "{name}");
        }
        assert_eq!(told(workbook(Some(&table))), Ok((1, names(&["Фамилия", "Имя"]), 1)));
    }

    #[test]
    fn reading_goes_on_from_any_line() {
        let text: String = (0..50)
            .fold("Фамилия;Имя\n".to_owned(), |text, n| text + &format!("\"А\n\";{n}\n"));
        let input = input(text);
        let survey = survey(&input, Kind::People).unwrap();
        let mut numbers = Vec::new();
        let mut rest = |from| {
            numbers.clear();
            let mut take = |line: Line| {
                numbers.push(line.number);
                Ok(true)
            };
            survey.lines::<FileFault>(&input, from, &mut take).unwrap();
            numbers.len()
        };
        assert_eq!((rest(0), rest(2), rest(4), rest(survey.last_line + 1)), (50, 50, 49, 0));
    }
}
