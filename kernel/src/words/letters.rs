//! Words letter by letter: `indexer/analysis/fold.py`, `spelling` of `pieces.py`, and what Python's
//! methods of strings say of Latin letters. A word with other characters is left to Python.

use std::borrow::Cow;

/// What Rust leaves to Python: a rare character, or a rule that is written there alone.
#[derive(Debug)]
pub struct Declined;

/// What a rule says of a word.
pub type Answer<T> = Result<T, Declined>;

/// Return the word that a token which is a sign is read as: `SIGNS`.
fn word_of_sign(token: &str) -> Option<&'static str> {
    Some(match token {
        "%" => "procent",
        "‰" => "promille",
        "€" => "euro",
        "$" => "dollar",
        "£" => "pond",
        "°" | "°C" | "°F" => "graden",
        _ => return None,
    })
}

/// Say whether all of a token is of characters that the rules here know.
pub fn is_known(token: &str) -> bool {
    let mut last = ' ';
    let is_sign = word_of_sign(token).is_some();
    is_sign
        || token.chars().all(|c| {
            let before = std::mem::replace(&mut last, c);
            match c {
                '\n' => is_hyphen(before),
                '\'' | '’' | '´' | '_' | '.' | ',' | '&' | '\u{ad}' => true,
                _ => c.is_ascii_alphanumeric() || is_hyphen(c) || plain(c).is_some(),
            }
        })
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// Return a letter beyond ASCII without its diacritics, in lower case.
fn plain(c: char) -> Option<&'static str> {
    Some(match small(c) {
        'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ō' | 'ŏ' | 'ő' => "o",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' => "s",
        'ţ' | 'ť' => "t",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        _ => return None,
    })
}

/// Return a letter in lower case. No letter that is known has two in lower case.
fn small(c: char) -> char {
    let mut small = c.to_lowercase();
    match (small.next(), small.next()) {
        (Some(small), None) => small,
        _ => c,
    }
}

/// Return the folded form of a word: `fold`.
pub fn fold(word: &str) -> Answer<String> {
    if let Some(word) = word_of_sign(word) {
        return Ok(word.to_owned());
    }
    let mut text = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            '\'' | '’' | '´' | '_' | '\u{ad}' | '\n' => {}
            '.' | ',' | '&' => text.push(c),
            _ if is_hyphen(c) => {}
            _ if c.is_ascii_alphanumeric() => text.push(c.to_ascii_lowercase()),
            _ => text.push_str(plain(c).ok_or(Declined)?),
        }
    }
    if text.contains('.') && (is_abbreviation(&text) || is_thousands(&text)) {
        text.retain(|c| c != '.');
    }
    Ok(text)
}

/// `_ABBREVIATION.fullmatch`, of folded letters: n.a.v.o.
fn is_abbreviation(text: &str) -> bool {
    text.len() > 1
        && text.bytes().enumerate().all(|(place, byte)| {
            if place % 2 == 1 { byte == b'.' } else { byte.is_ascii_alphabetic() }
        })
}

/// `_THOUSANDS.fullmatch`: 1.000.000
fn is_thousands(text: &str) -> bool {
    let mut groups = text.split('.');
    let is_digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let first =
        groups.next().is_some_and(|group| (1..4).contains(&group.len()) && is_digits(group));
    first && groups.all(|group| group.len() == 3 && is_digits(group))
}

/// Return a word as dictionaries write it: `spelling`.
pub fn spelling(surface: &str) -> Cow<'_, str> {
    if surface.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Cow::Borrowed(surface);
    }
    if let Some(word) = word_of_sign(surface) {
        return Cow::Borrowed(word);
    }
    let mut word = String::with_capacity(surface.len());
    let mut chars = surface.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\u{ad}' | '_' => {}
            '´' | '’' => word.push('\''),
            _ if is_hyphen(c) => {
                if chars.next_if_eq(&'\n').is_none() {
                    word.push('-');
                }
            }
            _ => word.push(c),
        }
    }
    Cow::Owned(word)
}

/// Return the word letter for letter without diacritics, in lower case: `key_of`.
pub fn key_of(word: &str) -> Answer<String> {
    let key = |c: char| match plain(c) {
        _ if c.is_ascii() => Ok(c.to_ascii_lowercase()),
        Some(_) if "æœøłđðþ".contains(small(c)) => Err(Declined), // which stay as they are
        Some(letter) => Ok(char::from(letter.as_bytes()[0])),
        None => Err(Declined),
    };
    word.chars().map(key).collect()
}

/// `word.lower()`
pub fn lower(word: &str) -> String {
    if word.is_ascii() { word.to_ascii_lowercase() } else { word.chars().map(small).collect() }
}

/// `word.capitalize()`
pub fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars.map(small)).collect()
}

/// `word.islower()`
pub fn is_lower(word: &str) -> bool {
    !word.contains(char::is_uppercase) && word.contains(char::is_lowercase)
}

/// `word.isupper()`
pub fn is_upper(word: &str) -> bool {
    !word.contains(char::is_lowercase) && word.contains(char::is_uppercase)
}

/// `word.isalpha()`
pub fn is_alpha(word: &str) -> bool {
    !word.is_empty() && word.chars().all(char::is_alphabetic)
}

/// Say whether a word is not empty and all of it is what `\w` matches.
pub fn is_word(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// Return a word without its first letter.
pub fn rest(word: &str) -> &str {
    let mut chars = word.chars();
    chars.next();
    chars.as_str()
}

/// Say whether a word begins with a capital.
pub fn begins_with_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// Return the number of letters of a word.
pub fn length(word: &str) -> usize {
    if word.is_ascii() { word.len() } else { word.chars().count() }
}

/// Return the first letters of a word, as many as `count`.
pub fn first(word: &str, count: usize) -> &str {
    word.char_indices().nth(count).map_or(word, |(place, _)| &word[..place])
}

/// Say whether a letter of a folded word is a vowel, y none.
pub fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}
