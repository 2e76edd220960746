//! Rows that come and go, and the best of them for a question.

use super::{
    best::{Best, Found},
    blocks::{Blocks, Sums},
    label::{Label, May},
    rows::{Rows, in_order},
    size::in_blocks,
};

/// So many of the rows that came last are looked at one by one.
const YOUNG: usize = 256;

/// A part is made anew together with what came after it unless it is so many times as large.
const TIMES: usize = 3;

/// A part of so many rows is left alone while rows come one by one, so that no single one of them waits long.
const LARGE: usize = 1 << 15;

/// Rows of weighted features, found by what they share with a question. Whole numbers below 2^24 in sum are added exactly.
///
/// Rows lie in a few parts, each of which never changes. What comes is collected and becomes a small part; small parts become
/// a larger one together, so a row is moved a few times in its life. What is closed stays where it is until its part is made
/// anew, which happens at the latest when half of it is closed.
#[derive(Debug, Default)]
pub struct Index {
    n_features: usize,
    /// The older rows first. Numbers in a part are all below those in the next one.
    parts: Vec<Room>,
    /// Rows in no part yet.
    young: Rows,
    young_labels: Vec<Label>,
    /// For each number whether its row is closed.
    closed: Vec<bool>,
    n_open: usize,
    tidy: Vec<(u32, f32)>,
}

#[derive(Debug)]
struct Room {
    part: Blocks,
    /// Above all numbers in it.
    end: u32,
    n_closed: usize,
}

/// Arrays that are used again.
#[derive(Debug, Default)]
pub struct Scratch {
    question: Vec<(u32, f32)>,
    /// The question spread over all features; zero between questions.
    asked: Vec<f32>,
    sums: Sums,
    best: Best,
}

impl Index {
    pub fn new(n_features: usize) -> Self {
        Self { n_features, ..Self::default() }
    }

    /// Takes many rows at once and makes one part of all there are. Answers are the same as after [`Index::push`] of each, and
    /// come somewhat sooner. `group_of` says which group each row is in.
    ///
    /// # Panics
    ///
    /// Like [`Index::push`].
    pub fn extend(&mut self, rows: &Rows, group_of: impl Fn(u32) -> u32) {
        for row in 0..rows.len() as u32 {
            self.take(group_of(row), rows.of(row));
        }
        self.join(0);
    }

    /// The number of the new row: rows are numbered as they come, and a number is never used again.
    ///
    /// The group is what most questions ask for before anything else, such as a region with a language and a licence: a question
    /// says yes or no to a group once, and nothing of what it may not have is scored. A few hundred of them cost nothing.
    ///
    /// Features may stand in any order; of one that is named twice the weights are added.
    ///
    /// # Panics
    ///
    /// When a feature is not below the number the index was made for, or a weight is not from 0 to 10^15.
    pub fn push(&mut self, group: u32, features: &[(u32, f32)]) -> u32 {
        let number = self.take(group, features.iter().copied());
        if self.young.len() >= YOUNG {
            let (mut first, mut n) = (self.parts.len(), self.young.len());
            while first > 0 && self.parts[first - 1].part.len() < LARGE.min(TIMES * n) {
                first -= 1;
                n += self.parts[first].part.len();
            }
            self.join(first);
        }
        number
    }

    fn take(&mut self, group: u32, features: impl Iterator<Item = (u32, f32)>) -> u32 {
        let number = u32::try_from(self.closed.len())
            .unwrap_or_else(|_| panic!("there are more rows than numbers"));
        in_order(features, &mut self.tidy);
        // A row without features is in no answer, and needs no place.
        if let Some((feature, _)) = self.tidy.last() {
            let n = self.n_features;
            assert!((*feature as usize) < n, "there is no feature {feature}, only {n} from 0 on");
            self.young.push(self.tidy.drain(..));
            self.young_labels.push(Label { number, group });
        }
        self.closed.push(false);
        self.n_open += 1;
        number
    }

