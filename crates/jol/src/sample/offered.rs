//! Rows of employers and providers, of what they teach and of what they offer.

use domain::{
    access::{Actor, Role, Seat},
    classifier::Scheme,
    course::{Course, CourseState, Way},
    id::OrganisationId,
    language::Language,
    money::Som,
    territory::Territory,
    vacancy::{Offer, Standing, State, TypedOrganisation},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use uuid::Uuid;

use super::{
    Organisation,
    history::{self, COURSES, Chapter, Firm, Historian, words},
    records::{Registry, Rows},
};
use crate::{
    app::new_id,
    classifier::{built_in, trades},
    course::store::{CourseRow, GroupRow},
    db::journal::{Act, Entry, Note},
    refusal::Refusal,
    vacancy::store::{Organisation as OrganisationRow, Report, Vacancy},
    vault::{Chance, SeededChance},
};

/// An organisation that acts for itself.
pub struct Known {
    pub id: Uuid,
    pub account: Actor,
    pub name: String,
    /// Its courses in the catalogue, those that groups are made of first.
    pub courses: Vec<Uuid>,
}

/// Everybody who offers something, in the order of their numbers.
#[derive(Default)]
pub struct Offered {
    pub employers: Vec<Known>,
    pub providers: Vec<Known>,
}

/// The rows of organisations and of the catalogue.
#[derive(Default)]
pub struct Catalogue {
    pub organisations: Vec<OrganisationRow>,
    pub courses: Vec<CourseRow>,
    pub entries: Vec<Entry>,
}

/// Writes down what organisations tell of themselves.
pub struct Clerk<'a> {
    pub registry: &'a Registry,
    pub zone: TimeZone,
    pub chance: &'a dyn Chance,
}

fn entry(chance: &dyn Chance, act: &Act, action: &'static str, of: (&'static str, Uuid)) -> Entry {
    let (object_kind, object) = (of.0, Some(of.1));
    let note = Note { action, object_kind, object, ..Note::default() };
    Entry::new(new_id(act.at, chance), act, note)
}

