//! What a file of names is written from: `indexer/storage/names/columns.py`.

use std::sync::Mutex;

use hashbrown::HashMap;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::sync::MutexExt;
use pyo3::types::PyBytes;

use super::compared::{Asked, Words};
use super::joining::ArticleName;
use super::memory::Memory;
use super::texts::Texts;
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

/// The numbers that the names of one finder have here, by those that they have there.
struct Known {
    finder: usize,
    turn: u32,
    spellings: Vec<Option<u32>>,
    forms: Vec<Option<u32>>,
}

/// A name of an article, by the number of its spelling; its forms have no numbers yet.
struct SpeltName<F> {
    kind: u8,
    spelling: u32,
    forms: Vec<F>,
    count: usize,
}

#[derive(Default)]
struct Columns {
    words: Words,
    other_words: Words, // of the columns of second halves
    known: Option<Known>,
    keys: Texts,
    spellings: Texts,
    key_of: Vec<u32>, // of each spelling
    form_texts: Texts,
    numbers: HashMap<(u8, u32), u32>,
    names: Vec<(u8, u32)>,
    spelt: Vec<Vec<(u32, u32)>>, // the spellings of each name, and how often it has each
    ends: Vec<u32>,
    values: Vec<u32>,
    counts: Vec<u16>,
    form_ends: Vec<u32>,
    forms: Vec<u32>,
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
        let aliased = aliased.iter().map(|words| words.join(" ").into()).collect();
        let asked = Asked { name_key, word_key, fold, aliased };
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
                spelt.push(SpeltName { kind, spelling, forms, count });
            }
            held.add(spelt, self.max_count, &mut |texts, form| texts.number(form));
            Ok(())
        })
    }

    /// Add the names of the next articles, by the runs of each as `NameUsage.read` returned them.
    ///
    /// When they are `parted` over two threads each has columns of its own, and those of the second
    /// half are put behind those of the first.
    fn add_runs(
        &self,
        py: Python<'_>,
        finder: &NameFinder,
        runs: Vec<PyBackedBytes>,
        parted: bool,
    ) -> PyResult<()> {
        let work = || {
            let mut held = self.columns.lock().unwrap_or_else(|held| held.into_inner());
            let mut second =
                Columns { words: std::mem::take(&mut held.other_words), ..Columns::default() };
            let add = |columns: &mut Columns, memory: &Memory, found: Vec<ArticleName>| {
                columns.add_found(finder.number, memory, found, self)
            };
            finder.names_in_halves(&runs, parted, [&mut *held, &mut second], &add)?;
            held.append(&second);
            held.other_words = second.words;
            Ok(())
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
        let spelt = |&(spelling, _): &(u32, u32)| held.spellings.text(spelling);
        let named = |spellings: &Vec<(u32, u32)>| {
            let best =
                spellings.iter().min_by(|a, b| b.1.cmp(&a.1).then_with(|| spelt(a).cmp(spelt(b))));
            best.map(|each| spelt(each).to_owned()).unwrap_or_default()
        };
        let key = |&(_, key): &(u8, u32)| held.keys.text(key).to_owned();
        let texts = (
            held.spelt.iter().map(named).collect(),
            held.names.iter().map(key).collect(),
            held.form_texts.iter().map(str::to_owned).collect(),
        );
        (numbers.iter().map(|column| PyBytes::new(py, column)).collect(), texts)
    }
}

/// Return the place of a number in a list, which grows to have it.
fn slot(numbers: &mut Vec<Option<u32>>, place: u32) -> &mut Option<u32> {
    let place = place as usize;
    if numbers.len() <= place {
        numbers.resize(place + 1, None);
    }
    &mut numbers[place]
}

impl Columns {
    /// Add the names of an article that a finder found, in the memory that has their texts.
    fn add_found(
        &mut self,
        finder: usize,
        memory: &Memory,
        names: Vec<ArticleName>,
        to: &NameColumns,
    ) -> PyResult<()> {
        let mut known = self.known_of(finder, memory.turn);
        let text = |name: u32| memory.text(name);
        let mut spelt = Vec::with_capacity(names.len());
        for each in names {
            let number = slot(&mut known.spellings, each.name);
            let spelling = match *number {
                Some(spelling) => spelling,
                None => *number.insert(self.spelling(&to.asked, text(each.name))?),
            };
            let (kind, count, forms) = (each.kind, each.count, each.forms().collect());
            spelt.push(SpeltName { kind, spelling, forms, count });
        }
        self.add(spelt, to.max_count, &mut |texts, &form| {
            let number = slot(&mut known.forms, form);
            *number.get_or_insert_with(|| texts.number(text(form)))
        });
        self.known = Some(known);
        Ok(())
    }