    /// Makes one part of the young rows and of the parts from this one on, without what is closed.
    fn join(&mut self, first: usize) {
        let old = self.parts.split_off(first);
        let (young, young_labels) =
            (std::mem::take(&mut self.young), std::mem::take(&mut self.young_labels));
        let (mut rows, mut labels) = (Rows::default(), Vec::new());
        for room in old {
            room.part.each_row(|label, features| {
                if !self.closed[label.number as usize] {
                    rows.push(features);
                    labels.push(label);
                }
            });
        }
        for (label, row) in young_labels.into_iter().zip(0..) {
            if !self.closed[label.number as usize] {
                rows.push(young.of(row));
                labels.push(label);
            }
        }
        drop(young);
        if let Some(last) = labels.iter().map(|label| label.number).max() {
            let part = in_blocks(self.n_features, &rows, &labels);
            self.parts.push(Room { part, end: last + 1, n_closed: 0 });
        }
    }

    /// The row is in no answer any more.
    ///
    /// # Panics
    ///
    /// When no row has the number.
    pub fn close(&mut self, row: u32) {
        let closed = &mut self.closed[row as usize];
        if std::mem::replace(closed, true) {
            return;
        }
        self.n_open -= 1;
        let at = self.parts.partition_point(|room| room.end <= row);
        let Some(room) = self.parts.get_mut(at) else { return };
        // It may be a row without features, which is in none: then the part is made anew somewhat early.
        room.n_closed += 1;
        if room.n_closed * 2 > room.part.len() {
            let after = self.parts.split_off(at + 1);
            let young = std::mem::take(&mut self.young);
            let young_labels = std::mem::take(&mut self.young_labels);
            self.join(at);
            self.parts.extend(after);
            (self.young, self.young_labels) = (young, young_labels);
        }
    }

    /// How many rows are open.
    pub fn len(&self) -> usize {
        self.n_open
    }

    pub fn is_empty(&self) -> bool {
        self.n_open == 0
    }

    /// The best `most` rows that the question may have and that share a feature with it: by score, then by number.
    ///
    /// # Panics
    ///
    /// When a weight is not from 0 to 10^15. A feature that no row can have is no harm.
    pub fn top(
        &self,
        scratch: &mut Scratch,
        question: &[(u32, f32)],
        most: usize,
        may: &May,
    ) -> Vec<Found> {
        self.best(scratch, question.iter().copied(), most, may).to_vec()
    }

    pub(super) fn best<'a>(
        &self,
        scratch: &'a mut Scratch,
        question: impl Iterator<Item = (u32, f32)>,
        most: usize,
        may: &May,
    ) -> &'a [Found] {
        let Scratch { question: tidy, asked, sums, best } = scratch;
        in_order(question, tidy);
        best.begin(most);
        if most == 0 {
            return &[];
        }
        let known = tidy.partition_point(|(feature, _)| (*feature as usize) < self.n_features);
        tidy.truncate(known);
        asked.resize(self.n_features.max(asked.len()), 0.0);
        for (feature, by) in &*tidy {
            asked[*feature as usize] = *by;
        }
        let open = |row| !self.closed[row as usize] && (may.row)(row);
        self.search(tidy, asked, sums, best, &May { row: &open, ..*may });
        for (feature, _) in &*tidy {
            asked[*feature as usize] = 0.0;
        }
        best.sorted()
    }

    fn search(
        &self,
        question: &[(u32, f32)],
        asked: &[f32],
        sums: &mut Sums,
        best: &mut Best,
        may: &May,
    ) {
        for room in &self.parts {
            room.part.search(question, asked, sums, best, may);
        }
        for (label, row) in self.young_labels.iter().zip(0..) {
            let found = Found { row: label.number, score: self.young.score(row, asked) };
            if found.score > 0.0
                && best.takes(found)
                && (may.group)(label.group)
                && (may.row)(label.number)
            {
                best.push(found);
            }
        }
    }
}
