//! Labels, and the words they are made of: what a text is laid beside.
//!
//! A word of the text meets a word of a label if they are the same, have a stem in common, or look alike; it is worth less
//! in this order. What a label has of that, weighed by how rare each word is, is how well the label fits.

use std::{collections::BTreeMap, ops::Range};

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    grams::{Looks, SAME},
    letters, markers,
    stem::Stems,
    tidy::{self, Word},
    whole::rarity,
    written::Written,
};

/// Of a thousand: how much a word counts that has a stem in common, or looks almost the same.
const SAME_STEM: u64 = 950;
const LOOKS_MOST: u64 = 900;
/// Below this likeness words are strangers.
const LOOKS_LEAST: u32 = 450;
/// How many words that look alike are considered, and the fewest letters they have.
const MOST_ALIKE: usize = 60;
const LEAST_LETTERS: usize = 4;
/// Words that say nothing of work count a quarter.
const NOTHING: u64 = 4;
/// Added to what a word says of all targets, so that a word of one label is not taken for certain.
const DOUBT: u64 = 300;

/// A way to call something.
#[derive(Clone, Debug)]
pub struct Label {
    pub text: String,
    /// What is called so, by number.
    pub target: u16,
    /// A part of the target, by number.
    pub part: Option<u32>,
    /// Of a thousand.
    pub weight: u64,
}

pub struct Lexicon {
    written: Written,
    stems: Stems,
    nothing: FxHashSet<String>,
    nothing_stems: FxHashSet<String>,
    by_key: FxHashMap<String, u32>,
    by_stem: FxHashMap<String, Vec<u32>>,
    looks: Looks,
    words: Vec<Known>,
    labels: Vec<Indexed>,
    /// For each place of each label: how rare the word there is.
    places: Vec<u64>,
}

/// A word that stands in a label.
struct Known {
    says_nothing: bool,
    rarity: u64,
    labels: Vec<(u32, u32)>,
    /// What it says of each target it stands for, of a thousand.
    says: Vec<(u16, u64)>,
}

struct Indexed {
    target: u16,
    part: Option<u32>,
    weight: u64,
    places: Range<u32>,
    total: u64,
}

/// How well a target fits a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fit {
    pub target: u16,
    /// The best label's, and that of the second best.
    pub best: u64,
    pub second: u64,
    /// Of a thousand: how much of the best label was found.
    pub found: u64,
    /// The part whose label fits best, and how well.
    pub part: Option<(u32, u64)>,
    /// What all words together say of it.
    pub says: u64,
    /// The places of the words in the text it rests on.
    pub words: Vec<usize>,
}

