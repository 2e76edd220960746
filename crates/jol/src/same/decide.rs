//! What somebody finds about a pair: the records are joined, kept apart or parted, or wait for a second word.

use domain::{
    access::Action,
    id::ReturneeId,
    same::{
        PairState,
        pair::{Finding, No, Standing, decide, is_obvious},
    },
};
use uuid::Uuid;

use super::{
    facts::facts,
    join::{join, part},
    store::{PairRow, group_of, lock_pair, lock_pair_of},
};
use crate::{
    app::App,
    db::{
        Command, Tx,
        journal::{self, Act, Note},
    },
    refusal::{FieldFault, Refusal},
    returnee::commands::reach,
};

/// Says what two records are, as the pair stood when somebody looked at it.
pub struct Decide {
    pub app: App,
    pub act: Act,
    pub pair: Uuid,
    pub version: i64,
    pub found: Finding,
    pub reason: Option<String>,
    /// Decided by a tick, with others: only where nothing asks for a look.
    pub by_tick: bool,
}

impl Command for Decide {
    type Answer = PairState;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<PairState, Refusal> {
        let scope = reach(&self.act.actor, Action::Check)?;
        let was = lock_pair(tx, &scope, self.pair).await?.ok_or(Refusal::NotFound)?;
        if was.version != self.version {
            return Err(Refusal::Stale);
        }
        let facts = facts(tx, was.one, was.other).await?;
        let standing = Standing { state: was.state()?, decided_by: was.decided_by };
        if self.by_tick && !is_obvious(standing.state, was.zone(), facts) {
            return Err(Refusal::rule(&No::NotObvious));
        }
        let by = self.act.actor.id;
        let state = decide(standing, self.found, by, facts, self.reason.is_some());
        let state = state.map_err(|no| match no {
            No::NoReason => Refusal::Form(vec![FieldFault::of("reason", &no)]),
            no => Refusal::rule(&no),
        })?;

        self.carry_out(tx, &was, standing.state, state).await?;
        let is_second = matches!(standing.state, PairState::Seconding | PairState::Parting)
            && was.decided_by != Some(by);
        let now = match is_second {
            true => PairRow { seconded_by: Some(by), seconded_at: Some(self.act.at), ..was },
            false => PairRow {
                decided_by: Some(by),
                decided_at: Some(self.act.at),
                seconded_by: None,
                seconded_at: None,
                ..was
            },
        };
        let reason = self.reason.clone().or(now.reason.filter(|_| is_second));
        tx.update(&PairRow {
            state: state.code().to_owned(),
            reason,
            version: self.version + 1,
            ..now
        })
        .await?;
        Ok(state)
    }
}

impl Decide {
    /// What becomes of the records, and what is written down of it. Joining and parting write their own entries.
    async fn carry_out(
        &self,
        tx: &mut Tx,
        pair: &PairRow,
        was: PairState,
        now: PairState,
    ) -> Result<(), Refusal> {
        let [one, other] = pair.records();
        let group = group_of(tx, one).await?;
        let are_joined = group.contains(other);
        let action = match (was, now) {
            (_, PairState::Same) if !are_joined => {
                join(&self.app, tx, &self.act, (one, other), pair.id).await?;
                let group = group_of(tx, one).await?;
                let all: Vec<ReturneeId> = group.records().collect();
                for (place, record) in all.iter().enumerate() {
                    self.settle(tx, *record, &all[place + 1..], pair.id, PairState::Same).await?;
                }
                return Ok(());
            }
            (_, PairState::Apart) if are_joined => {
                // The younger record goes its own way again.
                part(&self.app, tx, &self.act, other, self.reason.as_deref()).await?;
                let rest: Vec<ReturneeId> = group.records().filter(|one| *one != other).collect();
                return self.settle(tx, other, &rest, pair.id, PairState::Apart).await;
            }
            // Others had joined the two already, or a doubt was not shared.
            (_, PairState::Same | PairState::Seconding) => "found-same",
            (_, PairState::Apart) => "kept-apart",
            (_, PairState::Parting) => "doubted-same",
            (_, PairState::Open) => return Ok(()),
        };
        for person in [one, other] {
            let note = Note {
                action,
                object_kind: "pair",
                object: Some(pair.id),
                person: Some(person),
                ..Note::default()
            };
            journal::write(tx, self.app.new_id(), &self.act, note).await?;
        }
        Ok(())
    }

    /// What follows for the other pairs of a record: within one person nothing is left to ask, and who was parted from a
    /// person was parted from all their records.
    async fn settle(
        &self,
        tx: &mut Tx,
        record: ReturneeId,
        others: &[ReturneeId],
        decided: Uuid,
        state: PairState,
    ) -> Result<(), Refusal> {
        for other in others {
            let Some(pair) = lock_pair_of(tx, [record, *other]).await? else {
                continue;
            };
            if pair.id == decided || pair.state()? == state {
                continue;
            }
            tx.update(&PairRow {
                state: state.code().to_owned(),
                decided_by: Some(self.act.actor.id),
                decided_at: Some(self.act.at),
                seconded_by: None,
                seconded_at: None,
                version: pair.version + 1,
                ..pair
            })
            .await?;
        }
        Ok(())
    }
}

/// Writes down that the two records of a pair were looked at side by side.
pub struct Compare {
    pub app: App,
    pub act: Act,
    pub pair: Uuid,
    pub records: [ReturneeId; 2],
}

impl Command for Compare {
    type Answer = ();
    const GROWS: crate::db::Grows = crate::db::Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        for person in self.records {
            let note = Note {
                action: "compared",
                object_kind: "pair",
                object: Some(self.pair),
                person: Some(person),
                ..Note::default()
            };
            journal::write(tx, self.app.new_id(), &self.act, note).await?;
        }
        Ok(())
    }
}
