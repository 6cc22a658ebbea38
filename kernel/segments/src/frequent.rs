//! The most frequent terms of a field, over all segments of an index.

use std::cmp::Reverse;
use std::path::Path;

use tantivy::directory::CompositeFile;
use tantivy::index::{Index, SegmentComponent};
use tantivy::termdict::TermDictionary;

/// Return up to `limit` terms that begin with `prefix`, with how many documents have each.
///
/// They come by falling frequency, then by term.
pub fn frequent_terms(
    folder: &Path,
    field: &str,
    prefix: &str,
    limit: usize,
) -> tantivy::Result<Vec<(String, u32)>> {
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
    let mut found: Vec<(u32, usize, usize)> = Vec::new();
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
        let start = terms.len();
        terms.push_str(&String::from_utf8_lossy(&term));
        found.push((count, start, terms.len()));
    }
    // Places rise with the terms.
    let order = |&(count, start, _): &(u32, usize, usize)| (Reverse(count), start);
    if found.len() > limit {
        found.select_nth_unstable_by_key(limit, order);
        found.truncate(limit);
    }
    found.sort_unstable_by_key(order);
    Ok(found.iter().map(|&(count, from, to)| (terms[from..to].to_owned(), count)).collect())
}
