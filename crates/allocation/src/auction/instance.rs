//! Who may go where, what it is worth, and how many each place takes.

use std::ops::{Range, RangeInclusive};

use super::order::{self, Order};

/// No arc is worth more, and none less than its opposite: prices are kept in 32 bits.
pub const LARGEST: i32 = 1 << 28;

/// People, places, and what each person is worth at each place they may go to. A pair without an arc is forbidden.
#[derive(Clone, Debug)]
pub struct Instance {
    /// Where each person and each place stands; all that follows is in that order.
    pub(super) order: Order,
    /// Where the arcs of each person begin, and where the last ones end.
    pub(super) begins: Vec<u32>,
    pub(super) arcs: Arcs,
    /// How many people each place takes.
    pub(super) capacity: Vec<u32>,
    /// The highest worth of an arc.
    pub(super) highest: i32,
    /// What it is worth in all if nobody has a place. The worth of an arc is what it is worth more than waiting.
    pub(super) waiting: i64,
}

/// All arcs, person by person, in as few bits as they need.
#[derive(Clone, Debug)]
pub(super) enum Arcs {
    Narrow(Narrow),
    Wide(Wide),
}

impl Arcs {
    fn end(&self, arc: u32) -> u32 {
        match self {
            Arcs::Narrow(arcs) => arcs.at(arc).end,
            Arcs::Wide(arcs) => arcs.at(arc).end,
        }
    }
}

/// One end of an arc, and what somebody is worth there: in the row of a person the place, in the column of a place the person.
/// The worth is always more than nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Arc {
    pub end: u32,
    pub worth: i32,
}

/// How arcs are kept.
pub(super) trait List: Sync {
    fn at(&self, arc: u32) -> Arc;

    /// So many arcs, still to be set, that are kept in the same way.
    fn alike(&self, n: usize) -> Self;

    fn n(&self) -> usize;

    /// So many arcs in all; those that come are still to be set.
    fn grow(&mut self, n: usize);

    fn set(&mut self, at: u32, arc: Arc);
}

/// End and worth in 32 bits together.
#[derive(Clone, Debug)]
pub(super) struct Narrow {
    arcs: Vec<u32>,
    /// So many bits are the end.
    bits: u32,
    /// The others are what the arc is worth more than this.
    least: i32,
}

impl Narrow {
    fn both(&self, Arc { end, worth }: Arc) -> u32 {
        ((worth - self.least) as u32) << self.bits | end
    }
}

impl List for Narrow {
    #[inline]
    fn at(&self, arc: u32) -> Arc {
        let both = self.arcs[arc as usize];
        Arc { end: both & ((1 << self.bits) - 1), worth: (both >> self.bits) as i32 + self.least }
    }

    fn alike(&self, n: usize) -> Self {
        Self { arcs: vec![0; n], ..*self }
    }

    fn n(&self) -> usize {
        self.arcs.len()
    }

    fn grow(&mut self, n: usize) {
        self.arcs.resize(n, 0);
    }

    fn set(&mut self, at: u32, arc: Arc) {
        self.arcs[at as usize] = self.both(arc);
    }
}

#[derive(Clone, Debug)]
pub(super) struct Wide(Vec<Arc>);

impl List for Wide {
    #[inline]
    fn at(&self, arc: u32) -> Arc {
        self.0[arc as usize]
    }

    fn alike(&self, n: usize) -> Self {
        Self(vec![Arc::default(); n])
    }

    fn n(&self) -> usize {
        self.0.len()
    }

    fn grow(&mut self, n: usize) {
        self.0.resize(n, Arc::default());
    }

    fn set(&mut self, at: u32, arc: Arc) {
        self.0[at as usize] = arc;
    }
}

/// What is wrong with an instance.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum Fault {
    #[error("place {place} takes {} people, or {capacity}; from 0 to {} are allowed", *capacity as i32, i32::MAX)]
    Capacity { place: u32, capacity: u32 },
    #[error("there is no place {place}, only {n_places} from 0 on")]
    NoPlace { place: u32, n_places: usize },
    #[error("place {place} is named twice")]
    Twice { place: u32 },
    #[error(
        "place {place} is worth {worth}, which is not what was said of all arcs, or beyond {LARGEST}"
    )]
    Worth { place: u32, worth: i64 },
    #[error("waiting is worth {worth}, which is beyond {LARGEST}")]
    Waiting { worth: i64 },
    #[error("there are more arcs than have a number")]
    Many,
}

/// An instance, as its people come.
#[derive(Debug)]
pub struct Builder {
    instance: Instance,
    n_people: usize,
    least: i32,
    tidy: Vec<Arc>,
}

impl Builder {
    /// `worths` are the lowest and the highest that an arc may be worth more than waiting, unless it is worth no more; the nearer
    /// they are, the less memory an instance needs.
    pub fn new(
        capacity: Vec<u32>,
        n_people: usize,
        worths: RangeInclusive<i32>,
    ) -> Result<Self, Fault> {
        let too_many = (0..).zip(&capacity).find(|(_, capacity)| **capacity > i32::MAX as u32);
        if let Some((place, capacity)) = too_many {
            return Err(Fault::Capacity { place, capacity: *capacity });
        }
        let (least, highest) = ((*worths.start()).max(1), (*worths.end()).clamp(1, LARGEST));
        let bits = usize::BITS - capacity.len().max(n_people).leading_zeros();
        let arcs = match (highest - least).max(0).leading_zeros() >= bits {
            true => Arcs::Narrow(Narrow { arcs: Vec::new(), bits, least }),
            false => Arcs::Wide(Wide(Vec::new())),
        };
        let mut begins = Vec::with_capacity(n_people + 1);
        begins.push(0);
        let instance =
            Instance { order: Order::default(), begins, arcs, capacity, highest, waiting: 0 };
        Ok(Self { instance, n_people, least, tidy: Vec::new() })
    }

