//! Other spellings of a name: `indexer/analysis/name_spellings.py`.

use super::letters::{Answer, begins_with_capital, fold, is_alpha, is_vowel, lower};

const MIN_LETTERS: usize = 4;
const MIN_WITH_UMLAUT: usize = 3;

/// `other_spellings`
pub fn other_spellings(
    word: &str,
    stem: &str,
    known: impl Fn(&str) -> bool,
) -> Answer<Vec<String>> {
    let exact = fold(word)?;
    let least = if word.is_ascii() { MIN_LETTERS } else { MIN_WITH_UMLAUT };
    if exact.len() < least || !is_alpha(&exact) || (word.is_ascii() && !may_have_others(&exact)) {
        return Ok(Vec::new());
    }
    let is_known = known(&exact);
    if is_known && !begins_with_capital(word) {
        return Ok(Vec::new());
    }
    let met = |spelling: &str| met(spelling, &known, is_known);
    let mut met_as = vec![met(if is_known { &exact } else { stem })];
    if !is_known && exact.contains("ij") {
        met_as.push(met(&exact));
    }
    if !word.is_ascii() {
        let plain = lower(word);
        let written = written_out(&plain);
        if written != plain {
            let written = fold(&written)?;
            let met = met(&written);
            met_as.extend([written, met]);
        }
    }
    let mut found = Vec::new();
    for each in met_as {
        if each != stem && each != exact && !found.contains(&each) {
            found.push(each);
        }
    }
    Ok(found)
}

/// `_ANY.search`
fn may_have_others(word: &str) -> bool {
    let letters = word.as_bytes();
    const ENDINGS: [&str; 13] = [
        "h", "ie", "ick", "yck", "nck", "rck", "ckx", "ss", "aassen", "aassens", "tzen", "ianne",
        "dien",
    ];
    ENDINGS.iter().any(|ending| word.ends_with(ending))
        || (0..letters.len()).any(|at| is_hard_c(&letters[at..]))
        || letters.windows(2).any(|pair| {
            matches!(pair, b"ij" | b"dj" | b"tj" | b"sj" | b"zj" | b"yy" | b"jj")
                || matches!(pair, b"iy" | b"oe" | b"ph" | b"th")
        })
        || begins_in_y(letters.strip_prefix(b"s").unwrap_or(letters))
        || letters.windows(3).any(|three| {
            matches!(three, b"aoe" | b"aou" | b"awu" | b"ahj" | b"oua" | b"lju" | b"lyu")
                || matches!(three, [before, b'i', after] if is_open(*before) && is_open(*after))
        })
        || letters.windows(4).any(|four| matches!(four, b"awoe" | b"awou" | b"awoo"))
        || word.contains("izabe")
}

/// Say whether a letter is a vowel and no i.
fn is_open(letter: u8) -> bool {
    b"aeou".contains(&letter)
}

/// Say whether letters begin in a y before a vowel that is no i.
fn begins_in_y(letters: &[u8]) -> bool {
    matches!(letters, [b'y', b'a' | b'e' | b'o' | b'u', ..])
}

/// `_UMLAUT.sub`
fn written_out(word: &str) -> String {
    let mut written = String::with_capacity(word.len() + 2);
    let mut last = ' ';
    for c in word.chars() {
        let after_vowel = "aeiou".contains(last);
        last = c;
        match c {
            'ä' if !after_vowel => written.push_str("ae"),
            'ö' if !after_vowel => written.push_str("oe"),
            'ü' if !after_vowel => written.push_str("ue"),
            'ø' => written.push_str("oe"),
            'å' => written.push_str("aa"),
            'đ' => written.push_str("dj"),
            _ => written.push(c),
        }
    }
    written
}

