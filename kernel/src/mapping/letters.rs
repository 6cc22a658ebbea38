//! The characters of texts, found out in Python's thread for another one that does without Python.

use pyo3::prelude::*;

use crate::names::{Letter, beyond_ascii};

/// What was found out, for others to learn.
#[derive(Default)]
pub struct Learner {
    /// A bit of each character beyond ASCII that was found out.
    known: Vec<u64>,
}

impl Learner {
    /// Add to `letters` the characters of a text that were not found out before.
    pub fn learn(&mut self, py: Python<'_>, text: &str, letters: &mut Vec<Letter>) -> PyResult<()> {
        for c in beyond_ascii(text) {
            let (place, bit) = (c as usize / 64, 1 << (c as usize % 64));
            if self.known.get(place).is_none_or(|bits| bits & bit == 0) {
                letters.push(Letter::asked(py, c)?);
                if self.known.len() <= place {
                    self.known.resize(place + 1, 0);
                }
                self.known[place] |= bit;
            }
        }
        Ok(())
    }
}
