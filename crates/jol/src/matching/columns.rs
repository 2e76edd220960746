//! All vacancies that people are shown, as columns: one pass over them answers what fits a person best and counts who is
//! left out by what.
//!
//! Everything that depends on the person and one thing alone (an occupation, a place, one need) is looked up once and kept
//! in a table before the pass; each row then costs some additions. The points are those of [`domain::matching`], so an
//! answer is the same as comparing with every vacancy one by one, for any number of them.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap},
    hash::Hash,
    sync::Arc,
};

use domain::{
    classifier::{Classifiers, Code, Nearness},
    matching::{Judge, LeftOut, Person, Weights, without},
    money::Som,
    territory::Territory,
    vacancy::{Need, Needs, Strength},
};
use jiff::civil::Date;
use uuid::Uuid;

/// What work offers and asks for, as far as it is compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Offered {
    pub id: Uuid,
    pub occupation: Code,
    pub territory: Territory,
    pub form: Code,
    /// The best wage offered.
    pub wage: Option<Som>,
    pub closes_on: Date,
    pub needs: Needs,
    pub places: u16,
}

/// Values and the numbers that stand for them.
#[derive(Clone, Debug)]
struct Numbers<T> {
    values: Vec<T>,
    known: HashMap<T, u32>,
}

impl<T> Default for Numbers<T> {
    fn default() -> Self {
        Self { values: Vec::new(), known: HashMap::new() }
    }
}

impl<T: Clone + Eq + Hash> Numbers<T> {
    fn of(&mut self, value: &T) -> u32 {
        if let Some(number) = self.known.get(value) {
            return *number;
        }
        let number = self.values.len() as u32;
        self.values.push(value.clone());
        self.known.insert(value.clone(), number);
        number
    }
}

/// One vacancy. Its needs stand in one line with those of all others.
#[derive(Clone, Copy, Debug)]
struct Row {
    id: Uuid,
    wage: Option<Som>,
    occupation: u32,
    first_need: u32,
    n_needs: u16,
    /// The sum of what is asked for.
    asked: u16,
    territory: u16,
    form: u16,
    places: u16,
    closes_on: Date,
    is_open: bool,
}

/// One need of one vacancy in four bytes: the number of what is asked for, whether it must be there, and whether somebody
/// without it is left out.
#[derive(Clone, Copy, Debug)]
struct Word(u32);

impl Word {
    fn new(number: u32, need: &Need) -> Self {
        let must = u32::from(need.strength() == Strength::Must);
        Self(number << 2 | must << 1 | u32::from(without(need).is_some()))
    }

    const fn number(self) -> usize {
        (self.0 >> 2) as usize
    }

    /// As [`Need::weight`] has it.
    const fn weight(self) -> u32 {
        1 + (self.0 >> 1 & 1)
    }

    const fn leaves_out(self) -> bool {
        self.0 & 1 == 1
    }
}

/// What is asked for, however strongly. Months are of work in one occupation, so they stand with its number.
type Asked = (Need, u32);

#[derive(Clone, Debug)]
pub struct Columns {
    lists: Arc<Classifiers>,
    rows: Vec<Row>,
    needs: Vec<Word>,
    places: HashMap<Uuid, u32>,
    occupations: Numbers<Code>,
    /// The unit group of each occupation.
    groups: Vec<Option<Code>>,
    territories: Numbers<Territory>,
    forms: Numbers<Code>,
    asked: Numbers<Asked>,
    n_closed: usize,
}

/// So many closed rows, and a quarter of the open ones, stay until they are cleared away.
const CLOSED: usize = 1_000;

/// What a person's list is made from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Best {
    /// The best, in their order.
    pub found: Vec<(Uuid, u32)>,
    /// How many fit at all.
    pub n_fits: usize,
    /// How many are open at all.
    pub n_open: usize,
    /// How many were left out for which reason, most first.
    pub left_out: Vec<(LeftOut, usize)>,
}

