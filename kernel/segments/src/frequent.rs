//! The most frequent terms of a field, over all segments of an index.

use std::path::Path;

use tantivy::directory::CompositeFile;
use tantivy::index::{Index, SegmentComponent};
use tantivy::termdict::TermDictionary;

/// The most frequent terms, by falling frequency, then by term: their texts lie in one.
pub struct Frequent {
    terms: String,
    /// Where the text of each term ends, of all in their order.
    ends: Vec<usize>,
    /// How many documents have each, above its place among all: `Self::key`.
    found: Vec<u64>,
}

impl Frequent {
    /// Return each term with how many documents have it.
    pub fn each(&self) -> impl Iterator<Item = (&str, u32)> {
        self.found.iter().map(|&key| {
            let place = key as u32 as usize;
            let start = if place == 0 { 0 } else { self.ends[place - 1] };
            (&self.terms[start..self.ends[place]], !((key >> 32) as u32))
        })
    }

    /// Return a number that is lower for a higher count, and then for an earlier term.
    fn key(count: u32, place: usize) -> u64 {
        u64::from(!count) << 32 | place as u64
    }
}

/// Return up to `limit` terms that begin with `prefix`.
pub fn frequent_terms(
    folder: &Path,
    field: &str,
    prefix: &str,
    limit: usize,
) -> tantivy::Result<Frequent> {
    let index = Index::open_in_dir(folder)?;
    let field = index.schema().get_field(field)?;
    let mut dictionaries = Vec::new();
    for segment in index.searchable_segments()? {
        let file = CompositeFile::open(&segment.open_read(SegmentComponent::Terms)?)?;
        if let Some(part) = file.open_read(field) {
            dictionaries.push(TermDictionary::open(part)?);
        }
    }
    let opened = dictionaries.iter().map(|each| each.range().ge(prefix).into_stream());
    let mut streams = opened.collect::<std::io::Result<Vec<_>>>()?;
    streams.retain_mut(|stream| stream.advance());
    let (mut term, mut terms) = (Vec::new(), String::new());
    let (mut ends, mut found) = (Vec::new(), Vec::new());
    // There are few streams, of which one has most: they need no heap.
    while let Some(least) = streams.iter().map(|stream| stream.key()).min()
        && least.starts_with(prefix.as_bytes())
    {
        term.clear();
        term.extend_from_slice(least);
        let mut count = 0;
        streams.retain_mut(|stream| {
            let has_it = stream.key() == term;
            count += if has_it { stream.value().doc_freq } else { 0 };
            !has_it || stream.advance()
        });
        terms.push_str(&String::from_utf8_lossy(&term));
        found.push(Frequent::key(count, ends.len()));
        ends.push(terms.len());
    }
    if found.len() > limit {
        found.select_nth_unstable(limit);
        found.truncate(limit);
    }
    found.sort_unstable();
    Ok(Frequent { terms, ends, found })
}
