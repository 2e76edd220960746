//! Days as people type them: `5.3.1990`, `1990-03-05`, «5-март 1990», three fields of a form.
//!
//! The day comes before the month unless the year comes first. Two-digit years are refused: nobody
//! knows whether `05.03.26` is a birth or a return.
//!
//! Whether a day may be in the future depends on what it is about, so that is asked separately and
//! takes today as an argument.

use std::{fmt, str::FromStr};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{fault::Fault, text::with_plain_digits};

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DayFault {
    #[error("no day was typed")]
    Missing,
    #[error("the day of the month is missing")]
    WithoutDay,
    #[error("the month is missing")]
    WithoutMonth,
    #[error("the year is missing")]
    WithoutYear,
    #[error("there is no such day in the calendar")]
    NotADay,
    #[error("a year has four digits")]
    Year { typed: String },
    #[error("the day is after {today}")]
    Future { today: Date },
    #[error("the day is before {earliest}")]
    TooEarly { earliest: Date },
}

impl Fault for DayFault {
    fn key(&self) -> &'static str {
        match self {
            Self::Missing => "fault-day-missing",
            Self::WithoutDay => "fault-day-without-day",
            Self::WithoutMonth => "fault-day-without-month",
            Self::WithoutYear => "fault-day-without-year",
            Self::NotADay => "fault-day-not-a-day",
            Self::Year { .. } => "fault-day-year",
            Self::Future { .. } => "fault-day-future",
            Self::TooEarly { .. } => "fault-day-too-early",
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Year { typed } => vec![("typed", typed.clone())],
            Self::Future { today } => vec![("today", dotted(*today))],
            Self::TooEarly { earliest } => vec![("earliest", dotted(*earliest))],
            _ => Vec::new(),
        }
    }
}

/// The short form of a day, the same in all our languages.
pub fn dotted(day: Date) -> String {
    format!("{:02}.{:02}.{:04}", day.day(), day.month(), day.year())
}

/// Reads a day from one field or one cell of a table.
///
/// ```
/// use domain::day::parse_day;
/// use jiff::civil::date;
///
/// for typed in ["5.3.1990", "05/03/1990", "1990-03-05", "5 марта 1990 года", "1990-жылдын 5-марты"] {
///     assert_eq!(parse_day(typed), Ok(date(1990, 3, 5)));
/// }
/// ```
pub fn parse_day(text: &str) -> Result<Date, DayFault> {
    // Far more than the longest way to write a day.
    if text.len() > 400 {
        return Err(DayFault::NotADay);
    }
    let text = with_plain_digits(text).to_lowercase();
    if text.trim().is_empty() {
        return Err(DayFault::Missing);
    }
    if let Some(fault) = left_out(&text) {
        return Err(fault);
    }
    let mut numbers: Vec<&str> = Vec::new();
    let mut month_by_name = None;
    for token in tokens(&text) {
        if token.starts_with(|c: char| c.is_ascii_digit()) {
            numbers.push(token);
        } else if YEAR_WORDS.contains(&token) {
            // The number beside it has said it.
        } else if let (Some(month), None) = (month_of_name(token), month_by_name) {
            month_by_name = Some(month);
        } else {
            return Err(DayFault::NotADay);
        }
    }
    let (day, month, year) = match (numbers.as_slice(), month_by_name) {
        (&[a, b], Some(month)) if a.len() > 2 => (b, month, a),
        (&[a, b], Some(month)) => (a, month, b),
        (&[a, b, c], None) if a.len() > 2 => (c, number(b)?, a),
        (&[a, b, c], None) => (a, number(b)?, c),
        _ => return Err(DayFault::NotADay),
    };
    from_numbers(day, month, year)
}

/// The day behind the number that a sheet keeps for it, as of Excel on Windows. Sheets count a day that never was, 29
/// February 1900, so earlier days cannot be told.
pub fn of_sheet(serial: i32) -> Option<Date> {
    const BEGIN: Date = jiff::civil::date(1899, 12, 30);
    const LAST: i32 = 73_050; // the end of 2099
    (61..=LAST).contains(&serial).then(|| BEGIN.saturating_add(jiff::Span::new().days(serial)))
}

/// Which of the three boxes of a form was left empty: they come here with a dot between each two.
fn left_out(text: &str) -> Option<DayFault> {
    let boxes: Vec<&str> = text.split('.').map(str::trim).collect();
    // `5 мар. 1990 г.` has dots of its own, and words beside its numbers.
    let &[day, month, year] = boxes.as_slice() else { return None };
    if boxes.iter().any(|typed| typed.contains(char::is_whitespace)) {
        return None;
    }
    match (day.is_empty(), month.is_empty(), year.is_empty()) {
        (true, true, true) => Some(DayFault::Missing),
        (true, _, _) => Some(DayFault::WithoutDay),
        (_, true, _) => Some(DayFault::WithoutMonth),
        (_, _, true) => Some(DayFault::WithoutYear),
        _ => None,
    }
}

