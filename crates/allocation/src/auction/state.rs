//! Who is where, and what each place asks for.

use super::instance::{Arc, Instance, List};

/// No arc: the person stays without a place.
pub const NONE: u32 = u32::MAX;

/// Who is where, and what each place asks for, while it is found out.
///
/// Worths are multiplied by `scale`, so that prices lie between whole points.
pub struct State<'a, L> {
    pub instance: &'a Instance,
    pub arcs: &'a L,
    pub scale: i32,
    pub prices: Vec<i32>,
    /// The arc that each person has taken.
    pub taken: Vec<u32>,
    /// Where the seats of each place begin, and where the last ones end: no more than people who may go there.
    seats_begin: Vec<u32>,
    /// The people of a place with what they bid, the one who leaves first on top of a heap.
    seats: Vec<Seat>,
    n_seated: Vec<u32>,
    /// Where the people who may go to each place begin, and where the last ones end.
    column_begins: Vec<u32>,
    columns: L,
}

/// Who leaves first is less: the lower bid, and of equal ones the higher number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seat {
    pub bid: i32,
    person: std::cmp::Reverse<u32>,
}

impl<'a, L: List> State<'a, L> {
    pub fn new(instance: &'a Instance, arcs: &'a L, scale: i32) -> Self {
        let n_places = instance.n_places();
        let mut column_begins = vec![0; n_places + 1];
        for arc in 0..instance.n_arcs() as u32 {
            column_begins[arcs.at(arc).end as usize] += 1;
        }
        let (mut n, mut n_seats, mut seats_begin) = (0, 0, Vec::with_capacity(n_places + 1));
        for (begin, capacity) in column_begins.iter_mut().zip(&instance.capacity) {
            seats_begin.push(n_seats);
            n_seats += (*begin).min(*capacity);
            n += std::mem::replace(begin, n);
        }
        seats_begin.push(n_seats);
        column_begins[n_places] = n;
        let mut ends = column_begins.clone();
        let mut columns = arcs.alike(n as usize);
        for person in 0..instance.n_people() as u32 {
            for arc in row(instance, person) {
                let Arc { end: place, worth } = arcs.at(arc);
                let end = &mut ends[place as usize];
                columns.set(*end, Arc { end: person, worth });
                *end += 1;
            }
        }
        // Where nobody can go, nobody can pay.
        let price = |capacity: &u32| if *capacity == 0 { instance.highest * scale } else { 0 };
        Self {
            instance,
            arcs,
            scale,
            prices: instance.capacity.iter().map(price).collect(),
            taken: vec![NONE; instance.n_people()],
            seats_begin,
            seats: vec![Seat::new(0, 0); n_seats as usize],
            n_seated: vec![0; n_places],
            column_begins,
            columns,
        }
    }

    /// The arcs of a person.
    #[inline]
    pub fn row(&self, person: u32) -> std::ops::Range<u32> {
        row(self.instance, person)
    }

