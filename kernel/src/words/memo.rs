//! What a rule gave for each word that it was asked for: the pieces of new words are few.

use std::sync::{Mutex, PoisonError};

use hashbrown::HashMap;

use super::letters::Answer;

const MAX_WORDS: usize = 50_000; // under 5 MB

/// Answers by word; past `MAX_WORDS` the memory starts afresh.
pub struct Memo<T>(Mutex<HashMap<Box<str>, T>>);

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Clone> Memo<T> {
    /// Return the answer for a word, which `find` finds where it is not kept.
    pub fn get_or(&self, word: &str, find: impl FnOnce() -> Answer<T>) -> Answer<T> {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = lock().get(word) {
            return Ok(kept.clone());
        }
        let found = find()?; // unlocked, as it may ask for other words
        let mut kept = lock();
        if kept.len() >= MAX_WORDS {
            kept.clear();
        }
        kept.insert(word.into(), found.clone());
        Ok(found)
    }
}
