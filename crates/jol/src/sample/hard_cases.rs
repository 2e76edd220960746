//! The hard cases, on purpose and at known places: each begins a block of its own.
//!
//! Tests, pictures and reports of mistakes can point at them, because a case stays where it is
//! whatever the seed and the size, from [`SMALLEST`] people up.

use jiff::civil::{Date, date};

use super::{
    chance::Chance,
    letters::{self, LatinHabit},
    person::*,
    population::{BLOCK, Member, Population, TAILS, pin},
};

/// The size from which all hard cases are in the country.
pub const SMALLEST: usize = CASES.len() * BLOCK;

/// People who are hard to keep apart, to put together or to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HardCase {
    /// A short name for tests and for the command line.
    pub key: &'static str,
    pub sentence: &'static str,
    /// Their indexes among the people of the country.
    pub people: std::ops::Range<usize>,
}

struct Case {
    key: &'static str,
    sentence: &'static str,
    n_people: usize,
    make: fn(&mut Scene) -> Vec<SamplePerson>,
}

macro_rules! cases {
    ($($key:literal, $n_people:literal, $make:ident, $sentence:literal;)+) => {
        const CASES: &[Case] =
            &[$(Case { key: $key, sentence: $sentence, n_people: $n_people, make: $make }),+];
    };
}

cases! {
    "namesakes", 2, namesakes, "Two people have the same name and were born on the same day.";
    "one-phone", 3, one_phone, "Three siblings share one phone.";
    "two-spellings", 2, two_spellings, "One person was registered twice, in Cyrillic and in Latin letters.";
    "new-surname", 2, new_surname, "One man was registered before and after he changed his surname under the law of 2025.";
    "married", 2, married, "One woman was registered under her own surname and under her husband's.";
    "day-and-month", 2, day_and_month, "One person was registered twice, with day and month of birth exchanged.";
    "no-pin", 1, no_pin, "A person has no personal number.";
    "no-phone", 1, no_phone, "A person has no phone.";
    "no-birth-date", 1, no_birth_date, "A person's birth date is not known.";
    "leap-day", 1, leap_day, "A person was born on 29 February.";
    "new-year", 1, new_year, "A person's papers give 1 January as the birthday.";
    "long-name", 1, long_name, "A person's name has sixty letters and does not fit the zone of a passport.";
    "one-name", 1, one_name, "A person has a single name, which stands as surname and as given name.";
    "mixed-letters", 1, mixed_letters, "A surname was typed with Latin letters that look like Cyrillic ones.";
    "pin-of-other-sex", 1, pin_of_other_sex, "The first digit of a woman's personal number is the one of men.";
    "back-today", 1, back_today, "A person came home today.";
    "back-long-ago", 1, back_long_ago, "A person came home more than thirty years ago.";
    "left-again", 1, left_again, "A person came home and left again.";
    "one-day-job", 1, one_day_job, "A person's first job ended on its first day.";
    "nothing-known", 1, nothing_known, "Of a person neither number, phone, birth date nor patronymic is known.";
}

/// The cases of a country of this size. A case that does not fit whole is left out.
pub fn hard_cases(n_people: usize) -> Vec<HardCase> {
    let whole = |(block, case): (usize, &Case)| {
        let people = block * BLOCK..block * BLOCK + case.n_people;
        let (key, sentence) = (case.key, case.sentence);
        (people.end <= n_people).then_some(HardCase { key, sentence, people })
    };
    CASES.iter().enumerate().filter_map(whole).collect()
}

/// Puts the case of this block, if it has one, at the beginning.
pub fn begin(
    population: &Population,
    block: usize,
    people: &mut Vec<SamplePerson>,
    chance: &mut Chance,
) {
    if let Some(case) = CASES.get(block) {
        people.extend((case.make)(&mut Scene { population, block, chance, n_people: 0 }));
    }
}

/// Where a case is played.
struct Scene<'a> {
    population: &'a Population,
    block: usize,
    chance: &'a mut Chance,
    n_people: usize,
}

