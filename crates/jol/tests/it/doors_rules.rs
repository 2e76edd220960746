//! The rule of access in words: who may do what with whom, and what stands behind which address. Written apart from the
//! code it checks, from MISSION and from `docs/security.md`.

use domain::access::{Purpose, Role};

use crate::{
    doors_things::Thing,
    doors_world::{Person, Visitor},
};

/// Where somebody stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Nobody, or somebody without a record yet.
    Nowhere,
    Office(&'static str),
    /// With their own record.
    Record(&'static str),
    Organisation(&'static str),
}

/// What a role may do. `desk` is to work with people at an office: plans, notes, talks; `watch` to see how the search for
/// records of one person goes; `share` to ask for proposals of who could get which place.
pub fn may(role: Role, verb: &str) -> bool {
    let verbs = match role {
        Role::Officer => {
            "list search count see register edit attach file log figures offices check desk"
        }
        Role::HeadOfOffice => {
            "list search count see register edit restrict attach file log figures export offices check import desk watch share"
        }
        Role::ProgrammeOfficer => "list search count see file figures offices",
        Role::Analyst => "figures offices watch program",
        Role::DataProtectionOfficer => {
            "list search count see export restrict erase others file log figures offices"
        }
        Role::Administrator => "accounts offices outbox watch",
        Role::Partner => "list search count see register offices program",
        Role::Returnee => "see edit erase attach file log register",
        Role::Employer => "offer meet employ program",
        Role::Provider => "offer meet teach",
        Role::CommitteeMember => "",
    };
    verbs.split(' ').any(|known| known == verb)
}

/// The offices that are looked after from a seat see people of below; some only those who agreed to it.
pub fn reaches(visitor: &Visitor, person: &Person) -> bool {
    let Some(role) = visitor.role else { return false };
    let carefully =
        matches!(role, Role::HeadOfOffice | Role::DataProtectionOfficer | Role::Analyst);
    let agreed = match role {
        Role::ProgrammeOfficer => person.consents.contains(&Purpose::Finance),
        Role::Partner => person.consents.contains(&Purpose::Exchange),
        _ => true,
    };
    !person.erased
        && match visitor.place {
            Place::Nowhere => false,
            Place::Record(name) => name == person.name,
            Place::Organisation(name) => person.meets.contains(&name),
            Place::Office(office) => {
                person.offices.contains(&office) && (carefully || !person.restricted) && agreed
            }
        }
}

/// What may be told of a person, and what may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    Name,
    /// The number of registration.
    Number,
    /// Where they worked, as an office wrote it down.
    Work,
    File,
    /// The plan and letters, between the person and their office.
    Plan,
    Letter,
    /// What the office wrote down for itself. The person may take it with their data.
    Note,
    /// The same where it tells of somebody else, too. It stays at the office.
    Rumour,
}

impl Fact {
    pub const ALL: [Self; 8] = [
        Self::Name,
        Self::Number,
        Self::Work,
        Self::File,
        Self::Plan,
        Self::Letter,
        Self::Note,
        Self::Rumour,
    ];

    /// Words that stand in nothing else.
    pub fn mark(self, person: &Person) -> String {
        match self {
            Self::Name => person.name.to_owned(),
            Self::Number => person.number.clone(),
            Self::Work => format!("work-of-{}", person.name),
            Self::File => format!("file-of-{}", person.name),
            Self::Plan => format!("plan-of-{}", person.name),
            Self::Letter => format!("letter-of-{}", person.name),
            Self::Note => format!("note-of-{}", person.name),
            Self::Rumour => format!("rumour-of-{}", person.name),
        }
    }

    pub fn may_be_told(self, visitor: &Visitor, person: &Person) -> bool {
        let Some(role) = visitor.role else { return false };
        let verbs: &[&str] = match self {
            Self::Name => &["see", "meet"],
            Self::Number | Self::Work => &["see"],
            Self::File => &["file"],
            Self::Plan | Self::Letter | Self::Note | Self::Rumour => &["desk"],
        };
        let own = visitor.place == Place::Record(person.name) && self != Self::Rumour;
        reaches(visitor, person) && (own || verbs.iter().any(|verb| may(role, verb)))
    }
}

/// Who is let in at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    Anybody,
    /// Anybody, to what everybody is shown.
    Shown,
    /// Who is between the steps of a sign-in, or through.
    Halfway,
    SignedIn,
    /// Who has an account, with login and password.
    Account,
    /// Those of them whose role speaks to us by programs, too.
    AccountWith(&'static str),
    /// Who has proven a phone and has no record yet.
    Newcomer,
    /// The same, and who has a record by now: they are led on.
    Registering,
    /// The person with their own record and what is theirs.
    Own,
    /// The person with what everybody is shown.
    OwnWithShown,
    /// Who may do this at all.
    May(&'static str),
    /// Who may do this, with what everybody is shown.
    MayWithShown(&'static str),
    /// Who may do this, with what they made themselves.
    Made(&'static str),
    /// Who may do this with the person, and where there are two of them, with both.
    With(&'static str),
    /// Who may do this for an organisation, with what is its own.
    For(&'static str),
    /// Who may do this, at an office from which a proposal is seen; where it is about a person, with them.
    SeenFrom(&'static str),
    /// The same, but nobody who only looks: it is done at the office that made it.
    AtOffice(&'static str),
    /// The two sides of a candidacy: who may edit the record, and the organisation that is shown it.
    BothSides,
}

/// What became of somebody at a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    In,
    SignInFirst,
    NotAllowed,
    /// As if there were nothing.
    NotFound,
}

impl Rule {
    pub fn answer(self, visitor: &Visitor, thing: &Thing, people: &[&Person]) -> Answer {
        let found = |is: bool| if is { Answer::In } else { Answer::NotFound };
        match self {
            Self::Anybody => return Answer::In,
            Self::Shown => return found(thing.is_open),
            Self::Halfway if visitor.is_halfway => return Answer::In,
            _ => (),
        }
        let Some(role) = visitor.role else { return Answer::SignInFirst };
        let is = |condition: bool| if condition { None } else { Some(Answer::NotAllowed) };
        let own = |name: Option<&str>| match (visitor.place, name) {
            (Place::Record(_), None) => true,
            (Place::Record(own), Some(name)) => own == name,
            _ => false,
        };
        let reached = || !people.is_empty() && people.iter().all(|person| reaches(visitor, person));
        let for_it = || match (visitor.place, thing.organisation) {
            (Place::Organisation(_), None) => thing.is_there,
            (Place::Organisation(own), Some(name)) => own == name && thing.is_there,
            _ => false,
        };
        // An organisation acts for itself alone.
        let may = |verb| {
            let stands = match visitor.place {
                Place::Nowhere => verb == "register",
                Place::Office(_) => !matches!(role, Role::Employer | Role::Provider),
                _ => true,
            };
            may(role, verb) && stands
        };
        // A proposal about the country is seen everywhere, and everything from there; others along the tree.
        let seen = || match (visitor.place, thing.office) {
            (Place::Office(own), Some(of)) => {
                let tree = ["batken", "leilek"];
                own == of
                    || own == "country"
                    || of == "country"
                    || (tree.contains(&own) && tree.contains(&of))
            }
            _ => false,
        };
        match self {
            Self::Anybody | Self::Shown | Self::Halfway | Self::SignedIn => Answer::In,
            Self::Account => found(role != Role::Returnee),
            Self::AccountWith(_) if role == Role::Returnee => Answer::NotFound,
            Self::AccountWith(verb) => is(self::may(role, verb)).unwrap_or(Answer::In),
            Self::Newcomer => {
                let newcomer = role == Role::Returnee && visitor.place == Place::Nowhere;
                is(newcomer).unwrap_or(found(thing.is_there))
            }
            Self::Registering => {
                is(role == Role::Returnee).unwrap_or(found(own(None) || thing.is_there))
            }
            Self::Own => found(own(thing.person) && thing.is_there),
            Self::OwnWithShown => found(own(None) && thing.is_open),
            Self::May(verb) => is(may(verb)).unwrap_or(found(thing.is_there)),
            Self::MayWithShown(verb) => is(may(verb)).unwrap_or(found(thing.is_open)),
            Self::Made(verb) => {
                let mine = thing.made_by.is_none_or(|by| by == visitor.name);
                is(may(verb)).unwrap_or(found(mine && thing.is_there))
            }
            Self::With(verb) => is(may(verb)).unwrap_or(found(reached() && thing.is_there)),
            Self::SeenFrom(verb) | Self::AtOffice(verb) if !may(verb) => Answer::NotAllowed,
            Self::SeenFrom(_) | Self::AtOffice(_) if !(thing.is_there && seen()) => {
                Answer::NotFound
            }
            Self::SeenFrom(_) => found(thing.person.is_none() || reached()),
            Self::AtOffice(_) => {
                let at_it = thing.office.is_some_and(|of| visitor.place == Place::Office(of));
                is(at_it).unwrap_or(Answer::In)
            }
            Self::For(verb) => is(may(verb))
                .unwrap_or_else(|| found(for_it() && (thing.person.is_none() || reached()))),
            Self::BothSides => match role {
                Role::Employer | Role::Provider => {
                    is(may("meet")).unwrap_or(found(for_it() && reached()))
                }
                _ => is(may("see")).unwrap_or(found(reached() && thing.is_there)),
            },
        }
    }
}

/// An address with its rule.
pub struct Door {
    pub method: &'static str,
    pub path: &'static str,
    pub rule: Rule,
    /// What is sent, or asked in the address: good enough to be done, if it were allowed.
    pub body: &'static str,
    /// What whoever is let in sends, where the other would end something for those who come later.
    pub gently: Option<&'static str>,
}

fn get(path: &'static str, rule: Rule) -> Door {
    Door { method: "GET", path, rule, body: "", gently: None }
}

fn post(path: &'static str, rule: Rule, body: &'static str) -> Door {
    Door { method: "POST", ..get(path, rule) }.sends(body)
}

impl Door {
    fn sends(self, body: &'static str) -> Self {
        Self { body, ..self }
    }

    fn gently(self, body: &'static str) -> Self {
        Self { gently: Some(body), ..self }
    }
}

const LINE: &str = "kind=skill&code=overlock&version=1";
const WISH: &str = "occupations=tailor&version=0";
const OFFER: &str = "title=Tailor&occupation=tailor&territory=41705236000000&form=full-time&places=1\
                     &closes_on-day=31&closes_on-month=12&closes_on-year=2026&version=1";
const COURSE: &str = "title=Sewing&occupation=tailor&hours=40&language=ky&way=in-place&version=1";
const RECORD: &str = "surname=Newova&given=Aida&territory=41705236000000&language=ky&version=1&confirmed=yes&agreed=yes";
const JSON_OFFER: &str = r#"{"title": "Tailor", "occupation": "tailor", "territory": "41705236000000",
                            "form": "full-time", "places": 1, "closes_on": "2026-12-31"}"#;
const JSON_RECORD: &str = r#"{"surname": "Newova", "given": "Aida", "territory": "41705236000000", "consents": ["registration"]}"#;
const DAY: &str = "day-day=7&day-month=12&day-year=2026";

/// Every address of the service. A new one needs its line here.
pub fn doors() -> Vec<Door> {
    use Rule::*;
    vec![
        // Everybody.
        get("/", Anybody),
        get("/healthz", Anybody),
        get("/readyz", Anybody),
        get("/metrics", Anybody),
        get("/assets/{name}", Shown),
        get("/privacy", Anybody),
        get("/signed-out", Anybody),
        get("/api", Anybody),
        get("/api/v1/openapi.json", Anybody),
        get("/api/v1/openapi-3.0.json", Anybody),
        get("/outbox", Anybody),
        get("/register", Anybody),
        get("/vacancies", Anybody),
        get("/vacancies/{id}", Shown),
        get("/vacancies/{id}/report", Shown),
        post("/vacancies/{id}/report", Shown, "reason=other"),
        get("/employers/new", Anybody),
        post("/employers/new", Anybody, ""),
        get("/courses", Anybody),
        get("/courses/{id}", Shown),
        get("/method", Anybody),
        get("/method/try", Anybody),
        get("/method.json", Anybody),
        get("/open/indicators", Anybody),
        get("/open/indicators.csv", Anybody),
        get("/demand", Anybody),
        get("/demand.csv", Anybody),
        // Signing in.
        get("/sign-in", Anybody),
        post("/sign-in", Anybody, "login=nobody&password=nothing"),
        get("/sign-in/again", Anybody),
        post("/sign-in/again", Anybody, ""),
        get("/sign-in/phone", Anybody),
        post("/sign-in/phone", Anybody, ""),
        get("/sign-in/phone/code", Anybody),
        post("/sign-in/phone/code", Anybody, ""),
        get("/sign-in/phone/who", Halfway),
        post("/sign-in/phone/who", Halfway, ""),
        get("/sign-in/code", Halfway),
        post("/sign-in/code", Halfway, ""),
        get("/sign-in/recovery", Halfway),
        post("/sign-in/recovery", Halfway, ""),
        get("/sign-in/password", Halfway),
        post("/sign-in/password", Halfway, ""),
        get("/sign-in/set-up", Halfway),
        post("/sign-in/set-up", Halfway, ""),
        // One's own account.
        get("/account", Account),
        post("/account/language", Account, "language=en"),
        get("/account/password", Account),
        post("/account/password", Account, ""),
        get("/account/second", Account),
        post("/account/second", Account, ""),
        post("/account/tokens", AccountWith("program"), ""),
        // Registering oneself.
        get("/register/done", Own),
        get("/register/resume", Newcomer),
        post("/register/resume", Newcomer, ""),
        get("/register/check", Registering),
        post("/register/check", Registering, ""),
        get("/register/{step}", Registering),
        post("/register/{step}", Registering, ""),
        // One's own record and road.
        get("/me", SignedIn),
        get("/me/record", Own),
        get("/me/record/edit", Own),
        post("/me/record/edit", Own, RECORD).gently("version=1"),
        post("/me/consent", Own, "purpose=matching&given=yes"),
        post("/me/record/files", Own, ""),
        get("/me/journal", Own),
        get("/me/erase", Own),
        post("/me/erase", Own, "sure=yes").gently(""),
        get("/me/profile", Own),
        get("/me/profile/new", Own).sends("kind=skill"),
        post("/me/profile/new", Own, LINE),
        post("/me/profile/leave-out", Own, "told=occupation"),
        get("/me/profile/skills", Own),
        post("/me/profile/skills", Own, "skills=overlock"),
        get("/me/profile/words", Own),
        post("/me/profile/words", Own, "said=welder&choice=welder"),
        get("/me/profile/wish", Own),
        post("/me/profile/wish", Own, WISH),
        get("/me/profile/{line}", Own),
        post("/me/profile/{line}", Own, "kind=barrier&code=debt&version=1"),
        get("/me/profile/{line}/skills", Own),
        post("/me/profile/{line}/skills", Own, "code=overlock"),
        get("/me/profile/{line}/remove", Own),
        post("/me/profile/{line}/remove", Own, "version=1").gently("version=99"),
        get("/me/cv", Own),
        get("/me/cv.json", Own),
        get("/me/work", Own),
        get("/me/matches", Own),
        get("/me/shortest", Own),
        get("/me/courses", Own),
        get("/me/plan", Own),
        post("/me/plan/road", Own, "road=paper:medical-book"),
        get("/me/messages", Own),
        post("/me/messages", Own, "letter=Hello"),
        get("/me/visit", Own),
        post("/me/visit", Own, "outcome=none"),
        get("/me/data", Own),
        get("/me/data.csv", Own),
        // The record of somebody.
        get("/returnees", May("list")),
        post("/returnees/search", May("search"), "wanted=Nearova"),
        get("/returnees/export", May("export")),
        get("/returnees/new", May("desk")),
        post("/returnees/new", May("desk"), RECORD).gently(""),
        post("/returnees/likely", May("desk"), RECORD).gently(""),
        get("/returnees/{id}", With("see")),
        get("/returnees/{id}/edit", With("edit")),
        post("/returnees/{id}/edit", With("edit"), RECORD).gently("version=1"),
        post("/returnees/{id}/restrict", With("restrict"), "sensitivity={sensitivity}"),
        get("/returnees/{id}/erase", With("erase")),
        post("/returnees/{id}/erase", With("erase"), "sure=yes").gently(""),
        post("/returnees/{id}/ask-erasure", With("edit"), ""),
        post("/returnees/{id}/keep", With("others"), "because=law"),
        get("/erasures", May("others")),
        post("/returnees/{id}/consent", With("edit"), "purpose=matching&given=yes"),
        post("/returnees/{id}/files", With("attach"), ""),
        get("/files/{id}", With("file")),
        get("/returnees/{id}/journal", With("log")),
        // Who may be one person.
        get("/pairs", May("check")),
        post("/pairs/marked", May("check"), ""),
        get("/pairs/numbers", May("watch")),
        get("/pairs/{id}", With("check")),
        post("/pairs/{id}", With("check"), "found=apart&version=1")
            .gently("found=apart&version=99"),
        get("/returnees/{id}/pairs", With("check")),
        get("/statistics", May("figures")),
        get("/indicators", May("figures")),
        get("/indicators.csv", May("figures")),
        // The profile of somebody.
        get("/returnees/{id}/profile", With("see")),
        get("/returnees/{id}/profile/new", With("edit")).sends("kind=skill"),
        post("/returnees/{id}/profile/new", With("edit"), LINE),
        post("/returnees/{id}/profile/leave-out", With("edit"), "told=occupation"),
        get("/returnees/{id}/profile/skills", With("edit")),
        post("/returnees/{id}/profile/skills", With("edit"), "skills=overlock"),
        get("/returnees/{id}/profile/words", With("edit")),
        post("/returnees/{id}/profile/words", With("edit"), "said=welder&choice=welder"),
        get("/returnees/{id}/profile/wish", With("edit")),
        post("/returnees/{id}/profile/wish", With("edit"), WISH),
        get("/returnees/{id}/profile/{line}", With("edit")),
        post("/returnees/{id}/profile/{line}", With("edit"), "kind=barrier&code=debt&version=1"),
        get("/returnees/{id}/profile/{line}/skills", With("edit")),
        post("/returnees/{id}/profile/{line}/skills", With("edit"), "code=overlock"),
        get("/returnees/{id}/profile/{line}/remove", With("edit")),
        post("/returnees/{id}/profile/{line}/remove", With("edit"), "version=1")
            .gently("version=99"),
        get("/returnees/{id}/profile/{line}/evidence", With("check")),
        post("/returnees/{id}/profile/{line}/evidence", With("check"), "version=1&evidence=seen")
            .gently("version=99&evidence=seen"),
        get("/returnees/{id}/cv", With("see")),
        get("/returnees/{id}/cv.json", With("see")),
        // The road of somebody.
        get("/returnees/{id}/road", With("see")),
        get("/returnees/{id}/road/close", With("desk")),
        post("/returnees/{id}/road/close", With("desk"), "open=yes"),
        post("/returnees/{id}/road/officer", With("desk"), "officer="),
        get("/returnees/{id}/matches", With("see")),
        get("/returnees/{id}/shortest", With("see")),
        get("/returnees/{id}/candidacies", With("edit")),
        get("/returnees/{id}/courses", With("see")),
        get("/returnees/{id}/courses/find", With("edit")),
        get("/returnees/{id}/plan", With("desk")),
        post("/returnees/{id}/plan", With("desk"), "kind=document&words=Passport"),
        post("/returnees/{id}/plan/road", With("desk"), "road=paper:medical-book"),
        post("/returnees/{id}/plan/{step}", With("desk"), "state=done"),
        post("/returnees/{id}/notes", With("desk"), "note=Well"),
        post("/returnees/{id}/letters", With("desk"), "letter=Well"),
        post("/returnees/{id}/letters/read", With("desk"), ""),
        get("/returnees/{id}/work", With("see")),
        post(
            "/returnees/{id}/visits",
            With("desk"),
            "outcome=none&way=phone&on-day=21&on-month=11&on-year=2026",
        ),
        get("/returnees/{id}/spells/new", With("desk")),
        post(
            "/returnees/{id}/spells/new",
            With("desk"),
            "form=informal&from_on-day=1&from_on-month=11&from_on-year=2026",
        ),
        get("/returnees/{id}/spells/{spell}", With("desk")),
        post(
            "/returnees/{id}/spells/{spell}",
            With("desk"),
            "form=informal&from_on-day=1&from_on-month=11&from_on-year=2026&version=1",
        ),
        post("/returnees/{id}/spells/{spell}/proof", With("desk"), "by=seen"),
        get("/day", May("desk")),
        get("/day/{list}", May("desk")),
        get("/day/handover", May("desk")),
        post("/day/handover", May("desk"), "from={officer}&to={head}").gently(""),
        // Proposals of who could get which place.
        get("/proposals", May("figures")),
        get("/proposals/new", May("share")),
        post("/proposals/new", May("share"), "purpose=Places for the spring").gently(""),
        get("/proposals/{id}", SeenFrom("figures")),
        post("/proposals/{id}/decision", AtOffice("share"), "decision=all").gently("decision=none"),
        get("/proposals/{id}/places", SeenFrom("figures")),
        get("/proposals/{id}/places/{at}", SeenFrom("figures")),
        get("/proposals/{id}/value", SeenFrom("figures")),
        get("/proposals/{id}/value.csv", SeenFrom("figures")),
        get("/proposals/{id}/needs.csv", SeenFrom("figures")),
        get("/proposals/{id}/people", SeenFrom("check")),
        get("/proposals/{id}/people/{returnee}", SeenFrom("check")),
        post("/proposals/{id}/people/{returnee}/declined", SeenFrom("check"), "declined=far"),
        get("/me/proposals", Own),
        get("/vacancies/{id}/people", MayWithShown("check")),
        get("/courses/{id}/people", MayWithShown("check")),
        // One person and one vacancy.
        get("/candidacies/{id}", BothSides),
        post("/candidacies/{id}", BothSides, "step=withdraw").gently("step=confirm"),
        // Organisations.
        get("/organisation", For("offer")),
        get("/organisation/edit", For("offer")),
        post("/organisation/edit", For("offer"), "version=1&name=Other").gently("version=1"),
        get("/organisation/vacancies", For("employ")),
        get("/organisation/vacancies/new", For("employ")),
        post("/organisation/vacancies/new", For("employ"), OFFER),
        get("/organisation/vacancies/upload", For("employ")),
        post("/organisation/vacancies/upload", For("employ"), ""),
        get("/organisation/vacancies/{id}", For("employ")),
        get("/organisation/vacancies/{id}/edit", For("employ")),
        post("/organisation/vacancies/{id}/edit", For("employ"), OFFER).gently("version=1"),
        get("/organisation/people", For("employ")),
        get("/organisation/people/{spell}", For("employ")),
        post("/organisation/people/{spell}", For("employ"), "step=stays"),
        get("/teaching", For("teach")),
        get("/teaching/new", For("teach")),
        post("/teaching/new", For("teach"), COURSE),
        get("/teaching/courses/{id}", For("teach")),
        get("/teaching/courses/{id}/edit", For("teach")),
        post("/teaching/courses/{id}/edit", For("teach"), COURSE).gently("version=1"),
        get("/teaching/courses/{id}/groups/new", For("teach")),
        post("/teaching/courses/{id}/groups/new", For("teach"), "seats=5").gently(""),
        get("/teaching/groups/{id}", For("teach")),
        get("/teaching/groups/{id}/attendance", For("teach")),
        post("/teaching/groups/{id}/attendance", For("teach"), DAY),
        get("/teaching/people/{id}", For("teach")),
        post("/teaching/people/{id}", For("teach"), "state=completed&reason=Good").gently(""),
        post("/teaching/groups/{id}/end", For("teach"), ""),
        // Checks.
        get("/checks", May("check")),
        get("/checks/organisations/{id}", May("check")),
        post("/checks/organisations/{id}", May("check"), "decision=suspend&suspend=No&version=1")
            .gently("decision=suspend&version=1"),
        get("/checks/vacancies/{id}", May("check")),
        post("/checks/vacancies/{id}", May("check"), "decision=refuse&refuse=No&version=1")
            .gently("decision=refuse&version=1"),
        post("/checks/reports/{id}", May("check"), ""),
        get("/checks/courses", May("check")),
        get("/checks/courses/{id}", May("check")),
        post("/checks/courses/{id}", May("check"), "decision=refuse&reason=No&version=1")
            .gently("decision=refuse&version=1"),
        // The service itself.
        get("/offices", May("offices")),
        get("/accounts", May("accounts")),
        get("/accounts/new", May("accounts")),
        post("/accounts/new", May("accounts"), "").gently(""),
        get("/accounts/{id}", May("accounts")),
        post("/accounts/{id}", May("accounts"), "change=block").gently("change=unblock"),
        get("/import", Made("import")),
        post("/import", Made("import"), "kind=people"),
        get("/import/{id}", Made("import")),
        post("/import/{id}/columns", Made("import"), ""),
        post("/import/{id}/begin", Made("import"), "agreed=yes"),
        // There is no line that was not taken in these files.
        get("/import/{id}/bad-lines", Made("import")),
        // Programs.
        get("/api/v1/offices", May("offices")),
        get("/api/v1/territories", SignedIn),
        get("/api/v1/indicators", May("figures")),
        get("/api/v1/demand", Anybody),
        get("/api/v1/proposals", May("figures")),
        get("/api/v1/proposals/{id}", SeenFrom("figures")),
        get("/api/v1/proposals/{id}/places", SeenFrom("figures")),
        get("/api/v1/proposals/{id}/needs", SeenFrom("figures")),
        get("/api/v1/returnees", May("list")),
        post("/api/v1/returnees", May("register"), JSON_RECORD),
        get("/api/v1/returnees/count", May("count")),
        post("/api/v1/returnees/search", May("search"), r#"{"name": "Nearova"}"#),
        post("/api/v1/returnees/bulk", May("register"), r#"{"rows": []}"#),
        get("/api/v1/returnees/{id}", With("see")),
        Door { method: "PATCH", ..get("/api/v1/returnees/{id}", With("edit")) }
            .sends(r#"{"given": "Aida"}"#),
        Door { method: "DELETE", ..get("/api/v1/returnees/{id}", With("erase")) }.gently("-"),
        get("/api/v1/returnees/{id}/journal", With("log")),
        get("/api/v1/returnees/{id}/profile", With("see")),
        get("/api/v1/returnees/{id}/matches", With("see")),
        get("/api/v1/vacancies", For("employ")),
        post("/api/v1/vacancies", For("employ"), JSON_OFFER),
        get("/api/v1/vacancies/{id}", For("employ")),
        Door { method: "PATCH", ..get("/api/v1/vacancies/{id}", For("employ")) }
            .sends(r#"{"places": 2}"#),
        // What brings people together with an organisation, and what ends something, stands last.
        post("/vacancies/{id}/agree", OwnWithShown, ""),
        post("/courses/{id}/enrol", OwnWithShown, "group={group}"),
        post("/returnees/{id}/candidacies", With("edit"), "vacancy={vacancy}&word=proposed"),
        post("/returnees/{id}/courses", With("edit"), "group={group}"),
        post("/returnees/{id}/courses/{enrolment}/leave", With("edit"), ""),
        post("/me/courses/{id}/leave", Own, ""),
        post("/organisation/vacancies/{id}/close", For("employ"), ""),
        post("/teaching/courses/{id}/close", For("teach"), "version=1"),
        post("/teaching/groups/{id}/close", For("teach"), ""),
        post("/account/tokens/end", Account, "token={token}"),
        post("/account/sessions/end", Account, "session={session}"),
        post("/sign-out", Anybody, ""),
    ]
}
