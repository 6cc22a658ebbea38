//! The words of texts that were met, with their terms, and which of them have a term.

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::term_cache::{Row, TermCache, hash_of, spread};

const NONE: u32 = u32::MAX;

/// The channel of a term.
#[derive(Clone, Copy)]
pub enum Channel {
    Exact,
    Stem,
    Part,
}

/// Words by place, and by their terms.
///
/// Terms are told apart by a hash: of those that share one both have the words of both.
pub struct WordIndex {
    words: TermCache,
    terms: HashTable<Term>,
    uses: Vec<Use>,
    hasher: DefaultHashBuilder,
}

/// A term, with the last word that has it.
struct Term {
    hash: u32,
    last: u32,
}

/// A word that has a term, with the place of the use before it: NONE of the first.
struct Use {
    word: u32,
    before: u32,
}

/// Which words are wanted, by place.
#[derive(Default)]
pub struct Wanted(Vec<u64>);

impl Wanted {
    #[inline]
    pub fn has(&self, place: u32) -> bool {
        self.0.get(place as usize / 64).is_some_and(|bits| bits >> (place % 64) & 1 != 0)
    }

    pub fn add(&mut self, place: u32) {
        let at = place as usize / 64;
        if at >= self.0.len() {
            self.0.resize(at + 1, 0);
        }
        self.0[at] |= 1 << (place % 64);
    }
}

impl WordIndex {
    /// Remember words until their strings are `max_bytes` long.
    pub fn new(max_bytes: usize) -> Self {
        Self {
            words: TermCache::new(max_bytes),
            terms: HashTable::new(),
            uses: Vec::new(),
            hasher: Default::default(),
        }
    }

    /// Forget all words if they are too many; places that were given mean nothing from then on.
    pub fn make_room(&mut self) {
        if self.words.is_full() {
            self.words.clear();
            self.terms.clear();
            self.uses.clear();
        }
    }

    /// Return the place of a word that was met.
    #[inline]
    pub fn place(&self, word: &str) -> Option<u32> {
        self.words.place_of(word)
    }

    /// Return the terms of a word that was met.
    pub fn row(&mut self, word: &str) -> Option<Row<'_>> {
        let place = self.place(word)?;
        self.words.entry(place).map(|(row, _)| row)
    }

    /// Remember a new word with its terms and return its place, unless they are longer than words are.
    pub fn add(&mut self, word: &str, row: Row<'_>) -> Option<u32> {
        let place = self.words.place(word)?;
        if !self.words.fill(place, row) {
            return None;
        }
        for (channel, term) in terms_of(row) {
            let hash = self.hash(channel, term);
            let next = self.uses.len() as u32;
            let same = |term: &Term| term.hash == hash;
            let before = match self.terms.find_mut(spread(hash), same) {
                Some(term) => std::mem::replace(&mut term.last, next),
                None => {
                    let term = Term { hash, last: next };
                    self.terms.insert_unique(spread(hash), term, |term| spread(term.hash));
                    NONE
                }
            };
            self.uses.push(Use { word: place, before });
        }
        Some(place)
    }

    /// Return the words that have one of these terms.
    pub fn having<'t>(&self, terms: impl Iterator<Item = (Channel, &'t str)>) -> Wanted {
        let mut wanted = Wanted::default();
        for (channel, term) in terms {
            let hash = self.hash(channel, term);
            let found = self.terms.find(spread(hash), |term| term.hash == hash);
            let mut at = found.map_or(NONE, |term| term.last);
            while let Some(its) = self.uses.get(at as usize) {
                wanted.add(its.word);
                at = its.before;
            }
        }
        wanted
    }

    fn hash(&self, channel: Channel, term: &str) -> u32 {
        hash_of(&self.hasher, term) ^ channel as u32
    }
}

/// Return the terms by which a word is hit: none of one without, of a stop word its own.
fn terms_of(row: Row<'_>) -> impl Iterator<Item = (Channel, &str)> {
    let (stem, part) = match [row.exact, row.stem].contains(&"") {
        true => ("", ""),
        false => (row.stem, row.part),
    };
    let exact = (!row.exact.is_empty()).then_some((Channel::Exact, row.exact));
    let joined = [(Channel::Stem, stem), (Channel::Part, part)].into_iter();
    let each =
        joined.flat_map(|(channel, terms)| terms.split(' ').map(move |term| (channel, term)));
    exact.into_iter().chain(each.filter(|(_, term)| !term.is_empty()))
}
