//! Of some documents, those that a node matches, with what each scores: what is asked where few are
//! left. Documents are in their order.

use tantivy::query::{EnableScoring, PhraseQuery, Query, Scorer};
use tantivy::schema::IndexRecordOption;
use tantivy::{SeekDangerResult, TERMINATED, Term};

use super::cursor::{are_many, shared};
use super::matching::{Matcher, Scored};
use super::scores::keep_common;
use super::tree::Node;

const PATTERN_SHARE: usize = 8; // of the documents, one in so many is taken to fit a pattern

impl Matcher<'_> {
    /// Return those of the documents that a node matches.
    pub fn among(&self, node: &Node, documents: &[u32]) -> tantivy::Result<Vec<u32>> {
        if documents.is_empty() {
            return Ok(Vec::new());
        }
        let found = match node {
            Node::Term { field, text, .. } => {
                let blocks = self.blocks(*field, text, IndexRecordOption::Basic)?;
                blocks.map_or_else(Vec::new, |blocks| shared(blocks, documents))
            }
            Node::Keyword { field, key } => {
                let blocks = self.keyword_blocks(field, key)?;
                blocks.map_or_else(Vec::new, |blocks| shared(blocks, documents))
            }
            Node::DateRange(first, last) => {
                let is_within = self.segment.within(*first, *last);
                documents.iter().copied().filter(|&document| is_within(document)).collect()
            }
            Node::MatchAll => documents.to_vec(),
            Node::Known(found) => {
                let mut found = self.known(found).to_vec();
                keep_common(&mut found, documents, |each| *each);
                found
            }
            Node::Not(child) => without(documents, &self.among(child, documents)?),
            Node::ConstantScore(child, _) | Node::MustShould(child, _) => {
                self.among(child, documents)?
            }
            Node::Phrase { field, terms, slop, .. } => {
                self.phrase_among(*field, terms, *slop, documents)?
            }
            Node::Pattern { .. } => {
                let mut found = self.matching(node)?;
                keep_common(&mut found, documents, |each| *each);
                found
            }
            Node::And(children, _) => {
                let mut left = documents.to_vec();
                for child in self.by_size(children)? {
                    left = self.among(child, &left)?;
                }
                left
            }
            Node::Or(children, minimum, _) if *minimum > 1 => self
                .enough_among(children, *minimum, 1.0, documents, |child| {
                    Ok(self.among(child, documents)?.into_iter().map(|each| (each, 0.0)).collect())
                })?
                .into_iter()
                .map(|(document, _)| document)
                .collect(),
            Node::Or(children, ..) => {
                let (mut found, mut rest) = (Vec::new(), documents.to_vec());
                for child in children {
                    let more = self.among(child, &rest)?;
                    rest = without(&rest, &more);
                    found.extend(more);
                }
                found.sort_unstable();
                found
            }
        };
        Ok(found)
    }

    /// Return those of the documents that a node matches, with what it scores.
    pub fn scored_among(&self, node: &Node, documents: &[u32]) -> tantivy::Result<Scored> {
        if documents.is_empty() {
            return Ok(Vec::new());
        }
        match node {
            Node::Term { field, text, boost, share } => {
                let Some(mut cursor) = self.cursor(*field, text, *boost, *share, 1.0)? else {
                    return Ok(Vec::new());
                };
                if are_many(documents.len(), cursor.frequency()) {
                    let mut found = Vec::new();
                    cursor.read(
                        u32::MAX,
                        |_| true,
                        |document, score| found.push((document, score)),
                    );
                    keep_common(&mut found, documents, |each| each.0);
                    return Ok(found);
                }
                let scored = |&document| Some((document, cursor.score_of(document)?));
                Ok(documents.iter().filter_map(scored).collect())
            }
            Node::And(children, boost) => {
                let start = documents.iter().map(|&document| (document, 0.0)).collect();
                self.all_among(start, &self.by_size(children)?, *boost)
            }
            Node::Or(children, minimum, boost) => {
                self.enough_among(children, *minimum, *boost, documents, |child| {
                    self.scored_among(child, documents)
                })
            }
            Node::MustShould(must, should) => {
                let mut found = self.scored_among(must, documents)?;
                let left: Vec<u32> = found.iter().map(|each| each.0).collect();
                for child in should {
                    let mut at = 0;
                    for (document, score) in self.scored_among(child, &left)? {
                        at += left[at..].iter().take_while(|&&each| each < document).count();
                        found[at].1 += score;
                    }
                }
                Ok(found)
            }
            _ => {
                let (matched, score) = (self.among(node, documents)?, node.constant());
                Ok(matched.into_iter().map(|document| (document, score)).collect())
            }
        }
    }

    /// Return those that all of the children match too, with the sum of the scores.
    pub fn all_among(
        &self,
        mut found: Scored,
        children: &[&Node],
        boost: f32,
    ) -> tantivy::Result<Scored> {
        for child in children {
            let left: Vec<u32> = found.iter().map(|each| each.0).collect();
            let more = self.scored_among(child, &left)?;
            let mut more = more.into_iter().peekable();
            found.retain_mut(|(document, score)| {
                let its = more.next_if(|each| each.0 == *document);
                *score += its.map_or(0.0, |each| each.1);
                its.is_some()
            });
        }
        found.iter_mut().for_each(|each| each.1 *= boost);
        Ok(found)
    }

    /// Return those that at least so many of the children match, as `find` says, with their scores.
    fn enough_among(
        &self,
        children: &[Node],
        minimum: usize,
        boost: f32,
        documents: &[u32],
        find: impl Fn(&Node) -> tantivy::Result<Scored>,
    ) -> tantivy::Result<Scored> {
        let mut sums = vec![(0usize, 0.0f32); documents.len()];
        for child in children {
            let mut at = 0;
            for (document, score) in find(child)? {
                at += documents[at..].iter().take_while(|&&each| each < document).count();
                sums[at].0 += 1;
                sums[at].1 += score * boost;
            }
        }
        let both = documents.iter().zip(sums);
        Ok(both.filter(|(_, sum)| sum.0 >= minimum).map(|(&each, sum)| (each, sum.1)).collect())
    }

    /// Return the children of an And, those with fewest documents first, and what is barred last.
    pub fn by_size<'n>(&self, children: &'n [Node]) -> tantivy::Result<Vec<&'n Node>> {
        let mut sized = Vec::with_capacity(children.len());
        for child in children {
            sized.push((matches!(child, Node::Not(_)), self.most(child)?, child));
        }
        sized.sort_by_key(|&(is_barred, most, _)| (is_barred, most));
        Ok(sized.into_iter().map(|(_, _, child)| child).collect())
    }

    /// Return how many documents a node matches at most, but for patterns.
    pub fn most(&self, node: &Node) -> tantivy::Result<usize> {
        let every = self.segment.documents as usize;
        let most = match node {
            Node::Term { field, text, .. } => self.frequency(*field, text)?,
            Node::Phrase { field, terms, .. } => {
                let each = terms.iter().map(|text| self.frequency(*field, text));
                each.collect::<tantivy::Result<Vec<_>>>()?.into_iter().min().unwrap_or(0)
            }
            Node::Keyword { field, key } => {
                self.keyword_blocks(field, key)?.map_or(0, |each| each.doc_freq() as usize)
            }
            Node::Pattern { .. } => every / PATTERN_SHARE,
            Node::Known(found) => self.known(found).len(),
            Node::DateRange(..) | Node::MatchAll | Node::Not(_) => every,
            Node::ConstantScore(child, _) | Node::MustShould(child, _) => self.most(child)?,
            Node::And(children, _) => {
                let each = children.iter().map(|child| self.most(child));
                each.collect::<tantivy::Result<Vec<_>>>()?.into_iter().min().unwrap_or(0)
            }
            Node::Or(children, ..) => {
                let each = children.iter().map(|child| self.most(child));
                each.sum::<tantivy::Result<usize>>()?.min(every)
            }
        };
        Ok(most)
    }

    fn frequency(&self, place: usize, text: &str) -> tantivy::Result<usize> {
        Ok(self.info(place, text)?.map_or(0, |info| info.doc_freq as usize))
    }

    fn phrase_among(
        &self,
        place: usize,
        terms: &[String],
        slop: u32,
        documents: &[u32],
    ) -> tantivy::Result<Vec<u32>> {
        let mut scorer = self.phrase_scorer(place, terms, slop)?;
        let (mut found, mut next) = (Vec::new(), scorer.doc());
        for &document in documents {
            if next == TERMINATED {
                break;
            }
            if document < next {
                continue;
            }
            match scorer.seek_danger(document) {
                SeekDangerResult::Found => found.push(document),
                SeekDangerResult::SeekLowerBound(least) => next = least,
            }
        }
        Ok(found)
    }

    /// Return what reads the documents of a phrase.
    pub fn phrase_scorer(
        &self,
        place: usize,
        terms: &[String],
        slop: u32,
    ) -> tantivy::Result<Box<dyn Scorer>> {
        let field = self.opened.field(place);
        let terms = terms.iter().map(|text| Term::from_field_text(field, text)).enumerate();
        let query = PhraseQuery::new_with_offset_and_slop(terms.collect(), slop);
        let weight = query.weight(EnableScoring::disabled_from_schema(&self.opened.schema))?;
        weight.scorer(&self.segment.reader, 1.0)
    }
}

/// Return the documents that another list lacks, all of whose documents they have.
fn without(documents: &[u32], others: &[u32]) -> Vec<u32> {
    let mut others = others.iter().peekable();
    documents.iter().filter(|each| others.next_if_eq(each).is_none()).copied().collect()
}
