use proptest::prelude::*;

use super::*;

#[test]
fn one_name_in_many_spellings_has_one_canon() {
    let names: &[(&str, &[&str])] = &[
        ("asan", &["Асан", "Asan", "ASAN", "асан", " Асан "]),
        ("japarov", &["Жапаров", "Japarov", "Zhaparov", "Dzhaparov", "Джапаров", "Žaparov"]),
        ("usonbek", &["Үсөнбек", "Усонбек", "Usonbek", "Üsönbek", "ҮСӨНБЕК"]),
        ("ciniz", &["Чыңгыз", "Чынгыз", "Чингиз", "Chyngyz", "Chingiz", "Çıñğız"]),
        ("gulnara", &["Гүлнара", "Гульнара", "Gulnara", "Gülnara", "Goulnara", "Gul'nara"]),
        ("waripov", &["Шарипов", "Sharipov", "Şaripov", "Šaripov", "Szaripow"]),
        ("hasan", &["Хасан", "Khasan", "Hasan", "Xasan", "Ҳасан"]),
        ("usupov", &["Юсупов", "Yusupov", "Iusupov", "IUSUPOV"]),
        ("omur", &["Өмүр", "Öмүр", "Омур", "ОМУР", "Ömür", "Ɵмүр"]),
        ("ermek", &["Ермек", "Eрмек", "ЕPМЕК", "Ermek", "Эрмек"]),
        ("babanov", &["Бабанов", "Babanov", "Babanow", "Babanoff"]),
        ("oktam", &["Oʻktam", "O'ktam", "O‘ktam", "O`ktam", "O´ktam", "Oktam"]),
        ("ma", &["Мая", "Майя", "Maya", "Maia"]),
        ("ushak", &["Юсхак", "Yusʼhak"]),
        ("werbakov", &["Щербаков", "Shcherbakov", "Schtscherbakow"]),
        ("ismail ulu", &["Исмаил уулу", "Ismail uulu", "ИСМАИЛ УУЛУ", "Исмаил у."]),
        ("jakwilik kizi", &["Жакшылык кызы", "Жакшылык к."]),
        ("abdul hamid", &["Абдул-Хамид", "Abdul Khamid"]),
        ("", &["", " ", "123", "—", "'"]),
    ];
    for (expected, spellings) in names {
        for spelling in *spellings {
            assert_eq!(canon(spelling), *expected, "{spelling:?}");
        }
    }
}

#[test]
fn an_initial_is_not_a_particle() {
    assert_eq!(canon("Асанов К. Б."), "asanov k b");
    assert_eq!(canon("у. Асан"), "u asan");
}

#[test]
fn ambiguous_latin_has_more_readings_and_the_usual_one_first() {
    let cases: &[(&str, &[&str])] = &[
        ("Ceenbekov", &["kenbekov", "jenbekov", "tsenbekov"]),
        ("Tachiev", &["tacev", "tawev", "tahev"]),
        ("Ishak", &["iwak", "ishak"]),
        ("Apasz", &["apaw", "apas"]),
        ("Coj", &["koi", "joi", "tsoi"]),
        ("Isxak", &["ishak", "isksak"]),
        ("Jusup", &["jusup", "usup"]),
        ("Atambajew", &["atambajev", "atambaev"]),
        ("Oʻktam", &["oktam", "uktam"]),
        ("Schakir", &["wakir", "shakir"]),
        ("Асан", &["asan"]),
        ("Asan Jusup", &["asan jusup", "asan usup"]),
    ];
    for (spelling, expected) in cases {
        assert_eq!(readings(spelling), *expected, "{spelling:?}");
    }
}

#[test]
fn a_hidden_character_does_not_cut_a_name_in_two() {
    assert_eq!(canon("Аса\u{200b}нов"), "asanov");
    assert_eq!(canon("Аса\u{ad}нов"), "asanov");
}

#[test]
fn vowels_of_a_key_are_of_three_kinds() {
    let cases = [
        ("asan", "AsAn"),
        ("usonbek", "OsOnbEk"),
        ("sulaiman", "sOlAmAn"),
        ("abdirahmanov", "AbdErAhmAnOv"),
        ("abdrahmanov", "AbdErAhmAnOv"),
        ("abdurahmanov", "AbdErAhmAnOv"),
        ("", ""),
    ];
    for (word, expected) in cases {
        assert_eq!(key(word), expected, "{word:?}");
    }
}

