//! The registration of a person, as one change.

use std::borrow::Cow;

use domain::{
    access::{Action, Consents, Purpose, Sensitivity},
    fault::FieldFault,
    id::ReturneeId,
    language::Language,
    returnee::{Channel, Details, Number},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    commands::{consent, content, fields, first_answers, reach},
    draft,
    store::{self, Consent, KeyRow, Returnee},
};
use crate::{
    access::{
        nearest::{Above, Near, nearest},
        store as sessions,
    },
    app::{App, Parts},
    db::{
        Command, Sealed, Tx,
        journal::{self, Act, Entry, Note},
    },
    refusal::Refusal,
    vault::{PersonKey, chance},
};

/// Registers a person.
pub struct Register {
    pub app: App,
    pub act: Act,
    pub id: ReturneeId,
    pub number: Number,
    pub details: Details,
    pub consents: Vec<Purpose>,
    pub channel: Channel,
    /// The language in which the consent was read.
    pub language: Language,
    /// The session of somebody who registers themselves: it becomes theirs.
    pub session: Option<Uuid>,
    /// What is written, made before the turn of this change. `None` until then.
    pub rows: Option<Rows>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    pub id: ReturneeId,
    pub number: String,
    pub version: i64,
}

impl Command for Register {
    type Answer = Registered;

    fn prepare(&mut self) -> Result<(), Refusal> {
        let offices = self.app.offices.guess(self.near());
        self.rows = Some(self.made(offices, &self.number)?);
        Ok(())
    }

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Registered, Refusal> {
        reach(&self.act.actor, Action::Register)?;
        if let Some(index) = self.rows()?.pin_index
            && store::by_pin(tx, index).await?.is_some()
        {
            return Err(Refusal::Form(vec![FieldFault::plain("pin", "fault-pin-taken")]));
        }
        // Held first: of two forms sent at once the second waits here and learns that there is a record.
        let session = match self.session {
            Some(session) => Some(self.lock_newcomer(tx, session).await?),
            None => None,
        };
        let offices = nearest(tx, self.near()).await?;
        let number = self.free_number(tx).await?;
        let rows = self.rows_for(offices, &number)?;

        tx.insert_sealed(&rows.key).await?;
        tx.insert_sealed(&rows.returnee).await?;
        for consent in &rows.consents {
            tx.insert_sealed(consent).await?;
        }
        if let Some(session) = session {
            self.hand_over(tx, session).await?;
        }
        journal::append(tx, rows.entry.clone()).await?;

        Ok(Registered { id: self.id, number: number.to_string(), version: 1 })
    }
}

/// Everything one registration writes, and what was taken for true when it was made.
#[derive(Clone)]
pub struct Rows {
    offices: Above,
    number: Number,
    pub(super) pin_index: Option<[u8; 16]>,
    pub(super) key: Sealed,
    pub(super) returnee: Sealed,
    pub(super) consents: Vec<Sealed>,
    pub(super) entry: Entry,
}

impl Register {
    /// Among a million people one number in a million is taken already. Then another one is drawn.
    async fn free_number(&self, tx: &mut Tx) -> Result<Number, Refusal> {
        match store::is_number_taken(tx, &self.number).await? {
            false => Ok(self.number.clone()),
            true => self.another_number(tx).await,
        }
    }

    pub(super) async fn another_number(&self, tx: &mut Tx) -> Result<Number, Refusal> {
        loop {
            let number = Number::from_chance(chance::random(&*self.app.chance));
            if !store::is_number_taken(tx, &number).await? {
                return Ok(number);
            }
        }
    }

    pub(super) fn near(&self) -> Near {
        Near::new(self.details.territory, &self.act.actor)
    }

    pub(super) fn rows(&self) -> Result<&Rows, Refusal> {
        self.rows.as_ref().ok_or_else(|| anyhow::anyhow!("a registration was not prepared").into())
    }

    /// What was made before, if it is for these offices and this number.
    pub(super) fn rows_for(
        &self,
        offices: Above,
        number: &Number,
    ) -> Result<Cow<'_, Rows>, Refusal> {
        let rows = self.rows()?;
        if rows.offices == offices && rows.number == *number {
            return Ok(Cow::Borrowed(rows));
        }
        self.app.offices.found(self.near(), offices);
        self.made(offices, number).map(Cow::Owned)
    }

    /// The rows, with what is personal sealed by a new key.
    fn made(&self, offices: Above, number: &Number) -> Result<Rows, Refusal> {
        let Parts { db, keys, chance, .. } = &*self.app;
        let now = self.act.at;
        let returnee = Returnee {
            id: self.id,
            number: number.clone(),
            version: 1,
            offices,
            sensitivity: Sensitivity::Ordinary,
            consents: self.consents.iter().fold(Consents::default(), |all, one| all.with(*one)),
            details: self.details.clone(),
            channel: self.channel,
            registered_by: self.act.actor.id,
            registered_at: now,
            changed_at: now,
        };
        let key = PersonKey::random(&**chance);
        let wrapped = Some(keys.wrap(&**chance, self.id, &key));
        let entry = self.app.new_id();
        let answers = first_answers(&self.details.typed());
        let note = Note {
            action: "registered",
            object_kind: "returnee",
            object: Some(self.id.uuid()),
            person: Some(self.id),
            fields: fields(&answers),
            content: Some(content(&**chance, &key, entry, &answers)?),
        };
        let row = returnee.row(keys, &key, &**chance)?;
        let consent = |purpose: &Purpose| db.seal(&self.consent(*purpose));
        Ok(Rows {
            offices,
            number: number.clone(),
            pin_index: row.pin_index,
            key: db.seal(&KeyRow { person: self.id.uuid(), wrapped, destroyed_at: None }),
            returnee: db.seal(&row),
            consents: self.consents.iter().map(consent).collect(),
            entry: Entry::new(entry, &self.act, note),
        })
    }

    fn consent(&self, purpose: Purpose) -> Consent {
        consent(&self.app, &self.act, self.id, purpose, self.language, self.channel)
    }

    /// The open session of somebody who has no record yet. One session makes one record.
    async fn lock_newcomer(
        &self,
        tx: &mut Tx,
        session: Uuid,
    ) -> Result<sessions::Session, Refusal> {
        let session = sessions::lock_session(tx, session).await?;
        let session = session.filter(|session| session.holds_at(self.act.at));
        let session = session.ok_or(Refusal::SignInFirst)?;
        match session.returnee {
            None => Ok(session),
            Some(_) => Err(Refusal::Stale),
        }
    }

    /// Ties the session to the new record and takes the draft away.
    async fn hand_over(&self, tx: &mut Tx, session: sessions::Session) -> Result<(), Refusal> {
        draft::take_away(tx, &self.app, &session).await?;
        let returnee = Some(self.id.uuid());
        tx.update(&sessions::Session { returnee, ..session }).await?;
        Ok(())
    }
}
