//! Making the people: households, one after another, in blocks that know nothing of each other.
//!
//! A block of [`BLOCK`] people depends on the seed and its own number alone. So blocks are made in
//! any order, on any number of threads, and the first people are the same in a small country and in
//! a large one.
//!
//! Personal numbers must never meet, although no block can look into another. A number holds sex,
//! birth date and a tail of five digits; the tail follows from the index and comes again after
//! [`TAILS`] people. Those who share a tail are kept apart by the birth date: its day of the year
//! (for a 1 January, its year) leaves another remainder when divided by [`CLASSES`].

use jiff::civil::Date;

use super::{
    calendar::{Calendar, RETURN_DAYS, day_of_year},
    chance::{Chance, Weighted},
    hard_cases,
    letters::{self, LatinHabit, RussianHabit},
    names::{self, Man, Names},
    parameters::{self as share, Table},
    person::*,
    places::{self, Mix},
    work::{Trade, Trades},
};

/// People in a block.
pub const BLOCK: usize = 25;

/// Tails of personal numbers that blocks use. Those above are kept for the hard cases.
pub const TAILS: usize = 99_000;

/// How often a tail can come again.
const CLASSES: i32 = 11;

/// More people would make equal personal numbers.
pub const MOST_PEOPLE: usize = 1_000_000;

const _: () = assert!(MOST_PEOPLE <= TAILS * CLASSES as usize && TAILS.is_multiple_of(BLOCK));

/// What a stream of chance is for.
const PEOPLE: u64 = 1;
const CLASS: u64 = 2;

/// Everything drawn from, prepared once.
pub struct Population {
    seed: u64,
    calendar: Calendar,
    names: Names,
    trades: Trades,
    places: Weighted<(&'static str, Mix)>,
    mixes: Vec<Weighted<Naming>>,
    jobs: Weighted<Employment>,
    vulnerable: Vec<(Vulnerability, f64)>,
    tables: Tables,
}

macro_rules! tables {
    ($($field:ident: $kind:ty = $table:ident,)+) => {
        struct Tables {
            $($field: Weighted<$kind>,)+
        }

        impl Tables {
            fn new() -> Self {
                Self { $($field: weighted(share::$table),)+ }
            }
        }
    };
}

fn weighted<T: Copy>(table: Table<T>) -> Weighted<T> {
    Weighted::new(table.iter().map(|(value, parameter)| (*value, parameter.value)))
}

tables! {
    households: HouseholdKind = HOUSEHOLDS,
    dependants: u8 = DEPENDANTS,
    ages: (i32, i32) = AGES,
    scripts: Script = SCRIPTS,
    zh: &'static str = LATIN_ZH,
    kyrgyz_pages: &'static str = KYRGYZ_PAGES,
    uzbek_pages: &'static str = UZBEK_PAGES,
    other_pages: &'static str = OTHER_PAGES,
    countries: Abroad = COUNTRIES,
    phones: PhonePlan = PHONE_COUNTRIES,
    educations: Education = EDUCATIONS,
    reasons: Reason = REASONS,
    intentions: Intention = INTENTIONS,
    roads: (Integration, Employment) = ROADS,
    stays: (i32, i32) = STAYS,
    delays: (i32, i32) = DELAYS,
    channels: Channel = CHANNELS,
}

/// One of a household, before anything is written down about them.
#[derive(Clone, Copy)]
pub struct Member {
    pub role: Role,
    pub sex: Sex,
    pub naming: Naming,
    pub form: SurnameForm,
    pub family: &'static str,
    pub given: Man,
    pub father: Man,
    pub territory: &'static str,
    pub born_in: i16,
    pub country: Abroad,
    pub days_abroad: usize,
    pub days_home: usize,
}

impl Member {
    fn true_name(&self) -> Name {
        Name {
            surname: names::surname(self.naming, self.form, self.family, self.father, self.sex),
            given: self.given.name.to_owned(),
            patronymic: names::patronymic(self.form, self.father, self.sex),
        }
    }
}

struct Name {
    surname: String,
    given: String,
    patronymic: Option<String>,
}

impl Name {
    fn spelt(&self, spell: impl Fn(&str) -> String) -> Self {
        Self {
            surname: spell(&self.surname),
            given: spell(&self.given),
            patronymic: self.patronymic.as_deref().map(spell),
        }
    }
}

impl Population {
    pub fn new(seed: u64, today: Date) -> Self {
        let jobs = share::EMPLOYMENTS.iter().filter(|(form, _)| *form != Employment::Searching);
        Self {
            seed,
            calendar: Calendar::new(today),
            names: Names::new(),
            trades: Trades::new(),
            places: places::weighted(),
            mixes: Mix::ALL.iter().map(|mix| Weighted::new(mix.shares())).collect(),
            jobs: Weighted::new(jobs.map(|(form, parameter)| (*form, parameter.value))),
            vulnerable: share::VULNERABILITIES
                .iter()
                .map(|(flag, parameter)| (*flag, parameter.value))
                .collect(),
            tables: Tables::new(),
        }
    }

    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    pub fn names(&self) -> &Names {
        &self.names
    }

