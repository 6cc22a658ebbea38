//! Searching an index: every clause adds to one array of scores, and the second search of a page,
//! for related terms, goes on with the array of the first.
//!
//! `indexer/engines/tantivy/queries.py` is the description; tests compare the two. What cannot be read
//! here is left to Tantivy's package, which reads it or says what is wrong.

mod cursor;
mod matching;
mod opened;
mod patterns;
mod scores;
mod stored;
mod tree;

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard};

use hashbrown::HashMap;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::MutexExt;
use pyo3::types::PyBytes;
use tantivy::columnar::{Cardinality, StrColumn};

use crate::{guarded, raised};
use matching::Matcher;
use opened::{Opened, OpenedSegment};
use scores::{Address, Best, Scores};
use tree::Node;

const MAX_KEPT: usize = 3; // searches that a page begins with, before it asks for related terms

/// The total, the counts of each facet, the first and the last day.
type Counted = (u64, Vec<Vec<(String, u64)>>, i64, i64);

/// Searches an index as it was when it was opened. Threads may share it.
///
/// `keyword` gives of a Keyword the name of its field and the term in it.
#[pyclass(frozen, module = "indexer.engines.tantivy._segments")]
pub struct SegmentSearcher {
    opened: Opened,
    keyword: Py<PyAny>,
    kept: Mutex<Kept>,
    /// Whether values were met that cannot be read: Tantivy's package may compress them otherwise.
    lacks_facets: AtomicBool,
}

/// Arrays of all segments: those of the last searches, each with its node, and some that are free.
#[derive(Default)]
struct Kept {
    last: VecDeque<(Py<PyAny>, Vec<Scores>)>,
    spare: Vec<Vec<Scores>>,
}

#[pymethods]
impl SegmentSearcher {
    /// Raises OSError or ValueError if the index in the folder cannot be read.
    #[new]
    fn new(py: Python<'_>, folder: PathBuf, keyword: Py<PyAny>) -> PyResult<Self> {
        guarded(|| {
            let opened = py.detach(|| Opened::new(&folder)).map_err(raised)?;
            Ok(Self {
                opened,
                keyword,
                kept: Mutex::default(),
                lacks_facets: AtomicBool::new(false),
            })
        })
    }

    /// Return the best `limit` documents, each with its score; None if it is not run here.
    fn search(
        &self,
        py: Python<'_>,
        node: &Bound<'_, PyAny>,
        limit: usize,
    ) -> PyResult<Option<Vec<(Address, f32)>>> {
        guarded(|| self.searched(py, node, limit))
    }

    /// Count the documents that match, by the values of these fields; None as above.
    fn count(
        &self,
        py: Python<'_>,
        node: &Bound<'_, PyAny>,
        facets: Vec<String>,
    ) -> PyResult<Option<Counted>> {
        guarded(|| {
            if !facets.is_empty() && self.lacks_facets.load(Relaxed) {
                return Ok(None);
            }
            let Some(tree) = tree::read(node, self.keyword.bind(py))? else { return Ok(None) };
            let counted = py.detach(|| self.counted(&tree, &facets)).ok();
            self.lacks_facets.fetch_or(counted.is_none() && !facets.is_empty(), Relaxed);
            Ok(counted)
        })
    }

    /// Count the documents that match by their values in a column; None as above.
    fn count_by(
        &self,
        py: Python<'_>,
        node: &Bound<'_, PyAny>,
        column: &str,
    ) -> PyResult<Option<Vec<(i64, u64)>>> {
        guarded(|| {
            let Some(tree) = tree::read(node, self.keyword.bind(py))? else { return Ok(None) };
            Ok(py.detach(|| self.opened.by_value(column, &self.all_alive(&tree)?)).ok())
        })
    }

    /// Return what the first `limit` documents that match have in a column, eight bytes each; None
    /// as above.
    fn first_values(
        &self,
        py: Python<'_>,
        node: &Bound<'_, PyAny>,
        column: &str,
        limit: usize,
    ) -> PyResult<Option<Py<PyBytes>>> {
        guarded(|| {
            let Some(tree) = tree::read(node, self.keyword.bind(py))? else { return Ok(None) };
            let found =
                py.detach(|| self.opened.first_values(column, limit, &self.all_alive(&tree)?));
            Ok(found.ok().map(|bytes| PyBytes::new(py, &bytes).unbind()))
        })
    }

