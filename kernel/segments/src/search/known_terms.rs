//! Where the terms of questions stand: a page asks for each of its own several times, to find articles,
//! to score them and to know which are rare.

use std::sync::{Arc, Mutex};

use hashbrown::HashMap;
use tantivy::postings::TermInfo;

use super::tree::CHANNELS;

const MAX_TERMS: usize = 10_000; // of a channel; then afresh

/// Where each segment has the documents of a term, None where it has none.
pub type Term = Arc<[Option<TermInfo>]>;

/// The terms of each channel that were looked up.
#[derive(Default)]
pub struct KnownTerms([Mutex<HashMap<Box<str>, Term>>; CHANNELS.len()]);

impl KnownTerms {
    /// Return a term, which `find` is asked for the first time.
    pub fn get(
        &self,
        place: usize,
        text: &str,
        find: impl FnOnce() -> tantivy::Result<Term>,
    ) -> tantivy::Result<Term> {
        let terms = || self.0[place].lock().unwrap_or_else(|held| held.into_inner());
        if let Some(term) = terms().get(text) {
            return Ok(Arc::clone(term));
        }
        let found = find()?; // by two threads at once, if need be
        let mut terms = terms();
        if terms.len() >= MAX_TERMS {
            terms.clear();
        }
        terms.insert(text.into(), Arc::clone(&found));
        Ok(found)
    }
}
