//! What is done for each token of an article, or for each term that a page reads, compiled.
//!
//! Everything here is also done in Python, which says what holds: `indexer/analysis/channels.py`,
//! `indexer/near_duplicates/fingerprint.py`, `indexer/near_duplicates/grouping.py`, `indexer/search/similarity.py` and `indexer/storage/vocabulary.py`.
//! Tests compare the two.

mod letters;
mod likeness;
mod openings;
mod recent;
mod spellings;
mod tokens;
mod words;

use std::sync::Mutex;

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::sync::MutexExt;
use pyo3::types::{PyBytes, PyString};

use letters::{DIGIT, Letters};
use openings::Opening;
use tokens::Tokens;
use words::{Row, Words};

type Three<'py> = (Bound<'py, PyString>, Bound<'py, PyString>, Bound<'py, PyString>);

type Six = (u32, u32, u32, u32, u32, u32);

/// Makes channels of texts. `row` gives the three terms of a word, and is asked once for each.
#[pyclass(frozen, module = "indexer._kernel")]
struct Kernel {
    row: Py<PyAny>,
    memory: Mutex<Memory>,
}

/// What was learnt so far, and the strings in the making.
struct Memory {
    letters: Letters,
    words: Words,
    channels: [String; 3],
}

#[pymethods]
impl Kernel {
    /// Take `most` bytes of words and terms at most; then the memory starts afresh.
    #[new]
    #[pyo3(signature = (row, most = 128 << 20))]
    fn new(py: Python<'_>, row: Py<PyAny>, most: usize) -> PyResult<Self> {
        let letters = Letters::new(py)?;
        let memory = Memory { letters, words: Words::new(most), channels: Default::default() };
        Ok(Self { row, memory: Mutex::new(memory) })
    }

    /// Show the garbage collector what is held: `row` is a method of who holds this.
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.row)
    }

    /// Return the terms of a text in the three channels; UnicodeEncodeError for a lone surrogate.
    fn channels<'py>(&self, py: Python<'py>, text: &str) -> PyResult<Three<'py>> {
        let mut memory = self.memory.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
        let Memory { letters, words, channels } = &mut *memory;
        letters.learn(py, text)?;
        channels.iter_mut().for_each(String::clear);
        for token in Tokens::new(text, letters) {
            if let Some(row) = words.get(token) {
                append(channels, row);
                continue;
            }
            let answer = self.row.call1(py, (token,))?;
            let (exact, stem, part): Three<'_> = answer.extract(py)?;
            let row = Row { exact: exact.to_str()?, stem: stem.to_str()?, part: part.to_str()? };
            append(channels, row);
            words.add(token, row);
        }
        let [exact, stem, part] = channels;
        Ok((PyString::new(py, exact), PyString::new(py, stem), PyString::new(py, part)))
    }

    /// Return the first `most` terms, without those shorter than `shortest` and numbers.
    fn telling(
        &self,
        py: Python<'_>,
        terms: &str,
        most: usize,
        shortest: usize,
    ) -> PyResult<String> {
        let mut memory = self.memory.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
        let letters = &mut memory.letters;
        letters.learn(py, terms)?;
        let mut kept = String::with_capacity(terms.len());
        for term in terms.split(' ').take(most) {
            let is_number = term.chars().all(|c| letters.of(c) & DIGIT != 0);
            if term.chars().count() >= shortest && !is_number {
                push(&mut kept, term);
            }
        }
        Ok(kept)
    }
}

/// Gives articles their groups. What it takes are openings as Python has them.
#[pyclass(frozen, module = "indexer._kernel")]
struct Recent(Mutex<recent::Recent>);

#[derive(FromPyObject)]
struct Given<'py> {
    words: Bound<'py, PyBytes>,
    title: Bound<'py, PyBytes>,
    source: u16,
    day: u64,
    bands: Six,
}

#[pymethods]
impl Recent {
    /// Remember `most` articles.
    #[new]
    fn new(most: usize) -> Self {
        Self(Mutex::new(recent::Recent::new(most)))
    }

    /// Return the group of the article that is more alike than `best`, else `group`; remember it.
    fn place(&self, py: Python<'_>, opening: Given<'_>, best: f64, group: u64) -> u64 {
        let Given { words, title, source, day, bands } = opening;
        let (words, title) = (words.as_bytes(), title.as_bytes());
        let opening = recent::Opening { words, title, source, day, bands: bands.into() };
        let mut recent = self.0.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
        recent.place(&opening, best, group)
    }
}

/// Return a byte for each of the first words of a body, four for each of the first terms of a
/// title, and the bands; None when the body has fewer words.
#[pyfunction]
fn opening<'py>(
    py: Python<'py>,
    body: &str,
    title: &str,
    fewest: usize,
) -> Option<(Bound<'py, PyBytes>, Bound<'py, PyBytes>, Six)> {
    let Opening { words, title, bands } = Opening::of(body, title, fewest)?;
    Some((PyBytes::new(py, &words), PyBytes::new(py, &title), bands.into()))
}

#[inline]
fn append([exact, stem, part]: &mut [String; 3], row: Row<'_>) {
    push(exact, row.exact);
    push(stem, row.stem);
    push(part, row.part);
}

#[inline]
fn push(terms: &mut String, term: &str) {
    if !term.is_empty() {
        if !terms.is_empty() {
            terms.push(' ');
        }
        terms.push_str(term);
    }
}

#[pymodule]
mod _kernel {
    #[pymodule_export]
    use super::likeness::Likeness;
    #[pymodule_export]
    use super::spellings::Spellings;
    #[pymodule_export]
    use super::{Kernel, Recent, opening};

    #[pymodule_export]
    const INTERFACE: u32 = 4; // as in indexer/analysis/channels.py
}
