//! Why somebody has this place and not that one.

use super::{Case, Measures, Shared};

/// How much a place is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    pub room: u32,
    /// How many could go there.
    pub n_could: u32,
    /// How many have it, or would rather have it than what they have.
    pub n_want: u32,
    pub n_placed: u32,
    /// The worth, with all that is added, of the one who is worth least of those who have what is open to all. Who has it because
    /// it was kept for a group may be worth less; nobody else would have that.
    pub last_worth: Option<i64>,
    /// It is a course.
    pub leads: bool,
}

/// A way of one person, beside what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// They have it.
    Has,
    /// They have something that is worth more to them.
    HasBetter,
    /// It has fewer points than a way has to have.
    TooFew,
    /// Waiting is worth more.
    Waits,
    /// All of it went to people who are worth more there; by so much the last of them.
    Full { missing: i64 },
    /// There are seats, but no more work after it than others will take.
    LeadsNowhere,
    /// They would be worth enough there; but somebody has it who has nothing else as good, and they have another place.
    OthersNeedIt,
    /// Nobody who has what is open to all is worth more: all of it was kept for others, or it is what is missing to the best
    /// answer.
    Left,
}

impl Case {
    /// How much each place is asked for.
    pub fn asked(&self, shared: &Shared, measures: &Measures) -> Vec<Asked> {
        let of = |(place, room): (u32, &u32)| Asked {
            room: *room,
            leads: self.leads.contains_key(&place),
            ..Asked::default()
        };
        let mut asked: Vec<Asked> = (0..).zip(&self.room).map(of).collect();
        for (person, place) in shared.places.iter().enumerate() {
            let groups = self.groups(person);
            let worth = |points| measures.worth(points, groups);
            let ways = self.ways(person);
            let own = ways.iter().find(|way| Some(way.place) == *place);
            let has = own.map_or(0, |way| worth(way.points));
            for way in ways.iter().filter(|way| way.points >= measures.least) {
                let one = &mut asked[way.place as usize];
                let worth = worth(way.points);
                one.n_could += 1;
                if Some(way.place) == *place {
                    one.n_placed += 1;
                    one.n_want += 1;
                    if shared.is_kept[person] {
                        continue;
                    }
                    one.last_worth = Some(one.last_worth.map_or(worth, |last| last.min(worth)));
                } else if worth > has {
                    one.n_want += 1;
                }
            }
        }
        asked
    }
}

impl Measures {
    /// What became of one way of somebody who has, or has not, another one.
    pub fn choice(
        &self,
        (points, groups): (u16, u8),
        (is_own, has): (bool, Option<u16>),
        asked: &Asked,
    ) -> Choice {
        let worth = self.worth(points, groups);
        let has = has.map(|points| self.worth(points, groups));
        if is_own {
            return Choice::Has;
        }
        if points < self.least {
            return Choice::TooFew;
        }
        if worth <= 0 {
            return Choice::Waits;
        }
        if has.is_some_and(|has| has >= worth) {
            return Choice::HasBetter;
        }
        match asked.last_worth {
            _ if asked.n_placed < asked.room && asked.leads => Choice::LeadsNowhere,
            _ if asked.n_placed < asked.room => Choice::Left,
            Some(last) if last >= worth => Choice::Full { missing: last - worth + 1 },
            Some(_) if has.is_some() && !self.stable => Choice::OthersNeedIt,
            _ => Choice::Left,
        }
    }
}
