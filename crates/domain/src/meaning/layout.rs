//! The keyboard was in the other layout: `gjdfh` is `повар`, `щзукфещк` is `operator`.

/// The keys of a Russian keyboard, each with the sign it gives in the Latin layout.
const KEYS: [(char, char); 35] = [
    ('й', 'q'),
    ('ц', 'w'),
    ('у', 'e'),
    ('к', 'r'),
    ('е', 't'),
    ('н', 'y'),
    ('г', 'u'),
    ('ш', 'i'),
    ('щ', 'o'),
    ('з', 'p'),
    ('х', '['),
    ('ъ', ']'),
    ('ф', 'a'),
    ('ы', 's'),
    ('в', 'd'),
    ('а', 'f'),
    ('п', 'g'),
    ('р', 'h'),
    ('о', 'j'),
    ('л', 'k'),
    ('д', 'l'),
    ('ж', ';'),
    ('э', '\''),
    ('я', 'z'),
    ('ч', 'x'),
    ('с', 'c'),
    ('м', 'v'),
    ('и', 'b'),
    ('т', 'n'),
    ('ь', 'm'),
    ('б', ','),
    ('ю', '.'),
    ('ё', '`'),
    (',', '?'),
    ('.', '/'),
];

/// What was meant if the Russian layout was wanted. Text that is Cyrillic already stays.
pub fn to_cyrillic(typed: &str) -> String {
    let turn = |c: char| KEYS.iter().find(|(_, latin)| *latin == c).map_or(c, |(cyr, _)| *cyr);
    typed.chars().map(turn).collect()
}

/// What was meant if the Latin layout was wanted.
pub fn to_latin(typed: &str) -> String {
    let turn = |c: char| KEYS.iter().find(|(cyr, _)| *cyr == c).map_or(c, |(_, latin)| *latin);
    typed.chars().map(turn).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_other_layout() {
        let cases = [
            ("gjdfh", "повар"),
            ("'ktrnhbr", "электрик"),
            ("djlbntkm nfrcb", "водитель такси"),
            ("jabwbfyn", "официант"),
            (",e[ufknth", "бухгалтер"),
        ];
        for (typed, meant) in cases {
            assert_eq!(to_cyrillic(typed), meant);
            assert_eq!(to_latin(meant), typed);
        }
        assert_eq!(to_latin("щзукфещк"), "operator");
    }
}
