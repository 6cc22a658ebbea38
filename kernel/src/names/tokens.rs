//! The tokens of a segment of the forward index, and what stands around each:
//! `_contexts` of `indexer/names/archive_usage.py`.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::archive::Usage;

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

/// What is known of the types of a segment, and how often each stands in rows that are alive.
///
/// A type that has a code has its place by that, as nearly all tokens do, so that what they need
/// lies together; the others have theirs behind these. The class of a type is found when it first
/// stands beside a word: most types never do.
#[derive(Default)]
pub struct SegmentTypes {
    class_of: Vec<Option<Class>>,
    types: Vec<Type>,
    common: Vec<u32>,
}

/// How often a type stands in rows that are alive, and the number of the word that it is, or `NO_WORD`.
#[derive(Clone, Copy)]
struct Type {
    count: u32,
    word: u32,
}

const NO_WORD: u32 = u32::MAX;

/// The tokens of some rows: their codes, two bytes each; the types of those that are rare, four; a
/// bit of each token after which a sentence ends, from `first_bit` on; how many tokens each row
/// has, four bytes; which rows are alive, one.
pub struct Piece<'a> {
    pub codes: &'a [u8],
    pub rare: &'a [u8],
    pub sentences: &'a [u8],
    pub first_bit: usize,
    pub lengths: &'a [u8],
    pub alive: &'a [u8],
}

/// An article: the places of the types of its tokens, and whether a sentence ends after each.
#[derive(Default)]
struct Row {
    types: Vec<u32>,
    ends: Vec<bool>,
}

impl SegmentTypes {
    /// Take the types that have codes, and the number of each type that is a word.
    ///
    /// ValueError where a code stands for no type.
    pub fn new(common: Vec<u32>, words: &[Option<u32>]) -> PyResult<Self> {
        let by_code = common.iter().map(|&type_| words.get(type_ as usize).copied());
        let by_code = by_code.collect::<Option<Vec<_>>>().ok_or_else(disagrees)?;
        let type_ = |word: &Option<u32>| Type { count: 0, word: word.unwrap_or(NO_WORD) };
        let types: Vec<Type> = by_code.iter().chain(words).map(type_).collect();
        Ok(Self { class_of: vec![None; types.len()], types, common })
    }

    /// Return how often each type stands in rows that are alive.
    pub fn counted(&self) -> Vec<i64> {
        let (by_code, rest) = self.types.split_at(self.common.len());
        let mut counts: Vec<i64> = rest.iter().map(|type_| type_.count.into()).collect();
        for (&type_, each) in self.common.iter().zip(by_code) {
            counts[type_ as usize] += i64::from(each.count);
        }
        counts
    }

    /// Count the types in rows that are alive, and the contexts of those that are words.
    ///
    /// ValueError where the columns do not agree.
    pub fn count(
        &mut self,
        piece: &Piece<'_>,
        usage: &mut [Usage],
        class: &dyn Fn(u32) -> Class,
    ) -> PyResult<()> {
        let Self { class_of, types, common } = self;
        let (size, coded) = (types.len() as u32, common.len() as u32);
        let mut class = |place: u32| {
            let type_ = || common.get(place as usize).copied().unwrap_or(place - coded);
            *class_of[place as usize].get_or_insert_with(|| class(type_()))
        };
        let (codes, _) = piece.codes.as_chunks::<2>();
        let mut codes = codes.iter().map(|&code| u16::from_le_bytes(code));
        let mut rare = numbers(piece.rare);
        let mut bit = piece.first_bit;
        let mut row = Row::default();
        for (length, alive) in numbers(piece.lengths).zip(piece.alive) {
            row.types.clear();
            row.ends.clear();
            for code in codes.by_ref().take(length as usize) {
                let place = match code {
                    RARE => rare.next().and_then(|type_| type_.checked_add(coded)),
                    code => Some(u32::from(code)).filter(|&code| code < coded),
                };
                row.types.push(place.filter(|&place| place < size).ok_or_else(disagrees)?);
                let ends = piece.sentences.get(bit / 8).ok_or_else(disagrees)?;
                row.ends.push(ends >> (bit % 8) & 1 != 0);
                bit += 1;
            }
            if row.types.len() != length as usize {
                return Err(disagrees());
            }
            if *alive != 0 {
                row.count(types, usage, &mut class);
            }
        }
        Ok(())
    }
}

/// Read numbers of four bytes, the lowest first.
pub fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.as_chunks::<4>().0.iter().map(|&number| u32::from_le_bytes(number))
}

impl Row {
    fn count(&self, types: &mut [Type], usage: &mut [Usage], class: &mut dyn FnMut(u32) -> Class) {
        for (place, &type_) in self.types.iter().enumerate() {
            let Type { count, word } = &mut types[type_ as usize];
            *count += 1;
            if *word != NO_WORD && place > 0 && !self.ends[place - 1] {
                self.note(place, class, &mut usage[*word as usize]);
            }
        }
    }

    /// Count what stands around a token within a sentence.
    fn note(&self, place: usize, class: &mut dyn FnMut(u32) -> Class, usage: &mut Usage) {
        let end = self.types.len();
        let mut class = |place: usize| class(self.types[place]);
        let before = class(place - 1);
        let follows = place + 1 < end && !self.ends[place];
        let after = if follows { class(place + 1) } else { Class::None };
        let mut named = after >= Class::Capital;
        let mut small = after.is_small();
        for beyond in [place + 2, place + 3] {
            if !small || beyond >= end || self.ends[beyond - 1] {
                break;
            }
            named |= class(beyond) >= Class::Capital;
            small = class(beyond).is_small();
        }
        usage.inside += 1;
        usage.after_title += i64::from(before == Class::Title);
        usage.after_place += i64::from(before == Class::Place);
        usage.after_article += i64::from(before == Class::Article);
        usage.before_saying += i64::from(after == Class::Say);
        usage.before_capital += i64::from(named);
        usage.after_capital += i64::from(before >= Class::Capital);
        usage.after_body += i64::from(before == Class::Body);
        usage.after_agent += i64::from(matches!(before, Class::Agent | Class::Particle));
        usage.after_adjective += i64::from(before == Class::Adjective);
        usage.after_first_name += i64::from(before == Class::FirstName);
    }
}

fn disagrees() -> PyErr {
    PyValueError::new_err("the columns of a segment do not agree")
}
