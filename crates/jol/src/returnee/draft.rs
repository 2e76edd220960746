//! A registration under way: what is kept between its pages, whose it is, and what comes next.
//!
//! It belongs to a phone until it becomes a record. Each page puts in its own answers and leaves the others as they are
//! in the store by then, so that two tabs of one person undo nothing of each other.

use domain::{access::Purpose, day::BirthDay, returnee::Typed, territory::Territory};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{fields, store};
use crate::{
    access::store::{Session, lock_session},
    app::App,
    db::{Command, Tx},
    refusal::Refusal,
    vault::Place,
};

/// The pages in their order, with the questions each asks. The phone was asked at the door.
pub const STEPS: [(&str, &[&str]); 13] = [
    ("name", &["surname", "given", "patronymic"]),
    ("sex", &["sex"]),
    ("birth", &["birth_on"]),
    ("pin", &["pin"]),
    ("oblast", &["territory"]),
    ("home", &["territory"]),
    ("country", &["country"]),
    ("returned", &["returned_on"]),
    ("reasons", &["reasons"]),
    ("work", &["occupation"]),
    ("education", &["education"]),
    ("leaving", &["leaving"]),
    ("language", &["language"]),
];

/// The last page, which asks for no answer but a yes.
pub const CONSENT: &str = "consent";

/// All pages in their order.
pub fn steps() -> impl Iterator<Item = &'static str> {
    STEPS.iter().map(|(step, _)| *step).chain([CONSENT])
}

/// The questions of a page.
pub fn questions(step: &str) -> &'static [&'static str] {
    STEPS.iter().find(|(known, _)| *known == step).map_or(&[], |(_, asked)| asked)
}

/// The answers, the purposes agreed to, and which pages were answered or passed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Begun {
    pub typed: Typed,
    pub consents: Vec<Purpose>,
    passed: Vec<String>,
    /// The session that saved last. Another one with the same phone must know the birth date: numbers change
    /// hands and families share them.
    session: Option<Uuid>,
    n_wrong: u32,
}

/// What one page sent.
#[derive(Clone, Debug)]
pub struct Told {
    pub step: &'static str,
    /// Only the questions of this page are read.
    pub typed: Typed,
    pub consents: Vec<Purpose>,
}

/// Wrong birth dates after which a begun registration is no longer offered to this phone.
const MOST_WRONG: u32 = 5;

impl Begun {
    /// Whether somebody else's answers may lie under this phone: then the birth date is asked first.
    pub fn is_anothers(&self, session: &Session) -> bool {
        self.session != Some(session.id)
            && !self.typed.birth_on.is_empty()
            && self.n_wrong < MOST_WRONG
    }

    /// The first page nobody has been through, in this order.
    pub fn next_step(&self) -> &'static str {
        let open = |step: &&str| !self.passed.iter().any(|passed| passed == step);
        steps().find(open).unwrap_or("check")
    }

    /// Puts in what one page asked for. Everything else stays.
    pub fn put(&mut self, told: &Told) {
        if told.step == CONSENT {
            self.consents.clone_from(&told.consents);
        }
        for field in questions(told.step) {
            take(&mut self.typed, &told.typed, field);
        }
        if told.step == "oblast" {
            self.passed.retain(|passed| passed != "home");
            // Where an oblast has no places below it, there is no second question.
            let home = Territory::parse(&self.typed.territory).ok();
            if home.is_some_and(|home| fields::below(home.oblast()).is_empty()) {
                self.passed.push("home".to_owned());
            }
        }
        if !self.passed.iter().any(|passed| passed == told.step) {
            self.passed.push(told.step.to_owned());
        }
    }

    /// What this session goes on with.
    fn of_session(saved: Option<Self>, app: &App, session: &Session) -> Result<Self, Refusal> {
        let mut begun = match saved {
            Some(begun) if begun.is_anothers(session) => return Err(Refusal::AskFirst),
            Some(begun) if begun.session == Some(session.id) => begun,
            // Begun elsewhere and without a birth date to tell by: nothing of it is shown.
            _ => Self::default(),
        };
        begun.session = Some(session.id);
        begun.n_wrong = 0;
        let phone = session.open_phone(&app.keys).ok_or(Refusal::SignInFirst)?;
        begun.typed.phone = phone.as_str().to_owned();
        if begun.typed.language.is_empty() {
            begun.typed.language = session.language.clone();
        }
        Ok(begun)
    }
}

