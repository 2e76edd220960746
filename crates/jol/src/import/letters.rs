//! In which letters a file of text is written: UTF-8, UTF-16, or the windows-1251 of older programs.

use std::io::Read;

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251};

use super::fault::FileFault;

/// What a file is read with, found by [`Look`].
pub type Letters = &'static Encoding;

/// Bytes that are read at a time.
pub const PIECE: usize = 64 * 1024;

/// Looks at all bytes of a file, piece by piece, and says at the end what they are.
pub struct Look {
    by_mark: Option<Letters>,
    utf8: Option<Decoder>,
    n_bytes: u64,
    n_nuls: u64,
    /// NULs at even and odd places of the first piece.
    nuls: [u64; 2],
    first: Vec<u8>,
    /// Of the bytes above ASCII, read as windows-1251: letters, others, and small letters before capital ones.
    old: Old,
}

#[derive(Default)]
struct Old {
    n_letters: u64,
    n_others: u64,
    n_odd_pairs: u64,
    after_small: bool,
}

impl Look {
    pub fn begin() -> Self {
        Self {
            by_mark: None,
            utf8: Some(UTF_8.new_decoder_without_bom_handling()),
            n_bytes: 0,
            n_nuls: 0,
            nuls: [0; 2],
            first: Vec::new(),
            old: Old::default(),
        }
    }

    pub fn at(&mut self, piece: &[u8]) {
        if self.n_bytes == 0 {
            self.by_mark = Encoding::for_bom(piece).map(|(letters, _)| letters);
            for (at, _) in piece.iter().enumerate().filter(|(_, byte)| **byte == 0) {
                self.nuls[at % 2] += 1;
            }
            self.first = piece.to_vec();
        }
        self.n_bytes += piece.len() as u64;
        self.n_nuls += piece.iter().filter(|byte| **byte == 0).count() as u64;
        self.is_utf8(piece, false);
        // A million letters say enough.
        if self.old.n_letters + self.old.n_others < 1_000_000 {
            self.old.at(piece);
        }
    }

    fn is_utf8(&mut self, mut piece: &[u8], last: bool) {
        let Some(decoder) = &mut self.utf8 else { return };
        let mut room = [0u8; 4096];
        loop {
            let (result, n_read, _) =
                decoder.decode_to_utf8_without_replacement(piece, &mut room, last);
            match result {
                DecoderResult::InputEmpty => return,
                DecoderResult::OutputFull => piece = &piece[n_read..],
                DecoderResult::Malformed(..) => {
                    self.utf8 = None;
                    return;
                }
            }
        }
    }

    pub fn end(mut self) -> Result<Letters, FileFault> {
        if self.n_bytes == 0 {
            return Err(FileFault::Empty);
        }
        if let Some(letters) = self.by_mark.filter(|letters| *letters != UTF_8) {
            return Ok(letters);
        }
        let [even, odd] = self.nuls;
        let n_first = self.first.len() as u64;
        // In UTF-16 every separator and digit brings a NUL, always on the same side.
        if (even + odd) * 20 > n_first && n_first.is_multiple_of(2) {
            match (even, odd) {
                (0, _) => return Ok(UTF_16LE),
                (_, 0) => return Ok(UTF_16BE),
                _ => return Err(FileFault::Binary),
            }
        }
        if self.n_nuls > 0 {
            return Err(FileFault::Binary);
        }
        self.is_utf8(&[], true);
        if self.utf8.is_some() {
            return Ok(UTF_8);
        }
        if self.by_mark.is_some() {
            return Err(FileFault::Letters);
        }
        // Controls that no text has.
        let is_control = |byte: &&u8| **byte < 32 && !matches!(**byte, b'\t' | b'\n' | b'\r');
        if self.first.iter().filter(is_control).count() * 100 > self.first.len() {
            return Err(FileFault::Binary);
        }
        match self.old.is_text() {
            true => Ok(WINDOWS_1251),
            false => Err(FileFault::Letters),
        }
    }
}

impl Old {
    fn at(&mut self, piece: &[u8]) {
        for &byte in piece {
            let (is_letter, is_small) = match byte {
                // А–Я, Ё, and а–я, ё as windows-1251 has them.
                0xc0..=0xdf | 0xa8 => (true, false),
                0xe0..=0xff | 0xb8 => (true, true),
                _ => (false, false),
            };
            if is_letter {
                self.n_letters += 1;
                self.n_odd_pairs += u64::from(self.after_small && !is_small);
            } else if byte >= 0x80 && !matches!(byte, 0x96 | 0x97 | 0xa0 | 0xab | 0xbb | 0xb9) {
                self.n_others += 1;
            }
            self.after_small = is_letter && is_small;
        }
    }

