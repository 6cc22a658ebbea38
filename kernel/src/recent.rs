//! What `indexer/near_duplicates/grouping.py` keeps of the latest articles of a run, with the same answers.

use std::collections::HashSet;

const ALIKE: f64 = 0.5;
const DAYS: u64 = 3;
const DAYS_OF_ONE_PAPER: u64 = 1;
const RUN: usize = 4; // words in a row that count as one
const BANDS: usize = 6;
const SLOT_BITS: u32 = 22; // of a band: those with the same take each other's place
const PLACE_BITS: u32 = 20;
const NAME_BITS: u32 = 40; // of a group: above them stands its day

/// How an article begins: a byte for each word, four for each term of the title.
pub struct Opening<'a> {
    pub words: &'a [u8],
    pub title: &'a [u8],
    pub source: u16,
    pub day: u64,
    pub bands: [u32; BANDS],
}

/// An article that later ones are compared to: the bytes of its title, then those of its words.
struct Record {
    group: u64,
    source: u16,
    title: u8,
    bytes: Box<[u8]>,
}

/// The latest articles of a run, found by their bands.
pub struct Recent {
    most: usize,
    records: Vec<Record>,
    next: usize,
    slots: Vec<u32>, // what the slot's number does not tell of the band, and the place, from 1
}

impl Recent {
    /// Remember `most` articles; then the oldest are let go.
    pub fn new(most: usize) -> Self {
        let most = most.min((1 << PLACE_BITS) - 1);
        Self { most, records: Vec::new(), next: 0, slots: vec![0; 1 << SLOT_BITS] }
    }

    /// Return the group of the article that is more alike than `best`, else `group`; remember it.
    pub fn place(&mut self, opening: &Opening<'_>, mut best: f64, mut group: u64) -> u64 {
        let places = opening.bands.map(|band| self.place_of(band));
        let mut ordered = places;
        ordered.sort_unstable();
        let mut seen = 0;
        for place in ordered {
            if place == seen {
                continue;
            }
            seen = place;
            let earlier = &self.records[place - 1];
            let likeness = opening.likeness(earlier);
            if likeness > best {
                (best, group) = (likeness, earlier.group);
            }
        }
        self.add(opening, group, places);
        group
    }

    fn place_of(&self, band: u32) -> usize {
        let held = self.slots[slot(band)];
        if held >> PLACE_BITS == band >> SLOT_BITS { place_in(held) } else { 0 }
    }

    /// Remember an article; bands go on leading to the places of earlier ones of its group.
    fn add(&mut self, opening: &Opening<'_>, group: u64, places: [usize; BANDS]) {
        let here = self.next + 1;
        for (band, place) in opening.bands.into_iter().zip(places) {
            if place == 0 || self.records[place - 1].group != group {
                self.slots[slot(band)] = band >> SLOT_BITS << PLACE_BITS | here as u32;
            }
        }
        let record = Record {
            group,
            source: opening.source,
            title: opening.title.len() as u8, // twelve terms at most
            bytes: [opening.title, opening.words].concat().into(),
        };
        match self.records.get_mut(self.next) {
            Some(oldest) => *oldest = record,
            None => self.records.push(record),
        }
        self.next = here % self.most;
    }
}

impl Opening<'_> {
    /// Return the share of runs in common where both tell the same story, else 0.
    fn likeness(&self, earlier: &Record) -> f64 {
        let (title, words) = earlier.bytes.split_at(earlier.title as usize);
        let day = earlier.group >> NAME_BITS;
        let same_paper = self.source != 0 && self.source == earlier.source;
        let apart = if self.day != 0 && day != 0 { self.day.abs_diff(day) } else { 0 };
        if apart > if same_paper { DAYS_OF_ONE_PAPER } else { DAYS } {
            return 0.0;
        }
        if same_paper && are_unlike(self.title, title) {
            return 0.0;
        }
        let length = self.words.len().min(words.len());
        let (ours, theirs) = (&self.words[..length], &words[..length]);
        if ours == theirs {
            return 1.0;
        }
        let ours: HashSet<&[u8]> = ours.windows(RUN).collect();
        let theirs: HashSet<&[u8]> = theirs.windows(RUN).collect();
        let common = ours.intersection(&theirs).count();
        let share = common as f64 / ours.len().max(theirs.len()) as f64;
        if share >= ALIKE { share } else { 0.0 }
    }
}

/// Say whether two titles are known and have no term in common.
fn are_unlike(ours: &[u8], theirs: &[u8]) -> bool {
    let has = |term| theirs.chunks_exact(4).any(|other| other == term);
    !ours.is_empty() && !theirs.is_empty() && !ours.chunks_exact(4).any(has)
}

fn slot(band: u32) -> usize {
    band as usize & ((1 << SLOT_BITS) - 1)
}

fn place_in(held: u32) -> usize {
    held as usize & ((1 << PLACE_BITS) - 1)
}
