//! Why two records may be of one person, in plain words.

use domain::same::{Step, pair::SURE};

use crate::words::{Tongue, msg};

/// What a field of two records says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Agrees,
    /// Written differently, yet it can be one person's.
    Near,
    Differs,
    /// One of the records does not have it.
    Missing,
}

/// What is told of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// As the steps name it.
    pub field: &'static str,
    pub mark: Mark,
    /// Part of a sentence.
    pub words: String,
}

/// So many reasons of each kind are in the short form.
const MOST_IN_SHORT: usize = 3;

/// The fields in the order of a record, with what is said where one of the records lacks them.
const FIELDS: [(&str, &str); 8] = [
    ("given", msg("same-given-unknown")),
    ("surname", msg("same-surname-unknown")),
    ("father", msg("same-father-unknown")),
    ("birth", msg("same-birth-unknown")),
    ("pin", msg("same-pin-unknown")),
    ("phone", msg("same-phone-unknown")),
    ("territory", msg("same-place-unknown")),
    ("sex", msg("same-sex-unknown")),
];

/// What a level of a field says. A level of a later engine says nothing.
fn spoken(field: &str, level: &str) -> Option<(Mark, &'static str)> {
    use Mark::{Agrees, Differs, Near};
    Some(match (field, level) {
        ("given", "equal") => (Agrees, msg("same-given-equal")),
        ("given", "key equal") => (Agrees, msg("same-given-sound")),
        ("given", "known variant") => (Agrees, msg("same-given-variant")),
        ("given", "similar") => (Near, msg("same-given-near")),
        ("given", "a little similar") => (Differs, msg("same-given-far")),
        ("given", "initial") => (Near, msg("same-given-initial")),
        ("given", "different") => (Differs, msg("same-given-differs")),
        ("given", "swapped with surname") => (Near, msg("same-given-swapped")),
        ("surname", "equal") => (Agrees, msg("same-surname-equal")),
        ("surname", "stem equal") => (Agrees, msg("same-surname-root")),
        ("surname", "known variant") => (Agrees, msg("same-surname-variant")),
        ("surname", "similar") => (Near, msg("same-surname-near")),
        ("surname", "a little similar") => (Differs, msg("same-surname-far")),
        ("surname", "initial") => (Near, msg("same-surname-initial")),
        ("surname", "different") => (Differs, msg("same-surname-differs")),
        ("surname", "the other's father") => (Near, msg("same-surname-father")),
        ("surname", "both of the father") => (Near, msg("same-surname-both-father")),
        ("surname", "forms differ") => (Differs, msg("same-surname-forms")),
        ("father", "equal") => (Agrees, msg("same-father-equal")),
        ("father", "key equal") => (Agrees, msg("same-father-sound")),
        ("father", "known variant") => (Agrees, msg("same-father-variant")),
        ("father", "similar") => (Near, msg("same-father-near")),
        ("father", "a little similar") => (Differs, msg("same-father-far")),
        ("father", "initial") => (Near, msg("same-father-initial")),
        ("father", "different") => (Differs, msg("same-father-differs")),
        ("birth", "equal") => (Agrees, msg("same-birth-equal")),
        ("birth", "equal, 1 January") => (Agrees, msg("same-birth-new-year")),
        ("birth", "day and month swapped") => (Near, msg("same-birth-swapped")),
        ("birth", "one digit") => (Near, msg("same-birth-digit")),
        ("birth", "one part") => (Near, msg("same-birth-part")),
        ("birth", "year, one without day") => (Near, msg("same-birth-no-day")),
        ("birth", "same year") => (Differs, msg("same-birth-year")),
        ("birth", "different") => (Differs, msg("same-birth-differs")),
        ("birth", "counted with pin") => (Agrees, msg("same-birth-equal")),
        ("pin", "equal") => (Agrees, msg("same-pin-equal")),
        ("pin", "one edit") => (Near, msg("same-pin-one")),
        ("pin", "two edits") => (Near, msg("same-pin-two")),
        ("pin", "different") => (Differs, msg("same-pin-differs")),
        ("phone", "equal") => (Agrees, msg("same-phone-equal")),
        ("phone", "one edit") => (Near, msg("same-phone-one")),
        ("phone", "different") => (Differs, msg("same-phone-differs")),
        ("territory", "equal") => (Agrees, msg("same-place-equal")),
        ("territory", "same region") => (Near, msg("same-place-region")),
        ("territory", "different") => (Differs, msg("same-place-differs")),
        ("sex", "equal") => (Agrees, msg("same-sex-equal")),
        ("sex", "different") => (Differs, msg("same-sex-differs")),
        ("sex", "counted with pin") => (Agrees, msg("same-sex-equal")),
        _ => return None,
    })
}

/// One reason for each field: what agrees first, what differs then, what is missing last.
pub fn list(tongue: Tongue, steps: &[Step]) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = FIELDS
        .iter()
        .filter_map(|(field, unknown)| {
            let (mark, key) = match steps.iter().find(|step| step.field == *field) {
                Some(step) => spoken(field, &step.level)?,
                None => (Mark::Missing, *unknown),
            };
            Some(Reason { field, mark, words: tongue.t(key).into_owned() })
        })
        .collect();
    reasons.sort_by_key(|reason| match reason.mark {
        Mark::Agrees => 0,
        Mark::Near => 1,
        Mark::Differs => 2,
        Mark::Missing => 3,
    });
    reasons
}

