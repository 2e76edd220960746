//! The country as a whole: the same every time, and as the parameters say.

use std::{collections::HashSet, fmt::Debug};

use jiff::civil::date;

use super::{
    parameters::{self as share, Table},
    *,
};

const TODAY: Date = date(2026, 6, 15);

fn country(n_people: usize) -> Country {
    Country::new(1, n_people, TODAY)
}

/// Bytes, not values: a difference in any field shows.
fn bytes(people: &[SamplePerson]) -> String {
    format!("{people:#?}")
}

#[test]
fn the_same_seed_and_day_give_the_same_bytes() {
    let people = |seed, today| bytes(&Country::new(seed, 600, today).people().collect::<Vec<_>>());
    assert_eq!(people(1, TODAY), people(1, TODAY));
    assert_ne!(people(1, TODAY), people(2, TODAY));
    assert_ne!(people(1, TODAY), people(1, date(2026, 6, 16)));
}

#[test]
fn the_first_people_do_not_depend_on_size_threads_or_parts() {
    let first: Vec<_> = country(610).people().collect();
    assert_eq!(first.len(), 610);
    assert_eq!(bytes(&country(1_500).people().take(610).collect::<Vec<_>>()), bytes(&first));
    for (threads, size) in [(1, 100), (4, 7), (3, 1_000)] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let parts: Vec<_> = pool.install(|| country(610).parts(size).collect());
        assert_eq!(bytes(&parts.concat()), bytes(&first), "{threads} threads, parts of {size}");
    }
    assert_eq!(country(610).person(609).as_ref(), first.last());
    assert_eq!(country(610).person(610), None);
}

#[test]
fn people_stand_at_their_index_and_follow_each_other_in_time() {
    for (at, person) in country(5_000).people().enumerate() {
        assert_eq!(person.index, at);
        assert!(person.same_as.is_none_or(|earlier| earlier < at), "{person:?}");
        assert!(person.household.id <= at && at < person.household.id + 25, "{person:?}");
        assert!(person.left_on < person.returned_on, "{person:?}");
        assert!(person.returned_on <= person.registered_on, "{person:?}");
        assert!(person.registered_on <= TODAY, "{person:?}");
        if let Some(again) = person.left_again_on {
            assert!(person.registered_on <= again && again <= TODAY, "{person:?}");
            assert!(person.first_job_on().is_none_or(|began| began <= again), "{person:?}");
            assert_eq!(person.employment_on(TODAY), None);
        }
        if let Some(born) = person.born_on {
            assert!(person.left_on.year() - born.year() >= 16, "{person:?}");
        }
    }
}

#[test]
fn personal_numbers_and_phones_are_well_formed_and_numbers_come_once() {
    let mut pins = HashSet::new();
    let mut n_phones = 0;
    for person in country(20_000).people() {
        if let Some(pin) = &person.pin {
            assert!(pins.insert(pin.clone()), "{pin} twice");
            assert!(pin.len() == 14 && pin.chars().all(|digit| digit.is_ascii_digit()), "{pin}");
            assert!(pin.starts_with(['1', '2']), "{pin}");
            let [day, month, year] =
                [1..3, 3..5, 5..9].map(|part| pin[part].parse::<i16>().unwrap());
            assert!(Date::new(year, month as i8, day as i8).is_ok(), "{pin}");
        }
        if let Some(phone) = &person.phone {
            n_phones += 1;
            assert!(phone.starts_with('+') && (11..=13).contains(&phone.len()), "{phone}");
            assert!(phone[1..].chars().all(|digit| digit.is_ascii_digit()), "{phone}");
        }
    }
    assert!(pins.len() > 18_000 && n_phones > 18_000);
}

#[test]
fn names_are_whole_and_passports_have_capital_letters_only() {
    for person in country(5_000).people() {
        for name in [Some(&person.surname), Some(&person.given), person.patronymic.as_ref()]
            .into_iter()
            .flatten()
        {
            assert!(!name.is_empty() && name.trim() == name, "{person:?}");
            assert!(name.chars().all(|c| c.is_alphabetic() || " -".contains(c)), "{person:?}");
        }
        let PassportName { surname, given } = &person.passport_latin;
        for name in [surname, given] {
            assert!(!name.is_empty(), "{person:?}");
            assert!(name.chars().all(|c| c.is_ascii_uppercase() || " -".contains(c)), "{person:?}");
        }
        if person.script == Script::Latin {
            assert!(person.surname.is_ascii() && person.given.is_ascii(), "{person:?}");
        }
    }
}

