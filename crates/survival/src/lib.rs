//! Curves of time to an event (Kaplan and Meier, 1958). Whoever is not seen any longer before it happened waited at least
//! as long as they were seen: they count until then and not after.

/// How long people waited, in whole days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waits {
    /// For each day: how many waits ended on it, and how many people were not seen after it.
    days: Vec<[u64; 2]>,
}

impl Waits {
    /// `ended` says whether what they waited for happened.
    pub fn add(&mut self, day: usize, ended: bool, n: u64) {
        if self.days.len() <= day {
            self.days.resize(day + 1, [0; 2]);
        }
        self.days[day][usize::from(!ended)] += n;
    }

    pub fn n_people(&self) -> u64 {
        self.days.iter().flatten().sum()
    }

    pub fn n_ended(&self) -> u64 {
        self.days.iter().map(|[ended, _]| ended).sum()
    }

    pub fn curve(&self) -> Curve {
        let mut at_risk = self.n_people();
        let (mut waiting, mut doubt) = (1.0, 0.0);
        let mut steps = Vec::new();
        for (day, &[ended, unseen]) in self.days.iter().enumerate() {
            if ended > 0 {
                let (n, d) = (at_risk as f64, ended as f64);
                waiting *= (n - d) / n;
                doubt += d / (n * (n - d));
                steps.push(Step { day, at_risk, ended, waiting, doubt });
            }
            at_risk -= ended + unseen;
        }
        Curve { steps }
    }
}

/// One day on which somebody's wait ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    pub day: usize,
    /// Who was still waiting and seen when the day began.
    pub at_risk: u64,
    pub ended: u64,
    /// The share that waits longer than this day.
    pub waiting: f64,
    /// Greenwood's sum: the variance of `waiting` is its square times this.
    doubt: f64,
}

/// The share of those still waiting, day by day.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    pub steps: Vec<Step>,
}

/// The day by which half of all have what they waited for, with its bounds at 95 %. A bound that was not reached is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Median {
    pub day: usize,
    pub low: usize,
    pub high: Option<usize>,
}

/// A half is a half after any number of multiplications.
const HALF: f64 = 0.5 + 1e-12;

impl Step {
    /// Bounds of the share at 95 %, by the log of its log, which keeps them between nothing and all.
    fn bounds(&self) -> [f64; 2] {
        const Z: f64 = 1.959_963_984_540_054;
        let error = Z * self.doubt.sqrt() / self.waiting.ln();
        [error, -error].map(|error| self.waiting.powf((-error).exp()))
    }
}

impl Curve {
    /// None as long as more than half wait.
    pub fn median(&self) -> Option<Median> {
        let first = |fits: &dyn Fn(&Step) -> bool| {
            self.steps.iter().find(|step| fits(step)).map(|step| step.day)
        };
        let day = first(&|step| step.waiting <= HALF)?;
        // Where nobody waits any longer there is no measure of doubt.
        let low = first(&|step| step.waiting <= 0.0 || step.bounds()[0] <= HALF);
        let high = first(&|step| step.waiting > 0.0 && step.bounds()[1] <= HALF);
        Some(Median { day, low: low.unwrap_or(day), high })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn waits(days: &[(usize, bool)]) -> Waits {
        let mut waits = Waits::default();
        for &(day, ended) in days {
            waits.add(day, ended, 1);
        }
        waits
    }

    #[test]
    fn a_curve_of_five_is_the_one_worked_by_hand() {
        // Five wait; one finds work on day 2, one is not seen after day 3, two of the other three find work on day 5.
        let curve = waits(&[(2, true), (3, false), (5, true), (5, true), (8, false)]).curve();
        let steps: Vec<(usize, u64, u64)> =
            curve.steps.iter().map(|step| (step.day, step.at_risk, step.ended)).collect();
        assert_eq!(steps, [(2, 5, 1), (5, 3, 2)]);
        // 4/5, and 4/5 · 1/3.
        assert!((curve.steps[0].waiting - 0.8).abs() < 1e-12);
        assert!((curve.steps[1].waiting - 4.0 / 15.0).abs() < 1e-12);
        // 1/(5·4), and 1/(5·4) + 2/(3·1).
        assert!((curve.steps[0].doubt - 0.05).abs() < 1e-12);
        assert!((curve.steps[1].doubt - 43.0 / 60.0).abs() < 1e-12);
        assert_eq!(curve.median().map(|median| median.day), Some(5));
    }

    /// Weeks of remission of 21 children (Freireich and others, 1963), the example of most textbooks.
    #[test]
    fn a_curve_is_that_of_the_textbook() {
        let ended = [6, 6, 6, 7, 10, 13, 16, 22, 23].map(|day| (day, true));
        let unseen = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map(|day| (day, false));
        let curve = waits(&[&ended[..], &unseen[..]].concat()).curve();
        let expected = [
            (6, 0.857, 0.0764),
            (7, 0.807, 0.0869),
            (10, 0.753, 0.0963),
            (13, 0.690, 0.1068),
            (16, 0.627, 0.1141),
            (22, 0.538, 0.1282),
            (23, 0.448, 0.1346),
        ];
        assert_eq!(curve.steps.len(), expected.len());
        for (step, (day, waiting, error)) in curve.steps.iter().zip(expected) {
            assert_eq!(step.day, day);
            assert!((step.waiting - waiting).abs() < 5e-4, "{step:?}");
            assert!((step.waiting * step.doubt.sqrt() - error).abs() < 5e-5, "{step:?}");
        }
        // The lower bound of the curve is 0.503 after week 10 and 0.432 after week 13; the upper one stays above a half.
        assert_eq!(curve.median(), Some(Median { day: 23, low: 13, high: None }));
    }

    #[test]
    fn half_of_ten_is_half_after_five_steps() {
        let days: Vec<(usize, bool)> = (1..=10).map(|day| (day, true)).collect();
        assert_eq!(waits(&days).curve().median().map(|median| median.day), Some(5));
    }

    #[test]
    fn more_than_half_still_waiting_is_no_median() {
        assert_eq!(waits(&[]).curve().median(), None);
        assert_eq!(waits(&[(4, true), (9, false), (9, false)]).curve().median(), None);
        let all_at_once = waits(&[(4, true), (4, true)]).curve().median();
        assert_eq!(all_at_once, Some(Median { day: 4, low: 4, high: None }));
    }

    proptest! {
        #[test]
        fn a_curve_falls_and_the_bounds_hold_the_median(
            days in prop::collection::vec((0usize..400, any::<bool>()), 0..80)
        ) {
            let waits = waits(&days);
            let curve = waits.curve();
            prop_assert!(curve.steps.is_sorted_by(|a, b| a.waiting >= b.waiting));
            prop_assert!(curve.steps.iter().all(|step| (0.0..=1.0).contains(&step.waiting)));
            prop_assert_eq!(curve.steps.iter().map(|step| step.ended).sum::<u64>(), waits.n_ended());
            if let Some(Median { day, low, high }) = curve.median() {
                prop_assert!(low <= day && high.is_none_or(|high| day <= high), "{low} {day} {high:?}");
            }
        }

        #[test]
        fn without_anybody_lost_the_curve_is_the_plain_share(days in prop::collection::vec(0usize..50, 1..60)) {
            let waits = waits(&days.iter().map(|day| (*day, true)).collect::<Vec<_>>());
            for step in waits.curve().steps {
                let longer = days.iter().filter(|day| **day > step.day).count();
                prop_assert!((step.waiting - longer as f64 / days.len() as f64).abs() < 1e-9);
            }
        }
    }
}