    /// The people of one block, the hard case at its beginning included.
    pub fn block(&self, block: usize) -> Vec<SamplePerson> {
        let mut chance = Chance::new(self.seed, PEOPLE, block as u64);
        let mut people = Vec::with_capacity(BLOCK);
        hard_cases::begin(self, block, &mut people, &mut chance);
        while people.len() < BLOCK {
            self.household(block, &mut people, &mut chance);
        }
        people
    }

    fn household(&self, block: usize, people: &mut Vec<SamplePerson>, chance: &mut Chance) {
        let first = people.len();
        let household = Household {
            id: block * BLOCK + first,
            role: Role::Head,
            dependants: *self.tables.dependants.draw(chance),
        };
        let kind = *self.tables.households.draw(chance);
        let mut head = self.head(chance);
        if kind == HouseholdKind::ParentAndChild {
            head.born_in = head.born_in.min(self.latest_birth() - 20);
        }
        let mut members = vec![head];
        match kind {
            HouseholdKind::Alone => (),
            HouseholdKind::Couple => members.push(self.spouse(head, chance)),
            HouseholdKind::Siblings => {
                let others = chance.between(1, 3);
                members.extend((0..others).map(|_| self.sibling(head, chance)));
            }
            HouseholdKind::ParentAndChild => members.push(self.child(head, chance)),
        }
        for member in members {
            // What does not fit ends with the block. A household never reaches into the next one.
            if people.len() < BLOCK {
                let household = Household { role: member.role, ..household };
                let person = self.person(block * BLOCK + people.len(), member, household, chance);
                people.push(person);
                self.share_phone(first, people, chance);
            }
            if people.len() < BLOCK && chance.happens(share::REGISTERED_TWICE.value) {
                let again = self.registered_again(&people[people.len() - 1], member, chance);
                people.push(again);
            }
        }
    }

    fn share_phone(&self, first: usize, people: &mut [SamplePerson], chance: &mut Chance) {
        let last = people.len() - 1;
        if first < last && chance.happens(share::SHARED_PHONE.value) {
            people[last].phone = people[first].phone.clone();
        }
    }

    /// The first of a household.
    pub fn head(&self, chance: &mut Chance) -> Member {
        let (territory, mix) = *self.places.draw(chance);
        let naming = *self.mixes[mix as usize].draw(chance);
        let sex = sex(chance);
        let family = self.names.family(naming, chance);
        let days_home = self.calendar.days_since_return(chance);
        let (youngest, oldest) = *self.tables.ages.draw(chance);
        let born_in = self.calendar.ago(days_home).year() - chance.between(youngest, oldest) as i16;
        Member {
            role: Role::Head,
            sex,
            naming,
            form: self.names.surname_form(naming, family, chance),
            family,
            given: self.given(naming, sex, chance),
            father: self.names.man(naming, chance),
            territory,
            born_in,
            country: *self.tables.countries.draw(chance),
            days_abroad: self.days_abroad(born_in, days_home, chance),
            days_home,
        }
    }

