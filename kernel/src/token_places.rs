//! Where tokens stand in a text, by their numbers: `indexer/analysis/token_places.py`.

use std::sync::Mutex;

use hashbrown::HashMap;
use pyo3::prelude::*;
use pyo3::sync::MutexExt;

use crate::char_classes::CharClasses;
use crate::panics::guarded;
use crate::tokens::Tokens;

/// Finds tokens by their numbers; `is_word` says of one without a letter of ASCII whether it is one.
#[pyclass(frozen, module = "indexer._kernel")]
pub struct TokenPlaces {
    is_word: Py<PyAny>,
    memory: Mutex<Memory>,
}

struct Memory {
    classes: CharClasses,
    are_words: HashMap<String, bool>,
}

const REMEMBERED: usize = 10_000; // tokens without a letter of ASCII

#[pymethods]
impl TokenPlaces {
    #[new]
    fn new(py: Python<'_>, is_word: Py<PyAny>) -> PyResult<Self> {
        guarded(|| {
            let classes = CharClasses::new(py)?;
            Ok(Self { is_word, memory: Mutex::new(Memory { classes, are_words: HashMap::new() }) })
        })
    }

    /// Return how many tokens a text has as far as it is read, and where those of these numbers start
    /// and end in it, in code points. The numbers are given in order; past the last nothing is read.
    fn places(
        &self,
        py: Python<'_>,
        text: &str,
        wanted: Vec<usize>,
    ) -> PyResult<(usize, Vec<(usize, usize)>)> {
        guarded(|| {
            let mut memory =
                self.memory.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
            memory.classes.learn(py, text)?;
            let Memory { classes, are_words } = &mut *memory;
            let (mut number, mut found) = (0, Vec::with_capacity(wanted.len()));
            let mut wanted = wanted.into_iter().peekable();
            let (mut bytes, mut characters) = (0, 0);
            for token in Tokens::new(text, classes) {
                if wanted.peek().is_none() {
                    break;
                }
                let is_plain = token.bytes().any(|byte| byte.is_ascii_alphanumeric());
                if !is_plain && !self.is_word(py, token, are_words)? {
                    continue;
                }
                if wanted.next_if_eq(&number).is_some() {
                    let at = token.as_ptr().addr() - text.as_ptr().addr();
                    characters += text[bytes..at].chars().count();
                    bytes = at;
                    found.push((characters, characters + token.chars().count()));
                }
                number += 1;
            }
            Ok((number, found))
        })
    }
}

impl TokenPlaces {
    fn is_word(
        &self,
        py: Python<'_>,
        token: &str,
        known: &mut HashMap<String, bool>,
    ) -> PyResult<bool> {
        if let Some(&is_word) = known.get(token) {
            return Ok(is_word);
        }
        let is_word = self.is_word.call1(py, (token,))?.is_truthy(py)?;
        if known.len() < REMEMBERED {
            known.insert(token.to_owned(), is_word);
        }
        Ok(is_word)
    }
}
