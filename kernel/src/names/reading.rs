//! What an article is kept as until it is known which of its runs are names: its runs by number.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::candidates::{Part, Rules, is_capital};
use super::kinds::{Place, before};
use super::lines::{Line, Places, Run, Span};
use super::lists::{Lists, kind};
use super::recent::Recent;
use super::shapes::{SAYS, Shapes};
use super::spelt::words_of;
use super::texts::Texts;
use crate::char_classes::WORD;
use crate::mapping::Placed;
use crate::tokens::is_hyphen;

const SIZE: usize = 7; // bytes of a run in an article
const RUNS: usize = 1 << 15; // at hand
const WORDS: usize = 1 << 9;
const GAP_AFTER: u8 = 1;
const SAYING_AFTER: u8 = 2;
const FIRST: u8 = 4;
const SHOUTED: u8 = 8;

/// What takes the parts of a text.
type Take<'a, 't> = dyn FnMut(&Line<'t>, Part<'t>) + 'a;

/// Whether nothing follows a name, or a verb of saying.
#[derive(Clone, Copy)]
pub struct After {
    pub gap: bool,
    pub saying: bool,
}

/// The runs that were met, by number, and what the words before them tell.
#[derive(Default)]
pub struct Reading {
    runs: Texts,
    recent_runs: Recent<u32, RUNS>,
    /// Whether the words of a run were given.
    given: Vec<bool>,
    before: Texts,
    tells: Vec<u16>,
    recent_before: Recent<u16, WORDS>,
    /// Whether a word is a verb of saying.
    recent_after: Recent<bool, WORDS>,
    key: String,
}

impl Reading {
    /// Return how many runs there are.
    pub fn len(&self) -> usize {
        self.runs.len()
    }

    /// Return a run by its number.
    pub fn run(&self, number: u32) -> Run<'_> {
        Run::read(self.runs.text(number))
    }

    /// Write the runs of a text behind `kept`; call `take` with the words of which the usage is
    /// asked to find its names: `words_of`, but that those of a run are given once.
    pub fn keep(
        &mut self,
        text: &str,
        rules: Rules<'_>,
        kept: &mut Vec<u8>,
        take: &mut dyn FnMut(&str),
    ) {
        self.keep_parts((rules, None), kept, take, |take| rules.read(text, take));
    }

    /// Do the same of a text whose tokens were found, with the shapes of words.
    pub fn keep_tokened(
        &mut self,
        text: &str,
        (tokens, shapes): (impl Iterator<Item = Placed>, &Shapes),
        rules: Rules<'_>,
        kept: &mut Vec<u8>,
        take: &mut dyn FnMut(&str),
    ) {
        let read = (rules, Some(shapes));
        self.keep_parts(read, kept, take, |take| rules.read_tokened(text, tokens, shapes, take));
    }

    fn keep_parts<'t>(
        &mut self,
        (rules, shapes): (Rules<'_>, Option<&Shapes>),
        kept: &mut Vec<u8>,
        take: &mut dyn FnMut(&str),
        read: impl FnOnce(&mut Take<'_, 't>),
    ) {
        let mut words_in = |text: &str| words_of(text, rules.letters, rules.lists, take);
        let mut done = 0; // where what was widened ends
        let mut widen = |line: &Line<'_>, part: &str, words_in: &mut dyn FnMut(&str)| {
            if part.as_ptr().addr() + part.len() > done {
                let wide = widened(line, part);
                done = wide.as_ptr().addr() + wide.len();
                words_in(wide);
            }
        };
        read(&mut |line: &Line<'t>, part: Part<'t>| match part {
            Part::Word(word) if word.contains(is_capital) => widen(line, word, &mut words_in),
            Part::Word(_) => {}
            Part::Span(span) => {
                let number = self.number(&rules.told(span.run), span.places.own.zip(shapes));
                if is_joined(line, span.run.text, rules) {
                    widen(line, span.run.text, &mut words_in);
                } else if !std::mem::replace(&mut self.given[number as usize], true) {
                    words_in(span.run.text);
                }
                self.put(number, &span, (rules, shapes), kept);
            }
        });
    }

    /// Return the number of a run, which may be a word of such a place.
    fn number(&mut self, run: &Run<'_>, own: Option<(u32, &Shapes)>) -> u32 {
        let mut number = || {
            run.put(&mut self.key);
            let number = self.recent_runs.of(&self.key, || self.runs.number(&self.key));
            if number as usize == self.given.len() {
                self.given.push(false);
            }
            number
        };
        match own {
            Some((place, shapes)) if !run.shouted && !run.hyphened => shapes.run(place, number),
            _ => number(),
        }
    }

    fn put(
        &mut self,
        number: u32,
        span: &Span<'_>,
        (rules, shapes): (Rules<'_>, Option<&Shapes>),
        kept: &mut Vec<u8>,
    ) {
        let Places { before: at, after: follows, .. } = span.places;
        let features = match at.zip(shapes) {
            Some((place, shapes)) => shapes.tells(place, || told(span.before, rules)),
            None => self.tells(span.before, rules),
        };
        let saying = match follows.zip(shapes) {
            Some((place, shapes)) => shapes.met(place) & SAYS != 0,
            None => {
                !span.after.is_empty() && {
                    let says = || after(rules.lists, span.after).saying;
                    self.recent_after.of(span.after, says)
                }
            }
        };
        let holds = [
            (GAP_AFTER, span.after.is_empty()),
            (SAYING_AFTER, saying),
            (FIRST, span.first),
            (SHOUTED, span.run.shouted),
        ];
        let bits = holds.iter().map(|&(bit, holds)| bit * u8::from(holds)).sum();
        kept.extend(number.to_le_bytes());
        kept.extend(features.to_le_bytes());
        kept.push(bits);
    }

    /// Return what a word tells of a name after it.
    fn tells(&mut self, word: &str, rules: Rules<'_>) -> u16 {
        if word.is_empty() {
            return 0;
        }
        self.recent_before.of(word, || {
            let number = self.before.number(word) as usize;
            if number == self.tells.len() {
                self.tells.push(told(word, rules));
            }
            self.tells[number]
        })
    }
}

