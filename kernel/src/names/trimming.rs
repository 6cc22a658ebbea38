//! The names in a run of capitals: `indexer/names/trimming.py`.

use std::cell::RefCell;

use super::archive::Archive;
use super::candidates::{Rules, are_initials};
use super::facts::{Facts, KnownWords, Word, taken, word_of};
use super::lists::{self, FAR_PLACE, FIRST_NAME, NEAR_PLACE, Noun, SURNAME, joined, kind};

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
pub type Words<'w> = &'w [Word];

/// Trims runs by how the archive uses words.
#[derive(Clone, Copy)]
pub struct Trimming<'a> {
    pub rules: Rules<'a>,
    pub archive: &'a Archive,
    pub known: &'a RefCell<KnownWords>,
}

/// Return how many characters a word has.
pub fn letters(word: &str) -> usize {
    word.chars().count()
}

impl Trimming<'_> {
    /// `names_in_run`: call `take` with each name, and say whether they are others where a sentence
    /// begins with the run than where none does.
    pub fn names_in_run(
        self,
        words: Words<'_>,
        first: bool,
        shouted: bool,
        take: &mut dyn FnMut(Words<'_>),
    ) -> bool {
        let runs = if shouted { self.lowered(words) } else { vec![self.calmed(words)] };
        let mut begins = false;
        for words in &runs {
            let known = self.is_known(words) || self.is_known(&words[..words.len().min(2)]);
            let common = !known && self.is_common(words);
            begins |= common;
            let skip = usize::from(first && common);
            self.parts(self.bare(&words[skip..]), &mut |part| {
                let name = self.ended(self.bare(part));
                if !name.is_empty() && !self.is_none(name) {
                    take(name);
                }
            });
        }
        begins
    }

    /// Return a word with what is known of it.
    pub fn word(self, text: &str) -> Word {
        word_of(self.known, text, self.rules, self.archive)
    }

    /// Return a word that another thread met, as it is known here.
    pub fn taken(self, word: &Word) -> Word {
        taken(self.known, word, self.rules, self.archive)
    }

    /// Say whether a text in lower case is one of these kinds.
    pub fn low_has(self, text: &str, kinds: u64) -> bool {
        self.rules.lists.has(&self.rules.letters.lower(text), kinds)
    }

    /// `calmed`
    fn calmed(self, words: Words<'_>) -> Vec<Word> {
        let Rules { lists, letters } = self.rules;
        if !words.iter().all(|word| letters.is_upper(&word.text)) || lists.are_listed(words) {
            return words.to_vec();
        }
        let titled = |word: &Word| self.word(&letters.title(&word.text));
        let calm: Vec<Word> = words.iter().map(titled).collect();
        let known = lists.are_known(&calm);
        let calmer = calm[0].usage.inside > words[0].usage.inside;
        if known && calmer { calm } else { words.to_vec() }
    }

    /// `lowered`
    fn lowered(self, words: Words<'_>) -> Vec<Vec<Word>> {
        let article = words[0].low_has(kind::ARTICLES) && !self.is_known(words);
        let bare = &words[usize::from(article)..];
        if !bare.is_empty() && self.is_known(bare) {
            return vec![bare.to_vec()];
        }
        let mut runs: Vec<Vec<Word>> = Vec::new();
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
    fn elsewhere(self, word: &Word) -> Option<Word> {
        if word.has(kind::SMALL) {
            return Some(word.clone());
        }
        let calm = self.capitalised(word);
        let (own, other) = (word.usage, calm.usage);
        let often = other.is_name() && (other.inside > own.inside || !own.is_name());
        if often || calm.has(kind::SMALL) {
            return Some(calm);
        }
        own.is_name().then(|| word.clone())
    }

    /// `capitalised`
    fn capitalised(self, word: &Word) -> Word {
        let letters = self.rules.letters;
        if !letters.is_upper(&word.text) {
            return word.clone();
        }
        let low = word.low_has(kind::SMALL);
        if low {
            self.word(&letters.lower(&word.text))
        } else {
            self.word(&letters.title(&word.text))
        }
    }

    /// `_common`
    fn is_common(self, words: Words<'_>) -> bool {
        let word = &words[0];
        let usage = word.usage;
        if &*word.text == "Van" && words.len() > 1 {
            return !is_after_van(&words[1]);
        }
        let rather_name = usage.lower < MANY * usage.inside && word.is_in(FIRST_NAME);
        if words.len() > 1 && rather_name && is_given(word) {
            return false;
        }
        if self.is_of_body(words) || (words.len() > 1 && word.low_has(kind::SURE_BODY)) {
            return false;
        }
        (words.len() > 1 && usage.inside <= ONCE && self.is_beside(word, &words[1]))
            || usage.lower > usage.inside
            || word.low_has(kind::NEVER)
    }

    /// `_is_beside`
    fn is_beside(self, word: &Word, name: &Word) -> bool {
        let usage = name.usage;
        let known =
            usage.is_name() && usage.inside >= RARE && MANY * usage.after_capital < usage.inside;
        known
            && letters(&word.text) > LONG
            && !word.is_in(GAZETTEERS)
            && !self.rules.lists.are_listed(std::slice::from_ref(word))
    }

    /// `_bare`
    fn bare<'w>(self, mut words: Words<'w>) -> Words<'w> {
        while let [head, rest @ ..] = words
            && !self.is_known(words)
        {
            let several = !rest.is_empty();
            let titled = || {
                head.low_has(kind::TITLE)
                    && !words[words.len() - 1].low_has(kind::BODY | kind::SITE)
            };
            let placed = || {
                head.low_has(kind::INHABITANT)
                    || head.has(kind::PORTFOLIO)
                    || (head.low_has(kind::PLACE) && self.rules.lists.are_place(rest))
            };
            if head.has(kind::SMALL)
                || titled()
                || (several && (placed() || is_follower(&head.text) || self.describes(words)))
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
        let lists = self.rules.lists;
        if words.len() == 1 { lists.are_listed(words) } else { lists.are_known(words) }
    }

    /// `_ended`
    fn ended<'w>(self, mut words: Words<'w>) -> Words<'w> {
        while let [before @ .., last] = words
            && !self.is_known(words)
        {
            let number = self.rules.letters.is_digit(&last.text)
                && before
                    .last()
                    .is_some_and(|word| word.low_ends("street") || word.is_in(lists::PLACES));
            if !last.has(kind::SMALL) && !number {
                break;
            }
            words = before;
        }
        words
    }

    /// `_of_body`
    pub fn is_of_body(self, words: Words<'_>) -> bool {
        words.len() > 1 && words[0].low_has(kind::OF_STATE) && words[1].is_low_body()
    }

    /// `_describes`
    fn describes(self, words: Words<'_>) -> bool {
        let Rules { lists, letters } = self.rules;
        let (first, second) = (&words[0], &words[1]);
        if lists.are_listed(&words[..1]) || self.is_of_body(words) {
            return false;
        }
        if second.text.ends_with('-') {
            return false; // Nederlandse Voedsel- en Warenautoriteit
        }
        let rest = || lists.are_listed(&words[1..]);
        let article = first.low_has(kind::ARTICLES);
        if first.low_has(kind::NATIONALITY) || (article && rest()) {
            return true;
        }
        let low = letters.lower(&first.text);
        if matches!(&*low, "eerste" | "tweede") && second.low_has(kind::TITLE) {
            return true;
        }
        let never = first.low_has(kind::NEVER) && !article;
        if never || first.ends("adjective") {
            if rest() {
                return true;
            }
            let given = is_given(first) && first.is_in(FIRST_NAME);
            if never && given && !low.ends_with('e') {
                return first.low_has(kind::INHABITANT);
            }
            let after = second.usage;
            return after.inside < RARE
                || letters.is_upper(&second.text)
                || (after.after_adjective as f64) < AFTER_ADJECTIVE * after.inside as f64;
        }
        let Some(noun) = first.low_noun() else { return false };
        let whole = match noun {
            Noun::Person => kind::OF_PERSON,
            Noun::Body => kind::OF_BODY,
            Noun::Place => kind::OF_PLACE,
        };
        let usage = first.usage;
        !first.low_has(whole) && (noun == Noun::Person || usage.lower >= usage.inside)
    }

    /// `_is_none`
    fn is_none(self, words: Words<'_>) -> bool {
        let Rules { lists, .. } = self.rules;
        let one_letter = words.iter().map(|word| word.text.chars().count()).sum::<usize>() <= 1;
        if one_letter || lists.listed_words(words) & lists::OTHER != 0 {
            return true;
        }
        let is_place = || lists.are_place(words) && !self.low_has(&joined(words), kind::NEVER);
        if lists.are_listed(words) || is_place() {
            return false;
        }
        let [word] = words else {
            let (first, last) = (&words[0], &words[words.len() - 1]);
            let article = first.low_has(kind::ARTICLES);
            if article && words[1].number == last.number && is_adjective(&last.text) {
                return true;
            }
            let event = last.low_has(kind::EVENT) && !first.is_in(lists::BODY);
            let occasion = last.ends("occasion") && !is_given(first);
            return event || occasion || words.iter().all(|word| word.low_has(kind::NEVER));
        };
        let (usage, text) = (word.usage, &*word.text);
        let name = word.is_in(FIRST_NAME | SURNAME);
        let street = text.ends_with("laan") || text.ends_with("baan");
        let lives = !street && word.ends("inhabitants") && letters(text) > SHORT + 2;
        let surname = usage.after_capital as f64 > usage.inside as f64 / 3.0;
        let met =
            usage.inside >= RARE && usage.after_first_name as f64 <= usage.inside as f64 / 4.0;
        word.low_has(kind::NEVER | kind::NATIONALITY | kind::INHABITANT)
            || word.ends("other ending")
            || (((is_adjective(text) && !name) || lives) && !surname)
            || ((met || !(surname || name)) && self.lives_in_place(text))
            || usage.lower > MANY * usage.inside
    }
}

/// `_after_van`
fn is_after_van(word: &Word) -> bool {
    matches!(&*word.text, "der" | "den")
        || word.usage.after_agent as f64 > word.usage.inside as f64 / 2.0
}

/// `_is_given`
pub fn is_given(word: &Facts) -> bool {
    if are_initials(&word.text) {
        return true;
    }
    let rate = word.usage.rate(word.usage.before_capital);
    rate > GIVEN || (word.is_in(FIRST_NAME) && rate > GIVEN / 3.0)
}

/// `_is_surely_given`
pub fn is_surely_given(word: &Facts) -> bool {
    word.is_in(FIRST_NAME)
        || word.usage.rate(word.usage.before_capital) > SURELY_GIVEN
        || letters(&word.text) == INITIAL
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
