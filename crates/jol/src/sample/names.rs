//! Names as families form them: given names from lists, surnames and patronymics by rule.
//!
//! Everything here is in the spelling of the family: Kyrgyz names keep ң, ө and ү. How a clerk
//! writes them down is the matter of [`super::letters`].

use super::{
    chance::{Chance, Weighted},
    parameters::{KYRGYZ_SURNAMES, TAJIK_SURNAMES},
    person::{Naming, Sex, SurnameForm},
};

/// The lines of a list, without its heading.
fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|line| !line.starts_with('#'))
}

/// A man's name and, where the rule does not give it, the stem of his children's patronymic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Man {
    pub name: &'static str,
    stem: Option<&'static str>,
}

impl Man {
    /// A man whose children's patronymic follows the rule.
    pub const fn called(name: &'static str) -> Self {
        Self { name, stem: None }
    }

    fn of_line(line: &'static str) -> Self {
        match line.split_once('\t') {
            Some((name, stem)) => Self { name, stem: Some(stem) },
            None => Self { name: line, stem: None },
        }
    }
}

struct Stock {
    men: Weighted<Man>,
    women: Weighted<&'static str>,
    /// Kyrgyz: forefathers' names. The others: men's surnames.
    families: Weighted<&'static str>,
}

impl Stock {
    fn new(men: &'static str, women: &'static str, families: Vec<&'static str>) -> Self {
        Self {
            men: Weighted::ranked(lines(men).map(Man::of_line)),
            women: Weighted::ranked(lines(women)),
            families: Weighted::ranked(families),
        }
    }
}

/// The stocks of names of the whole country.
pub struct Names {
    kyrgyz: Stock,
    uzbek: Stock,
    tajik: Stock,
    dungan: Stock,
    russian: Stock,
    kyrgyz_forms: Weighted<SurnameForm>,
    tajik_forms: Weighted<SurnameForm>,
}

macro_rules! stock {
    ($men:literal, $women:literal, $families:literal) => {
        Stock::new(
            include_str!($men),
            include_str!($women),
            lines(include_str!($families)).collect(),
        )
    };
}

impl Names {
    pub fn new() -> Self {
        let men = include_str!("names/kyrgyz-men.txt");
        // Forefathers bore the names of today too, so the two lists alternate.
        let mut old = lines(include_str!("names/kyrgyz-forefathers.txt"));
        let forefathers = lines(men).flat_map(|name| [old.next(), Some(name)]).flatten().collect();
        let forms = |table: super::parameters::Table<SurnameForm>| {
            Weighted::new(table.iter().map(|(form, parameter)| (*form, parameter.value)))
        };
        Self {
            kyrgyz: Stock::new(men, include_str!("names/kyrgyz-women.txt"), forefathers),
            uzbek: stock!(
                "names/uzbek-men.txt",
                "names/uzbek-women.txt",
                "names/uzbek-families.txt"
            ),
            tajik: stock!(
                "names/tajik-men.txt",
                "names/tajik-women.txt",
                "names/tajik-families.txt"
            ),
            dungan: stock!(
                "names/dungan-men.txt",
                "names/dungan-women.txt",
                "names/dungan-families.txt"
            ),
            russian: stock!(
                "names/russian-men.txt",
                "names/russian-women.txt",
                "names/russian-families.txt"
            ),
            kyrgyz_forms: forms(KYRGYZ_SURNAMES),
            tajik_forms: forms(TAJIK_SURNAMES),
        }
    }

    fn stock(&self, naming: Naming) -> &Stock {
        match naming {
            Naming::Kyrgyz => &self.kyrgyz,
            Naming::Uzbek => &self.uzbek,
            Naming::Tajik => &self.tajik,
            Naming::Dungan => &self.dungan,
            Naming::Russian => &self.russian,
        }
    }

    pub fn man(&self, naming: Naming, chance: &mut Chance) -> Man {
        *self.stock(naming).men.draw(chance)
    }

