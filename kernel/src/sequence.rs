//! A text as a sequence of numbered types: what the forward index keeps of it.

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::term_cache::{Row, hash_of, spread};

/// Set in the number of a token after which a sentence ends.
pub const SENTENCE: u32 = 1 << 30;
/// Set in the number of a token after which a paragraph ends, and with it a sentence.
pub const PARAGRAPH: u32 = 1 << 31;

/// Strings joined by NUL, each once, and the number of the string of each type.
#[derive(Default)]
pub struct Column {
    pub strings: String,
    pub numbers: Vec<u32>,
    table: HashTable<(u32, u32)>, // hashes and numbers
    places: Vec<(u32, u32)>,      // where each string begins and ends
    hasher: DefaultHashBuilder,
}

impl Column {
    /// Return the string of a type.
    fn string_of(&self, place: usize) -> &str {
        let (start, end) = self.places[self.numbers[place] as usize];
        &self.strings[start as usize..end as usize]
    }

    fn add(&mut self, string: &str) {
        let Self { strings, numbers, table, places, hasher } = self;
        let of = |place: u32| {
            let (start, end) = places[place as usize];
            &strings[start as usize..end as usize]
        };
        let hash = hash_of(hasher, string);
        let is_it = |&(other, number): &(u32, u32)| other == hash && of(number) == string;
        if let Some(&(_, number)) = table.find(spread(hash), is_it) {
            numbers.push(number);
            return;
        }
        let number = places.len() as u32;
        if number > 0 {
            strings.push('\0');
        }
        let start = strings.len() as u32;
        strings.push_str(string);
        places.push((start, strings.len() as u32));
        numbers.push(number);
        table.insert_unique(spread(hash), (hash, number), |&(hash, _)| spread(hash));
    }
}

/// The types that were numbered, in columns: as written, and their terms in the channels.
#[derive(Default)]
pub struct Types {
    pub surfaces: String,
    pub terms: [Column; 3],
    size: u32,
    told: usize,
}

impl Types {
    /// Return the terms of the types that were numbered since it was asked before, each ended by NUL:
    /// of a type those of one channel after the other.
    pub fn told(&mut self) -> String {
        let mut told = String::new();
        for place in self.told..self.size as usize {
            for column in &self.terms {
                told += column.string_of(place);
                told.push('\0');
            }
        }
        self.told = self.size as usize;
        told
    }
}

/// The numbers of a text's tokens, and the types that have numbers.
#[derive(Default)]
pub struct Sequence {
    tokens: Vec<u32>,
    pub types: Types,
}

impl Sequence {
    /// Begin another text.
    pub fn clear(&mut self) {
        self.tokens.clear();
    }

    /// Return the number of a new type, which begins with 1 so that 0 is none.
    pub fn number(&mut self, surface: &str, row: Row<'_>) -> u32 {
        let types = &mut self.types;
        if types.size > 0 {
            types.surfaces.push('\0');
        }
        types.surfaces.push_str(surface);
        for (column, term) in types.terms.iter_mut().zip([row.exact, row.stem, row.part]) {
            column.add(term);
        }
        types.size += 1;
        types.size
    }

    /// Add a token by the number of its type.
    #[inline]
    pub fn push(&mut self, number: u32) {
        self.tokens.push(number - 1);
    }

    /// Note what ended between two tokens, or before the first: bits of `ends`.
    #[inline]
    pub fn note(&mut self, ended: u32) {
        if let Some(last) = self.tokens.last_mut() {
            *last |= ended;
        }
    }

    /// Return the numbers, four bytes each, the lowest first.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(size_of_val(self.tokens.as_slice()));
        self.tokens.iter().for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
        bytes
    }
}

/// Return what ends in a gap, as `SENTENCE_END` of `indexer/text.py` finds it.
#[inline]
pub fn ends(gap: &str) -> u32 {
    if gap == " " { 0 } else { ends_in(gap) }
}

fn ends_in(gap: &str) -> u32 {
    let mut found = 0;
    let (mut closing, mut line_end) = (false, false);
    for c in gap.chars() {
        if is_space(c) {
            if closing {
                found |= SENTENCE;
            }
            if c == '\n' {
                if line_end {
                    return SENTENCE | PARAGRAPH;
                }
                line_end = true;
            }
            closing = false;
        } else {
            line_end = false;
            closing = matches!(c, '.' | '!' | '?' | '…')
                || (closing && matches!(c, '"' | '\'' | '”' | '’' | '»' | ')'));
        }
    }
    found
}

/// Say whether Python's `\s` matches a character.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}
