//! Changes of a profile. Each holds the person's record, so of two at once the second sees what the first wrote.

use domain::{
    access::Action,
    fault::FieldFault,
    id::ReturneeId,
    profile::{Evidence, Item, Told, TypedItem, TypedWish, Wish, item_changes, wish_changes},
    returnee::Change,
    text::Line,
};
use uuid::Uuid;

use super::store::{self, KeptItem, KeptWish, SettledAnswer};
use crate::{
    app::App,
    db::{
        Command, Tx,
        journal::{self, Act, Note},
    },
    meaning::confirmed::{self, Choice},
    refusal::Refusal,
    returnee::{
        commands::{Changed, content, reach},
        store as returnees,
    },
    vault::PersonKey,
};

/// A profile tells of a life, not of every day of it.
pub const MOST_ITEMS: usize = 100;

/// The fields that entries of the journal name.
const FIELDS: [&str; 16] = [
    "kind",
    "code",
    "words",
    "level",
    "country",
    "from_on",
    "to_on",
    "evidence",
    "recognised_by",
    "occupations",
    "place",
    "km",
    "wage",
    "forms",
    "self_employment",
    "answer",
];

/// What a change writes into the journal: which fields openly, both sides under the person's key.
struct Written<'a> {
    action: &'static str,
    object_kind: &'static str,
    object: Uuid,
    changes: &'a [Change],
}

impl Written<'_> {
    async fn write(
        self,
        tx: &mut Tx,
        app: &App,
        act: &Act,
        person: ReturneeId,
        key: &PersonKey,
    ) -> Result<(), Refusal> {
        let entry = app.new_id();
        let is_changed = |field: &&str| self.changes.iter().any(|change| change.field == *field);
        let note = Note {
            action: self.action,
            object_kind: self.object_kind,
            object: Some(self.object),
            person: Some(person),
            fields: FIELDS.into_iter().filter(is_changed).collect(),
            content: Some(content(&*app.chance, key, entry, self.changes)?),
        };
        Ok(journal::write(tx, entry, act, note).await?)
    }
}

/// The lines of a person that this act may touch, with the person's key. Nobody else changes them meanwhile.
async fn hold(
    tx: &mut Tx,
    app: &App,
    act: &Act,
    action: Action,
    person: ReturneeId,
) -> Result<(Vec<KeptItem>, PersonKey), Refusal> {
    let scope = reach(&act.actor, action)?;
    let held = returnees::lock(tx, &app.keys, &scope, person).await?;
    let (_, key) = held.ok_or(Refusal::NotFound)?;
    Ok((store::items(tx, &scope, person).await?, key))
}

/// The line with this id, as the one who changes it has seen it.
fn line(items: &[KeptItem], id: Uuid, version: i64) -> Result<&KeptItem, Refusal> {
    let found = items.iter().find(|kept| kept.id == id).ok_or(Refusal::NotFound)?;
    if found.version == version { Ok(found) } else { Err(Refusal::Stale) }
}

/// What is said stands once. What was checked may say otherwise: then both stand.
fn is_new(items: &[KeptItem], id: Uuid, item: &Item) -> Result<(), Refusal> {
    let stands = |kept: &KeptItem| {
        let says_so = kept.evidence == Evidence::Said || kept.item == *item;
        kept.id != id && kept.item.repeats(item) && says_so
    };
    match items.iter().any(stands) {
        true => Err(Refusal::Form(vec![FieldFault::plain("code", "fault-item-twice")])),
        false => Ok(()),
    }
}

/// Takes an answer of the registration off the proposals; tells whether it was on them.
async fn settle(tx: &mut Tx, act: &Act, person: ReturneeId, answer: Told) -> Result<bool, Refusal> {
    let answer = answer.code().to_owned();
    let row = SettledAnswer { returnee: person.uuid(), answer, settled_at: act.at };
    Ok(tx.insert_new(&row).await?)
}

/// Adds a line.
pub struct AddItem {
    pub app: App,
    pub act: Act,
    pub person: ReturneeId,
    pub id: Uuid,
    pub item: Item,
    /// The answer of the registration that became this line.
    pub told: Option<Told>,
    /// The words that were read into this line, and what was chosen for them.
    pub choice: Option<Choice>,
}

impl Command for AddItem {
    /// The line, which may be an older one that says the same.
    type Answer = Uuid;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Uuid, Refusal> {
        let Self { app, act, person, .. } = self;
        let (items, key) = hold(tx, app, act, Action::Edit, *person).await?;
        // Two open pages send the same line with two ids; it is one line all the same.
        if let Some(same) = items.iter().find(|kept| kept.item == self.item) {
            return Ok(same.id);
        }
        has_room(&items, 1)?;
        is_new(&items, self.id, &self.item)?;

        if let Some(told) = self.told {
            settle(tx, act, *person, told).await?;
        }
        insert(tx, app, act, *person, &key, self.id, &self.item).await?;
        if let Some(choice) = &self.choice {
            choice.keep(tx, act, *person, self.id).await?;
        }
        Ok(self.id)
    }
}

