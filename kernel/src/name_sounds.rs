//! Sounds that are spelt in several ways: `_ALIKE` and `_VARIED` of `indexer/analysis/names.py`.

/// Š, Č and Ž, which one letter stands for until the key is done.
pub const SH: u8 = b'[';
pub const TSH: u8 = b'\\';
pub const ZH: u8 = b']';

/// Returns how many sounds a rule replaces at a place, and by what; None where it does not apply.
pub type Rule = fn(&[u8], usize) -> Option<(usize, &[u8])>;

fn is_vowel(sound: u8) -> bool {
    b"AEIOU".contains(&sound)
}

/// Return how many groups of vowels some sounds have.
pub fn vowel_groups(sound: &[u8]) -> usize {
    let mut inside = false;
    let mut groups = 0;
    for &each in sound {
        groups += usize::from(is_vowel(each) && !inside);
        inside = is_vowel(each);
    }
    groups
}

/// Apply the rules in their order.
pub fn alike(mut sound: Vec<u8>) -> Vec<u8> {
    let mut present = set_of(&sound);
    for (first, rule) in ALIKE {
        if present & first != 0 && (0..sound.len()).any(|at| rule(&sound, at).is_some()) {
            sound = apply(&sound, rule);
            present = set_of(&sound);
        }
    }
    sound
}

/// Return a bit for each of some sounds, which are signs from the space to SHORT_Y.
const fn set_of(sounds: &[u8]) -> u64 {
    let (mut set, mut at) = (0, 0);
    while at < sounds.len() {
        set |= 1 << (sounds[at] - b' ');
        at += 1;
    }
    set
}

/// Replace what a rule applies to, as `re.sub` does.
pub fn apply(sound: &[u8], rule: Rule) -> Vec<u8> {
    let mut found = Vec::with_capacity(sound.len());
    let mut at = 0;
    while at < sound.len() {
        match rule(sound, at) {
            Some((length, other)) => {
                found.extend_from_slice(other);
                at += length;
            }
            None => {
                found.push(sound[at]);
                at += 1;
            }
        }
    }
    found
}

fn before(sound: &[u8], at: usize) -> Option<u8> {
    at.checked_sub(1).map(|place| sound[place])
}

/// Say whether the rest begins with one of some sounds.
fn begins(rest: &[u8], sounds: &[u8]) -> bool {
    rest.first().is_some_and(|first| sounds.contains(first))
}

fn follows_hushing(sound: &[u8], at: usize) -> bool {
    matches!(before(sound, at), Some(SH | TSH | ZH))
}

/// Say whether the sounds before a place end in a vowel and then others, one or more.
fn vowel_and_others(sound: &[u8]) -> bool {
    sound.last().is_some_and(|&last| !is_vowel(last)) && sound.iter().any(|&each| is_vowel(each))
}

/// Say whether a sound, which is no first one, and an O have one syllable behind them: OV or OVA.
fn hushed_yo(sound: &[u8], at: usize, hushed: u8) -> bool {
    let Some([first, b'O', rest @ ..]) = sound.get(at..) else { return false };
    let start = rest.strip_suffix(b"A").unwrap_or(rest).strip_suffix(b"OV");
    at > 0
        && *first == hushed
        && start.is_some_and(|others| !others.is_empty() && !others.iter().any(|&c| is_vowel(c)))
}

/// Say whether sounds are one A behind others that are no vowels, if any.
fn begins_in_a(sounds: &[u8]) -> bool {
    matches!(sounds, [others @ .., b'A'] if !others.iter().any(|&each| is_vowel(each)))
}

/// Say whether sounds end as Slavic names do, at most some after they begin.
fn ends_slavic(sounds: &[u8], most: usize) -> bool {
    const ENDINGS: [&[u8]; 8] = [b"OV", b"EV", b"OVA", b"EVA", b"SKI", b"SKAA", b"SKAIA", b"ENKO"];
    let ends = |ending: &[u8]| sounds.ends_with(ending) && sounds.len() - ending.len() <= most;
    ENDINGS.into_iter().any(ends)
}

