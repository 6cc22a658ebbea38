//! Texts as terms of the index and as numbers of types: `indexer/analysis/kernel.py`.

mod ahead;
mod by_rules;
mod letters;
mod memory;
mod scan;
mod worker;

use std::ops::Range;
use std::sync::{Mutex, MutexGuard};

use pyo3::exceptions::PyValueError;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::sync::MutexExt;
use pyo3::types::{PyBytes, PyString};

use crate::char_classes::CharClasses;
use crate::panics::guarded;
use crate::term_cache;
use crate::words::{Row, Words};
use memory::{Limits, Memory, Written};
use scan::{Channels, Scan};

pub use ahead::ReadAhead;
pub use scan::Placed;

type Three<'py> = (Bound<'py, PyString>, Bound<'py, PyString>, Bound<'py, PyString>);
type Numbered<'py> = (Three<'py>, Bound<'py, PyBytes>);
type InArticle<'py> = (Numbered<'py>, Numbered<'py>, Bound<'py, PyString>, Bound<'py, PyString>);
type TakenColumn<'py> = (Bound<'py, PyBytes>, Bound<'py, PyBytes>);
type TakenTypes<'py> = (Bound<'py, PyBytes>, Vec<TakenColumn<'py>>);
/// The terms of a word in the three channels, as Python gives them.
type GivenRow = (PyBackedStr, PyBackedStr, PyBackedStr);

/// Makes channels of texts. `row` gives the three terms of a word, and is asked once for each that
/// `words` leaves to it.
#[pyclass(frozen, module = "indexer._kernel")]
pub struct TermMapper {
    row: Py<PyAny>,
    words: Option<Py<Words>>,
    memory: Mutex<Memory>,
}

#[pymethods]
impl TermMapper {
    /// Keep up to `max_bytes` of words and terms; then the memory starts afresh.
    #[new]
    #[pyo3(signature = (row, max_bytes = 128 << 20, words = None))]
    fn new(
        py: Python<'_>,
        row: Py<PyAny>,
        max_bytes: usize,
        words: Option<Py<Words>>,
    ) -> PyResult<Self> {
        let memory = Memory::new(CharClasses::new(py)?, max_bytes);
        Ok(Self { row, words, memory: Mutex::new(memory) })
    }

    /// Show the garbage collector what is held: `row` is a method of who holds this.
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.row)
    }

    /// Return the terms of a text in the three channels; UnicodeEncodeError for a lone surrogate.
    fn channels<'py>(&self, py: Python<'py>, text: &str) -> PyResult<Three<'py>> {
        guarded(|| {
            let mut memory = self.locked(py);
            let (scan, [tokens]) = self.scanned(py, &mut memory, [text])?;
            let mut channels = Channels::default();
            memory.write(&scan, tokens, &mut channels, false);
            Ok(strings(py, &channels))
        })
    }

    /// Return the same, and the numbers of the types in a row: `PythonTermMapper.numbered`.
    fn numbered<'py>(&self, py: Python<'py>, text: &str) -> PyResult<Numbered<'py>> {
        guarded(|| {
            let mut memory = self.locked(py);
            let (scan, [tokens]) = self.scanned(py, &mut memory, [text])?;
            let mut channels = Channels::default();
            memory.write(&scan, tokens, &mut channels, true);
            Ok((strings(py, &channels), PyBytes::new(py, &memory.sequence.bytes())))
        })
    }

    /// Return what the index has of a title and the text below it: `PythonTermMapper.article`.
    fn article<'py>(
        &self,
        py: Python<'py>,
        title: &str,
        body: &str,
        repeated: bool,
        limits: Limits,
    ) -> PyResult<InArticle<'py>> {
        guarded(|| {
            let mut memory = self.locked(py);
            let (scan, [title, body]) = self.scanned(py, &mut memory, [title, body])?;
            let article = memory.article(&scan, (title, body), repeated, limits, true);
            Ok(in_article(py, &article))
        })
    }

    /// Return the types that have numbers, and number anew: `PythonTermMapper.take_types`.
    fn take_types<'py>(&self, py: Python<'py>) -> TakenTypes<'py> {
        let types = self.locked(py).take_types();
        let columns = types.terms.map(|(strings, numbers)| {
            let numbers: Vec<u8> = numbers.into_iter().flat_map(u32::to_le_bytes).collect();
            (PyBytes::new(py, strings.as_bytes()), PyBytes::new(py, &numbers))
        });
        (PyBytes::new(py, types.surfaces.as_bytes()), columns.into())
    }

    /// Return the first `max_terms` terms, without numbers and those under `min_letters`.
    fn content_terms(
        &self,
        py: Python<'_>,
        terms: &str,
        max_terms: usize,
        min_letters: usize,
    ) -> PyResult<String> {
        guarded(|| {
            let mut memory = self.locked(py);
            memory.classes.learn(py, terms)?;
            Ok(memory.content_terms(terms, max_terms, min_letters))
        })
    }
}

impl TermMapper {
    fn locked(&self, py: Python<'_>) -> MutexGuard<'_, Memory> {
        self.memory.lock_py_attached(py).unwrap_or_else(|held| held.into_inner())
    }

    /// Return the tokens of texts, and where those of each are; the terms of all words are known.
    fn scanned<const N: usize>(
        &self,
        py: Python<'_>,
        memory: &mut Memory,
        texts: [&str; N],
    ) -> PyResult<(Scan, [Range<usize>; N])> {
        texts.iter().try_for_each(|text| memory.classes.learn(py, text))?;
        let mut scan = memory.begin(false, false);
        let tokens = texts.map(|text| memory.scan(text, &mut scan));
        self.fill_by_rules(memory, &mut scan).map_err(PyValueError::new_err)?;
        let words: Vec<String> = memory.unknown(&scan).map(str::to_owned).collect();
        for (number, word) in words.iter().enumerate() {
            let row = self.row_of(py, word)?;
            for term in [&row.0, &row.1, &row.2] {
                memory.classes.learn(py, term)?;
            }
            memory.fill(&mut scan, number, as_row(&row)).map_err(PyValueError::new_err)?;
        }
        Ok((scan, tokens))
    }

    /// Give the words their terms that have them without Python.
    fn fill_by_rules(&self, memory: &mut Memory, scan: &mut Scan) -> Result<(), String> {
        let rows = memory.unknown(scan).map(|word| self.row_by_rules(word)).collect();
        memory.fill_known(scan, &rows)
    }

    /// Return the terms of a word; None where Python has to say them.
    fn row_by_rules(&self, word: &str) -> Option<Row> {
        self.words.as_ref()?.get().row_of(word)
    }

    /// Ask Python for the terms of a word.
    fn row_of(&self, py: Python<'_>, word: &str) -> PyResult<GivenRow> {
        self.row.call1(py, (word,))?.extract(py)
    }
}

fn as_row((exact, stem, part): &GivenRow) -> term_cache::Row<'_> {
    term_cache::Row { exact, stem, part }
}

fn strings<'py>(py: Python<'py>, [exact, stem, part]: &Channels) -> Three<'py> {
    (PyString::new(py, exact), PyString::new(py, stem), PyString::new(py, part))
}

/// Return an article as Python has it.
fn in_article<'py>(py: Python<'py>, article: &Written) -> InArticle<'py> {
    let title = (strings(py, &article.title), PyBytes::new(py, &article.title_numbers));
    let body = (strings(py, &article.text), PyBytes::new(py, &article.body_numbers));
    (title, body, PyString::new(py, &article.lead), PyString::new(py, &article.opening))
}
