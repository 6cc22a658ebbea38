//! The latest articles of a run: `indexer/near_duplicates/fingerprint_table.py`, with the same
//! answers.

use std::fs::{File, OpenOptions, remove_file};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::sync::MutexExt;
use pyo3::types::PyBytes;

use crate::fingerprint::{Compared, Rule};
use crate::panics::guarded;

/// What a fingerprint has of an article's text, as Python has it.
type Parts<'py> = (Bound<'py, PyBytes>, Bound<'py, PyBytes>, Vec<u32>);
/// The number of the source of an article and its day; and the group that it is to have, unless one
/// is more similar than a number.
type About = (u16, u64, u64, f64);

/// Gives articles their groups: the latest of a run, found by their LSH bands.
#[pyclass(frozen, module = "indexer._kernel")]
pub struct FingerprintTable {
    rule: Rule,
    capacity: usize,
    slot_bits: u32,
    articles: Mutex<Articles>,
}

struct Articles {
    records: Records,
    groups: Vec<u64>,
    next: usize,
    slots: Vec<u32>, // what the slot's number leaves out of the band, and a place, from 1
}

/// An article that later ones are compared to.
struct Record {
    group: u64,
    source: u16,
    title: Vec<u8>,
    words: Vec<u8>,
}

/// Records by place: the last ones in memory, those before them in a file without a name.
struct Records {
    /// The bytes of each: its numbers, and room for as much as a fingerprint has.
    size: usize,
    path: Option<PathBuf>,
    /// Bytes that are kept in memory, about, where there is a file.
    kept: usize,
    file: Option<File>,
    /// Those that are not in the file, from this place on.
    last: Vec<u8>,
    first: usize,
}

const HEAD: usize = size_of::<u64>() + 2 * size_of::<u16>() + 1; // group, source, two lengths

impl Records {
    fn new(room: usize, file: Option<(PathBuf, usize)>) -> Self {
        let (path, kept) = file.unzip();
        let kept = kept.unwrap_or(usize::MAX);
        Self { size: HEAD + room, path, kept, file: None, last: Vec::new(), first: 0 }
    }

    /// Return where a record is among the last ones, if it is one of these.
    fn at(&self, place: usize) -> Option<Range<usize>> {
        let start = place.checked_sub(self.first)? * self.size;
        (start < self.last.len()).then_some(start..start + self.size)
    }

    /// Return the record in a place, which was put there.
    fn get(&mut self, place: usize) -> io::Result<Record> {
        if let Some(at) = self.at(place) {
            return Ok(Record::of(&self.last[at]));
        }
        let mut bytes = vec![0; self.size];
        let mut file = self.file.as_ref().ok_or(io::ErrorKind::NotFound)?;
        file.seek(SeekFrom::Start((place * self.size) as u64))?;
        file.read_exact(&mut bytes)?;
        Ok(Record::of(&bytes))
    }

    /// Put a record in a place: the next one, or again the first.
    fn put(&mut self, place: usize, record: &Compared<'_>, group: u64) -> io::Result<()> {
        if self.at(place).is_none() && (place == 0 || self.last.len() >= self.kept) {
            self.write()?;
            self.first = place;
        }
        let mut bytes = Vec::with_capacity(self.size);
        bytes.extend(group.to_le_bytes());
        bytes.extend(record.source.to_le_bytes());
        bytes.extend((record.words.len() as u16).to_le_bytes());
        bytes.push(record.title.len() as u8);
        bytes.extend([record.title, record.words].into_iter().flatten());
        bytes.resize(self.size, 0);
        match self.at(place) {
            Some(at) => self.last[at].copy_from_slice(&bytes),
            None => self.last.extend(bytes),
        }
        Ok(())
    }

    /// Write the last ones to the file.
    fn write(&mut self) -> io::Result<()> {
        let (false, Some(path)) = (self.last.is_empty(), &self.path) else { return Ok(()) };
        let mut file = match &self.file {
            Some(file) => file,
            None => self.file.insert(nameless(path)?),
        };
        file.seek(SeekFrom::Start((self.first * self.size) as u64))?;
        file.write_all(&self.last)?;
        self.last.clear();
        Ok(())
    }
}

/// Make a file, and take its name away: it is gone when it is closed.
fn nameless(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new().read(true).write(true).create_new(true).open(path)?;
    remove_file(path)?;
    Ok(file)
}

impl Record {
    fn of(bytes: &[u8]) -> Self {
        let (group, rest) = bytes.split_first_chunk().expect("a record begins with its group");
        let (&[a, b, c, d, title], rest) = rest.split_first_chunk().expect("numbers follow");
        let (title, rest) = rest.split_at(title.into());
        let words = &rest[..u16::from_le_bytes([c, d]).into()];
        Self {
            group: u64::from_le_bytes(*group),
            source: u16::from_le_bytes([a, b]),
            title: title.into(),
            words: words.into(),
        }
    }
}

