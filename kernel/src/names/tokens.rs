//! The tokens of a segment of the forward index, and what stands around each:
//! `_contexts` of `indexer/names/archive_usage.py`.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::archive::{NUMBERS, Usage};

const RARE: u16 = 0xffff; // a token whose type stands in `rare`

/// What a word tells of a capital beside it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    None,
    Title,
    Place,
    Say,
    Article,
    Body,
    Agent,
    Particle,
    Capital,
    Adjective,
    FirstName,
}

impl Class {
    fn is_small(self) -> bool {
        matches!(self, Self::Article | Self::Particle)
    }
}

/// How the types of a segment are used, in the rows that were counted.
///
/// A type that has a code has its place by that, as nearly all tokens do, so that what they need
/// lies together; the others have theirs behind these. The class of a type is found when it is met.
#[derive(Default)]
pub struct SegmentTypes {
    class_of: Vec<Option<Class>>,
    usage: Vec<Usage<u32>>,
    common: Vec<u32>,
}

/// The tokens of some rows: their codes, two bytes each; the types of those that are rare, four; a
/// bit of each token after which a sentence ends, from `first_bit` on; how many tokens each row
/// has, four bytes.
pub struct Piece<'a> {
    pub codes: &'a [u8],
    pub rare: &'a [u8],
    pub sentences: &'a [u8],
    pub first_bit: usize,
    pub lengths: &'a [u8],
}

/// An article: the places of the types of its tokens, their classes, and whether a sentence ends
/// after each.
#[derive(Default)]
struct Row {
    types: Vec<u32>,
    classes: Vec<Class>,
    ends: Vec<bool>,
}

impl SegmentTypes {
    /// Take the types that have codes, and how many types there are.
    ///
    /// ValueError where a code stands for no type.
    pub fn new(common: Vec<u32>, size: usize) -> PyResult<Self> {
        if common.iter().any(|&type_| type_ as usize >= size) {
            return Err(disagrees());
        }
        let places = common.len() + size;
        Ok(Self { class_of: vec![None; places], usage: vec![Usage::default(); places], common })
    }

    /// Return the numbers of each type, in the order of `Usage`; `lower` is how often it stands there.
    pub fn counted(&self) -> Vec<[u32; NUMBERS]> {
        let (by_code, rest) = self.usage.split_at(self.common.len());
        let mut counted: Vec<_> = rest.iter().map(Usage::numbers).collect();
        for (&type_, each) in self.common.iter().zip(by_code) {
            let sums = &mut counted[type_ as usize];
            sums.iter_mut().zip(each.numbers()).for_each(|(sum, number)| *sum += number);
        }
        counted
    }

    /// Count the types in some rows, and their contexts.
    ///
    /// ValueError where the columns do not agree.
    pub fn count(&mut self, piece: &Piece<'_>, class: &dyn Fn(u32) -> Class) -> PyResult<()> {
        self.count_rows(piece, class).ok_or_else(disagrees)
    }

    /// None where the columns do not agree.
    fn count_rows(&mut self, piece: &Piece<'_>, class: &dyn Fn(u32) -> Class) -> Option<()> {
        let Self { class_of, usage, common } = self;
        let coded = common.len() as u32;
        let (mut codes, _) = piece.codes.as_chunks::<2>();
        let mut rare = numbers(piece.rare);
        let mut bit = piece.first_bit;
        let mut row = Row::default();
        for length in numbers(piece.lengths) {
            let (own, rest) = codes.split_at_checked(length as usize)?;
            codes = rest;
            row.clear();
            for &code in own {
                let place = match u16::from_le_bytes(code) {
                    RARE => rare.next()?.checked_add(coded)?,
                    code if u32::from(code) < coded => u32::from(code),
                    _ => return None,
                };
                let known = class_of.get_mut(place as usize)?;
                let class = *known.get_or_insert_with(|| {
                    class(common.get(place as usize).copied().unwrap_or(place.wrapping_sub(coded)))
                });
                row.types.push(place);
                row.classes.push(class);
                row.ends.push(piece.sentences.get(bit / 8)? >> (bit % 8) & 1 != 0);
                bit += 1;
            }
            row.count(usage);
        }
        Some(())
    }
}

/// Read numbers of four bytes, the lowest first.
pub fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.as_chunks::<4>().0.iter().map(|&number| u32::from_le_bytes(number))
}

impl Row {
    fn clear(&mut self) {
        self.types.clear();
        self.classes.clear();
        self.ends.clear();
    }

    fn count(&self, usage: &mut [Usage<u32>]) {
        let (mut before, mut ended) = (Class::None, true);
        for (place, ((&type_, &class), &ends)) in
            self.types.iter().zip(&self.classes).zip(&self.ends).enumerate()
        {
            let usage = &mut usage[type_ as usize];
            usage.lower += 1;
            if !ended {
                usage.inside += 1;
                let after = if ends { Class::None } else { self.class(place + 1) };
                if before != Class::None || after != Class::None {
                    self.note(place, before, after, usage);
                }
            }
            (before, ended) = (class, ends);
        }
    }

    fn class(&self, place: usize) -> Class {
        self.classes.get(place).copied().unwrap_or(Class::None)
    }

    /// Count what stands around a token within a sentence.
    fn note(&self, place: usize, before: Class, after: Class, usage: &mut Usage<u32>) {
        let mut named = after >= Class::Capital;
        let mut small = after.is_small();
        for beyond in [place + 2, place + 3] {
            if !small || beyond >= self.types.len() || self.ends[beyond - 1] {
                break;
            }
            let class = self.class(beyond);
            named |= class >= Class::Capital;
            small = class.is_small();
        }
        usage.after_title += u32::from(before == Class::Title);
        usage.after_place += u32::from(before == Class::Place);
        usage.after_article += u32::from(before == Class::Article);
        usage.before_saying += u32::from(after == Class::Say);
        usage.before_capital += u32::from(named);
        usage.after_capital += u32::from(before >= Class::Capital);
        usage.after_body += u32::from(before == Class::Body);
        usage.after_agent += u32::from(matches!(before, Class::Agent | Class::Particle));
        usage.after_adjective += u32::from(before == Class::Adjective);
        usage.after_first_name += u32::from(before == Class::FirstName);
    }
}

/// Return the error for columns that do not belong together.
pub fn disagrees() -> PyErr {
    PyValueError::new_err("the columns of a segment do not agree")
}