fn from_numbers(day: &str, month: i8, year: &str) -> Result<Date, DayFault> {
    if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
        // It is shown again, so nothing that could turn a sentence around stays in it.
        let typed = year.chars().filter(|c| c.is_alphanumeric()).take(10).collect();
        return Err(DayFault::Year { typed });
    }
    let year = year.parse().map_err(|_| DayFault::NotADay)?;
    Date::new(year, month, number(day)?).map_err(|_| DayFault::NotADay)
}

fn number(text: &str) -> Result<i8, DayFault> {
    let is_number = matches!(text.len(), 1..=2) && text.bytes().all(|b| b.is_ascii_digit());
    let number = if is_number { text.parse().ok() } else { None };
    number.ok_or(DayFault::NotADay)
}

/// Numbers and words; what separates them carries no meaning as long as it is a separator.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let is_separator = |c: char| {
        c.is_whitespace() || matches!(c, '.' | ',' | '/' | '-' | '‐' | '‑' | '–' | '«' | '»')
    };
    text.split(is_separator).flat_map(numbers_and_words).filter(|token| !token.is_empty())
}

/// `1990г` is a number and a word.
fn numbers_and_words(token: &str) -> [&str; 2] {
    let end = token.find(|c: char| !c.is_ascii_digit()).unwrap_or(token.len());
    let (number, word) = token.split_at(end);
    [number, word]
}

/// Words that stand beside a year and say nothing else.
const YEAR_WORDS: [&str; 10] =
    ["г", "год", "года", "ж", "жыл", "жылы", "жылдын", "y", "yil", "yilning"];

/// Each month in Kyrgyz, Russian, Uzbek and English, also as it is declined inside a date.
const MONTHS: [&[&str]; 12] = [
    &["январь", "января", "январы", "yanvar", "january"],
    &["февраль", "февраля", "февралы", "fevral", "february"],
    &["март", "марта", "марты", "mart", "march"],
    &["апрель", "апреля", "апрели", "aprel", "april"],
    &["май", "мая", "майы", "may"],
    &["июнь", "июня", "июну", "iyun", "june"],
    &["июль", "июля", "июлу", "iyul", "july"],
    &["август", "августа", "августу", "avgust", "august"],
    &["сентябрь", "сентября", "сентябры", "sentabr", "sentyabr", "september"],
    &["октябрь", "октября", "октябры", "oktabr", "oktyabr", "october"],
    &["ноябрь", "ноября", "ноябры", "noyabr", "november"],
    &["декабрь", "декабря", "декабры", "dekabr", "december"],
];

/// A month by its name or by a shortening of three letters or more. `iyu` could be June or July and
/// is neither.
fn month_of_name(word: &str) -> Option<i8> {
    if word.chars().count() < 3 {
        return None;
    }
    let names_it = |names: &&[&str]| names.iter().any(|name| name.starts_with(word));
    let mut months =
        (1..).zip(&MONTHS).filter(|(_, names)| names_it(names)).map(|(month, _)| month);
    let month = months.next();
    if months.next().is_some() { None } else { month }
}

/// Refuses a day that has not come yet.
pub fn not_after(day: Date, today: Date) -> Result<Date, DayFault> {
    if day > today { Err(DayFault::Future { today }) } else { Ok(day) }
}

/// Refuses a day before the earliest that makes sense.
pub fn not_before(day: Date, earliest: Date) -> Result<Date, DayFault> {
    if day < earliest { Err(DayFault::TooEarly { earliest }) } else { Ok(day) }
}

/// The day a person was born, 1900 or later.
///
/// It travels as `1990-03-05`. That a birthday lies in the past is asked once, at the door; a stored
/// one is read back without asking again.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BirthDay(Date);

/// No living person was born earlier.
const EARLIEST_BIRTH: Date = jiff::civil::date(1900, 1, 1);

/// Nobody of this age came home from work abroad; such a year is a slip of the finger.
const OLDEST: i16 = 120;

impl BirthDay {
    /// Reads a birthday as of today.
    pub fn parse(text: &str, today: Date) -> Result<Self, DayFault> {
        Self::on(parse_day(text)?, today)
    }

