//! Keys under which the spellings of a foreign name meet: `name_keys` of `indexer/analysis/names.py`,
//! of words that fold to ASCII. Others are left to Python.
//!
//! A sound is one byte here; those that are no letter of A to Z are the signs behind it until the
//! key is done.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::name_letters::{IJ, Reading, SHORT_Y, is_vowel, read};
use crate::name_sounds::{SH, TSH, VARIED, ZH, alike, apply, vowel_groups};
use crate::panics::guarded;

const LONG: usize = 6; // letters of a name whose first ch may be kh

/// Return the keys of a word; ValueError for one with other letters than a to z.
#[pyfunction]
pub fn name_keys(word: &str) -> PyResult<Vec<String>> {
    guarded(|| {
        if !word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return Err(PyValueError::new_err("other letters are left to Python"));
        }
        Ok(keys_of(&word.to_ascii_lowercase()))
    })
}

/// Return the keys of a word in lower case: one for each way of reading ch and j.
pub fn keys_of(word: &str) -> Vec<String> {
    if is_plainly_dutch(word.as_bytes()) { Vec::new() } else { keys_as_read(word) }
}

/// Return the keys of any word, which is given folded too: `name_keys`.
///
/// None for one that is left to Python: of which a diacritic tells a sound, or with other signs than
/// `fold` here leaves.
pub fn keys_as_spelt(word: &str, folded: &str) -> Option<Vec<String>> {
    let is_plain = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'&')
    };
    let is_dotted = !word.is_ascii() && word.contains('.'); // read with its dots too
    if !folded.bytes().all(is_plain) || word.contains(tells_sound) || is_dotted {
        return None;
    }
    let is_word = word.chars().all(|c| c.is_alphanumeric() || c == '_');
    let dutch = is_word && is_plainly_dutch(word.to_lowercase().as_bytes());
    Some(if dutch { Vec::new() } else { keys_as_read(folded) })
}

/// `_MARKED`
fn tells_sound(letter: char) -> bool {
    "čćçšşșžČĆÇŠŞȘŽ".contains(letter)
}

/// Return the keys of folded letters, which may sound foreign.
fn keys_as_read(word: &str) -> Vec<String> {
    let mut keys: Vec<Vec<u8>> = Vec::new();
    for letters in spellings(word) {
        for ch in readings_of_ch(&letters) {
            for j in readings_of_j(&letters) {
                let sound = sound(&letters, ch, j);
                if sounds_foreign(&sound) && !keys.contains(&sound) {
                    keys.push(sound);
                }
            }
        }
    }
    keys.iter().map(|key| key.iter().map(|&sound| letter(sound)).collect()).collect()
}

fn letter(sound: u8) -> char {
    match sound {
        SH => 'Š',
        TSH => 'Č',
        ZH => 'Ž',
        IJ => 'Ĳ',
        SHORT_Y => 'Ý',
        _ => sound as char,
    }
}

/// Say whether some letters stand in a word.
fn has(word: &[u8], letters: &[u8]) -> bool {
    word.windows(letters.len()).any(|found| found == letters)
}

/// `_PLAINLY_DUTCH.fullmatch`
fn is_plainly_dutch(word: &[u8]) -> bool {
    let foreign = word.windows(2).any(|pair| {
        matches!(pair, [b'c', b'h' | b'z'] | [b's' | b'z', b'j' | b'h'] | [b'k', b'h'])
    });
    !foreign && !sounds_arabic(word) && ends_in_schwa(word, b"aeomuy\xb6", *b"elmnrsdts") // ö ends in that byte
}

/// Say whether letters that look Dutch may be an Arabic name: Noureddine, Abdel, Jaber, Hashem.
fn sounds_arabic(word: &[u8]) -> bool {
    let endings: [&[u8]; 7] = [b"ber", b"her", b"ker", b"ssem", b"sem", b"kem", b"tem"];
    let is_a = |start: &[u8]| {
        start.ends_with(b"a") && start.iter().filter(|each| is_vowel(**each)).count() == 1
    };
    let has_a = |ending: &&[u8]| word.strip_suffix(*ending).is_some_and(is_a);
    word.ends_with(b"ddine") || word.starts_with(b"abde") || endings.iter().any(has_a)
}

