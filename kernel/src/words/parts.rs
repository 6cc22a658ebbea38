//! The terms of a word without hyphens, and of its pieces: `_terms` of
//! `indexer/analysis/analyzer.py`, `keys` of `names.py`.

use super::letters::{
    Answer, Declined, begins_with_capital, fold, is_alpha, is_upper, is_word, length, lower,
    spelling,
};
use super::pieces::{base_and_ending, can_cut, has_forms, marks};
use super::spellings::other_spellings;
use super::{LeafTerm, Rules, Terms};
use crate::name_keys::keys_of;

const MIN_NAME: usize = 4; // letters
const LONGEST_NAME: usize = 10;
const SHIP: &str = "schap";
const SHIPS: [&str; 3] = ["schap", "schaps", "schappen"];
const PERSONS: [&str; 9] = ["er", "oot", "oen", "aar", "iend", "jand", "eur", "or", "maat"];
const NO_PERSON: &str = "water";
const SURNAMES: [&str; 18] = [
    "man", "mans", "beld", "veld", "berg", "burg", "kamp", "huis", "hof", "horst", "dijk", "wijk",
    "maijer", "meijer", "boer", "bosch", "aassen", "aassens",
];

/// Pieces of a word, and the terms of these.
type Parts = (Vec<String>, Vec<String>);

impl Rules {
    /// `_terms`
    pub fn terms(&self, surface: &str) -> Answer<Terms> {
        let mut exact = fold(surface)?;
        if !has_forms(surface, &exact) {
            let is_stop = exact.is_empty();
            return Ok(Terms { stem: exact.clone(), is_stop, ..Terms::of(exact) });
        }
        let word = &*spelling(surface);
        if word.contains('-') {
            return Err(Declined); // at an end, where no word has one
        }
        if word.contains('\'') && self.stop_words.contains(&lower(word)) {
            exact = lower(word);
        }
        let stem = self.stem(word)?;
        let is_initialism = is_upper(surface) && length(surface) > 1 && is_alpha(&exact);
        if self.stop_words.contains(&exact) && !is_initialism {
            return Ok(Terms { stem, is_stop: true, ..Terms::of(exact) });
        }
        let (leaves, mut part, others) = self.pieces(word, &stem)?;
        let can_cut = can_cut(surface, &leaves);
        if !can_cut {
            part.clear();
        }
        let is_name = part.is_empty()
            || (may_be_name(word) && !self.known(&exact))
            || looks_like_surname(word);
        let (mut names, mut spellings) = (Vec::new(), Vec::new());
        if is_name {
            names = self.keys(&stem)?;
            let latin = stem.ends_with("um") || stem.ends_with("us");
            if latin && !exact.starts_with(&stem) {
                names.splice(..0, self.keys(word)?);
            }
            spellings = other_spellings(word, &stem, |word| self.known(word))?;
        }
        if let Some(shared) = self.shared_keys.get(&exact)
            && !names.contains(shared)
        {
            names.insert(0, shared.clone());
        }
        spellings.extend(others);
        let marks = marks(word, &exact)?;
        let leaves = if can_cut { leaves } else { Vec::new() };
        Ok(Terms { exact, stem, leaves, part, names, is_stop: false, spellings, marks })
    }

    /// `_pieces`: with them, other spellings of a name before an ending.
    fn pieces(&self, word: &str, stem: &str) -> Answer<(Vec<String>, Vec<String>, Vec<String>)> {
        if let Some((base, ending)) = base_and_ending(word)
            && self.stem(base)? != stem
        {
            let terms = self.terms(base)?;
            let spellings = terms.spellings.clone();
            let (mut pieces, mut part) = alone(base, terms);
            pieces.push(ending.to_owned());
            part.push(fold(ending)?);
            return Ok((pieces, part, spellings));
        }
        let (mut pieces, mut part) = self.of_person(word)?;
        if pieces.is_empty() && !self.is_surname(word)? {
            pieces = self.compounds.leaves(word)?;
            part = self.leaf_terms(&pieces, stem)?;
        }
        Ok((pieces, part, Vec::new()))
    }

    /// `_of_person`
    fn of_person(&self, word: &str) -> Answer<Parts> {
        let small = lower(word);
        let split = SHIPS.iter().find_map(|ship| small.strip_suffix(ship));
        let Some(person) = split else { return Ok(Parts::default()) };
        let ending = PERSONS.iter().find_map(|ending| person.strip_suffix(ending));
        let is_person = ending.is_some_and(is_word) && is_word(person);
        let person = &word[..word.len() - (small.len() - person.len())];
        if !is_person || small.starts_with(NO_PERSON) || !self.known(&fold(person)?) {
            return Ok(Parts::default());
        }
        let terms = self.terms(person)?;
        let or =
            |found: Vec<String>, other: String| if found.is_empty() { vec![other] } else { found };
        let mut pieces = or(terms.leaves, person.to_owned());
        let mut part = or(terms.part, terms.stem);
        pieces.push(word[person.len()..].to_owned());
        part.push(SHIP.to_owned());
        Ok((pieces, part))
    }

