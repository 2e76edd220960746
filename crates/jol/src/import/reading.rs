//! A line of a file as something that can be written: read by the same rules as any other way in.

use std::sync::Arc;

use domain::{
    access::Purpose,
    classifier::Classifiers,
    course::{Course, Group, TypedCourse, TypedGroup},
    fault::{FieldFault, Sentence},
    person_name,
    returnee::{Details, Typed, Who},
    vacancy::{
        Offer, OrganisationDetails, OrganisationKind, TaxNumber, TypedOffer, TypedOrganisation,
    },
};
use jiff::civil::Date;

use super::{
    Kind,
    columns::{self, Columns},
    lines::Line,
    values::Values,
};

/// What a good line says.
#[derive(Clone, Debug)]
pub enum Good {
    Person(Box<Details>, Vec<Purpose>),
    Organisation(Box<OrganisationDetails>),
    Vacancy(TaxNumber, Box<Offer>),
    Course(TaxNumber, Box<Course>, Option<Box<Group>>),
}

/// A line that was read.
#[derive(Clone, Debug)]
pub struct Read {
    pub line: u64,
    pub what: Result<Good, Vec<FieldFault>>,
}

/// Reads the lines of one file.
#[derive(Clone)]
pub struct Reader {
    kind: Kind,
    columns: Vec<Option<&'static str>>,
    values: Arc<Values>,
    lists: Arc<Classifiers>,
    today: Date,
    agreed: bool,
}

impl Reader {
    pub fn new(
        kind: Kind,
        columns: &Columns,
        lists: Arc<Classifiers>,
        today: Date,
        agreed: bool,
    ) -> Self {
        let field = |name: &Option<String>| columns::field(kind, name.as_deref()?);
        let columns = columns.0.iter().map(field).collect();
        Self { kind, columns, values: Arc::new(Values::new(today)), lists, today, agreed }
    }

    pub fn read(&self, line: &Line) -> Read {
        Read { line: line.number, what: self.what(line) }
    }

    /// What the line says for each known field, as the rules read it.
    fn answers(&self, line: &Line) -> (Answers, Vec<FieldFault>) {
        let (mut answers, mut faults) = (Vec::with_capacity(self.columns.len()), Vec::new());
        for (field, cell) in self.columns.iter().zip(&line.cells) {
            let Some(field) = *field else { continue };
            match self.values.read(self.kind, field, cell, &self.lists) {
                Ok(value) => answers.push((field, value)),
                Err(sentence) => {
                    faults.push(FieldFault { field, sentence });
                    // What stands there is not nothing: the rule is not to miss it as well.
                    answers.push((field, cell.clone()));
                }
            }
        }
        (Answers(answers), faults)
    }

    fn what(&self, line: &Line) -> Result<Good, Vec<FieldFault>> {
        // More cells than the heading has: a sign inside a cell was taken for the end of one, and all behind it slipped.
        let n_known = self.columns.len();
        if line.cells.iter().skip(n_known).any(|cell| !cell.trim().is_empty()) {
            let facts =
                vec![("n", line.cells.len().to_string()), ("expected", n_known.to_string())];
            let sentence = Sentence { key: "fault-import-cells", facts };
            return Err(vec![FieldFault { field: "line", sentence }]);
        }
        let (answers, mut faults) = self.answers(line);
        let good = match self.kind {
            Kind::People => self.person(&answers),
            Kind::Employers => self.organisation(&answers),
            Kind::Vacancies => self.vacancy(&answers),
            Kind::Courses => self.course(&answers),
        };
        match good {
            Ok(good) if faults.is_empty() => Ok(good),
            good => {
                // One fault for each field, what the lists did not understand before what the rule says of it.
                for fault in good.err().unwrap_or_default() {
                    if faults.iter().all(|known| known.field != fault.field) {
                        faults.push(fault);
                    }
                }
                Err(faults)
            }
        }
    }

