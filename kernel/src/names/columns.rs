//! What a file of names is written from: `indexer/storage/names/columns.py`.

use std::sync::Mutex;

use pyo3::exceptions::PyValueError;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::sync::MutexExt;
use pyo3::types::PyBytes;

use super::aliased::Aliased;
use super::compared::Asked;
use super::rows::{Columns, SpeltName};
use super::{FoundName, NameFinder};
use crate::panics::guarded;

/// The columns as bytes, the lowest first: ends, values, counts (two bytes each), the ends of forms,
/// forms, types (one byte each).
type Numbers<'py> = Vec<Bound<'py, PyBytes>>;
/// The most frequent spelling of each name, its key, and the texts of forms.
type NameTexts = (Vec<String>, Vec<String>, Vec<String>);

/// Puts the names of articles in columns.
#[pyclass(frozen, module = "indexer._kernel")]
pub struct NameColumns {
    asked: Asked,
    max_count: usize,
    columns: Mutex<Columns>,
}

#[pymethods]
impl NameColumns {
    /// A name stands in an article at most `max_count` times.
    ///
    /// What is asked: the key of a name and of a word, the folded form of a word; and which folded
    /// names have other names.
    #[new]
    fn new(asked: (Py<PyAny>, Py<PyAny>, Py<PyAny>, Vec<Vec<String>>), max_count: u16) -> Self {
        let (name_key, word_key, fold, aliased) = asked;
        let asked = Asked { name_key, word_key, fold, aliased: Aliased::new(&aliased) };
        Self { asked, max_count: max_count.into(), columns: Mutex::default() }
    }

    /// Show the garbage collector what is held.
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        let Asked { name_key, word_key, fold, .. } = &self.asked;
        [name_key, word_key, fold].into_iter().try_for_each(|each| visit.call(each))
    }

    /// Add the names of the next article.
    fn add(&self, py: Python<'_>, names: Vec<FoundName>) -> PyResult<()> {
        guarded(|| {
            let mut held =
                self.columns.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
            let mut spelt = Vec::with_capacity(names.len());
            for (name, kind, forms, count) in names {
                let spelling = held.spelling(&self.asked, &name)?;
                let name = held.name(kind, spelling);
                let mut others = forms.iter().map(|form| held.text(form));
                let Some(form) = others.next() else {
                    return Err(PyValueError::new_err("a name without a form"));
                };
                let others = others.collect();
                spelt.push(SpeltName { name, kind, spelling, form, others, count });
            }
            held.add(spelt, self.max_count);
            Ok(())
        })
    }

    /// Add the names of the next articles, by the runs of each as `NameUsage.read` returned them; if
    /// `ahead`, another thread decides these.
    fn add_runs(
        &self,
        py: Python<'_>,
        finder: &NameFinder,
        runs: Vec<PyBackedBytes>,
        ahead: bool,
    ) -> PyResult<()> {
        let work = || {
            let mut held = self.columns.lock().unwrap_or_else(|held| held.into_inner());
            finder.names_of_all(&runs, ahead, &mut |from, found| {
                held.add_found(finder.number, from, found, (&self.asked, self.max_count))
            })
        };
        py.detach(|| guarded(work))
    }

    /// Return the columns of numbers, and the texts.
    fn finish<'py>(&self, py: Python<'py>) -> (Numbers<'py>, NameTexts) {
        let held = self.columns.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
        let four = |column: &[u32]| -> Vec<u8> {
            column.iter().flat_map(|number| number.to_le_bytes()).collect()
        };
        let numbers = [
            four(&held.ends),
            four(&held.values),
            held.counts.iter().flat_map(|count| count.to_le_bytes()).collect(),
            four(&held.form_ends),
            four(&held.forms),
            held.names.iter().map(|&(kind, _)| kind).collect(),
        ];
        let key = |&(_, key): &(u8, u32)| held.keys.text(key).to_owned();
        let texts = (
            held.most_frequent(),
            held.names.iter().map(key).collect(),
            held.form_texts.iter().map(|&form| held.texts.text(form).to_owned()).collect(),
        );
        (numbers.iter().map(|column| PyBytes::new(py, column)).collect(), texts)
    }
}
