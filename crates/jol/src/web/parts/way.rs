//! Where somebody is: among the pages about one person, and on the road itself.

use maud::{Markup, html};

use super::frame::{NavItem, nav_item};

/// The pages about one person, side by side.
pub fn tabs(label: &str, items: &[NavItem]) -> Markup {
    html! {
        nav.jol-tabs aria-label=(label) {
            ul { @for item in items { (nav_item(item)) } }
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    Done,
    Now,
    Ahead,
}

/// One part of the road.
#[derive(Clone, Debug)]
pub struct Milestone {
    pub name: String,
    pub progress: Progress,
    /// The word for its progress, and the day.
    pub told: String,
}

/// The road from left to right, or on a phone from top to bottom. Its words say all that its colours do.
pub fn road(milestones: &[Milestone]) -> Markup {
    html! {
        ol.jol-road {
            @for milestone in milestones {
                li.jol-road__part
                    .jol-road__part--done[milestone.progress == Progress::Done]
                    .jol-road__part--now[milestone.progress == Progress::Now]
                    aria-current=[(milestone.progress == Progress::Now).then_some("step")] {
                    span.jol-road__name { (milestone.name) }
                    span { (milestone.told) }
                }
            }
        }
    }
}

/// A share as a bar beside its number, with its uncertainty as a lighter band. The number beside it says the same.
pub fn bar(share: f64, low: f64, high: f64) -> Markup {
    let place = |share: f64| format!("{:.1}", share.clamp(0.0, 1.0) * 100.0);
    html! {
        svg.jol-bar-chart xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 8" preserveAspectRatio="none"
            aria-hidden="true" focusable="false" {
            rect.jol-bar-chart__share width=(place(share)) height="8" {}
            rect x=(place(low)) y="3" width=(place(high - low)) height="2" {}
        }
    }
}

/// What speaks for something to the right of the middle, full, and what speaks against it to the left, hollow. The number
/// beside it says the same.
pub fn weight(share: f64) -> Markup {
    let share = share.clamp(-1.0, 1.0);
    let (from, width) = (50.0 + share.min(0.0) * 49.0, share.abs() * 49.0);
    let place = |number: f64| format!("{number:.1}");
    html! {
        svg.jol-bar-chart xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 8" preserveAspectRatio="none"
            aria-hidden="true" focusable="false" {
            @if share < 0.0 {
                rect x=(place(from)) y="1.5" width=(place(width)) height="5" fill="none"
                    stroke="currentColor" vector-effect="non-scaling-stroke" {}
            } @else {
                rect.jol-bar-chart__share x=(place(from)) y="1" width=(place(width)) height="6" {}
            }
            path d="M50 0v8" stroke="currentColor" vector-effect="non-scaling-stroke" {}
        }
    }
}
