//! What `indexer/storage/vocabulary.py` asks for of words spelt almost the same, with the same answers.

use pyo3::prelude::*;

use crate::panics::guarded;
use crate::word_edits::WordEdits;

/// The words of an archive, by their length in letters.
#[pyclass(frozen, module = "indexer._kernel")]
pub struct FuzzyTerms {
    by_length: Vec<SameLength>,
}

/// Words of one length: their letters as `letters` has them, which are looked through first, lie by themselves.
#[derive(Default)]
struct SameLength {
    letters: Vec<u64>,
    words: Vec<Box<str>>,
}

#[pymethods]
impl FuzzyTerms {
    /// Take words with white space between them.
    #[new]
    fn new(words: &str) -> PyResult<Self> {
        guarded(|| {
            let mut by_length: Vec<SameLength> = Vec::new();
            for word in words.split_whitespace() {
                let length = word.chars().count();
                if by_length.len() <= length {
                    by_length.resize_with(length + 1, SameLength::default);
                }
                by_length[length].letters.push(letters(word));
                by_length[length].words.push(word.into());
            }
            Ok(Self { by_length })
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
            for (length, SameLength { letters, words }) in among.skip(shortest) {
                // An edit puts in one letter and takes out one; what makes a word longer or shorter
                // does one of both.
                let most = 2 * distance - length.abs_diff(edits.length());
                let may_be = |set: &u64| differ_by(set ^ own, most);
                let near = letters.iter().zip(words).filter(|(set, _)| may_be(set));
                let others = near.map(|(_, other)| &**other).filter(|other| *other != word);
                found.extend(others.filter(|other| edits.within(other, distance)));
            }
            Ok(found)
        })
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
