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

    /// Return how many documents have the term.
    pub fn frequency(&self) -> usize {
        self.blocks.doc_freq() as usize
    }

    /// Return what a document scores, if it has the term; ask for each one after the one before.
    #[inline]
    pub fn score_of(&mut self, document: u32) -> Option<f32> {
        let place = self.blocks.seek(document);
        if self.blocks.docs().get(place) != Some(&document) {
            return None;
        }
        let TermWeight { flat, varying } = self.weight;
        Some(self.lengths.map_or(flat, |(norms, lengths)| {
            let count = self.blocks.freqs()[place] as f32;
            flat + varying * (count / (count + norms[lengths[document as usize] as usize]))
        }))
    }

    /// Read the documents before one; of those that are wanted, their scores.
    #[inline]
    pub fn read(&mut self, end: u32, wanted: impl Fn(u32) -> bool, mut with: impl FnMut(u32, f32)) {
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
                    if !wanted(document) {
                        continue;
                    }
                    let count = count as f32;
                    let norm = norms[lengths[document as usize] as usize];
                    with(document, flat + varying * (count / (count + norm)));
                }
            } else {
                let wanted = documents.iter().filter(|&&document| wanted(document));
                wanted.for_each(|&document| with(document, flat));
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

/// Return those of some documents, which are in order, that have a term.
pub fn shared(mut blocks: BlockSegmentPostings, documents: &[u32]) -> Vec<u32> {
    if are_many(documents.len(), blocks.doc_freq() as usize) {
        let (mut found, mut rest) = (Vec::new(), documents);
        each_of(blocks, |document| {
            let passed = rest.iter().take_while(|&&each| each < document).count();
            rest = &rest[passed..];
            if rest.first() == Some(&document) {
                found.push(document);
            }
        });
        return found;
    }
    let has = |document: &&u32| {
        let place = blocks.seek(**document);
        blocks.docs().get(place) == Some(*document)
    };
    documents.iter().filter(has).copied().collect()
}

/// Say whether it is quicker to read all documents of a term than to seek each of these.
pub fn are_many(documents: usize, frequency: usize) -> bool {
    documents > frequency / 8
}
