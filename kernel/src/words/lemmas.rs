//! Lemmas and stems: `indexer/analysis/lemmas.py`.

use super::Rules;
use super::letters::{
    Answer, Declined, capitalized, first, fold, is_alpha, is_lower, length, lower,
};
use super::snowball;

const GUESS: &str = "<";
const TERM: u8 = 0xff;
const MAX_SUFFIX: usize = 8;
const MIN_LETTERS: usize = 5;
const COMPARED: [&str; 3] = ["goed", "veel", "weinig"];
const BEFORE_GE: [&str; 27] = [
    "", "aan", "achter", "af", "bij", "binnen", "door", "in", "los", "mee", "na", "neer", "om",
    "onder", "op", "over", "rond", "samen", "tegen", "terug", "toe", "uit", "vast", "voor",
    "voort", "vrij", "weg",
];

/// A lemma, and the index term where that is not the folded lemma.
type Lemma = (String, Option<String>);

impl Rules {
    /// `Lemmatizer.stem`
    pub fn stem(&self, word: &str) -> Answer<String> {
        let (lemma, term) = self.analyse(word)?;
        term.map_or_else(|| fold(&lemma), Ok)
    }

    /// `Lemmatizer.known`
    pub fn known(&self, word: &str) -> bool {
        self.lemmas.value(word).is_some_and(|value| !value.is_empty())
    }

    fn analyse(&self, word: &str) -> Answer<Lemma> {
        if let Some(value) = self.lemmas.value(word) {
            return follow(word, &value);
        }
        let (lower, capital) = (lower(word), capitalized(word));
        let find = |form: &str| if form == word { None } else { self.lemmas.value(form) };
        let found = find(&lower).filter(|value| !value.is_empty());
        if let Some(value) = found.or_else(|| find(&capital)) {
            return follow(&lower, &value);
        }
        match without_genitive(word) {
            Some(bare) => self.analyse(bare),
            None => self.derive(word, lower),
        }
    }

    /// `_derive`
    fn derive(&self, word: &str, lower: String) -> Answer<Lemma> {
        let seam = match word.rfind('-') {
            Some(hyphen) => hyphen + 1,
            None => self.strict_seam(word)?,
        };
        if seam > 0 && length(&word[seam..]) > 1 {
            let ahead = self::lower(&word[..seam]);
            let head = &word[seam..];
            return Ok((ahead + &self.heads.get_or(head, || self.head(head))?, None));
        }
        if length(&lower) < MIN_LETTERS || !is_alpha(&lower) {
            return Ok((lower, None));
        }
        if let Some(found) = self.respell(&lower)? {
            return Ok(found);
        }
        if let Some(found) = self.participle(&lower)? {
            return Ok((found, None));
        }
        self.guess(word, lower)
    }

    /// `_head`
    fn head(&self, head: &str) -> Answer<String> {
        let (lemma, _) = self.analyse(head)?;
        let is_stem =
            length(&lemma) > length(head) && lemma.ends_with("en") && !head.ends_with("en");
        let stays = is_stem || COMPARED.contains(&lemma.as_str());
        Ok(lower(if stays { head } else { &lemma }))
    }

    /// `_respell`
    fn respell(&self, word: &str) -> Answer<Option<Lemma>> {
        let old = self.old_spellings.iter().find(|(old, _)| word.contains(old.as_str()));
        let mut current = old.map_or_else(|| word.to_owned(), |(old, new)| word.replace(old, new));
        if current == word {
            current = without_old_doubles(&without_old_ending(word));
        }
        if current == word {
            return Ok(None);
        }
        let found = self.lemmas.value(&current);
        found.map(|value| follow(&current, &value)).transpose()
    }

    /// `_participle`
    fn participle(&self, word: &str) -> Answer<Option<String>> {
        let ge =
            |ahead: &&&str| word.strip_prefix(**ahead).is_some_and(|rest| rest.starts_with("ge"));
        let Some(ahead) = BEFORE_GE.iter().find(ge) else { return Ok(None) };
        let inflected = &word[ahead.len() + 2..];
        let stem = [inflected.strip_suffix("en"), inflected.strip_suffix('e'), Some(inflected)];
        let is_past = |stem: &&str| stem.ends_with(['d', 't']) && length(stem) > 2;
        let Some(stem) = stem.into_iter().flatten().find(is_past) else { return Ok(None) };
        let past = format!("{stem}e");
        if let Some(value) = self.lemmas.value(&past).filter(|value| !value.is_empty()) {
            return Ok(Some(format!("{ahead}{}", follow(&past, &value)?.0)));
        }
        Ok(stem.ends_with("eerd").then(|| format!("{ahead}{}ren", &stem[..stem.len() - 2])))
    }

