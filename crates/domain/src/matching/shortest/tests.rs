//! The search beside one that tries everything, and what the data mean in cases.

use std::collections::BTreeSet;

use jiff::{ToSpan as _, civil::date};
use proptest::prelude::*;

use super::*;
use crate::classifier::Classifiers;

const TODAY: Date = date(2026, 11, 22);
const GAPS: [&str; 4] = ["a", "b", "c", "d"];

fn day(n: i32) -> Date {
    TODAY.saturating_add(n.days())
}

fn gap(n: usize) -> Gap {
    Gap::Skill(GAPS[n].parse().unwrap())
}

fn some_gaps(mask: u8) -> Vec<Gap> {
    (0..GAPS.len()).filter(|bit| mask >> bit & 1 == 1).map(gap).collect()
}

fn a_link() -> impl Strategy<Value = Link> {
    // Few days and mostly one gap each, so that there are many ways to go and many that clash.
    let closes = prop::sample::select(vec![1u8, 2, 4, 8, 1, 2, 4, 3, 6, 15]);
    (1u128..4, 0u8..6, -1i32..8, 0i32..5, closes, 0i64..3).prop_map(
        |(course, kind, first, length, mask, cost)| {
            let (what, track) = match kind {
                0 => (What::Paper(GAPS[course as usize].parse().unwrap()), Track::Beside),
                1 | 2 => (What::Course(Uuid::from_u128(course)), Track::Online),
                _ => (What::Course(Uuid::from_u128(course)), Track::Presence),
            };
            Link {
                what,
                track,
                first: day(first),
                last: day(first + length),
                closes: some_gaps(mask),
                km: None,
                price: Som::from_tyiyn(cost),
                travel: Som::default(),
                paid: None,
            }
        },
    )
}

fn an_end() -> impl Strategy<Value = End> {
    (0u8..2, 0u8..5, 0u8..16, prop::option::of(-5i32..12), 0i32..15, 0u32..12, 0u32..4).prop_map(
        |(occupation, way, mask, starts, closes, n_opened, hired_in)| End {
            hired_in,
            occupation: ["cook", "tailor"][usize::from(occupation)].parse().unwrap(),
            way: match way {
                0 => Way::OwnWork,
                1 => Way::Kind { n_opened },
                _ => Way::Vacancy { starts_on: starts.map(day), closes_on: day(closes) },
            },
            gaps: some_gaps(mask),
        },
    )
}

/// A road as everything is tried: which end, which links, and what it is ordered by.
#[derive(Clone, Debug)]
struct Tried {
    end: usize,
    links: BTreeSet<usize>,
    order: (bool, Option<Date>, i64, usize),
}

/// Every set of links that closes the gaps of an end, from the text of the module and without its code.
fn try_all(ends: &[End], links: &[Link], from_on: Option<Date>, terms: &Terms) -> Vec<Tried> {
    let mut tried = Vec::new();
    for (at, end) in ends.iter().enumerate() {
        for mask in 0..1usize << links.len() {
            let set: BTreeSet<usize> = (0..links.len()).filter(|n| mask >> n & 1 == 1).collect();
            let helps = |n: &usize| links[*n].closes.iter().any(|gap| end.gaps.contains(gap));
            let is_closed = |gap: &Gap| set.iter().any(|n| links[*n].closes.contains(gap));
            let may_begin = |n: &usize| links[*n].first >= TODAY;
            let meets = |one: &usize, other: &usize| {
                let (a, b) = (&links[*one], &links[*other]);
                let busy = a.track == b.track && a.track != Track::Beside;
                one < other && busy && a.first <= b.last && b.first <= a.last
            };
            let clash = set.iter().any(|one| set.iter().any(|other| meets(one, other)));
            if clash
                || !set.iter().all(helps)
                || !set.iter().all(may_begin)
                || !end.gaps.iter().all(is_closed)
            {
                continue;
            }
            let last = set.iter().map(|n| links[*n].last).max();
            let ready = last.map_or(TODAY, |last| last.tomorrow().unwrap());
            let begins = ready.max(from_on.unwrap_or(ready));
            let ends_on = match end.way {
                Way::Vacancy { closes_on, .. } if closes_on < ready => continue,
                Way::Vacancy { starts_on, .. } => {
                    let hired = ready.saturating_add(i64::from(end.hired_in).days());
                    Some(begins.max(hired).max(starts_on.unwrap_or(begins)))
                }
                Way::OwnWork => Some(begins),
                Way::Kind { n_opened } if n_opened < terms.least_opened => None,
                Way::Kind { n_opened } => {
                    let days = (365.0 / f64::from(n_opened)).ceil() as u32 + end.hired_in;
                    Some(begins.saturating_add(i64::from(days).days()))
                }
            };
            let cost = set.iter().map(|n| links[*n].price.tyiyn()).sum();
            let order = (ends_on.is_none(), ends_on, cost, set.len());
            tried.push(Tried { end: at, links: set, order });
        }
    }
    let vacant = |one: &Tried| matches!(ends[one.end].way, Way::Vacancy { .. });
    let reached: BTreeSet<Code> = tried
        .iter()
        .filter(|one| vacant(one))
        .map(|one| ends[one.end].occupation.clone())
        .collect();
    tried.retain(|one| {
        let end = &ends[one.end];
        !matches!(end.way, Way::Kind { .. }) || !reached.contains(&end.occupation)
    });
    tried
}

