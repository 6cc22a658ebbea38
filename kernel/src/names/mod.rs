//! The names of articles: what `indexer/names` does for each token and each run of capitals.

mod ahead;
mod aliased;
mod alike;
mod among;
mod archive;
mod bearers;
mod candidates;
mod columns;
mod compared;
mod compounds;
mod counted;
mod endings;
mod facts;
mod inhabitants;
mod joining;
mod kept_usage;
mod kinds;
mod letters;
mod lines;
mod lists;
mod memory;
mod met;
mod parting;
mod reading;
mod recent;
mod rows;
mod run_ends;
mod shapes;
mod spelt;
mod sure_bodies;
mod sure_places;
mod texts;
mod tokened;
mod tokens;
mod trimming;
mod types;
mod usage;

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread;

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::sync::MutexExt;
use pyo3::types::PyDict;

use ahead::Ahead;
use aliased::Aliased;
use archive::Archive;
use candidates::Rules;
use joining::{ArticleName, Joining};
use kinds::{Sums, Weights};
use letters::Letters;
use lists::Lists;
use memory::{Asked, Remembered};
use met::NameId;
use reading::Reading;
use trimming::Trimming;

use crate::panics::guarded;

pub use bearers::surname_bearers;
pub use columns::NameColumns;
pub use counted::most_named;
pub use letters::{Letter, beyond_ascii};
pub use shapes::Shapes;
pub use types::TypeUsage;
pub use usage::NameUsage;

const AT_ONCE: usize = 100; // articles that a thread decides the runs of
const MAX_AHEAD: usize = 8; // times as many, of which it is ahead of the other

/// The name, the number of its kind, its forms and how often it stands there.
type FoundName = (String, u8, Vec<String>, usize);
/// The words of a run, whether it is first and shouted, what is before and after it.
type FoundCandidate = (Vec<String>, bool, bool, String, String);

/// The lists and weights that all finders share.
#[pyclass(frozen, module = "indexer._kernel")]
pub struct NameRules {
    lists: Lists,
    weights: Weights,
}

#[pymethods]
impl NameRules {
    /// Take what `indexer/names/finding.py` hands over: words and endings by kind, the lists that
    /// have each name, and the weights of features.
    #[new]
    fn new(
        words: &Bound<'_, PyDict>,
        names: Vec<(u8, PyBackedStr)>,
        endings: &Bound<'_, PyDict>,
        weights: HashMap<String, Sums>,
    ) -> PyResult<Self> {
        let lists = Lists::new(words, names, endings)?;
        Ok(Self { lists, weights: Weights::new(&weights) })
    }
}

static FINDERS: AtomicUsize = AtomicUsize::new(0);

/// Finds the names of articles: `indexer.names.joining.Finder`.
#[pyclass(frozen, module = "indexer._kernel")]
pub struct NameFinder {
    /// Which of all finders this is.
    number: usize,
    rules: Py<NameRules>,
    archive: Archive,
    asked: Asked,
    state: Mutex<State>,
}

struct State {
    letters: Letters,
    reading: Reading,
    own: Remembered,
    ahead: Ahead,
}

#[pymethods]
impl NameFinder {
    /// Take the usage of words and the runs, of which none are left there, and what is asked of a
    /// name: `Asked`.
    #[new]
    #[pyo3(signature = (rules, usage, asked, corrected = None))]
    fn new(
        py: Python<'_>,
        rules: Py<NameRules>,
        usage: &NameUsage,
        asked: (Py<PyAny>, Vec<Vec<String>>, Py<PyAny>, Py<PyAny>),
        corrected: Option<(Py<PyAny>, Py<PyAny>)>,
    ) -> PyResult<Self> {
        let (fold, aliased, aliases, keys) = asked;
        let (kind, part) = corrected.unzip();
        let (letters, archive, reading) = usage.take(py)?;
        let (own, ahead) = Default::default();
        Ok(Self {
            rules,
            archive,
            asked: Asked { fold, aliased: Aliased::new(&aliased), aliases, keys, kind, part },
            number: FINDERS.fetch_add(1, Ordering::Relaxed),
            state: Mutex::new(State { letters, reading, own, ahead }),
        })
    }

