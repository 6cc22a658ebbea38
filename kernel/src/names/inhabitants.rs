//! Words that call inhabitants by their place: `_lives_in_place` of `indexer/names/trimming.py`.

use super::trimming::Trimming;

const SHORT: usize = 3; // letters of a word whose ending means nothing

impl Trimming<'_> {
    /// `_lives_in_place`
    pub fn lives_in_place(self, word: &str) -> bool {
        let lists = self.rules.lists;
        lists.before_ending(word, "lives in").any(|place| {
            place.chars().count() > SHORT
                && (lists.is_place(place)
                    || lists.is_place(&format!("{place}en"))
                    || lists.is_place(&doubled(place)))
        })
    }
}

/// Return a place as it is spelt of which the inhabitants have a letter less: Veenendaal, Veenendaler.
fn doubled(stem: &str) -> String {
    let mut places = stem.char_indices().rev().map(|(place, _)| place);
    match (places.next(), places.next()) {
        (Some(last), Some(before)) => [&stem[..last], &stem[before..]].concat(),
        _ => stem.to_owned(),
    }
}
