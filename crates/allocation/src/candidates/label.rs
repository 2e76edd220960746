//! Who a row is, and who may have it.

/// What is known of a row beside its features.
#[derive(Clone, Copy, Debug)]
pub struct Label {
    pub number: u32,
    pub group: u32,
}

/// Which rows a question may have: those that both let through.
#[derive(Clone, Copy)]
pub struct May<'a> {
    /// Asked about each group before anything is scored.
    pub group: &'a dyn Fn(u32) -> bool,
    /// Asked about a row of such a group, and only when it could be among the best.
    pub row: &'a dyn Fn(u32) -> bool,
}

impl May<'_> {
    pub const ANY: Self = Self { group: &|_| true, row: &|_| true };
}
