//! A map of the country: a square for each oblast, the darker the more of something is there.

use maud::{Markup, html};

/// Where a square stands for each oblast, column and row: north is up.
pub const TILES: [(&str, u32, u32); 9] = [
    ("41707000000000", 0, 0),
    ("41708000000000", 1, 0),
    ("41711000000000", 2, 0),
    ("41702000000000", 3, 0),
    ("41703000000000", 1, 1),
    ("41704000000000", 2, 1),
    ("41705000000000", 0, 2),
    ("41721000000000", 1, 2),
    ("41706000000000", 2, 2),
];

/// What is told of one oblast.
#[derive(Clone, Debug)]
pub struct Tile<'a> {
    pub code: &'a str,
    pub name: &'a str,
    pub told: String,
    /// How dark its square is: 1 is the darkest.
    pub share: f64,
}

/// A table beside it says the same, so only eyes need it.
pub fn map(tiles: &[Tile]) -> Markup {
    let placed = TILES.iter().filter_map(|(code, x, y)| {
        Some((tiles.iter().find(|tile| tile.code == *code)?, x * 104, y * 64))
    });
    html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 412 188" width="100%" height="260"
            preserveAspectRatio="xMinYMid meet" aria-hidden="true" focusable="false" font-size="13" {
            @for (tile, x, y) in placed {
                @let (first, rest) = tile.name.split_once(' ').unwrap_or((tile.name, ""));
                g transform=(format!("translate({x} {y})")) {
                    rect width="100" height="60" fill="currentColor"
                        fill-opacity=(format!("{:.2}", 0.05 + 0.3 * tile.share.clamp(0.0, 1.0))) {}
                    text x="6" y="18" fill="currentColor" { (first) }
                    text x="6" y="33" fill="currentColor" { (rest) }
                    text x="6" y="52" fill="currentColor" font-weight="bold" { (tile.told) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_oblast_that_has_more_is_darker() {
        let tile = |code, share| Tile {
            code, name: "Жалал-Абад облусу", told: "7".into(), share
        };
        let drawn = map(&[tile("41703000000000", 0.5), tile("41706000000000", 2.0)]).into_string();
        assert!(drawn.contains("translate(104 64)") && drawn.contains("fill-opacity=\"0.20\""));
        assert!(drawn.contains("translate(208 128)") && drawn.contains("fill-opacity=\"0.35\""));
        assert!(drawn.contains(">Жалал-Абад<") && drawn.contains(">облусу<"));
        assert_eq!(drawn.matches("<rect").count(), 2);
    }
}
