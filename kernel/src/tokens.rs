//! Tokens, as the regular expression of `indexer/analysis/tokens.py` finds them.

use crate::char_classes::{CharClasses, DECIMAL, LETTER, MARK, SPACE, WORD};

/// The tokens of a text, in order.
pub struct Tokens<'a, 'c> {
    text: &'a str,
    classes: &'c CharClasses,
    at: usize,
}

impl<'a, 'c> Tokens<'a, 'c> {
    /// Tokenize a text whose characters `classes` has learnt.
    pub fn new(text: &'a str, classes: &'c CharClasses) -> Self {
        Self::after(text, 0, classes)
    }

    /// Tokenize what stands behind a place where a token ended, or in front of a space.
    pub fn after(text: &'a str, at: usize, classes: &'c CharClasses) -> Self {
        Self { text, classes, at }
    }

    #[inline]
    fn char_at(&self, at: usize) -> Option<char> {
        match self.text.as_bytes().get(at) {
            Some(&byte) if byte < 0x80 => Some(byte as char),
            Some(_) => self.text[at..].chars().next(),
            None => None,
        }
    }

    #[inline]
    fn class_at(&self, at: usize) -> u16 {
        self.char_at(at).map_or(0, |c| self.classes.of(c))
    }

    /// Return the class of the character before a place, and where it begins.
    fn before(&self, at: usize) -> (u16, usize) {
        match self.text[..at].chars().next_back() {
            Some(c) => (self.classes.of(c), at - c.len_utf8()),
            None => (0, 0),
        }
    }

    /// Return the end of the letters, digits and marks from a place on.
    #[inline]
    fn run(&self, at: usize) -> usize {
        self.run_of(at, LETTER)
    }

    /// Return the end of the characters of some classes from a place on.
    #[inline]
    fn run_of(&self, mut at: usize, classes: u16) -> usize {
        while let Some(c) = self.char_at(at) {
            if self.classes.of(c) & classes == 0 {
                break;
            }
            at += c.len_utf8();
        }
        at
    }

    /// Return the end of a run that begins at a place; in a handle or an address `_` parts no words.
    #[inline]
    fn word(&self, at: usize) -> Option<usize> {
        let class = self.class_at(at);
        if class & (LETTER | WORD) == 0 {
            return None;
        }
        let is_handle = matches!(self.text.as_bytes()[..at].last(), Some(b'@' | b'/'));
        if !is_handle {
            return (class & LETTER != 0).then(|| self.run(at));
        }
        let end = self.run_of(at, WORD | MARK);
        (self.text[at..end].bytes().any(|byte| byte != b'_')).then_some(end)
    }

    /// Return the end of a sign at a place that is read as a word, beside a number or by itself.
    fn sign(&self, c: char, at: usize) -> Option<usize> {
        if !matches!(c, '%' | '‰' | '€' | '£' | '$' | '°') {
            return None;
        }
        let (class, start) = self.before(at);
        let behind_number = class & DECIMAL != 0 || matches!(self.char_at(start), Some('¼'..='¾'));
        let alone = at == 0 || class & SPACE != 0;
        let end = at + c.len_utf8();
        let next = self.class_at(end);
        if c == '°' {
            let of = end + usize::from(matches!(self.char_at(end), Some('C' | 'F')));
            let ends = self.class_at(of) & WORD == 0;
            return ((behind_number || alone) && ends).then_some(of);
        }
        let is_currency = matches!(c, '€' | '£' | '$');
        let last = end == self.text.len() || next & SPACE != 0;
        let is_word = (behind_number && next & DECIMAL == 0)
            || (alone && next & WORD == 0)
            || (is_currency && (next & DECIMAL != 0 || last));
        is_word.then_some(end)
    }

