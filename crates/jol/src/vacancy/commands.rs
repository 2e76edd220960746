//! Changes of organisations and of what they offer. None of them is about a person, so their entries in the journal name
//! none; but where a vacancy ends, the people shown for it are told.

use domain::{
    access::{Action, Seat},
    fault::FieldFault,
    vacancy::{Decision, Offer, OrganisationDetails, Standing, State, Step},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::store::{self, Organisation, Report, Vacancy};
use crate::{
    access::store::{self as accounts, Account},
    app::App,
    db::{
        Command, Tx,
        journal::{self, Act, Note},
    },
    refusal::Refusal,
    returnee::commands::reach,
    words::msg,
};

/// Writes down what was done to an organisation, a vacancy or a report.
pub(super) async fn note(
    tx: &mut Tx,
    app: &App,
    act: &Act,
    action: &'static str,
    (object_kind, object): (&'static str, Uuid),
) -> Result<(), Refusal> {
    let note = Note { action, object_kind, object: Some(object), ..Note::default() };
    Ok(journal::write(tx, app.new_id(), act, note).await?)
}

/// The organisation somebody acts for.
pub fn own_organisation(act: &Act) -> Result<Uuid, Refusal> {
    reach(&act.actor, Action::Offer)?;
    match act.actor.seat {
        Seat::Organisation(id) => Ok(id.uuid()),
        _ => Err(Refusal::NotAllowed),
    }
}

fn taken() -> FieldFault {
    FieldFault::plain("tax_number", "fault-tax-number-taken")
}

/// An organisation tells of itself and gets its first account.
pub struct RegisterOrganisation {
    pub app: App,
    pub act: Act,
    pub organisation: Organisation,
    pub account: Account,
}

impl Command for RegisterOrganisation {
    type Answer = Uuid;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Uuid, Refusal> {
        let mut faults = Vec::new();
        if store::is_tax_number_taken(tx, &self.organisation).await? {
            faults.push(taken());
        }
        if accounts::account_by_login(tx, &self.account.login).await?.is_some() {
            faults.push(FieldFault::plain("login", msg("accounts-login-taken")));
        }
        if !faults.is_empty() {
            return Err(Refusal::Form(faults));
        }

        tx.insert(&self.organisation).await?;
        tx.insert(&self.account).await?;
        let (organisation, account) = (self.organisation.id, self.account.id);
        note(tx, &self.app, &self.act, "registered", ("organisation", organisation)).await?;
        note(tx, &self.app, &self.act, "account-made", ("account", account)).await?;
        Ok(organisation)
    }
}

/// An organisation changes what it tells of itself.
pub struct ChangeOrganisation {
    pub app: App,
    pub act: Act,
    pub version: i64,
    pub details: OrganisationDetails,
}

impl Command for ChangeOrganisation {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let id = own_organisation(&self.act)?;
        let was = store::lock_organisation(tx, id).await?.ok_or(Refusal::NotFound)?;
        if was.version != self.version {
            return Err(Refusal::Stale);
        }
        let standing = was.standing()?.after_change(&was.details()?, &self.details);
        let now = was.clone().told(&self.details);
        if now == was {
            return Ok(());
        }
        if store::is_tax_number_taken(tx, &now).await? {
            return Err(Refusal::Form(vec![taken()]));
        }

        if now.name != was.name {
            self.rename(tx, &now).await?;
        }
        let standing = standing.code().to_owned();
        tx.update(&Organisation { standing, version: was.version + 1, ..now }).await?;
        note(tx, &self.app, &self.act, "changed", ("organisation", id)).await
    }
}

impl ChangeOrganisation {
    /// Its accounts bear its name, and its vacancies are found by it.
    async fn rename(&self, tx: &mut Tx, now: &Organisation) -> Result<(), Refusal> {
        let sql = "select * from account where organisation = $1 order by id";
        let its: Vec<Account> = tx.list(sql, &[now.id.into()]).await?;
        for account in its {
            if let Some(account) = accounts::lock_account(tx, account.id).await? {
                tx.update(&Account { name: now.name.clone(), ..account }).await?;
            }
        }
        let lists = self.app.lists.now();
        for vacancy in store::vacancies_of(tx, now.id, Uuid::max(), i64::MAX).await? {
            if let Some(vacancy) = store::lock_vacancy(tx, vacancy.id).await? {
                let offer = vacancy.offer()?;
                tx.update(&vacancy.offering(&offer, &now.name, &lists)).await?;
            }
        }
        Ok(())
    }
}

/// An officer verifies, refuses or suspends an organisation, as it stood when they looked at it.
pub struct Decide {
    pub app: App,
    pub act: Act,
    pub id: Uuid,
    pub version: i64,
    pub decision: Decision,
    /// Which paper was seen; for a refusal or a suspension, why.
    pub words: String,
}

impl Command for Decide {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        reach(&self.act.actor, Action::Check)?;
        let was = store::lock_organisation(tx, self.id).await?.ok_or(Refusal::NotFound)?;
        if was.version != self.version {
            return Err(Refusal::Stale);
        }
        let standing = was.standing()?.decide(self.decision).map_err(|no| Refusal::rule(&no))?;
        let words = Some(self.words.clone());
        let (evidence, reason) = match standing {
            Standing::Verified => (words, None),
            _ => (was.evidence.clone(), words),
        };

        let now = Organisation {
            standing: standing.code().to_owned(),
            evidence,
            reason,
            decided_by: Some(self.act.actor.id),
            decided_at: Some(self.act.at),
            version: was.version + 1,
            ..was
        };
        tx.update(&now).await?;
        note(tx, &self.app, &self.act, standing.code(), ("organisation", self.id)).await
    }
}

