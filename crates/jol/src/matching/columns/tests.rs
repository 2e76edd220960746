use domain::{
    classifier::{Concept, Scheme},
    matching::compare,
    profile::{Fluency, Item, Kind, Wish},
    returnee::Education,
    vacancy::{Offer, last_begin},
};
use jiff::civil::date;
use proptest::{collection::vec, option, prelude::*, sample::select};

use super::*;

const TODAY: Date = date(2026, 11, 22);
const WEIGHTS: Weights = Weights { occupation: 400, needs: 400, near: 120, wage: 80 };

/// Three unit groups of one minor group, and one far away.
const OCCUPATIONS: [&str; 6] = ["tailor", "seamstress", "embroiderer", "cook", "welder", "none"];
const PLACES: [&str; 4] = ["41705214000000", "41705410000010", "41707232000000", "41711000000000"];
const SKILLS: [&str; 5] = ["sewing-machine", "overlock", "pattern", "cooking", "welding"];
const FORMS: [&str; 2] = ["full-time", "remote"];

fn code(text: &str) -> Code {
    text.parse().unwrap()
}

fn lists() -> Arc<Classifiers> {
    let mut lists = Classifiers::default();
    for (occupation, group, skills) in [
        ("tailor", "7531", "sewing-machine pattern"),
        ("seamstress", "7531", "sewing-machine overlock"),
        ("embroiderer", "7533", "overlock"),
        ("cook", "5120", "cooking"),
        ("welder", "7212", "welding"),
    ] {
        let (code, broader) = (code(occupation), group.parse().ok());
        let (names, skills) = (Default::default(), skills.parse().unwrap());
        lists.add(Scheme::Occupation, Concept { code, names, broader, skills });
    }
    Arc::new(lists)
}

fn need() -> impl Strategy<Value = String> {
    let of = prop_oneof![
        4 => select(SKILLS.to_vec()).prop_map(|code| format!("skill:{code}")),
        1 => select(vec!["licence:B", "licence:C"]).prop_map(str::to_owned),
        1 => select(vec!["language:ru:A2", "language:ru:B2", "language:en:B1"])
            .prop_map(str::to_owned),
        1 => select(vec!["education:basic", "education:higher"]).prop_map(str::to_owned),
        1 => select(vec!["months:6", "months:30"]).prop_map(str::to_owned),
    ];
    (of, select(vec!["", "", "!"])).prop_map(|(need, must)| format!("{need}{must}"))
}

fn som(thousands: u16) -> Som {
    format!("{thousands}000").parse().unwrap()
}

fn offered() -> impl Strategy<Value = Offered> {
    let what = (select(OCCUPATIONS.to_vec()), select(PLACES.to_vec()), select(FORMS.to_vec()));
    // Few wages and few needs, so that many are equal in the end.
    let more = (option::of(1..6u16), option::of(0..4i32), 0..4i32, vec(need(), 0..6));
    let day = |days: i32| TODAY.saturating_add(jiff::Span::new().days(days - 1));
    (what, more).prop_map(move |((occupation, place, form), (wage, begins, days, needs))| Offered {
        id: Uuid::nil(),
        occupation: code(occupation),
        territory: place.parse().unwrap(),
        form: code(form),
        wage: wage.map(|wage| som(10 * wage)),
        last_begin: last_begin(begins.map(day), day(days)),
        closes_on: day(days),
        needs: needs.join(" ").parse().unwrap(),
        places: 1,
    })
}

fn item() -> impl Strategy<Value = Item> {
    let works = select(OCCUPATIONS.to_vec()).prop_flat_map(|occupation| {
        (2019..2026i16).prop_map(move |year| Item {
            from_on: Some(date(year, 3, 1)),
            to_on: Some(date(year, 12, 1)),
            ..Item::plain(Kind::Work, code(occupation))
        })
    });
    let speaks = select(vec![Fluency::A1, Fluency::B1, Fluency::C1]).prop_flat_map(|level| {
        select(vec!["ru", "en"]).prop_map(move |language| Item {
            fluency: Some(level),
            ..Item::plain(Kind::Language, code(language))
        })
    });
    let drives = option::of(select(vec![date(2020, 1, 1), date(2030, 1, 1)]))
        .prop_map(|to| Item { to_on: to, ..Item::plain(Kind::Licence, code("B")) });
    let can = select(SKILLS.to_vec()).prop_map(|skill| Item::plain(Kind::Skill, code(skill)));
    prop_oneof![works, speaks, drives, can]
}

