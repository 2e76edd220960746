//! How one name is spelt by a clerk who writes Kyrgyz, by one who writes Russian, and in a passport.

/// The habits of a clerk who writes Kyrgyz names in Russian.
#[derive(Clone, Copy, Debug)]
pub struct RussianHabit {
    /// -гуль for -гүл
    pub soft_sign: bool,
    /// Дж for Ж at the start
    pub dj: bool,
}

/// How a passport office romanises. One person's names follow one habit.
#[derive(Clone, Copy, Debug)]
pub struct LatinHabit {
    /// for ж: ZH, J, DZH or DJ
    pub zh: &'static str,
    /// й as I, else Y
    pub short_i: bool,
    /// х as KH, else H
    pub kh: bool,
    /// ю and я as IU and IA, else YU and YA
    pub iu: bool,
    /// ң as NG, else N
    pub ng: bool,
    /// ы as I, else Y
    pub back_i: bool,
}

impl LatinHabit {
    /// What most passports do.
    pub const USUAL: Self =
        Self { zh: "ZH", short_i: true, kh: true, iu: true, ng: false, back_i: false };
}

/// The name as a Russian document has it.
pub fn russian(name: &str, habit: RussianHabit) -> String {
    let mut spelt = String::with_capacity(name.len() + 4);
    if habit.dj && name.starts_with('Ж') {
        spelt.push('Д');
        spelt.push('ж');
        push_russian(&name['Ж'.len_utf8()..], &mut spelt);
    } else {
        push_russian(name, &mut spelt);
    }
    if habit.soft_sign && name.ends_with("гүл") {
        spelt.push('ь');
    }
    spelt
}

fn push_russian(name: &str, spelt: &mut String) {
    spelt.extend(name.chars().map(|letter| match letter {
        'ү' => 'у',
        'Ү' => 'У',
        'ө' => 'о',
        'Ө' => 'О',
        'ң' => 'н',
        'Ң' => 'Н',
        other => other,
    }));
}

/// The name in capitals, as a passport has it. Letters outside Cyrillic stay as they are.
pub fn passport(name: &str, habit: LatinHabit) -> String {
    let mut spelt = String::with_capacity(name.len() + 4);
    // дж is one sound: the passport does not write its first half twice.
    let mut after_d = false;
    for letter in name.chars().flat_map(char::to_lowercase) {
        if letter == 'ж' && after_d {
            spelt.pop();
        }
        after_d = letter == 'д';
        spelt.push_str(match letter {
            'а' => "A",
            'б' => "B",
            'в' => "V",
            'г' => "G",
            'д' => "D",
            'е' | 'ё' | 'э' => "E",
            'ж' => habit.zh,
            'з' => "Z",
            'и' => "I",
            'й' if habit.short_i => "I",
            'й' => "Y",
            'к' => "K",
            'л' => "L",
            'м' => "M",
            'н' => "N",
            'ң' if habit.ng => "NG",
            'ң' => "N",
            'о' | 'ө' => "O",
            'п' => "P",
            'р' => "R",
            'с' => "S",
            'т' => "T",
            'у' | 'ү' => "U",
            'ф' => "F",
            'х' if habit.kh => "KH",
            'х' => "H",
            'ц' => "TS",
            'ч' => "CH",
            'ш' => "SH",
            'щ' => "SHCH",
            'ъ' | 'ь' => "",
            'ы' if habit.back_i => "I",
            'ы' => "Y",
            'ю' if habit.iu => "IU",
            'ю' => "YU",
            'я' if habit.iu => "IA",
            'я' => "YA",
            other => {
                spelt.extend(other.to_uppercase());
                continue;
            }
        });
    }
    spelt
}

/// Capitals only at the start of words and after hyphens, for a Latin record that a person typed.
/// уулу, кызы and тегин stay small.
pub fn title_case(capitals: &str) -> String {
    let mut spelt = String::with_capacity(capitals.len());
    for (at, word) in capitals.split(' ').enumerate() {
        if at > 0 {
            spelt.push(' ');
        }
        let mut starts = !matches!(word, "UULU" | "KYZY" | "KIZI" | "TEGIN");
        for letter in word.chars() {
            spelt.push(if starts { letter } else { letter.to_ascii_lowercase() });
            starts = letter == '-';
        }
    }
    spelt
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_russian_clerk_drops_the_three_letters_and_follows_a_habit() {
        let plain = RussianHabit { soft_sign: false, dj: false };
        let old = RussianHabit { soft_sign: true, dj: true };
        let cases = [
            ("Өмүрбек", "Омурбек", "Омурбек"),
            ("Жаңылгүл", "Жанылгул", "Джанылгуль"),
            ("Дүйшөнбек уулу", "Дуйшонбек уулу", "Дуйшонбек уулу"),
            ("Иванов", "Иванов", "Иванов"),
        ];
        for (name, expected_plain, expected_old) in cases {
            assert_eq!(russian(name, plain), expected_plain);
            assert_eq!(russian(name, old), expected_old);
        }
    }

    #[test]
    fn a_passport_follows_one_habit() {
        let other =
            LatinHabit { zh: "J", short_i: false, kh: false, iu: false, ng: true, back_i: true };
        let cases = [
            ("Жыргалбек", "ZHYRGALBEK", "JIRGALBEK"),
            ("Джумаза", "ZHUMAZA", "JUMAZA"),
            ("Чоңкоев", "CHONKOEV", "CHONGKOEV"),
            ("Айгүл", "AIGUL", "AYGUL"),
            ("Юсуров Хахаз", "IUSUROV KHAKHAZ", "YUSUROV HAHAZ"),
            ("Наталья", "NATALIA", "NATALYA"),
            ("Щербаков-Ёлкин", "SHCHERBAKOV-ELKIN", "SHCHERBAKOV-ELKIN"),
        ];
        for (name, usual, expected) in cases {
            assert_eq!(passport(name, LatinHabit::USUAL), usual);
            assert_eq!(passport(name, other), expected);
        }
    }

    #[test]
    fn a_typed_latin_name_has_capitals_where_people_put_them() {
        assert_eq!(title_case("ZHAKSHYLYK UULU"), "Zhakshylyk uulu");
        assert_eq!(title_case("ISAKOVA-ABAEVA"), "Isakova-Abaeva");
    }
}
