//! What `indexer/search/ranking/similarity.py` tells of the beginnings of articles, in the same figures.

use std::sync::{Mutex, MutexGuard};

use hashbrown::{DefaultHashBuilder, HashMap, HashTable};
use pyo3::exceptions::PyValueError;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::sync::MutexExt;

use crate::panics::guarded;
use crate::term_cache::{Ends, IN_ENDS, ends, hash_of, spread};

/// The beginning of an article: its terms by number, in the order in which they first stand there,
/// each with how often. Its numbers mean nothing to another `Likeness` than the one that made it.
#[pyclass(frozen, module = "indexer._kernel")]
pub struct Lead {
    counts: Box<[(u32, u32)]>,
    /// How many of those stand in the title.
    in_title: usize,
    /// How many terms there are, as often as they stand there.
    length: u32,
}

impl Lead {
    /// Return the numbers of its terms, each once, sorted.
    fn in_order(&self) -> Vec<u32> {
        let mut terms: Vec<u32> = self.counts.iter().map(|&(term, _)| term).collect();
        terms.sort_unstable();
        terms
    }
}

/// Compares leads. `rarities` tells those of terms, and is asked for each once.
#[pyclass(frozen, module = "indexer._kernel")]
pub struct Likeness {
    rarities: Py<PyAny>,
    terms: Mutex<Terms>,
}

/// A term in the table: its hash with its length, its number, where it lies, and its ends.
struct Met {
    key: u32,
    number: u32,
    start: u32,
    ends: Ends,
}

/// Terms by number, in the order in which they were met.
#[derive(Default)]
struct Terms {
    table: HashTable<Met>,
    hasher: DefaultHashBuilder,
    /// All of them one after another with a space behind each, and where each ends.
    strings: String,
    ends: Vec<usize>,
    /// Of each term, not a number where it was not asked yet.
    rarities: Vec<f64>,
    /// What `Places` writes in, between two of them.
    spare: Spare,
}

#[pymethods]
impl Likeness {
    #[new]
    fn new(rarities: Py<PyAny>) -> Self {
        Self { rarities, terms: Mutex::default() }
    }

