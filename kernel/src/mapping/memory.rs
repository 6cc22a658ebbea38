//! What a term mapper has learnt, and the two steps of reading a text: its tokens as places of
//! words (`scan`), then, once the terms of all of these are known, its channels (`article`).

use std::ops::Range;

use super::by_rules::ByRules;
use super::scan::{Channels, LONG, PLACE, Scan};
use crate::char_classes::{CharClasses, DIGIT};
use crate::sequence::{PARAGRAPH, SENTENCE, Sequence, Types, ends};
use crate::term_cache::{Row, TermCache};
use crate::tokens::Tokens;

/// How much the lead has of title and body, how long its terms are at least, and how many exact
/// terms of the body are given besides: `Limits` in Python.
pub type Limits = (usize, usize, usize);

/// How many terms of each channel are to be written, at least.
type Wanted = [usize; 3];
const ALL: Wanted = [usize::MAX; 3];

/// What the index has of an article: `InArticle` in Python.
pub struct Written {
    pub title: Channels,
    pub title_numbers: Vec<u8>,
    pub text: Channels,
    pub body_numbers: Vec<u8>,
    pub lead: String,
    pub opening: String,
}

/// What was learnt so far.
pub struct Memory {
    pub classes: CharClasses,
    pub sequence: Sequence,
    words: TermCache,
    turn: u32,
    scans: u32,
    /// The scans whose words somebody else finds out about.
    ahead: Vec<u32>,
}

impl Memory {
    pub fn new(classes: CharClasses, max_bytes: usize) -> Self {
        let words = TermCache::new(max_bytes);
        Self { classes, sequence: Sequence::default(), words, turn: 0, scans: 0, ahead: Vec::new() }
    }

    /// Say whether no scan can begin ahead before those are done with.
    pub fn is_busy(&self) -> bool {
        self.words.is_full() && !self.ahead.is_empty()
    }

    /// Begin to scan texts; `ahead` of others, whose words are found out before these. Where each token
    /// stands is kept if they are `placed`.
    pub fn begin(&mut self, ahead: bool, placed: bool) -> Scan {
        if self.words.is_full() && self.ahead.is_empty() {
            self.sequence.types.keep_all(&self.words);
            self.words.clear();
            self.turn += 1;
        }
        self.scans += 1;
        if ahead {
            self.ahead.push(self.scans);
        }
        let spans = placed.then(Vec::new);
        Scan { number: self.scans, ahead, spans, turn: self.turn, ..Scan::default() }
    }

    /// Be done with a scan that was ahead.
    pub fn end(&mut self, scan: &Scan) {
        self.ahead.retain(|&number| number != scan.number);
    }

    /// Note the tokens of a text whose characters were learnt, and return where they are.
    pub fn scan(&mut self, text: &str, scan: &mut Scan) -> Range<usize> {
        let first = scan.tokens.len();
        let mut end = 0; // of the last token
        for token in Tokens::new(text, &self.classes) {
            let start = token.as_ptr().addr() - text.as_ptr().addr();
            let ended = ends(&text[end..start]);
            end = start + token.len();
            let place = match self.words.place(token) {
                Some(place) => {
                    if let Some(by) = self.words.unknown(place)
                        && *by != scan.number
                        && !(scan.ahead && self.ahead.contains(by))
                    {
                        *by = scan.number;
                        scan.unknown.push(place);
                    }
                    place
                }
                None => {
                    let long = LONG | scan.long.len() as u32;
                    scan.long.push((token.to_owned(), Channels::default()));
                    scan.unknown.push(long);
                    long
                }
            };
            scan.tokens.push(place | ended);
            if let Some(spans) = &mut scan.spans {
                spans.push((start as u32, end as u32));
            }
        }
        first..scan.tokens.len()
    }

