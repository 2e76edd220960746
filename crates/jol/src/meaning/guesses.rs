//! What a text may mean, for whoever wrote it to choose from: the same on every page that asks.

use domain::{
    classifier::{Classifiers, Code, Scheme},
    meaning::{Guess, Reading},
};
use maud::{Markup, html};

use crate::{
    web::parts,
    words::{Tongue, msg},
};

/// The field of the buttons, and what the button says that finds nothing right.
pub const CHOICE: &str = "choice";
pub const NONE: &str = "none";

/// The work that a button stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    Occupation(Code),
    /// A unit group that has no occupation in our lists.
    Group(Code),
    /// A unit group with several, of which one has to be chosen.
    OneOf(Code, Vec<Code>),
}

impl Chosen {
    /// Nothing where the lists know no such work any more.
    pub fn read(lists: &Classifiers, code: &str) -> Option<Self> {
        if let Ok(code) = lists.read(Scheme::Occupation, code) {
            return Some(Self::Occupation(code));
        }
        let group =
            lists.read(Scheme::Isco, code).ok().filter(|group| group.as_str().len() == 4)?;
        let all = lists.all(Scheme::Occupation);
        let mut below: Vec<Code> = all
            .filter(|one| one.broader.as_ref() == Some(&group))
            .map(|one| one.code.clone())
            .collect();
        Some(match below.len() {
            0 => Self::Group(group),
            1 => Self::Occupation(below.remove(0)),
            _ => Self::OneOf(group, below),
        })
    }

    /// What is kept of the choice.
    pub fn code(&self) -> &Code {
        match self {
            Self::Occupation(code) | Self::Group(code) | Self::OneOf(code, _) => code,
        }
    }

    fn name<'l>(&'l self, lists: &'l Classifiers, tongue: Tongue) -> &'l str {
        let scheme = match self {
            Self::Occupation(_) => Scheme::Occupation,
            Self::Group(_) | Self::OneOf(..) => Scheme::Isco,
        };
        lists.name(scheme, self.code(), tongue.language())
    }
}

/// Beside a guess that is likely enough, those that nearly nobody means would only be in the way.
const TOO_FAINT: u16 = 50;

fn told_of(reading: &Reading) -> impl Iterator<Item = &Guess> {
    let least = if reading.abstained { 0 } else { TOO_FAINT };
    reading.occupations.iter().filter(move |guess| guess.confidence >= least)
}

/// How sure a guess is, in words.
fn sure_key(guess: &Guess) -> &'static str {
    match guess.confidence {
        850.. => msg("guess-very-likely"),
        600.. => msg("guess-likely"),
        _ => msg("guess-perhaps"),
    }
}

/// What is needed to draw the forms around the buttons.
pub struct Around<'a> {
    pub tongue: Tongue,
    pub lists: &'a Classifiers,
    pub action: &'a str,
    /// The hidden fields of a new form, with what was typed. Each button is a form of its own: pressing another one
    /// afterwards is another choice.
    pub hidden: &'a dyn Fn() -> Markup,
}

impl Around<'_> {
    /// The guesses, each with one button, and the button for none of them.
    pub fn guesses(&self, reading: &Reading) -> Markup {
        let t = |key| self.tongue.t(key);
        let text = match (reading.occupations.is_empty(), reading.abstained) {
            (true, _) => t("guess-nothing"),
            (_, true) => t("guess-unsure"),
            _ => t("guess-which-text"),
        };
        html! {
            h2.govuk-heading-m { (t("guess-which")) }
            p.govuk-body { (text) }
            @for guess in told_of(reading) {
                @if let Some(chosen) = self.chosen(guess) {
                    (self.button(&chosen, html! {
                        br; (t(sure_key(guess)))
                        @if !guess.words.is_empty() {
                            br; (self.tongue.ta("guess-rests", &[("words", guess.words.join(", ").into())]))
                        }
                    }))
                }
            }
            (self.none())
        }
    }

    /// The occupations of one group.
    pub fn of_group(&self, occupations: &[Code]) -> Markup {
        html! {
            h2.govuk-heading-m { (self.tongue.t("guess-one-of")) }
            @for code in occupations {
                (self.button(&Chosen::Occupation(code.clone()), html! {}))
            }
            (self.none())
        }
    }

    fn chosen(&self, guess: &Guess) -> Option<Chosen> {
        Chosen::read(self.lists, guess.occupation.as_ref().unwrap_or(&guess.isco).as_str())
    }

    fn button(&self, chosen: &Chosen, more: Markup) -> Markup {
        let name = chosen.name(self.lists, self.tongue);
        let words = parts::named(&self.tongue.t("guess-this"), name);
        parts::inset(html! {
            p.govuk-body { strong { (name) } (more) }
            (self.form(&parts::secondary_button(&words, CHOICE, chosen.code().as_str())))
        })
    }

    fn none(&self) -> Markup {
        self.form(&parts::secondary_button(&self.tongue.t("guess-none"), CHOICE, NONE))
    }

    fn form(&self, button: &Markup) -> Markup {
        html! { form method="post" action=(self.action) { ((self.hidden)()) (button) } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classifier::built_in;

    #[test]
    fn a_button_stands_for_an_occupation_where_the_lists_know_one() {
        let read = |code: &str| Chosen::read(built_in(), code);
        let code = |code: &str| code.parse::<Code>().unwrap();
        assert_eq!(read("welder"), Some(Chosen::Occupation(code("welder"))));
        for gone in ["", "nobody", "721", "9999"] {
            assert_eq!(read(gone), None, "{gone}");
        }
        let units = built_in().all(Scheme::Isco).filter(|group| group.code.as_str().len() == 4);
        for group in units {
            let below: Vec<Code> = built_in()
                .all(Scheme::Occupation)
                .filter(|one| one.broader.as_ref() == Some(&group.code))
                .map(|one| one.code.clone())
                .collect();
            let expected = match below.as_slice() {
                [] => Chosen::Group(group.code.clone()),
                [one] => Chosen::Occupation(one.clone()),
                _ => Chosen::OneOf(group.code.clone(), below),
            };
            assert_eq!(read(group.code.as_str()), Some(expected));
        }
    }
}
