//! Which column of a file means what: guessed from its heading, mended by whoever brings it, remembered for the next file.

use std::{collections::HashMap, sync::LazyLock};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::Kind;
use crate::{returnee::fields as person, words::msg};

/// The fields of each kind that a column may fill, in the order people know them.
pub const fn fields(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::People => &[
            "full_name",
            "surname",
            "given",
            "patronymic",
            "sex",
            "birth_on",
            "pin",
            "phone",
            "territory",
            "country",
            "returned_on",
            "reasons",
            "education",
            "occupation",
            "leaving",
            "language",
            "consents",
        ],
        Kind::Employers => {
            &["kind", "name", "tax_number", "sector", "territory", "address", "contact", "phone"]
        }
        Kind::Vacancies => &[
            "tax_number",
            "title",
            "occupation",
            "territory",
            "wage_from",
            "wage_to",
            "form",
            "places",
            "starts_on",
            "closes_on",
            "needs",
            "words",
        ],
        Kind::Courses => &[
            "tax_number",
            "title",
            "occupation",
            "skills",
            "licences",
            "hours",
            "price",
            "language",
            "way",
            "words",
            "territory",
            "place",
            "starts_on",
            "ends_on",
            "seats",
        ],
    }
}

/// The field of this name.
pub fn field(kind: Kind, name: &str) -> Option<&'static str> {
    fields(kind).iter().copied().find(|field| *field == name)
}

/// What a field is called.
pub fn label_key(kind: Kind, field: &str) -> &'static str {
    match (kind, field) {
        (Kind::People, "full_name") => msg("import-field-full-name"),
        (Kind::People, "consents") => msg("import-field-consents"),
        (Kind::People, _) => person::label_key(field),
        (_, "kind") => msg("import-field-kind"),
        (_, "name") => msg("import-field-name"),
        (_, "tax_number") => msg("import-field-tax-number"),
        (_, "sector") => msg("import-field-sector"),
        (_, "territory") => msg("import-field-territory"),
        (_, "address") => msg("import-field-address"),
        (_, "contact") => msg("import-field-contact"),
        (_, "phone") => msg("import-field-phone"),
        (_, "title") => msg("import-field-title"),
        (_, "occupation") => msg("import-field-occupation"),
        (_, "wage_from") => msg("import-field-wage-from"),
        (_, "wage_to") => msg("import-field-wage-to"),
        (_, "form") => msg("import-field-form"),
        (_, "places") => msg("import-field-places"),
        (_, "starts_on") => msg("import-field-starts-on"),
        (_, "closes_on") => msg("import-field-closes-on"),
        (_, "ends_on") => msg("import-field-ends-on"),
        (_, "needs") => msg("import-field-needs"),
        (_, "words") => msg("import-field-words"),
        (_, "skills") => msg("import-field-skills"),
        (_, "licences") => msg("import-field-licences"),
        (_, "hours") => msg("import-field-hours"),
        (_, "price") => msg("import-field-price"),
        (_, "language") => msg("import-field-language"),
        (_, "way") => msg("import-field-way"),
        (_, "place") => msg("import-field-place"),
        _ => msg("import-field-seats"),
    }
}

/// For each column its field, or nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Columns(pub Vec<Option<String>>);

impl Columns {
    /// The text a run keeps.
    pub fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    pub fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    pub fn n_known(&self) -> usize {
        self.0.iter().flatten().count()
    }

    pub fn column_of(&self, field: &str) -> Option<usize> {
        self.0.iter().position(|known| known.as_deref() == Some(field))
    }

    /// Two columns with one meaning. The first is told.
    pub fn twice(&self) -> Option<&str> {
        let known: Vec<&String> = self.0.iter().flatten().collect();
        let again = known.iter().enumerate().find(|(at, field)| known[..*at].contains(field));
        again.map(|(_, field)| field.as_str())
    }

    /// Fields without which no line can be taken, as no column has them.
    pub fn missing(&self, kind: Kind) -> Vec<&'static str> {
        let needed: &[&str] = match kind {
            Kind::People if self.column_of("full_name").is_some() => &[],
            Kind::People => &["surname", "given"],
            Kind::Employers => &["name", "tax_number", "territory", "phone"],
            Kind::Vacancies => {
                &["tax_number", "title", "occupation", "territory", "form", "places", "closes_on"]
            }
            Kind::Courses => &["tax_number", "title", "occupation", "hours", "way"],
        };
        needed.iter().copied().filter(|field| self.column_of(field).is_none()).collect()
    }
}

/// The names agencies give to columns, in our languages.
const NAMES: &str = include_str!("../../../../data/import/headings.csv");

/// By kind (or none for all) and tidied name.
static KNOWN: LazyLock<HashMap<(&str, String), &str>> = LazyLock::new(|| {
    let lines = NAMES.lines().skip(1).filter_map(|line| {
        let mut parts = line.splitn(3, ',');
        let (kind, field, name) = (parts.next()?, parts.next()?, parts.next()?);
        Some(((kind, tidy(name)), field))
    });
    lines.collect()
});