    /// Room for so many arcs.
    pub fn reserve(&mut self, n_arcs: usize) {
        match &mut self.instance.arcs {
            Arcs::Narrow(list) => list.arcs.reserve_exact(n_arcs),
            Arcs::Wide(list) => list.0.reserve_exact(n_arcs),
        }
    }

    /// How many people came.
    pub(super) fn n_told(&self) -> usize {
        self.instance.n_people()
    }

    /// The next person, and what they are worth where: more than staying without a place, which is worth nothing. An arc that is
    /// worth no more is left out.
    ///
    /// # Panics
    ///
    /// When more people come than were said.
    pub fn person(&mut self, arcs: impl Iterator<Item = (u32, i64)>) -> Result<(), Fault> {
        self.person_who_waits(0, arcs)
    }

    /// The next person, who is worth `waiting` without a place. That is counted in worth and bound; less than nothing makes a
    /// place dearer than its points, as a bonus does.
    ///
    /// # Panics
    ///
    /// When more people come than were said.
    pub fn person_who_waits(
        &mut self,
        waiting: i64,
        arcs: impl Iterator<Item = (u32, i64)>,
    ) -> Result<(), Fault> {
        assert!(
            self.instance.n_people() < self.n_people,
            "there are only {} people",
            self.n_people
        );
        if !(i64::from(-LARGEST)..=i64::from(LARGEST)).contains(&waiting) {
            return Err(Fault::Waiting { worth: waiting });
        }
        self.tidy.clear();
        let n_places = self.instance.capacity.len();
        for (place, worth) in arcs {
            if place as usize >= n_places {
                return Err(Fault::NoPlace { place, n_places });
            }
            let more = worth.saturating_sub(waiting);
            let fits = i64::from(self.least)..=i64::from(self.instance.highest);
            if !fits.contains(&more) && !(2 * i64::from(-LARGEST)..=0).contains(&more) {
                return Err(Fault::Worth { place, worth });
            }
            self.tidy.push(Arc { end: place, worth: more as i32 });
        }
        // In the order of places: of arcs that are worth the same the first is taken.
        self.tidy.sort_unstable_by_key(|arc| arc.end);
        if let Some(twice) = self.tidy.windows(2).find(|two| two[0].end == two[1].end) {
            return Err(Fault::Twice { place: twice[0].end });
        }
        self.instance.waiting += waiting;
        let Instance { begins, arcs, .. } = &mut self.instance;
        let good = self.tidy.iter().filter(|arc| arc.worth > 0).copied();
        let n_arcs = match arcs {
            Arcs::Narrow(list) => {
                for arc in good {
                    let both = list.both(arc);
                    list.arcs.push(both);
                }
                list.arcs.len()
            }
            Arcs::Wide(Wide(arcs)) => {
                arcs.extend(good);
                arcs.len()
            }
        };
        begins.push(u32::try_from(n_arcs).ok().filter(|n| *n < u32::MAX).ok_or(Fault::Many)?);
        Ok(())
    }

    pub fn finish(self) -> Instance {
        let mut instance = self.instance;
        let Instance { order, begins, arcs, capacity, .. } = &mut instance;
        *order = match arcs {
            Arcs::Narrow(arcs) => together(begins, arcs, capacity),
            Arcs::Wide(arcs) => together(begins, arcs, capacity),
        };
        instance
    }
}

/// Puts together who compete and what they compete for.
fn together<L: List>(begins: &mut Vec<u32>, arcs: &mut L, capacity: &mut Vec<u32>) -> Order {
    let order = order::neighbours(begins, arcs, capacity.len());
    let mut moved = vec![0; begins.len()];
    for (person, row) in order.people.iter().zip(begins.windows(2)) {
        moved[*person as usize + 1] = row[1] - row[0];
    }
    for person in 1..moved.len() {
        moved[person] += moved[person - 1];
    }
    let mut ordered = arcs.alike(moved[moved.len() - 1] as usize);
    for (person, row) in order.people.iter().zip(begins.windows(2)) {
        for (to, from) in (moved[*person as usize]..).zip(row[0]..row[1]) {
            let Arc { end, worth } = arcs.at(from);
            ordered.set(to, Arc { end: order.places[end as usize], worth });
        }
    }
    (*begins, *arcs) = (moved, ordered);
    let mut moved = vec![0; capacity.len()];
    for (place, capacity) in order.places.iter().zip(&*capacity) {
        moved[*place as usize] = *capacity;
    }
    *capacity = moved;
    order
}

impl Instance {
    pub fn n_people(&self) -> usize {
        self.begins.len() - 1
    }

    pub fn n_places(&self) -> usize {
        self.capacity.len()
    }

    pub fn n_arcs(&self) -> usize {
        self.begins[self.n_people()] as usize
    }

    /// The arcs of whoever stands there.
    #[inline]
    pub(super) fn row(&self, person: u32) -> Range<u32> {
        self.begins[person as usize]..self.begins[person as usize + 1]
    }

    /// How many people each place takes, of those who may go there if it may take many more.
    pub(super) fn n_seats(&self) -> Vec<u32> {
        let n_seats: u64 = self.capacity.iter().map(|capacity| u64::from(*capacity)).sum();
        if n_seats <= 2 * self.n_people() as u64 {
            return self.capacity.clone();
        }
        let mut n_arcs = vec![0_u32; self.n_places()];
        for arc in 0..self.n_arcs() as u32 {
            n_arcs[self.arcs.end(arc) as usize] += 1;
        }
        n_arcs.into_iter().zip(&self.capacity).map(|(n, capacity)| n.min(*capacity)).collect()
    }
}
