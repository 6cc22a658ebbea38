//! What is remembered of runs, names and words, so that each is looked at once.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;

use hashbrown::HashSet;
use pyo3::prelude::*;

use super::facts::{KnownWords, Word};
use super::kinds::Sums;
use super::letters::Letters;
use super::lists::{Lists, PLACE, joined};
use super::met::{Met, NameId, WordId};
use super::reading::After;
use super::texts::Texts;
use crate::char_classes::UPPER;
use crate::name_keys::keys_as_spelt;
use crate::words::letters::{Declined, fold};

const MAX_NAMES: usize = 300_000; // remembered at a time: about 100 MB

/// What Python is asked of a name or a word, once of each.
pub struct Asked {
    /// The folded form of a word.
    pub fold: Py<PyAny>,
    /// The folded names that have other names.
    pub aliased: HashSet<Box<str>>,
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
    /// Bytes of the longest of its initials; 0 without any.
    longest: u16,
    is_learnt: bool,
    pub genitive: Option<Genitive>,
    pub sums: Option<Sums>,
    others: Option<Box<Others>>,
}

/// What a name that ends in s would be without it.
#[derive(Clone, Copy)]
pub enum Genitive {
    /// It is none.
    None,
    /// A name without the s, and whether the archive shows that it is one.
    Of { base: NameId, shown: bool },
}

/// Other names of the same: folded words, and initials.
struct Others {
    aliases: Vec<Vec<WordId>>,
    initials: Vec<String>,
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
    runs: Vec<RunNames>,
    pub in_runs: Vec<NameId>,
    /// How often it was started afresh: numbers of names are of one turn.
    pub turn: u32,
    pub met: Met,
    texts: Texts,
    in_names: Vec<WordId>, // as they are spelt
    folded_in_names: Vec<WordId>,
    folds: Vec<Option<WordId>>, // of words as they are spelt
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
    pub fn names_of_run(&self, run: u32) -> Option<RunNames> {
        let known = *self.runs.get(run as usize)?;
        (known.start != u32::MAX).then_some(known)
    }

    /// Remember that a run, which is one of so many, has the names that were added to `in_runs`
    /// since it was so long.
    pub fn keep_run(&mut self, run: u32, of: usize, start: usize, noun: Option<After>) -> RunNames {
        if self.runs.len() < of {
            self.runs.resize(of, RunNames::UNKNOWN);
        }
        let size = (self.in_runs.len() - start) as u8; // a run has few words
        let found = RunNames { start: start as u32, size, noun };
        self.runs[run as usize] = found;
        found
    }

    /// Return the number of the name that has some words.
    pub fn name(&mut self, words: &[Word], lists: &Lists) -> NameId {
        let text = match words {
            [word] => Cow::Borrowed(&*word.text),
            _ => Cow::Owned(joined(words)),
        };
        let id = self.texts.number(&text);
        if id as usize == self.names.len() {
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
                others: None,
            });
        }
        id
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

    fn folded_word(&mut self, word: &str) -> WordId {
        let id = self.folded.number(word);
        if id as usize == self.keys.len() {
            self.keys.push(None);
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
        let folded: Vec<&str> =
            self.folded_in_names[range].iter().map(|&word| self.folded.text(word)).collect();
        let is_aliased = match folded[..] {
            [word] => asked.aliased.contains(word),
            _ => asked.aliased.contains(&*folded.join(" ")),
        };
        let mut aliases = Vec::new();
        if is_aliased {
            let text = self.texts.text(id);
            let names: Vec<Vec<String>> =
                Python::attach(|py| asked.aliases.call1(py, (text,))?.extract(py))?;
            for name in names {
                aliases.push(name.iter().map(|word| self.folded_word(word)).collect());
            }
        }
        let initials = initials(self.texts.text(id), letters);
        let longest = initials.iter().map(String::len).max().unwrap_or(0);
        let some = longest > 0 || !aliases.is_empty();
        let name = &mut self.names[id as usize];
        name.others = some.then(|| Box::new(Others { aliases, initials }));
        name.longest = longest.try_into().unwrap_or(u16::MAX);
        name.is_learnt = true;
        Ok(())
    }

    fn fold(&mut self, asked: &Asked, word: &Word) -> PyResult<WordId> {
        let number = word.number as usize;
        if let Some(Some(id)) = self.folds.get(number) {
            return Ok(*id);
        }
        let folded = match fold(&word.text) {
            Ok(folded) => folded,
            Err(Declined) => {
                Python::attach(|py| asked.fold.call1(py, (&*word.text,))?.extract::<String>(py))?
            }
        };
        let id = self.folded_word(&folded);
        if self.folds.len() <= number {
            self.folds.resize(number + 1, None);
        }
        self.folds[number] = Some(id);
        Ok(id)
    }

    /// Return the folded words of a name that was learnt.
    #[inline]
    pub fn folded(&self, id: NameId) -> &[WordId] {
        &self.folded_in_names[self.range(id)]
    }

    /// Say whether some words are another name, folded, of a name that was learnt.
    pub fn has_alias(&self, id: NameId, words: &[WordId]) -> bool {
        let others = self.names[id as usize].others.as_ref();
        others.is_some_and(|others| others.aliases.iter().any(|alias| alias == words))
    }

    /// Say whether a folded word by number is this one.
    pub fn is_word(&self, id: WordId, word: &str) -> bool {
        self.folded.text(id) == word
    }

    /// Say whether a name that was learnt may be called so by its initials.
    pub fn has_initials(&self, id: NameId, name: &str) -> bool {
        let Name { longest, others: Some(others), .. } = &self.names[id as usize] else {
            return false;
        };
        name.len() <= usize::from(*longest) && others.initials.iter().any(|each| each == name)
    }

    /// Say whether two folded words have a key in common.
    pub fn share_key(&mut self, asked: &Asked, word: WordId, other: WordId) -> PyResult<bool> {
        if self.keys(asked, word)?.is_empty() || self.keys(asked, other)?.is_empty() {
            return Ok(false);
        }
        let keys = |id: WordId| self.keys[id as usize].as_deref().unwrap_or(&[]);
        Ok(keys(word).iter().any(|key| keys(other).contains(key)))
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

/// `_initials`
fn initials(name: &str, letters: &Letters) -> Vec<String> {
    let firsts = || name.split([' ', '-']).filter_map(|word| word.chars().next());
    let capitals = || firsts().filter(|&c| letters.is(c, UPPER));
    if !name.contains([' ', '-']) || capitals().nth(1).is_none() {
        return Vec::new();
    }
    let mut upper = String::new();
    firsts().for_each(|c| letters.push_upper(&mut upper, c));
    vec![firsts().collect(), upper, capitals().collect()]
}
