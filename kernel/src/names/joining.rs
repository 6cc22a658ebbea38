//! The names of an article, forms of one name put together: `indexer/names/joining.py`.

use hashbrown::HashSet;
use pyo3::prelude::*;

use super::kinds::{Place, Sums, Weights, before, kind_of, sums_of};
use super::lines::Span;
use super::lists::{Lists, kind};
use super::memory::{After, Memory, NameId, Run};
use super::trimming::Trimming;

const PERSON: u8 = 0;
const BODY: u8 = 2;
const NONE: usize = 3;
const SHORT: usize = 3; // letters of a word whose ending means nothing
const MAX_WHOLES: usize = 1_000; // names of an article that others may be forms of
const GENITIVE: i64 = 2; // a name is that much more frequent than its genitive

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

/// A name of an article.
pub struct ArticleName {
    pub name: NameId,
    pub kind: u8,
    pub forms: Vec<NameId>,
    pub count: usize,
    unsure: bool,
    order: usize,
}

/// Finds the names of one article.
pub struct Joining<'a, 'py> {
    pub py: Python<'py>,
    pub trimming: Trimming<'a>,
    pub weights: &'a Weights,
    pub asked: &'a Asked,
    pub memory: &'a mut Memory,
}

impl Joining<'_, '_> {
    /// `Finder.names_in`
    pub fn names_in(&mut self, text: &str) -> PyResult<Vec<ArticleName>> {
        let mut places = Vec::new();
        let mut found = Vec::new();
        let mut key = String::new();
        let rules = self.trimming.rules;
        rules.spans(text, &mut |span| {
            span.put_key(&mut key);
            let (place, before) = (places.len(), found.len());
            let mut take = |run: &Run| {
                found.extend(run.names.iter().map(|&name| (place, name)));
                run.noun
            };
            let noun = match self.memory.runs.get(&*key) {
                Some(run) => take(run),
                None => {
                    let run = self.run(&span);
                    let noun = take(&run);
                    self.memory.runs.insert(key.clone(), run);
                    noun
                }
            };
            if found.len() > before {
                places.push(self.place(&span, noun));
            }
        });
        let mut names = Vec::new();
        for (base, seen) in self.grouped(&found) {
            names.push(self.article_name(base, &seen, &places)?);
        }
        for (order, name) in names.iter_mut().enumerate() {
            name.order = order;
        }
        self.joined(names)
    }

    /// Return the names in a run, and what follows them in it.
    fn run(&mut self, span: &Span<'_>) -> Run {
        let (trimming, memory) = (self.trimming, &mut *self.memory);
        let lists = trimming.rules.lists;
        let Some((words, noun)) = trimming.rules.candidate(span) else {
            return Run { names: [].into(), noun: None };
        };
        let mut names = Vec::new();
        trimming.names_in_run(&words, span.first, span.shouted, &mut |words| {
            names.push(memory.name(&words.join(" "), lists));
        });
        Run { names: names.into(), noun: noun.map(|noun| after(lists, &noun)) }
    }

    fn place(&mut self, span: &Span<'_>, noun: Option<After>) -> Place {
        let rules = self.trimming.rules;
        let word = span.before;
        let known = self.memory.before.get(word).copied();
        let features = known.unwrap_or_else(|| {
            let features = before(rules.lists, &rules.letters.lower(word));
            self.memory.before.insert(word.into(), features);
            features
        });
        let After { gap, saying } = noun.unwrap_or_else(|| after(rules.lists, span.after));
        Place {
            before: features,
            gap_after: gap,
            saying_after: saying,
            first: span.first,
            shouted: span.shouted,
        }
    }

    /// `Finder.grouped`: the places of each name, and the name as it stands there.
    fn grouped(&mut self, found: &[(usize, NameId)]) -> Vec<(NameId, Vec<(usize, NameId)>)> {
        self.meet(found);
        let mut numbers = std::mem::take(&mut self.memory.numbers);
        numbers.clear();
        let mut groups: Vec<(NameId, Vec<(usize, NameId)>)> = Vec::new();
        for &(place, name) in found {
            let base = self.base(name);
            let number = *numbers.entry(base).or_insert(groups.len());
            if number == groups.len() {
                groups.push((base, Vec::new()));
            }
            groups[number].1.push((place, name));
        }
        self.memory.numbers = numbers;
        groups
    }

    fn meet(&mut self, found: &[(usize, NameId)]) {
        let Memory { names, met, .. } = &mut *self.memory;
        met.names.clear();
        met.surnames.clear();
        for &(_, id) in found {
            let name = &names[id as usize];
            if met.names.insert(id) && name.size > 1 && name.text.ends_with('s') {
                met.surnames.insert(name.last_word().into());
            }
        }
    }

    /// `_base`
    fn base(&mut self, id: NameId) -> NameId {
        let lists = self.trimming.rules.lists;
        let name = &self.memory.names[id as usize];
        if !name.text.ends_with('s') {
            return id;
        }
        let (text, last) = (name.text.clone(), name.last_word().to_owned());
        let several = name.size > 1;
        let stem = &last[..last.len() - 1];
        if stem.ends_with('s') || last.chars().count() <= SHORT || lists.is_listed(&text) {
            return id;
        }
        let base = &text[..text.len() - 1];
        if let Some(other) = self.memory.known(base)
            && self.memory.met.names.contains(&other)
        {
            return other;
        }
        if several || self.memory.met.surnames.contains(&*last) {
            return id;
        }
        let archive = self.trimming.archive;
        let genitive = archive.of(stem).inside > GENITIVE * archive.of(&last).inside;
        if genitive { self.memory.name(base, lists) } else { id }
    }

