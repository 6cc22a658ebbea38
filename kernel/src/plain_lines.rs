//! Articles on lines of JSON that are written as most are: `indexer/corpus/mapping/plain_lines.py`.
//!
//! Whatever is unusual about a line is a reason to leave it to Python, which says what holds: a
//! name or a value that has to be understood, characters that cleaning may change, HTML.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Mutex;

use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::sync::MutexExt;

use crate::json_record::Record;
use crate::panics::guarded;
use crate::plain_articles::{ArticleColumns, Places, Texts, Values};
use crate::plain_texts::{begins_with, is_entity, is_page, moment, tells_apart, title_and_body};

// What is kept at hand: shapes of records, and texts of each field; longer ones are not.
const MAX_SHAPES: usize = 64;
const MAX_NAMES: usize = 256;
const MAX_NAME: usize = 200;
const MAX_VALUES: usize = 1 << 14;
const MAX_VALUE: usize = 1000;

/// Where the fields of an article stand among the names of a record, in the order of `FIELDS`.
type Columns = [Option<usize>; FIELDS];
const FIELDS: usize = 8;
const ID: usize = 0;
const TITLE: usize = 1;
const BODY: usize = 2;
const DATE: usize = 3;
const SOURCE: usize = 4;
const SECTION: usize = 5;
const URL: usize = 6;
const AUTHOR: usize = 7;

/// Reads articles from lines.
///
/// `clean` are ranges of the characters that cleaning leaves as they are, `odd` what a body may be
/// misread by. `limits` are how many characters an id has at most, and a line that is a date. `make` makes
/// an article.
#[pyclass(frozen, module = "indexer._kernel")]
pub struct PlainLines {
    clean: Vec<bool>,
    /// Of each byte, whether it is a character that is clean wherever it stands.
    plain: [bool; 256],
    odd: Vec<String>,
    max_id: usize,
    max_date: usize,
    make: Py<PyAny>,
    asked: Asked,
    memory: Mutex<Memory>,
}

/// What Python is asked: `columns` says of the names of a record where its fields stand, or None.
/// `said` returns, in a tuple, what a text says in the field of this number, None where more of the
/// record has to be known; `moments` the day of a moment by its day and hour, and by what stands
/// after its seconds; `is_date` says whether a line is nothing but a date.
#[derive(FromPyObject)]
struct Asked {
    #[pyo3(item(0))]
    columns: Py<PyAny>,
    #[pyo3(item(1))]
    said: Py<PyAny>,
    #[pyo3(item(2))]
    moments: Py<PyAny>,
    #[pyo3(item(3))]
    is_date: Py<PyAny>,
}

/// What Python said before.
#[derive(Default)]
struct Memory {
    shapes: Vec<Shape>,
    values: [Said; FIELDS],
    moments: Said,
}

/// What texts say, None of one that Python is to read with the rest of its record.
#[derive(Default)]
struct Said(HashMap<String, Option<Py<PyAny>>>);

impl Said {
    /// Return what a text says; it is asked for what is not known.
    fn value<'py>(
        &mut self,
        py: Python<'py>,
        text: &str,
        ask: impl FnOnce() -> PyResult<Option<Bound<'py, PyAny>>>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        if let Some(known) = self.0.get(text) {
            return Ok(known.as_ref().map(|value| value.bind(py).clone()));
        }
        let said = ask()?;
        if self.0.len() == MAX_VALUES {
            self.0.clear();
        }
        self.0.insert(text.to_owned(), said.clone().map(Bound::unbind));
        Ok(said)
    }
}

struct Shape {
    names: Vec<String>,
    columns: Option<Columns>,
}

#[pymethods]
impl PlainLines {
    #[new]
    fn new(
        clean: Vec<(u32, u32)>,
        odd: Vec<String>,
        limits: (usize, usize),
        make: Py<PyAny>,
        asked: Asked,
    ) -> Self {
        let end = clean.iter().map(|&(_, last)| last as usize + 1).max().unwrap_or(0);
        let mut known = vec![false; end];
        for (first, last) in clean {
            known[first as usize..=last as usize].fill(true);
        }
        let is_plain =
            |c: usize| c < 0x80 && !b"\n&".contains(&(c as u8)) && known.get(c) == Some(&true);
        let (plain, memory) = (std::array::from_fn(is_plain), Mutex::default());
        let (max_id, max_date) = limits;
        Self { clean: known, plain, odd, max_id, max_date, make, asked, memory }
    }

    /// Return the articles of lines in a row, None of a line that Python is to read.
    fn read(
        &self,
        py: Python<'_>,
        lines: Vec<PyBackedBytes>,
    ) -> PyResult<Vec<Option<ArticleColumns>>> {
        guarded(|| {
            let mut memory = self.memory.lock_py_attached(py).unwrap_or_else(|e| e.into_inner());
            let mut found = Vec::new();
            let (mut texts, mut values) = (Texts::default(), Vec::new());
            for line in &lines {
                if let Some(article) = self.article(py, &mut memory, line, &mut texts)? {
                    values.push(article);
                    continue;
                }
                let (texts, values) = (std::mem::take(&mut texts), std::mem::take(&mut values));
                found.extend(ArticleColumns::of(texts, values, self.make.clone_ref(py)).map(Some));
                found.push(None);
            }
            found.extend(ArticleColumns::of(texts, values, self.make.clone_ref(py)).map(Some));
            Ok(found)
        })
    }
}