#[derive(Debug)]
struct Somebody {
    home: Option<Territory>,
    education: Option<Education>,
    items: Vec<Item>,
    wish: Wish,
}

impl Somebody {
    fn person(&self) -> Person<'_> {
        let Self { home, education, items, wish } = self;
        Person { home: *home, education: *education, items, wish }
    }
}

fn somebody() -> impl Strategy<Value = Somebody> {
    let place = || option::of(select(PLACES.to_vec()));
    let wish = (
        vec(select(OCCUPATIONS.to_vec()), 0..3),
        place(),
        option::of(select(vec![20, 120, 400])),
        option::of(select(vec![10, 15, 20, 30])),
        vec(select(FORMS.to_vec()), 0..2),
        option::of(select(vec![TODAY, TODAY.tomorrow().unwrap()])),
    );
    let education = option::of(select(vec![Education::Basic, Education::Higher]));
    let rest = (place(), education, vec(item(), 0..8));
    (wish, rest).prop_map(|(wish, (home, education, items))| {
        let (occupations, place, km, wage, forms, from_on) = wish;
        let territory = |place: Option<&str>| place.map(|place| place.parse().unwrap());
        let wish = Wish {
            occupations: occupations.into_iter().map(code).collect(),
            place: territory(place),
            km,
            wage: wage.map(som),
            forms: forms.into_iter().map(code).collect(),
            from_on,
            ..Wish::default()
        };
        Somebody { home: territory(home), education, items, wish }
    })
}

fn offer(offered: &Offered) -> Offer {
    Offer {
        title: "Work".parse().unwrap(),
        occupation: offered.occupation.clone(),
        territory: offered.territory,
        wage_from: None,
        wage_to: offered.wage,
        form: offered.form.clone(),
        places: offered.places,
        starts_on: offered.last_begin,
        closes_on: offered.closes_on,
        needs: offered.needs.clone(),
        words: None,
    }
}

/// How many were left out, by reason. How far too far does not matter, nor how long.
type LeftOutBy = HashMap<String, usize>;

fn name(reason: &LeftOut) -> String {
    match reason {
        LeftOut::TooFar { .. } => "far".into(),
        LeftOut::Wage { .. } => "wage".into(),
        LeftOut::Months { .. } => "months".into(),
        other => format!("{other:?}"),
    }
}

/// The same by comparing with each: who fits, in order, and who is left out.
fn plain(all: &[Offered], person: &Person<'_>) -> (Vec<(Uuid, u32)>, LeftOutBy) {
    let (mut found, mut left_out) = (Vec::new(), LeftOutBy::new());
    for one in all.iter().filter(|one| one.closes_on >= TODAY) {
        match compare(person, &offer(one), &lists(), &WEIGHTS, TODAY) {
            Ok(fit) => found.push((one.id, fit.of_1000)),
            Err(reason) => *left_out.entry(name(&reason)).or_default() += 1,
        }
    }
    found.sort_by_key(|(id, points)| Reverse((*points, *id)));
    (found, left_out)
}

fn is_same(columns: &Columns, all: &[Offered], one: &Somebody) -> Result<(), TestCaseError> {
    let (found, left_out) = plain(all, &one.person());
    for most in [0, 1, 20, usize::MAX] {
        let best = columns.best(&one.person(), &WEIGHTS, TODAY, most);
        prop_assert_eq!(best.n_fits, found.len());
        prop_assert_eq!(&best.found[..], &found[..most.min(found.len())]);
        prop_assert_eq!(best.n_open, found.len() + left_out.values().sum::<usize>());
        prop_assert!(best.left_out.is_sorted_by(|(_, one), (_, other)| one >= other));
        let told: LeftOutBy = best.left_out.iter().map(|(why, n)| (name(why), *n)).collect();
        prop_assert_eq!(&told, &left_out);
    }
    // Of equals whoever is ranked higher.
    let rank = |id: Uuid| id.as_u64_pair().1.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut ranked = found;
    ranked.sort_by_key(|(id, points)| Reverse((*points, rank(*id), *id)));
    let best = columns.best_by(&one.person(), &WEIGHTS, TODAY, 5, rank);
    prop_assert_eq!(&best.found[..], &ranked[..ranked.len().min(5)]);
    Ok(())
}

