//! The runs of a text whose tokens were found before, by the shapes of these: what `Rules::read` does.

use super::candidates::{ENOUGH, Part, Rules, SHOUTED};
use super::lines::{Line, is_space};
use super::run_ends::LONGEST;
use super::shapes::{
    BEGINS, CAPITAL, LONGER, MINISTERIE, NAME, NUMBER, ODD, PARTED, Shape, Shapes, TITLED,
};
use crate::mapping::Placed;

/// What is taken of each part of a text.
type Take<'a, 't> = &'a mut dyn FnMut(&Line<'t>, Part<'t>);

impl Rules<'_> {
    /// Call `take` as `read` does, with the runs of a text whose tokens these are.
    ///
    /// A line that a word broken at its end goes beyond is read by itself, and the next one.
    pub fn read_tokened<'t>(
        self,
        text: &'t str,
        tokens: impl Iterator<Item = Placed>,
        shapes: &Shapes,
        take: Take<'_, 't>,
    ) {
        let mut tokens = tokens.peekable();
        let (mut line, mut own) = (Line::default(), Vec::new());
        let (mut start, mut reached) = (0, 0); // where the line begins and the last token ended
        for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
            let is_broken = reached > start;
            line.begin(&text[start..end]);
            own.clear();
            let mut all: Shape = 0;
            while let Some(Placed { word, start: first, end: last }) =
                tokens.next_if(|token| token.start < end)
            {
                reached = last;
                let Some(token) = text.get(first..last.min(end)) else { continue };
                let shape = shapes.of(word.filter(|_| last <= end), token, self);
                all |= shape;
                line.words.push(token);
                line.places.push(word);
                own.push(shape);
            }
            if is_broken || reached > end {
                self.read_line(&mut line, &text[start..end], true, take);
            } else if all & CAPITAL != 0 {
                self.in_tokens(&mut line, &own, take);
            }
            start = end + 1;
        }
    }

    fn in_tokens<'t>(self, line: &mut Line<'t>, shapes: &[Shape], take: Take<'_, 't>) {
        let mut shouted = None;
        let mut next = 0;
        for (place, &shape) in shapes.iter().enumerate() {
            if shape & (CAPITAL | MINISTERIE) == 0 || place < next {
                continue;
            }
            if shape & BEGINS == 0 && !(shape & MINISTERIE != 0 && self.begins(line, place)) {
                if shape & TITLED != 0 {
                    take(line, Part::Word(line.words[place]));
                }
                continue;
            }
            next = self.end_of(line, shapes, place);
            if self.is_portfolio(line, place) {
                line.words[place..next].iter().for_each(|word| take(line, Part::Word(word)));
                continue;
            }
            let shouted = *shouted.get_or_insert_with(|| self.may_shout(shapes, line));
            take(line, Part::Span(line.span(place, next, shouted)));
        }
    }

    /// Return where a run ends, by shapes where these say it.
    fn end_of(self, line: &mut Line<'_>, shapes: &[Shape], start: usize) -> usize {
        let mut end = start + 1;
        while end < shapes.len().min(start + LONGEST) {
            let (shape, gap) = (shapes[end], line.gap(end));
            if shape & ODD != 0 || matches!(gap, " & " | ". " | ".") {
                return self.end(line, start);
            }
            let goes_on = shape & NAME != 0 || (shape & NUMBER != 0 && !self.is_scored(line, end));
            if !is_space(gap) || shapes[end - 1] & PARTED != 0 || !goes_on {
                break;
            }
            end += 1;
        }
        end
    }

    /// `_shouted`, of a line of whose words so few may have capitals that they are not looked at.
    fn may_shout(self, shapes: &[Shape], line: &Line<'_>) -> bool {
        let (mut size, mut titled) = (0, 0);
        for shape in shapes.iter().filter(|&shape| shape & LONGER != 0) {
            size += 1;
            titled += usize::from(shape & TITLED != 0);
        }
        size >= ENOUGH && titled as f64 > SHOUTED * size as f64 && self.is_shouted(line)
    }
}