impl PlainLines {
    /// Add the article of a line to the texts, and return its values; None where Python is to.
    fn article(
        &self,
        py: Python<'_>,
        memory: &mut Memory,
        line: &[u8],
        added: &mut Texts,
    ) -> PyResult<Option<Values>> {
        let Some(record) = Record::of(line) else { return Ok(None) };
        let Some(columns) = self.columns_of(py, memory, &record.names)? else { return Ok(None) };
        let Some(texts) = self.texts(&record, &columns, added) else { return Ok(None) };
        let Some((title, body)) = title_and_body(texts[TITLE], texts[BODY]) else {
            return Ok(None);
        };
        let Some((id, url)) = self.id_and_url(texts[ID], texts[URL]) else { return Ok(None) };
        let mut said = Vec::with_capacity(4);
        for field in [DATE, SOURCE, SECTION, AUTHOR] {
            let Some(value) = self.value(py, memory, field, texts[field])? else { return Ok(None) };
            said.push(value.unbind());
        }
        let Ok(values) = Values::try_from(said) else { return Ok(None) };
        if self.is_odd(py, body, !values[0].is_none(py))? {
            return Ok(None);
        }
        let repeated = begins_with(body, &title);
        let places = Places {
            id: added.write(id),
            title: added.write(&title),
            body: added.write(body),
            url: url.map(|url| added.write(url)),
            repeated,
        };
        added.end_article(places);
        Ok(Some(values))
    }

    /// Say whether Python is to look at a body: it may be misread, or begin with its date.
    fn is_odd(&self, py: Python<'_>, body: &str, is_dated: bool) -> PyResult<bool> {
        if self.odd.iter().any(|odd| body.contains(odd.as_str())) {
            return Ok(true);
        }
        let top = body.char_indices().nth(self.max_date).map_or(body, |(end, _)| &body[..end]);
        match top.split_once('\n') {
            Some((line, _)) if is_dated => self.asked.is_date.call1(py, (line,))?.extract(py),
            _ => Ok(false),
        }
    }

    /// Return where the fields stand among these names, None where Python is to read the record.
    fn columns_of(
        &self,
        py: Python<'_>,
        memory: &mut Memory,
        names: &[Cow<'_, str>],
    ) -> PyResult<Option<Columns>> {
        if names.len() > MAX_NAMES || names.iter().any(|name| name.len() > MAX_NAME) {
            return Ok(None);
        }
        if let Some(shape) = memory.shapes.iter().find(|shape| shape.names == names) {
            return Ok(shape.columns);
        }
        let columns = self.asked.columns.call1(py, (names,))?.extract(py)?;
        if memory.shapes.len() == MAX_SHAPES {
            memory.shapes.clear();
        }
        let names = names.iter().map(|name| name.clone().into_owned()).collect();
        memory.shapes.push(Shape { names, columns });
        Ok(columns)
    }

    /// Return the text of each field, empty without one; None if one is no text, or is not clean.
    fn texts<'a>(
        &self,
        record: &'a Record<'_>,
        columns: &Columns,
        added: &mut Texts,
    ) -> Option<[&'a str; FIELDS]> {
        let mut texts = [""; FIELDS];
        for (text, column) in texts.iter_mut().zip(columns) {
            if let Some(column) = *column {
                *text = record.texts[column].as_deref()?;
                if !self.is_clean(text, added) {
                    return None;
                }
            }
        }
        Some(texts)
    }

    /// Say whether cleaning would at most strip a text, of which the characters are noted.
    fn is_clean(&self, text: &str, added: &mut Texts) -> bool {
        let bytes = text.as_bytes();
        let (mut at, mut lines) = (0, 0); // lines that ended just before
        loop {
            let end = bytes[at..].iter().position(|&byte| !self.plain[usize::from(byte)]);
            let end = end.map_or(bytes.len(), |plain| at + plain);
            lines = if end > at { 0 } else { lines };
            let Some(c) = text[end..].chars().next() else { return lines == 0 };
            at = end + c.len_utf8();
            if c == '\n' {
                lines += 1;
                if lines > 2 || end == 0 || bytes[end - 1] == b' ' {
                    return false;
                }
                continue;
            }
            let is_known = self.clean.get(c as usize) == Some(&true);
            if !is_known && (c != '&' || is_entity(&text[at..])) {
                return false;
            }
            added.meet(c);
            lines = 0;
        }
    }

    /// Return what a text says in a field, None where Python is to read the record.
    fn value<'py>(
        &self,
        py: Python<'py>,
        memory: &mut Memory,
        field: usize,
        text: &str,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        if field == DATE
            && let Some((hour, offset)) = moment(text)
        {
            let ask = || Ok(self.asked.moments.bind(py).call1((hour, offset))?.extract()?);
            return memory.moments.value(py, &[hour, offset].concat(), ask);
        }
        if text.len() > MAX_VALUE {
            return Ok(None);
        }
        let ask = || {
            let said: Option<(Bound<'py, PyAny>,)> =
                self.asked.said.bind(py).call1((field, text))?.extract()?;
            Ok(said.map(|(value,)| value))
        };
        memory.values[field].value(py, text, ask)
    }

    /// Return the id of an article, which may be its address, and this; None where Python is to.
    fn id_and_url<'a>(&self, id: &'a str, url: &'a str) -> Option<(&'a str, Option<&'a str>)> {
        let (id, url) = (id.trim_matches(' '), url.trim_matches(' '));
        let site = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        if !url.is_empty() && (site.is_none() || url.contains([' ', '\n'])) {
            return None;
        }
        let given = (!url.is_empty()).then_some(url);
        let id = match (id, site) {
            ("", Some(site)) if is_page(site) => url,
            (id, _) if tells_apart(id) => id,
            _ => return None,
        };
        (id.chars().count() <= self.max_id).then_some((id, given))
    }
}
