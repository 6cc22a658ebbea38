//! The terms of a field as they come, and by a counting sort the documents of each term.

use std::io;

use common::CountingWriter;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::FieldSerializer;
use tantivy::schema::IndexRecordOption;

use crate::terms::Terms;

/// The place of a word that is too long to be a term: it counts for positions alone.
pub const NO_TERM: u32 = u32::MAX;

/// The end of a paragraph, which counts for positions alone.
pub const PARAGRAPH_END: u32 = u32::MAX - 1;
/// The positions that it takes: PARAGRAPH_GAP of `indexer/engines/documents.py`.
const PARAGRAPH_GAP: u32 = 101;

/// What a field has in its documents.
pub enum Postings {
    /// The numbers of terms in a row, and where each document ends.
    Terms { numbers: Vec<u32>, ends: Vec<usize> },
    /// Numbers, each with its document.
    Numbers(Vec<(u64, u32)>),
}

/// What a field is in the files of terms, postings and positions.
pub type Written = [Vec<u8>; 3];

impl Postings {
    /// The bytes that they take.
    pub fn bytes(&self) -> usize {
        match self {
            Self::Terms { numbers, ends } => {
                size_of_val(numbers.as_slice()) + size_of_val(ends.as_slice())
            }
            Self::Numbers(pairs) => size_of_val(pairs.as_slice()),
        }
    }

    /// Return the field as its files have it. `total` is the sum of the lengths of its documents.
    pub fn written(
        self,
        record: IndexRecordOption,
        total: u64,
        norms: Option<FieldNormReader>,
        terms: &Terms,
        order: &[u32],
    ) -> io::Result<Written> {
        let [mut dictionary, mut postings, mut positions] =
            [(); 3].map(|()| CountingWriter::wrap(Vec::new()));
        let mut field = FieldSerializer::create(
            record,
            total,
            &mut dictionary,
            &mut postings,
            &mut positions,
            norms,
        )?;
        match self {
            Self::Terms { numbers, ends } => {
                let by_term = ByTerm::of(&numbers, &ends, terms.len());
                drop((numbers, ends));
                by_term.write(order, terms, record, &mut field)?;
            }
            Self::Numbers(pairs) => write_numbers(pairs, &mut field)?,
        }
        field.close()?;
        Ok([dictionary, postings, positions].map(CountingWriter::finish))
    }
}

/// The documents and positions of each term, one after the other.
struct ByTerm {
    starts: Vec<u32>,
    documents: Vec<u32>,
    positions: Vec<u32>,
}

impl ByTerm {
    fn of(numbers: &[u32], ends: &[usize], terms: usize) -> Self {
        let mut starts = vec![0_u32; terms + 1];
        for &term in numbers.iter().filter(|&&term| term < PARAGRAPH_END) {
            starts[term as usize + 1] += 1;
        }
        for i in 0..terms {
            starts[i + 1] += starts[i];
        }
        let mut next = starts.clone();
        let count = starts[terms] as usize;
        let (mut documents, mut positions) = (vec![0_u32; count], vec![0_u32; count]);
        let mut begin = 0;
        for (document, &end) in ends.iter().enumerate() {
            let mut position = 0;
            for &term in &numbers[begin..end] {
                if term < PARAGRAPH_END {
                    let at = next[term as usize];
                    next[term as usize] += 1;
                    documents[at as usize] = document as u32;
                    positions[at as usize] = position;
                }
                position += if term == PARAGRAPH_END { PARAGRAPH_GAP } else { 1 };
            }
            begin = end;
        }
        Self { starts, documents, positions }
    }

    fn write(
        &self,
        order: &[u32],
        terms: &Terms,
        record: IndexRecordOption,
        field: &mut FieldSerializer<'_, Vec<u8>>,
    ) -> io::Result<()> {
        let has_positions = record.has_positions();
        let mut deltas: Vec<u32> = Vec::new();
        for &term in order {
            let all = self.starts[term as usize] as usize..self.starts[term as usize + 1] as usize;
            if all.is_empty() {
                continue;
            }
            let (documents, positions) = (&self.documents[all.clone()], &self.positions[all]);
            let having = documents.chunk_by(|a, b| a == b).count();
            field.new_term(terms.get(term).as_bytes(), having as u32, record.has_freq())?;
            let mut start = 0;
            for same in documents.chunk_by(|a, b| a == b) {
                deltas.clear();
                if has_positions {
                    let mut before = 0;
                    for &position in &positions[start..start + same.len()] {
                        deltas.push(position - before);
                        before = position;
                    }
                }
                start += same.len();
                field.write_doc(same[0], same.len() as u32, &deltas);
            }
            field.close_term()?;
        }
        Ok(())
    }
}

fn write_numbers(
    mut pairs: Vec<(u64, u32)>,
    field: &mut FieldSerializer<'_, Vec<u8>>,
) -> io::Result<()> {
    pairs.sort_unstable();
    pairs.dedup();
    for same in pairs.chunk_by(|a, b| a.0 == b.0) {
        field.new_term(&same[0].0.to_be_bytes(), same.len() as u32, false)?;
        for &(_, document) in same {
            field.write_doc(document, 1, &[]);
        }
        field.close_term()?;
    }
    Ok(())
}
