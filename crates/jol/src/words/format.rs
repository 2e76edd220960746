//! Days, numbers, money and lists as each language writes them.
//!
//! Our own tables instead of ready data, because the ready data is not what people here write:
//! see the reasons beside the cases in the tests. A space inside a number never breaks a line.

use std::sync::LazyLock;

use domain::{
    language::Language::{self, En, Ky, Ru, Uz},
    phone::Phone,
};
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

    /// A number that was counted no further than one behind `most`: `1 000+`
    pub fn up_to(self, n: i64, most: i64) -> String {
        let more = if n > most { "+" } else { "" };
        format!("{}{more}", self.integer(n.min(most)))
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

    /// A number in the groups people read it in, which stay on one line.
    pub fn phone(self, phone: &Phone) -> String {
        phone.to_string().replace(' ', &NO_BREAK.to_string())
    }
}

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

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};
    use proptest::prelude::*;

    use super::*;
    use crate::words::in_language;

    /// One row per language, in the order of `Language::ALL`.
    fn in_all(say: impl Fn(Tongue) -> String) -> [String; 4] {
        Language::ALL.map(|language| say(in_language(language)).replace(NO_BREAK, "_"))
    }

    #[test]
    fn days_are_written_as_people_write_them() {
        let day = date(2026, 11, 20);
        // The ready data writes `y-dd-MM` and `d/M/yy` for Kyrgyz and `MM/dd/y` for English. Papers
        // here have points, and one page is read by people of two languages.
        assert_eq!(in_all(|tongue| tongue.date_short(day)), ["20.11.2026"; 4]);
        assert_eq!(in_language(Ky).date_short(date(1990, 3, 7)), "07.03.1990");
        // For Kyrgyz the ready data has «2026-ж., 20-ноябрь», which nobody writes out.
        assert_eq!(
            in_all(|tongue| tongue.date_long(day)),
            [
                "2026-жылдын 20-ноябры",
                "20 ноября 2026 года",
                "2026-yil 20-noyabr",
                "20 November 2026"
            ]
        );
        assert_eq!(
            in_all(|tongue| tongue.month_year(day)),
            ["2026-жылдын ноябры", "ноябрь 2026 года", "2026-yil noyabr", "November 2026"]
        );
    }

    #[test]
    fn kyrgyz_marks_each_month_by_its_last_sound() {
        let months: Vec<String> = (1..=12)
            .map(|month| in_language(Ky).date_long(date(2026, month, 1)))
            .map(|text| text.rsplit('-').next().unwrap().to_owned())
            .collect();
        assert_eq!(
            months.join(" "),
            "январы февралы марты апрели майы июну июлу августу сентябры октябры ноябры декабры"
        );
    }

    #[test]
    fn moments_are_told_by_the_clocks_of_bishkek() {
        // Twenty to eight in the evening in London is already the next day here.
        let moment: Timestamp = "2026-11-20T19:40:59Z".parse().unwrap();
        assert_eq!(in_all(|tongue| tongue.moment(moment)), ["21.11.2026, 01:40"; 4]);
        // The country had summer time until 2005, and old entries keep the hour of their day.
        let moment: Timestamp = "2004-07-01T06:00:00Z".parse().unwrap();
        assert_eq!(in_language(Ky).moment(moment), "01.07.2004, 12:00");
        assert_eq!(in_language(En).time(time(9, 5, 0, 0)), "09:05");
    }

    #[test]
    fn days_near_today_are_told_in_words() {
        let today = date(2026, 3, 1);
        let cases = [
            (date(2026, 3, 1), ["бүгүн", "сегодня", "bugun", "today"]),
            (date(2026, 2, 28), ["кечээ", "вчера", "kecha", "yesterday"]),
            (date(2026, 3, 2), ["эртең", "завтра", "ertaga", "tomorrow"]),
            (date(2026, 2, 26), ["3 күн мурун", "3 дня назад", "3 kun oldin", "3 days ago"]),
            (
                date(2026, 3, 22),
                ["21 күндөн кийин", "через 21 день", "21 kundan keyin", "in 21 days"],
            ),
            (
                date(2023, 3, 1),
                ["1_096 күн мурун", "1_096 дней назад", "1_096 kun oldin", "1,096 days ago"],
            ),
        ];
        for (day, expected) in cases {
            assert_eq!(in_all(|tongue| tongue.relative_day(day, today)), expected, "{day}");
        }
    }

    #[test]
    fn numbers_are_grouped_and_never_broken() {
        let cases = [
            (0, ["0"; 4]),
            (999, ["999"; 4]),
            // Four digits are grouped too, so that a column of amounts lines up.
            (1_234, ["1_234", "1_234", "1_234", "1,234"]),
            (-1_234_567, ["-1_234_567", "-1_234_567", "-1_234_567", "-1,234,567"]),
            (
                i64::MIN,
                [
                    "-9_223_372_036_854_775_808",
                    "-9_223_372_036_854_775_808",
                    "-9_223_372_036_854_775_808",
                    "-9,223,372,036,854,775,808",
                ],
            ),
        ];
        for (number, expected) in cases {
            assert_eq!(in_all(|tongue| tongue.integer(number)), expected);
        }
    }

    #[test]
    fn fractions_follow_a_comma_except_in_english() {
        let cases = [
            (1_234.5, 1, "1_234,5", "1,234.5"),
            (1_234.5, 0, "1_234", "1,234"),
            (-0.4, 1, "-0,4", "-0.4"),
            (-0.04, 1, "0,0", "0.0"),
            (2.0, 2, "2,00", "2.00"),
            (f64::NAN, 1, "–", "–"),
        ];
        for (number, n_digits, kyrgyz, english) in cases {
            let said = in_all(|tongue| tongue.decimal(number, n_digits));
            assert_eq!(said, [kyrgyz, kyrgyz, kyrgyz, english], "{number} {n_digits}");
        }
    }

    #[test]
    fn a_share_is_a_percentage() {
        // Only Russian sets the sign apart.
        assert_eq!(
            in_all(|tongue| tongue.percent(0.125, 1)),
            ["12,5%", "12,5_%", "12,5%", "12.5%"]
        );
        assert_eq!(in_all(|tongue| tongue.percent(1.0, 0)), ["100%", "100_%", "100%", "100%"]);
    }

    #[test]
    fn money_is_in_soms() {
        // No sign: no font people have knows U+20C0. In Russian it is «сом», not «киргизский сом».
        // In Uzbek it is `som`: a `soʻm` is the money of Uzbekistan, worth a hundredth of it.
        let cases = [
            (123_450, ["1_234,50_сом", "1_234,50_сом", "1_234,50_som", "1,234.50_som"]),
            (10_000_000, ["100_000_сом", "100_000_сом", "100_000_som", "100,000_som"]),
            (5, ["0,05_сом", "0,05_сом", "0,05_som", "0.05_som"]),
            (-5, ["-0,05_сом", "-0,05_сом", "-0,05_som", "-0.05_som"]),
            (-123_400, ["-1_234_сом", "-1_234_сом", "-1_234_som", "-1,234_som"]),
        ];
        for (tyiyns, expected) in cases {
            assert_eq!(in_all(|tongue| tongue.money(tyiyns)), expected, "{tyiyns}");
        }
    }

    #[test]
    fn the_last_of_a_list_is_joined_by_a_word() {
        let none: [&str; 0] = [];
        assert_eq!(in_all(|tongue| tongue.list(&none)), [""; 4]);
        assert_eq!(in_all(|tongue| tongue.list(&["a"])), ["a"; 4]);
        assert_eq!(
            in_all(|tongue| tongue.list(&["a", "b"])),
            ["a жана b", "a и b", "a va b", "a and b"]
        );
        // English has no comma before the last, as plain English is written.
        assert_eq!(
            in_all(|tongue| tongue.list(&["a", "b", "c"])),
            ["a, b жана c", "a, b и c", "a, b va c", "a, b and c"]
        );
    }

    #[test]
    fn a_phone_number_stays_on_one_line() {
        let phone = Phone::parse("+996555123456").unwrap();
        assert_eq!(in_all(|tongue| tongue.phone(&phone)), ["+996_555_123_456"; 4]);
    }

    proptest! {
        #[test]
        fn grouping_keeps_every_digit(number: i64) {
            for language in Language::ALL {
                let text = in_language(language).integer(number);
                let digits: String = text.chars().filter(|c| !matches!(c, ',' | '\u{a0}')).collect();
                prop_assert_eq!(digits, number.to_string());
            }
        }

        #[test]
        fn money_and_whole_numbers_agree(soms in -1_000_000_000_i64..1_000_000_000) {
            for language in Language::ALL {
                let tongue = in_language(language);
                prop_assert!(tongue.money(soms * 100).starts_with(&tongue.integer(soms)));
            }
        }
    }
}