/// `_met`
fn met(spelling: &str, known: impl Fn(&str) -> bool, is_known: bool) -> String {
    let mut word =
        if has_no_y(spelling) { spelling.to_owned() } else { spelling.replace("ij", "y") };
    if vowel_groups(word.as_bytes()) > 2 {
        word = replaced(&word, |_, rest| is_hard_c(rest).then_some((1, "k")));
    }
    if is_known {
        return word;
    }
    let other = no_word(&word);
    if !known(&other) {
        word = other;
    }
    word = replaced(&word, |_, rest| match rest {
        [b'd', b'j', next, ..] if is_vowel(*next) => Some((2, "j")),
        b"dj" => Some((2, "j")),
        _ => None,
    });
    word = replaced(&word, |_, rest| match rest {
        [b'y', b'y', ..] | [b'j', b'j', ..] => Some((2, "y")),
        _ => None,
    });
    if let Some(rest) = word.strip_prefix('s')
        && begins_in_y(rest.as_bytes())
    {
        word.replace_range(1..2, "j");
    }
    if let [.., b'o', b'e', one, last] = word.as_bytes()
        && !is_vowel(*one)
        && matches!(last, b'a' | b'i' | b'u')
    {
        word.replace_range(word.len() - 4..word.len() - 2, "u");
    }
    if let [start @ .., b'o', b'e' | b'u', b'a', last] = word.as_bytes()
        && !(start.is_empty() || start.iter().any(|each| is_vowel(*each)) || is_vowel(*last))
    {
        word.replace_range(word.len() - 4..word.len() - 2, "u");
    }
    word = replaced(&word, |before, rest| match rest {
        [b'h', b'j', b'a' | b'o' | b'u', ..] if before == Some(b'a') => Some((2, "hy")),
        _ => None,
    });
    word = replaced(&word, |before, rest| match rest {
        [b'y', b'a' | b'e' | b'o' | b'u', ..] if before == Some(b'i') => Some((1, "")),
        _ => None,
    });
    word = replaced(&word, |_, rest| match rest {
        [b'a', b'o', b'e' | b'u', b'd' | b'l' | b'r' | b's', ..] => Some((3, "au")),
        [b'a', b'w', b'u', b'd' | b'l' | b'r' | b's', ..] => Some((3, "au")),
        [b'a', b'w', b'o', b'e' | b'o' | b'u', b'd' | b'l' | b'r' | b's', ..] => Some((4, "au")),
        _ => None,
    });
    let dutch = ["ke", "ken", "cem", "chem", "gem", "ghem"].iter().any(|each| word.ends_with(each));
    if vowel_groups(word.as_bytes()) > 2 && !dutch {
        let mut oes = word.match_indices("oe").map(|(place, _)| place);
        if let Some(oe) = oes.find(|place| !word[place + 2..].starts_with('e')) {
            word.replace_range(oe..oe + 2, "u");
        }
    }
    word = replaced(&word, |before, rest| match rest {
        [b'j' | b'y', b'u', ..] if before == Some(b'l') => Some((1, "")),
        _ => None,
    });
    if word.ends_with("dh") && word.len() > 2 && is_vowel(word.as_bytes()[word.len() - 3]) {
        word.pop();
    }
    word = as_ended(word);
    word = word.replace("izabe", "isabe");
    word = replaced(&word, |before, rest| match rest {
        [b'i', next, ..] if is_open(*next) && before.is_some_and(is_open) => Some((1, "y")),
        _ => None,
    });
    if let Some(name) = word.strip_suffix("ah")
        && name.bytes().next_back().is_some_and(|last| !is_vowel(last))
        && vowel_groups(name.as_bytes()) > 1
    {
        word.pop();
    }
    word
}

/// The rules of `_UNKNOWN_ONLY` for how names end: Klaassen to Youness.
fn as_ended(mut word: String) -> String {
    for ending in ["aassen", "aassens"] {
        if word.ends_with(ending) {
            word.remove(word.len() - ending.len() + 2);
        }
    }
    if word.ends_with("tzen") {
        word.replace_range(word.len() - 3..word.len() - 2, "s");
    }
    if word.ends_with("ianne") {
        word.remove(word.len() - 2);
    }
    if word.strip_suffix("dien").is_some_and(ends_in_others) {
        word.remove(word.len() - 2);
    }
    if word.strip_suffix("arie").is_some_and(ends_in_others) {
        word.pop();
    }
    if let Some(name) = word.strip_suffix("ss")
        && let Some(start) = name.strip_suffix(['a', 'e', 'i'])
        && ends_in_others(start)
    {
        word.pop();
    }
    word
}

/// Say whether letters end in a vowel and then others, one or more.
fn ends_in_others(letters: &str) -> bool {
    letters.bytes().next_back().is_some_and(|last| !is_vowel(last)) && letters.bytes().any(is_vowel)
}

/// `_NO_Y.fullmatch`
fn has_no_y(spelling: &str) -> bool {
    let start = spelling.strip_suffix("aij").or_else(|| spelling.strip_suffix("oij"));
    let mut first = start.unwrap_or_default().chars();
    first.next().is_some_and(|letter| !"aeiou".contains(letter)) && first.next().is_none()
}