#[test]
fn people_live_where_there_is_a_territory_and_an_office() {
    let codes: HashSet<_> = places::territories()
        .iter()
        .filter(|row| row.kind != places::Kind::Oblast)
        .map(|row| row.code)
        .collect();
    let offices: HashSet<_> =
        country(0).offices().iter().filter_map(|office| office.territory).collect();
    let country = country(5_000);
    let organisations = [country.employers(), country.providers()].concat();
    let lived_in: HashSet<_> = country.people().map(|person| person.territory).collect();
    let worked_in: HashSet<_> =
        organisations.iter().map(|organisation| organisation.territory).collect();
    for code in lived_in.union(&worked_in) {
        assert!(codes.contains(code) && offices.contains(code), "{code}");
    }
    assert!(lived_in.len() > 50, "{}", lived_in.len());
}

#[test]
fn all_naming_habits_scripts_and_languages_are_in_a_small_country() {
    let people: Vec<_> = country(1_000).people().collect();
    let has = |wanted: &dyn Fn(&SamplePerson) -> bool| people.iter().any(wanted);
    for naming in [Naming::Kyrgyz, Naming::Uzbek, Naming::Tajik, Naming::Dungan, Naming::Russian] {
        assert!(has(&|person| person.naming == naming), "{naming:?}");
    }
    for script in [Script::Kyrgyz, Script::Russian, Script::Latin] {
        assert!(has(&|person| person.script == script), "{script:?}");
    }
    for form in [SurnameForm::Ov, SurnameForm::UuluKyzy, SurnameForm::Tegin, SurnameForm::Bare] {
        assert!(
            has(&|person| person.naming == Naming::Kyrgyz && person.surname_form == form),
            "{form:?}"
        );
    }
    for language in ["ky", "ru", "uz"] {
        assert!(has(&|person| person.page_language == language), "{language}");
    }
}

/// How often something holds, against what a parameter says.
#[derive(Default)]
struct Counts(Vec<String>);

impl Counts {
    /// Four standard errors, and one hundredth for what households and the hard cases bend.
    fn check(&mut self, name: &str, held: usize, base: usize, expected: f64) {
        let found = held as f64 / base as f64;
        let error = 4.0 * (expected * (1.0 - expected) / base as f64).sqrt();
        if base < 30 || (found - expected).abs() > error + 0.01 {
            self.0.push(format!("{name}: {found:.3} of {base}, expected {expected:.3}"));
        }
    }

    fn table<T: Copy + PartialEq + Debug>(&mut self, table: Table<T>, found: &[T]) {
        for (value, parameter) in table {
            let held = found.iter().filter(|one| **one == *value).count();
            self.check(&parameter.name, held, found.len(), parameter.value);
        }
    }

    fn one(&mut self, parameter: &Parameter, found: impl Iterator<Item = bool>) {
        let found: Vec<bool> = found.collect();
        let held = found.iter().filter(|one| **one).count();
        self.check(&parameter.name, held, found.len(), parameter.value);
    }

    /// Days in bands: the band of each.
    fn bands(&mut self, table: Table<(i32, i32)>, days: impl Iterator<Item = i32>) {
        let band = |days: i32| table.iter().map(|(band, _)| *band).find(|(_, last)| days <= *last);
        let found: Vec<_> = days.filter_map(band).collect();
        self.table(table, &found);
    }
}

fn days(from: Date, to: Date) -> i32 {
    from.until(to).unwrap().get_days()
}