fn numbered(mut all: Vec<Offered>) -> Vec<Offered> {
    for (at, one) in (1u128..).zip(&mut all) {
        // Not in the order in which they come.
        one.id = Uuid::from_u128(at * 7_919 % 1_000_003);
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_best_are_those_of_comparing_with_each(
        all in vec(offered(), 0..200),
        people in vec(somebody(), 4),
    ) {
        let all = numbered(all);
        let mut columns = Columns::new(lists());
        all.iter().for_each(|one| columns.put(one));
        for one in &people {
            is_same(&columns, &all, one)?;
        }
    }

    #[test]
    fn what_was_changed_and_closed_is_as_if_made_anew(
        all in vec(offered(), 1..60),
        steps in vec((any::<prop::sample::Index>(), option::of(offered())), 0..80),
        one in somebody(),
        clears in any::<bool>(),
    ) {
        let mut all = numbered(all);
        let mut columns = Columns::new(Arc::default());
        all.iter().for_each(|one| columns.put(one));
        columns.renew(lists());
        for (at, to) in steps {
            if all.is_empty() {
                break;
            }
            let at = at.index(all.len());
            match to {
                Some(to) => {
                    all[at] = Offered { id: all[at].id, ..to };
                    columns.put(&all[at]);
                }
                None => columns.close(all.swap_remove(at).id),
            }
        }
        if clears {
            columns.clear(TODAY);
            all.retain(|one| one.closes_on >= TODAY);
            prop_assert_eq!(columns.len(), all.len());
        }
        is_same(&columns, &all, &one)?;
    }
}

proptest! {
    #[test]
    fn what_is_offered_is_counted_by_group_skill_and_oblast(all in vec(offered(), 0..80)) {
        let all = numbered(all);
        let mut columns = Columns::new(lists());
        all.iter().for_each(|one| columns.put(one));
        let oblasts: Vec<Territory> =
            Territory::all(TODAY).filter(|place| place.parent().is_none()).collect();
        let tally = columns.tally(&oblasts, TODAY);
        let count = |oblast: &Territory, is: &dyn Fn(&Offered) -> bool| {
            let open = all.iter().filter(|one| one.closes_on >= TODAY && is(one));
            let here = open.filter(|one| one.territory.oblast() == *oblast);
            here.fold(Offers::default(), |sum, one| Offers {
                vacancies: sum.vacancies + 1,
                places: sum.places + u64::from(one.places),
            })
        };
        let of_all: Vec<Offers> = oblasts.iter().map(|place| count(place, &|_| true)).collect();
        prop_assert_eq!(&tally.all, &of_all);
        let blank = vec![Offers::default(); oblasts.len()];
        for group in ["7531", "7533", "5120", "7212"] {
            let of = |one: &Offered| {
                lists().unit_group(&one.occupation).is_some_and(|of| of.as_str() == group)
            };
            let plain: Vec<Offers> = oblasts.iter().map(|place| count(place, &of)).collect();
            prop_assert_eq!(tally.groups.get(&code(group)).unwrap_or(&blank), &plain);
        }
        for skill in SKILLS {
            let of = |one: &Offered| one.needs.iter().any(|need| {
                matches!(need, Need::Skill(code, _) if code.as_str() == skill)
            });
            let twice = |one: &Offered| one.needs.iter().filter(|need| {
                matches!(need, Need::Skill(code, _) if code.as_str() == skill)
            }).count() > 1;
            // A form takes each skill once.
            if all.iter().any(twice) {
                continue;
            }
            let plain: Vec<Offers> = oblasts.iter().map(|place| count(place, &of)).collect();
            prop_assert_eq!(tally.skills.get(&code(skill)).unwrap_or(&blank), &plain);
        }
    }
}

#[test]
fn what_is_closed_does_not_pile_up() {
    let mut columns = Columns::new(lists());
    let mut one = Offered {
        id: Uuid::nil(),
        occupation: code("tailor"),
        territory: PLACES[0].parse().unwrap(),
        form: code("remote"),
        wage: None,
        last_begin: None,
        closes_on: TODAY,
        needs: "skill:overlock months:6!".parse().unwrap(),
        places: 1,
    };
    for n in 0..10 * CLOSED as u128 {
        one.id = Uuid::from_u128(n % 10);
        columns.put(&one);
    }
    assert_eq!(columns.len(), 10);
    assert!(columns.rows.len() <= CLOSED + 20, "{}", columns.rows.len());
    assert!(columns.needs.len() <= 2 * (CLOSED + 20), "{}", columns.needs.len());
}
