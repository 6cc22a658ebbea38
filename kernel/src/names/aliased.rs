//! The names that have other names.

use hashbrown::HashSet;

/// Folded names that have other names.
pub struct Aliased {
    names: HashSet<Box<str>>,
    /// The first word of each.
    firsts: HashSet<Box<str>>,
}

impl Aliased {
    /// Take the words of names.
    pub fn new(names: &[Vec<String>]) -> Self {
        let firsts = names.iter().filter_map(|words| words.first());
        Self {
            names: names.iter().map(|words| words.join(" ").into()).collect(),
            firsts: firsts.map(|word| word.as_str().into()).collect(),
        }
    }

    /// Say whether one of them begins with a word.
    pub fn begin_with(&self, word: &str) -> bool {
        self.firsts.contains(word)
    }

    /// Say whether a name is one of them.
    pub fn has(&self, name: &str) -> bool {
        self.names.contains(name)
    }
}