/// What the register shows of twenty thousand people is what the parameters say.
#[test]
fn shares_are_near_their_parameters() {
    let all: Vec<_> = country(20_000).people().filter(|person| person.same_as.is_none()).collect();
    // Alone in the register: nothing is bent by relatives.
    let heads = || {
        all.iter().filter(|person| person.household.role == Role::Head && person.index >= SMALLEST)
    };
    let long_ago = || heads().filter(|person| days(person.returned_on, TODAY) > 400);
    let mut counts = Counts::default();

    macro_rules! table {
        ($table:ident, $people:expr, $field:expr) => {
            counts.table(share::$table, &$people.map($field).collect::<Vec<_>>())
        };
    }
    table!(EMPLOYMENTS, all.iter(), |person| person.employment);
    table!(INTEGRATIONS, all.iter(), |person| person.integration);
    table!(ROADS, all.iter(), |person| (person.integration, person.employment));
    table!(COUNTRIES, all.iter(), |person| person.country);
    let age = |person: &SamplePerson| Some(person.returned_on.year() - person.born_on?.year());
    table!(
        EDUCATIONS,
        all.iter().filter(|person| age(person).is_some_and(|age| age >= 22)),
        |person| person.education
    );
    table!(REASONS, all.iter(), |person| person.reason);
    table!(INTENTIONS, all.iter(), |person| person.intention);
    table!(SCRIPTS, all.iter(), |person| person.script);
    table!(CHANNELS, all.iter(), |person| person.channel);
    table!(DEPENDANTS, heads(), |person| person.household.dependants);
    table!(RETURN_MONTHS, all.iter(), |person| person.returned_on.month() as usize - 1);
    let of = |naming| move |person: &&SamplePerson| person.naming == naming;
    table!(KYRGYZ_SURNAMES, heads().filter(of(Naming::Kyrgyz)), |person| person.surname_form);
    table!(TAJIK_SURNAMES, heads().filter(of(Naming::Tajik)), |person| person.surname_form);
    let speak = |language| move |person: &&SamplePerson| person.native_language == language;
    table!(KYRGYZ_PAGES, all.iter().filter(speak("ky")), |person| person.page_language);
    table!(UZBEK_PAGES, all.iter().filter(speak("uz")), |person| person.page_language);
    let plans = [
        PhonePlan::Kyrgyzstan,
        PhonePlan::Russia,
        PhonePlan::Kazakhstan,
        PhonePlan::Turkiye,
        PhonePlan::SouthKorea,
    ];
    let plan = |phone: &String| plans.into_iter().find(|plan| phone.starts_with(plan.prefix()));
    counts.table(
        share::PHONE_COUNTRIES,
        &heads().filter_map(|person| plan(person.phone.as_ref()?)).collect::<Vec<_>>(),
    );
    // Parents are made older than the rest, so that their children are grown.
    let with_parent: HashSet<_> = all
        .iter()
        .filter(|person| person.household.role == Role::Child)
        .map(|person| person.household.id)
        .collect();
    counts.bands(
        share::AGES,
        heads()
            .filter(|person| !with_parent.contains(&person.household.id))
            .filter_map(|person| age(person).map(i32::from)),
    );
    counts.bands(
        share::STAYS,
        heads()
            .filter(|person| person.born_on.is_some_and(|born| born.year() < 1985))
            .map(|person| days(person.left_on, person.returned_on)),
    );
    counts.bands(
        share::DELAYS,
        long_ago()
            .filter(|person| person.left_again_on.is_none())
            .map(|person| days(person.returned_on, person.registered_on)),
    );

    counts.one(&share::WOMEN, heads().map(|person| person.sex == Sex::Female));
    counts.one(&share::NO_PIN, all.iter().map(|person| person.pin.is_none()));
    counts.one(&share::NO_PHONE, heads().map(|person| person.phone.is_none()));
    counts.one(&share::NO_BIRTH_DATE, all.iter().map(|person| person.born_on.is_none()));
    let of_1_january = |person: &SamplePerson| {
        let born = person.born_on?;
        Some((born.month() == 1 && born.day() == 1, person.pin.as_ref()?.get(1..5)? == "0101"))
    };
    counts.one(
        &share::BORN_ON_1_JANUARY,
        all.iter().filter_map(of_1_january).map(|(_, by_pin)| by_pin),
    );
    counts.one(
        &share::TYPED_AS_1_JANUARY,
        all.iter().filter_map(of_1_january).map(|(written, by_pin)| written && !by_pin),
    );
    counts.one(
        &share::NO_PATRONYMIC,
        heads()
            .filter(|person| person.surname_form != SurnameForm::UuluKyzy)
            .map(|person| person.patronymic.is_none()),
    );
    counts.one(&share::LEFT_AGAIN, long_ago().map(|person| person.left_again_on.is_some()));
    let knows_well = |person: &SamplePerson| {
        person.languages.iter().any(|spoken| spoken.language == "ru" && spoken.level == Level::Well)
    };
    let learnt_russian = || all.iter().filter(|person| person.native_language != "ru");
    counts.one(
        &share::RUSSIAN_WELL,
        learnt_russian().filter(|person| person.country == Abroad::Russia).map(knows_well),
    );
    counts.one(
        &share::RUSSIAN_WELL_ELSEWHERE,
        learnt_russian().filter(|person| person.country != Abroad::Russia).map(knows_well),
    );
    counts.one(
        &share::BELOW_EDUCATION,
        all.iter().filter(|person| person.education == Education::Higher).map(|person| {
            person.studied.map(|studied| studied.isco) != Some(person.work_abroad.isco)
        }),
    );
    counts.one(
        &share::KYRGYZ_TEXT,
        all.iter().filter(speak("ky")).map(|person| person.work_abroad.language == "ky"),
    );
    for (flag, parameter) in share::VULNERABILITIES {
        let applies = |person: &&SamplePerson| match flag {
            Vulnerability::LostCareWork => person.sex == Sex::Female,
            Vulnerability::ParentWithChildren => person.household.dependants > 0,
            Vulnerability::Disability => true,
            Vulnerability::OlderCannotWork => {
                person.born_on.is_some_and(|born| person.returned_on.year() - born.year() >= 56)
            }
            Vulnerability::YouthWithoutRecord => {
                person.born_on.is_some_and(|born| person.returned_on.year() - born.year() < 25)
            }
        };
        counts.one(
            parameter,
            all.iter().filter(applies).map(|person| person.vulnerabilities.contains(flag)),
        );
    }

    let everyone = country(20_000).people().count();
    counts.check(
        "registered twice",
        everyone - all.len(),
        all.len(),
        share::REGISTERED_TWICE.value,
    );
    assert!(counts.0.is_empty(), "{:#?}", counts.0);
}

