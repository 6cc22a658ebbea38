//! What of the texts of a page may be hit, and is.

use std::collections::{HashMap, HashSet};

use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;

use crate::passages::{Hit, Kind};
use crate::targets::{FoundHit, without_overlap};

/// A title and a body.
pub type Texts = (PyBackedStr, PyBackedStr);

/// A chunk that may be hit: how many characters stand before it, and its place among such chunks.
pub type Place = (usize, usize);

/// What was found in the texts of a page.
#[derive(Default)]
pub struct Found<'a> {
    pub places: Vec<[Vec<Place>; 2]>,
    pub chunks: Vec<&'a str>,
    pub numbers: HashMap<&'a str, usize>,
    pub unknown: HashSet<&'a str>,
}

/// The kinds of hits that were met, by number.
#[derive(Default)]
pub struct Kinds {
    pub kinds: Vec<Kind>,
    numbers: HashMap<(usize, String, u64), usize>,
}

impl Kinds {
    /// Return the hits of each title and body by those of each chunk, None if they are more.
    pub fn by_chunk(
        &mut self,
        found: &Found<'_>,
        hits: Vec<Vec<FoundHit>>,
        max_hits: usize,
    ) -> Option<Vec<[Vec<Hit>; 2]>> {
        let of_chunks: Vec<_> = hits.into_iter().map(|hits| self.placed(hits)).collect();
        let laid = |places: &[Vec<Place>; 2]| places.each_ref().map(|each| laid(each, &of_chunks));
        let each: Vec<_> = found.places.iter().map(laid).collect();
        let count: usize = each.iter().flatten().map(Vec::len).sum();
        (count <= max_hits).then_some(each)
    }

    /// Ask where rows of terms hit each text, by those of its chunks that may have such a term, and add
    /// that to its hits: of those that overlap the longest that begins first is left.
    pub fn add_sequences(
        &mut self,
        hits: &mut [[Vec<Hit>; 2]],
        texts: &[Texts],
        found: &Found<'_>,
        in_rows: &[bool],
        sequence_hits: &Bound<'_, PyAny>,
    ) -> PyResult<()> {
        for (((title, body), places), hits) in texts.iter().zip(&found.places).zip(hits) {
            for ((text, places), hits) in [title, body].into_iter().zip(places).zip(hits) {
                let own = places.iter().filter(|&&(_, chunk)| in_rows[chunk]);
                let chunks: Vec<(usize, &str)> =
                    own.map(|&(start, chunk)| (start, found.chunks[chunk])).collect();
                if chunks.is_empty() {
                    continue;
                }
                let added: Vec<FoundHit> = sequence_hits.call1((chunks, &**text))?.extract()?;
                if !added.is_empty() {
                    hits.extend(self.placed(added));
                    let term = |hit: &Hit| self.kinds[hit.kind].term;
                    without_overlap(hits, |hit| (hit.start, hit.end, term(hit)));
                }
            }
        }
        Ok(())
    }

    fn placed(&mut self, found: Vec<FoundHit>) -> Vec<Hit> {
        let mut placed = Vec::with_capacity(found.len());
        for (start, end, term, part, weight) in found {
            let next = self.kinds.len();
            let key = (term, part, weight.to_bits());
            let kind = *self.numbers.entry(key).or_insert(next);
            if kind == next {
                self.kinds.push(Kind { term, weight });
            }
            placed.push(Hit { start, end, kind });
        }
        placed
    }
}

/// Return the hits of a text, by where its chunks stand and what hits each of them.
fn laid(places: &[Place], chunk_hits: &[Vec<Hit>]) -> Vec<Hit> {
    let each = places.iter().flat_map(|&(start, chunk)| {
        chunk_hits[chunk].iter().map(move |hit| Hit {
            start: hit.start + start,
            end: hit.end + start,
            kind: hit.kind,
        })
    });
    each.collect()
}
