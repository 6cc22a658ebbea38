//! The names in a run of capitals: `indexer/names/trimming.py`.

use super::archive::Archive;
use super::candidates::{Rules, are_initials};
use super::lists::{self, FAR_PLACE, FIRST_NAME, NEAR_PLACE, Noun, SURNAME, kind};

const SHORT: usize = 3; // letters of a word whose ending means nothing
/// Letters of an initial, the dot included.
pub const INITIAL: usize = 2;
const RARE: i64 = 5; // places that show how a word is used
const ONCE: i64 = 2; // places of a word that the archive hardly has
const LONG: usize = 7; // letters that compounds of nouns have, and more
const GAZETTEERS: u8 = NEAR_PLACE | FAR_PLACE | FIRST_NAME | SURNAME;
const MANY: i64 = 3; // times as frequent without a capital: no name
const GIVEN: f64 = 0.3; // the share of places before a capital that makes a word a first name
const SURELY_GIVEN: f64 = 0.6;
const AFTER_ADJECTIVE: f64 = 0.25;

/// The words of a run or a name.
pub type Words<'w> = &'w [String];

/// Trims runs by how the archive uses words.
#[derive(Clone, Copy)]
pub struct Trimming<'a> {
    pub rules: Rules<'a>,
    pub archive: &'a Archive,
}

/// Return how many characters a word has.
pub fn letters(word: &str) -> usize {
    word.chars().count()
}