    fn person(&self, answers: &Answers) -> Result<Good, Vec<FieldFault>> {
        let mut typed = Typed::default();
        for (field, value) in &answers.0 {
            if let Some(answer) = typed.answer(field) {
                answer.clone_from(value);
            }
        }
        let whole = answers.get("full_name");
        if !whole.is_empty() {
            [typed.surname, typed.given, typed.patronymic] = person_name::split(&whole);
        }
        let mut consents: Vec<Purpose> = answers
            .get("consents")
            .split_whitespace()
            .filter_map(|code| code.parse().ok())
            .collect();
        if self.agreed && !consents.contains(&Purpose::Registration) {
            consents.push(Purpose::Registration);
        }
        consents.sort_unstable();
        consents.dedup();
        let read = typed.read(Who::Agency, self.today);
        if !consents.contains(&Purpose::Registration) {
            let mut faults = read.err().unwrap_or_default();
            faults.push(FieldFault::plain("consents", "fault-import-consent"));
            return Err(faults);
        }
        Ok(Good::Person(Box::new(read?), consents))
    }

    fn organisation(&self, answers: &Answers) -> Result<Good, Vec<FieldFault>> {
        let kind = answers.get("kind");
        let typed = TypedOrganisation {
            kind: if kind.is_empty() { OrganisationKind::Employer.code().into() } else { kind },
            name: answers.get("name"),
            tax_number: answers.get("tax_number"),
            sector: answers.get("sector"),
            territory: answers.get("territory"),
            address: answers.get("address"),
            contact: answers.get("contact"),
            phone: answers.get("phone"),
        };
        Ok(Good::Organisation(Box::new(typed.read(&self.lists)?)))
    }

    fn vacancy(&self, answers: &Answers) -> Result<Good, Vec<FieldFault>> {
        let typed = TypedOffer {
            title: answers.get("title"),
            occupation: answers.get("occupation"),
            territory: answers.get("territory"),
            wage_from: answers.get("wage_from"),
            wage_to: answers.get("wage_to"),
            form: answers.get("form"),
            places: answers.get("places"),
            starts_on: answers.get("starts_on"),
            closes_on: answers.get("closes_on"),
            needs: answers.get("needs"),
            words: answers.get("words"),
        };
        let (owner, offer) = both(owner(answers), typed.read(&self.lists, self.today))?;
        Ok(Good::Vacancy(owner, Box::new(offer)))
    }

    fn course(&self, answers: &Answers) -> Result<Good, Vec<FieldFault>> {
        let typed = TypedCourse {
            title: answers.get("title"),
            occupation: answers.get("occupation"),
            skills: answers.get("skills"),
            licences: answers.get("licences"),
            hours: answers.get("hours"),
            price: answers.get("price"),
            language: answers.get("language"),
            way: answers.get("way"),
            words: answers.get("words"),
        };
        let group = TypedGroup {
            territory: answers.get("territory"),
            place: answers.get("place"),
            starts_on: answers.get("starts_on"),
            ends_on: answers.get("ends_on"),
            seats: answers.get("seats"),
        };
        // A line that names neither days nor seats is a course of the catalogue without a group.
        let has_group =
            [&group.starts_on, &group.ends_on, &group.seats].iter().any(|one| !one.is_empty());
        let group = if has_group { group.read(self.today).map(Some) } else { Ok(None) };
        let (owner, course) = both(owner(answers), typed.read(&self.lists))?;
        Ok(Good::Course(owner, Box::new(course), group?.map(Box::new)))
    }
}

