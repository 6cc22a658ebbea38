//! The words of a text of which the usage is asked: `words_of` of `indexer/names/joining.py`.

use super::candidates::is_capital;
use super::letters::Letters;
use super::lists::{Lists, kind};
use crate::char_classes::WORD;
use crate::tokens::is_hyphen;

const SHORT: usize = 3; // letters of a word whose ending means nothing

/// Call `take` with each word of a text that has a capital, its pieces, and other spellings of these.
pub fn words_of(text: &str, letters: &Letters, lists: &Lists, take: &mut dyn FnMut(&str)) {
    let is_word = |c: char| letters.is(c, WORD);
    let mut rest = text;
    while let Some(start) = rest.find(is_word) {
        rest = &rest[start..];
        let mut end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        if !rest[..end].contains(is_capital) {
            rest = &rest[end..];
            continue;
        }
        let mut pieces = false;
        while let Some(further) = beyond_sign(&rest[end..], is_word) {
            pieces |= !rest[end..].starts_with(['.', '&']);
            end += further;
        }
        let word = &rest[..end];
        spelt(word, letters, lists, take);
        if pieces {
            let parts = word.split(|c: char| is_hyphen(c) || matches!(c, '\'' | '’'));
            parts.for_each(|piece| spelt(piece, letters, lists, take));
        }
        rest = &rest[end..];
    }
}

/// Return where the letters after a sign end, `[.'’&-]\w+`.
fn beyond_sign(text: &str, is_word: impl Fn(char) -> bool) -> Option<usize> {
    let sign = text.chars().next()?;
    if !(is_hyphen(sign) || matches!(sign, '.' | '\'' | '’' | '&')) {
        return None;
    }
    let next = &text[sign.len_utf8()..];
    let length = next.find(|c| !is_word(c)).unwrap_or(next.len());
    (length > 0).then_some(sign.len_utf8() + length)
}

/// Give a word, as it is written elsewhere where it is in capitals, and both without a final s.
fn spelt(word: &str, letters: &Letters, lists: &Lists, take: &mut dyn FnMut(&str)) {
    let mut give = |word: &str| {
        take(word);
        if let Some(stem) = word.strip_suffix('s')
            && word.chars().count() > SHORT
        {
            take(stem);
        }
    };
    give(word);
    if letters.is_upper(word) {
        let low = letters.lower(word);
        if lists.has(&low, kind::SMALL) { give(&low) } else { give(&letters.title(word)) }
    }
}
