//! How the usage of types is kept: of each type which numbers are not 0, then those.

use pyo3::prelude::*;

use super::archive::NUMBERS;
use super::tokens::disagrees;

const SEVEN: u32 = 0x7f; // bits that a byte has of a number; the eighth says that more follow
const MORE: u8 = 0x80;
const MAX_SHIFT: u32 = 28; // of the last bits of a number

/// Return what is kept of types: two bytes each that say which numbers follow, and those numbers.
pub fn kept(counted: &[[u32; NUMBERS]]) -> (Vec<u8>, Vec<u8>) {
    let (mut which, mut rest) = (Vec::with_capacity(2 * counted.len()), Vec::new());
    for numbers in counted {
        let mask = (0..NUMBERS).filter(|&place| numbers[place] != 0);
        which.extend(mask.fold(0u16, |mask, place| mask | 1 << place).to_le_bytes());
        for &number in numbers.iter().filter(|&&number| number != 0) {
            let mut left = number;
            while left > SEVEN {
                rest.push((left & SEVEN) as u8 | MORE);
                left >>= 7;
            }
            rest.push(left as u8);
        }
    }
    (which, rest)
}

/// Reads what was kept, type by type.
pub struct Kept<'a> {
    which: std::slice::Iter<'a, [u8; 2]>,
    rest: std::slice::Iter<'a, u8>,
}

impl<'a> Kept<'a> {
    /// Begin with the first type.
    pub fn new(which: &'a [u8], rest: &'a [u8]) -> Self {
        Self { which: which.as_chunks().0.iter(), rest: rest.iter() }
    }

    /// Return the numbers of the next type. ValueError where there is none, or it has no such.
    pub fn next(&mut self) -> PyResult<[u32; NUMBERS]> {
        let mut mask = u16::from_le_bytes(*self.which.next().ok_or_else(disagrees)?);
        if mask >> NUMBERS != 0 {
            return Err(disagrees());
        }
        let mut numbers = [0; NUMBERS];
        while mask != 0 {
            numbers[mask.trailing_zeros() as usize] = self.number()?;
            mask &= mask - 1;
        }
        Ok(numbers)
    }

    /// Say whether all was read.
    pub fn is_done(&self) -> bool {
        self.which.len() == 0 && self.rest.len() == 0
    }

    fn number(&mut self) -> PyResult<u32> {
        let mut number = 0;
        for shift in (0..=MAX_SHIFT).step_by(7) {
            let byte = *self.rest.next().ok_or_else(disagrees)?;
            number |= (u32::from(byte) & SEVEN) << shift;
            if byte & MORE == 0 {
                return Ok(number);
            }
        }
        Err(disagrees())
    }
}