fn courses(links: &[Link], of: impl Iterator<Item = usize>) -> BTreeSet<What> {
    of.map(|n| links[n].what.clone()).filter(|what| matches!(what, What::Course(_))).collect()
}

fn differs(ends: &[End], links: &[Link], chosen: &Road, road: &Tried) -> bool {
    let kind = |end: usize| (ends[end].way == Way::OwnWork, ends[end].occupation.clone());
    let before = courses(links, chosen.links.iter().copied());
    let now = courses(links, road.links.iter().copied());
    kind(chosen.end) != kind(road.end) || (!before.is_empty() && before.is_disjoint(&now))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn the_roads_are_those_that_trying_everything_finds(
        links in prop::collection::vec(a_link(), 0..=6),
        ends in prop::collection::vec(an_end(), 0..=5),
        from in prop::option::of(0i32..20),
    ) {
        let terms = Terms::V2026_11;
        let from_on = from.map(day);
        let found = roads(TODAY, from_on, &ends, &links, &terms, 3);
        let all = try_all(&ends, &links, from_on, &terms);
        let mut left: Vec<&Tried> = all.iter().collect();
        for road in &found.roads {
            let order = (road.ends_on.is_none(), road.ends_on, road.cost.tyiyn(), road.links.len());
            let best = left.iter().map(|one| one.order).min();
            prop_assert_eq!(Some(order), best);
            // It is one of those that were tried, not merely as good as one.
            let links_of: BTreeSet<usize> = road.links.iter().copied().collect();
            prop_assert!(left.iter().any(|one| one.end == road.end && one.links == links_of && one.order == order));
            left.retain(|one| differs(&ends, &links, road, one));
        }
        prop_assert!(found.roads.len() == 3 || left.is_empty(), "{:?}", left.first());
        for (end, why) in &found.left_out {
            prop_assert!(all.iter().all(|one| one.end != *end), "{end} {why:?}");
        }
    }

    #[test]
    fn the_order_of_the_links_changes_nothing_that_counts(
        links in prop::collection::vec(a_link(), 0..=12),
        ends in prop::collection::vec(an_end(), 1..=5),
    ) {
        let told = |links: &[Link]| -> Vec<_> {
            let found = roads(TODAY, None, &ends, links, &Terms::V2026_11, 1);
            found.roads.iter().map(|road| (road.ends_on, road.cost, road.links.len())).collect()
        };
        let turned: Vec<Link> = links.iter().rev().cloned().collect();
        prop_assert_eq!(told(&links), told(&turned));
    }

    #[test]
    fn one_more_link_never_makes_the_road_longer(
        links in prop::collection::vec(a_link(), 1..=8),
        gaps in 0u8..16,
    ) {
        let end = End { occupation: "cook".parse().unwrap(), way: Way::OwnWork, gaps: some_gaps(gaps), hired_in: 0 };
        let day = |links: &[Link]| {
            let found = roads(TODAY, None, std::slice::from_ref(&end), links, &Terms::V2026_11, 1);
            found.roads.first().and_then(|road| road.ends_on).unwrap_or(Date::MAX)
        };
        prop_assert!(day(&links) <= day(&links[1..]));
    }
}