    fn given(&self, naming: Naming, sex: Sex, chance: &mut Chance) -> Man {
        match sex {
            Sex::Male => self.names.man(naming, chance),
            Sex::Female => Man::called(self.names.woman(naming, chance)),
        }
    }

    fn days_abroad(&self, born_in: i16, days_home: usize, chance: &mut Chance) -> usize {
        let stay = |(shortest, longest): (i32, i32), chance: &mut Chance| {
            chance.between(shortest, longest) as usize
        };
        let drawn = stay(*self.tables.stays.draw(chance), chance);
        // Nobody leaves for work before seventeen.
        if self.calendar.ago(days_home + drawn).year() - born_in < 17 {
            return stay(share::STAYS[0].0, chance);
        }
        drawn
    }

    fn spouse(&self, head: Member, chance: &mut Chance) -> Member {
        let sex = if head.sex == Sex::Female { Sex::Male } else { Sex::Female };
        let father = self.names.man(head.naming, chance);
        self.relative(Member { role: Role::Spouse, sex, father, ..head }, (-5, 5), chance)
    }

    fn sibling(&self, head: Member, chance: &mut Chance) -> Member {
        self.relative(Member { role: Role::Sibling, sex: sex(chance), ..head }, (-8, 8), chance)
    }

    fn child(&self, head: Member, chance: &mut Chance) -> Member {
        let father =
            if head.sex == Sex::Male { head.given } else { self.names.man(head.naming, chance) };
        self.relative(
            Member { role: Role::Child, sex: sex(chance), father, ..head },
            (19, 30),
            chance,
        )
    }

    /// What a relative has of their own: a given name, an age and, often, a way home.
    fn relative(&self, member: Member, years: (i32, i32), chance: &mut Chance) -> Member {
        // Nobody is called like the first of the household: parents and eldest do not repeat a name.
        let mut given = self.given(member.naming, member.sex, chance);
        while given == member.given {
            given = self.given(member.naming, member.sex, chance);
        }
        let mut own = Member {
            given,
            born_in: (member.born_in + chance.between(years.0, years.1) as i16)
                .min(self.latest_birth()),
            ..member
        };
        if !chance.happens(share::TOGETHER.value) {
            own.country = *self.tables.countries.draw(chance);
            own.days_home = self.calendar.days_since_return(chance);
        }
        own.days_abroad = self.days_abroad(own.born_in, own.days_home, chance);
        own
    }

    /// Those born later would have been children at the earliest return.
    fn latest_birth(&self) -> i16 {
        self.calendar.ago(RETURN_DAYS).year() - 18
    }

    /// The record an officer sees.
    pub fn person(
        &self,
        index: usize,
        member: Member,
        household: Household,
        chance: &mut Chance,
    ) -> SamplePerson {
        let tables = &self.tables;
        let script = *tables.scripts.draw(chance);
        let habit = self.latin_habit(chance);
        let mut name = self.written(&member, script, habit, chance);
        if chance.happens(share::NO_PATRONYMIC.value) {
            name.patronymic = None;
        }
        if chance.happens(share::MISTYPED_NAME.value) {
            name.surname = mistyped(&name.surname, chance);
        }

        let true_birth = self.birthday(index, member.born_in, chance);
        let pin = (!chance.happens(share::NO_PIN.value))
            .then(|| pin(member.sex, true_birth, self.tail(index)));
        let born_on = if chance.happens(share::NO_BIRTH_DATE.value) {
            None
        } else if chance.happens(share::TYPED_AS_1_JANUARY.value) {
            Date::new(true_birth.year(), 1, 1).ok()
        } else {
            Some(true_birth)
        };
        let plan = *tables.phones.draw(chance);
        let phone = (!chance.happens(share::NO_PHONE.value)).then(|| self.phone(plan, index));

        let native_language = native_language(member.naming, chance);
        let education = match *tables.educations.draw(chance) {
            Education::Higher if self.age_at_return(&member) < 22 => Education::SomeHigher,
            drawn => drawn,
        };
        let in_kyrgyz = native_language == "ky" && chance.happens(share::KYRGYZ_TEXT.value);
        let work = self.work(member.sex, education, chance);

        let (integration, employment) = *tables.roads.draw(chance);
        let days_again = self.days_since_left_again(member.days_home, chance);
        let days_seen = member.days_home - days_again.unwrap_or(0);
        let first_job = self
            .first_job(integration, employment, chance)
            .filter(|job| days_again.is_none() || usize::from(job.days_after_return) < days_seen);

        SamplePerson {
            index,
            same_as: None,
            surname: name.surname,
            given: name.given,
            patronymic: name.patronymic,
            script,
            passport_latin: passport(&member, habit),
            naming: member.naming,
            surname_form: member.form,
            sex: member.sex,
            born_on,
            pin,
            phone,
            territory: member.territory,
            household,
            native_language,
            page_language: self.page_language(native_language, chance),
            languages: languages(native_language, member.country, chance),
            education,
            studied: work.studied.map(|trade| trade.told(in_kyrgyz, chance)),
            work_abroad: work.abroad.told(in_kyrgyz, chance),
            work_wished: work.wished.told(in_kyrgyz, chance),
            country: member.country,
            left_on: self.calendar.ago(member.days_home + member.days_abroad),
            returned_on: self.calendar.ago(member.days_home),
            reason: *tables.reasons.draw(chance),
            intention: *tables.intentions.draw(chance),
            left_again_on: days_again.map(|days| self.calendar.ago(days)),
            vulnerabilities: self.vulnerabilities(&member, household.dependants, chance),
            employment,
            integration,
            first_job,
            registered_on: self.calendar.ago(member.days_home - self.delay(days_seen, chance)),
            channel: *tables.channels.draw(chance),
        }
    }

