//! The rows of `columns`, as articles are added.

use pyo3::prelude::*;

use super::compared::{Asked, Words};
use super::joining::ArticleName;
use super::memory::Remembered;
use super::met::slot;
use super::texts::Texts;

/// The numbers that the names of one finder have here, by those that they have there.
struct Known {
    finder: usize,
    turn: u32,
    /// The text of a name.
    names: Vec<u32>,
    words: Vec<u32>,
}

const UNKNOWN: u32 = u32::MAX;
const KINDS: usize = 3;

/// A text that is a name as some articles spell it, or a form of one.
struct Spelling {
    /// The number of its key, if it is a name.
    key: u32,
    /// The name of each kind, and how many articles spell that so.
    names: [u32; KINDS],
    times: [u32; KINDS],
    /// Its number among forms, if it is one.
    form: u32,
}

impl Spelling {
    const UNKNOWN: Self =
        Self { key: UNKNOWN, names: [UNKNOWN; KINDS], times: [0; KINDS], form: UNKNOWN };
}

/// A name of an article, by its number and those of the texts that are its spelling and its forms.
pub struct SpeltName {
    pub name: u32,
    pub kind: u8,
    pub spelling: u32,
    pub form: u32,
    pub others: Vec<u32>,
    pub count: usize,
}

/// Names of articles by numbers, and the texts of these.
#[derive(Default)]
pub struct Columns {
    pub words: Words,
    known: Option<Known>,
    pub keys: Texts,
    /// Spellings of names, and forms of them.
    pub texts: Texts,
    spellings: Vec<Spelling>,
    /// The texts that are forms, in the order of their numbers.
    pub form_texts: Vec<u32>,
    /// The names of each key, by kind.
    numbers: Vec<[u32; KINDS]>,
    pub names: Vec<(u8, u32)>,
    pub ends: Vec<u32>,
    pub values: Vec<u32>,
    pub counts: Vec<u16>,
    pub form_ends: Vec<u32>,
    pub forms: Vec<u32>,
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
        for ArticleName { name, kind, mut others, count, .. } in names {
            for other in &mut others {
                *other = self.text_of(memory.text(*other), slot(&mut known.names, *other, UNKNOWN));
            }
            let form = self.text_of(memory.text(name), slot(&mut known.names, name, UNKNOWN));
            if self.spellings[form as usize].key == UNKNOWN {
                let key = known.key(&mut self.words, name, from, asked)?;
                self.spellings[form as usize].key = self.keys.number(&key);
            }
            let name = self.name(kind, form);
            spelt.push(SpeltName { name, kind, spelling: form, form, others, count });
        }
        self.add(spelt, max_count);
        self.known = Some(known);
        Ok(())
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
        let number = &mut slot(&mut self.numbers, name.1, [UNKNOWN; KINDS])[usize::from(name.0)];
        if *number == UNKNOWN {
            *number = self.names.len() as u32;
            self.names.push(name);
        }
        *number
    }

    /// Return how each name is spelt by most articles.
    pub fn most_frequent(&self) -> Vec<String> {
        let mut best: Vec<(u32, &str)> = vec![(0, ""); self.names.len()];
        for (text, each) in self.texts.iter().zip(&self.spellings) {
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

    /// Return the number of a name as it is spelt, whose key is asked for where it is new.
    pub fn spelling(&mut self, asked: &Asked, name: &str) -> PyResult<u32> {
        let number = self.text(name);
        if self.spellings[number as usize].key == UNKNOWN {
            let key = self.words.key(asked, name)?;
            self.spellings[number as usize].key = self.keys.number(&key);
        }
        Ok(number)
    }

    /// Return the number of a text.
    pub fn text(&mut self, text: &str) -> u32 {
        let number = self.texts.number(text);
        if number as usize == self.spellings.len() {
            self.spellings.push(Spelling::UNKNOWN);
        }
        number
    }

    /// Return the number of a text, which is `known` unless that is to be found out.
    #[inline]
    fn text_of(&mut self, text: &str, known: &mut u32) -> u32 {
        if *known == UNKNOWN {
            *known = self.text(text);
        }
        *known
    }

    /// Return the number among forms of a text, which is the next one where it is new.
    fn form(&mut self, text: u32) -> u32 {
        let form = &mut self.spellings[text as usize].form;
        if *form == UNKNOWN {
            *form = self.form_texts.len() as u32;
            self.form_texts.push(text);
        }
        *form
    }

    /// Add the names of an article: two with one number are one.
    pub fn add(&mut self, names: Vec<SpeltName>, max_count: usize) {
        let mut found: Vec<SpeltName> = Vec::with_capacity(names.len());
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
            for form in std::iter::once(form).chain(others) {
                let form = self.form(form);
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
                let key = || from.memory.key_of(word);
                *number = words.number(asked, &known.of(word).text, key)?;
            }
            numbers.push(*number);
        }
        words.key_of(asked, from.memory.text(name), &numbers)
    }
}
