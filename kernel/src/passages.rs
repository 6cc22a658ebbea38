//! Which passages of an article answer a query best: `indexer/highlight/snippets.py`, in the same
//! figures. All offsets are of characters.

use pyo3::prelude::*;

use crate::char_classes::{CharClasses, SPACE};

/// What a paragraph ends with that is no heading: `_CLOSING` in snippets.py.
const CLOSING: [char; 16] =
    ['.', '!', '?', '…', ':', ';', ',', '"', '\'', '”', '’', '»', ')', ']', '-', '–'];

/// The constants of `indexer/highlight/snippets.py`, which explains them.
#[derive(FromPyObject)]
pub struct PassageRule {
    length: usize,
    one_of_two: usize,
    lead: usize,
    full: f64,
    max_hits: usize,
    max_inside: usize,
    proximity: f64,
    rounding: f64,
    repetition: f64,
    pub family_weight: f64,
}

/// What hits a text: a term of the query, or a part of one that is worth less.
#[derive(Clone, Copy)]
pub struct Kind {
    pub term: usize,
    pub weight: f64,
}

/// A stretch of a text that the query hits; `kind` is the place of its kind.
#[derive(Clone, Copy)]
pub struct Hit {
    pub start: usize,
    pub end: usize,
    pub kind: usize,
}

pub type Mark = (usize, usize);

/// A passage and its marks.
pub type Passage = (String, Vec<Mark>);

/// A text, with what is asked of its characters.
pub struct Body<'a> {
    pub text: &'a [char],
    pub classes: &'a CharClasses,
}

impl PassageRule {
    /// Return the best passages of a text that is not empty, in order: `body_snippets`.
    pub fn passages(&self, body: &Body<'_>, hits: &[Hit], kinds: &[Kind]) -> Vec<Passage> {
        if hits.is_empty() {
            return vec![self.cut(body, 0, hits, self.length)];
        }
        let rarity = rarity(hits, kinds);
        let chosen = Choice { rule: self, body, kinds, rarity: &rarity };
        let begin = chosen.best(&hits[..hits.len().min(self.max_hits)]);
        let end = begin + self.length;
        let term = |hit: &Hit| kinds[hit.kind].term;
        let mut seen = vec![false; rarity.len()];
        for hit in hits.iter().filter(|hit| begin <= hit.start && hit.end <= end) {
            seen[term(hit)] = true;
        }
        let is_near = |hit: &Hit| hit.start + self.length > begin && hit.start < end;
        let others = hits.iter().filter(|hit| !seen[term(hit)] && !is_near(hit));
        let others: Vec<Hit> = others.copied().collect();
        let mut starts = vec![begin];
        if !others.is_empty() {
            starts.push(chosen.best(&others[..others.len().min(self.max_hits)]));
            starts.sort_unstable();
            starts.dedup();
        }
        let length = if starts.len() == 1 { self.length } else { self.one_of_two };
        let stops = starts.iter().copied().skip(1).chain([body.text.len()]);
        let spans = starts.iter().zip(stops);
        spans.map(|(&start, stop)| self.cut(body, start, hits, length.min(stop - start))).collect()
    }

    /// Return the passage from `start`, ended at a sentence or a word, white space collapsed.
    fn cut(&self, body: &Body<'_>, start: usize, hits: &[Hit], length: usize) -> Passage {
        let (end, is_whole) = self.end(body, start, hits, length);
        let begins =
            start == 0 || body.sentence_ends(start.saturating_sub(10), start).any(|m| m.1 == start);
        let inside = hits.iter().filter(|hit| start <= hit.start && hit.end <= end);
        let marks = inside.map(|hit| (hit.start - start, hit.end - start));
        let marks = merged(marks.collect(), end - start);
        let (mut text, mut marks) = body.collapsed(start, end, marks);
        if !begins {
            text.insert_str(0, "… ");
            marks.iter_mut().for_each(|mark| *mark = (mark.0 + 2, mark.1 + 2));
        }
        if !is_whole {
            text.push_str(" …");
        }
        (text, marks)
    }

