//! Changes of a returnee's record. Each reads, asks the rule, writes row and journal together, and answers.

use domain::{
    access::{Action, Actor, Consents, Purpose, Scope, Seat, Sensitivity, scope},
    fault::FieldFault,
    id::ReturneeId,
    language::Language,
    returnee::{Change, Channel, Details, Typed, Who, changes},
    same::golden::TOGETHER,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    erasures,
    store::{self, Attachment, Consent, Returnee},
};
use crate::{
    access::nearest::{Near, nearest},
    app::{App, Parts, country_day},
    db::{
        Command, Grows, Tx,
        journal::{self, Act, Content, Note},
    },
    refusal::Refusal,
    same::{golden::golden, join},
    vault::{Chance, Field, PersonKey, Place, chance, commitment},
};

/// Which version of the consent text people see. Its words are in the language files.
pub const CONSENT_TEXT: &str = "2026-11";

/// What the rule allows, or the refusal that is shown.
pub fn reach(actor: &Actor, action: Action) -> Result<Scope, Refusal> {
    scope(actor, action).map_err(|_| Refusal::NotAllowed)
}

/// What changed, in the form the journal keeps: closed with the person's key, with a commitment for the chain.
pub fn content(
    chance: &dyn Chance,
    key: &PersonKey,
    entry: Uuid,
    changes: &[Change],
) -> Result<Content, Refusal> {
    let plain = serde_json::to_vec(changes).map_err(anyhow::Error::from)?;
    let salt: [u8; 16] = chance::random(chance);
    let commitment = commitment(&salt, &plain);
    let sealed = key.seal(chance, &journal_place(entry), &[&salt[..], &plain].concat());
    Ok(Content { sealed, commitment })
}

fn journal_place(entry: Uuid) -> Place<'static> {
    Place { table: "journal", column: "content", row: entry, version: 1 }
}

/// Reads what an entry says of its person. `None` when it does not fit its commitment or its key.
pub fn open_content(key: &PersonKey, entry: &journal::Entry) -> Option<Vec<Change>> {
    let opened = key.open(&journal_place(entry.id), entry.content.as_deref()?).ok()?;
    let (salt, plain) = opened.split_at_checked(16)?;
    let salt: [u8; 16] = salt.try_into().ok()?;
    (Some(commitment(&salt, plain)) == entry.commitment)
        .then(|| serde_json::from_slice(plain).ok())
        .flatten()
}

/// Everything that is answered, as a change from nothing.
pub fn first_answers(typed: &Typed) -> Vec<Change> {
    changes(&Typed::default(), typed)
}

/// The names of the answers that changed, in the order of the record.
pub fn fields(changes: &[Change]) -> Vec<&'static str> {
    let known = Typed::default();
    let known = known.answers().map(|(field, _)| field);
    known.into_iter().filter(|field| changes.iter().any(|change| change.field == *field)).collect()
}

/// Changes what a person told.
pub struct Edit {
    pub app: App,
    pub act: Act,
    pub id: ReturneeId,
    /// The version the change starts from.
    pub version: i64,
    pub details: Details,
}

/// The version after a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    pub version: i64,
}

impl Command for Edit {
    type Answer = Changed;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Changed, Refusal> {
        let reach = reach(&self.act.actor, Action::Edit)?;
        let Parts { keys, chance, .. } = &*self.app;
        let (was, key) = store::lock(tx, keys, &reach, self.id).await?.ok_or(Refusal::NotFound)?;
        // What was read is the person with all their records; what is changed is the leading one.
        let golden = golden(tx, keys, was.clone()).await?;
        let person = golden.person();
        if person.version != self.version {
            return Err(Refusal::Stale);
        }
        let typed = self.details.typed();
        let what = changes(&person.details.typed(), &typed);
        if what.is_empty() {
            return Ok(Changed { version: person.version });
        }
        let is_changed = |field: &str| what.iter().any(|change| change.field == field);
        let details = match golden.records.len() {
            1 => self.details.clone(),
            _ => {
                let mut now = was.details.typed();
                // A name is taken from one record, so it is written whole.
                let is_named = TOGETHER.iter().any(|field| is_changed(field));
                let is_written =
                    |field: &str| is_changed(field) || (is_named && TOGETHER.contains(&field));
                for (field, value) in typed.answers().into_iter().filter(|(f, _)| is_written(f)) {
                    now.answer(field).into_iter().for_each(|kept| *kept = value.to_owned());
                }
                now.read(Who::Agency, country_day(self.act.at)).map_err(Refusal::Form)?
            }
        };
        if let Some(pin) = details.pin.as_ref().filter(|_| is_changed("pin")) {
            let index = store::index(keys, Field::Pin, pin.as_str())?;
            let holder = store::by_pin(tx, index).await?.filter(|holder| *holder != self.id);
            if let Some(holder) = holder {
                let is_theirs = golden.records.iter().any(|record| record.id == holder);
                let fault = if is_theirs { "fault-pin-other-record" } else { "fault-pin-taken" };
                return Err(Refusal::Form(vec![FieldFault::plain("pin", fault)]));
            }
        }
        let mut now =
            Returnee { version: was.version + 1, details, changed_at: self.act.at, ..was.clone() };
        // Who moves is looked after by the office of the new place.
        if let Some(place) = self.details.territory
            && is_changed("territory")
        {
            now.offices = nearest(tx, Near::Place(place)).await?;
        }

        tx.update(&now.row(keys, &key, &**chance)?).await?;
        let entry = self.app.new_id();
        let note = Note {
            action: "changed",
            object_kind: "returnee",
            object: Some(self.id.uuid()),
            person: Some(self.id),
            fields: fields(&what),
            content: Some(content(&**chance, &key, entry, &what)?),
        };
        journal::write(tx, entry, &self.act, note).await?;
        join::follow(tx, self.id).await?;

        Ok(Changed { version: now.version + golden.stamp() })
    }
}

