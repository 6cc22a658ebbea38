//! Words of ALTO that are written as most are, taken out of its XML before that is parsed:
//! `indexer/corpus/readers/digitised/plain_words.py`.
//!
//! Whatever is written otherwise stays where it is, and so does all that may be no XML: the parser
//! decides about that. Tests compare the articles that are read with and without this.

use std::borrow::Cow;

use memchr::memmem::{self, Finder};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList};

use crate::panics::guarded;

/// Of one element; each is compared with those before it, and ALTO knows a third of these.
const MAX_ATTRIBUTES: usize = 64;

/// What a word ends with that may go on in the next line.
const HYPHENS: [char; 6] = ['-', '\u{ac}', '\u{ad}', '\u{2010}', '\u{2011}', '\u{2e17}'];

/// Numbers of a run of words: its first word and that after its last, the same of its confidences,
/// how far it reaches to the right and down, and the bytes where it stands.
type Run = [u32; 8];
type Taken<'py> = (
    Bound<'py, PyBytes>,
    Bound<'py, PyList>,
    [Bound<'py, PyBytes>; 4],
    Bound<'py, PyBytes>,
    Bound<'py, PyBytes>,
);

/// Return XML with a marked element for each run of plain words, and these words in columns: their
/// texts, their boxes, their confidences, and their runs. None if it has anything unusual.
///
/// `prefix` stands before the names of elements; `mark` is an attribute that no element has.
#[pyfunction]
pub fn plain_words<'py>(
    py: Python<'py>,
    data: &[u8],
    prefix: &str,
    mark: &str,
) -> PyResult<Option<Taken<'py>>> {
    guarded(|| {
        let found = py.detach(|| {
            let mut words = Words::new(usual(data, mark)?, prefix, mark);
            words.take_all();
            Some(words)
        });
        let Some(words) = found else { return Ok(None) };
        Ok(Some((
            PyBytes::new(py, words.rest.as_bytes()),
            PyList::new(py, words.texts.iter().map(|text| &**text))?,
            words.boxes.each_ref().map(|column| bytes(py, column, |n| n.to_le_bytes())),
            bytes(py, &words.confidences, |n| n.to_le_bytes()),
            bytes(py, words.runs.as_flattened(), |n| n.to_le_bytes()),
        )))
    })
}

fn bytes<'py, T: Copy, const N: usize>(
    py: Python<'py>,
    column: &[T],
    each: impl Fn(T) -> [u8; N],
) -> Bound<'py, PyBytes> {
    PyBytes::new(py, column.iter().map(|&n| each(n)).collect::<Vec<_>>().as_flattened())
}

/// Return a file as text if nothing in it can change what an element means where it stands.
fn usual<'a>(data: &'a [u8], mark: &str) -> Option<&'a str> {
    let text = std::str::from_utf8(data).ok().filter(|text| u32::try_from(text.len()).is_ok())?;
    let only_comments = memmem::find_iter(data, "<!").all(|at| data[at..].starts_with(b"<!--"));
    let is_text = ["\u{fffe}", "\u{ffff}", mark]
        .iter()
        .all(|odd| memmem::find(data, odd.as_bytes()).is_none());
    (only_comments && is_text).then_some(text)
}

/// A word: its text, its box and its confidence.
struct Word<'a> {
    text: Cow<'a, str>,
    place: [i32; 4],
    confidence: Option<f64>,
}

struct Words<'a> {
    text: &'a str,
    names: [String; 3], // how the elements of a word, a space and a line begin
    mark: &'a str,
    rest: String,
    texts: Vec<Cow<'a, str>>,
    boxes: [Vec<i32>; 4],
    confidences: Vec<f64>,
    runs: Vec<Run>,
    attributes: Vec<(&'a str, &'a str)>, // of the element that is read, kept for its memory
}

impl<'a> Words<'a> {
    fn new(text: &'a str, prefix: &str, mark: &'a str) -> Self {
        Self {
            text,
            names: ["String", "SP", "TextLine"].map(|name| format!("<{prefix}{name}")),
            mark,
            rest: String::with_capacity(text.len() / 4),
            texts: Vec::new(),
            boxes: Default::default(),
            confidences: Vec::new(),
            runs: Vec::new(),
            attributes: Vec::new(),
        }
    }

    /// Take all runs of plain words; what stands around them is the rest.
    fn take_all(&mut self) {
        let name = self.names[0].clone();
        let finder = Finder::new(&name);
        let (mut done, mut at) = (0, 0);
        while let Some(found) = finder.find(&self.text.as_bytes()[at..]) {
            let start = at + found;
            at = start + name.len();
            if let Some(end) = self.run(start) {
                let number = self.runs.len() - 1;
                self.rest.push_str(&self.text[done..start]);
                self.rest.push_str(&format!("{name} {}=\"{number}\"/>", self.mark));
                (done, at) = (end, end);
            }
        }
        self.rest.push_str(&self.text[done..]);
    }

