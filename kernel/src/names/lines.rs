//! Lines of a text, and the runs of capitals in them.

use super::letters::Letters;
use crate::char_classes::{TITLE, UPPER};
use crate::tokens::Tokens;

const SHORT: u64 = 3; // letters that tell nothing of capitals in a line
const AT_ONCE: usize = 16; // bytes that are looked at together
const OTHER: u64 = 1 << 32; // more than a word has small letters

/// A run, and what of its place its names depend on, but for whether a sentence begins with it: the
/// same run has the same names everywhere.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    pub text: &'a str,
    pub shouted: bool,
    /// Whether a dot or a hyphen follows it.
    pub dotted: bool,
    pub hyphened: bool,
}

impl<'a> Run<'a> {
    /// Write it down as one text.
    pub fn put(&self, key: &mut String) {
        let bits = [self.shouted, self.dotted, self.hyphened];
        key.clear();
        key.push_str(self.text);
        key.push(char::from(bits.iter().fold(1, |bits, &bit| bits << 1 | u8::from(bit))));
    }

    /// Read what `put` wrote.
    pub fn read(key: &'a str) -> Self {
        let (text, bits) = key.split_at(key.len() - 1);
        let has = |bit: u8| bits.as_bytes()[0] & bit != 0;
        Self { text, shouted: has(4), dotted: has(2), hyphened: has(1) }
    }
}

/// A run as it stands in a line, and the words beside it there.
pub struct Span<'a> {
    pub run: Run<'a>,
    /// Whether a sentence begins with it.
    pub first: bool,
    pub before: &'a str,
    pub after: &'a str,
    /// The places of these words, and of that which the run is, among those of the analysis.
    pub places: Places,
}

/// Places of the word before a run, the one that it is by itself, and the one after it; None where
/// there is no such word, or its place is not known.
#[derive(Clone, Copy, Default)]
pub struct Places {
    pub before: Option<u32>,
    pub own: Option<u32>,
    pub after: Option<u32>,
}

/// A line, of whose tokens those are found that are asked for: runs stand here and there.
#[derive(Default)]
pub struct Line<'a> {
    pub text: &'a str,
    /// Tokens one after another; the first is that of the line, or the one before a word that was sought.
    pub words: Vec<&'a str>,
    /// The places of these, where their shapes are known.
    pub places: Vec<Option<u32>>,
    /// Where the next of them is looked for.
    at: usize,
    /// Where its capitals stand.
    pub capitals: Vec<usize>,
}

impl<'a> Line<'a> {
    /// Take another line in its place, all tokens of which will be put into `words`.
    pub fn begin(&mut self, text: &'a str) {
        self.text = text;
        self.words.clear();
        self.places.clear();
        self.capitals.clear();
        self.at = text.len();
    }

    /// Take another line in its place, whose letters are known.
    pub fn read(&mut self, text: &'a str, letters: &Letters) {
        self.begin(text);
        self.at = 0;
        let begins = |byte: &u8| byte.is_ascii_uppercase() | (*byte >= 0xc0);
        let (blocks, rest) = text.as_bytes().as_chunks::<AT_ONCE>();
        let some = blocks.iter().enumerate().filter(|(_, bytes)| {
            bytes.iter().fold(0, |some, byte| some | u8::from(begins(byte))) != 0 // few have a capital
        });
        let blocks = some.map(|(place, bytes)| (place * AT_ONCE, bytes.as_slice()));
        for (start, bytes) in blocks.chain([(text.len() - rest.len(), rest)]) {
            for (within, byte) in bytes.iter().enumerate().filter(|(_, byte)| begins(byte)) {
                let at = start + within;
                let is_capital = |c| letters.is(c, UPPER | TITLE);
                if byte.is_ascii_uppercase() || text[at..].chars().next().is_some_and(is_capital) {
                    self.capitals.push(at);
                }
            }
        }
    }

