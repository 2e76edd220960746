//! Dates, sexes, phones and numbers as files write them. An unreadable one is unknown, never an error:
//! a record is compared by what can be read of it.

/// A day as the digits YYYYMMDD, four bits each; month and day are 0 where only the year is known. 0 is
/// unknown.
pub type Day = u32;

/// The first of January, where unknown birthdays go.
pub const NEW_YEAR: u32 = 0x0101;

pub fn year(day: Day) -> u32 {
    day >> 16
}

/// Month and day.
pub fn day_of_year(day: Day) -> u32 {
    day & 0xffff
}

/// The digits of a number as four bits each.
fn packed(mut number: u32) -> Day {
    let mut all = 0;
    for place in 0..8 {
        all |= (number % 10) << (4 * place);
        number /= 10;
    }
    all
}

pub const FEMALE: u8 = 1;
pub const MALE: u8 = 2;

/// 2001-02-28, 28.02.2001, 28/2/2001, 20010228, 28 Feb 2001, 2001; a day 00 or XX is unknown.
pub fn day(text: &str) -> Day {
    packed(number_of_day(text))
}

fn number_of_day(text: &str) -> u32 {
    let mut parts = [0u32; 3];
    let mut lengths = [0usize; 3];
    let mut n_parts = 0;
    let month_named = month_named(text);
    for part in text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).take(3) {
        parts[n_parts] = part.get(..8).unwrap_or(part).parse().unwrap_or(0);
        lengths[n_parts] = part.len();
        n_parts += 1;
    }
    let (year, month, day) = match (n_parts, month_named) {
        (1, None) if lengths[0] == 8 => {
            let (head, tail) = (parts[0] / 10_000, parts[0] % 10_000);
            if is_year(head) || !is_year(tail) {
                (head, tail / 100, tail % 100)
            } else {
                (tail, head % 100, head / 100)
            }
        }
        (1, None) if lengths[0] == 4 => (parts[0], 0, 0),
        (1, Some(month)) => (parts[0], month, 0),
        (2, Some(month)) if lengths[0] == 4 => (parts[0], month, parts[1]),
        (2, Some(month)) => (full_year(parts[1], lengths[1]), month, parts[0]),
        (2, None) if lengths[0] == 4 => (parts[0], parts[1], 0),
        (2, None) if lengths[1] == 4 => (parts[1], parts[0], 0),
        (3, _) if lengths[0] == 4 => (parts[0], parts[1], parts[2]),
        (3, _) => (full_year(parts[2], lengths[2]), parts[1], parts[0]),
        _ => return 0,
    };
    if !is_year(year) {
        return 0;
    }
    if month == 0 || month > 99 || day > 99 {
        return year * 10_000;
    }
    // A month above twelve beside a day that could be one: they changed places.
    if month > 12 && (1..=12).contains(&day) && month <= 31 {
        return year * 10_000 + day * 100 + month;
    }
    year * 10_000 + month * 100 + day
}

fn is_year(year: u32) -> bool {
    (1880..2100).contains(&year)
}

fn full_year(year: u32, length: usize) -> u32 {
    match length {
        2 if year < 30 => 2000 + year,
        2 => 1900 + year,
        _ => year,
    }
}

fn month_named(text: &str) -> Option<u32> {
    const MONTHS: [&[&str]; 12] = [
        &["jan", "янв"],
        &["feb", "фев"],
        &["mar", "мар"],
        &["apr", "апр"],
        &["may", "мая", "май"],
        &["jun", "июн"],
        &["jul", "июл"],
        &["aug", "авг"],
        &["sep", "сен"],
        &["oct", "окт"],
        &["nov", "ноя"],
        &["dec", "дек"],
    ];
    if !text.contains(char::is_alphabetic) {
        return None;
    }
    let text = text.to_lowercase();
    let place = MONTHS.iter().position(|names| names.iter().any(|name| text.contains(name)));
    place.map(|place| place as u32 + 1)
}

/// F, female, ж, жен., аял, ayol; M, male, м, муж., эркек, erkak; 0 is unknown.
pub fn sex(text: &str) -> u8 {
    let text = text.trim().to_lowercase();
    const FEMALES: &[&str] =
        &["f", "female", "w", "woman", "ж", "жен", "женский", "аял", "ayol", "а", "k", "2"];
    const MALES: &[&str] =
        &["m", "male", "man", "м", "муж", "мужской", "эркек", "erkak", "э", "e", "1"];
    match text.trim_end_matches('.') {
        one if FEMALES.contains(&one) => FEMALE,
        one if MALES.contains(&one) => MALE,
        _ => 0,
    }
}

