//! Which documents of a segment a node matches, and what each scores.

use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{TERMINATED, Term};

use super::cursor::{Cursor, are_many, each_of};
use super::opened::{Opened, OpenedSegment};
use super::patterns::Pattern;
use super::scores::{Bits, Scores};
use super::tree::{Found, Node, TITLE};

const WINDOW: u32 = 1 << 15; // documents whose scores stay in the processor's cache

/// Documents in their order, with what each scores.
pub type Scored = Vec<(u32, f32)>;

/// Runs nodes over one segment.
pub struct Matcher<'a> {
    pub opened: &'a Opened,
    pub segment: &'a OpenedSegment,
    number: usize,
}

impl<'a> Matcher<'a> {
    /// Run nodes over the segment of this number.
    pub fn new(opened: &'a Opened, number: usize) -> Self {
        Self { opened, segment: &opened.segments[number], number }
    }

    /// Return the documents of this segment of those that are known.
    pub fn known<'f>(&self, found: &'f Found) -> &'f [u32] {
        &found[self.number]
    }

    /// Add the scores of the root of a tree to an array that is empty.
    pub fn fill(&self, node: &Node, out: &mut Scores) -> tantivy::Result<()> {
        match node {
            Node::Or(_, 1, _) => {
                let (mut cursors, mut others) = (Vec::new(), Vec::new());
                self.part(node, 1.0, &mut cursors, &mut others)?;
                self.add_terms(cursors, out, true);
                for (other, boost) in others {
                    for (document, score) in self.scored(other)? {
                        out.add(document, score * boost);
                    }
                }
            }
            Node::MustShould(must, should) => {
                self.fill(must, out)?;
                self.add_over(should, out)?;
            }
            Node::And(children, 1.0) if is_filtered(children) => {
                let found = children.iter().find(|child| !child.is_filter());
                found.map_or(Ok(()), |found| self.fill(found, out))?;
                for filter in children.iter().filter(|child| child.is_filter()) {
                    let (inner, wanted) = if let Node::Not(inner) = filter {
                        (&**inner, false)
                    } else {
                        (filter, true)
                    };
                    out.keep(&self.bits_for(inner, &out.hits)?, wanted);
                }
            }
            _ => {
                for (document, score) in self.scored(node)? {
                    out.add(document, score);
                }
            }
        }
        Ok(())
    }

    /// Add what these nodes score to documents that match already.
    pub fn add_over(&self, should: &[Node], out: &mut Scores) -> tantivy::Result<()> {
        let (mut cursors, mut others) = (Vec::new(), Vec::new());
        for node in should {
            self.part(node, 1.0, &mut cursors, &mut others)?;
        }
        let hits: Vec<u32> = out.hits.iter().collect();
        let (few, many): (Vec<_>, Vec<_>) =
            cursors.into_iter().partition(|cursor| !are_many(hits.len(), cursor.frequency()));
        for mut cursor in few {
            for &document in &hits {
                if let Some(score) = cursor.score_of(document) {
                    out.scores[document as usize] += score;
                }
            }
        }
        self.add_terms(many, out, false);
        for (other, boost) in others {
            let found = if hits.len() < self.most(other)? {
                self.scored_among(other, &hits)?
            } else {
                self.scored(other)?
            };
            for (document, score) in found {
                if out.hits.has(document) {
                    out.scores[document as usize] += score * boost;
                }
            }
        }
        Ok(())
    }

    /// Return the documents that a node matches, in their order.
    pub fn matching(&self, node: &Node) -> tantivy::Result<Vec<u32>> {
        let documents = match node {
            Node::Term { field, text, .. } => self.having(*field, text)?,
            Node::Phrase { field, terms, slop, .. } => self.phrase(*field, terms, *slop)?,
            Node::Pattern { field, pattern, .. } => self.fitting(*field, pattern)?,
            Node::Keyword { field, key } => self.keyword(field, key)?,
            Node::DateRange(first, last) => self.dated(*first, *last),
            Node::MatchAll => (0..self.segment.documents).collect(),
            Node::Known(found) => self.known(found).to_vec(),
            Node::ConstantScore(child, _) => self.matching(child)?,
            Node::MustShould(must, _) => self.matching(must)?,
            Node::And(children, _) => {
                let mut children = self.by_size(children)?.into_iter();
                let mut found =
                    children.next().map_or(Ok(Vec::new()), |first| self.matching(first))?;
                for child in children {
                    found = self.among(child, &found)?;
                }
                found
            }
            Node::Or(children, minimum, _) if *minimum > 1 => {
                let mut counts = vec![0u16; self.segment.documents as usize];
                for child in children {
                    for document in self.matching(child)? {
                        counts[document as usize] += 1;
                    }
                }
                let enough = |&document: &u32| usize::from(counts[document as usize]) >= *minimum;
                (0..self.segment.documents).filter(enough).collect()
            }
            Node::Or(..) | Node::Not(_) => self.bits(node)?.iter().collect(),
        };
        Ok(documents)
    }

    /// Return the documents that a node matches, at least those that are hit: a range of days of all
    /// documents takes as long as twenty terms.
    fn bits_for(&self, node: &Node, hits: &Bits) -> tantivy::Result<Bits> {
        let found: Vec<u32> = hits.iter().collect();
        if found.len() >= self.most(node)? {
            return self.bits(node);
        }
        let mut bits = Bits::new(self.segment.documents);
        self.among(node, &found)?.into_iter().for_each(|each| bits.add(each));
        Ok(bits)
    }

    /// Return the same as bits; of a Not what it excludes.
    fn bits(&self, node: &Node) -> tantivy::Result<Bits> {
        let mut bits = Bits::new(self.segment.documents);
        match node {
            Node::Or(children, 1, _) => {
                for child in children {
                    match child {
                        Node::Term { field, text, .. } => {
                            self.each(*field, text, |document| bits.add(document))?;
                        }
                        _ => self.matching(child)?.into_iter().for_each(|each| bits.add(each)),
                    }
                }
            }
            Node::Not(child) => return self.bits(child),
            _ => self.matching(node)?.into_iter().for_each(|each| bits.add(each)),
        }
        Ok(bits)
    }

    /// Return the documents that a node matches, with what it scores.
    fn scored(&self, node: &Node) -> tantivy::Result<Scored> {
        let alike = |documents: Vec<u32>, score: f32| -> Scored {
            documents.into_iter().map(|document| (document, score)).collect()
        };
        let found = match node {
            Node::Term { field, text, boost, share } => {
                let Some(mut cursor) = self.cursor(*field, text, *boost, *share, 1.0)? else {
                    return Ok(Vec::new());
                };
                let mut found = Vec::new();
                cursor.read(u32::MAX, |_| true, |document, score| found.push((document, score)));
                found
            }
            Node::And(children, boost) => {
                let children = self.by_size(children)?;
                let Some((first, rest)) = children.split_first() else { return Ok(Vec::new()) };
                self.all_among(self.scored(first)?, rest, *boost)?
            }
            Node::Or(_, minimum, _) if *minimum > 1 => {
                self.scored_among(node, &self.matching(node)?)?
            }
            Node::Or(..) | Node::MustShould(..) => {
                let mut out = self.segment.scores();
                self.fill(node, &mut out)?;
                let found = out.found();
                self.segment.free(out);
                found
            }
            _ => alike(self.matching(node)?, node.constant()),
        };
        Ok(found)
    }

    /// Part what scores by adding up into terms and others, each other with its boost.
    fn part<'n>(
        &self,
        node: &'n Node,
        boost: f32,
        cursors: &mut Vec<Cursor<'a>>,
        others: &mut Vec<(&'n Node, f32)>,
    ) -> tantivy::Result<()> {
        match node {
            Node::Term { field, text, boost: own, share } => {
                cursors.extend(self.cursor(*field, text, *own, *share, boost)?);
            }
            Node::Or(children, 1, own) => {
                for child in children {
                    self.part(child, boost * own, cursors, others)?;
                }
            }
            _ => others.push((node, boost)),
        }
        Ok(())
    }

    /// Add up terms in one window of documents after the other.
    fn add_terms(&self, mut cursors: Vec<Cursor<'_>>, out: &mut Scores, are_hits: bool) {
        let Scores { scores, hits } = out;
        let mut start = 0;
        while start < self.segment.documents {
            let end = (start + WINDOW).min(self.segment.documents);
            for cursor in &mut cursors {
                if are_hits {
                    let every = |_| true;
                    cursor.read(end, every, |document, score| {
                        scores[document as usize] += score;
                        hits.add(document);
                    });
                } else {
                    let is_hit = |document| hits.has(document);
                    cursor.read(end, is_hit, |document, score| scores[document as usize] += score);
                }
            }
            start = end;
        }
    }

    /// Return what reads the documents of a term with their scores, each times `outer`.
    pub fn cursor(
        &self,
        place: usize,
        text: &str,
        boost: f64,
        share: f64,
        outer: f32,
    ) -> tantivy::Result<Option<Cursor<'a>>> {
        let term = self.opened.term(place, text)?;
        let Some(mut weight) = self.opened.weight(place, &term, boost, share) else {
            return Ok(None);
        };
        let Some(info) = &term[self.number] else { return Ok(None) };
        weight.flat *= outer;
        weight.varying *= outer;
        let is_title = place >= TITLE;
        let option = if is_title { IndexRecordOption::Basic } else { IndexRecordOption::WithFreqs };
        let inverted = self.segment.inverted(place);
        let blocks = inverted.read_block_postings_from_terminfo(info, option)?;
        let lengths = (!is_title).then(|| (self.opened.norms(place), self.segment.lengths(place)));
        Ok(Some(Cursor::new(blocks, weight, lengths)))
    }

    /// Return where the documents of a term lie, None where none has it.
    pub fn info(&self, place: usize, text: &str) -> tantivy::Result<Option<TermInfo>> {
        Ok(self.opened.term(place, text)?[self.number].clone())
    }

    /// Return the documents that have a term, in blocks.
    pub fn blocks(
        &self,
        place: usize,
        text: &str,
        option: IndexRecordOption,
    ) -> tantivy::Result<Option<BlockSegmentPostings>> {
        let Some(info) = self.info(place, text)? else { return Ok(None) };
        let inverted = self.segment.inverted(place);
        Ok(Some(inverted.read_block_postings_from_terminfo(&info, option)?))
    }

    /// Return the documents that have a key in a field of keywords, in blocks.
    pub fn keyword_blocks(
        &self,
        name: &str,
        key: &str,
    ) -> tantivy::Result<Option<BlockSegmentPostings>> {
        let field = self.opened.schema.get_field(name)?;
        let inverted = self.segment.reader.inverted_index(field)?;
        let term = Term::from_field_text(field, key);
        Ok(inverted.read_block_postings(&term, IndexRecordOption::Basic)?)
    }

    fn each(&self, place: usize, text: &str, with: impl FnMut(u32)) -> tantivy::Result<()> {
        if let Some(blocks) = self.blocks(place, text, IndexRecordOption::Basic)? {
            each_of(blocks, with);
        }
        Ok(())
    }

    fn having(&self, place: usize, text: &str) -> tantivy::Result<Vec<u32>> {
        let mut found = Vec::new();
        self.each(place, text, |document| found.push(document))?;
        Ok(found)
    }

    fn keyword(&self, name: &str, key: &str) -> tantivy::Result<Vec<u32>> {
        let mut found = Vec::new();
        if let Some(blocks) = self.keyword_blocks(name, key)? {
            each_of(blocks, |document| found.push(document));
        }
        Ok(found)
    }

    fn dated(&self, first: i64, last: i64) -> Vec<u32> {
        let is_within = self.segment.within(first, last);
        (0..self.segment.documents).filter(|&document| is_within(document)).collect()
    }

    /// Return the documents that have a term which a pattern fits.
    fn fitting(&self, place: usize, pattern: &Pattern) -> tantivy::Result<Vec<u32>> {
        let inverted = self.segment.inverted(place);
        let mut bits = Bits::new(self.segment.documents);
        pattern.each(
            inverted.terms(),
            || self.segment.term_text(place),
            |info| {
                let option = IndexRecordOption::Basic;
                let blocks = inverted.read_block_postings_from_terminfo(info, option)?;
                each_of(blocks, |document| bits.add(document));
                Ok(())
            },
        )?;
        Ok(bits.iter().collect())
    }

    fn phrase(&self, place: usize, terms: &[String], slop: u32) -> tantivy::Result<Vec<u32>> {
        let mut scorer = self.phrase_scorer(place, terms, slop)?;
        let mut found = Vec::new();
        while scorer.doc() != TERMINATED {
            found.push(scorer.doc());
            scorer.advance();
        }
        Ok(found)
    }
}

/// Say whether all children but one, at most, score nothing; with a boost nothing else matters.
fn is_filtered(children: &[Node]) -> bool {
    children.iter().filter(|child| !child.is_filter()).count() == 1
}
