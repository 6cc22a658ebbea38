//! The snippets of a page: which chunks of its texts a query hits, and the passages shown.
//!
//! Python says what a word becomes and where a chunk is hit, once for each of a page; the texts are
//! looked through while other threads of Python run.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard};

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::sync::MutexExt;
use pyo3::types::PyString;

use crate::char_classes::CharClasses;
use crate::chunks::Chunks;
use crate::panics::guarded;
use crate::passages::{Body, Hit, Kind, Mark, Passage, PassageRule, merged};
use crate::term_cache::{Row, TermCache};
use crate::tokens::Tokens;
use crate::words::Words;

/// A title and a body.
type Texts = (PyBackedStr, PyBackedStr);

/// The marks of a title, and the passages of a body.
type Made = (Vec<Mark>, Vec<Passage>);

/// Where a chunk is hit, as `TermHit` has it: start, end, term, part and weight.
type FoundHit = (usize, usize, usize, PyBackedStr, f64);

/// A chunk that may be hit: how many characters stand before it, and its place among such chunks.
type Place = (usize, usize);

/// Makes snippets. `row` gives the three terms of a word, and is asked once for each that `words`
/// leaves to it.
#[pyclass(frozen, module = "indexer._kernel")]
pub struct SnippetMaker {
    row: Py<PyAny>,
    words: Option<Py<Words>>,
    rule: PassageRule,
    memory: Mutex<Memory>,
}

/// What was learnt so far. `asked` counts pages: a word that was looked at has its page's number,
/// twice, and one more if the query hits it.
struct Memory {
    classes: CharClasses,
    words: TermCache,
    asked: u32,
}

/// Terms of a query in the three channels, and the rules that say which terms a word has.
struct Tags<'a> {
    exact: HashSet<String>,
    stem: HashSet<String>,
    part: HashSet<String>,
    rules: Option<&'a Words>,
}

/// What was found in the texts of a page.
#[derive(Default)]
struct Found<'a> {
    places: Vec<[Vec<Place>; 2]>,
    chunks: Vec<&'a str>,
    numbers: HashMap<&'a str, usize>,
    unknown: HashSet<&'a str>,
    seen: usize,
}

#[pymethods]
impl SnippetMaker {
    /// Keep up to `max_bytes` of words and terms; then the memory starts afresh.
    #[new]
    #[pyo3(signature = (row, rule, max_bytes = 64 << 20, words = None))]
    fn new(
        py: Python<'_>,
        row: Py<PyAny>,
        rule: PassageRule,
        max_bytes: usize,
        words: Option<Py<Words>>,
    ) -> PyResult<Self> {
        let classes = CharClasses::new(py)?;
        let memory = Memory { classes, words: TermCache::new(max_bytes), asked: 0 };
        Ok(Self { row, words, rule, memory: Mutex::new(memory) })
    }

    /// Show the garbage collector what is held: `row` is a method of who holds this.
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.row)
    }

    /// Return of each title its marks, of each body its passages with theirs.
    ///
    /// The tags are terms of the query in each channel; `hits` gives where a chunk is hit. Where hits
    /// may go across chunks, `hits_among` gives those of a text, by its chunks that may be hit, each
    /// with how many characters stand before it. None where there are more chunks or hits than that.
    fn snippets(
        &self,
        py: Python<'_>,
        texts: Vec<Texts>,
        tags: (HashSet<String>, HashSet<String>, HashSet<String>),
        hits: &Bound<'_, PyAny>,
        hits_among: Option<&Bound<'_, PyAny>>,
        max_chunks: usize,
        max_hits: usize,
    ) -> PyResult<Option<Vec<Made>>> {
        guarded(|| {
            let Some(found) = self.found(py, &texts, tags, max_chunks)? else { return Ok(None) };
            let mut kinds = Kinds::default();
            let hits = match hits_among {
                Some(among) => kinds.among(&texts, &found, among)?,
                None => match kinds.by_chunk(&found, hits, max_hits)? {
                    Some(hits) => hits,
                    None => return Ok(None),
                },
            };
            self.made(py, &texts, hits, &kinds.kinds).map(Some)
        })
    }
}

