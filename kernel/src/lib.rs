//! What is done for each token of an article, or for each term that a page reads, compiled.
//!
//! Everything here is also done in Python, which says what holds: `indexer/analysis/kernel.py`,
//! `indexer/near_duplicates/fingerprint.py` and `fingerprint_table.py`, `indexer/search/similarity.py`
//! and `indexer/storage/vocabulary.py`. Tests compare the two. Python hands over every constant that
//! both need.

mod char_classes;
mod fingerprint;
mod fingerprint_table;
mod fuzzy_terms;
mod likeness;
mod term_cache;
mod tokens;

use std::sync::Mutex;

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::sync::MutexExt;
use pyo3::types::PyString;

use char_classes::{CharClasses, DIGIT};
use term_cache::{Row, TermCache};
use tokens::Tokens;

type Three<'py> = (Bound<'py, PyString>, Bound<'py, PyString>, Bound<'py, PyString>);

/// Makes channels of texts. `row` gives the three terms of a word, and is asked once for each.
#[pyclass(frozen, module = "indexer._kernel")]
struct TermMapper {
    row: Py<PyAny>,
    memory: Mutex<Memory>,
}

/// What was learnt so far, and the strings in the making.
struct Memory {
    classes: CharClasses,
    words: TermCache,
    channels: [String; 3],
}

#[pymethods]
impl TermMapper {
    /// Keep up to `max_bytes` of words and terms; then the memory starts afresh.
    #[new]
    #[pyo3(signature = (row, max_bytes = 128 << 20))]
    fn new(py: Python<'_>, row: Py<PyAny>, max_bytes: usize) -> PyResult<Self> {
        let classes = CharClasses::new(py)?;
        let memory =
            Memory { classes, words: TermCache::new(max_bytes), channels: Default::default() };
        Ok(Self { row, memory: Mutex::new(memory) })
    }

    /// Show the garbage collector what is held: `row` is a method of who holds this.
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.row)
    }

    /// Return the terms of a text in the three channels; UnicodeEncodeError for a lone surrogate.
    fn channels<'py>(&self, py: Python<'py>, text: &str) -> PyResult<Three<'py>> {
        let mut memory = self.memory.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
        let Memory { classes, words, channels } = &mut *memory;
        classes.learn(py, text)?;
        channels.iter_mut().for_each(String::clear);
        for token in Tokens::new(text, classes) {
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

    /// Return the first `max_terms` terms, without numbers and those under `min_letters`.
    fn content_terms(
        &self,
        py: Python<'_>,
        terms: &str,
        max_terms: usize,
        min_letters: usize,
    ) -> PyResult<String> {
        let mut memory = self.memory.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
        let classes = &mut memory.classes;
        classes.learn(py, terms)?;
        let mut kept = String::with_capacity(terms.len());
        for term in terms.split(' ').take(max_terms) {
            let is_number = term.chars().all(|c| classes.of(c) & DIGIT != 0);
            if term.chars().count() >= min_letters && !is_number {
                push(&mut kept, term);
            }
        }
        Ok(kept)
    }
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
    use super::TermMapper;
    #[pymodule_export]
    use super::fingerprint::Fingerprinter;
    #[pymodule_export]
    use super::fingerprint_table::FingerprintTable;
    #[pymodule_export]
    use super::fuzzy_terms::FuzzyTerms;
    #[pymodule_export]
    use super::likeness::Likeness;

    #[pymodule_export]
    const INTERFACE: u32 = 5; // as in indexer/analysis/kernel.py
}
