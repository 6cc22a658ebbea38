//! Runs of capitalised words: `indexer/names/candidates.py`.

use super::letters::Letters;
use super::lines::{Line, Run, Span};
use super::lists::{Lists, kind};
use crate::char_classes::{ALPHA, WORD};
use crate::tokens::Tokens;

const INITIAL: usize = 2; // letters, the dot included
const LONGEST_WORD: usize = 40; // letters
pub const SHORT: usize = 3; // letters that tell nothing
pub const ENOUGH: usize = 3; // words that do tell
pub const SHOUTED: f64 = 0.7; // of the longer words of a line have a capital

/// A run of words, joined by spaces, and what stands around it in its sentence.
#[derive(Debug)]
pub struct Candidate<'a> {
    pub words: Vec<String>,
    pub first: bool,
    pub shouted: bool,
    pub before: &'a str,
    pub after: String,
}

/// What a text is read as.
pub enum Part<'a> {
    Span(Span<'a>),
    /// A word outside of runs that is not in lower case.
    Word(&'a str),
}

/// Finds candidates by lists and letters that `letters` has learnt.
#[derive(Clone, Copy)]
pub struct Rules<'a> {
    pub lists: &'a Lists,
    pub letters: &'a Letters,
}

/// `[A-ZÀ-Þ]`
pub fn is_capital(c: char) -> bool {
    c.is_ascii_uppercase() || ('À'..='Þ').contains(&c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

impl Rules<'_> {
    /// Call `take` with the candidates of a text, in order.
    pub fn candidates<'t>(self, text: &'t str, take: &mut dyn FnMut(Candidate<'t>)) {
        self.read(text, &mut |_, part| {
            if let Part::Span(span) = part
                && let Some((words, noun)) = self.candidate(&span.run)
            {
                let Span { run: Run { shouted, .. }, first, before, after, .. } = span;
                let after = noun.unwrap_or_else(|| after.to_owned());
                take(Candidate { words, first, shouted, before, after });
            }
        });
    }

    /// Call `take` with the runs of a text and its other words with a capital, in order, and the line
    /// of each.
    pub fn read<'t>(self, text: &'t str, take: &mut dyn FnMut(&Line<'t>, Part<'t>)) {
        let mut line = Line::default();
        let ministries = self.lists.ministerie.find(text.as_bytes()).is_some();
        let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
        let mut start = 0;
        for end in ends {
            self.read_line(&mut line, &text[start..end], ministries, take);
            start = end + 1;
        }
    }

    /// Do the same of a line, in which the noun with which a name begins in lower case may stand.
    pub fn read_line<'t>(
        self,
        line: &mut Line<'t>,
        text: &'t str,
        ministries: bool,
        take: &mut dyn FnMut(&Line<'t>, Part<'t>),
    ) {
        line.read(text, self.letters);
        if line.capitals.is_empty() {
            return;
        }
        if ministries {
            line.capitals.extend(self.lists.ministerie.find_iter(text.as_bytes()));
            line.capitals.sort_unstable();
        }
        self.in_line(line, take);
    }

    fn in_line<'t>(self, line: &mut Line<'t>, take: &mut dyn FnMut(&Line<'t>, Part<'t>)) {
        let letters = self.letters;
        let mut shouted = None;
        let (mut done, mut next) = (0, 0); // where the last word ended, and which is the next
        for capital in 0..line.capitals.len() {
            let capital = line.capitals[capital];
            if capital < done {
                continue;
            }
            let Some(place) = line.seek(capital, next, letters) else { return };
            let word = line.words[place];
            let mut end = place + 1;
            if self.begins(line, place) {
                end = self.end(line, place);
                if self.is_portfolio(line, place) {
                    line.words[place..end].iter().for_each(|word| take(line, Part::Word(word)));
                    (done, next) = (line.end(end - 1), end);
                    continue;
                }
                let shouted = *shouted.get_or_insert_with(|| self.is_shouted(line));
                line.reach(end, letters);
                take(line, Part::Span(line.span(place, end, shouted)));
            } else if !letters.is_lower(word) {
                take(line, Part::Word(word));
            }
            (done, next) = (line.end(end - 1), end);
        }
    }

    /// Say whether a run is what a minister has: minister Grapperhaus (Justitie en Veiligheid).
    pub fn is_portfolio(self, line: &Line<'_>, place: usize) -> bool {
        line.gap(place).as_bytes().last() == Some(&b'(')
            && self.lists.has(line.words[place], kind::PORTFOLIO)
    }

    /// `_candidates`: the words, and the noun of a compound that follows them; None for no candidate.
    pub fn candidate(self, run: &Run<'_>) -> Option<(Vec<String>, Option<String>)> {
        let hyphened = run.hyphened;
        let mut run = self.written(run.text, run.dotted);
        if run.len() == 1 && hyphened {
            return None; // West- en Oost-Europa
        }
        let last = run.pop()?;
        let mut noun = None;
        match self.parted(&last) {
            None => run.push(last),
            Some("") => return None,
            Some(name) => {
                run.push(name.to_owned());
                noun = Some(last.rsplit('-').next().unwrap_or("").to_owned());
            }
        }
        if is_follower(run.last()?) || run.iter().any(|word| is_longer(word, LONGEST_WORD)) {
            return None;
        }
        self.drop_s(&mut run);
        Some((run, noun))
    }

    /// `_without_s`
    fn drop_s(self, run: &mut [String]) {
        let genitive = |word: &String| word.ends_with("'s") || word.ends_with("’s");
        if run.last().is_some_and(genitive)
            && !(0..run.len()).any(|at| self.lists.are_listed(&run[at..]))
            && let Some(last) = run.last_mut()
        {
            for genitive in ["'s", "’s"] {
                if let Some(bare) = last.strip_suffix(genitive) {
                    *last = bare.to_owned();
                }
            }
        }
    }

    /// Leave out of a run what tells nothing of its names: a dot behind a word that is no shortened
    /// one, a hyphen behind several words.
    pub fn told(self, run: Run<'_>) -> Run<'_> {
        if !run.dotted && !run.hyphened {
            return run;
        }
        let mut words = run.text.rsplit([' ', '\u{a0}']);
        let last = words.next().unwrap_or("");
        let several = words.next().is_some();
        let dotted =
            run.dotted && several && (self.is_letter(last) || self.lists.has(last, kind::DOTTED));
        Run { dotted, hyphened: run.hyphened && !several, ..run }
    }

    /// Say whether a word is one letter.
    pub fn is_letter(self, word: &str) -> bool {
        let mut letters = word.chars();
        letters.next().is_some_and(|c| self.letters.is(c, ALPHA)) && letters.next().is_none()
    }

    /// `_written`
    fn written(self, run: &str, dotted: bool) -> Vec<String> {
        let mut words: Vec<String> = run.split([' ', '\u{a0}']).map(str::to_owned).collect();
        words.retain(|word| !word.is_empty());
        if words.len() > 1 && dotted {
            let last = &words[words.len() - 1];
            let initial = self.is_letter(last);
            let abbreviated = self.lists.has(last, kind::DOTTED);
            if abbreviated || (initial && !self.lists.are_listed(&words)) {
                words.last_mut().expect("two words or more").push('.');
            }
        }
        words
    }

    /// `_shouted`
    pub fn is_shouted(self, line: &Line<'_>) -> bool {
        if line.is_calm() {
            return false;
        }
        let words: Vec<&str> = Tokens::new(line.text, &self.letters.classes).collect();
        let (mut size, mut titled, mut capitals) = (0, 0, 0);
        for word in words.iter().filter(|word| is_longer(word, SHORT)) {
            size += 1;
            if !self.letters.is_lower(word) {
                titled += 1;
                capitals += usize::from(self.letters.is_upper(word));
            }
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
    pub fn begins(self, line: &mut Line<'_>, place: usize) -> bool {
        let word = line.words[place];
        if self.letters.begins_upper(word) {
            return true;
        }
        if word == "ministerie" {
            return line.reach(place + 2, self.letters)
                && line.words[place + 1] == "van"
                && self.letters.begins_upper(line.words[place + 2]);
        }
        self.begins_name(word) || self.parted(word).is_some_and(|name| !name.is_empty())
    }

    /// `_BEGINS.fullmatch`
    pub fn begins_name(self, word: &str) -> bool {
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
    pub fn is_capital_word(self, text: &str) -> bool {
        text.starts_with(|c: char| c.is_ascii_uppercase())
            && text.len() > 1
            && text[1..].chars().all(|c| self.letters.is(c, WORD))
    }

    /// `opens`
    pub fn opens(self, word: &str) -> bool {
        let low = self.letters.lower(word);
        self.lists.has(&low, kind::OPEN) || self.lists.end(&low, "opening")
    }
}

/// `are_initials`: J., J.K.
pub fn are_initials(word: &str) -> bool {
    let dots = word.bytes().filter(|&byte| byte == b'.').count();
    word.ends_with('.') && (dots > 1 || word.chars().count() == INITIAL)
}

/// Say whether a word has more characters than so many.
pub fn is_longer(word: &str, letters: usize) -> bool {
    word.len() > letters && (word.is_ascii() || word.chars().count() > letters)
}

/// `_FOLLOWER.fullmatch`: PVV'er, Zeelander
fn is_follower(word: &str) -> bool {
    if !word.ends_with(['r', 's', 'e', 'n']) {
        return false;
    }
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
