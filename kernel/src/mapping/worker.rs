//! The threads that read articles ahead, without Python: one scans a batch, and writes what the index
//! has of it once the terms of its words are known; the other finds out the rest.

use std::any::Any;
use std::collections::VecDeque;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};

use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;

use super::memory::{Limits, Memory, Scan, Written};
use super::{GivenRow, TermMapper, as_row};
use crate::fingerprint::{Fingerprinter, Parts};
use crate::names::{Letter, NameUsage};
use crate::panics::what_panicked;
use crate::plain_articles::Texts;

/// An article that is read: its title, its body, and whether the body repeats the title.
type Article = (PyBackedStr, PyBackedStr, bool);

/// Articles in a row, as Python has them or as lines had them.
pub enum Part {
    Given(Vec<Article>),
    Plain(Arc<Texts>),
}

impl Part {
    /// Texts that have all characters of the articles.
    pub fn letters(&self) -> Vec<&str> {
        match self {
            Self::Given(articles) => {
                articles.iter().flat_map(|(title, body, _)| [&**title, &**body]).collect()
            }
            Self::Plain(texts) => vec![&texts.letters],
        }
    }

    fn each(&self) -> Box<dyn Iterator<Item = (&str, &str, bool)> + '_> {
        match self {
            Self::Given(articles) => Box::new(
                articles.iter().map(|(title, body, repeated)| (&**title, &**body, *repeated)),
            ),
            Self::Plain(texts) => Box::new(texts.each()),
        }
    }
}

/// What Python's thread asks for: first to scan a batch, then to write it, in the same order.
pub enum Message {
    Scan(Batch, Vec<Letter>),
    Write(Batch, Vec<GivenRow>, Vec<Letter>),
}

/// Some articles, and what was found in them.
#[derive(Default)]
pub struct Batch {
    parts: Vec<Part>,
    /// The words that Python is to give the terms of.
    pub words: Vec<String>,
    /// The characters that it is the first to have.
    letters: Vec<Letter>,
    scan: Scan,
    tokens: Vec<(Range<usize>, Range<usize>)>,
    pub written: Vec<Written>,
    /// What the fingerprint of each has, None where it is too short for one.
    pub fingerprints: Vec<Option<Parts>>,
    /// The types that they are the first to have, where terms are told by these: `Numbered::told`.
    pub types: String,
    /// What the names of each are found by, None where Python is to read it.
    pub runs: Vec<Option<Vec<u8>>>,
}

impl Batch {
    /// Articles of which nothing was found yet.
    pub fn of(parts: Vec<Part>) -> Self {
        Self { parts, ..Self::default() }
    }

    /// Title and body of each article, and whether the body repeats the title.
    fn articles(&self) -> impl Iterator<Item = (&str, &str, bool)> {
        self.parts.iter().flat_map(Part::each)
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
        let mut scan = memory.begin(true);
        let tokens = batch.articles().map(|(title, body, _)| {
            let title = memory.scan(title, &mut scan);
            (title, memory.scan(body, &mut scan))
        });
        batch.tokens = tokens.collect();
        batch.scan = scan;
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
        let tokens = std::mem::take(&mut batch.tokens);
        let written = batch.articles().zip(tokens).map(|((_, _, repeated), tokens)| {
            memory.article(&batch.scan, tokens, repeated, self.limits, !self.by_types)
        });
        batch.written = written.collect();
        if self.by_types {
            batch.types = memory.told();
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
            let texts = batch.articles().map(|(title, body, _)| (title, body));
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
