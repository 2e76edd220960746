//! Cells as agencies fill them, turned into what the rules read: «муж.», «РФ», «г. Ош», 32937, «25 000,50».
//!
//! What is not understood goes on as it is, so that the rule says what is wrong with it.

use std::{collections::HashMap, sync::Mutex};

use domain::{
    classifier::{Classifiers, Meant, Scheme},
    country::Country,
    day,
    fault::Sentence,
    language::Language,
    returnee::{Education, Leaving, Reason},
    sex::Sex,
    territory::{Kind as PlaceKind, Territory},
};
use jiff::civil::{Date, date};

use super::Kind;
use crate::{returnee::fields as person, words::in_language};

/// Further words for answers, beside those of our own forms.
const WORDS: &str = include_str!("../../../../data/import/values.csv");

/// How answers are called, in all languages.
pub struct Values {
    codes: HashMap<(&'static str, String), String>,
    places: HashMap<String, Vec<Territory>>,
    today: Date,
    /// What was looked for in long lists: lines of one file say the same things.
    understood: Mutex<HashMap<(Scheme, String), Result<String, Sentence>>>,
}

/// Words that say what sort of place a name is.
const SORTS: [(&[&str], &[PlaceKind]); 3] = [
    (&["облусу", "облус", "область", "обл", "viloyati", "viloyat", "oblast"], &[PlaceKind::Oblast]),
    (
        &["району", "район", "р н", "рн", "tumani", "tuman", "rayon", "district"],
        &[PlaceKind::Rayon, PlaceKind::CityDistrict],
    ),
    (
        &["шаары", "шаар", "город", "гор", "г", "ш", "shahri", "shahar", "city"],
        &[PlaceKind::City, PlaceKind::RepublicanCity],
    ),
];

fn tidy(text: &str) -> String {
    let plain: String = text
        .to_lowercase()
        .replace('ё', "е")
        .chars()
        .filter(|c| !matches!(c, 'ʻ' | 'ʼ' | '\'' | '’' | '‘' | '`'))
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name of a place without the word for its sort, and the sorts it may be.
fn without_sort(name: &str) -> (String, &'static [PlaceKind]) {
    for (words, kinds) in SORTS {
        for word in words {
            let before = name.strip_prefix(word).and_then(|rest| rest.strip_prefix(' '));
            let behind = name.strip_suffix(word).and_then(|rest| rest.strip_suffix(' '));
            if let Some(rest) = before.or(behind) {
                return (rest.to_owned(), kinds);
            }
        }
    }
    (name.to_owned(), &[])
}

impl Values {
    pub fn new(today: Date) -> Self {
        let mut codes = HashMap::new();
        let mut add = |field: &'static str, code: &str, name: &str| {
            codes.entry((field, tidy(name))).or_insert_with(|| code.to_owned());
        };
        for country in Country::all() {
            for language in Language::ALL {
                add("country", country.code(), country.name(language));
            }
        }
        for language in Language::ALL {
            let t = |key| in_language(language).t(key);
            Sex::ALL.iter().for_each(|one| add("sex", one.code(), &t(person::sex_key(*one))));
            for one in Education::ALL {
                add("education", one.code(), &t(person::education_key(*one)));
            }
            for one in Leaving::ALL {
                add("leaving", one.code(), &t(person::leaving_key(*one)));
            }
            for one in Reason::ALL {
                add("reasons", one.code(), &t(person::reason_key(*one)));
            }
            add("language", language.code(), language.name());
        }
        for line in WORDS.lines().skip(1) {
            let mut parts = line.splitn(3, ',');
            if let (Some(field), Some(code), Some(name)) =
                (parts.next(), parts.next(), parts.next())
            {
                add(field, code, name);
            }
        }
        let mut places: HashMap<String, Vec<Territory>> = HashMap::new();
        // A renamed city is still written by its old name.
        for on in [date(1995, 1, 1), today] {
            for place in Territory::all(on) {
                for language in Language::ALL {
                    let name = tidy(place.name(language, on));
                    let (short, _) = without_sort(&name);
                    for name in [name, short] {
                        let known = places.entry(name).or_default();
                        if !known.contains(&place) {
                            known.push(place);
                        }
                    }
                }
            }
        }
        Self { codes, places, today, understood: Mutex::default() }
    }

    /// What a cell says for a field, as the rule reads it.
    pub fn read(
        &self,
        kind: Kind,
        field: &'static str,
        cell: &str,
        lists: &Classifiers,
    ) -> Result<String, Sentence> {
        let cell = cell.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if cell.is_empty() || is_nothing(cell) {
            return Ok(String::new());
        }
        match field {
            "sex" | "education" | "leaving" | "country" | "language" | "kind" | "way" => {
                Ok(self.code(field, cell))
            }
            "reasons" | "consents" => Ok(self.several(field, cell)),
            "territory" => self.place(cell),
            "birth_on" | "returned_on" | "starts_on" | "ends_on" | "closes_on" => Ok(as_day(cell)),
            "places" | "hours" | "seats" => Ok(whole(cell)),
            "tax_number" => Ok(tax_number(cell)),
            "sector" => self.known(lists, Scheme::Sector, cell),
            "form" => self.known(lists, Scheme::WorkForm, cell),
            "occupation" if kind != Kind::People => self.known(lists, Scheme::Occupation, cell),
            "skills" => self.all_known(lists, Scheme::Skill, cell),
            "licences" => self.all_known(lists, Scheme::Licence, cell),
            // Needs are written as codes, or as plain names of skills.
            "needs" if !cell.contains(':') => {
                let skills = self.all_known(lists, Scheme::Skill, cell)?;
                let needs = skills.split_whitespace().map(|code| format!("skill:{code}"));
                Ok(needs.collect::<Vec<_>>().join(" "))
            }
            _ => Ok(cell.to_owned()),
        }
    }

    fn known(&self, lists: &Classifiers, scheme: Scheme, cell: &str) -> Result<String, Sentence> {
        const MOST: usize = 10_000;
        let mut understood =
            self.understood.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let asked = (scheme, cell.to_owned());
        if let Some(known) = understood.get(&asked) {
            return known.clone();
        }
        let found = known(lists, scheme, cell);
        if understood.len() < MOST {
            understood.insert(asked, found.clone());
        }
        found
    }

    fn all_known(
        &self,
        lists: &Classifiers,
        scheme: Scheme,
        cell: &str,
    ) -> Result<String, Sentence> {
        // A list of codes has spaces between them, one of names has signs.
        if let Ok(codes) = lists.read_all(scheme, cell) {
            return Ok(codes.to_string());
        }
        let parts = cell.split([',', ';', '\n']).map(str::trim).filter(|part| !part.is_empty());
        let codes: Vec<String> =
            parts.map(|part| self.known(lists, scheme, part)).collect::<Result<_, _>>()?;
        Ok(codes.join(" "))
    }

    fn code(&self, field: &'static str, cell: &str) -> String {
        let known = self.codes.get(&(field, tidy(cell)));
        known.cloned().unwrap_or_else(|| cell.to_owned())
    }

    /// Several answers in one cell, with commas, semicolons or slashes between them.
    fn several(&self, field: &'static str, cell: &str) -> String {
        if let Some(one) = self.codes.get(&(field, tidy(cell))) {
            return one.clone();
        }
        let parts =
            cell.split([',', ';', '/', '\n']).map(str::trim).filter(|part| !part.is_empty());
        parts.map(|part| self.code(field, part)).collect::<Vec<_>>().join(" ")
    }

    /// The smallest place that an address names: «Чуйская обл., Сокулукский р-н, с. Военно-Антоновка» is the rayon.
    fn place(&self, cell: &str) -> Result<String, Sentence> {
        if cell.parse::<Territory>().is_ok() {
            return Ok(cell.to_owned());
        }
        let whole = self.named(cell);
        if let [place] = *whole {
            return Ok(place.code().to_owned());
        }
        let parts: Vec<Vec<Territory>> =
            cell.split([',', ';', '/']).map(|p| self.named(p)).collect();
        let sure: Vec<Territory> =
            parts.iter().filter(|found| found.len() == 1).map(|found| found[0]).collect();
        let mut unclear = whole;
        for found in parts.iter().rev().filter(|found| !found.is_empty()) {
            let fits = |place: &&Territory| {
                sure.iter().all(|other| place.is_within(*other) || other.is_within(**place))
            };
            let fitting: Vec<&Territory> = found.iter().filter(fits).collect();
            match fitting.as_slice() {
                [place] => return Ok(place.code().to_owned()),
                _ => unclear.clone_from(found),
            }
        }
        let name = |place: &Territory| place.name(Language::default(), self.today);
        Err(match unclear.as_slice() {
            [] => unknown(cell),
            several => {
                let names: Vec<&str> = several.iter().map(name).collect();
                Sentence { key: "fault-known-several", facts: vec![("names", names.join(", "))] }
            }
        })
    }

    fn named(&self, text: &str) -> Vec<Territory> {
        let name = tidy(text);
        let (short, kinds) = without_sort(&name);
        let exact = self.places.get(&name);
        let found = exact.or_else(|| self.places.get(&short)).cloned().unwrap_or_default();
        let of_kind = |place: &Territory| kinds.is_empty() || kinds.contains(&place.kind());
        found.into_iter().filter(of_kind).collect()
    }
}

/// Signs with which files say that nothing is known.
fn is_nothing(cell: &str) -> bool {
    let cell = cell.to_lowercase();
    matches!(cell.as_str(), "-" | "–" | "—" | "н/д" | "n/a" | "#n/a" | "null" | "не указано")
}

fn unknown(typed: &str) -> Sentence {
    let typed = typed.chars().take(60).collect();
    Sentence { key: "fault-known-none", facts: vec![("typed", typed)] }
}

/// The entry of a list that was meant.
fn known(lists: &Classifiers, scheme: Scheme, cell: &str) -> Result<String, Sentence> {
    match lists.understand(scheme, cell) {
        Meant::One(code) => Ok(code.to_string()),
        Meant::Several(codes) => {
            let language = Language::default();
            let names: Vec<&str> =
                codes.iter().map(|code| lists.name(scheme, code, language)).collect();
            let names = names.join(", ");
            Err(Sentence { key: "fault-known-several", facts: vec![("names", names)] })
        }
        Meant::Nothing => Err(unknown(cell)),
    }
}

/// A day without the time that programs write behind it, or behind the number a sheet keeps for it.
fn as_day(cell: &str) -> String {
    let (whole, part) = cell.split_once(['.', ',']).unwrap_or((cell, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    // Four digits are a year.
    if whole.len() == 5
        && digits(whole)
        && digits(part)
        && let Some(day) = whole.parse().ok().and_then(day::of_sheet)
    {
        return day.to_string();
    }
    let is_time = |word: &str| {
        word.contains(':')
            && word.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | 'Z'))
    };
    if let Some((day, time)) = cell.split_once(['T', ' '])
        && is_time(time)
    {
        return day.to_owned();
    }
    cell.to_owned()
}

/// A whole number that a sheet wrote with a fraction of nothing: `72,0`.
fn whole(cell: &str) -> String {
    let number: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
    match number.split_once(['.', ',']) {
        Some((whole, part)) if part.bytes().all(|b| b == b'0') => whole.to_owned(),
        _ => number,
    }
}

/// Numbers of organisations begin with a zero, which a sheet takes away.
fn tax_number(cell: &str) -> String {
    let digits = cell.len() == 13 && cell.bytes().all(|b| b.is_ascii_digit());
    if digits { format!("0{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classifier::built_in;

    const TODAY: Date = date(2026, 11, 21);

    #[test]
    fn every_word_of_the_list_stands_for_an_answer() {
        for line in WORDS.lines().skip(1) {
            let parts: Vec<&str> = line.splitn(3, ',').collect();
            let &[field, code, name] = parts.as_slice() else { panic!("{line}") };
            let is_good = match field {
                "sex" => code.parse::<Sex>().is_ok(),
                "language" => code.parse::<Language>().is_ok(),
                "leaving" => code.parse::<Leaving>().is_ok(),
                "education" => code.parse::<Education>().is_ok(),
                "reasons" => code.parse::<Reason>().is_ok(),
                "country" => code.parse::<Country>().is_ok(),
                "consents" => code.parse::<domain::access::Purpose>().is_ok(),
                "kind" => code.parse::<domain::vacancy::OrganisationKind>().is_ok(),
                "way" => code.parse::<domain::course::Way>().is_ok(),
                _ => false,
            };
            assert!(is_good && !tidy(name).is_empty(), "{line}");
        }
    }

    #[test]
    fn cells_become_what_the_rules_read() {
        let values = Values::new(TODAY);
        let cases = [
            ("sex", "Муж.", "m"),
            ("sex", "аял", "f"),
            ("sex", "м", "m"),
            ("sex", "робот", "робот"),
            ("country", "РФ", "RU"),
            ("country", "Россия", "RU"),
            ("country", "Казакстан", "KZ"),
            ("country", "kz", "kz"),
            ("education", "Высшее", "higher"),
            ("leaving", "ооба", "yes"),
            ("language", "Русский", "ru"),
            ("reasons", "семья, депортация", "family documents"),
            ("consents", "да", "registration"),
            ("birth_on", "32937", "1990-03-05"),
            ("birth_on", "32937.5", "1990-03-05"),
            ("birth_on", "1990-03-05 00:00:00", "1990-03-05"),
            ("birth_on", "1990-03-05T00:00:00Z", "1990-03-05"),
            ("birth_on", "05.03.1990 0:00", "05.03.1990"),
            ("birth_on", "5 марта 1990", "5 марта 1990"),
            ("birth_on", "1990", "1990"),
            ("hours", "72,0", "72"),
            ("places", "1 000", "1000"),
            ("hours", "72,5", "72,5"),
            ("tax_number", "1234567890123", "01234567890123"),
            ("tax_number", "01234567890123", "01234567890123"),
            ("phone", " — ", ""),
            ("occupation", "Сварщик на стройке", "Сварщик на стройке"),
        ];
        for (field, cell, expected) in cases {
            let found = values.read(Kind::People, field, cell, built_in());
            assert_eq!(found.as_deref(), Ok(expected), "{field} {cell}");
        }
    }

    #[test]
    fn places_are_found_by_their_names() {
        let values = Values::new(TODAY);
        let read = |cell| values.read(Kind::People, "territory", cell, built_in());
        let cases = [
            ("41711000000000", "41711000000000"),
            ("Бишкек", "41711000000000"),
            ("г. Бишкек", "41711000000000"),
            ("г.Ош", "41721000000000"),
            ("Ошская область", "41706000000000"),
            ("Сузак району", "41703220000000"),
            ("Сузакский р-н", "41703220000000"),
            ("Жалал-Абад шаары", "41703410000010"),
            ("город Манас", "41703410000010"),
            ("Жалал-Абад облусу, Сузак району, Барпы айылы", "41703220000000"),
            ("Jalolobod viloyati", "41703000000000"),
        ];
        for (cell, expected) in cases {
            assert_eq!(read(cell).as_deref(), Ok(expected), "{cell}");
        }
        assert_eq!(read("Ош").unwrap_err().key, "fault-known-several");
        assert_eq!(read("Атлантида").unwrap_err().key, "fault-known-none");
    }

    #[test]
    fn entries_of_lists_are_found_by_their_names() {
        let values = Values::new(TODAY);
        let read = |field, cell| values.read(Kind::Vacancies, field, cell, built_in());
        assert_eq!(read("form", "Полный рабочий день").as_deref(), Ok("full-time"));
        assert_eq!(read("form", "full-time").as_deref(), Ok("full-time"));
        assert_eq!(read("needs", "months:12 licence:B").as_deref(), Ok("months:12 licence:B"));
        assert_eq!(read("occupation", "космонавт").unwrap_err().key, "fault-known-none");
    }
}
