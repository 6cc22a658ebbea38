//! What `indexer/storage/vocabulary.py` asks for of words spelt almost the same, with the same answers.

use pyo3::prelude::*;

use crate::panics::guarded;

/// The words of an archive, by their length in letters.
#[pyclass(frozen, module = "indexer._kernel")]
pub struct FuzzyTerms {
    by_length: Vec<Vec<FuzzyTerm>>,
}

struct FuzzyTerm {
    word: Box<str>,
    letters: u64,
}

#[pymethods]
impl FuzzyTerms {
    /// Take words with white space between them.
    #[new]
    fn new(words: &str) -> Self {
        let mut by_length: Vec<Vec<FuzzyTerm>> = Vec::new();
        for word in words.split_whitespace() {
            let length = word.chars().count();
            if by_length.len() <= length {
                by_length.resize_with(length + 1, Vec::new);
            }
            by_length[length].push(FuzzyTerm { word: word.into(), letters: letters(word) });
        }
        Self { by_length }
    }

    /// Return the other words at most `distance` edits away (optimal string alignment).
    fn within_distance(&self, word: &str, distance: usize) -> PyResult<Vec<&str>> {
        guarded(|| {
            let wanted: Vec<char> = word.chars().collect();
            let own = letters(word);
            let shortest = wanted.len().saturating_sub(distance);
            let among = self.by_length.iter().take(wanted.len() + distance + 1).skip(shortest);
            let mut rows = Rows::default();
            let found = among
                .flatten()
                // An edit puts in one letter and takes out one, at most.
                .filter(|other| (other.letters ^ own).count_ones() as usize <= 2 * distance)
                .filter(|other| *other.word != *word && rows.within(&wanted, &other.word, distance))
                .map(|other| &*other.word);
            Ok(found.collect())
        })
    }
}

/// Return which letters a word has, a bit for each; some share one.
fn letters(word: &str) -> u64 {
    word.chars().fold(0, |set, letter| set | 1 << (letter as u32 % 64))
}

/// The last three rows of the table of edits, kept from one word to the next.
#[derive(Default)]
struct Rows {
    other: Vec<char>,
    before: Vec<usize>,
    last: Vec<usize>,
    row: Vec<usize>,
}

impl Rows {
    /// Say whether a word is up to `distance` edits from another, two swapped letters being one.
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
