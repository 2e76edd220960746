use std::collections::{BTreeMap, BTreeSet};

use linkage::{
    compare,
    index::Index,
    link::{Linked, link},
    model::Model,
    register::Register,
    score::{Scorer, Thresholds, Zone},
};

use crate::country::*;

/// Pairs by ids, with their weights.
type ById = BTreeMap<(String, String), f32>;

fn run(cards: &[Card], model: Option<Model>) -> (Register, Linked) {
    let mut register = register(cards);
    let linked = link(&mut register, model, &[]);
    (register, linked)
}

fn by_id(register: &Register, linked: &Linked) -> ById {
    let name = |record: u32| register.id(record).to_owned();
    linked
        .pairs
        .iter()
        .zip(&linked.weights)
        .map(|((a, b), weight)| ((name(*a), name(*b)), *weight))
        .collect()
}

fn people(register: &Register, clusters: &[u32]) -> BTreeSet<Vec<String>> {
    let mut people: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for (record, cluster) in (0..).zip(clusters) {
        people.entry(*cluster).or_default().push(register.id(record).to_owned());
    }
    people.into_values().collect()
}

#[test]
fn the_order_of_the_records_does_not_matter() {
    for seed in 1..4 {
        let cards = cards(seed, 300);
        let (register, linked) = run(&cards, None);
        let mut other = cards.clone();
        Dice::new(seed + 100).shuffle(&mut other);
        assert_ne!(cards, other);
        let (other_register, other_linked) = run(&other, None);
        assert_eq!(linked.model, other_linked.model);
        assert_eq!(by_id(&register, &linked), by_id(&other_register, &other_linked));
        let (clusters, other_clusters) =
            (linked.clusters(&register, 0.0), other_linked.clusters(&other_register, 0.0));
        assert_eq!(people(&register, &clusters), people(&other_register, &other_clusters));
    }
}

#[test]
fn one_thread_and_two_give_the_same() {
    let cards = cards(5, 400);
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let (register, linked) = run(&cards, None);
            (linked.model.clone(), by_id(&register, &linked), linked.clusters(&register, 0.0))
        })
    };
    assert_eq!(with(1), with(2));
}

#[test]
fn which_record_comes_first_does_not_matter() {
    let (register, linked) = run(&cards(6, 150), None);
    for one in 0..register.len() as u32 {
        for other in 0..one {
            assert_eq!(register.compare(one, other), register.compare(other, one));
            let weight = |a, b| linked.scorer.weight(&register, a, b);
            assert_eq!(weight(one, other).to_bits(), weight(other, one).to_bits());
        }
    }
}

#[test]
fn a_field_made_to_agree_never_lowers_the_weight() {
    let (_, linked) = run(&cards(7, 400), None);
    let cards = cards(8, 120);
    let mut dice = Dice::new(9);
    for _ in 0..4000 {
        let (one, other) = (dice.below(cards.len()), dice.below(cards.len()));
        let field = [GIVEN, PATRONYMIC, BIRTH, SEX, PIN, PHONE, TERRITORY][dice.below(7)];
        let (a, mut b) = (cards[one].clone(), cards[other].clone());
        // Where a field is unknown, agreeing tells something new and may well speak against.
        // Nor does a field agree that holds what belongs into another.
        let swapped = |card: &Card| {
            ["ов", "OV", "уулу", "UULU"].iter().any(|end| card.texts[GIVEN].ends_with(end))
        };
        if swapped(&a) || swapped(&b) {
            continue;
        }
        if one == other || a.texts[field].is_empty() || b.texts[field].is_empty() {
            continue;
        }
        (b.id, b.texts[SOURCE]) = ("other".to_owned(), a.texts[SOURCE].clone());
        let mut agreeing = b.clone();
        agreeing.texts[field] = a.texts[field].clone();
        let weight = |b: &Card| {
            let mut register = register(&[a.clone(), b.clone()]);
            register.derive(0);
            Scorer::new(&linked.model, &register).weight(&register, 0, 1)
        };
        let (before, after) = (weight(&b), weight(&agreeing));
        assert!(after >= before - 0.01, "{before} {after} {field} {a:?} {b:?}");
    }
}

