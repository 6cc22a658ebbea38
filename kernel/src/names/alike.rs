//! Which persons of an archive are one, spelt in two ways: `indexer/storage/names/alike.py`.

use hashbrown::{HashMap, HashSet};

const MIN_FIRST: usize = 3;
const MIN_LAST: usize = 4;
const HALF: usize = 2;

/// `_CLOSE`
const CLOSE: [(&str, &str); 23] = [
    ("ij", "y"),
    ("ĳ", "y"),
    ("ý", "y"),
    ("aey", "aay"),
    ("ph", "f"),
    ("th", "t"),
    ("ca", "ka"),
    ("co", "ko"),
    ("cu", "ku"),
    ("ck", "kk"),
    ("cl", "kl"),
    ("cr", "kr"),
    ("cs", "ks"),
    ("ct", "kt"),
    ("c ", "k "),
    ("čk", "kk"),
    ("čl", "kl"),
    ("čr", "kr"),
    ("č ", "k "),
    ("ie ", "y "),
    ("ey ", "y "),
    ("ei ", "y "),
    ("i ", "y "),
];
/// `_LOOSE`
const LOOSE: [(&str, &str); 17] = [
    ("dž", "y"),
    ("č", "k"),
    ("ž", "s"),
    ("š", "s"),
    ("ch", "k"),
    ("h", ""),
    ("q", "k"),
    ("x", "ks"),
    ("w", "v"),
    ("z", "s"),
    ("oe", "o"),
    ("ou", "o"),
    ("ue", "u"),
    ("ae", "a"),
    ("j", "y"),
    ("ie", "y"),
    ("i", "y"),
];

/// Return a hash of letters that names share where `loose` gives the same, None where none is read:
/// it spares nearly all names the rules.
pub fn letters(key: &str) -> Option<u64> {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut last = ' ';
    let mut signs = key.chars().peekable();
    while let Some(c) = signs.next() {
        let found = match c.to_ascii_lowercase() {
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | 'j' | 'Ĳ' | 'Ý' | ' ' => continue,
            'p' | 'f' => 'f',
            'd' if signs.peek() == Some(&'Ž') => {
                signs.next();
                continue;
            }
            'c' | 'k' | 'q' | 'Č' => 'k',
            'x' => 'x',
            'w' | 'v' => 'v',
            'z' | 's' | 'Š' | 'Ž' => 's',
            other if other.is_ascii_lowercase() => other,
            _ => return None,
        };
        let both = if found == 'x' { ['k', 's'].as_slice() } else { &[found] };
        for &each in both {
            if each != last {
                hash = (hash ^ u64::from(each)).wrapping_mul(0x0100_0000_01b3);
            }
            last = each;
        }
    }
    Some(hash)
}

/// `close`
pub fn close(key: &str) -> Option<String> {
    let is_known = |c: char| c.is_ascii_alphabetic() || "ČŠŽĲÝ ".contains(c);
    if !key.chars().all(is_known) {
        return None;
    }
    let words: Vec<&str> = key.split(' ').collect();
    let is_initial = |word: &&&str| word.chars().count() == 1;
    let initials = words[..words.len() - 1].iter().take_while(is_initial).count();
    if words.len() - initials.saturating_sub(1) == 1 {
        return None;
    }
    let mut text = String::with_capacity(key.len() + 2);
    for (place, word) in words.iter().enumerate() {
        if place == 0 || place >= initials {
            text.push(' ');
        }
        text.extend(word.chars().flat_map(char::to_lowercase));
    }
    text.push(' ');
    let mut found = replaced(text, CLOSE);
    let single = words.iter().enumerate().filter(|(place, word)| {
        word.chars().count() == 1 && (initials < 2 || *place >= initials) // C. is not K.
    });
    found.extend(single.map(|(_, word)| *word));
    Some(found)
}

/// `loose`
pub fn loose(closer: &str) -> String {
    let text = replaced(closer.to_owned(), LOOSE);
    let mut last = None;
    let kept: String = text.chars().filter(|&c| last.replace(c) != Some(c)).collect();
    replaced(kept, [("e ", " "), (" ", "")])
}

fn replaced<'a>(mut text: String, rules: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    for (old, new) in rules {
        if text.contains(old) {
            text = text.replace(old, new);
        }
    }
    text
}

/// `_is_solid`
pub fn is_solid(key: &str) -> bool {
    let letters = |word: &str| word.chars().count();
    let mut words = key.split(' ');
    let (first, last) = (words.next().unwrap_or_default(), key.rsplit(' ').next());
    let Some(last) = last else { return false };
    letters(first) >= MIN_FIRST
        && letters(last) >= MIN_LAST
        && words.all(|word| letters(word) > 1)
        && !last.chars().all(|c| "ivxlmIVXLM".contains(c))
}

/// With whom some people stand who is named in few articles: a set of names for each article.
#[derive(Default)]
pub struct Company(HashMap<usize, Vec<HashSet<usize>>>);

impl Company {
    /// Take the names of an article, of which some are people to be known, and some are rare.
    pub fn add(
        &mut self,
        names: &[usize],
        is_wanted: impl Fn(usize) -> bool,
        is_rare: impl Fn(usize) -> bool,
    ) {
        for &name in names.iter().filter(|&&name| is_wanted(name)) {
            let beside = names.iter().copied().filter(|&other| is_rare(other)).collect();
            self.0.entry(name).or_default().push(beside);
        }
    }

    /// `_Company.shared`
    pub fn shared(&self, one: usize, other: usize) -> bool {
        let (Some(known), Some(rows)) = (self.0.get(&one), self.0.get(&other)) else {
            return false;
        };
        let mut known: HashSet<usize> = known.iter().flatten().copied().collect();
        known.remove(&one);
        known.remove(&other);
        let having = rows.iter().filter(|beside| !known.is_disjoint(beside)).count();
        having > 0 && having * HALF >= rows.len()
    }
}