    /// A second record of the same human being: another spelling, and no number that would have told.
    pub fn registered_again(
        &self,
        person: &SamplePerson,
        member: Member,
        chance: &mut Chance,
    ) -> SamplePerson {
        let mut script = match person.script {
            Script::Kyrgyz => Script::Latin,
            Script::Russian => Script::Kyrgyz,
            Script::Latin => Script::Russian,
        };
        let habit = self.latin_habit(chance);
        let mut name = self.written(&member, script, habit, chance);
        if (&name.surname, &name.given) == (&person.surname, &person.given) {
            // A name without ң, ө and ү is the same in both, and the second spelling is to differ.
            script = Script::Latin;
            name = self.written(&member, script, habit, chance);
        }
        let first = self.days_before_today(person.registered_on);
        let last = person.left_again_on.map_or(0, |day| self.days_before_today(day));
        SamplePerson {
            index: person.index + 1,
            same_as: Some(person.same_as.unwrap_or(person.index)),
            surname: name.surname,
            given: name.given,
            patronymic: if script == Script::Latin { None } else { name.patronymic },
            script,
            pin: None,
            registered_on: self.calendar.ago(chance.between(last as i32, first as i32) as usize),
            channel: *self.tables.channels.draw(chance),
            ..person.clone()
        }
    }

    fn days_before_today(&self, day: Date) -> usize {
        day.until(self.calendar.today()).map_or(0, |span| span.get_days().max(0) as usize)
    }

    fn latin_habit(&self, chance: &mut Chance) -> LatinHabit {
        LatinHabit {
            zh: self.tables.zh.draw(chance),
            short_i: chance.happens(share::LATIN_I_FOR_SHORT_I.value),
            kh: chance.happens(share::LATIN_KH.value),
            iu: chance.happens(share::LATIN_IU.value),
            ng: chance.happens(share::LATIN_NG.value),
            back_i: chance.happens(share::LATIN_I_FOR_BACK_I.value),
        }
    }

    fn written(
        &self,
        member: &Member,
        script: Script,
        latin: LatinHabit,
        chance: &mut Chance,
    ) -> Name {
        let name = member.true_name();
        let habit = RussianHabit {
            soft_sign: chance.happens(share::RUSSIAN_SOFT_SIGN.value),
            dj: chance.happens(share::RUSSIAN_DJ.value),
        };
        match script {
            Script::Kyrgyz => name,
            Script::Russian => name.spelt(|part| letters::russian(part, habit)),
            Script::Latin => {
                name.spelt(|part| letters::title_case(&letters::passport(part, latin)))
            }
        }
    }

