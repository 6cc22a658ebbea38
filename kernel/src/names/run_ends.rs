//! Where a run of capitals ends: `_end` of `indexer/names/candidates.py`.

use super::candidates::Rules;
use super::lines::{Line, is_space};
use super::lists::kind;
use crate::char_classes::DIGIT;

pub const LONGEST: usize = 9; // words of a run
const FURTHEST: usize = 5; // words of a place with small words in it
const SHORT: usize = 3; // letters that a number in a name has not

impl Rules<'_> {
    /// `_end`
    pub fn end(self, line: &mut Line<'_>, start: usize) -> usize {
        let (mut end, mut last) = (start + 1, start + 1);
        while end < start + LONGEST && line.reach(end, self.letters) {
            if self.shares_ending(line, end) {
                end += 2;
                last = end;
                continue;
            }
            let (before, word, gap) = (line.words[end - 1], line.words[end], line.gap(end));
            let first = || end == start + 1 && !self.lists.has(word, kind::SMALL_TITLED);
            if !self.joins(before, gap) && !(self.are(line.words[start], gap) && first()) {
                break;
            }
            if self.parted(before).is_some() {
                break;
            }
            if self.begins_name(word) || (self.is_number(word) && !self.is_scored(line, end)) {
                last = end + 1;
            } else if self.is_arabic(word) || (word == "elftal" && before == "Nederlands") {
                last = end + 1;
            } else if !self.lists.has(word, kind::BETWEEN) || !self.goes_on(line, start, end) {
                break;
            }
            end += 1;
        }
        last
    }

    /// `_shares_ending`
    fn shares_ending(self, line: &mut Line<'_>, at: usize) -> bool {
        if line.words[at] != "en" || line.gap(at) != "- " || !line.reach(at + 1, self.letters) {
            return false;
        }
        let next = line.words[at + 1];
        is_space(line.gap(at + 1))
            && self.letters.begins_upper(next)
            && !next.contains('-')
            && self.lists.is_body(&self.letters.lower(next))
    }

    /// Say whether a number is that of a score: PSV 2-1.
    pub fn is_scored(self, line: &mut Line<'_>, place: usize) -> bool {
        line.reach(place + 1, self.letters);
        line.gap(place + 1).starts_with(['-', '\u{2010}', '\u{2011}', '\u{2013}'])
    }

    /// Say whether a word begins a name, or is a number in one.
    fn goes_with(self, word: &str) -> bool {
        self.begins_name(word) || self.is_number(word)
    }

    pub fn is_number(self, word: &str) -> bool {
        word.chars().next().is_some_and(|c| self.letters.is(c, DIGIT))
            && word.chars().count() < SHORT
    }

    /// `_ARABIC.fullmatch`
    pub fn is_arabic(self, word: &str) -> bool {
        word.starts_with(['a', 'e'])
            && word.split_once('-').is_some_and(|(article, name)| {
                matches!(article, "al" | "el" | "ad" | "as" | "ar" | "at" | "an" | "az" | "ash")
                    && self.is_capital_word(name)
            })
    }

    /// `_goes_on`
    fn goes_on(self, line: &mut Line<'_>, start: usize, at: usize) -> bool {
        let ahead = at + FURTHEST - 2;
        let reached = if line.reach(ahead, self.letters) { ahead + 1 } else { line.words.len() };
        let words = &line.words[..reached];
        let opened = || {
            let capital = |&place: &usize| place == start || self.goes_with(words[place]);
            (start..at).filter(capital).any(|place| self.opens(words[place]))
        };
        let word = words[at];
        if self.lists.has(word, kind::LISTED) {
            let whose = || words[start..at].iter().any(|word| matches!(*word, "voor" | "van"));
            let is_place = |length: usize| {
                let near = &words[at - 1..words.len().min(at - 1 + length)];
                self.lists.are_place(near)
            };
            return (word == "en" && whose() && opened())
                || self.is_of_two_nouns(&words[start..words.len().min(at + 2)])
                || (3..=FURTHEST).any(is_place);
        }
        !self.lists.has(word, kind::OPENED)
            || opened()
            || self.lists.are_listed(&words[start..words.len().min(at + 2)])
    }

    /// `_is_of_two_nouns`
    fn is_of_two_nouns(self, words: &[&str]) -> bool {
        let &[first, noun, "en", other] = words else { return false };
        let is_name = |word: &str| self.lists.listed(word) != 0 || self.lists.is_listed(word);
        first != "The"
            && self.opens(first)
            && self.letters.begins_upper(other)
            && !is_name(noun)
            && !is_name(other)
    }

    /// `_are`
    fn are(self, word: &str, gap: &str) -> bool {
        let initial = |letter: &str| letter.chars().count() == 1 && self.letters.is_upper(letter);
        matches!(gap, ". " | ".") && word.split('.').all(initial)
    }

    /// `_joins`
    fn joins(self, word: &str, gap: &str) -> bool {
        if is_space(gap) || gap == " & " {
            return true;
        }
        if !matches!(gap, ". " | ".") {
            return false;
        }
        self.is_letter(word) || self.lists.has(word, kind::INITIALS)
    }
}
