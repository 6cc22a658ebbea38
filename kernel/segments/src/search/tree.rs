//! The node tree of a query: `indexer/query/nodes.py`, as far as it is run here.

use std::sync::Arc;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyString;

use super::patterns::Pattern;

/// The fields of terms, text first: the values of `CHANNELS` in `indexer/engines/documents.py`.
pub const CHANNELS: [&str; 6] =
    ["exact", "stem", "part", "title_exact", "title_stem", "title_part"];
/// The first of them that are of titles, which do not count how often a term stands there.
pub const TITLE: usize = 3;

const MAX_DEPTH: usize = 100;

/// The documents of each segment that match, in their order.
pub type Found = Vec<Vec<u32>>;

/// What was found before, each with its node.
pub type Known = Vec<(Py<PyAny>, Arc<Found>)>;

/// A node; `field` is a place in `CHANNELS`.
pub enum Node {
    Term {
        field: usize,
        text: String,
        boost: f64,
        share: f64,
    },
    Phrase {
        field: usize,
        terms: Vec<String>,
        slop: u32,
        boost: f32,
    },
    Pattern {
        field: usize,
        pattern: Pattern,
        boost: f32,
    },
    Keyword {
        field: String,
        key: String,
    },
    DateRange(i64, i64),
    MatchAll,
    And(Vec<Node>, f32),
    Or(Vec<Node>, usize, f32),
    Not(Box<Node>),
    MustShould(Box<Node>, Vec<Node>),
    ConstantScore(Box<Node>, f32),
    /// A node whose documents are known, where nobody asks for its scores.
    Known(Arc<Found>),
}

impl Node {
    /// Say whether a node scores nothing where it matches.
    pub fn is_filter(&self) -> bool {
        match self {
            Node::Keyword { .. } | Node::DateRange(..) | Node::MatchAll | Node::Not(_) => true,
            Node::Or(children, 1, _) => children.iter().all(Node::is_filter),
            _ => false,
        }
    }

    /// Return what a node that scores the same everywhere scores.
    pub fn constant(&self) -> f32 {
        match self {
            Node::Phrase { boost, .. }
            | Node::Pattern { boost, .. }
            | Node::ConstantScore(_, boost) => *boost,
            _ => 0.0,
        }
    }
}

/// Reads trees of Python's. `keyword` gives the name of the field of a Keyword, and the term in it.
pub struct Reading<'a, 'py> {
    pub keyword: &'a Bound<'py, PyAny>,
    pub known: Known,
}

impl<'py> Reading<'_, 'py> {
    /// Return a tree; None if something in it is not run here.
    pub fn read(&self, node: &Bound<'py, PyAny>) -> PyResult<Option<Node>> {
        self.node(node, 0)
    }

    fn node(&self, node: &Bound<'py, PyAny>, depth: usize) -> PyResult<Option<Node>> {
        let py = node.py();
        let kind = node.get_type().name()?;
        let number = |name: &Bound<'py, PyString>| node.getattr(name)?.extract::<f64>();
        let boost = intern!(py, "boost");
        if depth > MAX_DEPTH {
            return Ok(None);
        }
        let read = match kind.to_str()? {
            "Term" => {
                let field = channel(node)?;
                let share = number(intern!(py, "constant_share"))?;
                Node::Term { field, text: text(node)?, boost: number(boost)?, share }
            }
            "Phrase" => {
                let terms = node.getattr(intern!(py, "terms"))?.extract()?;
                let slop = node.getattr(intern!(py, "slop"))?.extract()?;
                Node::Phrase { field: channel(node)?, terms, slop, boost: number(boost)? as f32 }
            }
            "Prefix" => {
                let pattern = Pattern::beginning(&text(node)?);
                Node::Pattern { field: channel(node)?, pattern, boost: number(boost)? as f32 }
            }
            "Wildcard" => {
                let pattern: String = node.getattr(intern!(py, "pattern"))?.extract()?;
                let pattern = Pattern::new(&pattern);
                Node::Pattern { field: channel(node)?, pattern, boost: number(boost)? as f32 }
            }
            "Keyword" => {
                let (field, key) = self.keyword.call1((node,))?.extract()?;
                Node::Keyword { field, key }
            }
            "Among" => {
                let ids: Vec<String> = node.getattr(intern!(py, "ids"))?.extract()?;
                let having = |key| Node::Keyword { field: "id".to_owned(), key };
                Node::Or(ids.into_iter().map(having).collect(), 1, 1.0)
            }
            "DateRange" => {
                let day = |name: &str| node.getattr(name)?.extract::<i64>();
                Node::DateRange(day("first")?, day("last")?)
            }
            "MatchAll" => Node::MatchAll,
            "And" => {
                let Some(children) = self.nodes(node, "children", depth)? else { return Ok(None) };
                Node::And(children, number(boost)? as f32)
            }
            "Or" => {
                let Some(children) = self.nodes(node, "children", depth)? else { return Ok(None) };
                let minimum = node.getattr(intern!(py, "minimum"))?.extract()?;
                Node::Or(children, minimum, number(boost)? as f32)
            }
            "Not" => {
                let Some(child) = self.child(node, "child", depth)? else { return Ok(None) };
                Node::Not(child)
            }
            "MustShould" => {
                let Some(must) = self.child(node, "must", depth)? else { return Ok(None) };
                let Some(should) = self.nodes(node, "should", depth)? else { return Ok(None) };
                Node::MustShould(must, should)
            }
            "ConstantScore" => {
                let child = node.getattr(intern!(py, "child"))?;
                let known = self.known.iter().find(|(each, _)| each.bind(py).is(&child));
                let child = if let Some((_, found)) = known {
                    Node::Known(Arc::clone(found))
                } else {
                    let Some(child) = self.node(&child, depth + 1)? else { return Ok(None) };
                    child
                };
                Node::ConstantScore(Box::new(child), number(boost)? as f32)
            }
            _ => return Ok(None),
        };
        Ok(Some(read))
    }

    fn child(
        &self,
        node: &Bound<'py, PyAny>,
        name: &str,
        depth: usize,
    ) -> PyResult<Option<Box<Node>>> {
        Ok(self.node(&node.getattr(name)?, depth + 1)?.map(Box::new))
    }

    fn nodes(
        &self,
        node: &Bound<'py, PyAny>,
        name: &str,
        depth: usize,
    ) -> PyResult<Option<Vec<Node>>> {
        node.getattr(name)?.try_iter()?.map(|child| self.node(&child?, depth + 1)).collect()
    }
}

fn text(node: &Bound<'_, PyAny>) -> PyResult<String> {
    node.getattr(intern!(node.py(), "text"))?.extract()
}

/// Return the place of a node's channel.
fn channel(node: &Bound<'_, PyAny>) -> PyResult<usize> {
    let field = node.getattr(intern!(node.py(), "field"))?;
    let channel = node.getattr(intern!(node.py(), "channel"))?;
    let place = match channel.cast::<PyString>()?.to_str()? {
        "exact" => 0,
        "stem" => 1,
        _ => 2,
    };
    let is_title = field.cast::<PyString>()?.to_str()? == "title";
    Ok(if is_title { place + TITLE } else { place })
}