    fn birthday(&self, index: usize, year: i16, chance: &mut Chance) -> Date {
        let (round, tail) = ((index / TAILS) as i32, (index % TAILS) as u64);
        // People who share a tail differ in the round, so each gets a class of its own.
        let class =
            (Chance::new(self.seed, CLASS, tail).below(CLASSES as u32) as i32 + round) % CLASSES;
        // Only one year in eleven has the class, so those born in it are the more often of 1 January.
        let of_class = (i32::from(year) - class).rem_euclid(CLASSES) == 0;
        if of_class && chance.happens(share::BORN_ON_1_JANUARY.value * f64::from(CLASSES)) {
            return jiff::civil::date(year, 1, 1);
        }
        loop {
            let number = chance.between(1, 365) / CLASSES * CLASSES + class;
            if let Some(day) =
                (1..=365).contains(&number).then(|| day_of_year(year, number)).flatten()
            {
                return day;
            }
        }
    }

    fn tail(&self, index: usize) -> usize {
        // No factor of 99,000 divides the step, so every tail comes once.
        (index * 61_403 + (self.seed % TAILS as u64) as usize) % TAILS
    }

    pub fn phone(&self, plan: PhonePlan, index: usize) -> String {
        // Neither 2 nor 5 divides the step, so every number comes once.
        format!("{}{:07}", plan.prefix(), (index * 7_368_787 + 1_234_567) % 10_000_000)
    }

    fn work(&self, sex: Sex, education: Education, chance: &mut Chance) -> Work {
        let studied = self.trades.studied(education, sex, chance);
        let abroad = match studied {
            Some(trade) if !chance.happens(share::BELOW_EDUCATION.value) => trade,
            _ => self.trades.abroad(sex, chance),
        };
        let wished = match studied {
            _ if chance.happens(share::WISHES_SAME_AS_ABROAD.value) => abroad,
            Some(trade) if chance.happens(share::WISHES_AS_STUDIED.value) => trade,
            _ => self.trades.wished(education, sex, chance),
        };
        Work { studied, abroad, wished }
    }

    fn page_language(&self, native: &str, chance: &mut Chance) -> &'static str {
        match native {
            "ky" => self.tables.kyrgyz_pages.draw(chance),
            "uz" => self.tables.uzbek_pages.draw(chance),
            "ru" => "ru",
            _ => self.tables.other_pages.draw(chance),
        }
    }

    fn first_job(
        &self,
        time: Integration,
        found: Employment,
        chance: &mut Chance,
    ) -> Option<FirstJob> {
        let (first, last) = time.days()?;
        let form = if found == Employment::Searching { *self.jobs.draw(chance) } else { found };
        let lasted_days = match form {
            Employment::Seasonal => Some(chance.between(30, 210) as u16),
            _ if chance.happens(share::JOB_ENDED.value) => Some(chance.between(5, 500) as u16),
            _ => None,
        };
        let days_after_return = chance.between(first.into(), last.into()) as u16;
        Some(FirstJob { form, days_after_return, lasted_days })
    }

    fn days_since_left_again(&self, days_home: usize, chance: &mut Chance) -> Option<usize> {
        let left = days_home >= 60 && chance.happens(share::LEFT_AGAIN.value);
        left.then(|| chance.below(days_home as u32 - 30) as usize)
    }

    /// Days from the return to the register, at most the days there were.
    fn delay(&self, most: usize, chance: &mut Chance) -> usize {
        let (shortest, longest) = *self.tables.delays.draw(chance);
        let longest = (longest as usize).min(most);
        let shortest = if shortest as usize <= longest { shortest as usize } else { 0 };
        chance.between(shortest as i32, longest as i32) as usize
    }

    fn age_at_return(&self, member: &Member) -> i16 {
        self.calendar.ago(member.days_home).year() - member.born_in
    }