/// `_NO_WORD`
fn no_word(word: &str) -> String {
    let syllables = vowel_groups(word.as_bytes());
    let first = word.bytes().position(is_vowel).unwrap_or_default();
    let mut found = replaced(word, |before, rest| match rest {
        [b'y', more @ ..] if before.is_none() && is_foreign_y(more) => Some((1, "j")),
        [b't', b'j', more @ ..] if is_indonesian(more) => Some((2, "c")),
        _ => None,
    });
    if syllables == 1 && (word[..first].ends_with("sj") || word[..first].ends_with("zj")) {
        found.replace_range(first - 1..first, "h");
    }
    if found.starts_with("philip") && !found.starts_with("philips") {
        found.replace_range(..2, "f");
    }
    found = replaced(&found, |before, rest| match rest {
        [b'p', b'h', ..] if before.is_none() && syllables > 2 => Some((2, "f")),
        b"pha" | b"phia" | [b'p', b'h', b'o', ..] => None,
        [b'p', b'h', ..] if before.is_some_and(|c| b"aeioulrm".contains(&c)) => Some((2, "f")),
        _ => None,
    });
    if syllables > 2 {
        let letters = found.as_bytes();
        let th = |at: &usize| matches!(&letters[*at..], [b't', b'h', v, ..] if is_vowel(*v));
        if let Some(place) = (1..letters.len()).find(th) {
            found.replace_range(place..place + 2, "t");
        }
    }
    if let Some(start) = found.strip_suffix("ie")
        && let [.., one, other] = start.as_bytes()
        && ((one == other && !is_vowel(*one)) || start.ends_with("ck"))
    {
        found = format!("{start}y");
    }
    if let Some(name) = found.strip_suffix("ck") {
        let start = name.strip_suffix(['i', 'y']);
        if start.is_some_and(has_syllable) || name.ends_with(['n', 'r']) {
            found.replace_range(found.len() - 2.., "k");
        }
    }
    if found.ends_with("ckx") {
        found.replace_range(found.len() - 3.., "kx");
    }
    if found.ends_with("ngh") {
        found.pop();
    }
    found
}

/// Say whether a y before some letters is a j in Dutch.
fn is_foreign_y(rest: &[u8]) -> bool {
    let vowels = rest.iter().take_while(|each| b"aou".contains(each)).count();
    let others = rest[vowels..].iter().take_while(|each| !b"aeiouy".contains(each)).count();
    let syllable = rest.get(vowels + others).is_some_and(|next| is_vowel(*next));
    rest.starts_with(b"ai") || (vowels > 0 && others > 0 && syllable)
}

/// Say whether a tj before some letters is a c in Indonesian.
fn is_indonesian(rest: &[u8]) -> bool {
    let of_syllable = |rest: &[u8]| {
        let others = rest.iter().take_while(|each| !is_vowel(**each)).count();
        others > 0 && others < rest.len()
    };
    match rest {
        [b'i', b't', b's' | b't' | b'z', ..] => false,
        [b'a' | b'i' | b'o' | b'u', ..] | b"eh" => true,
        [b'e', more @ ..] => of_syllable(more),
        _ => false,
    }
}

/// Say whether letters have a vowel and another letter after it.
fn has_syllable(letters: &str) -> bool {
    let vowel = letters.bytes().position(is_vowel).unwrap_or(letters.len());
    letters.bytes().skip(vowel).any(|letter| !is_vowel(letter))
}

/// `_HARD_C.match`
fn is_hard_c(rest: &[u8]) -> bool {
    match rest {
        [b'c', next, ..] => !matches!(next, b'c' | b'e' | b'i' | b'h' | b'k' | b'y'),
        [b'c'] => true,
        _ => false,
    }
}

/// Return a word with some of its letters replaced. `found` gives, of the letter before a place and
/// of what begins there, how many letters are replaced and by what.
fn replaced(
    word: &str,
    found: impl Fn(Option<u8>, &[u8]) -> Option<(usize, &'static str)>,
) -> String {
    let letters = word.as_bytes();
    let mut result = String::with_capacity(word.len());
    let mut at = 0;
    while let Some(c) = word[at..].chars().next() {
        let before = at.checked_sub(1).map(|place| letters[place]);
        if let Some((length, other)) = found(before, &letters[at..]) {
            result.push_str(other);
            at += length;
        } else {
            result.push(c);
            at += c.len_utf8();
        }
    }
    result
}

/// Return how many times vowels follow another letter, or begin the word.
fn vowel_groups(letters: &[u8]) -> usize {
    let starts =
        |(at, letter): (usize, &u8)| is_vowel(*letter) && (at == 0 || !is_vowel(letters[at - 1]));
    letters.iter().enumerate().filter(|each| starts(*each)).count()
}
