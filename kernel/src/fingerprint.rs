//! Fingerprints and how similar they are: `indexer/near_duplicates/fingerprint.py`, in the same
//! numbers.

use std::collections::HashSet;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};

use crate::panics::guarded;

/// What a fingerprint has of the words, of the title, and its LSH bands.
pub type Parts = (Vec<u8>, Vec<u8>, Vec<u32>);
/// The same as Python has it.
pub type GivenParts<'py> = (Bound<'py, PyBytes>, Bound<'py, PyBytes>, Bound<'py, PyTuple>);

/// The constants of `indexer/near_duplicates/rule.py`, which explains them.
#[derive(FromPyObject)]
pub struct Rule {
    shingle: usize,
    min_words: usize,
    compared_words: usize,
    max_title_terms: usize,
    lsh_bands: Vec<LshBand>,
    /// Bits of each of the bands.
    pub lsh_bits: u32,
    min_similarity: f64,
    max_days: u64,
    max_days_one_paper: u64,
    /// Bits of a group's number below its day.
    pub group_hash_bits: u32,
}

#[derive(FromPyObject)]
struct LshBand {
    words: usize,
    factor: u32,
    term: u32,
}

/// What of a fingerprint is compared: a byte for each word, four for each term of the title.
pub struct Compared<'a> {
    pub words: &'a [u8],
    pub title: &'a [u8],
    pub source: u16,
    pub day: u64,
}

/// Makes the fingerprints of articles.
#[pyclass(frozen, module = "indexer._kernel")]
pub struct Fingerprinter(Rule);

#[pymethods]
impl Fingerprinter {
    #[new]
    fn new(rule: Rule) -> PyResult<Self> {
        rule.checked().map(Self)
    }

    /// Return a byte for each of the first words of a body, four for each of the first terms of a
    /// title, and the LSH bands; None when the body has too few words.
    fn parts<'py>(
        &self,
        py: Python<'py>,
        body: &str,
        title: &str,
    ) -> PyResult<Option<GivenParts<'py>>> {
        guarded(|| self.parts_of(body, title).map(|parts| given(py, &parts)).transpose())
    }
}

impl Fingerprinter {
    /// Return the same without Python.
    pub fn parts_of(&self, body: &str, title: &str) -> Option<Parts> {
        let rule = &self.0;
        let longest = rule.lsh_bands.iter().map(|band| band.words).max().unwrap_or(0);
        let terms = body.split([' ', '\n']).take(longest.max(rule.compared_words));
        let mut words: Vec<u8> = terms.map(|term| checksum(term) as u8).collect();
        if words.len() < rule.min_words {
            return None;
        }
        let shingles: Vec<u32> = words.windows(rule.shingle).map(number).collect();
        let bands = rule.lsh_bands.iter().map(|band| rule.min_hash(band, &shingles)).collect();
        words.truncate(rule.compared_words);
        let terms = title.split(' ').filter(|term| !term.is_empty()).take(rule.max_title_terms);
        let title = terms.flat_map(|term| checksum(term).to_ne_bytes()).collect();
        Some((words, title, bands))
    }
}

/// Return what a fingerprint has as Python has it.
pub fn given<'py>(py: Python<'py>, (words, title, bands): &Parts) -> PyResult<GivenParts<'py>> {
    Ok((PyBytes::new(py, words), PyBytes::new(py, title), PyTuple::new(py, bands)?))
}

impl Rule {
    /// Return the rule; ValueError where a length in it is of no use.
    pub fn checked(self) -> PyResult<Self> {
        let shortest = self.lsh_bands.iter().map(|band| band.words).min().unwrap_or(self.min_words);
        let fits = 0 < self.shingle
            && self.shingle <= self.min_words.min(shortest)
            && self.max_title_terms <= u8::MAX as usize / 4
            && (1..=u32::BITS).contains(&self.lsh_bits)
            && self.group_hash_bits < u64::BITS;
        if fits { Ok(self) } else { Err(PyValueError::new_err("a rule that fits no fingerprint")) }
    }

    /// Return the least permuted shingle of the words of a band, its highest bits.
    fn min_hash(&self, band: &LshBand, shingles: &[u32]) -> u32 {
        let passage = &shingles[..(band.words + 1 - self.shingle).min(shingles.len())];
        let permuted = passage.iter().map(|run| band.factor.wrapping_mul(*run));
        let least = permuted.map(|product| product.wrapping_add(band.term)).min();
        least.unwrap_or(u32::MAX) >> (u32::BITS - self.lsh_bits)
    }

    /// Return how many bytes the title and the words of a fingerprint have at most.
    pub fn room(&self) -> usize {
        4 * self.max_title_terms + self.compared_words
    }

    /// Say whether a fingerprint has no more than that, of each.
    pub fn has_room(&self, print: &Compared<'_>) -> bool {
        print.title.len() <= 4 * self.max_title_terms
            && print.words.len() <= self.compared_words.min(u16::MAX.into())
    }

    /// Say whether two days are near enough for one story, in one paper or in two.
    pub fn are_near(&self, day: u64, other: u64) -> bool {
        day == 0 || other == 0 || day.abs_diff(other) <= self.max_days.max(self.max_days_one_paper)
    }

    /// Return the share of shingles in common where both tell the same story, else 0.
    pub fn similarity(&self, ours: &Compared<'_>, theirs: &Compared<'_>) -> f64 {
        let same_paper = ours.source != 0 && ours.source == theirs.source;
        let are_dated = ours.day != 0 && theirs.day != 0;
        let apart = if are_dated { ours.day.abs_diff(theirs.day) } else { 0 };
        if apart > if same_paper { self.max_days_one_paper } else { self.max_days } {
            return 0.0;
        }
        if same_paper && have_no_term_in_common(ours.title, theirs.title) {
            return 0.0;
        }
        let length = ours.words.len().min(theirs.words.len());
        let (ours, theirs) = (&ours.words[..length], &theirs.words[..length]);
        if ours == theirs {
            return 1.0;
        }
        let ours: HashSet<&[u8]> = ours.windows(self.shingle).collect();
        let theirs: HashSet<&[u8]> = theirs.windows(self.shingle).collect();
        let common = ours.intersection(&theirs).count();
        let share = common as f64 / ours.len().max(theirs.len()) as f64;
        if share >= self.min_similarity { share } else { 0.0 }
    }
}

/// Say whether two titles are known and have no term in common.
fn have_no_term_in_common(ours: &[u8], theirs: &[u8]) -> bool {
    let has = |term| theirs.chunks_exact(4).any(|other| other == term);
    !ours.is_empty() && !theirs.is_empty() && !ours.chunks_exact(4).any(has)
}

fn checksum(term: &str) -> u32 {
    crc32fast::hash(term.as_bytes())
}

/// Return a shingle as a number, the first word lowest: of the words past the fourth none is left.
fn number(shingle: &[u8]) -> u32 {
    shingle.iter().take(4).rev().fold(0, |number, &word| number << 8 | u32::from(word))
}