    fn vulnerabilities(
        &self,
        member: &Member,
        dependants: u8,
        chance: &mut Chance,
    ) -> Vec<Vulnerability> {
        let age = self.age_at_return(member);
        let mut flags = Vec::new();
        for (flag, share) in &self.vulnerable {
            let applies = match flag {
                Vulnerability::LostCareWork => member.sex == Sex::Female,
                Vulnerability::OlderCannotWork => age >= 56,
                Vulnerability::YouthWithoutRecord => age < 25,
                Vulnerability::ParentWithChildren => dependants > 0,
                Vulnerability::Disability => true,
            };
            if applies && chance.happens(*share) {
                flags.push(*flag);
            }
        }
        flags
    }
}

struct Work {
    studied: Option<&'static Trade>,
    abroad: &'static Trade,
    wished: &'static Trade,
}

fn sex(chance: &mut Chance) -> Sex {
    if chance.happens(share::WOMEN.value) { Sex::Female } else { Sex::Male }
}

fn passport(member: &Member, habit: LatinHabit) -> PassportName {
    let name = member.true_name();
    PassportName {
        surname: letters::passport(&name.surname, habit),
        given: letters::passport(&name.given, habit),
    }
}

/// The sex digit, ddmmyyyy and the tail. That 1 is for women is general knowledge, not a source.
pub fn pin(sex: Sex, born: Date, tail: usize) -> String {
    let digit = match sex {
        Sex::Female => 1,
        Sex::Male => 2,
    };
    format!("{digit}{:02}{:02}{:04}{tail:05}", born.day(), born.month(), born.year())
}

fn native_language(naming: Naming, chance: &mut Chance) -> &'static str {
    match naming {
        Naming::Kyrgyz if chance.happens(share::RUSSIAN_AT_HOME.value) => "ru",
        Naming::Kyrgyz => "ky",
        Naming::Uzbek => "uz",
        Naming::Tajik => "tg",
        Naming::Dungan => "dng",
        Naming::Russian => "ru",
    }
}

fn languages(native: &'static str, country: Abroad, chance: &mut Chance) -> Vec<Spoken> {
    let mut spoken = vec![Spoken { language: native, level: Level::Native }];
    if native != "ru" {
        let well = match country {
            Abroad::Russia => share::RUSSIAN_WELL.value,
            _ => share::RUSSIAN_WELL_ELSEWHERE.value,
        };
        let level = if chance.happens(well) { Level::Well } else { Level::Some };
        spoken.push(Spoken { language: "ru", level });
    }
    if native != "ky" && chance.happens(share::KYRGYZ_AS_NEIGHBOURS.value) {
        spoken.push(Spoken { language: "ky", level: Level::Some });
    }
    if country != Abroad::Russia && chance.happens(share::LANGUAGE_OF_THE_COUNTRY.value) {
        spoken.push(Spoken { language: country.language(), level: Level::Some });
    }
    spoken
}

/// Two neighbouring letters swapped, never the first.
pub fn mistyped(name: &str, chance: &mut Chance) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    if letters.len() > 4 {
        let at = chance.between(1, letters.len() as i32 - 3) as usize;
        letters.swap(at, at + 1);
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tail_and_a_phone_come_once() {
        let population = Population::new(9, jiff::civil::date(2026, 6, 15));
        let mut tails = vec![false; TAILS];
        for index in 0..TAILS {
            assert!(!std::mem::replace(&mut tails[population.tail(index)], true), "{index}");
        }
        let mut phones = std::collections::HashSet::new();
        for index in (0..MOST_PEOPLE).step_by(125) {
            assert!(phones.insert(population.phone(PhonePlan::Kyrgyzstan, index)), "{index}");
        }
    }

    /// The blocks that share a tail, with people of one sex and one year of birth: the worst case.
    #[test]
    fn people_who_share_a_tail_never_share_a_birth_date() {
        let population = Population::new(9, jiff::civil::date(2026, 6, 15));
        let mut chance = Chance::new(1, 2, 3);
        let mut owners = std::collections::HashMap::new();
        for _ in 0..2_000 {
            for round in 0..MOST_PEOPLE.div_ceil(TAILS) {
                let day = population.birthday(17 + round * TAILS, 1990, &mut chance);
                assert_eq!(*owners.entry(day).or_insert(round), round, "{day}");
            }
        }
    }
}