    /// Accepts a day as a birthday as of today.
    pub fn on(day: Date, today: Date) -> Result<Self, DayFault> {
        let day = not_after(not_before(day, EARLIEST_BIRTH)?, today)?;
        let born = Self(day);
        if born.age_on(today) > OLDEST {
            let earliest = Date::new(today.year() - OLDEST, 1, 1).unwrap_or(EARLIEST_BIRTH);
            return Err(DayFault::TooEarly { earliest });
        }
        Ok(born)
    }

    pub const fn day(self) -> Date {
        self.0
    }

    /// Full years on a day. Born on 29 February, one is a year older on 1 March of a common year.
    pub fn age_on(self, day: Date) -> i16 {
        let had_birthday = (day.month(), day.day()) >= (self.0.month(), self.0.day());
        day.year() - self.0.year() - i16::from(!had_birthday)
    }

    pub fn age_band(self, day: Date) -> AgeBand {
        AgeBand::of(self.age_on(day))
    }
}

impl FromStr for BirthDay {
    type Err = DayFault;

    fn from_str(text: &str) -> Result<Self, DayFault> {
        not_before(parse_day(text)?, EARLIEST_BIRTH).map(Self)
    }
}

impl TryFrom<String> for BirthDay {
    type Error = DayFault;

    fn try_from(text: String) -> Result<Self, DayFault> {
        text.parse()
    }
}

impl From<BirthDay> for String {
    fn from(born: BirthDay) -> Self {
        born.0.to_string()
    }
}

/// A birthday finds a person, so a log shows its year and no more.
impl fmt::Debug for BirthDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BirthDay({}-••-••)", self.0.year())
    }
}

/// Ages as statistics group them: the bands of labour statistics, with minors apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AgeBand {
    Under18,
    From18To24,
    From25To34,
    From35To44,
    From45To54,
    From55To64,
    Over64,
}

impl AgeBand {
    pub const ALL: [Self; 7] = [
        Self::Under18,
        Self::From18To24,
        Self::From25To34,
        Self::From35To44,
        Self::From45To54,
        Self::From55To64,
        Self::Over64,
    ];

    pub const fn of(age: i16) -> Self {
        match age {
            ..18 => Self::Under18,
            18..25 => Self::From18To24,
            25..35 => Self::From25To34,
            35..45 => Self::From35To44,
            45..55 => Self::From45To54,
            55..65 => Self::From55To64,
            65.. => Self::Over64,
        }
    }

