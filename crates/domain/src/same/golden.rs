//! What is said of a person who has several records: of each answer the best one, and where it comes from.

use jiff::Timestamp;

use crate::{
    id::ReturneeId,
    pin::{Pin, warnings},
    returnee::Typed,
};

/// Who said an answer, the least sure first. What was said of the person since the records were joined stands above all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Said {
    ByPerson,
    ByAgency,
    /// An officer wrote it down, with the person before them.
    ByOfficer,
    SinceJoined,
}

/// One answer of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub record: ReturneeId,
    pub value: String,
    pub said: Said,
    pub at: Timestamp,
}

/// Answers that are taken from one record together: half a name in one script and half in another is no name.
pub const TOGETHER: [&str; 2] = ["surname", "given"];

/// The place of the best answer: who said it decides, then when, then the older record. No answer is worse than any, but
/// where it was taken away since the records were joined.
pub fn best(answers: &[Answer]) -> usize {
    let order = |answer: &Answer| {
        let counts = answer.said == Said::SinceJoined || !answer.value.is_empty();
        (counts, answer.said, answer.at, std::cmp::Reverse(answer.record))
    };
    let places = answers.iter().enumerate();
    places.max_by_key(|(_, answer)| order(answer)).map_or(0, |(place, _)| place)
}

/// An answer by name, from all records, and which of them is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub name: &'static str,
    pub answers: Vec<Answer>,
    pub taken: usize,
}

impl Field {
    pub fn taken(&self) -> Option<&Answer> {
        self.answers.get(self.taken)
    }

    /// Whether all records that say something say the same.
    pub fn is_agreed(&self) -> bool {
        let mut said = self.answers.iter().filter(|answer| !answer.value.is_empty());
        let first = said.next();
        said.all(|answer| Some(&answer.value) == first.map(|first| &first.value))
    }
}

/// The answers of all records, side by side. `said` tells who said an answer of a record, and when.
pub fn fields(
    records: &[(ReturneeId, Typed)],
    said: impl Fn(ReturneeId, &str) -> (Said, Timestamp),
) -> Vec<Field> {
    let names = Typed::default();
    let names = names.answers().map(|(name, _)| name);
    let mut fields: Vec<Field> = names
        .into_iter()
        .enumerate()
        .map(|(place, name)| {
            let answer = |(record, typed): &(ReturneeId, Typed)| {
                let (said, at) = said(*record, name);
                Answer { record: *record, value: typed.answers()[place].1.to_owned(), said, at }
            };
            let answers: Vec<Answer> = records.iter().map(answer).collect();
            Field { name, taken: best(&answers), answers }
        })
        .collect();
    choose_pin(&mut fields);
    let together = |field: &&Field| TOGETHER.contains(&field.name);
    // Whichever of them was said last and best.
    let first = fields.iter().filter(together).max_by_key(|field| {
        field.taken().map(|answer| (answer.said, answer.at, std::cmp::Reverse(answer.record)))
    });
    if let Some(taken) = first.map(|field| field.taken) {
        for field in fields.iter_mut().filter(|field| TOGETHER.contains(&field.name)) {
            field.taken = taken;
        }
    }
    fields
}

