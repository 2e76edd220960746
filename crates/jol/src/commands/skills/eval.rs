//! `jol skills eval`: labelled texts, and how many are read right.

use std::{collections::BTreeMap, io::Write, path::PathBuf, time::Instant};

use anyhow::Context as _;
use domain::{
    classifier::{Classifiers, Code, Scheme},
    language::Language,
    meaning::{Guess, Reader, Reading},
};
use serde::Serialize;

use crate::{commands::Outcome, meaning::Ready};

#[derive(clap::Args)]
pub struct Eval {
    /// Files with a text, a tab and its code on each line: a unit group of ISCO-08 or an occupation, several right ones
    /// parted by |, none where there is no work in the text. Of further columns a language and the half are used
    #[arg(required = true, value_name = "TSV")]
    files: Vec<PathBuf>,

    /// Only lines with this word in a further column
    #[arg(long, value_name = "WORD")]
    half: Option<String>,

    /// Answer with one line of JSON
    #[arg(long)]
    json: bool,
}

/// A text with what is right about it.
struct Labelled {
    text: String,
    /// None of them: the text speaks of no work.
    right: Vec<Code>,
    /// The language or the file it is counted with.
    part: String,
}

impl Eval {
    pub fn run(
        self,
        lists: &Classifiers,
        ready: &Ready,
        out: &mut dyn Write,
    ) -> anyhow::Result<Outcome> {
        let mut labelled = Vec::new();
        let mut n_skipped = 0;
        for file in &self.files {
            let text = std::fs::read_to_string(file)
                .with_context(|| format!("{} cannot be read", file.display()))?;
            let name = file.file_stem().unwrap_or_default().to_string_lossy();
            let (lines, skipped) = lines(&text, &name, self.half.as_deref(), lists);
            labelled.extend(lines);
            n_skipped += skipped.len();
            for (number, why) in skipped {
                eprintln!("{}:{number}: {why}; the line is left out", file.display());
            }
        }
        let begun = Instant::now();
        let found = judge(&ready.reader, &labelled);
        let rate = labelled.len() as f64 / begun.elapsed().as_secs_f64().max(1e-6);
        let told = Told {
            lines: labelled.len(),
            skipped: n_skipped,
            all: found.all.told(),
            by: found.by.iter().map(|(part, counts)| (part.as_str(), counts.told())).collect(),
            told_and_right: found.sure(),
            lines_per_second: rate.round(),
            version: &ready.version,
            confirmed: &ready.confirmed,
        };
        if self.json {
            writeln!(out, "{}", serde_json::to_string(&told)?)?;
        } else {
            told.write(out)?;
        }
        Ok(Outcome::Well)
    }
}

/// The labelled lines of a file, and the numbers of those that cannot be used, with the reason.
fn lines(
    text: &str,
    file: &str,
    half: Option<&str>,
    lists: &Classifiers,
) -> (Vec<Labelled>, Vec<(usize, String)>) {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let mut fields = line.trim_end_matches('\r').split('\t');
        let (Some(text), Some(codes)) = (fields.next(), fields.next()) else {
            bad.push((at + 1, "no tab".to_owned()));
            continue;
        };
        let further: Vec<&str> = fields.map(str::trim).collect();
        if half.is_some_and(|half| !further.contains(&half)) {
            continue;
        }
        let language = further.iter().find(|field| field.parse::<Language>().is_ok());
        let part = language.map_or(file, |language| *language).to_owned();
        match right(codes, lists) {
            Ok(right) => good.push(Labelled { text: text.to_owned(), right, part }),
            Err(code) => bad.push((at + 1, format!("{code:?} is no code"))),
        }
    }
    (good, bad)
}

fn right<'a>(codes: &'a str, lists: &Classifiers) -> Result<Vec<Code>, &'a str> {
    if codes.trim() == "none" {
        return Ok(Vec::new());
    }
    let read = |code: &'a str| {
        let group = lists.read(Scheme::Isco, code).ok().filter(|group| group.as_str().len() == 4);
        group.or_else(|| lists.read(Scheme::Occupation, code).ok()).ok_or(code)
    };
    codes.split('|').map(str::trim).map(read).collect()
}

