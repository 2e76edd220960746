//! Reads texts. Made once from the lists and the aliases; reading changes nothing in it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    Guess, Level, Reading, Skill, letters,
    lexicon::{Fit, Label, Lexicon},
    meant,
    sure::{self, Rests, Title},
    tidy::{self, After, Word},
    whole,
    written::Written,
};
use crate::classifier::{Classifiers, Code, Codes, Scheme};

/// How somebody calls the work of a unit group or of an occupation.
#[derive(Clone, Debug)]
pub struct Alias {
    pub code: Code,
    pub text: String,
    /// Of a thousand: 1000 names it, less is a hint.
    pub weight: u16,
}

/// What is known beside the lists.
#[derive(Clone, Debug, Default)]
pub struct Aliases {
    /// Of unit groups, and of occupations.
    pub of_work: Vec<Alias>,
    /// Abbreviations and slips, with what they mean.
    pub written: Vec<(String, String)>,
    /// Words that say nothing of work: *worked*, *wanted*, towns, terms of employment.
    pub nothing: Vec<String>,
}

/// What somebody wrote, and the code they then chose.
#[derive(Clone, Debug)]
pub struct Confirmed {
    pub text: String,
    pub code: Code,
}

pub struct Reader {
    lists: Arc<Classifiers>,
    aliases: Arc<Aliases>,
    groups: Vec<Code>,
    occupations: Vec<Code>,
    skills: Vec<Code>,
    /// For each group a little more for the work that has many names, because many do it.
    common: Vec<u64>,
    of_work: Lexicon,
    of_skills: Lexicon,
}

/// The letters of a phrase that is kept, the digits of a number that could lead to somebody, the letters of a name whose
/// forms are known by their beginning.
const MOST_OF_PHRASE: usize = 120;
const LONG_NUMBER: usize = 5;
const SHORTEST_NAME: usize = 4;

/// The words of a title. Whoever writes more tells a story.
const MOST_OF_TITLE: usize = 5;

/// How many occupations are told, and how many skills.
const MOST: usize = 5;
const MOST_SKILLS: usize = 12;

/// Of a thousand: names of the lists are for reading, so they fit a little less than what people say.
const NAME: u64 = 900;

/// How much a word counts by its place: the main job comes first. Later ones count as the last.
const BY_PLACE: [u64; 7] = [1000, 880, 774, 681, 600, 528, 464];

/// A guess with less confidence than this is no answer.
const ENOUGH: u16 = 600;

/// Of a thousand: how near to the best label of the group one of its occupations has to come to be told.
const AS_GOOD: u64 = 850;

/// Of a thousand: how much of the name of a skill has to stand in the text; less of one that the work asks for.
const NAMED: u64 = 700;
const NAMED_AND_ASKED: u64 = 450;

/// Of a thousand: how much of the confidence of the work passes to a skill that it asks for.
const IMPLIED: u32 = 600;

impl Reader {
    pub fn new(lists: Arc<Classifiers>, aliases: Arc<Aliases>) -> Self {
        Self::made(lists, aliases, &[])
    }

    /// The same reader with what was confirmed as further names of the work.
    pub fn with(&self, confirmed: &[Confirmed]) -> Self {
        Self::made(self.lists.clone(), self.aliases.clone(), confirmed)
    }

    fn made(lists: Arc<Classifiers>, aliases: Arc<Aliases>, confirmed: &[Confirmed]) -> Self {
        let written = aliases.written.iter().map(|(short, long)| (short.as_str(), long.as_str()));
        let written = Written::new(written);
        let nothing = || aliases.nothing.iter().map(String::as_str);
        let work = Work::new(&lists, &aliases, confirmed);
        let n_groups = work.groups.len();
        let of_work = Lexicon::new(&work.labels, written.clone(), nothing(), n_groups);
        let (skills, names) = skills(&lists);
        let of_skills = Lexicon::new(&names, written, nothing(), skills.len());
        let Work { groups, occupations, common, .. } = work;
        Self { lists, aliases, groups, occupations, skills, common, of_work, of_skills }
    }