impl Scene<'_> {
    /// Someone with Kyrgyz names and nothing unusual, home for 200 days; `edit` makes them who they are.
    fn someone(&mut self, edit: impl FnOnce(&mut Member)) -> SamplePerson {
        let mut member = self.population.head(self.chance);
        while member.naming != Naming::Kyrgyz || member.form != SurnameForm::Ov {
            member = self.population.head(self.chance);
        }
        member.days_home = 200;
        edit(&mut member);
        let index = self.block * BLOCK + self.n_people;
        let household = Household { id: index, role: Role::Head, dependants: 2 };
        let mut person = loop {
            let person = self.population.person(index, member, household, self.chance);
            if person.left_again_on.is_none() {
                break person;
            }
        };
        let born_on = date(member.born_in, 5, 3 + self.n_people as i8);
        person.born_on = Some(born_on);
        person.pin = Some(pin(person.sex, born_on, self.tail()));
        person.phone = Some(self.population.phone(PhonePlan::Kyrgyzstan, index));
        person.registered_on = self.population.calendar().ago(190 - self.n_people);
        self.n_people += 1;
        person
    }

    /// A man with this name, in the letters of the family.
    fn man(&mut self, name: [&str; 3]) -> SamplePerson {
        named(self.someone(|member| member.sex = Sex::Male), name)
    }

    fn woman(&mut self, name: [&str; 3]) -> SamplePerson {
        named(self.someone(|member| member.sex = Sex::Female), name)
    }

    /// A second record of the same human being, three weeks later. The register would have
    /// recognised the number, so this time it was not asked.
    fn again(&mut self, person: &SamplePerson) -> SamplePerson {
        self.n_people += 1;
        SamplePerson {
            index: person.index + 1,
            same_as: Some(person.index),
            pin: None,
            registered_on: self.population.calendar().ago(169),
            ..person.clone()
        }
    }

    /// A tail that no block uses, so that the fixed dates here can never meet those of others.
    fn tail(&self) -> usize {
        TAILS + self.block * 10 + self.n_people
    }

    fn today(&self) -> Date {
        self.population.calendar().today()
    }
}

fn named(mut person: SamplePerson, [surname, given, patronymic]: [&str; 3]) -> SamplePerson {
    person.surname = surname.to_owned();
    person.given = given.to_owned();
    person.patronymic = (!patronymic.is_empty()).then(|| patronymic.to_owned());
    person.script = Script::Kyrgyz;
    person.passport_latin = PassportName {
        surname: letters::passport(surname, LatinHabit::USUAL),
        given: letters::passport(given, LatinHabit::USUAL),
    };
    person
}

fn born(person: &mut SamplePerson, born_on: Date, tail: usize) {
    person.born_on = Some(born_on);
    person.pin = Some(pin(person.sex, born_on, tail));
}

fn namesakes(scene: &mut Scene) -> Vec<SamplePerson> {
    let name = ["Асанов", "Нурбек", "Бакытович"];
    let day = date(scene.today().year() - 34, 4, 17);
    let (mut one, mut other) = (scene.man(name), scene.man(name));
    born(&mut one, day, scene.tail() + 1);
    born(&mut other, day, scene.tail() + 2);
    (one.territory, other.territory) = ("41705258000000", "41706255000000");
    vec![one, other]
}

fn one_phone(scene: &mut Scene) -> Vec<SamplePerson> {
    let mut brother = scene.man(["Токтогулов", "Эркин", "Сапарович"]);
    let mut sister = scene.woman(["Токтогулова", "Айгүл", "Сапаровна"]);
    let mut youngest = scene.man(["Токтогулов", "Эрлан", "Сапарович"]);
    brother.household.dependants = 4;
    for person in [&mut sister, &mut youngest] {
        person.household = Household { role: Role::Sibling, ..brother.household };
        person.phone = brother.phone.clone();
        person.territory = brother.territory;
    }
    vec![brother, sister, youngest]
}

fn two_spellings(scene: &mut Scene) -> Vec<SamplePerson> {
    let first = scene.woman(["Жээнбекова", "Гүлжамал", "Өмүрбековна"]);
    let second = SamplePerson {
        surname: letters::title_case(&first.passport_latin.surname),
        given: letters::title_case(&first.passport_latin.given),
        patronymic: None,
        script: Script::Latin,
        ..scene.again(&first)
    };
    vec![first, second]
}

fn new_surname(scene: &mut Scene) -> Vec<SamplePerson> {
    let before = scene.man(["Бактыбеков", "Усон", "Жакшылыкович"]);
    let again = scene.again(&before);
    let mut after = named(again, ["Бактыбек", "Усон", "Жакшылык уулу"]);
    after.surname_form = SurnameForm::Bare;
    vec![before, after]
}

fn married(scene: &mut Scene) -> Vec<SamplePerson> {
    let before = scene.woman(["Сыдыкова", "Мээрим", "Таалайбековна"]);
    let again = scene.again(&before);
    vec![before, named(again, ["Турдубаева", "Мээрим", "Таалайбековна"])]
}

