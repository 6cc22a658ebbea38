//! A run of capitals in parts, where it is a name beside another: `_parts` of `indexer/names/trimming.py`.

use super::facts::Word;
use super::lists::{self, FIRST_NAME, joined, kind};
use super::trimming::{INITIAL, Trimming, Words, is_given, is_surely_given, letters};

const SOME: i64 = 2; // places before a capital that make a word no surname

impl Trimming<'_> {
    /// `_parts`
    pub fn parts(self, words: Words<'_>, take: &mut dyn FnMut(Words<'_>)) {
        let Some(head) = words.first() else { return };
        if let Some([first, second]) = self.sides_of_match(words) {
            take(&first);
            return self.parts(&second, take);
        }
        if let Some(at) = self.beside(words) {
            take(&words[..at]);
            return self.parts(&words[at..], take);
        }
        let opens = |word: &Word| word.low_has(kind::OPEN) || word.low_ends("opening");
        if head.low_has(kind::BODY | kind::SITE)
            || opens(head)
            || (words.len() > 1 && self.is_of_body(words) && opens(&words[1]))
        {
            return take(words);
        }
        let small = |at: usize| words[at].has(kind::SMALL);
        for (at, word) in words.iter().enumerate().skip(1) {
            if !small(at) || small(at - 1) || !self.rules.letters.is_lower(&word.text) {
                continue;
            }
            if at > 1 && matches!(&*words[at - 1].text, "Van" | "Von") {
                continue; // Tosh Van der Sande
            }
            if words[at - 1].text.ends_with('-') {
                continue; // Inlichtingen- en Opsporingsdienst
            }
            let Some(right) = (at..words.len()).find(|&right| !small(right)) else { break };
            let (left, between, rest) = (&words[..at], &words[at..right], &words[right..]);
            let event = left[left.len() - 1].low_has(kind::EVENT);
            if event && matches!(&*word.text, "van" | "de" | "of" | "voor") {
                return;
            }
            if self.goes_on(left, between, rest) {
                continue;
            }
            take(left);
            let is_whole = |more: Words<'_>| match more {
                [] => true,
                [word] => &*word.text == "Zaken",
                _ => false,
            };
            if !(rest[0].has(kind::PORTFOLIO) && is_whole(&rest[1..])) {
                self.parts(rest, take);
            }
            return;
        }
        take(words);
    }

    /// `sides_of_match`
    fn sides_of_match(self, words: Words<'_>) -> Option<[Vec<Word>; 2]> {
        if !words.iter().any(|word| word.text.contains('-')) {
            return None;
        }
        if self.rules.lists.are_known(words) {
            return None;
        }
        let text = joined(words);
        let both = text.match_indices('-').map(|(at, _)| [&text[..at], &text[at + 1..]]);
        let alike = |sides: &[&str; 2]| {
            [lists::BODY, lists::COUNTRY]
                .iter()
                .any(|&which| sides.iter().all(|name| self.rules.lists.listed(name) & which != 0))
        };
        let split = |name: &str| name.split(' ').map(|word| self.word(word)).collect();
        both.into_iter().find(alike).map(|sides| sides.map(split))
    }

    /// `_beside`
    fn beside(self, words: Words<'_>) -> Option<usize> {
        if words.len() < 2 || self.is_known(words) {
            return None;
        }
        (1..words.len()).find(|&at| {
            let (left, right) = words.split_at(at);
            let listed = self.rules.lists.listed_words(right);
            if listed & lists::BODY != 0 {
                let usage = words[at].usage;
                let own = usage.after_capital as f64 <= usage.inside as f64 / 3.0;
                let places = lists::BODY | lists::PLACE;
                return own && self.rules.lists.listed_words(left) & places != 0;
            }
            listed & lists::PLACE != 0 && self.low_has(&joined(left), kind::WORLD)
        })
    }

    /// `_goes_on`
    fn goes_on(self, left: Words<'_>, between: Words<'_>, rest: Words<'_>) -> bool {
        if (left[0].begins() || left[0].text.contains('’')) && self.is_begun(left, between, rest)
        {
            return true;
        }
        let begins = &*between[0].text;
        if matches!(begins, "op" | "aan" | "en" | "voor" | "zonder" | "het") || self.is_body(left) {
            return false;
        }
        if begins == "of" {
            let foreign =
                |word: &Word| matches!(&*word.text, "The" | "University" | "House" | "Bank");
            return left.iter().any(foreign) || between.iter().any(|word| &*word.text == "the");
        }
        if between.iter().all(|word| word.has(kind::FOREIGN)) || begins == "von" {
            return true;
        }
        self.has_surname(left, between, rest)
    }

    /// Say whether a known name begins with some words and has at least one of the rest.
    fn is_begun(self, left: Words<'_>, between: Words<'_>, rest: Words<'_>) -> bool {
        let mut name = [joined(left), joined(between)].join(" ");
        rest.iter().any(|word| {
            name.push(' ');
            name.push_str(&word.text);
            self.rules.lists.are_known(&[&*name])
        })
    }

    /// `_has_surname`
    fn has_surname(self, left: Words<'_>, between: Words<'_>, rest: Words<'_>) -> bool {
        let head = &left[0];
        let several = left.len() > 1 && letters(&head.text) > INITIAL;
        if several && !head.is_in(FIRST_NAME) {
            return false;
        }
        let small = left.len() > 1 && left.iter().any(|word| word.low_has(kind::PARTICLES));
        if small || !is_given(head) {
            return false;
        }
        let next = &rest[0];
        if next.low_has(kind::NATIONALITY) {
            return false; // Stefan Kermas van de Duitse
        }
        let listed = self.rules.lists.listed_words(rest);
        let name = rest.iter().position(|word| word.has(kind::SMALL)).unwrap_or(rest.len());
        let firm = || rest[name - 1].low_has(kind::FIRM); // Koen Bender van Mercurius Vermogensbeheer
        let body = (name > 1 && (firm() || next.is_low_body()))
            || next.is_in(lists::BODY)
            || listed & lists::BODY != 0;
        let upper = || self.rules.letters.is_upper(&next.text);
        let other = body || next.has(kind::PORTFOLIO) || upper();
        let van = &*between[0].text == "van";
        if other && letters(&next.text) > INITIAL && (van || left.len() > 1) {
            return false; // Donald Trump de Fed
        }
        if between.len() > 1 || !van {
            return left.len() == 1 || listed & lists::PLACE == 0;
        }
        if listed & lists::PLACES != 0 {
            return left.len() == 1 && is_surely_given(head);
        }
        head.usage.before_capital >= SOME || is_surely_given(head)
    }

    /// `_is_body`
    fn is_body(self, words: Words<'_>) -> bool {
        self.rules.lists.listed_words(words) & (lists::BODY | lists::OTHER) != 0
    }
}