    /// Take the run of plain words that begins at a byte; return where it ends, None without one.
    ///
    /// It goes on in the next line where no word is broken between them.
    fn run(&mut self, start: usize) -> Option<usize> {
        let (first, first_sure) = (self.texts.len(), self.confidences.len());
        let (mut end, mut right, mut below) = (start, 0, 0);
        let mut at = start;
        while let Some((word, after)) = self.plain_word(at) {
            let [x, y, width, height] = word.place;
            (right, below) = (right.max(x + width), below.max(y + height));
            let is_whole = !word.text.ends_with(HYPHENS);
            self.texts.push(word.text);
            for (column, value) in self.boxes.iter_mut().zip(word.place) {
                column.push(value);
            }
            self.confidences.extend(word.confidence);
            end = self.after_spaces(after);
            at = self.next_line(end).filter(|_| is_whole).unwrap_or(end);
        }
        let words = [first, self.texts.len(), first_sure, self.confidences.len(), start, end];
        let [first, last, first_sure, last_sure, begin, stop] = words.map(|n| n as u32); // `usual`
        let [right, below] = [right, below].map(|n| n as u32);
        (end > start).then(|| {
            self.runs.push([first, last, first_sure, last_sure, right, below, begin, stop]);
            end
        })
    }

    /// Return where blanks and the spaces between words end.
    fn after_spaces(&mut self, at: usize) -> usize {
        let mut at = self.after_blanks(at);
        while let Some(end) = self.named(at, 1).filter(|tag| tag.is_empty) {
            at = self.after_blanks(end.end);
        }
        at
    }

    /// Return where the next line has its first element if a line ends at a byte.
    fn next_line(&mut self, at: usize) -> Option<usize> {
        let rest = self.text[at..].strip_prefix("</")?.strip_prefix(&self.names[2][1..])?;
        let next = self.after_blanks(self.text.len() - rest.strip_prefix('>')?.len());
        let tag = self.named(next, 2).filter(|tag| !tag.is_empty)?;
        Some(self.after_blanks(tag.end))
    }

    /// Read the tag at a byte if it has one of the names, and nothing that refers to anything.
    fn named(&mut self, at: usize, name: usize) -> Option<Tag> {
        let name =
            self.text[at..].starts_with(&self.names[name]).then(|| self.names[name].len())?;
        let mut attributes = std::mem::take(&mut self.attributes);
        let found = tag(self.text, at + name, &mut attributes);
        let is_plain = attributes.iter().all(|(_, value)| !value.contains('&'));
        self.attributes = attributes;
        found.filter(|_| is_plain)
    }

    fn after_blanks(&self, at: usize) -> usize {
        let rest = self.text.as_bytes()[at..].iter();
        at + rest.take_while(|byte| b" \t\r\n".contains(byte)).count()
    }

    /// Return the word at a byte if it is plain, and where its element ends.
    fn plain_word(&mut self, at: usize) -> Option<(Word<'a>, usize)> {
        let name = self.text[at..].strip_prefix(&*self.names[0]).map(|_| self.names[0].len())?;
        let mut attributes = std::mem::take(&mut self.attributes);
        let found = tag(self.text, at + name, &mut attributes);
        let word = found.as_ref().and_then(|_| plain(&attributes));
        self.attributes = attributes;
        let Tag { end, is_empty } = found?;
        let end = if is_empty {
            end
        } else {
            let rest = self.text[end..].strip_prefix("</")?.strip_prefix(&self.names[0][1..])?;
            self.text.len() - rest.strip_prefix('>')?.len()
        };
        Some((word?, end))
    }
}

/// Return the word that attributes tell, None if they tell more of it or less than usual.
fn plain<'a>(attributes: &[(&'a str, &'a str)]) -> Option<Word<'a>> {
    let (mut text, mut place, mut confidence) = (None, [None; 4], None);
    for &(name, value) in attributes {
        match name {
            "CONTENT" => text = Some(resolved(value)?),
            "HPOS" => place[0] = Some(length(value)?),
            "VPOS" => place[1] = Some(length(value)?),
            "WIDTH" => place[2] = Some(length(value).filter(|&width| width > 0)?),
            "HEIGHT" => place[3] = Some(length(value).filter(|&height| height > 0)?),
            "WC" => confidence = Some(share(value)?),
            "SUBS_CONTENT" => return None,
            _ if value.contains('&') => return None,
            _ => {}
        }
    }
    let text = text.filter(|text| !text.is_empty() && !text.contains(char::is_whitespace))?;
    let [Some(x), Some(y), Some(width), Some(height)] = place else { return None };
    Some(Word { text, place: [x, y, width, height], confidence })
}

