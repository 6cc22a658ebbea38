//! What is remembered of runs, names and words, so that each is looked at once.

use std::ops::Range;

use hashbrown::HashSet;
use pyo3::prelude::*;

use super::kinds::Sums;
use super::letters::Letters;
use super::lists::{Lists, PLACE};
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
    /// The last word of one that ends in s, by number.
    pub last: WordId,
    pub genitive: Option<Genitive>,
    pub sums: Option<Sums>,
    folded: Option<Folded>,
}

/// What a name that ends in s would be without it.
#[derive(Clone, Copy)]
pub enum Genitive {
    /// It is none.
    None,
    /// A name without the s, and whether the archive shows that it is one.
    Of { base: NameId, shown: bool },
}

/// The words of a name, folded, and those of other names of the same.
struct Folded {
    words: Range<usize>,
    /// Bytes of the longest of the initials; 0 without any.
    longest: usize,
    others: Option<Box<Others>>,
}

struct Others {
    aliases: Vec<Vec<WordId>>,
    initials: Vec<String>,
}

/// The names in a run, and what its own last noun tells of what follows them.
#[derive(Clone)]
pub struct RunNames {
    pub names: Range<usize>,
    pub noun: Option<After>,
}

/// Names and words by number, and the names in runs by the numbers of these.
#[derive(Default)]
pub struct Memory {
    pub names: Vec<Name>,
    pub runs: Vec<Option<RunNames>>,
    pub in_runs: Vec<NameId>,
    /// How often it was started afresh: numbers of names are of one turn.
    pub turn: u32,
    pub met: Met,
    texts: Texts,
    surfaces: Texts,
    folds: Vec<Option<WordId>>, // of surfaces
    words: Texts,
    in_names: Vec<WordId>,
    keys: Vec<Option<Vec<String>>>,
}

impl Memory {
    /// Start afresh where too much is remembered.
    pub fn bound(&mut self) {
        if self.names.len() > MAX_NAMES {
            *self = Self { turn: self.turn + 1, ..Self::default() };
        }
    }

    /// Return the number of a name.
    pub fn name(&mut self, text: &str, lists: &Lists) -> NameId {
        let id = self.texts.number(text);
        if id as usize == self.names.len() {
            let ends_in_s = text.ends_with('s');
            let last = text.rsplit(' ').next().unwrap_or("");
            let last = if ends_in_s { self.surface(last) } else { 0 };
            self.names.push(Name {
                size: text.split(' ').count(),
                is_place: lists.listed(text) & PLACE != 0,
                ends_in_s,
                last,
                genitive: None,
                sums: None,
                folded: None,
            });
        }
        id
    }

    /// Return a name by its number.
    #[inline]
    pub fn text(&self, id: NameId) -> &str {
        self.texts.text(id)
    }

    /// Return the number of a word as it is spelt.
    pub fn surface(&mut self, word: &str) -> WordId {
        let id = self.surfaces.number(word);
        if id as usize == self.folds.len() {
            self.folds.push(None);
        }
        id
    }

    fn word(&mut self, word: &str) -> WordId {
        let id = self.words.number(word);
        if id as usize == self.keys.len() {
            self.keys.push(None);
        }
        id
    }

    /// Find out the folded words of a name and its other names.
    pub fn learn(&mut self, asked: &Asked, id: NameId, letters: &Letters) -> PyResult<()> {
        if self.names[id as usize].folded.is_some() {
            return Ok(());
        }
        let text = self.texts.text(id).to_owned();
        let start = self.in_names.len();
        for word in text.split(' ') {
            let folded = self.fold(asked, word)?;
            self.in_names.push(folded);
        }
        let words = start..self.in_names.len();
        let folded: Vec<&str> =
            self.in_names[start..].iter().map(|&word| self.words.text(word)).collect();
        let mut aliases = Vec::new();
        if asked.aliased.contains(&*folded.join(" ")) {
            let names: Vec<Vec<String>> =
                Python::attach(|py| asked.aliases.call1(py, (&*text,))?.extract(py))?;
            for name in names {
                aliases.push(name.iter().map(|word| self.word(word)).collect());
            }
        }
        let initials = initials(&text, letters);
        let longest = initials.iter().map(String::len).max().unwrap_or(0);
        let some = longest > 0 || !aliases.is_empty();
        let others = some.then(|| Box::new(Others { aliases, initials }));
        self.names[id as usize].folded = Some(Folded { words, longest, others });
        Ok(())
    }

    fn fold(&mut self, asked: &Asked, word: &str) -> PyResult<WordId> {
        let surface = self.surface(word) as usize;
        if let Some(id) = self.folds[surface] {
            return Ok(id);
        }
        let folded = match fold(word) {
            Ok(folded) => folded,
            Err(Declined) => {
                Python::attach(|py| asked.fold.call1(py, (word,))?.extract::<String>(py))?
            }
        };
        let id = self.word(&folded);
        self.folds[surface] = Some(id);
        Ok(id)
    }

    /// Return the folded words of a name that was learnt.
    #[inline]
    pub fn folded(&self, id: NameId) -> &[WordId] {
        let folded = self.names[id as usize].folded.as_ref();
        folded.map_or(&[], |folded| &self.in_names[folded.words.clone()])
    }

    /// Say whether some words are another name, folded, of a name that was learnt.
    pub fn has_alias(&self, id: NameId, words: &[WordId]) -> bool {
        let others = self.names[id as usize].folded.as_ref().and_then(|each| each.others.as_ref());
        others.is_some_and(|others| others.aliases.iter().any(|alias| alias == words))
    }

    /// Say whether a word by number is this one.
    pub fn is_word(&self, id: WordId, word: &str) -> bool {
        self.words.text(id) == word
    }

    /// Say whether a name that was learnt may be called so by its initials.
    pub fn has_initials(&self, id: NameId, name: &str) -> bool {
        let Some(Folded { longest, others: Some(others), .. }) = &self.names[id as usize].folded
        else {
            return false;
        };
        name.len() <= *longest && others.initials.iter().any(|each| each == name)
    }

    /// Say whether two folded words have a key in common.
    pub fn share_key(&mut self, asked: &Asked, word: WordId, other: WordId) -> PyResult<bool> {
        for id in [word, other] {
            if self.keys[id as usize].is_none() {
                let word = self.words.text(id);
                let keys = match keys_as_spelt(word, word) {
                    Some(keys) => keys,
                    None => Python::attach(|py| asked.keys.call1(py, (word,))?.extract(py))?,
                };
                self.keys[id as usize] = Some(keys);
            }
        }
        let keys = |id: WordId| self.keys[id as usize].as_deref().unwrap_or(&[]);
        Ok(keys(word).iter().any(|key| keys(other).contains(key)))
    }
}

/// `_initials`
fn initials(name: &str, letters: &Letters) -> Vec<String> {
    if !name.contains([' ', '-']) {
        return Vec::new();
    }
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
