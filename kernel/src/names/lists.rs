//! The words and names that the rules read: `indexer/names/cues.py`, and constants of the rules.

use memchr::memmem::Finder;
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::PyDict;

use super::endings::{Endings, Kinds};
use super::texts::Texts;

/// What a gazetteer, or a list of well-known names, says of a name.
pub const NEAR_PLACE: u8 = 1;
pub const FAR_PLACE: u8 = 2;
pub const FIRST_NAME: u8 = 4;
pub const SURNAME: u8 = 8;
pub const PLACE: u8 = 16;
pub const BODY: u8 = 32;
pub const OTHER: u8 = 64;
pub const COUNTRY: u8 = 128;

macro_rules! kinds {
    ($($name:ident = $text:literal),* $(,)?) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Bit { $($name),* }
        /// A kind of cue, or a set of words of the rules, as a bit.
        pub mod kind {
            $(pub const $name: u64 = 1 << super::Bit::$name as u64;)*
        }
        const KINDS: &[(&str, u64)] = &[$(($text, kind::$name)),*];
    };
}

kinds! {
    TITLE = "title", PLACE = "place", SAY = "say", BODY = "body", SITE = "site",
    ENDING = "ending", NEVER = "never", OPEN = "open", PORTFOLIO = "portfolio",
    OF_BODY = "of body", OF_PERSON = "of person", OF_PLACE = "of place",
    AGENT = "agent", INHABITANT = "inhabitant", PREFIX = "prefix", EVENT = "event",
    BODY_ENDING = "body ending", OF_STATE = "of state", OTHER_ENDING = "other ending",
    NATIONALITY = "nationality", WORLD = "world", SURE_BODY = "sure body", SURE_PLACE = "sure place", STORM = "storm",
    PARTICLES = "particles", BETWEEN = "between", OPENED = "opened", LISTED = "listed",
    DOTTED = "dotted", INITIALS = "initials", SMALL_TITLED = "small titled", SMALL = "small",
    SYLLABLES = "syllables", FOREIGN = "foreign", ARTICLES = "articles", PERSON_PARTICLES = "person particles", FIRM = "firm",
}

const KNOWN: u8 = PLACE | BODY | OTHER;
/// All lists of places.
pub const PLACES: u8 = PLACE | NEAR_PLACE | FAR_PLACE;

/// A word, as the lists of names are asked for it.
pub trait Spelt {
    /// Return it as it is spelt.
    fn text(&self) -> &str;

    /// Return the lists that have it as a name, and whether one of several words begins with it.
    fn entry(&self, lists: &Lists) -> (u8, bool) {
        lists.entry(self.text())
    }

    /// Say whether it has an apostrophe that lists write otherwise.
    fn has_apostrophe(&self) -> bool {
        has_apostrophe(self.text())
    }
}

impl Spelt for &str {
    fn text(&self) -> &str {
        self
    }
}

impl Spelt for String {
    fn text(&self) -> &str {
        self
    }
}

/// Return words with a space between them.
pub fn joined<W: Spelt>(words: &[W]) -> String {
    let mut text = String::with_capacity(words.iter().map(|word| word.text().len() + 1).sum());
    for (place, word) in words.iter().enumerate() {
        if place > 0 {
            text.push(' ');
        }
        text.push_str(word.text());
    }
    text
}

/// Say whether a word has an apostrophe that lists write otherwise.
pub fn has_apostrophe(word: &str) -> bool {
    !word.is_ascii() && word.contains('’')
}

/// Of whom or what a noun before a name says that it is the name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Noun {
    Person,
    Body,
    Place,
}

/// Bits of some texts.
#[derive(Default)]
struct Table<T> {
    texts: Texts,
    bits: Vec<T>,
}

impl<T: Copy + Default> Table<T> {
    #[inline]
    fn of(&self, text: &str) -> T {
        self.texts.get(text).map_or_else(T::default, |number| self.bits[number as usize])
    }

    /// Return the bits of a text, which is added unless it is there.
    fn entry(&mut self, text: &str) -> &mut T {
        let number = self.texts.number(text) as usize;
        if number == self.bits.len() {
            self.bits.push(T::default());
        }
        &mut self.bits[number]
    }
}

/// The lists of cues, of well-known names and of endings.
pub struct Lists {
    words: Table<u64>,
    /// The lists that have a name, and whether one of several words begins with it.
    names: Table<(u8, bool)>,
    endings: Endings,
    /// Finds the one noun with which a name begins in lower case. Python gives objects no room that
    /// is aligned as it must be.
    pub ministerie: Box<Finder<'static>>,
}

const ENDINGS: [&str; 14] = [
    "of person",
    "of body",
    "of place",
    "of other",
    "occasion",
    "body ending",
    "other ending",
    "ending",
    "street",
    "opening",
    "adjective",
    "inhabitants",
    "lives in",
    "nouns",
];

/// Return the bit of a kind by its place in ENDINGS: the compiler does.
#[inline(always)]
pub const fn ending(kind: &str) -> Kinds {
    let mut place = 0;
    while place < ENDINGS.len() {
        let (name, kind) = (ENDINGS[place].as_bytes(), kind.as_bytes());
        let mut at = 0;
        while at < name.len() && at < kind.len() && name[at] == kind[at] {
            at += 1;
        }
        if at == name.len() && at == kind.len() {
            return 1 << place;
        }
        place += 1;
    }
    panic!("no such endings")
}

