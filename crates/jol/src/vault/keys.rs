//! The key ring of a cell: one root secret, and every other key that grows out of it.
//!
//! It lies in a folder of its own, which is copied on its own: who has the database and not the folder reads nothing,
//! who loses the folder has lost every sealed value. The program never writes over a key.
//!
//! A root secret has a version. A new one is added beside the old; what is wrapped or sealed says which version it
//! needs, new work takes the newest, and an old version may leave the folder once nothing needs it.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use aes_gcm_siv::Aes256GcmSiv;
use domain::id::ReturneeId;
use ed25519_dalek::{
    Signature, Signer, SigningKey, VerifyingKey,
    pkcs8::{DecodePublicKey, EncodePublicKey, spki::der::pem::LineEnding},
};
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::{
    chance::{self, Chance},
    key_file,
    seal::{self, OpenError, PersonKey, Place},
};

/// Which root secret. The first is 1.
pub type Version = u16;

/// What a checkpoint's signature begins with, so that a signature given for another thing never passes for one.
const CHECKPOINT: &[u8] = b"jol checkpoint 1\n";

/// The same for the list of the files of a backup.
const BACKUP: &[u8] = b"jol backup 1\n";

/// Why the key folder cannot be used. Each sentence ends with what to do.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    #[error("the key file {} is missing; put the copy of the key folder back, for without it sealed data cannot be read", path.display())]
    Missing { path: PathBuf },
    #[error("others on this machine may open {} (mode {mode:o}); mend it with `chmod {wanted:o} {}`", path.display(), path.display())]
    Open { path: PathBuf, mode: u32, wanted: u32 },
    #[error("the key file {} is damaged: {what}; put the copy of the key folder back", path.display())]
    Damaged { path: PathBuf, what: String },
    #[error("there are keys in {} already, and keys are never written over; choose another folder", path.display())]
    Exists { path: PathBuf },
    #[error("the key folder cannot be used at {}", path.display())]
    Io { path: PathBuf, source: io::Error },
}

impl KeysError {
    pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { path: path.to_owned(), source }
    }
}

/// A field that can be found by its whole value although it is sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    Pin,
    Phone,
}

/// What a tag is for. Tags of one use never pass for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TagUse {
    /// A form belongs to the session it was shown in.
    Form,
    /// What a signed-in browser holds.
    Session,
    /// Where the next page of a list begins.
    Cursor,
    /// A one-time code sent to a phone.
    OneTimeCode,
    /// A recovery code on paper.
    RecoveryCode,
}

/// Everything that grows out of one root secret.
struct Ring {
    wrapping: Aes256GcmSiv,
    cell: PersonKey,
    rows: Zeroizing<[u8; 32]>,
    pin: Hmac<Sha256>,
    phone: Hmac<Sha256>,
    form: Hmac<Sha256>,
    session: Hmac<Sha256>,
    cursor: Hmac<Sha256>,
    one_time_code: Hmac<Sha256>,
    recovery_code: Hmac<Sha256>,
}

impl Ring {
    fn grow(root: &[u8; 32]) -> Self {
        let tree = Hkdf::<Sha256>::new(Some(b"jol cell"), root);
        let branch = |label: &str| {
            let mut key = Zeroizing::new([0; 32]);
            tree.expand(label.as_bytes(), &mut *key).expect("32 bytes can always be derived");
            key
        };
        let tags = |label: &str| {
            Hmac::new_from_slice(&*branch(label)).expect("HMAC takes a key of any length")
        };
        // A label, once used, keeps its meaning for ever: to rename one is to lose what hangs on it.
        Self {
            wrapping: Aes256GcmSiv::new((&*branch("wrap person keys")).into()),
            cell: PersonKey::from_bytes(branch("seal secrets of the cell")),
            rows: branch("seal rows"),
            pin: tags("index pin"),
            phone: tags("index phone"),
            form: tags("tag form"),
            session: tags("tag session"),
            cursor: tags("tag cursor"),
            one_time_code: tags("tag one-time code"),
            recovery_code: tags("tag recovery code"),
        }
    }

