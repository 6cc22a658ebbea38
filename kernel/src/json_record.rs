//! An object of JSON on a line, of which texts alone are kept: as `plain_lines` reads articles.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// An object of JSON: its names, and the values of those that are texts.
pub struct Record<'a> {
    pub names: Vec<Cow<'a, str>>,
    pub texts: Vec<Option<Cow<'a, str>>>,
}

impl<'a> Record<'a> {
    /// Return the object of a line; None if it is no object, or broken.
    pub fn of(line: &'a [u8]) -> Option<Self> {
        let mut json = serde_json::Deserializer::from_str(std::str::from_utf8(line).ok()?);
        let record = json.deserialize_map(RecordVisitor).ok()?;
        json.end().ok()?;
        Some(record)
    }
}

struct RecordVisitor;

impl<'de> Visitor<'de> for RecordVisitor {
    type Value = Record<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record<'de>, A::Error> {
        let mut record = Record { names: Vec::with_capacity(16), texts: Vec::with_capacity(16) };
        while let Some((name, value)) = map.next_entry::<Text<'de>, Text<'de>>()? {
            record.names.push(name.0.unwrap_or_default());
            record.texts.push(value.0);
        }
        Ok(record)
    }
}

/// A value of JSON, if it is a text; any other is read, since it may be broken.
struct Text<'a>(Option<Cow<'a, str>>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        json.deserialize_any(TextVisitor).map(Text)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Option<Cow<'de, str>>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Some(text.into()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(text.to_owned().into()))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        while list.next_element::<Text<'de>>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<Text<'de>, Text<'de>>()?.is_some() {}
        Ok(None)
    }
}