    /// Show the garbage collector what is held.
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        let Asked { fold, aliases, keys, kind, part, .. } = &self.asked;
        [fold, aliases, keys].into_iter().try_for_each(|each| visit.call(each))?;
        kind.iter().chain(part).try_for_each(|each| visit.call(each))
    }

    /// Return the words that the archive has, with their numbers.
    fn usage(&self) -> Vec<(String, [u32; 12])> {
        self.archive.counts()
    }

    /// Return the candidates of a text; ValueError for a text that is left to Python.
    fn candidates(&self, py: Python<'_>, text: &str) -> PyResult<Vec<FoundCandidate>> {
        guarded(|| {
            let mut state =
                self.state.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
            state.letters.learn(py, text)?;
            let rules = self.rules(&state.letters);
            let mut found = Vec::new();
            rules.candidates(text, &mut |each| {
                let before = each.before.to_owned();
                found.push((each.words, each.first, each.shouted, before, each.after));
            });
            Ok(found)
        })
    }

    /// Return the names of an article; ValueError for a text that is left to Python.
    fn names_in(&self, py: Python<'_>, text: &str) -> PyResult<Vec<FoundName>> {
        let mut runs = Vec::new();
        guarded(|| {
            let mut state =
                self.state.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
            let State { letters, reading, .. } = &mut *state;
            letters.learn(py, text)?;
            let rules = self.rules(letters);
            reading.keep(text, rules, &mut runs, &mut |_| {});
            Ok(())
        })?;
        self.names_of(py, &runs)
    }

    /// Return the names of an article by its runs, as `NameUsage.read` returned them.
    fn names_of(&self, py: Python<'_>, runs: &[u8]) -> PyResult<Vec<FoundName>> {
        guarded(|| {
            let mut state =
                self.state.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
            let State { letters, reading, own, .. } = &mut *state;
            let names = self.find(runs, letters, reading, own)?;
            let text = |name: NameId| own.memory.text(name).to_owned();
            let found = names.iter().map(|each| {
                (text(each.name), each.kind, each.forms().map(text).collect(), each.count)
            });
            Ok(found.collect())
        })
    }
}

impl NameFinder {
    /// Give the names of articles by their runs to `take`, with what is remembered of them.
    ///
    /// If runs are decided `ahead`, another thread does so. Python must not be held by the thread that calls.
    pub fn names_of_all<R: AsRef<[u8]> + Sync>(
        &self,
        runs: &[R],
        ahead: bool,
        take: &mut impl FnMut(&Remembered, Vec<ArticleName>) -> PyResult<()>,
    ) -> PyResult<()> {
        let mut state = self.state.lock().unwrap_or_else(|held| held.into_inner());
        let State { letters, reading, own, ahead: before } = &mut *state;
        let (letters, reading) = (&*letters, &*reading);
        thread::scope(|scope| {
            let (send, decided) = sync_channel(MAX_AHEAD);
            if ahead {
                scope.spawn(move || {
                    // Where it fails, the other thread does so when it comes there by itself.
                    let given = (self.rules(letters), &self.archive, &self.rules.get().weights);
                    for articles in runs.chunks(AT_ONCE) {
                        let found = guarded(|| before.decide(articles, reading, given));
                        if found.is_err() || found.is_ok_and(|found| send.send(found).is_err()) {
                            return;
                        }
                    }
                });
            } else {
                drop(send);
            }
            for articles in runs.chunks(AT_ONCE) {
                if let Ok(decided) = decided.recv() {
                    self.joining(letters, reading, own).take(&decided);
                }
                for runs in articles {
                    let found = self.find(runs.as_ref(), letters, reading, own)?;
                    take(own, found)?;
                }
            }
            Ok(())
        })
    }

    /// Return the names of an article by its runs.
    fn find(
        &self,
        runs: &[u8],
        letters: &Letters,
        reading: &Reading,
        remembered: &mut Remembered,
    ) -> PyResult<Vec<ArticleName>> {
        remembered.bound();
        self.joining(letters, reading, remembered).names_in(runs)
    }

    fn joining<'a>(
        &'a self,
        letters: &'a Letters,
        reading: &'a Reading,
        Remembered { memory, words }: &'a mut Remembered,
    ) -> Joining<'a> {
        let trimming =
            Trimming { rules: self.rules(letters), archive: &self.archive, known: words };
        let (weights, asked) = (&self.rules.get().weights, &self.asked);
        Joining { trimming, weights, asked, reading, memory }
    }

    fn rules<'a>(&'a self, letters: &'a Letters) -> Rules<'a> {
        Rules { lists: &self.rules.get().lists, letters }
    }
}
