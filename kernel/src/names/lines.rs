//! Lines of a text, and the runs of capitals in them.

use super::letters::Letters;
use crate::tokens::Tokens;

/// A run as it stands in a line, and what stands around it there.
pub struct Span<'a> {
    pub text: &'a str,
    pub first: bool,
    pub shouted: bool,
    pub before: &'a str,
    pub after: &'a str,
    pub gap: &'a str,
}

impl Span<'_> {
    /// Write down what its candidate follows from, but for `before` and `after`.
    pub fn put_key(&self, key: &mut String) {
        let gap = [self.gap.starts_with('.'), self.gap.starts_with('-')];
        let bits = [self.first, self.shouted, gap[0], gap[1]];
        key.clear();
        key.push_str(self.text);
        key.push(char::from(bits.iter().fold(1, |bits, &bit| bits << 1 | u8::from(bit))));
    }
}

/// A line: its tokens, which of them are in lower case, and what stands between them.
#[derive(Default)]
pub struct Line<'a> {
    pub text: &'a str,
    pub words: Vec<&'a str>,
    pub small: Vec<bool>,
}

impl<'a> Line<'a> {
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
        Span {
            text: &self.text[self.start(place)..self.end(end - 1)],
            first: place == 0 || opens_sentence(before),
            shouted,
            before: if place == 0 || !is_space(before) { "" } else { self.words[place - 1] },
            after: if follows { self.words[end] } else { "" },
            gap,
        }
    }
}

/// Say whether nothing but a space stands between two tokens.
pub fn is_space(gap: &str) -> bool {
    matches!(gap, " " | "\u{a0}")
}

fn opens_sentence(gap: &str) -> bool {
    gap.contains(['.', '!', '?', ':', '"', '“', '‘', '\'', '„', '…', '•'])
}
