//! Rows that were compiled beforehand: `indexer/analysis/term_cache.py`.

use super::letters::{first, length, lower};
use super::trie::Trie;
use super::{Row, letters};

const CAPITAL: char = '^';
const STOP: &str = "-";
const ZERO: u32 = '0' as u32;
const ORIGIN: &str = "#";

/// The rows of frequent words.
pub struct Compiled(Option<Trie>);

impl Compiled {
    /// Take a trie; there are no rows in one of another analysis.
    pub fn new(trie: Trie, fingerprint: &str) -> Self {
        let origin = trie.value(ORIGIN);
        Self((origin.as_deref() == Some(fingerprint.as_bytes())).then_some(trie))
    }

    /// Say whether the analysis is the one that they were compiled of, with the same stemmer.
    pub fn are_of_this_analysis(&self) -> bool {
        self.0.is_some()
    }

    /// `TermRows.get`
    pub fn get(&self, surface: &str) -> Option<Row> {
        let trie = self.0.as_ref()?;
        let read = |word: &str| String::from_utf8(trie.value(word)?).ok();
        if let Some(code) = read(surface) {
            return decode(surface, code.strip_prefix(CAPITAL).unwrap_or(&code));
        }
        if !letters::begins_with_capital(surface) {
            return None;
        }
        let capital = first(surface, 1);
        let code = read(&[&lower(capital), &surface[capital.len()..]].concat())?;
        decode(surface, code.strip_prefix(CAPITAL)?)
    }
}

/// `decode`; None of a code that Python does not write.
fn decode(surface: &str, code: &str) -> Option<Row> {
    let mut fields = code.splitn(3, '\t');
    let mut field = || fields.next().unwrap_or_default();
    let (exact, edit, pieces) = (field(), field(), field());
    let exact = if exact.is_empty() { lower(surface) } else { exact.to_owned() };
    if edit == STOP {
        return Some([exact, String::new(), String::new()]);
    }
    let stem = match edit.chars().next() {
        Some(cut) => {
            let kept = length(&exact).checked_sub(number(cut)?)?;
            [first(&exact, kept), &edit[cut.len_utf8()..]].concat()
        }
        None => exact.clone(),
    };
    if pieces.is_empty() {
        return Some([exact, stem.clone(), stem]);
    }
    let (mut terms, mut rest) = (String::with_capacity(exact.len()), exact.as_str());
    for piece in pieces.split(' ') {
        let mut letters = piece.chars();
        let (same, passed) = (number(letters.next()?)?, number(letters.next()?)?);
        if !terms.is_empty() {
            terms.push(' ');
        }
        terms.push_str(first(rest, same));
        terms.push_str(letters.as_str());
        rest = &rest[first(rest, passed).len()..];
    }
    Some([exact, stem, terms])
}

fn number(sign: char) -> Option<usize> {
    Some(u32::from(sign).checked_sub(ZERO)? as usize)
}