#[derive(Default)]
struct Found {
    all: Counts,
    by: BTreeMap<String, Counts>,
    /// For each tenth of confidence: guesses, and how many of them were right.
    tenths: [(usize, usize); 10],
}

#[derive(Clone, Default)]
struct Counts {
    n_with_code: usize,
    n_first: usize,
    n_among_five: usize,
    reciprocal: f64,
    n_answered: usize,
    n_answered_right: usize,
    n_answered_among_five: usize,
    n_none: usize,
    n_false: usize,
}

fn judge(reader: &Reader, labelled: &[Labelled]) -> Found {
    let mut found = Found::default();
    for one in labelled {
        let reading = reader.read(&one.text);
        let is_right = |guess: &Guess| {
            let occupation = guess.occupation.as_ref();
            one.right.iter().any(|code| *code == guess.isco || Some(code) == occupation)
        };
        let place = reading.occupations.iter().position(is_right);
        if let Some(first) = reading.occupations.first() {
            let (n, n_right) = &mut found.tenths[usize::from(first.confidence / 100).min(9)];
            *n += 1;
            *n_right += usize::from(place == Some(0));
        }
        found.all.count(one, &reading, place);
        found.by.entry(one.part.clone()).or_default().count(one, &reading, place);
    }
    found
}

impl Found {
    /// From which confidence, how many guesses, the share of right ones.
    fn sure(&self) -> Vec<(f64, usize, f64)> {
        let tenths = self.tenths.iter().enumerate();
        tenths.map(|(at, (n, right))| (at as f64 / 10.0, *n, share(*right, *n))).collect()
    }
}

impl Counts {
    fn count(&mut self, one: &Labelled, reading: &Reading, place: Option<usize>) {
        if one.right.is_empty() {
            self.n_none += 1;
            self.n_false += usize::from(!reading.abstained);
            return;
        }
        self.n_with_code += 1;
        self.n_first += usize::from(place == Some(0));
        self.n_among_five += usize::from(place.is_some());
        self.reciprocal += place.map_or(0.0, |place| 1.0 / (place + 1) as f64);
        if !reading.abstained {
            self.n_answered += 1;
            self.n_answered_right += usize::from(place == Some(0));
            self.n_answered_among_five += usize::from(place.is_some());
        }
    }

    fn told(&self) -> Figures {
        let of_all = |n: usize| share(n, self.n_with_code);
        Figures {
            with_code: self.n_with_code,
            hit1: of_all(self.n_first),
            hit5: of_all(self.n_among_five),
            mrr: rounded(self.reciprocal / self.n_with_code.max(1) as f64),
            abstained: of_all(self.n_with_code - self.n_answered),
            hit1_abstention_is_miss: of_all(self.n_answered_right),
            hit5_abstention_is_miss: of_all(self.n_answered_among_five),
            precision: share(self.n_answered_right, self.n_answered),
            none: self.n_none,
            false_on_none: self.n_false,
        }
    }
}

fn share(n: usize, of: usize) -> f64 {
    rounded(n as f64 / of.max(1) as f64)
}

fn rounded(share: f64) -> f64 {
    (share * 10_000.0).round() / 10_000.0
}

/// `hit1`, `hit5` and `mrr` count the likeliest five of every line with a code, also where the reader abstains and only
/// offers them; the two named after it count an abstention as a miss. `precision` is the share of right ones among answers.
#[derive(Serialize)]
struct Figures {
    with_code: usize,
    hit1: f64,
    hit5: f64,
    mrr: f64,
    abstained: f64,
    hit1_abstention_is_miss: f64,
    hit5_abstention_is_miss: f64,
    precision: f64,
    none: usize,
    false_on_none: usize,
}

#[derive(Serialize)]
struct Told<'a> {
    lines: usize,
    skipped: usize,
    #[serde(flatten)]
    all: Figures,
    by: BTreeMap<&'a str, Figures>,
    told_and_right: Vec<(f64, usize, f64)>,
    lines_per_second: f64,
    version: &'a str,
    confirmed: &'a str,
}

