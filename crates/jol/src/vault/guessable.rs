//! How soon someone who tries likely passwords first would come to this one.
//!
//! A list of common passwords knows `password1234` and misses `Password1235!`. So the password is cut into the pieces
//! people make passwords of (favourite words, walks over a keyboard, years, repetitions, what is known of the person), in
//! the way that makes it easiest, and the bits of the pieces are added up. Common passwords of the allowed length fall
//! under the limit; a test walks thousands of them.
//!
//! The measure is coarse on purpose and never shown: it only refuses.

use std::{
    collections::{BTreeSet, HashMap},
    sync::LazyLock,
};

/// Under this many bits a password counts as common: a thousand tries a second would find it within a fortnight.
const ENOUGH_BITS: f32 = 30.0;

/// Whether the password is among the first anyone would try. `about` are words tied to the person: login, names, office.
pub fn is_guessable(password: &str, about: &[&str]) -> bool {
    let about: Vec<Vec<char>> = about
        .iter()
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
        .map(fold)
        .collect();
    bits(&fold(password), &about) < ENOUGH_BITS
}

/// Capital letters add little: people put them first, or everywhere.
fn fold(text: &str) -> Vec<char> {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// The bits of the easiest way to cut the password into pieces.
fn bits(password: &[char], about: &[Vec<char>]) -> f32 {
    let mut easiest = vec![f32::INFINITY; password.len() + 1];
    easiest[0] = 0.0;
    for start in 0..password.len() {
        let (before, rest) = password.split_at(start);
        let so_far = easiest[start];
        let mut piece = |length: usize, bits: f32| {
            easiest[start + length] = easiest[start + length].min(so_far + bits);
        };

        piece(1, if rest[0].is_ascii_digit() { 3.3 } else { 4.7 });
        for length in 1..=before.len().min(rest.len()) {
            if before.ends_with(&rest[..length]) {
                piece(length, 1.5);
            }
        }
        for word in about.iter().filter(|word| word.len() >= 3) {
            if begins_with(rest, word) {
                piece(word.len(), 3.0);
            }
        }
        for word in WORDS.iter() {
            if begins_with(rest, word) {
                piece(word.len(), 8.5);
            }
        }
        for walk in WALKS.get(&rest[0]).into_iter().flatten() {
            let length = walk.iter().zip(rest).take_while(|(a, b)| a == b).count();
            for length in 3..=length {
                piece(length, 5.0 + (length as f32).log2());
            }
        }
        if number(rest, 4).is_some_and(|year| (1930..2040).contains(&year)) {
            piece(4, 6.5);
        }
        // A day of birth, as 31012004.
        if let (Some(day), Some(month), Some(year)) = (
            number(rest, 2),
            rest.get(2..).and_then(|r| number(r, 2)),
            rest.get(4..).and_then(|r| number(r, 4)),
        ) && (1..=31).contains(&day)
            && (1..=12).contains(&month)
            && (1930..2040).contains(&year)
        {
            piece(8, 14.0);
        }
    }
    easiest[password.len()]
}

/// Whether the text begins with the word, also where it writes `p@ssw0rd`.
fn begins_with(text: &[char], word: &[char]) -> bool {
    let alike = |(&written, &meant): (&char, &char)| {
        written == meant
            || matches!(
                (written, meant),
                ('@' | '4', 'a')
                    | ('0', 'o' | 'о')
                    | ('3', 'e' | 'з')
                    | ('1' | '!', 'i' | 'l')
                    | ('$' | '5', 's')
                    | ('7', 't')
            )
    };
    text.len() >= word.len() && text.iter().zip(word).all(alike)
}

/// The number written in the first digits.
fn number(text: &[char], digits: usize) -> Option<u32> {
    text.get(..digits)?.iter().try_fold(0, |sum, c| Some(sum * 10 + c.to_digit(10)?))
}

/// What people in the region and everywhere like to use: greetings, names, places, teams, things, the service itself.
const FAVOURITES: &str = "
    password passwort pass passwd parol secret login user admin administrator root test guest welcome hello access
    master default changeme letmein letmeinnow iloveyou loveyou love lovely forever princess sunshine flower angel
    baby babygirl family mother father mama papa summer winter spring autumn monday friday january december
    dragon monkey tiger lion eagle wolf horse shadow superman batman spiderman naruto pokemon minecraft starwars
    football footbal soccer basketball baseball hockey liverpool barcelona chelsea arsenal manchester juventus realmadrid
    michael jordan daniel thomas andrew robert jennifer jessica ashley charlie alexander nikita maxim andrey sergey
    vladimir dmitry natasha tatiana svetlana marina elena anna maria ivan aibek azamat bakyt nurlan ulan aigul ainura
    aizada gulnara jyldyz cholpon meerim nurbek almaz ermek manas kanykei semetey
    computer internet google facebook instagram whatsapp telegram youtube samsung iphone apple windows microsoft
    chocolate cookie coffee banana orange cherry pepper ginger purple yellow silver golden diamond crystal
    money million dollar lucky freedom trustno freedom1 whatever nothing something killer hunter ranger matrix
    mustang ferrari porsche mercedes toyota lexus harley yamaha honda bmw audi
    abc qwe asd zxc qaz wsx xyz
    kyrgyzstan kyrgyz bishkek frunze osh jalalabad naryn talas batken issykkul karakol tokmok ala-too alatoo salam
    russia moscow rossiya moskva piter kazakhstan almaty astana uzbekistan tashkent turkey istanbul korea seoul dubai
    jol migrant migration returnee office officer work job employment ministry centre center support service
    государство министерство
    пароль привет любовь люблю солнце солнышко котенок кошка собака зайка малыш мама папа семья дочка сынок друзья
    друг счастье жизнь россия москва спартак зенит динамо наташа сергей андрей максим марина светлана александр
    дмитрий владимир анастасия екатерина виктория кристина екатерина николай татьяна ольга елена иван
    админ администратор пользователь логин секрет доступ работа офис центр служба миграция мигрант
    салам кыргызстан кыргыз бишкек ош нарын талас манас айгуль айгүл нурлан азамат айбек бакыт жылдыз чолпон жол
    жумуш апа ата эне мектеп ырыс бакыт сүйүү
    parol salom ozbekiston toshkent vatan sevgi
    +996 996 +7 777 555 007 666 911 999
";

const ROWS_AND_ORDERS: [&str; 19] = [
    "1234567890-=",
    "01234567890",
    "qwertyuiop[]",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "abcdefghijklmnopqrstuvwxyz",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
    "qazwsxedcrfvtgbyhnujmikolp",
    "qawsedrftgyhujikolp",
    "!@#$%^&*()_+",
    "147258369",
    "йцукенгшщзхъ",
    "фывапролджэ",
    "ячсмитьбю.",
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "1й2ц3у4к5е6н7г8ш9щ0з",
    "йфяцычувскамепинртгоьшлбщдюзж",
];

/// The favourites, and the Russian and Kyrgyz ones as they come out when the keyboard stands on Latin: `gfhjkm`.
static WORDS: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| {
    let words = FAVOURITES.split_whitespace().map(fold);
    let words: BTreeSet<_> = words.flat_map(|word| [on_latin_keys(&word), word]).collect();
    words.into_iter().collect()
});