#[test]
fn households_are_as_the_parameters_say() {
    let people: Vec<_> =
        country(20_000).people().skip(SMALLEST).filter(|person| person.same_as.is_none()).collect();
    let households: Vec<_> = people.chunk_by(|a, b| a.household.id == b.household.id).collect();
    let kind =
        |household: &&[SamplePerson]| match household.get(1).map(|second| second.household.role) {
            Some(Role::Spouse) => HouseholdKind::Couple,
            Some(Role::Sibling) => HouseholdKind::Siblings,
            Some(Role::Child) => HouseholdKind::ParentAndChild,
            _ => HouseholdKind::Alone,
        };
    let mut counts = Counts::default();
    counts.table(share::HOUSEHOLDS, &households.iter().map(kind).collect::<Vec<_>>());
    counts.one(
        &share::SHARED_PHONE,
        households.iter().filter(|household| household[0].phone.is_some()).flat_map(|household| {
            household[1..].iter().map(|other| other.phone == household[0].phone)
        }),
    );
    assert!(counts.0.is_empty(), "{:#?}", counts.0);

    for siblings in households.iter().filter(|household| kind(household) == HouseholdKind::Siblings)
    {
        assert!(siblings.iter().all(|one| one.territory == siblings[0].territory), "{siblings:?}");
        assert!(siblings.iter().all(|one| one.naming == siblings[0].naming), "{siblings:?}");
        let eldest = &siblings[0].passport_latin.given;
        assert!(
            siblings[1..].iter().all(|one| one.passport_latin.given != *eldest),
            "{siblings:?}"
        );
    }
    for parent_and_child in
        households.iter().filter(|household| kind(household) == HouseholdKind::ParentAndChild)
    {
        if let [Some(parent), Some(child)] =
            [parent_and_child[0].born_on, parent_and_child[1].born_on]
        {
            assert!(child.year() - parent.year() >= 18, "{parent_and_child:?}");
        }
    }
}

#[test]
fn places_and_their_names_are_as_the_parameters_say() {
    let people: Vec<_> = country(20_000)
        .people()
        .filter(|person| person.household.role == Role::Head && person.index >= SMALLEST)
        .collect();
    let total: f64 =
        places::places().iter().filter_map(|place| place.people).map(|pull| pull.weight()).sum();
    let mut counts = Counts::default();
    for place in places::places() {
        let Some(pull) = place.people else { continue };
        let held = people.iter().filter(|person| person.territory == place.code).count();
        counts.check(place.code, held, people.len(), pull.weight() / total);
    }
    for mix in places::Mix::ALL {
        let codes: Vec<_> = places::places()
            .iter()
            .filter(|place| place.people.is_some_and(|pull| pull.mix == *mix))
            .map(|place| place.code)
            .collect();
        let here: Vec<_> =
            people.iter().filter(|person| codes.contains(&person.territory)).collect();
        for (naming, expected) in mix.shares() {
            let held = here.iter().filter(|person| person.naming == naming).count();
            counts.check(&format!("{mix:?} {naming:?}"), held, here.len(), expected);
        }
    }
    assert!(counts.0.is_empty(), "{:#?}", counts.0);
}

