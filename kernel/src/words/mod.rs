//! What a type becomes in the three channels: the rules of `indexer/analysis`, of which Python says
//! what holds. They need no interpreter, so that a thread without it can go on.
//!
//! What is rare and would be dear to have twice is left to Python: characters that are not Latin, and
//! keys of names with other letters than a to z.

mod bits;
mod compiled;
mod compounds;
mod hittable;
mod lemmas;
pub mod letters;
mod memo;
mod old;
mod parts;
mod pieces;
mod snowball;
mod spellings;
mod trie;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::panics::guarded;
use compiled::Compiled;
use compounds::Compounds;
use letters::{Answer, fold, is_alpha, is_known, is_upper, spelling};
use memo::Memo;
use pieces::{between_hyphens, has_forms, marks};
use trie::Trie;

pub use old::OldSpellings;

/// The terms of a type in the channels exact, stem and part.
pub type Row = [String; 3];
/// The same, as Python has them.
type Three = (String, String, String);

/// The rules, with the lexicon that they read.
struct Rules {
    lemmas: Trie,
    compounds: Compounds,
    stop_words: HashSet<String>,
    old_spellings: Vec<(String, String)>,
    /// The keys that the names of a group share: `Aliases.spellings`.
    shared_keys: HashMap<String, String>,
    /// Whether the stemmer that Python has is the one that is written here.
    has_stems: bool,
    heads: Memo<String>,
    modifier_terms: Memo<LeafTerm>,
    head_terms: Memo<LeafTerm>,
}

/// The key of a piece that is a name; as an error, the stem of another.
type LeafTerm = Result<String, String>;

/// What a word becomes: `Terms`, of whose leaves only those count that can be cut from the token.
struct Terms {
    exact: String,
    stem: String,
    leaves: Vec<String>,
    part: Vec<String>,
    names: Vec<String>,
    is_stop: bool,
    spellings: Vec<String>,
    marks: Vec<String>,
}

/// Gives the rows of types, as `Analyzer.row` does.
#[pyclass(frozen, module = "indexer._kernel")]
pub struct Words {
    rules: Rules,
    compiled: Compiled,
    /// Rows of words between hyphens.
    between_hyphens: Memo<Row>,
}

#[pymethods]
impl Words {
    /// Read the lexicon in a folder. Rows that were compiled of another analysis than the
    /// fingerprint's are not used. Raises OSError or ValueError with the name of a file that cannot
    /// be read.
    #[new]
    fn new(
        folder: PathBuf,
        fingerprint: &str,
        stop_words: HashSet<String>,
        old_spellings: Vec<(String, String)>,
        shared_keys: HashMap<String, String>,
    ) -> PyResult<Self> {
        guarded(|| {
            let read = |name: &str| read_trie(&folder, name);
            let compounds = Compounds {
                modifiers: read("modifiers.marisa")?,
                heads: read("heads.marisa")?,
                exceptions: read("seams.marisa")?,
                table: std::fs::read(folder.join("pieces.bin"))?,
                seams: Memo::default(),
            };
            if !compounds.is_whole() {
                return Err(PyValueError::new_err(
                    "pieces.bin is not of heads.marisa and modifiers.marisa",
                ));
            }
            let lemmas = read("lemmas.marisa")?;
            let compiled = Compiled::new(read("rows.marisa")?, fingerprint);
            let rules = Rules {
                lemmas,
                compounds,
                stop_words,
                old_spellings,
                shared_keys,
                has_stems: compiled.are_of_this_analysis(),
                heads: Memo::default(),
                modifier_terms: Memo::default(),
                head_terms: Memo::default(),
            };
            Ok(Self { rules, compiled, between_hyphens: Memo::default() })
        })
    }

    /// Return the three terms of a type; None where Python has to say them.
    fn row(&self, surface: &str) -> PyResult<Option<Three>> {
        guarded(|| Ok(self.row_of(surface).map(Three::from)))
    }

    /// Say of each folded word whether nothing is read in it for certain: `Historical.strangers`.
    fn are_strangers(
        &self,
        py: Python<'_>,
        old: &OldSpellings,
        words: Vec<String>,
    ) -> PyResult<Vec<bool>> {
        let is_stranger = |word: &String| old.is_stranger(word, &self.rules);
        guarded(|| Ok(py.detach(|| words.iter().map(is_stranger).collect())))
    }

    /// Return the same by analysis alone: `Analyzer.analysed`.
    fn analysed(&self, surface: &str) -> PyResult<Option<Three>> {
        guarded(|| Ok(self.analysed_row(surface).map(Three::from)))
    }
}

fn read_trie(folder: &Path, name: &str) -> PyResult<Trie> {
    let file = std::fs::read(folder.join(name))?;
    Trie::read(&file)
        .ok_or_else(|| PyValueError::new_err(format!("{name} is no trie of the lexicon")))
}

impl Words {
    /// Return the terms of a type, all of Latin letters; None where Python has to say them.
    pub fn row_of(&self, surface: &str) -> Option<Row> {
        is_known(surface).then(|| self.known_row(surface))?
    }

    fn known_row(&self, surface: &str) -> Option<Row> {
        self.compiled.get(surface).or_else(|| self.analysed_row(surface))
    }

    fn analysed_row(&self, surface: &str) -> Option<Row> {
        is_known(surface).then(|| self.new_row(surface).ok())?
    }

    /// `Analyzer.analysed`
    fn new_row(&self, surface: &str) -> Answer<Row> {
        if surface.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',')) {
            let exact = fold(surface)?;
            return Ok([exact.clone(), exact.clone(), exact]);
        }
        let word = spelling(surface);
        let pieces = between_hyphens(&word)?;
        if !pieces.is_empty() {
            return self.hyphened(surface, &word, &pieces);
        }
        let terms = self.rules.terms(surface)?;
        if terms.is_stop {
            return Ok([terms.exact, String::new(), String::new()]);
        }
        let parts = [terms.part, terms.names].concat();
        let parts = if parts.is_empty() { terms.stem.clone() } else { parts.join(" ") };
        let stems = [vec![terms.stem], terms.spellings, terms.marks].concat().join(" ");
        Ok([terms.exact, stems, parts])
    }

    /// `_hyphened`
    fn hyphened(&self, surface: &str, word: &str, pieces: &[&str]) -> Answer<Row> {
        let exact = fold(surface)?;
        if !has_forms(surface, &exact) {
            return Ok([exact.clone(), exact.clone(), exact]);
        }
        let is_initialism = is_upper(surface) && is_alpha(&exact);
        if self.rules.stop_words.contains(&exact) && !is_initialism {
            return Ok([exact, String::new(), String::new()]);
        }
        let row = |piece: &str| self.known_row(piece).ok_or(letters::Declined);
        let rows = pieces.iter().map(|piece| self.between_hyphens.get_or(piece, || row(piece)));
        let rows = rows.collect::<Answer<Vec<Row>>>()?;
        let spellings = rows.iter().flat_map(|[_, stem, _]| stem.split(' ').skip(1));
        let others = spellings.filter(|each| letters::is_lower(each) && !each.contains('-'));
        let mut stems = vec![self.rules.stem(word)?];
        stems.extend(others.map(str::to_owned));
        stems.extend(marks(word, &exact)?);
        let parts = rows.iter().map(|[exact, _, part]| if part.is_empty() { exact } else { part });
        let mut parts: Vec<String> = parts.cloned().collect();
        parts.extend(self.rules.without_article(word)?);
        Ok([exact, stems.join(" "), parts.join(" ")])
    }
}