/// A personal number that agrees with the birth date and the sex that are taken stands before one that does not, whoever
/// said it; but what was said since the records were joined stays.
fn choose_pin(fields: &mut [Field]) {
    let taken = |name: &str| {
        let field = fields.iter().find(|field| field.name == name);
        field.and_then(Field::taken).map_or("", |answer| answer.value.as_str())
    };
    let (sex, birth_on) = (taken("sex").parse().ok(), taken("birth_on").parse().ok());
    let agrees = |answer: &Answer| {
        Pin::parse(&answer.value).is_ok_and(|pin| warnings(&pin, sex, birth_on).is_empty())
    };
    let Some(place) = fields.iter().position(|field| field.name == "pin") else { return };
    let pin = &fields[place];
    if pin.taken().is_some_and(|answer| answer.said == Said::SinceJoined) {
        return;
    }
    let (places, agreeing): (Vec<usize>, Vec<Answer>) = pin
        .answers
        .iter()
        .enumerate()
        .filter(|(_, answer)| agrees(answer))
        .map(|(place, answer)| (place, answer.clone()))
        .unzip();
    if let Some(best) = places.get(best(&agreeing)) {
        fields[place].taken = *best;
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn id(n: u128) -> ReturneeId {
        ReturneeId::from_uuid(Uuid::from_u128(n))
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn answer(n: u128, value: &str, said: Said, second: i64) -> Answer {
        Answer { record: id(n), value: value.into(), said, at: at(second) }
    }

    #[test]
    fn who_said_it_decides_then_when_then_the_older_record() {
        use Said::*;
        let cases: [(&str, Vec<Answer>); 6] = [
            ("b", vec![answer(1, "a", ByPerson, 9), answer(2, "b", ByOfficer, 1)]),
            ("b", vec![answer(1, "a", ByPerson, 9), answer(2, "b", ByAgency, 1)]),
            ("b", vec![answer(1, "a", ByOfficer, 1), answer(2, "b", ByOfficer, 2)]),
            ("a", vec![answer(1, "a", ByOfficer, 1), answer(2, "b", ByOfficer, 1)]),
            ("a", vec![answer(1, "a", ByPerson, 1), answer(2, "", ByOfficer, 2)]),
            ("", vec![answer(1, "", SinceJoined, 3), answer(2, "b", ByOfficer, 2)]),
        ];
        for (expected, mut answers) in cases {
            assert_eq!(answers[best(&answers)].value, expected, "{answers:?}");
            answers.reverse();
            assert_eq!(answers[best(&answers)].value, expected, "whatever the order");
        }
        assert_eq!(best(&[]), 0);
    }

    #[test]
    fn a_personal_number_that_agrees_with_the_rest_is_taken() {
        let typed = |pin: &str| Typed {
            sex: "f".into(),
            birth_on: "1990-05-17".into(),
            pin: pin.into(),
            ..Typed::default()
        };
        let (good, other_day, other_sex) = ("11705199000011", "11605199000011", "21705199000011");
        let taken = |first: &str, second: &str, said: Said| {
            let records = [(id(1), typed(first)), (id(2), typed(second))];
            // The first one is said by whoever is believed more.
            let said = |record: ReturneeId, _: &str| match record == id(1) {
                true => (said, at(9)),
                false => (Said::ByPerson, at(1)),
            };
            let fields = fields(&records, said);
            let field = fields.into_iter().find(|field| field.name == "pin").unwrap();
            field.taken().unwrap().value.clone()
        };
        for (first, second, expected) in [
            (other_day, good, good),
            (other_sex, good, good),
            (good, other_day, good),
            (other_day, other_sex, other_day),
            (good, "11705199000022", good),
            ("", other_day, other_day),
        ] {
            assert_eq!(taken(first, second, Said::ByOfficer), expected, "{first} {second}");
        }
        assert_eq!(taken(other_day, good, Said::SinceJoined), other_day);
        assert_eq!(taken("", good, Said::SinceJoined), "");
    }

    #[test]
    fn a_name_is_taken_from_one_record() {
        let typed = |surname: &str, given: &str, patronymic: &str| Typed {
            surname: surname.into(),
            given: given.into(),
            patronymic: patronymic.into(),
            ..Typed::default()
        };
        let records = [
            (id(1), typed("Жапаров", "Азамат", "")),
            (id(2), typed("ZHAPAROV", "AZAMAT", "Bakytovich")),
        ];
        let said = |record: ReturneeId, field: &str| match (record == id(1), field) {
            (false, "given") => (Said::ByAgency, at(9)),
            (false, _) => (Said::ByAgency, at(1)),
            (true, _) => (Said::ByAgency, at(5)),
        };
        let fields = fields(&records, said);
        let taken = |name: &str| {
            let field = fields.iter().find(|field| field.name == name).unwrap();
            field.taken().unwrap().value.clone()
        };
        assert_eq!((taken("surname"), taken("given")), ("ZHAPAROV".into(), "AZAMAT".into()));
        assert_eq!(taken("patronymic"), "Bakytovich", "what one does not know the other tells");
        assert!(!fields[0].is_agreed());
        assert!(fields[2].is_agreed(), "silence is no other answer");
    }
}
