//! Searching an index: every clause adds to one array of scores, and the second search of a page,
//! for related terms, goes on with the array of the first.
//!
//! `indexer/engines/tantivy/queries.py` is the description; tests compare the two. What cannot be read
//! here is left to Tantivy's package, which reads it or says what is wrong.

mod among;
mod columns;
mod cursor;
mod known_terms;
mod matching;
mod opened;
mod patterns;
mod scores;
mod sharing;
mod shortened;
mod stored;
mod tree;

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard};

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::sync::MutexExt;
use pyo3::types::PyBytes;

use crate::{guarded, raised};
use matching::Matcher;
use opened::Opened;
use scores::{Address, Best, Scores};
use stored::{Counted, Recent};
use tree::{Found, Known, Node, Reading};

const MAX_KEPT: usize = 3; // searches that a page begins with, before it asks for related terms
const MAX_FOUND: usize = 3; // nodes whose documents are kept: a page counts, names and lists the same

/// Searches an index as it was when it was opened. Threads may share it.
///
/// `keyword` gives of a Keyword the name of its field and the term in it.
#[pyclass(frozen, module = "indexer.engines.tantivy._segments")]
pub struct SegmentSearcher {
    opened: Opened,
    keyword: Py<PyAny>,
    kept: Mutex<Kept>,
    recent: Mutex<Recent>,
    /// Whether values were met that cannot be read: Tantivy's package may compress them otherwise.
    lacks_facets: AtomicBool,
}

