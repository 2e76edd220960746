//! Records in memory: raw texts kept once, and a small row of derived columns for each record.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::{
    name::{self, Field, Full, Root},
    number::Number,
    text::{Texts, hash_of},
    value::{self, Day, Pin},
};

/// A record as its office wrote it. Only the id must be there; an empty text is unknown.
#[derive(Clone, Debug, Default)]
pub struct Record<'a> {
    pub id: &'a str,
    pub source: &'a str,
    pub surname: &'a str,
    pub given: &'a str,
    pub patronymic: &'a str,
    pub dob: &'a str,
    pub sex: &'a str,
    pub pin: &'a str,
    pub phone: &'a str,
    pub territory: &'a str,
    /// Further columns that a file has, compared as they are.
    pub also: Vec<&'a str>,
}

/// A root as numbers of texts; equal numbers are equal texts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Forms {
    pub canon: u32,
    pub stem: u32,
    pub soft: u32,
    /// 0 where there is no further key.
    pub keys: [u32; 4],
}

impl Forms {
    pub fn keys(&self) -> impl Iterator<Item = u32> {
        self.keys.into_iter().filter(|key| *key != 0)
    }

    pub fn shares_a_key(&self, other: &Self) -> bool {
        self.keys().any(|key| other.keys.contains(&key))
    }
}

/// The derived columns of one record. Everything is a number; 0 is unknown.
#[derive(Clone, Copy, Debug, Default)]
pub struct Row {
    /// Numbers of roots.
    pub given: u32,
    pub family: u32,
    pub father: u32,
    pub born: Day,
    /// The birthday in a well-formed personal number.
    pub pin_born: Day,
    pub pin: Number,
    pub phone: Number,
    pub territory: u32,
    pub source: u8,
    pub sex: u8,
    /// The surname is the father's name with a particle: of the family's nothing is known.
    pub of_father: bool,
}

/// What a field gave, as numbers of roots.
#[derive(Clone, Copy, Debug, Default)]
struct Read {
    given: u32,
    family: u32,
    father: u32,
    surplus: u32,
    /// The words look like a surname: an ending, or a particle.
    like_surname: bool,
    several: bool,
}

const GIVEN: usize = 0;
const SURNAME: usize = 1;
const PATRONYMIC: usize = 2;

/// The records, their texts and their derived columns.
#[derive(Clone, Debug, Default)]
pub struct Register {
    ids: String,
    id_ends: Vec<u32>,
    /// The three fields of a name as typed, and what was read of each different text.
    raw: [Texts; 3],
    read: [Vec<Read>; 3],
    surplus: Texts,
    fields: Vec<[u32; 3]>,
    pub rows: Vec<Row>,
    pub roots: Vec<Forms>,
    root_of: FxHashMap<[u32; 6], u32>,
    /// Since the last call that looked: what [`Register::back_to`] may have to forget.
    new_roots: Vec<[u32; 6]>,
    pub words: Texts,
    pub keys: Texts,
    /// Numbers with letters.
    pub odd_numbers: Texts,
    pub territories: Texts,
    pub sources: Texts,
    pub also: Vec<Vec<u32>>,
    pub also_texts: Texts,
}

/// How much a register held at a moment.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    n_records: usize,
    raw: [usize; 3],
    texts: [usize; 7],
    n_roots: usize,
}

/// More sources than this share the last number.
const MOST_SOURCES: u32 = 30;