impl Clerk<'_> {
    /// All employers and providers with their courses. Ids of their accounts come in the same order.
    pub fn catalogue(
        &self,
        historian: &Historian,
        employers: &[(Organisation, Uuid)],
        providers: &[(Organisation, Uuid)],
    ) -> anyhow::Result<(Offered, Catalogue)> {
        let (mut offered, mut made) = (Offered::default(), Catalogue::default());
        for (firm, (of, account)) in historian.employers.iter().zip(employers) {
            let known = self.organisation(firm, of, *account, Role::Employer, &mut made)?;
            offered.employers.push(known);
        }
        for (firm, (of, account)) in historian.providers.iter().zip(providers) {
            let mut known = self.organisation(firm, of, *account, Role::Provider, &mut made)?;
            self.courses(firm, &mut known, &mut made)?;
            offered.providers.push(known);
        }
        Ok((offered, made))
    }

    fn at(&self, day: Date) -> Timestamp {
        self.registry.moment(day, &self.zone, self.chance)
    }

    fn organisation(
        &self,
        firm: &Firm,
        of: &Organisation,
        account: Uuid,
        role: Role,
        made: &mut Catalogue,
    ) -> anyhow::Result<Known> {
        let made_at = self.at(firm.made_on);
        let id = new_id(made_at, self.chance);
        let street = ["Ленин", "Манас", "Курманжан Датка", "Токтогул"][firm.number % 4];
        let first = if role == Role::Employer { 3_000_000 } else { 7_000_000 };
        let typed = TypedOrganisation {
            kind: role.code().to_owned(),
            name: of.name.clone(),
            tax_number: of.tax_number.clone(),
            sector: history::division(of.sector).to_owned(),
            territory: of.territory.to_owned(),
            address: format!("{street} көчөсү, {}", 1 + firm.number % 120),
            contact: ["Кадрлар бөлүмү", "Отдел кадров", "Директор"][firm.number % 3].to_owned(),
            phone: format!("+99659{:07}", first + firm.number),
        };
        let details = typed
            .read(built_in())
            .map_err(|faults| anyhow::anyhow!("an organisation of the sample: {faults:?}"))?;
        let new = OrganisationRow::new(id, &details, made_at);
        let account =
            Actor { id: account, role, seat: Seat::Organisation(OrganisationId::from_uuid(id)) };
        made.entries.push(entry(
            self.chance,
            &Act::new(account, made_at),
            "registered",
            ("organisation", id),
        ));
        let standing = firm.standing.code().to_owned();
        let row = match firm.decided_on.filter(|_| firm.standing != Standing::Waiting) {
            None => new,
            Some(day) => {
                let officer = self.registry.officer_near(of.territory, firm.number);
                let decided_at = self.at(day).max(made_at);
                let act = Act::new(officer, decided_at);
                let action = firm.standing.code();
                made.entries.push(entry(self.chance, &act, action, ("organisation", id)));
                let paper = words::EVIDENCE[firm.number % words::EVIDENCE.len()];
                let reason = words::REFUSED[firm.number % words::REFUSED.len()];
                let is_refused = firm.standing == Standing::Refused;
                OrganisationRow {
                    standing,
                    evidence: (!is_refused).then(|| paper.to_owned()),
                    reason: (!firm.standing.is_good()).then(|| reason.to_owned()),
                    decided_by: Some(officer.id),
                    decided_at: Some(decided_at),
                    version: 2,
                    ..new
                }
            }
        };
        made.organisations.push(row);
        Ok(Known { id, account, name: of.name.clone(), courses: Vec::new() })
    }

    /// Two courses of the sector, and of some providers a third, which waits or was refused now and then.
    fn courses(&self, firm: &Firm, known: &mut Known, made: &mut Catalogue) -> anyhow::Result<()> {
        let has_more = firm.number.is_multiple_of(3);
        for which in 0..COURSES + usize::from(has_more) {
            let (title, occupation, hours) = words::course(firm.sector, which);
            let lists = built_in();
            let occupation = lists.read(Scheme::Occupation, occupation)?;
            let concept = lists.find(Scheme::Occupation, &occupation);
            let skills = concept.map(|one| one.skills.iter().take(4).cloned().collect());
            let in_kyrgyz = title.contains(['ү', 'ө', 'ң', 'Ү', 'Ө']) || which == 0;
            let course = Course {
                title: title.parse()?,
                occupation,
                skills: skills.unwrap_or_default(),
                licences: Default::default(),
                hours,
                // Most are paid by the state.
                price: Som::from_tyiyn(if firm.number % 4 == 3 { 450_000 } else { 0 }),
                language: if in_kyrgyz { Language::Ky } else { Language::Ru },
                way: if firm.number % 7 == 3 { Way::Mixed } else { Way::InPlace },
                words: Some(words::course_text(firm.number + which).parse()?),
            };
            let is_checked = firm.standing == Standing::Verified;
            let state = match (is_checked, which < COURSES, firm.number % 9) {
                (false, ..) => CourseState::Waiting,
                (true, false, 3) => CourseState::Waiting,
                (true, false, 6) => CourseState::Refused,
                _ => CourseState::Open,
            };
            let made_on = match (which < COURSES, state) {
                (false, CourseState::Waiting) => self.registry.today,
                _ => firm.decided_on.unwrap_or(firm.made_on),
            };
            let made_at = self.at(made_on);
            let id = new_id(made_at, self.chance);
            let by = (known.account.id, made_at);
            let row = CourseRow::new(id, known.id, &course, lists, by);
            let act = Act::new(known.account, made_at);
            made.entries.push(entry(self.chance, &act, "offered", ("course", id)));
            let row = match state {
                CourseState::Waiting => row,
                _ => {
                    let officer = self.registry.officer_near(firm.territory, firm.number);
                    let day = made_on.tomorrow().unwrap_or(made_on).min(self.registry.today);
                    let checked_at = self.at(day).max(made_at);
                    let is_refused = state == CourseState::Refused;
                    let action = if is_refused { "refused" } else { "let-through" };
                    let act = Act::new(officer, checked_at);
                    made.entries.push(entry(self.chance, &act, action, ("course", id)));
                    CourseRow {
                        state: state.code().to_owned(),
                        reason: is_refused.then(|| words::COURSE_REFUSED.to_owned()),
                        checked_by: Some(officer.id),
                        checked_at: Some(checked_at),
                        version: 2,
                        ..row
                    }
                }
            };
            known.courses.push(id);
            made.courses.push(row);
        }
        Ok(())
    }
}

/// The vacancies and groups of a chapter, by the ids they get.
#[derive(Default)]
pub struct Shared {
    pub vacancies: Vec<Uuid>,
    pub groups: Vec<Uuid>,
}

/// Writes down what the people of a chapter share.
pub struct Sharing<'a> {
    pub registry: &'a Registry,
    pub zone: &'a TimeZone,
    pub chance: &'a SeededChance,
    pub rows: &'a mut Rows,
}