    pub fn woman(&self, naming: Naming, chance: &mut Chance) -> &'static str {
        self.stock(naming).women.draw(chance)
    }

    pub fn family(&self, naming: Naming, chance: &mut Chance) -> &'static str {
        self.stock(naming).families.draw(chance)
    }

    pub fn surname_form(&self, naming: Naming, family: &str, chance: &mut Chance) -> SurnameForm {
        match naming {
            Naming::Kyrgyz => *self.kyrgyz_forms.draw(chance),
            Naming::Tajik => *self.tajik_forms.draw(chance),
            _ if feminine(family) == family => SurnameForm::Family,
            _ => SurnameForm::Ov,
        }
    }
}

/// The surname of a man or a woman of a family. `family` is a forefather for Kyrgyz, a surname for others.
pub fn surname(naming: Naming, form: SurnameForm, family: &str, father: Man, sex: Sex) -> String {
    let of_father = |particle: &str| format!("{} {particle}", father.name);
    match (form, sex) {
        (SurnameForm::UuluKyzy, Sex::Male) => of_father("уулу"),
        (SurnameForm::UuluKyzy, Sex::Female) => of_father("кызы"),
        (SurnameForm::Tegin, _) => format!("{family} тегин"),
        (SurnameForm::Bare, _) if naming == Naming::Kyrgyz => family.to_owned(),
        (SurnameForm::Bare, _) => without_ov(family).to_owned(),
        (SurnameForm::Zoda, _) => format!("{}зода", without_ov(family)),
        (SurnameForm::Ov | SurnameForm::Family, _) => {
            let male = if naming == Naming::Kyrgyz { with_ov(family) } else { family.to_owned() };
            if sex == Sex::Female { feminine(&male) } else { male }
        }
    }
}

/// What stands in the third field. `None` where the surname has the father in it already.
pub fn patronymic(form: SurnameForm, father: Man, sex: Sex) -> Option<String> {
    match form {
        SurnameForm::UuluKyzy => None,
        SurnameForm::Tegin | SurnameForm::Bare => {
            Some(format!("{} {}", father.name, if sex == Sex::Female { "кызы" } else { "уулу" }))
        }
        SurnameForm::Ov | SurnameForm::Zoda | SurnameForm::Family => {
            let by_rule = || with_ov(father.name);
            let stem = father.stem.map_or_else(by_rule, str::to_owned);
            Some(match sex {
                Sex::Male => stem + "ич",
                // Илья and Никита have no -ов- in the patronymic, so their daughters take -ична.
                Sex::Female if stem.ends_with('ь') => stem + "инична",
                Sex::Female if !stem.ends_with('в') => stem + "ична",
                Sex::Female => stem + "на",
            })
        }
    }
}

/// A forefather's name with -ов or -ев, as Russian spelling asks after each letter.
fn with_ov(name: &str) -> String {
    // Сатыбалды gives Сатыбалдиев: Russian has no ы before е.
    if let Some(bare) = name.strip_suffix('ы') {
        return format!("{bare}иев");
    }
    let bare = name.strip_suffix(['й', 'ь']).unwrap_or(name);
    let soft = bare.len() < name.len() || bare.ends_with(|last| "аеёиоуыэюяөүжшчщц".contains(last));
    format!("{bare}{}", if soft { "ев" } else { "ов" })
}

fn without_ov(surname: &str) -> &str {
    surname.strip_suffix("ов").or_else(|| surname.strip_suffix("ев")).unwrap_or(surname)
}

