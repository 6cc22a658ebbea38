//! What is done for each token of an article, or for each term that a page reads, compiled.
//!
//! Everything here is also done in Python, which says what holds: `indexer/analysis/kernel.py` and
//! `names.py`, `indexer/corpus/readers/digitised/alto.py` and `composer.py`,
//! `indexer/highlight/matcher.py` and `snippets.py`, `indexer/names`, `indexer/near_duplicates/fingerprint.py` and
//! `fingerprint_table.py`, `indexer/search/rerank.py` and `similarity.py`,
//! `indexer/storage/vocabulary.py` and `names/columns.py`. Tests compare the two. Of the constants
//! that both need Python hands over most.

mod alto;
mod char_classes;
mod chunks;
mod density;
mod fingerprint;
mod fingerprint_table;
mod fuzzy_terms;
mod likeness;
mod name_keys;
mod name_sounds;
mod names;
mod panics;
mod passages;
mod placed_words;
mod sequence;
mod snippets;
mod term_cache;
mod tokens;
mod word_edits;

use std::sync::Mutex;

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::sync::MutexExt;
use pyo3::types::{PyBytes, PyString};

use char_classes::{CharClasses, DIGIT};
use panics::guarded;
use sequence::{PARAGRAPH, SENTENCE, Sequence, ends};
use term_cache::{Row, TermCache};
use tokens::Tokens;

type Three<'py> = (Bound<'py, PyString>, Bound<'py, PyString>, Bound<'py, PyString>);
type Numbered<'py> = (Three<'py>, Bound<'py, PyBytes>);
type InArticle<'py> = (Numbered<'py>, Numbered<'py>, Bound<'py, PyString>, Bound<'py, PyString>);
type TakenColumn<'py> = (Bound<'py, PyString>, Bound<'py, PyBytes>);
type TakenTypes<'py> = (Bound<'py, PyString>, Vec<TakenColumn<'py>>);

/// Makes channels of texts. `row` gives the three terms of a word, and is asked once for each.
#[pyclass(frozen, module = "indexer._kernel")]
struct TermMapper {
    row: Py<PyAny>,
    memory: Mutex<Memory>,
}

/// What was learnt so far, and the strings in the making.
struct Memory {
    classes: CharClasses,
    words: TermCache,
    channels: [String; 3],
    sequence: Sequence,
}

#[pymethods]
impl TermMapper {
    /// Keep up to `max_bytes` of words and terms; then the memory starts afresh.
    #[new]
    #[pyo3(signature = (row, max_bytes = 128 << 20))]
    fn new(py: Python<'_>, row: Py<PyAny>, max_bytes: usize) -> PyResult<Self> {
        let classes = CharClasses::new(py)?;
        let memory = Memory {
            classes,
            words: TermCache::new(max_bytes),
            channels: Default::default(),
            sequence: Default::default(),
        };
        Ok(Self { row, memory: Mutex::new(memory) })
    }

    /// Show the garbage collector what is held: `row` is a method of who holds this.
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.row)
    }

    /// Return the terms of a text in the three channels; UnicodeEncodeError for a lone surrogate.
    fn channels<'py>(&self, py: Python<'py>, text: &str) -> PyResult<Three<'py>> {
        let mut memory = self.memory.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
        memory.channels.iter_mut().for_each(String::clear);
        guarded(|| self.read(py, text, &mut memory, false))?;
        Ok(memory.terms(py))
    }

    /// Return the same, and the numbers of the types in a row: `PythonTermMapper.numbered`.
    fn numbered<'py>(&self, py: Python<'py>, text: &str) -> PyResult<Numbered<'py>> {
        let mut memory = self.memory.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
        memory.channels.iter_mut().for_each(String::clear);
        guarded(|| self.read(py, text, &mut memory, true))?;
        Ok((memory.terms(py), PyBytes::new(py, &memory.sequence.bytes())))
    }

    /// Return what the index has of a title and the text below it: `PythonTermMapper.article`.
    fn article<'py>(
        &self,
        py: Python<'py>,
        title: &str,
        body: &str,
        repeated: bool,
        limits: (usize, usize, usize),
    ) -> PyResult<InArticle<'py>> {
        let (max_terms, min_letters, max_words) = limits;
        let mut memory = self.memory.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
        guarded(|| {
            let memory = &mut *memory;
            memory.channels.iter_mut().for_each(String::clear);
            self.read(py, title, memory, true)?;
            let of_title = (memory.terms(py), PyBytes::new(py, &memory.sequence.bytes()));
            if repeated {
                memory.channels.iter_mut().for_each(String::clear);
            }
            let [exact, _, part] = memory.channels.each_ref().map(String::len);
            self.read(py, body, memory, true)?;
            let Memory { classes, channels, sequence, .. } = memory;
            let (above, below) = channels[2].split_at(part);
            let mut lead = content_terms(py, classes, above, max_terms, min_letters)?;
            lead.push('\t');
            lead += &content_terms(py, classes, below.trim_start(), max_terms, min_letters)?;
            let opening = first_terms(channels[0][exact..].trim_start(), max_words, &[' ', '\n']);
            let (lead, opening) = (PyString::new(py, &lead), PyString::new(py, opening));
            let numbers = PyBytes::new(py, &sequence.bytes());
            Ok((of_title, (memory.terms(py), numbers), lead, opening))
        })
    }

    /// Return the types that have numbers, and number anew: `PythonTermMapper.take_types`.
    fn take_types<'py>(&self, py: Python<'py>) -> TakenTypes<'py> {
        let mut memory = self.memory.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
        memory.words.forget_numbers();
        let types = std::mem::take(&mut memory.sequence.types);
        let columns = types.terms.map(|column| {
            let numbers: Vec<u8> = column.numbers.iter().flat_map(|n| n.to_le_bytes()).collect();
            (PyString::new(py, &column.strings), PyBytes::new(py, &numbers))
        });
        (PyString::new(py, &types.surfaces), columns.into())
    }

    /// Return the first `max_terms` terms, without numbers and those under `min_letters`.
    fn content_terms(
        &self,
        py: Python<'_>,
        terms: &str,
        max_terms: usize,
        min_letters: usize,
    ) -> PyResult<String> {
        guarded(|| {
            let mut memory =
                self.memory.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
            content_terms(py, &mut memory.classes, terms, max_terms, min_letters)
        })
    }
}