    /// The people who may go to a place, in the order of their numbers, with what they are worth there.
    #[inline]
    pub fn column(&self, place: u32) -> impl Iterator<Item = Arc> + '_ {
        let begins = &self.column_begins[place as usize..];
        (begins[0]..begins[1]).map(|at| self.columns.at(at))
    }

    /// The people who have the place.
    pub fn seated(&self, place: u32) -> impl Iterator<Item = u32> + '_ {
        let begin = self.begin(place);
        let seats = &self.seats[begin..begin + self.n_seated[place as usize] as usize];
        seats.iter().map(|seat| seat.person.0)
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

    pub fn n_free(&self, place: u32) -> u32 {
        self.instance.capacity[place as usize] - self.n_seated[place as usize]
    }

    fn begin(&self, place: u32) -> usize {
        self.seats_begin[place as usize] as usize
    }

    /// Seats a person who bids more than the price, and answers who had to leave.
    pub fn seat(&mut self, person: u32, arc: u32, bid: i32) -> Option<u32> {
        let place = self.arcs.at(arc).end;
        let mut gone = None;
        if self.n_free(place) == 0 {
            gone = Some(self.leave_first(place));
        }
        self.sit(person, arc, bid);
        if let Some(least) = self.least_bid(place) {
            self.prices[place as usize] = least;
        }
        gone
    }

    /// Seats a person who comes before the first to leave, if there is no room; answers who is without a place then.
    pub fn offer(&mut self, person: u32, arc: u32, bid: i32) -> Option<u32> {
        let place = self.arcs.at(arc).end;
        let mut gone = None;
        if self.n_free(place) == 0 {
            if self.instance.capacity[place as usize] == 0
                || Seat::new(bid, person) < self.seats[self.begin(place)]
            {
                return Some(person);
            }
            gone = Some(self.leave_first(place));
        }
        self.sit(person, arc, bid);
        gone
    }

    /// The lowest bid that has a seat, where there is no room.
    pub fn least_bid(&self, place: u32) -> Option<i32> {
        let full = self.n_free(place) == 0 && self.n_seated[place as usize] > 0;
        full.then(|| self.seats[self.begin(place)].bid)
    }

    /// Seats a person where there is room, at the price.
    pub fn sit(&mut self, person: u32, arc: u32, bid: i32) {
        let place = self.arcs.at(arc).end;
        let begin = self.begin(place);
        let n = &mut self.n_seated[place as usize];
        let mut at = *n as usize;
        *n += 1;
        self.taken[person as usize] = arc;
        let heap = &mut self.seats[begin..=begin + at];
        heap[at] = Seat::new(bid, person);
        while at > 0 && heap[at] < heap[(at - 1) / 2] {
            heap.swap(at, (at - 1) / 2);
            at = (at - 1) / 2;
        }
    }

    /// Takes the place from whoever leaves first.
    fn leave_first(&mut self, place: u32) -> u32 {
        let person = self.seats[self.begin(place)].person.0;
        self.leave_at(place, 0);
        self.taken[person as usize] = NONE;
        person
    }

    /// Takes the place from a person, and answers which it was.
    pub fn leave(&mut self, person: u32) -> Option<u32> {
        let arc = std::mem::replace(&mut self.taken[person as usize], NONE);
        if arc == NONE {
            return None;
        }
        let place = self.arcs.at(arc).end;
        let begin = self.begin(place);
        let end = begin + self.n_seated[place as usize] as usize;
        let at = self.seats[begin..end].iter().position(|seat| seat.person.0 == person);
        self.leave_at(
            place,
            at.unwrap_or_else(|| unreachable!("who has a place has a seat there")),
        );
        Some(place)
    }

    fn leave_at(&mut self, place: u32, mut at: usize) {
        let begin = self.begin(place);
        self.n_seated[place as usize] -= 1;
        let n = self.n_seated[place as usize] as usize;
        let heap = &mut self.seats[begin..=begin + n];
        heap.swap(at, n);
        let heap = &mut heap[..n];
        if at == n {
            return;
        }
        while at > 0 && heap[at] < heap[(at - 1) / 2] {
            heap.swap(at, (at - 1) / 2);
            at = (at - 1) / 2;
        }
        loop {
            let mut least = at;
            for child in [2 * at + 1, 2 * at + 2] {
                if child < n && heap[child] < heap[least] {
                    least = child;
                }
            }
            if least == at {
                return;
            }
            heap.swap(at, least);
            at = least;
        }
    }

    /// Everybody who has a place has bid its price.
    pub fn level(&mut self) {
        for place in 0..self.prices.len() {
            let begin = self.seats_begin[place] as usize;
            let heap = &mut self.seats[begin..begin + self.n_seated[place] as usize];
            for seat in heap.iter_mut() {
                seat.bid = self.prices[place];
            }
            heap.sort_unstable();
        }
    }
}

impl Seat {
    fn new(bid: i32, person: u32) -> Self {
        Self { bid, person: std::cmp::Reverse(person) }
    }
}

fn row(instance: &Instance, person: u32) -> std::ops::Range<u32> {
    instance.begins[person as usize]..instance.begins[person as usize + 1]
}