fn feminine(surname: &str) -> String {
    if let Some(stem) = surname.strip_suffix("ий") {
        return format!("{stem}ая");
    }
    let declines = ["ов", "ев", "ёв", "ин"].iter().any(|ending| surname.ends_with(ending));
    // Dungan surnames in -син come from Chinese and keep their form.
    if declines && !surname.ends_with("син") {
        format!("{surname}а")
    } else {
        surname.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_lists_are_long_enough_and_nobody_stands_in_them_twice() {
        let lists = [
            (include_str!("names/kyrgyz-men.txt"), 150),
            (include_str!("names/kyrgyz-women.txt"), 150),
            (include_str!("names/kyrgyz-forefathers.txt"), 60),
            (include_str!("names/uzbek-men.txt"), 60),
            (include_str!("names/uzbek-women.txt"), 60),
            (include_str!("names/uzbek-families.txt"), 40),
            (include_str!("names/tajik-men.txt"), 40),
            (include_str!("names/tajik-women.txt"), 40),
            (include_str!("names/tajik-families.txt"), 30),
            (include_str!("names/dungan-men.txt"), 25),
            (include_str!("names/dungan-women.txt"), 25),
            (include_str!("names/dungan-families.txt"), 25),
            (include_str!("names/russian-men.txt"), 40),
            (include_str!("names/russian-women.txt"), 40),
            (include_str!("names/russian-families.txt"), 60),
        ];
        for (list, least) in lists {
            let heading = list.lines().next().unwrap();
            let names: Vec<&str> = lines(list).collect();
            assert!(heading.starts_with("# "), "{heading}");
            assert!(names.len() >= least, "{heading} {}", names.len());
            assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len(), "{heading}");
            for name in names {
                let cyrillic = |c: char| ('\u{400}'..'\u{530}').contains(&c) || c == '\t';
                assert!(name.chars().all(cyrillic), "{heading} {name}");
            }
        }
    }

    #[test]
    fn a_surname_follows_the_form_the_family_chose() {
        use SurnameForm::*;
        let father = Man::called("Жакшылык");
        let cases = [
            (Naming::Kyrgyz, Ov, "Бактыбек", "Бактыбеков", "Бактыбекова"),
            (Naming::Kyrgyz, Ov, "Атай", "Атаев", "Атаева"),
            (Naming::Kyrgyz, Ov, "Баялы", "Баялиев", "Баялиева"),
            (Naming::Kyrgyz, UuluKyzy, "Бактыбек", "Жакшылык уулу", "Жакшылык кызы"),
            (Naming::Kyrgyz, Tegin, "Бактыбек", "Бактыбек тегин", "Бактыбек тегин"),
            (Naming::Kyrgyz, Bare, "Бактыбек", "Бактыбек", "Бактыбек"),
            (Naming::Tajik, Zoda, "Саидов", "Саидзода", "Саидзода"),
            (Naming::Tajik, Bare, "Саидов", "Саид", "Саид"),
            (Naming::Uzbek, Ov, "Эргашев", "Эргашев", "Эргашева"),
            (Naming::Dungan, Family, "Машанло", "Машанло", "Машанло"),
            (Naming::Dungan, Family, "Яншансин", "Яншансин", "Яншансин"),
            (Naming::Russian, Ov, "Соболевский", "Соболевский", "Соболевская"),
            (Naming::Russian, Ov, "Никитин", "Никитин", "Никитина"),
            (Naming::Russian, Ov, "Королёв", "Королёв", "Королёва"),
        ];
        for (naming, form, family, man, woman) in cases {
            assert_eq!(surname(naming, form, family, father, Sex::Male), man);
            assert_eq!(surname(naming, form, family, father, Sex::Female), woman);
        }
    }

    #[test]
    fn a_patronymic_follows_the_fathers_name() {
        let cases = [
            ("Жакшылык", "Жакшылыкович", "Жакшылыковна"),
            ("Атай", "Атаевич", "Атаевна"),
            ("Юрий\tЮрьев", "Юрьевич", "Юрьевна"),
            ("Илья\tИль", "Ильич", "Ильинична"),
            ("Никита\tНикит", "Никитич", "Никитична"),
        ];
        for (line, son, daughter) in cases {
            let father = Man::of_line(line);
            assert_eq!(patronymic(SurnameForm::Ov, father, Sex::Male).unwrap(), son);
            assert_eq!(patronymic(SurnameForm::Ov, father, Sex::Female).unwrap(), daughter);
        }
        let father = Man::called("Усон");
        assert_eq!(patronymic(SurnameForm::UuluKyzy, father, Sex::Male), None);
        assert_eq!(patronymic(SurnameForm::Bare, father, Sex::Female).unwrap(), "Усон кызы");
    }
}