/// One sentence of what weighs most: what speaks for one person, and what differs.
pub fn short(tongue: Tongue, steps: &[Step]) -> String {
    let mut by_weight: Vec<&Step> = steps.iter().collect();
    by_weight.sort_by_key(|step| std::cmp::Reverse(step.weight.abs()));
    let most = |wanted: fn(Mark) -> bool| {
        let told = by_weight.iter().filter_map(|step| spoken(&step.field, &step.level));
        let told = told.filter(|(mark, _)| wanted(*mark)).take(MOST_IN_SHORT);
        told.map(|(_, key)| tongue.t(key)).collect::<Vec<_>>().join("; ")
    };
    let agrees = most(|mark| matches!(mark, Mark::Agrees | Mark::Near));
    let mut differs = most(|mark| mark == Mark::Differs);
    let sum: i64 = steps.iter().map(|step| step.weight).sum();
    // Of a pair that is sure all the same it would only sow doubt.
    if differs.is_empty() && sum < SURE && steps.iter().any(|step| step.field == "relatives") {
        differs = tongue.t("same-relatives").into_owned();
    }
    sentence(&match (agrees.is_empty(), differs.is_empty()) {
        (false, false) => {
            tongue.ta("same-but", &[("agrees", agrees.into()), ("differs", differs.into())])
        }
        _ => agrees + &differs,
    })
}

/// Parts of a sentence begin with a large letter where they stand alone.
pub fn sentence(part: &str) -> String {
    let mut letters = part.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

#[cfg(test)]
mod tests {
    use domain::language::Language;
    use linkage::compare::LEVELS;

    use super::*;
    use crate::words::in_language;

    fn step(field: &str, level: &str, weight: i64) -> Step {
        Step { field: field.to_owned(), level: level.to_owned(), weight }
    }

    #[test]
    fn every_level_of_the_engine_has_its_words() {
        for field in LEVELS {
            let levels = field.names.iter().filter(|level| {
                // A swapped surname is told with the given name.
                !matches!(**level, "unknown" | "unused" | "counted with given")
            });
            for level in levels {
                assert!(spoken(field.field, level).is_some(), "{}: {level}", field.field);
            }
            assert!(FIELDS.iter().any(|(known, _)| *known == field.field), "{}", field.field);
        }
    }

    #[test]
    fn what_agrees_stands_first_and_what_is_missing_last() {
        let steps = [
            step("start", "any two records", -1640),
            step("given", "key equal", 690),
            step("surname", "different", -370),
            step("birth", "equal", 1290),
            step("phone", "one edit", 300),
            step("sex", "equal", 100),
        ];
        let told: Vec<(&str, Mark)> = list(in_language(Language::En), &steps)
            .into_iter()
            .map(|reason| (reason.field, reason.mark))
            .collect();
        assert_eq!(
            told,
            [
                ("given", Mark::Agrees),
                ("birth", Mark::Agrees),
                ("sex", Mark::Agrees),
                ("phone", Mark::Near),
                ("surname", Mark::Differs),
                ("father", Mark::Missing),
                ("pin", Mark::Missing),
                ("territory", Mark::Missing),
            ]
        );
    }

    #[test]
    fn one_sentence_tells_what_weighs_most() {
        let steps = [
            step("given", "key equal", 690),
            step("surname", "similar", 430),
            step("birth", "equal", 1290),
            step("sex", "equal", 100),
            step("phone", "different", -100),
        ];
        let told = Language::ALL.map(|language| short(in_language(language), &steps));
        insta::assert_snapshot!(told.join("\n"), @"
        Туулган күнү бирдей; аты ар башка жазылган, бирок бирдей угулат; фамилиясы бир-эки тамга менен айырмаланат; бирок телефону башка
        Одинаковая дата рождения; имя записано по-разному, но звучит одинаково; фамилия отличается на одну-две буквы; но телефон другой
        Tugʻilgan sanasi bir xil; ismi har xil yozilgan, lekin bir xil eshitiladi; familiyasi bir-ikki harf bilan farq qiladi; lekin telefoni boshqa
        Same birth date; given name is written differently but sounds the same; surname differs in a letter or two; but phone is another one
        ");
        let like_relatives = [step("birth", "equal", 1290), step("relatives", "x", -800)];
        assert_eq!(
            short(in_language(Language::En), &like_relatives),
            "Same birth date; but relatives and namesakes can be as alike as this"
        );
        let sure = [step("birth", "equal", 1290), step("relatives", "x", -200)];
        assert_eq!(short(in_language(Language::En), &sure), "Same birth date");
        assert_eq!(
            short(in_language(Language::En), &[step("sex", "different", -1480)]),
            "Sex is another one"
        );
        assert_eq!(short(in_language(Language::En), &[]), "");
    }
}