/// Say whether a word ends in e, then some of lmnrs, a d or t, and an s; the e not after `barred`.
fn ends_in_schwa(word: &[u8], barred: &[u8], letters: [u8; 9]) -> bool {
    let [e, l, m, n, r, s, d, t, _] = letters;
    word.iter().enumerate().any(|(at, &letter)| {
        if letter != e || (at > 0 && barred.contains(&word[at - 1])) {
            return false;
        }
        let mut rest = &word[at + 1..];
        let is_liquid = |letter: &u8| [l, m, n, r, s].contains(letter);
        while let [first, next @ ..] = rest
            && is_liquid(first)
        {
            rest = next;
        }
        matches!(rest, [])
            || matches!(rest, [a] if *a == d || *a == t)
            || matches!(rest, [a, b] if (*a == d || *a == t) && *b == s)
    })
}

/// The ways in which a word may be spelt: `_readings`.
fn spellings(word: &str) -> Vec<Vec<u8>> {
    let mut found = vec![word.as_bytes().to_vec()];
    let has_others = ["ic", "ica", "ya"].iter().any(|ending| word.ends_with(ending));
    if !has_others && !word.starts_with("kh") {
        return found;
    }
    let with =
        |each: &[u8], cut: usize, ending: &[u8]| [&each[..each.len() - cut], ending].concat();
    let ic = found.iter().filter(|each| each.ends_with(b"ic")).map(|each| with(each, 1, b"k"));
    found.extend(ic.collect::<Vec<_>>());
    let ica = found.iter().filter(|each| each.ends_with(b"ica")).map(|each| with(each, 2, b"ka"));
    found.extend(ica.collect::<Vec<_>>());
    let kh = found.iter().filter(|each| each.starts_with(b"kh") && !is_english(&each[2..]));
    let kh = kh.map(|each| [b"k", &each[2..]].concat()).collect::<Vec<_>>();
    found.extend(kh);
    let ya = found.iter().filter(|each| ends_in_ya(each)).map(|each| with(each, 2, b"ia"));
    found.extend(ya.collect::<Vec<_>>());
    let mut distinct: Vec<Vec<u8>> = Vec::new();
    for each in found {
        if !distinct.contains(&each) {
            distinct.push(each);
        }
    }
    distinct
}

/// `_LAST_YA.fullmatch`
fn ends_in_ya(letters: &[u8]) -> bool {
    let Some(name) = letters.strip_suffix(b"ya") else { return false };
    let begins = name.first().is_some_and(|first| !is_vowel(*first));
    let vowels = name.iter().skip_while(|each| !is_vowel(**each));
    let mut others = vowels.clone().skip_while(|each| is_vowel(**each)).peekable();
    begins
        && vowels.count() > 0
        && others.peek().is_some()
        && others.all(|each| *each != b'y' && !is_vowel(*each))
}

/// `_ENGLISH.search`
fn is_english(letters: &[u8]) -> bool {
    has_english(letters) || letters.ends_with(b"sky")
}

fn has_english(letters: &[u8]) -> bool {
    // Most words have no h.
    letters.contains(&b'h') && (has(letters, b"sh") || has(letters, b"kh") || has(letters, b"zh"))
}

/// `_DUTCH.search`
fn is_dutch(letters: &[u8]) -> bool {
    let oe = |(at, pair): (usize, &[u8])| pair == b"oe" && !letters[at + 2..].starts_with(b"vsk");
    has(letters, b"sj") || has(letters, b"zj") || letters.windows(2).enumerate().any(oe)
}

/// `_SOFT_CH.search`
fn has_soft_ch(letters: &[u8]) -> bool {
    let soft = |(at, pair): (usize, &[u8])| {
        pair == b"ch"
            && (at == 0 || letters[at - 1] != b's')
            && letters.get(at + 2).is_some_and(|next| b"aeiouylrmnvk".contains(next))
    };
    let last = letters.len() >= 5 && (letters.ends_with(b"ich") || letters.ends_with(b"ych"));
    last || letters.windows(2).enumerate().any(soft)
}

