//! A spell: a time in which somebody works in one way, or does not.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    classifier::{Classifiers, Code, Scheme},
    codes, day,
    fault::{Backwards, FieldFault, Reading},
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
}

impl Spell {
    pub fn covers(&self, day: Date) -> bool {
        self.from_on <= day && self.to_on.is_none_or(|to| day <= to)
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
            }),
            _ => Err(faults),
        }
    }
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

#[cfg(test)]
pub(super) mod tests {
    use jiff::civil::date;

    use super::*;

    pub fn spell(form: Form, from_on: Date, to_on: Option<Date>, proof: Proof) -> Spell {
        Spell { form, from_on, to_on, occupation: None, employer: None, proof }
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
