//! What `indexer/near_duplicates/fingerprint.py` keeps of the beginning of an article, in the same numbers.

const RUN: usize = 4; // words in a row that count as one
const WORDS: usize = 96; // that are looked at
const KEPT_WORDS: usize = 48;
const TITLE_TERMS: usize = 12;
const BAND_WORDS: [usize; 2] = [30, WORDS];
const BANDS: usize = 3; // of each
const BAND_SHIFT: u32 = 8;
const PERMUTATIONS: [[(u32, u32); BANDS]; 2] = [
    [(0x8818A00B, 0x49F60541), (0x714E9FDD, 0x8BB6F14A), (0x4F5FABA7, 0x95FB3AB8)],
    [(0x0F8FEC7B, 0x84A6BD6C), (0xC89BAB79, 0xB109D6B2), (0xFB662BA9, 0xB48ECC59)],
];

/// A byte for each of the first words, four for each of the title's terms, and the bands.
pub struct Opening {
    pub words: Vec<u8>,
    pub title: Vec<u8>,
    pub bands: [u32; 2 * BANDS],
}

impl Opening {
    /// Return the opening of a body and a title of terms; none when the body has fewer words than
    /// `fewest`.
    pub fn of(body: &str, title: &str, fewest: usize) -> Option<Self> {
        let terms = body.split(' ').take(WORDS);
        let mut words: Vec<u8> = terms.map(|term| checksum(term) as u8).collect();
        if words.len() < fewest.max(RUN) {
            return None;
        }
        let mut bands = [0; 2 * BANDS];
        for (number, permutations) in PERMUTATIONS.iter().enumerate() {
            let passage = &words[..BAND_WORDS[number].min(words.len())];
            bands[number * BANDS..][..BANDS].copy_from_slice(&least(passage, permutations));
        }
        words.truncate(KEPT_WORDS);
        let terms = title.split(' ').filter(|term| !term.is_empty()).take(TITLE_TERMS);
        let title = terms.flat_map(|term| checksum(term).to_ne_bytes()).collect();
        Some(Self { words, title, bands })
    }
}

fn checksum(term: &str) -> u32 {
    crc32fast::hash(term.as_bytes())
}

/// Return the least permuted run for each permutation: a MinHash.
fn least(words: &[u8], permutations: &[(u32, u32); BANDS]) -> [u32; BANDS] {
    let mut found = [u32::MAX; BANDS];
    for run in words.windows(RUN) {
        let run = u32::from_le_bytes([run[0], run[1], run[2], run[3]]);
        for (least, (factor, term)) in found.iter_mut().zip(permutations) {
            *least = (*least).min(factor.wrapping_mul(run).wrapping_add(*term));
        }
    }
    found.map(|band| band >> BAND_SHIFT)
}
