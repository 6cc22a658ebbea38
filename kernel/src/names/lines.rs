//! Lines of a text, and the runs of capitals in them.

use super::letters::Letters;
use crate::tokens::Tokens;

/// A run, and what of its place its names depend on: the same run has the same names everywhere.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    pub text: &'a str,
    pub first: bool,
    pub shouted: bool,
    /// Whether a dot or a hyphen follows it.
    pub dotted: bool,
    pub hyphened: bool,
}

impl<'a> Run<'a> {
    /// Write it down as one text.
    pub fn put(&self, key: &mut String) {
        let bits = [self.first, self.shouted, self.dotted, self.hyphened];
        key.clear();
        key.push_str(self.text);
        key.push(char::from(bits.iter().fold(1, |bits, &bit| bits << 1 | u8::from(bit))));
    }

    /// Read what `put` wrote.
    pub fn read(key: &'a str) -> Self {
        let (text, bits) = key.split_at(key.len() - 1);
        let has = |bit: u8| bits.as_bytes()[0] & bit != 0;
        Self { text, first: has(8), shouted: has(4), dotted: has(2), hyphened: has(1) }
    }
}

/// A run as it stands in a line, and the words beside it there.
pub struct Span<'a> {
    pub run: Run<'a>,
    pub before: &'a str,
    pub after: &'a str,
}

const ROOM: usize = 256; // tokens of a line, mostly

/// A line: its tokens, which of them are in lower case, and what stands between them.
pub struct Line<'a> {
    pub text: &'a str,
    pub words: Vec<&'a str>,
    pub small: Vec<bool>,
}

impl<'a> Line<'a> {
    /// Begin without a line.
    pub fn new() -> Self {
        Self { text: "", words: Vec::with_capacity(ROOM), small: Vec::with_capacity(ROOM) }
    }

    /// Take another line in its place, whose letters are known.
    pub fn read(&mut self, text: &'a str, letters: &Letters) {
        self.text = text;
        self.words.clear();
        self.words.extend(Tokens::new(text, &letters.classes));
        self.small.clear();
        self.small.extend(self.words.iter().map(|word| letters.is_lower(word)));
    }

    fn start(&self, place: usize) -> usize {
        self.words[place].as_ptr().addr() - self.text.as_ptr().addr()
    }

    fn end(&self, place: usize) -> usize {
        self.start(place) + self.words[place].len()
    }

    /// Return what stands before a token, or after the last.
    pub fn gap(&self, place: usize) -> &'a str {
        let start = if place == 0 { 0 } else { self.end(place - 1) };
        let end = if place < self.words.len() { self.start(place) } else { self.text.len() };
        &self.text[start..end]
    }

    /// Return the run from one token to another, which is not in it.
    pub fn span(&self, place: usize, end: usize, shouted: bool) -> Span<'a> {
        let (before, gap) = (self.gap(place), self.gap(end));
        let follows = end < self.words.len() && is_space(gap);
        let run = Run {
            text: &self.text[self.start(place)..self.end(end - 1)],
            first: place == 0 || opens_sentence(before),
            shouted,
            dotted: gap.starts_with('.'),
            hyphened: gap.starts_with('-'),
        };
        Span {
            run,
            before: if place == 0 || !is_space(before) { "" } else { self.words[place - 1] },
            after: if follows { self.words[end] } else { "" },
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
    matches!(gap, " " | "\u{a0}")
}

fn opens_sentence(gap: &str) -> bool {
    gap.contains(['.', '!', '?', ':', '"', '“', '‘', '\'', '„', '…', '•'])
}
