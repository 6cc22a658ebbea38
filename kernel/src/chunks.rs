//! The chunks of a text that stand between white space: `HitFinder._hit_chunks` in
//! `indexer/highlight/matcher.py`.

use crate::char_classes::{CharClasses, SPACE};

/// A chunk, and how many characters stand before it.
pub struct Chunk<'a> {
    pub start: usize,
    pub text: &'a str,
}

/// The chunks of a text, in order. A word that is broken at the end of a line is in one.
pub struct Chunks<'a, 'c> {
    text: &'a str,
    classes: &'c CharClasses,
    byte: usize,
    place: usize,
}

impl<'a, 'c> Chunks<'a, 'c> {
    /// Part a text whose characters `classes` has learnt.
    pub fn new(text: &'a str, classes: &'c CharClasses) -> Self {
        Self { text, classes, byte: 0, place: 0 }
    }

    #[inline]
    fn is_space(&self, c: char) -> bool {
        self.classes.of(c) & SPACE != 0
    }

    /// Return the length of what white space ends, from a byte on: in bytes and in characters.
    #[inline]
    fn run(&self, start: usize) -> (usize, usize) {
        let rest = &self.text[start..];
        let mut characters = 0;
        for (byte, c) in rest.char_indices() {
            if self.is_space(c) {
                return (byte, characters);
            }
            characters += 1;
        }
        (rest.len(), characters)
    }
}

impl<'a> Iterator for Chunks<'a, '_> {
    type Item = Chunk<'a>;

    fn next(&mut self) -> Option<Chunk<'a>> {
        let rest = &self.text[self.byte..];
        let mut passed = 0;
        let (begin, _) = rest.char_indices().find(|&(_, c)| {
            let is_space = self.is_space(c);
            passed += usize::from(is_space);
            !is_space
        })?;
        let (first, start) = (self.byte + begin, self.place + passed);
        let (bytes, characters) = self.run(first);
        let (mut end, mut place) = (first + bytes, start + characters);
        while self.text[..end].ends_with('-') && self.text[end..].starts_with('\n') {
            let (bytes, characters) = self.run(end + 1);
            if bytes == 0 {
                break;
            }
            end += 1 + bytes;
            place += 1 + characters;
        }
        (self.byte, self.place) = (end, place);
        Some(Chunk { start, text: &self.text[first..end] })
    }
}
