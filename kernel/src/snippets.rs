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

use crate::archive_words::{ArchiveWords, Given};
use crate::char_classes::{CharClasses, WORD};
use crate::chunks::{around, count, stretches};
use crate::page_hits::{Found, Kinds, Place, Texts};
use crate::panics::guarded;
use crate::passages::{Body, Hit, Kind, Mark, Passage, PassageRule, merged};
use crate::targets::{AskedTarget, FoundHit, Hittable, Targets, without_overlap};
use crate::term_cache::Row;
use crate::tokens::Tokens;
use crate::word_index::{Wanted, WordIndex};
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
    archive: Mutex<Arc<ArchiveWords>>,
}

/// What was learnt so far.
struct Memory {
    classes: CharClasses,
    words: WordIndex,
    pieced: HashMap<String, Arc<Hittable>>,
}

/// What is looked for: targets, by an archive and rules that say which terms a word has; those are
/// `known` that had to be asked for on this page.
struct Asked<'a> {
    targets: &'a Targets<'a>,
    rules: Option<&'a Words>,
    archive: &'a ArchiveWords,
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
            words: WordIndex::new(max_bytes),
            pieced: HashMap::new(),
        };
        let archive = Mutex::default();
        Ok(Self { row, hittable, words, rule, memory: Mutex::new(memory), archive })
    }

    /// Show the garbage collector what is held: methods of who holds this.
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.row)?;
        visit.call(&self.hittable)
    }

    /// Know the terms of up to `most` words of each segment of an archive, and of no other archive:
    /// `ArchiveWords` says how they are given.
    fn learn(&self, py: Python<'_>, segments: Vec<Given>, most: usize) -> PyResult<()> {
        guarded(|| {
            let archive = py.detach(|| Arc::new(ArchiveWords::new(&segments, most)));
            *self.learnt(py) = archive;
            Ok(())
        })
    }

    /// Return of each title its marks, of each body its passages with theirs.
    ///
    /// The targets say what hits each term of the query. Where rows of terms are looked for, which may
    /// go across chunks, `sequence_hits` gives those of a text, by its chunks that may have a term of
    /// one, each with how many characters stand before it. None where there are more chunks or hits
    /// than that.
    fn snippets(
        &self,
        py: Python<'_>,
        texts: Vec<Texts>,
        targets: Vec<AskedTarget>,
        sequence_hits: Option<&Bound<'_, PyAny>>,
        max_chunks: usize,
        max_hits: usize,
    ) -> PyResult<Option<Vec<Made>>> {
        guarded(|| {
            let targets = Targets::new(&targets, self.rule.family_weight);
            let Some(found) = self.found(py, &texts, &targets, max_chunks)? else {
                return Ok(None);
            };
            let mut kinds = Kinds::default();
            let hits = self.hits_of_chunks(py, &found.chunks, &targets)?;
            let Some(mut hits) = kinds.by_chunk(&found, hits, max_hits) else { return Ok(None) };
            if let Some(asked) = sequence_hits {
                let in_rows = self.have_terms_of_rows(py, &found.chunks, &targets);
                kinds.add_sequences(&mut hits, &texts, &found, &in_rows, asked)?;
            }
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
                let ruled = self.words.as_ref().and_then(|words| words.get().hittable(word));
                let hittable: Arc<Hittable> = Arc::new(match ruled {
                    Some(hittable) => hittable,
                    None => self.hittable.call1(py, (word,))?.extract(py)?,
                });
                met.insert(word, Arc::clone(&hittable));
                let mut memory = self.locked(py);
                if memory.pieced.len() >= MAX_PIECED {
                    memory.pieced.clear();
                }
                memory.pieced.insert(word.to_owned(), hittable);
            }
        }
    }

    /// Say which chunks may have a term of a row that is looked for.
    fn have_terms_of_rows(
        &self,
        py: Python<'_>,
        chunks: &[&str],
        targets: &Targets<'_>,
    ) -> Vec<bool> {
        let mut memory = self.locked(py);
        let Memory { classes, words, .. } = &mut *memory;
        let mut may_have =
            |word| words.row(word).is_none_or(|row| targets.have_in_a_row(row.exact));
        chunks.iter().map(|chunk| Tokens::new(chunk, classes).any(&mut may_have)).collect()
    }

    fn learnt(&self, py: Python<'_>) -> MutexGuard<'_, Arc<ArchiveWords>> {
        self.archive.lock_py_attached(py).unwrap_or_else(|held| held.into_inner())
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
        let archive = Arc::clone(&self.learnt(py));
        let mut are_hit: HashMap<&str, bool> = HashMap::new(); // of words that were new
        loop {
            let found = {
                let mut memory = self.locked(py);
                let (memory, known) = (&mut *memory, &are_hit);
                memory.learn(py, texts)?;
                let asked = Asked { targets, rules, archive: &archive, known };
                py.detach(move || memory.looked_through(texts, &asked, max_chunks))
            };
            let Some(found) = found else { return Ok(None) };
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
                if memory.words.place(word).is_none() {
                    memory.words.add(word, row);
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
            let row = if is_plain { words.row(word) } else { None };
            let length = word.chars().count();
            let hits = match row.and_then(|row| targets.by_row(row, length)) {
                Some(hits) => hits,
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
        without_overlap(&mut found, |hit| (hit.0, hit.1, hit.2));
        found
    }

    fn learn(&mut self, py: Python<'_>, texts: &[Texts]) -> PyResult<()> {
        for (title, body) in texts {
            self.classes.learn(py, title)?;
            self.classes.learn(py, body)?;
        }
        Ok(())
    }

    /// Look through the texts of a page; None if they have more than `max_chunks`.
    fn looked_through<'a>(
        &mut self,
        texts: &'a [Texts],
        asked: &Asked<'_>,
        max_chunks: usize,
    ) -> Option<Found<'a>> {
        let bytes: usize = texts.iter().map(|(title, body)| title.len() + body.len()).sum();
        if bytes > max_chunks {
            let each = texts.iter().flat_map(|(title, body)| [title, body]);
            let chunks: usize = each.map(|text| count(text, &self.classes)).sum();
            if chunks > max_chunks {
                return None;
            }
        }
        self.words.make_room();
        let mut wanted = self.words.having(asked.targets.tags());
        let mut found = Found::default();
        for (title, body) in texts {
            let title = self.chunks_hit(title, asked, &mut wanted, &mut found);
            let body = self.chunks_hit(body, asked, &mut wanted, &mut found);
            found.places.push([title, body]);
        }
        Some(found)
    }

    /// Return the chunks of a text that have one of the wanted words; new ones that are join these.
    fn chunks_hit<'a>(
        &mut self,
        text: &'a str,
        asked: &Asked<'_>,
        wanted: &mut Wanted,
        found: &mut Found<'a>,
    ) -> Vec<Place> {
        let mut places = Vec::new();
        let (mut reached, mut characters) = (0, 0); // the end of the last chunk, and what is before
        for word in stretches(text).flat_map(|each| Tokens::new(each, &self.classes)) {
            let is_hit = match self.words.place(word) {
                Some(place) => wanted.has(place),
                None => new_word(&mut self.words, word, asked, wanted).unwrap_or_else(|| {
                    found.unknown.insert(word);
                    false
                }),
            };
            let at = word.as_ptr() as usize - text.as_ptr() as usize;
            if !is_hit || at < reached {
                continue;
            }
            let chunk = around(text, at, &self.classes);
            characters += text[reached..chunk.start].chars().count();
            let start = characters;
            characters += chunk.text.chars().count();
            reached = chunk.start + chunk.text.len();
            let next = found.chunks.len();
            let number = *found.numbers.entry(chunk.text).or_insert(next);
            if number == next {
                found.chunks.push(chunk.text);
            }
            places.push((start, number));
        }
        places
    }
}

/// Say whether a word that was not met yet is hit; None if Python has to say what its terms are.
#[cold]
fn new_word(
    words: &mut WordIndex,
    word: &str,
    Asked { targets, rules, archive, known }: &Asked<'_>,
    wanted: &mut Wanted,
) -> Option<bool> {
    if let Some(&hit) = known.get(word) {
        return Some(hit);
    }
    let found; // for as long as its row
    let row = match archive.row(word) {
        Some(row) => row,
        None => {
            found = rules.and_then(|rules| rules.row_of(word))?;
            let [exact, stem, part] = &found;
            Row { exact, stem, part }
        }
    };
    let hit = targets.may_hit(row);
    if let Some(place) = words.add(word, row)
        && hit
    {
        wanted.add(place);
    }
    Some(hit)
}
