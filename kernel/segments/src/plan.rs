//! What the schema says is to be done with each field.

use std::collections::HashMap;

use tantivy::TantivyError;
use tantivy::schema::{Field, FieldEntry, FieldType, IndexRecordOption, Schema, TextFieldIndexing};

use crate::types::CHANNELS;

/// What the values of a field are.
#[derive(Clone, Copy, PartialEq)]
pub enum Kind {
    /// A text, of which each word is a term.
    Words,
    /// The same, of which each line is a paragraph.
    Paragraphs,
    /// A text that is one term.
    Whole,
    /// A number of 64 bits with a sign.
    Number,
    /// Bytes, to be stored only.
    Bytes,
}

/// A field: where its values go, and how many terms its lengths have besides.
pub struct FieldPlan {
    pub field: Field,
    pub name: String,
    pub kind: Kind,
    pub record: Option<IndexRecordOption>,
    pub has_norms: bool,
    pub is_column: bool,
    pub is_stored: bool,
    pub fillers: u32,
}

/// What is to be done with all fields, and which of them are known by what they are for.
pub struct Plans {
    pub fields: Vec<FieldPlan>,
    /// The place of the field that documents are known by.
    pub id: usize,
    /// The places of the channels of titles, and of texts.
    pub channels: [[usize; CHANNELS]; 2],
}

impl Plans {
    /// Say whether the fields of the channels are different ones, of words.
    pub fn are_sound(&self) -> bool {
        let mut places = self.channels.concat();
        places.sort_unstable();
        let has_words = |place: &usize| {
            let plan = &self.fields[*place];
            plan.record.is_some() && matches!(plan.kind, Kind::Words | Kind::Paragraphs)
        };
        places.iter().all(has_words) && places.windows(2).all(|two| two[0] < two[1])
    }
}

/// Return what is to be done with each field, in their order.
///
/// An error if the schema asks for what is not done here.
pub fn plans(schema: &Schema, fillers: &HashMap<String, u32>) -> tantivy::Result<Vec<FieldPlan>> {
    schema.fields().map(|(field, entry)| plan(field, entry, fillers)).collect()
}

fn plan(
    field: Field,
    entry: &FieldEntry,
    fillers: &HashMap<String, u32>,
) -> tantivy::Result<FieldPlan> {
    let record = || entry.field_type().index_record_option().unwrap_or_default();
    Ok(FieldPlan {
        field,
        name: entry.name().to_owned(),
        kind: kind(entry)?,
        record: entry.is_indexed().then(record),
        has_norms: entry.is_indexed() && entry.has_fieldnorms(),
        is_column: entry.is_fast(),
        is_stored: entry.is_stored(),
        fillers: fillers.get(entry.name()).copied().unwrap_or(0),
    })
}

fn kind(entry: &FieldEntry) -> tantivy::Result<Kind> {
    let tokenizer = match entry.field_type() {
        FieldType::Str(options) => options.get_indexing_options().map(TextFieldIndexing::tokenizer),
        _ => None,
    };
    match (entry.field_type(), tokenizer) {
        (FieldType::Str(_), Some("spaces")) => Ok(Kind::Words),
        (FieldType::Str(_), Some("paragraphs")) => Ok(Kind::Paragraphs),
        (FieldType::Str(_), Some("raw")) => Ok(Kind::Whole),
        (FieldType::I64(_), _) => Ok(Kind::Number),
        (FieldType::Bytes(_), _) if !entry.is_indexed() && !entry.is_fast() => Ok(Kind::Bytes),
        _ => {
            let name = entry.name();
            Err(TantivyError::SchemaError(format!(
                "the field {name} is of no kind that is written"
            )))
        }
    }
}
