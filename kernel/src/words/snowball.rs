//! Snowball's stem of a Dutch word that no dictionary has and no known ending helps: its algorithm
//! `dutch_porter` (https://snowballstem.org), which Python has from a library.

/// Return the stem of a word in lower case.
pub fn stem(word: &str) -> String {
    let mut stemming = Stemming::of(word);
    stemming.plural();
    let e_found = stemming.e_ending();
    stemming.heid();
    stemming.suffix(e_found);
    stemming.double_vowel();
    let small = |letter| match letter {
        'I' => 'i',
        'Y' => 'y',
        _ => letter,
    };
    stemming.letters.into_iter().map(small).collect()
}

fn is_vowel(letter: char) -> bool {
    "aeiouyè".contains(letter)
}

/// A word, and where the two regions begin in which suffixes are taken off.
struct Stemming {
    letters: Vec<char>,
    regions: [usize; 2],
}

impl Stemming {
    /// Begin with a word: without accents, and with i and y as capitals where they are consonants.
    fn of(word: &str) -> Self {
        let mut letters: Vec<char> = word.chars().map(without_accent).collect();
        if letters.first() == Some(&'y') {
            letters[0] = 'Y';
        }
        let mut at = 0;
        while let Some(vowel) = (at..letters.len()).find(|&place| is_vowel(letters[place])) {
            at = vowel + 1;
            match letters.get(at) {
                Some('y') => letters[at] = 'Y',
                Some('i') if letters.get(at + 1).is_some_and(|&next| is_vowel(next)) => {
                    letters[at] = 'I';
                }
                Some('i') => {}
                _ => continue,
            }
            at += 1;
        }
        let regions = regions(&letters);
        Self { letters, regions }
    }

    /// Return where a suffix begins, None where the word has another end.
    fn before(&self, suffix: &str) -> Option<usize> {
        let mut at = self.letters.len();
        for letter in suffix.chars().rev() {
            at = at.checked_sub(1).filter(|&place| self.letters[place] == letter)?;
        }
        Some(at)
    }

    /// Return where a suffix begins that lies in a region, None where none does.
    fn within(&self, suffix: &str, region: usize) -> Option<usize> {
        self.before(suffix).filter(|&at| self.regions[region] <= at)
    }

    /// Say whether there is a letter before a place, and it is none of the vowels or these.
    fn is_after_other(&self, at: usize, others: &str) -> bool {
        let before = at.checked_sub(1).map(|place| self.letters[place]);
        before.is_some_and(|letter| !is_vowel(letter) && !others.contains(letter))
    }

    fn is_after(&self, at: usize, letter: char) -> bool {
        at > 0 && self.letters[at - 1] == letter
    }

    /// `undouble`
    fn undouble(&mut self) {
        if ["dd", "kk", "tt"].iter().any(|double| self.before(double).is_some()) {
            self.letters.pop();
        }
    }

    /// `en_ending`, of one that begins at a place.
    fn en_ending(&mut self, at: usize) {
        let is_gem = self.letters[..at].ends_with(&['g', 'e', 'm']);
        if self.regions[0] <= at && self.is_after_other(at, "") && !is_gem {
            self.letters.truncate(at);
            self.undouble();
        }
    }

    /// The first step: heden, ene, en, se, s.
    fn plural(&mut self) {
        if self.before("heden").is_some() {
            if let Some(at) = self.within("heden", 0) {
                self.letters.truncate(at);
                self.letters.extend("heid".chars());
            }
        } else if let Some(at) = self.before("ene").or_else(|| self.before("en")) {
            self.en_ending(at);
        } else if let Some(at) = self.before("se").or_else(|| self.before("s"))
            && self.regions[0] <= at
            && self.is_after_other(at, "j")
        {
            self.letters.truncate(at);
        }
    }

    /// `e_ending`: says whether it was there.
    fn e_ending(&mut self) -> bool {
        let found = self.within("e", 0).filter(|&at| self.is_after_other(at, ""));
        if let Some(at) = found {
            self.letters.truncate(at);
            self.undouble();
        }
        found.is_some()
    }

    fn heid(&mut self) {
        if let Some(at) = self.within("heid", 1).filter(|&at| !self.is_after(at, 'c')) {
            self.letters.truncate(at);
            if let Some(at) = self.before("en") {
                self.en_ending(at);
            }
        }
    }

    /// The suffixes of derivations.
    fn suffix(&mut self, e_found: bool) {
        let all = ["end", "ing", "ig", "lijk", "baar", "bar"];
        let Some(suffix) = all.into_iter().find(|suffix| self.before(suffix).is_some()) else {
            return;
        };
        let Some(at) = self.within(suffix, 1) else { return };
        match suffix {
            "ig" if self.is_after(at, 'e') => return,
            "bar" if !e_found => return,
            _ => self.letters.truncate(at),
        }
        match suffix {
            "end" | "ing" => match self.within("ig", 1).filter(|&at| !self.is_after(at, 'e')) {
                Some(at) => self.letters.truncate(at),
                None => self.undouble(),
            },
            "lijk" => {
                self.e_ending();
            }
            _ => {}
        }
    }

    /// The last step: maan man, brood brod.
    fn double_vowel(&mut self) {
        if let [.., before, one, other, last] = self.letters[..]
            && one == other
            && "aeou".contains(one)
            && !is_vowel(before)
            && !is_vowel(last)
            && last != 'I'
        {
            self.letters.remove(self.letters.len() - 2);
        }
    }
}

/// Return where the regions begin: each behind a vowel with another letter after it.
fn regions(letters: &[char]) -> [usize; 2] {
    let whole = letters.len();
    if whole < 3 {
        return [whole; 2];
    }
    let behind = |from: usize| {
        let vowel = (from..whole).find(|&at| is_vowel(letters[at]))?;
        (vowel..whole).find(|&at| !is_vowel(letters[at])).map(|other| other + 1)
    };
    let first = behind(0);
    let second = first.and_then(behind);
    [first.map_or(whole, |at| at.max(3)), second.unwrap_or(whole)]
}

fn without_accent(letter: char) -> char {
    match letter {
        'á' | 'ä' => 'a',
        'é' | 'ë' => 'e',
        'í' | 'ï' => 'i',
        'ó' | 'ö' => 'o',
        'ú' | 'ü' => 'u',
        _ => letter,
    }
}