fn take(typed: &mut Typed, sent: &Typed, field: &str) {
    match field {
        "surname" => typed.surname.clone_from(&sent.surname),
        "given" => typed.given.clone_from(&sent.given),
        "patronymic" => typed.patronymic.clone_from(&sent.patronymic),
        "sex" => typed.sex.clone_from(&sent.sex),
        "birth_on" => typed.birth_on.clone_from(&sent.birth_on),
        "pin" => typed.pin.clone_from(&sent.pin),
        "territory" => typed.territory.clone_from(&sent.territory),
        "country" => typed.country.clone_from(&sent.country),
        "returned_on" => typed.returned_on.clone_from(&sent.returned_on),
        "reasons" => typed.reasons.clone_from(&sent.reasons),
        "education" => typed.education.clone_from(&sent.education),
        "occupation" => typed.occupation.clone_from(&sent.occupation),
        "leaving" => typed.leaving.clone_from(&sent.leaving),
        "language" => typed.language.clone_from(&sent.language),
        _ => (),
    }
}

/// What lies under this phone, whoever began it.
pub async fn saved(app: &App, phone_index: [u8; 16]) -> Result<Option<Begun>, Refusal> {
    let draft = store::draft(&mut app.db.read().await?, phone_index).await?;
    draft.map(|draft| open(app, &draft)).transpose()
}

/// What this session has answered so far.
pub async fn begun(app: &App, session: &Session, phone_index: [u8; 16]) -> Result<Begun, Refusal> {
    Begun::of_session(saved(app, phone_index).await?, app, session)
}

fn place(draft: Uuid, version: i64) -> Place<'static> {
    Place { table: "draft", column: "content", row: draft, version }
}

fn open(app: &App, draft: &store::Draft) -> Result<Begun, Refusal> {
    let plain = app
        .keys
        .open_sealed(&place(draft.id, draft.version), &draft.content)
        .map_err(|error| Refusal::Ours(error.into()))?;
    serde_json::from_slice(&plain).map_err(|error| Refusal::Ours(error.into()))
}