impl SnippetMaker {
    fn made(
        &self,
        py: Python<'_>,
        texts: &[Texts],
        hits: Vec<[Vec<Hit>; 2]>,
        kinds: &[Kind],
    ) -> PyResult<Vec<Made>> {
        let mut memory = self.locked(py);
        let memory = &mut *memory;
        memory.learn(py, texts)?; // another page may have begun a new memory
        let rule = &self.rule;
        Ok(py.detach(move || {
            let of_text = |((title, body), [in_title, in_body]): (&Texts, [Vec<Hit>; 2])| {
                let marks = in_title.iter().map(|hit| (hit.start, hit.end)).collect();
                let characters: Vec<char> = body.chars().collect();
                let text = Body { text: &characters, classes: &memory.classes };
                let passages = match characters.is_empty() {
                    true => Vec::new(),
                    false => rule.passages(&text, &in_body, kinds),
                };
                (merged(marks, title.chars().count()), passages)
            };
            texts.iter().zip(hits).map(of_text).collect()
        }))
    }

    fn locked(&self, py: Python<'_>) -> MutexGuard<'_, Memory> {
        self.memory.lock_py_attached(py).unwrap_or_else(|held| held.into_inner())
    }

    /// Return the chunks that may be hit: those with a word that has one of the tags; None where there
    /// are more chunks than that.
    fn found<'a>(
        &self,
        py: Python<'_>,
        texts: &'a [Texts],
        tags: (HashSet<String>, HashSet<String>, HashSet<String>),
        max_chunks: usize,
    ) -> PyResult<Option<Found<'a>>> {
        let rules = self.words.as_ref().map(Py::get);
        let tags = &Tags { exact: tags.0, stem: tags.1, part: tags.2, rules };
        let mut are_hit: HashMap<&str, bool> = HashMap::new(); // of words that were new
        loop {
            let found = {
                let mut memory = self.locked(py);
                let (memory, known) = (&mut *memory, &are_hit);
                memory.learn(py, texts)?;
                py.detach(move || memory.looked_through(texts, tags, known, max_chunks))
            };
            if found.seen > max_chunks {
                return Ok(None);
            }
            if found.unknown.is_empty() {
                return Ok(Some(found));
            }
            for word in found.unknown {
                let answer = self.row.call1(py, (word,))?;
                let (exact, stem, part): (
                    Bound<'_, PyString>,
                    Bound<'_, PyString>,
                    Bound<'_, PyString>,
                ) = answer.extract(py)?;
                let row =
                    Row { exact: exact.to_str()?, stem: stem.to_str()?, part: part.to_str()? };
                are_hit.insert(word, tags.hit(row));
                let mut memory = self.locked(py); // not while Python is asked: it may come back here
                if memory.words.get(word).is_none() {
                    memory.words.add(word, row, 0);
                }
            }
        }
    }
}

impl Memory {
    fn learn(&mut self, py: Python<'_>, texts: &[Texts]) -> PyResult<()> {
        for (title, body) in texts {
            self.classes.learn(py, title)?;
            self.classes.learn(py, body)?;
        }
        Ok(())
    }

    /// Look through the texts of a page, as far as `max_chunks` go.
    fn looked_through<'a>(
        &mut self,
        texts: &'a [Texts],
        tags: &Tags<'_>,
        known: &HashMap<&str, bool>,
        max_chunks: usize,
    ) -> Found<'a> {
        if self.asked >= u32::MAX / 2 - 1 {
            self.words.forget_numbers();
            self.asked = 0;
        }
        self.asked += 1;
        let mut found = Found::default();
        for (title, body) in texts {
            let title = self.chunks_hit(title, tags, known, &mut found);
            let body = self.chunks_hit(body, tags, known, &mut found);
            found.places.push([title, body]);
            if found.seen > max_chunks {
                break;
            }
        }
        found
    }

    fn chunks_hit<'a>(
        &mut self,
        text: &'a str,
        tags: &Tags<'_>,
        known: &HashMap<&str, bool>,
        found: &mut Found<'a>,
    ) -> Vec<Place> {
        let Self { classes, words, asked } = self;
        let mut places = Vec::new();
        for chunk in Chunks::new(text, classes) {
            found.seen += 1;
            let mut is_hit = false;
            for word in Tokens::new(chunk.text, classes) {
                if let Some((row, number)) = words.get(word) {
                    if *number >> 1 != *asked {
                        *number = *asked << 1 | u32::from(tags.hit(row));
                    }
                    is_hit |= *number & 1 != 0;
                } else if let Some(hit) = known.get(word) {
                    is_hit |= hit;
                } else if let Some([exact, stem, part]) = tags.rules.and_then(|r| r.row_of(word)) {
                    let row = Row { exact: &exact, stem: &stem, part: &part };
                    let hit = tags.hit(row);
                    words.add(word, row, *asked << 1 | u32::from(hit));
                    is_hit |= hit;
                } else {
                    found.unknown.insert(word);
                }
            }
            if is_hit {
                let next = found.chunks.len();
                let number = *found.numbers.entry(chunk.text).or_insert(next);
                if number == next {
                    found.chunks.push(chunk.text);
                }
                places.push((chunk.start, number));
            }
        }
        places
    }
}

