//! Endings of words, found from the last byte of a word on.

/// Endings of words: a tree of their bytes, the last first.
pub struct Endings {
    nodes: Vec<Node>,
}

/// What an ending goes on with, and whether one begins here.
#[derive(Default)]
struct Node {
    is_whole: bool,
    next: Vec<(u8, usize)>,
}

impl Node {
    fn next(&self, byte: u8) -> Option<usize> {
        self.next.iter().find(|(each, _)| *each == byte).map(|&(_, node)| node)
    }
}

impl Endings {
    /// Take endings.
    pub fn new(words: &[String]) -> Self {
        let mut nodes = vec![Node::default()];
        for word in words {
            let mut at = 0;
            for byte in word.bytes().rev() {
                at = match nodes[at].next(byte) {
                    Some(node) => node,
                    None => {
                        let node = nodes.len();
                        nodes.push(Node::default());
                        nodes[at].next.push((byte, node));
                        node
                    }
                };
            }
            nodes[at].is_whole = true;
        }
        Self { nodes }
    }

    /// `word.endswith(...)` of any of them that leaves at least `rest` characters.
    #[inline]
    pub fn end(&self, word: &str, rest: usize) -> bool {
        self.before(word).any(|before| rest == 0 || before.chars().count() >= rest)
    }

    /// Return what is before each of them that a word has, that before the shortest first.
    pub fn before<'w>(&self, word: &'w str) -> impl Iterator<Item = &'w str> {
        let mut at = Some(0);
        let mut rest = word.len();
        std::iter::from_fn(move || {
            loop {
                let node = &self.nodes[at?];
                let here = rest;
                at = rest.checked_sub(1).and_then(|last| {
                    rest = last;
                    node.next(word.as_bytes()[last])
                });
                if node.is_whole {
                    return Some(&word[..here]);
                }
            }
        })
    }
}
