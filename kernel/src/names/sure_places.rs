//! Names that are those of places, whatever stands around them: `indexer/names/kinds.py`.

use super::facts::Word;
use super::lists::{FAR_PLACE, FIRST_NAME, NEAR_PLACE, SURNAME, kind};
use super::trimming::Trimming;

/// `_is_place_alone`
pub fn is_place_alone(trimming: Trimming<'_>, words: &[Word]) -> bool {
    let lists = trimming.rules.lists;
    if let [word] = words {
        let side = word.text.rsplit_once('-').is_some_and(|(place, side)| {
            matches!(side, "Noord" | "Oost" | "Zuid" | "West" | "Centrum") && lists.is_place(place)
        });
        return side || is_road(trimming, &word.text);
    }
    if lists.are_listed(words) {
        return false;
    }
    let named = NEAR_PLACE | FAR_PLACE | FIRST_NAME | SURNAME;
    words[0].low_has(kind::SURE_PLACE)
        || (lists.are_place(words) && !words[words.len() - 1].is_in(named))
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
