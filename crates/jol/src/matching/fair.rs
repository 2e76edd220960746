//! Whatever somebody's sex, age, origin, health or religion: their lists are the same.

use domain::{
    classifier::{Classifiers, Code, Scheme},
    id::ReturneeId,
    matching::{Edition, Fit, LeftOut, compare},
    profile::{Evidence, Item, Kind, TypedItem, TypedWish},
    returnee::{Details, Typed, Who},
    territory::Territory,
    vacancy::Offer,
};
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use proptest::{prelude::*, sample::select};

use uuid::Uuid;

use super::{Known, example};
use crate::{classifier::built_in, profile::store::KeptItem};

const TODAY: Date = date(2026, 11, 21);

/// Sex, birthday, country of stay, reasons, language, and who somebody is by name.
fn any_self() -> impl Strategy<Value = [String; 6]> {
    (
        select(vec!["", "f", "m"]),
        select(vec!["", "05.03.1966", "05.03.2006"]),
        select(vec!["RU", "KR", "TR", "DE", "KZ"]),
        select(vec!["", "health", "family"]),
        select(vec!["ky", "ru", "uz", "en"]),
        select(vec!["Асанова", "Юсупов", "Ким", "Иванова", "Muhammad"]),
    )
        .prop_map(|(a, b, c, d, e, f)| [a, b, c, d, e, f].map(str::to_owned))
}

fn details(of: &[String; 6], territory: &str, education: &str) -> Details {
    let [sex, birth_on, country, reasons, language, surname] = of.clone();
    let [territory, education] = [territory, education].map(str::to_owned);
    let typed = Typed {
        given: surname.clone(),
        surname,
        sex,
        birth_on,
        country,
        reasons,
        language,
        territory,
        education,
        returned_on: "2026-10-01".into(),
        ..Typed::default()
    };
    typed.read(Who::Agency, TODAY).unwrap()
}

fn codes(lists: &Classifiers, scheme: Scheme) -> Vec<String> {
    lists.all(scheme).map(|concept| concept.code.to_string()).collect()
}

/// A line that says something of work, with the country it was in.
fn any_item() -> impl Strategy<Value = (TypedItem, &'static str)> {
    let lists = built_in();
    let kinds = [
        (Kind::Work, codes(lists, Scheme::Occupation), ""),
        (Kind::Skill, codes(lists, Scheme::Skill), ""),
        (Kind::Licence, codes(lists, Scheme::Licence), ""),
        (Kind::Language, vec!["ru".to_owned(), "ko".to_owned()], "B1"),
    ];
    let other = select(vec!["", "RU", "KR", "AE"]);
    (select(kinds.to_vec()), any::<prop::sample::Index>(), other).prop_map(
        |((kind, codes, level), index, country)| {
            let typed = TypedItem {
                kind: kind.code().into(),
                code: index.get(&codes).clone(),
                level: level.into(),
                country: "RU".into(),
                from_on: "2020-01-01".into(),
                to_on: "2027-01-01".into(),
                ..TypedItem::default()
            };
            let to_on = if kind == Kind::Licence { typed.to_on } else { "2024-01-01".into() };
            (TypedItem { to_on, ..typed }, country)
        },
    )
}

/// What stands in somebody's way, health and disability among it, and what helps them.
fn between_person_and_office() -> Vec<Item> {
    [(Kind::Barrier, Scheme::Barrier), (Kind::Resource, Scheme::Resource)]
        .into_iter()
        .flat_map(|(kind, scheme)| {
            let codes = codes(built_in(), scheme).into_iter();
            codes.map(move |code| Item::plain(kind, code.parse::<Code>().unwrap()))
        })
        .collect()
}

/// Lines as they are kept, all of one day.
fn kept(items: Vec<Item>) -> Vec<KeptItem> {
    let kept = |item| KeptItem {
        id: Uuid::nil(),
        returnee: ReturneeId::from_uuid(Uuid::nil()),
        item,
        evidence: Evidence::Said,
        recognised_by: None,
        seen: None,
        made_by: Uuid::nil(),
        made_at: Timestamp::UNIX_EPOCH,
        version: 1,
    };
    items.into_iter().map(kept).collect()
}

fn list(known: &Known) -> Vec<(Offer, Result<Fit, LeftOut>)> {
    let lists = built_in();
    let weights = &Edition::on(TODAY).weights;
    let judged = |offer: Offer| {
        let judged = compare(&known.person(), &offer, lists, weights, TODAY);
        (offer, judged)
    };
    example::offers(lists, TODAY).into_iter().map(judged).collect()
}

proptest! {
    #[test]
    fn who_somebody_is_changes_nothing(
        one in any_self(),
        other in any_self(),
        place in any::<prop::sample::Index>(),
        education in select(vec!["", "basic", "college", "higher"]),
        typed in prop::collection::vec(any_item(), 0..5),
        km in select(vec!["", "60"]),
        wage in select(vec!["", "30000"]),
        burdens in prop::sample::subsequence(between_person_and_office(), 0..6),
    ) {
        let places: Vec<Territory> = Territory::all(TODAY).collect();
        let (place, lists) = (place.get(&places).code(), built_in());
        let wish = TypedWish { km: km.into(), wage: wage.into(), ..TypedWish::default() };
        let wish = wish.read(lists, TODAY).unwrap();
        let read = |typed: &TypedItem| typed.read(lists, TODAY).unwrap();
        let items: Vec<Item> = typed.iter().map(|(typed, _)| read(typed)).collect();
        // The same lines, of another country, and whatever burdens or helps somebody.
        let elsewhere = typed.iter().map(|(typed, country)| {
            let country = (*country).to_owned();
            read(&TypedItem { country, ..typed.clone() })
        });
        let theirs: Vec<Item> = elsewhere.chain(burdens).collect();

        let one = Known::of(&details(&one, place, education), kept(items), wish.clone(), TODAY);
        let other = Known::of(&details(&other, place, education), kept(theirs), wish, TODAY);
        prop_assert_eq!(list(&one), list(&other));
    }
}

#[test]
fn what_counts_does_change_the_list() {
    let plain = details(&["f", "", "RU", "", "ky", "Асанова"].map(str::to_owned), "", "");
    let known = |items| Known::of(&plain, kept(items), Default::default(), TODAY);
    let licence = Item::plain(Kind::Licence, "drive-b".parse().unwrap());
    assert_ne!(list(&known(vec![])), list(&known(vec![licence])));
}
