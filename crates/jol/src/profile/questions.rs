//! What is asked about a line of each kind, and about wishes.

use domain::{
    classifier::{Classifiers, Scheme},
    country::Country,
    profile::{Fluency, Kind as ItemKind, TypedItem, TypedWish},
    returnee::{Education, Leaving},
};

use super::speak::fluency;
use crate::{
    returnee::fields::{education_key, leaving_key},
    web::ask::{Answers, Kind, Question, choices},
    words::{self, Tongue, msg},
};

/// The questions about a line, in the order of `Kind::fields`. The country it has can be chosen, offered or not.
pub fn of_item(
    kind: ItemKind,
    country: &str,
    lists: &Classifiers,
    tongue: Tongue,
) -> Vec<Question> {
    let ask = Question::new;
    let countries = || Kind::Menu(countries(country, tongue));
    match kind {
        ItemKind::Work => vec![
            ask("code", msg("profile-ask-occupation"), Kind::Known(Scheme::Occupation))
                .hint(msg("profile-ask-occupation-hint")),
            ask("words", msg("profile-ask-work-words"), Kind::Line)
                .hint(msg("profile-ask-work-words-hint")),
            ask("country", msg("profile-ask-country"), countries()),
            ask("from_on", msg("profile-ask-began"), Kind::Day).hint(msg("profile-ask-day-hint")),
            ask("to_on", msg("profile-ask-ended"), Kind::Day).hint(msg("profile-ask-ended-hint")),
        ],
        ItemKind::Study => vec![
            ask("level", msg("profile-ask-level"), Kind::One(educations(tongue))),
            ask("words", msg("profile-ask-study-words"), Kind::Line)
                .hint(msg("profile-ask-study-words-hint")),
            ask("country", msg("profile-ask-country"), countries()),
            ask("to_on", msg("profile-ask-finished"), Kind::Day).hint(msg("profile-ask-day-hint")),
        ],
        ItemKind::Skill => vec![
            ask("code", msg("profile-ask-skill"), Kind::Known(Scheme::Skill))
                .hint(msg("profile-ask-skill-hint")),
            ask("words", msg("profile-ask-more"), Kind::Line),
        ],
        ItemKind::Language => vec![
            ask("code", msg("profile-ask-language"), Kind::Known(Scheme::Language)),
            ask("level", msg("profile-ask-fluency"), Kind::One(fluencies(tongue))),
        ],
        ItemKind::Licence => vec![
            ask(
                "code",
                msg("profile-ask-licence"),
                Kind::Menu(choices(lists, Scheme::Licence, tongue)),
            ),
            ask("to_on", msg("profile-ask-valid"), Kind::Day).hint(msg("profile-ask-valid-hint")),
        ],
        ItemKind::Resource => vec![
            ask(
                "code",
                msg("profile-ask-resource"),
                Kind::Menu(choices(lists, Scheme::Resource, tongue)),
            )
            .hint(msg("profile-kindly")),
            ask("words", msg("profile-ask-more"), Kind::Line),
        ],
        ItemKind::Barrier => vec![
            ask(
                "code",
                msg("profile-ask-barrier"),
                Kind::Menu(choices(lists, Scheme::Barrier, tongue)),
            )
            .hint(msg("profile-kindly")),
            ask("words", msg("profile-ask-more"), Kind::Line),
        ],
    }
}

pub fn typed_item(kind: ItemKind, answers: &Answers) -> TypedItem {
    TypedItem {
        kind: kind.code().to_owned(),
        code: answers.get("code"),
        words: answers.get("words"),
        level: answers.get("level"),
        country: answers.get("country"),
        from_on: answers.get("from_on"),
        to_on: answers.get("to_on"),
    }
}

/// The questions about wishes, in the order of `TypedWish::answers`.
pub fn of_wish(lists: &Classifiers, tongue: Tongue) -> Vec<Question> {
    let ask = Question::new;
    let leavings = Leaving::ALL.iter();
    let leavings =
        leavings.map(|one| (one.code().to_owned(), tongue.t(leaving_key(*one)).into_owned()));
    vec![
        ask("occupations", msg("wish-occupations"), Kind::KnownMany(Scheme::Occupation))
            .hint(msg("wish-occupations-hint")),
        ask("place", msg("wish-place"), Kind::Place).hint(msg("wish-place-hint")),
        ask("km", msg("wish-km"), Kind::Number).hint(msg("wish-km-hint")),
        ask("wage", msg("wish-wage"), Kind::Number).hint(msg("wish-wage-hint")),
        ask("forms", msg("wish-forms"), Kind::Several(choices(lists, Scheme::WorkForm, tongue)))
            .hint(msg("wish-forms-hint")),
        ask("self_employment", msg("wish-self-employment"), Kind::One(leavings.collect())),
        ask("from_on", msg("wish-from"), Kind::Day),
    ]
}

pub fn typed_wish(answers: &Answers) -> TypedWish {
    TypedWish {
        occupations: answers.get("occupations"),
        place: answers.get("place"),
        km: answers.get("km"),
        wage: answers.get("wage"),
        forms: answers.get("forms"),
        self_employment: answers.get("self_employment"),
        from_on: answers.get("from_on"),
    }
}

fn educations(tongue: Tongue) -> Vec<(String, String)> {
    let all = Education::ALL.iter();
    all.map(|one| (one.code().to_owned(), tongue.t(education_key(*one)).into_owned())).collect()
}

fn fluencies(tongue: Tongue) -> Vec<(String, String)> {
    let all = Fluency::ALL.iter();
    all.map(|one| (one.code().to_owned(), fluency(tongue, *one))).collect()
}

/// Home first, then where most people work, then the rest of those that forms offer.
fn countries(chosen: &str, tongue: Tongue) -> Vec<(String, String)> {
    const FIRST: [&str; 7] = ["KG", "RU", "KZ", "TR", "KR", "AE", "DE"];
    let language = tongue.language();
    let mut all: Vec<Country> =
        Country::all().filter(|country| country.is_offered() || country.code() == chosen).collect();
    all.sort_by_cached_key(|country| {
        let place = FIRST.iter().position(|code| *code == country.code());
        (place.unwrap_or(FIRST.len()), words::sort_key(language, country.name(language)))
    });
    let all = all.into_iter();
    all.map(|one| (one.code().to_owned(), one.name(language).to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use domain::language::Language;

    use super::*;

    #[test]
    fn every_field_of_a_kind_is_asked_once_in_its_order() {
        let lists = crate::classifier::built_in();
        let tongue = words::in_language(Language::Ky);
        for kind in ItemKind::ALL {
            let asked: Vec<&str> =
                of_item(*kind, "", lists, tongue).iter().map(|question| question.field).collect();
            assert_eq!(asked, kind.fields(), "{kind}");
        }
        let asked: Vec<&str> =
            of_wish(lists, tongue).iter().map(|question| question.field).collect();
        let known = TypedWish::default();
        assert_eq!(asked, known.answers().map(|(field, _)| field));
    }
}
