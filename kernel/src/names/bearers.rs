//! Whose a surname is that stands alone in an article: `indexer/storage/names/bearers.py`.

use std::collections::HashSet;

use hashbrown::HashMap;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;

use super::tokens::{disagrees, numbers};
use super::types::text_of;
use crate::panics::guarded;

/// The names of a segment: how each is spelt, its key, its type and how many articles have it.
///
/// Texts end in NUL each, types have a byte and articles four.
type Segment = (PyBackedBytes, PyBackedBytes, PyBackedBytes, PyBackedBytes);

/// `MOST`, `FEW`, `ALONE`, and the small words within names.
#[derive(FromPyObject)]
pub struct Rule(f64, u64, u64, HashSet<String>);

const LONGEST: usize = 8; // bytes of a small word, and more

/// A person of the archive.
struct Person<'a> {
    name: &'a str,
    key: &'a str,
    articles: u64,
}

/// Return the key of each surname that stands alone with that of its bearer, unless two names are
/// `parted` by the user.
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
        let (people, pairs) = py.detach(|| -> PyResult<_> {
            let people = people(&segments, person)?;
            let pairs = rule.pairs(&people);
            Ok((people, pairs))
        })?;
        let mut found = Vec::with_capacity(pairs.len());
        for (alone, bearer) in pairs {
            let (alone, bearer) = (&people[alone], &people[bearer]);
            if !parted.call1((alone.name, bearer.name))?.is_truthy()? {
                found.push((alone.key.to_owned(), bearer.key.to_owned()));
            }
        }
        Ok(found)
    })
}

/// Return the people that some article has, each once, as the first segment that has one spells it.
fn people(segments: &[Segment], person: u8) -> PyResult<Vec<Person<'_>>> {
    let most = segments.iter().map(|(_, _, types, _)| types.len()).sum();
    let mut people: Vec<Person<'_>> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::with_capacity(most);
    for (names, keys, types, articles) in segments {
        let mut names = text_of(names)?.split_terminator('\0');
        let mut keys = text_of(keys)?.split_terminator('\0');
        let mut articles = numbers(articles);
        for &type_ in types.iter() {
            let (Some(name), Some(key), Some(count)) = (names.next(), keys.next(), articles.next())
            else {
                return Err(disagrees());
            };
            if type_ == person {
                let number = *known.entry(key).or_insert(people.len());
                if number == people.len() {
                    people.push(Person { name, key, articles: 0 });
                }
                people[number].articles += u64::from(count);
            }
        }
        if names.next().is_some() || keys.next().is_some() || articles.next().is_some() {
            return Err(disagrees());
        }
    }
    people.retain(|each| each.articles > 0);
    Ok(people)
}

impl Rule {
    /// Return the places of the surnames that have a bearer, each with that of its bearer.
    fn pairs(&self, people: &[Person<'_>]) -> Vec<(usize, usize)> {
        let Self(most_share, few, most_alone, _) = self;
        let (alone, full): (Vec<usize>, Vec<usize>) =
            (0..people.len()).partition(|&place| self.is_surname(people[place].name));
        let surnames: HashMap<&str, usize> =
            alone.iter().map(|&place| (people[place].key, place)).collect();
        let (mut first, mut having): (HashMap<&str, (u64, u64)>, HashMap<usize, Vec<usize>>) =
            Default::default();
        for &place in &full {
            let (begun, articles) = first.entry(first_word(people[place].key)).or_default();
            *begun += 1;
            *articles += people[place].articles;
        }
        for &place in &full {
            let Person { key, articles, .. } = people[place];
            let Some(&alone) = surnames.get(self.surname(key)) else { continue };
            // Jammer Baudet: no first name.
            if articles > 1 || first[first_word(key)].0 > 1 {
                having.entry(alone).or_default().push(place);
            }
        }
        let mut pairs = Vec::new();
        for (alone, numbers) in having {
            let all: u64 = numbers.iter().map(|&place| people[place].articles).sum();
            let Some((most, bearer)) = numbers
                .iter()
                .rev()
                .map(|&place| (people[place].articles, place))
                .max_by_key(|each| each.0)
            else {
                continue;
            };
            let as_first = first.get(people[alone].key).map_or(0, |each| each.1);
            if most as f64 >= (*few as f64).max(most_share * all as f64)
                && people[alone].articles <= most_alone * most
                && as_first * 2 < all
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
            (!word.is_ascii() || word.len() <= LONGEST) && self.3.contains(&word.to_lowercase())
        })
    }

    /// Return the last word of a key with the small words before it.
    fn surname<'a>(&self, key: &'a str) -> &'a str {
        let mut surname = key.rfind(' ').map_or(key, |space| &key[space + 1..]);
        while let Some((before, small)) = before(key, surname)
            && small.len() <= LONGEST
            && self.3.contains(small)
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