    fn tags(&self, tag_use: TagUse) -> Hmac<Sha256> {
        match tag_use {
            TagUse::Form => &self.form,
            TagUse::Session => &self.session,
            TagUse::Cursor => &self.cursor,
            TagUse::OneTimeCode => &self.one_time_code,
            TagUse::RecoveryCode => &self.recovery_code,
        }
        .clone()
    }
}

/// The keys of a cell, open for use.
pub struct Keys {
    newest: Version,
    rings: BTreeMap<Version, Ring>,
    signing: SigningKey,
}

impl std::fmt::Debug for Keys {
    /// Names the versions and no secret, so that a key cannot reach a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keys").field("versions", &self.rings.keys()).finish_non_exhaustive()
    }
}

impl Keys {
    /// Makes the key folder of a new cell and opens it.
    ///
    /// The folder appears whole or not at all, so a power cut in between leaves no half set of keys.
    pub fn create(dir: &Path, chance: &dyn Chance) -> Result<Self, KeysError> {
        let occupied = fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some());
        if occupied {
            return Err(KeysError::Exists { path: dir.to_owned() });
        }
        let unfinished = dir.with_added_extension("unfinished");
        if unfinished.exists() {
            // Left by a start that was cut off. Nothing was ever sealed with these keys.
            fs::remove_dir_all(&unfinished).map_err(KeysError::io(&unfinished))?;
        }
        key_file::make_folder(&unfinished)?;

        let root = Zeroizing::new(chance::random(chance));
        key_file::write(
            &key_file::root_path(&unfinished, 1),
            &key_file::write_text("root key 1", &root),
            0o600,
        )?;
        let signing = SigningKey::from_bytes(&Zeroizing::new(chance::random(chance)));
        let secret = Zeroizing::new(signing.to_bytes());
        key_file::write(
            &unfinished.join("sign.key"),
            &key_file::write_text("signing key", &secret),
            0o600,
        )?;
        key_file::write(
            &unfinished.join("sign.pub"),
            &public_pem(&signing.verifying_key()),
            0o644,
        )?;