    /// Go past spaces; return the end of a word of the letters a to z and A to Z that a space or the
    /// end of the text follows, as most tokens are.
    #[inline]
    fn plain(&self, start: &mut usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        while bytes.get(*start) == Some(&b' ') {
            *start += 1;
        }
        let word = &bytes[*start..];
        let length = word.iter().position(|byte| !byte.is_ascii_alphabetic());
        let length = length.unwrap_or(word.len());
        let is_whole = length > 0 && matches!(word.get(length), None | Some(b' '));
        is_whole.then_some(*start + length)
    }

    /// Return the end of 's, 't and their like at a place.
    fn clipped(&self, c: char, at: usize) -> Option<usize> {
        let letter = at + c.len_utf8();
        let end = letter + 1;
        let is_clipped = is_apostrophe(c)
            && matches!(
                self.text.as_bytes().get(letter)?,
                b's' | b't' | b'k' | b'm' | b'n' | b'S' | b'T' | b'K' | b'M' | b'N'
            )
            && self.before(at).0 & WORD == 0
            && self.class_at(end) & WORD == 0;
        is_clipped.then_some(end)
    }

    /// Return the end of a token that goes on after a sign at `end`.
    #[inline]
    fn extended(&self, end: usize) -> Option<usize> {
        let sign = self.char_at(end)?;
        if !is_sign(sign) {
            return None;
        }
        let next = end + sign.len_utf8();
        if self.class_at(next) & LETTER != 0 {
            let joins = match sign {
                '.' => self.is_number(end, next) || self.is_initial(end, next),
                ',' => self.is_number(end, next),
                _ => !(is_hyphen(sign) && self.is_number(end, next)), // 2-0, 2018-2019
            };
            return joins.then(|| self.run(next));
        }
        let goes_on = is_hyphen(sign) && self.is_broken(next);
        goes_on.then(|| self.run(next + 1))
    }

    /// Say whether digits stand around a sign: 16.30, 5,5, 2-0.
    fn is_number(&self, sign: usize, next: usize) -> bool {
        self.before(sign).0 & DECIMAL != 0 && self.class_at(next) & DECIMAL != 0
    }

    /// Say whether single letters stand around a dot: N.A.V.O.
    fn is_initial(&self, dot: usize, next: usize) -> bool {
        let is_letter = |class: u16| class & WORD != 0 && class & DECIMAL == 0;
        let (class, start) = self.before(dot);
        let after = next + self.char_at(next).map_or(0, char::len_utf8);
        is_letter(class)
            && self.before(start).0 & WORD == 0
            && is_letter(self.class_at(next))
            && self.class_at(after) & WORD == 0
    }

    /// Say whether a word broken by a hyphen goes on after the line end here.
    fn is_broken(&self, line_end: usize) -> bool {
        let rest = &self.text.as_bytes()[line_end..];
        let [b'\n', b'a'..=b'z', ..] = rest else { return false };
        let is_and_or_of = matches!(rest, [_, b'e', b'n', ..] | [_, b'o', b'f', ..]);
        !(is_and_or_of && self.class_at(line_end + 3) & WORD == 0)
    }
}

impl<'a> Iterator for Tokens<'a, '_> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let mut start = self.at;
        if let Some(end) = self.plain(&mut start) {
            self.at = end;
            return Some(&self.text[start..end]);
        }
        let mut end = loop {
            let c = self.char_at(start)?;
            if let Some(end) = self.word(start) {
                break end;
            }
            if let Some(end) = self.sign(c, start) {
                self.at = end;
                return Some(&self.text[start..end]);
            }
            if let Some(end) = self.clipped(c, start) {
                break end;
            }
            start += c.len_utf8();
        };
        while let Some(further) = self.extended(end) {
            end = further;
        }
        self.at = end;
        Some(&self.text[start..end])
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`' | '´')
}

/// Say whether a character is a hyphen.
pub fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

fn is_sign(c: char) -> bool {
    matches!(c, '\u{ad}' | '&' | '.' | ',') || is_apostrophe(c) || is_hyphen(c)
}