    /// Show the garbage collector what is held: `rarities` may be a method of who holds this.
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.rarities)
    }

    /// Return how many different terms were met.
    fn __len__(&self, py: Python<'_>) -> usize {
        self.locked(py).ends.len()
    }

    /// Return the lead of each payload, which is its first line: terms with white space between them,
    /// a tab after those of the title.
    fn leads(&self, py: Python<'_>, payloads: &Bound<'_, PyAny>) -> PyResult<Vec<Lead>> {
        guarded(|| {
            let lead = |payload: PyResult<Bound<'_, PyAny>>| {
                // Where this is taken from is not held meanwhile: it may come here itself.
                let payload: PyBackedBytes = payload?.extract()?;
                let end = memchr::memchr(b'\n', &payload)
                    .ok_or_else(|| PyValueError::new_err("a payload has no lead"))?;
                let text = std::str::from_utf8(&payload[..end])
                    .map_err(|_| PyValueError::new_err("a lead is no UTF-8"))?;
                Ok(self.locked(py).lead(text))
            };
            payloads.try_iter()?.map(lead).collect()
        })
    }

    /// Return the ranks of the first `max_leads` leads that are no near-duplicate of one before.
    #[staticmethod]
    fn without_near_duplicates(
        leads: &Bound<'_, PyAny>,
        max_leads: usize,
        min_terms: usize,
        max_overlap: f64,
    ) -> PyResult<Vec<usize>> {
        guarded(|| {
            let mut kept: Vec<usize> = Vec::new();
            let mut seen: Vec<Vec<u32>> = Vec::new();
            for (rank, lead) in leads.try_iter()?.enumerate() {
                let lead = lead?;
                let lead = lead.cast::<Lead>()?.get();
                let terms = lead.in_order();
                if terms.len() < min_terms
                    || seen.iter().any(|other| overlap(&terms, other) > max_overlap)
                {
                    continue;
                }
                kept.push(rank);
                seen.push(terms);
                if kept.len() == max_leads {
                    break;
                }
            }
            Ok(kept)
        })
    }

    /// Say of each of other leads whether it is of one text with this one.
    #[staticmethod]
    fn of_one_text(
        own: &Lead,
        others: Vec<Py<Lead>>,
        min_terms: usize,
        max_overlap: f64,
    ) -> PyResult<Vec<bool>> {
        guarded(|| {
            let own = own.in_order();
            let is_of_it = |other: &Py<Lead>| {
                let other = other.get().in_order();
                own.len().min(other.len()) >= min_terms && overlap(&own, &other) > max_overlap
            };
            Ok(others.iter().map(is_of_it).collect())
        })
    }

    /// Return of the `max_terms` terms that weigh most in the leads their worth, the best first.
    fn expansion_terms(
        &self,
        py: Python<'_>,
        leads: Vec<Py<Lead>>,
        shares: Vec<f64>,
        max_terms: usize,
    ) -> PyResult<Vec<(f64, String)>> {
        guarded(|| {
            let mut terms = self.locked(py);
            let mut places = terms.places();
            let mut weights: Vec<f64> = Vec::new();
            for (lead, share) in leads.iter().map(Py::get).zip(shares) {
                let each = share / f64::from(lead.length);
                for &(number, count) in &lead.counts {
                    let place = places.of(number);
                    weights.resize(places.numbers.len(), 0.0);
                    (0..count).for_each(|_| weights[place] += each);
                }
            }
            let mut heaviest: Vec<usize> = (0..weights.len()).collect();
            heaviest.sort_by(|&a, &b| weights[b].total_cmp(&weights[a]));
            heaviest.truncate(max_terms);
            let numbers: Vec<u32> = heaviest.iter().map(|&place| places.numbers[place]).collect();
            terms.spare = places.spare;
            let rarities = terms.rarities(py, &self.rarities, &numbers)?;
            let worth =
                heaviest.iter().zip(rarities).map(|(&place, rarity)| weights[place] * rarity);
            let names = numbers.iter().map(|&number| terms.name(number));
            let mut worthy: Vec<(f64, &str)> =
                worth.zip(names).filter(|(worth, _)| *worth > 0.0).collect();
            worthy.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
            Ok(worthy.into_iter().map(|(worth, term)| (worth, term.to_owned())).collect())
        })
    }

    /// Return how much each lead is like the others: a sum of cosines, each times its share.
    fn centroid_similarity(
        &self,
        py: Python<'_>,
        leads: Vec<Py<Lead>>,
        shares: Vec<f64>,
    ) -> PyResult<Vec<f64>> {
        guarded(|| {
            let mut terms = self.locked(py);
            let mut places = terms.places();
            let counted: Vec<Counts> =
                leads.iter().map(|lead| places.counted(&lead.get().counts)).collect();
            terms.spare = places.spare;
            let rarities = terms.rarities(py, &self.rarities, &places.numbers)?;
            let vectors: Vec<Vector> =
                counted.iter().map(|counts| Vector::of(counts, &rarities)).collect();
            let mut centre = vec![0.0; rarities.len()];
            for (vector, share) in vectors.iter().zip(&shares) {
                let unit = share / vector.length;
                for &(place, value) in &vector.values {
                    centre[place] += unit * value;
                }
            }
            Ok(vectors
                .iter()
                .zip(shares)
                .map(|(vector, share)| vector.like(&centre, share))
                .collect())
        })
    }

    /// Return the sum of the weights of the terms in the title of each lead.
    fn title_weights(
        &self,
        py: Python<'_>,
        leads: Vec<Py<Lead>>,
        weights: std::collections::HashMap<String, f64>,
    ) -> PyResult<Vec<f64>> {
        guarded(|| {
            let terms = self.locked(py);
            let number =
                |(term, weight): (String, f64)| terms.known(&term).map(|number| (number, weight));
            let weights: HashMap<u32, f64> = weights.into_iter().filter_map(number).collect();
            let weigh = |lead: &Lead| {
                let title = lead.counts[..lead.in_title].iter();
                title
                    .filter_map(|(number, _)| weights.get(number))
                    .fold(0.0, |sum, each| sum + each)
            };
            Ok(leads.iter().map(|lead| weigh(lead.get())).collect())
        })
    }
}

impl Likeness {
    fn locked(&self, py: Python<'_>) -> MutexGuard<'_, Terms> {
        self.terms.lock_py_attached(py).unwrap_or_else(|held| held.into_inner())
    }
}

impl Terms {
    fn lead(&mut self, text: &str) -> Lead {
        let mut counts: Vec<(u32, u32)> = Vec::new();
        let (mut in_title, mut length) = (None, 0);
        for (place, part) in text.splitn(2, '\t').enumerate() {
            if place > 0 {
                in_title = Some(counts.len());
            }
            for term in part.split_whitespace() {
                let number = self.number(term);
                length += 1;
                match counts.iter_mut().find(|(other, _)| *other == number) {
                    Some((_, count)) => *count += 1,
                    None => counts.push((number, 1)),
                }
            }
        }
        let in_title = in_title.unwrap_or(counts.len());
        Lead { counts: counts.into(), in_title, length }
    }

    fn number(&mut self, term: &str) -> u32 {
        if let Some(number) = self.known(term) {
            return number;
        }
        let (number, start) = (self.ends.len() as u32, self.strings.len() as u32);
        self.strings.push_str(term);
        self.ends.push(self.strings.len());
        self.strings.push(' ');
        self.rarities.push(f64::NAN);
        let (key, ends) = (self.key(term), ends(term.as_bytes()));
        let met = Met { key, number, start, ends };
        self.table.insert_unique(spread(key), met, |it| spread(it.key));
        number
    }