/// Saves the answers of one page. Nothing typed is lost when the line breaks.
pub struct SaveDraft {
    pub app: App,
    pub id: Uuid,
    pub session: Uuid,
    pub told: Told,
    pub at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Saved {
    /// The page that comes next.
    Next(String),
    /// The registration was sent from another page meanwhile, and its draft must not come back.
    Sent,
}

impl Command for SaveDraft {
    type Answer = Saved;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Saved, Refusal> {
        let (session, phone_index) = lock_newcomer(tx, self.session, self.at).await?;
        if session.returnee.is_some() {
            return Ok(Saved::Sent);
        }
        let was = store::lock_draft(tx, phone_index).await?;
        let saved = was.as_ref().map(|draft| open(&self.app, draft)).transpose()?;
        let mut begun = Begun::of_session(saved, &self.app, &session)?;

        begun.put(&self.told);

        let next = begun.next_step().to_owned();
        write(tx, &self.app, was, (self.id, phone_index, self.at), &begun).await?;
        Ok(Saved::Next(next))
    }
}

/// Says whose the answers under this phone are: with the birth date they were begun with they are this session's, and
/// so are none at all for who begins anew.
pub struct Resume {
    pub app: App,
    pub id: Uuid,
    pub session: Uuid,
    pub born: Option<Date>,
    pub anew: bool,
    pub at: Timestamp,
}

impl Command for Resume {
    /// Whether the session may go on.
    type Answer = bool;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<bool, Refusal> {
        let (session, phone_index) = lock_newcomer(tx, self.session, self.at).await?;
        let Some(was) = store::lock_draft(tx, phone_index).await? else { return Ok(true) };
        let mut begun = open(&self.app, &was)?;
        let today = self.at.to_zoned(crate::app::country_zone()).date();
        let born = BirthDay::parse(&begun.typed.birth_on, today).ok().map(BirthDay::day);
        let is_theirs = born.is_some() && born == self.born;

        if self.anew {
            begun = Begun::default();
        }
        if self.anew || (is_theirs && begun.is_anothers(&session)) {
            begun.session = Some(session.id);
            begun.n_wrong = 0;
        } else {
            begun.n_wrong += 1;
        }

        let goes_on = begun.session == Some(session.id);
        write(tx, &self.app, Some(was), (self.id, phone_index, self.at), &begun).await?;
        Ok(goes_on)
    }
}

/// The open session of somebody with a proven phone. It is held first, as the registration itself holds it: of an answer
/// and a registration sent at once, the second one knows of the first.
async fn lock_newcomer(
    tx: &mut Tx,
    session: Uuid,
    at: Timestamp,
) -> Result<(Session, [u8; 16]), Refusal> {
    let session = lock_session(tx, session).await?.filter(|session| session.holds_at(at));
    let session = session.ok_or(Refusal::SignInFirst)?;
    let phone_index = session.phone_index.ok_or(Refusal::NotAllowed)?;
    Ok((session, phone_index))
}

async fn write(
    tx: &mut Tx,
    app: &App,
    was: Option<store::Draft>,
    (id, phone_index, at): (Uuid, [u8; 16], Timestamp),
    begun: &Begun,
) -> Result<(), Refusal> {
    let (id, made_at, version) =
        was.as_ref().map_or((id, at, 1), |was| (was.id, was.made_at, was.version + 1));
    let plain = serde_json::to_vec(begun).map_err(anyhow::Error::from)?;
    let content = app.keys.seal(&*app.chance, &place(id, version), &plain);
    let draft = store::Draft { id, phone_index, content, version, made_at, changed_at: at };
    match was {
        Some(_) => tx.update(&draft).await?,
        None => tx.insert(&draft).await?,
    }
    Ok(())
}

/// Takes away what a session began, once it has become a record. What somebody else began under the same phone stays.
pub async fn take_away(tx: &mut Tx, app: &App, session: &Session) -> Result<(), Refusal> {
    let Some(phone_index) = session.phone_index else { return Ok(()) };
    let Some(draft) = store::lock_draft(tx, phone_index).await? else { return Ok(()) };
    if open(app, &draft)?.session == Some(session.id) {
        tx.delete(&draft).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(step: &'static str, typed: Typed) -> Told {
        Told { step, typed, consents: vec![Purpose::Registration] }
    }

    #[test]
    fn a_page_puts_in_its_own_answers_and_leaves_the_others() {
        let mut begun = Begun::default();
        let typed = Typed {
            surname: "Асанова".into(), given: "Айгүл".into(), ..Typed::default()
        };
        begun.put(&told("name", typed));
        // An old tab that still holds another name, and answers its own page.
        let typed =
            Typed { sex: "female".into(), surname: "Башка".into(), ..Typed::default() };
        begun.put(&told("sex", typed));
        assert_eq!((&*begun.typed.surname, &*begun.typed.sex), ("Асанова", "female"));
        assert_eq!(begun.consents, [], "the boxes of a page that does not ask count for nothing");
        assert_eq!(begun.next_step(), "birth");
        let typed = Typed { surname: "Асанова-Токтоева".into(), ..Typed::default() };
        begun.put(&told("name", typed));
        assert_eq!(
            begun.typed.surname, "Асанова-Токтоева",
            "the later answer to the same page wins"
        );
        begun.put(&told(CONSENT, Typed::default()));
        assert_eq!(begun.consents, [Purpose::Registration]);
    }

    #[test]
    fn another_oblast_asks_for_its_rayon_again() {
        let today = jiff::civil::date(2026, 11, 21);
        for oblast in Territory::all(today).filter(|place| place.parent().is_none()) {
            let mut begun = Begun::default();
            for step in steps() {
                begun.put(&told(step, Typed::default()));
            }
            assert_eq!(begun.next_step(), "check");
            let typed = Typed { territory: oblast.code().to_owned(), ..Typed::default() };
            begun.put(&told("oblast", typed));
            let next = if fields::below(oblast).is_empty() { "check" } else { "home" };
            assert_eq!(begun.next_step(), next, "{}", oblast.code());
        }
    }
}
