//! Runs that one thread decides ahead of the other, which joins the names of articles.

use std::cell::RefCell;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::archive::Archive;
use super::candidates::Rules;
use super::facts::{KnownWords, Word};
use super::kinds::{Sums, Weights, sums_of};
use super::lines::Run;
use super::reading::{After, Reading, after, kept};
use super::trimming::{Trimming, Words};

const MAX_NAMES: usize = 300_000; // decided until all is forgotten, as `memory` does

/// Some runs that were decided, and the words of their names.
#[derive(Default)]
pub struct Decided {
    runs: Vec<DecidedRun>,
    /// Where each name ends among the words, and its sums.
    names: Vec<(u32, Sums)>,
    words: Vec<Word>,
}

struct DecidedRun {
    number: u32,
    first: bool,
    begins: bool,
    noun: Option<After>,
    /// Where its names end among all names.
    end: u32,
}

/// A run with the names in it: `decide`.
pub struct RunDecided<'a> {
    pub number: u32,
    pub first: bool,
    pub begins: bool,
    pub noun: Option<After>,
    pub names: Vec<(Words<'a>, Sums)>,
}

impl Decided {
    /// Return the runs, in their order.
    pub fn runs(&self) -> impl Iterator<Item = RunDecided<'_>> {
        let (mut name, mut word) = (0, 0);
        self.runs.iter().map(move |&DecidedRun { number, first, begins, noun, end }| {
            let ends = &self.names[name..end as usize];
            name = end as usize;
            let names = ends.iter().map(|&(end, sums)| {
                let start = std::mem::replace(&mut word, end as usize);
                (&self.words[start..end as usize], sums)
            });
            RunDecided { number, first, begins, noun, names: names.collect() }
        })
    }
}

/// What the thread that decides remembers.
#[derive(Default)]
pub struct Ahead {
    words: RefCell<KnownWords>,
    /// Which runs were decided, within a sentence and where one begins with them.
    done: Vec<[bool; 2]>,
    names: usize,
}

impl Ahead {
    /// Decide the runs of some articles that were not decided before. ValueError for what are none.
    pub fn decide<R: AsRef<[u8]>>(
        &mut self,
        articles: &[R],
        reading: &Reading,
        (rules, archive, weights): (Rules<'_>, &Archive, &Weights),
    ) -> PyResult<Decided> {
        if self.names > MAX_NAMES {
            *self = Self::default();
        }
        let Self { words: known, done, names } = self;
        let trimming = Trimming { rules, archive, known };
        done.resize(reading.len(), [false; 2]);
        let mut found = Decided::default();
        for article in articles {
            for (number, place) in kept(article.as_ref())? {
                let done = done.get_mut(number as usize).ok_or_else(not_met)?;
                if !done[usize::from(place.first)] {
                    let begins = found.add(number, place.first, reading, (trimming, weights));
                    done[usize::from(place.first)] = true;
                    done[usize::from(!place.first)] |= !begins;
                }
            }
        }
        *names += found.names.len();
        Ok(found)
    }
}

impl Decided {
    fn add(
        &mut self,
        number: u32,
        first: bool,
        reading: &Reading,
        (trimming, weights): (Trimming<'_>, &Weights),
    ) -> bool {
        let Self { runs, names, words } = self;
        let (begins, noun) = decide(trimming, &reading.run(number), first, &mut |name| {
            words.extend_from_slice(name);
            names.push((words.len() as u32, sums_of(trimming, weights, name)));
        });
        runs.push(DecidedRun { number, first, begins, noun, end: names.len() as u32 });
        begins
    }
}

/// Call `take` with each name in a run, with which a sentence may begin. Return whether they are
/// others where none does, and what the run's own last noun tells of what follows them.
pub fn decide(
    trimming: Trimming<'_>,
    run: &Run<'_>,
    first: bool,
    take: &mut dyn FnMut(Words<'_>),
) -> (bool, Option<After>) {
    let Some((words, noun)) = trimming.rules.candidate(run) else { return (false, None) };
    let words: Vec<Word> = words.iter().map(|word| trimming.word(word)).collect();
    let begins = trimming.names_in_run(&words, first, run.shouted, take);
    (begins, noun.map(|noun| after(trimming.rules.lists, &noun)))
}

/// Return the error for a run that no reading has.
pub fn not_met() -> PyErr {
    PyValueError::new_err("a run that was not met")
}
