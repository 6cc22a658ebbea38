//! How the types of a segment are used: what is counted once and kept with it.

use std::sync::Mutex;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::sync::MutexExt;
use pyo3::types::PyBytes;

use super::NameRules;
use super::kept_usage::kept;
use super::letters::Letters;
use super::lists::{FIRST_NAME, Lists, Noun, kind, noun_of};
use super::tokens::{Class, Piece, SegmentTypes, numbers};
use crate::panics::guarded;

/// Counts how the types of a segment of the forward index are used.
#[pyclass(frozen, module = "indexer._kernel")]
pub struct TypeUsage {
    rules: Py<NameRules>,
    letters: Letters,
    surfaces: String,
    ends: Vec<usize>,
    types: Mutex<SegmentTypes>,
}

#[pymethods]
impl TypeUsage {
    /// Take the types, each with a NUL behind it, and those that have codes.
    ///
    /// ValueError for what is no text, and where a code stands for no type.
    #[new]
    fn new(py: Python<'_>, rules: Py<NameRules>, surfaces: &[u8], common: &[u8]) -> PyResult<Self> {
        guarded(|| {
            let surfaces = text_of(surfaces)?.to_owned();
            let mut letters = Letters::new(py)?;
            letters.learn_all(py, &surfaces)?;
            let ends: Vec<usize> = surfaces.match_indices('\0').map(|(end, _)| end).collect();
            let types = SegmentTypes::new(numbers(common).collect(), ends.len())?;
            Ok(Self { rules, letters, surfaces, ends, types: Mutex::new(types) })
        })
    }

    /// Count some rows of the segment: the fields of `Piece`.
    fn count(
        &self,
        py: Python<'_>,
        codes: &[u8],
        rare: &[u8],
        sentences: &[u8],
        first_bit: usize,
        lengths: &[u8],
    ) -> PyResult<()> {
        guarded(|| {
            let mut types =
                self.types.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
            let piece = Piece { codes, rare, sentences, first_bit, lengths };
            let lists = &self.rules.get().lists;
            types.count(&piece, &|type_| class(self.surface(type_), &self.letters, lists))
        })
    }

    /// Return the numbers of all types, in the order of `Usage`, as they are kept; that of `lower` is
    /// how often each stands there.
    fn counted<'py>(
        &self,
        py: Python<'py>,
    ) -> PyResult<(Bound<'py, PyBytes>, Bound<'py, PyBytes>)> {
        guarded(|| {
            let types = self.types.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
            let (which, numbers) = kept(&types.counted());
            Ok((PyBytes::new(py, &which), PyBytes::new(py, &numbers)))
        })
    }
}

impl TypeUsage {
    fn surface(&self, type_: u32) -> &str {
        let type_ = type_ as usize;
        let start = if type_ == 0 { 0 } else { self.ends[type_ - 1] + 1 };
        &self.surfaces[start..self.ends[type_]]
    }
}

/// Return the text of types that each end in NUL. ValueError for what is none.
pub fn text_of(surfaces: &[u8]) -> PyResult<&str> {
    str::from_utf8(surfaces).map_err(|_| PyValueError::new_err("a type that is no text"))
}

/// `_classes`: what a type tells of the words beside it.
fn class(surface: &str, letters: &Letters, lists: &Lists) -> Class {
    if letters.begins_upper(surface) {
        if lists.listed(surface) & FIRST_NAME != 0 {
            return Class::FirstName;
        }
        let adjective = lists.end(surface, "adjective");
        return if adjective { Class::Adjective } else { Class::Capital };
    }
    match surface {
        "de" | "het" => return Class::Article,
        "van" | "den" | "der" | "ten" | "ter" => return Class::Particle,
        _ => {}
    }
    let kinds = lists.kinds(surface);
    let cue = [
        (kind::AGENT, Class::Agent),
        (kind::TITLE, Class::Title),
        (kind::PLACE, Class::Place),
        (kind::SAY, Class::Say),
    ];
    if let Some((_, class)) = cue.into_iter().find(|(kind, _)| kinds & kind != 0) {
        return class;
    }
    match noun_of(lists.ends(surface), || kinds & kind::TITLE != 0) {
        Some(Noun::Person) => Class::Title,
        Some(Noun::Body) => Class::Body,
        Some(Noun::Place) => Class::Place,
        None => Class::None,
    }
}
