//! The threads that read articles ahead, without Python: one scans a batch, and writes what the index
//! has of it once the terms of its words are known; another finds out these, the last one the rest.

use std::any::Any;
use std::collections::VecDeque;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, TryRecvError};
use std::sync::{Arc, Weak};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;

use super::by_rules::ByRules;
use super::memory::{Limits, Memory, Written};
use super::scan::Scan;
use super::{GivenRow, TermMapper, as_row};
use crate::fingerprint::{Fingerprinter, Parts};
use crate::names::{Letter, NameUsage, Shapes};
use crate::panics::what_panicked;
use crate::plain_articles::Texts;

/// What is behind each word of several in one text: no word has it.
const END: &str = "\0";

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

/// What others send: batches, the terms that rules have for the words of one, and those that Python
/// was asked for.
pub enum Message {
    Begin(Batch, Vec<Letter>),
    ByRules(PyResult<ByRules>),
    Terms(PyResult<Vec<GivenRow>>, Vec<Letter>),
}

/// What it is told: words whose terms it is to send, or a batch that is done, in the order in which
/// they were begun.
pub enum Told {
    Asked(Vec<String>),
    Done(Answer),
}

/// Some articles, and what was found in them.
#[derive(Default)]
pub struct Batch {
    parts: Vec<Part>,
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
pub type Answer = PyResult<Batch>;

/// Who is asked for the terms of words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Nobody,
    Rules,
    Python,
}

/// Batches that are to be scanned, and those that are: who was asked for terms of each.
#[derive(Default)]
struct Queue {
    begun: VecDeque<(Batch, Vec<Letter>)>,
    scanned: VecDeque<(Answer, Asked)>,
}

/// Finds the terms of words by rules, in the order in which it is asked for those of batches.
pub struct Looker {
    pub mapper: Py<TermMapper>,
    /// Not held, so that who takes messages ends with Python's thread.
    pub found: Weak<Sender<Message>>,
}

impl Looker {
    pub fn run(&self, asked: &Receiver<String>) {
        for words in asked {
            let words = words.split_terminator(END);
            let row = |word| self.mapper.get().row_by_rules(word);
            let rows = answered(|| Ok(words.map(row).collect()));
            let found = self.found.upgrade();
            if found.is_none_or(|found| found.send(Message::ByRules(rows)).is_err()) {
                return; // nobody waits for the rows
            }
        }
    }
}

/// Does what is asked for until nobody asks any more.
pub struct Worker {
    pub mapper: Py<TermMapper>,
    pub limits: Limits,
    /// Whether terms are told by the numbers of types, not as texts.
    pub by_types: bool,
    /// Whether names are found by where tokens stand.
    pub named: bool,
    pub told: Sender<Told>,
    pub looked: Sender<String>,
    pub written: Sender<Answer>,
}

impl Worker {
    pub fn run(&self, messages: &Receiver<Message>) {
        let mut queue = Queue::default();
        while self.go_on(&mut queue, messages).is_ok() {}
    }

    /// Do what is next, or take a message; an error if nobody waits for what is done.
    ///
    /// A batch is written before another is scanned, so that terms are those of the first that waits.
    fn go_on(&self, queue: &mut Queue, messages: &Receiver<Message>) -> Result<(), ()> {
        let is_next = queue.scanned.front().is_some_and(|(_, asked)| *asked == Asked::Nobody);
        if is_next && let Some((batch, _)) = queue.scanned.pop_front() {
            return self.write(batch, Ok(Vec::new()), &[]);
        }
        // While the memory is full and words in it are wanted, nothing is scanned.
        let may_scan = !queue.begun.is_empty() && !self.memory().is_busy();
        let message = match messages.try_recv() {
            Ok(message) => message,
            Err(TryRecvError::Empty) if may_scan => return self.scan(queue),
            Err(TryRecvError::Empty) => messages.recv().map_err(drop)?,
            Err(TryRecvError::Disconnected) => return Err(()),
        };
        match message {
            Message::Begin(batch, letters) => queue.begun.push_back((batch, letters)),
            Message::ByRules(rows) => self.take(queue, rows)?,
            Message::Terms(rows, letters) => {
                let (batch, _) =
                    queue.scanned.pop_front().expect("terms of its words were asked for");
                self.write(batch, rows, &letters)?;
            }
        }
        Ok(())
    }

    /// Scan the next batch, and ask for the terms that are wanted.
    fn scan(&self, queue: &mut Queue) -> Result<(), ()> {
        let (batch, letters) = queue.begun.pop_front().expect("one may be scanned");
        let scanned = answered(|| self.scanned(batch, letters));
        let (batch, words) = match scanned {
            Ok((batch, words)) => (Ok(batch), words),
            Err(error) => (Err(error), String::new()),
        };
        let asked = if words.is_empty() { Asked::Nobody } else { Asked::Rules };
        queue.scanned.push_back((batch, asked));
        if words.is_empty() { Ok(()) } else { self.looked.send(words).map_err(drop) }
    }

