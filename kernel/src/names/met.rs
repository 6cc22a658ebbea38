//! What is met in the article at hand; it is kept since each article begins with room for as much.

use super::kinds::Place;

/// A name, and a word of names, by number.
pub type NameId = u32;
pub type WordId = u32;

/// A name as it is spelt in a place, and which of the names of the article it is.
pub struct Found {
    pub place: u32,
    pub name: NameId,
    pub group: u32,
}

/// The names of an article in their places.
#[derive(Default)]
pub struct Met {
    pub places: Vec<Place>,
    pub found: Vec<Found>,
    pub seen: Seen,
}

impl Met {
    /// Begin the next article.
    pub fn begin(&mut self) {
        self.places.clear();
        self.found.clear();
        self.seen.article += 1;
    }

    /// Add a place, and return its number.
    pub fn add_place(&mut self, place: Place) -> u32 {
        self.places.push(place);
        self.places.len() as u32 - 1
    }
}

/// Which names an article has: each has the number of the article that had it last.
#[derive(Default)]
pub struct Seen {
    article: u32,
    names: Vec<u32>,
    surnames: Vec<u32>,
    groups: Vec<(u32, u32)>,
}

impl Seen {
    /// Take a name, and the last word of a longer one that ends in s.
    pub fn meet(&mut self, name: NameId, surname: Option<WordId>) {
        *slot(&mut self.names, name, 0) = self.article;
        if let Some(surname) = surname {
            *slot(&mut self.surnames, surname, 0) = self.article;
        }
    }

    /// Say whether the article has a name.
    pub fn has_name(&self, name: NameId) -> bool {
        self.names.get(name as usize) == Some(&self.article)
    }

    /// Say whether a longer name of the article ends in a word.
    pub fn has_surname(&self, word: WordId) -> bool {
        self.surnames.get(word as usize) == Some(&self.article)
    }

    /// Return the group of a name, which is the next one where it has none.
    pub fn group(&mut self, name: NameId, next: usize) -> u32 {
        let group = slot(&mut self.groups, name, (0, 0));
        if group.0 != self.article {
            *group = (self.article, next as u32);
        }
        group.1
    }
}

/// Return the place of a number in a list, which grows to have it.
#[inline]
pub fn slot<T: Clone>(all: &mut Vec<T>, place: u32, unknown: T) -> &mut T {
    let place = place as usize;
    if all.len() <= place {
        all.resize(place + 1, unknown);
    }
    &mut all[place]
}