impl Told<'_> {
    fn write(&self, out: &mut dyn Write) -> std::io::Result<()> {
        writeln!(out, "{} lines, {} left out", self.lines, self.skipped)?;
        writeln!(
            out,
            "         lines  hit@1  hit@5    MRR  abstained  precision  none: told wrongly"
        )?;
        let parts = self.by.iter().map(|(part, figures)| (*part, figures));
        for (part, told) in parts.chain([("all", &self.all)]) {
            writeln!(
                out,
                "{part:<8} {:>5}  {:.3}  {:.3}  {:.3}  {:>9.3}  {:>9.3}  {} of {}",
                told.with_code,
                told.hit1,
                told.hit5,
                told.mrr,
                told.abstained,
                told.precision,
                told.false_on_none,
                told.none
            )?;
        }
        writeln!(
            out,
            "hit@1 and hit@5 count what is offered where the reader abstains. With an abstention as a miss: {:.3} and {:.3}.",
            self.all.hit1_abstention_is_miss, self.all.hit5_abstention_is_miss
        )?;
        writeln!(out, "Told with a confidence of, so many, so many of them right:")?;
        for (from, n, right) in &self.told_and_right {
            writeln!(out, "  {from:.1}  {n:>5}  {right:.3}")?;
        }
        writeln!(out, "{:.0} lines a second", self.lines_per_second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{classifier::built_in, meaning};

    #[test]
    fn lines_that_cannot_be_used_are_told_with_their_number() {
        let text = "text\tcode\nповар\t5120\tru\tunseen\nшвея\t8153|7531\n\nне знаю\tnone\tunseen\nповар\tcook\nповар\t9999\nповар\t512\n";
        let (good, bad) = lines(text, "file", None, built_in());
        assert_eq!(good.len(), 4);
        assert_eq!(good[0].part, "ru");
        assert_eq!(good[1].right.len(), 2);
        assert_eq!(good[1].part, "file");
        assert!(good[2].right.is_empty());
        let numbers: Vec<usize> = bad.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, [1, 4, 7, 8]);
        assert_eq!(lines(text, "file", Some("unseen"), built_in()).0.len(), 2);
        let (confirmed, bad) = lines("кручу баранку\tdriver-c\t3\n", "file", None, built_in());
        assert_eq!((confirmed.len(), bad.len()), (1, 0), "what `confirmed` gives out is read");
    }

    #[test]
    fn figures_are_counted_as_they_are_named() {
        let (labelled, _) = lines(
            "сварщик\t7212\nсварщик\twelder\nсварщик\t5120\nне знаю\tnone\n",
            "file",
            None,
            built_in(),
        );
        let found = judge(&meaning::reader(built_in()).reader, &labelled).all.told();
        assert_eq!((found.with_code, found.none, found.false_on_none), (3, 1, 0));
        assert_eq!((found.hit1, found.abstained, found.precision), (0.6667, 0.0, 0.6667));
    }

    /// What was reached on the half that nobody looks into, rounded down. It may only rise.
    #[test]
    fn the_unseen_half_is_read_as_well_as_it_was() {
        let files = [
            ("ru", include_str!("../../../../../data/phrases/ru.tsv")),
            ("ky", include_str!("../../../../../data/phrases/ky.tsv")),
            ("en", include_str!("../../../../../data/phrases/en.tsv")),
            ("uz", include_str!("../../../../../data/phrases/uz.tsv")),
        ];
        let mut labelled = Vec::new();
        for (name, text) in files {
            let (good, bad) = lines(text, name, Some("unseen"), built_in());
            assert!(bad.is_empty(), "{name}: {bad:?}");
            labelled.extend(good);
        }
        let found = judge(&meaning::reader(built_in()).reader, &labelled);
        let least =
            [("ru", 0.90, 0.97), ("ky", 0.90, 0.98), ("en", 0.91, 0.97), ("uz", 0.84, 0.96)];
        for (part, hit1, hit5) in least {
            let told = found.by[part].told();
            assert!(told.hit1 >= hit1 && told.hit5 >= hit5, "{part}: {} {}", told.hit1, told.hit5);
        }
        let all = found.all.told();
        assert!(all.precision >= 0.95, "{}", all.precision);
        assert!(all.false_on_none * 20 <= all.none, "{} of {}", all.false_on_none, all.none);
    }
}
