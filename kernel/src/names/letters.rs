//! What Python's methods of strings say of a word, and its letters in another case.

use std::ops::Deref;

use hashbrown::HashMap;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::char_classes::{CharClasses, DECIMAL, DIGIT, LOWER, TITLE, UPPER, ask};

/// Its small form depends on what follows, which is left to Python.
pub const SIGMA: char = 'Σ';

const SHORT: usize = 23; // bytes of most words
const AT_ONCE: usize = 32; // bytes that are looked at together

/// A word in lower case: that of a short one needs no room of its own.
pub enum Lower<'a> {
    Same(&'a str),
    Short([u8; SHORT], usize),
    Other(String),
}

impl Deref for Lower<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Same(word) => word,
            Self::Short(word, size) => str::from_utf8(&word[..*size]).expect("it is ASCII"),
            Self::Other(word) => word,
        }
    }
}

/// A letter in each case, where that is another one.
struct Cases {
    lower: String,
    title: String,
    upper: String,
}

/// A character beyond ASCII, as Python knows it.
pub struct Letter {
    pub character: char,
    pub class: u16,
    cases: Option<Cases>,
}

impl Letter {
    /// Ask Python for a character.
    pub fn asked(py: Python<'_>, c: char) -> PyResult<Self> {
        let class = ask(py, c)?;
        let is_cased = class & (UPPER | LOWER | TITLE) != 0;
        let cases = if is_cased { Some(cases(py, c)?) } else { None };
        Ok(Self { character: c, class, cases })
    }
}

/// The letters of texts, as Python knows them.
pub struct Letters {
    pub classes: CharClasses,
    cases: HashMap<char, Cases>,
    /// A bit of each letter beyond ASCII that was asked for.
    known: Vec<u64>,
}

impl Letters {
    /// Ask Python for the letters of Latin.
    pub fn new(py: Python<'_>) -> PyResult<Self> {
        Ok(Self { classes: CharClasses::new(py)?, cases: HashMap::new(), known: Vec::new() })
    }

    /// Ask for the letters of a text that are not known yet; ValueError for one with a sigma.
    pub fn learn(&mut self, py: Python<'_>, text: &str) -> PyResult<()> {
        for c in beyond_ascii(text) {
            if c == SIGMA {
                return Err(PyValueError::new_err("a sigma is left to Python"));
            }
            self.learn_letter(py, c)?;
        }
        Ok(())
    }

    /// Ask for the letters of a text that are not known yet; `lower` and `title` leave out a sigma.
    pub fn learn_all(&mut self, py: Python<'_>, text: &str) -> PyResult<()> {
        beyond_ascii(text).try_for_each(|c| self.learn_letter(py, c))
    }

    #[inline]
    fn learn_letter(&mut self, py: Python<'_>, c: char) -> PyResult<()> {
        let (place, bit) = (c as usize / 64, 1 << (c as usize % 64));
        if self.known.get(place).is_none_or(|bits| bits & bit == 0) {
            self.take(Letter::asked(py, c)?);
        }
        Ok(())
    }

    /// Learn a letter that was asked for.
    pub fn take(&mut self, letter: Letter) {
        let c = letter.character;
        let (place, bit) = (c as usize / 64, 1 << (c as usize % 64));
        self.classes.insert(c, letter.class);
        if let Some(cases) = letter.cases {
            self.cases.insert(c, cases);
        }
        if self.known.len() <= place {
            self.known.resize(place + 1, 0);
        }
        self.known[place] |= bit;
    }

    /// `word.lower()`, of any word.
    pub fn lower_of_any<'a>(&self, py: Python<'_>, word: &'a str) -> PyResult<Lower<'a>> {
        if !word.is_ascii() && word.contains(SIGMA) {
            return Ok(Lower::Other(PyString::new(py, word).call_method0("lower")?.extract()?));
        }
        Ok(self.lower(word))
    }

    #[inline]
    pub fn is(&self, c: char, class: u16) -> bool {
        self.classes.of(c) & class != 0
    }

    /// `word[0].isupper()`
    #[inline]
    pub fn begins_upper(&self, word: &str) -> bool {
        word.chars().next().is_some_and(|c| self.is(c, UPPER))
    }

