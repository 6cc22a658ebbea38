//! What documents have in the columns that every page counts: their days, and values of facets.
//!
//! Columns of an index are packed by bits, and a value takes ten nanoseconds to read. Those that are
//! read of many documents are unpacked, once.

use std::io;
use std::sync::{Arc, Mutex, OnceLock};

use hashbrown::HashMap;
use tantivy::columnar::{Cardinality, Column, StrColumn};
use tantivy::fastfield::FastFieldReaders;

const FEW: usize = 16; // documents of the segment for each that is asked: these are read as they lie
const NOTHING: u16 = u16::MAX;
const NO_DAY: i32 = i32::MAX;

/// The columns of a segment.
pub struct Columns {
    readers: FastFieldReaders,
    documents: u32,
    first: Option<Column<i64>>,
    last: Option<Column<i64>>,
    days: OnceLock<Vec<[i32; 2]>>,
    opened: Mutex<HashMap<String, Column<i64>>>,
    facets: Mutex<HashMap<String, Arc<Facet>>>,
}

/// A column of texts, each known by its number.
struct Facet {
    column: StrColumn,
    texts: Vec<String>,
    /// The number of each document; None where one may have several, or there are too many.
    numbers: OnceLock<Option<Vec<u16>>>,
}

impl Columns {
    pub fn new(readers: FastFieldReaders, documents: u32) -> Self {
        let (first, last) = (readers.i64("first").ok(), readers.i64("last").ok());
        let (days, opened, facets) = (OnceLock::new(), Mutex::default(), Mutex::default());
        Self { readers, documents, first, last, days, opened, facets }
    }

    /// Return a column of numbers, which is sought among all of them once.
    pub fn numbers(&self, name: &str) -> tantivy::Result<Column<i64>> {
        let mut opened = self.opened.lock().unwrap_or_else(|held| held.into_inner());
        if let Some(column) = opened.get(name) {
            return Ok(column.clone());
        }
        let column = self.readers.i64(name)?;
        opened.insert(name.to_owned(), column.clone());
        Ok(column)
    }

    /// Return what says whether days of a document are among these.
    pub fn within(&self, first: i64, last: i64) -> impl Fn(u32) -> bool + '_ {
        let (first, last) = (day(first), day(last).min(NO_DAY - 1));
        let days = self.days();
        move |document| {
            let [begins, ends] = days[document as usize];
            begins <= last && ends >= first && begins != NO_DAY && ends != NO_DAY
        }
    }

    /// Return the first and the last day of documents, None where none has a day.
    pub fn period(&self, documents: &[u32]) -> (Option<i64>, Option<i64>) {
        let days = self.days();
        let each = |place: usize| {
            let days = documents.iter().map(move |&document| days[document as usize][place]);
            days.filter(|&day| day != NO_DAY).map(i64::from)
        };
        (each(0).min(), each(1).max())
    }

    fn days(&self) -> &[[i32; 2]] {
        self.days.get_or_init(|| {
            let of = |column: &Option<Column<i64>>, document| {
                column.as_ref().and_then(|column| column.first(document)).map_or(NO_DAY, day)
            };
            let both = |document| [of(&self.first, document), of(&self.last, document)];
            (0..self.documents).map(both).collect()
        })
    }

    /// Add how many of these documents have each value of a column.
    pub fn count(
        &self,
        name: &str,
        documents: &[u32],
        counts: &mut HashMap<String, u64>,
    ) -> tantivy::Result<()> {
        let Some(facet) = self.facet(name)? else { return Ok(()) };
        let mut of_values = vec![0u64; facet.texts.len()];
        if let Some(numbers) = facet.unpacked(self.documents, documents.len()) {
            for &document in documents {
                if let Some(count) = of_values.get_mut(numbers[document as usize] as usize) {
                    *count += 1;
                }
            }
        } else {
            let values = facet.column.ords();
            let has_one = values.get_cardinality() != Cardinality::Multivalued;
            for &document in documents {
                if has_one {
                    values.first(document).into_iter().for_each(|at| of_values[at as usize] += 1);
                } else {
                    values.values_for_doc(document).for_each(|at| of_values[at as usize] += 1);
                }
            }
        }
        for (text, count) in facet.texts.iter().zip(of_values).filter(|(_, count)| *count > 0) {
            *counts.entry_ref(text.as_str()).or_default() += count;
        }
        Ok(())
    }

    fn facet(&self, name: &str) -> tantivy::Result<Option<Arc<Facet>>> {
        let mut facets = self.facets.lock().unwrap_or_else(|held| held.into_inner());
        if let Some(facet) = facets.get(name) {
            return Ok(Some(Arc::clone(facet)));
        }
        let Some(column) = self.readers.str(name)? else { return Ok(None) };
        let facet = Arc::new(Facet::new(column)?);
        facets.insert(name.to_owned(), Arc::clone(&facet));
        Ok(Some(facet))
    }
}

impl Facet {
    fn new(column: StrColumn) -> io::Result<Self> {
        let mut texts = Vec::with_capacity(column.num_terms());
        let mut each = column.dictionary().stream()?;
        while each.advance() {
            let text = std::str::from_utf8(each.key());
            texts.push(text.map_err(io::Error::other)?.to_owned());
        }
        Ok(Self { column, texts, numbers: OnceLock::new() })
    }

    /// Return the number of each document if there is one, and if so many are asked.
    fn unpacked(&self, documents: u32, asked: usize) -> Option<&[u16]> {
        let values = self.column.ords();
        let fit = values.get_cardinality() != Cardinality::Multivalued
            && self.texts.len() <= NOTHING as usize;
        if self.numbers.get().is_none() && asked < documents as usize / FEW {
            return None;
        }
        let number = |document| values.first(document).map_or(NOTHING, |value| value as u16);
        self.numbers.get_or_init(|| fit.then(|| (0..documents).map(number).collect())).as_deref()
    }
}

/// A day in four bytes: none is as late as those that do not fit.
fn day(day: i64) -> i32 {
    day.clamp(i64::from(i32::MIN), i64::from(NO_DAY - 1)) as i32
}
