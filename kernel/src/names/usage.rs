//! How an archive uses its words: `indexer/names/usage.py` and `archive_usage.py`.

use std::sync::Mutex;

use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::sync::MutexExt;
use pyo3::types::PyBytes;

use super::NameRules;
use super::among::Among;
use super::archive::{Archive, LOWER, NUMBERS, Usage, added};
use super::candidates::Rules;
use super::kept_usage::Kept;
use super::letters::{Letter, Letters, SIGMA};
use super::lists::Lists;
use super::reading::Reading;
use super::shapes::Shapes;
use super::texts::Texts;
use super::tokens::disagrees;
use super::types::text_of;
use crate::mapping::Placed;
use crate::panics::guarded;

/// The words that have a capital, by how they are written without it.
struct Small {
    texts: Texts,
    last: Vec<Option<u32>>, // of the words that are written so
    next: Vec<Option<u32>>, // of each word
}

impl Small {
    fn of(py: Python<'_>, words: &Texts, letters: &Letters) -> PyResult<Self> {
        let (mut texts, mut last) = (Texts::default(), Vec::new());
        let mut next: Vec<Option<u32>> = vec![None; words.len()];
        for (number, word) in words.iter().enumerate() {
            if !letters.is_lower(word) {
                let small = texts.number(&letters.lower_of_any(py, word)?) as usize;
                if small == last.len() {
                    last.push(None);
                }
                next[number] = last[small].replace(number as u32);
            }
        }
        Ok(Self { texts, last, next })
    }

    /// Return the words that are written so without their capitals.
    fn written_as(&self, surface: &str) -> impl Iterator<Item = u32> {
        let last = self.texts.get(surface).and_then(|small| self.last[small as usize]);
        std::iter::successors(last, |&word| self.next[word as usize])
    }
}

/// Gathers words, and counts how an archive uses them.
#[pyclass(frozen, module = "indexer._kernel")]
pub struct NameUsage {
    rules: Py<NameRules>,
    state: Mutex<State>,
}

/// The words with their usage, and the runs of texts.
struct State {
    letters: Letters,
    archive: Archive,
    reading: Reading,
}

impl State {
    /// Do what `read` does of texts one after another, by their tokens.
    fn read_tokened<'a, Tokens: Iterator<Item = Placed>>(
        &mut self,
        texts: [(&'a str, Tokens); 2],
        shapes: &Shapes,
        lists: &Lists,
    ) -> Vec<u8> {
        let Self { letters, archive, reading } = self;
        let rules = Rules { lists, letters };
        let letters = texts.iter().map(|(text, _)| text.len());
        let mut runs = Vec::with_capacity(letters.sum::<usize>() / 4);
        for (text, tokens) in texts {
            reading.keep_tokened(text, (tokens, shapes), rules, &mut runs, &mut |word| {
                archive.words.number(word);
            });
        }
        runs
    }

    /// Add the words of a text whose letters were learnt, and return its runs.
    fn read(&mut self, text: &str, lists: &Lists) -> Vec<u8> {
        let Self { letters, archive, reading } = self;
        let rules = Rules { lists, letters };
        let mut runs = Vec::with_capacity(text.len() / 4);
        reading.keep(text, rules, &mut runs, &mut |word| {
            archive.words.number(word);
        });
        runs
    }
}

#[pymethods]
impl NameUsage {
    /// Begin without words.
    #[new]
    fn new(py: Python<'_>, rules: Py<NameRules>) -> PyResult<Self> {
        let letters = Letters::new(py)?;
        let state = State { letters, archive: Archive::default(), reading: Reading::default() };
        Ok(Self { rules, state: Mutex::new(state) })
    }

    /// Add the words of a text: `words_of`; return its runs, by which a finder finds its names.
    ///
    /// ValueError for a text that is left to Python.
    fn read<'py>(&self, py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyBytes>> {
        guarded(|| {
            let mut state =
                self.state.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
            state.letters.learn(py, text)?;
            Ok(PyBytes::new(py, &state.read(text, &self.rules.get().lists)))
        })
    }

