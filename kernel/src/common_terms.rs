//! The names and long words that several texts have: `_counted` in `indexer/search/offers/related.py`.

use std::collections::HashMap;
use std::sync::Mutex;

use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::sync::MutexExt;

use crate::char_classes::{ALPHA, CharClasses, WORD};
use crate::panics::guarded;

const MOST_CAPITALS: usize = 4; // of a name: words with a capital
const MOST_LINKS: usize = 2; // between two of those

/// What Python is asked for: the words that link those of a name, the letters of a long word, texts
/// that have a term at least, the share of them in which a longer form of a name is meant, and how
/// many terms are told at most.
#[derive(FromPyObject)]
struct Rule(Vec<String>, usize, usize, f64, usize);

/// Finds what several texts have in common.
#[pyclass(frozen, module = "indexer._kernel")]
pub struct CommonTerms {
    links: Vec<Vec<char>>,
    rule: Rule,
    classes: Mutex<CharClasses>,
}

/// Terms in the order in which they were met, each with how many texts have it, and the last of them.
#[derive(Default)]
struct Counted {
    terms: Vec<(String, usize, usize)>,
    places: HashMap<String, usize>,
}

#[pymethods]
impl CommonTerms {
    #[new]
    fn new(py: Python<'_>, rule: Rule) -> PyResult<Self> {
        let links = rule.0.iter().map(|link| link.chars().collect()).collect();
        Ok(Self { links, rule, classes: Mutex::new(CharClasses::new(py)?) })
    }

    /// Return the terms that several texts have, with how many do, those of the most texts first.
    fn counted(&self, py: Python<'_>, texts: Vec<PyBackedStr>) -> PyResult<Vec<(String, usize)>> {
        guarded(|| {
            let held = self.classes.lock_py_attached(py);
            let mut classes = held.unwrap_or_else(|held| held.into_inner());
            let (mut names, mut compounds) = (Counted::default(), Counted::default());
            for (number, text) in texts.iter().enumerate() {
                classes.learn(py, text)?;
                let text: Vec<char> = text.chars().collect();
                let read = Text { text: &text, classes: &classes, links: &self.links };
                read.names(|form| names.meet(form, number));
                read.long_words(self.rule.1, |word| compounds.meet(word, number));
            }
            let Rule(_, _, least, longer, most) = self.rule;
            let mut found = without_shorter(names.of_several(least), longer);
            found.extend(compounds.of_several(least));
            found.sort_by(|a, b| b.1.cmp(&a.1));
            found.truncate(most);
            Ok(found)
        })
    }
}

impl Counted {
    fn meet(&mut self, term: &[char], text: usize) {
        let term: String = term.iter().collect();
        match self.places.get(&term) {
            Some(&place) => {
                let (_, count, last) = &mut self.terms[place];
                *count += usize::from(*last != text);
                *last = text;
            }
            None => {
                self.places.insert(term.clone(), self.terms.len());
                self.terms.push((term, 1, text));
            }
        }
    }

    fn of_several(self, least: usize) -> Vec<(String, usize)> {
        let several = self.terms.into_iter().filter(|&(_, count, _)| count >= least);
        several.map(|(term, count, _)| (term, count)).collect()
    }
}

/// Return names without those of which so many texts have a longer form that this is meant.
fn without_shorter(mut names: Vec<(String, usize)>, share: f64) -> Vec<(String, usize)> {
    let spelt: Vec<String> = names.iter().map(|(name, _)| format!(" {name} ")).collect();
    for (place, words) in spelt.iter().enumerate() {
        let least = share * names[place].1 as f64;
        let is_meant = |other: usize| {
            other != place && spelt[other].contains(words) && names[other].1 as f64 >= least
        };
        if (0..spelt.len()).any(is_meant) {
            names[place].1 = 0;
        }
    }
    names.retain(|&(_, count)| count > 0);
    names
}

/// A text, with what is known of its characters.
struct Text<'a> {
    text: &'a [char],
    classes: &'a CharClasses,
    links: &'a [Vec<char>],
}

impl Text<'_> {
    /// Meet the names within sentences, each with its last word: `_NAME` and `_forms`.
    fn names(&self, mut meet: impl FnMut(&[char])) {
        let text = self.text;
        let mut at = 0;
        while let Some(space) = (at..text.len()).find(|&place| text[place] == ' ') {
            at = space + 1;
            let Some(end) = self.name(at).filter(|_| self.goes_on(space)) else { continue };
            let name = &text[at..end];
            meet(name);
            if let Some(last) = name.iter().rposition(|&c| c == ' ')
                && self.is(name[last - 1], ALPHA)
            {
                meet(&name[last + 1..]);
            }
            at = end;
        }
    }

    /// Meet the words of small letters alone that have so many of them: `_COMPOUND`.
    fn long_words(&self, least: usize, mut meet: impl FnMut(&[char])) {
        let words = self.text.split(|&c| !self.is(c, WORD));
        let is_small = |&c: &char| matches!(c, 'a'..='z' | 'à'..='ö' | 'ø'..='þ');
        words.filter(|word| word.len() >= least && word.iter().all(is_small)).for_each(&mut meet);
    }

    fn is(&self, c: char, class: u16) -> bool {
        self.classes.of(c) & class != 0
    }

    /// Say whether a sentence goes on at a space, and no name that is in two pieces does.
    fn goes_on(&self, space: usize) -> bool {
        let before = &self.text[..space];
        let is_inside = |&c: &char| self.is(c, WORD) || matches!(c, ',' | ';' | ')');
        before.last().is_some_and(is_inside) && !before.ends_with(&['-', ' ', 'e', 'n'])
    }

    /// Return where a name ends that begins at a place.
    fn name(&self, start: usize) -> Option<usize> {
        let mut end = self.capital(start)?;
        for _ in 1..MOST_CAPITALS {
            match self.linked(end).and_then(|next| self.capital(next)) {
                Some(further) => end = further,
                None => break,
            }
        }
        Some(end)
    }

    /// Return where a word with a capital ends that begins at a place: not with a sign.
    fn capital(&self, start: usize) -> Option<usize> {
        let rest = &self.text[start..];
        let &first = rest.first()?;
        if !matches!(first, 'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ') {
            return None;
        }
        let is_in_it = |&&c: &&char| self.is(c, WORD) || matches!(c, '\'' | '’' | '-');
        let length = rest.iter().take_while(is_in_it).count();
        (length > 1 && self.is(rest[length - 1], WORD)).then_some(start + length)
    }

    /// Return what comes after a space and the words that link a name.
    fn linked(&self, end: usize) -> Option<usize> {
        let mut rest = self.text[end..].strip_prefix(&[' '])?;
        for _ in 0..MOST_LINKS {
            let mut each = self.links.iter().filter_map(|link| rest.strip_prefix(&**link));
            match each.find_map(|after| after.strip_prefix(&[' '])) {
                Some(after) => rest = after,
                None => break,
            }
        }
        Some(self.text.len() - rest.len())
    }
}
