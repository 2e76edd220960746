//! Who is where, and what each place asks for.

use rayon::prelude::*;

use super::{
    instance::{Arc, Instance, List},
    seats::{Seat, Seats},
};

/// No arc: the person stays without a place.
pub const NONE: u32 = u32::MAX;

/// Who is where, and what each place asks for, while it is found out.
///
/// Worths are multiplied by `scale`, so that prices lie between whole points. A person is the number of where they stand in the
/// instance.
pub struct State<'a, L> {
    pub instance: &'a Instance,
    pub arcs: &'a L,
    pub scale: i32,
    pub prices: Vec<i32>,
    /// The arc that each person has taken.
    pub taken: Vec<u32>,
    pub seats: Seats,
}

impl<'a, L: List> State<'a, L> {
    pub fn new(instance: &'a Instance, arcs: &'a L, scale: i32) -> Self {
        // Where nobody can go, nobody can pay.
        let price = |capacity: &u32| if *capacity == 0 { instance.highest * scale } else { 0 };
        Self {
            instance,
            arcs,
            scale,
            prices: instance.capacity.iter().map(price).collect(),
            taken: vec![NONE; instance.n_people()],
            seats: Seats::new(instance.n_seats()),
        }
    }

    pub fn n_people(&self) -> u32 {
        self.taken.len() as u32
    }

    /// The arcs of a person.
    #[inline]
    pub fn row(&self, person: u32) -> std::ops::Range<u32> {
        self.instance.row(person)
    }

    /// Looks at the ends of these rows, so that they come out of far memory at once and not one after another.
    #[inline]
    pub fn fetch(&self, people: &[u32]) {
        let rows = people.iter().map(|person| self.row(*person)).filter(|row| !row.is_empty());
        let ends = rows.map(|row| self.arcs.at(row.start).end ^ self.arcs.at(row.end - 1).end);
        std::hint::black_box(ends.fold(0, |all, end| all ^ end));
    }

    /// The arc of a person to a place.
    pub fn arc_to(&self, person: u32, place: u32) -> u32 {
        self.row(person).find(|arc| self.arcs.at(*arc).end == place).unwrap_or(NONE)
    }

    /// What an arc leaves to a person who pays the price.
    #[inline]
    pub fn profit(&self, Arc { end, worth }: Arc) -> i32 {
        worth * self.scale - self.prices[end as usize]
    }

    /// What the person has now.
    #[inline]
    pub fn has(&self, person: u32) -> i32 {
        match self.taken[person as usize] {
            NONE => 0,
            arc => self.profit(self.arcs.at(arc)),
        }
    }

    /// What everybody has now.
    pub fn all_have(&self) -> Vec<i32> {
        (0..self.n_people()).into_par_iter().map(|person| self.has(person)).collect()
    }

    /// The place that a person has.
    #[inline]
    pub fn place_of(&self, person: u32) -> Option<u32> {
        let arc = self.taken[person as usize];
        (arc != NONE).then(|| self.arcs.at(arc).end)
    }

    pub fn n_free(&self, place: u32) -> u32 {
        self.instance.capacity[place as usize] - self.seats.n_seated(place)
    }

    /// Whether a place has room and still asks for something.
    pub fn waits(&self, place: u32) -> bool {
        self.prices[place as usize] > 0 && self.n_free(place) > 0
    }

    /// Seats a person who bids more than the price, and answers who had to leave.
    pub fn seat(&mut self, person: u32, arc: u32, bid: i32) -> Option<u32> {
        let place = self.arcs.at(arc).end;
        let mut gone = None;
        self.taken[person as usize] = arc;
        if self.n_free(place) == 0 {
            let number = self.seats.replace(place, Seat::new(bid, person)).number();
            self.taken[number as usize] = NONE;
            gone = Some(number);
        } else {
            self.seats.sit(place, Seat::new(bid, person));
        }
        if self.n_free(place) == 0 {
            self.prices[place as usize] = self.seats.of(place)[0].bid;
        }
        gone
    }

    /// Seats a person where there is room.
    pub fn sit(&mut self, person: u32, arc: u32, bid: i32) {
        self.seats.sit(self.arcs.at(arc).end, Seat::new(bid, person));
        self.taken[person as usize] = arc;
    }

    /// Takes the place from a person, and answers which it was.
    pub fn leave(&mut self, person: u32) -> Option<u32> {
        let place = self.place_of(person)?;
        self.seats.leave(place, person);
        self.taken[person as usize] = NONE;
        Some(place)
    }

    /// Every place that takes anybody asks for so much less.
    pub fn lower(&mut self, less: i32) {
        for (price, capacity) in self.prices.iter_mut().zip(&self.instance.capacity) {
            if *capacity > 0 {
                *price = price.saturating_sub(less).max(0);
            }
        }
    }

    /// Everybody who has a place has bid its price.
    pub fn level(&mut self) {
        for (place, price) in (0..).zip(&self.prices) {
            self.seats.level(place, *price);
        }
    }
}