/// A tag that begins an element: where it ends, and whether the element ends with it.
struct Tag {
    end: usize,
    is_empty: bool,
}

/// Read the tag whose name ends at a byte; None if it is not what every parser takes.
fn tag<'a>(text: &'a str, name_end: usize, found: &mut Vec<(&'a str, &'a str)>) -> Option<Tag> {
    let bytes = text.as_bytes();
    let mut at = name_end;
    found.clear();
    loop {
        let blanks = bytes[at..].iter().take_while(|byte| b" \t\r\n".contains(byte)).count();
        at += blanks;
        match bytes.get(at)? {
            b'/' if *bytes.get(at + 1)? == b'>' => {
                return Some(Tag { end: at + 2, is_empty: true });
            }
            b'>' => return Some(Tag { end: at + 1, is_empty: false }),
            first if blanks > 0 && (first.is_ascii_alphabetic() || *first == b'_') => {
                let (key, value, end) = attribute(text, at)?;
                let is_known = found.iter().any(|&(other, _)| other == key);
                if key.starts_with("xmlns") || is_known || found.len() == MAX_ATTRIBUTES {
                    return None;
                }
                found.push((key, value));
                at = end;
            }
            _ => return None,
        }
    }
}

/// Return the name and the value of the attribute at a byte, and where it ends.
fn attribute(text: &str, at: usize) -> Option<(&str, &str, usize)> {
    let bytes = text.as_bytes();
    let letters = |byte: &&u8| byte.is_ascii_alphanumeric() || b"_-.".contains(byte);
    let equals = at + bytes[at..].iter().take_while(letters).count();
    let quote = *bytes.get(equals + 1)?;
    if bytes[equals] != b'=' || !b"\"'".contains(&quote) {
        return None;
    }
    let start = equals + 2;
    let inside = |byte: &&u8| **byte != quote && **byte != b'<' && **byte >= b' ';
    let end = start + bytes[start..].iter().take_while(inside).count();
    (*bytes.get(end)? == quote).then(|| (&text[at..equals], &text[start..end], end + 1))
}

/// Return a length as a whole number, rounded as Python rounds.
fn length(value: &str) -> Option<i32> {
    if (1..=7).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return value.parse().ok(); // as most are
    }
    let whole = value.split('.').next()?;
    let is_short = (1..=7).contains(&whole.len());
    let found = (is_short && is_decimal(value)).then(|| value.parse::<f64>().ok())??;
    Some(found.round_ties_even() as i32)
}

/// Return a confidence as 0 to 1; some write it out of a hundred.
fn share(value: &str) -> Option<f64> {
    let found = is_decimal(value).then(|| value.parse::<f64>().ok())??;
    let found = if found > 1.0 { found / 100.0 } else { found };
    (found <= 1.0).then_some(found)
}

/// Say whether a value is digits, with or without a fraction, and no longer than numbers are.
fn is_decimal(value: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = value.split_once('.').unwrap_or((value, "0"));
    value.len() <= 24 && digits(whole) && digits(fraction)
}

/// Return a value with the characters that it refers to; None if one is none that XML has.
fn resolved(value: &str) -> Option<Cow<'_, str>> {
    let Some((before, mut rest)) = value.split_once('&') else { return Some(Cow::Borrowed(value)) };
    let mut found = before.to_owned();
    loop {
        let (name, after) = rest.split_once(';')?;
        found.push(character(name)?);
        let Some((text, more)) = after.split_once('&') else {
            found.push_str(after);
            return Some(Cow::Owned(found));
        };
        found.push_str(text);
        rest = more;
    }
}

/// Return the character of a name, or of a number behind `#`: those that need no definition.
fn character(name: &str) -> Option<char> {
    let is_number = |digits: &str, radix| digits.chars().all(|digit| digit.is_digit(radix));
    let code = match name {
        "amp" => u32::from('&'),
        "lt" => u32::from('<'),
        "gt" => u32::from('>'),
        "quot" => u32::from('"'),
        "apos" => u32::from('\''),
        _ => {
            let digits = name.strip_prefix('#')?;
            let (digits, radix) = digits.strip_prefix('x').map_or((digits, 10), |hex| (hex, 16));
            is_number(digits, radix).then(|| u32::from_str_radix(digits, radix).ok())??
        }
    };
    let is_text = code >= u32::from(' ') && code != 0xfffe && code != 0xffff;
    char::from_u32(code).filter(|_| is_text)
}
