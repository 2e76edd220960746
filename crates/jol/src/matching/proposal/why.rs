//! Why somebody has this place and not that one, as data: their ways, what each is worth to the sharing out, and what became
//! of it.

use allocation::fair::{self, Asked, Choice};
use domain::matching::proposal::{Group, Groups, Measures};

use super::{reckon::of_engine, store::Ways};

/// One way of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WayTold {
    /// The number of the place.
    pub place: u32,
    /// How well it fits.
    pub points: u16,
    /// The same with what is added for their groups.
    pub with_added: i64,
    /// Not all of it is taken.
    pub has_room: bool,
    pub choice: Choice,
}

/// What the numbers tell of a place that is full to somebody who lacks nothing there. They promise nothing: with other
/// points or more places others would have been placed anew, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Short {
    Behind {
        /// The last one who has a place has so many points more.
        points: i64,
        /// So many wanted it and have none of it, they among them. How many of these come before them is not kept.
        without: u32,
    },
    /// As things are now they are ahead of the last one.
    NoLonger,
}

impl WayTold {
    /// A seat on a course after which there would be no work is not there for anybody.
    fn is_free(&self) -> bool {
        self.has_room && self.choice != Choice::LeadsNowhere
    }
}

/// All ways of somebody: the one they have, and the others, the best first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    pub own: Option<WayTold>,
    pub others: Vec<WayTold>,
    /// What is added for the groups they are in, in hundredths.
    pub added: Vec<(Group, u16)>,
    groups: Groups,
    measures: fair::Measures,
}

impl Why {
    /// `asked` says of a place how much it was asked for; a way to one that is not known is left out.
    pub fn new(
        ways: &Ways,
        own: Option<u32>,
        measures: &Measures,
        asked: impl Fn(u32) -> Option<Asked>,
    ) -> Self {
        let groups = ways.groups();
        let added = groups.iter().map(|group| (group, measures.added[group as usize]));
        let added = added.filter(|(_, n)| *n > 0).collect();
        let mut why =
            Self { own: None, others: Vec::new(), added, groups, measures: of_engine(measures) };
        let has = own.and_then(|own| ways.points(own));
        for (place, points) in ways.ways.iter().copied() {
            let Some(asked) = asked(place) else { continue };
            let is_own = own == Some(place);
            let choice = why.measures.choice((points, groups.bits()), (is_own, has), &asked);
            let (with_added, has_room) = (why.with_added(points), asked.n_placed < asked.room);
            let way = WayTold { place, points, with_added, has_room, choice };
            if is_own {
                why.own = Some(way);
            } else {
                why.others.push(way);
            }
        }
        why.others.sort_by_key(|way| (std::cmp::Reverse(way.with_added), way.place));
        why
    }

    /// Points with what is added for their groups.
    pub fn with_added(&self, points: u16) -> i64 {
        points_of(&self.measures, self.measures.worth(points, self.groups.bits()))
    }

    /// Whether so many points would be enough: more than it is worth to wait, and where all of it is taken, ahead of the last
    /// one who has a place.
    pub fn is_enough(&self, points: u16, asked: &Asked) -> bool {
        let worth = self.measures.worth(points, self.groups.bits());
        let is_ahead = asked.last_worth.is_some_and(|last| worth > last);
        worth > 0 && points >= self.measures.least && (asked.n_placed < asked.room || is_ahead)
    }

    /// What the numbers tell of a full place to somebody with so many points there.
    pub fn short(&self, points: u16, asked: &Asked) -> Option<Short> {
        let behind = asked.last_worth? - self.measures.worth(points, self.groups.bits());
        let without = asked.n_want.saturating_sub(asked.n_placed).max(1);
        Some(match behind < 0 {
            true => Short::NoLonger,
            false => Short::Behind { points: behind, without },
        })
    }

    /// Who has no place: the best of their ways that is not full and open. Mostly it has fewer points than is proposed; it is told
    /// all the same, and so is that, since they may want it rather than nothing.
    pub fn with_room(&self, is_open: impl Fn(u32) -> bool) -> Option<u32> {
        let way = self.others.iter().find(|way| way.is_free() && is_open(way.place));
        way.filter(|_| self.own.is_none()).map(|way| way.place)
    }

    /// Of the ways that lead somewhere the one they have, or the best that is not full.
    pub fn course(&self, leads: impl Fn(u32) -> bool) -> Option<u32> {
        let free = self.others.iter().filter(|way| way.is_free());
        self.own.iter().chain(free).map(|way| way.place).find(|place| leads(*place))
    }

    /// The points of the last one who has a place, with what is added for theirs.
    pub fn last(&self, asked: &Asked) -> Option<i64> {
        asked.last_worth.map(|worth| points_of(&self.measures, worth))
    }
}

/// The points behind a worth: a placement counts the same for everybody, and so does waiting.
fn points_of(measures: &fair::Measures, worth: i64) -> i64 {
    worth - i64::from(measures.placing) + i64::from(measures.waiting)
}