/// What a line answers, by field.
struct Answers(Vec<(&'static str, String)>);

impl Answers {
    fn get(&self, field: &str) -> String {
        let found = self.0.iter().find(|(known, _)| *known == field);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    }
}

fn owner(answers: &Answers) -> Result<TaxNumber, Vec<FieldFault>> {
    let number = answers.get("tax_number").parse::<TaxNumber>();
    number.map_err(|fault| vec![FieldFault::of("tax_number", &fault)])
}

/// Both, or all that is wrong with either.
fn both<A, B>(
    one: Result<A, Vec<FieldFault>>,
    other: Result<B, Vec<FieldFault>>,
) -> Result<(A, B), Vec<FieldFault>> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (one, other) => {
            let mut faults = one.err().unwrap_or_default();
            faults.extend(other.err().unwrap_or_default());
            Err(faults)
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::classifier::built_in;

    fn read(
        kind: Kind,
        heading: &str,
        cells: &str,
    ) -> Result<Good, Vec<(&'static str, &'static str)>> {
        let heading: Vec<String> = heading.split(';').map(str::to_owned).collect();
        let columns = columns::guess(kind, &heading);
        let reader = Reader::new(kind, &columns, built_in().clone(), date(2026, 11, 21), true);
        let line = Line { number: 2, cells: cells.split(';').map(str::to_owned).collect() };
        let told = |fault: FieldFault| (fault.field, fault.sentence.key);
        reader.read(&line).what.map_err(|faults| faults.into_iter().map(told).collect())
    }

    #[test]
    fn a_person_is_read_from_one_column_for_the_name() {
        let heading = "ФИО;Пол;Дата рождения;Телефон;Район;Страна";
        let cells = "Асанова Айгүл Бакыт кызы;жен;05.03.1990;0555 123 456;Баткенский район;РФ";
        let Ok(Good::Person(details, consents)) = read(Kind::People, heading, cells) else {
            panic!("not read")
        };
        assert_eq!(details.name.to_string(), "Асанова Айгүл Бакыт кызы");
        assert_eq!(details.typed().territory, "41705214000000");
        assert_eq!(
            (details.typed().country.as_str(), consents),
            ("RU", vec![Purpose::Registration])
        );
    }

    #[test]
    fn all_that_is_wrong_with_a_line_is_told() {
        let heading = "ФИО;Дата рождения;ПИН;Район";
        let told = read(Kind::People, heading, "Асанов1;31.02.1990;12;Атлантида").unwrap_err();
        let expected = [
            ("territory", "fault-known-none"),
            ("surname", "fault-name-digit"),
            ("given", "fault-given-missing"),
            ("birth_on", "fault-day-not-a-day"),
            ("pin", "fault-pin-length"),
        ];
        assert_eq!(told, expected);
        let slipped = read(Kind::People, heading, "Асанов Үсөн;;;Баткен;Баткен").unwrap_err();
        assert_eq!(slipped, [("line", "fault-import-cells")]);
    }

    #[test]
    fn organisations_vacancies_and_courses_are_read() {
        let cells = "ОсОО «Жол»;1234567890123;Бишкек;0312 123 456";
        let told = read(Kind::Employers, "Наименование;ИНН;Город/район;Телефон", cells);
        assert_eq!(told.unwrap_err(), [("tax_number", "fault-tax-number")], "no such day");
        let cells = "ОсОО «Жол»;1503202012345;Бишкек;0312 123 456";
        let good = read(Kind::Employers, "Наименование;ИНН;Город/район;Телефон", cells);
        assert!(matches!(good, Ok(Good::Organisation(_))), "{good:?}");

        let heading = "ИНН;Вакансия;Профессия;Район;График;Количество мест;Срок;Зарплата";
        let cells = "01503202012345;Сварщик;gas-welder;Бишкек;full-time;3,0;31.12.2026;25 000,50";
        let code =
            built_in().all(domain::classifier::Scheme::Occupation).next().unwrap().code.clone();
        let good = read(Kind::Vacancies, heading, &cells.replace("gas-welder", code.as_str()));
        assert!(matches!(good, Ok(Good::Vacancy(..))), "{good:?}");

        let heading =
            "ИНН;Курс;Профессия;Часы;Форма обучения;Район;Дата начала;Дата окончания;Мест";
        let cells = format!("01503202012345;Сварка;{code};72;очно;Бишкек;01.12.2026;20.12.2026;15");
        let good = read(Kind::Courses, heading, &cells);
        assert!(matches!(good, Ok(Good::Course(_, _, Some(_)))), "{good:?}");
        let none = cells.replace(";01.12.2026;20.12.2026;15", ";;;");
        assert!(matches!(read(Kind::Courses, heading, &none), Ok(Good::Course(_, _, None))));
    }
}
