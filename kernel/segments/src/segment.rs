//! A segment: in memory while documents come, and its files once it is closed.

use std::collections::HashMap;
use std::io::Write;
use std::sync::Mutex;

use tantivy::columnar::{ColumnType, ColumnarWriter, NumericalValue};
use tantivy::directory::{CompositeWrite, TerminatingWrite};
use tantivy::fieldnorm::{FieldNormReaders, FieldNormsSerializer, FieldNormsWriter};
use tantivy::index::{Index, Segment, SegmentComponent};
use tantivy::schema::Field;
use tantivy::store::StoreWriter;
use tantivy::{TantivyDocument, i64_to_u64};

use crate::batch::{Batch, Document, Value, Words};
use crate::plan::{FieldPlan, Kind, Plans};
use crate::postings::{NO_TERM, PARAGRAPH_END, Postings, Written};
use crate::terms::Terms;
use crate::types::{CHANNELS, Types, TypesOfSegment};

/// Bytes of stored documents that are compressed together, at most: reading one unpacks all of them,
/// and a page reads seventy. Tantivy itself takes four times as many.
const STORED_BLOCK: usize = 4096;

/// A segment that takes documents.
pub struct OpenSegment {
    segment: Segment,
    terms: Terms,
    types: TypesOfSegment,
    postings: Vec<Option<Postings>>,
    lengths: Vec<u64>,
    columns: ColumnarWriter,
    norms: FieldNormsWriter,
    store: StoreWriter,
    documents: u32,
    by_id: HashMap<u32, u32>,
    deleted: Vec<u32>,
    counts: Vec<u32>,
}

/// A segment whose files are written; documents of it may be deleted.
pub struct ClosedSegment {
    pub segment: Segment,
    pub documents: u32,
    pub deleted: Vec<u32>,
}

impl OpenSegment {
    /// Begin a segment of an index.
    pub fn new(index: &Index, plans: &[FieldPlan]) -> tantivy::Result<Self> {
        let segment = index.new_segment();
        let settings = index.settings();
        let store = StoreWriter::new(
            segment.open_write(SegmentComponent::Store)?,
            settings.docstore_compression,
            settings.docstore_blocksize.min(STORED_BLOCK),
            false,
        )?;
        let mut columns = ColumnarWriter::default();
        for plan in plans.iter().filter(|plan| plan.is_column) {
            let column = if plan.kind == Kind::Number { ColumnType::I64 } else { ColumnType::Str };
            columns.record_column_type(&plan.name, column, false);
        }
        let postings = plans.iter().map(|plan| {
            plan.record.map(|_| match plan.kind {
                Kind::Number => Postings::Numbers(Vec::new()),
                _ => Postings::Terms { numbers: Vec::new(), ends: Vec::new() },
            })
        });
        Ok(Self {
            norms: FieldNormsWriter::for_schema(&index.schema()),
            segment,
            terms: Terms::default(),
            types: TypesOfSegment::default(),
            postings: postings.collect(),
            lengths: vec![0; plans.len()],
            columns,
            store,
            documents: 0,
            by_id: HashMap::new(),
            deleted: Vec::new(),
            counts: vec![0; plans.len()],
        })
    }

    /// Whether it has no documents.
    pub fn is_empty(&self) -> bool {
        self.documents == 0
    }

    /// The bytes that it takes, about.
    pub fn bytes(&self) -> usize {
        let postings: usize = self.postings.iter().flatten().map(Postings::bytes).sum();
        let terms = self.terms.bytes() + self.types.bytes();
        postings + terms + self.columns.mem_usage() + self.store.mem_usage()
    }

    /// Delete the document with this id, if it is here.
    pub fn delete(&mut self, id: &str) {
        let id = self.terms.number(id);
        self.deleted.extend(self.by_id.remove(&id));
    }