/// The points of the last one who has a place, with what was added for them.
pub fn last_points(asked: &Asked, measures: &Measures) -> Option<i64> {
    asked.last_worth.map(|worth| points_of(&of_engine(measures), worth))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tenth more for women; waiting is worth 200.
    fn measures() -> Measures {
        let mut measures = Measures { waiting: 200, least: 300, ..Measures::default() };
        measures.added[Group::Women as usize] = 10;
        measures
    }

    fn asked(room: u32, n_placed: u32, last_worth: i64) -> Asked {
        let last_worth = Some(last_worth);
        Asked { room, n_could: 50, n_want: 42, n_placed, last_worth, leads: false }
    }

    fn why(women: bool, own: Option<u32>) -> Why {
        let groups = if women { Groups::from_iter([Group::Women]) } else { Groups::default() };
        let ways = vec![(0, 588), (1, 250), (2, 610), (3, 640), (9, 900)];
        let ways = Ways { groups: groups.bits(), ways };
        let of = |place: u32| match place {
            0 => Some(asked(6, 6, 412)),
            1 => Some(asked(6, 2, 300)),
            2 => Some(asked(1, 1, 500)),
            3 => Some(asked(2, 2, 300)),
            _ => None,
        };
        Why::new(&ways, own, &measures(), of)
    }

    #[test]
    fn the_best_stands_first_and_each_has_its_reason() {
        let told = why(false, Some(0));
        assert_eq!(told.own.map(|way| (way.place, way.choice)), Some((0, Choice::Has)));
        let others: Vec<_> = told.others.iter().map(|way| (way.place, way.choice)).collect();
        let expected =
            [(3, Choice::OthersNeedIt), (2, Choice::Full { missing: 91 }), (1, Choice::TooFew)];
        assert_eq!(others, expected, "and nothing of a place that is gone");
        assert_eq!(told.added, []);
    }

    #[test]
    fn points_are_told_with_what_is_added_and_without_what_is_alike_for_all() {
        let told = why(true, None);
        assert_eq!(told.added, [(Group::Women, 10)]);
        let first = told.others.iter().find(|way| way.place == 0).unwrap();
        assert_eq!((first.points, first.with_added), (588, 646));
        let place = asked(6, 6, 412);
        assert_eq!(told.last(&place), Some(612), "as 412 is with the waiting taken off");
        assert_eq!(last_points(&place, &measures()), Some(612));
        assert!(told.is_enough(588, &place) && !told.is_enough(550, &place));
        let other = why(false, None);
        assert!(!other.is_enough(612, &place) && other.is_enough(613, &place));
        let half = Asked { n_placed: 3, ..place };
        assert!(other.is_enough(310, &half), "there is room");
        assert!(!other.is_enough(200, &half), "it is not worth more than waiting");
        let empty = Asked { last_worth: None, n_placed: 0, ..place };
        assert!(!told.is_enough(250, &empty), "fewer than the least");
        assert!(told.is_enough(300, &empty));
    }

    #[test]
    fn a_full_place_says_by_how_much_and_for_how_many_and_promises_nothing() {
        let of =
            |n_want: u32, last: Option<i64>| Asked { n_want, last_worth: last, ..asked(6, 6, 0) };
        let behind = |points, without| Some(Short::Behind { points, without });
        // Waiting is worth 200, so 612 points are worth 412; a woman has a tenth more.
        let cases = [
            (false, 588, of(42, Some(412)), behind(24, 36)),
            (false, 611, of(42, Some(412)), behind(1, 36)),
            (false, 612, of(42, Some(412)), behind(0, 36)),
            (false, 613, of(42, Some(412)), Some(Short::NoLonger)),
            (true, 540, of(42, Some(412)), behind(18, 36)),
            (true, 588, of(42, Some(412)), Some(Short::NoLonger)),
            (false, 588, of(7, Some(412)), behind(24, 1)),
            // They themself want it, whatever was counted.
            (false, 588, of(6, Some(412)), behind(24, 1)),
            (false, 588, of(42, None), None),
        ];
        for (women, points, asked, expected) in cases {
            assert_eq!(why(women, None).short(points, &asked), expected, "{women} {points}");
        }
    }

    #[test]
    fn what_else_there_is_has_room_and_leads_there() {
        let open = |_| true;
        assert_eq!(why(false, None).with_room(open), Some(1), "the only one with room");
        assert_eq!(why(false, None).with_room(|place| place != 1), None, "it was closed");
        assert_eq!(why(false, Some(0)).with_room(open), None, "they have something");
        let (any, full, free) = (|_: u32| true, |place| place == 3, |place| place == 1);
        assert_eq!(why(false, None).course(any), Some(1), "the others are full");
        assert_eq!(why(false, None).course(full), None);
        assert_eq!(why(false, Some(3)).course(full), Some(3), "they have a seat of it");
        assert_eq!(why(false, Some(3)).course(free), Some(1));

        // There are seats, and nothing after them.
        let ways = Ways { groups: 0, ways: vec![(0, 500)] };
        let nowhere = |_| Some(Asked { leads: true, ..asked(6, 2, 300) });
        let nowhere = Why::new(&ways, None, &measures(), nowhere);
        assert_eq!(nowhere.others[0].choice, Choice::LeadsNowhere);
        assert_eq!((nowhere.with_room(open), nowhere.course(any)), (None, None));
    }
}
