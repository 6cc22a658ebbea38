//! The chunks of a text that stand between white space: `HitFinder._hit_chunks` in
//! `indexer/highlight/matcher.py`. A word that is broken at the end of a line is in one.

use crate::char_classes::{CharClasses, SPACE};
use crate::tokens::is_hyphen;

/// A chunk, and how many bytes stand before it.
pub struct Chunk<'a> {
    pub start: usize,
    pub text: &'a str,
}

/// Return the chunk around a place that is no white space, of a text whose characters were learnt.
pub fn around<'a>(text: &'a str, at: usize, classes: &CharClasses) -> Chunk<'a> {
    let is_space = |c: char| classes.of(c) & SPACE != 0;
    let (mut start, mut end) = (at, at);
    loop {
        start = text[..start]
            .rfind(is_space)
            .map_or(0, |space| space + text[space..].chars().next().map_or(0, char::len_utf8));
        match text[..start].strip_suffix('\n') {
            Some(before) if before.ends_with('-') => start = before.len(),
            _ => break,
        }
    }
    loop {
        end += text[end..].find(is_space).unwrap_or(text.len() - end);
        let rest = text[end..].strip_prefix('\n').unwrap_or_default();
        if !text[..end].ends_with('-') || rest.is_empty() || rest.starts_with(is_space) {
            break;
        }
        end += 1;
    }
    Chunk { start, text: &text[start..end] }
}

/// Return the stretches of a text that no token of a chunk goes beyond: a token may be broken at any
/// hyphen, a chunk at one.
pub fn stretches(text: &str) -> impl Iterator<Item = &str> {
    let parts_chunks = |c| c != '-' && is_hyphen(c);
    let lines = text.match_indices('\n').map(|(at, _)| at);
    let ends = lines.filter(move |&at| text[..at].ends_with(parts_chunks)).chain([text.len()]);
    let mut start = 0;
    ends.map(move |end| &text[std::mem::replace(&mut start, end)..end])
}

/// Return how many chunks a text has at most, whose characters were learnt.
pub fn count(text: &str, classes: &CharClasses) -> usize {
    let pieces = text.split(|c| classes.of(c) & SPACE != 0);
    pieces.filter(|piece| !piece.is_empty()).count()
}
