//! Documents on their way from Python to the thread that writes.

use std::ops::Range;

/// A value of a field; texts and bytes lie in the batch.
pub enum Value {
    Text(Range<usize>),
    Number(i64),
    Bytes(Range<usize>),
}

/// The words of a document by the numbers of their types: `Sequence` in Python.
#[derive(Clone)]
pub struct Words {
    title: Range<usize>,
    body: Range<usize>,
    /// Whether the body begins with the title, so that the text has it once.
    repeated: bool,
}

/// A document: its values with the places of their fields, and its words, if these are no texts.
pub struct Document<'a> {
    pub values: &'a [(usize, Value)],
    pub words: Option<Words>,
}

/// Documents in a row.
#[derive(Default)]
pub struct Batch {
    /// The terms of types that none before has: `Types::add`.
    pub types: String,
    texts: String,
    bytes: Vec<u8>,
    tokens: Vec<u32>,
    values: Vec<(usize, Value)>,
    ends: Vec<(usize, Option<Words>)>,
}

impl Batch {
    /// How many documents it has.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The bytes of their values.
    pub fn size(&self) -> usize {
        self.types.len() + self.texts.len() + self.bytes.len() + size_of_val(self.tokens.as_slice())
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

    /// The document in the making is whole; its words are those of a title and a body, if given.
    pub fn end_document(&mut self, words: Option<(&[u8], &[u8], bool)>) {
        let words = words.map(|(title, body, repeated)| {
            let (title, body) = (self.take_tokens(title), self.take_tokens(body));
            Words { title, body, repeated }
        });
        self.ends.push((self.values.len(), words));
    }

    fn take_tokens(&mut self, numbers: &[u8]) -> Range<usize> {
        let start = self.tokens.len();
        let (numbers, _) = numbers.as_chunks();
        self.tokens.extend(numbers.iter().map(|&number| u32::from_le_bytes(number)));
        start..self.tokens.len()
    }

    /// Forget the document in the making.
    pub fn drop_document(&mut self) {
        self.values.truncate(self.ends.last().map_or(0, |(end, _)| *end));
    }

    /// The documents.
    pub fn documents(&self) -> impl Iterator<Item = Document<'_>> {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|(end, _)| *end));
        starts.zip(&self.ends).map(|(start, (end, words))| Document {
            values: &self.values[start..*end],
            words: words.clone(),
        })
    }

    /// The tokens of a title, and those of the text that it is part of.
    pub fn tokens_of(&self, words: &Words) -> [[&[u32]; 2]; 2] {
        let (title, body) = (&self.tokens[words.title.clone()], &self.tokens[words.body.clone()]);
        [[title, &[]], [if words.repeated { &[] } else { title }, body]]
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
