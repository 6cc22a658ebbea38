//! Articles as they are stored, with their hashes: `indexer/indexing/document.py`.

use blake2b_simd::Params;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString, PyTuple};

use crate::panics::guarded;

const DIGEST_BYTES: usize = 12;

/// The stored form of each article, the hash of that, and the hash that counts its origin too.
pub type Stored<'py> = (Vec<Bound<'py, PyBytes>>, Vec<String>, Vec<String>);

/// What is made of articles, one after another.
#[derive(Default)]
pub struct Contents<'py> {
    content: Vec<u8>,
    stored: Stored<'py>,
}

impl<'py> Contents<'py> {
    /// Add an article of an origin, which is written by `write`.
    pub fn add(
        &mut self,
        py: Python<'py>,
        origin: &str,
        write: impl FnOnce(&mut Vec<u8>) -> PyResult<()>,
    ) -> PyResult<()> {
        self.content.clear();
        write(&mut self.content)?;
        let mut state = Params::new().hash_length(DIGEST_BYTES).to_state();
        state.update(&self.content).update(b"\0");
        let (contents, alone, here) = &mut self.stored;
        contents.push(PyBytes::new(py, &self.content));
        alone.push(state.finalize().to_hex().to_string());
        here.push(state.update(origin.as_bytes()).finalize().to_hex().to_string());
        Ok(())
    }

    /// Return what was made of all.
    pub fn stored(self) -> Stored<'py> {
        self.stored
    }
}

/// Return this of each article: the values of its fields, and its origin.
///
/// A value is a text, None, or a tuple of texts, which stands for the one in it, or None.
/// UnicodeEncodeError for a lone surrogate.
#[pyfunction]
pub fn stored_contents<'py>(
    py: Python<'py>,
    articles: Vec<(Bound<'py, PyTuple>, Bound<'py, PyString>)>,
) -> PyResult<Stored<'py>> {
    guarded(|| {
        let mut contents = Contents::default();
        for (values, origin) in articles {
            contents.add(py, origin.to_str()?, |content| write_values(content, &values))?;
        }
        Ok(contents.stored())
    })
}

/// Write the list of values as JSON.
fn write_values(content: &mut Vec<u8>, values: &Bound<'_, PyTuple>) -> PyResult<()> {
    for (place, value) in values.iter().enumerate() {
        content.push(if place == 0 { b'[' } else { b',' });
        write_value(content, &value)?;
    }
    content.push(b']');
    Ok(())
}

/// Write a value as JSON has it.
pub fn write_value(content: &mut Vec<u8>, value: &Bound<'_, PyAny>) -> PyResult<()> {
    match value.cast::<PyTuple>() {
        Ok(several) if several.len() > 1 => write_values(content, several),
        Ok(several) => write_single(content, several.iter().next().as_ref()),
        Err(_) => write_single(content, Some(value)),
    }
}

/// Write a text, or null for None.
fn write_single(content: &mut Vec<u8>, value: Option<&Bound<'_, PyAny>>) -> PyResult<()> {
    let Some(value) = value.filter(|value| !value.is_none()) else {
        content.extend(b"null");
        return Ok(());
    };
    write_text(content, value.cast::<PyString>()?.to_str()?)
}

/// Write a text as JSON.
pub fn write_text(content: &mut Vec<u8>, text: &str) -> PyResult<()> {
    serde_json::to_writer(content, text).map_err(|error| PyValueError::new_err(error.to_string()))
}
