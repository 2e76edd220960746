//! Days counted back from today, looked up instead of computed.

use jiff::{ToSpan, civil::Date};

use super::{
    chance::{Chance, Weighted},
    parameters::{GROWTH_LAST_YEAR, GROWTH_YEAR_BEFORE, RETURN_MONTHS},
};

/// Returns are spread over this many days before today.
pub const RETURN_DAYS: usize = 3 * 365;

/// Longest stay abroad after the earliest return.
const KNOWN_DAYS: usize = RETURN_DAYS + 13 * 365;

/// The days up to today, and how many people came home on each.
pub struct Calendar {
    /// The day so many days ago.
    days: Vec<Date>,
    returns: Weighted<usize>,
}

impl Calendar {
    pub fn new(today: Date) -> Self {
        let days: Vec<Date> =
            (0..KNOWN_DAYS as i64).map_while(|ago| today.checked_sub(ago.days()).ok()).collect();
        let years =
            [GROWTH_LAST_YEAR.value * GROWTH_YEAR_BEFORE.value, GROWTH_YEAR_BEFORE.value, 1.0];
        let weight = |ago: usize| {
            let day = days[ago];
            let month = &RETURN_MONTHS[day.month() as usize - 1].1;
            years[ago / 365] * month.value / f64::from(day.days_in_month())
        };
        let returns = Weighted::new((0..RETURN_DAYS).map(|ago| (ago, weight(ago))));
        Self { days, returns }
    }

    pub fn today(&self) -> Date {
        self.days[0]
    }

    /// The day so many days ago. What lies before the calendar becomes its first day.
    pub fn ago(&self, days: usize) -> Date {
        self.days[days.min(self.days.len() - 1)]
    }

    /// How many days ago someone came home.
    pub fn days_since_return(&self, chance: &mut Chance) -> usize {
        *self.returns.draw(chance)
    }
}

/// The day of a year by its number in a leap year: 0 is 1 January, 59 is 29 February, 365 the last.
/// `None` for 29 February in other years.
pub fn day_of_year(year: i16, number: i32) -> Option<Date> {
    const ENDS: [i32; 12] = [31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366];
    let month = ENDS.partition_point(|end| *end <= number);
    let start = if month == 0 { 0 } else { ENDS[month - 1] };
    Date::new(year, month as i8 + 1, (number - start) as i8 + 1).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_are_counted_back_from_today() {
        let calendar = Calendar::new(date(2026, 3, 1));
        assert_eq!(calendar.today(), date(2026, 3, 1));
        assert_eq!(calendar.ago(1), date(2026, 2, 28));
        assert_eq!(calendar.ago(365), date(2025, 3, 1));
    }

    #[test]
    fn the_number_of_a_day_does_not_depend_on_leap_years() {
        let cases = [
            (2024, 0, Some(date(2024, 1, 1))),
            (2023, 58, Some(date(2023, 2, 28))),
            (2024, 59, Some(date(2024, 2, 29))),
            (2023, 59, None),
            (2023, 60, Some(date(2023, 3, 1))),
            (2024, 365, Some(date(2024, 12, 31))),
            (2023, 365, Some(date(2023, 12, 31))),
        ];
        for (year, number, expected) in cases {
            assert_eq!(day_of_year(year, number), expected, "{number} of {year}");
        }
    }
}