/// Arrays of all segments: those of the last searches, each with its node, and some that are free.
#[derive(Default)]
struct Kept {
    last: VecDeque<(Py<PyAny>, Vec<Scores>)>,
    found: VecDeque<(Py<PyAny>, Arc<Found>)>,
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
                recent: Mutex::default(),
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
            let Some(found) = self.found(py, node)? else { return Ok(None) };
            let counted = py.detach(|| self.opened.counted(&found, &facets)).ok();
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
            let Some(found) = self.found(py, node)? else { return Ok(None) };
            Ok(py.detach(|| self.opened.by_value(column, &found)).ok())
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
            let Some(found) = self.found(py, node)? else { return Ok(None) };
            let values = py.detach(|| self.opened.first_values(column, limit, &found));
            Ok(values.ok().map(|bytes| PyBytes::new(py, &bytes).unbind()))
        })
    }

    /// Return what each document has in a column, as above, deleted ones too.
    fn every_value(&self, py: Python<'_>, column: &str) -> PyResult<Option<Py<PyBytes>>> {
        guarded(|| {
            let values = py.detach(|| self.opened.every_value(column));
            Ok(values.ok().map(|bytes| PyBytes::new(py, &bytes).unbind()))
        })
    }

    /// Return the places of documents that match among those of all segments, four bytes each; None
    /// as above.
    fn numbers(&self, py: Python<'_>, node: &Bound<'_, PyAny>) -> PyResult<Option<Py<PyBytes>>> {
        guarded(|| {
            let found = self.found(py, node)?;
            let bytes = found.map(|found| py.detach(|| self.opened.numbers(&found)));
            Ok(bytes.map(|bytes| PyBytes::new(py, &bytes).unbind()))
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
            let Some(found) = self.found(py, node)? else { return Ok(None) };
            Ok(py.detach(|| self.opened.highest(column, limit, &found)).ok())
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
            let reading = self.reading(py, false);
            let trees: Option<Vec<Node>> =
                nodes.iter().map(|node| reading.read(node)).collect::<PyResult<_>>()?;
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

    /// Return how many documents have each of these terms of a channel, as Tantivy counts them; None if
    /// that cannot be read here.
    fn frequencies(
        &self,
        py: Python<'_>,
        channel: &str,
        terms: Vec<PyBackedStr>,
    ) -> PyResult<Option<Vec<u64>>> {
        guarded(|| Ok(py.detach(|| self.opened.frequencies(channel, &terms)).ok()))
    }

    /// Return the payload of each document, with texts of at most `longest` characters where that is
    /// given; of long ones those of the first, at least one. None if one cannot be read here.
    #[pyo3(signature = (addresses, longest = None))]
    fn payloads(
        &self,
        py: Python<'_>,
        addresses: Vec<Address>,
        longest: Option<usize>,
    ) -> PyResult<Option<Vec<Py<PyBytes>>>> {
        guarded(|| Ok(self.payloads_of(py, &addresses, longest.unwrap_or(usize::MAX)).ok()))
    }

    /// Return the stored texts of each document, in the order of their fields; None as above.
    fn texts(&self, py: Python<'_>, addresses: Vec<Address>) -> PyResult<Option<Vec<Vec<String>>>> {
        guarded(|| Ok(py.detach(|| self.opened.texts(&addresses)).ok()))
    }

    /// Return up to `limit` documents that have some of these numbers in an indexed field, those that
    /// have most of them first; None as above.
    fn sharing(
        &self,
        py: Python<'_>,
        field: &str,
        numbers: Vec<i64>,
        limit: usize,
    ) -> PyResult<Option<Vec<Address>>> {
        guarded(|| Ok(py.detach(|| self.opened.sharing(field, &numbers, limit)).ok()))
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

    fn payloads_of(
        &self,
        py: Python<'_>,
        addresses: &[Address],
        longest: usize,
    ) -> tantivy::Result<Vec<Py<PyBytes>>> {
        let recent = || self.recent.lock_py_attached(py).unwrap_or_else(|held| held.into_inner());
        let mut found: Vec<_> = {
            let recent = recent();
            let short = |kept: &Py<PyBytes>| kept.as_bytes(py).len() <= longest;
            addresses.iter().map(|&address| recent.get(py, address).filter(short)).collect()
        };
        let missing: Vec<usize> =
            (0..found.len()).filter(|&place| found[place].is_none()).collect();
        let asked: Vec<Address> = missing.iter().map(|&place| addresses[place]).collect();
        let read = self.opened.payloads(py, &asked, longest)?;
        let mut recent = recent();
        for (place, (payload, whole)) in missing.into_iter().zip(read) {
            if whole {
                recent.put(py, addresses[place], &payload);
            }
            found[place] = Some(payload);
        }
        Ok(found.into_iter().map_while(|payload| payload).collect())
    }

    /// Return what reads trees; with what is known where that spares finding it again.
    fn reading<'a, 'py>(&'a self, py: Python<'py>, with_known: bool) -> Reading<'a, 'py> {
        let mut known = Known::new();
        if with_known {
            let kept = self.locked(py);
            known.extend(
                kept.found.iter().map(|(node, found)| (node.clone_ref(py), Arc::clone(found))),
            );
        }
        Reading { keyword: self.keyword.bind(py), known }
    }

    fn searched(
        &self,
        py: Python<'_>,
        node: &Bound<'_, PyAny>,
        limit: usize,
    ) -> PyResult<Option<Vec<(Address, f32)>>> {
        let reading = self.reading(py, true);
        if let Some(mut arrays) = self.begun(py, node)? {
            let should = node.getattr(intern!(py, "should"))?.try_iter()?;
            let should: Option<Vec<Node>> =
                should.map(|child| reading.read(&child?)).collect::<PyResult<_>>()?;
            let Some(should) = should else { return Ok(None) };
            let best = py.detach(|| -> tantivy::Result<_> {
                self.each(&mut arrays, |matcher, array| matcher.add_over(&should, array))?;
                Ok(self.best(&arrays, limit))
            });
            self.free(arrays);
            return Ok(best.ok());
        }
        let Some(tree) = reading.read(node)? else { return Ok(None) };
        let searched = py.detach(|| -> tantivy::Result<_> {
            let segments = self.opened.segments.iter();
            let mut arrays: Vec<Scores> = segments.map(|segment| segment.scores()).collect();
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
            self.free(arrays); // the node may come back here as it goes
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
        let mut arrays = arrays.iter_mut().enumerate();
        arrays.try_for_each(|(number, array)| with(&Matcher::new(&self.opened, number), array))
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

    fn free(&self, arrays: Vec<Scores>) {
        self.opened.segments.iter().zip(arrays).for_each(|(segment, array)| segment.free(array));
    }

    /// Return the documents that match a node, which are kept; None if it is not run here.
    ///
    /// Words within limits are kept without those too: a page asks for them within others next.
    fn found(&self, py: Python<'_>, node: &Bound<'_, PyAny>) -> PyResult<Option<Arc<Found>>> {
        if let Some(found) = self.last_found(py, node) {
            return Ok(Some(found));
        }
        let Some(mut tree) = self.reading(py, false).read(node)? else { return Ok(None) };
        if let Node::And(children, _) = &mut tree {
            let Ok(first) = py.detach(|| self.first(children)) else { return Ok(None) };
            if let Some(place) = first {
                let child = node.getattr(intern!(py, "children"))?.get_item(place)?;
                let known = if let Some(found) = self.last_found(py, &child) {
                    found
                } else {
                    let words = &children[place];
                    let Ok(found) = py.detach(|| self.all_alive(words)) else { return Ok(None) };
                    self.keep(py, &child, found)
                };
                children[place] = Node::Known(known);
            }
        }
        let Ok(found) = py.detach(|| self.all_alive(&tree)) else { return Ok(None) };
        Ok(Some(self.keep(py, node, found)))
    }

    /// Return the place of the child of an And whose documents are read first in all segments, where
    /// it is no filter.
    fn first(&self, children: &[Node]) -> tantivy::Result<Option<usize>> {
        let mut most = vec![0; children.len()];
        for number in 0..self.opened.segments.len() {
            let matcher = Matcher::new(&self.opened, number);
            for (most, child) in most.iter_mut().zip(children) {
                *most += matcher.most(child)?;
            }
        }
        let first = (0..children.len())
            .filter(|&place| !matches!(children[place], Node::Not(_)))
            .min_by_key(|&place| most[place]);
        Ok(first.filter(|&place| !children[place].is_filter()))
    }

    /// Return the documents that match a node where they are kept, for longer then.
    fn last_found(&self, py: Python<'_>, node: &Bound<'_, PyAny>) -> Option<Arc<Found>> {
        let mut kept = self.locked(py);
        let place = kept.found.iter().position(|(last, _)| last.bind(py).is(node))?;
        let last = kept.found.remove(place)?;
        let found = Arc::clone(&last.1);
        kept.found.push_back(last);
        Some(found)
    }

    fn keep(&self, py: Python<'_>, node: &Bound<'_, PyAny>, found: Found) -> Arc<Found> {
        let found = Arc::new(found);
        let outdated = {
            let mut kept = self.locked(py);
            kept.found.push_back((node.clone().unbind(), Arc::clone(&found)));
            if kept.found.len() > MAX_FOUND { kept.found.pop_front() } else { None }
        };
        drop(outdated); // the node may come back here as it goes
        found
    }

    fn all_alive(&self, tree: &Node) -> tantivy::Result<Found> {
        let each = self.opened.segments.iter().enumerate().map(|(number, segment)| {
            let mut documents = Matcher::new(&self.opened, number).matching(tree)?;
            if !segment.is_whole() {
                documents.retain(|&document| segment.is_alive(document));
            }
            Ok(documents)
        });
        each.collect()
    }

    /// Say which of the documents match.
    fn among(&self, tree: &Node, addresses: &[Address]) -> tantivy::Result<Vec<bool>> {
        let mut among: Vec<Vec<u32>> = vec![Vec::new(); self.opened.segments.len()];
        for &(segment, document) in addresses {
            among.get_mut(segment as usize).into_iter().for_each(|asked| asked.push(document));
        }
        for (number, asked) in among.iter_mut().enumerate() {
            let segment = &self.opened.segments[number];
            asked.sort_unstable();
            asked.dedup();
            asked.retain(|&document| document < segment.documents && segment.is_alive(document));
            *asked = Matcher::new(&self.opened, number).among(tree, asked)?;
        }
        let has = |&(segment, document): &Address| {
            among.get(segment as usize).is_some_and(|found| found.binary_search(&document).is_ok())
        };
        Ok(addresses.iter().map(has).collect())
    }
}
