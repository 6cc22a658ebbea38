//! Types: words as they are written, whose terms are told once, by number.

use crate::postings::PARAGRAPH_END;
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
    /// Where those of each type begin.
    starts: Vec<u32>,
}

impl Types {
    /// Take the terms of further types, each ended by NUL: of a type those of one channel after
    /// the other.
    pub fn add(&mut self, told: &str) {
        let start = self.strings.len();
        self.strings += told;
        let ends = told.match_indices('\0').map(|(at, _)| start + at + 1);
        let starts = std::iter::once(start).chain(ends).step_by(CHANNELS);
        let starts = starts.take_while(|&start| start < self.strings.len());
        self.starts
            .extend(starts.map(|start| {
                u32::try_from(start).expect("the terms of types take less than 4 GB")
            }));
    }

    /// The terms of a type in each channel, separated by spaces.
    fn terms(&self, number: usize) -> impl Iterator<Item = &str> {
        self.strings[self.starts[number] as usize..].split('\0').take(CHANNELS)
    }
}

/// Where the numbers of the terms of a type begin, and where those of each channel end.
type Places = [u32; CHANNELS + 1];
/// What stands for those of a type that the segment has not met.
const UNKNOWN: Places = [u32::MAX; CHANNELS + 1];

/// The terms of types by the numbers that a segment gives them.
#[derive(Default)]
pub struct TypesOfSegment {
    known: Vec<Places>,
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
        mut channels: [&mut Vec<u32>; CHANNELS],
    ) -> [u32; CHANNELS] {
        let starts = channels.each_ref().map(|numbers| numbers.len());
        let mut is_end = false; // of a paragraph
        for &token in tokens.into_iter().flatten() {
            if is_end {
                channels[0].push(PARAGRAPH_END);
            }
            is_end = token & PARAGRAPH != 0;
            let [mut start, ends @ ..] = self.places((token & TYPE) as usize, types, terms);
            for (channel, end) in channels.iter_mut().zip(ends) {
                for &number in &self.numbers[start as usize..end as usize] {
                    channel.push(number);
                }
                start = end;
            }
        }
        let is_term = |number: &&u32| **number < PARAGRAPH_END;
        std::array::from_fn(|place| {
            channels[place][starts[place]..].iter().filter(is_term).count() as u32
        })
    }

    /// Return where the numbers of the terms of a type lie.
    #[inline]
    fn places(&mut self, number: usize, types: &Types, terms: &mut Terms) -> Places {
        match self.known.get(number) {
            Some(&places) if places != UNKNOWN => places,
            _ => self.learn(number, types, terms),
        }
    }

    #[cold]
    fn learn(&mut self, number: usize, types: &Types, terms: &mut Terms) -> Places {
        let mut places = [self.numbers.len() as u32; CHANNELS + 1];
        for (words, end) in types.terms(number).zip(&mut places[1..]) {
            let words = words.split_ascii_whitespace();
            self.numbers.extend(words.map(|word| terms.number_of(word)));
            *end = self.numbers.len() as u32;
        }
        if number >= self.known.len() {
            self.known.resize(number + 1, UNKNOWN);
        }
        self.known[number] = places;
        places
    }
}
