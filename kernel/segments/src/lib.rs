//! Segments of Tantivy, searched by one array of scores (`search`), and written without its own
//! inversion: terms are numbers from the moment they come, and a counting sort finds the documents
//! of each.
//!
//! What is written is what Tantivy writes of the same documents, but for the fillers: they count in
//! the lengths of texts and stand in no list. `indexer/engines/tantivy/writer.py` is the description;
//! tests compare the two.

mod batch;
mod frequent;
mod plan;
mod postings;
mod search;
mod segment;
mod terms;
mod types;
mod worker;

use std::any::Any;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Mutex, MutexGuard};
use std::thread::{Builder, JoinHandle};

use pyo3::exceptions::{PyOSError, PyRuntimeError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::sync::MutexExt;
use pyo3::types::{PyBytes, PyList, PyString, PyTuple};
use tantivy::{Index, TantivyError};

use batch::Batch;
use plan::{Kind, Plans, plans};
use types::CHANNELS;
use worker::{Finished, Message, Worker};

const MAX_WAITING: usize = 200; // documents in a batch
const MAX_WAITING_BYTES: usize = 4 << 20;
const MAX_BATCHES: usize = 4; // on their way

/// The name of a field, if it is that of one, and what each document has there.
type Column<'py> = (Option<Bound<'py, PyString>>, Bound<'py, PyList>);
/// The same with the place of the field.
type PlannedColumn<'py> = (Option<(usize, Kind)>, Bound<'py, PyList>);

/// Writes the documents of an index in a folder that nothing else writes.
///
/// `id` names the field that documents are known by, `channels` those that have the terms of titles
/// and of texts, `fillers` how many terms the texts of a field
/// have beside those that are given. A segment is closed when it takes `max_bytes`, about; closing it
/// takes two fifths of that besides, and the files that are written.
#[pyclass(frozen, module = "indexer.engines.tantivy._segments")]
struct SegmentWriter {
    fields: HashMap<String, (usize, Kind)>,
    state: Mutex<State>,
}

struct State {
    batch: Batch,
    running: Option<(SyncSender<Message>, JoinHandle<tantivy::Result<Vec<Finished>>>)>,
}

#[pymethods]
impl SegmentWriter {
    /// Raises OSError if the folder cannot be written, ValueError if it holds no index like this.
    #[new]
    fn new(
        folder: PathBuf,
        id: &str,
        channels: [[String; CHANNELS]; 2],
        fillers: HashMap<String, u32>,
        max_bytes: usize,
        threads: usize,
    ) -> PyResult<Self> {
        let schema = Index::open_in_dir(&folder).map_err(raised)?.schema();
        let planned = plans(&schema, &fillers).map_err(raised)?;
        let names = planned.iter().enumerate();
        let fields: HashMap<_, _> =
            names.map(|(place, plan)| (plan.name.clone(), (place, plan.kind))).collect();
        let place = |name: &str| match fields.get(name) {
            Some(&(place, _)) => Ok(place),
            None => Err(PyValueError::new_err(format!("there is no field {name}"))),
        };
        let mut places = [[0; CHANNELS]; 2];
        for (place_of, name) in places.iter_mut().flatten().zip(channels.iter().flatten()) {
            *place_of = place(name)?;
        }
        let plans = Plans { id: place(id)?, fields: planned, channels: places };
        if !plans.are_sound() {
            return Err(PyValueError::new_err("channels are different fields of words"));
        }
        let worker = Worker::new(&folder, plans, max_bytes, threads).map_err(raised)?;
        let (to, from) = sync_channel(MAX_BATCHES);
        let thread =
            Builder::new().name("knipsel-segments".into()).spawn(move || worker.run(&from))?;
        let state = State { batch: Batch::default(), running: Some((to, thread)) };
        Ok(Self { fields, state: Mutex::new(state) })
    }