    /// `word.isupper()`
    pub fn is_upper(&self, word: &str) -> bool {
        self.is_of(word, UPPER, LOWER | TITLE)
    }

    /// `word.islower()`
    pub fn is_lower(&self, word: &str) -> bool {
        let mut found = false;
        for byte in word.bytes() {
            if byte.is_ascii_uppercase() {
                return false;
            }
            if !byte.is_ascii() {
                return self.is_of(word, LOWER, UPPER | TITLE);
            }
            found |= byte.is_ascii_lowercase();
        }
        found
    }

    fn is_of(&self, word: &str, wanted: u16, barred: u16) -> bool {
        let mut found = false;
        for c in word.chars() {
            let class = self.classes.of(c);
            if class & barred != 0 {
                return false;
            }
            found |= class & wanted != 0;
        }
        found
    }

    /// `word.istitle()`
    pub fn is_title(&self, word: &str) -> bool {
        let (mut found, mut inside) = (false, false);
        for c in word.chars() {
            let class = self.classes.of(c);
            let begins = class & (UPPER | TITLE) != 0;
            let cased = begins || class & LOWER != 0;
            if cased && begins == inside {
                return false;
            }
            inside = cased;
            found |= cased;
        }
        found
    }

    /// `word.isdigit()`
    pub fn is_digit(&self, word: &str) -> bool {
        !word.is_empty() && word.chars().all(|c| self.is(c, DIGIT))
    }

    /// Say whether a character is what `\d` matches.
    pub fn is_decimal(&self, c: char) -> bool {
        self.is(c, DECIMAL)
    }

    /// `word.lower()`
    pub fn lower<'a>(&self, word: &'a str) -> Lower<'a> {
        if word.is_ascii() {
            if word.bytes().all(|byte| !byte.is_ascii_uppercase()) {
                return Lower::Same(word);
            }
            let mut low = [0; SHORT];
            let Some(short) = low.get_mut(..word.len()) else {
                return Lower::Other(word.to_ascii_lowercase());
            };
            short.copy_from_slice(word.as_bytes());
            short.make_ascii_lowercase();
            return Lower::Short(low, word.len());
        }
        let mut lower = String::with_capacity(word.len());
        for c in word.chars() {
            match self.cases.get(&c) {
                Some(cases) => lower.push_str(&cases.lower),
                None => lower.push(c.to_ascii_lowercase()),
            }
        }
        Lower::Other(lower)
    }

    /// `word.title()`
    pub fn title(&self, word: &str) -> String {
        let mut title = String::with_capacity(word.len());
        let mut inside = false;
        for c in word.chars() {
            match self.cases.get(&c) {
                Some(cases) => title.push_str(if inside { &cases.lower } else { &cases.title }),
                None if inside => title.push(c.to_ascii_lowercase()),
                None => title.push(c.to_ascii_uppercase()),
            }
            inside = self.is(c, UPPER | LOWER | TITLE);
        }
        title
    }

    /// Add a letter as `str.upper` has it.
    pub fn push_upper(&self, text: &mut String, c: char) {
        match self.cases.get(&c) {
            Some(cases) => text.push_str(&cases.upper),
            None => text.push(c.to_ascii_uppercase()),
        }
    }
}

/// Return the characters of a text beyond ASCII.
pub fn beyond_ascii(text: &str) -> impl Iterator<Item = char> {
    let mut at = 0;
    std::iter::from_fn(move || {
        at += ascii_before(&text.as_bytes()[at..])?;
        let c = text[at..].chars().next()?;
        at += c.len_utf8();
        Some(c)
    })
}

/// Return how many bytes there are before the first that is not ASCII; None without one.
fn ascii_before(bytes: &[u8]) -> Option<usize> {
    let (blocks, _) = bytes.as_chunks::<AT_ONCE>();
    let start = AT_ONCE * blocks.iter().take_while(|block| block.is_ascii()).count();
    let place = bytes[start..].iter().position(|byte| !byte.is_ascii())?;
    Some(start + place)
}

fn cases(py: Python<'_>, c: char) -> PyResult<Cases> {
    let text = PyString::new(py, c.encode_utf8(&mut [0; 4]));
    let as_ = |name| text.call_method0(name)?.extract::<String>();
    Ok(Cases { lower: as_("lower")?, title: as_("title")?, upper: as_("upper")? })
}
