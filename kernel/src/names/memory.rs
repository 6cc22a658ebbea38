//! What is remembered of runs, names and words, so that each is looked at once.

use std::cell::RefCell;
use std::ops::Range;

use pyo3::prelude::*;

use super::aliased::Aliased;
use super::facts::{KnownWords, Word};
use super::kinds::Sums;
use super::letters::Letters;
use super::lists::{Lists, PLACE, joined};
use super::met::{Met, NameId, WordId, slot};
use super::reading::After;
use super::texts::Texts;
use crate::char_classes::UPPER;
use crate::name_keys::keys_as_spelt;
use crate::words::letters::{Declined, fold};

const MAX_NAMES: usize = 300_000; // remembered at a time: about 100 MB
const NONE: u32 = u32::MAX; // of a word: it has none yet
const LONGEST_CAPITAL: usize = 9; // bytes: three letters in place of one

/// What Python is asked of a name or a word, once of each.
pub struct Asked {
    /// The folded form of a word.
    pub fold: Py<PyAny>,
    /// The folded names that have other names.
    pub aliased: Aliased,
    /// The other names of what such a name stands for, as folded words.
    pub aliases: Py<PyAny>,
    /// The keys of a folded word.
    pub keys: Py<PyAny>,
    /// The number of the kind that a correction gives a name; None without corrections.
    pub kind: Option<Py<PyAny>>,
    /// Whether two names of an article are different ones; None without corrections.
    pub part: Option<Py<PyAny>>,
}

/// A name, and what was found out about it.
pub struct Name {
    pub size: usize,
    pub is_place: bool,
    pub ends_in_s: bool,
    /// Where its words begin among those of names.
    start: u32,
    /// Bytes that its initials have at most; 0 without any.
    longest: u16,
    is_learnt: bool,
    pub genitive: Option<Genitive>,
    pub sums: Option<Sums>,
    /// Other names of the same, as folded words.
    aliases: Option<Box<[Vec<WordId>]>>,
}

/// What a name that ends in s would be without it.
#[derive(Clone, Copy)]
pub enum Genitive {
    /// It is none.
    None,
    /// A name without the s, and whether the archive shows that it is one.
    Of { base: NameId, shown: bool },
}

/// The names in a run, and what its own last noun tells of what follows them.
#[derive(Clone, Copy)]
pub struct RunNames {
    start: u32,
    size: u8,
    pub noun: Option<After>,
}

impl RunNames {
    const UNKNOWN: Self = Self { start: u32::MAX, size: 0, noun: None };

    /// Return where the names are among those of runs.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.start as usize + usize::from(self.size)
    }
}

/// Names and words by number, and the names in runs by the numbers of these.
#[derive(Default)]
pub struct Memory {
    pub names: Vec<Name>,
    /// Of each run, within a sentence and where one begins with it.
    runs: Vec<[RunNames; 2]>,
    pub in_runs: Vec<NameId>,
    /// How often it was started afresh: numbers of names are of one turn.
    pub turn: u32,
    pub met: Met,
    texts: Texts,
    in_names: Vec<WordId>, // as they are spelt
    folded_in_names: Vec<WordId>,
    of_words: Vec<NameId>,   // the names of one word
    folds: Vec<WordId>,      // of words as they are spelt
    begins_alias: Vec<bool>, // of folded words
    folded: Texts,
    keys: Vec<Option<Box<[u32]>>>, // of folded words
    key_texts: Texts,
}

/// What a thread remembers: names, and the words of runs.
#[derive(Default)]
pub struct Remembered {
    pub memory: Memory,
    pub words: RefCell<KnownWords>,
}

impl Remembered {
    /// Start afresh where too much is remembered.
    pub fn bound(&mut self) {
        if self.memory.names.len() > MAX_NAMES {
            let memory = Memory { turn: self.memory.turn + 1, ..Memory::default() };
            *self = Self { memory, ..Self::default() };
        }
    }
}

impl Memory {
    /// Return the names in a run, if they were found before.
    #[inline]
    pub fn names_of_run(&self, run: u32, first: bool) -> Option<RunNames> {
        let known = self.runs.get(run as usize)?[usize::from(first)];
        (known.start != u32::MAX).then_some(known)
    }

