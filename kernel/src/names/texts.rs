//! Texts by number, which lie one after another in one string.

use std::hash::BuildHasher;
use std::ops::Range;

use hashbrown::{DefaultHashBuilder, HashTable};

/// Texts, each of which has a number by the order in which they came.
///
/// The table has part of the hash of each, so that hardly any other text is ever read to find one.
#[derive(Default)]
pub struct Texts {
    strings: String,
    ends: Vec<u32>,
    table: HashTable<Place>,
    hasher: DefaultHashBuilder,
}

/// The number of a text, with part of its hash.
#[derive(Clone, Copy)]
struct Place {
    hash: u32,
    number: u32,
}

impl Texts {
    /// Return how many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Return a text by its number.
    #[inline]
    pub fn text(&self, number: u32) -> &str {
        &self.strings[self.range(number)]
    }

    #[inline]
    fn range(&self, number: u32) -> Range<usize> {
        let number = number as usize;
        let start = if number == 0 { 0 } else { self.ends[number - 1] };
        start as usize..self.ends[number] as usize
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
        let number = self.push(text);
        let place = Place { hash, number };
        self.table.insert_unique(spread(hash), place, |place| spread(place.hash));
        number
    }

    /// Add a text that is not asked for, and return its number.
    pub fn push(&mut self, text: &str) -> u32 {
        let number = self.ends.len() as u32;
        self.strings.push_str(text);
        let end = u32::try_from(self.strings.len());
        self.ends.push(end.expect("texts of names take less than 4 GB"));
        number
    }

    #[inline]
    fn find(&self, hash: u32, text: &str) -> Option<u32> {
        let same = |place: &Place| {
            place.hash == hash
                && &self.strings.as_bytes()[self.range(place.number)] == text.as_bytes()
        };
        self.table.find(spread(hash), same).map(|place| place.number)
    }
}

/// Return the hash that the table wants: its last bits choose a place, its first a mark.
#[inline]
fn spread(hash: u32) -> u64 {
    u64::from(hash) << 32 | u64::from(hash)
}
