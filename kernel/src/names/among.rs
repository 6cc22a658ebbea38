//! Whether a text may be among some, told by less than a look into their table.

const BITS_EACH: usize = 16; // of the table of bits, for each text
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15; // the golden ratio

/// Some texts, of which one that is not there is nearly always known not to be.
pub struct Among {
    bits: Vec<u64>,
}

impl Among {
    /// Take so many texts.
    pub fn new<'a>(texts: impl Iterator<Item = &'a str>, size: usize) -> Self {
        let mut bits = vec![0; (size * BITS_EACH / 64 + 1).next_power_of_two()];
        for text in texts {
            let (word, bit) = place(text, bits.len());
            bits[word] |= bit;
        }
        Self { bits }
    }

    /// Say whether a text may be one of them: no for most that are not.
    #[inline]
    pub fn may_have(&self, text: &str) -> bool {
        let (word, bit) = place(text, self.bits.len());
        self.bits[word] & bit != 0
    }
}

/// Return the place of a bit, by how a text begins and ends and how long it is.
#[inline]
fn place(text: &str, words: usize) -> (usize, u64) {
    let bytes = text.as_bytes();
    let (first, last) = match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
        _ => (bytes.iter().fold(0, |sum, &byte| sum << 8 | u64::from(byte)), 0),
    };
    let mixed = (first ^ last.rotate_left(23) ^ bytes.len() as u64).wrapping_mul(SPREAD);
    let mixed = mixed ^ mixed >> 29;
    ((mixed >> 6) as usize & (words - 1), 1 << (mixed & 63))
}
