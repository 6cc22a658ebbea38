//! Whose a surname is that stands alone in an article, and which full names are one person's:
//! `indexer/storage/names/bearers.py`.

use std::cmp::Reverse;
use std::collections::HashSet;

use hashbrown::HashMap;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;

use super::alike::{Company, close, is_solid, letters, loose};
use super::tokens::{disagrees, numbers};
use super::types::text_of;
use crate::panics::guarded;

/// The names of a segment: how each is spelt, its key, its type and how many articles have it; the
/// names of all articles in a row, how many each has, and which are not gone.
///
/// Texts end in NUL each, types and what is not gone have a byte, numbers four.
type Segment = (
    PyBackedBytes,
    PyBackedBytes,
    PyBackedBytes,
    PyBackedBytes,
    PyBackedBytes,
    PyBackedBytes,
    PyBackedBytes,
);

/// `MOST`, `FEW`, `ALONE`, `RARE`, and the small words within names.
#[derive(FromPyObject)]
pub struct Rule(f64, u64, u64, u64, HashSet<String>);

const LONGEST: usize = 8; // bytes of a small word, and more

/// A name of the archive.
struct Name<'a> {
    name: &'a str,
    key: &'a str,
    kind: u8,
    articles: u64,
}

/// The names of the archive, each once, as the first segment that has one spells it; and the number
/// of each name of each segment.
#[derive(Default)]
struct Names<'a> {
    all: Vec<Name<'a>>,
    numbers: Vec<Vec<usize>>,
}

/// People with full names that may be one, by what they share that are read alike.
struct Alike {
    groups: Vec<Vec<(usize, String)>>,
    company: Company,
}

/// Return the key of each surname that stands alone with that of its bearer, and of each full name
/// with that of the same person who is spelt otherwise more often, unless two names are `parted` by
/// the user.
///
/// ValueError where the names of a segment do not agree with each other.
#[pyfunction]
pub fn surname_bearers(
    py: Python<'_>,
    segments: Vec<Segment>,
    person: u8,
    rule: Rule,
    parted: &Bound<'_, PyAny>,
) -> PyResult<Vec<(String, String)>> {
    guarded(|| {
        let (names, people, alike) = py.detach(|| -> PyResult<_> {
            let names = names(&segments)?;
            let people = rule.people(&names, person);
            let alike = rule.alike(&segments, &names, &people)?;
            Ok((names, people, alike))
        })?;
        let all = &names.all;
        let apart =
            |one: usize, other: usize| parted.call1((all[one].name, all[other].name))?.is_truthy();
        let joined = alike.joined(all, apart)?;
        let pairs = py.detach(|| rule.pairs(all, &people, &joined));
        let mut found: Vec<(usize, usize)> = joined.into_iter().collect();
        for (alone, bearer) in pairs {
            if !apart(alone, bearer)? {
                found.push((alone, bearer));
            }
        }
        let key = |number: usize| all[number].key.to_owned();
        Ok(found.into_iter().map(|(name, of)| (key(name), key(of))).collect())
    })
}

fn names(segments: &[Segment]) -> PyResult<Names<'_>> {
    let mut found = Names::default();
    let most = segments.iter().map(|(_, _, types, ..)| types.len()).sum();
    let mut known: HashMap<(u8, &str), usize> = HashMap::with_capacity(most);
    for (names, keys, types, articles, ..) in segments {
        let mut names = text_of(names)?.split_terminator('\0');
        let mut keys = text_of(keys)?.split_terminator('\0');
        let mut articles = numbers(articles);
        let mut own = Vec::with_capacity(types.len());
        for &kind in types.iter() {
            let (Some(name), Some(key), Some(count)) = (names.next(), keys.next(), articles.next())
            else {
                return Err(disagrees());
            };
            let number = *known.entry((kind, key)).or_insert(found.all.len());
            if number == found.all.len() {
                found.all.push(Name { name, key, kind, articles: 0 });
            }
            found.all[number].articles += u64::from(count);
            own.push(number);
        }
        if names.next().is_some() || keys.next().is_some() || articles.next().is_some() {
            return Err(disagrees());
        }
        found.numbers.push(own);
    }
    Ok(found)
}

impl Alike {
    /// The rest of `joined_spellings`: each name that is another with that.
    fn joined(
        &self,
        all: &[Name<'_>],
        apart: impl Fn(usize, usize) -> PyResult<bool>,
    ) -> PyResult<HashMap<usize, usize>> {
        let mut found = HashMap::new();
        for group in &self.groups {
            let mut group: Vec<_> = group.iter().collect();
            group.sort_by_key(|(number, _)| (Reverse(all[*number].articles), all[*number].key));
            let mut heads: Vec<&(usize, String)> = Vec::new();
            'names: for each in group {
                for head in &heads {
                    let alike = unspaced(&head.1).eq(unspaced(&each.1))
                        || self.company.shared(head.0, each.0);
                    if alike && !apart(head.0, each.0)? {
                        found.insert(each.0, head.0);
                        continue 'names;
                    }
                }
                heads.push(each);
            }
        }
        Ok(found)
    }
}

/// `_unspaced`
fn unspaced(closer: &str) -> impl Iterator<Item = char> {
    closer.chars().filter(|&c| c != ' ')
}

/// People of the archive that some article has: those called by surnames alone, and the others.
struct People {
    alone: Vec<usize>,
    full: Vec<usize>,
}

impl Rule {
    fn people(&self, names: &Names<'_>, person: u8) -> People {
        let is_one = |number: &usize| {
            let name = &names.all[*number];
            name.kind == person && name.articles > 0
        };
        let people = (0..names.all.len()).filter(is_one);
        let (alone, full) = people.partition(|&number| self.is_surname(names.all[number].name));
        People { alone, full }
    }