/// The rules, each with the sounds of which it replaces one first.
const ALIKE: [(u64, Rule); 48] = [
    (set_of(b"WF"), |s, at| {
        let after = at >= 4 && matches!(s[at - 1], b'O' | b'E');
        match &s[at..] {
            [b'W'] | [b'W', b'A'] if after => Some((1, b"V")),
            [b'F', b'F'] if after => Some((2, b"V")),
            _ => None,
        }
    }),
    (set_of(b"W"), |s, at| {
        let rest = &s[at + 1..];
        let hushed = matches!(rest, [b'I', TSH | SH, ..]);
        let slavic = s[at] == b'W' && (rest.starts_with(b"SK") || hushed || ends_slavic(rest, 6));
        slavic.then_some((1, b"V"))
    }),
    (set_of(b"W"), |s, at| {
        let starts = s.starts_with(b"WLAD") || s.starts_with(b"WOLOD");
        (at == 0 && starts).then_some((1, b"V"))
    }),
    (set_of(b"S"), |s, at| {
        const ENDINGS: [&[u8]; 6] = [b"ENKO", b"OV", b"EV", b"OVA", b"EVA", &[b'I', TSH]];
        let rest = s[at..].strip_prefix(b"SX")?;
        let ends = |ending: &&[u8]| rest.ends_with(ending) && rest.len() - ending.len() < 10;
        ENDINGS.iter().any(ends).then_some((2, &[SH]))
    }),
    (set_of(b"I"), |s, at| s[at..].starts_with(b"II").then_some((1, b""))),
    (set_of(b"I"), |s, at| {
        (s[at..].starts_with(b"IY") && begins(&s[at + 2..], b"AEOU")).then_some((2, b"I"))
    }),
    (set_of(b"Y"), |s, at| {
        let starts = at == 0 && s.starts_with(b"YE");
        (starts
            && (begins(&s[2..], b"FKRV")
                || matches!(&s[2..], [b'L', b'T', ..] | [b'L', b'E', b'N', ..])))
        .then_some((2, b"E"))
    }),
    (set_of(b"Y"), |s, at| {
        (s[at..].starts_with(b"YE") && before(s, at).is_some_and(is_vowel)).then_some((1, b""))
    }),
    (set_of(b"Y"), |s, at| {
        let other = before(s, at).is_some_and(|c| !b"AEIOUY".contains(&c));
        (other && s[at..].starts_with(b"YE") && s.len() > at + 2).then_some((1, b""))
    }),
    (set_of(b"Y"), |s, at| {
        let ends = matches!(&s[at..], [b'Y', b'A' | b'O'] | [b'Y', b'A' | b'O', b'N']);
        let vowels = s[..at].iter().filter(|&&each| is_vowel(each)).count();
        (ends && vowels == 1 && vowel_and_others(&s[..at])).then_some((1, b"J"))
    }),
    (set_of(b"Y"), |s, at| {
        let other = before(s, at).is_some_and(|c| !b"AEIOUY".contains(&c));
        (other && s[at] == b'Y' && begins(&s[at + 1..], b"AOU")).then_some((1, b"I"))
    }),
    (set_of(b"I"), |s, at| {
        let ends = s[at..].strip_prefix(b"IO").is_some_and(|rest| {
            let inside = |ending: &[u8]| {
                rest.ends_with(ending) && (1..5).contains(&(rest.len() - ending.len()))
            };
            matches!(rest, b"V" | b"VA") || inside(b"OV") || inside(b"OVA")
        });
        let after = !follows_hushing(s, at) && before(s, at).is_some_and(|c| !is_vowel(c));
        (ends && after).then_some((2, b"E"))
    }),
    (set_of(b"I"), |s, at| {
        let soft = s[at] == b'I' && begins(&s[at + 1..], b"AOU");
        (soft && follows_hushing(s, at)).then_some((1, b""))
    }),
    (set_of(&[SH]), |s, at| hushed_yo(s, at, SH).then_some((2, b"SE"))),
    (set_of(&[ZH]), |s, at| hushed_yo(s, at, ZH).then_some((2, b"ZE"))),
    (set_of(b"I"), |s, at| {
        let ends = matches!(&s[at..], b"IEV" | b"IEVA");
        (ends && vowel_and_others(&s[..at])).then_some((1, b""))
    }),
    (set_of(b"E"), |s, at| {
        let ends = matches!(&s[at..], b"EV" | b"EVA");
        (ends && follows_hushing(s, at)).then_some((2, b"OV"))
    }),
    (set_of(b"I"), |s, at| {
        let syllable = at >= 2 && is_vowel(s[at - 2]) && !is_vowel(s[at - 1]);
        (&s[at..] == b"IC" && (at >= 3 || syllable)).then_some((2, &[b'I', TSH]))
    }),
    (set_of(b"I"), |s, at| (&s[at..] == b"ICA").then_some((3, b"ITSA"))),
    (set_of(b"C"), |s, at| {
        let soft = begins(&s[at + 1..], &[b'E', b'I', b'Y', b'H', TSH, b'K']);
        (s[at] == b'C' && !soft).then_some((1, b"K"))
    }),
    (set_of(b"H"), |s, at| {
        (s[at] == b'H' && matches!(before(s, at), Some(b'B' | b'G'))).then_some((1, b""))
    }),
    (set_of(b"H"), |s, at| {
        let after = s[at] == b'H' && before(s, at) == Some(b'L');
        (after && begins(&s[at + 1..], b"AEIOU")).then_some((1, b""))
    }),
    (set_of(b"E"), |s, at| (&s[at..] == b"ENKA").then_some((4, b"ENKO"))),
    (set_of(b"S"), |s, at| {
        let after = s[..at].ends_with(b"OV") || s[..at].ends_with(b"EV");
        (&s[at..] == b"S" && after).then_some((1, b""))
    }),
    (set_of(b"A"), |s, at| {
        let other = s.get(at + 2).is_some_and(|&c| !is_vowel(c));
        (s[at..].starts_with(b"AI") && other).then_some((2, b"EI"))
    }),
    (set_of(b"H"), |s, at| {
        let starts = at == 0 && (s.starts_with(b"HOSEIN") || s.starts_with(b"HOSSEIN"));
        starts.then_some((2, b"HU"))
    }),
    (set_of(b"M"), |s, at| {
        let rest = if at == 0 { s.strip_prefix(b"MO")? } else { return None };
        let arabic = matches!(rest, [b'B', b'A', ..] | [b'A', b'M', b'M', ..])
            || matches!(rest, [b'S' | b'X' | b'K', b'T', b'A', ..]);
        arabic.then_some((2, b"MU"))
    }),
    (set_of(b"A"), |s, at| match s {
        [b'A', b'B', b'D', b'A' | b'E' | b'O' | b'U', rest @ ..] if at == 0 => {
            let article = [&b"L"[..], b"NN", b"RR", b"SS"];
            article.iter().any(|each| rest.starts_with(each)).then_some((4, b"ABDU"))
        }
        _ => None,
    }),
    (set_of(b"A"), |s, at| (at == 0 && s.starts_with(b"ABDULL")).then_some((6, b"ABDUL"))),
    (set_of(b"E"), |s, at| {
        let ends = &s[at..] == b"ER" && matches!(before(s, at), Some(b'B' | b'H' | b'K'));
        (ends && begins_in_a(&s[..at - 1])).then_some((1, b"I"))
    }),
    (set_of(b"E"), |s, at| {
        let start = &s[..at];
        let twice = start.strip_suffix(b"SS").is_some_and(begins_in_a);
        let once = matches!(start, [name @ .., b'S' | b'K' | b'T' | SH] if begins_in_a(name));
        (&s[at..] == b"EM" && (twice || once)).then_some((1, b"I"))
    }),
    (set_of(b"I"), |s, at| {
        let ends = matches!(&s[at..], [b'I', b'E', other, b'I'] if !is_vowel(*other));
        ends.then_some((2, b"I"))
    }),
    (set_of(b"I"), |s, at| {
        let after = at > 1 && s[at - 2] == b'A' && !is_vowel(s[at - 1]);
        (after && &s[at..] == b"IKUE").then_some((4, b"IK"))
    }),
    (set_of(b"I"), |s, at| (&s[at..] == b"IEH").then_some((3, b"IA"))),
    (set_of(b"AE"), |s, at| {
        let ends = matches!(&s[at..], b"AH" | b"EH") && vowel_and_others(&s[..at]);
        (ends && vowel_groups(&s[..at]) > 1).then_some((2, b"A"))
    }),
    (set_of(b"H"), |s, at| match &s[at..] {
        [first, second, b'A', b'H'] if before(s, at).is_some_and(is_vowel) => {
            let twice = first == second && b"BDLMNRST".contains(first);
            (!twice && !is_vowel(*first) && !is_vowel(*second)).then(|| (4, &s[at..at + 3]))
        }
        _ => None,
    }),
    (set_of(b"A"), |s, at| {
        let starts = at == 0 && (s.starts_with(b"AXMAD") || s.starts_with(b"AXMED"));
        starts.then_some((3, b"AHM"))
    }),
    (set_of(b"EOU"), |s, at| {
        let ends = matches!(&s[at..], [b'E' | b'O' | b'U', b'D', b'D', b'I', b'N'])
            || matches!(&s[at..], [b'E' | b'O' | b'U', b'D', b'D', b'I', b'N', b'E']);
        let once = &s[at..] == b"UDIN" && before(s, at).is_some_and(|c| !is_vowel(c));
        ((ends || once) && at > 1).then_some((s.len() - at, b"EDIN"))
    }),
    (set_of(b"EI"), |s, at| {
        let ends = matches!(&s[at..], [b'E', b'E', last] if b"BDFKLMNSTZ".contains(last))
            || matches!(&s[at..], [b'E', b'E', last, b'A' | b'I'] if b"BDFKLMNRSTZ".contains(last))
            || matches!(&s[at..], [b'I', b'E', last] if b"BDFKMTZ".contains(last));
        let after = at > 1 && s[at - 2] == b'A' && !is_vowel(s[at - 1]);
        (ends && after).then_some((2, b"I"))
    }),
    (set_of(b"A"), |s, at| match &s[at..] {
        b"AHMOOD" => Some((5, b"AHMU")),
        b"ASOOD" => Some((4, b"ASU")),
        _ => None,
    }),
    (set_of(b"T"), |s, at| (&s[at..] == b"TH" && before(s, at) == Some(b'I')).then_some((2, b"T"))),
    (set_of(b"P"), |s, at| {
        let after = before(s, at).is_some_and(|each| b"AEIOULRM".contains(&each));
        let other = s
            .get(at + 2..)
            .is_none_or(|rest| rest.first() == Some(&b'O') || matches!(rest, b"A" | b"IA"));
        (after && !other && s[at..].starts_with(b"PH")).then_some((2, b"F"))
    }),
    (set_of(b"O"), |s, at| {
        (s[at..].starts_with(b"OH") && begins(&s[at + 2..], b"AEIU")).then_some((1, b"U"))
    }),
    (set_of(b"E"), |s, at| {
        (&s[at..] == b"ED" && before(s, at) == Some(b'M')).then_some((2, b"AD"))
    }),
    (set_of(b"A"), |s, at| (at == 0 && s.starts_with(b"AHMED")).then_some((4, b"AHMA"))),
    (set_of(b"BDFGHKLMNPSTVZ"), |s, at| {
        let twice = b"BDFGHKLMNPSTVZ".contains(&s[at]) && s.get(at + 1) == Some(&s[at]);
        let rest = s.get(at + 2..).unwrap_or_default();
        let applies = match rest {
            [b'A', _, ..] | [b'E', b'I', ..] => true,
            [b'U', more @ ..] => more != b"M",
            [b'I', last] if b"BDFKLMNRST".contains(last) => {
                matches!(before(s, at), Some(b'A' | b'U'))
            }
            b"A" | b"EF" if s[at] == b'S' && before(s, at) == Some(b'U') => true,
            b"A" => {
                b"SZ".contains(&s[at])
                    && at >= 2
                    && s[at - 2..at].iter().all(|&each| is_vowel(each))
            }
            _ => false,
        };
        (twice && applies).then(|| (2, &s[at..=at]))
    }),
    (set_of(&[ZH]), |s, at| s[at..].starts_with(&[ZH, ZH]).then_some((2, &[ZH]))),
    (set_of(b"K"), |s, at| (&s[at..] == b"KKA").then_some((2, b"K"))),
];

/// What is alike in long names alone.
pub const VARIED: Rule = |s, at| {
    let next = s.get(at + 2..).unwrap_or_default();
    if b"BDFGKLMNPRSTZ".contains(&s[at]) && s.get(at + 1) == Some(&s[at]) {
        return Some((2, &s[at..=at]));
    }
    match &s[at..] {
        [b'T', b'H', ..] if before(s, at) != Some(b'T') => Some((2, b"T")),
        [b'P', b'H', ..] if begins(next, b"AEIOUR") => Some((2, b"F")),
        _ => None,
    }
};