#[test]
fn of_many_openings_the_next_is_soon_and_of_few_nothing_is_said() {
    let cases =
        [(0, None), (4, None), (5, Some(73)), (12, Some(31)), (365, Some(1)), (9_000, Some(1))];
    for (n_opened, expected) in cases {
        assert_eq!(Terms::V2026_11.wait(n_opened), expected, "{n_opened}");
    }
}

#[test]
fn who_learns_more_is_counted_for_more_openings() {
    let cook = "cook".parse().unwrap();
    let opened = [(some_gaps(0), 6), (some_gaps(1), 3), (some_gaps(3), 10), (some_gaps(4), 1)];
    let n_of = |mask: u8| {
        let ends = kinds(&cook, &opened, &Terms::V2026_11);
        ends.into_iter().find(|end| end.gaps == some_gaps(mask)).map(|end| end.way)
    };
    assert_eq!(n_of(0), Some(Way::Kind { n_opened: 6 }));
    assert_eq!(n_of(1), Some(Way::Kind { n_opened: 9 }));
    assert_eq!(n_of(3), Some(Way::Kind { n_opened: 19 }));
    assert_eq!(n_of(4), Some(Way::Kind { n_opened: 7 }));
    assert_eq!(n_of(5), None, "nobody asked for these two alone");
}

#[test]
fn a_gap_that_nothing_closes_is_named_and_so_is_a_vacancy_that_closes_too_soon() {
    let link = Link {
        what: What::Course(Uuid::from_u128(1)),
        track: Track::Presence,
        first: day(2),
        last: day(9),
        closes: some_gaps(1),
        km: None,
        price: Som::default(),
        travel: Som::default(),
        paid: None,
    };
    let vacancy = |mask, closes| End {
        occupation: "cook".parse().unwrap(),
        way: Way::Vacancy { starts_on: None, closes_on: day(closes) },
        hired_in: 0,
        gaps: some_gaps(mask),
    };
    let ends = [vacancy(3, 30), vacancy(1, 9), vacancy(1, 10)];
    let found = roads(TODAY, None, &ends, &[link], &Terms::V2026_11, 3);
    assert_eq!(found.left_out, [(0, Why::Open(gap(1))), (1, Why::TooLate)]);
    assert_eq!(found.roads.len(), 1);
    assert_eq!((found.roads[0].end, found.roads[0].ends_on), (2, Some(day(10))));
}

mod data {
    //! What the data mean for a person.

    use super::*;
    use crate::{
        classifier::{Concept, Nearness, Scheme},
        course::{Course, Group, TypedCourse, TypedGroup},
        matching::Person,
        profile::{Item, TypedItem, TypedWish, Wish},
        territory::Territory,
        vacancy::Needs,
    };

    const OSH: &str = "41721000000000";
    const KARA_SUU: &str = "41706226000000";
    const BISHKEK: &str = "41711000000000";

    fn lists() -> Classifiers {
        let mut lists = Classifiers::default();
        for (scheme, code, broader, skills) in [
            (Scheme::Occupation, "cook", "5120", "soup bread"),
            (Scheme::Occupation, "chef", "5121", "soup"),
            (Scheme::Occupation, "welder", "7212", "arc"),
            (Scheme::Occupation, "gas-welder", "7212", "arc"),
            (Scheme::Occupation, "tinsmith", "7213", ""),
            (Scheme::Skill, "soup", "", ""),
            (Scheme::Skill, "bread", "", ""),
            (Scheme::Skill, "arc", "", ""),
            (Scheme::Licence, "book", "", ""),
            (Scheme::Licence, "seal", "", ""),
            (Scheme::Language, "ru", "", ""),
        ] {
            let (code, names) = (code.parse().unwrap(), Default::default());
            let (broader, skills) = (broader.parse().ok(), skills.parse().unwrap());
            lists.add(scheme, Concept { code, names, broader, skills });
        }
        lists
    }