fn day_and_month(scene: &mut Scene) -> Vec<SamplePerson> {
    let mut first = scene.man(["Калмаматов", "Руслан", "Жапарович"]);
    let year = scene.today().year() - 29;
    let tail = scene.tail();
    born(&mut first, date(year, 3, 11), tail);
    let second = SamplePerson { born_on: Some(date(year, 11, 3)), ..scene.again(&first) };
    vec![first, second]
}

fn no_pin(scene: &mut Scene) -> Vec<SamplePerson> {
    vec![SamplePerson { pin: None, ..scene.someone(|_| ()) }]
}

fn no_phone(scene: &mut Scene) -> Vec<SamplePerson> {
    vec![SamplePerson { phone: None, channel: Channel::Assisted, ..scene.someone(|_| ()) }]
}

/// The number would tell the date, so it is missing too.
fn no_birth_date(scene: &mut Scene) -> Vec<SamplePerson> {
    vec![SamplePerson { born_on: None, pin: None, ..scene.someone(|_| ()) }]
}

fn leap_day(scene: &mut Scene) -> Vec<SamplePerson> {
    let mut person = scene.someone(|_| ());
    let thirty = scene.today().year() - 30;
    let day = (0..9).find_map(|back| Date::new(thirty - back, 2, 29).ok());
    if let Some(day) = day {
        born(&mut person, day, scene.tail());
    }
    vec![person]
}

fn new_year(scene: &mut Scene) -> Vec<SamplePerson> {
    let mut person = scene.someone(|_| ());
    born(&mut person, date(scene.today().year() - 47, 1, 1), scene.tail());
    vec![person]
}

fn long_name(scene: &mut Scene) -> Vec<SamplePerson> {
    vec![scene.woman(["Абдыракманова-Кудайбергенова", "Күмүшсулууайымкан", "Сатыбалдыбековна"])]
}

fn one_name(scene: &mut Scene) -> Vec<SamplePerson> {
    let mut person = scene.woman(["Бермет", "Бермет", ""]);
    person.surname_form = SurnameForm::Bare;
    vec![person]
}

fn mixed_letters(scene: &mut Scene) -> Vec<SamplePerson> {
    let mut person = scene.man(["Осмонов", "Самат", "Керимович"]);
    // The first letter and the fourth come from a Latin keyboard.
    person.surname = "\u{4f}см\u{6f}нов".to_owned();
    vec![person]
}

fn pin_of_other_sex(scene: &mut Scene) -> Vec<SamplePerson> {
    let mut person = scene.woman(["Эсенбаева", "Назгүл", "Канатовна"]);
    if let Some(pin) = &mut person.pin {
        pin.replace_range(..1, "2");
    }
    vec![person]
}

fn back_today(scene: &mut Scene) -> Vec<SamplePerson> {
    let mut person = scene.someone(|member| member.days_home = 0);
    person.registered_on = scene.today();
    vec![person]
}

fn back_long_ago(scene: &mut Scene) -> Vec<SamplePerson> {
    let year = scene.today().year();
    let mut person = scene.someone(|member| member.born_in = year - 58);
    person.left_on = date(year - 33, 4, 2);
    person.returned_on = date(year - 31, 10, 20);
    person.integration = Integration::Under3Months;
    person.employment = Employment::Informal;
    person.first_job = Some(FirstJob {
        form: Employment::Informal,
        days_after_return: 45,
        lasted_days: Some(700),
    });
    vec![person]
}

fn left_again(scene: &mut Scene) -> Vec<SamplePerson> {
    let mut person = scene.someone(|_| ());
    person.intention = Intention::Leave;
    person.first_job = None;
    person.left_again_on = Some(scene.population.calendar().ago(20));
    vec![person]
}

fn one_day_job(scene: &mut Scene) -> Vec<SamplePerson> {
    let mut person = scene.someone(|_| ());
    person.integration = Integration::Under3Months;
    person.employment = Employment::Informal;
    person.first_job =
        Some(FirstJob { form: Employment::Informal, days_after_return: 12, lasted_days: Some(0) });
    vec![person]
}

fn nothing_known(scene: &mut Scene) -> Vec<SamplePerson> {
    let person = scene.man(["Орозалиев", "Тилек", ""]);
    vec![SamplePerson { pin: None, phone: None, born_on: None, ..person }]
}