/// Small letters and digits with single spaces; ё as е. What stands in brackets goes: «Дата рождения (дд.мм.гггг)».
fn tidy(name: &str) -> String {
    let outside = name.split('(').next().unwrap_or_default();
    let text = if outside.trim().is_empty() { name } else { outside };
    let plain: String = text
        .to_lowercase()
        .replace('ё', "е")
        .chars()
        .filter(|c| !matches!(c, 'ʻ' | 'ʼ' | '\'' | '’' | '‘' | '`'))
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn meant(kind: Kind, name: &str) -> Option<&'static str> {
    let name = tidy(name);
    let code = field(kind, &name.replace(' ', "_"));
    let known = |kind: &'static str, name: &str| KNOWN.get(&(kind, name.to_owned())).copied();
    let known = code.or_else(|| known(kind.code(), &name)).or_else(|| known("", &name));
    known.and_then(|name| field(kind, name))
}

/// What the columns of a heading mean, each field once.
pub fn guess(kind: Kind, heading: &[String]) -> Columns {
    let mut taken: Vec<&str> = Vec::new();
    let column = |name: &String| {
        let field = meant(kind, name).filter(|field| !taken.contains(field))?;
        taken.push(field);
        Some(field.to_owned())
    };
    Columns(heading.iter().map(column).collect())
}

/// What a remembered mapping is found by.
pub fn digest(heading: &[String]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for name in heading {
        let name = tidy(name);
        hash.update((name.len() as u64).to_be_bytes());
        hash.update(name);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_the_list_belongs_to_a_field_and_stands_once() {
        assert_eq!(KNOWN.len(), NAMES.lines().count() - 1, "a name stands twice");
        for ((kind, name), known) in KNOWN.iter() {
            let kinds = Kind::ALL.iter().filter(|one| kind.is_empty() || one.code() == *kind);
            assert!(kinds.clone().any(|kind| field(*kind, known).is_some()), "{kind} {name}");
            assert!(!name.is_empty(), "{known}");
        }
    }

    #[test]
    fn headings_of_agencies_are_understood() {
        let cases: [(Kind, &[&str], &[&str]); 7] = [
            (
                Kind::People,
                &["№", "ФИО", "Дата рождения (дд.мм.гггг)", "ИНН", "Контактный телефон", "Пол"],
                &["", "full_name", "birth_on", "pin", "phone", "sex"],
            ),
            (
                Kind::People,
                &["Фамилиясы", "Аты", "Атасынын аты", "Туулган күнү", "Жынысы"],
                &["surname", "given", "patronymic", "birth_on", "sex"],
            ),
            (
                Kind::People,
                &["Familiyasi", "Ismi", "Otasining ismi", "Tugʻilgan sanasi", "Jinsi"],
                &["surname", "given", "patronymic", "birth_on", "sex"],
            ),
            (
                Kind::People,
                &["Last name", "First name", "Date of birth", "country", "Last name"],
                &["surname", "given", "birth_on", "country", ""],
            ),
            (
                Kind::Employers,
                &["Наименование организации", "ИНН", "Юридический адрес", "Телефон"],
                &["name", "tax_number", "address", "phone"],
            ),
            (
                Kind::Vacancies,
                &["ИНН работодателя", "Вакансия", "Профессия", "Зарплата от", "Количество мест"],
                &["tax_number", "title", "occupation", "wage_from", "places"],
            ),
            (
                Kind::Courses,
                &["ИНН", "Название курса", "Часы", "Стоимость", "Язык обучения"],
                &["tax_number", "title", "hours", "price", "language"],
            ),
        ];
        for (kind, heading, expected) in cases {
            let heading: Vec<String> = heading.iter().map(|name| (*name).to_owned()).collect();
            let found = guess(kind, &heading).0;
            let found: Vec<_> = found.iter().map(|f| f.as_deref().unwrap_or_default()).collect();
            assert_eq!(found, expected, "{heading:?}");
        }
    }

    #[test]
    fn a_mapping_is_kept_as_text_and_found_by_its_heading() {
        let columns = Columns(vec![Some("pin".into()), None]);
        assert_eq!(Columns::read(&columns.text()), columns);
        let heading = |name: &str| digest(&[name.to_owned(), "Имя".to_owned()]);
        assert_eq!(heading("Фамилия"), heading(" ФАМИЛИЯ "));
        assert_ne!(heading("Фамилия"), heading("Отчество"));
        let twice = Columns(vec![Some("pin".into()), None, Some("pin".into())]);
        assert_eq!((twice.twice(), columns.twice()), (Some("pin"), None));
        assert_eq!(columns.missing(Kind::People), ["surname", "given"]);
    }
}