    fn trades() -> Trades {
        let trade = |code: &str, self_employable, licences: &str| {
            let licences = licences.parse().unwrap();
            (code.parse().unwrap(), Trade { self_employable, licences })
        };
        let all = [
            trade("cook", true, "book"),
            trade("welder", true, "seal"),
            trade("tinsmith", false, ""),
        ];
        all.into_iter().collect()
    }

    fn item(kind: &str, code: &str, to_on: &str) -> Item {
        let [kind, code, to_on] = [kind, code, to_on].map(str::to_owned);
        let from_on = "2020-01-01".into();
        let typed = TypedItem { kind, code, from_on, to_on, ..TypedItem::default() };
        typed.read(&lists(), TODAY).unwrap()
    }

    fn wish(occupations: &str, self_employment: &str, km: &str) -> Wish {
        let [occupations, self_employment, km] =
            [occupations, self_employment, km].map(str::to_owned);
        let typed = TypedWish { occupations, self_employment, km, ..TypedWish::default() };
        typed.read(&lists(), TODAY).unwrap()
    }

    fn person<'a>(items: &'a [Item], wish: &'a Wish) -> Person<'a> {
        Person { home: Territory::parse(OSH).ok(), education: None, items, wish }
    }

    fn course(way: &str, price: &str) -> Course {
        let typed = TypedCourse {
            title: "Course".into(),
            occupation: "gas-welder".into(),
            skills: "arc".into(),
            licences: "seal".into(),
            hours: "60".into(),
            price: price.into(),
            language: "ky".into(),
            way: way.into(),
            words: String::new(),
        };
        typed.read(&lists()).unwrap()
    }

    fn group(territory: &str) -> Group {
        let typed = TypedGroup {
            territory: territory.into(),
            starts_on: "2026-12-01".into(),
            ends_on: "2026-12-20".into(),
            seats: "10".into(),
            ..TypedGroup::default()
        };
        typed.read(TODAY).unwrap()
    }

    fn programme(code: &str, pays: &[Pays], who: Who, ceiling: Option<i64>) -> Programme {
        Programme {
            code: code.parse().unwrap(),
            names: Default::default(),
            pays: pays.to_vec(),
            who,
            ceiling: ceiling.map(|som| Som::from_tyiyn(som * 100)),
            days: 60,
            valid_from: date(2026, 1, 1),
            valid_to: Some(date(2027, 1, 1)),
            is_confirmed: false,
            source: String::new(),
        }
    }

