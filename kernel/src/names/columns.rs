//! What a file of names is written from: `indexer/storage/names/columns.py`.

use std::sync::Mutex;

use hashbrown::{HashMap, HashSet};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::sync::MutexExt;
use pyo3::types::PyBytes;

use super::texts::Texts;
use super::{FoundName, NameFinder};
use crate::name_keys::keys_of;
use crate::panics::guarded;
use crate::sequence::is_space;

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

/// What Python is asked of a name or a word, once of each: `indexer/storage/names/keys.py`.
struct Asked {
    name_key: Py<PyAny>,
    word_key: Py<PyAny>,
    fold: Py<PyAny>,
    /// The folded names that have other names.
    aliased: HashSet<Box<str>>,
}

/// A word as it is compared: folded, and by its key.
struct Word {
    folded: Box<str>,
    key: Box<str>,
}

/// The numbers that the names of one finder have here, by those that they have there.
struct Known {
    finder: Py<NameFinder>,
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
    words: Texts,
    compared: Vec<Word>,
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
                let spelling = held.spelling(py, &self.asked, &name)?;
                spelt.push(SpeltName { kind, spelling, forms, count });
            }
            held.add(spelt, self.max_count, &mut |texts, form| texts.number(form));
            Ok(())
        })
    }

    /// Add the names of the next article, by its runs as `NameUsage.read` returned them.
    fn add_runs(
        &self,
        py: Python<'_>,
        finder: &Bound<'_, NameFinder>,
        runs: &[u8],
    ) -> PyResult<()> {
        let mut held = self.columns.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
        finder.get().with_names(py, runs, |memory, names| {
            let mut known = held.known_of(finder, memory.turn);
            let text = |name: u32| memory.text(name);
            let mut spelt = Vec::with_capacity(names.len());
            for each in names {
                let number = slot(&mut known.spellings, each.name);
                let spelling = match *number {
                    Some(spelling) => spelling,
                    None => *number.insert(held.spelling(py, &self.asked, text(each.name))?),
                };
                let (kind, count, forms) = (each.kind, each.count, each.forms().collect());
                spelt.push(SpeltName { kind, spelling, forms, count });
            }
            held.add(spelt, self.max_count, &mut |texts, &form| {
                let number = slot(&mut known.forms, form);
                *number.get_or_insert_with(|| texts.number(text(form)))
            });
            held.known = Some(known);
            Ok(())
        })?
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
    /// Take what is known of the names of a finder: nothing when it is another one or began afresh.
    fn known_of(&mut self, finder: &Bound<'_, NameFinder>, turn: u32) -> Known {
        let known = self.known.take();
        known.filter(|known| known.finder.is(finder) && known.turn == turn).unwrap_or_else(|| {
            let finder = finder.clone().unbind();
            Known { finder, turn, spellings: Vec::new(), forms: Vec::new() }
        })
    }

    /// Return the number of a spelling, whose key is known then.
    fn spelling(&mut self, py: Python<'_>, asked: &Asked, name: &str) -> PyResult<u32> {
        if let Some(number) = self.spellings.get(name) {
            return Ok(number);
        }
        let key = self.key(py, asked, name)?;
        let key = self.keys.number(&key);
        self.key_of.push(key);
        Ok(self.spellings.number(name))
    }

    /// `name_key`
    fn key(&mut self, py: Python<'_>, asked: &Asked, name: &str) -> PyResult<String> {
        let mut key = String::with_capacity(name.len());
        let mut folded = String::with_capacity(name.len());
        if name.contains(|c| c != ' ' && is_space(c)) {
            return asked.name_key.call1(py, (name,))?.extract(py);
        }
        for (place, word) in name.split(' ').filter(|word| !word.is_empty()).enumerate() {
            let known = self.words.get(word);
            let word = match known {
                Some(number) => &self.compared[number as usize],
                None => {
                    self.compared.push(compared(py, asked, word)?);
                    &self.compared[self.words.number(word) as usize]
                }
            };
            for (text, part) in [(&mut key, &word.key), (&mut folded, &word.folded)] {
                if place > 0 {
                    text.push(' ');
                }
                text.push_str(part);
            }
        }
        if asked.aliased.contains(&*folded) {
            return asked.name_key.call1(py, (name,))?.extract(py);
        }
        Ok(key)
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
            let next = self.names.len() as u32;
            let number = *self.numbers.entry(key).or_insert(next);
            if number == next {
                self.names.push(key);
                self.spelt.push(Vec::new());
            }
            let spelt = &mut self.spelt[number as usize];
            match spelt.iter_mut().find(|(known, _)| *known == spelling) {
                Some((_, times)) => *times += 1,
                None => spelt.push((spelling, 1)),
            }
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

/// Return a word as it is compared: `_word_key`, and folded.
fn compared(py: Python<'_>, asked: &Asked, word: &str) -> PyResult<Word> {
    if word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        let folded = word.to_ascii_lowercase();
        let key = keys_of(&folded).first().map(|key| key.chars().map(alike).collect());
        return Ok(Word {
            key: key.unwrap_or_else(|| folded.as_str().into()),
            folded: folded.into(),
        });
    }
    let ask = |of: &Py<PyAny>| of.call1(py, (word,))?.extract::<String>(py);
    Ok(Word { folded: ask(&asked.fold)?.into(), key: ask(&asked.word_key)?.into() })
}

/// `_ALIKE`
fn alike(sound: char) -> char {
    match sound {
        'X' | 'Š' => 'Č',
        'C' => 'Č',
        'Y' | 'Ý' => 'I',
        _ => sound,
    }
}
