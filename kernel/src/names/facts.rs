//! What is known of a word by itself, so that it is looked up once and not in each run that has it.

use std::cell::RefCell;
use std::sync::Arc;

use super::archive::{Archive, Usage};
use super::candidates::Rules;
use super::endings::Kinds;
use super::lists::{Noun, Spelt, ending, has_apostrophe, kind, noun_of};
use super::texts::Texts;

/// A word of runs and names, with what the archive and the lists say of it.
pub struct Facts {
    pub text: Box<str>,
    /// Its number among the words.
    pub number: u32,
    pub usage: Usage,
    /// The lists that have it as a name, and whether one of several words begins with it.
    listed: (u8, bool),
    /// The kinds of cues that have it, as it is and in lower case.
    kinds: u64,
    low_kinds: u64,
    /// The kinds of its endings, as it is and in lower case.
    ends: Kinds,
    low_ends: Kinds,
    has_apostrophe: bool,
}

/// The facts of a word, which runs share.
pub type Word = Arc<Facts>;

impl Facts {
    /// Say whether one of these kinds has the word.
    #[inline]
    pub fn has(&self, kinds: u64) -> bool {
        self.kinds & kinds != 0
    }

    /// Say whether one of these kinds has it in lower case.
    #[inline]
    pub fn low_has(&self, kinds: u64) -> bool {
        self.low_kinds & kinds != 0
    }

    /// Say whether it has one of these endings.
    #[inline(always)]
    pub fn ends(&self, kind: &'static str) -> bool {
        self.ends & ending(kind) != 0
    }

    /// Say whether it has one of these endings in lower case.
    #[inline(always)]
    pub fn low_ends(&self, kind: &'static str) -> bool {
        self.low_ends & ending(kind) != 0
    }

    /// `noun_of`, of the word in lower case.
    pub fn low_noun(&self) -> Option<Noun> {
        noun_of(self.low_ends, || self.low_has(kind::TITLE))
    }

    /// `is_body`, of the word in lower case.
    pub fn is_low_body(&self) -> bool {
        self.low_has(kind::BODY) || self.low_ends("body ending")
    }

    /// Say whether one of these lists has it.
    #[inline]
    pub fn is_in(&self, lists: u8) -> bool {
        self.listed.0 & lists != 0
    }

    /// Say whether a listed name of several words begins with it.
    #[inline]
    pub fn begins(&self) -> bool {
        self.listed.1
    }
}

impl Spelt for Word {
    fn text(&self) -> &str {
        &self.text
    }

    fn entry(&self, _: &super::lists::Lists) -> (u8, bool) {
        self.listed
    }

    fn has_apostrophe(&self) -> bool {
        self.has_apostrophe
    }
}

/// The words that were met, by number: that which the archive has for them, or one behind all of these.
#[derive(Default)]
pub struct KnownWords {
    words: Vec<Option<Word>>,
    others: Texts,
}

impl KnownWords {
    /// Return a word that was met by its number.
    pub fn of(&self, number: u32) -> &Word {
        self.words[number as usize].as_ref().expect("a word that was met")
    }
}

/// Return a word; what the lists and the archive say of it is asked for when it is met first.
pub fn word_of(
    known: &RefCell<KnownWords>,
    text: &str,
    rules: Rules<'_>,
    archive: &Archive,
) -> Word {
    let KnownWords { words, others } = &mut *known.borrow_mut();
    let (number, usage) = match archive.words.get(text) {
        Some(number) => (number, archive.usage.get(number as usize)),
        None => (archive.words.len() as u32 + others.number(text), None),
    };
    let place = number as usize;
    if words.len() <= place {
        words.resize(place.max(archive.words.len()) + 1, None);
    }
    let facts = || {
        let (lists, low) = (rules.lists, rules.letters.lower(text));
        Arc::new(Facts {
            text: text.into(),
            number,
            usage: usage.map_or_else(Usage::default, Usage::wide),
            listed: lists.entry(text),
            kinds: lists.kinds(text),
            low_kinds: lists.kinds(&low),
            ends: lists.ends(text),
            low_ends: lists.ends(&low),
            has_apostrophe: has_apostrophe(text),
        })
    };
    words[place].get_or_insert_with(facts).clone()
}

/// Return a word that another thread met: as it is, where its number is that of the archive.
pub fn taken(
    known: &RefCell<KnownWords>,
    word: &Word,
    rules: Rules<'_>,
    archive: &Archive,
) -> Word {
    if word.number as usize >= archive.words.len() {
        return word_of(known, &word.text, rules, archive);
    }
    let words = &mut known.borrow_mut().words;
    words.resize(words.len().max(archive.words.len()), None);
    words[word.number as usize].get_or_insert_with(|| word.clone()).clone()
}
