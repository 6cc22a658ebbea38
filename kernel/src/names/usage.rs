//! How an archive uses its words: `indexer/names/usage.py` and `archive_usage.py`.

use std::sync::Mutex;

use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::sync::MutexExt;
use pyo3::types::PyBytes;

use super::NameRules;
use super::archive::{Archive, LOWER, NUMBERS, Usage};
use super::candidates::Rules;
use super::letters::{Letter, Letters, SIGMA};
use super::lists::Lists;
use super::reading::Reading;
use super::texts::Texts;
use super::tokens::disagrees;
use super::types::text_of;
use crate::panics::guarded;

/// What was counted of the types of a segment: a column for each number of `Usage`.
struct Counts<'a> {
    columns: [&'a [[u8; 4]]; NUMBERS],
    away: bool,
}

impl Counts<'_> {
    /// Return a number of a type, below zero where it is taken away.
    fn number(&self, column: usize, type_: usize) -> PyResult<i64> {
        let number = self.columns[column].get(type_).ok_or_else(disagrees)?;
        let number = i64::from(u32::from_le_bytes(*number));
        Ok(if self.away { -number } else { number })
    }

    /// Add what a type has within sentences to the usage of the word that it is.
    fn add(&self, type_: usize, usage: &mut Usage) -> PyResult<()> {
        let mut sums = usage.numbers();
        for column in (0..NUMBERS).filter(|&column| column != LOWER) {
            sums[column] += self.number(column, type_)?;
        }
        *usage = Usage::of(sums);
        Ok(())
    }
}

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
    /// Add the words of a text whose letters were learnt, and return its runs.
    fn read(&mut self, text: &str, lists: &Lists) -> Vec<u8> {
        let Self { letters, archive, reading } = self;
        let rules = Rules { lists, letters };
        let mut runs = Vec::with_capacity(text.len() / 4);
        reading.keep(text, rules, &mut runs, &mut |word| {
            archive.number(word);
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
    fn add(&self, py: Python<'_>, word: &str, numbers: [i64; NUMBERS]) -> PyResult<()> {
        guarded(|| {
            let mut state =
                self.state.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
            let State { letters, archive, .. } = &mut *state;
            letters.learn_all(py, word)?;
            let number = archive.number(word);
            archive.usage[number as usize] = Usage::of(numbers);
            Ok(())
        })
    }

    /// Add what `TypeUsage` counted of the types of a segment, each with a NUL behind it, to what is
    /// known of the words, or take it away; types without capitals count for words in lower case.
    ///
    /// ValueError where the columns are not those of the types, or not so much was added before.
    fn add_counts(
        &self,
        py: Python<'_>,
        surfaces: &[u8],
        columns: Vec<PyBackedBytes>,
        away: bool,
    ) -> PyResult<()> {
        guarded(|| {
            let mut state =
                self.state.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
            let columns: Vec<&[[u8; 4]]> =
                columns.iter().map(|column| column.as_chunks().0).collect();
            let counts = Counts { columns: columns.try_into().map_err(|_| disagrees())?, away };
            let State { letters, archive, .. } = &mut *state;
            let small = Small::of(py, &archive.words, letters)?;
            let mut types = 0;
            for surface in text_of(surfaces)?.split_terminator('\0') {
                let (count, word) = (counts.number(LOWER, types)?, archive.words.get(surface));
                if let Some(word) = word {
                    counts.add(types, &mut archive.usage[word as usize])?;
                }
                if count != 0 {
                    for word in small.written_as(surface) {
                        archive.usage[word as usize].lower += count;
                    }
                }
                types += 1;
            }
            let is_known = |usage: &Usage| usage.numbers().iter().all(|&number| number >= 0);
            let agrees = counts.columns.iter().all(|column| column.len() == types);
            if agrees && archive.usage.iter().all(is_known) { Ok(()) } else { Err(disagrees()) }
        })
    }

    /// Return the words that were gathered.
    fn words(&self, py: Python<'_>) -> Vec<String> {
        let state = self.state.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
        state.archive.words.iter().map(str::to_owned).collect()
    }

    /// Return the words that the archive has, with their numbers.
    fn counts(&self, py: Python<'_>) -> Vec<(String, [i64; NUMBERS])> {
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

    /// Read articles of which all letters were learnt, each a title and a body; None for one that is
    /// left to Python.
    pub fn read_articles<'a>(
        &self,
        articles: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Vec<Option<Vec<u8>>> {
        let mut state = self.state.lock().unwrap_or_else(|held| held.into_inner());
        let mut text = String::new();
        let read = articles.map(|(title, body)| {
            text.clear();
            text.extend([title, "\n\n", body]);
            (!text.contains(SIGMA)).then(|| state.read(&text, &self.rules.get().lists))
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
