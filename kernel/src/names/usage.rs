//! How an archive uses its words: `indexer/names/usage.py` and `archive_usage.py`.

use std::sync::Mutex;

use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::sync::MutexExt;
use pyo3::types::PyBytes;

use super::NameRules;
use super::archive::{Archive, Usage};
use super::candidates::Rules;
use super::letters::{Letter, Letters, SIGMA};
use super::lists::{FIRST_NAME, Lists, Noun, kind};
use super::reading::Reading;
use super::texts::Texts;
use super::tokens::{Class, Piece, SegmentTypes, numbers};
use crate::panics::guarded;

/// Gathers words, and counts how an archive uses them.
#[pyclass(frozen, module = "indexer._kernel")]
pub struct NameUsage {
    rules: Py<NameRules>,
    state: Mutex<State>,
}

/// The words with their usage, the runs of texts, and the segment that is being counted.
struct State {
    letters: Letters,
    archive: Archive,
    reading: Reading,
    surfaces: Vec<PyBackedStr>,
    types: SegmentTypes,
}

impl State {
    /// Add the words of a text whose letters were learnt, and return its runs.
    fn read(&mut self, text: &str, lists: &Lists) -> Vec<u8> {
        let Self { letters, archive, reading, .. } = self;
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
        let (archive, reading, surfaces, types) = Default::default();
        let state = State { letters, archive, reading, surfaces, types };
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
    fn add(&self, py: Python<'_>, word: &str, numbers: [i64; 12]) -> PyResult<()> {
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

    /// Begin to count a segment of the forward index: its types, and those that have codes.
    fn begin(&self, py: Python<'_>, surfaces: Vec<PyBackedStr>, common: &[u8]) -> PyResult<()> {
        guarded(|| {
            let mut state =
                self.state.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
            let State { letters, archive, .. } = &mut *state;
            let mut words = Vec::with_capacity(surfaces.len());
            for surface in &surfaces {
                letters.learn_all(py, surface)?;
                words.push(archive.words.get(surface));
            }
            state.types = SegmentTypes::new(numbers(common).collect(), &words)?;
            state.surfaces = surfaces;
            Ok(())
        })
    }

    /// Count some rows of the segment: the fields of `Piece`.
    #[allow(clippy::too_many_arguments)]
    fn count(
        &self,
        py: Python<'_>,
        codes: &[u8],
        rare: &[u8],
        sentences: &[u8],
        first_bit: usize,
        lengths: &[u8],
        alive: &[u8],
    ) -> PyResult<()> {
        guarded(|| {
            let mut state =
                self.state.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
            let State { letters, archive, surfaces, types, .. } = &mut *state;
            let piece = Piece { codes, rare, sentences, first_bit, lengths, alive };
            let lists = &self.rules.get().lists;
            let class = |type_: u32| class(&surfaces[type_ as usize], letters, lists);
            types.count(&piece, &mut archive.usage, &class)
        })
    }

    /// End the segment: its types without capitals count for the words in lower case.
    fn end(&self, py: Python<'_>) -> PyResult<()> {
        guarded(|| {
            let mut state =
                self.state.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
            let State { letters, archive, surfaces, types, .. } = &mut *state;
            let surfaces = std::mem::take(surfaces);
            let (mut lower, mut last) = (Texts::default(), Vec::new()); // of the words with a capital
            let mut next: Vec<Option<u32>> = vec![None; archive.usage.len()];
            for (number, word) in archive.words.iter().enumerate() {
                if !letters.is_lower(word) {
                    let small = lower.number(&letters.lower_of_any(py, word)?) as usize;
                    if small == last.len() {
                        last.push(None);
                    }
                    next[number] = last[small].replace(number as u32);
                }
            }
            for (surface, count) in surfaces.iter().zip(types.counted()) {
                let small = if count == 0 { None } else { lower.get(surface) };
                let mut word = small.and_then(|small| last[small as usize]);
                while let Some(number) = word {
                    archive.usage[number as usize].lower += count;
                    word = next[number as usize];
                }
            }
            Ok(())
        })
    }

    /// Return the words that were gathered.
    fn words(&self, py: Python<'_>) -> Vec<String> {
        let state = self.state.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
        state.archive.words.iter().map(str::to_owned).collect()
    }

    /// Return the words that the archive has, with their numbers.
    fn counts(&self, py: Python<'_>) -> Vec<(String, [i64; 12])> {
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

/// `_classes`: what a type tells of the words beside it.
fn class(surface: &str, letters: &Letters, lists: &Lists) -> Class {
    if letters.begins_upper(surface) {
        if lists.listed(surface) & FIRST_NAME != 0 {
            return Class::FirstName;
        }
        let adjective = lists.end(surface, "adjective");
        return if adjective { Class::Adjective } else { Class::Capital };
    }
    match surface {
        "de" | "het" => return Class::Article,
        "van" | "den" | "der" | "ten" | "ter" => return Class::Particle,
        _ => {}
    }
    let kinds = lists.kinds(surface);
    let cue = [
        (kind::AGENT, Class::Agent),
        (kind::TITLE, Class::Title),
        (kind::PLACE, Class::Place),
        (kind::SAY, Class::Say),
    ];
    if let Some((_, class)) = cue.into_iter().find(|(kind, _)| kinds & kind != 0) {
        return class;
    }
    match lists.noun_of(surface) {
        Some(Noun::Person) => Class::Title,
        Some(Noun::Body) => Class::Body,
        Some(Noun::Place) => Class::Place,
        None => Class::None,
    }
}
