//! How sure a guess is.
//!
//! Scores become shares: so many points more are twice as likely, and "none of these" stands among them with a score of its
//! own. A table then says how often guesses with such a share were right. Both are fitted on the half `tune` of
//! `data/phrases`, and `jol skills eval` shows how far they hold elsewhere.

use super::whole::halved;

/// Points that make a guess twice as likely.
const TWICE: u64 = 130;
/// The points of "none of these", and how many more it has where nothing around the guess is understood.
const NONE: u64 = 600;
const NONE_UNEXPLAINED: u64 = 300;
/// The same where a title is understood in part, and where it is its end that is not.
const NONE_IN_PART: u64 = 250;
const NONE_WITHOUT_END: u64 = 500;

/// From the share of a guess to how many of a thousand such guesses were right; a line between the entries.
const RIGHT: [(u64, u64); 8] =
    [(0, 0), (135, 200), (385, 480), (620, 690), (810, 830), (900, 900), (950, 940), (1000, 965)];

/// What the likeliest guess rests on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rests {
    /// Of a thousand: how much of what is said around it.
    pub explained: u64,
    pub title: Title,
}

/// How a guess meets a text that is a bare title.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Title {
    /// The text is no bare title, or all of it is understood.
    #[default]
    No,
    InPart,
    WithoutItsEnd,
}

/// Of a thousand, the share of each score, given from the highest down. A title of which one word of four is known may be
/// quite another title.
pub fn shares(scores: &[u64], rests: Rests) -> Vec<u64> {
    let of_title = match rests.title {
        Title::No => 0,
        Title::InPart => NONE_IN_PART,
        Title::WithoutItsEnd => NONE_WITHOUT_END,
    };
    let none = NONE + NONE_UNEXPLAINED * (1000 - rests.explained.min(1000)) / 1000 + of_title;
    let top = scores.first().copied().unwrap_or_default().max(none);
    // Ten bits less, so that a thousand times their sum is still a number.
    let likely = |score: u64| halved((top - score.min(top)) * 100 / TWICE) >> 10;
    let all: u64 = scores.iter().copied().chain([none]).map(likely).sum();
    scores.iter().map(|score| likely(*score) * 1000 / all.max(1)).collect()
}

/// How many of a thousand guesses with this share were right.
pub fn right(share: u64) -> u16 {
    let at = RIGHT.iter().rposition(|(from, _)| *from <= share).unwrap_or_default();
    let (from, low) = RIGHT[at];
    let (to, high) = RIGHT.get(at + 1).copied().unwrap_or((from + 1, low));
    (low + (high - low) * (share - from).min(to - from) / (to - from)) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_follow_the_scores_and_leave_room_for_none() {
        let whole = Rests { explained: 1000, title: Title::No };
        let of = |explained| Rests { explained, title: Title::No };
        let clear = shares(&[2000, 700, 600], whole);
        assert!(clear[0] > 900 && clear[0] > clear[1] && clear.iter().sum::<u64>() <= 1000);
        let close = shares(&[1300, 1290, 300], whole);
        assert!(close[0] < 600 && close[1] > 400, "{close:?}");
        let weak = shares(&[100], whole);
        assert!(weak[0] < 300, "{weak:?}");
        assert!(shares(&[900], of(0))[0] < shares(&[900], of(500))[0]);
        let title = |title| shares(&[900], Rests { explained: 500, title })[0];
        assert!(title(Title::WithoutItsEnd) < title(Title::InPart));
        assert!(title(Title::InPart) < title(Title::No));
        assert_eq!(shares(&[], of(0)), [0; 0]);
    }

    #[test]
    fn the_table_rises() {
        let all: Vec<u16> = (0..=1000).map(right).collect();
        assert!(all.windows(2).all(|pair| pair[0] <= pair[1]), "{all:?}");
    }
}
