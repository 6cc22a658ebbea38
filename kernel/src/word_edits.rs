//! How many edits a word is from others (optimal string alignment), a column of the table of edits
//! in the bits of one number.
//!
//! H. Hyyrö, A bit-vector algorithm for computing Levenshtein and Damerau edit distances, 2003.

use pyo3::prelude::*;

use crate::panics::guarded;

const MAX_BITS: usize = 64;
const ASCII: usize = 128;

/// Return how many edits two words are apart, as `slip` of `indexer/analysis/spelling.py` asks.
#[pyfunction]
pub fn edits_between(word: &str, other: &str) -> PyResult<usize> {
    guarded(|| {
        let mut edits = WordEdits::new(word);
        let longest = edits.length().max(other.chars().count());
        // A word is rarely so long that it is asked more than once.
        let found = match edits.length() {
            1..=MAX_BITS => edits.edits(other),
            _ => (0..longest).find(|&most| edits.within(other, most)).unwrap_or(longest),
        };
        Ok(found)
    })
}

/// A word that others are compared with.
pub struct WordEdits {
    word: Vec<char>,
    /// Where the word has each letter, a bit for each place.
    places: [u64; ASCII],
    others: Vec<(char, u64)>,
    rows: Rows,
}

impl WordEdits {
    pub fn new(word: &str) -> Self {
        let word: Vec<char> = word.chars().collect();
        let (mut places, mut others) = ([0; ASCII], Vec::<(char, u64)>::new());
        for (place, &letter) in word.iter().enumerate().take(MAX_BITS) {
            let bit = 1 << place;
            if let Some(places) = places.get_mut(letter as usize) {
                *places |= bit;
            } else if let Some((_, places)) = others.iter_mut().find(|each| each.0 == letter) {
                *places |= bit;
            } else {
                others.push((letter, bit));
            }
        }
        Self { word, places, others, rows: Rows::default() }
    }

    /// Return how many letters the word has.
    pub fn length(&self) -> usize {
        self.word.len()
    }

    /// Say whether the word is up to `distance` edits from another, two swapped letters being one.
    pub fn within(&mut self, other: &str, distance: usize) -> bool {
        match self.word.len() {
            0 => other.chars().count() <= distance,
            1..=MAX_BITS => self.edits(other) <= distance,
            _ => self.rows.within(&self.word, other, distance),
        }
    }

    fn edits(&self, other: &str) -> usize {
        let last = 1u64 << (self.word.len() - 1);
        let (mut more, mut less) = (u64::MAX, 0u64); // than in the row above, in this column
        let (mut same, mut before) = (0u64, 0u64);
        let mut edits = self.word.len();
        for letter in other.chars() {
            let places = self.places_of(letter);
            let swapped = ((!same & places) << 1) & before;
            same = ((places & more).wrapping_add(more) ^ more) | places | less | swapped;
            let right_more = less | !(same | more);
            let right_less = same & more;
            edits += usize::from(right_more & last != 0);
            edits -= usize::from(right_less & last != 0);
            let right_more = right_more << 1 | 1;
            more = right_less << 1 | !(same | right_more);
            less = right_more & same;
            before = places;
        }
        edits
    }

    #[inline]
    fn places_of(&self, letter: char) -> u64 {
        if let Some(&places) = self.places.get(letter as usize) {
            return places;
        }
        self.others.iter().find(|each| each.0 == letter).map_or(0, |each| each.1)
    }
}

/// The last three rows of the table of edits, for words that are too long for bits.
#[derive(Default)]
struct Rows {
    other: Vec<char>,
    before: Vec<usize>,
    last: Vec<usize>,
    row: Vec<usize>,
}

impl Rows {
    fn within(&mut self, word: &[char], other: &str, distance: usize) -> bool {
        let Self { other: letters, before, last, row } = self;
        letters.clear();
        letters.extend(other.chars());
        let width = letters.len() + 1;
        before.clear();
        before.resize(width, 0);
        last.clear();
        last.extend(0..width);
        row.clear();
        row.resize(width, 0);
        for (place, &letter) in word.iter().enumerate() {
            row[0] = place + 1;
            for (column, &with) in letters.iter().enumerate() {
                let changed = last[column] + usize::from(letter != with);
                let mut edits = changed.min(last[column + 1] + 1).min(row[column] + 1);
                if place > 0
                    && column > 0
                    && letter == letters[column - 1]
                    && word[place - 1] == with
                {
                    edits = edits.min(before[column - 1] + 1);
                }
                row[column + 1] = edits;
            }
            if row.iter().chain(&*last).all(|&edits| edits > distance) {
                return false;
            }
            std::mem::swap(before, last);
            std::mem::swap(last, row);
        }
        last[width - 1] <= distance
    }
}
