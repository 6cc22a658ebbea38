//! Articles as they are stored, with their hashes: `indexer/indexing/document.py`.

use blake2b_simd::Params;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString, PyTuple};

use crate::panics::guarded;

const DIGEST_BYTES: usize = 12;

/// The stored form of an article, the hash of that, and the hash that counts its origin too.
type Stored<'py> = (Bound<'py, PyBytes>, String, String);

/// Return this of each article: the values of its fields, and its origin.
///
/// A value is a text, None, or a tuple of texts, which stands for the one in it, or None.
/// UnicodeEncodeError for a lone surrogate.
#[pyfunction]
pub fn stored_contents<'py>(
    py: Python<'py>,
    articles: Vec<(Bound<'py, PyTuple>, Bound<'py, PyString>)>,
) -> PyResult<Vec<Stored<'py>>> {
    guarded(|| {
        let mut content = Vec::new();
        let stored = articles.iter().map(|(values, origin)| {
            content.clear();
            write_values(&mut content, values)?;
            let mut state = Params::new().hash_length(DIGEST_BYTES).to_state();
            state.update(&content).update(b"\0");
            let alone = state.finalize().to_hex().to_string();
            let here = state.update(origin.to_str()?.as_bytes()).finalize().to_hex().to_string();
            Ok((PyBytes::new(py, &content), alone, here))
        });
        stored.collect()
    })
}

/// Write the list of values as JSON.
fn write_values(content: &mut Vec<u8>, values: &Bound<'_, PyTuple>) -> PyResult<()> {
    for (place, value) in values.iter().enumerate() {
        content.push(if place == 0 { b'[' } else { b',' });
        match value.cast::<PyTuple>() {
            Ok(several) if several.len() > 1 => write_values(content, several)?,
            Ok(several) => write_value(content, several.iter().next().as_ref())?,
            Err(_) => write_value(content, Some(&value))?,
        }
    }
    content.push(b']');
    Ok(())
}

/// Write a text, or null for None.
fn write_value(content: &mut Vec<u8>, value: Option<&Bound<'_, PyAny>>) -> PyResult<()> {
    let Some(value) = value.filter(|value| !value.is_none()) else {
        content.extend(b"null");
        return Ok(());
    };
    let text = value.cast::<PyString>()?.to_str()?;
    serde_json::to_writer(content, text).map_err(|error| PyValueError::new_err(error.to_string()))
}
