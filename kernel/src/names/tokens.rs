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
        let Self { class_of, usage, common } = self;
        let (size, coded) = (usage.len() as u32, common.len() as u32);
        let mut class = |place: u32| {
            let type_ = || common.get(place as usize).copied().unwrap_or(place - coded);
            *class_of[place as usize].get_or_insert_with(|| class(type_()))
        };
        let (codes, _) = piece.codes.as_chunks::<2>();
        let mut codes = codes.iter().map(|&code| u16::from_le_bytes(code));
        let mut rare = numbers(piece.rare);
        let mut bit = piece.first_bit;
        let mut row = Row::default();
        for length in numbers(piece.lengths) {
            row.clear();
            for code in codes.by_ref().take(length as usize) {
                let place = match code {
                    RARE => rare.next().and_then(|type_| type_.checked_add(coded)),
                    code => Some(u32::from(code)).filter(|&code| code < coded),
                };
                let place = place.filter(|&place| place < size).ok_or_else(disagrees)?;
                let ends = piece.sentences.get(bit / 8).ok_or_else(disagrees)?;
                row.types.push(place);
                row.classes.push(class(place));
                row.ends.push(ends >> (bit % 8) & 1 != 0);
                bit += 1;
            }
            if row.types.len() != length as usize {
                return Err(disagrees());
            }
            row.count(usage);
        }
        Ok(())
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
        for (place, &type_) in self.types.iter().enumerate() {
            let usage = &mut usage[type_ as usize];
            usage.lower += 1;
            if place > 0 && !self.ends[place - 1] {
                self.note(place, usage);
            }
        }
    }

    /// Count what stands around a token within a sentence.
    fn note(&self, place: usize, usage: &mut Usage<u32>) {
        let end = self.types.len();
        let before = self.classes[place - 1];
        let follows = place + 1 < end && !self.ends[place];
        let after = if follows { self.classes[place + 1] } else { Class::None };
        let mut named = after >= Class::Capital;
        let mut small = after.is_small();
        for beyond in [place + 2, place + 3] {
            if !small || beyond >= end || self.ends[beyond - 1] {
                break;
            }
            named |= self.classes[beyond] >= Class::Capital;
            small = self.classes[beyond].is_small();
        }
        usage.inside += 1;
        if before == Class::None && after == Class::None {
            return; // as with most
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
