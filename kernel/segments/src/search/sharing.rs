//! Documents that have most of some numbers in common: near-duplicates by their bands.

use tantivy::Term;
use tantivy::schema::IndexRecordOption;

use super::cursor::each_of;
use super::opened::Opened;
use super::scores::{Address, Best};

impl Opened {
    /// Return up to `limit` documents that have some of these numbers in an indexed field, those that
    /// have most of them first, then by their addresses.
    pub fn sharing(
        &self,
        field: &str,
        numbers: &[i64],
        limit: usize,
    ) -> tantivy::Result<Vec<Address>> {
        let field = self.schema.get_field(field)?;
        let mut best = Best::new(limit);
        for (place, segment) in self.segments.iter().enumerate() {
            let inverted = segment.reader.inverted_index(field)?;
            let mut found = Vec::new();
            for &number in numbers {
                let term = Term::from_field_i64(field, number);
                let blocks = inverted.read_block_postings(&term, IndexRecordOption::Basic)?;
                blocks.into_iter().for_each(|blocks| each_of(blocks, |each| found.push(each)));
            }
            found.sort_unstable();
            for same in found.chunk_by(|one, other| one == other) {
                if segment.is_alive(same[0]) {
                    best.offer((place as u32, same[0]), same.len() as f32);
                }
            }
        }
        Ok(best.sorted().into_iter().map(|(address, _)| address).collect())
    }
}
