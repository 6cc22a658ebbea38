//! Names that are those of places, whatever stands around them: `indexer/names/kinds.py`.

use super::lists::{FAR_PLACE, FIRST_NAME, NEAR_PLACE, SURNAME, kind};
use super::trimming::Trimming;

/// `_is_place_alone`
pub fn is_place_alone(trimming: Trimming<'_>, words: &[&str]) -> bool {
    let lists = trimming.rules.lists;
    if let [word] = words {
        let side = word.rsplit_once('-').is_some_and(|(place, side)| {
            matches!(side, "Noord" | "Oost" | "Zuid" | "West" | "Centrum") && lists.is_place(place)
        });
        return side || is_road(trimming, word);
    }
    if lists.are_listed(words) {
        return false;
    }
    let named = NEAR_PLACE | FAR_PLACE | FIRST_NAME | SURNAME;
    trimming.low_has(words[0], kind::SURE_PLACE)
        || (lists.are_place(words) && lists.listed(words[words.len() - 1]) & named == 0)
}

/// `_ROAD.fullmatch`: A12, N201
fn is_road(trimming: Trimming<'_>, word: &str) -> bool {
    let lengths = match word.as_bytes().first() {
        Some(b'A') => 1..=2,
        Some(b'N') => 2..=3,
        _ => return false,
    };
    let number = &word[1..];
    lengths.contains(&number.chars().count())
        && number.chars().all(|c| trimming.rules.letters.is_decimal(c))
}
