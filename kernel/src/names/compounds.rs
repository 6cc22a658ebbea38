//! Names in compounds, as PVV in PVV-leider: `parted` of `indexer/names/candidates.py`.

use super::candidates::{Rules, is_capital};
use super::lists::kind;
use crate::char_classes::WORD;
use crate::tokens::is_hyphen;

impl Rules<'_> {
    /// `parted`: the name in a compound, None if the word is none.
    pub fn parted<'w>(self, word: &'w str) -> Option<&'w str> {
        if !has_hyphen(word) || word.starts_with("kabinet-") {
            return None;
        }
        let (start, end, mut rest) = self.compound(word)?;
        if self.lists.is_listed(word) {
            return None;
        }
        let mut name = &word[start..end];
        if rest.is_none()
            && let Some((head, noun)) = self.last_piece(name)
            && self.tells_whose(&self.letters.lower(noun))
        {
            (name, rest) = (head, Some(noun)); // PVV-Kamerlid
        }
        let Some(rest) = rest else { return (start > 0).then_some(name) };
        let small = rest.split('-').next().unwrap_or("");
        if self.lists.has(small, kind::PARTICLES | kind::SYLLABLES) {
            return None; // Verheij-de Haas, Jong-un
        }
        let prefix = self.lists.has(&self.letters.lower(name), kind::PREFIX);
        Some(if prefix { "" } else { name })
    }

    /// `_PARTED.fullmatch`: where the name begins and ends, and what follows its hyphen.
    fn compound(self, word: &str) -> Option<(usize, usize, Option<&str>)> {
        let small = |c: char| c.is_ascii_lowercase() || ('à'..='þ').contains(&c);
        let piece_end = |from: usize| word[from..].find(is_hyphen).map(|at| from + at);
        let after =
            |hyphen: usize| hyphen + word[hyphen..].chars().next().map_or(0, char::len_utf8);
        let mut start = 0;
        while let Some(hyphen) = piece_end(start)
            && hyphen > start
            && word[start..hyphen].chars().all(small)
        {
            start = after(hyphen);
        }
        let first = &word[start..piece_end(start).unwrap_or(word.len())];
        let capital = first.char_indices().rev().find(|&(at, c)| {
            is_capital(c) && first[..at].chars().all(|c| self.letters.is(c, WORD))
        })?;
        if !first[capital.0..].chars().all(|c| self.is_inner(c)) {
            return None;
        }
        let mut ends = vec![start + first.len()];
        while let Some(&end) = ends.last()
            && end < word.len()
        {
            let next = after(end);
            let piece = &word[next..piece_end(next).unwrap_or(word.len())];
            let begins = piece.starts_with(|c| is_capital(c) || self.letters.is_decimal(c));
            if !begins || !piece.chars().all(|c| self.is_inner(c)) {
                break;
            }
            ends.push(next + piece.len());
        }
        ends.into_iter().rev().find_map(|end| {
            if end == word.len() {
                return Some((start, end, None));
            }
            let rest = &word[after(end)..];
            (!rest.is_empty() && !rest.starts_with(is_capital)).then_some((start, end, Some(rest)))
        })
    }

    /// `[\w.&]`
    fn is_inner(self, c: char) -> bool {
        self.letters.is(c, WORD) || matches!(c, '.' | '&')
    }

    /// `_LAST_PIECE.fullmatch`
    fn last_piece<'w>(self, name: &'w str) -> Option<(&'w str, &'w str)> {
        let hyphen = name.rfind(is_hyphen)?;
        let (head, rest) = name.split_at(hyphen);
        let noun = &rest[rest.chars().next()?.len_utf8()..];
        let whole = !noun.is_empty() && noun.chars().all(|c| self.letters.is(c, WORD));
        (whole && !head.is_empty()).then_some((head, noun))
    }

    fn tells_whose(self, noun: &str) -> bool {
        self.lists.has(noun, kind::TITLE) || self.lists.noun_of(noun).is_some()
    }
}

/// Say whether a word has a hyphen. Most have no byte that one begins with.
fn has_hyphen(word: &str) -> bool {
    word.bytes().any(|byte| byte == b'-' || !byte.is_ascii()) && word.contains(is_hyphen)
}