fn has_room(items: &[KeptItem], n_more: usize) -> Result<(), Refusal> {
    match items.len() + n_more > MOST_ITEMS {
        true => Err(Refusal::Form(vec![FieldFault::plain("code", "fault-item-many")])),
        false => Ok(()),
    }
}

/// A new line is what somebody says, until an office has checked it.
async fn insert(
    tx: &mut Tx,
    app: &App,
    act: &Act,
    person: ReturneeId,
    key: &PersonKey,
    id: Uuid,
    item: &Item,
) -> Result<(), Refusal> {
    let kept = KeptItem {
        id,
        returnee: person,
        item: item.clone(),
        evidence: Evidence::Said,
        recognised_by: None,
        seen: None,
        made_by: act.actor.id,
        made_at: act.at,
        version: 1,
    };
    write_new(tx, app, act, (person, key), &kept).await
}

/// Writes a new line, with its entry.
pub(super) async fn write_new(
    tx: &mut Tx,
    app: &App,
    act: &Act,
    (person, key): (ReturneeId, &PersonKey),
    kept: &KeptItem,
) -> Result<(), Refusal> {
    tx.insert(&kept.row()).await?;
    let mut changes = item_changes(&TypedItem::default(), &kept.item.typed());
    changes.extend(evidence_changes(&Checked::of(Evidence::Said), &kept.checked()));
    let written = Written {
        action: "added-line",
        object_kind: "profile_item",
        object: kept.id,
        changes: &changes,
    };
    written.write(tx, app, act, person, key).await
}

/// Adds the skills that were ticked, each as a line.
pub struct AddSkills {
    pub app: App,
    pub act: Act,
    pub person: ReturneeId,
    pub skills: Vec<(Uuid, Item)>,
}

impl Command for AddSkills {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let Self { app, act, person, .. } = self;
        let (items, key) = hold(tx, app, act, Action::Edit, *person).await?;
        let mut new: Vec<&(Uuid, Item)> = Vec::new();
        for one in &self.skills {
            let stands = items.iter().any(|kept| kept.item.repeats(&one.1))
                || new.iter().any(|(_, item)| item.repeats(&one.1));
            if !stands {
                new.push(one);
            }
        }
        has_room(&items, new.len())?;

        for (id, item) in new {
            insert(tx, app, act, *person, &key, *id, item).await?;
        }
        Ok(())
    }
}

/// Leaves an answer of the registration out of the profile.
pub struct LeaveOut {
    pub app: App,
    pub act: Act,
    pub person: ReturneeId,
    pub told: Told,
}

impl Command for LeaveOut {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let Self { app, act, person, told } = self;
        let (_, key) = hold(tx, app, act, Action::Edit, *person).await?;
        if !settle(tx, act, *person, *told).await? {
            return Ok(());
        }
        let change =
            Change { field: "answer".into(), before: told.code().to_owned(), after: String::new() };
        let written = Written {
            action: "left-out-line",
            object_kind: "profile",
            object: person.uuid(),
            changes: &[change],
        };
        written.write(tx, app, act, *person, &key).await
    }
}

/// Changes a line.
pub struct ChangeItem {
    pub app: App,
    pub act: Act,
    pub person: ReturneeId,
    pub id: Uuid,
    /// The version the change starts from.
    pub version: i64,
    pub item: Item,
}

impl Command for ChangeItem {
    type Answer = Changed;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Changed, Refusal> {
        let Self { app, act, person, .. } = self;
        let (items, key) = hold(tx, app, act, Action::Edit, *person).await?;
        let was = line(&items, self.id, self.version)?;
        let mut changes = item_changes(&was.item.typed(), &self.item.typed());
        if changes.is_empty() {
            return Ok(Changed { version: was.version });
        }
        // A line stays what it is about; only what it says changes.
        if was.item.kind != self.item.kind {
            return Err(Refusal::Unreadable("kind".into()));
        }
        is_new(&items, self.id, &self.item)?;
        // What was checked is the line as it stood.
        let Checked { evidence, recognised_by } = Checked::of(Evidence::Said);
        changes.extend(evidence_changes(&was.checked(), &Checked::of(evidence)));
        let now = KeptItem {
            item: self.item.clone(),
            evidence,
            recognised_by,
            seen: None,
            version: was.version + 1,
            ..was.clone()
        };

        tx.update(&now.row()).await?;
        confirmed::correct(tx, self.id, self.item.code.as_ref()).await?;
        let written = Written {
            action: "changed-line",
            object_kind: "profile_item",
            object: self.id,
            changes: &changes,
        };
        written.write(tx, app, act, *person, &key).await?;

        Ok(Changed { version: now.version })
    }
}

/// What a check of a line found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    pub evidence: Evidence,
    pub recognised_by: Option<Line<120>>,
}

impl Checked {
    pub const fn of(evidence: Evidence) -> Self {
        Self { evidence, recognised_by: None }
    }