fn readings_of_ch(letters: &[u8]) -> &'static [&'static [u8]] {
    if !letters.contains(&b'h') {
        return &[b"X"];
    }
    if letters.starts_with(b"ch") && letters.len() < LONG {
        return &[&[TSH]];
    }
    if is_dutch(letters) || !has_soft_ch(letters) {
        return &[b"X"];
    }
    if has_english(letters) || (letters.ends_with(b"sky") && !letters.starts_with(b"ch")) {
        return &[&[TSH]];
    }
    let both = letters.starts_with(b"ch") && !has_french_ch(letters);
    if both { &[b"X", &[TSH]] } else { &[b"X", &[TSH], &[SH]] }
}

/// `_FRENCH_CH.match`
fn has_french_ch(letters: &[u8]) -> bool {
    let after = |next: &u8| b"dfhikmo".contains(next);
    letters.starts_with(b"chou")
        || letters.strip_prefix(b"cha").and_then(|rest| rest.first()).is_some_and(after)
}

fn readings_of_j(letters: &[u8]) -> &'static [&'static [u8]] {
    const HARD: &[u8] = &[b'D', ZH];
    if !letters.contains(&b'j') || is_dutch(letters) {
        return &[b"Y"];
    }
    if is_english(letters) { &[HARD] } else { &[b"Y", HARD] }
}

/// `_sound`
fn sound(letters: &[u8], ch: &'static [u8], j: &'static [u8]) -> Vec<u8> {
    let sound = varied(alike(read(letters, &Reading { ch, j, mid_y: b"I", last_y: b"I" })));
    if !letters.contains(&b'y') || is_foreign(&sound) {
        return sound;
    }
    let between: &[u8] = if vowel_groups(&sound) > 2 { b"I" } else { &[SHORT_Y] };
    varied(alike(read(letters, &Reading { ch, j, mid_y: between, last_y: between })))
}

/// What is alike in long names alone, and what is hushed at the end: the rest of `_alike`.
fn varied(mut sound: Vec<u8>) -> Vec<u8> {
    if vowel_groups(&sound) > 2 {
        sound = apply(&sound, VARIED);
    }
    if sound.ends_with(&[b'I', TSH]) {
        for each in &mut sound {
            *each = match *each {
                SH => b'S',
                ZH => b'Z',
                TSH => b'C',
                other => other,
            };
        }
    }
    sound
}

/// `_FOREIGN.search`
fn is_foreign(sound: &[u8]) -> bool {
    let within = sound.iter().enumerate().any(|(at, &each)| {
        let rest = &sound[at + 1..];
        let before = at.checked_sub(1).map(|place| sound[place]);
        match each {
            SH | TSH => ![&b"E"[..], b"S", b"ES"].contains(&rest),
            ZH => before != Some(b'D') && ![&b"E"[..], b"ES"].contains(&rest),
            b'X' => before != Some(b'S') && rest.first().is_some_and(|c| b"AEIOULMNRV".contains(c)),
            _ => false,
        }
    });
    let endings: [&[u8]; 9] =
        [b"OV", b"EV", b"OVA", b"EVA", b"SKI", b"SKAA", b"SKAIA", b"ENKO", b"IC"];
    within || endings.iter().any(|ending| sound.ends_with(ending))
}

/// `_sounds_foreign`
fn sounds_foreign(sound: &[u8]) -> bool {
    if vowel_groups(sound) < 2 {
        return sound.ends_with(b"SK");
    }
    is_foreign(sound) || !has_dutch_ending(sound)
}

/// `_DUTCH_ENDING.search`
fn has_dutch_ending(sound: &[u8]) -> bool {
    let endings: [&[u8]; 16] = [
        b"AMA", b"EMA", b"IMA", b"OMA", b"UMA", b"MAN", b"MANS", b"STRA", b"US", b"ING", b"INGA",
        b"INK", b"INCK", b"INGK", b"LAND", b"BORG",
    ];
    ends_in_schwa(sound, b"", *b"ELMNRSDTS") || endings.iter().any(|each| sound.ends_with(each))
}