/// The digits of a number with its country; those of Kyrgyzstan and Russia may lack it.
pub fn phone(text: &str) -> String {
    // Two numbers in one field: the first is the one people answer.
    let first = text
        .split([',', ';', '/'])
        .find(|part| part.bytes().any(|b| b.is_ascii_digit()))
        .unwrap_or("");
    let digits: String = first.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.strip_prefix("00").unwrap_or(&digits);
    match (digits.len(), digits.as_bytes()) {
        (..=5, _) => String::new(),
        (_, [first, rest @ ..]) if rest.iter().all(|digit| digit == first) => String::new(),
        (10, [b'0', ..]) => format!("996{}", &digits[1..]),
        (9, _) => format!("996{digits}"),
        (11, [b'8', ..]) => format!("7{}", &digits[1..]),
        (10, [b'9', ..]) => format!("7{digits}"),
        _ => digits.to_owned(),
    }
}

/// A personal number: its letters and digits, and the birthday inside it where it has that layout.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pin {
    pub text: String,
    /// The birthday in a well-formed number of this country: 1 or 2, DDMMYYYY, five digits.
    pub born: Day,
}

impl Pin {
    pub fn parse(text: &str) -> Self {
        let mut pin: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
        pin.make_ascii_uppercase();
        // A spreadsheet may have turned the number into 2.01019901234E13; nothing can be read of that.
        let spoilt = text.contains(['.', ',']) && pin.contains('E');
        let one_sign = pin.bytes().all(|b| Some(b) == pin.bytes().next());
        if spoilt || one_sign || pin.len() < 5 {
            return Self::default();
        }
        let born = Self::born(&pin);
        Self { text: pin, born }
    }

    fn born(pin: &str) -> Day {
        let digits = pin.as_bytes();
        if digits.len() != 14
            || !digits.iter().all(u8::is_ascii_digit)
            || !matches!(digits[0], b'1' | b'2')
        {
            return 0;
        }
        let number = |from: usize, to: usize| pin[from..to].parse::<u32>().unwrap_or(0);
        let (day, month, year) = (number(1, 3), number(3, 5), number(5, 9));
        if (1..=31).contains(&day) && (1..=12).contains(&month) && is_year(year) {
            packed(year * 10_000 + month * 100 + day)
        } else {
            0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_in_the_usual_forms() {
        for text in [
            "2001-02-28",
            "28.02.2001",
            "28/2/2001",
            "20010228",
            "28022001",
            "28-02-2001",
            "28.02.2001 г.",
            "28 Feb 2001",
            "28 февраля 2001",
            "28.02.01",
            "2001.02.28",
            "02/28/2001",
            "2001-02-28 00:00:00",
        ] {
            assert_eq!(day(text), 0x20010228, "{text:?}");
        }
        for (text, expected) in [
            ("", 0),
            ("-", 0),
            ("unknown", 0),
            ("1990", 0x19900000),
            ("00.00.1990", 0x19900000),
            ("1990-00-00", 0x19900000),
            ("XX.XX.1990", 0x19900000),
            ("99.99.9999", 0),
            ("01.05.87", 0x19870501),
        ] {
            assert_eq!(day(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_phone_has_one_form() {
        for text in [
            "+996 555 123-456",
            "0555123456",
            "555 12 34 56",
            "00996555123456",
            "996555123456",
            "+996555123456, 0700111222",
        ] {
            assert_eq!(phone(text), "996555123456", "{text:?}");
        }
        assert_eq!(phone("8 (912) 345-67-89"), phone("+79123456789"));
        assert_eq!(
            (phone(""), phone("12"), phone("0000000000")),
            (String::new(), String::new(), String::new())
        );
    }

    #[test]
    fn a_number_may_carry_a_birthday() {
        assert_eq!(
            Pin::parse("1 2802 2001 00123"),
            Pin { text: "12802200100123".into(), born: 0x20010228 }
        );
        assert_eq!(Pin::parse("5304218"), Pin { text: "5304218".into(), born: 0 });
        assert_eq!(Pin::parse("13502200100123").born, 0);
        for nothing in ["", "0", "00000000000000", "2.01019901234E+13", "-"] {
            assert_eq!(Pin::parse(nothing), Pin::default(), "{nothing:?}");
        }
    }

    #[test]
    fn a_sex_is_read_in_four_languages() {
        assert!(["F", "ж", "Жен.", "аял", "female"].iter().all(|text| sex(text) == FEMALE));
        assert!(["M", "м", "Муж.", "эркек", "male"].iter().all(|text| sex(text) == MALE));
        assert_eq!((sex(""), sex("?")), (0, 0));
    }
}
