//! Who looks after whom: taking a person, giving them to a colleague, handing over all of somebody's people.

use domain::{
    access::{Action, Actor, Role, scope},
    id::ReturneeId,
    support::Words,
};
use uuid::Uuid;

use super::{commands::change_road, store::RoadRow};
use crate::{
    access::{
        predicate::within,
        store::{self as accounts, Account},
    },
    app::App,
    db::{
        Command, Error, Tx, Value,
        journal::{self, Act, Note},
    },
    refusal::Refusal,
    returnee::{commands::reach, store as returnees},
    support::commands::{at_the_office, write_note},
};

/// Those of the same office, and of the offices below it, who can be given people.
pub async fn colleagues(tx: &mut Tx, actor: &Actor) -> Result<Vec<Account>, Error> {
    let sql = include_str!("queries/colleagues.sql");
    let all: Vec<Account> = tx.list(sql, &[]).await?;
    let offices = accounts::offices(tx).await?;
    let near = |account: &Account| {
        let office = offices.iter().find(|office| Some(office.id) == account.office);
        office.is_some_and(|office| is_under(actor, office))
    };
    Ok(all.into_iter().filter(near).collect())
}

/// Whether an office is the actor's own or lies below it.
fn is_under(actor: &Actor, office: &accounts::Office) -> bool {
    match actor.seat {
        domain::access::Seat::Office { depth: 0, .. } => true,
        domain::access::Seat::Office { office: own, .. } => office.above().contains(&Some(own)),
        _ => false,
    }
}

/// The account as somebody who looks after people, if it may.
async fn receiver(tx: &mut Tx, id: Uuid) -> Result<Actor, Refusal> {
    let account = accounts::account(tx, id).await?.ok_or(Refusal::NotFound)?;
    let actor = accounts::actor(tx, &account).await?.ok_or(Refusal::NotFound)?;
    match actor.role {
        Role::Officer | Role::HeadOfOffice => Ok(actor),
        _ => Err(Refusal::NotFound),
    }
}

/// Gives one person to an officer, or to nobody.
pub struct Assign {
    pub app: App,
    pub act: Act,
    pub person: ReturneeId,
    pub officer: Option<Uuid>,
}

impl Command for Assign {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        at_the_office(&self.act.actor)?;
        let reach = reach(&self.act.actor, Action::Edit)?;
        let keys = &self.app.keys;
        let found = returnees::lock(tx, keys, &reach, self.person).await?;
        let (returnee, _) = found.ok_or(Refusal::NotFound)?;
        if let Some(officer) = self.officer {
            let officer = receiver(tx, officer).await?;
            let sees = scope(&officer, Action::Edit).is_ok_and(|s| s.covers(&returnee.deciding()));
            if !sees {
                return Err(Refusal::NotFound);
            }
        }
        write_assigned(&self.app, tx, &self.act, self.person, self.officer).await
    }
}

async fn write_assigned(
    app: &App,
    tx: &mut Tx,
    act: &Act,
    person: ReturneeId,
    officer: Option<Uuid>,
) -> Result<(), Refusal> {
    let note = Note {
        action: "assigned",
        object_kind: "account",
        object: officer,
        person: Some(person),
        fields: vec!["officer"],
        content: None,
    };
    journal::write(tx, app.new_id(), act, note).await?;
    change_road(app, tx, act, person, |road| RoadRow { officer, ..road }).await
}

/// Hands over some of a colleague's people, with a note in the record of each. Those the new officer may not see stay.
pub struct HandOver {
    pub app: App,
    pub act: Act,
    pub from: Uuid,
    pub to: Uuid,
    pub words: Option<Words>,
    /// Goes on behind this person.
    pub after: Uuid,
}

/// People handed over in one transaction.
const AT_ONCE: i64 = 100;

impl Command for HandOver {
    /// The last person looked at, and how many were handed over; none when nobody is left.
    type Answer = Option<(Uuid, usize)>;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Option<(Uuid, usize)>, Refusal> {
        let Self { app, act, .. } = self;
        at_the_office(&act.actor)?;
        let from = accounts::account(tx, self.from).await?.ok_or(Refusal::NotFound)?;
        let office = match from.office {
            Some(office) => accounts::office(tx, office).await?,
            None => None,
        };
        if !office.is_some_and(|office| is_under(&act.actor, &office)) {
            return Err(Refusal::NotFound);
        }
        let to = receiver(tx, self.to).await?;
        let theirs = scope(&to, Action::Edit).map_err(|_| Refusal::NotFound)?;
        let reach = reach(&act.actor, Action::Edit)?;
        let mut values: Vec<Value> = vec![self.from.into(), self.after.into(), AT_ONCE.into()];
        let sql = within(include_str!("queries/people_of.sql"), &reach, &mut values);
        let people = tx.all(sql, &values).await?;
        let mut last = None;
        let mut n_given = 0;
        for row in &people {
            let person = ReturneeId::from_uuid(row.at(0)?);
            last = Some(person.uuid());
            let found = returnees::lock(tx, &app.keys, &reach, person).await?;
            let Some((returnee, key)) = found else { continue };
            if !theirs.covers(&returnee.deciding()) {
                continue;
            }
            if let Some(words) = &self.words {
                write_note(app, tx, act, app.new_id(), person, &key, words).await?;
            }
            write_assigned(app, tx, act, person, Some(to.id)).await?;
            n_given += 1;
        }
        Ok(last.map(|last| (last, n_given)))
    }
}

/// Hands over everybody. Answers how many.
pub async fn hand_over(
    app: &App,
    act: Act,
    from: Uuid,
    to: Uuid,
    words: Option<Words>,
) -> Result<usize, Refusal> {
    let (mut after, mut n_given) = (Uuid::nil(), 0);
    loop {
        let words = words.clone();
        let some = HandOver { app: app.clone(), act, from, to, words, after };
        let Some((last, n)) = app.db.run(some).await? else { return Ok(n_given) };
        after = last;
        n_given += n;
    }
}
