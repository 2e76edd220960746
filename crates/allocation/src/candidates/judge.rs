//! The same answers by comparing every row: slow, and simple enough to judge the others by.

use super::{best::Found, rows::Rows};

/// What [`super::Index::top`] has to answer for rows that were all taken in this order. The features of the question and of each
/// row stand in their order, each once.
pub fn by_comparing_all(
    rows: &Rows,
    question: &[(u32, f32)],
    most: usize,
    may: impl Fn(u32) -> bool,
) -> Vec<Found> {
    let mut found = Vec::new();
    for row in 0..rows.len() as u32 {
        let mut score = 0.0;
        let mut asked = question.iter().peekable();
        for (feature, weight) in rows.of(row) {
            while asked.next_if(|(other, _)| *other < feature).is_some() {}
            if let Some((_, by)) = asked.next_if(|(other, _)| *other == feature) {
                score += by * weight;
            }
        }
        if score > 0.0 && may(row) {
            found.push(Found { row, score });
        }
    }
    found.sort_by(Found::order);
    found.truncate(most);
    found
}
