//! The names of an article, forms of one name put together: `indexer/names/joining.py`.

use pyo3::prelude::*;

use super::ahead::{Decided, RunDecided, decide, not_met};
use super::facts::Word;
use super::kinds::{Place, Sums, Weights, kind_of, sums_of};
use super::lists::{self, COUNTRY, PLACE};
use super::memory::{Asked, Genitive, Memory, RunNames};
use super::met::{Found, Met, NameId, Seen};
use super::reading::{After, Reading, kept};
use super::trimming::Trimming;

const PERSON: u8 = 0;
const BODY: u8 = 2;
const NONE: usize = 3;
const SHORT: usize = 3; // letters of a word whose ending means nothing
const MAX_WHOLES: usize = 1_000; // names of an article that others may be forms of
const GENITIVE: i64 = 2; // a name is that much more frequent than its genitive

/// A name of an article.
pub struct ArticleName {
    pub name: NameId,
    pub kind: u8,
    /// Its forms beside the name.
    pub others: Vec<NameId>,
    pub count: usize,
    unsure: bool,
    order: usize,
}

impl ArticleName {
    /// Return its forms, the name first.
    pub fn forms(&self) -> impl Iterator<Item = NameId> {
        std::iter::once(self.name).chain(self.others.iter().copied())
    }
}

/// Finds the names of one article.
pub struct Joining<'a> {
    pub trimming: Trimming<'a>,
    pub weights: &'a Weights,
    pub asked: &'a Asked,
    pub reading: &'a Reading,
    pub memory: &'a mut Memory,
}

