//! Changes of candidacies. The vacancy is always held before its candidacies, so that the last place is given once.

use domain::{
    access::{Action, Role},
    id::ReturneeId,
    returnee::Change,
    vacancy::{Candidacy, Side, Stage, State, Step},
};
use jiff::civil::Date;
use uuid::Uuid;

use super::{
    commands::{self, end_candidacies, own_organisation},
    overrule::{OverruleRow, Overruled},
    store::{self, CandidacyRow, Vacancy},
};
use crate::{
    app::{App, Parts},
    db::{
        Command, Tx,
        journal::{self, Act, Note},
    },
    refusal::Refusal,
    returnee::{
        commands::{content, reach},
        notice::{self, News},
        store as returnees,
    },
    vault::PersonKey,
};

/// What a step is called in the journal of the person.
const fn action(stage: Stage) -> &'static str {
    match stage {
        Stage::Proposed => "proposed",
        Stage::Agreed => "introduced",
        Stage::Interview => "invited",
        Stage::Offered => "offered",
        Stage::Hired => "hired",
        Stage::Refused => "turned-down",
        Stage::Withdrawn => "hidden",
    }
}

/// Saves a candidacy that has moved, with its entry in the journal.
pub(super) async fn save(
    tx: &mut Tx,
    app: &App,
    act: &Act,
    row: CandidacyRow,
    reason: Option<&str>,
) -> Result<(), Refusal> {
    let refusal_reason = reason.map(str::to_owned);
    let (changed_at, version) = (act.at, row.version + 1);
    let row = CandidacyRow { refusal_reason, changed_at, version, ..row };
    tx.update(&row).await?;
    note(tx, app, act, &row, action(row.stage()?)).await
}

async fn note(
    tx: &mut Tx,
    app: &App,
    act: &Act,
    row: &CandidacyRow,
    action: &'static str,
) -> Result<(), Refusal> {
    let note = Note {
        action,
        object_kind: "candidacy",
        object: Some(row.id),
        person: Some(row.person()),
        fields: vec!["stage"],
        content: None,
    };
    Ok(journal::write(tx, app.new_id(), act, note).await?)
}

/// Proposes a vacancy to a person, or takes down that they agree to be shown to its employer.
pub struct Introduce {
    pub app: App,
    pub act: Act,
    /// The id of the candidacy, if there is none yet.
    pub id: Uuid,
    pub vacancy: Uuid,
    pub person: ReturneeId,
    /// With the word of the person; whether the phone is shown, too.
    pub agreed: Option<WithPhone>,
    /// What the office says, if the rule leaves the vacancy out.
    pub overruled: Option<Overruled>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WithPhone(pub bool);

impl Command for Introduce {
    type Answer = Uuid;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Uuid, Refusal> {
        let reach = reach(&self.act.actor, Action::Edit)?;
        let Parts { keys, .. } = &*self.app;
        store::lock_vacancy(tx, self.vacancy).await?.ok_or(Refusal::NotFound)?;
        let shown = store::shown(tx, self.vacancy, self.app.today()).await?;
        let (vacancy, _) = shown.ok_or(Refusal::NotFound)?;
        // Held, so that an erasure meanwhile leaves nothing behind.
        let held = returnees::lock(tx, keys, &reach, self.person).await?;
        let (_, key) = held.ok_or(Refusal::NotFound)?;
        let known = store::lock_pair(tx, self.vacancy, self.person).await?;

        let Some(WithPhone(with_phone)) = self.agreed else {
            return match known {
                Some(known) => Ok(known.id),
                None => self.begin(tx, &vacancy, Candidacy::PROPOSED, None, &key).await,
            };
        };
        let was = known.as_ref().map_or(Ok(Candidacy::PROPOSED), CandidacyRow::candidacy)?;
        let at = was.step(Step::Agree).map_err(|no| Refusal::rule(&no))?;
        match known {
            None => self.begin(tx, &vacancy, at, Some(with_phone), &key).await,
            Some(row) => {
                let id = row.id;
                let agreed_at = Some(self.act.at);
                let now = CandidacyRow { agreed_at, with_phone, ..row }.standing_at(at);
                save(tx, &self.app, &self.act, now, None).await?;
                Ok(id)
            }
        }
    }
}

impl Introduce {
    async fn begin(
        &self,
        tx: &mut Tx,
        vacancy: &Vacancy,
        at: Candidacy,
        with_phone: Option<bool>,
        key: &PersonKey,
    ) -> Result<Uuid, Refusal> {
        let now = self.act.at;
        let row = CandidacyRow {
            id: self.id,
            vacancy: vacancy.id,
            organisation: vacancy.organisation,
            returnee: self.person.uuid(),
            stage: String::new(),
            is_shown: false,
            with_phone: with_phone.unwrap_or_default(),
            proposed_by: self.act.actor.id,
            agreed_at: with_phone.map(|_| now),
            interview_on: None,
            by_person_on: None,
            by_employer_on: None,
            refusal_reason: None,
            made_at: now,
            changed_at: now,
            version: 1,
        };
        let row = row.standing_at(at);
        tx.insert(&row).await?;
        note(tx, &self.app, &self.act, &row, action(at.stage)).await?;
        if let Some(overruled) = &self.overruled {
            self.overrule(tx, key, overruled).await?;
        }
        Ok(row.id)
    }
}

impl Introduce {
    /// Keeps what the office said, and writes it into the journal of the person.
    async fn overrule(
        &self,
        tx: &mut Tx,
        key: &PersonKey,
        overruled: &Overruled,
    ) -> Result<(), Refusal> {
        let Self { app, act, id, person, .. } = self;
        let row = OverruleRow::new(&*app.chance, *id, *person, key, overruled, act);
        tx.insert(&row).await?;
        let change = Change {
            field: "because".into(),
            before: overruled.left_out.to_owned(),
            after: overruled.words.as_str().to_owned(),
        };
        let entry = app.new_id();
        let note = Note {
            action: "overruled",
            object_kind: "candidacy",
            object: Some(*id),
            person: Some(*person),
            fields: vec!["because"],
            content: Some(content(&*app.chance, key, entry, &[change])?),
        };
        Ok(journal::write(tx, entry, act, note).await?)
    }
}

/// A candidacy moves on, by the word of the person or of the employer.
pub struct Move {
    pub app: App,
    pub act: Act,
    pub id: Uuid,
    pub step: Step,
    /// The day of an interview.
    pub interview_on: Option<Date>,
    /// Why the employer says no.
    pub reason: Option<String>,
}

/// Which side of a candidacy somebody is on.
pub fn side(act: &Act) -> Side {
    match act.actor.role {
        Role::Employer | Role::Provider => Side::Employer,
        _ => Side::Person,
    }
}

impl Command for Move {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let found = self.find(tx).await?;
        let vacancy = store::lock_vacancy(tx, found.vacancy).await?.ok_or(Refusal::NotFound)?;
        let row = store::lock_candidacy(tx, self.id).await?.ok_or(Refusal::NotFound)?;
        // Taken back while this waited for the row.
        if side(&self.act) == Side::Employer && !row.is_shown {
            return Err(Refusal::NotFound);
        }
        let was = row.candidacy()?;
        let at = was.step(self.step).map_err(|no| Refusal::rule(&no))?;
        let interview_on = match self.step {
            Step::Invite => self.interview_on,
            _ => row.interview_on,
        };
        let now = CandidacyRow { interview_on, ..row.clone() }.standing_at(at);
        if now == row {
            return Ok(());
        }

