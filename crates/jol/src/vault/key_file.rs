//! The files keys are kept in: one secret of 32 bytes each, with a header that says which and a check that finds damage.
//!
//! A key file is text, so that it can be printed and typed in again:
//!
//! ```text
//! jol root key 1
//! Kx0…=
//! check 5f0e9a3b11c7d2e4
//! ```

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Read, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::keys::KeysError;

/// The secret as the text of a key file.
pub fn write_text(title: &str, secret: &[u8; 32]) -> Zeroizing<String> {
    let body =
        Zeroizing::new(format!("jol {title}\n{}\n", *Zeroizing::new(STANDARD.encode(secret))));
    Zeroizing::new(format!("{}check {}\n", *body, check(&body)))
}

/// The secret in the text of a key file, or what is wrong with the text.
fn read_text(title: &str, text: &str) -> Result<Zeroizing<[u8; 32]>, String> {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let (Some(header), Some(secret), Some(found)) = (lines.next(), lines.next(), lines.next())
    else {
        return Err("it is cut short".into());
    };
    if header != format!("jol {title}") {
        return Err(format!("its first line should be `jol {title}`"));
    }
    let body = Zeroizing::new(format!("{header}\n{secret}\n"));
    if found != format!("check {}", check(&body)) {
        return Err("its check does not fit, so a character was changed".into());
    }
    let mut bytes = Zeroizing::new([0; 32]);
    match STANDARD.decode_slice(secret, &mut *bytes) {
        Ok(32) => Ok(bytes),
        _ => Err("the secret does not have 32 bytes".into()),
    }
}

/// Eight bytes are plenty to find a slip, and too few to help anyone guess the secret.
fn check(body: &str) -> String {
    Sha256::digest(body)[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads a key file that nobody else may read.
pub fn read(path: &Path, title: &str) -> Result<Zeroizing<[u8; 32]>, KeysError> {
    let mut text = Zeroizing::new(String::new());
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(KeysError::Missing { path: path.to_owned() });
        }
        Err(error) => return Err(KeysError::io(path)(error)),
    };
    must_be_private(path, &file, 0o600)?;
    // A whole key file has about a hundred characters; whatever is longer is not one.
    match (&mut file).take(1000).read_to_string(&mut text) {
        Ok(_) => (),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            return Err(KeysError::Damaged {
                path: path.to_owned(),
                what: "it is not text".into(),
            });
        }
        Err(error) => return Err(KeysError::io(path)(error)),
    }
    read_text(title, &text).map_err(|what| KeysError::Damaged { path: path.to_owned(), what })
}

/// Writes a file that only its owner may read, and waits until it is on the disk.
pub fn write(path: &Path, text: &str, mode: u32) -> Result<(), KeysError> {
    let write = || -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    };
    write().map_err(KeysError::io(path))
}

/// Refuses a file or folder that others on the machine may read.
pub fn must_be_private(path: &Path, file: &File, wanted: u32) -> Result<(), KeysError> {
    let mode = file.metadata().map_err(KeysError::io(path))?.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        Ok(())
    } else {
        Err(KeysError::Open { path: path.to_owned(), mode, wanted })
    }
}

/// Makes a folder for its owner alone.
pub fn make_folder(path: &Path) -> Result<(), KeysError> {
    DirBuilder::new().mode(0o700).create(path).map_err(KeysError::io(path))
}

/// A name that was just made or moved is only safe once its folder is on the disk too.
pub fn sync_folder(path: &Path) -> Result<(), KeysError> {
    File::open(path).and_then(|folder| folder.sync_all()).map_err(KeysError::io(path))
}

/// The numbers of the `root.<n>.key` files in a folder, smallest first.
pub fn root_versions(dir: &Path) -> Result<Vec<u16>, KeysError> {
    let mut versions = Vec::new();
    for entry in fs::read_dir(dir).map_err(KeysError::io(dir))? {
        let name = entry.map_err(KeysError::io(dir))?.file_name();
        let number =
            name.to_str().and_then(|name| name.strip_prefix("root.")?.strip_suffix(".key"));
        versions.extend(number.and_then(|number| number.parse::<u16>().ok()));
    }
    versions.sort_unstable();
    Ok(versions)
}

pub fn root_path(dir: &Path, version: u16) -> PathBuf {
    dir.join(format!("root.{version}.key"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_file_reads_back_and_shows_which_key_it_is() {
        let text = write_text("root key 1", &[7; 32]);
        assert_eq!(*read_text("root key 1", &text).unwrap(), [7; 32]);
        assert_eq!(
            read_text("root key 2", &text).unwrap_err(),
            "its first line should be `jol root key 2`"
        );
        // Someone typed it in from paper, with blank lines and spaces.
        assert_eq!(*read_text("root key 1", &text.replace('\n', " \n\n")).unwrap(), [7; 32]);
    }

    #[test]
    fn every_single_changed_character_is_found() {
        let text = write_text("root key 1", &[0xa5; 32]);
        for (at, c) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
            let mut changed = text.to_string();
            changed.replace_range(at..at + 1, if c == 'x' { "y" } else { "x" });
            assert!(read_text("root key 1", &changed).is_err(), "{changed}");
        }
        for length in 0..text.len() - 1 {
            assert!(read_text("root key 1", &text[..length]).is_err(), "cut at {length}");
        }
    }
}
