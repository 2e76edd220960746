//! What stands behind an address: for every shape of address the things it can be about.

use std::collections::BTreeMap;

use crate::doors_world::{PLACE, Person, World};

/// What stands behind an address, as the oracle knows it.
#[derive(Clone, Debug, Default)]
pub struct Thing {
    pub what: String,
    pub is_there: bool,
    /// Whether everybody is shown it.
    pub is_open: bool,
    pub person: Option<&'static str>,
    /// The second of two people.
    pub other: Option<&'static str>,
    pub organisation: Option<&'static str>,
    /// The office it is about.
    pub office: Option<&'static str>,
    /// The account it belongs to.
    pub made_by: Option<&'static str>,
    /// What is put into the address and into the body.
    pub fill: BTreeMap<&'static str, String>,
}

impl Thing {
    pub fn new(what: &str) -> Self {
        Self { what: what.to_owned(), is_there: true, ..Self::default() }
    }

    #[must_use]
    pub fn with(mut self, place: &'static str, value: impl ToString) -> Self {
        self.fill.insert(place, value.to_string());
        self
    }

    #[must_use]
    pub fn of(self, person: &'static str) -> Self {
        Self { person: Some(person), ..self }
    }

    #[must_use]
    pub fn at(self, organisation: &'static str) -> Self {
        Self { organisation: Some(organisation), ..self }
    }

    #[must_use]
    pub fn open(self, is_open: bool) -> Self {
        Self { is_open, ..self }
    }

    #[must_use]
    pub fn not_there(self) -> Self {
        Self { is_there: false, ..self }
    }

    pub fn filled(&self, text: &str) -> String {
        let fill = |text: String, (place, value): (&&str, &String)| {
            text.replace(&format!("{{{place}}}"), value)
        };
        self.fill.iter().fold(text.to_owned(), fill)
    }
}

impl World {
    /// What an address of this shape can be about: things of every kind, and last of all one that is not there.
    pub fn things(&self, path: &str) -> Vec<Thing> {
        let absent = Thing::new("nothing").not_there();
        let nowhere =
            |place: &'static str| absent.clone().with(place, self.country.cell.app.new_id());
        let with_nothing = |mut things: Vec<Thing>| {
            things.push(nowhere("id"));
            things
        };
        let after = |start: &str| path.starts_with(start);
        if !path.contains('{') {
            return vec![self.filling(Thing::new("it"))];
        }
        let things = if after("/assets/") {
            let css = jol::web::assets::css_path().to_owned();
            let name = css.rsplit('/').next().unwrap().to_owned();
            vec![Thing::new("the style").open(true).with("name", name), nowhere("name")]
        } else if after("/returnees/{id}") || after("/api/v1/returnees/{id}") {
            self.of_people(path)
        } else if after("/me/profile/{line}") {
            let lines = self.people.iter();
            let line = |one: &Person| Thing::new("a line").of(one.name).with("line", one.line);
            let mut lines: Vec<Thing> = lines.map(line).collect();
            lines.push(nowhere("line"));
            lines
        } else if after("/files/") {
            let file = |one: &Person| Thing::new("a file").of(one.name).with("id", one.file);
            with_nothing(self.people.iter().map(file).collect())
        } else if after("/candidacies/") {
            with_nothing(self.candidacies.clone())
        } else if after("/organisation/people/") {
            self.jobs.iter().cloned().chain([nowhere("spell")]).collect()
        } else if after("/me/courses/{id}") || after("/teaching/people/") {
            with_nothing(self.enrolments.clone())
        } else if after("/teaching/groups/") {
            with_nothing(self.groups.clone())
        } else if after("/courses/") || after("/teaching/courses/") || after("/checks/courses/") {
            with_nothing(self.courses.clone())
        } else if after("/vacancies/")
            || after("/organisation/vacancies/")
            || after("/api/v1/vacancies/")
            || after("/checks/vacancies/")
        {
            with_nothing(self.vacancies.clone())
        } else if after("/pairs/{id}") {
            with_nothing(self.pairs.clone())
        } else if after("/proposals/{id}/people/{returnee}") {
            self.lines()
        } else if after("/proposals/{id}") || after("/api/v1/proposals/{id}") {
            let at = |thing: &Thing, at: i64| thing.clone().with("at", at);
            let mut places: Vec<Thing> = self.proposals.iter().map(|one| at(one, PLACE)).collect();
            if path.contains("{at}") {
                places.push(
                    Thing { what: "no place".into(), ..at(&self.proposals[0], 8765) }.not_there(),
                );
            }
            places.push(at(&nowhere("id"), 8765));
            places
        } else if after("/checks/organisations/") {
            with_nothing(self.organisations.clone())
        } else if after("/checks/reports/") {
            with_nothing(self.reports.clone())
        } else if after("/import/") {
            // Every line of these files was taken.
            let is_there = !path.ends_with("/bad-lines");
            let runs = self.runs.iter().cloned().map(|run| Thing { is_there, ..run });
            with_nothing(runs.collect())
        } else if after("/accounts/") {
            with_nothing(vec![Thing::new("an account").with("id", self.account)])
        } else if after("/day/{list}") {
            let list = |code: &str| Thing::new(code).with("list", code);
            vec![list("visits"), list("letters"), list("plans")]
        } else if after("/register/{step}") {
            vec![Thing::new("a step").with("step", "name"), absent.with("step", "nothing")]
        } else {
            panic!("{path}: say in `doors_things.rs` which things it can be about");
        };
        things.into_iter().map(|thing| self.filling(thing)).collect()
    }

