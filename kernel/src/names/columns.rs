//! What a file of names is written from: `indexer/storage/names/columns.py`.

use std::sync::Mutex;

use hashbrown::HashMap;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::sync::MutexExt;
use pyo3::types::PyBytes;

use super::{FoundName, NameFinder};
use crate::panics::guarded;

/// The columns as bytes, the lowest first: ends, values, counts (two bytes each), the ends of forms,
/// forms, types (one byte each).
type Numbers<'py> = Vec<Bound<'py, PyBytes>>;
/// The most frequent spelling of each name, its key, and the texts of forms.
type Texts = (Vec<String>, Vec<String>, Vec<String>);

/// Puts the names of articles in columns. `name_key` gives the key of a name, once for each.
#[pyclass(frozen, module = "indexer._kernel")]
pub struct NameColumns {
    name_key: Py<PyAny>,
    max_count: usize,
    columns: Mutex<Columns>,
}

/// Texts by number.
#[derive(Default)]
struct TextTable {
    numbers: HashMap<Box<str>, u32>,
    texts: Vec<Box<str>>,
}

impl TextTable {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(&number) = self.numbers.get(text) {
            return number;
        }
        let number = self.texts.len() as u32;
        self.numbers.insert(text.into(), number);
        self.texts.push(text.into());
        number
    }
}

#[derive(Default)]
struct Columns {
    key_of: HashMap<Box<str>, u32>,
    keys: TextTable,
    forms_table: TextTable,
    numbers: HashMap<(u8, u32), u32>,
    names: Vec<(u8, u32)>,
    spellings: Vec<Vec<(Box<str>, u32)>>,
    ends: Vec<u32>,
    values: Vec<u32>,
    counts: Vec<u16>,
    form_ends: Vec<u32>,
    forms: Vec<u32>,
}

#[pymethods]
impl NameColumns {
    /// A name stands in an article at most `max_count` times.
    #[new]
    fn new(name_key: Py<PyAny>, max_count: u16) -> Self {
        Self { name_key, max_count: max_count.into(), columns: Mutex::default() }
    }

    /// Show the garbage collector what is held.
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.name_key)
    }

    /// Add the names of the next article.
    fn add(&self, py: Python<'_>, names: Vec<FoundName>) -> PyResult<()> {
        guarded(|| {
            let mut held =
                self.columns.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
            for (name, ..) in &names {
                if !held.key_of.contains_key(&**name) {
                    let key: String = self.name_key.call1(py, (name,))?.extract(py)?;
                    let key = held.keys.number(&key);
                    held.key_of.insert(name.as_str().into(), key);
                }
            }
            held.add(names, self.max_count);
            Ok(())
        })
    }

    /// Add the names of the next article, by its text; ValueError for one that is left to Python.
    fn add_text(&self, py: Python<'_>, finder: &NameFinder, text: &str) -> PyResult<()> {
        self.add(py, finder.names_in(py, text)?)
    }

    /// Return the columns of numbers, and the texts.
    fn finish<'py>(&self, py: Python<'py>) -> (Numbers<'py>, Texts) {
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
        let named = |spellings: &Vec<(Box<str>, u32)>| {
            let best = spellings.iter().min_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            best.map(|(name, _)| name.to_string()).unwrap_or_default()
        };
        let key = |&(_, key): &(u8, u32)| held.keys.texts[key as usize].to_string();
        let texts = (
            held.spellings.iter().map(named).collect(),
            held.names.iter().map(key).collect(),
            held.forms_table.texts.iter().map(|text| text.to_string()).collect(),
        );
        (numbers.iter().map(|column| PyBytes::new(py, column)).collect(), texts)
    }
}

impl Columns {
    /// Add the names of an article, whose keys are known: two with one kind and key are one.
    fn add(&mut self, names: Vec<FoundName>, max_count: usize) {
        let mut found: Vec<((u8, u32), FoundName)> = Vec::with_capacity(names.len());
        for name in names {
            let key = (name.1, self.key_of[&*name.0]);
            match found.iter_mut().find(|(other, _)| *other == key) {
                Some((_, known)) => {
                    known.2.extend(name.2);
                    known.3 += name.3;
                }
                None => found.push((key, name)),
            }
        }
        for (key, (name, _, forms, count)) in found {
            let next = self.names.len() as u32;
            let number = *self.numbers.entry(key).or_insert(next);
            if number == next {
                self.names.push(key);
                self.spellings.push(Vec::new());
            }
            let spellings = &mut self.spellings[number as usize];
            match spellings.iter_mut().find(|(spelling, _)| **spelling == *name) {
                Some((_, times)) => *times += 1,
                None => spellings.push((name.into(), 1)),
            }
            self.values.push(number);
            self.counts.push(count.min(max_count) as u16);
            let first = self.forms.len();
            for form in forms {
                let form = self.forms_table.number(&form);
                if !self.forms[first..].contains(&form) {
                    self.forms.push(form);
                }
            }
            self.form_ends.push(self.forms.len() as u32);
        }
        self.ends.push(self.values.len() as u32);
    }
}
