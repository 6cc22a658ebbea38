//! Terms by how they are spelt: those with a beginning, and those that a pattern of `*` and `?` fits.

use tantivy::TantivyError;
use tantivy::postings::TermInfo;
use tantivy::termdict::TermDictionary;

/// The terms of a channel in one string, in their order: looked through much faster than as they
/// lie in the index.
pub struct TermText {
    text: String,
    starts: Vec<u32>,
}

/// What stands in a pattern.
#[derive(Clone, Copy, PartialEq)]
enum Sign {
    Any,
    One,
    Just(char),
}

/// What whole terms are compared with.
pub struct Pattern {
    signs: Vec<Sign>,
    /// The longest piece of plain characters.
    piece: String,
    /// What a term begins with.
    beginning: String,
}

impl TermText {
    pub fn new(terms: &TermDictionary) -> tantivy::Result<Self> {
        let (mut text, mut starts) = (Vec::new(), Vec::with_capacity(terms.num_terms() + 1));
        let mut each = terms.stream()?;
        let unfit = |why: &str| TantivyError::InvalidArgument(why.to_owned());
        let end = |text: &[u8]| u32::try_from(text.len()).map_err(|_| unfit("terms of over 4 GB"));
        while each.advance() {
            starts.push(end(&text)?);
            text.extend_from_slice(each.key());
        }
        starts.push(end(&text)?);
        text.shrink_to_fit();
        let text = String::from_utf8(text).map_err(|_| unfit("a term is no text"))?;
        Ok(Self { text, starts })
    }

    /// Return each term that a pattern fits.
    fn fitting(&self, pattern: &Pattern) -> Vec<&str> {
        let mut found = Vec::new();
        let mut fits = |number: usize| {
            let (start, end) = (self.starts[number] as usize, self.starts[number + 1] as usize);
            let term = &self.text[start..end];
            if pattern.fits(term) {
                found.push(term);
            }
            end
        };
        if pattern.piece.is_empty() {
            (0..self.starts.len() - 1).for_each(|number| _ = fits(number));
            return found;
        }
        let mut from = 0;
        // A piece may also be met where one term ends and the next begins: it fits neither there.
        while let Some(place) = self.text[from..].find(&pattern.piece) {
            let place = from + place;
            from = fits(self.starts.partition_point(|&start| start as usize <= place) - 1);
        }
        found
    }
}

impl Pattern {
    /// Read a pattern: `*` is any number of characters, `?` is one.
    pub fn new(pattern: &str) -> Self {
        let signs = pattern.chars().map(|sign| match sign {
            '*' => Sign::Any,
            '?' => Sign::One,
            _ => Sign::Just(sign),
        });
        Self::of(signs.collect())
    }

    /// Return what fits all that begins so.
    pub fn beginning(text: &str) -> Self {
        Self::of(text.chars().map(Sign::Just).chain([Sign::Any]).collect())
    }

    fn of(signs: Vec<Sign>) -> Self {
        let pieces = signs.split(|sign| !matches!(sign, Sign::Just(_)));
        let plain = |piece: &[Sign]| -> String {
            let just = |sign: &Sign| {
                if let Sign::Just(character) = sign { Some(*character) } else { None }
            };
            piece.iter().filter_map(just).collect()
        };
        let pieces: Vec<String> = pieces.map(plain).collect();
        let piece = pieces.iter().max_by_key(|piece| piece.len()).cloned().unwrap_or_default();
        Self { signs, piece, beginning: pieces.into_iter().next().unwrap_or_default() }
    }

    /// Call `with` with what the index knows of each term that this fits.
    ///
    /// `text` gives all terms in one string, of a pattern that says nothing of their beginning.
    pub fn each<'a>(
        &self,
        terms: &TermDictionary,
        text: impl FnOnce() -> tantivy::Result<&'a TermText>,
        mut with: impl FnMut(&TermInfo) -> tantivy::Result<()>,
    ) -> tantivy::Result<()> {
        if self.beginning.is_empty() {
            for term in text()?.fitting(self) {
                if let Some(info) = terms.get(term)? {
                    with(&info)?;
                }
            }
            return Ok(());
        }
        let mut each = terms.range().ge(self.beginning.as_bytes()).into_stream()?;
        while each.advance() && each.key().starts_with(self.beginning.as_bytes()) {
            if std::str::from_utf8(each.key()).is_ok_and(|term| self.fits(term)) {
                with(each.value())?;
            }
        }
        Ok(())
    }

    /// Say whether this fits the whole of a term.
    fn fits(&self, term: &str) -> bool {
        let mut rest = term.chars();
        let mut place = 0;
        let mut again = None; // after the last star: where in the pattern, and what of the term
        loop {
            let left = rest.clone();
            match (self.signs.get(place), rest.next()) {
                (Some(Sign::Any), _) => {
                    place += 1;
                    again = Some((place, left.clone()));
                    rest = left;
                }
                (Some(Sign::One), Some(_)) => place += 1,
                (Some(&Sign::Just(sign)), Some(character)) if sign == character => place += 1,
                (None, None) => return true,
                _ => {
                    let Some((star, tried)) = &mut again else { return false };
                    if tried.next().is_none() {
                        return false;
                    }
                    place = *star;
                    rest = tried.clone();
                }
            }
        }
    }
}
