//! What the thread beside Python's does: documents into segments, and deletions.

use std::path::Path;
use std::sync::mpsc::Receiver;

use tantivy::index::{Index, SegmentReader};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED, Term};

use crate::batch::Batch;
use crate::plan::Plans;
use crate::segment::{ClosedSegment, OpenSegment};
use crate::types::Types;

/// What Python's thread asks for, in this order.
pub enum Message {
    Documents(Batch),
    /// Delete a document that came before.
    Delete(String),
    /// Write everything; deletions have this number.
    Finish(u64),
}

/// What of the bytes of a segment each thread that closes it takes besides: the places of all terms at
/// once would be more than half.
const CLOSING: usize = 5;

/// A segment on disk: its name, its documents, and how many of these are deleted.
pub type Finished = (String, u32, u32);

/// Takes messages until the last, which returns all segments; none if there is no last one.
pub struct Worker {
    index: Index,
    plans: Plans,
    types: Types,
    max_bytes: usize,
    threads: usize,
    open: Option<OpenSegment>,
    closed: Vec<ClosedSegment>,
    /// Ids, and how many segments were closed when they were deleted.
    deleted: Vec<(String, usize)>,
}

impl Worker {
    /// Write to the index in a folder.
    pub fn new(
        folder: &Path,
        plans: Plans,
        max_bytes: usize,
        threads: usize,
    ) -> tantivy::Result<Self> {
        let index = Index::open_in_dir(folder)?;
        let (open, closed, deleted) = (None, Vec::new(), Vec::new());
        let types = Types::default();
        Ok(Self { index, plans, types, max_bytes, threads, open, closed, deleted })
    }

    /// Do what is asked for.
    pub fn run(mut self, messages: &Receiver<Message>) -> tantivy::Result<Vec<Finished>> {
        for message in messages {
            match message {
                Message::Documents(batch) => self.add(&batch)?,
                Message::Delete(id) => self.delete(id),
                Message::Finish(stamp) => return self.finish(stamp),
            }
        }
        Ok(Vec::new())
    }

    fn add(&mut self, batch: &Batch) -> tantivy::Result<()> {
        let segment = match &mut self.open {
            Some(segment) => segment,
            None => self.open.insert(OpenSegment::new(&self.index, &self.plans.fields)?),
        };
        self.types.add(&batch.types);
        for document in batch.documents() {
            segment.add(&document, batch, &self.types, &self.plans)?;
        }
        if segment.bytes() >= self.max_bytes { self.close() } else { Ok(()) }
    }

    fn close(&mut self) -> tantivy::Result<()> {
        if let Some(segment) = self.open.take().filter(|segment| !segment.is_empty()) {
            self.closed.push(segment.close(
                &self.plans.fields,
                self.threads,
                self.max_bytes / CLOSING,
            )?);
        }
        Ok(())
    }

    fn delete(&mut self, id: String) {
        if let Some(segment) = &mut self.open {
            segment.delete(&id);
        }
        if !self.closed.is_empty() {
            self.deleted.push((id, self.closed.len()));
        }
    }

    fn finish(mut self, stamp: u64) -> tantivy::Result<Vec<Finished>> {
        self.close()?;
        let field = self.plans.fields[self.plans.id].field;
        for (n, closed) in self.closed.iter_mut().enumerate() {
            let mut deleted = self.deleted.iter().filter(|(_, before)| n < *before).peekable();
            if deleted.peek().is_none() {
                continue;
            }
            let reader =
                SegmentReader::open(&closed.segment.clone().with_max_doc(closed.documents))?;
            let inverted = reader.inverted_index(field)?;
            for (id, _) in deleted {
                let term = Term::from_field_text(field, id);
                let found = inverted.read_postings(&term, IndexRecordOption::Basic)?;
                if let Some(mut postings) = found {
                    while postings.doc() != TERMINATED {
                        closed.deleted.push(postings.doc());
                        postings.advance();
                    }
                }
            }
        }
        let finish = |mut closed: ClosedSegment| {
            let deleted = closed.write_deleted(stamp)?;
            Ok((closed.segment.id().uuid_string(), closed.documents, deleted))
        };
        self.closed.into_iter().map(finish).collect()
    }
}
