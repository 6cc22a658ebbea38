//! Reads the tries of the lexicon, in the format of the library marisa-trie that compiles them.
//!
//! A trie lies in memory as LOUDS: a row of bits has for each node, level by level, a one for each
//! child and then a zero. What stands on the way to a node is one byte, or a link: to a node of a
//! second trie, whose way up to the root it is, or to a string of a tail, where no trie follows.

use super::bits::Bits;

const HEADER: &[u8; 16] = b"We love Marisa.\0";
const NO_LINK: usize = 0xff_ffff; // what follows the label of a cached node that has no link

/// Ends the key in a trie whose keys have values.
pub const SEPARATOR: u8 = 0xff;

/// A trie of byte strings, numbered.
pub struct Trie {
    louds: Bits,
    terminals: Bits,
    links: Bits,
    bases: Vec<u8>,
    /// The first byte on the way to each node. No two children of a node have the same.
    firsts: Vec<u8>,
    extras: Packed,
    below: Below,
    cache: Vec<Cached>,
    top_nodes: usize,
}

/// Where links lead.
enum Below {
    Trie(Box<Trie>),
    Tail { strings: Vec<u8>, ends: Bits },
}

/// A node that is often met: its parent, itself, and its label or link.
struct Cached {
    parent: u32,
    child: u32,
    link: u32,
}

/// Numbers of as many bits as the largest takes.
struct Packed {
    units: Vec<u64>,
    bits: usize,
    mask: u64,
}

impl Packed {
    fn get(&self, number: usize) -> usize {
        let place = number * self.bits;
        let (unit, from) = (place / 64, place % 64);
        let mut value = self.units[unit] >> from;
        if from + self.bits > 64 {
            value |= self.units[unit + 1] << (64 - from);
        }
        (value & self.mask) as usize
    }
}

/// What is left of a file.
struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn bytes(&mut self, length: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.bytes(4)?.try_into().ok()?))
    }

    fn u64(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.bytes(8)?.try_into().ok()?))
    }

    /// Return an array, which has its length before it and ends at a multiple of eight bytes.
    fn array(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.u64()?).ok()?;
        let bytes = self.bytes(length)?;
        self.bytes(length.wrapping_neg() % 8)?;
        Some(bytes)
    }

    fn units(&mut self) -> Option<Vec<u64>> {
        let (units, _) = self.array()?.as_chunks::<8>();
        Some(units.iter().map(|unit| u64::from_le_bytes(*unit)).collect())
    }

    /// Return a row of bits. Its counts, which follow, are counted anew.
    fn bits(&mut self) -> Option<Bits> {
        let units = self.units()?;
        self.bytes(8)?;
        (0..3).try_for_each(|_| self.array().map(|_| ()))?;
        Some(Bits::new(units))
    }

    fn packed(&mut self) -> Option<Packed> {
        let units = self.units()?;
        let (bits, mask) = (self.u32()? as usize, self.u32()?.into());
        self.u64()?;
        Some(Packed { units, bits, mask })
    }

    fn cache(&mut self) -> Option<Vec<Cached>> {
        let (entries, _) = self.array()?.as_chunks::<12>();
        let number = |bytes: &[u8]| bytes.try_into().map_or(0, u32::from_le_bytes);
        let cached = |entry: &[u8; 12]| Cached {
            parent: number(&entry[..4]),
            child: number(&entry[4..8]),
            link: number(&entry[8..]),
        };
        Some(entries.iter().map(cached).collect())
    }

    fn trie(&mut self) -> Option<Trie> {
        let (louds, terminals, links) = (self.bits()?, self.bits()?, self.bits()?);
        let (bases, extras) = (self.array()?.to_vec(), self.packed()?);
        let (strings, ends) = (self.array()?.to_vec(), self.bits()?);
        let below = if links.is_empty() || !strings.is_empty() {
            Below::Tail { strings, ends }
        } else {
            Below::Trie(Box::new(self.trie()?))
        };
        let (cache, top_nodes) = (self.cache()?, self.u32()? as usize);
        self.u32()?;
        let firsts = Vec::new();
        Some(Trie { louds, terminals, links, bases, firsts, extras, below, cache, top_nodes })
    }
}

/// Where a search stands: at a node, or on the way to it, of which these bytes are to come.
struct Position {
    node: usize,
    ahead: Vec<u8>,
}

impl Trie {
    /// Read a file; None if it is no such trie.
    pub fn read(file: &[u8]) -> Option<Self> {
        let mut trie = Input(file.strip_prefix(HEADER)?).trie()?;
        let mut firsts = trie.bases.clone();
        for (number, node) in trie.links.places().enumerate() {
            trie.linked(trie.link(node, number), &mut |byte| {
                firsts[node] = byte;
                false
            });
        }
        trie.firsts = firsts;
        Some(trie)
    }

