//! Where each word of a page stands in the text that it is read as:
//! `indexer/corpus/readers/digitised/composer.py`.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList, PyString};

use crate::panics::guarded;

const BOX: usize = 4; // numbers: x, y, width, height
const NUMBER: usize = 4; // bytes

/// Return where the word of each box starts and stops in the text of words with what stands before
/// each, in code points, and the columns of the boxes as `indexer/scan.py` packs them.
///
/// `word_of` and `pages` have a number for each box, and `boxes` four columns of them as bytes.
#[pyfunction]
pub fn placed_words<'py>(
    py: Python<'py>,
    before: &Bound<'py, PyList>,
    words: &Bound<'py, PyList>,
    word_of: Vec<usize>,
    pages: Vec<i32>,
    boxes: [Bound<'py, PyBytes>; BOX],
) -> PyResult<[Bound<'py, PyBytes>; 3]> {
    guarded(|| {
        let mut places = Vec::with_capacity(words.len());
        let mut at = 0;
        for (gap, word) in before.iter().zip(words.iter()) {
            at += length(&gap)?;
            let start = at;
            at += length(&word)?;
            places.push([start, at]);
        }
        let [starts, stops] = [0, 1].map(|side| -> Vec<i32> {
            word_of.iter().filter_map(|&word| places.get(word).map(|place| place[side])).collect()
        });
        let [x, y, width, height] = boxes.each_ref().map(|column| numbers(column.as_bytes()));
        let lengths = starts.iter().zip(&stops).map(|(start, stop)| stop - start).collect();
        let columns = [steps(&pages), steps(&starts), lengths, steps(&x), steps(&y), width, height];
        let packed = columns.each_ref().map(|column| bytes(column)).concat();
        Ok([bytes(&starts), bytes(&stops), packed].map(|each| PyBytes::new(py, &each)))
    })
}

/// Return how many code points a string has.
fn length(string: &Bound<'_, PyAny>) -> PyResult<i32> {
    Ok(i32::try_from(string.cast::<PyString>()?.len()?)?)
}

/// Return each number less the one before it.
fn steps(column: &[i32]) -> Vec<i32> {
    let before = std::iter::once(&0).chain(column);
    column.iter().zip(before).map(|(number, before)| number.wrapping_sub(*before)).collect()
}

fn numbers(bytes: &[u8]) -> Vec<i32> {
    let (found, _) = bytes.as_chunks::<NUMBER>();
    found.iter().map(|&number| i32::from_ne_bytes(number)).collect()
}

fn bytes(column: &[i32]) -> Vec<u8> {
    column.iter().copied().map(i32::to_ne_bytes).collect::<Vec<_>>().into_flattened()
}