    /// People in proposals: some have a line, others have none.
    fn lines(&self) -> Vec<Thing> {
        let of = |proposal: &Thing, person: &Person, is_there: bool| {
            let what = format!("{} in {}", person.name, proposal.what);
            let thing = Thing { what, is_there, ..proposal.clone() };
            thing.of(person.name).with("returnee", person.id)
        };
        let (country, osh) = (&self.proposals[0], &self.proposals[1]);
        let has_line = |person: &Person| matches!(person.name, "Nearova" | "Farova");
        let mut lines: Vec<Thing> =
            self.people.iter().map(|one| of(country, one, has_line(one))).collect();
        lines.push(of(osh, self.named("Farova"), false));
        let new = || self.country.cell.app.new_id();
        let nothing = Thing::new("nothing").not_there().with("id", new());
        lines.push(nothing.with("returnee", new()));
        lines
    }

    /// What bodies may speak of.
    fn filling(&self, thing: Thing) -> Thing {
        let visitor = |name: &str| self.visitors.iter().find(|one| one.name == name).unwrap().id;
        let person = thing.person.map(|name| self.named(name));
        let sensitivity = match person.is_some_and(|person| person.restricted) {
            true => "restricted",
            false => "ordinary",
        };
        let group = thing.fill.get("group").cloned();
        thing
            .with("group", group.unwrap_or_else(|| self.groups[0].fill["id"].clone()))
            .with("sensitivity", sensitivity)
            .with("vacancy", &self.vacancies[0].fill["id"])
            .with("officer", visitor("officer of Leilek"))
            .with("head", visitor("head of Leilek"))
    }

    /// A record with what hangs on it: of each person their own, and of one what belongs to another.
    fn of_people(&self, path: &str) -> Vec<Thing> {
        let enrolment = |name: &str| {
            let of = |one: &&Thing| one.person == Some(name);
            let none = self.country.cell.app.new_id().to_string();
            self.enrolments.iter().find(of).map_or(none, |one| one.fill["id"].clone())
        };
        let of = |one: &Person, of: &Person| {
            Thing::new(one.name)
                .of(one.name)
                .with("id", one.id)
                .with("line", of.line)
                .with("spell", of.spell)
                .with("step", of.step)
                .with("enrolment", enrolment(of.name))
        };
        let nothing = |id: String| {
            let mut thing = Thing::new("nothing").not_there().with("id", id);
            for place in ["line", "spell", "step", "enrolment"] {
                thing = thing.with(place, self.country.cell.app.new_id());
            }
            thing
        };
        let mut things: Vec<Thing> = self.people.iter().map(|one| of(one, one)).collect();
        // Some have no seat anywhere.
        if path.contains("{enrolment}") {
            things.retain(|one| matches!(one.person, Some("Nearova" | "Farova")));
        }
        if path.matches('{').count() > 1 {
            let (near, far) = (self.named("Nearova"), self.named("Farova"));
            let mixed = Thing { what: "Nearova with what is Farova's".into(), ..of(near, far) };
            things.push(mixed.not_there());
            let (near, none) = (near.id.to_string(), nothing(String::new()));
            let mixed =
                Thing { fill: none.with("id", near).fill, ..of(self.named("Nearova"), far) };
            things.push(Thing { what: "Nearova with nothing".into(), ..mixed }.not_there());
        }
        things.push(nothing(self.country.cell.app.new_id().to_string()));
        things
    }
}
