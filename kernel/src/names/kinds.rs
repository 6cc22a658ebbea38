//! Person, place, organisation or no name: `indexer/names/kinds.py`, in the same order of adding up.

use std::collections::HashMap;

use super::candidates::are_initials;
use super::facts::Word;
use super::lists::{
    self, FAR_PLACE, FIRST_NAME, Lists, NEAR_PLACE, Noun, SURNAME, Spelt, ending, joined, kind,
    noun_of,
};
use super::sure_bodies::{is_body_alone, is_cabinet, is_firm};
use super::sure_places::is_place_alone;
use super::trimming::Trimming;
use crate::char_classes::{DIGIT, UPPER};

/// What speaks for each kind: person, place, body, none.
pub type Sums = [f64; 4];

const SURELY_BODY: Sums = [0.0, 0.0, 100.0, 0.0];
const SURELY_PERSON: Sums = [100.0, 0.0, 0.0, 0.0];
const SURELY_PLACE: Sums = [0.0, 100.0, 0.0, 0.0];
const SHORT: usize = 3; // letters
const LONG: usize = 12; // letters
const MOST_PLACES: usize = 8; // of a name in an article that tell more

const OF_ITSELF: [&str; 24] = [
    "one word",
    "two words",
    "more words",
    "known place",
    "word of bodies first",
    "word of bodies last",
    "ending of bodies",
    "word of places first",
    "hyphen place",
    "foreign inside",
    "word of places",
    "ending of places",
    "initialism",
    "capital inside",
    "hyphen",
    "initial",
    "last initial",
    "particle",
    "adjective first",
    "digit",
    "article first",
    "noun ending",
    "short",
    "long word",
];
const OF_LISTS: [&str; 10] = [
    "listed body",
    "listed body first",
    "listed other",
    "listed other inside",
    "? near place",
    "? far place",
    "? first name listed",
    "? surname listed",
    "place first",
    "place last",
];
const OF_ARCHIVE: [&str; 12] = [
    "? after title",
    "? after body",
    "? after agent",
    "? after place",
    "? after article",
    "? before saying",
    "? after first name",
    "? first name",
    "? surname",
    "? frequency",
    "? without capital",
    "? unknown",
];
const BEFORE: [&str; 9] = [
    "after noun of person here",
    "after noun of body here",
    "after noun of place here",
    "after place here",
    "after article here",
    "after een here",
    "after bij here",
    "after van here",
    "after noun of other here",
];
/// The bit of a storm, beside those of BEFORE: such a name is none.
const STORM: u16 = 1 << BEFORE.len();
const NONE: usize = 3; // among the kinds
const OF_PLACES: [&str; 5] =
    ["before capital gap here", "before saying here", "only first", "only shouted", "often"];

type Weight = Option<Sums>;

/// The weights of the features, of which those with a `?` are for one word or for a run.
pub struct Weights {
    bias: Weight,
    of_itself: Vec<Weight>,
    of_lists: [Vec<Weight>; 2],
    of_archive: [Vec<Weight>; 2],
    before: Vec<Weight>,
    of_places: Vec<Weight>,
}

impl Weights {
    /// Take the weights of features by their names.
    pub fn new(weights: &HashMap<String, Sums>) -> Self {
        let named = |names: &[&str], size: &str| -> Vec<Weight> {
            names.iter().map(|name| weights.get(&name.replace('?', size)).copied()).collect()
        };
        Self {
            bias: weights.get("bias").copied(),
            of_itself: named(&OF_ITSELF, ""),
            of_lists: ["run", "one"].map(|size| named(&OF_LISTS, size)),
            of_archive: ["run", "one"].map(|size| named(&OF_ARCHIVE, size)),
            before: named(&BEFORE, ""),
            of_places: named(&OF_PLACES, ""),
        }
    }
}

/// Where a name stands: what is before and after it.
#[derive(Clone, Copy)]
pub struct Place {
    pub before: u16,
    pub gap_after: bool,
    pub saying_after: bool,
    pub first: bool,
    pub shouted: bool,
}

fn add(sums: &mut Sums, weight: Weight, value: f64) {
    if let Some(weight) = weight
        && value != 0.0
    {
        for (sum, weight) in sums.iter_mut().zip(weight) {
            *sum += weight * value;
        }
    }
}