/// An employer posts vacancies. Each waits for an officer.
pub struct Post {
    pub app: App,
    pub act: Act,
    pub offers: Vec<(Uuid, Offer)>,
}

impl Command for Post {
    type Answer = Vec<Uuid>;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Vec<Uuid>, Refusal> {
        let id = own_organisation(&self.act)?;
        let employer = store::organisation(tx, id).await?.ok_or(Refusal::NotFound)?;
        let lists = self.app.lists.now();
        let mut posted = Vec::new();
        for (id, offer) in &self.offers {
            let vacancy = Vacancy::new(*id, employer.id, self.act.actor.id, self.act.at);
            tx.insert(&vacancy.offering(offer, &employer.name, &lists)).await?;
            note(tx, &self.app, &self.act, "posted", ("vacancy", *id)).await?;
            posted.push(*id);
        }
        Ok(posted)
    }
}

/// The version after a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    pub version: i64,
}

/// An employer changes a vacancy.
pub struct Change {
    pub app: App,
    pub act: Act,
    pub id: Uuid,
    pub version: i64,
    pub offer: Offer,
}

/// A vacancy of the organisation somebody acts for, held until the transaction ends.
async fn lock_own(tx: &mut Tx, act: &Act, id: Uuid) -> Result<(Vacancy, Organisation), Refusal> {
    let own = own_organisation(act)?;
    let vacancy = store::lock_vacancy(tx, id).await?.ok_or(Refusal::NotFound)?;
    if vacancy.organisation != own {
        return Err(Refusal::NotFound);
    }
    let employer = store::organisation(tx, own).await?.ok_or(Refusal::NotFound)?;
    Ok((vacancy, employer))
}

impl Command for Change {
    type Answer = Changed;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Changed, Refusal> {
        let (was, employer) = lock_own(tx, &self.act, self.id).await?;
        if was.version != self.version {
            return Err(Refusal::Stale);
        }
        let before = was.offer()?;
        let is_over = was.state()? == State::Closed;
        if before == self.offer && !is_over {
            return Ok(Changed { version: was.version });
        }
        let n_hired = store::n_hired(tx, self.id).await?;
        let state = was.state()?.after_change(&before, &self.offer, n_hired);

        let version = was.version + 1;
        let now = Vacancy { state: state.code().to_owned(), reason: None, version, ..was };
        tx.update(&now.offering(&self.offer, &employer.name, &self.app.lists.now())).await?;
        note(tx, &self.app, &self.act, "changed", ("vacancy", self.id)).await?;
        if state == State::Filled {
            end_candidacies(tx, &self.app, &self.act, self.id, "place-filled").await?;
        }
        Ok(Changed { version })
    }
}