    /// Russian read with the right letters has hardly a capital behind a small one, and few strange signs. With the
    /// letters of KOI8 or of DOS it has many.
    fn is_text(&self) -> bool {
        self.n_others * 20 <= self.n_letters && self.n_odd_pairs * 20 <= self.n_letters
    }
}

/// Reads a file as text, piece by piece.
pub fn decode<E: From<FileFault>>(
    mut file: impl Read,
    letters: Letters,
    mut take: impl FnMut(&str) -> Result<bool, E>,
) -> Result<(), E> {
    // A mark at the beginning is taken away.
    let mut decoder = letters.new_decoder_with_bom_removal();
    let mut bytes = vec![0; PIECE];
    let mut text = String::with_capacity(PIECE * 4);
    loop {
        let n = file.read(&mut bytes).map_err(|error| E::from(error.into()))?;
        let mut piece = &bytes[..n];
        loop {
            text.clear();
            let (result, n_read, garbled) = decoder.decode_to_string(piece, &mut text, n == 0);
            if garbled {
                return Err(FileFault::Letters.into());
            }
            if !take(&text)? {
                return Ok(());
            }
            piece = &piece[n_read..];
            if result == encoding_rs::CoderResult::InputEmpty {
                break;
            }
        }
        if n == 0 {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Фамилия;Имя;ПИН\nАсанова;Айгул;20503199000012\nИванов-Петров;Ёсип;12\n";

    fn look(bytes: &[u8]) -> Result<&'static str, &'static str> {
        use domain::fault::Fault as _;
        let mut look = Look::begin();
        bytes.chunks(64).for_each(|piece| look.at(piece));
        look.end().map(Encoding::name).map_err(|fault| fault.key())
    }

    fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn letters_are_told_apart() {
        let old = WINDOWS_1251.encode(TEXT).0.into_owned();
        let koi8 = encoding_rs::KOI8_R.encode(TEXT).0.into_owned();
        let dos = encoding_rs::IBM866.encode(TEXT).0.into_owned();
        let marked = [b"\xff\xfe".to_vec(), utf16(TEXT, u16::to_le_bytes)].concat();
        let mut cut = [b"\xef\xbb\xbf", TEXT.as_bytes()].concat();
        cut.push(0xd0);
        let cases: [(&str, Vec<u8>, Result<&str, &str>); 12] = [
            ("utf-8", TEXT.into(), Ok("UTF-8")),
            ("ascii", b"a,b\n1,2\n".to_vec(), Ok("UTF-8")),
            ("marked utf-8", [b"\xef\xbb\xbf", TEXT.as_bytes()].concat(), Ok("UTF-8")),
            ("windows-1251", old, Ok("windows-1251")),
            ("utf-16 with a mark", marked, Ok("UTF-16LE")),
            ("utf-16 little", utf16(TEXT, u16::to_le_bytes), Ok("UTF-16LE")),
            ("utf-16 big", utf16(TEXT, u16::to_be_bytes), Ok("UTF-16BE")),
            ("koi8", koi8, Err("fault-import-letters")),
            ("dos", dos, Err("fault-import-letters")),
            ("a cut end", cut, Err("fault-import-letters")),
            ("a nul", format!("{TEXT}\0").into_bytes(), Err("fault-import-binary")),
            ("nothing", Vec::new(), Err("fault-import-empty")),
        ];
        for (name, bytes, expected) in cases {
            assert_eq!(look(&bytes), expected, "{name}");
        }
        let picture: Vec<u8> = (0..4_096u32).map(|n| (n * 7 % 256) as u8).collect();
        assert_eq!(look(&picture), Err("fault-import-binary"));
    }

    #[test]
    fn text_is_the_same_whatever_letters_it_came_in() {
        for letters in [UTF_8, WINDOWS_1251] {
            let mut read = String::new();
            let bytes = letters.encode(TEXT).0.into_owned();
            decode::<FileFault>(&*bytes, letters, |piece| {
                read.push_str(piece);
                Ok(true)
            })
            .unwrap();
            assert_eq!(read, TEXT, "{}", letters.name());
        }
    }
}