/// The rows and orders, forwards and backwards, from every key on, by that key.
static WALKS: LazyLock<HashMap<char, Vec<Vec<char>>>> = LazyLock::new(|| {
    let mut walks = HashMap::<_, Vec<_>>::new();
    for row in ROWS_AND_ORDERS {
        let forwards = fold(row);
        let backwards = forwards.iter().rev().copied().collect();
        for walk in [forwards, backwards] {
            for (from, &key) in walk.iter().enumerate() {
                walks.entry(key).or_default().push(walk[from..].to_vec());
            }
        }
    }
    walks
});

fn on_latin_keys(word: &[char]) -> Vec<char> {
    const RUSSIAN: &str = "йцукенгшщзхъфывапролджэячсмитьбюё";
    const LATIN: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
    word.iter()
        .map(|&c| {
            RUSSIAN
                .chars()
                .position(|key| key == c)
                .and_then(|at| LATIN.chars().nth(at))
                .unwrap_or(c)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_passwords_that_people_choose_first_are_refused() {
        let common = [
            "123456789012",
            "1234567890123456",
            "qwerty123456",
            "Qwerty12345!",
            "qwertyuiop[]",
            "1q2w3e4r5t6y",
            "1qaz2wsx3edc",
            "йцукенгшщзхъ",
            "йцукенгшщз12",
            "Йцукен123456",
            "gfhjkmgfhjkm",
            "ghbdtn123456",
            "ПарольПароль1",
            "пароль123456",
            "passwordpassword",
            "Password2024!",
            "P@ssw0rd1234",
            "p@$$w0rd2025",
            "iloveyou1234",
            "aaaaaaaaaaaa",
            "abcabcabcabc",
            "111111222222",
            "0101199001011990",
            "administrator",
            "welcome12345",
            "Кыргызстан2026",
            "Bishkek-2026",
            "+996555123456",
            "manas1234567",
            "basketball12",
            "987654321098",
            "zaq12wsxcde3",
        ];
        for password in common {
            assert!(is_guessable(password, &[]), "{password}");
        }
    }

    #[test]
    fn three_thousand_rule_made_favourites_are_refused() {
        let endings = ["1", "1!", "123", "12345", "2024", "2026!", "1990", "qwerty"];
        let mut tried = BTreeSet::new();
        for word in WORDS.iter() {
            let word: String = word.iter().collect();
            for ending in endings {
                tried.extend([
                    format!("{word}{ending}"),
                    format!("{word}{word}{ending}"),
                    format!("{ending}{word}"),
                ]);
            }
        }
        tried.retain(|password| password.chars().count() >= 12);
        assert!(tried.len() >= 3000, "only {}", tried.len());
        let missed: Vec<_> = tried.iter().filter(|password| !is_guessable(password, &[])).collect();
        assert!(missed.is_empty(), "{} of {}: {missed:?}", missed.len(), tried.len());
    }

    #[test]
    fn passwords_with_some_thought_in_them_pass() {
        let good = [
            "vq8Rz!tL0pXk",
            "correct horse battery staple",
            "семь коров пьют чай",
            "жети уй чай ичет кечинде",
            "tuman-kalpak-yrgak-92",
            "839260748351",
            "Тулпар жана 3 кой",
        ];
        for password in good {
            assert!(!is_guessable(password, &[]), "{password}: {}", bits(&fold(password), &[]));
        }
    }

    #[test]
    fn what_is_known_of_the_person_counts_for_little() {
        assert!(!is_guessable("toktogulova.zamira7", &[]));
        assert!(is_guessable("toktogulova.zamira7", &["Zamira", "Toktogulova"]));
        assert!(is_guessable("toktogulova.zamira7", &["zamira.toktogulova@example.org"]));
    }

    #[test]
    fn the_longest_password_is_weighed_too() {
        assert!(is_guessable(&"ab".repeat(64), &[]));
        assert!(!is_guessable(&"vq8Rz!tL0pXk№Ж".repeat(9), &[]));
        assert!(is_guessable("", &[]));
    }
}