/// An employer takes a vacancy back.
pub struct Close {
    pub app: App,
    pub act: Act,
    pub id: Uuid,
}

impl Command for Close {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let (was, _) = lock_own(tx, &self.act, self.id).await?;
        if was.state()? == State::Closed {
            return Ok(());
        }
        let (state, version) = (State::Closed.code().to_owned(), was.version + 1);
        tx.update(&Vacancy { state, version, ..was }).await?;
        note(tx, &self.app, &self.act, "closed", ("vacancy", self.id)).await?;
        end_candidacies(tx, &self.app, &self.act, self.id, "vacancy-closed").await
    }
}

/// An officer lets a vacancy through, or not, as it stood when they looked at it.
pub struct Check {
    pub app: App,
    pub act: Act,
    pub id: Uuid,
    pub version: i64,
    /// Why it is refused.
    pub refused: Option<String>,
}

impl Command for Check {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        reach(&self.act.actor, Action::Check)?;
        let was = store::lock_vacancy(tx, self.id).await?.ok_or(Refusal::NotFound)?;
        if was.version != self.version {
            return Err(Refusal::Stale);
        }
        let checked = was.state()?.check(self.refused.is_none());
        let state = checked.map_err(|no| Refusal::rule(&no))?;
        // Who was hired before a change was looked at still holds a place.
        let places = was.offer()?.places;
        let state = state.after_hires(places, store::n_hired(tx, self.id).await?);

        let now = Vacancy {
            state: state.code().to_owned(),
            reason: self.refused.clone(),
            checked_by: Some(self.act.actor.id),
            checked_at: Some(self.act.at),
            opened_on: was.opened_on.or(Some(self.app.today())),
            version: was.version + 1,
            ..was
        };
        tx.update(&now).await?;
        let action = if state == State::Refused { "refused" } else { "let-through" };
        note(tx, &self.app, &self.act, action, ("vacancy", self.id)).await?;
        match state {
            State::Refused => {
                end_candidacies(tx, &self.app, &self.act, self.id, "vacancy-closed").await
            }
            _ => Ok(()),
        }
    }
}

/// Says no to everybody who is still shown for a vacancy: it is over, and so is what they agreed to.
pub(super) async fn end_candidacies(
    tx: &mut Tx,
    app: &App,
    act: &Act,
    vacancy: Uuid,
    reason: &str,
) -> Result<(), Refusal> {
    for row in store::lock_open_candidacies(tx, vacancy).await? {
        // Who was proposed only was never shown and has nothing to lose.
        let Ok(at) = row.candidacy()?.step(Step::Refuse) else { continue };
        super::candidacies::save(tx, app, act, row.standing_at(at), Some(reason)).await?;
    }
    Ok(())
}

/// Somebody says that something is wrong with a vacancy. Who it was is not written down.
pub struct Tell {
    pub app: App,
    pub report: Report,
}

impl Command for Tell {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let shown = store::shown(tx, self.report.vacancy, self.app.today()).await?;
        shown.ok_or(Refusal::NotFound)?;
        tx.insert(&self.report).await?;
        let act = self.app.operator();
        note(tx, &self.app, &act, "reported", ("vacancy", self.report.vacancy)).await
    }
}

/// An officer has dealt with a report.
pub struct HandleReport {
    pub app: App,
    pub act: Act,
    pub id: Uuid,
}

impl Command for HandleReport {
    type Answer = Uuid;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Uuid, Refusal> {
        reach(&self.act.actor, Action::Check)?;
        let sql = "select * from report where id = $1";
        let was: Report = tx.lock(sql, &[self.id.into()]).await?.ok_or(Refusal::NotFound)?;
        let vacancy = was.vacancy;
        if was.handled_at.is_none() {
            let (handled_by, handled_at) = (Some(self.act.actor.id), Some(self.act.at));
            tx.update(&Report { handled_by, handled_at, ..was }).await?;
            note(tx, &self.app, &self.act, "handled", ("report", self.id)).await?;
        }
        Ok(vacancy)
    }
}
