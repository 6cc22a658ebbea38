//! What of a word hits which term of a query: `HitFinder._token_hits` in `indexer/highlight/matcher.py`,
//! by what `targets.py` says of the query and of words.

use std::cmp::Reverse;
use std::collections::HashSet;

use hashbrown::HashSet as QuickSet;
use pyo3::prelude::*;

use crate::term_cache::Row;
use crate::word_index::Channel;

/// What a query may hit of a word: `Hittable`.
#[derive(Default, FromPyObject)]
pub struct Hittable {
    pub exact: String,
    pub stems: Vec<String>,
    pub names: Vec<String>,
    pub pieces: Vec<Piece>,
}

/// A piece of a word: its letters, how many of them are marked, and its part terms.
type Piece = (usize, usize, Vec<String>);

/// What hits a term of the query, as Python has it: `QueryTarget`.
#[derive(FromPyObject)]
pub struct AskedTarget {
    whole: HashSet<String>,
    parts: HashSet<String>,
    sequences: Vec<Vec<String>>,
    family: HashSet<String>,
}

/// A hit within a word: start, end, term, part and weight.
pub type FoundHit = (usize, usize, usize, String, f64);

/// Terms in the three channels.
#[derive(Default)]
struct Terms<'a> {
    exact: QuickSet<&'a str>,
    stem: QuickSet<&'a str>,
    part: QuickSet<&'a str>,
}

/// The terms of a query, each with what of a word hits it; `tags` are those of which a word that is
/// hit has one.
pub struct Targets<'a> {
    each: Vec<Target<'a>>,
    tags: Terms<'a>,
    in_rows: QuickSet<&'a str>,
    family_weight: f64,
}

/// What hits a term: the whole of a word by one of these, a piece by its part term.
struct Target<'a> {
    whole: Terms<'a>,
    parts: &'a HashSet<String>,
    family: &'a HashSet<String>,
}

impl<'a> Terms<'a> {
    /// Add terms that have the sign of their channel in front of them.
    fn add(&mut self, tags: &'a HashSet<String>) {
        for tag in tags {
            if let Some(term) = tag.strip_prefix('=') {
                self.exact.insert(term);
            } else if let Some(term) = tag.strip_prefix('~') {
                self.stem.insert(term);
            } else if let Some(term) = tag.strip_prefix('+') {
                self.part.insert(term);
            }
        }
    }
}

/// Say whether one of the terms between spaces is among others.
fn has_any(terms: &QuickSet<&str>, joined: &str) -> bool {
    !terms.is_empty() && joined.split(' ').any(|term| terms.contains(term))
}

