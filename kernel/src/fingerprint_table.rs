//! The latest articles of a run: `indexer/near_duplicates/fingerprint_table.py`, with the same
//! answers.

use std::sync::Mutex;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::sync::MutexExt;
use pyo3::types::PyBytes;

use crate::fingerprint::{Compared, Rule};
use crate::panics::guarded;

/// What a fingerprint has of an article's text, as Python has it.
type Parts<'py> = (Bound<'py, PyBytes>, Bound<'py, PyBytes>, Vec<u32>);
/// The number of the source of an article and its day; and the group that it is to have, unless one
/// is more similar than a number.
type About = (u16, u64, u64, f64);

/// Gives articles their groups: the latest of a run, found by their LSH bands.
#[pyclass(frozen, module = "indexer._kernel")]
pub struct FingerprintTable {
    rule: Rule,
    capacity: usize,
    slot_bits: u32,
    articles: Mutex<Articles>,
}

struct Articles {
    records: Vec<Record>,
    next: usize,
    slots: Vec<u32>, // what the slot's number leaves out of the band, and a place, from 1
}

/// An article that later ones are compared to: the bytes of its title, then those of its words.
struct Record {
    group: u64,
    source: u16,
    title: u8,
    bytes: Box<[u8]>,
}

#[pymethods]
impl FingerprintTable {
    /// Hold `capacity` articles, then let the oldest go; ValueError where slots cannot name them.
    #[new]
    fn new(rule: Rule, capacity: usize, slot_bits: u32) -> PyResult<Self> {
        guarded(|| {
            let rule = rule.checked()?;
            let fits = slot_bits < rule.lsh_bits && rule.lsh_bits - slot_bits < u32::BITS;
            if !fits || capacity == 0 || capacity >= 1 << (u32::BITS + slot_bits - rule.lsh_bits) {
                return Err(PyValueError::new_err("slots too small for so many articles"));
            }
            let slots = vec![0; 1 << slot_bits];
            let articles = Articles { records: Vec::new(), next: 0, slots };
            Ok(Self { rule, capacity, slot_bits, articles: Mutex::new(articles) })
        })
    }

    /// Return the group of each article: that of the earlier one that is most similar, else the one
    /// that it is to have; 0 of one without a fingerprint. They are remembered.
    fn place_all(
        &self,
        py: Python<'_>,
        parts: Vec<Option<Parts<'_>>>,
        about: Vec<About>,
    ) -> PyResult<Vec<u64>> {
        guarded(|| {
            let mut articles =
                self.articles.lock_py_attached(py).unwrap_or_else(|e| e.into_inner());
            let placed = parts.iter().zip(about).map(|(parts, (source, day, group, best))| {
                let Some((words, title, bands)) = parts else { return 0 };
                let (words, title) = (words.as_bytes(), title.as_bytes());
                self.place(
                    &mut articles,
                    &Compared { words, title, source, day },
                    bands,
                    group,
                    best,
                )
            });
            Ok(placed.collect())
        })
    }
}

impl FingerprintTable {
    /// Return the group of the article that is more similar than `best`, else `group`; remember it.
    fn place(
        &self,
        articles: &mut Articles,
        ours: &Compared<'_>,
        bands: &[u32],
        mut group: u64,
        mut best: f64,
    ) -> u64 {
        let places: Vec<usize> =
            bands.iter().map(|&band| self.place_of(band, &articles.slots)).collect();
        let mut ordered = places.clone();
        ordered.sort_unstable();
        ordered.dedup();
        for place in ordered.into_iter().filter(|&place| place > 0) {
            let earlier = &articles.records[place - 1];
            let similarity = self.rule.similarity(ours, &self.compared(earlier));
            if similarity > best {
                (best, group) = (similarity, earlier.group);
            }
        }
        self.add(articles, ours, group, bands.iter().copied().zip(places));
        group
    }

    /// Remember an article; bands go on leading to the places of earlier ones of its group.
    fn add(
        &self,
        articles: &mut Articles,
        fingerprint: &Compared<'_>,
        group: u64,
        places: impl Iterator<Item = (u32, usize)>,
    ) {
        let here = articles.next + 1;
        for (band, place) in places {
            if place == 0 || articles.records[place - 1].group != group {
                let rest = band >> self.slot_bits << self.place_bits();
                articles.slots[self.slot(band)] = rest | here as u32;
            }
        }
        let record = Record {
            group,
            source: fingerprint.source,
            title: fingerprint.title.len() as u8, // as many terms as `Rule.checked` lets through
            bytes: [fingerprint.title, fingerprint.words].concat().into(),
        };
        match articles.records.get_mut(articles.next) {
            Some(oldest) => *oldest = record,
            None => articles.records.push(record),
        }
        articles.next = here % self.capacity;
    }

    fn compared<'a>(&self, earlier: &'a Record) -> Compared<'a> {
        let (title, words) = earlier.bytes.split_at(earlier.title as usize);
        let day = earlier.group >> self.rule.group_hash_bits;
        Compared { words, title, source: earlier.source, day }
    }

    /// Return the place of the article that a band leads to, from 1; 0 when to none.
    fn place_of(&self, band: u32, slots: &[u32]) -> usize {
        let found = slots[self.slot(band)];
        let is_of_band = found >> self.place_bits() == band >> self.slot_bits;
        if is_of_band { found as usize & ((1 << self.place_bits()) - 1) } else { 0 }
    }

    fn slot(&self, band: u32) -> usize {
        band as usize & ((1 << self.slot_bits) - 1)
    }

    fn place_bits(&self) -> u32 {
        u32::BITS + self.slot_bits - self.rule.lsh_bits
    }
}
