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
    ///
    /// Terms are given in `order`; their places are sorted some at a time, which take so many bytes.
    pub fn written(
        self,
        record: IndexRecordOption,
        total: u64,
        norms: Option<FieldNormReader>,
        terms: &Terms,
        (order, max_bytes): (&[u32], usize),
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
                let write =
                    if record.has_positions() { write_terms::<u64> } else { write_terms::<u32> };
                write((numbers, ends), record, terms, (order, max_bytes), &mut field)?;
            }
            Self::Numbers(pairs) => write_numbers(pairs, &mut field)?,
        }
        field.close()?;
        Ok([dictionary, postings, positions].map(CountingWriter::finish))
    }
}

fn write_terms<P: Place>(
    (numbers, ends): (Vec<u32>, Vec<usize>),
    record: IndexRecordOption,
    terms: &Terms,
    (order, max_bytes): (&[u32], usize),
    field: &mut FieldSerializer<'_, Vec<u8>>,
) -> io::Result<()> {
    let counts = counted(&numbers, terms.len());
    let mut by_term = ByTerm::<P>::new(&counts);
    for part in parts(order, &counts, (max_bytes / size_of::<P>()).max(1)) {
        by_term.fill(part, &numbers, &ends);
        by_term.write(part, terms, record.has_freq(), field)?;
    }
    Ok(())
}

/// Return how often each term stands there.
fn counted(numbers: &[u32], terms: usize) -> Vec<u32> {
    let mut counts = vec![0; terms];
    numbers.iter().filter(|&&term| term < PARAGRAPH_END).for_each(|&t| counts[t as usize] += 1);
    counts
}

/// Return terms in parts that have so many places each, about, or are one term.
fn parts<'a>(order: &'a [u32], counts: &[u32], most: usize) -> Vec<&'a [u32]> {
    let mut places = 0;
    let of_term = |&term: &u32| {
        places += counts[term as usize] as usize;
        places / most
    };
    let part: Vec<usize> = order.iter().map(of_term).collect();
    let mut rest = order;
    part.chunk_by(|a, b| a == b).filter_map(|same| rest.split_off(..same.len())).collect()
}

/// What stands for the place of a term of another part.
const ELSEWHERE: u32 = u32::MAX;

/// Where the terms of a part stand: the places of one after those of another, in rising order.
struct ByTerm<'a, Place> {
    counts: &'a [u32],
    /// Where the places of each term end.
    ends: Vec<u32>,
    places: Vec<Place>,
}

/// Where a term stands in a field: a document, and a position in it where phrases need that.
///
/// Both lie in one number, since each is written where no other was before, far from the last.
trait Place: Copy + Default {
    fn of(document: u32, position: u32) -> Self;
    fn document(self) -> u32;
    fn position(self) -> Option<u32>;
}

impl Place for u32 {
    fn of(document: u32, _: u32) -> Self {
        document
    }

    fn document(self) -> u32 {
        self
    }

    fn position(self) -> Option<u32> {
        None
    }
}

impl Place for u64 {
    fn of(document: u32, position: u32) -> Self {
        Self::from(document) << u32::BITS | Self::from(position)
    }

    fn document(self) -> u32 {
        (self >> u32::BITS) as u32
    }

    fn position(self) -> Option<u32> {
        Some(self as u32)
    }
}

impl<'a, P: Place> ByTerm<'a, P> {
    fn new(counts: &'a [u32]) -> Self {
        Self { counts, ends: vec![ELSEWHERE; counts.len()], places: Vec::new() }
    }

    /// Find the places of some terms.
    fn fill(&mut self, part: &[u32], numbers: &[u32], ends: &[usize]) {
        self.ends.fill(ELSEWHERE);
        let mut size = 0;
        for &term in part {
            self.ends[term as usize] = size;
            size += self.counts[term as usize];
        }
        self.places.clear();
        self.places.resize(size as usize, P::default());
        let mut begin = 0;
        for (document, &end) in ends.iter().enumerate() {
            let mut position = 0;
            for &term in &numbers[begin..end] {
                if term < PARAGRAPH_END {
                    let at = &mut self.ends[term as usize];
                    if *at != ELSEWHERE {
                        self.places[*at as usize] = P::of(document as u32, position);
                        *at += 1;
                    }
                }
                position += if term == PARAGRAPH_END { PARAGRAPH_GAP } else { 1 };
            }
            begin = end;
        }
    }

    fn write(
        &self,
        part: &[u32],
        terms: &Terms,
        has_frequencies: bool,
        field: &mut FieldSerializer<'_, Vec<u8>>,
    ) -> io::Result<()> {
        let mut deltas: Vec<u32> = Vec::new();
        for &term in part {
            let (end, count) = (self.ends[term as usize], self.counts[term as usize]);
            let places = &self.places[(end - count) as usize..end as usize];
            if places.is_empty() {
                continue;
            }
            let by_document = || places.chunk_by(|a, b| a.document() == b.document());
            let having = by_document().count() as u32;
            field.new_term(terms.get(term).as_bytes(), having, has_frequencies)?;
            for same in by_document() {
                deltas.clear();
                let mut before = 0;
                for position in same.iter().filter_map(|place| place.position()) {
                    deltas.push(position - before);
                    before = position;
                }
                field.write_doc(same[0].document(), same.len() as u32, &deltas);
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