impl<'a> Targets<'a> {
    pub fn new(asked: &'a [AskedTarget], family_weight: f64) -> Self {
        let mut tags = Terms::default();
        for target in asked {
            tags.add(&target.whole);
            tags.part.extend(target.parts.iter().chain(&target.family).map(String::as_str));
        }
        let rows = asked.iter().flat_map(|target| target.sequences.iter().flatten());
        let in_rows: QuickSet<&str> = rows.map(String::as_str).collect();
        tags.exact.extend(&in_rows);
        let of = |AskedTarget { whole: tags, parts, family, .. }: &'a AskedTarget| {
            let mut whole = Terms::default();
            whole.add(tags);
            Target { whole, parts, family }
        };
        Self { each: asked.iter().map(of).collect(), tags, in_rows, family_weight }
    }

    /// Say whether an exact term hits in a row with others.
    pub fn have_in_a_row(&self, exact: &str) -> bool {
        self.in_rows.contains(exact)
    }

    /// Return the terms of which a word that may be hit has one.
    pub fn tags(&self) -> impl Iterator<Item = (Channel, &'a str)> {
        let Terms { exact, stem, part } = &self.tags;
        let each = [(Channel::Exact, exact), (Channel::Stem, stem), (Channel::Part, part)];
        each.into_iter().flat_map(|(channel, terms)| terms.iter().map(move |&term| (channel, term)))
    }

    /// Say whether a word with these terms may be hit.
    pub fn may_hit(&self, row: Row<'_>) -> bool {
        !row.exact.is_empty()
            && (self.tags.exact.contains(row.exact)
                || (!row.stem.is_empty()
                    && (has_any(&self.tags.stem, row.stem) || has_any(&self.tags.part, row.part))))
    }

    /// Return where a word of so many letters is hit, by its row alone: one without a sign, of which
    /// that has all terms. None where its pieces, or the keys of names among its parts, decide.
    pub fn by_row(&self, row: Row<'_>, length: usize) -> Option<Vec<FoundHit>> {
        if row.exact.is_empty() {
            return Some(Vec::new());
        }
        let hits = |target: &Target<'_>| {
            target.whole.exact.contains(row.exact) || has_any(&target.whole.stem, row.stem)
        };
        let part = if row.stem.is_empty() { "" } else { row.part };
        let first = self.each.iter().position(hits);
        let mut before = self.each[..first.unwrap_or(self.each.len())].iter();
        if before.any(|target| has_any(&target.whole.part, part)) {
            return None;
        }
        if let Some(term) = first {
            return Some(vec![(0, length, term, String::new(), 1.0)]);
        }
        if !has_any(&self.tags.part, part) {
            return Some(Vec::new());
        }
        let is_one_piece = !part.contains(' ');
        is_one_piece.then(|| {
            let terms = [part];
            let hit = self.piece_hit(&terms);
            let found = hit.map(|(term, part, weight)| (0, length, term, part.to_owned(), weight));
            found.into_iter().collect()
        })
    }

    /// Return where a word of so many letters is hit.
    pub fn hits(&self, word: &Hittable, length: usize) -> Vec<FoundHit> {
        let hits = |Target { whole, .. }: &Target<'_>| {
            let has = |terms: &QuickSet<&str>, own: &[String]| {
                own.iter().any(|term| terms.contains(term.as_str()))
            };
            whole.exact.contains(word.exact.as_str())
                || has(&whole.stem, &word.stems)
                || has(&whole.part, &word.names)
        };
        if let Some(term) = self.each.iter().position(hits) {
            return vec![(0, length, term, String::new(), 1.0)];
        }
        let (mut found, mut start) = (Vec::new(), 0);
        for (length, marked, terms) in &word.pieces {
            if let Some((term, part, weight)) = self.piece_hit(terms) {
                found.push((start, start + marked, term, part.to_owned(), weight));
            }
            start += length;
        }
        found
    }

    /// Return the term of the query that these part terms hit, by which of them, and its weight.
    fn piece_hit<'t>(&self, terms: &'t [impl AsRef<str>]) -> Option<(usize, &'t str, f64)> {
        let each = || self.each.iter().enumerate();
        let terms = || terms.iter().map(AsRef::as_ref);
        let by_part = each().find_map(|(number, target)| {
            let part = terms().find(|&term| target.parts.contains(term))?;
            Some((number, part, 1.0 / target.parts.len() as f64))
        });
        by_part.or_else(|| {
            each().find_map(|(number, target)| {
                let relative = terms().find(|&term| target.family.contains(term))?;
                Some((number, relative, self.family_weight))
            })
        })
    }
}

/// Sort hits by where they begin, and keep of those that overlap the longest that begins first.
pub fn without_overlap<Hit>(
    found: &mut Vec<Hit>,
    start_end_term: impl Fn(&Hit) -> (usize, usize, usize),
) {
    found.sort_by_key(|hit| {
        let (start, end, term) = start_end_term(hit);
        (start, Reverse(end), term)
    });
    let mut reached = 0;
    found.retain(|hit| {
        let (start, end, _) = start_end_term(hit);
        let is_apart = start >= reached;
        if is_apart {
            reached = end;
        }
        is_apart
    });
}
