use super::*;

fn stem(field: Option<Root>) -> String {
    field.map(|root| root.stem).unwrap_or_default()
}

#[test]
fn a_surname_is_read_into_family_and_father() {
    let cases = [
        ("Асанов", "asan", ""),
        ("Асанова", "asan", ""),
        ("ASANOVA", "asan", ""),
        ("Асан", "asan", ""),
        ("Асан уулу", "", "asan"),
        ("Асан кызы", "", "asan"),
        ("ASAN KYZY", "", "asan"),
        ("Асан у.", "", "asan"),
        ("Асан к", "", "asan"),
        ("Асан-уулу", "", "asan"),
        ("Асануулу", "", "asan"),
        ("Асан тегин", "asan", ""),
        ("Бактыбек тегин Асан уулу", "baktibek", "asan"),
        ("Раҳимзода", "", "rahim"),
        ("Karimov oʻgʻli", "", "karim"),
        ("Нурдин", "nurd", ""),
        ("Нурдинов", "nurd", ""),
        ("Осмоловская", "osmol", ""),
        ("Айсулуу", "aisulu", ""),
        ("Ким", "kim", ""),
        ("Алиев", "al", ""),
        ("", "", ""),
    ];
    for (text, family, father) in cases {
        let field = surname(text);
        assert_eq!(
            (stem(field.family), stem(field.father)),
            (family.to_owned(), father.to_owned()),
            "{text:?}"
        );
    }
}

#[test]
fn a_patronymic_names_the_father_in_every_form() {
    let forms = [
        "Жакшылыкович",
        "Жакшылыковна",
        "Жакшылык уулу",
        "Жакшылык кызы",
        "ZHAKSHYLYKOVICH",
        "Zhakshylykovna",
        "JAKSHYLYK UULU",
        "Жакшылык",
        "Dschakschylykowitsch",
        "Jakşılıkoviç",
        "ZHAKSHYLYKOVI",
        "Жакшылык у.",
        "ZHAKSHYLYKOVI3",
    ];
    for text in forms {
        assert_eq!(stem(patronymic(text).father), "jakwilik", "{text:?}");
    }
    assert_eq!(stem(patronymic("Ильич").father), "ilic");
    assert_eq!(stem(patronymic("Кузьмич").father), "kuzm");
}

#[test]
fn forms_of_one_surname_share_a_key() {
    let groups: &[&[&str]] = &[
        &["Сооронбаев", "Сооронбай", "Сооронбай тегин", "SOORONBAEVA", "Sooronbayev"],
        &["Ташиев", "Таши", "Tachiev", "Taschijew", "Taszijew"],
        &["Атаев", "Атай", "Atayev"],
        &["Жапаров", "Жапар", "Dzhaparova", "Japaroff", "Джапаров", "Żaparow"],
        &["Алиев", "Али тегин", "ALIYEVA", "Алиева"],
    ];
    for group in groups {
        let keys = |text: &str| surname(text).family.unwrap().keys;
        for one in *group {
            assert!(
                keys(one).iter().any(|key| keys(group[0]).contains(key)),
                "{one} {:?} {:?}",
                keys(one),
                keys(group[0])
            );
        }
    }
}

#[test]
fn what_stands_in_the_wrong_field_is_noticed() {
    assert_eq!(given("Бакыт Асанович").surplus.as_deref(), Some("асанович"));
    assert_eq!(given("Бакыт Асан уулу").surplus.as_deref(), Some("асан уулу"));
    assert_eq!(given("Нур Бек").surplus, None);
    assert_eq!(stem(given("Нур Бек").given), "nurbek");
    assert_eq!(surname("Асан уулу Бакыт").surplus.as_deref(), Some("бакыт"));
}

#[test]
fn known_variants_are_soft_equal_and_strangers_are_not() {
    let like =
        |one: &str, other: &str| given(one).given.unwrap().likeness(&given(other).given.unwrap());
    let alike = [
        ("Осмон", "Усман"),
        ("Юсуф", "Жусуп"),
        ("Фатима", "Батма"),
        ("Сулайман", "Suleiman"),
        ("Улукбек", "Улугбек"),
        ("Токтогул", "Тохтогул"),
        ("Мырза", "Мурза"),
        ("Ахмед", "Акмат"),
        ("Алмаз", "Almas"),
        ("Айгүл", "Aigul"),
        ("Азамат", "Asamat"),
    ];
    for (one, other) in alike {
        assert!(like(one, other) <= Likeness::Soft, "{one} {other}");
    }
    for (one, other) in
        [("Асан", "Эсен"), ("Айгүл", "Айнура"), ("Нурлан", "Руслан"), ("Бакыт", "Канат")]
    {
        assert!(like(one, other) > Likeness::Near, "{one} {other}");
    }
    assert_eq!(like("А.", "Асан"), Likeness::Initial);
}

#[test]
fn a_whole_name_is_cut_into_its_fields() {
    let cases = [
        ("Асанов Бакыт Эсенович", "асанов", "бакыт", "эсенович"),
        ("Бакыт Эсенович Асанов", "асанов", "бакыт", "эсенович"),
        ("ASANOV<<BAKYT<ESENOVICH", "asanov", "bakyt", "esenovich"),
        ("Асан уулу Бакыт", "асан уулу", "бакыт", ""),
        ("Бактыбек Усон Жакшылык уулу", "бактыбек", "усон", "жакшылык уулу"),
        ("Асанов, Бакыт", "асанов", "бакыт", ""),
        ("", "", "", ""),
    ];
    for (text, surname, given, patronymic) in cases {
        let full = Full::parse(text);
        assert_eq!(
            (full.surname.as_str(), full.given.as_str(), full.patronymic.as_str()),
            (surname, given, patronymic),
            "{text:?}"
        );
    }
}

#[test]
fn whole_names_of_one_person_are_liker_than_those_of_two() {
    let same = [
        ("Жапаров Азамат Бакытович", "ZHAPAROV AZAMAT"),
        ("Жапаров Азамат Бакытович", "Azamat Japarov"),
        ("Асан уулу Бакыт", "ASAN UULU BAKYT"),
        ("Бактыбеков Усон Жакшылыкович", "Бактыбек Усон Жакшылык уулу"),
        ("Жапарова Айгүл", "Dzhaparova Aygul"),
        ("Жапаров Азамат", "Жапаров Азмат"),
        ("Усманов Юсуф", "Osmonov Jusup"),
    ];
    let other = [
        ("Жапаров Азамат Бакытович", "Жапаров Алмаз Бакытович"),
        ("Жапаров Азамат Бакытович", "Асанов Азамат Бакытович"),
        ("Асанов Бакыт", "Эсенов Бакыт"),
        ("Асанова Айгүл", "Асанова Айнура"),
        ("Жапаров Азамат", "Сыдыков Нурлан"),
    ];
    let least = same.iter().map(|(a, b)| likeness_of_full(a, b)).fold(1.0, f64::min);
    let most = other.iter().map(|(a, b)| likeness_of_full(a, b)).fold(0.0, f64::max);
    assert!(least > most, "{least} {most}");
    for (one, other) in same.iter().chain(&other) {
        assert_eq!(likeness_of_full(one, other), likeness_of_full(other, one));
    }
}