/// Return the runs of an article, each by number with its place. ValueError for what `keep` did not
/// write.
pub fn kept(bytes: &[u8]) -> PyResult<impl Iterator<Item = (u32, Place)>> {
    let (runs, rest) = bytes.as_chunks::<SIZE>();
    if !rest.is_empty() {
        return Err(PyValueError::new_err("no runs of an article"));
    }
    Ok(runs.iter().map(|&[a, b, c, d, low, high, bits]| {
        let place = Place {
            before: u16::from_le_bytes([low, high]),
            gap_after: bits & GAP_AFTER != 0,
            saying_after: bits & SAYING_AFTER != 0,
            first: bits & FIRST != 0,
            shouted: bits & SHOUTED != 0,
        };
        (u32::from_le_bytes([a, b, c, d]), place)
    }))
}

/// Return what a word tells of the name after it.
fn told(word: &str, rules: Rules<'_>) -> u16 {
    before(rules.lists, &rules.letters.lower(word))
}

/// Return what a word tells of the name before it; the empty word stands for none.
pub fn after(lists: &Lists, word: &str) -> After {
    After { gap: word.is_empty(), saying: lists.has(word, kind::SAY) }
}

/// Say whether a sign joins a part of a line to a word beside it, as `words_of` sees words.
fn is_joined(line: &Line<'_>, part: &str, rules: Rules<'_>) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(|c| rules.letters.is(c, WORD));
    let joins = |sign: Option<char>, next: Option<char>| {
        is_word(sign) || (sign.is_some_and(is_sign) && is_word(next))
    };
    let (before, after) = line.around(part);
    if before.ends_with(' ') && after.starts_with(' ') {
        return false; // as most are
    }
    let (mut before, mut after) = (before.chars().rev(), after.chars());
    joins(before.next(), before.next()) || joins(after.next(), after.next())
}

fn is_sign(c: char) -> bool {
    is_hyphen(c) || matches!(c, '.' | '\'' | '’' | '&')
}

/// Return a part of a line with all that no white space parts from it.
fn widened<'a>(line: &Line<'a>, part: &str) -> &'a str {
    let (before, after) = line.around(part);
    let start = before.char_indices().rev().find(|(_, c)| c.is_whitespace());
    let start = start.map_or(0, |(at, c)| at + c.len_utf8());
    let end = after.find(char::is_whitespace).unwrap_or(after.len());
    &line.text[start..line.text.len() - after.len() + end]
}