#[test]
fn the_south_and_chui_are_heavy() {
    let people: Vec<_> = country(20_000).people().collect();
    let share = |oblast: &str| {
        people.iter().filter(|person| person.territory.starts_with(oblast)).count() as f64
            / people.len() as f64
    };
    let [jalal_abad, naryn, batken, osh, chui] =
        ["41703", "41704", "41705", "41706", "41708"].map(share);
    assert!(osh > 0.2 && batken > 0.12 && jalal_abad > 0.12 && chui > 0.12 && naryn < 0.05);
}

#[test]
fn returns_of_the_last_year_are_up_by_the_published_rate() {
    let mut years = [0.0; 3];
    for person in country(20_000).people() {
        let ago = days(person.returned_on, TODAY) as usize;
        if let Some(year) = years.get_mut(ago / 365) {
            *year += 1.0;
        }
    }
    let [last, before, earliest] = years;
    assert!((last / before - share::GROWTH_LAST_YEAR.value).abs() < 0.12, "{years:?}");
    assert!((before / earliest - share::GROWTH_YEAR_BEFORE.value).abs() < 0.10, "{years:?}");
}

#[test]
fn the_way_to_a_first_job_takes_as_long_as_it_says() {
    for person in country(3_000).people() {
        let Some(job) = person.first_job else {
            assert!(
                person.integration == Integration::NotFound || person.left_again_on.is_some(),
                "{person:?}"
            );
            continue;
        };
        let (first, last) = person.integration.days().unwrap();
        assert!((first..=last).contains(&job.days_after_return), "{person:?}");
        let began = person.first_job_on().unwrap();
        assert_eq!(days(person.returned_on, began), i32::from(job.days_after_return));
        if person.left_again_on.is_none() {
            let eve = began.yesterday().unwrap();
            assert_eq!(person.employment_on(eve), Some(Employment::Searching));
            assert_eq!(person.employment_on(began), Some(job.form));
        }
    }
}

#[test]
fn a_second_registration_hides_what_would_have_told() {
    let people: Vec<_> = country(20_000).people().collect();
    let again: Vec<_> = people.iter().filter(|person| person.same_as.is_some()).collect();
    assert!(again.len() > 100);
    for person in again {
        let first = &people[person.same_as.unwrap()];
        assert_eq!(person.pin, None);
        assert_eq!(first.same_as, None, "a chain of copies");
        assert_eq!((person.sex, person.naming), (first.sex, first.naming));
        assert!(first.registered_on <= person.registered_on, "{person:?}");
        // Some of the hard cases differ in other things than the spelling.
        let name = |person: &SamplePerson| (person.surname.clone(), person.given.clone());
        assert!(name(first) != name(person) || person.index < SMALLEST, "{person:?}");
    }
}

mod hard_cases {
    use super::*;

    fn case(key: &str) -> Vec<SamplePerson> {
        let country = country(SMALLEST);
        let case = country.hard_cases().into_iter().find(|case| case.key == key).unwrap();
        case.people.map(|index| country.person(index).unwrap()).collect()
    }

    fn one(key: &str) -> SamplePerson {
        let mut people = case(key);
        assert_eq!(people.len(), 1);
        people.remove(0)
    }

    #[test]
    fn all_are_present_from_five_hundred_people_up_and_stay_where_they_are() {
        assert_eq!(SMALLEST, 500);
        let small = country(500).hard_cases();
        assert_eq!(small.len(), 20);
        assert_eq!(country(100_000).hard_cases(), small);
        assert_eq!(country(26).hard_cases().len(), 1, "the second case does not fit");
        for seed in [1, 2, 99] {
            for case in Country::new(seed, 500, TODAY).hard_cases() {
                assert!(case.sentence.ends_with('.'), "{}", case.key);
                assert_eq!(case.people.start % 25, 0, "{}", case.key);
            }
        }
    }

    #[test]
    fn they_are_played_on_any_day_with_any_seed() {
        for day in [date(2024, 2, 29), date(2026, 1, 1), date(2100, 3, 1), date(2026, 12, 31)] {
            for seed in [0, 7, u64::MAX] {
                assert_eq!(Country::new(seed, 500, day).people().count(), 500);
            }
        }
    }