#[test]
fn numbers_that_contradict_are_never_linked() {
    for seed in 10..13 {
        let mut cards = cards(seed, 200);
        // Twins in all but the number, and one record without a number that fits both.
        for (n, pin) in ["20505199011111", "20505199077777", ""].iter().enumerate() {
            let texts = [
                "return",
                "Асанов",
                "Бакыт",
                "Асанович",
                "1990-05-05",
                "M",
                pin,
                "+996555000111",
                "0203",
            ];
            cards.push(Card {
                id: format!("twin{n}"),
                person: 9999,
                texts: texts.map(str::to_owned),
            });
        }
        let (register, linked) = run(&cards, None);
        let clusters = linked.clusters(&register, 0.0);
        let mut n_contradicting = 0;
        for ((one, other), look) in linked.pairs.iter().zip(&linked.looks) {
            let contradict = register.forbids(*one, *other, *look);
            n_contradicting += usize::from(contradict);
            let weight = linked.scorer.weight(&register, *one, *other);
            let zone = linked.scorer.zone(
                &register,
                *one,
                *other,
                *look,
                weight,
                Thresholds { link: -99.0, review: -99.0 },
            );
            assert!(!contradict || zone != Zone::Link);
        }
        for one in 0..register.len() as u32 {
            for other in 0..one {
                let look = register.compare(one, other);
                let together = clusters[one as usize] == clusters[other as usize];
                assert!(
                    !together || !register.forbids(one, other, look),
                    "{} {}",
                    register.id(one),
                    register.id(other)
                );
            }
        }
        assert!(n_contradicting > 0);
    }
}

#[test]
fn the_weight_is_that_of_the_waterfall_and_of_every_pair_looked_at_alone() {
    let (register, linked) = run(&cards(14, 300), None);
    for ((one, other), weight) in linked.pairs.iter().zip(&linked.weights) {
        let told = linked.scorer.explain(&register, *one, *other, Thresholds::default());
        assert_eq!(told.weight, f64::from(*weight));
        let sum: f64 = told.steps.iter().map(|step| step.weight).sum();
        assert!((sum - told.weight).abs() < 0.1, "{told:?}");
        assert_eq!(linked.scorer.weight(&register, *one, *other), *weight);
    }
}

/// Of all pairs, none that is likely one person is missed by the keys, and the pairs of the keys are
/// the pairs of people.
#[test]
fn all_pairs_compared_one_by_one_find_nothing_else() {
    for seed in 20..23 {
        let cards = cards(seed, 250);
        let (register, linked) = run(&cards, None);
        let found = by_id(&register, &linked);
        let person: BTreeMap<&str, usize> =
            cards.iter().map(|card| (card.id.as_str(), card.person)).collect();
        let (mut hits, mut wrong, mut missed) = (0, 0, 0);
        for one in 0..register.len() as u32 {
            for other in one + 1..register.len() as u32 {
                let weight = linked.scorer.weight(&register, one, other);
                let pair = (register.id(one).to_owned(), register.id(other).to_owned());
                let same = person[pair.0.as_str()] == person[pair.1.as_str()];
                if let Some(known) = found.get(&pair) {
                    assert_eq!(known.to_bits(), weight.to_bits());
                } else if weight > 0.0 {
                    missed += 1;
                }
                match (same, weight > 0.0) {
                    (true, true) => hits += 1,
                    (false, true) => wrong += 1,
                    _ => {}
                }
            }
        }
        assert!(hits > 150 && wrong * 20 < hits && missed * 100 < hits, "{hits} {wrong} {missed}");
    }
}

/// u = (S − λm)/(1 − λ), with S counted pair by pair.
#[test]
fn how_often_strangers_agree_is_exact() {
    for seed in 30..33 {
        let (register, linked) = run(&cards(seed, 300), None);
        let model = &linked.model;
        let level = compare::name_level::CANON;
        for field in [compare::GIVEN, compare::PHONE, compare::TERRITORY] {
            let (mut equal, mut known) = (0.0, 0.0);
            for one in 0..register.len() as u32 {
                for other in 0..one {
                    let look = register.compare(one, other).level(field);
                    known += f64::from(u8::from(look != 0));
                    equal += f64::from(u8::from(look == level));
                }
            }
            let m = model.fields[field].m[0];
            let expected = (equal / known - model.lambda * m) / (1.0 - model.lambda);
            let found = model.fields[field].u[0];
            assert!((found - expected).abs() < expected * 0.02, "{field} {found} {expected}");
        }
    }
}

