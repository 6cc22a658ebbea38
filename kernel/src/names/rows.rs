//! The rows of `columns`, as articles are added.

use hashbrown::HashMap;
use pyo3::prelude::*;

use super::compared::{Asked, Words};
use super::joining::ArticleName;
use super::memory::Remembered;
use super::texts::Texts;

/// The numbers that the names of one finder have here, by those that they have there.
struct Known {
    finder: usize,
    turn: u32,
    /// The spelling and the form that a name is.
    names: Vec<[u32; 2]>,
    words: Vec<u32>,
}

const UNKNOWN: u32 = u32::MAX;
const KINDS: usize = 3;

/// A name as some articles spell it: the number of its key, and the name of each kind, with how many
/// articles spell that so.
struct Spelling {
    key: u32,
    names: [u32; KINDS],
    times: [u32; KINDS],
}

/// A name of an article, by its number and that of its spelling; its forms have no numbers yet.
pub struct SpeltName<F> {
    pub name: u32,
    pub kind: u8,
    pub spelling: u32,
    pub form: F,
    pub others: Vec<F>,
    pub count: usize,
}

/// Names of articles by numbers, and the texts of these.
#[derive(Default)]
pub struct Columns {
    pub words: Words,
    pub other_words: Words, // of the columns of second halves
    known: Option<Known>,
    pub keys: Texts,
    spelt: Texts,
    spellings: Vec<Spelling>,
    pub form_texts: Texts,
    numbers: HashMap<(u8, u32), u32>,
    pub names: Vec<(u8, u32)>,
    pub ends: Vec<u32>,
    pub values: Vec<u32>,
    pub counts: Vec<u16>,
    pub form_ends: Vec<u32>,
    pub forms: Vec<u32>,
}

/// Return the place of a number in a list, which grows to have it.
fn slot<T: Clone>(numbers: &mut Vec<T>, place: u32, unknown: T) -> &mut T {
    let place = place as usize;
    if numbers.len() <= place {
        numbers.resize(place + 1, unknown);
    }
    &mut numbers[place]
}

impl Columns {
    /// Add the names of an article that a finder found, with what it remembers of them.
    pub fn add_found(
        &mut self,
        finder: usize,
        from: &Remembered,
        names: Vec<ArticleName>,
        (asked, max_count): (&Asked, usize),
    ) -> PyResult<()> {
        let memory = &from.memory;
        let mut known = self.known_of(finder, memory.turn);
        let mut spelt = Vec::with_capacity(names.len());
        for ArticleName { name: form, kind, others, count, .. } in names {
            let [mut spelling, _] = *slot(&mut known.names, form, [UNKNOWN; 2]);
            if spelling == UNKNOWN {
                spelling =
                    self.spelling(memory.text(form), |words| known.key(words, form, from, asked))?;
                known.names[form as usize][0] = spelling;
            }
            let name = self.name(kind, spelling);
            spelt.push(SpeltName { name, kind, spelling, form, others, count });
        }
        self.add(spelt, max_count, &mut |texts, &form| {
            let [_, number] = slot(&mut known.names, form, [UNKNOWN; 2]);
            if *number == UNKNOWN {
                *number = texts.number(memory.text(form));
            }
            *number
        });
        self.known = Some(known);
        Ok(())
    }

    /// Put the rows of other columns behind these, numbered as if they had been added here.
    pub fn append(&mut self, other: &Self) {
        let form_of: Vec<u32> =
            other.form_texts.iter().map(|form| self.form_texts.number(form)).collect();
        let name_of: Vec<u32> = (other.names.iter())
            .map(|&(kind, key)| {
                let key = self.keys.number(other.keys.text(key));
                self.numbered((kind, key))
            })
            .collect();
        for (text, each) in other.spelt.iter().zip(&other.spellings) {
            let spelling = self.spelling_by_key(text, other.keys.text(each.key));
            for kind in 0..KINDS {
                let own = &mut self.spellings[spelling as usize];
                if each.times[kind] > 0 {
                    own.names[kind] = name_of[each.names[kind] as usize];
                    own.times[kind] += each.times[kind];
                }
            }
        }
        let (pairs, forms) = (self.values.len() as u32, self.forms.len() as u32);
        self.ends.extend(other.ends.iter().map(|end| end + pairs));
        self.values.extend(other.values.iter().map(|&name| name_of[name as usize]));
        self.counts.extend(&other.counts);
        self.form_ends.extend(other.form_ends.iter().map(|end| end + forms));
        self.forms.extend(other.forms.iter().map(|&form| form_of[form as usize]));
    }