    /// Return the number of a term that was met: of one that its ends tell, nothing but the table is
    /// looked at.
    fn known(&self, term: &str) -> Option<u32> {
        let (key, ends) = (self.key(term), ends(term.as_bytes()));
        let is_whole = term.len() <= IN_ENDS;
        let lies = |start: u32| {
            let rest = &self.strings.as_bytes()[start as usize..];
            rest.starts_with(term.as_bytes()) && rest.get(term.len()) == Some(&b' ')
        };
        let is_it = |it: &Met| it.key == key && it.ends == ends && (is_whole || lies(it.start));
        self.table.find(spread(key), is_it).map(|it| it.number)
    }

    /// Return bits of the hash of a term, and its length in the last eight: 255 of all that are longer.
    fn key(&self, term: &str) -> u32 {
        let length = u8::try_from(term.len()).unwrap_or(u8::MAX);
        hash_of(&self.hasher, term) & !0xff | u32::from(length)
    }

    fn name(&self, number: u32) -> &str {
        let number = number as usize;
        let start = if number == 0 { 0 } else { self.ends[number - 1] + 1 };
        &self.strings[start..self.ends[number]]
    }

    /// Return what gives places; its `spare` is to be put back.
    fn places(&mut self) -> Places {
        let mut spare = std::mem::take(&mut self.spare);
        spare.round = spare.round.checked_add(1).unwrap_or_else(|| {
            spare.places.clear();
            1
        });
        spare.places.resize(self.ends.len(), (0, 0));
        Places { numbers: Vec::new(), spare }
    }

    /// Return the rarity of each of these terms; those that are not known are asked for together.
    fn rarities(
        &mut self,
        py: Python<'_>,
        rarities: &Py<PyAny>,
        numbers: &[u32],
    ) -> PyResult<Vec<f64>> {
        let is_new = |&&number: &&u32| self.rarities[number as usize].is_nan();
        let new: Vec<u32> = numbers.iter().filter(is_new).copied().collect();
        if !new.is_empty() {
            let names: Vec<&str> = new.iter().map(|&number| self.name(number)).collect();
            let told: Vec<f64> = rarities.call1(py, (names,))?.extract(py)?;
            if told.len() != new.len() {
                return Err(PyValueError::new_err("not each term has a rarity"));
            }
            for (number, rarity) in new.into_iter().zip(told) {
                self.rarities[number as usize] = rarity;
            }
        }
        Ok(numbers.iter().map(|&number| self.rarities[number as usize]).collect())
    }
}

/// Terms by place, each with how often it stands in a lead.
type Counts = Vec<(usize, u32)>;

/// Of each term the round in which it had a place last, and that place: a table by hashes takes
/// three times as long.
#[derive(Default)]
struct Spare {
    places: Vec<(u32, u32)>,
    round: u32,
}

/// The terms of some leads by place, in the order in which they were met.
struct Places {
    numbers: Vec<u32>,
    spare: Spare,
}

impl Places {
    fn of(&mut self, number: u32) -> usize {
        let (round, place) = &mut self.spare.places[number as usize];
        if *round != self.spare.round {
            (*round, *place) = (self.spare.round, self.numbers.len() as u32);
            self.numbers.push(number);
        }
        *place as usize
    }

    fn counted(&mut self, counts: &[(u32, u32)]) -> Counts {
        counts.iter().map(|&(number, count)| (self.of(number), count)).collect()
    }
}

/// What each term of a lead weighs; nothing where all are without rarity.
struct Vector {
    values: Vec<(usize, f64)>,
    length: f64,
}

impl Vector {
    fn of(counts: &Counts, rarities: &[f64]) -> Self {
        // Most terms stand there once, and a logarithm takes as long as all else.
        let weigh = |count: u32| if count == 1 { 1.0 } else { 1.0 + f64::from(count).ln() };
        let values: Vec<(usize, f64)> = counts
            .iter()
            .map(|&(number, count)| (number, rarities[number] * weigh(count)))
            .collect();
        let length = values.iter().map(|(_, value)| value * value).sum::<f64>().sqrt();
        if length > 0.0 {
            Self { values, length }
        } else {
            Self { values: Vec::new(), length: 1.0 }
        }
    }

    /// Return the cosine with the centre, without the share that this vector has in it.
    fn like(&self, centre: &[f64], share: f64) -> f64 {
        if self.values.is_empty() {
            return 0.0;
        }
        let sum: f64 = self.values.iter().map(|&(number, value)| value * centre[number]).sum();
        sum / self.length - share
    }
}

/// Return how much of the smaller set the other has; both are sorted.
fn overlap(left: &[u32], right: &[u32]) -> f64 {
    let mut rest = right;
    let mut shared = 0;
    for term in left {
        let smaller = rest.iter().take_while(|other| *other < term).count();
        rest = &rest[smaller..];
        shared += usize::from(rest.first() == Some(term));
    }
    shared as f64 / left.len().min(right.len()) as f64
}