impl Register {
    /// An empty register whose records have so many further columns.
    pub fn new(n_also: usize) -> Self {
        let mut register = Self { also: vec![Vec::new(); n_also], ..Self::default() };
        register.roots.push(Forms::default());
        register
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub fn id(&self, record: u32) -> &str {
        let record = record as usize;
        let start = if record == 0 { 0 } else { self.id_ends[record - 1] as usize };
        &self.ids[start..self.id_ends[record] as usize]
    }

    /// Adds a record. Its names are read by [`Register::derive`].
    pub fn push(&mut self, record: &Record) {
        self.ids.push_str(record.id);
        self.id_ends.push(self.ids.len() as u32);
        let typed = [record.given, record.surname, record.patronymic];
        let mut fields = [0; 3];
        for (column, text) in typed.into_iter().enumerate() {
            fields[column] = self.raw[column].number(text.trim());
        }
        self.fields.push(fields);
        let pin = Pin::parse(record.pin);
        self.rows.push(Row {
            born: value::day(record.dob),
            pin_born: pin.born,
            pin: Number::pack(&pin.text, &mut self.odd_numbers),
            phone: Number::pack(&value::phone(record.phone), &mut self.odd_numbers),
            territory: self.territories.number(record.territory.trim()),
            source: self.sources.number(record.source.trim()).min(MOST_SOURCES) as u8,
            sex: value::sex(record.sex),
            ..Row::default()
        });
        for (column, numbers) in self.also.iter_mut().enumerate() {
            let text = record.also.get(column).copied().unwrap_or("").trim().to_lowercase();
            numbers.push(self.also_texts.number(&text));
        }
    }

    /// Reads the names of the records from this one on, each different text once and on all cores.
    pub fn derive(&mut self, from: usize) {
        for column in [GIVEN, SURNAME, PATRONYMIC] {
            self.read_new(column);
        }
        for record in from..self.rows.len() {
            let fields = self.fields[record];
            let [mut given, mut surname, mut patronymic] = self.read_of(fields);
            // One field holds the whole name.
            if (fields[GIVEN] == 0 && surname.several) || (fields[SURNAME] == 0 && given.several) {
                let whole = self.raw[if fields[GIVEN] == 0 { SURNAME } else { GIVEN }]
                    .get(fields[if fields[GIVEN] == 0 { SURNAME } else { GIVEN }]);
                let full = Full::parse(whole);
                let fields = [
                    self.raw[GIVEN].number(&full.given),
                    self.raw[SURNAME].number(&full.surname),
                    if fields[PATRONYMIC] == 0 {
                        self.raw[PATRONYMIC].number(&full.patronymic)
                    } else {
                        fields[PATRONYMIC]
                    },
                ];
                [GIVEN, SURNAME, PATRONYMIC].into_iter().for_each(|column| self.read_new(column));
                [given, surname, patronymic] = self.read_of(fields);
            } else if given.like_surname && !surname.like_surname && fields[SURNAME] != 0 {
                let (family, own) = (
                    self.raw[GIVEN].get(fields[GIVEN]).to_owned(),
                    self.raw[SURNAME].get(fields[SURNAME]).to_owned(),
                );
                let swapped = [
                    self.raw[GIVEN].number(&own),
                    self.raw[SURNAME].number(&family),
                    fields[PATRONYMIC],
                ];
                [GIVEN, SURNAME].into_iter().for_each(|column| self.read_new(column));
                [given, surname, patronymic] = self.read_of(swapped);
            }
            if patronymic.father == 0 && given.surplus != 0 {
                let text = self.surplus.get(given.surplus).to_owned();
                let number = self.raw[PATRONYMIC].number(&text);
                self.read_new(PATRONYMIC);
                patronymic = self.read[PATRONYMIC][number as usize];
            }
            let row = &mut self.rows[record];
            row.given = given.given;
            row.family = surname.family;
            row.father = if patronymic.father != 0 { patronymic.father } else { surname.father };
            row.of_father = surname.family == 0 && surname.father != 0;
        }
    }

    fn read_of(&self, fields: [u32; 3]) -> [Read; 3] {
        [GIVEN, SURNAME, PATRONYMIC].map(|column| self.read[column][fields[column] as usize])
    }

    /// Reads the texts of a column that were not read yet.
    fn read_new(&mut self, column: usize) {
        let known = self.read[column].len() as u32;
        let texts = &self.raw[column];
        if known as usize == texts.len() {
            return;
        }
        let parse = match column {
            GIVEN => name::given,
            SURNAME => name::surname,
            _ => name::patronymic,
        };
        let fields: Vec<(Field, bool, bool)> = (known..texts.len() as u32)
            .into_par_iter()
            .with_min_len(64)
            .map(|number| {
                let text = texts.get(number);
                let (like_surname, several) = name::shape(text);
                (parse(text), like_surname, several)
            })
            .collect();
        for (field, like_surname, several) in fields {
            let read = Read {
                given: self.root(field.given),
                family: self.root(field.family),
                father: self.root(field.father),
                surplus: field.surplus.map_or(0, |text| self.surplus.number(&text)),
                like_surname,
                several,
            };
            self.read[column].push(read);
        }
    }

    /// How much there is, to forget what comes behind.
    pub(crate) fn mark(&mut self) -> Mark {
        self.new_roots.clear();
        Mark {
            n_records: self.len(),
            raw: std::array::from_fn(|column| self.raw[column].len()),
            texts: self.texts_len(),
            n_roots: self.roots.len(),
        }
    }

    fn texts_len(&self) -> [usize; 7] {
        [
            &self.surplus,
            &self.words,
            &self.keys,
            &self.odd_numbers,
            &self.territories,
            &self.sources,
            &self.also_texts,
        ]
        .map(Texts::len)
    }

    /// Forgets all records and texts that came behind a mark.
    pub(crate) fn back_to(&mut self, mark: &Mark) {
        for (column, n_kept) in mark.raw.iter().enumerate() {
            self.raw[column].truncate(*n_kept);
            self.read[column].truncate(*n_kept);
        }
        let texts = [
            &mut self.surplus,
            &mut self.words,
            &mut self.keys,
            &mut self.odd_numbers,
            &mut self.territories,
            &mut self.sources,
            &mut self.also_texts,
        ];
        texts.into_iter().zip(mark.texts).for_each(|(texts, n_kept)| texts.truncate(n_kept));
        if self.roots.len() > mark.n_roots {
            self.roots.truncate(mark.n_roots);
            for place in std::mem::take(&mut self.new_roots) {
                if self.root_of.get(&place).is_some_and(|root| *root as usize >= mark.n_roots) {
                    self.root_of.remove(&place);
                }
            }
        }
        self.rows.truncate(mark.n_records);
        self.fields.truncate(mark.n_records);
        self.also.iter_mut().for_each(|numbers| numbers.truncate(mark.n_records));
        self.id_ends.truncate(mark.n_records);
        self.ids.truncate(self.id_ends.last().map_or(0, |end| *end as usize));
    }

    /// The number of a root, kept once.
    fn root(&mut self, root: Option<Root>) -> u32 {
        let Some(root) = root else { return 0 };
        let mut keys = [0; 4];
        for (place, key) in root.keys.iter().take(4).enumerate() {
            keys[place] = self.keys.number(key);
        }
        let forms = Forms {
            canon: self.words.number(&root.canon),
            stem: self.words.number(&root.stem),
            soft: self.words.number(&root.soft),
            keys,
        };
        let [one, two, three, four] = keys;
        let place = [forms.canon, forms.stem, one, two, three, four];
        *self.root_of.entry(place).or_insert_with(|| {
            self.new_roots.push(place);
            self.roots.push(forms);
            self.roots.len() as u32 - 1
        })
    }

    /// Puts the records in the order of their ids, so that nothing depends on the order of a file.
    pub fn sort(&mut self) {
        if self.is_empty() {
            return;
        }
        // The first letters that are not the same in all ids decide most comparisons.
        let first = self.id(0).as_bytes();
        let same = |record: u32| {
            self.id(record).bytes().zip(first).take_while(|(one, other)| one == *other).count()
        };
        let n_same = (0..self.len() as u32).map(same).min().unwrap_or(0);
        let beginning = |record: u32| {
            let mut bytes = [0; 8];
            let rest = &self.id(record).as_bytes()[n_same..];
            bytes[..rest.len().min(8)].copy_from_slice(&rest[..rest.len().min(8)]);
            u64::from_be_bytes(bytes)
        };
        let mut order: Vec<(u64, u32)> =
            (0..self.len() as u32).map(|record| (beginning(record), record)).collect();
        order.par_sort_unstable_by(|one, other| {
            one.0.cmp(&other.0).then_with(|| self.id(one.1).cmp(self.id(other.1)))
        });
        let order: Vec<u32> = order.into_iter().map(|(_, record)| record).collect();
        let mut ids = String::with_capacity(self.ids.len());
        let mut id_ends = Vec::with_capacity(self.id_ends.len());
        for record in &order {
            ids.push_str(self.id(*record));
            id_ends.push(ids.len() as u32);
        }
        (self.ids, self.id_ends) = (ids, id_ends);
        self.fields = order.iter().map(|record| self.fields[*record as usize]).collect();
        self.rows = order.iter().map(|record| self.rows[*record as usize]).collect();
        for column in &mut self.also {
            *column = order.iter().map(|record| column[*record as usize]).collect();
        }
        // The numbers of sources are compared between records, so they follow the alphabet as well.
        let mut names: Vec<(&str, u32)> = self.sources.iter().zip(0..).collect();
        names.sort_unstable();
        let mut rank = vec![0u8; names.len()];
        for (place, (_, number)) in names.iter().enumerate() {
            rank[*number as usize] = (place as u32).min(MOST_SOURCES) as u8;
        }
        let mut sources = Texts::default();
        names.iter().for_each(|(name, _)| _ = sources.number(name));
        self.rows.iter_mut().for_each(|row| row.source = rank[row.source as usize]);
        self.sources = sources;
    }

    pub fn forms(&self, root: u32) -> &Forms {
        &self.roots[root as usize]
    }

    /// A number that is the same whatever stands around the record.
    pub fn hash(&self, record: u32) -> u64 {
        hash_of(self.id(record))
    }
}
