//! Words and names as they are compared: `indexer/storage/names/keys.py`.

use pyo3::prelude::*;

use super::aliased::Aliased;
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
    pub aliased: Aliased,
}

/// A word as it is compared: folded, and by its key.
struct Word {
    folded: Box<str>,
    key: Box<str>,
    /// Whether a name that has other names begins with it.
    begins_alias: bool,
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
        let words = words.map(|word| self.number(asked, word, || None));
        let words = words.collect::<PyResult<Vec<u32>>>()?;
        self.key_of(asked, name, &words)
    }

    /// Return the number of a word of a name, whose keys `known` may tell: that which it has.
    pub fn number<'k>(
        &mut self,
        asked: &Asked,
        word: &str,
        known: impl FnOnce() -> Option<Option<&'k str>>,
    ) -> PyResult<u32> {
        let number = self.numbers.number(word);
        if number as usize == self.compared.len() {
            let (folded, key) = match known() {
                Some(key) if word.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
                    let folded = word.to_ascii_lowercase();
                    let key = key.map_or_else(|| folded.clone(), as_compared);
                    (folded, key)
                }
                _ => compared(asked, word)?,
            };
            let begins_alias = asked.aliased.begin_with(&folded);
            self.compared.push(Word { folded: folded.into(), key: key.into(), begins_alias });
        }
        Ok(number)
    }

    /// `name_key`, of a name whose words have these numbers.
    pub fn key_of(&self, asked: &Asked, name: &str, words: &[u32]) -> PyResult<String> {
        let words = || words.iter().map(|&word| &self.compared[word as usize]);
        let is_aliased = words().next().is_some_and(|word| word.begins_alias) && {
            let folded: Vec<&str> = words().map(|word| &*word.folded).collect();
            asked.aliased.has(&folded.join(" "))
        };
        if is_aliased {
            return Python::attach(|py| asked.name_key.call1(py, (name,))?.extract(py));
        }
        let mut key = String::with_capacity(name.len() + 1);
        for (place, word) in words().enumerate() {
            if place > 0 {
                key.push(' ');
            }
            key.push_str(&word.key);
        }
        Ok(key)
    }
}

/// Return a word as it is compared: folded, and `word_key`.
fn compared(asked: &Asked, word: &str) -> PyResult<(String, String)> {
    let bare = without_article(word);
    if let (Ok(folded), Ok(bare_folded)) = (fold(word), fold(bare))
        && let Some(keys) = keys_as_spelt(bare, &bare_folded)
    {
        let key = keys.first().map(|key| as_compared(key));
        return Ok((folded, key.unwrap_or(bare_folded)));
    }
    let ask = |of: &Py<PyAny>| -> PyResult<String> {
        Python::attach(|py| of.call1(py, (word,))?.extract(py))
    };
    Ok((ask(&asked.fold)?, ask(&asked.word_key)?))
}

/// `_ARTICLE.sub`: Assad of al-Assad.
fn without_article(word: &str) -> &str {
    let Some((article, rest)) = word.split_once(is_hyphen) else { return word };
    let is_article = ARTICLES.iter().any(|each| each.eq_ignore_ascii_case(article));
    if is_article { rest } else { word }
}

/// Return a key as that of a word is compared.
fn as_compared(key: &str) -> String {
    key.chars().map(alike).collect()
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
