//! The letters of a name as sounds, group by group: `_GROUP` and `_SOUNDS` of `indexer/analysis/names.py`.

use crate::name_sounds::{SH, TSH, ZH};

/// Ĳ and Ý.
pub const IJ: u8 = b'^';
pub const SHORT_Y: u8 = b'_';

/// How the letters that have several sounds are read.
pub struct Reading {
    pub ch: &'static [u8],
    pub j: &'static [u8],
    pub mid_y: &'static [u8],
    pub last_y: &'static [u8],
}

/// `_GROUP.sub`: the letters as sounds, group by group.
pub fn read(letters: &[u8], reading: &Reading) -> Vec<u8> {
    let mut sounds = Vec::with_capacity(letters.len());
    let mut at = 0;
    while at < letters.len() {
        let (length, sound) = group(letters, at, reading);
        match sound {
            Some(sound) => sounds.extend_from_slice(sound),
            None => sounds.push(letters[at].to_ascii_uppercase()),
        }
        at += length;
    }
    sounds
}

pub fn is_vowel(letter: u8) -> bool {
    b"aeiou".contains(&letter)
}

/// Say whether letters end in a vowel and one or two others.
fn follows_syllable(letters: &[u8]) -> bool {
    let others = letters.iter().rev().take_while(|each| !is_vowel(**each)).count();
    (1..3).contains(&others) && letters.len() > others
}

/// Return the length of the group at a place, and its sound if it is not as it is written.
fn group<'r>(letters: &[u8], at: usize, reading: &'r Reading) -> (usize, Option<&'r [u8]>) {
    let rest = &letters[at..];
    if !b"cdgijkoqstxyz".contains(&rest[0]) {
        return (1, None); // which begins no group
    }
    let before = at.checked_sub(1).map(|place| letters[place]);
    let next_is = |letters: &[u8]| rest.get(1).is_some_and(|next| letters.contains(next));
    match rest {
        [b'i', b'j', next, ..] if !b"aeiouyj".contains(next) => return (2, Some(&[IJ])),
        [b'g', b'h', b'a' | b'd' | b'i' | b'o' | b'u', ..] if &rest[2..] != b"an" => {
            return (2, Some(b"G"));
        }
        [b'd', b'h', ..] => return (2, Some(b"D")),
        [b'd', b'j', b'e', b'v', ..] => return (3, Some(b"DE")),
        [b'x', _, ..] => return (1, Some(b"KS")),
        b"scha" if before.is_some_and(is_vowel) => return (3, Some(&[SH])),
        [b'o', b'u', b'a' | b'e' | b'i', ..] if at == 0 => return (2, Some(b"W")),
        [b'o', b'u', b'a', ..] | [b'o', b'u', b'i'] if before == Some(b'a') => {
            return (2, Some(b"W"));
        }
        [b'o', b'u', b'a', next @ ..]
            if !next.starts_with(b"rd") && follows_syllable(&letters[..at]) =>
        {
            return (2, Some(b"W"));
        }
        [b'c', b'h', ..] => return (2, Some(reading.ch)),
        [b'j', b'a' | b'o' | b'u', ..] | [b'j', b'e', _, ..] => return (1, Some(reading.j)),
        [b'j', b'i', next, ..]
            if !is_vowel(*next) && before.is_none_or(|c| !b"aeiouyj".contains(&c)) =>
        {
            return (1, Some(reading.j));
        }
        [b'y', ..] if next_is(b"aeou") => return (1, Some(b"Y")),
        [b'y'] if before.is_some_and(|c| !is_vowel(c)) => return (1, Some(reading.last_y)),
        [b'y', next, ..]
            if before.is_some_and(|c| !b"aeiouy".contains(&c)) && !b"aeiouyj".contains(next) =>
        {
            return (1, Some(reading.mid_y));
        }
        _ => {}
    }
    let sound = sounds(rest[0]).iter().find(|(letters, _)| rest.starts_with(letters));
    sound.map_or((1, None), |(letters, sound)| (letters.len(), Some(sound)))
}

/// `_SOUNDS` that begin with a letter, the longest first.
fn sounds(first: u8) -> &'static [(&'static [u8], &'static [u8])] {
    match first {
        b's' => &[
            (b"schtsch", &[SH, TSH]),
            (b"sjtsj", &[SH, TSH]),
            (b"shch", &[SH, TSH]),
            (b"stsj", &[SH, TSH]),
            (b"szcz", &[SH, TSH]),
            (b"sj", &[SH]),
            (b"sh", &[SH]),
        ],
        b't' => &[
            (b"tsch", &[TSH]),
            (b"tsj", &[TSH]),
            (b"tch", &[TSH]),
            (b"tsh", &[TSH]),
            (b"tz", b"TS"),
        ],
        b'd' => &[
            (b"dsch", &[b'D', ZH]),
            (b"dzj", &[b'D', ZH]),
            (b"dzh", &[b'D', ZH]),
            (b"dj", &[b'D', ZH]),
        ],
        b'o' => &[(b"oevsk", b"OEVSK"), (b"oe", b"U"), (b"ou", b"U")],
        b'z' => &[(b"zj", &[ZH]), (b"zh", &[ZH])],
        b'c' => &[(b"cz", &[TSH])],
        b'k' => &[(b"kh", b"X")],
        b'q' => &[(b"q", b"K")],
        b'y' => &[(b"y", b"I")],
        b'j' => &[(b"j", b"I")],
        _ => &[],
    }
}
