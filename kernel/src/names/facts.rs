//! What is known of a word by itself, so that it is looked up once and not in each run that has it.

use std::cell::RefCell;
use std::sync::Arc;

use super::archive::{Archive, Usage};
use super::candidates::Rules;
use super::lists::Spelt;
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
}

/// The words that were met, by number.
#[derive(Default)]
pub struct KnownWords {
    texts: Texts,
    words: Vec<Word>,
}

impl KnownWords {
    /// Return a word by its number.
    pub fn of(&self, number: u32) -> &Word {
        &self.words[number as usize]
    }
}

/// Return a word; what the lists and the archive say of it is asked for when it is met first.
pub fn word_of(
    known: &RefCell<KnownWords>,
    text: &str,
    rules: Rules<'_>,
    archive: &Archive,
) -> Word {
    let KnownWords { texts, words } = &mut *known.borrow_mut();
    let number = texts.number(text);
    if number as usize == words.len() {
        let low = rules.letters.lower(text);
        words.push(Arc::new(Facts {
            text: text.into(),
            number,
            usage: archive.of(text),
            listed: rules.lists.entry(text),
            kinds: rules.lists.kinds(text),
            low_kinds: rules.lists.kinds(&low),
        }));
    }
    words[number as usize].clone()
}