    /// Return the names that were added to `in_runs` since it was so long: those of a run.
    pub fn found_since(&self, start: usize, noun: Option<After>) -> RunNames {
        let size = (self.in_runs.len() - start) as u8; // a run has few words
        RunNames { start: start as u32, size, noun }
    }

    /// Remember the names in a run, which is one of so many: where no sentence begins with it, where
    /// one does, or both.
    pub fn keep_run(&mut self, run: u32, first: &[bool], of: usize, found: RunNames) {
        if self.runs.len() < of {
            self.runs.resize(of, [RunNames::UNKNOWN; 2]);
        }
        first.iter().for_each(|&first| self.runs[run as usize][usize::from(first)] = found);
    }

    /// Return the number of the name that has some words.
    pub fn name(&mut self, words: &[Word], lists: &Lists) -> NameId {
        if let [word] = words {
            let known = *slot(&mut self.of_words, word.number, NONE);
            if known != NONE {
                return known;
            }
            let id = self.texts.push(&word.text);
            self.of_words[word.number as usize] = id;
            self.add_name(words, &word.text, lists);
            return id;
        }
        let text = joined(words);
        let id = self.texts.number(&text);
        if id as usize == self.names.len() {
            self.add_name(words, &text, lists);
        }
        id
    }

    fn add_name(&mut self, words: &[Word], text: &str, lists: &Lists) {
        let start = self.in_names.len() as u32;
        self.in_names.extend(words.iter().map(|word| word.number));
        self.names.push(Name {
            size: words.len(),
            is_place: lists.listed_words(words) & PLACE != 0,
            ends_in_s: text.ends_with('s'),
            start,
            longest: 0,
            is_learnt: false,
            genitive: None,
            sums: None,
            aliases: None,
        });
    }

    /// Return a name by its number.
    #[inline]
    pub fn text(&self, id: NameId) -> &str {
        self.texts.text(id)
    }

    fn range(&self, id: NameId) -> Range<usize> {
        let Name { start, size, .. } = self.names[id as usize];
        start as usize..start as usize + size
    }

    /// Return the words of a name, by number.
    #[inline]
    pub fn words(&self, id: NameId) -> &[WordId] {
        &self.in_names[self.range(id)]
    }

    /// Return the last of them.
    #[inline]
    pub fn last(&self, id: NameId) -> WordId {
        self.in_names[self.range(id).end - 1]
    }

    fn folded_word(&mut self, asked: &Asked, word: &str) -> WordId {
        let id = self.folded.number(word);
        if id as usize == self.keys.len() {
            self.keys.push(None);
            self.begins_alias.push(asked.aliased.begin_with(word));
        }
        id
    }

    /// Find out the folded words of a name and its other names.
    pub fn learn(
        &mut self,
        asked: &Asked,
        id: NameId,
        letters: &Letters,
        known: &KnownWords,
    ) -> PyResult<()> {
        if self.names[id as usize].is_learnt {
            return Ok(());
        }
        let range = self.range(id);
        self.folded_in_names.resize(self.in_names.len(), 0);
        for place in range.clone() {
            let folded = self.fold(asked, known.of(self.in_names[place]))?;
            self.folded_in_names[place] = folded;
        }
        if self.is_aliased(asked, range) {
            let text = self.texts.text(id);
            let names: Vec<Vec<String>> =
                Python::attach(|py| asked.aliases.call1(py, (text,))?.extract(py))?;
            let folded = |name: &Vec<String>| {
                name.iter().map(|word| self.folded_word(asked, word)).collect()
            };
            let aliases: Vec<Vec<WordId>> = names.iter().map(folded).collect();
            self.names[id as usize].aliases = Some(aliases.into());
        }
        let longest = longest_initials(self.texts.text(id), letters);
        let name = &mut self.names[id as usize];
        name.longest = longest.try_into().unwrap_or(u16::MAX);
        name.is_learnt = true;
        Ok(())
    }

    /// Say whether a name, whose folded words stand there, has other names.
    fn is_aliased(&self, asked: &Asked, folded: Range<usize>) -> bool {
        let folded = &self.folded_in_names[folded];
        if !self.begins_alias[folded[0] as usize] {
            return false;
        }
        let folded: Vec<&str> = folded.iter().map(|&word| self.folded.text(word)).collect();
        asked.aliased.has(&folded.join(" "))
    }