    pub fn read(&self, text: &str) -> Reading {
        let words = self.of_work.content(&meant::words(text, &self.of_work));
        let typed: Vec<&str> = text.split_whitespace().collect();
        let ranked = self.ranked(&words);
        let scores: Vec<u64> = ranked.iter().map(|(score, _)| *score).collect();
        let rests = ranked.first().map(|(_, fit)| self.rests(&words, fit)).unwrap_or_default();
        let shares = sure::shares(&scores, rests);
        let mut of_minor: BTreeMap<&str, u64> = BTreeMap::new();
        for ((_, fit), share) in ranked.iter().zip(&shares) {
            let group = self.groups[usize::from(fit.target)].as_str();
            *of_minor.entry(&group[..3]).or_default() += share;
        }
        let mut told = BTreeSet::new();
        let guess = |((_, fit), share): (&(u64, Fit), &u64)| {
            let isco = self.groups[usize::from(fit.target)].clone();
            let confidence = sure::right(*share);
            let part = fit.part.filter(|(_, score)| score * 1000 >= fit.best * AS_GOOD);
            let occupation = part.map(|(part, _)| self.occupations[part as usize].clone());
            let minor = &isco.as_str()[..3];
            let of_all = of_minor.get(minor).copied().unwrap_or_default();
            // The others of a wider group are the less likely ones of several.
            let is_first = told.insert(minor.to_owned());
            let level = match occupation {
                Some(_) if confidence >= ENOUGH => Level::Occupation,
                None if confidence >= ENOUGH => Level::UnitGroup,
                _ if is_first && sure::right(of_all.min(1000)) >= ENOUGH => Level::WiderGroup,
                _ => Level::Perhaps,
            };
            Guess { isco, occupation, confidence, level, words: self.as_typed(&words, fit, &typed) }
        };
        let occupations: Vec<Guess> = ranked.iter().zip(&shares).take(MOST).map(guess).collect();
        let abstained = occupations.first().is_none_or(|guess| guess.confidence < ENOUGH);
        let skills = self.skills(&words, &typed, &occupations);
        Reading { occupations, skills, abstained }
    }

    /// What may be kept of a text whose work somebody confirmed: the few words that say something, without addresses, long
    /// numbers and the words of these names. Nothing where no word is left.
    pub fn phrase(&self, text: &str, names: &[&str]) -> Option<String> {
        let is_address = |piece: &&str| piece.contains('@') || piece.contains("://");
        let pieces: Vec<&str> = text.split_whitespace().filter(|one| !is_address(one)).collect();
        let words = meant::words(&pieces.join(" "), &self.of_work);
        let names: Vec<String> = names.iter().flat_map(|name| tidy::words(name)).map(key).collect();
        let mut phrase = String::new();
        for word in self.of_work.content(&words) {
            let is_number = word.text.chars().filter(char::is_ascii_digit).count() >= LONG_NUMBER;
            if is_number || self.of_work.says_nothing(&word.text) || names_one(&word, &names) {
                continue;
            }
            if phrase.chars().count() + word.text.chars().count() >= MOST_OF_PHRASE {
                break;
            }
            if !phrase.is_empty() {
                phrase.push(' ');
            }
            phrase.push_str(&word.text);
        }
        (!phrase.is_empty()).then_some(phrase)
    }

    /// The unit groups that may be meant, the likeliest first, with their scores.
    fn ranked(&self, words: &[Word]) -> Vec<(u64, Fit)> {
        let mut place = 0;
        let mut counts = Vec::with_capacity(words.len());
        for word in words {
            counts.push(BY_PLACE[place.min(BY_PLACE.len() - 1)]);
            place += usize::from(!self.of_work.says_nothing(&word.text));
        }
        let fits = self.of_work.fits(words, &counts);
        let score = |fit: &Fit| {
            fit.best + fit.says / 2 + fit.second / 5 + self.common[usize::from(fit.target)]
        };
        let mut ranked: Vec<(u64, Fit)> = fits.into_iter().map(|fit| (score(&fit), fit)).collect();
        ranked.sort_by_key(|(score, fit)| (std::cmp::Reverse(*score), fit.target));
        ranked
    }

