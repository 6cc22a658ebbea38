//! A text as a sequence of numbered types: what the forward index keeps of it.

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::term_cache::{Row, TermCache, hash_of, spread};

/// Set in the number of a token after which a sentence ends.
pub const SENTENCE: u32 = 1 << 30;
/// Set in the number of a token after which a paragraph ends, and with it a sentence.
pub const PARAGRAPH: u32 = 1 << 31;

/// Strings, each once and ended by NUL, and the number of the string of each type.
pub type Column = (String, Vec<u32>);

/// A column that is being filled.
#[derive(Default)]
struct Filling {
    strings: String,
    numbers: Vec<u32>,
    table: HashTable<(u32, u32)>, // hashes and numbers
    starts: Vec<u32>,
    hasher: DefaultHashBuilder,
}

impl Filling {
    fn add(&mut self, string: &str) {
        let Self { strings, numbers, table, starts, hasher } = self;
        let of = |number: u32| {
            let end = starts.get(number as usize + 1).map_or(strings.len(), |&next| next as usize);
            &strings[starts[number as usize] as usize..end - 1]
        };
        let hash = hash_of(hasher, string);
        let is_it = |&(other, number): &(u32, u32)| other == hash && of(number) == string;
        if let Some(&(_, number)) = table.find(spread(hash), is_it) {
            numbers.push(number);
            return;
        }
        let number = starts.len() as u32;
        starts.push(strings.len() as u32);
        push_ended(strings, string);
        numbers.push(number);
        table.insert_unique(spread(hash), (hash, number), |&(hash, _)| spread(hash));
    }
}

/// Types in columns: as written, each ended by NUL, and their terms in the channels.
#[derive(Default)]
pub struct Types {
    pub surfaces: String,
    pub terms: [Column; 3],
}

/// Set in the place of a type that is no word of the cache: the rest is its place among the others.
const OTHER: u32 = 1 << 31;

/// The types that have numbers, from 1 on.
///
/// Most are words of the cache, which has their numbers: of these nothing is kept here once they are
/// told. The others are as long as no word there is, or were there when it was emptied.
#[derive(Default)]
pub struct Numbered {
    size: u32,
    /// Those that were not told yet, by their places.
    untold: Vec<u32>,
    /// Terms that are to be told, of types that have no place any more.
    told: String,
    /// Numbers of the others, and where their texts begin.
    others: Vec<(u32, usize)>,
    /// Surface and terms of each, each ended by NUL.
    texts: String,
}

impl Numbered {
    /// Return the number of a new type, which is the word in this place of the cache.
    pub fn number(&mut self, place: u32) -> u32 {
        self.size += 1;
        self.untold.push(place);
        self.size
    }

    /// Return the number of a new type that the cache has not.
    pub fn number_of_other(&mut self, surface: &str, row: Row<'_>) -> u32 {
        let number = self.number(OTHER | self.others.len() as u32);
        self.keep(number, surface, row);
        number
    }

    fn keep(&mut self, number: u32, surface: &str, row: Row<'_>) {
        self.others.push((number, self.texts.len()));
        for text in [surface, row.exact, row.stem, row.part] {
            push_ended(&mut self.texts, text);
        }
    }

    fn other(&self, start: usize) -> (&str, Row<'_>) {
        let mut texts = self.texts[start..].split('\0');
        let mut next = || texts.next().unwrap_or_default();
        (next(), Row { exact: next(), stem: next(), part: next() })
    }

    /// Return the terms of the types that were numbered since it was asked before, each ended by NUL:
    /// of a type those of one channel after the other.
    pub fn told(&mut self, words: &TermCache) -> String {
        let mut told = std::mem::take(&mut self.told);
        for place in std::mem::take(&mut self.untold) {
            let row = match place & OTHER {
                0 => words.row(place),
                _ => self.other(self.others[(place & !OTHER) as usize].1).1,
            };
            [row.exact, row.stem, row.part].iter().for_each(|term| push_ended(&mut told, term));
        }
        told
    }

    /// Keep all that the cache is about to forget.
    pub fn keep_all(&mut self, words: &TermCache) {
        self.told = self.told(words);
        for (number, surface, row) in words.numbered() {
            self.keep(number, surface, row);
        }
    }

    /// Return the types, and number anew.
    pub fn take(&mut self, words: &TermCache) -> Types {
        let taken = std::mem::take(self);
        let mut places = vec![0; taken.size as usize];
        for (place, number) in words.numbers() {
            places[number as usize - 1] = place;
        }
        for (other, (number, _)) in taken.others.iter().enumerate() {
            places[*number as usize - 1] = OTHER | other as u32;
        }
        let each = || {
            places.iter().map(|&place| match place & OTHER {
                0 => (words.surface(place), words.row(place)),
                _ => taken.other(taken.others[(place & !OTHER) as usize].1),
            })
        };
        let mut surfaces = String::new();
        each().for_each(|(surface, _)| push_ended(&mut surfaces, surface));
        // One channel after the other: what finds the strings of one takes twice what they do.
        let exact = column(each().map(|(_, row)| row.exact));
        let stem = column(each().map(|(_, row)| row.stem));
        let part = column(each().map(|(_, row)| row.part));
        Types { surfaces, terms: [exact, stem, part] }
    }
}

/// Return terms in a column.
fn column<'a>(terms: impl Iterator<Item = &'a str>) -> Column {
    let mut filling = Filling::default();
    terms.for_each(|term| filling.add(term));
    (filling.strings, filling.numbers)
}

fn push_ended(texts: &mut String, text: &str) {
    texts.push_str(text);
    texts.push('\0');
}

/// The numbers of a text's tokens, and the types that have numbers.
#[derive(Default)]
pub struct Sequence {
    tokens: Vec<u32>,
    pub types: Numbered,
}

impl Sequence {
    /// Begin another text.
    pub fn clear(&mut self) {
        self.tokens.clear();
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
