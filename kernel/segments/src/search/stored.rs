//! What an index keeps of its documents: their payloads, and their values in columns.

use std::cmp::Reverse;
use std::ops::Range;

use common::{BinarySerializable, VInt};
use hashbrown::HashMap;
use pyo3::types::PyBytes;
use pyo3::{Py, Python};
use tantivy::TantivyError;

use super::opened::Opened;
use super::scores::Address;

// A stored field: its number, what kind of value it has, and that value, with its length before it.
const FIELD: usize = size_of::<u32>();
const TEXT: u8 = 0;
const BYTES: u8 = 4;

/// The total, the counts of each facet, the first and the last day.
pub type Counted = (u64, Vec<Vec<(String, u64)>>, i64, i64);

impl Opened {
    /// Return the payload of each document.
    pub fn payloads(
        &self,
        py: Python<'_>,
        addresses: &[Address],
    ) -> tantivy::Result<Vec<Py<PyBytes>>> {
        let each = py.detach(|| {
            let read = addresses.iter().map(|&(segment, document)| {
                let stored = self.segment(segment)?.stored.get_document_bytes(document)?;
                payload(&stored).map(|place| stored.slice(place)).ok_or_else(no_payload)
            });
            read.collect::<tantivy::Result<Vec<_>>>()
        })?;
        Ok(each.iter().map(|bytes| PyBytes::new(py, bytes).unbind()).collect())
    }

    /// Return what each document has in a column, 0 where it has nothing.
    pub fn values(&self, column: &str, addresses: &[Address]) -> tantivy::Result<Vec<i64>> {
        let columns = self.segments.iter().map(|each| each.reader.fast_fields().i64(column));
        let columns = columns.collect::<tantivy::Result<Vec<_>>>()?;
        let value = |&(segment, document): &Address| {
            let column = columns.get(segment as usize).ok_or_else(no_such_segment)?;
            Ok(column.first(document).unwrap_or(0))
        };
        addresses.iter().map(value).collect()
    }

    /// Return the bytes of what the first `limit` of these documents of each segment have in a column.
    ///
    /// Each has eight, as this machine orders them; 0 stands for nothing.
    pub fn first_values(
        &self,
        column: &str,
        limit: usize,
        documents: &[Vec<u32>],
    ) -> tantivy::Result<Vec<u8>> {
        let mut left = limit;
        let mut found = Vec::new();
        for (segment, documents) in self.segments.iter().zip(documents) {
            let column = segment.reader.fast_fields().i64(column)?;
            let wanted = &documents[..left.min(documents.len())];
            left -= wanted.len();
            for &document in wanted {
                found.extend(column.first(document).unwrap_or(0).to_ne_bytes());
            }
        }
        Ok(found)
    }

    /// Return the bytes of what every document of each segment has in a column, as above.
    pub fn every_value(&self, column: &str) -> tantivy::Result<Vec<u8>> {
        let every: Vec<Vec<u32>> =
            self.segments.iter().map(|segment| (0..segment.documents).collect()).collect();
        self.first_values(column, usize::MAX, &every)
    }

    /// Return the bytes of the places of documents among those of all segments, four each.
    pub fn numbers(&self, documents: &[Vec<u32>]) -> Vec<u8> {
        let mut found = Vec::with_capacity(4 * documents.iter().map(Vec::len).sum::<usize>());
        let mut first = 0;
        for (segment, documents) in self.segments.iter().zip(documents) {
            found.extend(documents.iter().flat_map(|each| (first + each).to_ne_bytes()));
            first += segment.documents;
        }
        found
    }

    /// Count these documents of each segment, by the values of these fields.
    pub fn counted(&self, documents: &[Vec<u32>], facets: &[String]) -> tantivy::Result<Counted> {
        let (mut total, mut first, mut last) = (0, i64::MAX, 0);
        let mut counts: Vec<HashMap<String, u64>> = vec![HashMap::new(); facets.len()];
        for (segment, documents) in self.segments.iter().zip(documents) {
            total += documents.len() as u64;
            let (begins, ends) = segment.columns.period(documents);
            first = first.min(begins.unwrap_or(i64::MAX));
            last = last.max(ends.unwrap_or(0));
            for (name, counts) in facets.iter().zip(&mut counts) {
                segment.columns.count(name, documents, counts)?;
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

    /// Count these documents of each segment by what they have in a column.
    pub fn by_value(
        &self,
        column: &str,
        documents: &[Vec<u32>],
    ) -> tantivy::Result<Vec<(i64, u64)>> {
        let mut counts: HashMap<i64, u64> = HashMap::new();
        for (segment, documents) in self.segments.iter().zip(documents) {
            let column = segment.reader.fast_fields().i64(column)?;
            for &document in documents {
                if let Some(value) = column.first(document) {
                    *counts.entry(value).or_default() += 1;
                }
            }
        }
        Ok(counts.into_iter().collect())
    }

    /// Return the `limit` of these documents of each segment that have most in a column, the one
    /// with most first; those with as much by address, those with nothing last.
    pub fn highest(
        &self,
        column: &str,
        limit: usize,
        documents: &[Vec<u32>],
    ) -> tantivy::Result<Vec<Address>> {
        let mut found: Vec<(Reverse<Option<i64>>, Address)> = Vec::new();
        for (number, (segment, documents)) in self.segments.iter().zip(documents).enumerate() {
            let column = segment.reader.fast_fields().i64(column)?;
            found.extend(
                documents
                    .iter()
                    .map(|&document| (Reverse(column.first(document)), (number as u32, document))),
            );
        }
        if limit < found.len() {
            found.select_nth_unstable(limit);
            found.truncate(limit);
        }
        found.sort_unstable();
        Ok(found.into_iter().map(|(_, address)| address).collect())
    }

    fn segment(&self, number: u32) -> tantivy::Result<&super::opened::OpenedSegment> {
        self.segments.get(number as usize).ok_or_else(no_such_segment)
    }
}

/// Return where the bytes of a stored document stand: it has one such field, beside texts.
///
/// Tantivy reads them one by one, which takes as long as to unpack them.
fn payload(stored: &[u8]) -> Option<Range<usize>> {
    let mut rest = stored;
    for _ in 0..length(&mut rest)? {
        rest = rest.get(FIELD..)?;
        let (&kind, after) = rest.split_first()?;
        rest = after;
        let length = length(&mut rest)?;
        let start = stored.len() - rest.len();
        rest = rest.get(length..)?;
        match kind {
            BYTES => return Some(start..start + length),
            TEXT => {}
            _ => return None,
        }
    }
    None
}

fn length(rest: &mut &[u8]) -> Option<usize> {
    usize::try_from(VInt::deserialize(rest).ok()?.val()).ok()
}

fn no_payload() -> TantivyError {
    TantivyError::InternalError("a document has no payload".to_owned())
}

fn no_such_segment() -> TantivyError {
    TantivyError::InvalidArgument("there is no such segment".to_owned())
}