    /// Take a document.
    pub fn add(
        &mut self,
        given: &Document<'_>,
        batch: &Batch,
        types: &Types,
        plans: &Plans,
    ) -> tantivy::Result<()> {
        let document = self.documents;
        self.documents += 1;
        self.counts.fill(0);
        let mut stored = TantivyDocument::default();
        for (place, value) in given.values {
            let plan = &plans.fields[*place];
            match value {
                Value::Text(text) => {
                    let text = batch.text_at(text);
                    let first = self.add_text(document, *place, plan, text);
                    if *place == plans.id && first != NO_TERM {
                        self.by_id.insert(first, document);
                    }
                    if plan.is_stored {
                        stored.add_text(plan.field, text);
                    }
                }
                Value::Number(number) => {
                    self.add_number(document, *place, plan, *number);
                    if plan.is_stored {
                        stored.add_i64(plan.field, *number);
                    }
                }
                Value::Bytes(bytes) => stored.add_bytes(plan.field, batch.bytes_at(bytes)),
            }
        }
        for words in given.words.iter() {
            self.add_words(words, batch, types, plans);
        }
        self.end_fields(document, &plans.fields);
        self.store.store(&stored, &self.segment.schema())?;
        Ok(())
    }

    /// Add a text to the terms of a field and to its column; return its first term.
    fn add_text(&mut self, document: u32, place: usize, plan: &FieldPlan, text: &str) -> u32 {
        if plan.is_column {
            self.columns.record_str(document, &plan.name, text);
        }
        let Some(Postings::Terms { numbers, .. }) = &mut self.postings[place] else {
            return NO_TERM;
        };
        let terms = &mut self.terms;
        let start = numbers.len();
        let mut number = |word: &str| terms.number_of(word);
        match plan.kind {
            Kind::Whole => numbers.push(number(text)),
            Kind::Paragraphs => {
                for (line, paragraph) in text.split('\n').enumerate() {
                    if line > 0 {
                        numbers.push(PARAGRAPH_END);
                    }
                    numbers.extend(paragraph.split_ascii_whitespace().map(&mut number));
                }
            }
            _ => numbers.extend(text.split_ascii_whitespace().map(number)),
        }
        let added = &numbers[start..];
        self.counts[place] += added.iter().filter(|&&term| term < PARAGRAPH_END).count() as u32;
        added.first().copied().unwrap_or(NO_TERM)
    }

    /// Add the terms of the tokens of a document to the fields of the channels.
    fn add_words(&mut self, words: &Words, batch: &Batch, types: &Types, plans: &Plans) {
        for (tokens, places) in batch.tokens_of(words).into_iter().zip(plans.channels) {
            self.add_tokens(tokens, places, types);
        }
    }

    /// Add the terms of tokens to the fields of the channels, in these places.
    fn add_tokens(&mut self, tokens: [&[u32]; 2], places: [usize; CHANNELS], types: &Types) {
        let fields = self.postings.get_disjoint_mut(places).expect("channels are different fields");
        let channels = fields.map(|postings| match postings {
            Some(Postings::Terms { numbers, .. }) => numbers,
            _ => unreachable!("the fields of channels have words"),
        });
        let counts = self.types.write(tokens, types, &mut self.terms, channels);
        for (place, count) in places.into_iter().zip(counts) {
            self.counts[place] += count;
        }
    }

    /// Add a number to the terms of a field and to its column.
    fn add_number(&mut self, document: u32, place: usize, plan: &FieldPlan, number: i64) {
        if plan.is_column {
            self.columns.record_numerical(document, &plan.name, NumericalValue::from(number));
        }
        if let Some(Postings::Numbers(pairs)) = &mut self.postings[place] {
            pairs.push((i64_to_u64(number), document));
            self.counts[place] += 1;
        }
    }

    /// Record where a document ends in each field, and its length there.
    fn end_fields(&mut self, document: u32, plans: &[FieldPlan]) {
        for (place, plan) in plans.iter().enumerate() {
            if let Some(Postings::Terms { numbers, ends }) = &mut self.postings[place] {
                ends.push(numbers.len());
            }
            let length = self.counts[place] + plan.fillers;
            self.lengths[place] += u64::from(length);
            if plan.has_norms && length > 0 {
                self.norms.record(document, plan.field, length);
            }
        }
    }