impl Trimming<'_> {
    /// `names_in_run`: call `take` with each name.
    pub fn names_in_run(
        self,
        words: Words<'_>,
        first: bool,
        shouted: bool,
        take: &mut dyn FnMut(Words<'_>),
    ) {
        let runs = if shouted { self.lowered(words) } else { vec![self.calmed(words)] };
        for words in &runs {
            let known = self.is_known(words) || self.is_known(&words[..words.len().min(2)]);
            let skip = usize::from(first && !known && self.is_common(words));
            self.parts(self.bare(&words[skip..]), &mut |part| {
                let name = self.ended(self.bare(part));
                if !name.is_empty() && !self.is_none(name) {
                    take(name);
                }
            });
        }
    }

    pub fn has(self, word: &str, kinds: u64) -> bool {
        self.rules.lists.has(word, kinds)
    }

    pub fn low_has(self, word: &str, kinds: u64) -> bool {
        self.has(&self.rules.letters.lower(word), kinds)
    }

    pub fn in_list(self, name: &str, which: u8) -> bool {
        self.rules.lists.listed(name) & which != 0
    }

    /// `calmed`
    fn calmed(self, words: Words<'_>) -> Vec<String> {
        let Rules { lists, letters } = self.rules;
        if !words.iter().all(|word| letters.is_upper(word)) || lists.are_listed(words) {
            return words.to_vec();
        }
        let calm: Vec<String> = words.iter().map(|word| letters.title(word)).collect();
        let known = lists.are_known(&calm);
        let calmer = self.archive.of(&calm[0]).inside > self.archive.of(&words[0]).inside;
        if known && calmer { calm } else { words.to_vec() }
    }

    /// `lowered`
    fn lowered(self, words: Words<'_>) -> Vec<Vec<String>> {
        let article = self.low_has(&words[0], kind::ARTICLES) && !self.is_known(words);
        let bare = &words[usize::from(article)..];
        if !bare.is_empty() && self.is_known(bare) {
            return vec![bare.to_vec()];
        }
        let mut runs: Vec<Vec<String>> = Vec::new();
        let mut goes_on = false;
        for word in words {
            match (self.elsewhere(word), runs.last_mut()) {
                (Some(each), Some(run)) if goes_on => run.push(each),
                (Some(each), _) => {
                    runs.push(vec![each]);
                    goes_on = true;
                }
                (None, _) => goes_on = false,
            }
        }
        runs
    }

    /// `_elsewhere`
    fn elsewhere(self, word: &str) -> Option<String> {
        let calm = self.capitalised(word);
        if self.has(word, kind::SMALL) {
            return Some(word.to_owned());
        }
        let (own, other) = (self.archive.of(word), self.archive.of(&calm));
        let often = other.is_name() && (other.inside > own.inside || !own.is_name());
        if often || self.has(&calm, kind::SMALL) {
            return Some(calm);
        }
        own.is_name().then(|| word.to_owned())
    }

    /// `capitalised`
    fn capitalised(self, word: &str) -> String {
        let letters = self.rules.letters;
        if !letters.is_upper(word) {
            return word.to_owned();
        }
        let low = letters.lower(word);
        if self.has(&low, kind::SMALL) { low.to_owned() } else { letters.title(word) }
    }

    /// `_common`
    fn is_common(self, words: Words<'_>) -> bool {
        let word = words[0].as_str();
        let usage = self.archive.of(word);
        if word == "Van" && words.len() > 1 {
            return !self.is_after_van(&words[1]);
        }
        let rather_name = usage.lower < MANY * usage.inside && self.in_list(word, FIRST_NAME);
        if words.len() > 1 && rather_name && self.is_given(word) {
            return false;
        }
        if self.is_of_body(words) || (words.len() > 1 && self.low_has(word, kind::SURE_BODY)) {
            return false;
        }
        (words.len() > 1 && usage.inside <= ONCE && self.is_beside(word, &words[1]))
            || usage.lower > usage.inside
            || self.low_has(word, kind::NEVER)
    }

    /// `_is_beside`
    fn is_beside(self, word: &str, name: &str) -> bool {
        let usage = self.archive.of(name);
        let known =
            usage.is_name() && usage.inside >= RARE && MANY * usage.after_capital < usage.inside;
        let lists = self.rules.lists;
        known
            && letters(word) > LONG
            && lists.listed(word) & GAZETTEERS == 0
            && !lists.is_listed(word)
    }

    /// `_after_van`
    fn is_after_van(self, word: &str) -> bool {
        let usage = self.archive.of(word);
        matches!(word, "der" | "den") || usage.after_agent as f64 > usage.inside as f64 / 2.0
    }

    /// `_is_given`
    pub fn is_given(self, word: &str) -> bool {
        if are_initials(word) {
            return true;
        }
        let usage = self.archive.of(word);
        let rate = usage.rate(usage.before_capital);
        rate > GIVEN || (self.in_list(word, FIRST_NAME) && rate > GIVEN / 3.0)
    }

    /// `_is_surely_given`
    pub fn is_surely_given(self, word: &str) -> bool {
        let usage = self.archive.of(word);
        self.in_list(word, FIRST_NAME)
            || usage.rate(usage.before_capital) > SURELY_GIVEN
            || letters(word) == INITIAL
    }

    /// `_bare`
    fn bare<'w>(self, mut words: Words<'w>) -> Words<'w> {
        while let [head, rest @ ..] = words
            && !self.is_known(words)
        {
            let several = !rest.is_empty();
            let low = self.rules.letters.lower(head);
            let last = &words[words.len() - 1];
            let titled =
                || self.has(&low, kind::TITLE) && !self.low_has(last, kind::BODY | kind::SITE);
            let placed = || {
                self.has(&low, kind::INHABITANT)
                    || self.has(head, kind::PORTFOLIO)
                    || (self.has(&low, kind::PLACE) && self.rules.lists.are_place(rest))
            };
            if self.has(head, kind::SMALL)
                || titled()
                || (several && (placed() || is_follower(head) || self.describes(words)))
            {
                words = rest;
            } else {
                break;
            }
        }
        words
    }

    /// `is_known`
    pub fn is_known(self, words: Words<'_>) -> bool {
        if let [word] = words {
            return self.rules.lists.is_listed(word);
        }
        self.rules.lists.are_known(words)
    }

    /// `_ended`
    fn ended<'w>(self, mut words: Words<'w>) -> Words<'w> {
        while let [before @ .., last] = words
            && !self.is_known(words)
        {
            let number = self.rules.letters.is_digit(last)
                && before.last().is_some_and(|word| {
                    let low = self.rules.letters.lower(word);
                    self.rules.lists.end(&low, "street") || self.rules.lists.is_place(word)
                });
            if !self.has(last, kind::SMALL) && !number {
                break;
            }
            words = before;
        }
        words
    }

    /// `_of_body`
    pub fn is_of_body(self, words: Words<'_>) -> bool {
        words.len() > 1
            && self.low_has(&words[0], kind::OF_STATE)
            && self.rules.lists.is_body(&self.rules.letters.lower(&words[1]))
    }

    /// `_describes`
    fn describes(self, words: Words<'_>) -> bool {
        let Rules { lists, letters } = self.rules;
        let (first, second) = (words[0].as_str(), words[1].as_str());
        if lists.is_listed(first) || self.is_of_body(words) {
            return false;
        }
        let low = letters.lower(first);
        let rest = || lists.are_listed(&words[1..]);
        let article = self.has(&low, kind::ARTICLES);
        if self.has(&low, kind::NATIONALITY) || (article && rest()) {
            return true;
        }
        if matches!(&*low, "eerste" | "tweede") && self.low_has(second, kind::TITLE) {
            return true;
        }
        if lists.end(first, "adjective") || (self.has(&low, kind::NEVER) && !article) {
            if rest() {
                return true;
            }
            let after = self.archive.of(second);
            return after.inside < RARE
                || letters.is_upper(second)
                || (after.after_adjective as f64) < AFTER_ADJECTIVE * after.inside as f64;
        }
        let Some(noun) = lists.noun_of(&low) else { return false };
        let whole = match noun {
            Noun::Person => kind::OF_PERSON,
            Noun::Body => kind::OF_BODY,
            Noun::Place => kind::OF_PLACE,
        };
        let usage = self.archive.of(first);
        !self.has(&low, whole) && (noun == Noun::Person || usage.lower >= usage.inside)
    }

    /// `_is_none`
    fn is_none(self, words: Words<'_>) -> bool {
        let Rules { lists, .. } = self.rules;
        let one_letter = words.iter().map(|word| word.chars().count()).sum::<usize>() <= 1;
        if one_letter || lists.listed_words(words) & lists::OTHER != 0 {
            return true;
        }
        let is_place = || lists.are_place(words) && !self.low_has(&words.join(" "), kind::NEVER);
        if lists.are_listed(words) || is_place() {
            return false;
        }
        let [word] = words else {
            let article = self.low_has(&words[0], kind::ARTICLES);
            if article && words[1] == words[words.len() - 1] && is_adjective(&words[1]) {
                return true;
            }
            let event = self.low_has(&words[words.len() - 1], kind::EVENT)
                && !self.in_list(&words[0], lists::BODY);
            let occasion =
                lists.end(&words[words.len() - 1], "occasion") && !self.is_given(&words[0]);
            return event || occasion || words.iter().all(|word| self.low_has(word, kind::NEVER));
        };
        let usage = self.archive.of(word);
        let name = self.in_list(word, FIRST_NAME | SURNAME);
        let street = word.ends_with("laan") || word.ends_with("baan");
        let lives = !street && lists.end(word, "inhabitants") && word.chars().count() > SHORT + 2;
        let surname = usage.after_capital as f64 > usage.inside as f64 / 3.0;
        let met =
            usage.inside >= RARE && usage.after_first_name as f64 <= usage.inside as f64 / 4.0;
        self.low_has(word, kind::NEVER | kind::NATIONALITY | kind::INHABITANT)
            || lists.end(word, "other ending")
            || (((is_adjective(word) && !name) || lives) && !surname)
            || ((met || !(surname || name)) && self.lives_in_place(word))
            || usage.lower > MANY * usage.inside
    }

    /// `_lives_in_place`
    fn lives_in_place(self, word: &str) -> bool {
        let lists = self.rules.lists;
        lists.before_ending(word, "lives in").any(|place| {
            place.chars().count() > SHORT
                && (lists.is_place(place) || lists.is_place(&format!("{place}en")))
        })
    }
}

/// `_is_adjective`
fn is_adjective(word: &str) -> bool {
    (word.ends_with("se") || word.ends_with("sche")) && letters(word) > SHORT + 1
}

/// `_FOLLOWER.fullmatch`: VVD'er
fn is_follower(word: &str) -> bool {
    let rest = word.strip_suffix("ers").or_else(|| word.strip_suffix("er"));
    rest.and_then(|rest| rest.strip_suffix(['\'', '’'])).is_some_and(|name| !name.is_empty())
}
