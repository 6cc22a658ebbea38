//! How an archive uses its words: `indexer/names/usage.py`.

use hashbrown::HashMap;

/// How often a word stands somewhere, in the order of `Usage` in Python.
#[derive(Clone, Copy, Default)]
pub struct Usage {
    pub inside: i64,
    pub lower: i64,
    pub after_title: i64,
    pub after_place: i64,
    pub after_article: i64,
    pub before_saying: i64,
    pub before_capital: i64,
    pub after_capital: i64,
    pub after_body: i64,
    pub after_agent: i64,
    pub after_adjective: i64,
    pub after_first_name: i64,
}

impl Usage {
    /// Take the numbers of a word, in this order.
    pub fn of(numbers: [i64; 12]) -> Self {
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
    words: HashMap<Box<str>, Usage>,
}

impl Archive {
    /// Take the usage of words.
    pub fn new(words: impl Iterator<Item = (Box<str>, Usage)>) -> Self {
        Self { words: words.collect() }
    }

    /// Return the usage of a word.
    #[inline]
    pub fn of(&self, word: &str) -> Usage {
        self.words.get(word).copied().unwrap_or_default()
    }
}