    /// Return where the passage ends, and whether a sentence ends there.
    fn end(&self, body: &Body<'_>, start: usize, hits: &[Hit], length: usize) -> (usize, bool) {
        let limit = start + length;
        if limit >= body.text.len() {
            return (body.stripped(0, body.text.len()), true);
        }
        let full = start + (length as f64 * self.full) as usize;
        if let Some((stop, end)) = body.sentence_ends(full, limit + 2).last() {
            return (body.stripped(stop, end), true);
        }
        let mut end = body.last_space(start, limit).unwrap_or(limit);
        for hit in hits {
            if start < hit.start && hit.start < end && end < hit.end {
                end = hit.start;
            }
        }
        (body.stripped(start, end), false)
    }
}

/// What the best passage is chosen by; `rarity` is the weight of each term in this article.
struct Choice<'a> {
    rule: &'a PassageRule,
    body: &'a Body<'a>,
    kinds: &'a [Kind],
    rarity: &'a [f64],
}

impl Choice<'_> {
    /// Return where the best passage begins.
    fn best(&self, hits: &[Hit]) -> usize {
        let rule = self.rule;
        let (mut best, mut start) = (0.0, 0);
        for (number, first) in hits.iter().enumerate() {
            let within = &hits[number..hits.len().min(number + rule.max_inside)];
            let stop = within.partition_point(|hit| hit.end <= first.start + rule.length);
            if self.worth(&within[..stop], rule.proximity) <= best {
                continue; // where the passage begins can only leave some out
            }
            let begin = self.begin(first.start);
            let stop = within[..stop].partition_point(|hit| hit.end <= begin + rule.length);
            let Some(last) = within[..stop].last() else { continue };
            let reach = last.end as f64 - first.start as f64;
            let proximity = rule.proximity * (1.0 - reach / rule.length as f64);
            let score = self.worth(&within[..stop], proximity);
            if score > best + rule.rounding {
                (best, start) = (score, begin);
            }
        }
        start
    }

    /// Return what a passage with these hits is worth.
    fn worth(&self, hits: &[Hit], proximity: f64) -> f64 {
        let mut met: Vec<usize> = Vec::with_capacity(hits.len());
        let mut weights: Vec<(usize, f64)> = Vec::with_capacity(hits.len());
        for hit in hits {
            if met.contains(&hit.kind) {
                continue;
            }
            met.push(hit.kind);
            let Kind { term, weight } = self.kinds[hit.kind];
            match weights.iter_mut().find(|(other, _)| *other == term) {
                Some((_, sum)) => *sum += weight,
                None => weights.push((term, weight)),
            }
        }
        let terms = weights.iter().map(|&(term, weight)| self.rarity[term] * weight.min(1.0));
        let terms = terms.fold(0.0, |sum, each| sum + each);
        let proximity = if weights.len() > 1 { proximity } else { 0.0 };
        terms + self.rule.repetition * hits.len() as f64 + proximity
    }

    /// Return where a passage that shows this hit begins: at a sentence, else at a word.
    fn begin(&self, hit: usize) -> usize {
        let earliest = hit.saturating_sub(self.rule.length / 2);
        if let Some((_, end)) = self.body.sentence_ends(earliest, hit).last() {
            return end;
        }
        if earliest == 0 {
            return 0;
        }
        self.body.first_space(hit.saturating_sub(self.rule.lead), hit).unwrap_or(hit)
    }
}

