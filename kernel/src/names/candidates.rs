//! Runs of capitalised words: `indexer/names/candidates.py`.

use super::letters::Letters;
use super::lists::{Lists, kind};
use crate::char_classes::{ALPHA, DIGIT, WORD};
use crate::tokens::Tokens;

const LONGEST: usize = 9; // words of a run
const LONGEST_WORD: usize = 40; // letters
const SHORT: usize = 3; // letters that tell nothing
const ENOUGH: usize = 3; // words that do tell
const SHOUTED: f64 = 0.7; // of the longer words of a line have a capital

/// A run of words, joined by spaces, and what stands around it in its sentence.
#[derive(Debug)]
pub struct Candidate<'a> {
    pub words: Vec<String>,
    pub first: bool,
    pub shouted: bool,
    pub before: &'a str,
    pub after: String,
}

/// Finds candidates by lists and letters that `letters` has learnt.
#[derive(Clone, Copy)]
pub struct Rules<'a> {
    pub lists: &'a Lists,
    pub letters: &'a Letters,
}

/// A line: its tokens and what stands between them, before the first and after the last.
struct Line<'a> {
    text: &'a str,
    words: Vec<&'a str>,
    starts: Vec<usize>,
}

impl<'a> Line<'a> {
    fn end(&self, place: usize) -> usize {
        self.starts[place] + self.words[place].len()
    }

    /// Return what stands before a token.
    fn gap(&self, place: usize) -> &'a str {
        let start = if place == 0 { 0 } else { self.end(place - 1) };
        let end = self.starts.get(place).copied().unwrap_or(self.text.len());
        &self.text[start..end]
    }
}

