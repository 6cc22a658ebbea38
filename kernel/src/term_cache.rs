//! The terms of each word that was met: one table, whose strings lie in one piece of memory.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

/// A word's terms in the three channels; empty where it has none.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    pub exact: &'a str,
    pub stem: &'a str,
    pub part: &'a str,
}

/// Where a word and its terms lie, one after the other; its hash, so that a table which grows reads
/// no word again.
#[derive(Clone, Copy)]
struct Place {
    hash: u32,
    start: u32,
    exact: u16,
    stem: u16,
    part: u16,
    surface: u8,
    number: u32,
}

/// The words that were met, with their terms.
pub struct TermCache {
    max_bytes: usize,
    table: HashTable<Place>,
    strings: String,
    hasher: DefaultHashBuilder,
}

impl TermCache {
    /// Remember words until their strings are `max_bytes` long.
    pub fn new(max_bytes: usize) -> Self {
        let max_bytes = max_bytes.min(u32::MAX as usize / 2); // places are of four bytes
        Self {
            max_bytes,
            table: HashTable::new(),
            strings: String::new(),
            hasher: Default::default(),
        }
    }

    /// Return the terms of a word, if it is known, and its number, 0 while it has none.
    #[inline]
    pub fn get(&mut self, surface: &str) -> Option<(Row<'_>, &mut u32)> {
        let hash = hash_of(&self.hasher, surface);
        let strings = &self.strings;
        let is_it = |place: &Place| place.hash == hash && surface_in(strings, place) == surface;
        let place = self.table.find_mut(spread(hash), is_it)?;
        let exact = place.start as usize + place.surface as usize;
        let stem = exact + place.exact as usize;
        let part = stem + place.stem as usize;
        let row = Row {
            exact: &strings[exact..stem],
            stem: &strings[stem..part],
            part: &strings[part..part + place.part as usize],
        };
        Some((row, &mut place.number))
    }

    /// Let no word have a number.
    pub fn forget_numbers(&mut self) {
        self.table.iter_mut().for_each(|place| place.number = 0);
    }

    /// Remember the terms and the number of a word, unless they are longer than words are.
    pub fn add(&mut self, surface: &str, row: Row<'_>, number: u32) {
        let lengths = [row.exact, row.stem, row.part].map(|term| u16::try_from(term.len()));
        let (Ok(length), [Ok(exact), Ok(stem), Ok(part)]) = (u8::try_from(surface.len()), lengths)
        else {
            return;
        };
        if self.strings.len() > self.max_bytes {
            self.table.clear();
            self.strings.clear();
        }
        let start = self.strings.len() as u32;
        for string in [surface, row.exact, row.stem, row.part] {
            self.strings.push_str(string);
        }
        let hash = hash_of(&self.hasher, surface);
        let place = Place { hash, start, exact, stem, part, surface: length, number };
        self.table.insert_unique(spread(hash), place, |place| spread(place.hash));
    }
}

/// Return a hash that is kept beside a string.
#[inline]
pub fn hash_of(hasher: &DefaultHashBuilder, string: &str) -> u32 {
    (hasher.hash_one(string) >> 32) as u32
}

/// Return the hash that a table takes, of which both ends count.
#[inline]
pub fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

fn surface_in<'a>(strings: &'a str, place: &Place) -> &'a str {
    &strings[place.start as usize..][..place.surface as usize]
}