    fn answers(&self) -> [(&'static str, &str); 2] {
        let by = self.recognised_by.as_ref().map_or("", |by| by.as_str());
        [("evidence", self.evidence.code()), ("recognised_by", by)]
    }
}

impl KeptItem {
    fn checked(&self) -> Checked {
        Checked { evidence: self.evidence, recognised_by: self.recognised_by.clone() }
    }
}

fn evidence_changes(before: &Checked, after: &Checked) -> Vec<Change> {
    Change::between(before.answers(), after.answers())
}

/// Takes a line away.
pub struct RemoveItem {
    pub app: App,
    pub act: Act,
    pub person: ReturneeId,
    pub id: Uuid,
    pub version: i64,
}

impl Command for RemoveItem {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let Self { app, act, person, .. } = self;
        let (items, key) = hold(tx, app, act, Action::Edit, *person).await?;
        let was = line(&items, self.id, self.version)?;

        tx.delete(&was.row()).await?;
        confirmed::forget(tx, self.id).await?;
        let changes = item_changes(&was.item.typed(), &TypedItem::default());
        let written = Written {
            action: "removed-line",
            object_kind: "profile_item",
            object: self.id,
            changes: &changes,
        };
        written.write(tx, app, act, *person, &key).await
    }
}

/// Says how sure a line is. Who says so, and when, stays with it.
pub struct SetEvidence {
    pub app: App,
    pub act: Act,
    pub person: ReturneeId,
    pub id: Uuid,
    pub version: i64,
    pub checked: Checked,
    /// What was found, where it is not what is said, with the id it will have. It stands beside the line.
    pub found: Option<(Uuid, Item)>,
}

impl Command for SetEvidence {
    type Answer = Changed;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Changed, Refusal> {
        let Self { app, act, person, .. } = self;
        // Nobody vouches for themselves: the rule lets only offices check.
        let (items, key) = hold(tx, app, act, Action::Check, *person).await?;
        let was = line(&items, self.id, self.version)?;
        let checked = self.checked.clone();
        let (id, item) = match &self.found {
            Some((id, item)) if *item != was.item => (*id, item),
            _ if was.checked() == checked => return Ok(Changed { version: was.version }),
            _ => {
                set_evidence(tx, app, act, (*person, &key), was, checked).await?;
                return Ok(Changed { version: was.version + 1 });
            }
        };
        match items.iter().find(|kept| kept.item == *item) {
            Some(known) => set_evidence(tx, app, act, (*person, &key), known, checked).await?,
            None => {
                has_room(&items, 1)?;
                let Checked { evidence, recognised_by } = checked;
                let kept = KeptItem {
                    id,
                    returnee: *person,
                    item: item.clone(),
                    evidence,
                    recognised_by,
                    seen: Some((act.actor.id, act.at)),
                    made_by: act.actor.id,
                    made_at: act.at,
                    version: 1,
                };
                write_new(tx, app, act, (*person, &key), &kept).await?;
            }
        }
        Ok(Changed { version: was.version })
    }
}

/// Writes down how sure a line is, if that is news, with its entry.
pub(super) async fn set_evidence(
    tx: &mut Tx,
    app: &App,
    act: &Act,
    (person, key): (ReturneeId, &PersonKey),
    was: &KeptItem,
    checked: Checked,
) -> Result<(), Refusal> {
    let changes = evidence_changes(&was.checked(), &checked);
    if changes.is_empty() {
        return Ok(());
    }
    let Checked { evidence, recognised_by } = checked;
    let now = KeptItem {
        evidence,
        recognised_by,
        seen: (evidence != Evidence::Said).then_some((act.actor.id, act.at)),
        version: was.version + 1,
        ..was.clone()
    };
    tx.update(&now.row()).await?;
    let written = Written {
        action: "checked-line",
        object_kind: "profile_item",
        object: was.id,
        changes: &changes,
    };
    written.write(tx, app, act, person, key).await
}

/// Says what a person wants.
pub struct SetWish {
    pub app: App,
    pub act: Act,
    pub person: ReturneeId,
    /// The version the change starts from; 0 when nothing was wished before.
    pub version: i64,
    pub wish: Wish,
}

impl Command for SetWish {
    type Answer = Changed;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Changed, Refusal> {
        let Self { app, act, person, .. } = self;
        let scope = reach(&act.actor, Action::Edit)?;
        let held = returnees::lock(tx, &app.keys, &scope, *person).await?;
        let (_, key) = held.ok_or(Refusal::NotFound)?;
        let was = store::wish(tx, &scope, *person).await?;
        let version = was.as_ref().map_or(0, |was| was.version);
        if version != self.version {
            return Err(Refusal::Stale);
        }
        let before = was.map_or_else(TypedWish::default, |was| was.wish.typed());
        let changes = wish_changes(&before, &self.wish.typed());
        if changes.is_empty() {
            return Ok(Changed { version });
        }
        let now = KeptWish { wish: self.wish.clone(), changed_at: act.at, version: version + 1 };

        tx.save(&now.row(*person)).await?;
        let written = Written {
            action: "changed-wish",
            object_kind: "wish",
            object: person.uuid(),
            changes: &changes,
        };
        written.write(tx, app, act, *person, &key).await?;

        Ok(Changed { version: now.version })
    }
}
