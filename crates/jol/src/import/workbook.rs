//! Lines of a table in an XLSX file, which is a packed folder. What it unpacks to is measured before anything is read from it.

use std::io::{self, Read, Seek};

use calamine::{DataRef, Reader as _, Xlsx, XlsxError};

use super::{
    fault::FileFault,
    lines::{Line, MOST_COLUMNS},
};

const MB: u64 = 1 << 20;

/// All parts of a workbook together, unpacked.
pub const MOST_UNPACKED_MB: u64 = 256;

/// The texts of all cells, which stay in memory while a sheet is read.
const MOST_SHARED_MB: u64 = 64;

const MOST_PARTS: usize = 2_000;

/// A larger table comes as CSV.
pub const MOST_ROWS: u64 = 200_000;

/// How a packed file begins, and how the format of Excel before 2007.
pub fn is_packed(start: &[u8]) -> bool {
    start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06")
}

pub fn is_old(start: &[u8]) -> bool {
    start.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
}

/// Refuses what is no workbook, and what unpacks to more than it says or than we take.
pub fn measure(file: impl Read + Seek) -> Result<(), FileFault> {
    let too_large = || FileFault::Unpacked { max_mb: MOST_UNPACKED_MB };
    let mut archive = zip::ZipArchive::new(file).map_err(|_| FileFault::Damaged)?;
    if archive.len() > MOST_PARTS {
        return Err(FileFault::NotASheet);
    }
    let (mut n_said, mut has_workbook) = (0u64, false);
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at).map_err(|_| FileFault::Damaged)?;
        n_said = n_said.saturating_add(part.size());
        has_workbook |= name(&part)?.eq_ignore_ascii_case("xl/workbook.xml");
        if n_said > MOST_UNPACKED_MB * MB {
            return Err(too_large());
        }
    }
    if !has_workbook {
        return Err(FileFault::NotASheet);
    }
    // What a part says of its size is its own word.
    let mut left = MOST_UNPACKED_MB * MB;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|_| FileFault::Damaged)?;
        let is_shared = name(&part)?.to_ascii_lowercase().ends_with("sharedstrings.xml");
        let most = if is_shared { left.min(MOST_SHARED_MB * MB) } else { left };
        let n = io::copy(&mut part.take(most + 1), &mut io::sink());
        let n = n.map_err(|_| FileFault::Damaged)?;
        if n > most {
            return Err(too_large());
        }
        left -= n;
    }
    Ok(())
}

fn name<R: Read + ?Sized>(part: &zip::read::ZipFile<'_, R>) -> Result<String, FileFault> {
    part.name().map(std::borrow::Cow::into_owned).map_err(|_| FileFault::Damaged)
}

fn damaged(_: XlsxError) -> FileFault {
    FileFault::Damaged
}

fn open<R: Read + Seek>(file: R) -> Result<(Xlsx<R>, String), FileFault> {
    let workbook = Xlsx::new(file).map_err(damaged)?;
    let name = workbook.sheet_names().first().cloned().ok_or(FileFault::NoSheet)?;
    Ok((workbook, name))
}

/// A column as a spreadsheet program names it.
fn letters(mut column: u32) -> String {
    let mut name = String::new();
    loop {
        name.insert(0, char::from(b'A' + (column % 26) as u8));
        match column / 26 {
            0 => return name,
            more => column = more - 1,
        }
    }
}

/// Merged cells of the first sheet from a row on: what belongs to which line is not said there.
pub fn merged_from<R: Read + Seek>(file: R, row: u64) -> Result<(), FileFault> {
    let (mut workbook, name) = open(file)?;
    let merged = workbook.merge_cells_by_sheet_name(&name).map_err(damaged)?;
    let Some(first) = merged.iter().find(|place| u64::from(place.end.0) + 1 >= row) else {
        return Ok(());
    };
    let cell = |(row, column): (u32, u32)| format!("{}{}", letters(column), row + 1);
    let place = format!("{}:{}", cell(first.start), cell(first.end));
    Err(FileFault::Merged { place })
}

