//! Names that are those of bodies, whatever stands around them: `indexer/names/kinds.py`.

use super::facts::Word;
use super::lists::{BODY, FIRST_NAME, Lists, PLACE, PLACES, SURNAME, kind};
use super::trimming::Trimming;

const INITIALS: usize = 5;

/// `_is_body_alone`, of several words.
pub fn is_body_alone(trimming: Trimming<'_>, words: &[Word]) -> bool {
    let (lists, first) = (trimming.rules.lists, &words[0]);
    if first.low_has(kind::SURE_BODY) || words.iter().any(|word| word.text.ends_with('-')) {
        return true;
    }
    if words[words.len() - 1].low_has(kind::SITE | kind::EVENT) {
        return false;
    }
    let other = || first.low_has(kind::BODY | kind::SITE | kind::SURE_PLACE | kind::NEVER);
    (first.low_ends("body ending") && !other() && !first.is_in(FIRST_NAME))
        || is_club(trimming, words)
        || is_branch(lists, words)
}

/// `_is_club`
fn is_club(trimming: Trimming<'_>, words: &[Word]) -> bool {
    let (lists, first) = (trimming.rules.lists, &words[0]);
    (2..=INITIALS).contains(&first.text.len())
        && first.text.bytes().all(|byte| byte.is_ascii_uppercase())
        && !first.low_has(kind::SMALL | kind::EVENT)
        && !words[1].low_has(kind::ARTICLES)
        && (lists.are_place(&words[1..]) || lists.listed_words(&words[1..]) & BODY != 0)
}

/// `_is_firm`
pub fn is_firm(words: &[Word]) -> bool {
    if words.len() > 1 && words[words.len() - 1].low_has(kind::FIRM) {
        return true;
    }
    let person = || words[1..].iter().any(|word| matches!(&*word.text, "van" | "de"));
    if !words.iter().any(|word| word.text.contains('&')) || person() {
        return false;
    }
    let after = words.windows(2).filter(|pair| &*pair[0].text == "&").map(|pair| &pair[1]);
    !std::iter::once(&words[0]).chain(after).all(|each| each.is_in(FIRST_NAME))
}

/// `_is_branch`
fn is_branch(lists: &Lists, words: &[Word]) -> bool {
    (1..words.len()).any(|at| {
        lists.listed_words(&words[..at]) & BODY != 0 && is_only_place(lists, &words[at..])
    })
}

/// `_is_only_place`
fn is_only_place(lists: &Lists, words: &[Word]) -> bool {
    let listed = lists.listed_words(words);
    let last = &words[words.len() - 1];
    listed & PLACE != 0 || (listed & PLACES != 0 && !last.is_in(FIRST_NAME | SURNAME))
}

/// `_is_cabinet`
pub fn is_cabinet(lists: &Lists, words: &[Word]) -> bool {
    let [name, number] = words else { return false };
    matches!(&*number.text, "I" | "II" | "III" | "IV" | "V")
        && !name.is_in(FIRST_NAME)
        && !lists.are_listed(words)
        && name.usage.after_first_name as f64 > name.usage.inside as f64 / 4.0
}