        if at.stage == was.stage && matches!(self.step, Step::Confirm(..)) {
            let now = CandidacyRow { changed_at: self.act.at, version: row.version + 1, ..now };
            tx.update(&now).await?;
            note(tx, &self.app, &self.act, &now, "hire-confirmed").await?;
        } else {
            save(tx, &self.app, &self.act, now, self.reason.as_deref()).await?;
        }
        if matches!(self.step, Step::Invite | Step::Offer) {
            let person = store::person_of(tx, &row).await?;
            notice::tell(tx, &self.app, person, News::Work).await?;
        }
        if at.stage == Stage::Hired { self.fill(tx, vacancy).await } else { Ok(()) }
    }
}

impl Move {
    /// The candidacy, if this side may see it and take the step.
    async fn find(&self, tx: &mut Tx) -> Result<CandidacyRow, Refusal> {
        let side = side(&self.act);
        if self.step.side() != side || self.step == Step::Agree {
            return Err(Refusal::NotAllowed);
        }
        let action = match side {
            Side::Person => Action::Edit,
            Side::Employer => Action::Meet,
        };
        let scope = reach(&self.act.actor, action)?;
        let row = store::candidacy(tx, &scope, self.id).await?.ok_or(Refusal::NotFound)?;
        if side == Side::Employer && row.organisation != own_organisation(&self.act)? {
            return Err(Refusal::NotFound);
        }
        Ok(row)
    }

    /// With the last place taken the vacancy is full, and the others are told so.
    async fn fill(&self, tx: &mut Tx, vacancy: Vacancy) -> Result<(), Refusal> {
        let n_hired = store::n_hired(tx, vacancy.id).await?;
        let state = vacancy.state()?.after_hires(vacancy.offer()?.places, n_hired);
        if state != State::Filled || vacancy.state()? == State::Filled {
            return Ok(());
        }
        let id = vacancy.id;
        let (state, version) = (state.code().to_owned(), vacancy.version + 1);
        tx.update(&Vacancy { state, version, ..vacancy }).await?;
        // Who follows the journal learns that nobody is shown it any more.
        commands::note(tx, &self.app, &self.act, "filled", ("vacancy", id)).await?;
        end_candidacies(tx, &self.app, &self.act, id, "place-filled").await
    }
}