    /// Return which full names may be one, as far as what is read alike and the company tell.
    fn alike(&self, segments: &[Segment], names: &Names<'_>, people: &People) -> PyResult<Alike> {
        let groups = self.groups(&names.all, &people.full);
        let mut wanted = vec![false; names.all.len()];
        for &(number, _) in groups.iter().flatten() {
            wanted[number] = is_solid(names.all[number].key);
        }
        let alive: usize =
            segments.iter().map(|each| each.6.iter().filter(|&&alive| alive != 0).count()).sum();
        let is_rare = |number: usize| names.all[number].articles * self.3 <= alive as u64;
        let mut company = Company::default();
        for ((.., values, lengths, alive), own) in segments.iter().zip(&names.numbers) {
            let wanted_here: Vec<bool> = own.iter().map(|&number| wanted[number]).collect();
            let values: Vec<u32> = numbers(values).collect();
            if values.iter().any(|&value| value as usize >= own.len()) {
                return Err(disagrees());
            }
            let mut rest = values.as_slice();
            for (length, &alive) in numbers(lengths).zip(alive.iter()) {
                let Some((row, more)) = rest.split_at_checked(length as usize) else {
                    return Err(disagrees());
                };
                rest = more;
                if alive != 0 && row.iter().any(|&value| wanted_here[value as usize]) {
                    let row: Vec<usize> = row.iter().map(|&value| own[value as usize]).collect();
                    company.add(&row, |number| wanted[number], is_rare);
                }
            }
        }
        Ok(Alike { groups, company })
    }

    /// Return full names by what those share that may be one, where several do.
    fn groups(&self, all: &[Name<'_>], full: &[usize]) -> Vec<Vec<(usize, String)>> {
        let mut of_letters: HashMap<u64, u32> = HashMap::with_capacity(full.len());
        let letters: Vec<Option<u64>> = full
            .iter()
            .map(|&number| {
                let letters = letters(all[number].key)?;
                *of_letters.entry(letters).or_default() += 1;
                Some(letters)
            })
            .collect();
        let mut groups: HashMap<String, Vec<(usize, String)>> = HashMap::new();
        for (&number, letters) in full.iter().zip(letters) {
            if letters.is_some_and(|letters| of_letters[&letters] > 1)
                && let Some(closer) = close(all[number].key)
            {
                groups.entry(loose(&closer)).or_default().push((number, closer));
            }
        }
        groups.into_values().filter(|group| group.len() > 1).collect()
    }

    /// Return the surnames that have a bearer, each with that.
    fn pairs(
        &self,
        all: &[Name<'_>],
        people: &People,
        joined: &HashMap<usize, usize>,
    ) -> Vec<(usize, usize)> {
        let Self(most_share, few, most_alone, ..) = self;
        let surnames: HashMap<&str, usize> =
            people.alone.iter().map(|&number| (all[number].key, number)).collect();
        let (mut first, mut of_all, mut having): (
            HashMap<&str, (u64, u64)>,
            HashMap<usize, u64>,
            HashMap<usize, Vec<usize>>,
        ) = Default::default();
        let head = |number: usize| joined.get(&number).copied().unwrap_or(number);
        for &number in &people.full {
            let (begun, articles) = first.entry(first_word(all[number].key)).or_default();
            *begun += 1;
            *articles += all[number].articles;
            *of_all.entry(head(number)).or_default() += all[number].articles;
        }
        for &number in &people.full {
            let (key, head) = (all[number].key, head(number));
            // Jammer Baudet: no first name.
            let once = of_all[&head] == 1 && first[first_word(key)].0 == 1;
            if let (Some(&alone), false) = (surnames.get(self.surname(key)), once) {
                let bearers = having.entry(alone).or_default();
                if !bearers.contains(&head) {
                    bearers.push(head);
                }
            }
        }
        let mut pairs = Vec::new();
        for (alone, bearers) in having {
            let count: u64 = bearers.iter().map(|bearer| of_all[bearer]).sum();
            let most = bearers.iter().map(|&bearer| (of_all[&bearer], Reverse(bearer))).max();
            let Some((most, Reverse(bearer))) = most else { continue };
            let as_first = first.get(all[alone].key).map_or(0, |each| each.1);
            if most as f64 >= (*few as f64).max(most_share * count as f64)
                && all[alone].articles <= most_alone * most
                && as_first * 2 < count
            {
                pairs.push((alone, bearer));
            }
        }
        pairs
    }

    /// Say whether a name has but small words before its last.
    fn is_surname(&self, name: &str) -> bool {
        let mut words = name.split(is_space).filter(|word| !word.is_empty());
        words.next_back();
        words.all(|word| {
            (!word.is_ascii() || word.len() <= LONGEST) && self.4.contains(&word.to_lowercase())
        })
    }

    /// Return the last word of a key with the small words before it.
    fn surname<'a>(&self, key: &'a str) -> &'a str {
        let mut surname = key.rfind(' ').map_or(key, |space| &key[space + 1..]);
        while let Some((before, small)) = before(key, surname)
            && small.len() <= LONGEST
            && self.4.contains(small)
        {
            surname = &key[before..];
        }
        surname
    }
}

/// Return where the word before the end of a key begins, and that word, unless it is the first.
fn before<'a>(key: &'a str, end: &str) -> Option<(usize, &'a str)> {
    let rest = key[..key.len() - end.len()].strip_suffix(' ')?;
    let (_, word) = rest.rsplit_once(' ')?;
    Some((rest.len() - word.len(), word))
}

fn first_word(key: &str) -> &str {
    key.split(' ').next().unwrap_or(key)
}

/// What `str.split` parts words at.
fn is_space(sign: char) -> bool {
    sign.is_whitespace() || ('\x1c'..='\x1f').contains(&sign)
}