    /// Add a word with its numbers, in the order of `Usage`.
    fn add(&self, py: Python<'_>, word: &str, numbers: [u32; NUMBERS]) -> PyResult<()> {
        guarded(|| {
            let mut state =
                self.state.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
            let State { letters, archive, .. } = &mut *state;
            letters.learn_all(py, word)?;
            let number = archive.words.number(word);
            archive.counted()[number as usize] = Usage::of(numbers);
            Ok(())
        })
    }

    /// Add what `TypeUsage` counted of the types of a segment, each with a NUL behind it, to what is
    /// known of the words, or take it away; types without capitals count for words in lower case.
    ///
    /// ValueError where it is not of those types, or not so much was added before.
    fn add_counts(
        &self,
        py: Python<'_>,
        surfaces: &[u8],
        counted: (PyBackedBytes, PyBackedBytes),
        away: bool,
    ) -> PyResult<()> {
        guarded(|| {
            let mut state =
                self.state.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
            let State { letters, archive, .. } = &mut *state;
            let small = Small::of(py, &archive.words, letters)?;
            let mut counted = Kept::new(&counted.0, &counted.1);
            archive.counted();
            let asked = archive.words.iter().chain(small.texts.iter());
            let asked = Among::new(asked, archive.words.len() + small.texts.len());
            for surface in text_of(surfaces)?.split_terminator('\0') {
                let numbers = counted.next()?;
                if !asked.may_have(surface) {
                    continue; // as of the types of a large archive most are
                }
                if let Some(word) = archive.words.get(surface) {
                    archive.usage[word as usize].add(numbers, away).ok_or_else(disagrees)?;
                }
                if numbers[LOWER] != 0 {
                    for word in small.written_as(surface) {
                        let lower = &mut archive.usage[word as usize].lower;
                        *lower = added(*lower, numbers[LOWER], away).ok_or_else(disagrees)?;
                    }
                }
            }
            if counted.is_done() { Ok(()) } else { Err(disagrees()) }
        })
    }

    /// Return the words that were gathered.
    fn words(&self, py: Python<'_>) -> Vec<String> {
        let state = self.state.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
        state.archive.words.iter().map(str::to_owned).collect()
    }

    /// Return the words that the archive has, with their numbers.
    fn counts(&self, py: Python<'_>) -> Vec<(String, [u32; NUMBERS])> {
        let state = self.state.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
        state.archive.counts()
    }
}

impl NameUsage {
    /// Learn letters, without Python.
    pub fn take_letters(&self, letters: Vec<Letter>) {
        let mut state = self.state.lock().unwrap_or_else(|held| held.into_inner());
        letters.into_iter().for_each(|letter| state.letters.take(letter));
    }

    /// Read articles of which all letters were learnt, each a title and a body with the tokens of
    /// each; None for one that is left to Python. Shapes are those of these words.
    pub fn read_articles<'a, Tokens: Iterator<Item = Placed>>(
        &self,
        articles: impl Iterator<Item = [(&'a str, Tokens); 2]>,
        shapes: &Shapes,
    ) -> Vec<Option<Vec<u8>>> {
        let mut state = self.state.lock().unwrap_or_else(|held| held.into_inner());
        let lists = &self.rules.get().lists;
        let read = articles.map(|texts| {
            let is_left = texts.iter().any(|(text, _)| text.contains(SIGMA));
            (!is_left).then(|| state.read_tokened(texts, shapes, lists))
        });
        read.collect()
    }

    /// Return the letters that were learnt, the usage and the runs, of which nothing is left.
    pub fn take(&self, py: Python<'_>) -> PyResult<(Letters, Archive, Reading)> {
        let mut state = self.state.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
        let letters = std::mem::replace(&mut state.letters, Letters::new(py)?);
        Ok((letters, std::mem::take(&mut state.archive), std::mem::take(&mut state.reading)))
    }
}