/// The lines of the first sheet.
pub fn lines<R: Read + Seek, E: From<FileFault>>(
    file: R,
    sink: &mut dyn FnMut(Line) -> Result<bool, E>,
) -> Result<(), E> {
    let (mut workbook, name) = open(file)?;
    let mut cells = workbook.worksheet_cells_reader(&name).map_err(damaged)?;
    let mut line = Line::default();
    while let Some(cell) = cells.next_cell().map_err(damaged)? {
        let text = text(cell.get_value());
        if text.is_empty() {
            continue;
        }
        let (row, column) = cell.get_position();
        let (number, column) = (u64::from(row) + 1, column as usize);
        if column >= MOST_COLUMNS {
            return Err(FileFault::Columns { max: MOST_COLUMNS }.into());
        }
        if number > MOST_ROWS {
            return Err(FileFault::Rows { max: MOST_ROWS }.into());
        }
        // Rows that go backwards are of no program we know, and a run could not go on behind one of them.
        if number < line.number {
            return Err(FileFault::Damaged.into());
        }
        if number != line.number {
            let next = Line { number, cells: Vec::new() };
            let line = std::mem::replace(&mut line, next);
            if !line.is_blank() && !sink(line)? {
                return Ok(());
            }
        }
        if line.cells.len() <= column {
            line.cells.resize(column + 1, String::new());
        }
        line.cells[column] = text;
    }
    if !line.is_blank() {
        sink(line)?;
    }
    Ok(())
}

/// A cell as somebody would type it.
fn text(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(n) => n.to_string(),
        // Fourteen digits of a PIN are a number to a sheet, and no 2.05E+13.
        DataRef::Float(n) if n.fract() == 0.0 && n.abs() < 1e15 => format!("{n:.0}"),
        DataRef::Float(n) => n.to_string(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(at) if at.is_datetime() => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTime(at) => at.as_f64().to_string(),
        DataRef::Error(error) => error.to_string(),
    }
}

#[cfg(test)]
pub mod tests {
    use std::io::{Cursor, Write as _};

    use domain::fault::Fault as _;
    use zip::write::SimpleFileOptions;

    use super::*;

