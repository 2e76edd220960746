//! What reads free text into work: the lists in force, the aliases of the project and what people confirmed, made ready
//! once.

pub mod confirmed;
pub mod guesses;

use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use domain::{
    classifier::{Classifiers, Scheme},
    meaning::{Alias, Aliases, Reader},
};
use sha2::{Digest as _, Sha256};

use crate::app::App;
use confirmed::Taught;

/// How people call work. What the files are stands beside them.
const ALIASES: [&str; 7] = [
    include_str!("../../../../data/aliases/isco_ru.csv"),
    include_str!("../../../../data/aliases/isco_ky.csv"),
    include_str!("../../../../data/aliases/isco_en.csv"),
    include_str!("../../../../data/aliases/isco_uz.csv"),
    include_str!("../../../../data/aliases/occupations_ru.csv"),
    include_str!("../../../../data/aliases/occupations_ky.csv"),
    include_str!("../../../../data/aliases/occupations_en.csv"),
];
const WRITTEN: &str = include_str!("../../../../data/aliases/words.csv");
const NOTHING: &str = include_str!("../../../../data/aliases/nothing.csv");

/// A reader, and the names of the editions it was made from: equal names answer alike.
pub struct Ready {
    pub reader: Reader,
    /// Of lists and aliases.
    pub version: String,
    /// Of what people confirmed.
    pub confirmed: String,
}

type Made = (Arc<Classifiers>, Arc<Ready>);

/// The reader for these lists alone. Making it takes some tenths of a second, so it is made when first asked for and kept
/// until the lists change; who asks meanwhile waits for it. Not for the threads of the server: see `spawn_blocking`.
pub fn reader(lists: &Arc<Classifiers>) -> Arc<Ready> {
    static LAST: Mutex<Option<Made>> = Mutex::new(None);
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((of, ready)) = last.as_ref()
        && Arc::ptr_eq(of, lists)
    {
        return ready.clone();
    }
    let reader = Reader::new(lists.clone(), aliases().clone());
    let ready = Ready { reader, version: version(lists), confirmed: confirmed::edition(&[]) };
    let ready = Arc::new(ready);
    *last = Some((lists.clone(), ready.clone()));
    ready
}

/// The same with what people confirmed as further names of the work.
pub fn taught(lists: &Arc<Classifiers>, taught: &[Taught]) -> Arc<Ready> {
    let ready = reader(lists);
    if taught.is_empty() {
        return ready;
    }
    Arc::new(Ready {
        reader: ready.reader.with(&confirmed::lessons(taught)),
        version: ready.version.clone(),
        confirmed: confirmed::edition(taught),
    })
}

/// The reader of a cell, shared by every request: it has learnt what people of the cell confirmed.
#[derive(Clone, Default)]
pub struct Readers(Arc<Mutex<InUse>>);

#[derive(Default)]
struct InUse {
    taught: Vec<Taught>,
    made: Option<Made>,
}

impl Readers {
    fn in_use(&self) -> MutexGuard<'_, InUse> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `use_it` with the reader, on a thread where making one holds up nobody.
    pub async fn read<T: Send + 'static>(
        &self,
        app: &App,
        use_it: impl FnOnce(&Ready) -> T + Send + 'static,
    ) -> anyhow::Result<T> {
        let (readers, lists) = (self.clone(), app.lists.now());
        Ok(tokio::task::spawn_blocking(move || use_it(&readers.ready(&lists))).await?)
    }

    fn ready(&self, lists: &Arc<Classifiers>) -> Arc<Ready> {
        let mut in_use = self.in_use();
        if let Some((of, ready)) = &in_use.made
            && Arc::ptr_eq(of, lists)
        {
            return ready.clone();
        }
        let ready = taught(lists, &in_use.taught);
        in_use.made = Some((lists.clone(), ready.clone()));
        ready
    }

    /// Takes up what was confirmed since. Requests are answered by the reader there was until the new one is ready.
    pub async fn follow(&self, app: &App) -> anyhow::Result<()> {
        let now = confirmed::taught(&mut app.db.read_long().await?, confirmed::ENOUGH).await?;
        let (readers, lists) = (self.clone(), app.lists.now());
        let learn = move || {
            if readers.in_use().taught == now {
                return;
            }
            let ready = taught(&lists, &now);
            tracing::info!("What people confirmed of their work was learnt: {}", ready.confirmed);
            *readers.in_use() = InUse { taught: now, made: Some((lists, ready)) };
        };
        Ok(tokio::task::spawn_blocking(learn).await?)
    }
}

