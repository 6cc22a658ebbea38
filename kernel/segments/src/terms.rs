//! Terms by number, whose strings lie in one piece of memory.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};
use tantivy::tokenizer::MAX_TOKEN_LEN;

use crate::postings::NO_TERM;

/// The different terms of a segment, numbered from 0 as they are met.
#[derive(Default)]
pub struct Terms {
    table: HashTable<u32>,
    strings: String,
    ends: Vec<usize>,
    hasher: DefaultHashBuilder,
}

impl Terms {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The bytes that they take, about.
    pub fn bytes(&self) -> usize {
        self.strings.len() + self.ends.len() * (size_of::<usize>() + 2 * size_of::<u32>())
    }

    /// Return the term with a number.
    #[inline]
    pub fn get(&self, number: u32) -> &str {
        slice(&self.strings, &self.ends, number)
    }

    /// Return the number of a term, a new one if it is new.
    #[inline]
    pub fn number(&mut self, term: &str) -> u32 {
        let Self { table, strings, ends, hasher } = self;
        let hash = hasher.hash_one(term);
        if let Some(&known) = table.find(hash, |&n| slice(strings, ends, n) == term) {
            return known;
        }
        let number = ends.len() as u32;
        strings.push_str(term);
        ends.push(strings.len());
        table.insert_unique(hash, number, |&n| hasher.hash_one(slice(strings, ends, n)));
        number
    }

    /// Return the number of a word, NO_TERM of one that Tantivy drops.
    #[inline]
    pub fn number_of(&mut self, word: &str) -> u32 {
        if word.len() > MAX_TOKEN_LEN { NO_TERM } else { self.number(word) }
    }

    /// Return the numbers in the order of the bytes of their terms.
    ///
    /// Most terms differ in their first eight bytes, which lie beside the numbers meanwhile: each look
    /// at a string would wait for memory.
    pub fn in_order(&self) -> Vec<u32> {
        let begun = |number| (beginning(self.get(number)), number);
        let mut order: Vec<(u64, u32)> = (0..self.len() as u32).map(begun).collect();
        order.sort_unstable_by(|&(a, m), &(b, n)| {
            a.cmp(&b).then_with(|| self.get(m).cmp(self.get(n)))
        });
        order.into_iter().map(|(_, number)| number).collect()
    }
}

/// Return the first eight bytes of a term as a number that has their order; NUL stands for those that
/// it lacks.
#[inline]
fn beginning(term: &str) -> u64 {
    let mut bytes = [0; size_of::<u64>()];
    let length = term.len().min(bytes.len());
    bytes[..length].copy_from_slice(&term.as_bytes()[..length]);
    u64::from_be_bytes(bytes)
}

#[inline]
fn slice<'a>(strings: &'a str, ends: &[usize], number: u32) -> &'a str {
    let number = number as usize;
    let start = if number == 0 { 0 } else { ends[number - 1] };
    &strings[start..ends[number]]
}