    fn article_name(
        &mut self,
        base: NameId,
        seen: &[(usize, NameId)],
        places: &[Place],
    ) -> PyResult<ArticleName> {
        let given = self.given_kind(base)?;
        let own: Vec<&Place> = seen.iter().map(|&(place, _)| &places[place]).collect();
        let kind = match given {
            Some(kind) => kind as usize,
            None => kind_of(self.weights, &self.sums(base), &own),
        };
        let mut forms = vec![base];
        for &(_, form) in seen {
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
        let unsure = kind == NONE;
        let kind = if unsure { PERSON } else { kind as u8 };
        Ok(ArticleName { name: base, kind, forms, count: seen.len(), unsure, order: 0 })
    }

    fn given_kind(&self, name: NameId) -> PyResult<Option<u8>> {
        let Some(kind) = &self.asked.kind else { return Ok(None) };
        kind.call1(self.py, (&*self.memory.names[name as usize].text,))?.extract(self.py)
    }

    fn sums(&mut self, name: NameId) -> Sums {
        let (trimming, weights) = (self.trimming, self.weights);
        let name = &mut self.memory.names[name as usize];
        *name.sums.get_or_insert_with(|| {
            let words: Vec<&str> = name.text.split(' ').collect();
            sums_of(trimming, weights, &words)
        })
    }

    /// `_joined`
    fn joined(&mut self, names: Vec<ArticleName>) -> PyResult<Vec<ArticleName>> {
        let (unsure, mut longest): (Vec<_>, Vec<_>) = names.into_iter().partition(|n| n.unsure);
        longest.sort_by_key(|each| usize::MAX - self.memory.names[each.name as usize].size);
        longest.extend(unsure);
        let letters = self.trimming.rules.letters;
        for name in &longest {
            self.memory.learn(self.py, self.asked, name.name, letters)?;
        }
        let mut kept: Vec<ArticleName> = Vec::new();
        for name in longest {
            match self.whole_of(&name, &kept)? {
                Some(place) => {
                    kept[place].forms.extend(name.forms);
                    kept[place].count += name.count;
                }
                None if name.unsure => {}
                None => kept.push(name),
            }
        }
        for each in &mut kept {
            self.order_forms(each);
        }
        kept.sort_by_key(|each| each.order);
        Ok(kept)
    }

    /// Put the name before its other forms, the longest first.
    fn order_forms(&self, each: &mut ArticleName) {
        if each.forms.len() == 1 {
            return;
        }
        let text = |form: NameId| &*self.memory.names[form as usize].text;
        let rank = |form: NameId| (usize::MAX - text(form).chars().count(), text(form));
        each.forms.retain(|&form| form != each.name);
        each.forms.sort_by(|&a, &b| rank(a).cmp(&rank(b)));
        each.forms.dedup();
        each.forms.insert(0, each.name);
    }

    /// Return the place of the first of the longer names that a name is a form of.
    fn whole_of(&mut self, name: &ArticleName, kept: &[ArticleName]) -> PyResult<Option<usize>> {
        for (place, whole) in kept.iter().take(MAX_WHOLES).enumerate() {
            if self.is_form(name, whole)? && !self.parts(name.name, whole.name)? {
                return Ok(Some(place));
            }
        }
        Ok(None)
    }

    fn parts(&self, short: NameId, whole: NameId) -> PyResult<bool> {
        let Some(part) = &self.asked.part else { return Ok(false) };
        let text = |name: NameId| &*self.memory.names[name as usize].text;
        part.call1(self.py, (text(short), text(whole)))?.extract(self.py)
    }

    /// `_is_form`, of names that were learnt.
    fn is_form(&mut self, short: &ArticleName, whole: &ArticleName) -> PyResult<bool> {
        let (own, parts) = (self.memory.folded(short.name), self.memory.folded(whole.name));
        if own == parts || self.memory.aliases(short.name).iter().any(|alias| *alias == *parts) {
            return Ok(true);
        }
        let text = |name: NameId| &*self.memory.names[name as usize].text;
        let (short_text, whole_text) = (text(short.name), text(whole.name));
        let initials = parts.len() > 1 && own.len() == 1;
        if initials && self.memory.initials(whole.name).iter().any(|each| each == short_text) {
            return Ok(true);
        }
        let is_place = |name: NameId| self.memory.names[name as usize].is_place;
        if is_place(short.name) || is_place(whole.name) {
            return Ok(false);
        }
        let tail = &parts[parts.len().saturating_sub(own.len())..];
        if whole.kind == BODY && short.kind == BODY && own.len() < parts.len() {
            let rest = whole_text.strip_prefix(short_text);
            let begins =
                rest.is_some_and(|rest| rest.starts_with(" voor ") || rest.starts_with(" van "));
            return Ok(begins || (own == tail && !self.memory.is_word(parts[0], "jong")));
        }
        if whole.kind != PERSON || parts.len() < 2 {
            return Ok(false);
        }
        if own == tail || own == &parts[..1] {
            return Ok(true);
        }
        let last = parts[parts.len() - 1];
        if own.len() == 1 {
            let own = own[0];
            return self.alike(&[own], &[last]);
        }
        if short.kind != PERSON || own.len() != parts.len() {
            return Ok(false);
        }
        let (own, parts) = (own.to_vec(), parts.to_vec());
        self.alike(&own, &parts)
    }

    /// `_alike`
    fn alike(&mut self, words: &[u32], others: &[u32]) -> PyResult<bool> {
        for (&word, &other) in words.iter().zip(others) {
            if word != other && !self.memory.share_key(self.py, self.asked, word, other)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Return what a word tells of the name before it; the empty word stands for none.
fn after(lists: &Lists, word: &str) -> After {
    After { gap: word.is_empty(), saying: lists.has(word, kind::SAY) }
}