fn aliases() -> &'static Arc<Aliases> {
    static READ: LazyLock<Arc<Aliases>> = LazyLock::new(|| {
        Arc::new(Aliases {
            of_work: ALIASES.iter().flat_map(|file| rows(file)).filter_map(alias).collect(),
            written: rows(WRITTEN)
                .filter_map(|[_, written, means]| Some((written?, means?)))
                .collect(),
            nothing: rows(NOTHING).filter_map(|[_, word, _]| word).collect(),
        })
    });
    &READ
}

/// The three fields of every line. A line that cannot be read is left out; a test holds that there is none.
fn rows(file: &'static str) -> impl Iterator<Item = [Option<String>; 3]> {
    let rows = csv::Reader::from_reader(file.as_bytes()).into_records().filter_map(Result::ok);
    rows.map(|row| [0, 1, 2].map(|at| row.get(at).map(str::to_owned)))
}

fn alias([code, text, weight]: [Option<String>; 3]) -> Option<Alias> {
    let code = code?.parse().ok()?;
    let weight: f64 = weight?.parse().ok()?;
    Some(Alias { code, text: text?, weight: (weight * 1000.0).round() as u16 })
}

/// Named after everything a reading depends on but the program.
fn version(lists: &Classifiers) -> String {
    let mut hash = Sha256::new();
    for file in ALIASES.iter().chain([&WRITTEN, &NOTHING]) {
        hash.update(file);
    }
    for concept in [Scheme::Isco, Scheme::Occupation, Scheme::Skill].map(|scheme| lists.all(scheme))
    {
        for concept in concept {
            hash.update(concept.code.as_str());
            hash.update(concept.names.join("\t"));
            hash.update(concept.skills.to_string());
        }
    }
    hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use domain::meaning::{Reading, latin_layout};
    use proptest::prelude::*;

    use super::*;
    use crate::classifier::built_in;

    fn of_work() -> impl Strategy<Value = String> {
        let aliases = &aliases().of_work;
        (0..aliases.len()).prop_map(|at| aliases[at].text.clone())
    }

    fn read(text: &str) -> Reading {
        reader(built_in()).reader.read(text)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_text_is_read(text in any::<String>(), typed in "[ -~а-яё.,;\\[\\]'`/]{0,60}") {
            for text in [text, typed] {
                let reading = read(&text);
                prop_assert!(reading.occupations.len() <= 5);
                let sure: Vec<u16> = reading.occupations.iter().map(|one| one.confidence).collect();
                prop_assert!(sure.is_sorted_by(|one, next| one >= next), "{:?}", sure);
            }
        }

        #[test]
        fn capitals_and_spaces_change_nothing(text in of_work(), more in of_work()) {
            let plain = format!("{text}, {more}");
            let other = format!("  {}  ", plain.to_uppercase().replace(' ', "   "));
            let (plain, other) = (read(&plain), read(&other));
            let told = |reading: &Reading| -> Vec<(String, u16)> {
                reading.occupations.iter().map(|one| (one.isco.to_string(), one.confidence)).collect()
            };
            prop_assert_eq!(told(&plain), told(&other));
        }
    }

    /// But for a handful: `ишкер` typed so is `birth`, and `кт` is too short to tell.
    #[test]
    fn the_other_layout_has_the_same_answer() {
        let is_russian = |c: char| ('а'..='я').contains(&c) || c == ' ';
        let texts = aliases().of_work.iter().map(|alias| alias.text.as_str()).step_by(11);
        let texts: Vec<&str> = texts.filter(|text| text.chars().all(is_russian)).collect();
        let told = |text: &str| read(text).occupations.first().map(|one| one.isco.clone());
        let differs = |text: &&&str| told(text) != told(&latin_layout(text));
        let n_other = texts.iter().filter(differs).count();
        assert!(texts.len() > 500 && n_other * 100 <= texts.len(), "{n_other} of {}", texts.len());
    }

    #[test]
    fn every_line_of_every_file_is_read_and_names_what_there_is() {
        let n_lines: usize = ALIASES.iter().map(|file| file.lines().count() - 1).sum();
        assert_eq!(aliases().of_work.len(), n_lines);
        for alias in &aliases().of_work {
            let is_there = [Scheme::Isco, Scheme::Occupation]
                .iter()
                .any(|scheme| built_in().find(*scheme, &alias.code).is_some());
            assert!(is_there, "{alias:?}");
            assert!((1..=1000).contains(&alias.weight), "{alias:?}");
        }
        assert_eq!(aliases().written.len(), WRITTEN.lines().count() - 1);
        assert_eq!(aliases().nothing.len(), NOTHING.lines().count() - 1);
    }

    #[test]
    fn the_same_lists_have_one_reader_and_one_version() {
        let (one, other) = (reader(built_in()), reader(built_in()));
        assert!(Arc::ptr_eq(&one, &other));
        assert_eq!(one.version.len(), 12);
    }
}