        key_file::sync_folder(&unfinished)?;
        fs::rename(&unfinished, dir).map_err(KeysError::io(dir))?;
        key_file::sync_folder(match dir.parent() {
            Some(parent) if parent != Path::new("") => parent,
            _ => Path::new("."),
        })?;
        Self::open(dir)
    }

    /// Opens the key folder of a cell.
    pub fn open(dir: &Path) -> Result<Self, KeysError> {
        match File::open(dir) {
            Ok(folder) => key_file::must_be_private(dir, &folder, 0o700)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(KeysError::Missing { path: dir.to_owned() });
            }
            Err(error) => return Err(KeysError::io(dir)(error)),
        }
        let mut rings = BTreeMap::new();
        for version in key_file::root_versions(dir)? {
            let root =
                key_file::read(&key_file::root_path(dir, version), &format!("root key {version}"))?;
            rings.insert(version, Ring::grow(&root));
        }
        let Some((&newest, _)) = rings.last_key_value() else {
            return Err(KeysError::Missing { path: key_file::root_path(dir, 1) });
        };
        let signing =
            SigningKey::from_bytes(&*key_file::read(&dir.join("sign.key"), "signing key")?);

        // The public file is a courtesy to auditors and may be absent. A wrong one would make them doubt a good journal.
        let public = dir.join("sign.pub");
        if let Ok(pem) = fs::read_to_string(&public)
            && VerifyingKey::from_public_key_pem(&pem).ok() != Some(signing.verifying_key())
        {
            return Err(KeysError::Damaged {
                path: public,
                what: "it does not belong to sign.key".into(),
            });
        }
        Ok(Self { newest, rings, signing })
    }

    /// Adds a root secret of the next version and opens the folder anew.
    ///
    /// Copy the folder before anything is wrapped with the new version. Then [`Keys::rewrap`] every person's key.
    pub fn add_version(dir: &Path, chance: &dyn Chance) -> Result<Self, KeysError> {
        let version = Self::open(dir)?.newest.checked_add(1).expect("65,535 rotations are enough");
        let root = Zeroizing::new(chance::random(chance));
        let unfinished = dir.join("unfinished");
        if unfinished.exists() {
            fs::remove_file(&unfinished).map_err(KeysError::io(&unfinished))?;
        }
        key_file::write(
            &unfinished,
            &key_file::write_text(&format!("root key {version}"), &root),
            0o600,
        )?;
        let path = key_file::root_path(dir, version);
        fs::rename(&unfinished, &path).map_err(KeysError::io(&path))?;
        key_file::sync_folder(dir)?;
        Self::open(dir)
    }

    /// The version new work is done with.
    pub fn newest(&self) -> Version {
        self.newest
    }

    /// All versions in the folder, oldest first.
    pub fn versions(&self) -> impl Iterator<Item = Version> {
        self.rings.keys().copied()
    }

    fn ring(&self, version: Version) -> Result<&Ring, OpenError> {
        self.rings.get(&version).ok_or(OpenError::NoSuchVersion(version))
    }

    fn newest_ring(&self) -> &Ring {
        &self.rings[&self.newest]
    }

    /// A person's key in the form that may be stored: version, nonce, ciphertext. It unwraps for this person only.
    pub fn wrap(&self, chance: &dyn Chance, owner: ReturneeId, key: &PersonKey) -> Vec<u8> {
        let mut wrapped = self.newest.to_be_bytes().to_vec();
        let bound_to = owner_bytes(owner, self.newest);
        seal::close(&self.newest_ring().wrapping, chance, &bound_to, key.bytes(), &mut wrapped);
        wrapped
    }

    pub fn unwrap(&self, owner: ReturneeId, wrapped: &[u8]) -> Result<PersonKey, OpenError> {
        let (version, rest) = split_version(wrapped)?;
        let bytes =
            seal::reopen(&self.ring(version)?.wrapping, &owner_bytes(owner, version), rest)?;
        let bytes = <[u8; 32]>::try_from(&**bytes).map_err(|_| OpenError::Short)?;
        Ok(PersonKey::from_bytes(Zeroizing::new(bytes)))
    }

    /// The same key wrapped with the newest version, or nothing if it is already.
    pub fn rewrap(
        &self,
        chance: &dyn Chance,
        owner: ReturneeId,
        wrapped: &[u8],
    ) -> Result<Option<Vec<u8>>, OpenError> {
        if wrapped_with(wrapped)? == self.newest {
            return Ok(None);
        }
        Ok(Some(self.wrap(chance, owner, &self.unwrap(owner, wrapped)?)))
    }

    /// Seals a secret that belongs to no returnee, such as what an officer's authenticator app shares with us.
    pub fn seal(&self, chance: &dyn Chance, place: &Place, plaintext: &[u8]) -> Vec<u8> {
        let mut sealed = self.newest.to_be_bytes().to_vec();
        sealed.extend(self.newest_ring().cell.seal(chance, place, plaintext));
        sealed
    }

    pub fn open_sealed(
        &self,
        place: &Place,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let (version, rest) = split_version(sealed)?;
        self.ring(version)?.cell.open(place, rest)
    }

    /// The key of the seals on stored rows. It grows out of the first root secret and stays with the cell:
    /// a seal shows that a row is as it was written, it hides nothing, so there is nothing to rotate away from.
    pub fn row_seal_key(&self) -> Zeroizing<[u8; 32]> {
        let oldest = self.rings.values().next().unwrap_or_else(|| self.newest_ring());
        oldest.rows.clone()
    }

    /// What a sealed value is found by: equal values give equal indexes, and without the key nobody can try values out.
    ///
    /// The value must be normalised already. Sixteen bytes are enough to be unique: with 100 million values, the chance
    /// that any two meet is below 10⁻²². Fewer would make strangers collide in a unique column.
    pub fn blind_index(
        &self,
        field: Field,
        version: Version,
        normalised: &str,
    ) -> Result<[u8; 16], OpenError> {
        let ring = self.ring(version)?;
        let mut tags = match field {
            Field::Pin => &ring.pin,
            Field::Phone => &ring.phone,
        }
        .clone();
        tags.update(normalised.as_bytes());
        let mut index = [0; 16];
        index.copy_from_slice(&tags.finalize().into_bytes()[..16]);
        Ok(index)
    }

    /// Proof that this cell wrote the message. Parts are joined with their lengths, so they cannot slide into each other.
    pub fn tag(&self, tag_use: TagUse, parts: &[&[u8]]) -> [u8; 32] {
        tag(self.newest_ring().tags(tag_use), parts)
    }

    /// Whether this cell made the tag, with any version it still holds: a new root must not undo what people have open.
    pub fn is_tag_of(&self, tag_use: TagUse, parts: &[&[u8]], found: &[u8]) -> bool {
        self.rings.values().rev().any(|ring| tag(ring.tags(tag_use), parts).ct_eq(found).into())
    }

    /// Signs a checkpoint of the journal. [`verify_checkpoint`] needs only the public key.
    pub fn sign_checkpoint(&self, checkpoint: &[u8]) -> [u8; 64] {
        self.signing.sign(&[CHECKPOINT, checkpoint].concat()).to_bytes()
    }

    /// Signs the list of the files of a backup.
    pub fn sign_backup(&self, manifest: &[u8]) -> [u8; 64] {
        self.signing.sign(&[BACKUP, manifest].concat()).to_bytes()
    }

    /// Whether a list of files was signed with the key of this cell.
    pub fn is_own_backup(&self, manifest: &[u8], signature: &[u8; 64]) -> bool {
        let signature = Signature::from_bytes(signature);
        self.signing.verifying_key().verify_strict(&[BACKUP, manifest].concat(), &signature).is_ok()
    }

    /// The key that anyone may use to verify checkpoints.
    pub fn public_key(&self) -> [u8; 32] {
        self.signing.verifying_key().to_bytes()
    }

    /// The public key as a PEM file, which other tools read.
    pub fn public_key_pem(&self) -> String {
        public_pem(&self.signing.verifying_key())
    }
}

