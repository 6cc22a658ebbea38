//! Texts by number, which lie one after another: `indexer/engines/numbered_texts.py`.

use std::hash::BuildHasher;
use std::sync::Mutex;

use hashbrown::{DefaultHashBuilder, HashTable};
use pyo3::exceptions::PyIndexError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::sync::MutexExt;
use pyo3::types::{PyBytes, PyString};

use crate::panics::guarded;

const SURROGATES: &str = "surrogatepass"; // a lone one, which UTF-8 has not

/// Different texts, numbered from 0 as they come: twelve bytes each, and those of the text.
#[pyclass(frozen, module = "indexer._kernel")]
pub struct NumberedTexts {
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    table: HashTable<u32>,
    texts: Vec<u8>,
    ends: Vec<usize>,
    hasher: DefaultHashBuilder,
}

impl Held {
    fn text(&self, number: u32) -> &[u8] {
        slice(&self.texts, &self.ends, number)
    }

    fn get(&self, text: &[u8]) -> Option<u32> {
        let hash = self.hasher.hash_one(text);
        self.table.find(hash, |&number| self.text(number) == text).copied()
    }

    fn number(&mut self, text: &[u8]) -> u32 {
        if let Some(number) = self.get(text) {
            return number;
        }
        let Self { table, texts, ends, hasher } = self;
        let number = ends.len() as u32;
        texts.extend(text);
        ends.push(texts.len());
        let hash = hasher.hash_one(text);
        table.insert_unique(hash, number, |&each| hasher.hash_one(slice(texts, ends, each)));
        number
    }
}

fn slice<'a>(texts: &'a [u8], ends: &[usize], number: u32) -> &'a [u8] {
    let number = number as usize;
    let start = if number == 0 { 0 } else { ends[number - 1] };
    &texts[start..ends[number]]
}

#[pymethods]
impl NumberedTexts {
    /// Begin without texts.
    #[new]
    fn new() -> Self {
        Self { held: Mutex::default() }
    }

    /// Return how many there are.
    fn __len__(&self, py: Python<'_>) -> usize {
        self.held.lock_py_attached(py).unwrap_or_else(|held| held.into_inner()).ends.len()
    }

    /// Return the number of a text, which is added unless it is there.
    fn number(&self, text: &Bound<'_, PyString>) -> PyResult<u32> {
        guarded(|| {
            let mut held =
                self.held.lock_py_attached(text.py()).unwrap_or_else(|held| held.into_inner());
            match text.to_str() {
                Ok(text) => Ok(held.number(text.as_bytes())),
                Err(_) => Ok(held.number(&with_surrogates(text)?)),
            }
        })
    }

    /// Return the number of each of some texts, which are added unless they are there.
    fn number_all(&self, texts: Vec<Bound<'_, PyString>>) -> PyResult<Vec<u32>> {
        guarded(|| texts.iter().map(|text| self.number(text)).collect())
    }

    /// Return the number of a text; None if it is not there.
    fn get(&self, text: &Bound<'_, PyString>) -> PyResult<Option<u32>> {
        guarded(|| {
            let held =
                self.held.lock_py_attached(text.py()).unwrap_or_else(|held| held.into_inner());
            match text.to_str() {
                Ok(text) => Ok(held.get(text.as_bytes())),
                Err(_) => Ok(held.get(&with_surrogates(text)?)),
            }
        })
    }

    /// Return the texts with these numbers, each ended by NUL, and the places of them in the order of
    /// the texts, four bytes each; IndexError where there is none.
    fn in_order<'py>(
        &self,
        py: Python<'py>,
        numbers: Vec<u32>,
    ) -> PyResult<(Bound<'py, PyBytes>, Bound<'py, PyBytes>)> {
        guarded(|| {
            let held = self.held.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
            if numbers.iter().any(|&number| number as usize >= held.ends.len()) {
                return Err(PyIndexError::new_err("no text has this number"));
            }
            let texts = || numbers.iter().map(|&number| held.text(number));
            let mut joined = Vec::with_capacity(texts().map(|text| text.len() + 1).sum());
            texts().for_each(|text| joined.extend(text.iter().chain(b"\0")));
            let mut order: Vec<u32> = (0..numbers.len() as u32).collect();
            order.sort_by_key(|&place| held.text(numbers[place as usize]));
            let order: Vec<u8> = order.into_iter().flat_map(u32::to_le_bytes).collect();
            Ok((PyBytes::new(py, &joined), PyBytes::new(py, &order)))
        })
    }

    /// Return the text with a number. IndexError if there is none.
    fn text<'py>(&self, py: Python<'py>, number: u32) -> PyResult<Bound<'py, PyAny>> {
        guarded(|| {
            let held = self.held.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
            if number as usize >= held.ends.len() {
                return Err(PyIndexError::new_err("no text has this number"));
            }
            match str::from_utf8(held.text(number)) {
                Ok(text) => Ok(PyString::new(py, text).into_any()),
                Err(_) => PyBytes::new(py, held.text(number))
                    .call_method1(intern!(py, "decode"), ("utf-8", SURROGATES)),
            }
        })
    }
}

/// Return the bytes of a text with a lone surrogate.
fn with_surrogates(text: &Bound<'_, PyString>) -> PyResult<PyBackedBytes> {
    Ok(text.call_method1(intern!(text.py(), "encode"), ("utf-8", SURROGATES))?.extract()?)
}
