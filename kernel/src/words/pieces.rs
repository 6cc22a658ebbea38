//! A token's pieces between hyphens or before an ending, and its marks: `indexer/analysis/pieces.py`.

use super::letters::{Answer, fold, is_alpha, is_lower, is_upper, is_word, length, rest, spelling};

const INSIDE: char = '-';
const ENDINGS: [&str; 16] = [
    "er", "ers", "ertje", "ertjes", "erij", "tje", "tjes", "en", "t", "d", "de", "den", "te",
    "ten", "ing", "loos",
];
const MAX_LETTERS: usize = 100;

/// `has_forms`, of a token whose characters are known, which can all be printed.
pub fn has_forms(surface: &str, exact: &str) -> bool {
    !exact.is_empty()
        && length(surface) <= MAX_LETTERS
        && !exact.bytes().all(|byte| byte.is_ascii_digit())
}

/// Say whether pieces can be cut from a token as it is written: `cut` gives some.
pub fn can_cut(surface: &str, pieces: &[String]) -> bool {
    if pieces.is_empty() || pieces.concat() == surface {
        return !pieces.is_empty();
    }
    let mut left = surface;
    for piece in pieces {
        let ends = left.char_indices().map(|(place, c)| place + c.len_utf8()).rev();
        let Some(end) = ends.into_iter().find(|&end| spelling(&left[..end]) == *piece) else {
            return false;
        };
        left = &left[end..];
    }
    true
}

/// `between_hyphens`
pub fn between_hyphens(word: &str) -> Answer<Vec<&str>> {
    if !word.contains('-') {
        return Ok(Vec::new());
    }
    let found: Vec<&str> = word.split('-').collect();
    for piece in &found {
        if fold(piece)?.is_empty() {
            return Ok(Vec::new());
        }
    }
    Ok(found)
}

/// `base_and_ending`, None where Python gives two empty strings.
pub fn base_and_ending(word: &str) -> Option<(&str, &str)> {
    let (base, ending) = if let Some(apostrophe) = word.find('\'') {
        let (base, ending) = word.split_at(apostrophe);
        (base, ENDINGS.contains(&&ending[1..]).then_some(ending)?)
    } else if is_alpha(word) && is_lower(rest(word)) {
        return None;
    } else {
        let base = word.strip_suffix('s').unwrap_or(word).strip_suffix("er")?;
        let last = base.ends_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit());
        let is_of_capitals = last && base.contains(|c: char| c.is_ascii_uppercase());
        (base, is_of_capitals.then_some(&word[base.len()..])?)
    };
    (is_word(base) && length(base) > 1).then_some((base, ending))
}

/// `marks`
pub fn marks(word: &str, exact: &str) -> Answer<Vec<String>> {
    if is_alpha(word) && is_lower(rest(word)) {
        return Ok(Vec::new());
    }
    let pieces = between_hyphens(word)?;
    if pieces.is_empty() && is_lower(word) {
        return Ok(Vec::new());
    }
    let mut found = vec![capitals(word, exact)?];
    if pieces.is_empty() {
        found.push(inside(bare(word).unwrap_or_default())?);
    } else {
        let folded = pieces.iter().map(|piece| fold(piece)).collect::<Answer<Vec<_>>>()?;
        found.push(folded.join("-"));
        for piece in pieces {
            found.push(inside(bare(piece).unwrap_or(piece))?);
        }
    }
    found.retain(|mark| !mark.is_empty());
    Ok(found)
}

fn inside(piece: &str) -> Answer<String> {
    let mut mark = capitals(piece, "")?;
    if !mark.is_empty() {
        mark.push(INSIDE);
    }
    Ok(mark)
}

/// `capitals`
fn capitals(word: &str, exact: &str) -> Answer<String> {
    if !is_upper(word) {
        return Ok(String::new());
    }
    let term = if exact.is_empty() { fold(word)? } else { exact.to_owned() };
    Ok(if term.len() > 1 { term.to_ascii_uppercase() } else { String::new() })
}

/// `_bare`, None of a piece without an ending.
fn bare(piece: &str) -> Option<&str> {
    let plural = piece.strip_suffix("'s").filter(|base| is_word(base));
    plural.or_else(|| base_and_ending(piece).map(|(base, _)| base))
}
