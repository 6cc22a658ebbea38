//! How often an archive uses each word, and beside what: `Usage` of `indexer/names/usage.py`.

use super::texts::Texts;

/// How many numbers a word has.
pub const NUMBERS: usize = 12;
/// The place of `lower` among them.
pub const LOWER: usize = 1;

/// How often a word stands somewhere, in the order of `Usage` in Python.
#[derive(Clone, Copy, Default)]
pub struct Usage<T = i64> {
    pub inside: T,
    pub lower: T,
    pub after_title: T,
    pub after_place: T,
    pub after_article: T,
    pub before_saying: T,
    pub before_capital: T,
    pub after_capital: T,
    pub after_body: T,
    pub after_agent: T,
    pub after_adjective: T,
    pub after_first_name: T,
}

impl<T: Copy> Usage<T> {
    /// Take the numbers of a word, in this order.
    pub fn of(numbers: [T; NUMBERS]) -> Self {
        let [inside, lower, after_title, after_place, after_article, before_saying, rest @ ..] =
            numbers;
        let [before_capital, after_capital, after_body, after_agent, after_adjective, last] = rest;
        Self {
            inside,
            lower,
            after_title,
            after_place,
            after_article,
            before_saying,
            before_capital,
            after_capital,
            after_body,
            after_agent,
            after_adjective,
            after_first_name: last,
        }
    }

    /// Return the numbers, in this order.
    pub fn numbers(&self) -> [T; NUMBERS] {
        [
            self.inside,
            self.lower,
            self.after_title,
            self.after_place,
            self.after_article,
            self.before_saying,
            self.before_capital,
            self.after_capital,
            self.after_body,
            self.after_agent,
            self.after_adjective,
            self.after_first_name,
        ]
    }
}

impl Usage<u32> {
    /// Add the numbers of a type that is written as the word, or take them `away`; `lower` is counted
    /// by itself. None where that cannot be.
    pub fn add(&mut self, mut numbers: [u32; NUMBERS], away: bool) -> Option<()> {
        numbers[LOWER] = 0;
        let mut sums = self.numbers();
        for (sum, number) in sums.iter_mut().zip(numbers) {
            *sum = added(*sum, number, away)?;
        }
        *self = Self::of(sums);
        Some(())
    }

    /// Return the numbers to reckon with.
    pub fn wide(&self) -> Usage {
        Usage::of(self.numbers().map(i64::from))
    }
}

/// Add a number to another, or take it `away`. None where that cannot be.
pub fn added(sum: u32, number: u32, away: bool) -> Option<u32> {
    if away { sum.checked_sub(number) } else { sum.checked_add(number) }
}

impl Usage {
    /// Return a count as a share of the tokens within sentences; rare words tend to 0.
    pub fn rate(&self, count: i64) -> f64 {
        count as f64 / (self.inside + 2) as f64
    }

    /// Say whether the archive has the word rather with a capital than without.
    pub fn is_name(&self) -> bool {
        self.inside > self.lower
    }
}

/// The usage of each word; one that the archive lacks is unknown.
#[derive(Default)]
pub struct Archive {
    pub words: Texts,
    pub usage: Vec<Usage<u32>>,
}

impl Archive {
    /// Return the words that the archive has, with their numbers.
    pub fn counts(&self) -> Vec<(String, [u32; NUMBERS])> {
        let all = self.words.iter().zip(&self.usage);
        let known = all.filter(|(_, usage)| usage.inside != 0 || usage.lower != 0);
        known.map(|(word, usage)| (word.to_string(), usage.numbers())).collect()
    }

    /// Return the usage of all words, to be added to: while they are gathered they have none.
    pub fn counted(&mut self) -> &mut [Usage<u32>] {
        self.usage.resize(self.words.len(), Usage::default());
        &mut self.usage
    }
}
