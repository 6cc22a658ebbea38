//! The snippets of a page: which chunks of its texts a query hits, and the passages shown.
//!
//! Python says what a word becomes, and of what pieces one is where pieces are hit; the texts are looked
//! through while other threads of Python run.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard};

use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::sync::MutexExt;
use pyo3::types::PyString;

use crate::char_classes::{CharClasses, WORD};
use crate::chunks::Chunks;
use crate::page_hits::{Found, Kinds, Place, Texts};
use crate::panics::guarded;
use crate::passages::{Body, Hit, Kind, Mark, Passage, PassageRule, merged};
use crate::targets::{AskedTarget, FoundHit, Hittable, Targets, without_overlap};
use crate::term_cache::{Row, TermCache};
use crate::tokens::Tokens;
use crate::words::Words;

const MAX_PIECED: usize = 20_000; // words whose pieces are kept, a few megabytes; then afresh

/// The marks of a title, and the passages of a body.
type Made = (Vec<Mark>, Vec<Passage>);

/// Makes snippets. `row` gives the three terms of a word, and is asked once for each that `words`
/// leaves to it; `hittable` says of what pieces a word is.
#[pyclass(frozen, module = "indexer._kernel")]
pub struct SnippetMaker {
    row: Py<PyAny>,
    hittable: Py<PyAny>,
    words: Option<Py<Words>>,
    rule: PassageRule,
    memory: Mutex<Memory>,
}

/// What was learnt so far. `asked` counts pages: a word that was looked at has its page's number,
/// twice, and one more if the query hits it.
struct Memory {
    classes: CharClasses,
    words: TermCache,
    pieced: HashMap<String, Arc<Hittable>>,
    asked: u32,
}

/// What is looked for: targets, by rules that say which terms a word has; those are `known` that had
/// to be asked for on this page.
struct Asked<'a> {
    targets: &'a Targets<'a>,
    rules: Option<&'a Words>,
    known: &'a HashMap<&'a str, bool>,
}

#[pymethods]
impl SnippetMaker {
    /// Keep up to `max_bytes` of words and terms; then the memory starts afresh.
    #[new]
    #[pyo3(signature = (row, hittable, rule, max_bytes = 64 << 20, words = None))]
    fn new(
        py: Python<'_>,
        row: Py<PyAny>,
        hittable: Py<PyAny>,
        rule: PassageRule,
        max_bytes: usize,
        words: Option<Py<Words>>,
    ) -> PyResult<Self> {
        let memory = Memory {
            classes: CharClasses::new(py)?,
            words: TermCache::new(max_bytes),
            pieced: HashMap::new(),
            asked: 0,
        };
        Ok(Self { row, hittable, words, rule, memory: Mutex::new(memory) })
    }

