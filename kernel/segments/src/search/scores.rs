//! A score for each document of a segment, and which of them match.

use std::cmp::Ordering;

const MANY: usize = 16; // documents for a hit: all are sooner cleared then

/// The number of a segment and of a document in it, as Tantivy's addresses have them.
pub type Address = (u32, u32);

/// Sets of documents as bits.
pub struct Bits(Vec<u64>);

impl Bits {
    pub fn new(documents: u32) -> Self {
        Self(vec![0; documents as usize / 64 + 1])
    }

    #[inline]
    pub fn add(&mut self, document: u32) {
        self.0[document as usize >> 6] |= 1 << (document & 63);
    }

    #[inline]
    pub fn has(&self, document: u32) -> bool {
        self.0[document as usize >> 6] >> (document & 63) & 1 != 0
    }

    pub fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Yield the documents in their order.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().enumerate().flat_map(|(place, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros())?;
                rest &= rest - 1;
                Some(place as u32 * 64 + bit)
            })
        })
    }
}

/// Scores by document; what is no hit has 0.
pub struct Scores {
    pub scores: Vec<f32>,
    pub hits: Bits,
}

impl Scores {
    pub fn new(documents: u32) -> Self {
        Self { scores: vec![0.0; documents as usize], hits: Bits::new(documents) }
    }

    pub fn clear(&mut self) {
        let Self { scores, hits } = self;
        if hits.len() > scores.len() / MANY {
            scores.fill(0.0);
        } else {
            hits.iter().for_each(|document| scores[document as usize] = 0.0);
        }
        hits.0.fill(0);
    }

    /// Leave those hits that another set has too, or lacks.
    pub fn keep(&mut self, other: &Bits, wanted: bool) {
        for (place, (own, its)) in self.hits.0.iter_mut().zip(&other.0).enumerate() {
            let mut gone = *own & if wanted { !its } else { *its };
            *own &= !gone;
            while gone != 0 {
                self.scores[place * 64 + gone.trailing_zeros() as usize] = 0.0;
                gone &= gone - 1;
            }
        }
    }

    #[inline]
    pub fn add(&mut self, document: u32, score: f32) {
        self.scores[document as usize] += score;
        self.hits.add(document);
    }

    /// Return the matching documents with their scores.
    pub fn found(&self) -> Vec<(u32, f32)> {
        self.hits.iter().map(|document| (document, self.scores[document as usize])).collect()
    }
}

/// The best documents so far: by falling score, then by address.
pub struct Best {
    limit: usize,
    found: Vec<(Address, f32)>,
    least: f32,
}

impl Best {
    pub fn new(limit: usize) -> Self {
        Self { limit, found: Vec::new(), least: f32::NEG_INFINITY }
    }

    /// Look at a document; those of one score come in the order of their addresses.
    #[inline]
    pub fn offer(&mut self, address: Address, score: f32) {
        if score > self.least {
            self.found.push((address, score));
            if self.found.len() >= 4 * self.limit + 64 {
                self.found.select_nth_unstable_by(self.limit - 1, order);
                self.found.truncate(self.limit);
                self.least = self.found.iter().map(|each| each.1).fold(f32::INFINITY, f32::min);
            }
        }
    }

    pub fn sorted(mut self) -> Vec<(Address, f32)> {
        self.found.sort_unstable_by(order);
        self.found.truncate(self.limit);
        self.found
    }
}

fn order(left: &(Address, f32), right: &(Address, f32)) -> Ordering {
    right.1.total_cmp(&left.1).then(left.0.cmp(&right.0))
}

/// Keep what is of some documents; both are in their order.
pub fn keep_common<T>(own: &mut Vec<T>, documents: &[u32], document: impl Fn(&T) -> u32) {
    let mut rest = documents;
    own.retain(|each| {
        let wanted = document(each);
        let passed = rest.iter().take_while(|&&its| its < wanted).count();
        rest = &rest[passed..];
        rest.first() == Some(&wanted)
    });
}
