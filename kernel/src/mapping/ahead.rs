//! Articles that are read ahead, by threads of their own.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::sync::MutexExt;
use pyo3::types::PyBytes;

use super::letters::Learner;
use super::memory::{Limits, Written};
use super::worker::{Answer, Batch, Finisher, Looker, Message, Part, Told, Worker};
use super::{GivenRow, TermMapper, Three, strings};
use crate::fingerprint::{Fingerprinter, GivenParts, Parts, given};
use crate::names::{Letter, NameUsage, Shapes};
use crate::panics::guarded;
use crate::plain_articles::ArticleColumns;

/// How long a signal may wait for an answer.
const SIGNALS: Duration = Duration::from_millis(50);

/// The terms of title and text of each article; none where types tell them.
type Texts<'py> = Vec<(Three<'py>, Three<'py>)>;
/// Some bytes of each article.
type Column<'py> = Vec<Bound<'py, PyBytes>>;
/// What was read of a batch, a column each: terms, the numbers of titles and of bodies, leads, what
/// fingerprints have, and what names are found by.
type Read<'py> = (
    Texts<'py>,
    Column<'py>,
    Column<'py>,
    Column<'py>,
    Vec<Option<GivenParts<'py>>>,
    Vec<Option<Bound<'py, PyBytes>>>,
);

/// Reads articles batch by batch in three threads of its own, while Python does something else.
///
/// These never ask for the interpreter: what they cannot know without, the characters of texts
/// and the terms of the few words that are left to Python, is found out here when it is asked for.
#[pyclass(frozen, module = "indexer._kernel")]
pub struct ReadAhead {
    mapper: Py<TermMapper>,
    by_types: bool,
    state: Mutex<State>,
}

struct State {
    learner: Learner,
    running: Option<Running>,
    /// Batches that are done and were not returned.
    done: VecDeque<Answer>,
}

struct Running {
    messages: Arc<Sender<Message>>,
    told: Receiver<Told>,
    threads: [JoinHandle<()>; 3],
}

#[pymethods]
impl ReadAhead {
    /// Read articles as `TermMapper.article` does with these limits, and as `fingerprinter` does;
    /// and by `usage`, if it is given, as `NameUsage.read` does. If `by_types`, terms are told by
    /// the numbers of types.
    #[new]
    fn new(
        py: Python<'_>,
        mapper: Py<TermMapper>,
        usage: Option<Py<NameUsage>>,
        limits: Limits,
        fingerprinter: Py<Fingerprinter>,
        by_types: bool,
    ) -> PyResult<Self> {
        let (messages, asked) = channel();
        let messages = Arc::new(messages);
        let (to_looked, looked) = channel();
        let (to_written, written) = channel();
        let (tell, told) = channel();
        let looker = Looker { mapper: mapper.clone_ref(py), found: Arc::downgrade(&messages) };
        let worker = Worker {
            mapper: mapper.clone_ref(py),
            limits,
            by_types,
            named: usage.is_some(),
            told: tell.clone(),
            looked: to_looked,
            written: to_written,
        };
        let shapes = Shapes::default();
        let finisher = Finisher { usage, fingerprinter, told: tell, shapes };
        let thread = |name: &str| Builder::new().name(name.into());
        let threads = [
            thread("knipsel-articles").spawn(move || worker.run(&asked))?,
            thread("knipsel-words").spawn(move || looker.run(&looked))?,
            thread("knipsel-names").spawn(move || finisher.run(&written))?,
        ];
        let running = Some(Running { messages, told, threads });
        let state = State { learner: Learner::default(), running, done: VecDeque::new() };
        Ok(Self { mapper, by_types, state: Mutex::new(state) })
    }

    /// Begin to read some articles, in parts: those of lines, or of each title, body, and whether
    /// the body repeats the title.
    ///
    /// UnicodeEncodeError for a lone surrogate; then none of them is read.
    fn begin(&self, py: Python<'_>, parts: Vec<Bound<'_, PyAny>>) -> PyResult<()> {
        guarded(|| {
            let mut state = self.locked(py);
            let mut letters = Vec::new();
            // All are taken before anything is learnt, which is sent with them.
            let parts = parts.iter().map(taken).collect::<PyResult<Vec<_>>>()?;
            for part in &parts {
                for text in part.letters() {
                    state.learner.learn(py, text, &mut letters)?;
                }
            }
            state.send(Message::Begin(Batch::of(parts), letters))?;
            while let Ok(told) = state.running()?.told.try_recv() {
                self.take(py, &mut state, told)?;
            }
            Ok(())
        })
    }

