//! Many registrations in one change: few statements, one flush, an answer for each row.

use std::collections::{
    HashMap, HashSet,
    hash_map::Entry::{Occupied, Vacant},
};

use domain::{access::Action, fault::Sentence, returnee::Details};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    commands::reach,
    registration::{Register, Rows},
    store,
};
use crate::{
    access::nearest::nearest,
    app::App,
    db::{
        Command, Error, Row, Sealed, Tx, Value,
        journal::{self, Act},
    },
    refusal::{PlaceFault, Refusal},
    vault::Field,
};

/// Registers all rows, or where `whole` is not asked all that can be.
pub struct RegisterAll {
    app: App,
    act: Act,
    rows: Vec<Register>,
    whole: bool,
}

/// What became of a row. It is kept beside the id of the request, so it holds nothing personal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    Registered {
        number: String,
    },
    /// The same row came before.
    Known {
        number: String,
    },
    PinTaken,
    /// The id belongs to somebody else, or the row came before with other answers.
    IdUsed,
}

impl Outcome {
    fn is_good(&self) -> bool {
        matches!(self, Self::Registered { .. } | Self::Known { .. })
    }

    /// What is wrong with the row at this place.
    pub fn fault(&self, at: usize) -> Option<PlaceFault> {
        let (field, key) = match self {
            Self::Registered { .. } | Self::Known { .. } => return None,
            Self::PinTaken => ("returnee/pin", "fault-pin-taken"),
            Self::IdUsed => ("id", "fault-api-row-used"),
        };
        let pointer = format!("#/rows/{at}/{field}");
        Some(PlaceFault { pointer, sentence: Sentence::plain(key) })
    }
}

/// Ids or indexes that are asked for in one statement.
const ASKED_AT_ONCE: usize = 250;

/// Which of these values stand in a column.
async fn known(tx: &mut Tx, column: &str, values: Vec<Value>) -> Result<Vec<Row>, Refusal> {
    let mut found = Vec::new();
    for some in values.chunks(ASKED_AT_ONCE) {
        let places: Vec<String> = (1..=some.len()).map(|place| format!("${place}")).collect();
        let sql = format!("select {column} from returnee where {column} in ({})", places.join(","));
        found.extend(tx.all(sql, some).await?);
    }
    Ok(found)
}

/// What a PIN is found by.
pub fn pin_index(app: &App, details: &Details) -> Result<Option<[u8; 16]>, Refusal> {
    let pin = details.pin.as_ref();
    Ok(pin.map(|pin| store::index(&app.keys, Field::Pin, pin.as_str())).transpose()?)
}

/// Which of these PINs are registered.
pub async fn pins_taken(
    tx: &mut Tx,
    pins: impl Iterator<Item = [u8; 16]>,
) -> Result<HashSet<[u8; 16]>, Refusal> {
    let found = known(tx, "pin_index", pins.map(Value::from).collect()).await?;
    Ok(found.iter().map(|row| row.at(0)).collect::<Result<_, _>>()?)
}

impl RegisterAll {
    pub fn new(app: App, act: Act, rows: Vec<Register>, whole: bool) -> Self {
        Self { app, act, rows, whole }
    }

    /// The answer to a row whose id is there already.
    async fn again(&self, tx: &mut Tx, row: &Register) -> Result<Outcome, Refusal> {
        // Only the one who sent it learns that it is there.
        let found = store::record(tx, &self.app.keys, row.id).await?;
        Ok(match found {
            Some((was, _))
                if was.registered_by == self.act.actor.id && was.details == row.details =>
            {
                Outcome::Known { number: was.number.to_string() }
            }
            _ => Outcome::IdUsed,
        })
    }

    async fn outcomes(&self, tx: &mut Tx) -> Result<Vec<Outcome>, Refusal> {
        let ids = self.rows.iter().map(|row| row.id.uuid().into()).collect();
        let mut ids_known: HashSet<Uuid> = HashSet::new();
        for row in known(tx, "id", ids).await? {
            ids_known.insert(row.at(0)?);
        }
        let index = |row: &Register| Ok(row.rows()?.pin_index);
        let pins = self.rows.iter().map(index).collect::<Result<Vec<_>, Refusal>>()?;
        let mut pins_taken = pins_taken(tx, pins.iter().flatten().copied()).await?;
        let asked = self.rows.iter().map(|row| row.number.as_str().into()).collect();
        let mut numbers_taken: HashSet<String> = HashSet::new();
        for row in known(tx, "number", asked).await? {
            numbers_taken.insert(row.at(0)?);
        }
        let mut outcomes = Vec::with_capacity(self.rows.len());
        for (row, pin) in self.rows.iter().zip(pins) {
            outcomes.push(if ids_known.contains(&row.id.uuid()) {
                self.again(tx, row).await?
            } else if pin.is_some_and(|pin| !pins_taken.insert(pin)) {
                Outcome::PinTaken
            } else {
                let mut number = row.number.clone();
                while !numbers_taken.insert(number.as_str().to_owned()) {
                    number = row.another_number(tx).await?;
                }
                Outcome::Registered { number: number.to_string() }
            });
        }
        Ok(outcomes)
    }
}

impl Command for RegisterAll {
    type Answer = Vec<Outcome>;

    fn prepare(&mut self) -> Result<(), Refusal> {
        self.rows.iter_mut().try_for_each(Register::prepare)
    }

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Vec<Outcome>, Refusal> {
        reach(&self.act.actor, Action::Register)?;
        let outcomes = self.outcomes(tx).await?;
        if self.whole && !outcomes.iter().all(Outcome::is_good) {
            let faults = outcomes.iter().enumerate().filter_map(|(at, outcome)| outcome.fault(at));
            return Err(Refusal::Body(faults.collect()));
        }

        let (mut offices, mut made) = (HashMap::new(), Vec::with_capacity(self.rows.len()));
        for (row, outcome) in self.rows.iter().zip(&outcomes) {
            let Outcome::Registered { number } = outcome else { continue };
            let number = number.parse().map_err(|_| Error::Column("number".into()))?;
            let above = match offices.entry(row.near()) {
                Occupied(known) => *known.get(),
                Vacant(unknown) => *unknown.insert(nearest(tx, row.near()).await?),
            };
            made.push(row.rows_for(above, &number)?);
        }

        let all = |row: fn(&Rows) -> &Sealed| made.iter().map(|rows| row(rows)).collect::<Vec<_>>();
        tx.insert_all_sealed(&all(|rows| &rows.key)).await?;
        tx.insert_all_sealed(&all(|rows| &rows.returnee)).await?;
        let consents: Vec<&Sealed> = made.iter().flat_map(|rows| &rows.consents).collect();
        tx.insert_all_sealed(&consents).await?;
        journal::write_all(tx, made.iter().map(|rows| rows.entry.clone()).collect()).await?;
        Ok(outcomes)
    }
}