#[test]
fn one_record_against_all_gets_the_weights_of_the_whole() {
    let cards = cards(40, 300);
    let (register, linked) = run(&cards, None);
    let all = by_id(&register, &linked);
    let thresholds = Thresholds { link: 10.0, review: -30.0 };
    let mut first = register_without(&cards, 40);
    let _ = link(&mut first, Some(linked.model.clone()), &[]);
    let mut index = Index::new(first, linked.model.clone(), thresholds);
    for card in &cards[cards.len() - 40..] {
        index.insert(&card.record());
    }
    assert_eq!(index.len(), cards.len());
    for card in &cards {
        let found: BTreeMap<String, f32> = index
            .candidates(&card.record(), usize::MAX)
            .into_iter()
            .map(|found| (found.id, found.waterfall.weight as f32))
            .collect();
        let expected: BTreeMap<String, f32> = all
            .iter()
            .filter(|(_, weight)| f64::from(**weight) >= thresholds.review)
            .filter_map(|((a, b), weight)| match (a == &card.id, b == &card.id) {
                (true, _) => Some((b.clone(), *weight)),
                (_, true) => Some((a.clone(), *weight)),
                _ => None,
            })
            .collect();
        assert_eq!(found, expected, "{card:?}");
    }
    let gone = &cards[3];
    assert!(index.remove(&gone.id) && !index.remove(&gone.id));
    for card in &cards {
        assert!(index.candidates(&card.record(), 99).iter().all(|found| found.id != gone.id));
    }
}

fn register_without(cards: &[Card], n_last: usize) -> Register {
    register(&cards[..cards.len() - n_last])
}

#[test]
fn a_crowd_that_looks_alike_costs_no_square() {
    let mut cards = cards(50, 100);
    for n in 0..3000 {
        let texts = ["return", "Асанов", "Бакыт", "", "1990-01-01", "M", "", "", ""];
        cards.push(Card {
            id: format!("crowd{n:04}"),
            person: 10_000 + n,
            texts: texts.map(str::to_owned),
        });
    }
    let (_, linked) = run(&cards, None);
    assert!(linked.counts.overflowing > 0);
    assert!(linked.pairs.len() < 3000 * 60, "{}", linked.pairs.len());
}

#[test]
fn empty_and_tiny_registers_are_no_special_case() {
    for n in [0, 1, 2, 3] {
        let cards: Vec<Card> = cards(60, 10).into_iter().take(n).collect();
        let (register, linked) = run(&cards, None);
        assert_eq!(linked.clusters(&register, 0.0).len(), n);
        assert!(linked.weights.iter().all(|weight| weight.is_finite()));
        let text = serde_json::to_string(&linked.model).unwrap();
        assert_eq!(serde_json::from_str::<Model>(&text).unwrap(), linked.model);
        linked.model.check(0).unwrap();
    }
}

#[test]
fn blocks_are_told_by_their_size() {
    let card = |n: usize, phone: &str| {
        let mut texts: [String; 9] = Default::default();
        texts[PHONE] = phone.to_owned();
        Card { id: n.to_string(), person: n, texts }
    };
    // A phone that 70 share, one that three share, and one of somebody alone.
    let phones =
        (0..70).map(|_| "+996700000001").chain(["+996700000002"; 3]).chain(["+996700000003"]);
    let cards: Vec<Card> = phones.enumerate().map(|(n, phone)| card(n, phone)).collect();
    let (register, linked) = run(&cards, None);
    let blocks = Index::new(register, linked.model, Thresholds::default()).blocks();
    assert_eq!((blocks.n, blocks.n_larger, blocks.largest), ([0, 1, 0], 1, 70));
}
