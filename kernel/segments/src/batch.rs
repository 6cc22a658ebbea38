//! Documents on their way from Python to the thread that writes.

use std::ops::Range;

/// A value of a field; texts and bytes lie in the batch.
pub enum Value {
    Text(Range<usize>),
    Number(i64),
    Bytes(Range<usize>),
}

/// Documents in a row: of each the values with the places of their fields.
#[derive(Default)]
pub struct Batch {
    texts: String,
    bytes: Vec<u8>,
    values: Vec<(usize, Value)>,
    ends: Vec<usize>,
}

impl Batch {
    /// How many documents it has.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The bytes of their values.
    pub fn size(&self) -> usize {
        self.texts.len() + self.bytes.len()
    }

    /// Add a text to the document in the making.
    pub fn text(&mut self, field: usize, text: &str) {
        let start = self.texts.len();
        self.texts.push_str(text);
        self.values.push((field, Value::Text(start..self.texts.len())));
    }

    /// Add a number to the document in the making.
    pub fn number(&mut self, field: usize, number: i64) {
        self.values.push((field, Value::Number(number)));
    }

    /// Add bytes to the document in the making.
    pub fn bytes(&mut self, field: usize, bytes: &[u8]) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        self.values.push((field, Value::Bytes(start..self.bytes.len())));
    }

    /// The document in the making is whole.
    pub fn end_document(&mut self) {
        self.ends.push(self.values.len());
    }

    /// Forget the document in the making.
    pub fn drop_document(&mut self) {
        self.values.truncate(self.ends.last().copied().unwrap_or(0));
    }

    /// The values of each document.
    pub fn documents(&self) -> impl Iterator<Item = &[(usize, Value)]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.values[start..end])
    }

    /// A text of a value.
    pub fn text_at(&self, place: &Range<usize>) -> &str {
        &self.texts[place.clone()]
    }

    /// The bytes of a value.
    pub fn bytes_at(&self, place: &Range<usize>) -> &[u8] {
        &self.bytes[place.clone()]
    }
}