    fn codes(gaps: &[Gap]) -> String {
        let code = |gap: &Gap| match gap {
            Gap::Skill(code) | Gap::Licence(code) | Gap::Trade(code) => code.to_string(),
            Gap::Start => "start".to_owned(),
            other => format!("{other:?}"),
        };
        gaps.iter().map(code).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_must_be_there_and_is_not_is_a_gap() {
        let (any, lists) = (Wish::default(), lists());
        let cook: Code = "cook".parse().unwrap();
        let open = |items: &[Item], needs: &str| {
            let needs: Needs = needs.parse().unwrap();
            codes(&gaps(&person(items, &any), &needs, &cook, &lists, TODAY))
        };
        let cases: [(&[Item], &str, &str); 7] = [
            (&[], "skill:soup licence:book", ""),
            (&[], "skill:soup! licence:book!", "soup book"),
            (&[item("work", "cook", "2022-01-01")], "skill:soup!", ""),
            (&[item("licence", "book", "2026-11-21")], "licence:book!", "book"),
            (&[item("licence", "book", "2027-01-01")], "licence:book!", ""),
            (&[item("work", "cook", "2020-07-01")], "months:7!", "Months(7)"),
            (&[item("work", "cook", "2020-09-01")], "months:7!", ""),
        ];
        for (items, needs, expected) in cases {
            assert_eq!(open(items, needs), expected, "{needs}");
        }
    }

    #[test]
    fn wishes_come_before_what_was_done_and_the_near_after_the_same() {
        let lists = lists();
        let told = |items: &[Item], wish: &Wish| {
            let found = wished(&person(items, wish), &lists, 9);
            found.into_iter().map(|(code, near)| (code.to_string(), near)).collect::<Vec<_>>()
        };
        let welded = [item("work", "welder", "2022-01-01")];
        let expected = |all: &[(&str, Nearness)]| {
            all.iter().map(|(code, near)| ((*code).to_owned(), *near)).collect::<Vec<_>>()
        };
        let (same, unit, minor) = (Nearness::Same, Nearness::Unit, Nearness::Minor);
        let near = [("welder", same), ("gas-welder", unit), ("tinsmith", minor)];
        assert_eq!(told(&welded, &Wish::default()), expected(&near));
        let cook = [("cook", same), ("chef", minor)];
        assert_eq!(told(&welded, &wish("cook", "", "")), expected(&cook));
        assert_eq!(told(&[], &Wish::default()), expected(&[]));
    }

    #[test]
    fn ones_own_work_asks_for_the_trade_its_papers_and_something_to_begin_with() {
        let lists = lists();
        let told = |items: &[Item], wish: &Wish| {
            let ends = own_work(&person(items, wish), &lists, &trades(), TODAY);
            ends.iter()
                .map(|end| format!("{}: {}", end.occupation, codes(&end.gaps)))
                .collect::<Vec<String>>()
        };
        let none: Vec<String> = Vec::new();
        let cooked = [item("work", "cook", "2022-01-01")];
        let knows = [item("skill", "soup", "")];
        assert_eq!(told(&cooked, &wish("cook", "no", "")), none);
        assert_eq!(told(&cooked, &wish("cook", "", "")), none);
        assert_eq!(told(&[], &wish("tinsmith", "yes", "")), none);
        assert_eq!(told(&cooked, &wish("", "yes", "")), ["cook: book start"]);
        assert_eq!(told(&[], &wish("cook", "unsure", "")), ["cook: book cook start"]);
        assert_eq!(told(&knows, &wish("cook", "yes", "")), ["cook: book start"]);
        let did = [item("work", "gas-welder", "2022-01-01")];
        assert_eq!(told(&did, &wish("welder", "yes", "")), ["welder: seal start"]);
    }

    struct Case {
        lists: Classifiers,
        trades: Trades,
        programmes: Vec<Programme>,
    }

    impl Case {
        fn new(programmes: Vec<Programme>) -> Self {
            Self { lists: lists(), trades: trades(), programmes }
        }

        fn reader<'a>(&'a self, person: &'a Person<'a>) -> Reader<'a> {
            let Self { lists, trades, programmes } = self;
            let terms = &Terms::V2026_11;
            Reader { person, lists, trades, programmes, terms, today: TODAY }
        }
    }

    #[test]
    fn a_course_costs_its_price_and_the_way_but_for_what_is_paid() {
        let asked = [Gap::Licence("seal".parse().unwrap()), Gap::Trade("welder".parse().unwrap())];
        let paid = |code: &str, som: i64| {
            Some(Paid { programme: code.parse().unwrap(), sum: Som::from_tyiyn(som * 100) })
        };
        let all = || {
            vec![
                programme("half", &[Pays::Course], Who::Registered, Some(1_000)),
                programme("more", &[Pays::Course, Pays::Travel], Who::Unemployed, Some(2_100)),
                programme("poor", &[Pays::Course], Who::Commission, None),
                programme("own", &[Pays::OwnWork], Who::Registered, None),
            ]
        };
        let (any, near) = (Wish::default(), wish("", "", "10"));
        let osh_to =
            |code: &str| Territory::parse(OSH).unwrap().km_to(Territory::parse(code).unwrap());
        let km = osh_to(KARA_SUU);
        let daily = 2 * i64::from(km) * 10 * 3;
        assert!(daily > 100, "the way is worth something");
        // Place and way, wish, programmes; kilometres, what the way costs, who pays.
        let cases = [
            ((OSH, "in-place"), &any, vec![], Some((Some(0), 0, None))),
            ((KARA_SUU, "in-place"), &any, vec![], Some((Some(km), daily, None))),
            ((KARA_SUU, "mixed"), &any, vec![], Some((Some(km), daily, None))),
            ((KARA_SUU, "online"), &any, vec![], Some((None, 0, None))),
            ((OSH, "in-place"), &any, all(), Some((Some(0), 0, paid("more", 2_000)))),
            ((KARA_SUU, "in-place"), &any, all(), Some((Some(km), daily, paid("more", 2_100)))),
            (
                (BISHKEK, "in-place"),
                &any,
                vec![],
                Some((Some(osh_to(BISHKEK)), 2 * i64::from(osh_to(BISHKEK)) * 3, None)),
            ),
            ((BISHKEK, "in-place"), &near, vec![], None),
            ((BISHKEK, "online"), &near, vec![], Some((None, 0, None))),
        ];
        for (((place, way), wish, programmes, expected), n) in cases.into_iter().zip(1..) {
            let (case, items) = (Case::new(programmes), []);
            let person = person(&items, wish);
            let course = course(way, "2000");
            let link = link_of_group(
                &case.reader(&person),
                (Uuid::nil(), &course),
                &group(place),
                false,
                &asked,
            );
            let got = link.map(|link| {
                assert_eq!(link.closes, asked, "{n}");
                (link.km, link.travel.tyiyn() / 100, link.paid)
            });
            assert_eq!(got, expected, "case {n}");
        }
    }

    #[test]
    fn whoever_sits_in_a_group_goes_on_with_it() {
        let (case, any, items) = (Case::new(Vec::new()), Wish::default(), []);
        let person = person(&items, &any);
        let (asked, course) = ([Gap::Skill("arc".parse().unwrap())], course("in-place", "0"));
        let begun = |ends_on| Group { starts_on: day(-3), ends_on, ..group(OSH) };
        let days = |group: &Group, has_seat| {
            let reader = case.reader(&person);
            let link = link_of_group(&reader, (Uuid::nil(), &course), group, has_seat, &asked)?;
            Some((link.first, link.last))
        };
        assert_eq!(days(&begun(day(4)), true), Some((TODAY, day(4))));
        assert_eq!(days(&begun(day(4)), false), None);
        assert_eq!(days(&begun(day(-1)), true), None);
    }

    #[test]
    fn a_paper_without_a_course_is_for_who_did_the_work_or_had_it() {
        let (case, any) = (Case::new(Vec::new()), Wish::default());
        let asked = [Gap::Licence("seal".parse().unwrap())];
        let given = |asker: Asker, items: &[Item], on: &str| {
            let paper = Paper {
                licence: "seal".parse().unwrap(),
                way: PaperWay::Exam,
                asker,
                days: 14,
                price: Som::from_tyiyn(200_000),
                valid_from: on.parse().unwrap(),
                valid_to: None,
                is_confirmed: false,
                source: String::new(),
            };
            let person = person(items, &any);
            link_of_paper(&case.reader(&person), &paper, &asked).map(|link| link.last)
        };
        let last = Some(date(2026, 12, 5));
        let welded = [item("work", "welder", "2020-08-01")];
        let short = [item("work", "welder", "2020-03-01")];
        let had = [item("licence", "seal", "2026-01-01")];
        for (asker, items, on, expected) in [
            (Asker::Anybody, &[][..], "2026-11-22", last),
            (Asker::Anybody, &[], "2026-11-23", None),
            (Asker::Worked, &welded, "2026-01-01", last),
            (Asker::Worked, &short, "2026-01-01", None),
            (Asker::Worked, &had, "2026-01-01", None),
            (Asker::Had, &had, "2026-01-01", last),
            (Asker::Had, &welded, "2026-01-01", None),
        ] {
            assert_eq!(given(asker, items, on), expected, "{asker} {items:?}");
        }
    }

    #[test]
    fn a_programme_is_applied_to_while_it_is_in_force() {
        let (case, any, items) = (Case::new(Vec::new()), Wish::default(), []);
        let person = person(&items, &any);
        let reader = case.reader(&person);
        let own = programme("own", &[Pays::OwnWork], Who::Commission, Some(150_000));
        let link = link_of_programme(&reader, &own, &[Gap::Start]).unwrap();
        assert_eq!((link.first, link.last, link.track), (TODAY, day(59), Track::Beside));
        assert_eq!(link_of_programme(&reader, &own, &[]), None);
        let past = Programme { valid_to: Some(day(-1)), ..own.clone() };
        assert_eq!(link_of_programme(&reader, &past, &[Gap::Start]), None);
        let other = Programme { pays: vec![Pays::Course], ..own };
        assert_eq!(link_of_programme(&reader, &other, &[Gap::Start]), None);
    }
}