impl Columns {
    pub fn new(lists: Arc<Classifiers>) -> Self {
        Self {
            lists,
            rows: Vec::new(),
            needs: Vec::new(),
            places: HashMap::new(),
            occupations: Numbers::default(),
            groups: Vec::new(),
            territories: Numbers::default(),
            forms: Numbers::default(),
            asked: Numbers::default(),
            n_closed: 0,
        }
    }

    /// How many are there, among them those whose last day has passed since they were put here.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Whether it was made with these lists.
    pub fn knows(&self, lists: &Arc<Classifiers>) -> bool {
        Arc::ptr_eq(&self.lists, lists)
    }

    /// Other lists are in force: which occupations are near to each other may have changed.
    pub fn renew(&mut self, lists: Arc<Classifiers>) {
        let codes = self.occupations.values.iter();
        self.groups = codes.map(|code| lists.unit_group(code).cloned()).collect();
        self.lists = lists;
    }

    /// Puts one here, in the place of what was known of it.
    pub fn put(&mut self, offered: &Offered) {
        self.close(offered.id);
        let occupation = self.occupations.of(&offered.occupation);
        if self.groups.len() < self.occupations.values.len() {
            self.groups.push(self.lists.unit_group(&offered.occupation).cloned());
        }
        let first_need = self.needs.len() as u32;
        let mut asked = 0;
        for need in offered.needs.iter() {
            let of = if matches!(need, Need::Months(..)) { occupation } else { 0 };
            let number = self.asked.of(&(need.clone().at(Strength::Wanted), of));
            self.needs.push(Word::new(number, need));
            asked += 2 * need.weight() as u16;
        }
        self.places.insert(offered.id, self.rows.len() as u32);
        self.rows.push(Row {
            id: offered.id,
            wage: offered.wage,
            occupation,
            first_need,
            n_needs: offered.needs.iter().len() as u16,
            asked,
            territory: self.territories.of(&offered.territory) as u16,
            form: self.forms.of(&offered.form) as u16,
            places: offered.places,
            closes_on: offered.closes_on,
            is_open: true,
        });
    }

    /// Nobody is shown it any more.
    pub fn close(&mut self, id: Uuid) {
        if let Some(place) = self.places.remove(&id) {
            self.rows[place as usize].is_open = false;
            self.n_closed += 1;
        }
        if self.n_closed > CLOSED + self.places.len() / 4 {
            self.clear(Date::MIN);
        }
    }

    /// Clears away what is closed, and what was open until a day before this one.
    pub fn clear(&mut self, today: Date) {
        let (rows, words) = (std::mem::take(&mut self.rows), std::mem::take(&mut self.needs));
        self.places.clear();
        for row in rows.into_iter().filter(|row| row.is_open && row.closes_on >= today) {
            let first_need = self.needs.len() as u32;
            let first = row.first_need as usize;
            self.needs.extend_from_slice(&words[first..first + usize::from(row.n_needs)]);
            self.places.insert(row.id, self.rows.len() as u32);
            self.rows.push(Row { first_need, ..row });
        }
        self.n_closed = 0;
    }

