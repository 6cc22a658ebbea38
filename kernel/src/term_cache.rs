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

/// Where a word lies, and where its terms lie one after the other once they are known.
#[derive(Clone, Copy)]
struct Word {
    start: u32,
    terms: u32,
    exact: u16,
    stem: u16,
    part: u16,
    surface: u8,
    known: bool,
    number: u32,
}

/// A word in the table: its key, its place, and its ends.
struct Found {
    key: u32,
    place: u32,
    ends: Ends,
}

/// The first and the last eight bytes of a string, of a shorter one all in the first: with its length
/// they say which it is, unless it is longer than `IN_ENDS`.
pub type Ends = [u64; 2];

const END: usize = size_of::<u64>(); // bytes
/// How many bytes a string may have that its ends tell from every other.
pub const IN_ENDS: usize = size_of::<Ends>();

/// The words that were met, by place, with their terms.
///
/// The table has beside each place what the word is found by, and its ends: one that grows reads no
/// word again, and of a word of up to sixteen bytes that is met again nothing else is looked at.
pub struct TermCache {
    max_bytes: usize,
    table: HashTable<Found>,
    words: Vec<Word>,
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
            words: Vec::new(),
            strings: String::new(),
            hasher: Default::default(),
        }
    }

    /// Say whether it is to be emptied before more words are met.
    pub fn is_full(&self) -> bool {
        self.strings.len() > self.max_bytes
    }

    /// Return one like this without words.
    pub fn afresh(&self) -> Self {
        Self::new(self.max_bytes)
    }

    /// Forget all words; places that were given mean nothing from then on.
    pub fn clear(&mut self) {
        self.table.clear();
        self.words.clear();
        self.strings.clear();
    }

    /// Return the place of a word, which is met if it was not; None for one longer than words are.
    #[inline]
    pub fn place(&mut self, surface: &str) -> Option<u32> {
        let key = self.key(surface)?;
        if let Some(place) = self.find(key, surface) {
            return Some(place);
        }
        Some(self.meet(key, surface))
    }

    /// Return what a word is found by: bits of its hash, and its length in the last eight; None of one
    /// longer than words are.
    #[inline]
    fn key(&self, surface: &str) -> Option<u32> {
        let length = u8::try_from(surface.len()).ok()?;
        Some(hash_of(&self.hasher, surface) & !0xff | u32::from(length))
    }

    #[inline]
    fn find(&self, key: u32, surface: &str) -> Option<u32> {
        let bytes = surface.as_bytes();
        let ends = ends(bytes);
        let is_whole = bytes.len() <= IN_ENDS;
        let is_it = |it: &Found| {
            it.key == key && it.ends == ends && (is_whole || self.surface(it.place) == surface)
        };
        self.table.find(spread(key), is_it).map(|it| it.place)
    }

    #[cold]
    fn meet(&mut self, key: u32, surface: &str) -> u32 {
        let (place, start) = (self.words.len() as u32, self.strings.len() as u32);
        self.strings.push_str(surface);
        let (terms, exact, stem, part) = Default::default();
        let known = false;
        self.words.push(Word {
            start,
            terms,
            exact,
            stem,
            part,
            surface: surface.len() as u8,
            known,
            number: 0,
        });
        let ends = ends(surface.as_bytes());
        self.table.insert_unique(spread(key), Found { key, place, ends }, |it| spread(it.key));
        place
    }

    /// Return the word in a place, as it is written.
    pub fn surface(&self, place: u32) -> &str {
        surface_in(&self.strings, &self.words[place as usize])
    }

    /// Return the number of the word in a place, if its terms are not known yet.
    #[inline]
    pub fn unknown(&mut self, place: u32) -> Option<&mut u32> {
        let word = &mut self.words[place as usize];
        (!word.known).then_some(&mut word.number)
    }

    /// Return the number of the word in a place; None where it has none.
    #[inline]
    pub fn number(&self, place: u32) -> Option<u32> {
        let word = &self.words[place as usize];
        (word.known && word.number != 0).then_some(word.number)
    }

    /// Return the terms of the word in a place, if they are known, and its number: 0 where it has none.
    #[inline]
    pub fn entry(&mut self, place: u32) -> Option<(Row<'_>, &mut u32)> {
        let word = &mut self.words[place as usize];
        if !word.known {
            return None;
        }
        Some((row_in(&self.strings, word), &mut word.number))
    }

    /// Return the terms of the word in a place; none where they are not known.
    pub fn row(&self, place: u32) -> Row<'_> {
        row_in(&self.strings, &self.words[place as usize])
    }

    /// Return the words that have numbers, by place, with these.
    pub fn numbers(&self) -> impl Iterator<Item = (u32, u32)> {
        let all = self.words.iter().enumerate();
        all.filter(|(_, word)| word.known && word.number != 0)
            .map(|(place, word)| (place as u32, word.number))
    }

    /// Return the same words: the number of each, the word, and its terms.
    pub fn numbered(&self) -> impl Iterator<Item = (u32, &str, Row<'_>)> {
        self.numbers().map(|(place, number)| (number, self.surface(place), self.row(place)))
    }

    /// Let the word in a place have these terms and no number; false where they are longer than
    /// terms are, and it stays without.
    pub fn fill(&mut self, place: u32, row: Row<'_>) -> bool {
        let lengths = [row.exact, row.stem, row.part].map(|term| u16::try_from(term.len()));
        let ([Ok(exact), Ok(stem), Ok(part)], Ok(terms)) =
            (lengths, u32::try_from(self.strings.len()))
        else {
            return false;
        };
        for string in [row.exact, row.stem, row.part] {
            self.strings.push_str(string);
        }
        let word = &mut self.words[place as usize];
        *word = Word { terms, exact, stem, part, known: true, number: 0, ..*word };
        true
    }

    /// Return the place of a word that was met.
    #[inline]
    pub fn place_of(&self, surface: &str) -> Option<u32> {
        self.find(self.key(surface)?, surface)
    }

    /// Let no word have a number.
    pub fn forget_numbers(&mut self) {
        self.words.iter_mut().filter(|word| word.known).for_each(|word| word.number = 0);
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

/// Return the ends of a string.
#[inline]
pub fn ends(bytes: &[u8]) -> Ends {
    let word = |four: &[u8; 4]| u64::from(u32::from_le_bytes(*four));
    if let (Some(first), Some(last)) = (bytes.first_chunk::<END>(), bytes.last_chunk::<END>()) {
        [u64::from_le_bytes(*first), u64::from_le_bytes(*last)]
    } else if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        [word(first) | word(last) << 32, 0]
    } else {
        [bytes.iter().fold(0, |all, &byte| all << 8 | u64::from(byte)), 0]
    }
}

#[inline]
fn surface_in<'a>(strings: &'a str, word: &Word) -> &'a str {
    &strings[word.start as usize..][..word.surface as usize]
}

#[inline]
fn row_in<'a>(strings: &'a str, word: &Word) -> Row<'a> {
    let stem = word.terms as usize + word.exact as usize;
    let part = stem + word.stem as usize;
    Row {
        exact: &strings[word.terms as usize..stem],
        stem: &strings[stem..part],
        part: &strings[part..part + word.part as usize],
    }
}