    fn rests(&self, words: &[Word], fit: &Fit) -> Rests {
        Rests { explained: self.explained(words, fit), title: self.title(words, fit) }
    }

    /// Whether the text is no more than a title, and whether a fit rests on all of it. In English and Uzbek the last word
    /// is the one that says what somebody is: a welding inspector is no welder.
    fn title(&self, words: &[Word], fit: &Fit) -> Title {
        let is_word_of_title = |word: &Word| {
            matches!(word.after, After::Space | After::Hyphen)
                && word.text.is_ascii()
                && !self.of_work.says_nothing(&word.text)
        };
        let last = words.len().saturating_sub(1);
        match words.len() <= MOST_OF_TITLE && words.iter().all(is_word_of_title) {
            true if !fit.words.contains(&last) => Title::WithoutItsEnd,
            true if (0..last).any(|at| !fit.words.contains(&at)) => Title::InPart,
            _ => Title::No,
        }
    }

    /// Of a thousand: how many of the words that stand around a fit it rests on, up to the next comma on both sides.
    fn explained(&self, words: &[Word], fit: &Fit) -> u64 {
        let is_break = |word: &&Word| matches!(word.after, After::Break | After::Point);
        let clause = |at: usize| words[..at].iter().filter(is_break).count();
        let of_fit: Vec<usize> = fit.words.iter().map(|at| clause(*at)).collect();
        let around = (0..words.len()).filter(|at| of_fit.contains(&clause(*at)));
        let around: Vec<usize> =
            around.filter(|at| !self.of_work.says_nothing(&words[*at].text)).collect();
        let n_explained = around.iter().filter(|at| fit.words.contains(at)).count();
        (n_explained * 1000 / around.len().max(1)) as u64
    }

    fn skills(&self, words: &[Word], typed: &[&str], occupations: &[Guess]) -> Vec<Skill> {
        let work = occupations.first().filter(|work| work.confidence >= ENOUGH);
        let asked: Vec<Code> = work.map(|work| self.asked_for(work)).unwrap_or_default();
        let fits = self.of_skills.fits(words, &vec![1000; words.len()]);
        let code = |fit: &Fit| &self.skills[usize::from(fit.target)];
        let is_named = |fit: &Fit| {
            fit.found >= if asked.contains(code(fit)) { NAMED_AND_ASKED } else { NAMED }
        };
        let mut named: Vec<Fit> = fits.into_iter().filter(is_named).collect();
        named.sort_by_key(|fit| (std::cmp::Reverse((fit.found, fit.best)), fit.target));
        let by_name = named.iter().map(|fit| Skill {
            code: code(fit).clone(),
            // What the work asks for needs less of its name to be sure of.
            confidence: (fit.found.max(NAMED) * NAME / 1000) as u16,
            implied: false,
            words: self.as_typed(words, fit, typed),
        });
        let mut skills: Vec<Skill> = by_name.collect();
        if let Some(work) = work {
            let confidence = (u32::from(work.confidence) * IMPLIED / 1000) as u16;
            let missing = asked.iter().filter(|asked| named.iter().all(|fit| code(fit) != *asked));
            skills.extend(missing.map(|code| Skill {
                code: code.clone(),
                confidence,
                implied: true,
                words: work.words.clone(),
            }));
        }
        skills.truncate(MOST_SKILLS);
        skills
    }

    /// The pieces of the text that a fit rests on, without those that say nothing if there are others.
    fn as_typed(&self, words: &[Word], fit: &Fit, typed: &[&str]) -> Vec<String> {
        let all = || fit.words.iter().map(|at| &words[*at]);
        let mut telling: Vec<&Word> =
            all().filter(|word| !self.of_work.says_nothing(&word.text)).collect();
        if telling.is_empty() {
            telling = all().collect();
        }
        telling.dedup_by_key(|word| word.piece);
        let pieces = telling.into_iter().filter_map(|word| typed.get(word.piece));
        let trimmed = pieces.map(|piece| piece.trim_matches(|c: char| !c.is_alphanumeric()));
        trimmed.filter(|piece| !piece.is_empty()).map(str::to_owned).collect()
    }

