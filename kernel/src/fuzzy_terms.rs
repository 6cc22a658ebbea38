//! What `indexer/storage/vocabulary.py` asks for of words spelt almost the same, with the same answers.

use std::ops::Range;
use std::sync::OnceLock;

use pyo3::prelude::*;

use crate::panics::guarded;
use crate::word_edits::WordEdits;

/// The words of an archive, by their length in letters.
#[pyclass(frozen, module = "indexer._kernel")]
pub struct FuzzyTerms {
    words: String,
    by_length: Vec<SameLength>,
}

/// Words of one length, by their places in the text of all.
///
/// Their letters as `letters` has them are looked through first, and lie by themselves. They are made when a word of about
/// this length is asked for: a command asks for one.
#[derive(Default)]
struct SameLength {
    places: Vec<Range<u32>>,
    letters: OnceLock<Vec<u64>>,
}

#[pymethods]
impl FuzzyTerms {
    /// Take words with white space between them.
    #[new]
    fn new(words: String) -> PyResult<Self> {
        guarded(|| {
            let mut by_length: Vec<SameLength> = Vec::new();
            for word in words.split_ascii_whitespace() {
                let length = word.chars().count();
                if by_length.len() <= length {
                    by_length.resize_with(length + 1, SameLength::default);
                }
                let start = word.as_ptr().addr() - words.as_ptr().addr();
                by_length[length].places.push(start as u32..(start + word.len()) as u32);
            }
            Ok(Self { words, by_length })
        })
    }

    /// Return the other words at most `distance` edits away (optimal string alignment).
    fn within_distance(&self, word: &str, distance: usize) -> PyResult<Vec<&str>> {
        guarded(|| {
            let mut edits = WordEdits::new(word);
            let shortest = edits.length().saturating_sub(distance);
            let among = self.by_length.iter().enumerate().take(edits.length() + distance + 1);
            let own = letters(word);
            let mut found = Vec::new();
            for (length, same) in among.skip(shortest) {
                // An edit puts in one letter and takes out one; what makes a word longer or shorter
                // does one of both.
                let most = 2 * distance - length.abs_diff(edits.length());
                let may_be = |set: &u64| differ_by(set ^ own, most);
                let all = || same.places.iter().map(|place| letters(self.word(place))).collect();
                let letters = same.letters.get_or_init(all);
                let near = letters.iter().zip(&same.places).filter(|(set, _)| may_be(set));
                let others = near.map(|(_, place)| self.word(place)).filter(|other| *other != word);
                found.extend(others.filter(|other| edits.within(other, distance)));
            }
            Ok(found)
        })
    }
}

impl FuzzyTerms {
    fn word(&self, place: &Range<u32>) -> &str {
        &self.words[place.start as usize..place.end as usize]
    }
}

/// Return the letters of a word as a set: each has a bit, and another that says that it recurs.
///
/// Letters that are not of a to z share six places. To put in a letter changes one bit, or none.
fn letters(word: &str) -> u64 {
    word.chars().fold(0, |set, letter| {
        let place = match letter {
            'a'..='z' => letter as u32 - 'a' as u32,
            _ => 26 + letter as u32 % 6,
        };
        let once = 1 << place;
        set | if set & once == 0 { once } else { once << 32 }
    })
}

/// Say whether a set has at most so many members: few steps, as most words have more by far.
#[inline]
fn differ_by(mut set: u64, most: usize) -> bool {
    for _ in 0..most {
        set &= set.wrapping_sub(1);
    }
    set == 0
}
