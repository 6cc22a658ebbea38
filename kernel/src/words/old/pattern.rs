//! Patterns of letters in words: the part of Python's regular expressions that
//! `indexer/analysis/data/historical/rules.tsv` uses, of words in small letters a to z.
//!
//! Those rules look behind, which the crate of the field does not, and each runs on every new word
//! of an old archive: most places of a word are told by their letter alone.

const GROUPS: usize = 4;

/// Letters, a bit for each.
type Letters = u128;
type Branch = Vec<Node>;
/// Where the groups of a match begin and end.
type Groups = [Option<(usize, usize)>; GROUPS];
/// What comes after a part of a pattern: says whether it matches from a place on.
type Then<'t> = dyn FnMut(usize, &mut Groups) -> bool + 't;

enum Node {
    Letter(Letters),
    Start,
    End,
    Group(Vec<Branch>, Option<usize>),
    Ahead(Vec<Branch>, bool),
    Behind(Vec<Branch>, bool),
    Again(usize),
    Repeated(Box<Node>, usize, usize),
}

/// A pattern that takes one letter at least.
pub struct Pattern {
    branches: Vec<Branch>,
    first: Letters,
}

/// A match: where it begins and ends, and its groups.
pub struct Found {
    pub start: usize,
    pub end: usize,
    groups: Groups,
}

impl Found {
    /// Return what is written in place of the match: `\1` stands for its first group.
    pub fn expanded(&self, writing: &str, word: &str) -> String {
        let mut pieces = writing.split('\\');
        let mut text = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (number, rest) = piece.split_at(piece.len().min(1));
            let group = number.parse().ok().and_then(|n: usize| *self.groups.get(n)?);
            text.push_str(group.map_or("", |(start, end)| &word[start..end]));
            text.push_str(rest);
        }
        text
    }
}

impl Pattern {
    /// Read a pattern; None if there is anything in it that is not known here.
    pub fn read(pattern: &str) -> Option<Self> {
        let mut reading = Reading { rest: pattern.as_bytes(), groups: 0 };
        let branches = reading.branches()?;
        let takes_letters = branches.iter().all(|branch| least(branch) > 0);
        let is_read = reading.rest.is_empty() && reading.groups < GROUPS && takes_letters;
        let first = branches.iter().map(|branch| first_letters(branch)).fold(0, |a, b| a | b);
        is_read.then_some(Self { branches, first })
    }

    /// Return all matches in a word, one after another.
    pub fn find_all(&self, word: &str) -> Vec<Found> {
        let letters = word.as_bytes();
        let (mut found, mut at) = (Vec::new(), 0);
        while at < letters.len() {
            match self.found_at(letters, at) {
                Some(each) => {
                    at = each.end;
                    found.push(each);
                }
                None => at += 1,
            }
        }
        found
    }

    fn found_at(&self, word: &[u8], start: usize) -> Option<Found> {
        if self.first & bit(word[start]) == 0 {
            return None;
        }
        let mut found = None;
        for branch in &self.branches {
            let mut groups = Groups::default();
            let is_found = matches(branch, word, start, &mut groups, &mut |end, groups| {
                found = Some(Found { start, end, groups: *groups });
                true
            });
            if is_found {
                return found;
            }
        }
        None
    }
}

fn bit(letter: u8) -> Letters {
    if letter < 128 { 1 << letter } else { 0 }
}

fn matches(
    nodes: &[Node],
    word: &[u8],
    at: usize,
    groups: &mut Groups,
    then: &mut Then<'_>,
) -> bool {
    let Some((node, rest)) = nodes.split_first() else { return then(at, groups) };
    let goes_on = match node {
        Node::Group(branches, number) => {
            return branches.iter().any(|branch| {
                matches(branch, word, at, groups, &mut |end, groups| {
                    let before = *groups;
                    if let Some(number) = number {
                        groups[*number] = Some((at, end));
                    }
                    let is_found = matches(rest, word, end, groups, then);
                    if !is_found {
                        *groups = before;
                    }
                    is_found
                })
            });
        }
        Node::Repeated(node, least, most) => {
            return repeated(node, (*least, *most), rest, word, at, groups, then);
        }
        Node::Letter(letters) => {
            let is_there = word.get(at).is_some_and(|&letter| letters & bit(letter) != 0);
            return is_there && matches(rest, word, at + 1, groups, then);
        }
        Node::Again(number) => {
            let again = groups[*number].map(|(start, end)| &word[start..end]);
            let Some(again) = again.filter(|again| word[at..].starts_with(again)) else {
                return false;
            };
            return matches(rest, word, at + again.len(), groups, then);
        }
        Node::Start => at == 0,
        Node::End => at == word.len(),
        Node::Ahead(branches, is_there) => {
            let mut seen = *groups;
            let mut ahead =
                branches.iter().map(|each| matches(each, word, at, &mut seen, &mut |_, _| true));
            ahead.any(|found| found) == *is_there
        }
        Node::Behind(branches, is_there) => {
            let mut seen = *groups;
            let mut behind = branches.iter().map(|each| {
                let start = at.checked_sub(least(each));
                start.is_some_and(|start| {
                    matches(each, word, start, &mut seen, &mut |end, _| end == at)
                })
            });
            behind.any(|found| found) == *is_there
        }
    };
    goes_on && matches(rest, word, at, groups, then)
}