impl Tags<'_> {
    /// Say whether a word with these terms has one of the tags.
    fn hit(&self, row: Row<'_>) -> bool {
        let has = |tags: &HashSet<String>, terms: &str| {
            !tags.is_empty() && terms.split(' ').any(|term| tags.contains(term))
        };
        !row.exact.is_empty()
            && (self.exact.contains(row.exact)
                || (!row.stem.is_empty()
                    && (has(&self.stem, row.stem) || has(&self.part, row.part))))
    }
}

/// The kinds of hits that were met, by number.
#[derive(Default)]
struct Kinds {
    kinds: Vec<Kind>,
    numbers: HashMap<(usize, String, u64), usize>,
}

impl Kinds {
    /// Ask where each chunk is hit; return the hits of each title and body, None if they are more.
    fn by_chunk(
        &mut self,
        found: &Found<'_>,
        hits: &Bound<'_, PyAny>,
        max_hits: usize,
    ) -> PyResult<Option<Vec<[Vec<Hit>; 2]>>> {
        let asked = |&chunk: &&str| hits.call1((chunk,))?.extract().map(|found| self.placed(found));
        let of_chunks = found.chunks.iter().map(asked).collect::<PyResult<Vec<_>>>()?;
        let laid = |places: &[Vec<Place>; 2]| places.each_ref().map(|each| laid(each, &of_chunks));
        let each: Vec<_> = found.places.iter().map(laid).collect();
        let count: usize = each.iter().flatten().map(Vec::len).sum();
        Ok((count <= max_hits).then_some(each))
    }

    /// Ask where each text is hit, by its chunks.
    fn among(
        &mut self,
        texts: &[Texts],
        found: &Found<'_>,
        hits_among: &Bound<'_, PyAny>,
    ) -> PyResult<Vec<[Vec<Hit>; 2]>> {
        let mut asked = |places: &[Place], text: &PyBackedStr| -> PyResult<Vec<Hit>> {
            let chunks: Vec<(usize, &str)> =
                places.iter().map(|&(start, chunk)| (start, found.chunks[chunk])).collect();
            hits_among.call1((chunks, &**text))?.extract().map(|found| self.placed(found))
        };
        let each = texts.iter().zip(&found.places);
        each.map(|((title, body), [in_title, in_body])| {
            Ok([asked(in_title, title)?, asked(in_body, body)?])
        })
        .collect()
    }

    fn placed(&mut self, found: Vec<FoundHit>) -> Vec<Hit> {
        let mut placed = Vec::with_capacity(found.len());
        for (start, end, term, part, weight) in found {
            let next = self.kinds.len();
            let key = (term, part.to_string(), weight.to_bits());
            let kind = *self.numbers.entry(key).or_insert(next);
            if kind == next {
                self.kinds.push(Kind { term, weight });
            }
            placed.push(Hit { start, end, kind });
        }
        placed
    }
}

/// Return the hits of a text, by where its chunks stand and what hits each of them.
fn laid(places: &[Place], chunk_hits: &[Vec<Hit>]) -> Vec<Hit> {
    let each = places.iter().flat_map(|&(start, chunk)| {
        chunk_hits[chunk].iter().map(move |hit| Hit {
            start: hit.start + start,
            end: hit.end + start,
            kind: hit.kind,
        })
    });
    each.collect()
}