    /// `_guess`. Stems of another version of the stemmer are left to Python.
    fn guess(&self, word: &str, lower: String) -> Answer<Lemma> {
        if !is_lower(word) {
            return Ok((of_place(&lower), None));
        }
        let mut key = String::from(GUESS);
        let mut found = None;
        for letter in lower.chars().rev().take(MAX_SUFFIX) {
            key.push(letter);
            found = self.lemmas.value(&key).or(found);
        }
        let guessed = found.map(|value| follow(&lower, &value)).transpose()?;
        if let Some((lemma, _)) = guessed.filter(|(lemma, _)| !lemma.is_empty()) {
            return Ok((lemma, None));
        }
        if !self.has_stems {
            return Err(Declined);
        }
        let stem = fold(&snowball::stem(&lower))?; // no known word ends so
        Ok((lower, Some(stem).filter(|stem| !stem.is_empty())))
    }
}

/// `_follow`
fn follow(form: &str, value: &[u8]) -> Answer<Lemma> {
    let Some((&cut, rest)) = value.split_first() else { return Ok((form.to_owned(), None)) };
    let (cut, letters) = (usize::from(cut), length(form));
    // Python counts from the end where the rest would be under nothing.
    let kept = letters.checked_sub(cut).unwrap_or((2 * letters).saturating_sub(cut));
    let (ending, term) = match rest.iter().position(|&byte| byte == TERM) {
        Some(end) => (&rest[..end], Some(&rest[end + 1..])),
        None => (rest, None),
    };
    let text = |bytes| str::from_utf8(bytes).map_err(|_| Declined);
    let lemma = [first(form, kept), text(ending)?].concat();
    Ok((lemma, term.map(text).transpose()?.filter(|term| !term.is_empty()).map(str::to_owned)))
}

/// `_GENITIVE.sub`, where it changes a word: Obama's, Jans', DWK'ers.
fn without_genitive(word: &str) -> Option<&str> {
    if let Some(bare) = word.strip_suffix("'s").or_else(|| word.strip_suffix('\'')) {
        let after_word = |c: char| c.is_alphanumeric() || c == '_';
        return bare.ends_with(after_word).then_some(bare);
    }
    word.strip_suffix('s').filter(|bare| bare.ends_with("'er"))
}

/// `_OLD_ENDING.sub`: Nederlandsche, mensch
fn without_old_ending(word: &str) -> String {
    for ending in ["", "e", "en"] {
        if let Some(stem) = word.strip_suffix(ending).and_then(|rest| rest.strip_suffix("ch"))
            && stem.ends_with('s')
        {
            return format!("{stem}{ending}");
        }
    }
    word.to_owned()
}

/// `_OLD_DOUBLE.sub`: loopen, zooveel, deelen
fn without_old_doubles(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let mut kept = String::with_capacity(word.len());
    let mut at = 0;
    while let Some(&letter) = letters.get(at) {
        kept.push(letter);
        let is_double = matches!(
            letters[at..],
            [one @ ('e' | 'o'), other, next, 'e', ..] if one == other && !"aeiou".contains(next)
        );
        at += if is_double { 2 } else { 1 };
    }
    kept
}

/// `_OF_PLACE.sub`: Geraardsbergse, Taiwanese, Gentenaars, Kroatiërs
fn of_place(word: &str) -> String {
    if let Some(place) = word.strip_suffix("ese") {
        return format!("{place}ees");
    }
    if let Some(place) = word.strip_suffix("se")
        && place.chars().next_back().is_some_and(|c| !"aeious".contains(c))
    {
        return format!("{place}s");
    }
    for ending in ["ër", "enaar"] {
        if let Some(person) = word.strip_suffix('s')
            && person.strip_suffix(ending).is_some_and(|place| length(place) > 2)
        {
            return person.to_owned();
        }
    }
    word.to_owned()
}
