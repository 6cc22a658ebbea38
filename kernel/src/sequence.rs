//! A text as a sequence of numbered types: what the forward index keeps of it.

use std::fmt::Write;

use crate::term_cache::Row;

/// Set in the number of a token after which a sentence ends.
const SENTENCE: u32 = 1 << 30;
/// Set in the number of a token after which a paragraph ends, and with it a sentence.
const PARAGRAPH: u32 = 1 << 31;

/// The numbers of a text's tokens, and the types that were numbered and not yet fetched.
#[derive(Default)]
pub struct Sequence {
    tokens: Vec<u32>,
    numbered: u32,
    pub new_types: String,
}

impl Sequence {
    /// Begin another text.
    pub fn clear(&mut self) {
        self.tokens.clear();
    }

    /// Number types from 0 again, whatever was numbered before.
    pub fn restart(&mut self) {
        self.numbered = 0;
        self.new_types.clear();
    }

    /// Return the number of a new type, which begins with 1 so that 0 is none.
    pub fn number(&mut self, surface: &str, row: Row<'_>) -> u32 {
        let Row { exact, stem, part } = row;
        write!(self.new_types, "{surface}\t{exact}\t{stem}\t{part}\0").expect("a string takes all");
        self.numbered += 1;
        self.numbered
    }

    /// Add a token by the number of its type.
    #[inline]
    pub fn push(&mut self, number: u32) {
        self.tokens.push(number - 1);
    }

    /// Note what stands between two tokens, or before the first: the end of a sentence, perhaps.
    #[inline]
    pub fn gap(&mut self, gap: &str) {
        if let (Some(last), false) = (self.tokens.last_mut(), gap == " ") {
            *last |= ends(gap);
        }
    }

    /// Return the numbers, four bytes each, the lowest first.
    pub fn bytes(&self) -> Vec<u8> {
        self.tokens.iter().flat_map(|number| number.to_le_bytes()).collect()
    }
}

/// Return what ends in a gap, as `SENTENCE_END` of `indexer/text.py` finds it.
fn ends(gap: &str) -> u32 {
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
fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}