impl Lists {
    /// Take `words` by kind, `names` with a bar between them by the lists that have them, and
    /// `endings` by kind.
    pub fn new(
        words: &Bound<'_, PyDict>,
        names: Vec<(u8, PyBackedStr)>,
        endings: &Bound<'_, PyDict>,
    ) -> PyResult<Self> {
        let given = |table: &Bound<'_, PyDict>, name: &str| -> PyResult<Vec<String>> {
            let found = table.get_item(name)?;
            found.ok_or_else(|| PyKeyError::new_err(name.to_owned()))?.extract()
        };
        let mut by_word = Table::<u64>::default();
        for &(name, bit) in KINDS {
            for word in given(words, name)? {
                *by_word.entry(&word) |= bit;
            }
        }
        let mut by_kind = Vec::new();
        for name in ENDINGS {
            by_kind.push(given(endings, name)?);
        }
        let mut by_name = Table::<(u8, bool)>::default();
        for (lists, names) in &names {
            for name in names.split('|') {
                by_name.entry(name).0 |= lists;
                if let Some((first, _)) = name.split_once(' ') {
                    by_name.entry(first).1 = true;
                }
            }
        }
        let endings = Endings::new(&by_kind);
        Ok(Self {
            words: by_word,
            names: by_name,
            endings,
            ministerie: Finder::new("ministerie").into(),
        })
    }

    /// Return the kinds that have a word.
    #[inline]
    pub fn kinds(&self, word: &str) -> u64 {
        self.words.of(word)
    }

    /// Say whether one of these kinds has a word.
    #[inline]
    pub fn has(&self, word: &str, kinds: u64) -> bool {
        self.kinds(word) & kinds != 0
    }

    /// Return the lists that have a name, as it is spelt, and whether one of several words begins
    /// with it.
    #[inline]
    pub fn entry(&self, name: &str) -> (u8, bool) {
        self.names.of(name)
    }

    /// Return the lists that have a name, as it is spelt.
    #[inline]
    pub fn listed(&self, name: &str) -> u8 {
        self.entry(name).0
    }

    /// Return the lists that have a name of some words, which are put together only where a name
    /// begins so.
    pub fn listed_words<W: Spelt>(&self, words: &[W]) -> u8 {
        match words {
            [word] => word.entry(self).0,
            [first, ..] if first.entry(self).1 => self.listed(&joined(words)),
            _ => 0,
        }
    }

    /// `is_listed`: a well-known name, with whichever apostrophe.
    pub fn is_listed(&self, name: &str) -> bool {
        self.are_listed(&[name])
    }

    /// `is_listed`, of the words of a name.
    pub fn are_listed<W: Spelt>(&self, words: &[W]) -> bool {
        if words.iter().any(Spelt::has_apostrophe) {
            let plain: Vec<_> = words.iter().map(|word| word.text().replace('’', "'")).collect();
            return self.listed_words(&plain) & KNOWN != 0;
        }
        self.listed_words(words) & KNOWN != 0
    }

    /// Say whether a name is a well-known one or a place.
    pub fn are_known<W: Spelt>(&self, words: &[W]) -> bool {
        if words.iter().any(Spelt::has_apostrophe) {
            return self.are_listed(words) || self.are_place(words);
        }
        self.listed_words(words) & (KNOWN | PLACES) != 0
    }

    /// `is_place`
    pub fn is_place(&self, name: &str) -> bool {
        self.listed(name) & PLACES != 0
    }

    /// `is_place`, of the words of a name.
    pub fn are_place<W: Spelt>(&self, words: &[W]) -> bool {
        self.listed_words(words) & PLACES != 0
    }

    /// `is_body`, of a word in lower case.
    pub fn is_body(&self, word: &str) -> bool {
        self.has(word, kind::BODY) || self.end(word, "body ending")
    }

    /// Return the kinds of endings that a word has.
    #[inline]
    pub fn ends(&self, word: &str) -> Kinds {
        self.endings.of(word)
    }

    /// Say whether a word has one of these endings.
    #[inline(always)]
    pub fn end(&self, word: &str, kind: &'static str) -> bool {
        self.ends(word) & ending(kind) != 0
    }

    /// Say whether a word has one of these endings, with at least so many characters before it.
    #[inline(always)]
    pub fn end_after(&self, word: &str, kind: &'static str, rest: usize) -> bool {
        self.before_ending(word, kind).any(|before| before.chars().count() >= rest)
    }

    /// Return the part of a word before each of these endings that it has.
    #[inline(always)]
    pub fn before_ending<'a>(
        &self,
        word: &'a str,
        kind: &'static str,
    ) -> impl Iterator<Item = &'a str> {
        self.endings.before(word, ending(kind))
    }

    /// `noun_of`
    pub fn noun_of(&self, word: &str) -> Option<Noun> {
        noun_of(self.ends(word), || self.has(word, kind::TITLE))
    }
}

/// `noun_of`, of a word with such endings, which may be a title.
pub fn noun_of(ends: Kinds, is_title: impl FnOnce() -> bool) -> Option<Noun> {
    if ends & ending("of person") != 0 {
        return Some(Noun::Person);
    }
    if ends & ending("of body") != 0 {
        return Some(Noun::Body);
    }
    if ends & ending("of place") != 0 {
        return Some(Noun::Place);
    }
    is_title().then_some(Noun::Person)
}
