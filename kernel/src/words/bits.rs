//! A row of bits, of which those that are set are counted and found.

const BLOCK: usize = 512; // bits between two counts
const UNIT: usize = 64;

const SAMPLE: usize = 512; // bits of a kind between two whose blocks are kept

/// Bits, with the number of those that are set before each block, and the blocks of some of the bits
/// of each kind.
#[derive(Default)]
pub struct Bits {
    units: Vec<u64>,
    before: Vec<u32>,
    ones: usize,
    blocks_of_ones: Vec<u32>,
    blocks_of_zeros: Vec<u32>,
}

impl Bits {
    /// Count the bits of units, the lowest bit of each first.
    pub fn new(units: Vec<u64>) -> Self {
        let mut bits = Self { units, ..Self::default() };
        for (number, block) in bits.units.chunks(BLOCK / UNIT).enumerate() {
            bits.before.push(bits.ones as u32);
            bits.ones += block.iter().map(|unit| unit.count_ones() as usize).sum::<usize>();
            let zeros = number * BLOCK + block.len() * UNIT - bits.ones;
            bits.blocks_of_ones.resize(bits.ones.div_ceil(SAMPLE), number as u32);
            bits.blocks_of_zeros.resize(zeros.div_ceil(SAMPLE), number as u32);
        }
        bits
    }

    /// Say whether no bit is set.
    pub fn is_empty(&self) -> bool {
        self.ones == 0
    }

    /// Return how many bits are set.
    pub fn ones(&self) -> usize {
        self.ones
    }

    /// Say whether the bit at a place is set.
    #[inline]
    pub fn get(&self, place: usize) -> bool {
        self.units[place / UNIT] >> (place % UNIT) & 1 == 1
    }

    /// Return how many bits are set one after the other from a place on.
    #[inline]
    pub fn ones_from(&self, place: usize) -> usize {
        let mut end = place;
        for &unit in &self.units[place / UNIT..] {
            let left = UNIT - end % UNIT;
            let ones = ((unit >> (end % UNIT)).trailing_ones() as usize).min(left);
            end += ones;
            if ones < left {
                break;
            }
        }
        end - place
    }

    /// Return the places of the bits that are set.
    pub fn places(&self) -> impl Iterator<Item = usize> {
        self.units.iter().enumerate().flat_map(|(number, &unit)| {
            let mut bits = unit;
            std::iter::from_fn(move || {
                let place = number * UNIT + bits.trailing_zeros() as usize;
                (bits != 0).then(|| {
                    bits &= bits - 1;
                    place
                })
            })
        })
    }

    /// Return how many bits before a place are set.
    #[inline]
    pub fn rank(&self, place: usize) -> usize {
        let (unit, block) = (place / UNIT, place / BLOCK);
        let first = block * (BLOCK / UNIT);
        let whole: u32 = self.units[first..unit].iter().map(|unit| unit.count_ones()).sum();
        let rest = self.units[unit] & ((1 << (place % UNIT)) - 1);
        (self.before[block] + whole + rest.count_ones()) as usize
    }

    /// Return the place of the set bit that has so many set bits before it.
    pub fn select_one(&self, rank: usize) -> usize {
        let before = |block| self.before[block] as usize;
        self.select(rank, &self.blocks_of_ones, before, |unit| unit)
    }

    /// Return the place of the bit that is not set, and has so many of its kind before it.
    pub fn select_zero(&self, rank: usize) -> usize {
        let before = |block| block * BLOCK - self.before[block] as usize;
        self.select(rank, &self.blocks_of_zeros, before, |unit| !unit)
    }

    #[inline]
    fn select(
        &self,
        rank: usize,
        blocks: &[u32],
        before: impl Fn(usize) -> usize,
        of: impl Fn(u64) -> u64,
    ) -> usize {
        let mut low = blocks[rank / SAMPLE] as usize;
        let next = blocks.get(rank / SAMPLE + 1).map(|&block| block as usize + 1);
        let mut high = next.unwrap_or(self.before.len());
        while high - low > 1 {
            let middle = low.midpoint(high);
            if before(middle) > rank { high = middle } else { low = middle }
        }
        let mut left = rank - before(low);
        let first = low * (BLOCK / UNIT);
        for (place, &unit) in self.units[first..].iter().enumerate() {
            let mut bits = of(unit);
            let ones = bits.count_ones() as usize;
            if left < ones {
                (0..left).for_each(|_| bits &= bits - 1);
                return (first + place) * UNIT + bits.trailing_zeros() as usize;
            }
            left -= ones;
        }
        unreachable!("a row of bits ends before the bit that is looked for")
    }
}
