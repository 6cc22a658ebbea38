//! A scan: the tokens of some texts as places of words that are remembered, and where they stand.

use std::ops::Range;

/// Of a token: a word that is not remembered, by its place in the scan.
pub(super) const LONG: u32 = 1 << 29;
/// Of a token: the place of its word.
pub(super) const PLACE: u32 = LONG - 1;

/// The terms of a text in the three channels.
pub type Channels = [String; 3];

/// The tokens of some texts, and the words of these whose terms are to be found out.
#[derive(Default)]
pub struct Scan {
    pub(super) number: u32,
    pub(super) ahead: bool,
    /// Places of words, with bits of what ended before them.
    pub(super) tokens: Vec<u32>,
    pub(super) unknown: Vec<u32>,
    pub(super) long: Vec<(String, Channels)>,
    /// Where each token begins and ends in its text, if that is asked for.
    pub(super) spans: Option<Vec<(u32, u32)>>,
    /// How often the words were forgotten before.
    pub(super) turn: u32,
}

/// A token where it stands in its text.
#[derive(Clone, Copy)]
pub struct Placed {
    /// The place of its word; None for a word that is not remembered.
    pub word: Option<u32>,
    pub start: usize,
    pub end: usize,
}

impl Scan {
    /// Return how often the words were forgotten before: their places are of one turn.
    pub fn turn(&self) -> u32 {
        self.turn
    }

    /// Return some of the tokens where they stand; none where that was not asked for.
    pub fn placed(&self, tokens: Range<usize>) -> impl Iterator<Item = Placed> {
        let spans = self.spans.as_ref().map_or(&[][..], |spans| &spans[tokens.clone()]);
        self.tokens[tokens].iter().zip(spans).map(|(&token, &(start, end))| Placed {
            word: (token & LONG == 0).then_some(token & PLACE),
            start: start as usize,
            end: end as usize,
        })
    }
}