#[pymethods]
impl FingerprintTable {
    /// Hold `capacity` articles, then let the oldest go; ValueError where slots cannot name them.
    ///
    /// With the path of a `file` and a number, what is more than so many bytes lies there.
    #[new]
    #[pyo3(signature = (rule, capacity, slot_bits, file = None))]
    fn new(
        rule: Rule,
        capacity: usize,
        slot_bits: u32,
        file: Option<(PathBuf, usize)>,
    ) -> PyResult<Self> {
        guarded(|| {
            let rule = rule.checked()?;
            let fits = slot_bits < rule.lsh_bits && rule.lsh_bits - slot_bits < u32::BITS;
            if !fits || capacity == 0 || capacity >= 1 << (u32::BITS + slot_bits - rule.lsh_bits) {
                return Err(PyValueError::new_err("slots too small for so many articles"));
            }
            let slots = vec![0; 1 << slot_bits];
            let records = Records::new(rule.room(), file);
            let articles = Articles { records, groups: Vec::new(), next: 0, slots };
            Ok(Self { rule, capacity, slot_bits, articles: Mutex::new(articles) })
        })
    }

    /// Return the group of each article: that of the earlier one that is most similar, else the one
    /// that it is to have; 0 of one without a fingerprint. They are remembered.
    fn place_all(
        &self,
        py: Python<'_>,
        parts: Vec<Option<Parts<'_>>>,
        about: Vec<About>,
    ) -> PyResult<Vec<u64>> {
        guarded(|| {
            let mut articles =
                self.articles.lock_py_attached(py).unwrap_or_else(|e| e.into_inner());
            let placed = parts.iter().zip(about).map(|(parts, (source, day, group, best))| {
                let Some((words, title, bands)) = parts else { return Ok(0) };
                let (words, title) = (words.as_bytes(), title.as_bytes());
                let ours = Compared { words, title, source, day };
                if !self.rule.has_room(&ours) {
                    return Err(PyValueError::new_err("longer than a fingerprint of this rule"));
                }
                Ok(self.place(&mut articles, &ours, bands, group, best)?)
            });
            placed.collect()
        })
    }
}

impl FingerprintTable {
    /// Return the group of the article that is more similar than `best`, else `group`; remember it.
    fn place(
        &self,
        articles: &mut Articles,
        ours: &Compared<'_>,
        bands: &[u32],
        mut group: u64,
        mut best: f64,
    ) -> io::Result<u64> {
        let places: Vec<usize> =
            bands.iter().map(|&band| self.place_of(band, &articles.slots)).collect();
        let mut ordered = places.clone();
        ordered.sort_unstable();
        ordered.dedup();
        for place in ordered.into_iter().filter(|&place| place > 0) {
            if !self.rule.are_near(ours.day, self.day_of(articles.groups[place - 1])) {
                continue; // so that hardly any is read
            }
            let earlier = articles.records.get(place - 1)?;
            let similarity = self.rule.similarity(ours, &self.compared(&earlier));
            if similarity > best {
                (best, group) = (similarity, earlier.group);
            }
        }
        self.add(articles, ours, group, bands.iter().copied().zip(places))?;
        Ok(group)
    }

    /// Remember an article; bands go on leading to the places of earlier ones of its group.
    fn add(
        &self,
        articles: &mut Articles,
        fingerprint: &Compared<'_>,
        group: u64,
        places: impl Iterator<Item = (u32, usize)>,
    ) -> io::Result<()> {
        let here = articles.next + 1;
        for (band, place) in places {
            if place == 0 || articles.groups[place - 1] != group {
                let rest = band >> self.slot_bits << self.place_bits();
                articles.slots[self.slot(band)] = rest | here as u32;
            }
        }
        articles.records.put(articles.next, fingerprint, group)?;
        match articles.groups.get_mut(articles.next) {
            Some(oldest) => *oldest = group,
            None => articles.groups.push(group),
        }
        articles.next = here % self.capacity;
        Ok(())
    }

    fn compared<'a>(&self, earlier: &'a Record) -> Compared<'a> {
        let Record { group, source, title, words } = earlier;
        Compared { words, title, source: *source, day: self.day_of(*group) }
    }

    fn day_of(&self, group: u64) -> u64 {
        group >> self.rule.group_hash_bits
    }

    /// Return the place of the article that a band leads to, from 1; 0 when to none.
    fn place_of(&self, band: u32, slots: &[u32]) -> usize {
        let found = slots[self.slot(band)];
        let is_of_band = found >> self.place_bits() == band >> self.slot_bits;
        if is_of_band { found as usize & ((1 << self.place_bits()) - 1) } else { 0 }
    }

    fn slot(&self, band: u32) -> usize {
        band as usize & ((1 << self.slot_bits) - 1)
    }

    fn place_bits(&self) -> u32 {
        u32::BITS + self.slot_bits - self.rule.lsh_bits
    }
}
