//! Room on the disk: the program stops taking new things in good time, and says so.
//!
//! On a truly full disk SQLite cannot even delete. So a ballast file lies beside the store; when the disk is full it
//! is removed, and what must go on (erasing, writing down who looked) has room until someone makes more.

use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
};

use super::Grows;

/// How much room there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    Plenty,
    /// Below the threshold: nothing new is taken.
    Low,
    /// The ballast is spent too: nothing is written at all.
    None,
}

#[derive(Clone)]
pub struct Space {
    folder: Option<PathBuf>,
    least_free: u64,
    ballast: u64,
    room: Arc<AtomicU8>,
}

impl Space {
    /// Watches the disk that the folder is on.
    pub fn watch(folder: &Path, least_free: u64, ballast: u64) -> io::Result<Self> {
        let folder = Some(folder.to_owned());
        let space = Self { folder, least_free, ballast, room: Arc::new(AtomicU8::new(0)) };
        space.look()?;
        Ok(space)
    }

    /// For a store on another machine, whose disk is not ours to watch.
    pub fn elsewhere() -> Self {
        Self { folder: None, least_free: 0, ballast: 0, room: Arc::new(AtomicU8::new(0)) }
    }

    pub fn room(&self) -> Room {
        match self.room.load(Ordering::Relaxed) {
            0 => Room::Plenty,
            1 => Room::Low,
            _ => Room::None,
        }
    }

    pub fn has_room_for(&self, grows: Grows) -> bool {
        match self.room() {
            Room::Plenty => true,
            Room::Low => grows == Grows::Little,
            Room::None => false,
        }
    }

    /// Free bytes of the disk, where it is ours.
    pub fn free(&self) -> io::Result<Option<u64>> {
        let Some(folder) = &self.folder else { return Ok(None) };
        let disk = rustix::fs::statvfs(folder)?;
        Ok(Some(disk.f_bavail * disk.f_frsize))
    }

    /// Looks at the disk again; called every second while serving.
    pub fn look(&self) -> io::Result<()> {
        let (Some(free), Some(path)) = (self.free()?, self.ballast_path()) else { return Ok(()) };
        if !path.exists() && self.ballast > 0 && free >= self.least_free + self.ballast {
            let file = File::create(&path)?;
            // Blocks are claimed now; a file with a hole would promise room that is not there.
            rustix::fs::fallocate(&file, rustix::fs::FallocateFlags::empty(), 0, self.ballast)?;
            file.sync_all()?;
            return self.look();
        }
        let room = match self.room() {
            _ if free >= self.least_free => Room::Plenty,
            Room::None if !path.exists() && free < self.ballast / 2 => Room::None,
            _ => Room::Low,
        };
        self.set(room);
        Ok(())
    }

    /// The store met a full disk: the ballast goes, and with it the last reserve is in use.
    pub fn is_full(&self) {
        let Some(path) = self.ballast_path() else { return };
        let removed = std::fs::remove_file(&path).is_ok();
        tracing::error!(ballast.removed = removed, "The disk is full: nothing new is taken");
        self.set(if removed { Room::Low } else { Room::None });
    }

    fn set(&self, room: Room) {
        let was = self.room();
        self.room.store(room as u8, Ordering::Relaxed);
        if was != room {
            tracing::warn!(room = ?room, was = ?was, "Room on the disk changed");
        }
    }

    fn ballast_path(&self) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.join("ballast"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn below_the_threshold_only_little_things_go_on() {
        let folder = std::env::temp_dir().join(format!("jol-space-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let ample = Space::watch(&folder, 1, 4096).unwrap();
        assert!(ample.has_room_for(Grows::Yes));
        assert_eq!(std::fs::metadata(folder.join("ballast")).unwrap().len(), 4096);

        let short = Space::watch(&folder, u64::MAX / 2, 4096).unwrap();
        assert_eq!(short.room(), Room::Low);
        assert!(!short.has_room_for(Grows::Yes) && short.has_room_for(Grows::Little));

        short.is_full();
        assert!(!folder.join("ballast").exists(), "the ballast makes room");
        assert!(short.has_room_for(Grows::Little));
        short.is_full();
        assert_eq!(short.room(), Room::None);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
