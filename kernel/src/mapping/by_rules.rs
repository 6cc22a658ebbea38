//! The terms that rules have for words, on their way from the thread that finds them.

use crate::term_cache::Row;
use crate::words;

/// The terms that rules have for some words: none of one that is left to Python.
///
/// They are one text, as they go from one thread to another.
#[derive(Default)]
pub struct ByRules {
    texts: String,
    /// Where the terms of each end, in the three channels.
    ends: Vec<Option<[usize; 3]>>,
}

impl ByRules {
    /// Add those of the next word.
    fn add(&mut self, row: Option<words::Row>) {
        let ends = row.map(|row| {
            row.map(|term| {
                self.texts.push_str(&term);
                self.texts.len()
            })
        });
        self.ends.push(ends);
    }

    /// Return those of each word, in their order.
    pub fn each(&self) -> impl Iterator<Item = Option<Row<'_>>> {
        let mut start = 0;
        let mut until = move |end| &self.texts[std::mem::replace(&mut start, end)..end];
        self.ends.iter().map(move |ends| {
            ends.map(|[exact, stem, part]| Row {
                exact: until(exact),
                stem: until(stem),
                part: until(part),
            })
        })
    }
}

impl FromIterator<Option<words::Row>> for ByRules {
    fn from_iter<Rows: IntoIterator<Item = Option<words::Row>>>(rows: Rows) -> Self {
        let mut given = Self::default();
        rows.into_iter().for_each(|row| given.add(row));
        given
    }
}
