//! An index that is open for searching: its segments, and the statistics that scores need.

use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};

use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::{InvertedIndexReader, SegmentReader};
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, Schema};
use tantivy::store::StoreReader;
use tantivy::{Index, TantivyError, Term};

use super::columns::Columns;
use super::known_terms::{KnownTerms, Term as Known};
use super::patterns::TermText;
use super::scores::Scores;
use super::tree::{CHANNELS, TITLE};

const K1: f32 = 1.2; // as in Tantivy, and in indexer/engines/bm25.py
const B: f32 = 0.75;
const MAX_SPARE: usize = 4; // arrays of scores that a segment keeps
const STORED_BLOCKS: usize = 0; // kept unpacked: one may have an article of 20 MB

/// An index as it was when it was opened.
pub struct Opened {
    pub schema: Schema,
    pub segments: Vec<OpenedSegment>,
    fields: Vec<Field>,
    alive: u64,
    documents: u64,
    /// Of each scored channel, what each length adds to a frequency.
    norms: Vec<[f32; 256]>,
    terms: KnownTerms,
}

/// A segment, with what of it is read again and again.
pub struct OpenedSegment {
    pub reader: SegmentReader,
    pub documents: u32,
    pub columns: Columns,
    pub stored: StoreReader,
    inverted: Vec<Arc<InvertedIndexReader>>,
    lengths: Vec<Vec<u8>>,
    /// Of each channel, made when a pattern is first looked for that says nothing of beginnings.
    texts: Vec<OnceLock<TermText>>,
    /// Arrays without a score: new memory costs more than a search.
    spare: Mutex<Vec<Scores>>,
}

/// How a term scores: a part that is the same everywhere, and one by frequency and length.
pub struct TermWeight {
    pub flat: f32,
    pub varying: f32,
}

impl Opened {
    /// Open an index with the segments that its file `meta.json` names, in that order.
    pub fn new(folder: &Path) -> tantivy::Result<Self> {
        let index = Index::open_in_dir(folder)?;
        let schema = index.schema();
        let fields: Vec<Field> =
            CHANNELS.iter().map(|name| schema.get_field(name)).collect::<tantivy::Result<_>>()?;
        let segments = index.searchable_segments()?;
        let segments: Vec<OpenedSegment> = segments
            .iter()
            .map(|segment| OpenedSegment::new(SegmentReader::open(segment)?, &fields))
            .collect::<tantivy::Result<_>>()?;
        let documents = segments.iter().map(|each| u64::from(each.documents)).sum();
        let alive = segments.iter().map(|each| u64::from(each.reader.num_docs())).sum();
        let norms = (0..TITLE).map(|place| {
            let lengths: u64 =
                segments.iter().map(|each| each.inverted[place].total_num_tokens()).sum();
            let mean = lengths as f32 / documents as f32;
            std::array::from_fn(|id| {
                let length = FieldNormReader::id_to_fieldnorm(id as u8) as f32;
                K1 * (1.0 - B + B * length / mean)
            })
        });
        let norms = norms.collect();
        let terms = KnownTerms::default();
        Ok(Self { schema, segments, fields, alive, documents, norms, terms })
    }

    /// Return the field of a channel.
    pub fn field(&self, place: usize) -> Field {
        self.fields[place]
    }

    /// Return what each length adds to a frequency in a channel.
    pub fn norms(&self, place: usize) -> &[f32; 256] {
        &self.norms[place]
    }

    /// Return where each segment has the documents of a term, None where it has none.
    pub fn term(&self, place: usize, text: &str) -> tantivy::Result<Known> {
        self.terms.get(place, text, || {
            let term = Term::from_field_text(self.fields[place], text);
            let each = self.segments.iter().map(|each| each.inverted[place].get_term_info(&term));
            Ok(each.collect::<std::io::Result<_>>()?)
        })
    }

    /// Return how many documents have each of these terms of a channel, deleted ones too.
    pub fn frequencies(
        &self,
        channel: &str,
        terms: &[impl AsRef<str>],
    ) -> tantivy::Result<Vec<u64>> {
        let field = self.schema.get_field(channel)?;
        let place = self.fields.iter().position(|&other| other == field);
        let place = place.ok_or_else(|| TantivyError::FieldNotFound(channel.to_owned()))?;
        let frequency = |text: &str| {
            let term = Term::from_field_text(field, text);
            let each = self.segments.iter().map(|each| each.inverted[place].doc_freq(&term));
            each.map(|found| Ok(u64::from(found?))).sum()
        };
        terms.iter().map(|term| frequency(term.as_ref())).collect()
    }