    /// Say whether it has too many small words to be shouted, without a look at its tokens.
    ///
    /// No more words have a capital, or no letters at all, than it has signs that these begin with;
    /// and no fewer are longer and small than stand between spaces.
    pub fn is_calm(&self) -> bool {
        let is_odd = |byte: &u8| {
            byte.is_ascii_uppercase() | byte.is_ascii_digit() | (*byte == b'_') | (*byte >= 0x80)
        };
        let odd = |bytes: &[u8]| bytes.iter().map(|byte| u8::from(is_odd(byte))).sum::<u8>();
        let (blocks, rest) = self.text.as_bytes().as_chunks::<AT_ONCE>();
        let odd: usize = blocks.iter().map(|bytes| usize::from(odd(bytes))).sum::<usize>()
            + usize::from(odd(rest));
        let mut needed = 3 * odd / 7 + 1; // less than SHOUTED of the longer words have a capital then
        let mut size = 0; // of the small letters since a space, and OTHER for each other sign
        for &byte in self.text.as_bytes().iter().chain(b" ") {
            if byte != b' ' {
                size += if byte.is_ascii_lowercase() { 1 } else { OTHER };
                continue;
            }
            needed -= usize::from(size > SHORT && size < OTHER);
            if needed == 0 {
                return true;
            }
            size = 0;
        }
        false
    }

    /// Return which of `words` is the one that ends behind a place, from a number on; None where
    /// there is none.
    pub fn seek(&mut self, place: usize, mut number: usize, letters: &Letters) -> Option<usize> {
        let before = self.before(place);
        if before > self.at {
            self.words.clear();
            (self.at, number) = (before, 0);
        }
        while self.reach(number, letters) {
            if self.end(number) > place {
                return Some(number);
            }
            number += 1;
        }
        None
    }

    /// Return where to look for tokens so that one stands before that at a place, unless none does.
    fn before(&self, place: usize) -> usize {
        let space = |end: usize| self.text.as_bytes()[..end].iter().rposition(|&byte| byte == b' ');
        let Some(mut end) = space(place) else { return 0 };
        while let Some(start) = space(end) {
            if self.text.as_bytes()[start..end].iter().any(u8::is_ascii_alphanumeric) {
                return start;
            }
            end = start;
        }
        0
    }

    /// Find tokens up to one, by its number; say whether it is there.
    pub fn reach(&mut self, number: usize, letters: &Letters) -> bool {
        while self.words.len() <= number {
            let Some(word) = Tokens::after(self.text, self.at, &letters.classes).next() else {
                return false;
            };
            self.words.push(word);
            self.at = self.end(self.words.len() - 1);
        }
        true
    }

    fn start(&self, place: usize) -> usize {
        self.words[place].as_ptr().addr() - self.text.as_ptr().addr()
    }

    /// Return where a token ends in the line.
    pub fn end(&self, place: usize) -> usize {
        self.start(place) + self.words[place].len()
    }

    /// Return what stands before a token that was reached, or after the last.
    pub fn gap(&self, place: usize) -> &'a str {
        let start = if place == 0 { 0 } else { self.end(place - 1) };
        let end = if place < self.words.len() { self.start(place) } else { self.text.len() };
        &self.text[start..end]
    }

    /// Return the run from one token to another, which is not in it and was reached.
    pub fn span(&self, place: usize, end: usize, shouted: bool) -> Span<'a> {
        let (before, gap) = (self.gap(place), self.gap(end));
        let follows = end < self.words.len() && is_space(gap);
        let run = Run {
            text: &self.text[self.start(place)..self.end(end - 1)],
            shouted,
            dotted: gap.as_bytes().first() == Some(&b'.'),
            hyphened: gap.as_bytes().first() == Some(&b'-'),
        };
        let is_after = place > 0 && is_space(before);
        let known = |place: usize| self.places.get(place).copied().flatten();
        let places = Places {
            before: if is_after { known(place - 1) } else { None },
            own: if end == place + 1 { known(place) } else { None },
            after: if follows { known(end) } else { None },
        };
        Span {
            run,
            first: place == 0 || opens_sentence(before),
            before: if is_after { self.words[place - 1] } else { "" },
            after: if follows { self.words[end] } else { "" },
            places,
        }
    }

    /// Return what stands before and after a part of the line.
    pub fn around(&self, part: &str) -> (&'a str, &'a str) {
        let start = part.as_ptr().addr() - self.text.as_ptr().addr();
        (&self.text[..start], &self.text[start + part.len()..])
    }
}

/// Say whether nothing but a space stands between two tokens.
pub fn is_space(gap: &str) -> bool {
    matches!(gap.as_bytes(), [b' '] | [0xc2, 0xa0])
}

fn opens_sentence(gap: &str) -> bool {
    gap != " " && gap.contains(['.', '!', '?', ':', '"', '“', '‘', '\'', '„', '…', '•'])
}
