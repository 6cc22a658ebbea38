//! Articles of plain lines, in columns: `PlainArticles` in `indexer/corpus/mapping/plain_articles.py`.

use std::ops::Range;
use std::sync::Arc;

use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString};

use crate::panics::guarded;
use crate::stored::{Contents, Stored, write_text, write_value};

/// Values that Python made, of which many articles have the same: a day, a source, sections,
/// authors.
pub type Values = [Py<PyAny>; 4];
/// Ids, days, sources, sections and authors.
type Columns<'py> = [Bound<'py, PyList>; 5];

/// Where the texts of an article stand, and whether its body repeats its title.
pub struct Places {
    pub id: Range<usize>,
    pub title: Range<usize>,
    pub body: Range<usize>,
    pub url: Option<Range<usize>>,
    pub repeated: bool,
}

/// The texts of articles in one piece, which threads without Python read too.
#[derive(Default)]
pub struct Texts {
    text: String,
    places: Vec<Places>,
    /// The characters beyond ASCII that they have, and others may have had.
    pub letters: String,
    /// A bit of each of these.
    met: Vec<u64>,
}

impl Texts {
    /// Add a text to those of the next article.
    pub fn write(&mut self, text: &str) -> Range<usize> {
        let start = self.text.len();
        self.text.push_str(text);
        start..self.text.len()
    }

    /// Add an article, whose texts were added.
    pub fn end_article(&mut self, places: Places) {
        self.places.push(places);
    }

    /// Note a character, if it is beyond ASCII.
    pub fn meet(&mut self, c: char) {
        let (place, bit) = (c as usize / 64, 1 << (c as usize % 64));
        if self.met.len() <= place {
            self.met.resize(place + 1, 0);
        }
        if !c.is_ascii() && self.met[place] & bit == 0 {
            self.met[place] |= bit;
            self.letters.push(c);
        }
    }

    /// Title and body of each article, and whether the body repeats the title.
    pub fn each(&self) -> impl Iterator<Item = (&str, &str, bool)> {
        self.places.iter().map(|each| (self.at(&each.title), self.at(&each.body), each.repeated))
    }

    fn at(&self, place: &Range<usize>) -> &str {
        &self.text[place.clone()]
    }
}

/// Articles of lines in a row. `make` makes one of its fields.
#[pyclass(frozen, module = "indexer._kernel")]
pub struct ArticleColumns {
    pub texts: Arc<Texts>,
    values: Vec<Values>,
    make: Py<PyAny>,
}

impl ArticleColumns {
    /// Return articles whose values are given too; None if there are none.
    pub fn of(texts: Texts, values: Vec<Values>, make: Py<PyAny>) -> Option<Self> {
        (!values.is_empty()).then(|| Self { texts: Arc::new(texts), values, make })
    }
}

#[pymethods]
impl ArticleColumns {
    /// Return how many there are.
    fn __len__(&self) -> usize {
        self.values.len()
    }

    /// Return an article. IndexError if there is none in this place.
    fn article<'py>(&self, py: Python<'py>, place: usize) -> PyResult<Bound<'py, PyAny>> {
        guarded(|| {
            let (Some(places), Some(values)) =
                (self.texts.places.get(place), self.values.get(place))
            else {
                return Err(PyIndexError::new_err("no article stands there"));
            };
            let string = |place| PyString::new(py, self.texts.at(place));
            let [date, source, section, author] = values;
            let (id, title, body) =
                (string(&places.id), string(&places.title), string(&places.body));
            let url = places.url.as_ref().map(string);
            self.make.bind(py).call1((id, title, body, date, source, section, url, author))
        })
    }

    /// Return how many bytes their texts have.
    fn size(&self) -> usize {
        self.texts.text.len()
    }

    /// Return ids, days, sources, sections and authors.
    fn columns<'py>(&self, py: Python<'py>) -> PyResult<Columns<'py>> {
        guarded(|| {
            let ids = self.texts.places.iter().map(|each| self.texts.at(&each.id));
            let column = |at: usize| PyList::new(py, self.values.iter().map(|each| &each[at]));
            Ok([PyList::new(py, ids)?, column(0)?, column(1)?, column(2)?, column(3)?])
        })
    }

    /// Say of each whether its body repeats its title.
    fn repeated(&self) -> Vec<bool> {
        self.texts.places.iter().map(|each| each.repeated).collect()
    }

    /// Return what `stored_contents` does of articles that have so many fields, of one origin.
    fn stored<'py>(&self, py: Python<'py>, origin: &str, fields: usize) -> PyResult<Stored<'py>> {
        guarded(|| {
            let mut contents = Contents::default();
            for (places, values) in self.texts.places.iter().zip(&self.values) {
                contents
                    .add(py, origin, |content| self.write(py, places, values, fields, content))?;
            }
            Ok(contents.stored())
        })
    }
}

impl ArticleColumns {
    /// Write the list of an article's values as JSON.
    fn write(
        &self,
        py: Python<'_>,
        places: &Places,
        [date, source, section, author]: &Values,
        fields: usize,
        content: &mut Vec<u8>,
    ) -> PyResult<()> {
        const WRITTEN: usize = 8;
        for (place, text) in [&places.id, &places.title, &places.body].into_iter().enumerate() {
            content.push(if place == 0 { b'[' } else { b',' });
            write_text(content, self.texts.at(text))?;
        }
        for value in [date, source, section] {
            content.push(b',');
            write_value(content, value.bind(py))?;
        }
        content.push(b',');
        match &places.url {
            Some(url) => write_text(content, self.texts.at(url))?,
            None => content.extend(b"null"),
        }
        content.push(b',');
        write_value(content, author.bind(py))?;
        (WRITTEN..fields).for_each(|_| content.extend(b",null"));
        content.push(b']');
        Ok(())
    }
}