    /// Return how a term scores, with how many documents have it: `Translator._term`.
    pub fn weight(
        &self,
        place: usize,
        term: &[Option<TermInfo>],
        boost: f64,
        share: f64,
    ) -> Option<TermWeight> {
        let frequency: u64 = term.iter().flatten().map(|info| u64::from(info.doc_freq)).sum();
        if frequency == 0 {
            return None;
        }
        let rarity = rarity(self.alive, frequency);
        if place >= TITLE {
            return Some(TermWeight { flat: (boost * rarity) as f32, varying: 0.0 });
        }
        // As Tantivy has it: deleted documents count, and all is of four bytes.
        let ratio = ((self.documents - frequency) as f32 + 0.5) / (frequency as f32 + 0.5);
        let varying = (1.0 + ratio).ln() * (1.0 + K1) * (boost * (1.0 - share)) as f32;
        Some(TermWeight { flat: (boost * share * rarity) as f32, varying })
    }
}

impl OpenedSegment {
    fn new(reader: SegmentReader, fields: &[Field]) -> tantivy::Result<Self> {
        let documents = reader.max_doc();
        let inverted: Vec<_> =
            fields.iter().map(|&field| reader.inverted_index(field)).collect::<Result<_, _>>()?;
        let mut lengths = Vec::new();
        for &field in &fields[..TITLE] {
            let norms = reader.get_fieldnorms_reader(field)?;
            lengths.push((0..documents).map(|document| norms.fieldnorm_id(document)).collect());
        }
        let columns = Columns::new(reader.fast_fields().clone(), documents);
        let texts = fields.iter().map(|_| OnceLock::new()).collect();
        let stored = reader.get_store_reader(STORED_BLOCKS)?;
        let spare = Mutex::default();
        Ok(Self { reader, documents, columns, stored, inverted, lengths, texts, spare })
    }

    /// Return the lengths of texts in a channel, each in a byte.
    pub fn lengths(&self, place: usize) -> &[u8] {
        &self.lengths[place]
    }

    /// Return the terms of a channel and where their documents lie.
    pub fn inverted(&self, place: usize) -> &InvertedIndexReader {
        &self.inverted[place]
    }

    /// Return the terms of a channel in one string.
    pub fn term_text(&self, place: usize) -> tantivy::Result<&TermText> {
        if let Some(made) = self.texts[place].get() {
            return Ok(made);
        }
        let made = TermText::new(self.inverted[place].terms())?;
        Ok(self.texts[place].get_or_init(|| made)) // two threads may both make it: one is kept
    }

    /// Say whether no document was deleted.
    pub fn is_whole(&self) -> bool {
        self.reader.alive_bitset().is_none()
    }

    /// Say whether a document was not deleted.
    #[inline]
    pub fn is_alive(&self, document: u32) -> bool {
        self.reader.alive_bitset().is_none_or(|alive| alive.is_alive(document))
    }

    /// Return what says whether days of a document are among these.
    pub fn within(&self, first: i64, last: i64) -> impl Fn(u32) -> bool {
        self.columns.within(first, last)
    }

    /// Return an array without a score.
    pub fn scores(&self) -> Scores {
        let spare = self.spare.lock().ok().and_then(|mut spare| spare.pop());
        spare.unwrap_or_else(|| Scores::new(self.documents))
    }

    /// Take an array back.
    pub fn free(&self, mut scores: Scores) {
        scores.clear();
        if let Ok(mut spare) = self.spare.lock() {
            spare.push(scores);
            spare.truncate(MAX_SPARE);
        }
    }
}

/// Return the inverse document frequency: `idf` in `indexer/engines/bm25.py`.
fn rarity(size: u64, frequency: u64) -> f64 {
    let without = size.saturating_sub(frequency) as f64;
    (1.0 + (without + 0.5) / (frequency as f64 + 0.5)).ln()
}
