//! Texts by number, which lie one after another in one string.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

/// Texts, each of which has a number by the order in which they came.
///
/// The table has part of the hash of each, so that hardly any other text is ever read to find one.
#[derive(Default)]
pub struct Texts {
    strings: String,
    ends: Vec<usize>,
    table: HashTable<(u32, u32)>,
    hasher: DefaultHashBuilder,
}

impl Texts {
    /// Return how many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Return a text by its number.
    #[inline]
    pub fn text(&self, number: u32) -> &str {
        text_in(&self.strings, &self.ends, number)
    }

    /// Return all texts, in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len() as u32).map(|number| self.text(number))
    }

    /// Return the number of a text that is there.
    #[inline]
    pub fn get(&self, text: &str) -> Option<u32> {
        self.find(self.hasher.hash_one(text) as u32, text)
    }

    /// Return the number of a text, which is added unless it is there.
    pub fn number(&mut self, text: &str) -> u32 {
        let hash = self.hasher.hash_one(text) as u32;
        if let Some(number) = self.find(hash, text) {
            return number;
        }
        let number = self.ends.len() as u32;
        self.strings.push_str(text);
        self.ends.push(self.strings.len());
        self.table.insert_unique(spread(hash), (hash, number), |&(hash, _)| spread(hash));
        number
    }

    #[inline]
    fn find(&self, hash: u32, text: &str) -> Option<u32> {
        let same = |&(other, number): &(u32, u32)| {
            other == hash && text_in(&self.strings, &self.ends, number) == text
        };
        self.table.find(spread(hash), same).map(|&(_, number)| number)
    }
}

/// Return the hash that the table wants: its first bits choose a place, its last a mark.
#[inline]
fn spread(hash: u32) -> u64 {
    u64::from(hash) << 32 | u64::from(hash)
}

#[inline]
fn text_in<'a>(strings: &'a str, ends: &[usize], number: u32) -> &'a str {
    let number = number as usize;
    let start = if number == 0 { 0 } else { ends[number - 1] };
    &strings[start..ends[number]]
}