    /// The skills an occupation asks for; of a unit group those that most of its occupations ask for.
    fn asked_for(&self, work: &Guess) -> Vec<Code> {
        let of = |code: &Code| self.lists.find(Scheme::Occupation, code).map(|one| &one.skills);
        if let Some(skills) = work.occupation.as_ref().and_then(of) {
            return skills.iter().cloned().collect();
        }
        let all = self.lists.all(Scheme::Occupation);
        let below = all.filter(|one| one.broader.as_ref() == Some(&work.isco));
        let below: Vec<&Codes> = below.map(|one| &one.skills).collect();
        let mut asked: BTreeMap<&Code, usize> = BTreeMap::new();
        for code in below.iter().flat_map(|skills| skills.iter()) {
            *asked.entry(code).or_default() += 1;
        }
        let most = asked.into_iter().filter(|(_, n)| n * 2 > below.len());
        most.map(|(code, _)| code.clone()).collect()
    }
}

fn key(word: Word) -> String {
    letters::key(&word.text)
}

/// Whether a word is one of these names or a form of it.
fn names_one(word: &Word, names: &[String]) -> bool {
    let word = letters::key(&word.text);
    let is_form = |name: &String| name.len() >= SHORTEST_NAME && word.starts_with(name.as_str());
    names.iter().any(|name| *name == word || is_form(name))
}

/// Every name of work there is, with the groups and the occupations they name.
struct Work {
    groups: Vec<Code>,
    occupations: Vec<Code>,
    common: Vec<u64>,
    labels: Vec<Label>,
}

impl Work {
    fn new(lists: &Classifiers, aliases: &Aliases, confirmed: &[Confirmed]) -> Self {
        let is_unit = |code: &Code| code.as_str().len() == 4;
        let units = || lists.all(Scheme::Isco).filter(|group| is_unit(&group.code));
        let groups: Vec<Code> = units().map(|group| group.code.clone()).collect();
        let mut work = Self {
            common: vec![0; groups.len()],
            groups,
            occupations: Vec::new(),
            labels: Vec::new(),
        };
        // What a code names: a group, or one of its occupations.
        let mut named: BTreeMap<&Code, (u16, Option<u32>)> = BTreeMap::new();
        for (at, group) in units().enumerate() {
            named.insert(&group.code, (at as u16, None));
            work.label((at as u16, None), group.names.iter(), NAME);
        }
        for occupation in lists.all(Scheme::Occupation) {
            let group = occupation.broader.as_ref().and_then(|group| named.get(group));
            let Some((group, _)) = group.copied() else { continue };
            let names = (group, Some(work.occupations.len() as u32));
            work.occupations.push(occupation.code.clone());
            named.insert(&occupation.code, names);
            work.label(names, occupation.names.iter(), 1000);
        }
        let mut n_names = vec![0_u64; work.groups.len()];
        for alias in &aliases.of_work {
            let Some(names) = named.get(&alias.code).copied() else { continue };
            n_names[usize::from(names.0)] += 1;
            work.label(names, [&alias.text], u64::from(alias.weight));
        }
        for one in confirmed {
            let Some(names) = named.get(&one.code).copied() else { continue };
            work.label(names, [&one.text], 1000);
        }
        work.common = n_names.into_iter().map(|n| whole::log2(n + 1) / 14).collect();
        work
    }

    fn label<'a>(
        &mut self,
        (target, part): (u16, Option<u32>),
        texts: impl IntoIterator<Item = &'a String>,
        weight: u64,
    ) {
        for text in texts {
            self.labels.push(Label { text: text.clone(), target, part, weight });
        }
    }
}