/// Sets how carefully a record is kept.
pub struct Restrict {
    pub app: App,
    pub act: Act,
    pub id: ReturneeId,
    pub sensitivity: Sensitivity,
}

impl Command for Restrict {
    type Answer = Changed;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Changed, Refusal> {
        let reach = reach(&self.act.actor, Action::Restrict)?;
        let Parts { keys, chance, .. } = &*self.app;
        let (was, key) = store::lock(tx, keys, &reach, self.id).await?.ok_or(Refusal::NotFound)?;
        let now = Returnee {
            version: was.version + 1,
            sensitivity: self.sensitivity,
            changed_at: self.act.at,
            ..was
        };

        tx.update(&now.row(keys, &key, &**chance)?).await?;
        join::keep(tx, self.id, self.sensitivity).await?;
        let note = Note {
            action: match self.sensitivity {
                Sensitivity::Ordinary => "opened",
                Sensitivity::Restricted => "restricted",
            },
            object_kind: "returnee",
            object: Some(self.id.uuid()),
            person: Some(self.id),
            fields: vec!["sensitivity"],
            content: None,
        };
        journal::write(tx, self.app.new_id(), &self.act, note).await?;

        Ok(Changed { version: now.version })
    }
}

/// A consent as it is given now, to the text that is shown now.
pub(super) fn consent(
    app: &App,
    act: &Act,
    person: ReturneeId,
    purpose: Purpose,
    language: Language,
    channel: Channel,
) -> Consent {
    Consent {
        id: app.new_id(),
        returnee: person.uuid(),
        purpose: purpose.code().to_owned(),
        text_version: CONSENT_TEXT.to_owned(),
        language: language.code().to_owned(),
        channel: channel.code().to_owned(),
        given_by: act.actor.id,
        given_at: act.at,
        withdrawn_at: None,
    }
}

/// Gives or takes back a consent.
pub struct SetConsent {
    pub app: App,
    pub act: Act,
    pub id: ReturneeId,
    pub purpose: Purpose,
    pub given: bool,
    pub language: Language,
}

impl Command for SetConsent {
    type Answer = Changed;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Changed, Refusal> {
        let reach = reach(&self.act.actor, Action::Edit)?;
        // Without this one there is no registration: who takes it back asks to be erased.
        if self.purpose == Purpose::Registration || !Consents::ASKED.contains(&self.purpose) {
            return Err(Refusal::NotAllowed);
        }
        let Parts { keys, chance, .. } = &*self.app;
        let (was, key) = store::lock(tx, keys, &reach, self.id).await?.ok_or(Refusal::NotFound)?;
        if was.consents.covers(self.purpose) == self.given {
            return Ok(Changed { version: was.version });
        }

        for consent in store::consents(tx, self.id).await? {
            // What is taken back is taken back in every record. What is given is written to the leading one.
            let is_own = consent.returnee == self.id.uuid();
            if consent.purpose == self.purpose.code() && (is_own || !self.given) {
                tx.update(&Consent { withdrawn_at: Some(self.act.at), ..consent }).await?;
            }
        }
        let consents = match self.given {
            true => {
                let channel = match self.act.actor.seat {
                    Seat::Own(_) => Channel::Own,
                    _ => Channel::Assisted,
                };
                let consent =
                    consent(&self.app, &self.act, self.id, self.purpose, self.language, channel);
                tx.insert(&consent).await?;
                was.consents.with(self.purpose)
            }
            false => was.consents.without(self.purpose),
        };
        let now = Returnee { version: was.version + 1, consents, changed_at: self.act.at, ..was };
        tx.update(&now.row(keys, &key, &**chance)?).await?;
        join::follow(tx, self.id).await?;
        let note = Note {
            action: if self.given { "agreed" } else { "withdrew" },
            object_kind: "consent",
            object: Some(self.id.uuid()),
            person: Some(self.id),
            fields: vec![self.purpose.code()],
            content: None,
        };
        journal::write(tx, self.app.new_id(), &self.act, note).await?;

        Ok(Changed { version: now.version })
    }
}

