//! Words that nothing is read in: `Historical.strangers` of `indexer/analysis/historical.py`.
//!
//! Most words that no list has are names and errors of recognition, of which no rule makes a word.
//! Here only that is found out; what a word is read as, where there may be anything, says Python.

mod pattern;

use std::collections::HashSet;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::Rules;
use super::letters::capitalized;
use crate::panics::guarded;
use pattern::Pattern;

const LETTERS: std::ops::RangeInclusive<usize> = 3..=30;
const MAX_STATES: usize = 24;
const NOT_APPLIED: f64 = 0.5;
const MIN_OF_PLACE: usize = 4;
const MIN_PIECE: usize = 4;
const BEFORE: [&str; 20] = [
    "on", "her", "wan", "hier", "daar", "waar", "aan", "af", "be", "bij", "in", "mee", "om", "ont",
    "op", "over", "toe", "uit", "ver", "voor",
];
const BEHIND: [&str; 13] = [
    "heid", "heden", "ing", "ingen", "baar", "bare", "loos", "loze", "lijk", "lijke", "schap",
    "achtig", "achtige",
];

/// A rule as Python hands it over: its pattern, what it writes instead, its cost, and whether a
/// word with the pattern was always respelled, its result need not be in a list, and it may apply
/// to some places only.
type Given = (String, Vec<String>, f64, bool, bool, bool);

struct Rule {
    pattern: Pattern,
    writings: Vec<String>,
    cost: f64,
    is_usual: bool,
    is_productive: bool,
    is_single: bool,
}

/// The rules of old spelling, and the words that lists have.
#[pyclass(frozen, module = "indexer._kernel")]
pub struct OldSpellings {
    rules: Vec<Rule>,
    listed: HashSet<String>,
    places: HashSet<String>,
    kept: HashSet<String>,
    has_long_s: bool,
}

#[pymethods]
impl OldSpellings {
    /// Take the rules that hold. Raises ValueError for a pattern that is not understood.
    #[new]
    fn new(
        rules: Vec<Given>,
        listed: HashSet<String>,
        places: HashSet<String>,
        kept: HashSet<String>,
        has_long_s: bool,
    ) -> PyResult<Self> {
        guarded(|| {
            let rules = rules.into_iter().map(read).collect::<PyResult<_>>()?;
            Ok(Self { rules, listed, places, kept, has_long_s })
        })
    }
}

fn read((pattern, writings, cost, is_usual, is_productive, is_single): Given) -> PyResult<Rule> {
    let unknown = || PyValueError::new_err(format!("no pattern that is understood: {pattern}"));
    let pattern = Pattern::read(&pattern).ok_or_else(unknown)?;
    Ok(Rule { pattern, writings, cost, is_usual, is_productive, is_single })
}

impl Rule {
    /// `Rule.respelled`
    fn respelled(&self, word: &str) -> Vec<String> {
        let found = self.pattern.find_all(word);
        let mut all = Vec::new();
        if found.is_empty() {
            return all;
        }
        for writing in &self.writings {
            let (mut text, mut done) = (String::with_capacity(word.len() + 2), 0);
            for each in &found {
                text.push_str(&word[done..each.start]);
                text.push_str(&each.expanded(writing, word));
                done = each.end;
            }
            text.push_str(&word[done..]);
            all.push(text);
            if self.is_single {
                all.extend(found.iter().map(|each| {
                    [&word[..each.start], &each.expanded(writing, word), &word[each.end..]].concat()
                }));
            }
        }
        all
    }

    /// Say whether it makes another word of one where it need not be in a list.
    fn makes_new_word(&self, word: &str) -> bool {
        self.is_productive && self.respelled(word).first().is_some_and(|made| made != word)
    }
}

impl OldSpellings {
    /// Say whether it is certain that nothing is read in a folded word, and that it is none of
    /// today.
    pub(super) fn is_stranger(&self, word: &str, lexicon: &Rules) -> bool {
        let is_plain =
            LETTERS.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase());
        is_plain
            && !self.is_listed(word)
            && !(self.has_long_s && word[..word.len() - 1].contains('f'))
            && !is_modern(word, lexicon)
            && !self.rules.iter().any(|rule| rule.makes_new_word(word))
            && !has_linker(word, lexicon)
            && !self.respelled(word).iter().any(|(spelling, _)| {
                spelling != word && (self.places.contains(spelling) || is_modern(spelling, lexicon))
            })
    }

    /// Say whether a list has a word, its genitive, or a place that it begins with.
    fn is_listed(&self, word: &str) -> bool {
        let mut beginnings = (MIN_OF_PLACE..=word.len()).map(|end| &word[..end]);
        [word, word.strip_suffix('s').unwrap_or(word)]
            .iter()
            .any(|&each| self.listed.contains(each))
            || self.kept.contains(word)
            || self.places.contains(word)
            || beginnings.any(|beginning| self.listed.contains(beginning))
    }

    /// `respelled`: spellings in the order in which they were made, with the cost of each.
    fn respelled(&self, word: &str) -> Vec<(String, f64)> {
        let mut states = vec![(word.to_owned(), 0.0)];
        for rule in &self.rules {
            for place in 0..states.len() {
                let (spelling, cost) = states[place].clone();
                let mut made = rule.respelled(&spelling);
                made.retain(|new| *new != spelling);
                let is_made = !made.is_empty();
                for new in made {
                    add(&mut states, new, cost + rule.cost);
                }
                if is_made && rule.is_usual {
                    states[place].1 = cost + NOT_APPLIED;
                }
            }
        }
        states
    }
}

fn add(states: &mut Vec<(String, f64)>, new: String, cost: f64) {
    if states.len() >= MAX_STATES {
        return;
    }
    match states.iter_mut().find(|(spelling, _)| *spelling == new) {
        Some((_, before)) if *before > cost => *before = cost,
        Some(_) => {}
        None => states.push((new, cost)),
    }
}

/// Say whether a word is of the lexicon, or made of such words.
fn is_modern(word: &str, lexicon: &Rules) -> bool {
    is_word(word, lexicon) || is_made_of_words(word, lexicon)
}

/// `Lexicon.is_word`
fn is_word(word: &str, lexicon: &Rules) -> bool {
    lexicon.known(word) || lexicon.known(&capitalized(word))
}

/// `Lexicon.is_made_of_words`; where that cannot be told it may be.
fn is_made_of_words(word: &str, lexicon: &Rules) -> bool {
    let proves = |rest: &str| rest.len() >= MIN_PIECE && lexicon.known(rest);
    let begun =
        BEFORE.iter().find(|affix| word.starts_with(**affix)).map_or(0, |affix| affix.len());
    let behind = BEHIND.into_iter().filter_map(|affix| word.strip_suffix(affix));
    let stem = behind.map(str::len).filter(|&start| start >= begun).min();
    if (begun > 0 && proves(&word[begun..])) || stem.is_some_and(|end| proves(&word[..end])) {
        return true;
    }
    let Ok(seam) = lexicon.compounds.strict_seam(word) else { return true };
    let (modifier, head) = word.split_at(seam);
    if modifier.len().min(head.len()) < MIN_PIECE {
        return false;
    }
    lexicon.compounds.base(modifier).map_or(true, |base| lexicon.known(&base))
        && lexicon.known(head)
}

/// Say whether a word may be a compound without the n of today: `_with_linker`.
fn has_linker(word: &str, lexicon: &Rules) -> bool {
    (1..word.len()).any(|end| {
        word.as_bytes()[end - 1] == b'e'
            && is_word(&format!("{}n", &word[..end]), lexicon)
            && is_word(&word[end..], lexicon)
    })
}
