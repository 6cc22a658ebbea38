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
    table: HashTable<Place>,
    hasher: DefaultHashBuilder,
}

/// Where a text lies, with its number and part of its hash.
#[derive(Clone, Copy)]
struct Place {
    hash: u32,
    number: u32,
    start: usize,
    length: usize,
}

impl Texts {
    /// Return how many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Return a text by its number.
    #[inline]
    pub fn text(&self, number: u32) -> &str {
        let number = number as usize;
        let start = if number == 0 { 0 } else { self.ends[number - 1] };
        &self.strings[start..self.ends[number]]
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
        let (number, start) = (self.ends.len() as u32, self.strings.len());
        self.strings.push_str(text);
        self.ends.push(self.strings.len());
        let place = Place { hash, number, start, length: text.len() };
        self.table.insert_unique(spread(hash), place, |place| spread(place.hash));
        number
    }

    #[inline]
    fn find(&self, hash: u32, text: &str) -> Option<u32> {
        let (strings, text) = (self.strings.as_bytes(), text.as_bytes());
        let same = |place: &Place| {
            place.hash == hash
                && place.length == text.len()
                && strings[place.start..place.start + place.length] == *text
        };
        self.table.find(spread(hash), same).map(|place| place.number)
    }
}

/// Return the hash that the table wants: its last bits choose a place, its first a mark.
#[inline]
fn spread(hash: u32) -> u64 {
    u64::from(hash) << 32 | u64::from(hash)
}
