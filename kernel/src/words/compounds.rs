//! Where a compound falls apart: `indexer/analysis/compounds.py`, of words without hyphens.

use super::letters::{Answer, first, key_of, length};
use super::memo::Memo;
use super::trie::Trie;

const STRICT: f64 = 0.0;
const LENIENT: f64 = -1.0;
const STEP: f64 = 0.125;
const MAX_LETTERS: usize = 60;
const LONG: usize = 10;
const SHORT_COST: f64 = 1.5;
const NESTED_MODIFIER: usize = 7;
const NESTED_HEAD: usize = 4;
const NESTED_SCORE: f64 = 1.0;
const NO_SCORE: f64 = -99.0;
const TAKE_S: [&str; 6] = ["heids", "ings", "teits", "schaps", "doms", "aars"];
const MAX_LEAVES: usize = 8;

const BARE: u8 = 0;
const LINKED: u8 = 1;
const ADDED: [&str; 4] = ["", "", "n", "en"];

/// The pieces of compounds, with the scores and linkers of `pieces.bin`.
pub struct Compounds {
    pub modifiers: Trie,
    pub heads: Trie,
    pub exceptions: Trie,
    pub table: Vec<u8>,
    /// A word is asked for its split, its leaves and as the head of longer ones.
    pub seams: Memo<(usize, f64)>,
}

/// Scores of the places where a head may begin, in the order in which they were found.
type Seams = Vec<(usize, f64)>;

impl Compounds {
    /// Say whether the table has a row for each piece.
    pub fn is_whole(&self) -> bool {
        self.table.len() == 2 * self.modifiers.len() + self.heads.len()
    }

    /// Return where the head begins that a reader is shown, in bytes; 0 when the word is whole.
    pub fn strict_seam(&self, word: &str) -> Answer<usize> {
        self.seam(word, STRICT)
    }

    /// `Splitter.leaves`
    pub fn leaves(&self, word: &str) -> Answer<Vec<String>> {
        let mut found = Vec::new();
        let seam = self.seam(word, LENIENT)?;
        if seam > 0 {
            self.add_leaves(word, seam, MAX_LEAVES, &mut found)?;
        }
        Ok(if found.len() > 1 { found } else { Vec::new() })
    }

    /// `Splitter.base`, of a modifier.
    pub fn base(&self, piece: &str) -> Answer<String> {
        let linker = self.linker(&key_of(piece)?);
        if linker == LINKED {
            return Ok(first(piece, length(piece) - 1).to_owned());
        }
        Ok(format!("{piece}{}", ADDED[usize::from(linker)]))
    }

    /// `_leaves`: adds those of a word with a seam, and returns how many.
    fn add_leaves(
        &self,
        word: &str,
        seam: usize,
        most: usize,
        leaves: &mut Vec<String>,
    ) -> Answer<usize> {
        if seam == 0 || most < 2 {
            leaves.push(word.to_owned());
            return Ok(1);
        }
        let (modifier, head) = word.split_at(seam);
        let stem = modifier.len() - usize::from(self.has_link(modifier)?);
        let inner = &word[..stem];
        let count = self.add_leaves(inner, self.strict_seam(inner)?, most - 1, leaves)?;
        if let Some(last) = leaves.last_mut() {
            last.push_str(&word[stem..seam]);
        }
        Ok(count + self.add_leaves(head, self.strict_seam(head)?, most - count, leaves)?)
    }

    fn has_link(&self, modifier: &str) -> Answer<bool> {
        Ok(modifier.ends_with(['s', 'S']) && self.linker(&key_of(modifier)?) == LINKED)
    }

    fn linker(&self, modifier: &str) -> u8 {
        match self.modifiers.number(modifier.as_bytes()) {
            Some(number) => {
                let linkers = &self.table[self.modifiers.len() + self.heads.len()..];
                linkers[number]
            }
            None if TAKE_S.iter().any(|ending| modifier.ends_with(ending)) => LINKED,
            None => BARE,
        }
    }

    /// `_seam`, in bytes.
    fn seam(&self, word: &str, least: f64) -> Answer<usize> {
        if length(word) > MAX_LETTERS {
            return Ok(0);
        }
        let key = key_of(word)?;
        let (seam, score) = self.seams.get_or(&key, || Ok(self.scored(&key)))?;
        Ok(if score > least { first(word, seam).len() } else { 0 })
    }

    /// `_scored_seam`
    fn scored(&self, key: &str) -> (usize, f64) {
        if let Some(&[seam, score]) = self.exceptions.value(key).as_deref() {
            return (usize::from(seam), f64::from(score.cast_signed()) * STEP);
        }
        let (seam, score) = best(&self.seams_of(key.as_bytes()));
        (seam, score - LONG.saturating_sub(key.len()) as f64 * SHORT_COST)
    }

    fn seams_of(&self, key: &[u8]) -> Seams {
        let heads = self.heads(key);
        let pairs = self.pairs(key, &heads);
        if pairs.is_empty() { self.nested(key, &heads) } else { pairs }
    }

    /// Return the scores of the heads, the shortest first.
    fn heads(&self, key: &[u8]) -> Seams {
        let backwards: Vec<u8> = key.iter().rev().copied().collect();
        let mut heads = Vec::new();
        let first = self.modifiers.len();
        self.heads.prefixes(&backwards, |length, number| {
            heads.push((key.len() - length, self.score(first + number)));
        });
        heads
    }

    fn pairs(&self, key: &[u8], heads: &Seams) -> Seams {
        let mut pairs = Vec::new();
        if !heads.is_empty() {
            self.modifiers.prefixes(key, |length, number| {
                if let Some((_, head)) = heads.iter().find(|(place, _)| *place == length) {
                    pairs.push((length, head + self.score(number)));
                }
            });
        }
        pairs
    }

    fn nested(&self, key: &[u8], heads: &Seams) -> Seams {
        let mut found = Vec::new();
        for &(place, head) in heads {
            if place < NESTED_MODIFIER || key.len() - place < NESTED_HEAD {
                continue;
            }
            let modifier = &key[..place];
            let modifier = modifier.strip_suffix(b"s").unwrap_or(modifier);
            let inner = self.pairs(modifier, &self.heads(modifier));
            if !inner.is_empty() {
                found.push((place, head + best(&inner).1.min(0.0) + NESTED_SCORE));
            }
        }
        found
    }

    fn score(&self, number: usize) -> f64 {
        f64::from(self.table[number].cast_signed()) * STEP
    }
}

/// Return the likeliest seam, of equal ones the first.
fn best(seams: &Seams) -> (usize, f64) {
    let mut best = (0, NO_SCORE);
    for (number, &seam) in seams.iter().enumerate() {
        if number == 0 || seam.1 > best.1 {
            best = seam;
        }
    }
    best
}
