//! Who sits in each place, and who leaves first.

use std::cmp::Reverse;

/// The people of each place with what they bid: a heap with the one who leaves first on top.
#[derive(Debug)]
pub struct Seats {
    /// Where the seats of each place begin, and where the last ones end.
    begins: Vec<u32>,
    seats: Vec<Seat>,
    n_seated: Vec<u32>,
}

/// Who leaves first is less: the lower bid, and of equal ones the higher number of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seat {
    pub bid: i32,
    number: Reverse<u32>,
}

impl Seat {
    pub fn new(bid: i32, number: u32) -> Self {
        Self { bid, number: Reverse(number) }
    }

    pub fn number(&self) -> u32 {
        self.number.0
    }
}

impl Seats {
    /// So many seats in each place.
    pub fn new(n_seats: impl IntoIterator<Item = u32>) -> Self {
        let (mut n, mut begins) = (0, vec![0]);
        begins.extend(n_seats.into_iter().map(|n_seats| {
            n += n_seats;
            n
        }));
        let n_seated = vec![0; begins.len() - 1];
        Self { begins, seats: vec![Seat::new(0, 0); n as usize], n_seated }
    }

    pub fn n_seated(&self, place: u32) -> u32 {
        self.n_seated[place as usize]
    }

    pub fn of(&self, place: u32) -> &[Seat] {
        let begin = self.begins[place as usize] as usize;
        &self.seats[begin..begin + self.n_seated[place as usize] as usize]
    }

    fn of_mut(&mut self, place: u32) -> &mut [Seat] {
        let begin = self.begins[place as usize] as usize;
        &mut self.seats[begin..begin + self.n_seated[place as usize] as usize]
    }

    pub fn sit(&mut self, place: u32, seat: Seat) {
        self.n_seated[place as usize] += 1;
        let heap = self.of_mut(place);
        let at = heap.len() - 1;
        heap[at] = seat;
        up(heap, at);
    }

    /// Whoever comes first gets the seat of whoever leaves first, who is answered.
    pub fn replace(&mut self, place: u32, seat: Seat) -> Seat {
        let heap = self.of_mut(place);
        let gone = std::mem::replace(&mut heap[0], seat);
        down(heap, 0);
        gone
    }

    /// # Panics
    ///
    /// When this number has no seat there.
    pub fn leave(&mut self, place: u32, number: u32) {
        let heap = self.of_mut(place);
        let at = heap.iter().position(|seat| seat.number() == number);
        let at = at.unwrap_or_else(|| unreachable!("who has a place has a seat there"));
        let last = heap.len() - 1;
        heap.swap(at, last);
        let heap = &mut heap[..last];
        if at < last {
            up(heap, at);
            down(heap, at);
        }
        self.n_seated[place as usize] -= 1;
    }

    /// Everybody who is there has bid the same.
    pub fn level(&mut self, place: u32, bid: i32) {
        let heap = self.of_mut(place);
        for seat in heap.iter_mut() {
            seat.bid = bid;
        }
        heap.sort_unstable();
    }
}

fn up(heap: &mut [Seat], mut at: usize) {
    while at > 0 && heap[at] < heap[(at - 1) / 2] {
        heap.swap(at, (at - 1) / 2);
        at = (at - 1) / 2;
    }
}

fn down(heap: &mut [Seat], mut at: usize) {
    loop {
        let mut least = at;
        for child in [2 * at + 1, 2 * at + 2] {
            if child < heap.len() && heap[child] < heap[least] {
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