    /// Put the rows of other columns behind these, numbered as if they had been added here.
    fn append(&mut self, other: &Self) {
        let spelling_of: Vec<u32> = (0..other.key_of.len() as u32)
            .map(|spelling| {
                self.spelling_by_key(other.spellings.text(spelling), other.key(spelling))
            })
            .collect();
        let form_of: Vec<u32> =
            other.form_texts.iter().map(|form| self.form_texts.number(form)).collect();
        let name_of: Vec<u32> = (other.names.iter().zip(&other.spelt))
            .map(|(&(kind, key), spelt)| {
                let name = (kind, self.keys.number(other.keys.text(key)));
                let number = self.name(name);
                let times =
                    spelt.iter().map(|&(spelling, times)| (spelling_of[spelling as usize], times));
                times.for_each(|(spelling, times)| self.count_spelling(number, spelling, times));
                number
            })
            .collect();
        let (pairs, forms) = (self.values.len() as u32, self.forms.len() as u32);
        self.ends.extend(other.ends.iter().map(|end| end + pairs));
        self.values.extend(other.values.iter().map(|&name| name_of[name as usize]));
        self.counts.extend(&other.counts);
        self.form_ends.extend(other.form_ends.iter().map(|end| end + forms));
        self.forms.extend(other.forms.iter().map(|&form| form_of[form as usize]));
    }

    fn key(&self, spelling: u32) -> &str {
        self.keys.text(self.key_of[spelling as usize])
    }

    fn spelling_by_key(&mut self, name: &str, key: &str) -> u32 {
        if self.spellings.get(name).is_none() {
            self.key_of.push(self.keys.number(key));
        }
        self.spellings.number(name)
    }

    /// Return the number of a name, which is the next one where it is new.
    fn name(&mut self, name: (u8, u32)) -> u32 {
        let next = self.names.len() as u32;
        let number = *self.numbers.entry(name).or_insert(next);
        if number == next {
            self.names.push(name);
            self.spelt.push(Vec::new());
        }
        number
    }

    fn count_spelling(&mut self, name: u32, spelling: u32, times: u32) {
        let spelt = &mut self.spelt[name as usize];
        match spelt.iter_mut().find(|(known, _)| *known == spelling) {
            Some((_, known)) => *known += times,
            None => spelt.push((spelling, times)),
        }
    }

    /// Take what is known of the names of a finder: nothing when it is another one or began afresh.
    fn known_of(&mut self, finder: usize, turn: u32) -> Known {
        let known = self.known.take();
        let known = known.filter(|known| known.finder == finder && known.turn == turn);
        known.unwrap_or_else(|| Known { finder, turn, spellings: Vec::new(), forms: Vec::new() })
    }

    /// Return the number of a spelling, whose key is known then.
    fn spelling(&mut self, asked: &Asked, name: &str) -> PyResult<u32> {
        if let Some(number) = self.spellings.get(name) {
            return Ok(number);
        }
        let key = self.words.key(asked, name)?;
        Ok(self.spelling_by_key(name, &key))
    }

    /// Add the names of an article: two with one kind and key are one.
    ///
    /// `number_of` gives the number that a form has among the texts of forms.
    fn add<F>(
        &mut self,
        names: Vec<SpeltName<F>>,
        max_count: usize,
        number_of: &mut dyn FnMut(&mut Texts, &F) -> u32,
    ) {
        let mut found: Vec<((u8, u32), SpeltName<F>)> = Vec::with_capacity(names.len());
        for name in names {
            let key = (name.kind, self.key_of[name.spelling as usize]);
            match found.iter_mut().find(|(other, _)| *other == key) {
                Some((_, known)) => {
                    known.forms.extend(name.forms);
                    known.count += name.count;
                }
                None => found.push((key, name)),
            }
        }
        for (key, SpeltName { spelling, forms, count, .. }) in found {
            let number = self.name(key);
            self.count_spelling(number, spelling, 1);
            self.values.push(number);
            self.counts.push(count.min(max_count) as u16);
            let first = self.forms.len();
            for form in &forms {
                let form = number_of(&mut self.form_texts, form);
                if !self.forms[first..].contains(&form) {
                    self.forms.push(form);
                }
            }
            self.form_ends.push(self.forms.len() as u32);
        }
        self.ends.push(self.values.len() as u32);
    }
}