    /// The best for a person, and how many were left out by what: of all that are open on a day.
    pub fn best(&self, person: &Person<'_>, weights: &Weights, today: Date, most: usize) -> Best {
        let of = Tables::new(self, person, weights, today);
        let least = person.wish.wage;
        let mut without = Without::new(self.asked.values.len());
        // The least of the best on top.
        let mut kept: BinaryHeap<Reverse<(u32, Uuid)>> = BinaryHeap::with_capacity(most.min(1_000));
        let (mut n_open, mut n_fits) = (0, 0);
        for row in &self.rows {
            if !row.is_open || row.closes_on < today {
                continue;
            }
            n_open += 1;
            let way = match of.way[usize::from(row.territory)] {
                Way::Near(points) => points,
                Way::TooFar(km) => {
                    without.far.0 += 1;
                    without.far.1 = without.far.1.min(km);
                    continue;
                }
            };
            if let (Some(offered), Some(least)) = (row.wage, least)
                && offered < least
            {
                without.wage.0 += 1;
                without.wage.1 = without.wage.1.max(Some(offered));
                continue;
            }
            if !of.form[usize::from(row.form)] {
                without.form += 1;
                continue;
            }
            let first = row.first_need as usize;
            let mut got = 0;
            let mut lacks = None;
            for word in &self.needs[first..first + usize::from(row.n_needs)] {
                let halves = u32::from(of.halves[word.number()]);
                if halves < 2 && word.leaves_out() {
                    lacks = Some(word.number());
                    break;
                }
                got += halves * word.weight();
            }
            if let Some(number) = lacks {
                without.needs[number] += 1;
                continue;
            }
            n_fits += 1;
            let points = of.occupation[row.occupation as usize]
                + weights.of_needs(got, u32::from(row.asked))
                + way
                + weights.of_wage(row.wage, least);
            let one = Reverse((points, row.id));
            if kept.len() < most {
                kept.push(one);
            } else if let Some(mut worst) = kept.peek_mut()
                && one < *worst
            {
                *worst = one;
            }
        }
        let found = kept.into_sorted_vec();
        let found = found.into_iter().map(|Reverse((points, id))| (id, points)).collect();
        Best { found, n_fits, n_open, left_out: without.told(self, person) }
    }
}

/// How far work in one place is.
#[derive(Clone, Copy)]
enum Way {
    /// Points for a short way.
    Near(u32),
    TooFar(u32),
}

/// What depends on the person and on one thing alone, by the number of the thing.
struct Tables {
    occupation: Vec<u32>,
    way: Vec<Way>,
    form: Vec<bool>,
    /// As [`domain::matching::Verdict::halves`] has it.
    halves: Vec<u8>,
}

impl Tables {
    fn new(all: &Columns, person: &Person<'_>, weights: &Weights, today: Date) -> Self {
        let judge = Judge::new(*person, &all.lists, today);
        let occupations = all.occupations.values.iter().zip(&all.groups);
        let near: Vec<Nearness> = occupations
            .map(|(code, group)| judge.nearness_within(code, group.as_ref()))
            .collect();
        let way = |place: &Territory| {
            let km = person.km_to(*place);
            match (km, person.wish.km.map(u32::from)) {
                (Some(km), Some(most)) if km > most => Way::TooFar(km),
                _ => Way::Near(weights.of_way(km)),
            }
        };
        let mut halves = vec![0; all.asked.values.len()];
        let mut judged = |number: u32, need: &Need, occupation: &Code| {
            halves[number as usize] = judge.verdict(need, occupation).halves() as u8;
        };
        // There are thousands of skills, and a person has some: all others are missing.
        for skill in judge.skills() {
            let asked = (Need::Skill(skill.clone(), Strength::Wanted), 0);
            if let Some(number) = all.asked.known.get(&asked) {
                judged(*number, &asked.0, skill);
            }
        }
        for (number, (need, of)) in (0..).zip(&all.asked.values) {
            let far = near[*of as usize] < Nearness::Unit;
            match need {
                Need::Skill(..) => {}
                // Nobody has months of work in an occupation of another group.
                Need::Months(..) if far => {}
                _ => judged(number, need, &all.occupations.values[*of as usize]),
            }
        }
        Self {
            occupation: near.into_iter().map(|near| weights.of_occupation(near)).collect(),
            way: all.territories.values.iter().map(way).collect(),
            form: all.forms.values.iter().map(|form| person.wish.allows(form)).collect(),
            halves,
        }
    }
}

/// How many were left out by what.
struct Without {
    /// With the least distance among them.
    far: (usize, u32),
    /// With the best wage among them.
    wage: (usize, Option<Som>),
    form: usize,
    /// By the number of what was asked for.
    needs: Vec<usize>,
}

impl Without {
    fn new(n_asked: usize) -> Self {
        Self { far: (0, u32::MAX), wage: (0, None), form: 0, needs: vec![0; n_asked] }
    }

