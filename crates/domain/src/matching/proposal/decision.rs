//! What a head of office typed who decides about a proposal.

use super::Decision;
use crate::{
    fault::{FieldFault, Reading},
    territory::Territory,
    text::Line,
};

/// What was answered; a list of oblasts by their codes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedDecision {
    pub decision: String,
    pub part: Vec<String>,
    pub reason: String,
}

/// A decision as it is written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    pub decision: Decision,
    /// Of whose people, if it is accepted in part; empty otherwise.
    pub part: Vec<Territory>,
    pub reason: Option<Line<300>>,
}

impl TypedDecision {
    /// A part names an oblast, and who refuses says why.
    pub fn read(&self) -> Result<Decided, Vec<FieldFault>> {
        let mut reading = Reading::default();
        reading.need("decision", &self.decision, "fault-choice");
        let decision = reading.read("decision", &self.decision, |code| code.parse::<Decision>());
        let mut part = Vec::new();
        if decision == Some(Decision::Some) {
            let oblast = |code: &String| {
                Territory::parse(code).ok().filter(|place| place.parent().is_none())
            };
            match self.part.iter().map(oblast).collect::<Option<Vec<_>>>() {
                Some(places) if !places.is_empty() => part = places,
                _ => reading.need("part", "", "fault-proposal-part"),
            }
        }
        if decision == Some(Decision::None) {
            reading.need("reason", &self.reason, "fault-proposal-reason");
        }
        let reason = reading.read("reason", &self.reason, |text| text.parse::<Line<300>>());
        let part_of = self.part.first().map_or("", String::as_str);
        let answers = [("decision", &*self.decision), ("part", part_of), ("reason", &*self.reason)];
        let faults = reading.end(answers);
        match (decision, faults.is_empty()) {
            (Some(decision), true) => Ok(Decided { decision, part, reason }),
            _ => Err(faults),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BATKEN: &str = "41705000000000";
    const LEILEK: &str = "41705236000000";

    #[test]
    fn a_part_names_oblasts_and_a_refusal_its_reason() {
        let read = |decision: &str, part: &[&str], reason: &str| {
            let part = part.iter().map(|code| (*code).to_owned()).collect();
            let typed = TypedDecision { decision: decision.into(), part, reason: reason.into() };
            typed.read().map(|found| (found.decision, found.part.len())).map_err(|faults| {
                faults.iter().map(|fault| (fault.field, fault.sentence.key)).collect::<Vec<_>>()
            })
        };
        assert_eq!(read("all", &[], ""), Ok((Decision::All, 0)));
        assert_eq!(read("all", &[BATKEN], ""), Ok((Decision::All, 0)), "all of them");
        assert_eq!(read("part", &[BATKEN], "Osh waits"), Ok((Decision::Some, 1)));
        assert_eq!(read("none", &[], "Too few places"), Ok((Decision::None, 0)));
        assert_eq!(read("", &[], ""), Err(vec![("decision", "fault-choice")]));
        assert_eq!(read("yes", &[], ""), Err(vec![("decision", "fault-choice")]));
        let no_part = || Err(vec![("part", "fault-proposal-part")]);
        assert_eq!(read("part", &[], ""), no_part());
        assert_eq!(read("part", &[BATKEN, LEILEK], ""), no_part(), "a rayon is no oblast");
        assert_eq!(read("part", &["x"], ""), no_part());
        assert_eq!(read("none", &[], " "), Err(vec![("reason", "fault-proposal-reason")]));
        let long = "a".repeat(301);
        assert_eq!(read("all", &[], &long), Err(vec![("reason", "fault-text-too-long")]));
    }
}
