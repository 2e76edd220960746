//! A spell: a time in which somebody works in one way, or does not.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    classifier::{Classifiers, Code, Scheme},
    codes, day,
    fault::{Backwards, FieldFault, Reading},
    returnee::Change,
    text::Line,
};

codes! {
    Form {
        Formal = "formal",
        Informal = "informal",
        /// Seasonal or temporary.
        Seasonal = "seasonal",
        SelfRegistered = "self-registered",
        SelfUnregistered = "self-unregistered",
        /// Without work and searching.
        Unemployed = "unemployed",
        /// Without work and not searching: children, study, illness.
        Inactive = "inactive",
    }
}

impl Form {
    pub const fn is_work(self) -> bool {
        !matches!(self, Self::Unemployed | Self::Inactive)
    }

    /// Work with a contract or a registration, for which contributions are paid.
    pub const fn is_formal(self) -> bool {
        matches!(self, Self::Formal | Self::SelfRegistered)
    }
}

codes! {
    /// What a spell rests on, the weakest first.
    Proof {
        Said = "said",
        /// A contract or a patent was seen.
        Seen = "seen",
        /// The employer confirmed it.
        Employer = "employer",
        /// The Social Fund received contributions.
        Contributions = "contributions",
    }
}

impl Proof {
    /// Whether somebody other than the person vouches for it.
    pub const fn is_verified(self) -> bool {
        matches!(self, Self::Employer | Self::Contributions)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Spell {
    pub form: Form,
    pub from_on: Date,
    /// The last day, if it has ended.
    pub to_on: Option<Date>,
    pub occupation: Option<Code>,
    pub employer: Option<Line<160>>,
    pub proof: Proof,
    /// The day on which somebody last vouched for it. Of later days nobody has said anything.
    pub proved_on: Option<Date>,
}

impl Spell {
    pub fn covers(&self, day: Date) -> bool {
        self.from_on <= day && self.to_on.is_none_or(|to| day <= to)
    }

    /// Whether somebody other than the person vouches for this day.
    pub fn is_vouched_on(&self, day: Date) -> bool {
        self.covers(day)
            && self.proof.is_verified()
            && self.proved_on.is_some_and(|proved| day <= proved)
    }

    /// A spell that somebody told of, with nothing known but what they do.
    pub const fn said(form: Form, from_on: Date) -> Self {
        Self {
            form,
            from_on,
            to_on: None,
            occupation: None,
            employer: None,
            proof: Proof::Said,
            proved_on: None,
        }
    }
}

/// What somebody did on a day: the surest of the spells that cover it, work before no work.
pub fn form_on(spells: &[Spell], day: Date) -> Option<Form> {
    let covering = spells.iter().filter(|spell| spell.covers(day));
    let surest = covering.max_by_key(|spell| {
        (spell.form.is_work(), spell.form.is_formal(), spell.proof, spell.from_on)
    });
    surest.map(|spell| spell.form)
}

/// What an answer to "how do you work now?" changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// The places of the spells that are over, and their last day.
    pub ended: Vec<(usize, Date)>,
    pub begun: Option<Spell>,
}

/// Somebody works in one way at a time: if it is another one than was known, what went on until now is over.
pub fn answered(spells: &[Spell], form: Form, day: Date) -> Answered {
    if form_on(spells, day) == Some(form) {
        return Answered { ended: Vec::new(), begun: None };
    }
    let open = spells.iter().enumerate().filter(|(_, spell)| {
        spell.form != form && spell.from_on <= day && spell.to_on.is_none_or(|to| to >= day)
    });
    let before = day.yesterday().unwrap_or(day);
    let ended = open.map(|(at, spell)| (at, before.max(spell.from_on))).collect();
    let goes_on = spells.iter().any(|spell| spell.form == form && spell.covers(day));
    Answered { ended, begun: (!goes_on).then(|| Spell::said(form, day)) }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedSpell {
    pub form: String,
    pub from_on: String,
    pub to_on: String,
    pub occupation: String,
    pub employer: String,
    pub proof: String,
}

impl TypedSpell {
    pub fn answers(&self) -> [(&'static str, &str); 6] {
        [
            ("form", &self.form),
            ("from_on", &self.from_on),
            ("to_on", &self.to_on),
            ("occupation", &self.occupation),
            ("employer", &self.employer),
            ("proof", &self.proof),
        ]
    }

    pub fn read(&self, lists: &Classifiers, today: Date) -> Result<Spell, Vec<FieldFault>> {
        let mut reading = Reading::default();
        let past = |text: &str| day::parse_day(text).and_then(|day| day::not_after(day, today));
        let form = reading.read("form", &self.form, |code| code.parse::<Form>());
        let from_on = reading.read("from_on", &self.from_on, past);
        let to_on = reading.read("to_on", &self.to_on, past);
        if let (Some(from), Some(to)) = (from_on, to_on)
            && to < from
        {
            reading.fault("to_on", &Backwards);
        }
        let occupation = reading
            .read("occupation", &self.occupation, |code| lists.read(Scheme::Occupation, code));
        let employer = reading.read("employer", &self.employer, |text| text.parse::<Line<160>>());
        let proof = reading.read("proof", &self.proof, |code| code.parse::<Proof>());
        reading.need("form", &self.form, "fault-spell-form");
        reading.need("from_on", &self.from_on, "fault-day-missing");
        let faults = reading.end(self.answers());
        match (form, from_on, faults.is_empty()) {
            (Some(form), Some(from_on), true) => Ok(Spell {
                form,
                from_on,
                to_on,
                occupation,
                employer,
                proof: proof.unwrap_or(Proof::Said),
                proved_on: None,
            }),
            _ => Err(faults),
        }
    }
}

/// The last day of a job that began on a day: it has come, and is not before the first.
pub fn last_day(text: &str, from_on: Date, today: Date) -> Result<Date, day::DayFault> {
    let day = day::not_after(day::parse_day(text)?, today)?;
    day::not_before(day, from_on)
}

impl Spell {
    pub fn typed(&self) -> TypedSpell {
        fn text<T: ToString>(value: Option<&T>) -> String {
            value.map(ToString::to_string).unwrap_or_default()
        }
        TypedSpell {
            form: self.form.code().to_owned(),
            from_on: self.from_on.to_string(),
            to_on: text(self.to_on.as_ref()),
            occupation: text(self.occupation.as_ref()),
            employer: self.employer.as_ref().map_or("", |line| line.as_str()).to_owned(),
            proof: self.proof.code().to_owned(),
        }
    }
}

/// What differs between two accounts of a spell, for the journal.
pub fn spell_changes(before: &TypedSpell, after: &TypedSpell) -> Vec<Change> {
    Change::between(before.answers(), after.answers())
}

#[cfg(test)]
pub(super) mod tests {
    use jiff::civil::date;

    use super::*;

    /// One that was vouched for, if at all, when everything else was over.
    pub fn spell(form: Form, from_on: Date, to_on: Option<Date>, proof: Proof) -> Spell {
        let proved_on = proof.is_verified().then_some(date(2099, 1, 1));
        Spell { to_on, proof, proved_on, ..Spell::said(form, from_on) }
    }

    #[test]
    fn an_answer_that_is_news_ends_what_went_on_and_begins_another() {
        let day = date(2026, 6, 10);
        let formal = spell(Form::Formal, date(2026, 1, 1), None, Proof::Employer);
        let over = spell(Form::Seasonal, date(2025, 1, 1), Some(date(2025, 6, 1)), Proof::Said);
        let today = Spell::said(Form::Unemployed, day);
        let spells = [formal, over, today];
        let none = Answered { ended: vec![], begun: None };
        assert_eq!(answered(&spells, Form::Formal, day), none, "nothing new");
        let informal = answered(&spells, Form::Informal, day);
        assert_eq!(informal.ended, [(0, date(2026, 6, 9)), (2, day)]);
        assert_eq!(informal.begun, Some(Spell::said(Form::Informal, day)));
        let idle = answered(&spells, Form::Unemployed, day);
        assert_eq!(idle, Answered { ended: vec![(0, date(2026, 6, 9))], begun: None });
        assert_eq!(
            answered(&[], Form::Inactive, day).begun,
            Some(Spell::said(Form::Inactive, day))
        );
    }

    #[test]
    fn what_somebody_did_is_the_surest_of_what_is_known() {
        let spells = [
            spell(Form::Unemployed, date(2026, 1, 1), Some(date(2026, 6, 30)), Proof::Said),
            spell(Form::Informal, date(2026, 3, 1), None, Proof::Said),
            spell(Form::Formal, date(2026, 5, 1), Some(date(2026, 5, 31)), Proof::Employer),
        ];
        let cases = [
            (date(2025, 12, 31), None),
            (date(2026, 1, 1), Some(Form::Unemployed)),
            (date(2026, 3, 1), Some(Form::Informal)),
            (date(2026, 5, 31), Some(Form::Formal)),
            (date(2026, 6, 1), Some(Form::Informal)),
        ];
        for (day, expected) in cases {
            assert_eq!(form_on(&spells, day), expected, "{day}");
        }
    }

    #[test]
    fn a_spell_needs_a_form_and_a_first_day_that_was() {
        let today = date(2026, 11, 21);
        let fields = |form: &str, from_on: &str, to_on: &str| {
            let [form, from_on, to_on] = [form, from_on, to_on].map(str::to_owned);
            let typed = TypedSpell { form, from_on, to_on, ..TypedSpell::default() };
            let faults = typed.read(&Classifiers::default(), today).err().unwrap_or_default();
            faults.iter().map(|fault| fault.field).collect::<Vec<_>>()
        };
        assert_eq!(fields("formal", "01.10.2026", ""), [""; 0]);
        assert_eq!(fields("", "22.11.2026", ""), ["form", "from_on"]);
        assert_eq!(fields("king", "01.10.2026", "01.09.2026"), ["form", "to_on"]);
    }
}