fn public_pem(key: &VerifyingKey) -> String {
    key.to_public_key_pem(LineEnding::LF).expect("32 bytes always fit a PEM file")
}

/// Whether the holder of this public key signed the checkpoint.
pub fn verify_checkpoint(public_key: &[u8; 32], checkpoint: &[u8], signature: &[u8; 64]) -> bool {
    VerifyingKey::from_bytes(public_key).is_ok_and(|key| {
        let signature = Signature::from_bytes(signature);
        key.verify_strict(&[CHECKPOINT, checkpoint].concat(), &signature).is_ok()
    })
}

/// The public key in a PEM file, if it is one.
pub fn read_public_key(pem: &str) -> Option<[u8; 32]> {
    VerifyingKey::from_public_key_pem(pem).ok().map(|key| key.to_bytes())
}

/// Which root version a wrapped key or a sealed secret needs.
pub fn wrapped_with(wrapped: &[u8]) -> Result<Version, OpenError> {
    split_version(wrapped).map(|(version, _)| version)
}

/// What the journal keeps of a value: enough to prove it later, nothing to guess it from once the salt is destroyed.
///
/// A bare hash would not do: all 14-digit PINs can be tried in an afternoon.
pub fn commitment(salt: &[u8; 16], plaintext: &[u8]) -> [u8; 32] {
    let mut tags = Hmac::<Sha256>::new_from_slice(salt).expect("HMAC takes a key of any length");
    tags.update(plaintext);
    tags.finalize().into_bytes().into()
}

