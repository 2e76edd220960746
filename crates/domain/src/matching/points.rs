//! How many thousandths each thing that fits is worth.

use super::Weights;
use crate::{classifier::Nearness, money::Som};

impl Weights {
    pub const fn of_occupation(&self, nearness: Nearness) -> u32 {
        let parts = match nearness {
            Nearness::Same => 4,
            Nearness::Unit => 3,
            Nearness::Minor => 2,
            Nearness::Far => 0,
        };
        self.occupation * parts / 4
    }

    /// What is got of what is asked, both by [`crate::vacancy::Need::weight`]. Who asks for nothing is half content with anybody.
    pub const fn of_needs(&self, got: u32, asked: u32) -> u32 {
        match (self.needs * got).checked_div(asked) {
            Some(points) => points,
            None => self.needs / 2,
        }
    }

    /// A way of ten kilometres is a way to work, one of a hundred is a move.
    pub const fn of_way(&self, km: Option<u32>) -> u32 {
        let parts = match km {
            Some(0..=10) => 4,
            Some(11..=30) => 3,
            Some(31..=100) => 2,
            Some(_) => 0,
            None => 2,
        };
        self.near * parts / 4
    }

    pub const fn of_wage(&self, offered: Option<Som>, least: Option<Som>) -> u32 {
        let parts = match (offered, least) {
            (Some(offered), Some(least)) if offered.tyiyn() >= least.tyiyn() / 2 * 3 => 4,
            (Some(_), Some(_)) => 3,
            _ => 2,
        };
        self.wage * parts / 4
    }
}