impl Body<'_> {
    #[inline]
    fn is_space(&self, place: usize) -> bool {
        self.classes.of(self.text[place]) & SPACE != 0
    }

    /// Return the end of the white space from a place on.
    fn spaces(&self, place: usize, limit: usize) -> usize {
        (place..limit).find(|&at| !self.is_space(at)).unwrap_or(limit.max(place))
    }

    /// Return the ends of sentences between two places, as `SENTENCE_END` finds them.
    fn sentence_ends(&self, start: usize, limit: usize) -> impl Iterator<Item = Mark> {
        let limit = limit.min(self.text.len());
        let mut at = start;
        std::iter::from_fn(move || {
            while at < limit {
                if let Some(end) = self.sentence_end(at, limit) {
                    let begin = std::mem::replace(&mut at, end);
                    return Some((begin, end));
                }
                at += 1;
            }
            None
        })
    }

    /// Return the end of what ends a sentence or a paragraph at a place.
    fn sentence_end(&self, at: usize, limit: usize) -> Option<usize> {
        match self.text[at] {
            '.' | '!' | '?' | '…' => {
                let is_quote = |c: char| matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']');
                let signs = (at + 1..limit).find(|&place| !is_quote(self.text[place]));
                let signs = signs.unwrap_or(limit);
                let end = self.spaces(signs, limit);
                (end > signs).then_some(end)
            }
            '\n' => {
                let end = self.spaces(at + 1, limit);
                (at + 1..end).rev().find(|&place| self.text[place] == '\n').map(|last| last + 1)
            }
            _ => None,
        }
    }

    /// Return the end of the first white space between two places.
    fn first_space(&self, start: usize, limit: usize) -> Option<usize> {
        let begin = (start..limit).find(|&place| self.is_space(place))?;
        Some(self.spaces(begin, limit))
    }

    /// Return where the last white space between two places begins.
    fn last_space(&self, start: usize, limit: usize) -> Option<usize> {
        let last = (start..limit).rev().find(|&place| self.is_space(place))?;
        Some(
            (start..last).rev().find(|&place| !self.is_space(place)).map_or(start, |word| word + 1),
        )
    }

    /// Return where a stretch ends without the white space at its end.
    fn stripped(&self, start: usize, end: usize) -> usize {
        (start..end).rev().find(|&place| !self.is_space(place)).map_or(start, |last| last + 1)
    }

    /// Return a stretch with every run of white space as one space, and its marks moved along.
    /// A dot parts what stands as a paragraph without a closing sign from the next.
    fn collapsed(&self, start: usize, end: usize, mut marks: Vec<Mark>) -> Passage {
        let mut text = String::with_capacity(end - start + 16);
        let mut gaps: Vec<(usize, isize)> = Vec::new(); // where runs end, and what they lose
        let mut at = start;
        while at < end {
            if !self.is_space(at) {
                text.push(self.text[at]);
                at += 1;
                continue;
            }
            let run = self.spaces(at, end);
            let gap = self.gap(start, at, run);
            gaps.push((run - start, (run - at) as isize - gap.chars().count() as isize));
            text.push_str(gap);
            at = run;
        }
        let moved = |place: usize| -> usize {
            let lost = gaps.iter().take_while(|(end, _)| *end <= place);
            place.saturating_add_signed(-lost.map(|(_, size)| size).sum::<isize>())
        };
        for mark in &mut marks {
            *mark = (moved(mark.0), moved(mark.1));
        }
        (text, marks)
    }

    /// Return what stands for the white space between two places of a stretch.
    fn gap(&self, start: usize, at: usize, run: usize) -> &'static str {
        let lines = self.text[at..run].iter().filter(|&&c| c == '\n').count();
        let is_closed = at == start || CLOSING.contains(&self.text[at - 1]);
        if lines > 1 && !is_closed { " · " } else { " " }
    }
}

/// Return the weight of each term in this article, 1 to 2: the rarer it is here, the more.
fn rarity(hits: &[Hit], kinds: &[Kind]) -> Vec<f64> {
    let terms = kinds.iter().map(|kind| kind.term + 1).max().unwrap_or(0);
    let mut counts = vec![0u32; terms];
    for hit in hits {
        counts[kinds[hit.kind].term] += 1;
    }
    counts.into_iter().map(|count| 1.0 + 1.0 / f64::from(count.max(1))).collect()
}

/// Return marks in order, within a length and not empty; those that touch become one: `merge_marks`.
pub fn merged(mut marks: Vec<Mark>, length: usize) -> Vec<Mark> {
    marks.iter_mut().for_each(|mark| mark.1 = mark.1.min(length));
    marks.sort_unstable();
    let mut joined: Vec<Mark> = Vec::with_capacity(marks.len());
    for (start, end) in marks.into_iter().filter(|(start, end)| start < end) {
        match joined.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => joined.push((start, end)),
        }
    }
    joined
}