    /// Return the `limit` documents that match and have most in a column; None as above.
    fn highest(
        &self,
        py: Python<'_>,
        node: &Bound<'_, PyAny>,
        column: &str,
        limit: usize,
    ) -> PyResult<Option<Vec<Address>>> {
        guarded(|| {
            let Some(tree) = tree::read(node, self.keyword.bind(py))? else { return Ok(None) };
            Ok(py.detach(|| self.opened.highest(column, limit, &self.all_alive(&tree)?)).ok())
        })
    }

    /// Return for each node which of the documents match it; None as above.
    fn matches(
        &self,
        py: Python<'_>,
        nodes: Vec<Bound<'_, PyAny>>,
        addresses: Vec<Address>,
    ) -> PyResult<Option<Vec<Vec<bool>>>> {
        guarded(|| {
            let keyword = self.keyword.bind(py);
            let trees: Option<Vec<Node>> =
                nodes.iter().map(|node| tree::read(node, keyword)).collect::<PyResult<_>>()?;
            let Some(trees) = trees else { return Ok(None) };
            Ok(py
                .detach(|| {
                    trees
                        .iter()
                        .map(|tree| self.among(tree, &addresses))
                        .collect::<tantivy::Result<_>>()
                })
                .ok())
        })
    }

    /// Return the payload of each document; None if one cannot be read here.
    fn payloads(
        &self,
        py: Python<'_>,
        addresses: Vec<Address>,
    ) -> PyResult<Option<Vec<Py<PyBytes>>>> {
        guarded(|| Ok(self.opened.payloads(py, &addresses).ok()))
    }

    /// Return what each document has in a column, 0 for nothing; None as above.
    fn values(
        &self,
        py: Python<'_>,
        column: &str,
        addresses: Vec<Address>,
    ) -> PyResult<Option<Vec<i64>>> {
        guarded(|| Ok(py.detach(|| self.opened.values(column, &addresses)).ok()))
    }
}

