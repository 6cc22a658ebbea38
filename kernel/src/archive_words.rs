//! The words of an archive with their terms, as its forward index has them: its texts are made of
//! these, and to find one takes a fiftieth of what the rules take.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};
use memchr::memchr_iter;
use pyo3::pybacked::PyBackedBytes;

use crate::term_cache::Row;

/// What a segment tells of its types: as they are written, with NUL behind each, and of each channel
/// its terms likewise with the number of each type's, in four bytes.
pub type Given = (PyBackedBytes, [(PyBackedBytes, PyBackedBytes); 3]);

/// The first types of each segment.
#[derive(Default)]
pub struct ArchiveWords(Vec<Types>);

struct Types {
    surfaces: Strings,
    channels: [(Strings, Vec<u32>); 3],
    /// The numbers of types by their hashes.
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

/// Strings by number, in one piece of memory.
struct Strings {
    bytes: Box<[u8]>,
    ends: Vec<u32>,
}

impl ArchiveWords {
    /// Take up to `most` types of each segment.
    pub fn new(segments: &[Given], most: usize) -> Self {
        Self(segments.iter().map(|(surfaces, terms)| Types::new(surfaces, terms, most)).collect())
    }

    /// Return the terms of a word; None of one that is not there, or not as it should be.
    pub fn row(&self, word: &str) -> Option<Row<'_>> {
        self.0.iter().find_map(|types| types.row(word))
    }
}

impl Types {
    fn new(surfaces: &[u8], terms: &[(PyBackedBytes, PyBackedBytes); 3], most: usize) -> Self {
        let surfaces = Strings::new(surfaces, most);
        let channels = terms.each_ref().map(|(terms, of_types)| {
            let (numbers, _) = of_types.as_chunks::<4>();
            let numbers = numbers.iter().take(most).map(|each| u32::from_le_bytes(*each));
            (Strings::new(terms, most), numbers.collect())
        });
        let hasher = DefaultHashBuilder::default();
        let hash = |&number: &u32| hasher.hash_one(surfaces.get(number).unwrap_or_default());
        let count = surfaces.ends.len() as u32;
        let mut table = HashTable::with_capacity(count as usize);
        (0..count).for_each(|number| {
            table.insert_unique(hash(&number), number, hash);
        });
        Self { surfaces, channels, table, hasher }
    }

    fn row(&self, word: &str) -> Option<Row<'_>> {
        let is_it = |&number: &u32| self.surfaces.get(number) == Some(word.as_bytes());
        let number = *self.table.find(self.hasher.hash_one(word.as_bytes()), is_it)?;
        let term = |place: usize| {
            let (terms, of_types) = &self.channels[place];
            std::str::from_utf8(terms.get(*of_types.get(number as usize)?)?).ok()
        };
        Some(Row { exact: term(0)?, stem: term(1)?, part: term(2)? })
    }
}

impl Strings {
    /// Take the first of some strings, with NUL behind each.
    fn new(bytes: &[u8], most: usize) -> Self {
        let ends: Vec<u32> = memchr_iter(0, bytes).take(most).map(|end| end as u32).collect();
        let length = ends.last().map_or(0, |&end| end as usize);
        Self { bytes: bytes[..length].into(), ends }
    }

    fn get(&self, number: u32) -> Option<&[u8]> {
        let end = *self.ends.get(number as usize)?;
        let before = (number as usize).checked_sub(1).map_or(0, |last| self.ends[last] + 1);
        self.bytes.get(before as usize..end as usize)
    }
}