    /// Return the number of the name of a kind that is spelt so.
    #[inline]
    pub fn name(&mut self, kind: u8, spelling: u32) -> u32 {
        let Spelling { key, names, .. } = &self.spellings[spelling as usize];
        let (key, known) = (*key, names[usize::from(kind)]);
        if known != UNKNOWN {
            return known;
        }
        let number = self.numbered((kind, key));
        self.spellings[spelling as usize].names[usize::from(kind)] = number;
        number
    }

    /// Return the number of a name by its kind and key, which is the next one where it is new.
    fn numbered(&mut self, name: (u8, u32)) -> u32 {
        let next = self.names.len() as u32;
        let number = *self.numbers.entry(name).or_insert(next);
        if number == next {
            self.names.push(name);
        }
        number
    }

    /// Return how each name is spelt by most articles.
    pub fn most_frequent(&self) -> Vec<String> {
        let mut best: Vec<(u32, &str)> = vec![(0, ""); self.names.len()];
        for (text, each) in self.spelt.iter().zip(&self.spellings) {
            for (&name, &times) in
                each.names.iter().zip(&each.times).filter(|(_, times)| **times > 0)
            {
                let best = &mut best[name as usize];
                if times > best.0 || (times == best.0 && text < best.1) {
                    *best = (times, text);
                }
            }
        }
        best.into_iter().map(|(_, text)| text.to_owned()).collect()
    }

    /// Take what is known of the names of a finder: nothing when it is another one or began afresh.
    fn known_of(&mut self, finder: usize, turn: u32) -> Known {
        let known = self.known.take();
        let known = known.filter(|known| known.finder == finder && known.turn == turn);
        known.unwrap_or_else(|| Known { finder, turn, names: Vec::new(), words: Vec::new() })
    }

    /// Return the number of a spelling, whose `key` is asked for where it is new.
    pub fn spelling(
        &mut self,
        name: &str,
        key: impl FnOnce(&mut Words) -> PyResult<String>,
    ) -> PyResult<u32> {
        if let Some(number) = self.spelt.get(name) {
            return Ok(number);
        }
        let key = key(&mut self.words)?;
        Ok(self.spelling_by_key(name, &key))
    }

    fn spelling_by_key(&mut self, name: &str, key: &str) -> u32 {
        let number = self.spelt.number(name);
        if number as usize == self.spellings.len() {
            let (names, times) = ([UNKNOWN; KINDS], [0; KINDS]);
            self.spellings.push(Spelling { key: self.keys.number(key), names, times });
        }
        number
    }

    /// Add the names of an article: two with one number are one.
    ///
    /// `number_of` gives the number that a form has among the texts of forms.
    pub fn add<F>(
        &mut self,
        names: Vec<SpeltName<F>>,
        max_count: usize,
        number_of: &mut dyn FnMut(&mut Texts, &F) -> u32,
    ) {
        let mut found: Vec<SpeltName<F>> = Vec::with_capacity(names.len());
        for name in names {
            match found.iter_mut().find(|other| other.name == name.name) {
                Some(known) => {
                    known.others.push(name.form);
                    known.others.extend(name.others);
                    known.count += name.count;
                }
                None => found.push(name),
            }
        }
        for SpeltName { name, kind, spelling, form, others, count } in found {
            self.spellings[spelling as usize].times[usize::from(kind)] += 1;
            self.values.push(name);
            self.counts.push(count.min(max_count) as u16);
            let first = self.forms.len();
            for form in std::iter::once(&form).chain(&others) {
                let form = number_of(&mut self.form_texts, form);
                if !self.forms[first..].contains(&form) {
                    self.forms.push(form);
                }
            }
            self.form_ends.push(self.forms.len() as u32);
        }
        self.ends.push(self.values.len() as u32);
    }
}

impl Known {
    /// Return the key of a name by the words that a finder knows, each of which is looked up once.
    fn key(
        &mut self,
        words: &mut Words,
        name: u32,
        from: &Remembered,
        asked: &Asked,
    ) -> PyResult<String> {
        let known = from.words.borrow();
        let mut numbers = Vec::new();
        for &word in from.memory.words(name) {
            if known.of(word).text.is_empty() {
                continue;
            }
            let number = slot(&mut self.words, word, UNKNOWN);
            if *number == UNKNOWN {
                *number = words.number(asked, &known.of(word).text)?;
            }
            numbers.push(*number);
        }
        words.key_of(asked, from.memory.text(name), &numbers)
    }
}