/// Match a node as often as may be, and what comes after it.
fn repeated(
    node: &Node,
    (least, most): (usize, usize),
    rest: &[Node],
    word: &[u8],
    at: usize,
    groups: &mut Groups,
    then: &mut Then<'_>,
) -> bool {
    let once = std::slice::from_ref(node);
    let again = most > 0
        && matches(once, word, at, groups, &mut |end, groups| {
            let left = (least.saturating_sub(1), most - 1);
            repeated(node, left, rest, word, end, groups, then)
        });
    again || (least == 0 && matches(rest, word, at, groups, then))
}

/// Return how many letters a branch takes at least; where it looks behind that is all it takes.
fn least(branch: &[Node]) -> usize {
    let of = |node: &Node| match node {
        Node::Letter(_) => 1,
        Node::Group(branches, _) => branches.iter().map(|each| least(each)).min().unwrap_or(0),
        Node::Repeated(node, times, _) => times * least(std::slice::from_ref(node)),
        Node::Start | Node::End | Node::Ahead(..) | Node::Behind(..) | Node::Again(_) => 0,
    };
    branch.iter().map(of).sum()
}

/// Return the letters that a match of a branch may begin with.
fn first_letters(branch: &[Node]) -> Letters {
    let mut found = 0;
    for node in branch {
        found |= match node {
            Node::Letter(letters) => *letters,
            Node::Group(branches, _) => {
                branches.iter().map(|each| first_letters(each)).fold(0, |a, b| a | b)
            }
            Node::Repeated(node, ..) => first_letters(std::slice::from_ref(node)),
            Node::Start | Node::End | Node::Ahead(..) | Node::Behind(..) | Node::Again(_) => 0,
        };
        if least(std::slice::from_ref(node)) > 0 {
            break;
        }
    }
    found
}

/// A pattern that is being read.
struct Reading<'a> {
    rest: &'a [u8],
    groups: usize,
}

impl Reading<'_> {
    fn take(&mut self, sign: &str) -> bool {
        let rest = self.rest.strip_prefix(sign.as_bytes());
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn branches(&mut self) -> Option<Vec<Branch>> {
        let mut branches = vec![Branch::new()];
        while let Some(sign) = self.rest.first() {
            match sign {
                b')' => break,
                b'|' => {
                    self.rest = &self.rest[1..];
                    branches.push(Branch::new());
                }
                _ => {
                    let node = self.node()?;
                    let node = self.times(node)?;
                    branches.last_mut()?.push(node);
                }
            }
        }
        Some(branches)
    }

    fn node(&mut self) -> Option<Node> {
        if self.take("(") {
            return self.group();
        }
        if self.take("[") {
            return self.class();
        }
        let (&sign, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(match sign {
            b'^' => Node::Start,
            b'$' => Node::End,
            b'.' => Node::Letter(Letters::MAX),
            b'\\' => {
                let (&digit, rest) = self.rest.split_first()?;
                self.rest = rest;
                let number = usize::from(digit.checked_sub(b'0')?);
                Node::Again((1..GROUPS).contains(&number).then_some(number)?)
            }
            b'a'..=b'z' => Node::Letter(bit(sign)),
            _ => return None,
        })
    }

    fn group(&mut self) -> Option<Node> {
        let kinds = ["?:", "?=", "?!", "?<=", "?<!"];
        let kind = kinds.into_iter().find(|kind| self.take(kind));
        let number = kind.is_none().then(|| {
            self.groups += 1;
            self.groups
        });
        let branches = self.branches()?;
        self.take(")").then_some(match kind {
            Some("?=") => Node::Ahead(branches, true),
            Some("?!") => Node::Ahead(branches, false),
            Some("?<=") => Node::Behind(branches, true),
            Some("?<!") => Node::Behind(branches, false),
            _ => Node::Group(branches, number),
        })
    }

    /// Read the letters of a class after its bracket.
    fn class(&mut self) -> Option<Node> {
        let is_other = self.take("^");
        let end = self.rest.iter().position(|&sign| sign == b']')?;
        let (inside, rest) = self.rest.split_at(end);
        self.rest = &rest[1..];
        let mut letters = 0;
        let mut at = 0;
        while let Some(&first) = inside.get(at) {
            let range = inside.get(at + 1) == Some(&b'-') && at + 2 < inside.len();
            let last = if range { inside[at + 2] } else { first };
            let are_letters = first.is_ascii_lowercase() && last.is_ascii_lowercase();
            letters |= are_letters.then(|| (first..=last).map(bit).fold(0, |a, b| a | b))?;
            at += if range { 3 } else { 1 };
        }
        Some(Node::Letter(if is_other { !letters } else { letters }))
    }

    /// Read how often a node is to be there.
    fn times(&mut self, node: Node) -> Option<Node> {
        if self.take("?") {
            return Some(Node::Repeated(Box::new(node), 0, 1));
        }
        if !self.take("{") {
            return Some(node);
        }
        let end = self.rest.iter().position(|&sign| sign == b'}')?;
        let times = str::from_utf8(&self.rest[..end]).ok()?.parse().ok()?;
        self.rest = &self.rest[end + 1..];
        Some(Node::Repeated(Box::new(node), times, times))
    }
}