    /// A workbook with one sheet of this XML, or with none.
    pub fn workbook(sheet: Option<&str>) -> Vec<u8> {
        const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
        const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const REL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const RELS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
        let listed = sheet.map_or("", |_| r#"<sheet name="Лист1" sheetId="1" r:id="rId1"/>"#);
        let mut parts = vec![
            (
                "[Content_Types].xml",
                format!(
                    r#"{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#
                ),
            ),
            (
                "_rels/.rels",
                format!(
                    r#"{HEAD}<Relationships xmlns="{RELS}"><Relationship Id="rId1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
                ),
            ),
            (
                "xl/workbook.xml",
                format!(
                    r#"{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{listed}</sheets></workbook>"#
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    r#"{HEAD}<Relationships xmlns="{RELS}"><Relationship Id="rId1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{REL}/styles" Target="styles.xml"/></Relationships>"#
                ),
            ),
            (
                "xl/styles.xml",
                format!(
                    r#"{HEAD}<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#
                ),
            ),
        ];
        if let Some(sheet) = sheet {
            let sheet = format!(r#"{HEAD}<worksheet xmlns="{MAIN}">{sheet}</worksheet>"#);
            parts.push(("xl/worksheets/sheet1.xml", sheet));
        }
        packed(&parts)
    }

    pub fn packed(parts: &[(&str, String)]) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            archive.start_file(*name, SimpleFileOptions::default()).unwrap();
            archive.write_all(text.as_bytes()).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    /// Rows of cells; a number with `d` in front is a day, one with `n` a number, everything else a text.
    pub fn sheet(rows: &[&[&str]]) -> String {
        let mut xml = String::from("<sheetData>");
        for (row, cells) in (1..).zip(rows) {
            xml.push_str(&format!(r#"<row r="{row}">"#));
            for (column, cell) in (0..).zip(*cells) {
                let place = format!("{}{row}", letters(column));
                xml.push_str(&match cell.split_at_checked(1) {
                    Some(("d", n)) => format!(r#"<c r="{place}" s="1"><v>{n}</v></c>"#),
                    Some(("n", n)) => format!(r#"<c r="{place}"><v>{n}</v></c>"#),
                    _ => {
                        format!(r#"<c r="{place}" t="inlineStr"><is><t>{cell}</t></is></c>"#)
                    }
                });
            }
            xml.push_str("</row>");
        }
        xml + "</sheetData>"
    }

    fn read(bytes: &[u8]) -> Result<Vec<(u64, String)>, &'static str> {
        let mut found = Vec::new();
        lines::<_, FileFault>(Cursor::new(bytes), &mut |line| {
            found.push((line.number, line.cells.join("|")));
            Ok(true)
        })
        .map_err(|fault| fault.key())?;
        Ok(found)
    }

    #[test]
    fn cells_are_read_as_somebody_would_type_them() {
        let rows: [&[&str]; 4] =
            [&["ПИН", "Дата"], &["n20503199000012", "d32937"], &[], &["", "n1.5", "да"]];
        let bytes = workbook(Some(&sheet(&rows)));
        measure(Cursor::new(&bytes)).unwrap();
        let expected = [(1, "ПИН|Дата"), (2, "20503199000012|1990-03-05"), (4, "|1.5|да")];
        assert_eq!(read(&bytes).unwrap(), expected.map(|(n, text)| (n, text.to_owned())));
    }

    #[test]
    fn merged_cells_count_from_the_heading_on() {
        let title = sheet(&[&["Список"], &["Имя", "ПИН"], &["Асан", "n1"]]);
        let merged = |places: &str| {
            let bytes = workbook(Some(&format!("{title}<mergeCells>{places}</mergeCells>")));
            merged_from(Cursor::new(bytes), 2).map_err(|fault| fault.to_string())
        };
        assert_eq!(merged(r#"<mergeCell ref="A1:H1"/>"#), Ok(()));
        let told = merged(r#"<mergeCell ref="A1:H1"/><mergeCell ref="AB3:AB4"/>"#);
        assert_eq!(told, Err("the cells AB3:AB4 are merged".to_owned()));
    }

    #[test]
    fn a_workbook_that_unpacks_to_too_much_is_refused_by_what_it_says_and_by_what_it_does() {
        // Highly packed: a quarter of a megabyte for what is too much unpacked.
        let blank = " ".repeat((MOST_UNPACKED_MB + 1) as usize * MB as usize);
        let honest = packed(&[("xl/workbook.xml", String::new()), ("xl/a.xml", blank)]);
        assert!(honest.len() < MB as usize);
        let told = |bytes: &[u8]| measure(Cursor::new(bytes)).map_err(|fault| fault.key());
        assert_eq!(told(&honest), Err("fault-import-unpacked"));
        // The size is said twice, in front of the part and in the list at the end; both lie now.
        let size = ((MOST_UNPACKED_MB + 1) as u32 * MB as u32).to_le_bytes();
        let mut lying = honest;
        let places: Vec<usize> =
            (0..lying.len() - 4).filter(|at| lying[*at..at + 4] == size).collect();
        assert_eq!(places.len(), 2, "the sizes were not found");
        for at in places {
            lying[at..at + 4].copy_from_slice(&100u32.to_le_bytes());
        }
        assert!(told(&lying).is_err());
    }

    #[test]
    fn a_workbook_without_sheets_and_other_packed_files_are_told() {
        assert_eq!(read(&workbook(None)), Err("fault-import-no-sheet"));
        let told = |bytes: &[u8]| measure(Cursor::new(bytes)).map_err(|fault| fault.key());
        assert_eq!(told(&packed(&[("a.txt", "a".into())])), Err("fault-import-not-a-sheet"));
        assert_eq!(told(b"PK\x03\x04 and no more"), Err("fault-import-damaged"));
        let wide = r#"<sheetData><row r="1"><c r="ZZ1" t="inlineStr"><is><t>x</t></is></c></row></sheetData>"#;
        assert_eq!(read(&workbook(Some(wide))), Err("fault-import-columns"));
        let deep = r#"<sheetData><row r="900000"><c r="A900000"><v>1</v></c></row></sheetData>"#;
        assert_eq!(read(&workbook(Some(deep))), Err("fault-import-rows"));
        let back = r#"<sheetData><row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row></sheetData>"#;
        assert_eq!(read(&workbook(Some(back))), Err("fault-import-damaged"));
    }
}