/// `[A-ZÀ-Þ]`
pub fn is_capital(c: char) -> bool {
    c.is_ascii_uppercase() || ('À'..='Þ').contains(&c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

fn is_space(gap: &str) -> bool {
    matches!(gap, " " | "\u{a0}")
}

fn opens_sentence(gap: &str) -> bool {
    gap.contains(['.', '!', '?', ':', '"', '“', '‘', '\'', '„', '…', '•'])
}

impl Rules<'_> {
    /// Call `take` with the candidates of a text, in order.
    pub fn candidates<'t>(self, text: &'t str, take: &mut dyn FnMut(Candidate<'t>)) {
        for line in text.split('\n') {
            if !line.is_empty() && !self.letters.is_lower(line) {
                self.in_line(line, take);
            }
        }
    }

    fn in_line<'t>(self, text: &'t str, take: &mut dyn FnMut(Candidate<'t>)) {
        let words: Vec<&str> = Tokens::new(text, &self.letters.classes).collect();
        let start = |word: &&str| word.as_ptr().addr() - text.as_ptr().addr();
        let starts = words.iter().map(start).collect();
        let line = Line { text, words, starts };
        let mut shouted = None;
        let mut place = 0;
        while place < line.words.len() {
            let word = line.words[place];
            let small = self.letters.is_lower(word) && word != "ministerie";
            if small || !self.begins(&line.words, place) {
                place += 1;
                continue;
            }
            let end = self.end(&line, place);
            let shouted = *shouted.get_or_insert_with(|| self.is_shouted(&line.words));
            if let Some(found) = self.candidate(&line, place, end, shouted) {
                take(found);
            }
            place = end;
        }
    }

    /// `_candidates`
    fn candidate<'t>(
        self,
        line: &Line<'t>,
        place: usize,
        end: usize,
        shouted: bool,
    ) -> Option<Candidate<'t>> {
        let mut run =
            self.written(&line.text[line.starts[place]..line.end(end - 1)], line.gap(end));
        let gap = line.gap(place);
        let first = place == 0 || opens_sentence(gap);
        let before = if place == 0 || !is_space(gap) { "" } else { line.words[place - 1] };
        let follows = end < line.words.len() && is_space(line.gap(end));
        let mut after = if follows { line.words[end].to_owned() } else { String::new() };
        if run.len() == 1 && line.gap(end).starts_with('-') {
            return None; // West- en Oost-Europa
        }
        let last = run.pop()?;
        match self.parted(&last) {
            None => run.push(last),
            Some("") => return None,
            Some(name) => {
                run.push(name.to_owned());
                after = last.rsplit('-').next().unwrap_or("").to_owned();
            }
        }
        if is_follower(run.last()?) || run.iter().any(|w| w.chars().count() > LONGEST_WORD) {
            return None;
        }
        self.drop_s(&mut run);
        Some(Candidate { words: run, first, shouted, before, after })
    }

    /// `_without_s`
    fn drop_s(self, run: &mut [String]) {
        if !self.lists.is_listed(&run.join(" "))
            && let Some(last) = run.last_mut()
        {
            for genitive in ["'s", "’s"] {
                if let Some(bare) = last.strip_suffix(genitive) {
                    *last = bare.to_owned();
                }
            }
        }
    }

    /// `_written`
    fn written(self, run: &str, gap: &str) -> Vec<String> {
        let mut words: Vec<String> = run.split([' ', '\u{a0}']).map(str::to_owned).collect();
        words.retain(|word| !word.is_empty());
        if words.len() > 1 && gap.starts_with('.') {
            let last = &words[words.len() - 1];
            let mut letters = last.chars();
            let single = letters.next().is_some_and(|c| self.letters.is(c, ALPHA));
            let initial = single && letters.next().is_none();
            let dotted = self.lists.has(last, kind::DOTTED);
            if dotted || (initial && !self.lists.is_listed(&words.join(" "))) {
                words.last_mut().expect("two words or more").push('.');
            }
        }
        words
    }

    /// `_shouted`
    fn is_shouted(self, words: &[&str]) -> bool {
        let long = words.iter().filter(|word| word.chars().count() > SHORT);
        let (mut size, mut titled, mut capitals) = (0, 0, 0);
        for word in long {
            size += 1;
            titled += usize::from(!self.letters.is_lower(word));
            capitals += usize::from(self.letters.is_upper(word));
        }
        let most = SHOUTED * size as f64;
        if size < ENOUGH || titled as f64 <= most {
            return false;
        }
        if capitals as f64 > most {
            return true;
        }
        let (mut small, mut titled) = (0, 0);
        for word in &words[1..] {
            let named = matches!(*word, "De" | "Van"); // De Jong, Van Gogh
            if !named && self.lists.has(&self.letters.title(word), kind::SMALL_TITLED) {
                small += 1;
                titled += usize::from(self.letters.is_title(word));
            }
        }
        titled * 2 > small
    }

    /// `_begins`
    fn begins(self, words: &[&str], place: usize) -> bool {
        let word = words[place];
        if self.letters.begins_upper(word) {
            return true;
        }
        if word == "ministerie" {
            let van = words.get(place + 1) == Some(&"van");
            return van && words.get(place + 2).is_some_and(|next| self.letters.begins_upper(next));
        }
        self.begins_name(word) || self.parted(word).is_some_and(|name| !name.is_empty())
    }

    /// `_BEGINS.fullmatch`
    fn begins_name(self, word: &str) -> bool {
        let Some(c) = word.chars().next() else { return false };
        if is_capital(c) {
            return true;
        }
        if is_apostrophe(c) && word[c.len_utf8()..].starts_with("s-") {
            return word[c.len_utf8() + 2..].starts_with(is_capital);
        }
        if word.strip_prefix("kabinet-").is_some_and(|rest| rest.starts_with(is_capital)) {
            return true;
        }
        let digits = word.trim_start_matches(|c| self.letters.is_decimal(c));
        if digits.len() < word.len() {
            return self.is_capital_word(digits);
        }
        let small = word.bytes().take(3).take_while(u8::is_ascii_lowercase).count();
        matches!(small, 1 | 2) && self.is_capital_word(&word[small..])
    }

    /// `[A-Z]\w+`
    fn is_capital_word(self, text: &str) -> bool {
        text.starts_with(|c: char| c.is_ascii_uppercase())
            && text.len() > 1
            && text[1..].chars().all(|c| self.letters.is(c, WORD))
    }

    /// `_end`
    fn end(self, line: &Line<'_>, start: usize) -> usize {
        let words = &line.words;
        let (mut end, mut last) = (start + 1, start + 1);
        let mut opened = self.opens(words[start]);
        while end < words.len().min(start + LONGEST) && self.joins(words[end - 1], line.gap(end)) {
            let word = words[end];
            if self.parted(words[end - 1]).is_some() {
                break;
            }
            let number = || word.chars().next().is_some_and(|c| self.letters.is(c, DIGIT));
            if self.begins_name(word) || (number() && word.chars().count() < SHORT) {
                last = end + 1;
                opened = opened || self.opens(word);
            } else if self.is_arabic(word) || (word == "elftal" && words[end - 1] == "Nederlands") {
                last = end + 1;
            } else if !self.lists.has(word, kind::BETWEEN)
                || !self.goes_on(words, start, end, opened)
            {
                break;
            }
            end += 1;
        }
        last
    }

    /// `_ARABIC.fullmatch`
    fn is_arabic(self, word: &str) -> bool {
        word.split_once('-').is_some_and(|(article, name)| {
            matches!(article, "al" | "el" | "ad" | "as" | "ar" | "at" | "an" | "az" | "ash")
                && self.is_capital_word(name)
        })
    }

    /// `_goes_on`
    fn goes_on(self, words: &[&str], start: usize, at: usize, opened: bool) -> bool {
        let word = words[at];
        if self.lists.has(word, kind::LISTED) {
            let whose = || words[start..at].iter().any(|word| matches!(*word, "voor" | "van"));
            let is_place = |length: usize| {
                let near = &words[at - 1..words.len().min(at - 1 + length)];
                self.lists.is_place(&near.join(" "))
            };
            return (opened && word == "en" && whose()) || [3, 4, 5].into_iter().any(is_place);
        }
        opened
            || !self.lists.has(word, kind::OPENED)
            || self.lists.is_listed(&words[start..words.len().min(at + 2)].join(" "))
    }

    /// `opens`
    pub fn opens(self, word: &str) -> bool {
        let low = self.letters.lower(word);
        self.lists.has(&low, kind::OPEN) || self.lists.end(&low, "opening")
    }

    /// `_joins`
    fn joins(self, word: &str, gap: &str) -> bool {
        if is_space(gap) || gap == " & " {
            return true;
        }
        if !matches!(gap, ". " | ".") {
            return false;
        }
        let mut letters = word.chars();
        let single = letters.next().is_some_and(|c| self.letters.is(c, ALPHA));
        (single && letters.next().is_none()) || self.lists.has(word, kind::INITIALS)
    }
}

/// `_FOLLOWER.fullmatch`: PVV'er, Zeelander
fn is_follower(word: &str) -> bool {
    let clipped =
        |ending| word.strip_suffix(ending).is_some_and(|rest| rest.ends_with(is_apostrophe));
    if ["er", "ers", "tje", "ster"].into_iter().any(clipped) {
        return true;
    }
    let long = |rest: &str| rest.chars().count() >= SHORT;
    let lives = |ending| word.strip_suffix(ending).is_some_and(long);
    let aans = |ending| {
        word.strip_suffix(ending).is_some_and(|rest| {
            let mut letters = rest.chars();
            letters.next_back().is_some_and(|c| !matches!(c, 'l' | 'b' | 'r'))
                && long(letters.as_str())
        })
    };
    ["lander", "landers"].into_iter().any(lives)
        || ["aans", "aanse", "aansn", "aansen"].into_iter().any(aans)
}