fn tag(mut tags: Hmac<Sha256>, parts: &[&[u8]]) -> [u8; 32] {
    for part in parts {
        tags.update(&(part.len() as u64).to_be_bytes());
        tags.update(part);
    }
    tags.finalize().into_bytes().into()
}

fn split_version(bytes: &[u8]) -> Result<(Version, &[u8]), OpenError> {
    let (version, rest) = bytes.split_first_chunk().ok_or(OpenError::Short)?;
    Ok((Version::from_be_bytes(*version), rest))
}

/// What a wrapped key is bound to. Every part has a fixed length, so no two owners look alike.
fn owner_bytes(owner: ReturneeId, version: Version) -> Vec<u8> {
    [b"person_key".as_slice(), owner.uuid().as_bytes(), &version.to_be_bytes()].concat()
}

#[cfg(test)]
pub(super) mod tests {
    use std::os::unix::fs::PermissionsExt;

    use uuid::Uuid;

    use super::*;
    use crate::vault::SeededChance;

    /// A folder of its own for one test, gone afterwards.
    pub(in crate::vault) struct Folder(PathBuf);

    impl Folder {
        pub(in crate::vault) fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("jol-keys-{}-{name}", std::process::id()));
            let _ = fs::remove_dir_all(&path);
            fs::create_dir(&path).unwrap();
            Self(path)
        }

        pub(in crate::vault) fn keys(&self) -> PathBuf {
            self.0.join("keys")
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn owner(number: u128) -> ReturneeId {
        ReturneeId::from_uuid(Uuid::from_u128(number))
    }

    fn chance() -> SeededChance {
        SeededChance::new(11)
    }

    #[test]
    fn keys_that_were_made_open_again_and_are_the_same() {
        let folder = Folder::new("reopen");
        let made = Keys::create(&folder.keys(), &chance()).unwrap();
        let key = PersonKey::random(&chance());
        let wrapped = made.wrap(&chance(), owner(1), &key);

        let opened = Keys::open(&folder.keys()).unwrap();
        assert_eq!(opened.unwrap(owner(1), &wrapped).unwrap().bytes(), key.bytes());
        assert_eq!(opened.public_key(), made.public_key());
        assert_eq!(opened.blind_index(Field::Pin, 1, "1"), made.blind_index(Field::Pin, 1, "1"));
        assert_eq!(opened.versions().collect::<Vec<_>>(), [1]);

        let mode = |name: &str| {
            fs::metadata(folder.keys().join(name)).unwrap().permissions().mode() & 0o777
        };
        assert_eq!((mode(""), mode("root.1.key"), mode("sign.key")), (0o700, 0o600, 0o600));
    }

    #[test]
    fn keys_are_never_written_over() {
        let folder = Folder::new("over");
        Keys::create(&folder.keys(), &chance()).unwrap();
        assert!(matches!(Keys::create(&folder.keys(), &chance()), Err(KeysError::Exists { .. })));

        // A folder someone made by hand, still empty, is taken; so is one after a start that was cut off.
        let empty = folder.0.join("empty");
        fs::create_dir(&empty).unwrap();
        fs::create_dir(folder.0.join("empty.unfinished")).unwrap();
        fs::write(folder.0.join("empty.unfinished/root.1.key"), "half").unwrap();
        Keys::create(&empty, &chance()).unwrap();
        assert!(!folder.0.join("empty.unfinished").exists());
    }

    #[test]
    fn an_error_says_what_to_do() {
        let folder = Folder::new("errors");
        let keys = folder.keys();
        Keys::create(&keys, &chance()).unwrap();
        let sentence =
            || Keys::open(&keys).unwrap_err().to_string().replace(keys.to_str().unwrap(), "K");
        let chmod = |name: &str, mode| {
            fs::set_permissions(keys.join(name), fs::Permissions::from_mode(mode)).unwrap();
        };

        chmod("", 0o755);
        assert_eq!(
            sentence(),
            "others on this machine may open K (mode 755); mend it with `chmod 700 K`"
        );
        chmod("", 0o700);
        chmod("root.1.key", 0o640);
        assert_eq!(
            sentence(),
            "others on this machine may open K/root.1.key (mode 640); mend it with `chmod 600 K/root.1.key`"
        );
        chmod("root.1.key", 0o600);

        let good = fs::read(keys.join("root.1.key")).unwrap();
        fs::write(keys.join("root.1.key"), [0xff, 0xfe]).unwrap();
        assert_eq!(
            sentence(),
            "the key file K/root.1.key is damaged: it is not text; put the copy of the key folder back"
        );
        // A file under another's name would give the wrong keys without a word.
        fs::write(keys.join("root.1.key"), &good).unwrap();
        fs::rename(keys.join("root.1.key"), keys.join("root.2.key")).unwrap();
        assert!(sentence().contains("its first line should be `jol root key 2`"), "{}", sentence());
        fs::remove_file(keys.join("root.2.key")).unwrap();
        assert!(sentence().starts_with("the key file K/root.1.key is missing"), "{}", sentence());
        fs::write(keys.join("root.1.key"), &good).unwrap();
        chmod("root.1.key", 0o600);

        fs::write(
            keys.join("sign.pub"),
            public_pem(&SigningKey::from_bytes(&[1; 32]).verifying_key()),
        )
        .unwrap();
        assert!(sentence().contains("it does not belong to sign.key"), "{}", sentence());
        fs::remove_file(keys.join("sign.pub")).unwrap();
        Keys::open(&keys).unwrap();
        fs::remove_file(keys.join("sign.key")).unwrap();
        assert!(sentence().starts_with("the key file K/sign.key is missing"), "{}", sentence());
    }

    #[test]
    fn a_wrapped_key_serves_its_owner_only() {
        let folder = Folder::new("owner");
        let keys = Keys::create(&folder.keys(), &chance()).unwrap();
        let wrapped = keys.wrap(&chance(), owner(1), &PersonKey::random(&chance()));

        assert!(keys.unwrap(owner(1), &wrapped).is_ok());
        assert_eq!(keys.unwrap(owner(2), &wrapped).unwrap_err(), OpenError::Changed);
        for at in 0..wrapped.len() {
            let mut changed = wrapped.clone();
            changed[at] ^= 1;
            assert!(keys.unwrap(owner(1), &changed).is_err(), "byte {at}");
            assert!(keys.unwrap(owner(1), &wrapped[..at]).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn a_new_root_opens_the_old_and_wraps_with_the_new() {
        let folder = Folder::new("rotate");
        let chance = chance();
        let old = Keys::create(&folder.keys(), &chance).unwrap();
        let key = PersonKey::random(&chance);
        let wrapped = old.wrap(&chance, owner(1), &key);
        let place = Place { table: "account", column: "totp", row: Uuid::from_u128(9), version: 1 };
        let sealed = old.seal(&chance, &place, b"secret");
        let tag = old.tag(TagUse::Form, &[b"session"]);
        assert_eq!(old.rewrap(&chance, owner(1), &wrapped), Ok(None));

        let new = Keys::add_version(&folder.keys(), &chance).unwrap();
        assert_eq!((new.newest(), new.versions().collect::<Vec<_>>()), (2, vec![1, 2]));
        let rewrapped = new.rewrap(&chance, owner(1), &wrapped).unwrap().unwrap();
        assert_eq!((wrapped_with(&wrapped), wrapped_with(&rewrapped)), (Ok(1), Ok(2)));
        assert_eq!(new.unwrap(owner(1), &rewrapped).unwrap().bytes(), key.bytes());
        assert_eq!(&**new.open_sealed(&place, &sealed).unwrap(), b"secret");
        assert!(new.is_tag_of(TagUse::Form, &[b"session"], &tag));
        assert_ne!(new.blind_index(Field::Pin, 1, "1"), new.blind_index(Field::Pin, 2, "1"));
        assert_eq!(new.blind_index(Field::Pin, 1, "1"), old.blind_index(Field::Pin, 1, "1"));

        // Someone who runs with the old folder is told which key is missing.
        assert_eq!(old.unwrap(owner(1), &rewrapped).unwrap_err(), OpenError::NoSuchVersion(2));
    }

    #[test]
    fn an_index_depends_on_cell_field_and_value() {
        let (here, there) = (Folder::new("here"), Folder::new("there"));
        let keys = Keys::create(&here.keys(), &chance()).unwrap();
        let others = Keys::create(&there.keys(), &SeededChance::new(12)).unwrap();
        let pin = keys.blind_index(Field::Pin, 1, "10101199912345").unwrap();

        assert_eq!(pin, keys.blind_index(Field::Pin, 1, "10101199912345").unwrap());
        assert_ne!(pin, keys.blind_index(Field::Pin, 1, "10101199912346").unwrap());
        assert_ne!(pin, keys.blind_index(Field::Phone, 1, "10101199912345").unwrap());
        assert_ne!(pin, others.blind_index(Field::Pin, 1, "10101199912345").unwrap());
        assert_eq!(keys.blind_index(Field::Pin, 2, "1"), Err(OpenError::NoSuchVersion(2)));
    }

    #[test]
    fn a_tag_is_for_one_use_and_one_message() {
        let folder = Folder::new("tags");
        let keys = Keys::create(&folder.keys(), &chance()).unwrap();
        let tag = keys.tag(TagUse::Form, &[b"ab", b"c"]);

        assert!(keys.is_tag_of(TagUse::Form, &[b"ab", b"c"], &tag));
        assert!(!keys.is_tag_of(TagUse::Form, &[b"a", b"bc"], &tag));
        assert!(!keys.is_tag_of(TagUse::Cursor, &[b"ab", b"c"], &tag));
        assert!(!keys.is_tag_of(TagUse::Form, &[b"ab", b"c"], &tag[..31]));
        assert!(!keys.is_tag_of(TagUse::Form, &[b"ab", b"c"], &[]));
    }

    #[test]
    fn a_checkpoint_is_verified_with_the_public_key_alone() {
        let folder = Folder::new("sign");
        let keys = Keys::create(&folder.keys(), &chance()).unwrap();
        let signature = keys.sign_checkpoint(b"size 10");
        let pem = fs::read_to_string(folder.keys().join("sign.pub")).unwrap();
        let public = read_public_key(&pem).unwrap();

        assert!(verify_checkpoint(&public, b"size 10", &signature));
        assert!(!verify_checkpoint(&public, b"size 11", &signature));
        assert!(!verify_checkpoint(&[1; 32], b"size 10", &signature));
        assert!(!verify_checkpoint(&public, b"size 10", &[0; 64]));
        assert_eq!(pem, keys.public_key_pem());
        assert_eq!(read_public_key("no PEM"), None);
    }

    #[test]
    fn a_commitment_needs_its_salt() {
        let kept = commitment(&[1; 16], b"10101199912345");
        assert_eq!(kept, commitment(&[1; 16], b"10101199912345"));
        assert_ne!(kept, commitment(&[2; 16], b"10101199912345"));
        assert_ne!(kept, commitment(&[1; 16], b"10101199912346"));
    }

    #[test]
    fn keys_never_print_themselves() {
        let folder = Folder::new("print");
        let keys = Keys::create(&folder.keys(), &chance()).unwrap();
        assert_eq!(format!("{keys:?}"), "Keys { versions: [1], .. }");
    }
}
