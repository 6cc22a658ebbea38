//! Words and names as they are compared: `indexer/storage/names/keys.py`.

use hashbrown::HashSet;
use pyo3::prelude::*;

use super::texts::Texts;
use crate::name_keys::keys_as_spelt;
use crate::sequence::is_space;
use crate::tokens::is_hyphen;
use crate::words::letters::fold;

/// The Arabic ones that stand before a hyphen.
const ARTICLES: [&str; 9] = ["al", "el", "ad", "as", "ar", "at", "an", "az", "ash"];

/// What Python is asked of a name or a word, once of each: `indexer/storage/names/keys.py`.
pub struct Asked {
    pub name_key: Py<PyAny>,
    pub word_key: Py<PyAny>,
    pub fold: Py<PyAny>,
    /// The folded names that have other names.
    pub aliased: HashSet<Box<str>>,
}

/// A word as it is compared: folded, and by its key.
struct Word {
    folded: Box<str>,
    key: Box<str>,
}

/// The words that were met, each looked at once.
#[derive(Default)]
pub struct Words {
    numbers: Texts,
    compared: Vec<Word>,
}

impl Words {
    /// `name_key`
    pub fn key(&mut self, asked: &Asked, name: &str) -> PyResult<String> {
        if name.contains(|c| c != ' ' && is_space(c)) {
            return Python::attach(|py| asked.name_key.call1(py, (name,))?.extract(py));
        }
        let words = name.split(' ').filter(|word| !word.is_empty());
        let words = words.map(|word| self.number(asked, word)).collect::<PyResult<Vec<u32>>>()?;
        self.key_of(asked, name, &words)
    }

    /// Return the number of a word of a name.
    pub fn number(&mut self, asked: &Asked, word: &str) -> PyResult<u32> {
        let number = self.numbers.number(word);
        if number as usize == self.compared.len() {
            self.compared.push(compared(asked, word)?);
        }
        Ok(number)
    }

    /// `name_key`, of a name whose words have these numbers.
    pub fn key_of(&self, asked: &Asked, name: &str, words: &[u32]) -> PyResult<String> {
        let mut key = String::with_capacity(name.len());
        let mut folded = String::with_capacity(name.len());
        for (place, &word) in words.iter().enumerate() {
            let word = &self.compared[word as usize];
            for (text, part) in [(&mut key, &word.key), (&mut folded, &word.folded)] {
                if place > 0 {
                    text.push(' ');
                }
                text.push_str(part);
            }
        }
        if asked.aliased.contains(&*folded) {
            return Python::attach(|py| asked.name_key.call1(py, (name,))?.extract(py));
        }
        Ok(key)
    }
}

/// Return a word as it is compared: `word_key`, and folded.
fn compared(asked: &Asked, word: &str) -> PyResult<Word> {
    let bare = without_article(word);
    if let (Ok(folded), Ok(bare_folded)) = (fold(word), fold(bare))
        && let Some(keys) = keys_as_spelt(bare, &bare_folded)
    {
        let key = keys.first().map(|key| key.chars().map(alike).collect());
        return Ok(Word { folded: folded.into(), key: key.unwrap_or_else(|| bare_folded.into()) });
    }
    let ask = |of: &Py<PyAny>| -> PyResult<String> {
        Python::attach(|py| of.call1(py, (word,))?.extract(py))
    };
    Ok(Word { folded: ask(&asked.fold)?.into(), key: ask(&asked.word_key)?.into() })
}

/// `_ARTICLE.sub`: Assad of al-Assad.
fn without_article(word: &str) -> &str {
    let Some((article, rest)) = word.split_once(is_hyphen) else { return word };
    let is_article = ARTICLES.iter().any(|each| each.eq_ignore_ascii_case(article));
    if is_article { rest } else { word }
}

/// `_ALIKE`
fn alike(sound: char) -> char {
    match sound {
        'X' | 'Š' => 'Č',
        'C' => 'Č',
        'Y' | 'Ý' => 'I',
        _ => sound,
    }
}