    /// Return the words whose terms are to be found out, as they are written.
    pub fn unknown<'a>(&'a self, scan: &'a Scan) -> impl Iterator<Item = &'a str> {
        scan.unknown.iter().map(|&place| match place & LONG {
            0 => self.words.surface(place),
            _ => scan.long[(place & PLACE) as usize].0.as_str(),
        })
    }

    /// Give these words the terms that rules know of them, one after another; the others remain to be
    /// found out.
    pub fn fill_known(&mut self, scan: &mut Scan, rows: &ByRules) -> Result<(), String> {
        let mut left = Vec::new();
        for (place, row) in std::mem::take(&mut scan.unknown).into_iter().zip(rows.each()) {
            match row {
                Some(row) => self.fill_place(scan, place, row)?,
                None => left.push(place),
            }
        }
        scan.unknown = left;
        Ok(())
    }

    /// Take the terms of one of these words, by its number among them.
    ///
    /// What is wrong with them is an error, where they are longer than the memory has room for.
    pub fn fill(&mut self, scan: &mut Scan, number: usize, row: Row<'_>) -> Result<(), String> {
        self.fill_place(scan, scan.unknown[number], row)
    }

    fn fill_place(&mut self, scan: &mut Scan, place: u32, row: Row<'_>) -> Result<(), String> {
        if place & LONG != 0 {
            let terms = [row.exact, row.stem, row.part].map(str::to_owned);
            scan.long[(place & PLACE) as usize].1 = terms;
        } else if self.words.unknown(place).is_some() && !self.words.fill(place, row) {
            let word = self.words.surface(place);
            return Err(format!("the terms of {word:?} are too long"));
        }
        Ok(())
    }

    /// Add the terms of tokens to the channels, as another paragraph; fill the sequence.
    ///
    /// Where `numbered` is false no type gets a number.
    pub fn write(
        &mut self,
        scan: &Scan,
        tokens: Range<usize>,
        channels: &mut Channels,
        numbered: bool,
    ) {
        self.write_wanted(scan, tokens, channels, numbered, ALL);
    }

    /// Do the same; of each channel only as many terms as are wanted.
    fn write_wanted(
        &mut self,
        scan: &Scan,
        tokens: Range<usize>,
        channels: &mut Channels,
        numbered: bool,
        mut wanted: Wanted,
    ) {
        let Self { words, sequence, .. } = self;
        sequence.clear();
        let mut ended = PARAGRAPH; // since the last term
        for &token in &scan.tokens[tokens] {
            ended |= token & (SENTENCE | PARAGRAPH);
            sequence.note(ended);
            if wanted == [0; 3]
                && token & LONG == 0
                && let Some(number) = words.number(token & PLACE)
            {
                sequence.push(number);
                ended = 0;
                continue;
            }
            if token & LONG != 0 {
                let long = &scan.long[(token & PLACE) as usize];
                let sequence = numbered.then_some(&mut *sequence);
                write_long(long, channels, &mut wanted, &mut ended, sequence);
                continue;
            }
            let entry = words.entry(token & PLACE);
            let (row, number) = entry.expect("the terms of each word were found out");
            append(channels, row, &mut wanted, &mut ended);
            if numbered && !row.exact.is_empty() {
                if *number == 0 {
                    *number = sequence.types.number(token & PLACE);
                }
                sequence.push(*number);
            }
        }
        sequence.note(SENTENCE | PARAGRAPH);
    }

