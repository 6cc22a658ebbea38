//! Names that are those of bodies, whatever stands around them: `indexer/names/kinds.py`.

use super::lists::{BODY, FIRST_NAME, Lists, PLACE, kind};
use super::trimming::Trimming;

const INITIALS: usize = 5;

/// `_is_body_alone`, of several words.
pub fn is_body_alone(trimming: Trimming<'_>, words: &[&str]) -> bool {
    let lists = trimming.rules.lists;
    let low = trimming.rules.letters.lower(words[0]);
    if lists.has(&low, kind::SURE_BODY) {
        return true;
    }
    if trimming.low_has(words[words.len() - 1], kind::SITE | kind::EVENT) {
        return false;
    }
    let other = || lists.has(&low, kind::BODY | kind::SITE | kind::SURE_PLACE | kind::NEVER);
    let given = || is_given(lists, words[0]);
    (lists.end(&low, "body ending") && !other() && !given())
        || is_club(trimming, words, &low)
        || is_branch(lists, words)
}

fn is_given(lists: &Lists, word: &str) -> bool {
    lists.listed(word) & FIRST_NAME != 0
}

/// `_is_club`
fn is_club(trimming: Trimming<'_>, words: &[&str], low: &str) -> bool {
    let (lists, first) = (trimming.rules.lists, words[0]);
    (2..=INITIALS).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_uppercase())
        && !lists.has(low, kind::SMALL | kind::EVENT)
        && !trimming.low_has(words[1], kind::ARTICLES)
        && (lists.are_place(&words[1..]) || lists.listed_words(&words[1..]) & BODY != 0)
}

/// `_is_firm`
pub fn is_firm(lists: &Lists, words: &[&str]) -> bool {
    let person = || words[1..].iter().any(|word| matches!(*word, "van" | "de"));
    if !words.iter().any(|word| word.contains('&')) || person() {
        return false;
    }
    let after = words.windows(2).filter(|pair| pair[0] == "&").map(|pair| pair[1]);
    !std::iter::once(words[0]).chain(after).all(|each| is_given(lists, each))
}

/// `_is_branch`
fn is_branch(lists: &Lists, words: &[&str]) -> bool {
    (1..words.len()).any(|at| {
        lists.listed_words(&words[..at]) & BODY != 0
            && lists.listed_words(&words[at..]) & PLACE != 0
    })
}
