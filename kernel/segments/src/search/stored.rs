//! What an index keeps of its documents: their payloads, and their values in columns.

use std::cmp::Reverse;
use std::collections::VecDeque;
use std::ops::Range;

use common::{BinarySerializable, OwnedBytes, VInt};
use hashbrown::HashMap;
use pyo3::types::PyBytes;
use pyo3::{Py, Python};
use tantivy::TantivyError;

use super::opened::Opened;
use super::scores::Address;
use super::shortened::shortened;

// A stored field: its number, what kind of value it has, and that value, with its length before it.
const FIELD: usize = size_of::<u32>();
const TEXT: u8 = 0;
const BYTES: u8 = 4;

const READ_AT_ONCE: usize = 1 << 20; // bytes, which are copied for Python then
const READ_IN_ALL: usize = 4 << 20; // bytes, by one call
const KEPT: usize = 1 << 20; // bytes of payloads: some 400 articles of news
const LONGEST_KEPT: usize = KEPT / 16;

/// The total, the counts of each facet, the first and the last day.
pub type Counted = (u64, Vec<Vec<(String, u64)>>, i64, i64);

/// Payloads that were read last, as a page asks for what it shows twice; none that is long.
///
/// Tantivy would keep blocks instead, one with an article of 20 MB like any other.
#[derive(Default)]
pub struct Recent {
    payloads: HashMap<Address, Py<PyBytes>>,
    order: VecDeque<(Address, usize)>,
    size: usize,
}

impl Recent {
    /// Return a payload if it is kept.
    pub fn get(&self, py: Python<'_>, address: Address) -> Option<Py<PyBytes>> {
        self.payloads.get(&address).map(|payload| payload.clone_ref(py))
    }

    /// Keep a payload in place of those that were read before it.
    pub fn put(&mut self, py: Python<'_>, address: Address, payload: &Py<PyBytes>) {
        let size = payload.as_bytes(py).len();
        if size > LONGEST_KEPT || self.payloads.contains_key(&address) {
            return;
        }
        self.payloads.insert(address, payload.clone_ref(py));
        self.order.push_back((address, size));
        self.size += size;
        while self.size > KEPT {
            let Some((oldest, size)) = self.order.pop_front() else { return };
            self.payloads.remove(&oldest);
            self.size -= size;
        }
    }
}

impl Opened {
    /// Return the payload of each document, shortened to texts of so many characters, and whether it
    /// is whole. Of long ones they are those of the first documents, at least one.
    pub fn payloads(
        &self,
        py: Python<'_>,
        addresses: &[Address],
        longest: usize,
    ) -> tantivy::Result<Vec<(Py<PyBytes>, bool)>> {
        let mut found = Vec::with_capacity(addresses.len());
        let mut size = 0;
        while found.len() < addresses.len() && size < READ_IN_ALL {
            let read = py.detach(|| self.first_payloads(&addresses[found.len()..], longest))?;
            size += read.iter().map(|(bytes, _)| bytes.len()).sum::<usize>();
            let each = read.into_iter();
            found.extend(each.map(|(bytes, whole)| (PyBytes::new(py, &bytes).unbind(), whole)));
        }
        Ok(found)
    }

    /// Return the payloads of the first of these documents: of long ones few, at least one.
    fn first_payloads(
        &self,
        addresses: &[Address],
        longest: usize,
    ) -> tantivy::Result<Vec<(OwnedBytes, bool)>> {
        let (mut read, mut size) = (Vec::new(), 0);
        for &address in addresses {
            let stored = self.stored(address)?;
            let (_, place) = values(&stored)
                .map_while(|value| value)
                .find(|&(kind, _)| kind == BYTES)
                .ok_or_else(unreadable)?;
            size += stored.len();
            let payload = stored.slice(place);
            let short = shortened(&payload, longest);
            let whole = short.is_none();
            read.push((short.map_or(payload, OwnedBytes::new), whole));
            if size > READ_AT_ONCE {
                break;
            }
        }
        Ok(read)
    }

    /// Return the stored texts of each document, in the order of their fields.
    pub fn texts(&self, addresses: &[Address]) -> tantivy::Result<Vec<Vec<String>>> {
        let texts = |&address: &Address| {
            let stored = self.stored(address)?;
            let every: Option<Vec<_>> = values(&stored).collect();
            let places = every.ok_or_else(unreadable)?.into_iter();
            let each = places.filter(|&(kind, _)| kind == TEXT).map(|(_, place)| {
                String::from_utf8(stored[place].to_vec()).map_err(|_| unreadable())
            });
            each.collect()
        };
        addresses.iter().map(texts).collect()
    }

    fn stored(&self, (segment, document): Address) -> tantivy::Result<OwnedBytes> {
        self.segment(segment)?.stored.get_document_bytes(document)
    }

    /// Return what each document has in a column, 0 where it has nothing.
    pub fn values(&self, column: &str, addresses: &[Address]) -> tantivy::Result<Vec<i64>> {
        let columns = self.segments.iter().map(|each| each.columns.numbers(column));
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

/// Return of each field of a stored document its kind, a text or bytes, and where the value stands;
/// None, and no more, for what is neither.
///
/// Tantivy reads all of a document, which takes as long as to unpack it.
fn values(stored: &[u8]) -> impl Iterator<Item = Option<(u8, Range<usize>)>> {
    let mut rest = stored;
    let count = length(&mut rest).unwrap_or(usize::MAX); // then the first cannot be read
    (0..count).map(move |_| {
        let (&kind, after) = rest.get(FIELD..)?.split_first()?;
        rest = after;
        let length = length(&mut rest)?;
        let start = stored.len() - rest.len();
        rest = rest.get(length..)?;
        matches!(kind, TEXT | BYTES).then_some((kind, start..start + length))
    })
}

fn length(rest: &mut &[u8]) -> Option<usize> {
    usize::try_from(VInt::deserialize(rest).ok()?.val()).ok()
}

fn unreadable() -> TantivyError {
    TantivyError::InternalError("a stored document has not what it should".to_owned())
}

fn no_such_segment() -> TantivyError {
    TantivyError::InvalidArgument("there is no such segment".to_owned())
}