const NAMES: &[&str] = &[
    "Жапаров",
    "Zhaparov",
    "Dzhaparov",
    "Джапаров",
    "Чыңгыз",
    "Chyngyz",
    "Ташиев",
    "Tashiyev",
    "Гульнара",
    "Юсупович",
    "Yusupovich",
    "Абдырахманов",
    "Abdyrakhmanov",
    "Щербаков",
    "Shcherbakov",
    "Schtscherbakow",
    "Өмүрбек",
    "Кыянбек",
    "Kyianbek",
    "Oʻktam",
    "Майрамбек уулу Асан",
    "Babanoff",
    "Tcholponbaïev",
    "Сооронбай",
    "Камчыбек",
    "Айжан",
    "Aizhan",
    "Бакый кызы",
    "Kubanychbek",
    "Koubanytchbek",
    "Muralijew",
];

#[test]
fn what_was_typed_so_far_finds_the_name() {
    for name in NAMES {
        let whole = canon(name);
        for (end, _) in name.char_indices().skip(1) {
            let typed = &name[..end];
            let beginnings = prefixes(typed);
            assert!(
                beginnings.iter().any(|start| whole.starts_with(start)),
                "{typed:?} gives {beginnings:?}, {name:?} is {whole:?}"
            );
        }
    }
}

#[test]
fn a_finished_word_has_one_beginning_and_no_letter_has_none() {
    assert_eq!(prefixes("Таши "), ["tawi"]);
    assert_eq!(prefixes("Таши"), ["tawi", "tawa", "tawo", "tawu", "tawe"]);
    assert_eq!(prefixes("Асан Д"), ["asan d", "asan j"]);
    for typed in ["", " ", "12", "ь", "-"] {
        assert!(prefixes(typed).is_empty(), "{typed:?}");
    }
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[А-Яа-яӨөҮүҢңЁё]{1,12}( [А-Яа-яӨөҮү]{1,8})?",
        "[A-Za-z'öüñşçı]{1,12}( [A-Za-z]{1,8})?",
        "[АаОоСсEeKkMmYyТтНн]{1,8}",
        "\\PC{0,12}",
    ]
}

proptest! {
    #[test]
    fn canon_is_plain_words_with_single_spaces(name in name()) {
        let canon = canon(&name);
        prop_assert!(canon.split(' ').all(|word| word.chars().all(|c| c.is_ascii_lowercase())));
        prop_assert!(canon.is_empty() || canon.split(' ').all(|word| !word.is_empty()));
    }

    #[test]
    fn canon_is_the_first_reading(name in name()) {
        prop_assert_eq!(&canon(&name), &readings(&name)[0]);
    }

    #[test]
    fn readings_are_few_and_different(name in name()) {
        let readings = readings(&name);
        prop_assert!(readings.len() <= MOST_READINGS);
        let different: std::collections::BTreeSet<_> = readings.iter().collect();
        prop_assert_eq!(different.len(), readings.len());
    }

    #[test]
    fn case_does_not_matter(name in "[А-Яа-яӨөҮүҢңA-Za-z]{1,12}") {
        prop_assert_eq!(canon(&name.to_uppercase()), canon(&name.to_lowercase()));
    }

    #[test]
    fn words_are_folded_one_by_one(a in "[А-Яа-яӨөҮү]{1,8}", b in "[A-Za-z]{1,8}") {
        let (both, one_by_one) = (canon(&format!("{a} {b}")), format!("{} {}", canon(&a), canon(&b)));
        prop_assert_eq!(both, one_by_one.trim());
    }

    #[test]
    fn a_beginning_in_cyrillic_finds_the_name(name in "[а-яөүңё]{2,12}", cut in 1usize..11) {
        let typed: String = name.chars().take(cut).collect();
        prop_assume!(!canon(&typed).is_empty());
        let whole = canon(&name);
        let beginnings = prefixes(&typed);
        prop_assert!(beginnings.iter().any(|start| whole.starts_with(start)),
            "{typed:?} gives {beginnings:?}, {name:?} is {whole:?}");
    }
}
