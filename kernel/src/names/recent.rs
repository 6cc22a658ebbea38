//! What is known of short words that were met last, at hand where tables are past the caches.

/// The bytes of a word of up to sixteen, as one number.
type Packed = u128;

const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15; // the golden ratio

/// Something of each short word that was met last.
pub struct Recent<T, const SLOTS: usize> {
    slots: Vec<(Packed, T)>,
}

impl<T: Copy + Default, const SLOTS: usize> Default for Recent<T, SLOTS> {
    fn default() -> Self {
        Self { slots: Vec::new() }
    }
}

impl<T: Copy + Default, const SLOTS: usize> Recent<T, SLOTS> {
    /// Return what is known of a word, by `find` where it is long or was not met last.
    #[inline]
    pub fn of(&mut self, word: &str, find: impl FnOnce() -> T) -> T {
        let Some(packed) = packed(word) else { return find() };
        let slot = self.slot(packed);
        if slot.0 != packed {
            *slot = (packed, find());
        }
        slot.1
    }

    #[inline]
    fn slot(&mut self, packed: Packed) -> &mut (Packed, T) {
        self.slots.resize(SLOTS, (0, T::default()));
        let mixed = (packed as u64 ^ ((packed >> 64) as u64).rotate_left(29)).wrapping_mul(SPREAD);
        &mut self.slots[(mixed >> 40) as usize % SLOTS]
    }
}

/// Return a word as one number: none is 0, and no two have the same.
#[inline]
fn packed(word: &str) -> Option<Packed> {
    if word.as_bytes().last().is_none_or(|&last| last == 0) {
        return None;
    }
    let mut bytes = [0; size_of::<Packed>()];
    bytes.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
    Some(Packed::from_le_bytes(bytes))
}
