//! What a run of capitals is found by of each word, told once a word and kept by its place among the
//! words that the analysis remembers.

use std::cell::RefCell;

use super::candidates::{Rules, SHORT, is_longer};
use super::lists::kind;
use super::reading::after;
use crate::char_classes::{TITLE, UPPER};

/// What of a word's shape matters to runs, as bits.
pub type Shape = u16;

/// It was looked at: no word is 0.
const KNOWN: Shape = 1;
/// It has a capital.
pub const CAPITAL: Shape = 1 << 1;
/// A run begins with it: `_begins`, but for the one noun in lower case.
pub const BEGINS: Shape = 1 << 2;
/// It is that noun.
pub const MINISTERIE: Shape = 1 << 3;
/// It begins a name: `_BEGINS.fullmatch`.
pub const NAME: Shape = 1 << 4;
/// A compound of which a part is a name, behind which no run goes on.
pub const PARTED: Shape = 1 << 5;
/// A number as names have it.
pub const NUMBER: Shape = 1 << 6;
/// A run may go on with it by what stands around it.
pub const ODD: Shape = 1 << 7;
/// It is not in lower case.
pub const TITLED: Shape = 1 << 8;
/// It has more letters than words that tell nothing of capitals in a line.
pub const LONGER: Shape = 1 << 9;

/// It is a verb of saying.
pub const SAYS: Shape = 1 << 10;

/// What is known of a word: a shape, and what is found out where it is first asked for.
#[derive(Clone, Copy)]
struct Known {
    shape: Shape,
    tells: u16,
    run: u32,
}

impl Known {
    const NOTHING: Self = Self { shape: 0, tells: u16::MAX, run: u32::MAX };
}

/// The shapes of words by their places, those of one turn; what each tells of a name after it, and
/// the number of the run that it is by itself.
#[derive(Default)]
pub struct Shapes {
    turn: u32,
    known: RefCell<Vec<Known>>,
}

impl Shapes {
    /// Begin with texts whose words have places of this turn.
    pub fn begin(&mut self, turn: u32) {
        if turn != self.turn {
            self.known.get_mut().clear();
            self.turn = turn;
        }
    }

    /// Return the shape of a word, by its place if it has one.
    #[inline]
    pub fn of(&self, place: Option<u32>, word: &str, rules: Rules<'_>) -> Shape {
        let Some(place) = place.map(|place| place as usize) else { return rules.shape(word) };
        match self.known.borrow().get(place) {
            Some(&Known { shape, .. }) if shape != 0 => return shape,
            _ => {}
        }
        self.meet(place, word, rules)
    }

    #[cold]
    fn meet(&self, place: usize, word: &str, rules: Rules<'_>) -> Shape {
        let known = &mut *self.known.borrow_mut();
        if known.len() <= place {
            known.resize(place + 1, Known::NOTHING);
        }
        known[place].shape = rules.shape(word);
        known[place].shape
    }

    /// Return the shape of a word that was met.
    #[inline]
    pub fn met(&self, place: u32) -> Shape {
        self.known.borrow()[place as usize].shape
    }

    /// Return what a word that was met tells of a name after it, by `find` when it is first asked.
    #[inline]
    pub fn tells(&self, place: u32, find: impl FnOnce() -> u16) -> u16 {
        let tells = &mut self.known.borrow_mut()[place as usize].tells;
        if *tells == u16::MAX {
            *tells = find();
        }
        *tells
    }

    /// Return the number of the run that a word that was met is by itself, likewise.
    #[inline]
    pub fn run(&self, place: u32, find: impl FnOnce() -> u32) -> u32 {
        let run = &mut self.known.borrow_mut()[place as usize].run;
        if *run == u32::MAX {
            *run = find();
        }
        *run
    }
}

impl Rules<'_> {
    /// Return the shape of a word.
    pub fn shape(self, word: &str) -> Shape {
        let parted = self.parted(word);
        let name = self.begins_name(word);
        let begins =
            name || self.letters.begins_upper(word) || parted.is_some_and(|name| !name.is_empty());
        let odd = || {
            matches!(word, "en" | "elftal")
                || self.is_arabic(word)
                || self.lists.has(word, kind::BETWEEN)
        };
        let holds = [
            (CAPITAL, word.chars().any(|c| self.letters.is(c, UPPER | TITLE))),
            (BEGINS, begins),
            (MINISTERIE, word == "ministerie"),
            (NAME, name),
            (PARTED, parted.is_some()),
            (NUMBER, self.is_number(word)),
            (ODD, odd()),
            (TITLED, !self.letters.is_lower(word)),
            (LONGER, is_longer(word, SHORT)),
            (SAYS, after(self.lists, word).saying),
        ];
        holds.iter().map(|&(bit, holds)| bit * Shape::from(holds)).sum::<Shape>() | KNOWN
    }
}