fn add_all(sums: &mut Sums, weights: &[Weight], values: &[f64]) {
    for (&weight, &value) in weights.iter().zip(values) {
        add(sums, weight, value);
    }
}

fn add_true(sums: &mut Sums, weights: &[Weight], values: &[bool]) {
    for (&weight, _) in weights.iter().zip(values).filter(|&(_, &holds)| holds) {
        add(sums, weight, 1.0);
    }
}

/// `_before`: which of the features of BEFORE a word has, as bits.
pub fn before(lists: &Lists, low: &str) -> u16 {
    let (kinds, ends) = (lists.kinds(low), lists.ends(low));
    let noun = noun_of(ends, || kinds & kind::TITLE != 0);
    let holds = [
        noun == Some(Noun::Person),
        noun == Some(Noun::Body),
        noun == Some(Noun::Place),
        kinds & kind::PLACE != 0,
        matches!(low, "de" | "het"),
        matches!(low, "een" | "deze" | "die" | "elke"),
        matches!(low, "bij" | "club" | "tegen"),
        low == "van",
        ends & ending("of other") != 0,
        kinds & kind::STORM != 0,
    ];
    holds.iter().enumerate().map(|(bit, &holds)| u16::from(holds) << bit).sum()
}

/// `kind_of`: the number of the kind of a name with these sums that stands in these places.
pub fn kind_of(weights: &Weights, own: &Sums, seen: &[Place]) -> usize {
    if seen.iter().any(|place| place.before & STORM != 0) {
        return NONE;
    }
    let mut sums = *own;
    let size = seen.len() as f64 + 0.5;
    let share = |count: usize| count as f64 / size;
    let count = |holds: &dyn Fn(&Place) -> bool| seen.iter().filter(|place| holds(place)).count();
    add(&mut sums, weights.of_places[0], share(count(&|place| place.gap_after)));
    add(&mut sums, weights.of_places[1], share(count(&|place| place.saying_after)));
    let mut done = 0u16; // features, added as they are met first
    for place in seen {
        for feature in 0..BEFORE.len() {
            let bit = 1 << feature;
            if place.before & bit != 0 && done & bit == 0 {
                done |= bit;
                let share = share(count(&|place| place.before & bit != 0));
                add(&mut sums, weights.before[feature], share);
            }
        }
    }
    let often = seen.len().min(MOST_PLACES) as f64 / MOST_PLACES as f64;
    let all =
        |holds: &dyn Fn(&Place) -> bool| f64::from(u8::from(seen.iter().all(|place| holds(place))));
    let last = [all(&|place| place.first), all(&|place| place.shouted), often];
    add_all(&mut sums, &weights.of_places[2..], &last);
    let mut best = 0;
    for (kind, &sum) in sums.iter().enumerate() {
        if sum > sums[best] {
            best = kind;
        }
    }
    best
}

/// `sums_of`
pub fn sums_of(trimming: Trimming<'_>, weights: &Weights, words: &[Word]) -> Sums {
    let body = words.len() > 1 && is_body_alone(trimming, words);
    if body || words[0].text.starts_with("kabinet-") {
        return SURELY_BODY;
    }
    if words.len() > 1 && is_initialled(trimming, words) {
        return SURELY_PERSON;
    }
    if is_place_alone(trimming, words) {
        return SURELY_PLACE;
    }
    if is_cabinet(trimming.rules.lists, words) {
        return SURELY_BODY;
    }
    let mut sums = [0.0; 4];
    let one = usize::from(words.len() == 1);
    add(&mut sums, weights.bias, 1.0);
    let mut text = joined(words);
    if words.iter().any(Spelt::has_apostrophe) {
        text = text.replace('’', "'"); // as lists have it
    }
    add_true(&mut sums, &weights.of_itself, &of_itself(trimming, words, &text));
    add_true(&mut sums, &weights.of_lists[one], &of_lists(trimming.rules.lists, words, &text));
    add_all(&mut sums, &weights.of_archive[one], &of_archive(words));
    let [person, place, body, none] = sums;
    if is_firm(words) {
        return [person - SURELY_PERSON[0], place, body.max(person), none];
    }
    if words.len() > 1 && &*words[0].text == "The" {
        return [person - SURELY_PERSON[0], place, body, none];
    }
    sums
}