    /// Return the number of keys.
    pub fn len(&self) -> usize {
        self.terminals.ones()
    }

    /// Return the number of a key.
    pub fn number(&self, key: &[u8]) -> Option<usize> {
        let found = self.find(key)?;
        (found.ahead.is_empty() && self.terminals.get(found.node))
            .then(|| self.terminals.rank(found.node))
    }

    /// Return the first value of a key.
    pub fn value(&self, key: &str) -> Option<Vec<u8>> {
        let key = [key.as_bytes(), &[SEPARATOR]].concat();
        let Position { mut node, ahead: mut value } = self.find(&key)?;
        while !self.terminals.get(node) {
            node = self.children(node).next()?;
            self.label(node, &mut |byte| {
                value.push(byte);
                true
            });
        }
        Some(value)
    }

    /// Visit the keys that a text begins with, the shortest first: their lengths and numbers.
    pub fn prefixes(&self, text: &[u8], mut visit: impl FnMut(usize, usize)) {
        let (mut node, mut at) = (0, 0);
        while at < text.len() {
            let Some((child, length, ahead)) = self.child(node, &text[at..]) else { return };
            if !ahead.is_empty() {
                return;
            }
            (node, at) = (child, at + length);
            if self.terminals.get(node) {
                visit(at, self.terminals.rank(node));
            }
        }
    }

    fn find(&self, key: &[u8]) -> Option<Position> {
        let mut found = Position { node: 0, ahead: Vec::new() };
        let mut at = 0;
        while at < key.len() {
            let (node, length, ahead) = self.child(found.node, &key[at..])?;
            at += length;
            found = Position { node, ahead };
        }
        Some(found)
    }

    /// Return the child on whose way a text, which is not empty, goes on; how many bytes of the text
    /// stand on that way, and what stands there after the end of the text.
    fn child(&self, node: usize, text: &[u8]) -> Option<(usize, usize, Vec<u8>)> {
        let child = self.children(node).find(|&child| self.firsts[child] == text[0])?;
        if !self.links.get(child) {
            return Some((child, 1, Vec::new()));
        }
        let (length, ahead) = self.on_way(self.link(child, self.links.rank(child)), text)?;
        Some((child, length, ahead))
    }

    fn children(&self, node: usize) -> impl Iterator<Item = usize> {
        let place = self.louds.select_zero(node) + 1;
        let first = place - node - 1;
        first..first + self.louds.ones_from(place)
    }

    /// Return how many bytes of a text stand at a link, and what stands there after the text;
    /// None where they differ.
    fn on_way(&self, link: usize, text: &[u8]) -> Option<(usize, Vec<u8>)> {
        let (mut length, mut ahead) = (0, Vec::new());
        let is_alike = self.linked(link, &mut |byte| {
            if length == text.len() {
                ahead.push(byte);
                return true;
            }
            length += 1;
            text[length - 1] == byte
        });
        is_alike.then_some((length, ahead))
    }

    fn link(&self, node: usize, number: usize) -> usize {
        self.bases[node] as usize | self.extras.get(number) << 8
    }

    /// Visit the bytes on the way to a node from its parent. Stops, and returns false, where `visit`
    /// does.
    fn label(&self, node: usize, visit: &mut dyn FnMut(u8) -> bool) -> bool {
        if !self.links.get(node) {
            return visit(self.bases[node]);
        }
        self.linked(self.link(node, self.links.rank(node)), visit)
    }

    fn linked(&self, link: usize, visit: &mut dyn FnMut(u8) -> bool) -> bool {
        match &self.below {
            Below::Trie(trie) => trie.upwards(link, visit),
            Below::Tail { strings, ends } => {
                for (place, &byte) in strings.iter().enumerate().skip(link) {
                    if ends.is_empty() && byte == 0 {
                        break;
                    }
                    if !visit(byte) {
                        return false;
                    }
                    if !ends.is_empty() && ends.get(place) {
                        break;
                    }
                }
                true
            }
        }
    }

    /// Visit the bytes on the way from a node up to the root.
    fn upwards(&self, mut node: usize, visit: &mut dyn FnMut(u8) -> bool) -> bool {
        loop {
            let cached = self.cache.get(node & self.cache.len().wrapping_sub(1));
            if let Some(cached) = cached
                && cached.child as usize == node
            {
                let goes_on = match cached.link as usize >> 8 {
                    NO_LINK => visit(cached.link as u8),
                    _ => self.linked(cached.link as usize, visit),
                };
                if !goes_on {
                    return false;
                }
                node = cached.parent as usize;
                if node == 0 {
                    return true;
                }
                continue;
            }
            if !self.label(node, visit) {
                return false;
            }
            if node <= self.top_nodes {
                return true;
            }
            node = self.louds.select_one(node) - node - 1;
        }
    }
}