fn skills(lists: &Classifiers) -> (Vec<Code>, Vec<Label>) {
    let all = || lists.all(Scheme::Skill).take(usize::from(u16::MAX));
    let labels = all().enumerate().flat_map(|(target, skill)| {
        let names = skill.names.iter().cloned();
        names.map(move |text| Label { text, target: target as u16, part: None, weight: 1000 })
    });
    (all().map(|skill| skill.code.clone()).collect(), labels.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classifier::Concept;

    fn lists() -> Arc<Classifiers> {
        let mut lists = Classifiers::default();
        let mut add = |scheme, code: &str, names: [&str; 4], broader: &str, skills: &str| {
            lists.add(
                scheme,
                Concept {
                    code: code.parse().unwrap(),
                    names: names.map(str::to_owned),
                    broader: broader.parse().ok(),
                    skills: skills.parse().unwrap(),
                },
            );
        };
        let groups = [
            ("5120", ["Ашпозчулар", "Повара", "Oshpazlar", "Cooks"]),
            ("5131", ["Даяшылар", "Официанты", "Ofitsiantlar", "Waiters"]),
            ("7212", ["Ширетүүчүлөр", "Сварщики", "Payvandchilar", "Welders and flame cutters"]),
            ("8322", ["Айдоочулар", "Водители такси", "Haydovchilar", "Car and taxi drivers"]),
            (
                "8332",
                ["Жүк ташуучулар", "Водители грузовиков", "Yuk haydovchilari", "Lorry drivers"],
            ),
            ("9411", ["Тез тамак", "Быстрая еда", "Tez ovqat", "Fast food preparers"]),
            ("9412", ["Жардамчылар", "Помощники повара", "Yordamchilar", "Kitchen helpers"]),
        ];
        for (code, names) in groups {
            add(Scheme::Isco, code, names, &code[..3], "");
        }
        // How rare a word is depends on how many groups there are.
        for code in 1000..1430 {
            add(Scheme::Isco, &code.to_string(), [""; 4], "", "");
        }
        let welder = ["Ширетүүчү", "Сварщик", "Payvandchi", "Welder"];
        add(Scheme::Occupation, "welder", welder, "7212", "arc-welding read-drawings");
        let welding = ["Ширетүү", "Дуговая сварка", "Payvandlash", "Arc welding"];
        add(Scheme::Skill, "arc-welding", welding, "", "");
        let drawings = ["Чийме окуу", "Чтение чертежей", "Chizma oʻqish", "Reading drawings"];
        add(Scheme::Skill, "read-drawings", drawings, "", "");
        Arc::new(lists)
    }

    fn reader() -> Reader {
        let alias = |code: &str, text: &str, weight| Alias {
            code: code.parse().unwrap(),
            text: text.to_owned(),
            weight,
        };
        let aliases = Aliases {
            of_work: vec![
                alias("7212", "arc welder", 1000),
                alias("5120", "повар", 1000),
                alias("5120", "ашпозчу", 1000),
                alias("5131", "официант", 1000),
                alias("8322", "водитель", 600),
                alias("8332", "водитель", 500),
                alias("8332", "водитель категории c", 1000),
                alias("9412", "помощник повара", 1000),
            ],
            written: vec![("вод.".to_owned(), "водитель".to_owned())],
            nothing: ["работал", "иштегем", "в", "хочу", "работать"].map(str::to_owned).to_vec(),
        };
        Reader::new(lists(), Arc::new(aliases))
    }

    fn first(reader: &Reader, text: &str) -> String {
        let reading = reader.read(text);
        reading.occupations.first().map(|guess| guess.isco.to_string()).unwrap_or_default()
    }

    #[test]
    fn a_text_in_any_language_script_and_layout_finds_its_group() {
        let reader = reader();
        let cases = [
            ("работал поваром в Москве", "5120"),
            ("кафеде ашпозчу", "5120"),
            ("ashpozchu", "5120"),
            ("gjdfh", "5120"),
            ("помощник повара", "9412"),
            ("Cварщик (MIG)", "7212"),
            ("payvandchi bo'lganman", "7212"),
            ("welder in Dubai", "7212"),
            ("вод. кат. С", "8332"),
            ("официантка", "5131"),
        ];
        for (text, expected) in cases {
            assert_eq!(first(&reader, text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_said_of_a_guess() {
        let reading = reader().read("работал: сварщик, чертежей не боюсь");
        let guess = &reading.occupations[0];
        assert!(!reading.abstained);
        assert_eq!(guess.level, Level::Occupation);
        assert_eq!(guess.occupation.as_ref().unwrap().as_str(), "welder");
        assert_eq!(guess.words, ["сварщик"]);
        let skills: Vec<(&str, bool)> =
            reading.skills.iter().map(|skill| (skill.code.as_str(), skill.implied)).collect();
        assert_eq!(skills, [("read-drawings", false), ("arc-welding", true)]);
        assert_eq!(reading.skills[0].words, ["чертежей"]);
    }

    #[test]
    fn it_abstains_where_several_are_as_likely_or_nothing_is_said() {
        let reader = reader();
        let several = reader.read("водитель");
        assert!(several.abstained);
        assert_eq!(several.occupations.len(), 2);
        assert_eq!(several.occupations[0].level, Level::Perhaps);
        for text in ["", "хочу работать", "!!!", "12 000 сом", "\u{0}"] {
            assert!(reader.read(text).abstained, "{text}");
        }
    }

    #[test]
    fn only_the_first_of_a_wider_group_stands_for_it() {
        let text = "подсобник";
        let levels = |aliases: &[(&str, &str)]| -> Vec<Level> {
            let of_work = aliases.iter().map(|(code, text)| Alias {
                code: code.parse().unwrap(),
                text: (*text).to_owned(),
                weight: 1000,
            });
            let aliases = Aliases { of_work: of_work.collect(), ..Aliases::default() };
            let reading = Reader::new(lists(), Arc::new(aliases)).read(text);
            reading.occupations.iter().take(2).map(|guess| guess.level).collect()
        };
        // Both are of 941; of which one, nobody can say.
        assert_eq!(levels(&[("9411", text), ("9412", text)]), [Level::WiderGroup, Level::Perhaps]);
        assert_eq!(levels(&[("5131", text), ("9412", text)]), [Level::Perhaps; 2]);
    }

    #[test]
    fn a_title_without_its_end_is_another_title() {
        let reader = reader();
        let title = |text: &str| {
            let words = reader.of_work.content(&meant::words(text, &reader.of_work));
            reader.title(&words, &reader.ranked(&words)[0].1)
        };
        assert_eq!(title("arc welder"), Title::No);
        assert_eq!(title("welder inspector"), Title::WithoutItsEnd);
        assert_eq!(title("senior arc welder"), Title::InPart);
        // Whoever tells a story says more than what they are.
        assert_eq!(title("welder, inspector came every day"), Title::No);
        assert_eq!(title("welder on the big new bridge site"), Title::No);
        // In Russian what somebody is comes first.
        assert_eq!(title("сварщик металлоконструкций"), Title::No);
    }

    #[test]
    fn what_is_kept_of_a_text_leads_to_nobody() {
        let reader = reader();
        let names = ["Асанов", "Бакыт", "Ли"];
        let kept = |text: &str| reader.phrase(text, &names);
        let cases = [
            ("Работал: СВАРЩИК, 5 лет в Сургуте", "сварщик лет сургуте"),
            ("сварщик Асанов Бакыт Ли", "сварщик"),
            ("сварщиком у Асановых", "сварщиком"),
            ("повар, тел. 0555 12-34-56, a.b@mail.kg", "повар тел"),
            ("повар AN1234567 https://t.me/povar", "повар"),
            ("gjdfh", "повар"),
            ("вод. кат. С", "водитель кат katc"),
        ];
        for (text, expected) in cases {
            assert_eq!(kept(text).unwrap(), expected, "{text}");
        }
        for nothing in ["", "работал", "12 000", "a@b.c", "Асанов Бакыт"] {
            assert_eq!(kept(nothing), None, "{nothing}");
        }
        let long = kept(&"бетонщик ".repeat(1_000)).unwrap();
        assert!((100..=120).contains(&long.chars().count()) && long.ends_with("бетонщик"));
    }

    #[test]
    fn what_was_confirmed_is_one_more_name() {
        let reader = reader();
        assert!(reader.read("кручу баранку").abstained);
        let confirmed = Confirmed {
            text: "кручу баранку".to_owned(),
            code: "8332".parse().unwrap(),
        };
        let learnt = reader.with(&[confirmed]);
        assert_eq!(first(&learnt, "кручу баранку 5 лет"), "8332");
        assert_eq!(first(&learnt, "повар"), "5120");
    }
}