    /// Return what the index has of a title and the text below it: `PythonTermMapper.article`.
    ///
    /// Where not all terms are wanted, it has those that lead, opening and fingerprint take.
    pub fn article(
        &mut self,
        scan: &Scan,
        (title, body): (Range<usize>, Range<usize>),
        repeated: bool,
        (max_terms, min_letters, max_words): Limits,
        all: bool,
    ) -> Written {
        let (of_title, of_body) = match all {
            true => (ALL, ALL),
            false => ([0, 0, usize::MAX], [max_words, 0, max_terms]),
        };
        let room = |wanted: usize| 4 * (title.len() + body.len()).min(wanted); // letters, about
        let mut text = of_body.map(room).map(String::with_capacity);
        self.write_wanted(scan, title, &mut text, true, of_title);
        let (title, title_numbers) = (text.clone(), self.sequence.bytes());
        if repeated {
            text.iter_mut().for_each(String::clear);
        }
        let [exact, _, part] = text.each_ref().map(String::len);
        self.write_wanted(scan, body, &mut text, true, of_body);
        let (above, below) = text[2].split_at(part);
        let mut lead = self.content_terms(above, max_terms, min_letters);
        lead.push('\t');
        lead += &self.content_terms(below.trim_start(), max_terms, min_letters);
        let opening = first_terms(text[0][exact..].trim_start(), max_words, b" \n");
        let (opening, body_numbers) = (opening.to_owned(), self.sequence.bytes());
        Written { title, title_numbers, text, body_numbers, lead, opening }
    }

    /// Return the terms of the types that were numbered since it was asked before: `Numbered::told`.
    pub fn told(&mut self) -> String {
        self.sequence.types.told(&self.words)
    }

    /// Return the types that have numbers, and number anew.
    pub fn take_types(&mut self) -> Types {
        let types = self.sequence.types.take(&self.words);
        if self.ahead.is_empty() {
            self.words = self.words.afresh(); // hardly any is asked for once a run has all
            self.turn += 1;
        } else {
            self.words.forget_numbers();
        }
        types
    }

    /// Return the first `max_terms` terms, without numbers and those under `min_letters`, of terms
    /// whose characters were learnt.
    pub fn content_terms(&self, terms: &str, max_terms: usize, min_letters: usize) -> String {
        let terms = first_terms(terms, max_terms, b" ");
        let mut kept = String::with_capacity(terms.len() + 1);
        for term in terms.split(' ') {
            let is_number = term.chars().all(|c| self.classes.of(c) & DIGIT != 0);
            if term.chars().count() >= min_letters && !is_number {
                push(&mut kept, term, ' ');
            }
        }
        kept
    }
}

/// Add the terms of a token that are wanted. Where a paragraph ended before it, a line ends in the
/// exact channel.
#[inline]
fn append(channels: &mut Channels, row: Row<'_>, wanted: &mut Wanted, ended: &mut u32) {
    let between = if *ended & PARAGRAPH == 0 { ' ' } else { '\n' };
    let terms = [(row.exact, between), (row.stem, ' '), (row.part, ' ')];
    for ((channel, wanted), (term, between)) in channels.iter_mut().zip(wanted).zip(terms) {
        if *wanted > 0 && !term.is_empty() {
            push(channel, term, between);
            *wanted -= 1;
        }
    }
    if !row.exact.is_empty() {
        *ended = 0;
    }
}

/// Write a word that no table keeps, and its number into a sequence.
fn write_long(
    (surface, [exact, stem, part]): &(String, Channels),
    channels: &mut Channels,
    wanted: &mut Wanted,
    ended: &mut u32,
    sequence: Option<&mut Sequence>,
) {
    let row = Row { exact, stem, part };
    append(channels, row, wanted, ended);
    if let Some(sequence) = sequence.filter(|_| !exact.is_empty()) {
        let number = sequence.types.number_of_other(surface, row);
        sequence.push(number);
    }
}

/// Return as many of the terms of a channel, with what stands between them.
fn first_terms<'a>(terms: &'a str, max_terms: usize, between: &[u8]) -> &'a str {
    let Some(last) = max_terms.checked_sub(1) else { return "" };
    let mut ends = terms.bytes().enumerate().filter(|(_, byte)| between.contains(byte));
    ends.nth(last).map_or(terms, |(end, _)| &terms[..end])
}

#[inline]
fn push(terms: &mut String, term: &str, between: char) {
    if !terms.is_empty() {
        terms.push(between);
    }
    terms.push_str(term);
}
