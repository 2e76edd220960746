//! What somebody really does after coming home, whether or not the service hears of it.

use domain::followup::Form;
use jiff::civil::Date;

use super::{
    super::{
        chance::Chance,
        person::{Employment, SamplePerson, Sex},
    },
    days_after, days_before,
    rates::*,
};

/// Work, from a day to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    pub form: Form,
    pub from: Date,
    /// The last day, if it has ended or will.
    pub to: Option<Date>,
    /// The candidacy it came from, by its place among those of the person.
    pub hired: Option<usize>,
}

impl Job {
    pub fn covers(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// Jobs one after another, and what somebody does between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Life {
    pub jobs: Vec<Job>,
    pub idle: Form,
}

/// Work begins within six months of a course, or because of something else.
const SIX_MONTHS: i32 = 180;

/// Nobody has had more work than this in three years.
const MOST_JOBS: usize = 5;

impl Life {
    pub fn new(person: &SamplePerson, today: Date, chance: &mut Chance) -> Self {
        let end = person.left_again_on.unwrap_or(today);
        let age = person.born_on.map_or(30, |born| person.returned_on.year() - born.year());
        let at_home = person.sex == Sex::Female
            && person.household.dependants > 0
            && chance.happens(WOMEN_AT_HOME.value);
        let retired = age >= 56 && chance.happens(OLDER_WITHOUT_WORK.value);
        let idle = if at_home || retired { Form::Inactive } else { Form::Unemployed };
        let mut life = Self { jobs: Vec::new(), idle };
        if idle == Form::Inactive {
            return life;
        }
        if let (Some(job), Some(from)) = (person.first_job, person.first_job_on()) {
            let in_a_city = matches!(&person.territory[3..5], "08" | "11" | "21");
            let to = person.first_job_ended_on();
            let form = match form(job.form, chance) {
                Form::Informal if in_a_city && chance.happens(FORMAL_IN_THE_CITIES.value) => {
                    Form::Formal
                }
                form => form,
            };
            life.jobs.push(Job { form, from, to, hired: None });
            while let Some(next) = life.again(today, chance) {
                life.jobs.push(next);
            }
        }
        life.end(end);
        life
    }

    /// The next work after one that has ended.
    fn again(&self, today: Date, chance: &mut Chance) -> Option<Job> {
        let ended = self.jobs.last()?.to?;
        if ended >= today || self.jobs.len() == MOST_JOBS || !chance.happens(WORKS_AGAIN.value) {
            return None;
        }
        let from = days_after(ended, chance.between(10, 90));
        let drawn = f64::from(chance.below(1_000)) / 1_000.0;
        let employment = if drawn < AGAIN_FORMAL.value {
            Employment::Formal
        } else if drawn < AGAIN_FORMAL.value + AGAIN_INFORMAL.value {
            Employment::Informal
        } else {
            Employment::Seasonal
        };
        let lasted = match employment {
            Employment::Seasonal => Some(chance.between(30, 210)),
            _ => chance.happens(0.3).then(|| chance.between(20, 400)),
        };
        let to = lasted.map(|days| days_after(from, days));
        (from <= today).then(|| Job { form: form(employment, chance), from, to, hired: None })
    }

    /// Nothing goes on behind the day on which somebody leaves again, and nothing is told of days to come.
    fn end(&mut self, last: Date) {
        self.jobs.retain(|job| job.from <= last);
        if let Some(job) = self.jobs.last_mut() {
            job.to = job.to.filter(|to| *to < last);
        }
    }

    /// A course opens a door for some: other work, which takes the place of what would have come.
    pub fn trained(&mut self, ended: Date, person: &SamplePerson, today: Date, c: &mut Chance) {
        let works_formally = self.jobs.iter().any(|job| job.form.is_formal() && job.covers(ended));
        if self.idle == Form::Inactive || works_formally || !c.happens(TRAINED_FIND_WORK.value) {
            return;
        }
        let from = days_after(ended, c.between(4, SIX_MONTHS - 10));
        if from > person.left_again_on.unwrap_or(today) {
            return;
        }
        let form = match c.happens(TRAINED_FORMAL.value) {
            true => form(Employment::Formal, c),
            false => form(Employment::Informal, c),
        };
        let lasted = c.happens(0.2).then(|| days_after(from, c.between(30, 400)));
        self.jobs.retain(|job| job.from < from);
        if let Some(job) = self.jobs.last_mut() {
            let before = days_before(from, 1);
            job.to = Some(job.to.map_or(before, |to| to.min(before)));
        }
        self.jobs.push(Job { form, from, to: lasted, hired: None });
        self.end(person.left_again_on.unwrap_or(today));
    }

    pub fn job_on(&self, day: Date) -> Option<&Job> {
        self.jobs.iter().find(|job| job.covers(day))
    }

    pub fn form_on(&self, day: Date) -> Form {
        self.job_on(day).map_or(self.idle, |job| job.form)
    }
}

/// The form as the service tells them apart.
fn form(employment: Employment, chance: &mut Chance) -> Form {
    match employment {
        Employment::Formal if chance.happens(SELF_REGISTERED.value) => Form::SelfRegistered,
        Employment::Formal => Form::Formal,
        Employment::Informal if chance.happens(SELF_UNREGISTERED.value) => Form::SelfUnregistered,
        Employment::Informal => Form::Informal,
        Employment::Seasonal => Form::Seasonal,
        Employment::Searching => Form::Unemployed,
    }
}
