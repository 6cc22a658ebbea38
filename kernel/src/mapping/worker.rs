//! The threads that read articles ahead, without Python: one scans a batch, and writes what the index
//! has of it once the terms of its words are known; the other finds out the rest.

use std::any::Any;
use std::collections::VecDeque;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender};

use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;

use super::memory::{Limits, Memory, Scan, Written};
use super::{GivenRow, TermMapper, as_row};
use crate::fingerprint::{Fingerprinter, Parts};
use crate::names::{Letter, NameUsage};
use crate::panics::what_panicked;

/// An article that is read: its title, its body, and whether the body repeats the title.
pub type Article = (PyBackedStr, PyBackedStr, bool);

/// What Python's thread asks for: first to scan a batch, then to write it, in the same order.
pub enum Message {
    Scan(Batch, Vec<Letter>),
    Write(Batch, Vec<GivenRow>, Vec<Letter>),
}

/// Some articles, and what was found in them.
#[derive(Default)]
pub struct Batch {
    pub articles: Vec<Article>,
    /// The words that Python is to give the terms of.
    pub words: Vec<String>,
    /// The characters that it is the first to have.
    letters: Vec<Letter>,
    scan: Scan,
    tokens: Vec<(Range<usize>, Range<usize>)>,
    pub written: Vec<Written>,
    /// What the fingerprint of each has, None where it is too short for one.
    pub fingerprints: Vec<Option<Parts>>,
    /// The types that they are the first to have, where terms are told by these: `Types::told`.
    pub types: String,
    /// What the names of each are found by, None where Python is to read it.
    pub runs: Vec<Option<Vec<u8>>>,
}

impl Batch {
    /// Articles of which nothing was found yet.
    pub fn of(articles: Vec<Article>) -> Self {
        Self { articles, ..Self::default() }
    }
}

/// A batch, or what went wrong with it.
pub type Answer = Result<Batch, String>;

/// Does what is asked for until nobody asks any more.
pub struct Worker {
    pub mapper: Py<TermMapper>,
    pub limits: Limits,
    /// Whether terms are told by the numbers of types, not as texts.
    pub by_types: bool,
    pub scanned: Sender<Answer>,
    pub written: Sender<Answer>,
}

impl Worker {
    pub fn run(&self, messages: &Receiver<Message>) {
        let mut waiting = VecDeque::new();
        for message in messages {
            let done = match message {
                Message::Scan(batch, letters) => {
                    waiting.push_back((batch, letters));
                    Ok(())
                }
                Message::Write(batch, rows, letters) => {
                    let answer = answered(|| self.written(batch, &rows, letters));
                    self.written.send(answer).map_err(drop)
                }
            };
            let scanned = self.scan_waiting(&mut waiting);
            if done.and(scanned).is_err() {
                return; // nobody waits for the answer
            }
        }
    }

    /// Scan the batches that wait; but as long as the memory is full and words in it are wanted,
    /// none.
    fn scan_waiting(&self, waiting: &mut VecDeque<(Batch, Vec<Letter>)>) -> Result<(), ()> {
        while !waiting.is_empty() && !self.memory().is_busy() {
            let (batch, letters) = waiting.pop_front().expect("one waits");
            let answer = answered(|| self.scanned(batch, letters));
            self.scanned.send(answer).map_err(drop)?;
        }
        Ok(())
    }

    fn scanned(&self, mut batch: Batch, letters: Vec<Letter>) -> Answer {
        let mut memory = self.memory();
        for letter in &letters {
            memory.classes.insert(letter.character, letter.class);
        }
        batch.scan = memory.begin(true);
        for (title, body, _) in &batch.articles {
            let title = memory.scan(title, &mut batch.scan);
            batch.tokens.push((title, memory.scan(body, &mut batch.scan)));
        }
        self.mapper.get().fill_by_rules(&mut memory, &mut batch.scan)?;
        batch.words = memory.unknown(&batch.scan).map(str::to_owned).collect();
        batch.letters = letters;
        Ok(batch)
    }

    fn written(&self, mut batch: Batch, rows: &[GivenRow], letters: Vec<Letter>) -> Answer {
        let mut memory = self.memory();
        for letter in &letters {
            memory.classes.insert(letter.character, letter.class);
        }
        for (number, row) in rows.iter().enumerate() {
            memory.fill(&mut batch.scan, number, as_row(row))?;
        }
        for ((_, _, repeated), tokens) in batch.articles.iter().zip(batch.tokens.drain(..)) {
            let all = !self.by_types;
            batch.written.push(memory.article(&batch.scan, tokens, *repeated, self.limits, all));
        }
        if self.by_types {
            batch.types = memory.sequence.types.told();
        }
        memory.end(&batch.scan);
        Ok(batch)
    }

    fn memory(&self) -> std::sync::MutexGuard<'_, Memory> {
        self.mapper.get().memory.lock().unwrap_or_else(|held| held.into_inner())
    }
}

/// Finds out, of batches that are written, what needs none of what was learnt of words: what
/// fingerprints have, and what names are found by.
pub struct Finisher {
    pub usage: Option<Py<NameUsage>>,
    pub fingerprinter: Py<Fingerprinter>,
    pub finished: Sender<Answer>,
}

impl Finisher {
    pub fn run(&self, written: &Receiver<Answer>) {
        for answer in written {
            let done = answer.and_then(|batch| answered(|| self.finished(batch)));
            if self.finished.send(done).is_err() {
                return; // nobody waits for the answer
            }
        }
    }

    fn finished(&self, mut batch: Batch) -> Answer {
        let fingerprinter = self.fingerprinter.get();
        let parts = |each: &Written| fingerprinter.parts_of(&each.opening, &each.title[2]);
        batch.fingerprints = batch.written.iter().map(parts).collect();
        if let Some(usage) = &self.usage {
            usage.get().take_letters(std::mem::take(&mut batch.letters));
            let texts = batch.articles.iter().map(|(title, body, _)| (&**title, &**body));
            batch.runs = usage.get().read_articles(texts);
        }
        Ok(batch)
    }
}

/// Do some work; a panic in it is what went wrong.
fn answered(work: impl FnOnce() -> Answer) -> Answer {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic: Box<dyn Any + Send>| {
        Err(format!("the compiled kernel failed: {}", what_panicked(&*panic)))
    })
}