impl Joining<'_> {
    /// `Finder.names_in`, of an article by its runs; ValueError for what are none.
    pub fn names_in(&mut self, runs: &[u8]) -> PyResult<Vec<ArticleName>> {
        let mut met = std::mem::take(&mut self.memory.met);
        met.begin();
        for (run, place) in kept(runs)? {
            let found = match self.memory.names_of_run(run, place.first) {
                Some(known) => known,
                None => self.names_in_run(run, place.first)?,
            };
            let (names, noun) = (found.range(), found.noun);
            if names.is_empty() {
                continue;
            }
            let After { gap, saying } =
                noun.unwrap_or(After { gap: place.gap_after, saying: place.saying_after });
            let place = met.add_place(Place { gap_after: gap, saying_after: saying, ..place });
            for &name in &self.memory.in_runs[names] {
                met.found.push(Found { place, name, group: 0 });
            }
        }
        let names = self.grouped(&mut met)?;
        self.memory.met = met;
        self.joined(names)
    }

    /// Find the names in a run, with which a sentence may begin, and what follows them in it.
    fn names_in_run(&mut self, number: u32, first: bool) -> PyResult<RunNames> {
        if number as usize >= self.reading.len() {
            return Err(not_met());
        }
        let memory = &mut *self.memory;
        let (trimming, start) = (self.trimming, memory.in_runs.len());
        let (begins, noun) = decide(trimming, &self.reading.run(number), first, &mut |words| {
            let name = memory.name(words, trimming.rules.lists);
            memory.in_runs.push(name);
        });
        Ok(self.keep_run(number, (first, begins), start, noun))
    }

    /// Take what was decided ahead, so that it is not decided again.
    pub fn take(&mut self, decided: &Decided) {
        let mut own = Vec::new();
        for RunDecided { number, first, begins, noun, names } in decided.runs() {
            if self.memory.names_of_run(number, first).is_some() {
                continue;
            }
            let start = self.memory.in_runs.len();
            for (words, sums) in names {
                own.clear();
                own.extend(words.iter().map(|word| self.trimming.taken(word)));
                let name = self.memory.name(&own, self.trimming.rules.lists);
                self.memory.names[name as usize].sums = Some(sums);
                self.memory.in_runs.push(name);
            }
            self.keep_run(number, (first, begins), start, noun);
        }
    }

    /// Remember the names of a run, those since `start`: others where it does not `begin` a sentence,
    /// or the same.
    fn keep_run(
        &mut self,
        number: u32,
        (first, begins): (bool, bool),
        start: usize,
        noun: Option<After>,
    ) -> RunNames {
        let found = self.memory.found_since(start, noun);
        let own: &[bool] = if begins { &[first] } else { &[false, true] };
        self.memory.keep_run(number, own, self.reading.len(), found);
        found
    }

    /// `Finder.grouped`: the names by the places of each, not yet joined.
    fn grouped(&mut self, met: &mut Met) -> PyResult<Vec<ArticleName>> {
        for each in &met.found {
            let name = &self.memory.names[each.name as usize];
            let long = name.ends_in_s && name.size > 1;
            let surname = long.then(|| self.memory.last(each.name));
            met.seen.meet(each.name, surname);
        }
        let mut bases = Vec::new();
        for each in &mut met.found {
            let base = self.base(each.name, &met.seen);
            each.group = met.seen.group(base, bases.len());
            if each.group as usize == bases.len() {
                bases.push(base);
            }
        }
        met.found.sort_by_key(|each| each.group);
        let mut names = Vec::with_capacity(bases.len());
        let mut own = Vec::new();
        for seen in met.found.chunk_by(|a, b| a.group == b.group) {
            own.clear();
            own.extend(seen.iter().map(|each| met.places[each.place as usize]));
            let order = names.len();
            names.push(self.article_name(bases[order], seen, &own, order)?);
        }
        Ok(names)
    }

    /// `_base`
    fn base(&mut self, id: NameId, met: &Seen) -> NameId {
        let name = &self.memory.names[id as usize];
        if !name.ends_in_s {
            return id;
        }
        let (several, last) = (name.size > 1, self.memory.last(id));
        let Genitive::Of { base, shown } = self.genitive(id) else { return id };
        if met.has_name(base) {
            return base;
        }
        if shown && !several && !met.has_surname(last) { base } else { id }
    }

    /// Return what a name that ends in s would be without it.
    fn genitive(&mut self, id: NameId) -> Genitive {
        let name = &self.memory.names[id as usize];
        if let Some(known) = name.genitive {
            return known;
        }
        let (several, trimming) = (name.size > 1, self.trimming);
        let words = self.words(id);
        let (last, before) = words.split_last().expect("a name has words");
        let stem = &last.text[..last.text.len() - 1];
        let short = stem.ends_with('s') || last.text.chars().count() <= SHORT;
        let genitive = if short || trimming.rules.lists.are_listed(&words) {
            Genitive::None
        } else {
            let stem = trimming.word(stem);
            let shown = !several && stem.usage.inside > GENITIVE * last.usage.inside;
            let base = [before, &[stem]].concat();
            Genitive::Of { base: self.memory.name(&base, trimming.rules.lists), shown }
        };
        self.memory.names[id as usize].genitive = Some(genitive);
        genitive
    }

    fn article_name(
        &mut self,
        base: NameId,
        seen: &[Found],
        own: &[Place],
        order: usize,
    ) -> PyResult<ArticleName> {
        let kind = match self.given_kind(base)? {
            Some(kind) => kind as usize,
            None => kind_of(self.weights, &self.sums(base), own),
        };
        let mut others = Vec::new();
        for &Found { name: form, .. } in seen {
            if form != base && !others.contains(&form) {
                others.push(form);
            }
        }
        let unsure = kind == NONE;
        let kind = if unsure { PERSON } else { kind as u8 };
        Ok(ArticleName { name: base, kind, others, count: seen.len(), unsure, order })
    }

    fn given_kind(&self, name: NameId) -> PyResult<Option<u8>> {
        let Some(kind) = &self.asked.kind else { return Ok(None) };
        Python::attach(|py| kind.call1(py, (self.memory.text(name),))?.extract(py))
    }

    /// Return the words of a name.
    fn words(&self, name: NameId) -> Vec<Word> {
        let known = self.trimming.known.borrow();
        self.memory.words(name).iter().map(|&word| known.of(word).clone()).collect()
    }

    fn sums(&mut self, name: NameId) -> Sums {
        if let Some(sums) = self.memory.names[name as usize].sums {
            return sums;
        }
        let sums = sums_of(self.trimming, self.weights, &self.words(name));
        self.memory.names[name as usize].sums = Some(sums);
        sums
    }

    /// `_joined`
    fn joined(&mut self, names: Vec<ArticleName>) -> PyResult<Vec<ArticleName>> {
        let (unsure, mut longest): (Vec<_>, Vec<_>) = names.into_iter().partition(|n| n.unsure);
        longest.sort_by_key(|each| usize::MAX - self.memory.names[each.name as usize].size);
        longest.extend(unsure);
        let letters = self.trimming.rules.letters;
        for name in &longest {
            let known = self.trimming.known.borrow();
            self.memory.learn(self.asked, name.name, letters, &known)?;
        }
        let mut kept: Vec<ArticleName> = Vec::new();
        for name in longest {
            match self.whole_of(&name, &kept)? {
                Some(place) => {
                    kept[place].others.push(name.name);
                    kept[place].others.extend(name.others);
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

    /// Put its other forms in order, the longest first.
    fn order_forms(&self, each: &mut ArticleName) {
        if each.others.is_empty() {
            return;
        }
        let text = |form: NameId| self.memory.text(form);
        let rank = |form: NameId| (usize::MAX - text(form).chars().count(), text(form));
        each.others.retain(|&form| form != each.name);
        each.others.sort_by(|&a, &b| rank(a).cmp(&rank(b)));
        each.others.dedup();
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
        let text = |name: NameId| self.memory.text(name);
        Python::attach(|py| part.call1(py, (text(short), text(whole)))?.extract(py))
    }

    /// `_is_form`, of names that were learnt.
    fn is_form(&mut self, short: &ArticleName, whole: &ArticleName) -> PyResult<bool> {
        let (own, parts) = (self.memory.folded(short.name), self.memory.folded(whole.name));
        if own == parts || self.memory.has_alias(short.name, parts) {
            return Ok(true);
        }
        let text = |name: NameId| self.memory.text(name);
        let initials = parts.len() > 1 && own.len() == 1;
        let letters = self.trimming.rules.letters;
        if initials && self.memory.has_initials(whole.name, text(short.name), letters) {
            return Ok(true);
        }
        let is_place = |name: NameId| self.memory.names[name as usize].is_place;
        if is_place(short.name) || is_place(whole.name) {
            return Ok(false);
        }
        let tail = &parts[parts.len().saturating_sub(own.len())..];
        if whole.kind == BODY && short.kind == BODY && own.len() < parts.len() {
            let rest = text(whole.name).strip_prefix(text(short.name));
            let begins =
                rest.is_some_and(|rest| rest.starts_with(" voor ") || rest.starts_with(" van "));
            let begins = begins || self.is_club(rest, text(whole.name));
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

    /// `_is_club`, of a longer name and the rest of it behind a shorter one.
    fn is_club(&self, rest: Option<&str>, whole: &str) -> bool {
        let listed = |name: &str| self.trimming.rules.lists.listed(name);
        let town = rest.and_then(|rest| rest.strip_prefix(' '));
        town.is_some_and(|town| listed(town) & (PLACE | COUNTRY) == PLACE)
            && listed(whole) & lists::BODY != 0
    }

    /// `_alike`
    fn alike(&mut self, words: &[u32], others: &[u32]) -> PyResult<bool> {
        for (&word, &other) in words.iter().zip(others) {
            if word != other && !self.memory.share_key(self.asked, word, other)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
