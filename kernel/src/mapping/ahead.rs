//! Articles that are read ahead, by a thread of their own.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, MutexGuard};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::sync::MutexExt;
use pyo3::types::PyBytes;

use super::letters::Learner;
use super::memory::Limits;
use super::worker::{Answer, Article, Batch, Message, Worker};
use super::{InArticle, TermMapper, in_article};
use crate::fingerprint::{Fingerprinter, GivenParts, given};
use crate::names::NameUsage;
use crate::panics::guarded;

/// How long a signal may wait for an answer.
const SIGNALS: Duration = Duration::from_millis(50);

/// What the index has of an article, what its fingerprint has, and what its names are found by.
type Read<'py> = (InArticle<'py>, Option<GivenParts<'py>>, Option<Bound<'py, PyBytes>>);
/// What was read of a batch, and the types that it is the first to have: `Types::told`.
type ReadBatch<'py> = (Vec<Read<'py>>, String);

/// Reads articles batch by batch in a thread of its own, while Python does something else.
///
/// That thread never asks for the interpreter: what it cannot know without, the characters of texts
/// and the terms of new words, is found out here, between two batches.
#[pyclass(frozen, module = "indexer._kernel")]
pub struct ReadAhead {
    mapper: Py<TermMapper>,
    by_types: bool,
    state: Mutex<State>,
}

struct State {
    learner: Learner,
    running: Option<Running>,
    /// Batches that are scanned or are going to be, and those that are written or going to be.
    to_answer: usize,
    to_return: usize,
}

struct Running {
    messages: Sender<Message>,
    scanned: Receiver<Answer>,
    written: Receiver<Answer>,
    thread: JoinHandle<()>,
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
        let (to_scanned, scanned) = channel();
        let (to_written, written) = channel();
        let worker = Worker {
            mapper: mapper.clone_ref(py),
            usage,
            limits,
            fingerprinter,
            by_types,
            scanned: to_scanned,
            written: to_written,
        };
        let thread = Builder::new().name("knipsel-articles".into());
        let thread = thread.spawn(move || worker.run(&asked))?;
        let running = Some(Running { messages, scanned, written, thread });
        let (learner, to_answer, to_return) = Default::default();
        let state = State { learner, running, to_answer, to_return };
        Ok(Self { mapper, by_types, state: Mutex::new(state) })
    }

    /// Begin to read some articles: title, body, and whether the body repeats the title.
    ///
    /// UnicodeEncodeError for a lone surrogate; then none of them is read.
    fn begin(&self, py: Python<'_>, articles: Vec<Article>) -> PyResult<()> {
        guarded(|| {
            let mut state = self.locked(py);
            let mut letters = Vec::new();
            for (title, body, _) in &articles {
                state.learner.learn(py, title, &mut letters)?;
                state.learner.learn(py, body, &mut letters)?;
            }
            state.send(Message::Scan(Batch::of(articles), letters))?;
            state.to_answer += 1;
            while state.to_answer > 1 {
                self.answer(py, &mut state)?;
            }
            Ok(())
        })
    }

    /// Return what was read of the earliest batch that was begun and not returned.
    ///
    /// What a fingerprint has is None where the text is too short for one; what names are found by
    /// where Python is to read the text, or no names are wanted. With it come the terms of the types
    /// that this batch is the first to have, if terms are told by these.
    /// Raises RuntimeError if the work failed, and what the terms of a word could not be had for.
    fn finished<'py>(&self, py: Python<'py>) -> PyResult<ReadBatch<'py>> {
        guarded(|| {
            let mut state = self.locked(py);
            if state.to_return == 0 {
                self.answer(py, &mut state)?;
            }
            let batch = wait(py, &mut state.running()?.written)?;
            state.to_return -= 1;
            let mut runs = batch.runs.into_iter().map(|runs| runs.map(|b| PyBytes::new(py, &b)));
            let read = batch.written.iter().zip(&batch.fingerprints);
            let read: PyResult<_> = read
                .map(|(each, parts)| {
                    let parts = parts.as_ref().map(|parts| given(py, parts)).transpose()?;
                    Ok((in_article(py, each, !self.by_types), parts, runs.next().flatten()))
                })
                .collect();
            Ok((read?, batch.types))
        })
    }

    /// Stop the thread, after the work at hand.
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        guarded(|| {
            let Some(running) = self.locked(py).running.take() else {
                return Ok(());
            };
            drop((running.messages, running.scanned, running.written));
            // Its panics were answers.
            let _ = py.detach(|| running.thread.join());
            Ok(())
        })
    }
}

impl ReadAhead {
    fn locked(&self, py: Python<'_>) -> MutexGuard<'_, State> {
        self.state.lock_py_attached(py).unwrap_or_else(|held| held.into_inner())
    }

    /// Give the terms of the words of the next batch that is scanned, and have it written.
    fn answer(&self, py: Python<'_>, state: &mut State) -> PyResult<()> {
        let mut batch = wait(py, &mut state.running()?.scanned)?;
        let mut letters = Vec::new();
        let mut rows = Vec::with_capacity(batch.words.len());
        for word in batch.words.drain(..) {
            let row = self.mapper.get().row_of(py, &word)?;
            for term in [&row.0, &row.1, &row.2] {
                state.learner.learn(py, term, &mut letters)?;
            }
            rows.push(row);
        }
        state.send(Message::Write(batch, rows, letters))?;
        state.to_answer -= 1;
        state.to_return += 1;
        Ok(())
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

/// Wait for a batch without the interpreter; raise what went wrong, or what a signal raises.
fn wait(py: Python<'_>, answers: &mut Receiver<Answer>) -> PyResult<Batch> {
    loop {
        let answers = &mut *answers; // a receiver is of one thread at a time
        match py.detach(move || answers.recv_timeout(SIGNALS)) {
            Ok(answer) => return answer.map_err(PyRuntimeError::new_err),
            Err(RecvTimeoutError::Timeout) => py.check_signals()?,
            Err(RecvTimeoutError::Disconnected) => return Err(stopped()),
        }
    }
}

fn stopped() -> PyErr {
    PyRuntimeError::new_err("this reader has stopped")
}
