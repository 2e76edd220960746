//! Lines of a table in a file of text. Our own reader, because it has to say in which line a quotation mark was opened that
//! is never closed, and because no line may grow past a bound.

use super::fault::FileFault;

/// One line: the number an editor or a spreadsheet program shows for it, and its cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    pub number: u64,
    pub cells: Vec<String>,
}

impl Line {
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// Bytes of one line.
pub const MOST_BYTES: usize = 64 * 1024;

pub const MOST_COLUMNS: usize = 200;

#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    /// At the start of a cell, or inside one without quotation marks.
    Start,
    Plain,
    Quoted,
    /// Behind a quotation mark inside quotation marks: the end, or half of a pair.
    Quote,
}

/// Cuts text into lines and cells. Text comes in pieces of any size.
pub struct Cutter {
    separator: char,
    at: At,
    cell: String,
    line: Line,
    n_bytes: usize,
    /// The number of the line the next letter stands in.
    number: u64,
    opened: u64,
    after_return: bool,
}

impl Cutter {
    pub fn new(separator: char) -> Self {
        Self {
            separator,
            at: At::Start,
            cell: String::new(),
            line: Line { number: 1, cells: Vec::new() },
            n_bytes: 0,
            number: 1,
            opened: 0,
            after_return: false,
        }
    }

    /// Takes a piece. `false` from `sink` ends the reading.
    pub fn take<E: From<FileFault>>(
        &mut self,
        text: &str,
        sink: &mut dyn FnMut(Line) -> Result<bool, E>,
    ) -> Result<bool, E> {
        for c in text.chars() {
            // A return and a line feed are one end.
            let is_second = std::mem::replace(&mut self.after_return, c == '\r') && c == '\n';
            let is_end = matches!(c, '\n' | '\r');
            if is_end && !is_second {
                self.number += 1;
            }
            self.n_bytes += c.len_utf8();
            if self.n_bytes > MOST_BYTES {
                return Err(match self.at {
                    At::Quoted => FileFault::Quote { line: self.opened },
                    _ => FileFault::LongLine { line: self.line.number },
                }
                .into());
            }
            match self.at {
                At::Quoted => match c {
                    '"' => self.at = At::Quote,
                    _ => self.cell.push(c),
                },
                At::Quote if c == '"' => {
                    self.cell.push('"');
                    self.at = At::Quoted;
                }
                At::Start if c == '"' => {
                    self.opened = self.number;
                    self.at = At::Quoted;
                }
                _ if c == self.separator => self.end_cell()?,
                _ if is_second => self.line.number = self.number,
                _ if is_end => {
                    self.end_cell()?;
                    if !self.end_line(sink)? {
                        return Ok(false);
                    }
                }
                // «"ООО "Ак-Жол""» stays readable: what stands behind a closing mark is part of the cell.
                _ => {
                    self.cell.push(c);
                    self.at = At::Plain;
                }
            }
        }
        Ok(true)
    }

    /// The end of the file.
    pub fn end<E: From<FileFault>>(
        mut self,
        sink: &mut dyn FnMut(Line) -> Result<bool, E>,
    ) -> Result<(), E> {
        if self.at == At::Quoted {
            return Err(FileFault::Quote { line: self.opened }.into());
        }
        self.end_cell()?;
        self.end_line(sink).map(drop)
    }

    fn end_cell<E: From<FileFault>>(&mut self) -> Result<(), E> {
        if self.line.cells.len() == MOST_COLUMNS {
            return Err(FileFault::Columns { max: MOST_COLUMNS }.into());
        }
        self.line.cells.push(std::mem::take(&mut self.cell));
        self.at = At::Start;
        Ok(())
    }

    fn end_line<E: From<FileFault>>(
        &mut self,
        sink: &mut dyn FnMut(Line) -> Result<bool, E>,
    ) -> Result<bool, E> {
        let next = Line { number: self.number, cells: Vec::with_capacity(self.line.cells.len()) };
        let line = std::mem::replace(&mut self.line, next);
        self.n_bytes = 0;
        if line.is_blank() { Ok(true) } else { sink(line) }
    }
}

#[cfg(test)]
mod tests {
    use domain::fault::Fault as _;

    use super::*;

    fn cut(text: &str, piece: usize) -> Result<Vec<(u64, String)>, &'static str> {
        let mut found = Vec::new();
        let mut sink = |line: Line| {
            found.push((line.number, line.cells.join("|")));
            Ok(true)
        };
        let mut cutter = Cutter::new(';');
        let letters: Vec<char> = text.chars().collect();
        let cut = letters.chunks(piece).try_for_each(|some| {
            let some: String = some.iter().collect();
            cutter.take::<FileFault>(&some, &mut sink).map(drop)
        });
        cut.and_then(|()| cutter.end(&mut sink)).map_err(|fault| fault.key())?;
        Ok(found)
    }

    #[test]
    fn lines_are_cut_as_a_spreadsheet_program_writes_them() {
        let cases: [(&str, &[(u64, &str)]); 9] = [
            ("a;b\nc;d\n", &[(1, "a|b"), (2, "c|d")]),
            ("a;b\r\nc;d", &[(1, "a|b"), (2, "c|d")]),
            ("a;b\rc;d", &[(1, "a|b"), (2, "c|d")]),
            ("\n\na;b\n;;\nc", &[(3, "a|b"), (5, "c")]),
            ("\"a;1\";\"b\"\"c\"\nd", &[(1, "a;1|b\"c"), (2, "d")]),
            ("\"a\n1\";b\r\nd", &[(1, "a\n1|b"), (3, "d")]),
            ("\"a\r\n1\";b\r\nd", &[(1, "a\r\n1|b"), (3, "d")]),
            ("ОсОО \"Жол\";2", &[(1, "ОсОО \"Жол\"|2")]),
            ("\"ОсОО \"Жол\"\";2", &[(1, "ОсОО Жол\"\"|2")]),
        ];
        for (text, expected) in cases {
            for piece in [1, 2, 100] {
                let found = cut(text, piece).unwrap();
                let found: Vec<_> = found.iter().map(|(n, text)| (*n, text.as_str())).collect();
                assert_eq!(found, expected, "{text:?} in pieces of {piece}");
            }
        }
    }

    #[test]
    fn what_has_no_end_is_told_by_its_line() {
        let open = format!("a\n\"{}", "b\n".repeat(40_000));
        assert!(matches!(
            Cutter::new(',').take::<FileFault>(&open, &mut |_| Ok(true)),
            Err(FileFault::Quote { line: 2 })
        ));
        assert_eq!(cut("a;\"b\nc;d\n", 100), Err("fault-import-quote"));
        assert_eq!(cut(&"a".repeat(70_000), 100), Err("fault-import-long-line"));
        assert_eq!(cut(&"a;".repeat(10_000), 100), Err("fault-import-columns"));
    }
}
