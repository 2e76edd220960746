//! The file of records: its columns, whatever they are called, and its lines, whatever is wrong with
//! some of them.

use std::{
    fs::File,
    io::{BufRead as _, BufReader, Seek as _, SeekFrom},
    path::Path,
};

use anyhow::{Context as _, bail};
use linkage::{
    register::{Record, Register},
    text::Texts,
};

/// The columns that are read. Only the first must be there.
pub const COLUMNS: [&str; 10] =
    ["id", "source", "surname", "given", "patronymic", "dob", "sex", "pin", "phone", "territory"];

/// A line that was left out.
pub struct Bad {
    pub line: u64,
    pub why: &'static str,
}

pub struct Table {
    pub register: Register,
    pub bad: Vec<Bad>,
}

/// Reads the records. `map` gives the file's own name of a column, `also` names further columns.
pub fn read(
    path: &Path,
    map: &[(String, String)],
    also: &[String],
    progress: &dyn Fn(u64),
) -> anyhow::Result<Table> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut file = BufReader::with_capacity(1 << 16, file);
    let mark = if file.fill_buf()?.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    file.consume(mark);
    let first = file.fill_buf()?;
    let first = &first[..first.iter().position(|byte| *byte == b'\n').unwrap_or(first.len())];
    if first.is_empty() {
        bail!("{} is empty", path.display());
    }
    let most = |sign: &u8| first.iter().filter(|byte| *byte == sign).count();
    let delimiter = [b',', b';', b'\t'].into_iter().rev().max_by_key(most).unwrap_or(b',');
    let mut lines = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .buffer_capacity(1 << 16)
        .from_reader(file);
    let header = lines.byte_headers().context("cannot read the first line")?.clone();
    let places = places(&header, map, path)?;
    let also_places: Vec<usize> = also
        .iter()
        .map(|name| {
            place(&header, name).with_context(|| format!("{} has no column {name}", path.display()))
        })
        .collect::<anyhow::Result<_>>()?;

    let mut table = Table { register: Register::new(also.len()), bad: Vec::new() };
    let mut ids = Texts::default();
    let mut row = csv::ByteRecord::new();
    loop {
        match lines.read_byte_record(&mut row) {
            Ok(false) => break,
            Ok(true) => {}
            Err(error) => return Err(error).context(format!("cannot read {}", path.display())),
        }
        let position = row.position().cloned().unwrap_or_else(csv::Position::new);
        let line = position.line();
        if line.is_multiple_of(4096) {
            progress(position.byte());
        }
        let taken = take(&row, header.len(), &places, &also_places, &mut ids, &mut table.register);
        if let Err(mut why) = taken {
            // A quotation mark that is never closed must not take the lines behind it along.
            if lines.position().line() > line + 1 {
                why = "a quotation mark in it is not closed";
                let next = next_line(path, mark as u64 + position.byte())?;
                let mut behind = csv::Position::new();
                behind
                    .set_byte(next - mark as u64)
                    .set_line(line + 1)
                    .set_record(position.record() + 1);
                lines.seek_raw(SeekFrom::Start(next), behind)?;
            }
            table.bad.push(Bad { line, why });
        }
    }
    if table.register.is_empty() {
        bail!("{} has no record that can be read", path.display());
    }
    Ok(table)
}

/// Where the line behind the one at this place begins.
fn next_line(path: &Path, place: u64) -> anyhow::Result<u64> {
    let mut file = BufReader::new(File::open(path)?);
    file.seek(SeekFrom::Start(place))?;
    Ok(place + file.skip_until(b'\n')? as u64)
}

fn place(header: &csv::ByteRecord, name: &str) -> Option<usize> {
    header.iter().position(|column| column.trim_ascii().eq_ignore_ascii_case(name.as_bytes()))
}

/// Where each of [`COLUMNS`] stands in a line.
fn places(
    header: &csv::ByteRecord,
    map: &[(String, String)],
    path: &Path,
) -> anyhow::Result<[Option<usize>; 10]> {
    for (column, name) in map {
        if !COLUMNS.contains(&column.as_str()) {
            bail!("{column:?} is no column; they are {}", COLUMNS.join(", "));
        }
        if place(header, name).is_none() {
            bail!("{} has no column {name}", path.display());
        }
    }
    let places = COLUMNS.map(|column| {
        let mapped = map.iter().find(|(of, _)| of == column);
        place(header, mapped.map_or(column, |(_, name)| name))
    });
    if places[0].is_none() {
        bail!("{} has no column id; name it with --map id=COLUMN", path.display());
    }
    Ok(places)
}

/// Adds the record of a line, or says what is wrong with it.
fn take(
    row: &csv::ByteRecord,
    n_columns: usize,
    places: &[Option<usize>; 10],
    also: &[usize],
    ids: &mut Texts,
    register: &mut Register,
) -> Result<(), &'static str> {
    if row.len() != n_columns {
        return Err("it has another number of fields than the first line");
    }
    let text = |place: usize| str::from_utf8(&row[place]).map_err(|_| "it is not in UTF-8");
    let mut texts = [""; 10];
    for (text_of, place) in texts.iter_mut().zip(places) {
        *text_of = place.map_or(Ok(""), text)?;
    }
    let [id, source, surname, given, patronymic, dob, sex, pin, phone, territory] = texts;
    let id = id.trim();
    if id.is_empty() {
        return Err("it has no id");
    }
    let also = also.iter().map(|place| text(*place)).collect::<Result<_, _>>()?;
    let known = ids.len();
    if (ids.number(id) as usize) < known {
        return Err("its id stands in an earlier line");
    }
    register.push(&Record {
        id,
        source,
        surname,
        given,
        patronymic,
        dob,
        sex,
        pin,
        phone,
        territory,
        also,
    });
    Ok(())
}
