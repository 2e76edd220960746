//! Files are read, and written whole or not at all.

use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::Path,
};

use allocation::auction::file::FileFault;
use anyhow::Context as _;

/// What is wrong is said with the name of the file.
pub fn read<T>(
    path: &Path,
    read: impl FnOnce(&mut File) -> Result<T, FileFault>,
) -> anyhow::Result<T> {
    let file = File::open(path).map_err(FileFault::from);
    file.and_then(|mut file| read(&mut file)).with_context(|| path.display().to_string())
}

/// A file has its name only when it is whole.
pub fn write(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> anyhow::Result<()> {
    let told = || format!("cannot write {}", path.display());
    let unfinished = path.with_added_extension("unfinished");
    let mut out = BufWriter::new(File::create(&unfinished).with_context(told)?);
    fill(&mut out).and_then(|()| out.flush()).with_context(told)?;
    fs::rename(&unfinished, path).with_context(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_whole_or_not_there_and_what_is_wrong_is_said_with_its_name() {
        let folder = std::env::temp_dir().join(format!("jol-places-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("places");
        let broken = write(&path, |out| {
            out.write_all(b"half")?;
            Err(std::io::Error::other("full"))
        });
        assert!(broken.is_err() && !path.exists());
        write(&path, |out| out.write_all(b"whole")).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"whole");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing is left beside it");
        let refused = read(&path, |_| Err::<(), _>(FileFault::Empty)).unwrap_err();
        assert_eq!(format!("{refused:#}"), format!("{}: is empty", path.display()));
        let missing = read(&folder.join("none"), |_| Ok(())).unwrap_err();
        assert!(format!("{missing:#}").contains("cannot be read"));
        fs::remove_dir_all(folder).unwrap();
    }
}