/// `_is_initialled`
fn is_initialled(trimming: Trimming<'_>, words: &[Word]) -> bool {
    let first = &words[0].text;
    if !are_initials(first) || trimming.low_has(&first.replace('.', ""), kind::BODY) {
        return false;
    }
    let (lists, name) = (trimming.rules.lists, &words[words.len() - 1]);
    let place = name.low_has(kind::SITE) || name.low_ends("ending");
    let other = name.is_low_body() || name.low_has(kind::NEVER) || name.low_ends("other ending");
    !(place || other || name.usage.lower > name.usage.inside || lists.are_listed(words))
}

fn of_itself(trimming: Trimming<'_>, words: &[Word], text: &str) -> [bool; 24] {
    let (lists, letters) = (trimming.rules.lists, trimming.rules.letters);
    let (one, first, last) = (words.len() == 1, &words[0], &words[words.len() - 1]);
    let inner = 1.min(words.len() - 1)..words.len() - 1;
    let capitals = text.chars().filter(|&c| letters.is(c, UPPER)).count();
    let is_upper = letters.is_upper(text);
    let hyphen = text.contains('-');
    let size = text.chars().count();
    let is_known = |name: &str| lists.listed(name) & lists::PLACE != 0;
    let initial = |word: &str| word.trim_end_matches('.').chars().count() == 1;
    let foreign = |word: &Word| matches!(&*word.text, "of" | "for" | "and" | "the");
    let (low_first, low_last) = (letters.lower(&first.text), letters.lower(&last.text));
    let particle = words[inner.clone()].iter().any(|word| word.low_has(kind::PERSON_PARTICLES));
    [
        one,
        words.len() == 2,
        words.len() > 2,
        is_known(text),
        first.low_has(kind::BODY),
        !one && lists.has(low_last.trim_end_matches('.'), kind::BODY),
        !last.low_has(kind::BODY) && last.is_low_body(),
        !one && first.low_has(kind::SITE),
        hyphen && text.split('-').any(is_known),
        words[inner].iter().any(foreign) || words.iter().any(|word| &*word.text == "&"),
        last.low_has(kind::SITE),
        last.low_ends("ending") && lists.end_after(&low_last, "ending", 3),
        one && size > 1 && is_upper,
        one && capitals > 1 && !hyphen && !is_upper,
        hyphen,
        !one && initial(&first.text),
        !one && initial(&last.text),
        particle && !first.low_has(kind::OPEN),
        !one && first.low_ends("adjective"),
        text.chars().any(|c| letters.is(c, DIGIT)),
        matches!(&*low_first, "de" | "het" | "the"),
        last.low_ends("nouns"),
        size <= SHORT,
        one && size > LONG,
    ]
}

fn of_lists(lists: &Lists, words: &[Word], text: &str) -> [bool; 10] {
    let one = words.len() == 1;
    let whole = lists.listed(text);
    let (first, last) = (&words[0], &words[words.len() - 1]);
    [
        whole & lists::BODY != 0,
        !one && first.is_in(lists::BODY),
        whole & lists::OTHER != 0,
        !one && words.iter().any(|word| word.is_in(lists::OTHER)),
        whole & NEAR_PLACE != 0,
        whole & FAR_PLACE != 0,
        first.is_in(FIRST_NAME),
        last.is_in(SURNAME),
        !one && first.is_in(lists::PLACE),
        !one && last.is_in(lists::PLACE),
    ]
}

fn of_archive(words: &[Word]) -> [f64; 12] {
    let (first, last) = (&words[0].usage, &words[words.len() - 1].usage);
    let total = last.inside + last.lower + 1;
    [
        first.rate(first.after_title).sqrt(),
        first.rate(first.after_body).sqrt(),
        first.rate(first.after_agent),
        first.rate(first.after_place).sqrt(),
        first.rate(first.after_article).sqrt(),
        last.rate(last.before_saying).sqrt(),
        last.rate(last.after_first_name),
        first.rate(first.before_capital),
        last.rate(last.after_capital),
        (last.inside as f64).ln_1p().min(9.0) / 9.0,
        last.lower as f64 / total as f64,
        1.0 / (1 + last.inside) as f64,
    ]
}
