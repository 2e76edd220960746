//! What would change a fit: for each thing asked for that is not there in full, the points it would bring.

use super::{About, Fit, Verdict, Weights};
use crate::vacancy::Need;

/// A thing asked for that is missing or less than asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Gain {
    pub need: Need,
    pub verdict: Verdict,
    /// The points the fit would have more if this were there.
    pub points: u32,
}

/// What is missing, what brings most first; and the points of all of it together.
pub fn gains(fit: &Fit, weights: &Weights) -> (Vec<Gain>, u32) {
    let needs = || {
        fit.reasons.iter().filter_map(|reason| match &reason.about {
            About::Need(need) => Some((need, reason.verdict)),
            _ => None,
        })
    };
    let (mut got, mut asked) = (0, 0);
    for (need, verdict) in needs() {
        got += verdict.halves() * need.weight();
        asked += Verdict::Met.halves() * need.weight();
    }
    let more = |got_then: u32| weights.of_needs(got_then, asked) - weights.of_needs(got, asked);
    let mut gains: Vec<Gain> = needs()
        .filter(|(_, verdict)| *verdict != Verdict::Met)
        .map(|(need, verdict)| {
            let halves = Verdict::Met.halves() - verdict.halves();
            Gain { need: need.clone(), verdict, points: more(got + halves * need.weight()) }
        })
        .collect();
    gains.sort_by_key(|gain| std::cmp::Reverse(gain.points));
    (gains, more(asked))
}