    fn fold(&mut self, asked: &Asked, word: &Word) -> PyResult<WordId> {
        let known = *slot(&mut self.folds, word.number, NONE);
        if known != NONE {
            return Ok(known);
        }
        let folded = match fold(&word.text) {
            Ok(folded) => folded,
            Err(Declined) => {
                Python::attach(|py| asked.fold.call1(py, (&*word.text,))?.extract::<String>(py))?
            }
        };
        let id = self.folded_word(asked, &folded);
        self.folds[word.number as usize] = id;
        Ok(id)
    }

    /// Return the folded words of a name that was learnt.
    #[inline]
    pub fn folded(&self, id: NameId) -> &[WordId] {
        &self.folded_in_names[self.range(id)]
    }

    /// Say whether some words are another name, folded, of a name that was learnt.
    pub fn has_alias(&self, id: NameId, words: &[WordId]) -> bool {
        let aliases = self.names[id as usize].aliases.as_ref();
        aliases.is_some_and(|aliases| aliases.iter().any(|alias| alias == words))
    }

    /// Say whether a folded word by number is this one.
    pub fn is_word(&self, id: WordId, word: &str) -> bool {
        self.folded.text(id) == word
    }

    /// Say whether a name that was learnt may be called so by its initials.
    pub fn has_initials(&self, id: NameId, name: &str, letters: &Letters) -> bool {
        name.len() <= usize::from(self.names[id as usize].longest)
            && are_initials_of(name, self.texts.text(id), letters)
    }

    /// Say whether two folded words have a key in common.
    pub fn share_key(&mut self, asked: &Asked, word: WordId, other: WordId) -> PyResult<bool> {
        if self.keys(asked, word)?.is_empty() || self.keys(asked, other)?.is_empty() {
            return Ok(false);
        }
        let keys = |id: WordId| self.keys[id as usize].as_deref().unwrap_or(&[]);
        Ok(keys(word).iter().any(|key| keys(other).contains(key)))
    }

    /// Return the first key of a word as it is spelt, if that was asked for: it may have none.
    pub fn key_of(&self, word: WordId) -> Option<Option<&str>> {
        let folded = self.folds.get(word as usize).filter(|&&id| id != NONE)?;
        let keys = self.keys[*folded as usize].as_ref()?;
        Some(keys.first().map(|&key| self.key_texts.text(key)))
    }

    /// Return the keys of a folded word, by number.
    fn keys(&mut self, asked: &Asked, id: WordId) -> PyResult<&[u32]> {
        if self.keys[id as usize].is_none() {
            let word = self.folded.text(id);
            let keys = match keys_as_spelt(word, word) {
                Some(keys) => keys,
                None => Python::attach(|py| asked.keys.call1(py, (word,))?.extract(py))?,
            };
            let numbers = keys.iter().map(|key| self.key_texts.number(key)).collect();
            self.keys[id as usize] = Some(numbers);
        }
        Ok(self.keys[id as usize].as_deref().unwrap_or(&[]))
    }
}

/// The first letters of the words of a name.
fn firsts(name: &str) -> impl Iterator<Item = char> {
    name.split([' ', '-']).filter_map(|word| word.chars().next())
}

/// Return how many bytes the initials of a name have at most; 0 where it has none.
fn longest_initials(name: &str, letters: &Letters) -> usize {
    let some = name.bytes().any(|byte| matches!(byte, b' ' | b'-'));
    if !some || firsts(name).filter(|&c| letters.is(c, UPPER)).nth(1).is_none() {
        return 0;
    }
    firsts(name).map(|c| if c.is_ascii() { 1 } else { LONGEST_CAPITAL }).sum()
}

/// `_initials`: say whether some letters are those that the words of a name begin with, as they are
/// written, as capitals, or those of them that are capitals.
fn are_initials_of(initials: &str, name: &str, letters: &Letters) -> bool {
    if initials.chars().eq(firsts(name)) {
        return true;
    }
    let mut upper = String::new();
    firsts(name).for_each(|c| letters.push_upper(&mut upper, c));
    initials == upper || initials.chars().eq(firsts(name).filter(|&c| letters.is(c, UPPER)))
}