    /// Take the terms that rules have for the words of the first batch that waits for these; ask Python
    /// for the others.
    fn take(&self, queue: &mut Queue, rows: PyResult<ByRules>) -> Result<(), ()> {
        let waiting = queue.scanned.iter_mut().find(|(_, asked)| *asked == Asked::Rules);
        let (batch, asked) = waiting.expect("its words were asked for");
        let given = std::mem::replace(batch, Ok(Batch::default()));
        let filled = given.and_then(|batch| {
            let rows = rows?;
            answered(|| self.filled(batch, &rows))
        });
        let words;
        (*batch, words) = match filled {
            Ok((batch, words)) => (Ok(batch), words),
            Err(error) => (Err(error), Vec::new()),
        };
        *asked = if words.is_empty() { Asked::Nobody } else { Asked::Python };
        if words.is_empty() { Ok(()) } else { self.told.send(Told::Asked(words)).map_err(drop) }
    }

    /// Hand on a batch that was scanned, with the terms of the words that were asked for.
    fn write(
        &self,
        batch: Answer,
        rows: PyResult<Vec<GivenRow>>,
        letters: &[Letter],
    ) -> Result<(), ()> {
        let written = batch.and_then(|batch| {
            let rows = rows?;
            answered(|| self.written(batch, &rows, letters))
        });
        self.written.send(written).map_err(drop)
    }

    fn scanned(&self, mut batch: Batch, letters: Vec<Letter>) -> Result<(Batch, String), String> {
        let mut memory = self.memory();
        for letter in &letters {
            memory.classes.insert(letter.character, letter.class);
        }
        let mut scan = memory.begin(true, self.named);
        let tokens = batch.articles().map(|(title, body, _)| {
            let title = memory.scan(title, &mut scan);
            (title, memory.scan(body, &mut scan))
        });
        batch.tokens = tokens.collect();
        batch.scan = scan;
        let words = memory.unknown(&batch.scan).flat_map(|word| [word, END]).collect();
        batch.letters = letters;
        Ok((batch, words))
    }

    fn filled(&self, mut batch: Batch, rows: &ByRules) -> Result<(Batch, Vec<String>), String> {
        let mut memory = self.memory();
        memory.fill_known(&mut batch.scan, rows)?;
        let words = memory.unknown(&batch.scan).map(str::to_owned).collect();
        Ok((batch, words))
    }

    fn written(
        &self,
        mut batch: Batch,
        rows: &[GivenRow],
        letters: &[Letter],
    ) -> Result<Batch, String> {
        let mut memory = self.memory();
        for letter in letters {
            memory.classes.insert(letter.character, letter.class);
        }
        for (number, row) in rows.iter().enumerate() {
            memory.fill(&mut batch.scan, number, as_row(row))?;
        }
        let written = batch.articles().zip(&batch.tokens).map(|((_, _, repeated), tokens)| {
            memory.article(&batch.scan, tokens.clone(), repeated, self.limits, !self.by_types)
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
    pub told: Sender<Told>,
    /// What names are found by of each word.
    pub shapes: Shapes,
}

impl Finisher {
    pub fn run(mut self, written: &Receiver<Answer>) {
        for answer in written {
            let done = answer.and_then(|batch| answered(|| Ok(self.finished(batch))));
            if self.told.send(Told::Done(done)).is_err() {
                return; // nobody waits for the answer
            }
        }
    }

    fn finished(&mut self, mut batch: Batch) -> Batch {
        let fingerprinter = self.fingerprinter.get();
        let parts = |each: &Written| fingerprinter.parts_of(&each.opening, &each.title[2]);
        batch.fingerprints = batch.written.iter().map(parts).collect();
        if let Some(usage) = &self.usage {
            usage.get().take_letters(std::mem::take(&mut batch.letters));
            self.shapes.begin(batch.scan.turn());
            let articles = batch.articles().zip(&batch.tokens);
            let texts = articles.map(|((title, body, _), (of_title, of_body))| {
                [(title, of_title), (body, of_body)]
                    .map(|(text, tokens)| (text, batch.scan.placed(tokens.clone())))
            });
            batch.runs = usage.get().read_articles(texts, &self.shapes);
        }
        batch
    }
}

/// Do some work; what went wrong, if it is a panic, is an error of Python's.
fn answered<T>(work: impl FnOnce() -> Result<T, String>) -> PyResult<T> {
    let done = catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic: Box<dyn Any + Send>| {
        Err(format!("the compiled kernel failed: {}", what_panicked(&*panic)))
    });
    done.map_err(PyRuntimeError::new_err)
}