/// Writes down that a record, a file or a journal was looked at.
pub struct Look {
    pub app: App,
    pub act: Act,
    pub action: &'static str,
    pub object_kind: &'static str,
    pub object: Uuid,
    pub person: ReturneeId,
}

impl Command for Look {
    type Answer = ();
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let note = Note {
            action: self.action,
            object_kind: self.object_kind,
            object: Some(self.object),
            person: Some(self.person),
            ..Note::default()
        };
        Ok(journal::write(tx, self.app.new_id(), &self.act, note).await?)
    }
}

/// Writes down that a page showed many people.
pub struct LookAtMany {
    pub app: App,
    pub act: Act,
    pub action: &'static str,
    pub people: Vec<ReturneeId>,
}

impl Command for LookAtMany {
    type Answer = ();
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let note = Note { action: self.action, object_kind: "returnee", ..Note::default() };
        let id = self.app.new_id();
        Ok(journal::write_shown(tx, id, &self.act, note, &self.people).await?)
    }
}

/// Erases a person: the key is destroyed, the record is emptied, the journal stays whole.
pub struct Erase {
    pub app: App,
    pub act: Act,
    pub id: ReturneeId,
    /// The version that was read before, where the caller names one.
    pub version: Option<i64>,
}

impl Command for Erase {
    /// The records of the person.
    type Answer = Vec<ReturneeId>;
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Vec<ReturneeId>, Refusal> {
        let reach = reach(&self.act.actor, Action::Erase)?;
        let (was, _) =
            store::lock(tx, &self.app.keys, &reach, self.id).await?.ok_or(Refusal::NotFound)?;
        let read = golden(tx, &self.app.keys, was).await?.person();
        if self.version.is_some_and(|version| version != read.version) {
            return Err(Refusal::Stale);
        }

        let records = store::erase(tx, self.id, (self.act.actor.id, self.act.at)).await?;
        for record in &records {
            let note = Note {
                action: "erased",
                object_kind: "returnee",
                object: Some(record.uuid()),
                person: Some(*record),
                ..Note::default()
            };
            journal::write(tx, self.app.new_id(), &self.act, note).await?;
        }
        Ok(records)
    }
}

/// Erases, and writes the id on the list that is applied again after a restore.
pub async fn erase(
    app: &App,
    once: Option<crate::db::Once>,
    act: Act,
    id: ReturneeId,
) -> Result<(), Refusal> {
    erase_version(app, once, act, id, None).await
}

/// The same, if the record still is what the caller read.
pub async fn erase_version(
    app: &App,
    once: Option<crate::db::Once>,
    act: Act,
    id: ReturneeId,
    version: Option<i64>,
) -> Result<(), Refusal> {
    let app = app.clone();
    let command = Erase { app: app.clone(), act, id, version };
    // In a task of its own: whoever asked may go away between the erasure and the list, and then a restore
    // would bring the person back.
    let erasing = tokio::spawn(async move {
        let records = match once {
            Some(once) => app.db.run_once(once, command).await?,
            None => app.db.run(command).await?,
        };
        for record in records {
            erasures::remember(&app, record).map_err(|error| Refusal::Ours(error.into()))?;
        }
        // Done already as far as anybody can ask; the log is only not emptied yet when this fails.
        if let Err(error) = app.db.fold_log().await {
            tracing::warn!("The log of the store could not be folded after an erasure: {error}");
        }
        Ok(())
    });
    erasing.await.map_err(|error| Refusal::Ours(error.into()))?
}

/// Keeps a file with a record.
pub struct Attach {
    pub app: App,
    pub act: Act,
    pub id: Uuid,
    pub person: ReturneeId,
    pub kind: &'static str,
    pub bytes: Vec<u8>,
}

/// A file is for proof, not an archive.
pub const MOST_FILES: usize = 20;

impl Command for Attach {
    type Answer = Uuid;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Uuid, Refusal> {
        let reach = reach(&self.act.actor, Action::Attach)?;
        let Parts { keys, chance, .. } = &*self.app;
        let (_, key) =
            store::lock(tx, keys, &reach, self.person).await?.ok_or(Refusal::NotFound)?;
        if store::attachments(tx, self.person).await?.len() >= MOST_FILES {
            return Err(Refusal::Form(vec![FieldFault::plain("file", "fault-file-many")]));
        }

        let attachment = Attachment {
            id: self.id,
            returnee: self.person.uuid(),
            kind: self.kind.to_owned(),
            n_bytes: self.bytes.len() as i64,
            content: Some(key.seal(&**chance, &file_place(self.id), &self.bytes)),
            added_by: self.act.actor.id,
            added_at: self.act.at,
            removed_at: None,
        };
        tx.insert(&attachment).await?;
        let note = Note {
            action: "attached",
            object_kind: "file",
            object: Some(self.id),
            person: Some(self.person),
            ..Note::default()
        };
        journal::write(tx, self.app.new_id(), &self.act, note).await?;

        Ok(self.id)
    }
}

pub fn file_place(file: Uuid) -> Place<'static> {
    Place { table: "attachment", column: "content", row: file, version: 1 }
}