impl Sharing<'_> {
    pub fn write(&mut self, chapter: &Chapter) -> Result<Shared, Refusal> {
        let mut shared = Shared::default();
        for one in &chapter.vacancies {
            shared.vacancies.push(self.vacancy(one)?);
        }
        for group in &chapter.groups {
            shared.groups.push(self.group(group));
        }
        Ok(shared)
    }

    fn at(&self, day: Date) -> Timestamp {
        self.registry.moment(day, self.zone, self.chance)
    }

    fn note(
        &mut self,
        actor: Actor,
        at: Timestamp,
        action: &'static str,
        of: (&'static str, Uuid),
    ) {
        self.rows.entries.push(entry(self.chance, &Act::new(actor, at), action, of));
    }

    fn vacancy(&mut self, one: &history::Vacancy) -> Result<Uuid, Refusal> {
        let officer = self.registry.officer_near(one.territory, one.words);
        let employer = &self.registry.offered.employers[one.employer];
        let made_at = self.at(one.made_on);
        let id = new_id(made_at, self.chance);
        let new = Vacancy::new(id, employer.id, employer.account.id, made_at);
        let new = new.offering(&offer(one)?, &employer.name, built_in());
        self.note(employer.account, made_at, "posted", ("vacancy", id));
        let checked_at = one.checked_on.map(|day| self.at(day).max(made_at));
        let is_refused = one.state == State::Refused;
        if let Some(at) = checked_at {
            let action = if is_refused { "refused" } else { "let-through" };
            self.note(officer, at, action, ("vacancy", id));
        }
        if let Some(day) = one.ended_on {
            self.note(employer.account, self.at(day), "closed", ("vacancy", id));
        }
        self.rows.vacancies.push(Vacancy {
            state: one.state.code().to_owned(),
            reason: is_refused.then(|| words::VACANCY_REFUSED.to_owned()),
            checked_by: checked_at.map(|_| officer.id),
            checked_at,
            opened_on: one.checked_on,
            version: 1 + i64::from(checked_at.is_some()) + i64::from(one.ended_on.is_some()),
            ..new
        });
        if let Some(reported) = &one.reported {
            self.report(reported, id, officer);
        }
        Ok(id)
    }

    fn report(&mut self, reported: &history::Reported, vacancy: Uuid, officer: Actor) {
        let made_at = self.at(reported.on);
        let handled_at = reported.handled_on.map(|day| self.at(day));
        let (reason, words) = words::report(reported.reason);
        let id = new_id(made_at, self.chance);
        self.rows.reports.push(Report {
            id,
            vacancy,
            reason: reason.to_owned(),
            words: Some(words.to_owned()),
            made_at,
            handled_by: handled_at.map(|_| officer.id),
            handled_at,
        });
        // Who complained is not written down.
        self.note(self.registry.importer, made_at, "reported", ("vacancy", vacancy));
        if let Some(at) = handled_at {
            self.note(officer, at, "handled", ("report", id));
        }
    }

    fn group(&mut self, group: &history::Group) -> Uuid {
        const PLACES: [&str; COURSES] = ["Окуу корпусу, 2-кабат", "Мастерская"];
        let provider = &self.registry.offered.providers[group.provider];
        let made_at = self.at(group.made_on);
        let id = new_id(made_at, self.chance);
        self.note(provider.account, made_at, "offered", ("course_group", id));
        let closed_at = group.judged_on.map(|day| self.at(day));
        if let Some(at) = closed_at {
            self.note(provider.account, at, "closed", ("course_group", id));
        }
        self.rows.groups.push(GroupRow {
            id,
            course: provider.courses[group.course],
            organisation: provider.id,
            territory: group.territory.to_owned(),
            place: Some(PLACES[group.course].to_owned()),
            starts_on: group.starts_on,
            ends_on: group.ends_on,
            seats: group.seats as i64,
            closed_at,
            made_at,
            version: if closed_at.is_some() { 2 } else { 1 },
        });
        id
    }
}

/// What is offered, in Kyrgyz or in Russian.
fn offer(one: &history::Vacancy) -> Result<Offer, Refusal> {
    let ours = |error: &dyn std::fmt::Display| Refusal::Ours(anyhow::anyhow!("{error}"));
    let names = &one.occupation.names;
    let title = if one.words.is_multiple_of(2) { &names[0] } else { &names[1] };
    let mut needs: Vec<String> = Vec::new();
    if one.asks.0 {
        // The first thing has to be known, the second can be learned at work.
        let skills = one.occupation.skills.iter().take(2).zip(["!", ""]);
        needs.extend(skills.map(|(skill, must)| format!("skill:{skill}{must}")));
    }
    let licence = history::licence(one.occupation.code.as_str());
    needs.extend(licence.map(|licence| format!("licence:{licence}!")));
    // Every other employer asks for a paper of the trade, such as a medical book.
    let papers = trades().find(&one.occupation.code).map(|trade| trade.licences.iter());
    if let (None, Some(paper)) = (licence, papers.and_then(|mut all| all.next()))
        && one.words.is_multiple_of(2)
    {
        needs.push(format!("licence:{paper}!"));
    }
    if one.asks.1 > 0 {
        needs.push(format!("months:{}", one.asks.1));
    }
    let som = |som: i64| Some(Som::from_tyiyn(som * 100));
    Ok(Offer {
        title: title.parse().map_err(|error| ours(&error))?,
        occupation: one.occupation.code.clone(),
        territory: Territory::parse(one.territory).map_err(|error| ours(&error))?,
        wage_from: som(one.wage.0),
        wage_to: som(one.wage.1),
        form: one.form.parse().map_err(|error| ours(&error))?,
        places: u16::try_from(one.places).unwrap_or(1),
        starts_on: None,
        closes_on: one.closes_on,
        needs: needs.join(" ").parse().map_err(|error| ours(&error))?,
        words: Some(words::vacancy(one.words).parse().map_err(|error| ours(&error))?),
    })
}
