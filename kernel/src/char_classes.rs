//! What Python says of a character, so that tokens are the same whichever Unicode it knows.

use hashbrown::HashMap;
use pyo3::prelude::*;
use pyo3::types::PyString;

/// A letter, a digit or `_`: what `\w` matches.
pub const WORD: u16 = 1;
/// A decimal digit: what `\d` matches.
pub const DECIMAL: u16 = 2;
/// What `str.isdigit` calls a digit: superscripts too.
pub const DIGIT: u16 = 4;
/// A combining mark: U+0300 to U+036F.
pub const MARK: u16 = 8;
/// A capital: what `str.isupper` says.
pub const UPPER: u16 = 16;
/// A small letter: what `str.islower` says.
pub const LOWER: u16 = 32;
/// A capital with a small letter in one sign, as `ǅ`.
pub const TITLE: u16 = 64;
/// What `str.isalpha` calls a letter.
pub const ALPHA: u16 = 128;
/// White space: what `str.split` parts words at.
pub const SPACE: u16 = 256;

/// What words are made of: a letter, a digit or a combining mark.
pub const LETTER: u16 = 512;

const ALWAYS: usize = 0x250; // Latin with its accents: asked for once

/// The classes of characters, of which the rarer ones are asked for when they occur.
pub struct CharClasses {
    low: Vec<u16>,
    high: HashMap<char, u16>,
}

impl CharClasses {
    /// Ask Python for the classes of Latin letters.
    pub fn new(py: Python<'_>) -> PyResult<Self> {
        let latin = (0..ALWAYS as u32).filter_map(char::from_u32);
        let low = latin.map(|c| ask(py, c)).collect::<PyResult<_>>()?;
        Ok(Self { low, high: HashMap::new() })
    }

    /// Ask for those characters of a text that are not known yet.
    pub fn learn(&mut self, py: Python<'_>, text: &str) -> PyResult<()> {
        if text.is_ascii() {
            return Ok(());
        }
        for c in text.chars().filter(|&c| c as usize >= ALWAYS) {
            if !self.high.contains_key(&c) {
                self.high.insert(c, ask(py, c)?);
            }
        }
        Ok(())
    }

    /// Learn the classes of a character, as somebody else asked for them.
    pub fn insert(&mut self, c: char, class: u16) {
        if c as usize >= ALWAYS {
            self.high.insert(c, class);
        }
    }

    /// Return the classes of a character that was learnt.
    #[inline]
    pub fn of(&self, c: char) -> u16 {
        match self.low.get(c as usize) {
            Some(&class) => class,
            None => self.high.get(&c).copied().unwrap_or(0),
        }
    }
}

/// Ask Python for the classes of a character.
pub fn ask(py: Python<'_>, c: char) -> PyResult<u16> {
    let text = PyString::new(py, c.encode_utf8(&mut [0; 4]));
    let is = |name| text.call_method0(name)?.extract::<bool>();
    let mut class = if c == '_' { WORD } else { 0 };
    for (name, bit) in [
        ("isalnum", WORD),
        ("isdecimal", DECIMAL),
        ("isdigit", DIGIT),
        ("isupper", UPPER),
        ("islower", LOWER),
        ("isalpha", ALPHA),
        ("isspace", SPACE),
    ] {
        if is(name)? {
            class |= bit;
        }
    }
    if class & (UPPER | LOWER) == 0 && is("istitle")? {
        class |= TITLE;
    }
    if ('\u{300}'..='\u{36f}').contains(&c) {
        class |= MARK;
    }
    if class & (WORD | MARK) != 0 && c != '_' {
        class |= LETTER;
    }
    Ok(class)
}
