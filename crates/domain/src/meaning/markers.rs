//! What stands in a text beside the work: numbers, years, grades, shifts, single letters. Of those, only the category of a
//! driving licence says what somebody does.

use super::tidy::Word;

/// The words that say something, in order. `кат. C`, `категория С`, `C toifa` become one word each: `katc`.
pub fn cut(words: &[Word]) -> Vec<Word> {
    let is_category = |at: usize| words.get(at).is_some_and(|word| names_category(&word.text));
    let is_letter = |at: usize| words.get(at).is_some_and(|word| category(&word.text).is_some());
    let mut kept = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        if let Some(category) = category(&word.text) {
            let before = at.checked_sub(1);
            let stands_beside = before.is_some_and(|at| is_category(at) || is_letter(at))
                || is_category(at + 1)
                || is_letter(at + 1);
            if stands_beside || word.text == "ce" {
                kept.push(Word { text: category.to_owned(), ..word.clone() });
            }
        } else if word.text.chars().count() > 1 && word.text.chars().any(char::is_alphabetic) {
            kept.push(word.clone());
        }
    }
    kept
}

fn names_category(word: &str) -> bool {
    let begins = ["категор", "kategor", "categor", "toifa", "тоифа"];
    matches!(word, "кат" | "cat" | "kat" | "права" | "cdl")
        || begins.iter().any(|b| word.starts_with(b))
}

/// The highest category of those named by a letter or two, in either alphabet.
fn category(word: &str) -> Option<&'static str> {
    Some(match word {
        "b" | "в" | "б" => "katb",
        "c" | "с" | "bc" | "вс" => "katc",
        "d" | "д" => "katd",
        "e" | "е" | "ce" | "се" => "kate",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meaning::tidy;

    #[test]
    fn numbers_go_and_categories_become_words() {
        let cases = [
            ("сварщик 5 разряда, 2016-2020", "сварщик разряда"),
            ("водитель кат. C, E", "водитель кат katc kate"),
            ("водитель категории С", "водитель категории katc"),
            ("B kategoriya haydovchi", "katb kategoriya haydovchi"),
            ("Driver CE", "driver kate"),
            ("в школе с детьми", "школе детьми"),
            ("1С", "1с"),
            ("60/30 12 000 $", ""),
        ];
        for (text, expected) in cases {
            let kept: Vec<String> =
                cut(&tidy::words(text)).into_iter().map(|word| word.text).collect();
            assert_eq!(kept.join(" "), expected, "{text}");
        }
    }
}
