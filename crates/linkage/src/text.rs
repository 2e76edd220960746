//! Texts, each kept once and known by a number.

use rustc_hash::FxHasher;
use std::hash::Hasher as _;

/// Texts in one long row. Number 0 is the empty text and stands for "unknown".
#[derive(Clone, Debug)]
pub struct Texts {
    row: String,
    ends: Vec<u32>,
    /// Open addressing: the number of a text plus one, at a place its hash names.
    places: Vec<u32>,
}

impl Default for Texts {
    fn default() -> Self {
        let mut texts = Self { row: String::new(), ends: Vec::new(), places: vec![0; 16] };
        texts.number("");
        texts
    }
}

impl Texts {
    /// How many there are, the empty one with them.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 1
    }

    pub fn get(&self, number: u32) -> &str {
        let number = number as usize;
        let start = if number == 0 { 0 } else { self.ends[number - 1] as usize };
        &self.row[start..self.ends[number] as usize]
    }

    /// The number of a text, which is kept if it is new.
    pub fn number(&mut self, text: &str) -> u32 {
        match self.place(text) {
            Ok(number) => number,
            Err(place) => {
                let number = self.ends.len() as u32;
                self.row.push_str(text);
                self.ends.push(self.row.len() as u32);
                self.places[place] = number + 1;
                if self.ends.len() * 2 > self.places.len() {
                    self.widen();
                }
                number
            }
        }
    }

    /// The number of a text that is there.
    pub fn find(&self, text: &str) -> Option<u32> {
        self.place(text).ok()
    }

    /// Forgets the texts from this number on.
    pub fn truncate(&mut self, n_kept: usize) {
        // The last ones in were found a place behind all others, so theirs can be freed.
        for number in (n_kept.max(1)..self.len()).rev() {
            let mask = self.places.len() - 1;
            let mut place = hash_of(self.get(number as u32)) as usize & mask;
            while self.places[place] != number as u32 + 1 {
                place = (place + 1) & mask;
            }
            self.places[place] = 0;
            self.ends.pop();
        }
        self.row.truncate(self.ends.last().map_or(0, |end| *end as usize));
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len() as u32).map(|number| self.get(number))
    }

    /// The number of the text, or the free place where it belongs.
    fn place(&self, text: &str) -> Result<u32, usize> {
        let mask = self.places.len() - 1;
        let mut place = hash_of(text) as usize & mask;
        loop {
            match self.places[place] {
                0 => return Err(place),
                taken if self.get(taken - 1) == text => return Ok(taken - 1),
                _ => place = (place + 1) & mask,
            }
        }
    }

    fn widen(&mut self) {
        let mask = self.places.len() * 2 - 1;
        let mut places = vec![0; mask + 1];
        for number in 0..self.len() as u32 {
            let mut place = hash_of(self.get(number)) as usize & mask;
            while places[place] != 0 {
                place = (place + 1) & mask;
            }
            places[place] = number + 1;
        }
        self.places = places;
    }
}

/// A hash that is the same on every machine and in every run.
pub fn hash_of(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.write_u8(0xff);
    mixed(hasher.finish())
}

/// Spreads the bits of a hash, so that its low ones can name a place.
pub fn mixed(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    hash ^ (hash >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_number() {
        let mut texts = Texts::default();
        let names: Vec<String> = (0..1000).map(|n| format!("name {n}")).collect();
        let numbers: Vec<u32> = names.iter().map(|name| texts.number(name)).collect();
        for (name, number) in names.iter().zip(numbers) {
            assert_eq!(
                (texts.number(name), texts.find(name), texts.get(number)),
                (number, Some(number), name.as_str())
            );
        }
        assert_eq!((texts.number(""), texts.find("nobody"), texts.len()), (0, None, 1001));
        texts.truncate(501);
        assert_eq!(
            (texts.find("name 499"), texts.find("name 500"), texts.len()),
            (Some(500), None, 501)
        );
        assert_eq!(texts.number("name 999"), 501);
        assert_eq!((texts.find("name 998"), texts.get(501)), (None, "name 999"));
    }
}
