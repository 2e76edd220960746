//! The best rows for each of many questions, on all cores.

use rayon::prelude::*;

use super::{
    best::Found,
    index::{Index, Scratch},
    label::May,
    rows::Rows,
};

/// Questions that one core answers in one go.
const RUN: usize = 256;

/// The answers to many questions, one after another.
#[derive(Debug, Default, PartialEq)]
pub struct Answers {
    /// How many were found for each question.
    pub lengths: Vec<u32>,
    pub found: Vec<Found>,
}

impl Answers {
    /// What was found for each question.
    pub fn iter(&self) -> impl Iterator<Item = &[Found]> {
        let mut rest = self.found.as_slice();
        self.lengths.iter().map(move |length| {
            let (answer, after) = rest.split_at(*length as usize);
            rest = after;
            answer
        })
    }
}

impl Index {
    /// [`Index::top`] of every question, by the threads of the pool this is called in. `may_group` and `may` are asked with the
    /// number of the question, and the group or the number of the row. The answers are the same however many threads there are.
    pub fn top_of_every(
        &self,
        questions: &Rows,
        most: usize,
        may_group: impl Fn(u32, u32) -> bool + Sync,
        may: impl Fn(u32, u32) -> bool + Sync,
    ) -> Answers {
        let n = questions.len();
        let runs: Vec<Answers> = (0..n.div_ceil(RUN))
            .into_par_iter()
            .map_init(Scratch::default, |scratch, run| {
                let mut answers = Answers::default();
                for asked in run * RUN..((run + 1) * RUN).min(n) {
                    let asked = asked as u32;
                    let group = |group| may_group(asked, group);
                    let row = |row| may(asked, row);
                    let may = May { group: &group, row: &row };
                    let found = self.best(scratch, questions.of(asked), most, &may);
                    answers.lengths.push(found.len() as u32);
                    answers.found.extend_from_slice(found);
                }
                answers
            })
            .collect();
        let mut all = Answers::default();
        all.found.reserve_exact(runs.iter().map(|run| run.found.len()).sum());
        for run in runs {
            all.lengths.extend_from_slice(&run.lengths);
            all.found.extend_from_slice(&run.found);
        }
        all
    }
}