    /// Show the garbage collector what is held: methods of who holds this.
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.row)?;
        visit.call(&self.hittable)
    }

    /// Return of each title its marks, of each body its passages with theirs.
    ///
    /// The targets say what hits each term of the query. Where hits may go across chunks, `hits_among`
    /// gives those of a text, by its chunks that may be hit, each with how many characters stand
    /// before it. None where there are more chunks or hits than that.
    fn snippets(
        &self,
        py: Python<'_>,
        texts: Vec<Texts>,
        targets: Vec<AskedTarget>,
        hits_among: Option<&Bound<'_, PyAny>>,
        max_chunks: usize,
        max_hits: usize,
    ) -> PyResult<Option<Vec<Made>>> {
        guarded(|| {
            let targets = Targets::new(&targets, self.rule.family_weight);
            let Some(found) = self.found(py, &texts, &targets, max_chunks)? else {
                return Ok(None);
            };
            let mut kinds = Kinds::default();
            let hits = match hits_among {
                Some(among) => kinds.among(&texts, &found, among)?,
                None => {
                    let hits = self.hits_of_chunks(py, &found.chunks, &targets)?;
                    match kinds.by_chunk(&found, hits, max_hits) {
                        Some(hits) => hits,
                        None => return Ok(None),
                    }
                }
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

    /// Return where each of some chunks is hit, whose characters were learnt.
    fn hits_of_chunks<'a>(
        &self,
        py: Python<'_>,
        chunks: &[&'a str],
        targets: &Targets<'_>,
    ) -> PyResult<Vec<Vec<FoundHit>>> {
        let mut met: HashMap<&'a str, Arc<Hittable>> = HashMap::new();
        loop {
            let mut unknown: HashSet<&'a str> = HashSet::new();
            let hits = {
                let mut memory = self.locked(py);
                let each = chunks.iter().copied();
                each.map(|chunk| memory.hits(chunk, targets, &met, &mut unknown)).collect()
            };
            if unknown.is_empty() {
                return Ok(hits);
            }
            for word in unknown {
                let hittable: Arc<Hittable> =
                    Arc::new(self.hittable.call1(py, (word,))?.extract(py)?);
                met.insert(word, Arc::clone(&hittable));
                let mut memory = self.locked(py);
                if memory.pieced.len() >= MAX_PIECED {
                    memory.pieced.clear();
                }
                memory.pieced.insert(word.to_owned(), hittable);
            }
        }
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
        targets: &Targets<'_>,
        max_chunks: usize,
    ) -> PyResult<Option<Found<'a>>> {
        let rules = self.words.as_ref().map(Py::get);
        let mut are_hit: HashMap<&str, bool> = HashMap::new(); // of words that were new
        loop {
            let found = {
                let mut memory = self.locked(py);
                let (memory, known) = (&mut *memory, &are_hit);
                memory.learn(py, texts)?;
                let asked = Asked { targets, rules, known };
                py.detach(move || memory.looked_through(texts, &asked, max_chunks))
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
                are_hit.insert(word, targets.may_hit(row));
                let mut memory = self.locked(py); // not while Python is asked: it may come back here
                if memory.words.get(word).is_none() {
                    memory.words.add(word, row, 0);
                }
            }
        }
    }
}

impl Memory {
    /// Return where a chunk is hit; what has to be asked of a word first goes to `unknown`.
    fn hits<'a>(
        &mut self,
        chunk: &'a str,
        targets: &Targets<'_>,
        met: &HashMap<&str, Arc<Hittable>>,
        unknown: &mut HashSet<&'a str>,
    ) -> Vec<FoundHit> {
        let Self { classes, words, pieced, .. } = self;
        let mut found = Vec::new();
        for word in Tokens::new(chunk, classes) {
            let is_plain = word.chars().all(|c| c != '_' && classes.of(c) & WORD != 0);
            let row = words.get(word).filter(|_| is_plain).map(|(row, _)| row);
            let length = word.chars().count();
            let hits = match row.and_then(|row| targets.whole(row)) {
                Some(None) => continue,
                Some(Some(term)) => vec![(0, length, term, String::new(), 1.0)],
                None => match met.get(word).or_else(|| pieced.get(word)) {
                    Some(pieces) => targets.hits(pieces, length),
                    None => {
                        unknown.insert(word);
                        continue;
                    }
                },
            };
            if hits.is_empty() {
                continue;
            }
            let before = word.as_ptr() as usize - chunk.as_ptr() as usize;
            let start = chunk[..before].chars().count();
            found.extend(
                hits.into_iter().map(|hit| (hit.0 + start, hit.1 + start, hit.2, hit.3, hit.4)),
            );
        }
        without_overlap(found)
    }

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
        asked: &Asked<'_>,
        max_chunks: usize,
    ) -> Found<'a> {
        if self.asked >= u32::MAX / 2 - 1 {
            self.words.forget_numbers();
            self.asked = 0;
        }
        self.asked += 1;
        let mut found = Found::default();
        for (title, body) in texts {
            let title = self.chunks_hit(title, asked, &mut found);
            let body = self.chunks_hit(body, asked, &mut found);
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
        Asked { targets, rules, known }: &Asked<'_>,
        found: &mut Found<'a>,
    ) -> Vec<Place> {
        let Self { classes, words, asked, .. } = self;
        let mut places = Vec::new();
        for chunk in Chunks::new(text, classes) {
            found.seen += 1;
            let mut is_hit = false;
            for word in Tokens::new(chunk.text, classes) {
                if let Some((row, number)) = words.get(word) {
                    if *number >> 1 != *asked {
                        *number = *asked << 1 | u32::from(targets.may_hit(row));
                    }
                    is_hit |= *number & 1 != 0;
                } else if let Some(hit) = known.get(word) {
                    is_hit |= hit;
                } else if let Some([exact, stem, part]) = rules.and_then(|r| r.row_of(word)) {
                    let row = Row { exact: &exact, stem: &stem, part: &part };
                    let hit = targets.may_hit(row);
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
