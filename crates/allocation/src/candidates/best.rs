//! The best so far.

use std::cmp::Ordering;

/// A row that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    pub row: u32,
    pub score: f32,
}

impl Found {
    /// `Less` when it stands before the other one in an answer: the higher score, and of equal ones the lower number.
    pub fn order(&self, other: &Self) -> Ordering {
        other.score.total_cmp(&self.score).then(self.row.cmp(&other.row))
    }
}

/// At most so many of the best, the worst of them on top of a heap.
#[derive(Debug, Default)]
pub struct Best {
    most: usize,
    heap: Vec<Found>,
}

impl Best {
    pub fn begin(&mut self, most: usize) {
        self.most = most;
        self.heap.clear();
    }

    /// Would this one be among the best?
    #[inline]
    pub fn takes(&self, found: Found) -> bool {
        match self.heap.first() {
            Some(worst) if self.heap.len() == self.most => found.order(worst).is_lt(),
            _ => self.most > 0,
        }
    }

    /// The score that one more row has to reach; what is below it changes nothing.
    #[inline]
    pub fn least(&self) -> f32 {
        match self.heap.first() {
            Some(worst) if self.heap.len() == self.most => worst.score,
            _ => 0.0,
        }
    }

    /// Takes one of which [`Best::takes`] said yes.
    pub fn push(&mut self, found: Found) {
        if self.heap.len() < self.most {
            self.heap.push(found);
            let mut place = self.heap.len() - 1;
            while place > 0 && self.heap[(place - 1) / 2].order(&self.heap[place]).is_lt() {
                self.heap.swap(place, (place - 1) / 2);
                place = (place - 1) / 2;
            }
            return;
        }
        self.heap[0] = found;
        let mut place = 0;
        loop {
            let mut worst = place;
            for child in [2 * place + 1, 2 * place + 2] {
                if child < self.heap.len() && self.heap[worst].order(&self.heap[child]).is_lt() {
                    worst = child;
                }
            }
            if worst == place {
                return;
            }
            self.heap.swap(place, worst);
            place = worst;
        }
    }

    /// All of them, the best first.
    pub fn sorted(&mut self) -> &[Found] {
        self.heap.sort_unstable_by(Found::order);
        &self.heap
    }
}
