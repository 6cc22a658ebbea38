//! Endings of words by kind, found from the last byte of a word on.

/// Which kinds an ending is of, as bits.
pub type Kinds = u16;

/// Endings of words: a tree of their bytes, the last first.
pub struct Endings {
    nodes: Vec<Node>,
    /// Where the last byte of a word leads to.
    last: Vec<usize>,
}

/// What an ending goes on with, and the kinds of the one that begins here.
#[derive(Default)]
struct Node {
    kinds: Kinds,
    next: Vec<(u8, usize)>,
}

impl Node {
    fn next(&self, byte: u8) -> Option<usize> {
        self.next.iter().find(|(each, _)| *each == byte).map(|&(_, node)| node)
    }
}

const ROOT: usize = 0; // to which no byte leads

impl Endings {
    /// Take the endings of each kind, of which the first has the lowest bit.
    pub fn new(kinds: &[Vec<String>]) -> Self {
        let mut nodes = vec![Node::default()];
        for (kind, words) in kinds.iter().enumerate() {
            for word in words {
                let mut at = ROOT;
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
                nodes[at].kinds |= 1 << kind;
            }
        }
        let last = (0..=u8::MAX).map(|byte| nodes[ROOT].next(byte).unwrap_or(ROOT)).collect();
        Self { nodes, last }
    }

    /// Return the kinds of all endings that a word has.
    pub fn of(&self, word: &str) -> Kinds {
        self.found(word).fold(0, |kinds, (each, _)| kinds | each)
    }

    /// Return what is before each ending of some kinds that a word has, that before the shortest first.
    pub fn before<'w>(&self, word: &'w str, kinds: Kinds) -> impl Iterator<Item = &'w str> {
        self.found(word).filter(move |(each, _)| each & kinds != 0).map(|(_, at)| &word[..at])
    }

    /// Return the kinds of each ending that a word has, and where it begins.
    fn found(&self, word: &str) -> impl Iterator<Item = (Kinds, usize)> {
        let bytes = word.as_bytes();
        let mut at = bytes.last().map_or(ROOT, |&byte| self.last[usize::from(byte)]);
        let mut rest = bytes.len();
        std::iter::from_fn(move || {
            while at != ROOT {
                let kinds = self.nodes[at].kinds;
                rest -= 1;
                let next =
                    rest.checked_sub(1).and_then(|before| self.nodes[at].next(bytes[before]));
                at = next.unwrap_or(ROOT);
                if kinds != 0 {
                    return Some((kinds, rest));
                }
            }
            None
        })
    }
}
