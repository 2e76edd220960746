//! Days, numbers, money and lists as each language writes them.
//!
//! Our own tables instead of ready data, because the ready data is not what people here write:
//! see the reasons beside the cases in the tests. A space inside a number never breaks a line.

use std::sync::LazyLock;

use domain::language::Language::{self, En, Ky, Ru, Uz};
use jiff::{Timestamp, civil::Date, civil::Time, tz::TimeZone};

use super::{Tongue, Value};

/// A space at which a line is not broken.
const NO_BREAK: char = '\u{a0}';

/// The one time zone of the country.
static BISHKEK: LazyLock<TimeZone> = LazyLock::new(|| {
    TimeZone::get("Asia/Bishkek").expect("the time zones are built into the program")
});

/// The months after a day. Kyrgyz marks the month as belonging to the year before it.
const MONTHS_KY: [&str; 12] = [
    "январы",
    "февралы",
    "марты",
    "апрели",
    "майы",
    "июну",
    "июлу",
    "августу",
    "сентябры",
    "октябры",
    "ноябры",
    "декабры",
];
const MONTHS_RU: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];
/// Russian needs a second row: a month without a day stands in the nominative.
const MONTHS_RU_ALONE: [&str; 12] = [
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
];
const MONTHS_UZ: [&str; 12] = [
    "yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avgust", "sentabr", "oktabr",
    "noyabr", "dekabr",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn named(months: &[&'static str; 12], day: Date) -> &'static str {
    months[usize::from(day.month().unsigned_abs()) - 1]
}

impl Tongue {
    /// `20.11.2026` in every language.
    pub fn date_short(self, day: Date) -> String {
        format!("{:02}.{:02}.{:04}", day.day(), day.month(), day.year())
    }

    /// `20 November 2026`
    pub fn date_long(self, day: Date) -> String {
        let (d, y) = (day.day(), day.year());
        match self.language {
            Ky => format!("{y}-жылдын {d}-{}", named(&MONTHS_KY, day)),
            Ru => format!("{d} {} {y} года", named(&MONTHS_RU, day)),
            Uz => format!("{y}-yil {d}-{}", named(&MONTHS_UZ, day)),
            En => format!("{d} {} {y}", named(&MONTHS_EN, day)),
        }
    }

    /// The month of a day: `November 2026`
    pub fn month_year(self, day: Date) -> String {
        let y = day.year();
        match self.language {
            Ky => format!("{y}-жылдын {}", named(&MONTHS_KY, day)),
            Ru => format!("{} {y} года", named(&MONTHS_RU_ALONE, day)),
            Uz => format!("{y}-yil {}", named(&MONTHS_UZ, day)),
            En => format!("{} {y}", named(&MONTHS_EN, day)),
        }
    }

    /// `09:05`, on a clock of 24 hours in every language.
    pub fn time(self, time: Time) -> String {
        format!("{:02}:{:02}", time.hour(), time.minute())
    }

    /// `20.11.2026, 09:05` on the clocks of Bishkek, wherever the reader and the server are.
    pub fn moment(self, moment: Timestamp) -> String {
        let here = moment.to_zoned(BISHKEK.clone()).datetime();
        format!("{}, {}", self.date_short(here.date()), self.time(here.time()))
    }

    /// Today, yesterday, in three days: how far a day is from another, in words.
    pub fn relative_day(self, day: Date, today: Date) -> String {
        // A span between two civil days cannot leave the range of days.
        let days = (day - today).get_days();
        match days {
            0 => self.t("time-today").into_owned(),
            -1 => self.t("time-yesterday").into_owned(),
            1 => self.t("time-tomorrow").into_owned(),
            ..0 => self.ta("time-days-ago", &[("n", days.unsigned_abs().into())]),
            _ => self.ta("time-in-days", &[("n", days.into())]),
        }
    }

    /// `1 234 567`, in English `1,234,567`
    pub fn integer(self, number: i64) -> String {
        let digits = number.unsigned_abs().to_string();
        let mut text = String::from(if number < 0 { "-" } else { "" });
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                text.push(if self.language == En { ',' } else { NO_BREAK });
            }
            text.push(digit);
        }
        text
    }

    /// A number with this many digits after the comma, in English after the point.
    /// A number that is none, such as a share of nothing, is a dash.
    pub fn decimal(self, number: f64, n_digits: usize) -> String {
        if !number.is_finite() {
            return "–".to_owned();
        }
        let plain = format!("{number:.n_digits$}");
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let Ok(whole_number) = whole.parse::<i64>() else { return plain };
        let mut text = self.integer(whole_number);
        // The sign of -0.4 is lost with its whole part, and -0 is no number people know.
        let is_zero = plain.bytes().all(|byte| matches!(byte, b'-' | b'0' | b'.'));
        if whole_number == 0 && whole.starts_with('-') && !is_zero {
            text.insert(0, '-');
        }
        if !fraction.is_empty() {
            text.push(if self.language == En { '.' } else { ',' });
            text.push_str(fraction);
        }
        text
    }

    /// A share between 0 and 1 as `12,5 %`
    pub fn percent(self, share: f64, n_digits: usize) -> String {
        let number = self.decimal(share * 100.0, n_digits);
        match self.language {
            Ru => format!("{number}{NO_BREAK}%"),
            Ky | Uz | En => format!("{number}%"),
        }
    }

    /// An amount in soms, given in tyiyns: `1 234,50 сом`. A whole amount is written without tyiyns.
    pub fn money(self, tyiyns: i64) -> String {
        let (soms, rest) = (tyiyns / 100, tyiyns.unsigned_abs() % 100);
        let mut text = self.integer(soms);
        if soms == 0 && tyiyns < 0 {
            text.insert(0, '-');
        }
        if rest > 0 {
            text.push_str(&format!("{}{rest:02}", if self.language == En { '.' } else { ',' }));
        }
        let som = match self.language {
            Ky | Ru => "сом",
            Uz | En => "som",
        };
        format!("{text}{NO_BREAK}{som}")
    }

    /// `a, b and c`
    pub fn list<T: AsRef<str>>(self, items: &[T]) -> String {
        let and = match self.language {
            Ky => "жана",
            Ru => "и",
            Uz => "va",
            En => "and",
        };
        match items {
            [] => String::new(),
            [only] => only.as_ref().to_owned(),
            [before @ .., last] => {
                let before: Vec<&str> = before.iter().map(AsRef::as_ref).collect();
                format!("{} {and} {}", before.join(", "), last.as_ref())
            }
        }
    }

    /// A number in the stored form, `+` and digits, in the groups people read it in.
    pub fn phone(self, stored: &str) -> String {
        let Some((groups, rest)) = PHONE_GROUPS.iter().find_map(|(code, groups)| {
            let rest = stored.strip_prefix(code)?;
            (groups.iter().sum::<usize>() == rest.len() && rest.is_ascii())
                .then_some((groups, rest))
        }) else {
            return stored.to_owned();
        };
        let mut text = stored[..stored.len() - rest.len()].to_owned();
        let mut rest = rest;
        for group in *groups {
            let (head, tail) = rest.split_at(*group);
            text.push(NO_BREAK);
            text.push_str(head);
            rest = tail;
        }
        text
    }
}

/// Country codes and the groups after them, for the countries people call home from.
/// A number that is not of these lengths is left as it is stored: a wrong grouping misleads.
const PHONE_GROUPS: &[(&str, &[usize])] = &[
    ("+996", &[3, 3, 3]),
    ("+998", &[2, 3, 2, 2]),
    ("+992", &[2, 3, 2, 2]),
    ("+971", &[2, 3, 4]),
    ("+7", &[3, 3, 2, 2]),
    ("+90", &[3, 3, 2, 2]),
    ("+82", &[2, 4, 4]),
    ("+48", &[3, 3, 3]),
    ("+86", &[3, 4, 4]),
    ("+1", &[3, 3, 4]),
    ("+44", &[4, 3, 3]),
];

/// How a number inside a sentence is written. Texts are left to the caller.
pub(super) fn number_in_a_sentence(language: Language, value: &Value<'_>) -> Option<String> {
    let Value::Number(number) = value else { return None };
    let tongue = super::in_language(language);
    let n_digits = number.options.minimum_fraction_digits.unwrap_or_else(|| {
        // As many digits as were given: 2.5 stays 2.5 and 3 stays 3.
        number.value.to_string().split_once('.').map_or(0, |(_, fraction)| fraction.len())
    });
    Some(tongue.decimal(number.value, n_digits))
}