impl SegmentSearcher {
    fn locked(&self, py: Python<'_>) -> MutexGuard<'_, Kept> {
        self.kept.lock_py_attached(py).unwrap_or_else(|held| held.into_inner())
    }

    fn searched(
        &self,
        py: Python<'_>,
        node: &Bound<'_, PyAny>,
        limit: usize,
    ) -> PyResult<Option<Vec<(Address, f32)>>> {
        let keyword = self.keyword.bind(py);
        if let Some(mut arrays) = self.begun(py, node)? {
            let should = node.getattr(intern!(py, "should"))?.try_iter()?;
            let should: Option<Vec<Node>> =
                should.map(|child| tree::read(&child?, keyword)).collect::<PyResult<_>>()?;
            let Some(should) = should else { return Ok(None) };
            let best = py.detach(|| -> tantivy::Result<_> {
                self.each(&mut arrays, |matcher, array| matcher.add_over(&should, array))?;
                Ok(self.best(&arrays, limit))
            });
            self.locked(py).free(arrays);
            return Ok(best.ok());
        }
        let Some(tree) = tree::read(node, keyword)? else { return Ok(None) };
        let spare = self.locked(py).spare.pop();
        let searched = py.detach(|| -> tantivy::Result<_> {
            let new = || self.opened.segments.iter().map(|each| Scores::new(each.documents));
            let mut arrays = spare.unwrap_or_else(|| new().collect());
            self.each(&mut arrays, |matcher, array| matcher.fill(&tree, array))?;
            let best = self.best(&arrays, limit);
            Ok((arrays, best))
        });
        let Ok((arrays, best)) = searched else { return Ok(None) };
        let outdated = {
            let mut kept = self.locked(py);
            kept.last.push_back((node.clone().unbind(), arrays));
            if kept.last.len() > MAX_KEPT { kept.last.pop_front() } else { None }
        };
        if let Some((_node, arrays)) = outdated {
            self.locked(py).free(arrays); // the node may come back here as it goes
        }
        Ok(Some(best))
    }

    /// Return the arrays of the last search if this one only adds to it.
    fn begun(&self, py: Python<'_>, node: &Bound<'_, PyAny>) -> PyResult<Option<Vec<Scores>>> {
        if node.get_type().name()? != "MustShould" {
            return Ok(None);
        }
        let must = node.getattr(intern!(py, "must"))?;
        let mut kept = self.locked(py);
        let place = kept.last.iter().position(|(last, _)| last.bind(py).is(&must));
        Ok(place.and_then(|place| kept.last.remove(place)).map(|(_, arrays)| arrays))
    }

    fn each(
        &self,
        arrays: &mut [Scores],
        with: impl Fn(&Matcher<'_>, &mut Scores) -> tantivy::Result<()>,
    ) -> tantivy::Result<()> {
        let segments = self.opened.segments.iter();
        segments
            .zip(arrays)
            .try_for_each(|(segment, array)| with(&Matcher::new(&self.opened, segment), array))
    }

    fn best(&self, arrays: &[Scores], limit: usize) -> Vec<(Address, f32)> {
        let mut best = Best::new(limit);
        for (number, (segment, array)) in self.opened.segments.iter().zip(arrays).enumerate() {
            let is_whole = segment.is_whole();
            for document in array.hits.iter() {
                if is_whole || segment.is_alive(document) {
                    best.offer((number as u32, document), array.scores[document as usize]);
                }
            }
        }
        best.sorted()
    }

    fn alive(&self, segment: &OpenedSegment, tree: &Node) -> tantivy::Result<Vec<u32>> {
        let mut documents = Matcher::new(&self.opened, segment).matching(tree)?;
        if !segment.is_whole() {
            documents.retain(|&document| segment.is_alive(document));
        }
        Ok(documents)
    }

    fn all_alive(&self, tree: &Node) -> tantivy::Result<Vec<Vec<u32>>> {
        self.opened.segments.iter().map(|segment| self.alive(segment, tree)).collect()
    }

    fn among(&self, tree: &Node, addresses: &[Address]) -> tantivy::Result<Vec<bool>> {
        let found = self.all_alive(tree)?;
        let has = |&(segment, document): &Address| {
            found.get(segment as usize).is_some_and(|found| found.binary_search(&document).is_ok())
        };
        Ok(addresses.iter().map(has).collect())
    }

    fn counted(&self, tree: &Node, facets: &[String]) -> tantivy::Result<Counted> {
        let (mut total, mut first, mut last) = (0, i64::MAX, 0);
        let mut counts: Vec<HashMap<String, u64>> = vec![HashMap::new(); facets.len()];
        for segment in &self.opened.segments {
            let documents = self.alive(segment, tree)?;
            total += documents.len() as u64;
            if let (Some(begins), Some(ends)) = (&segment.first, &segment.last) {
                for &document in &documents {
                    first = first.min(begins.first(document).unwrap_or(i64::MAX));
                    last = last.max(ends.first(document).unwrap_or(0));
                }
            }
            for (name, counts) in facets.iter().zip(&mut counts) {
                if let Some(column) = segment.reader.fast_fields().str(name)? {
                    add_values(&column, &documents, counts)?;
                }
            }
        }
        let first = if first == i64::MAX { 0 } else { first };
        Ok((
            total,
            counts.into_iter().map(|each| each.into_iter().collect()).collect(),
            first,
            last,
        ))
    }
}

impl Kept {
    fn free(&mut self, mut arrays: Vec<Scores>) {
        if self.spare.len() < MAX_KEPT {
            arrays.iter_mut().for_each(Scores::clear);
            self.spare.push(arrays);
        }
    }
}

/// Add how many of these documents have each value of a column.
fn add_values(
    column: &StrColumn,
    documents: &[u32],
    counts: &mut HashMap<String, u64>,
) -> tantivy::Result<()> {
    let mut of_values = vec![0u64; column.num_terms()];
    let values = column.ords();
    let has_one = values.get_cardinality() != Cardinality::Multivalued;
    for &document in documents {
        if has_one {
            if let Some(value) = values.first(document) {
                of_values[value as usize] += 1;
            }
        } else {
            values.values_for_doc(document).for_each(|value| of_values[value as usize] += 1);
        }
    }
    let mut value = String::new();
    for (number, &count) in of_values.iter().enumerate().filter(|(_, count)| **count > 0) {
        value.clear();
        column.ord_to_str(number as u64, &mut value)?;
        *counts.entry_ref(value.as_str()).or_default() += count;
    }
    Ok(())
}