    /// Write the files, with up to so many threads, each of which takes so many bytes, about.
    pub fn close(
        mut self,
        plans: &[FieldPlan],
        threads: usize,
        max_bytes: usize,
    ) -> tantivy::Result<ClosedSegment> {
        self.store.close()?;
        let mut columns = self.segment.open_write(SegmentComponent::FastFields)?;
        self.columns.serialize(self.documents, None, &mut columns)?;
        columns.terminate()?;
        drop(self.columns);
        let norms = written_norms(&self.segment, self.norms, self.documents)?;
        let (terms, lengths, order) = (&self.terms, &self.lengths, self.terms.in_order());
        let fields = self.postings.into_iter().enumerate();
        let mut jobs: Vec<(usize, Postings)> = fields
            .filter_map(|(place, postings)| postings.map(|postings| (place, postings)))
            .filter(|(place, _)| lengths[*place] > 0)
            .collect();
        jobs.sort_by_key(|(_, postings)| postings.bytes()); // the longest is taken first
        let written = in_parallel(jobs, threads, |(place, postings)| {
            let FieldPlan { field, record, .. } = &plans[place];
            let (record, norms) = (record.unwrap_or_default(), norms.get_field(*field)?);
            Ok((
                *field,
                postings.written(record, lengths[place], norms, terms, (&order, max_bytes))?,
            ))
        })?;
        write_fields(&self.segment, written)?;
        let Self { segment, documents, deleted, .. } = self;
        Ok(ClosedSegment { segment, documents, deleted })
    }
}

impl ClosedSegment {
    /// Note which documents are deleted, if any are; return how many.
    pub fn write_deleted(&mut self, stamp: u64) -> tantivy::Result<u32> {
        self.deleted.sort_unstable();
        self.deleted.dedup();
        let count = self.deleted.len() as u32;
        if count > 0 {
            let mut alive = common::BitSet::with_max_value_and_full(self.documents);
            self.deleted.iter().for_each(|&document| alive.remove(document));
            let segment = self.segment.clone().with_max_doc(self.documents);
            let segment = segment.with_delete_meta(count, stamp);
            let mut file = segment.open_write(SegmentComponent::Delete)?;
            tantivy::fastfield::write_alive_bitset(&alive, &mut file)?;
            file.terminate()?;
        }
        Ok(count)
    }
}

/// Do jobs, the last one first, with up to so many threads.
fn in_parallel<Job: Send, Done: Send>(
    jobs: Vec<Job>,
    threads: usize,
    work: impl Fn(Job) -> tantivy::Result<Done> + Sync,
) -> tantivy::Result<Vec<Done>> {
    let jobs = Mutex::new(jobs);
    let next = || jobs.lock().unwrap_or_else(|held| held.into_inner()).pop();
    let go_on = || {
        let mut done = Vec::new();
        while let Some(job) = next() {
            done.push(work(job)?);
        }
        tantivy::Result::Ok(done)
    };
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(go_on)).collect();
        let mut done = go_on()?;
        for other in others {
            match other.join() {
                Ok(more) => done.extend(more?),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        Ok(done)
    })
}

/// Write the lengths of texts, and return them as they are read.
fn written_norms(
    segment: &Segment,
    mut norms: FieldNormsWriter,
    documents: u32,
) -> tantivy::Result<FieldNormReaders> {
    norms.fill_up_to_max_doc(documents);
    let file = segment.open_write(SegmentComponent::FieldNorms)?;
    norms.serialize(FieldNormsSerializer::from_write(file)?, None)?;
    Ok(FieldNormReaders::open(segment.open_read(SegmentComponent::FieldNorms)?)?)
}

/// Write what the fields are to the files of a segment, in the order of the schema.
fn write_fields(segment: &Segment, mut written: Vec<(Field, Written)>) -> tantivy::Result<()> {
    written.sort_by_key(|(field, _)| *field);
    let components =
        [SegmentComponent::Terms, SegmentComponent::Postings, SegmentComponent::Positions];
    for (i, component) in components.into_iter().enumerate() {
        let mut file = CompositeWrite::wrap(segment.open_write(component)?);
        for (field, parts) in &mut written {
            file.for_field(*field).write_all(&std::mem::take(&mut parts[i]))?;
        }
        file.close()?;
    }
    Ok(())
}