impl Lexicon {
    pub fn new<'a>(
        labels: &[Label],
        written: Written,
        nothing: impl IntoIterator<Item = &'a str>,
        n_targets: usize,
    ) -> Self {
        let mut lexicon = Self {
            written,
            stems: Stems::default(),
            nothing: FxHashSet::default(),
            nothing_stems: FxHashSet::default(),
            by_key: FxHashMap::default(),
            by_stem: FxHashMap::default(),
            looks: Looks::default(),
            words: Vec::new(),
            labels: Vec::with_capacity(labels.len()),
            places: Vec::new(),
        };
        for word in nothing.into_iter().flat_map(tidy::words) {
            lexicon.nothing.insert(letters::key(&word.text));
            let stems = lexicon.stems.of(&word.text);
            lexicon
                .nothing_stems
                .extend(stems.into_iter().filter(|stem| stem.len() >= LEAST_LETTERS));
        }
        let made_of = lexicon.take(labels);
        lexicon.weigh(&made_of, n_targets);
        let mut keys = vec![""; lexicon.words.len()];
        for (key, word) in &lexicon.by_key {
            keys[*word as usize] = key;
        }
        lexicon.looks = Looks::new(keys.into_iter());
        lexicon
    }

    /// Numbers the words of the labels. A label whose words stand for the same already is left out.
    fn take(&mut self, labels: &[Label]) -> Vec<Vec<u32>> {
        let mut made_of: Vec<Vec<u32>> = Vec::with_capacity(labels.len());
        let mut seen = FxHashSet::default();
        let mut n_places = 0;
        for label in labels {
            let mut words: Vec<u32> = Vec::new();
            for word in self.content(&tidy::words(&label.text)) {
                let number = self.number(&word.text);
                if !words.contains(&number) {
                    words.push(number);
                }
            }
            let mut sorted = words.clone();
            sorted.sort_unstable();
            if words.is_empty() || !seen.insert((sorted, label.target, label.part)) {
                continue;
            }
            let places = n_places..n_places + words.len() as u32;
            n_places = places.end;
            let (target, part, weight) = (label.target, label.part, label.weight);
            self.labels.push(Indexed { target, part, weight, places, total: 0 });
            made_of.push(words);
        }
        made_of
    }

    /// The number of a word of a label, which it is given if it has none.
    fn number(&mut self, word: &str) -> u32 {
        let key = letters::key(word);
        if let Some(number) = self.by_key.get(&key) {
            return *number;
        }
        let number = self.words.len() as u32;
        let stems = self.stems.of(word);
        let says_nothing = self.is_nothing(&key, &stems);
        for stem in stems {
            self.by_stem.entry(stem).or_default().push(number);
        }
        self.by_key.insert(key, number);
        self.words.push(Known { says_nothing, rarity: 0, labels: Vec::new(), says: Vec::new() });
        number
    }

    fn weigh(&mut self, made_of: &[Vec<u32>], n_targets: usize) {
        let mut stands_for: Vec<Vec<u16>> = vec![Vec::new(); self.words.len()];
        for (label, words) in self.labels.iter().zip(made_of) {
            for word in words {
                stands_for[*word as usize].push(label.target);
            }
        }
        for targets in &mut stands_for {
            targets.sort_unstable();
            targets.dedup();
        }
        // Forms of one word are as common as all of them together.
        let mut among: Vec<usize> = stands_for.iter().map(Vec::len).collect();
        for forms in self.by_stem.values() {
            let mut targets: Vec<u16> =
                forms.iter().flat_map(|word| stands_for[*word as usize].iter().copied()).collect();
            targets.sort_unstable();
            targets.dedup();
            for word in forms {
                let most = &mut among[*word as usize];
                *most = targets.len().max(*most);
            }
        }
        for (word, among) in self.words.iter_mut().zip(among) {
            word.rarity = rarity(n_targets as u64, among as u64);
            if word.says_nothing {
                word.rarity /= NOTHING;
            }
        }
        for (number, (label, words)) in self.labels.iter_mut().zip(made_of).enumerate() {
            for (place, word) in label.places.clone().zip(words) {
                let word = &mut self.words[*word as usize];
                self.places.push(word.rarity);
                label.total += word.rarity;
                word.labels.push((number as u32, place));
            }
        }
        for word in &mut self.words {
            let mut says: BTreeMap<u16, u64> = BTreeMap::new();
            for (label, place) in &word.labels {
                let label = &self.labels[*label as usize];
                *says.entry(label.target).or_default() +=
                    label.weight * self.places[*place as usize] / label.total.max(1);
            }
            let all = says.values().sum::<u64>() + DOUBT;
            word.says = says.into_iter().map(|(to, part)| (to, part * 1000 / all)).collect();
        }
    }

    /// The words of a text that say something: written out, without numbers.
    pub fn content(&self, words: &[Word]) -> Vec<Word> {
        markers::cut(&self.written.out(words))
    }

    /// Whether the word stands in a label, or is known to say nothing of work: 2 as it is, 1 in another form, 0 not at all.
    pub fn knows(&self, word: &str) -> usize {
        let key = letters::key(word);
        let is_form = || self.stems.of(word).iter().any(|stem| self.by_stem.contains_key(stem));
        match () {
            () if self.by_key.contains_key(&key) || self.nothing.contains(&key) => 2,
            () if self.written.has(word) => 2,
            () if is_form() => 1,
            () => 0,
        }
    }

    pub fn says_nothing(&self, word: &str) -> bool {
        self.is_nothing(&letters::key(word), &self.stems.of(word))
    }

    fn is_nothing(&self, key: &str, stems: &[String]) -> bool {
        self.nothing.contains(key) || stems.iter().any(|stem| self.nothing_stems.contains(stem))
    }

    /// Every target that a word of the text stands for. `counts` is for each word how much it counts, of a thousand.
    pub fn fits(&self, content: &[Word], counts: &[u64]) -> Vec<Fit> {
        let mut met = Met::new(self);
        for (at, (word, counts)) in content.iter().zip(counts).enumerate() {
            self.meet(at, &word.text, *counts, &mut met);
        }
        self.sum(met)
    }

    /// The known words that a word of the text may be, with how surely, of a thousand.
    fn known(&self, word: &str, scratch: &mut Vec<u64>) -> Vec<(u32, u64)> {
        let (key, stems) = (letters::key(word), self.stems.of(word));
        let says_nothing = self.is_nothing(&key, &stems);
        let mut known: BTreeMap<u32, u64> = BTreeMap::new();
        if let Some(number) = self.by_key.get(&key) {
            known.insert(*number, 1000);
        }
        for stem in stems {
            for number in self.by_stem.get(&stem).into_iter().flatten() {
                known.entry(*number).or_insert(SAME_STEM);
            }
        }
        if key.len() >= LEAST_LETTERS && !says_nothing {
            let alike = self.looks.like(&key, LOOKS_LEAST, scratch);
            for (number, likeness) in alike.into_iter().take(MOST_ALIKE) {
                // Half alike is much less than half the same.
                let likeness = u64::from(likeness);
                let sure = likeness * (likeness * u64::from(SAME)).isqrt() / u64::from(SAME);
                known.entry(number).or_insert(sure.min(LOOKS_MOST));
            }
        }
        known.into_iter().collect()
    }

    fn meet(&self, at: usize, word: &str, counts: u64, met: &mut Met) {
        let mut says: BTreeMap<u16, u64> = BTreeMap::new();
        for (number, sure) in self.known(word, &mut met.scratch) {
            let known = &self.words[number as usize];
            let worth = (sure * counts / 1000) as u32;
            for (label, place) in &known.labels {
                let here = &mut met.places[*place as usize];
                if worth > here.0 {
                    *here = (worth, at as u32);
                }
                if !std::mem::replace(&mut met.is_touched[*label as usize], true) {
                    met.touched.push(*label);
                }
            }
            for (target, share) in &known.says {
                let says = says.entry(*target).or_default();
                *says = (u64::from(worth) * share * known.rarity / 1_000_000).max(*says);
            }
        }
        for (target, says) in says {
            met.says.entry(target).or_default().push((at, says));
        }
    }

    fn sum(&self, met: Met) -> Vec<Fit> {
        let mut fits: BTreeMap<u16, Fit> = BTreeMap::new();
        let mut best_labels: BTreeMap<u16, u32> = BTreeMap::new();
        let mut touched = met.touched;
        touched.sort_unstable();
        for number in touched {
            let label = &self.labels[number as usize];
            let places = label.places.clone().map(|place| place as usize);
            let met: u64 =
                places.map(|at| u64::from(met.places[at].0) * self.places[at] / 1000).sum();
            let found = met * 1000 / label.total.max(1);
            let score = label.weight * met / 1000 * found / 1000 * (found * 1000).isqrt() / 1000;
            let (target, part) = (label.target, label.part);
            let fit = fits.entry(target).or_insert_with(|| Fit {
                target,
                best: 0,
                second: 0,
                found: 0,
                part: None,
                says: 0,
                words: Vec::new(),
            });
            if score > fit.best {
                (fit.second, fit.best, fit.found) = (fit.best, score, found);
                best_labels.insert(target, number);
            } else {
                fit.second = fit.second.max(score);
            }
            if let Some(part) = part
                && fit.part.is_none_or(|(_, best)| score > best)
            {
                fit.part = Some((part, score));
            }
        }
        for (target, says) in met.says {
            let Some(fit) = fits.get_mut(&target) else { continue };
            fit.says = says.iter().map(|(_, says)| says).sum();
            let loudest = says.iter().map(|(_, says)| *says).max().unwrap_or_default();
            let label = best_labels.get(&target).map(|label| &self.labels[*label as usize]);
            let places = label.map(|label| label.places.clone()).unwrap_or_default();
            let of_label = places.map(|place| met.places[place as usize]);
            let of_label = of_label.filter(|(worth, _)| *worth > 0).map(|(_, at)| at as usize);
            let heard = says.iter().filter(|(_, says)| says * 3 >= loudest).map(|(at, _)| *at);
            fit.words = of_label.chain(heard).collect();
            fit.words.sort_unstable();
            fit.words.dedup();
        }
        fits.into_values().collect()
    }
}

/// What the words of one text have met.
struct Met {
    /// For each place of each label: the best worth, and which word of the text it came from.
    places: Vec<(u32, u32)>,
    is_touched: Vec<bool>,
    touched: Vec<u32>,
    says: BTreeMap<u16, Vec<(usize, u64)>>,
    scratch: Vec<u64>,
}

impl Met {
    fn new(lexicon: &Lexicon) -> Self {
        Self {
            places: vec![(0, 0); lexicon.places.len()],
            is_touched: vec![false; lexicon.labels.len()],
            touched: Vec::new(),
            says: BTreeMap::new(),
            scratch: Vec::new(),
        }
    }
}