    fn told(self, all: &Columns, person: &Person<'_>) -> Vec<(LeftOut, usize)> {
        let mut told = Vec::new();
        let ((n_far, km), (n_wage, offered)) = (self.far, self.wage);
        if let Some(most) = person.wish.km {
            told.push((LeftOut::TooFar { km, most: most.into() }, n_far));
        }
        if let (Some(offered), Some(least)) = (offered, person.wish.wage) {
            told.push((LeftOut::Wage { offered, least }, n_wage));
        }
        told.push((LeftOut::Form, self.form));
        // However long: told as one, with the least that is asked for.
        let mut months: Option<(u16, usize)> = None;
        let mut codes = Vec::new();
        for (n, (need, _)) in self.needs.into_iter().zip(&all.asked.values) {
            match without(&need.clone().at(Strength::Must)) {
                _ if n == 0 => {}
                Some(LeftOut::Months { needed }) => {
                    let (least, so_far) = months.unwrap_or((needed, 0));
                    months = Some((least.min(needed), so_far + n));
                }
                left_out => codes.extend(left_out.map(|left_out| (need.to_string(), left_out, n))),
            }
        }
        // Equal numbers in one order, whatever came first.
        codes.sort_by(|one, other| one.0.cmp(&other.0));
        told.extend(months.map(|(needed, n)| (LeftOut::Months { needed }, n)));
        told.extend(codes.into_iter().map(|(_, left_out, n)| (left_out, n)));
        told.retain(|(_, n)| *n > 0);
        told.sort_by_key(|(_, n)| Reverse(*n));
        told
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        classifier::{Concept, Scheme},
        matching::compare,
        profile::{Fluency, Item, Kind, Wish},
        returnee::Education,
        vacancy::Offer,
    };
    use jiff::civil::date;
    use proptest::{collection::vec, option, prelude::*, sample::select};

    use super::*;

    const TODAY: Date = date(2026, 11, 22);
    const WEIGHTS: Weights = Weights::V2026_11;

    /// Three unit groups of one minor group, and one far away.
    const OCCUPATIONS: [&str; 6] = ["tailor", "seamstress", "embroiderer", "cook", "welder", "none"];
    const PLACES: [&str; 4] =
        ["41705214000000", "41705410000010", "41707232000000", "41711000000000"];
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
        let more = (option::of(1..6u16), 0..4i32, vec(need(), 0..6));
        (what, more).prop_map(|((occupation, place, form), (wage, days, needs))| Offered {
            id: Uuid::nil(),
            occupation: code(occupation),
            territory: place.parse().unwrap(),
            form: code(form),
            wage: wage.map(|wage| som(10 * wage)),
            closes_on: TODAY.saturating_add(jiff::Span::new().days(days - 1)),
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
        let drives = option::of(select(vec![date(2020, 1, 1), date(2030, 1, 1)])).prop_map(|to| {
            Item { to_on: to, ..Item::plain(Kind::Licence, code("B")) }
        });
        let can =
            select(SKILLS.to_vec()).prop_map(|skill| Item::plain(Kind::Skill, code(skill)));
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
        );
        let education = option::of(select(vec![Education::Basic, Education::Higher]));
        let rest = (place(), education, vec(item(), 0..8));
        (wish, rest).prop_map(|((occupations, place, km, wage, forms), (home, education, items))| {
            let territory = |place: Option<&str>| place.map(|place| place.parse().unwrap());
            let wish = Wish {
                occupations: occupations.into_iter().map(code).collect(),
                place: territory(place),
                km,
                wage: wage.map(som),
                forms: forms.into_iter().map(code).collect(),
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
            starts_on: None,
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

    #[test]
    fn what_is_closed_does_not_pile_up() {
        let mut columns = Columns::new(lists());
        let mut one = Offered {
            id: Uuid::nil(),
            occupation: code("tailor"),
            territory: PLACES[0].parse().unwrap(),
            form: code("remote"),
            wage: None,
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
}