impl TermMapper {
    /// Add the terms of a text to the channels, as another paragraph; fill the sequence if asked for.
    fn read(
        &self,
        py: Python<'_>,
        text: &str,
        memory: &mut Memory,
        numbered: bool,
    ) -> PyResult<()> {
        let Memory { classes, words, channels, sequence } = memory;
        classes.learn(py, text)?;
        sequence.clear();
        let (mut end, mut ended) = (0, PARAGRAPH); // of the last token, and since the last term
        for token in Tokens::new(text, classes) {
            let start = token.as_ptr().addr() - text.as_ptr().addr();
            ended |= ends(&text[end..start]);
            end = start + token.len();
            if numbered {
                sequence.note(ended);
            }
            if let Some((row, number)) = words.get(token) {
                append(channels, row, &mut ended);
                if numbered && !row.exact.is_empty() {
                    if *number == 0 {
                        *number = sequence.number(token, row);
                    }
                    sequence.push(*number);
                }
                continue;
            }
            let answer = self.row.call1(py, (token,))?;
            let (exact, stem, part): Three<'_> = answer.extract(py)?;
            let row = Row { exact: exact.to_str()?, stem: stem.to_str()?, part: part.to_str()? };
            append(channels, row, &mut ended);
            let mut number = 0;
            if numbered && !row.exact.is_empty() {
                number = sequence.number(token, row);
                sequence.push(number);
            }
            words.add(token, row, number);
        }
        if numbered {
            sequence.note(SENTENCE | PARAGRAPH);
        }
        Ok(())
    }
}

impl Memory {
    fn terms<'py>(&self, py: Python<'py>) -> Three<'py> {
        let [exact, stem, part] = &self.channels;
        (PyString::new(py, exact), PyString::new(py, stem), PyString::new(py, part))
    }
}

/// Add the terms of a token. Where a paragraph ended before it, a line ends in the exact channel.
#[inline]
fn append([exact, stem, part]: &mut [String; 3], row: Row<'_>, ended: &mut u32) {
    if !row.exact.is_empty() {
        if !exact.is_empty() {
            exact.push(if *ended & PARAGRAPH == 0 { ' ' } else { '\n' });
        }
        exact.push_str(row.exact);
        *ended = 0;
    }
    push(stem, row.stem);
    push(part, row.part);
}

/// Return the first `max_terms` terms, without numbers and those under `min_letters`.
fn content_terms(
    py: Python<'_>,
    classes: &mut CharClasses,
    terms: &str,
    max_terms: usize,
    min_letters: usize,
) -> PyResult<String> {
    let terms = first_terms(terms, max_terms, &[' ']);
    classes.learn(py, terms)?;
    let mut kept = String::with_capacity(terms.len());
    for term in terms.split(' ') {
        let is_number = term.chars().all(|c| classes.of(c) & DIGIT != 0);
        if term.chars().count() >= min_letters && !is_number {
            push(&mut kept, term);
        }
    }
    Ok(kept)
}

/// Return as many of the terms of a channel, with what stands between them.
fn first_terms<'a>(terms: &'a str, max_terms: usize, between: &[char]) -> &'a str {
    let mut ends = terms.match_indices(between);
    let end = max_terms.checked_sub(1).and_then(|last| ends.nth(last));
    if max_terms == 0 { "" } else { end.map_or(terms, |(end, _)| &terms[..end]) }
}

#[inline]
fn push(terms: &mut String, term: &str) {
    if !term.is_empty() {
        if !terms.is_empty() {
            terms.push(' ');
        }
        terms.push_str(term);
    }
}

#[pymodule]
mod _kernel {
    use pyo3::prelude::*;

    #[pymodule_export]
    use super::TermMapper;
    #[pymodule_export]
    use super::alto::plain_words;
    #[pymodule_export]
    use super::density::density;
    #[pymodule_export]
    use super::fingerprint::Fingerprinter;
    #[pymodule_export]
    use super::fingerprint_table::FingerprintTable;
    #[pymodule_export]
    use super::fuzzy_terms::FuzzyTerms;
    #[pymodule_export]
    use super::likeness::Likeness;
    #[pymodule_export]
    use super::name_keys::name_keys;
    #[pymodule_export]
    use super::names::{NameColumns, NameFinder, NameRules, NameUsage};
    #[pymodule_export]
    use super::panics::fail_on_purpose;
    #[pymodule_export]
    use super::placed_words::placed_words;
    #[pymodule_export]
    use super::snippets::SnippetMaker;

    #[pymodule_export]
    const INTERFACE: u32 = 22; // as in indexer/compiled.py

    #[pymodule_init]
    fn init(_module: &Bound<'_, PyModule>) -> PyResult<()> {
        // A panic becomes an error, which says what this would print.
        std::panic::set_hook(Box::new(|_| ()));
        Ok(())
    }
}