    pub const fn code(self) -> &'static str {
        match self {
            Self::Under18 => "0-17",
            Self::From18To24 => "18-24",
            Self::From25To34 => "25-34",
            Self::From35To44 => "35-44",
            Self::From45To54 => "45-54",
            Self::From55To64 => "55-64",
            Self::Over64 => "65+",
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_numbers_of_sheets_are_days() {
        let cases = [
            (60, None),
            (61, Some(date(1900, 3, 1))),
            (32_937, Some(date(1990, 3, 5))),
            (46_347, Some(date(2026, 11, 21))),
            (73_050, Some(date(2099, 12, 31))),
            (73_051, None),
            (-1, None),
        ];
        for (serial, expected) in cases {
            assert_eq!(of_sheet(serial), expected, "{serial}");
        }
    }
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn year(typed: &str) -> Result<Date, DayFault> {
        Err(DayFault::Year { typed: typed.to_owned() })
    }

    #[test]
    fn a_day_is_read_as_people_write_it_or_its_fault_is_named() {
        let fifth = Ok(date(1990, 3, 5));
        let not_a_day = Err(DayFault::NotADay);
        let cases = [
            ("05.03.1990", fifth.clone()),
            (" 5.3.1990 ", fifth.clone()),
            ("5/3/1990", fifth.clone()),
            ("5 - 3 - 1990", fifth.clone()),
            ("05 03 1990", fifth.clone()),
            ("1990-03-05", fifth.clone()),
            ("1990.3.5", fifth.clone()),
            ("5 марта 1990 г.", fifth.clone()),
            ("5 мар. 1990 г.", fifth.clone()),
            ("«5» Мар. 1990 года", fifth.clone()),
            ("1990-жылдын 5-марты", fifth.clone()),
            ("1990-ж., 5-март", fifth.clone()),
            ("1990-yil 5-mart", fifth.clone()),
            ("5 March 1990", fifth.clone()),
            ("March 5, 1990", fifth.clone()),
            ("5.3.1990г.", fifth.clone()),
            ("٥.٣.١٩٩٠", fifth.clone()),
            ("０５．０３．１９９０".replace('．', ".").leak(), fifth),
            ("29.02.2024", Ok(date(2024, 2, 29))),
            ("", Err(DayFault::Missing)),
            ("  ", Err(DayFault::Missing)),
            ("29.02.2023", not_a_day.clone()),
            ("31.04.2020", not_a_day.clone()),
            ("00.01.2020", not_a_day.clone()),
            ("01.13.2020", not_a_day.clone()),
            ("12/31/1990", not_a_day.clone()),
            ("01021990", not_a_day.clone()),
            ("05.03", not_a_day.clone()),
            ("5 марта", not_a_day.clone()),
            ("1.2.3.1990", not_a_day.clone()),
            ("5 мартобря 1990", not_a_day.clone()),
            ("5 ма 1990", not_a_day.clone()),
            ("5 марта апреля 1990", not_a_day.clone()),
            ("5 iyu 1990", not_a_day.clone()),
            ("вчера", not_a_day.clone()),
            ("1990-03-05T00:00:00Z", not_a_day.clone()),
            ("1990-03-5a", not_a_day.clone()),
            ("-5.3.1990x", not_a_day.clone()),
            ("05.03.90", year("90")),
            ("05.03.19900", year("19900")),
            ("05.03.190", year("190")),
            ("190-03-05", year("190")),
        ];
        for (text, expected) in cases {
            assert_eq!(parse_day(text), expected, "{text:?}");
        }
        assert_eq!(parse_day(&"1".repeat(10_000_000)), Err(DayFault::NotADay));
    }

    #[test]
    fn three_fields_say_which_one_is_missing() {
        let cases = [
            (["5", "3", "1990"], Ok(date(1990, 3, 5))),
            ([" 05", "мар.", "1990 "], Ok(date(1990, 3, 5))),
            (["", " ", ""], Err(DayFault::Missing)),
            (["", "3", "1990"], Err(DayFault::WithoutDay)),
            (["5", "", "1990"], Err(DayFault::WithoutMonth)),
            (["5", "3", ""], Err(DayFault::WithoutYear)),
            (["5", "3", "90"], year("90")),
            (["5", "3", "MCMXC"], Err(DayFault::NotADay)),
            (["5", "13", "1990"], Err(DayFault::NotADay)),
            (["31", "4", "1990"], Err(DayFault::NotADay)),
            (["+5", "3", "1990"], Err(DayFault::NotADay)),
            (["5", "x", "1990"], Err(DayFault::NotADay)),
        ];
        for (boxes, expected) in cases {
            assert_eq!(parse_day(&boxes.join(".")), expected, "{boxes:?}");
        }
    }

    #[test]
    fn a_birthday_lies_in_the_past_and_within_a_life() {
        let today = date(2026, 11, 21);
        let cases = [
            ("21.11.2026", Ok(date(2026, 11, 21))),
            ("22.11.2026", Err(DayFault::Future { today })),
            ("31.12.1899", Err(DayFault::TooEarly { earliest: date(1900, 1, 1) })),
            ("22.11.1905", Ok(date(1905, 11, 22))),
            ("21.11.1905", Err(DayFault::TooEarly { earliest: date(1906, 1, 1) })),
            ("30.02.1990", Err(DayFault::NotADay)),
        ];
        for (text, expected) in cases {
            assert_eq!(BirthDay::parse(text, today).map(BirthDay::day), expected, "{text:?}");
        }
    }

    #[test]
    fn a_leap_day_child_grows_older_on_the_first_of_march() {
        let born: BirthDay = "29.02.2000".parse().unwrap();
        assert_eq!(born.age_on(date(2026, 2, 28)), 25);
        assert_eq!(born.age_on(date(2026, 3, 1)), 26);
        assert_eq!(born.age_on(date(2028, 2, 29)), 28);
        assert_eq!(born.age_band(date(2026, 3, 1)).code(), "25-34");
    }

    #[test]
    fn a_log_does_not_show_a_birthday() {
        let born: BirthDay = "05.03.1990".parse().unwrap();
        assert_eq!(format!("{born:?}"), "BirthDay(1990-••-••)");
    }

    #[test]
    fn every_name_of_a_month_means_one_month_down_to_three_letters() {
        for (month, names) in (1..).zip(&MONTHS) {
            for name in *names {
                assert_eq!(month_of_name(name), Some(month), "{name}");
                let short: String = name.chars().take(3).collect();
                let expected = if short == "iyu" { None } else { Some(month) };
                assert_eq!(month_of_name(&short), expected, "{short}");
            }
        }
    }

    proptest! {
        #[test]
        fn every_day_survives_each_way_to_write_it(days in 0i32..80_000) {
            let day = date(1900, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
            prop_assert_eq!(parse_day(&dotted(day)), Ok(day));
            prop_assert_eq!(parse_day(&day.to_string()), Ok(day));
        }

        #[test]
        fn whatever_is_typed_gets_an_answer(text in "\\PC{0,20}|[0-9./ -]{0,12}") {
            let _ = parse_day(&text);
        }
    }
}