    /// `_is_surname`
    fn is_surname(&self, word: &str) -> Answer<bool> {
        Ok(looks_like_surname(word) && !self.known(&fold(word)?))
    }

    /// `_leaf_terms`
    fn leaf_terms(&self, leaves: &[String], stem: &str) -> Answer<Vec<String>> {
        let Some((last, before)) = leaves.split_last() else { return Ok(Vec::new()) };
        let mut terms = Vec::with_capacity(leaves.len());
        for leaf in before {
            terms.push(self.leaf_term(leaf, false)?.unwrap_or_else(|stem| stem));
        }
        terms.push(match self.leaf_term(last, true)? {
            Ok(name) => name,
            Err(own) => {
                let head = stem.strip_prefix(fold(&before.concat())?.as_str());
                head.filter(|head| !head.is_empty()).map_or(own, str::to_owned)
            }
        });
        Ok(terms)
    }

    /// `_leaf_term`
    fn leaf_term(&self, leaf: &str, is_last: bool) -> Answer<LeafTerm> {
        let memo = if is_last { &self.head_terms } else { &self.modifier_terms };
        memo.get_or(leaf, || {
            let folded = fold(leaf)?;
            let stays = is_last || (self.known(&folded) && self.stem(leaf)? == folded);
            let base = if stays { leaf.to_owned() } else { self.compounds.base(leaf)? };
            match self.keys(&base)?.into_iter().next() {
                Some(key) => Ok(Ok(key)),
                None => Ok(Err(self.stem(&base)?)),
            }
        })
    }

    /// `_without_article`
    pub fn without_article(&self, word: &str) -> Answer<Vec<String>> {
        let has_article = word.get(..3).is_some_and(|article| {
            ["al-", "el-"].iter().any(|each| each.eq_ignore_ascii_case(article))
        });
        if has_article { self.keys(word) } else { Ok(Vec::new()) }
    }

    /// `keys`
    fn keys(&self, word: &str) -> Answer<Vec<String>> {
        let name = without_signs_around(word);
        let folded = fold(name)?;
        if folded.len() < MIN_NAME || !is_alpha(&folded) {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        if let Some(shared) = self.shared_keys.get(&folded) {
            found.push(shared.clone());
        }
        if !self.known(&folded) {
            if !name.bytes().all(|byte| byte.is_ascii_alphabetic()) {
                return Err(Declined);
            }
            found.extend(keys_of(&name.to_ascii_lowercase()));
        }
        Ok(found)
    }

    /// Return where the head of a compound begins that a reader is shown, in bytes.
    pub fn strict_seam(&self, word: &str) -> Answer<usize> {
        self.compounds.strict_seam(word)
    }
}

impl Terms {
    /// Return the terms of a word that has only its exact one.
    fn of(exact: String) -> Self {
        Self {
            exact,
            stem: String::new(),
            leaves: Vec::new(),
            part: Vec::new(),
            names: Vec::new(),
            is_stop: false,
            spellings: Vec::new(),
            marks: Vec::new(),
        }
    }
}

/// `_alone`
pub fn alone(word: &str, terms: Terms) -> Parts {
    if !terms.leaves.is_empty() {
        return (terms.leaves, terms.part);
    }
    let term = if terms.is_stop {
        terms.exact
    } else {
        terms.names.into_iter().next().unwrap_or(terms.stem)
    };
    (vec![word.to_owned()], vec![term])
}

/// `_may_be_name`
fn may_be_name(word: &str) -> bool {
    begins_with_capital(word) && length(word) <= LONGEST_NAME && is_alpha(word)
}

/// `_AROUND.sub`: without an Arabic article or a possessive.
fn without_signs_around(word: &str) -> &str {
    let article = word
        .get(..3)
        .filter(|article| ["al-", "el-"].iter().any(|each| each.eq_ignore_ascii_case(article)));
    let word = article.map_or(word, |article| &word[article.len()..]);
    let bare = word.strip_suffix('\'').or_else(|| word.strip_suffix("'s"));
    bare.or_else(|| word.strip_suffix("'S")).unwrap_or(word)
}

/// `_SURNAME.fullmatch`
fn looks_like_surname(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_uppercase())
        && is_word(word)
        && SURNAMES.iter().any(|ending| {
            let first = word.strip_suffix(ending).map(length);
            first.is_some_and(|letters| (2..7).contains(&letters))
        })
}
