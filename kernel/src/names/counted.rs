//! The names that most of some articles have: `NameIndex.most` in `indexer/storage/names/index.py`.

use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;

use crate::panics::guarded;

const FEW: usize = 8_000; // names of rows up to which to sort them is quicker than to count all

/// The numbers that are counted more often than others, each with how often; how often the last of
/// those that are asked for is, and the numbers that are as often.
type Most = (Vec<(u32, u32)>, u32, Vec<u32>);

/// Return of each type of names the `limit` that most of some rows have, with those as frequent as
/// the last of them.
///
/// The names of all rows are in `flat` one row after another, four bytes each; `ends` says where
/// those of each row end, in eight bytes as a row has, and `types` of which type each name is.
#[pyfunction]
pub fn most_named(
    py: Python<'_>,
    flat: &[u8],
    ends: &[u8],
    types: &[u8],
    rows: &[u8],
    kinds: usize,
    limit: Option<usize>,
) -> PyResult<Vec<Most>> {
    guarded(|| {
        let found = py.detach(|| {
            let names = names(flat.as_chunks().0, ends.as_chunks().0, rows.as_chunks().0)?;
            let mut of_kinds: Vec<Vec<(u32, u32)>> = vec![Vec::new(); kinds];
            for (number, count) in counted(names, types.len())? {
                let kind = *types.get(number as usize)?;
                of_kinds.get_mut(usize::from(kind))?.push((number, count));
            }
            Some(of_kinds.into_iter().map(|counts| most(counts, limit)).collect())
        });
        found.ok_or_else(|| PyIndexError::new_err("there is no such name or row"))
    })
}

/// Return the names of each of these rows.
fn names<'a>(
    flat: &'a [[u8; 4]],
    ends: &[[u8; 8]],
    rows: &[[u8; 8]],
) -> Option<Vec<&'a [[u8; 4]]>> {
    let end_of = |row: usize| usize::try_from(i64::from_le_bytes(*ends.get(row)?)).ok();
    let of_row = |row: &[u8; 8]| {
        let row = usize::try_from(i64::from_le_bytes(*row)).ok()?;
        let start = if row == 0 { 0 } else { end_of(row - 1)? };
        flat.get(start..end_of(row)?)
    };
    rows.iter().map(of_row).collect()
}

/// Return the different names in order, and how many rows have each; all are below `size`.
fn counted(names: Vec<&[[u8; 4]]>, size: usize) -> Option<Vec<(u32, u32)>> {
    let total: usize = names.iter().map(|each| each.len()).sum();
    let numbers = names.into_iter().flatten().map(|&number| u32::from_le_bytes(number));
    if total < FEW {
        let mut numbers: Vec<u32> = numbers.collect();
        numbers.sort_unstable();
        let same = numbers.chunk_by(|one, other| one == other);
        return Some(same.map(|each| (each[0], each.len() as u32)).collect());
    }
    let mut counts = vec![0u32; size];
    for number in numbers {
        *counts.get_mut(number as usize)? += 1;
    }
    let found = counts.into_iter().enumerate().filter(|(_, count)| *count > 0);
    Some(found.map(|(number, count)| (number as u32, count)).collect())
}

/// Part what is counted by the count of the last of `limit`: most numbers have that of the last.
fn most(mut counts: Vec<(u32, u32)>, limit: Option<usize>) -> Most {
    let Some(limit) = limit.filter(|&limit| limit > 0 && limit < counts.len()) else {
        return (counts, 0, Vec::new());
    };
    let mut each: Vec<u32> = counts.iter().map(|&(_, count)| count).collect();
    let least = *each.select_nth_unstable_by(limit - 1, |one, other| other.cmp(one)).1;
    let tied = counts.iter().filter(|(_, count)| *count == least).map(|&(number, _)| number);
    let tied = tied.collect();
    counts.retain(|&(_, count)| count > least);
    (counts, least, tied)
}
