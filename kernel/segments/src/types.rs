//! Types: words as they are written, whose terms are told once, by number.

use crate::postings::{NO_TERM, PARAGRAPH_END};
use crate::terms::Terms;

/// The terms of a type come in so many channels: exact, stem and part.
pub const CHANNELS: usize = 3;

/// Set in the number of a token after which a paragraph ends: `PARAGRAPH` of the analysis.
const PARAGRAPH: u32 = 1 << 31;
/// What of a token is the number of its type.
const TYPE: u32 = (1 << 30) - 1;

/// The terms of all types, in the order of their numbers.
#[derive(Default)]
pub struct Types {
    strings: String,
    ends: Vec<usize>,
}

impl Types {
    /// Take the terms of further types, each ended by NUL: of a type those of one channel after
    /// the other.
    pub fn add(&mut self, told: &str) {
        let start = self.strings.len();
        self.strings += told;
        self.ends.extend(told.match_indices('\0').map(|(at, _)| start + at));
    }

    /// The terms of a type in a channel, separated by spaces.
    fn terms(&self, number: usize, channel: usize) -> &str {
        let place = number * CHANNELS + channel;
        let start = if place == 0 { 0 } else { self.ends[place - 1] + 1 };
        &self.strings[start..self.ends[place]]
    }
}

/// The terms of types by the numbers that a segment gives them.
#[derive(Default)]
pub struct TypesOfSegment {
    known: Vec<Option<[(u32, u32); CHANNELS]>>,
    numbers: Vec<u32>,
}

impl TypesOfSegment {
    /// The bytes that they take, about.
    pub fn bytes(&self) -> usize {
        size_of_val(self.known.as_slice()) + size_of_val(self.numbers.as_slice())
    }

    /// Add the terms of tokens to the numbers of each channel; the end of a paragraph to the first.
    ///
    /// Return how many terms there are in each.
    pub fn write(
        &mut self,
        tokens: [&[u32]; 2],
        types: &Types,
        terms: &mut Terms,
        channels: [&mut Vec<u32>; CHANNELS],
    ) -> [u32; CHANNELS] {
        let mut counts = [0; CHANNELS];
        let mut is_end = false; // of a paragraph
        let [exact, stem, part] = channels;
        for &token in tokens.into_iter().flatten() {
            if is_end {
                exact.push(PARAGRAPH_END);
            }
            is_end = token & PARAGRAPH != 0;
            let places = self.places((token & TYPE) as usize, types, terms);
            for ((numbers, (start, end)), count) in
                [&mut *exact, &mut *stem, &mut *part].into_iter().zip(places).zip(&mut counts)
            {
                for &number in &self.numbers[start as usize..end as usize] {
                    numbers.push(number);
                    *count += u32::from(number != NO_TERM);
                }
            }
        }
        counts
    }

    /// Return where the numbers of the terms of a type lie.
    #[inline]
    fn places(
        &mut self,
        number: usize,
        types: &Types,
        terms: &mut Terms,
    ) -> [(u32, u32); CHANNELS] {
        match self.known.get(number) {
            Some(Some(places)) => *places,
            _ => self.learn(number, types, terms),
        }
    }

    #[cold]
    fn learn(&mut self, number: usize, types: &Types, terms: &mut Terms) -> [(u32, u32); CHANNELS] {
        let places = std::array::from_fn(|channel| {
            let start = self.numbers.len() as u32;
            let words = types.terms(number, channel).split_ascii_whitespace();
            self.numbers.extend(words.map(|word| terms.number_of(word)));
            (start, self.numbers.len() as u32)
        });
        if number >= self.known.len() {
            self.known.resize(number + 1, None);
        }
        self.known[number] = Some(places);
        places
    }
}
