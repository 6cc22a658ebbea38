//! What is remembered of runs, names and words, so that each is looked at once.

use hashbrown::{HashMap, HashSet};
use pyo3::prelude::*;

use super::joining::Asked;
use super::kinds::Sums;
use super::letters::Letters;
use super::lists::{Lists, PLACE};
use crate::char_classes::UPPER;
use crate::name_keys::keys_of;

pub type NameId = u32;
type WordId = u32;

const MAX_NAMES: usize = 300_000; // remembered at a time: about 100 MB

/// A name, and what was found out about it.
pub struct Name {
    pub text: Box<str>,
    pub size: usize,
    pub is_place: bool,
    pub sums: Option<Sums>,
    folded: Option<Folded>,
}

impl Name {
    /// Return its last word.
    pub fn last_word(&self) -> &str {
        self.text.rsplit(' ').next().unwrap_or("")
    }
}

/// The words of a name, folded, and those of other names of the same.
struct Folded {
    words: Vec<WordId>,
    aliases: Vec<Vec<WordId>>,
    initials: Vec<String>,
}

/// The names in a run, and what its own last noun tells of what follows them.
pub struct Run {
    pub names: Box<[NameId]>,
    pub noun: Option<After>,
}

/// Whether nothing follows a name, or a verb of saying.
#[derive(Clone, Copy)]
pub struct After {
    pub gap: bool,
    pub saying: bool,
}

/// The names that an article has as they are spelt, and the last words in s of the longer ones.
#[derive(Default)]
pub struct Met {
    pub names: HashSet<NameId>,
    pub surnames: HashSet<Box<str>>,
}

/// Names and words by number, and what runs come to, by `Span::put_key`.
#[derive(Default)]
pub struct Memory {
    pub names: Vec<Name>,
    pub runs: HashMap<String, Run>,
    /// How often it was started afresh: numbers of names are of one turn.
    pub turn: u32,
    /// Of the article at hand, here since each begins with room for as much.
    pub met: Met,
    pub numbers: HashMap<NameId, usize>,
    pub before: HashMap<Box<str>, u8>,
    by_text: HashMap<Box<str>, NameId>,
    folds: HashMap<Box<str>, WordId>,
    words: Vec<Box<str>>,
    by_word: HashMap<Box<str>, WordId>,
    keys: HashMap<WordId, Vec<String>>,
}

impl Memory {
    /// Start afresh where too much is remembered.
    pub fn bound(&mut self) {
        if self.names.len() > MAX_NAMES || self.runs.len() > MAX_NAMES {
            *self = Self { turn: self.turn + 1, ..Self::default() };
        }
    }

    /// Return the number of a name.
    pub fn name(&mut self, text: &str, lists: &Lists) -> NameId {
        if let Some(&id) = self.by_text.get(text) {
            return id;
        }
        let id = self.names.len() as NameId;
        let size = text.split(' ').count();
        let is_place = lists.listed(text) & PLACE != 0;
        let text: Box<str> = text.into();
        self.by_text.insert(text.clone(), id);
        self.names.push(Name { text, size, is_place, sums: None, folded: None });
        id
    }

    /// Return the number of a name that was met.
    pub fn known(&self, text: &str) -> Option<NameId> {
        self.by_text.get(text).copied()
    }

    fn word(&mut self, word: &str) -> WordId {
        if let Some(&id) = self.by_word.get(word) {
            return id;
        }
        let id = self.words.len() as WordId;
        self.words.push(word.into());
        self.by_word.insert(word.into(), id);
        id
    }

    /// Find out the folded words of a name and its other names.
    pub fn learn(
        &mut self,
        py: Python<'_>,
        asked: &Asked,
        id: NameId,
        letters: &Letters,
    ) -> PyResult<()> {
        if self.names[id as usize].folded.is_some() {
            return Ok(());
        }
        let text = self.names[id as usize].text.clone();
        let mut words = Vec::new();
        for word in text.split(' ') {
            words.push(self.fold(py, asked, word)?);
        }
        let folded: Vec<&str> = words.iter().map(|&word| &*self.words[word as usize]).collect();
        let mut aliases = Vec::new();
        if asked.aliased.contains(&*folded.join(" ")) {
            for name in asked.aliases.call1(py, (&*text,))?.extract::<Vec<Vec<String>>>(py)? {
                aliases.push(name.iter().map(|word| self.word(word)).collect());
            }
        }
        let initials = initials(&text, letters);
        self.names[id as usize].folded = Some(Folded { words, aliases, initials });
        Ok(())
    }

    fn fold(&mut self, py: Python<'_>, asked: &Asked, word: &str) -> PyResult<WordId> {
        if let Some(&id) = self.folds.get(word) {
            return Ok(id);
        }
        let id = if word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            self.word(&word.to_ascii_lowercase())
        } else {
            let folded: String = asked.fold.call1(py, (word,))?.extract(py)?;
            self.word(&folded)
        };
        self.folds.insert(word.into(), id);
        Ok(id)
    }

    /// Return the folded words of a name that was learnt.
    pub fn folded(&self, id: NameId) -> &[WordId] {
        self.names[id as usize].folded.as_ref().map_or(&[], |folded| &folded.words)
    }

    /// Return the other names, folded, of a name that was learnt.
    pub fn aliases(&self, id: NameId) -> &[Vec<WordId>] {
        self.names[id as usize].folded.as_ref().map_or(&[], |folded| &folded.aliases)
    }

    /// Say whether a word by number is this one.
    pub fn is_word(&self, id: WordId, word: &str) -> bool {
        &*self.words[id as usize] == word
    }

    /// Return what a name that was learnt may be called by its initials.
    pub fn initials(&self, id: NameId) -> &[String] {
        self.names[id as usize].folded.as_ref().map_or(&[], |folded| &folded.initials)
    }

    /// Say whether two folded words have a key in common.
    pub fn share_key(
        &mut self,
        py: Python<'_>,
        asked: &Asked,
        word: WordId,
        other: WordId,
    ) -> PyResult<bool> {
        for id in [word, other] {
            if !self.keys.contains_key(&id) {
                let word = &*self.words[id as usize];
                let keys = if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
                    keys_of(word)
                } else {
                    asked.keys.call1(py, (word,))?.extract(py)?
                };
                self.keys.insert(id, keys);
            }
        }
        Ok(self.keys[&word].iter().any(|key| self.keys[&other].contains(key)))
    }
}

/// `_initials`
fn initials(name: &str, letters: &Letters) -> Vec<String> {
    let (mut first, mut upper, mut capitals) = (String::new(), String::new(), String::new());
    for c in name.split([' ', '-']).filter_map(|word| word.chars().next()) {
        first.push(c);
        letters.push_upper(&mut upper, c);
        if letters.is(c, UPPER) {
            capitals.push(c);
        }
    }
    if capitals.chars().count() < 2 { Vec::new() } else { vec![first, upper, capitals] }
}
