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

/// Where a word and its terms lie, one after the other.
#[derive(Clone, Copy)]
struct Place {
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
        let hash = self.hasher.hash_one(surface);
        let strings = &self.strings;
        let place = self.table.find_mut(hash, |place| surface_in(strings, place) == surface)?;
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
        let place = Place { start, exact, stem, part, surface: length, number };
        let hash = self.hasher.hash_one(surface);
        let (strings, hasher) = (&self.strings, &self.hasher);
        self.table.insert_unique(hash, place, |place| hasher.hash_one(surface_in(strings, place)));
    }
}

fn surface_in<'a>(strings: &'a str, place: &Place) -> &'a str {
    &strings[place.start as usize..][..place.surface as usize]
}
