//! What stands beside what in memory.

use super::instance::List;

/// As many people, more or less, as the nearest memory of a processor holds with all they may choose from.
const GROUP: u32 = 1024;

/// Where everybody and everything stands: by number, so that neighbours are looked at together.
#[derive(Clone, Debug, Default)]
pub struct Order {
    pub people: Vec<u32>,
    pub places: Vec<u32>,
}

/// People who want the same places stand together, and so do these places: whoever bids next finds the prices, and those they
/// compete with, where somebody has just looked.
pub fn neighbours(begins: &[u32], arcs: &impl List, n_places: usize) -> Order {
    let mut groups = Groups { above: (0..n_places as u32).collect(), n_people: vec![0; n_places] };
    // The place that each person wants most; beyond the places stand those who may go nowhere.
    let mut people = Vec::with_capacity(begins.len() - 1);
    let mut begin_of = vec![0_u32; n_places + 1];
    for row in begins.windows(2) {
        let (best, second) = two_best(arcs, row[0]..row[1]);
        let best = best.unwrap_or(n_places as u32);
        people.push(best);
        begin_of[best as usize] += 1;
        if let Some(second) = second {
            groups.count(best);
            groups.join(best, second);
        }
    }
    // Group by group, in it place by place, and there in the order of numbers.
    let mut by_group: Vec<u32> = (0..n_places as u32).collect();
    by_group.sort_by_cached_key(|place| groups.of(*place));
    let mut places = vec![0; n_places];
    let mut n = 0;
    for (stands, place) in (0..).zip(by_group) {
        places[place as usize] = stands;
        n += std::mem::replace(&mut begin_of[place as usize], n);
    }
    begin_of[n_places] = n;
    for person in &mut people {
        let next = &mut begin_of[*person as usize];
        *person = *next;
        *next += 1;
    }
    Order { people, places }
}

fn two_best(arcs: &impl List, row: std::ops::Range<u32>) -> (Option<u32>, Option<u32>) {
    let (mut best, mut second) = (None, None);
    let (mut most, mut more) = (0, 0);
    for arc in row.map(|arc| arcs.at(arc)) {
        if arc.worth > most {
            (second, best) = (best, Some(arc.end));
            (more, most) = (most, arc.worth);
        } else if arc.worth > more {
            (second, more) = (Some(arc.end), arc.worth);
        }
    }
    (best, second)
}

/// Places that share people who want them most, as long as these are not too many.
struct Groups {
    /// A place of the same group that stands for it, or leads to the one that does.
    above: Vec<u32>,
    /// Of the places that stand for a group.
    n_people: Vec<u32>,
}

impl Groups {
    fn of(&mut self, mut place: u32) -> u32 {
        while self.above[place as usize] != place {
            let next = self.above[place as usize];
            self.above[place as usize] = self.above[next as usize];
            place = next;
        }
        place
    }

    fn count(&mut self, place: u32) {
        let group = self.of(place);
        self.n_people[group as usize] += 1;
    }

    fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.of(one), self.of(other));
        let n_people = self.n_people[one as usize] + self.n_people[other as usize];
        if one != other && n_people <= GROUP {
            let (first, second) = (one.min(other), one.max(other));
            self.above[second as usize] = first;
            self.n_people[first as usize] = n_people;
        }
    }
}
