//! What `indexer/search/similarity.py` tells of the beginnings of articles, in the same figures.

use std::sync::Mutex;

use hashbrown::HashMap;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::sync::MutexExt;

use crate::panics::guarded;

type Leads = Vec<PyBackedStr>;

/// Terms by number, each with how often it stands in a lead.
type Counts = Vec<(usize, u32)>;

/// Compares leads. `rarity` tells that of a term, and is asked once for each of the last `max_rarities`.
#[pyclass(frozen, module = "indexer._kernel")]
pub struct Likeness {
    rarity: Py<PyAny>,
    max_rarities: usize,
    known: Mutex<HashMap<Box<str>, f64>>,
}

#[pymethods]
impl Likeness {
    #[new]
    fn new(rarity: Py<PyAny>, max_rarities: usize) -> Self {
        Self { rarity, max_rarities, known: Mutex::default() }
    }

    /// Show the garbage collector what is held: `rarity` may be a method of who holds this.
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.rarity)
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
            let mut numbers: HashMap<String, u32> = HashMap::new();
            let mut kept: Vec<usize> = Vec::new();
            let mut seen: Vec<Vec<u32>> = Vec::new();
            for (rank, lead) in leads.try_iter()?.enumerate() {
                let lead: PyBackedStr = lead?.extract()?;
                let mut terms: Vec<u32> = Vec::new();
                for term in lead.split_whitespace() {
                    let next = numbers.len() as u32;
                    terms.push(*numbers.entry_ref(term).or_insert(next));
                }
                terms.sort_unstable();
                terms.dedup();
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

    /// Return of the `max_terms` terms that weigh most in the leads their worth, the best first.
    fn expansion_terms(
        &self,
        py: Python<'_>,
        leads: Leads,
        shares: Vec<f64>,
        max_terms: usize,
    ) -> PyResult<Vec<(f64, String)>> {
        guarded(|| {
            let mut terms = Terms::default();
            let mut weights: Vec<f64> = Vec::new();
            for (lead, share) in leads.iter().zip(shares) {
                let each = share / lead.split_whitespace().count() as f64;
                for term in lead.split_whitespace() {
                    let number = terms.number(term);
                    weights.resize(terms.names.len(), 0.0);
                    weights[number] += each;
                }
            }
            let mut heaviest: Vec<usize> = (0..weights.len()).collect();
            heaviest.sort_by(|&a, &b| weights[b].total_cmp(&weights[a]));
            heaviest.truncate(max_terms);
            let names: Vec<&str> = heaviest.iter().map(|&number| terms.names[number]).collect();
            let rarities = self.rarities(py, &names)?;
            let worth =
                heaviest.iter().zip(rarities).map(|(&number, rarity)| weights[number] * rarity);
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
        leads: Leads,
        shares: Vec<f64>,
    ) -> PyResult<Vec<f64>> {
        guarded(|| {
            let mut terms = Terms::default();
            let counted: Vec<Counts> = leads.iter().map(|lead| terms.counted(lead)).collect();
            let rarities = self.rarities(py, &terms.names)?;
            let vectors: Vec<Vector> =
                counted.iter().map(|counts| Vector::of(counts, &rarities)).collect();
            let mut centre = vec![0.0; rarities.len()];
            for (vector, share) in vectors.iter().zip(&shares) {
                let unit = share / vector.length;
                for &(number, value) in &vector.values {
                    centre[number] += unit * value;
                }
            }
            Ok(vectors
                .iter()
                .zip(shares)
                .map(|(vector, share)| vector.like(&centre, share))
                .collect())
        })
    }

    /// Return the sum of the weights of the terms in the title of each lead, before its tab.
    #[staticmethod]
    fn title_weights(
        leads: Leads,
        weights: std::collections::HashMap<String, f64>,
    ) -> PyResult<Vec<f64>> {
        guarded(|| {
            let mut seen: Vec<&str> = Vec::new();
            let weigh = |lead| {
                seen.clear();
                let title: &str = str::split(lead, '\t').next().unwrap_or_default();
                let mut sum = 0.0;
                for term in title.split_whitespace() {
                    if let Some(weight) = weights.get(term)
                        && !seen.contains(&term)
                    {
                        seen.push(term);
                        sum += weight;
                    }
                }
                sum
            };
            Ok(leads.iter().map(|lead| &**lead).map(weigh).collect())
        })
    }
}

impl Likeness {
    fn rarities(&self, py: Python<'_>, terms: &[&str]) -> PyResult<Vec<f64>> {
        let mut known = self.known.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
        terms
            .iter()
            .map(|&term| {
                if let Some(&rarity) = known.get(term) {
                    return Ok(rarity);
                }
                let rarity: f64 = self.rarity.call1(py, (term,))?.extract(py)?;
                if known.len() >= self.max_rarities {
                    known.clear();
                }
                known.insert(term.into(), rarity);
                Ok(rarity)
            })
            .collect()
    }
}

/// Terms by number, in the order in which they were met.
#[derive(Default)]
struct Terms<'a> {
    names: Vec<&'a str>,
    numbers: HashMap<&'a str, usize>,
    /// Of each term, its place among those of the lead that was counted last and has it.
    places: Vec<usize>,
}

impl<'a> Terms<'a> {
    fn number(&mut self, term: &'a str) -> usize {
        let next = self.names.len();
        let number = *self.numbers.entry(term).or_insert(next);
        if number == next {
            self.names.push(term);
        }
        number
    }

    /// Return the terms of a lead in the order in which it has them, each with how often.
    fn counted(&mut self, lead: &'a str) -> Counts {
        let mut counts = Counts::new();
        for term in lead.split_whitespace() {
            let number = self.number(term);
            self.places.resize(self.names.len(), 0);
            match counts.get_mut(self.places[number]) {
                Some((other, count)) if *other == number => *count += 1,
                _ => {
                    self.places[number] = counts.len();
                    counts.push((number, 1));
                }
            }
        }
        counts
    }
}

/// What each term of a lead weighs; nothing where all are without rarity.
struct Vector {
    values: Vec<(usize, f64)>,
    length: f64,
}

impl Vector {
    fn of(counts: &Counts, rarities: &[f64]) -> Self {
        let weigh = |count: u32| 1.0 + f64::from(count).ln();
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