    /// Return what was read of the earliest batch that was begun and not returned, in columns.
    ///
    /// What a fingerprint has is None where the text is too short for one; what names are found by
    /// where Python is to read the text, or no names are wanted. With it come the terms of the types
    /// that this batch is the first to have, if terms are told by these.
    /// Raises RuntimeError if the work failed, and what the terms of a word could not be had for.
    fn finished<'py>(&self, py: Python<'py>) -> PyResult<(Read<'py>, String)> {
        guarded(|| {
            let mut state = self.locked(py);
            let batch = loop {
                if let Some(answer) = state.done.pop_front() {
                    break answer?;
                }
                let told = wait(py, &mut state.running()?.told)?;
                self.take(py, &mut state, told)?;
            };
            let given =
                |parts: &Option<Parts>| parts.as_ref().map(|each| given(py, each)).transpose();
            let fingerprints = batch.fingerprints.iter().map(given).collect::<PyResult<_>>()?;
            let mut runs: Vec<_> =
                batch.runs.iter().map(|runs| runs.as_ref().map(|b| PyBytes::new(py, b))).collect();
            runs.resize(batch.written.len(), None); // where no names are wanted
            let bytes = |of: fn(&Written) -> &[u8]| {
                batch.written.iter().map(|each| PyBytes::new(py, of(each))).collect()
            };
            let texts = batch.written.iter().filter(|_| !self.by_types);
            let read = (
                texts.map(|each| (strings(py, &each.title), strings(py, &each.text))).collect(),
                bytes(|each| &each.title_numbers),
                bytes(|each| &each.body_numbers),
                bytes(|each| each.lead.as_bytes()),
                fingerprints,
                runs,
            );
            Ok((read, batch.types))
        })
    }

    /// Stop the threads, after the work at hand.
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        guarded(|| {
            let mut state = self.locked(py);
            state.done.clear();
            let Some(running) = state.running.take() else {
                return Ok(());
            };
            drop(state);
            drop((running.messages, running.told));
            // Their panics were answers.
            py.detach(|| running.threads.map(JoinHandle::join).into_iter().for_each(drop));
            Ok(())
        })
    }
}

impl ReadAhead {
    fn locked(&self, py: Python<'_>) -> MutexGuard<'_, State> {
        self.state.lock_py_attached(py).unwrap_or_else(|held| held.into_inner())
    }

    /// Take what the threads tell: a batch, or words whose terms they ask for.
    fn take(&self, py: Python<'_>, state: &mut State, told: Told) -> PyResult<()> {
        let words = match told {
            Told::Done(answer) => {
                state.done.push_back(answer);
                return Ok(());
            }
            Told::Asked(words) => words,
        };
        let mut letters = Vec::new();
        let rows = self.rows(py, &mut state.learner, &words, &mut letters);
        state.send(Message::Terms(rows, letters))
    }

    /// Return the terms of words, and the characters that these are the first to have.
    fn rows(
        &self,
        py: Python<'_>,
        learner: &mut Learner,
        words: &[String],
        letters: &mut Vec<Letter>,
    ) -> PyResult<Vec<GivenRow>> {
        let row = |word: &String| {
            let row = self.mapper.get().row_of(py, word)?;
            for term in [&row.0, &row.1, &row.2] {
                learner.learn(py, term, letters)?;
            }
            Ok(row)
        };
        words.iter().map(row).collect()
    }
}

fn taken(part: &Bound<'_, PyAny>) -> PyResult<Part> {
    match part.cast::<ArticleColumns>() {
        Ok(articles) => Ok(Part::Plain(articles.get().texts.clone())),
        Err(_) => Ok(Part::Given(part.extract()?)),
    }
}

impl State {
    fn running(&mut self) -> PyResult<&mut Running> {
        self.running.as_mut().ok_or_else(stopped)
    }

    fn send(&mut self, message: Message) -> PyResult<()> {
        self.running()?.messages.send(message).map_err(|_| stopped())
    }
}

/// Wait for what the threads tell without the interpreter; raise what a signal raises.
fn wait(py: Python<'_>, told: &mut Receiver<Told>) -> PyResult<Told> {
    loop {
        let told = &mut *told; // a receiver is of one thread at a time
        match py.detach(move || told.recv_timeout(SIGNALS)) {
            Ok(told) => return Ok(told),
            Err(RecvTimeoutError::Timeout) => py.check_signals()?,
            Err(RecvTimeoutError::Disconnected) => return Err(stopped()),
        }
    }
}

fn stopped() -> PyErr {
    PyRuntimeError::new_err("this reader has stopped")
}