    #[test]
    fn namesakes_share_name_and_birth_date_and_nothing_else() {
        let [one, other] = &case("namesakes")[..] else { panic!() };
        assert_eq!(
            (&one.surname, &one.given, &one.patronymic),
            (&other.surname, &other.given, &other.patronymic)
        );
        assert!(one.born_on.is_some() && one.born_on == other.born_on);
        assert_eq!(other.same_as, None);
        assert!(
            one.pin != other.pin && one.phone != other.phone && one.territory != other.territory
        );
    }

    #[test]
    fn siblings_share_a_phone() {
        let siblings = case("one-phone");
        assert_eq!(siblings.len(), 3);
        for sibling in &siblings {
            assert!(sibling.phone.is_some() && sibling.phone == siblings[0].phone);
            assert_eq!(sibling.household.id, siblings[0].index);
        }
    }

    #[test]
    fn one_person_stands_twice() {
        let cases = [
            ("two-spellings", "Жээнбекова Гүлжамал Өмүрбековна", "Zheenbekova Gulzhamal "),
            ("new-surname", "Бактыбеков Усон Жакшылыкович", "Бактыбек Усон Жакшылык уулу"),
            ("married", "Сыдыкова Мээрим Таалайбековна", "Турдубаева Мээрим Таалайбековна"),
            ("day-and-month", "Калмаматов Руслан Жапарович", "Калмаматов Руслан Жапарович"),
        ];
        let name = |person: &SamplePerson| {
            format!(
                "{} {} {}",
                person.surname,
                person.given,
                person.patronymic.as_deref().unwrap_or("")
            )
        };
        for (key, first, second) in cases {
            let people = case(key);
            assert_eq!(people.iter().map(name).collect::<Vec<_>>(), [first, second], "{key}");
            assert_eq!((people[0].same_as, people[1].same_as), (None, Some(people[0].index)));
            assert!(people[0].pin.is_some() && people[1].pin.is_none());
            let same_day = people[0].born_on == people[1].born_on;
            assert_eq!(same_day, key != "day-and-month", "{key}");
        }
    }

    #[test]
    fn what_is_missing_is_missing() {
        let missing = |key| {
            let person = one(key);
            [
                person.pin.is_none(),
                person.phone.is_none(),
                person.born_on.is_none(),
                person.patronymic.is_none(),
            ]
        };
        assert_eq!(missing("no-pin")[..3], [true, false, false]);
        assert_eq!(missing("no-phone")[..3], [false, true, false]);
        assert!(missing("no-birth-date")[2]);
        assert_eq!(missing("nothing-known"), [true; 4]);
    }

    #[test]
    fn birthdays_that_programs_stumble_over() {
        for (key, birthday, in_pin) in [("leap-day", (2, 29), "2902"), ("new-year", (1, 1), "0101")]
        {
            let person = one(key);
            let born = person.born_on.unwrap();
            assert_eq!((born.month(), born.day()), birthday);
            assert_eq!(&person.pin.unwrap()[1..5], in_pin);
        }
    }

    #[test]
    fn names_that_pages_stumble_over() {
        let long = one("long-name");
        let whole = format!("{}{}{}", long.surname, long.given, long.patronymic.unwrap());
        assert_eq!(whole.chars().filter(|letter| letter.is_alphabetic()).count(), 60);
        let single = one("one-name");
        assert_eq!((single.surname, single.patronymic), (single.given, None));
        let mixed = one("mixed-letters").surname;
        assert_ne!(mixed, "Осмонов");
        assert_eq!(mixed.replace('\u{4f}', "О").replace('\u{6f}', "о"), "Осмонов");
    }

    #[test]
    fn a_number_that_contradicts_its_owner() {
        let person = one("pin-of-other-sex");
        assert_eq!(person.sex, Sex::Female);
        assert!(person.pin.unwrap().starts_with('2'));
    }

    #[test]
    fn ways_that_are_shorter_or_longer_than_usual() {
        assert_eq!(one("back-today").returned_on, TODAY);
        assert_eq!(one("back-today").registered_on, TODAY);
        assert!(one("back-long-ago").returned_on.year() < TODAY.year() - 30);
        assert!(one("left-again").left_again_on.is_some_and(|day| day <= TODAY));
        let person = one("one-day-job");
        assert_eq!(person.first_job_on(), person.first_job_ended_on());
        assert!(person.first_job_on().unwrap() < TODAY);
    }
}