    /// Take some documents in columns, in this order of their fields: the name of a field with a
    /// value of each document, a tuple of several, None for none; or no name, with tuples of pairs of
    /// names and values. And the words of each by the numbers of their types, if they are no values:
    /// those of its title, those of its body, and whether this begins with the title.
    ///
    /// Raises UnicodeEncodeError for a lone surrogate, and what an earlier document led to; the
    /// documents before that one are taken.
    fn add_all(
        &self,
        py: Python<'_>,
        columns: Vec<Column<'_>>,
        words: Vec<Option<(PyBackedBytes, PyBackedBytes, bool)>>,
    ) -> PyResult<()> {
        let columns: Vec<_> =
            columns.into_iter().map(|each| self.planned(each)).collect::<PyResult<_>>()?;
        let mut state = self.locked(py);
        for (document, words) in words.iter().enumerate() {
            if let Err(error) = self.fill(&columns, document, &mut state.batch) {
                state.batch.drop_document();
                return Err(error);
            }
            let words =
                words.as_ref().map(|(title, body, repeated)| (&**title, &**body, *repeated));
            state.batch.end_document(words);
            if state.batch.len() >= MAX_WAITING || state.batch.size() >= MAX_WAITING_BYTES {
                state.hand_over(py)?;
            }
        }
        Ok(())
    }

    /// Take the terms of further types, each ended by NUL: of a type those of one channel after the
    /// other.
    fn add_types(&self, py: Python<'_>, told: &str) {
        self.locked(py).batch.types += told;
    }

    /// Delete a document that was added before.
    fn delete(&self, py: Python<'_>, id: String) -> PyResult<()> {
        let mut state = self.locked(py);
        state.hand_over(py)?;
        state.send(py, Message::Delete(id))
    }

    /// Write everything. Return of each segment its name, its documents and how many are deleted.
    ///
    /// `stamp` is the number of the deletions. Nothing can be added afterwards.
    fn finish(&self, py: Python<'_>, stamp: u64) -> PyResult<Vec<Finished>> {
        let mut state = self.locked(py);
        state.hand_over(py)?;
        state.send(py, Message::Finish(stamp))?;
        state.end(py)
    }

    /// Stop, and leave what was written for others to remove.
    fn abandon(&self, py: Python<'_>) {
        // What went wrong before is no news to one who gives up.
        let _ = self.locked(py).end(py);
    }
}

impl SegmentWriter {
    fn locked(&self, py: Python<'_>) -> MutexGuard<'_, State> {
        self.state.lock_py_attached(py).unwrap_or_else(|held| held.into_inner())
    }

    fn planned<'py>(&self, (name, values): Column<'py>) -> PyResult<PlannedColumn<'py>> {
        let field = name.map(|name| self.field(name.to_str()?)).transpose()?;
        Ok((field, values))
    }

    fn field(&self, name: &str) -> PyResult<(usize, Kind)> {
        let found = self.fields.get(name).copied();
        found.ok_or_else(|| PyTypeError::new_err(format!("there is no field {name}")))
    }

    /// Add the values that a document has in the columns to the document in the making.
    fn fill(
        &self,
        columns: &[PlannedColumn<'_>],
        document: usize,
        batch: &mut Batch,
    ) -> PyResult<()> {
        for (field, values) in columns {
            let value = values.get_item(document)?;
            match (field, value.cast::<PyTuple>()) {
                (Some(field), Err(_)) if !value.is_none() => add_value(*field, &value, batch)?,
                (Some(_), Err(_)) => {}
                (Some(field), Ok(several)) => {
                    several.iter().try_for_each(|each| add_value(*field, &each, batch))?;
                }
                (None, pairs) => {
                    for pair in pairs? {
                        let pair = pair.cast::<PyTuple>()?;
                        let (name, value) = (pair.get_item(0)?, pair.get_item(1)?);
                        let field = self.field(name.cast::<PyString>()?.to_str()?)?;
                        add_value(field, &value, batch)?;
                    }
                }
            }
        }
        Ok(())
    }
}

fn add_value(
    (field, kind): (usize, Kind),
    value: &Bound<'_, PyAny>,
    batch: &mut Batch,
) -> PyResult<()> {
    match kind {
        Kind::Number => batch.number(field, value.extract()?),
        Kind::Bytes => batch.bytes(field, value.cast::<PyBytes>()?.as_bytes()),
        _ => batch.text(field, value.cast::<PyString>()?.to_str()?),
    }
    Ok(())
}

