//! Changes of proposals: one is asked for, decided about; a person says no to what was proposed.

use domain::{
    access::{Action, Purpose, Seat},
    id::ReturneeId,
    matching::{
        Edition,
        proposal::{Decision, Declined, Measures, SharingEdition, State, decide},
    },
    territory::Territory,
    text::Line,
};
use uuid::Uuid;

use super::store::{self, Proposal};
use crate::{
    app::{App, country_day},
    db::{
        Command, Tx,
        journal::{self, Act, Note},
    },
    refusal::Refusal,
    returnee::{commands::reach, store as returnees},
};

pub(super) fn note(action: &'static str, proposal: Uuid, fields: Vec<&'static str>) -> Note {
    Note {
        action,
        object_kind: "proposal",
        object: Some(proposal),
        person: None,
        fields,
        content: None,
    }
}

/// Asks for a proposal about the people of one's office. It is reckoned in the background.
pub struct Ask {
    pub app: App,
    pub act: Act,
    pub id: Uuid,
    pub purpose: Line<300>,
    pub measures: Measures,
}

impl Command for Ask {
    type Answer = Uuid;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Uuid, Refusal> {
        reach(&self.act.actor, Action::Share)?;
        let Seat::Office { depth, office } = self.act.actor.seat else {
            return Err(Refusal::NotAllowed);
        };
        let (_, lists) = self.app.lists.with_digest();
        let measures = serde_json::to_string(&self.measures).map_err(anyhow::Error::from)?;
        let row = Proposal {
            id: self.id,
            office: office.uuid(),
            depth: i64::try_from(depth).unwrap_or(i64::MAX),
            purpose: self.purpose.as_str().to_owned(),
            measures,
            edition: Edition::on(self.app.today()).name.to_owned(),
            lists: lists.to_vec(),
            state: State::Waiting.code().to_owned(),
            n_people: 0,
            n_done: 0,
            outcome: None,
            content: None,
            before: None,
            made_by: self.act.actor.id,
            made_at: self.act.at,
            ready_at: None,
            decided_by: None,
            decided_at: None,
            reason: None,
            part: String::new(),
            last_on: None,
            n_passed_on: 0,
            version: 1,
        };
        tx.insert(&row).await?;
        let act = Act { purpose: Purpose::Matching, ..self.act };
        let note = note("proposal-asked", self.id, vec!["purpose", "measures"]);
        journal::write(tx, self.app.new_id(), &act, note).await?;
        Ok(self.id)
    }
}

/// Accepts a proposal in whole, for the people of some oblasts, or not at all.
pub struct Decide {
    pub app: App,
    pub act: Act,
    pub id: Uuid,
    pub decision: Decision,
    /// Of whom, if it is accepted in part.
    pub part: Vec<Territory>,
    pub reason: Option<Line<300>>,
}

impl Command for Decide {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        reach(&self.act.actor, Action::Share)?;
        let row = store::lock(tx, self.id).await?.ok_or(Refusal::NotFound)?;
        if !store::is_seen_from(tx, &row, &self.act.actor).await? {
            return Err(Refusal::NotFound);
        }
        // Who decides is whose people it is about; others may look.
        if row.seat() != self.act.actor.seat {
            return Err(Refusal::NotAllowed);
        }
        let state = decide(row.state()?, row.made_at, self.act.at, self.decision)
            .map_err(|fault| Refusal::rule(&fault))?;
        let part: Vec<&str> = self.part.iter().map(|place| place.code()).collect();
        // Set with the decision, so that a later edition does not move it.
        let decided_on = country_day(self.act.at);
        let last_on = SharingEdition::on(decided_on).last_day(decided_on);
        let version = row.version + 1;
        tx.update(&Proposal {
            state: state.code().to_owned(),
            decided_by: Some(self.act.actor.id),
            decided_at: Some(self.act.at),
            reason: self.reason.as_ref().map(|reason| reason.as_str().to_owned()),
            part: part.join(" "),
            last_on: state.is_accepted().then_some(last_on),
            version,
            ..row
        })
        .await?;
        let action = match state {
            State::Refused => "proposal-refused",
            _ => "proposal-accepted",
        };
        let act = Act { purpose: Purpose::Matching, ..self.act };
        let note = note(action, self.id, vec!["state", "part", "last_on"]);
        Ok(journal::write(tx, self.app.new_id(), &act, note).await?)
    }
}

/// Writes down that a person said no to what was proposed, or takes that back.
pub struct Decline {
    pub app: App,
    pub act: Act,
    pub proposal: Uuid,
    pub person: ReturneeId,
    pub declined: Option<Declined>,
}

impl Command for Decline {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let scope = reach(&self.act.actor, Action::Edit)?;
        let Self { app, act, proposal, person, declined } = self;
        returnees::lock(tx, &app.keys, &scope, *person).await?.ok_or(Refusal::NotFound)?;
        let row = store::proposal(tx, &act.actor, *proposal).await?.ok_or(Refusal::NotFound)?;
        let line = store::lock_line(tx, *proposal, *person).await?.ok_or(Refusal::NotFound)?;
        if !row.is_in_force_for(&line, app.today())? || line.place.is_none() {
            return Err(Refusal::NotFound);
        }
        let version = line.version + 1;
        let id = line.id;
        tx.update(&store::ProposalLine {
            declined: declined.map(|why| why.code().to_owned()),
            changed_by: Some(act.actor.id),
            changed_at: act.at,
            version,
            ..line
        })
        .await?;
        let act = Act { purpose: Purpose::Matching, ..*act };
        let note = Note {
            object: Some(id),
            object_kind: "proposal-line",
            person: Some(*person),
            ..note("proposal-declined", id, vec!["declined"])
        };
        Ok(journal::write(tx, app.new_id(), &act, note).await?)
    }
}
