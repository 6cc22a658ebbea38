//! Reading the documents of a term, with what each scores.

use tantivy::postings::BlockSegmentPostings;

use super::opened::TermWeight;

/// What each length adds to a frequency, and the lengths.
type Lengths<'a> = (&'a [f32; 256], &'a [u8]);

/// A term whose documents are being read.
pub struct Cursor<'a> {
    blocks: BlockSegmentPostings,
    at: usize,
    weight: TermWeight,
    lengths: Option<Lengths<'a>>,
}

impl<'a> Cursor<'a> {
    /// Begin before the first document; `lengths` is None of titles.
    pub fn new(
        blocks: BlockSegmentPostings,
        weight: TermWeight,
        lengths: Option<Lengths<'a>>,
    ) -> Self {
        Self { blocks, at: 0, weight, lengths }
    }

    /// Read the documents before one, with their scores.
    #[inline]
    pub fn read(&mut self, end: u32, mut with: impl FnMut(u32, f32)) {
        let TermWeight { flat, varying } = self.weight;
        loop {
            let documents = &self.blocks.docs()[self.at..];
            let Some(&last) = documents.last() else {
                if self.at == 0 {
                    return;
                }
                self.blocks.advance();
                self.at = 0;
                continue;
            };
            let is_whole = last < end;
            let count = if is_whole {
                documents.len()
            } else {
                documents.partition_point(|&document| document < end)
            };
            let documents = &documents[..count];
            if let Some((norms, lengths)) = self.lengths {
                for (&document, &count) in documents.iter().zip(&self.blocks.freqs()[self.at..]) {
                    let count = count as f32;
                    let norm = norms[lengths[document as usize] as usize];
                    with(document, flat + varying * (count / (count + norm)));
                }
            } else {
                documents.iter().for_each(|&document| with(document, flat));
            }
            self.at += count;
            if !is_whole {
                return;
            }
        }
    }
}

/// Call `with` with each document of a term.
pub fn each_of(mut blocks: BlockSegmentPostings, mut with: impl FnMut(u32)) {
    while !blocks.docs().is_empty() {
        blocks.docs().iter().for_each(|&document| with(document));
        blocks.advance();
    }
}