impl State {
    fn hand_over(&mut self, py: Python<'_>) -> PyResult<()> {
        if self.batch.len() == 0 {
            return Ok(());
        }
        let batch = std::mem::take(&mut self.batch);
        self.send(py, Message::Documents(batch))
    }

    /// Send a message, or raise what stopped the thread.
    fn send(&mut self, py: Python<'_>, message: Message) -> PyResult<()> {
        let Some((to, _)) = &self.running else {
            return Err(PyRuntimeError::new_err("this writer has stopped"));
        };
        if py.detach(|| to.send(message)).is_ok() {
            return Ok(());
        }
        self.end(py)?;
        Err(PyRuntimeError::new_err("this writer has stopped"))
    }

    /// Wait for the thread, and return or raise what it came to.
    fn end(&mut self, py: Python<'_>) -> PyResult<Vec<Finished>> {
        let Some((to, thread)) = self.running.take() else {
            return Err(PyRuntimeError::new_err("this writer has stopped"));
        };
        drop(to);
        match py.detach(|| thread.join()) {
            Ok(done) => done.map_err(raised),
            Err(panic) => Err(PyRuntimeError::new_err(what_panicked(&*panic))),
        }
    }
}

/// An error as Python has it; one of the system's names its number in its text.
fn raised(error: TantivyError) -> PyErr {
    let text = error.to_string();
    if text.contains("(os error ") || matches!(error, TantivyError::IoError(_)) {
        return PyOSError::new_err(text);
    }
    PyValueError::new_err(text)
}

/// Do some work; a panic in it raises RuntimeError.
fn guarded<T>(work: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|panic| Err(PyRuntimeError::new_err(what_panicked(&*panic))))
}

fn what_panicked(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("the thread that writes panicked").to_owned()
}

/// Return the most frequent terms of a field that begin with a prefix, with their documents.
///
/// Raises OSError or ValueError if the index in the folder cannot be read.
#[pyfunction]
fn frequent_terms(
    py: Python<'_>,
    folder: PathBuf,
    field: &str,
    prefix: &str,
    limit: usize,
) -> PyResult<Vec<(String, u32)>> {
    py.detach(|| {
        let found = frequent::frequent_terms(&folder, field, prefix, limit)?;
        Ok(found.each().map(|(term, count)| (term.to_owned(), count)).collect())
    })
    .map_err(raised)
}

/// Return the most frequent terms of a field with a line break behind each, but for one that is left
/// out and those with a line break in them; and their documents, of which each count has eight bytes.
///
/// Raises as `frequent_terms` does.
#[pyfunction]
fn frequent_lines<'py>(
    py: Python<'py>,
    folder: PathBuf,
    field: &str,
    left_out: &str,
    limit: usize,
) -> PyResult<(String, Bound<'py, PyBytes>)> {
    let found = py.detach(|| -> tantivy::Result<_> {
        let found = frequent::frequent_terms(&folder, field, "", limit.saturating_add(1))?;
        let (mut lines, mut counts) = (String::new(), Vec::new());
        let kept = found.each().filter(|(term, _)| *term != left_out).take(limit);
        for (term, count) in kept.filter(|(term, _)| !term.contains('\n')) {
            lines.extend([term, "\n"]);
            counts.extend(u64::from(count).to_ne_bytes());
        }
        Ok((lines, counts))
    });
    let (lines, counts) = found.map_err(raised)?;
    Ok((lines, PyBytes::new(py, &counts)))
}

#[pymodule]
mod _segments {
    use pyo3::prelude::*;

    #[pymodule_export]
    use super::SegmentWriter;
    #[pymodule_export]
    use super::frequent_lines;
    #[pymodule_export]
    use super::frequent_terms;
    #[pymodule_export]
    use super::search::SegmentSearcher;

    #[pymodule_export]
    const INTERFACE: u32 = 17; // as in indexer/engines/tantivy/segments.py

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        // A panic becomes an error, which says what this would print.
        std::panic::set_hook(Box::new(|_| ()));
        module.add("TANTIVY", tantivy::version_string())
    }
}
