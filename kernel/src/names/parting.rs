//! A run of capitals in parts, where it is a name beside another: `_parts` of `indexer/names/trimming.py`.

use super::lists::{self, FIRST_NAME, kind};
use super::trimming::{INITIAL, Trimming, Words, letters};

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
        let opens = |word: &str| self.rules.opens(word);
        if self.low_has(head, kind::BODY | kind::SITE)
            || opens(head)
            || (words.len() > 1 && opens(&words[1]) && self.is_of_body(words))
        {
            return take(words);
        }
        let small = |at: usize| self.has(&words[at], kind::SMALL);
        for (at, word) in words.iter().enumerate().skip(1) {
            if !self.rules.letters.is_lower(word) || !small(at) || small(at - 1) {
                continue;
            }
            if at > 1 && matches!(words[at - 1].as_str(), "Van" | "Von") {
                continue; // Tosh Van der Sande
            }
            let Some(right) = (at..words.len()).find(|&right| !small(right)) else { break };
            let (left, between, rest) = (&words[..at], &words[at..right], &words[right..]);
            let event = self.low_has(&left[left.len() - 1], kind::EVENT);
            if event && matches!(word.as_str(), "van" | "de" | "of" | "voor") {
                return;
            }
            if self.goes_on(left, between, rest) {
                continue;
            }
            take(left);
            let portfolio = self.has(&rest[0], kind::PORTFOLIO);
            if !(portfolio && (rest.len() == 1 || rest[1..] == ["Zaken"])) {
                self.parts(rest, take);
            }
            return;
        }
        take(words);
    }

    /// `sides_of_match`
    fn sides_of_match(self, words: Words<'_>) -> Option<[Vec<String>; 2]> {
        if !words.iter().any(|word| word.contains('-')) {
            return None;
        }
        if self.rules.lists.are_known(words) {
            return None;
        }
        let text = words.join(" ");
        let both = text.match_indices('-').map(|(at, _)| [&text[..at], &text[at + 1..]]);
        let alike = |sides: &[&str; 2]| {
            [lists::BODY, lists::COUNTRY]
                .iter()
                .any(|&which| sides.iter().all(|name| self.in_list(name, which)))
        };
        let split = |name: &str| name.split(' ').map(str::to_owned).collect();
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
                let usage = self.archive.of(&words[at]);
                let own = usage.after_capital as f64 <= usage.inside as f64 / 3.0;
                let places = lists::BODY | lists::PLACE;
                return own && self.rules.lists.listed_words(left) & places != 0;
            }
            listed & lists::PLACE != 0 && self.low_has(&left.join(" "), kind::WORLD)
        })
    }

    /// `_goes_on`
    fn goes_on(self, left: Words<'_>, between: Words<'_>, rest: Words<'_>) -> bool {
        let mut name = [left, between].concat().join(" ");
        for word in rest {
            name.push(' ');
            name.push_str(word);
            if self.rules.lists.are_known(&[&*name]) {
                return true;
            }
        }
        let begins = between[0].as_str();
        if matches!(begins, "op" | "aan" | "en" | "voor" | "zonder" | "het") || self.is_body(left) {
            return false;
        }
        if begins == "of" {
            let foreign =
                |word: &String| matches!(word.as_str(), "The" | "University" | "House" | "Bank");
            return left.iter().any(foreign) || between.iter().any(|word| word == "the");
        }
        if between.iter().all(|word| self.has(word, kind::FOREIGN)) || begins == "von" {
            return true;
        }
        self.has_surname(left, between, rest)
    }

    /// `_has_surname`
    fn has_surname(self, left: Words<'_>, between: Words<'_>, rest: Words<'_>) -> bool {
        let head = left[0].as_str();
        let several = left.len() > 1 && letters(head) > INITIAL;
        if several && !self.in_list(head, FIRST_NAME) {
            return false;
        }
        let small = left.len() > 1 && left.iter().any(|word| self.low_has(word, kind::PARTICLES));
        if small || !self.is_given(head) {
            return false;
        }
        let (next, name) = (rest[0].as_str(), rest.join(" "));
        if self.low_has(next, kind::NATIONALITY) {
            return false; // Stefan Kermas van de Duitse
        }
        let body = self.in_list(next, lists::BODY) || self.in_list(&name, lists::BODY);
        let other = body || self.has(next, kind::PORTFOLIO) || self.rules.letters.is_upper(next);
        if other && letters(next) > INITIAL && (between[0] == "van" || left.len() > 1) {
            return false; // Donald Trump de Fed
        }
        if between.len() > 1 || between[0] != "van" {
            return left.len() == 1 || !self.in_list(&name, lists::PLACE);
        }
        if self.rules.lists.is_place(&name) {
            return left.len() == 1 && self.is_surely_given(head);
        }
        self.archive.of(head).before_capital >= SOME || self.is_surely_given(head)
    }

    /// `_is_body`
    fn is_body(self, words: Words<'_>) -> bool {
        self.rules.lists.listed_words(words) & (lists::BODY | lists::OTHER) != 0
    }
}
