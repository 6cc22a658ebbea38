//! What of a word a query may hit: `Hittable` in `indexer/highlight/targets.py`.

use super::Words;
use crate::targets::Hittable;

impl Words {
    /// Return what a query may hit of a word of plain letters; None where Python has to say.
    pub fn hittable(&self, surface: &str) -> Option<Hittable> {
        if !surface.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return None;
        }
        let terms = self.rules.terms(surface).ok()?;
        if terms.is_stop {
            return Some(Hittable { exact: terms.exact, ..Hittable::default() });
        }
        let pieces = if terms.leaves.is_empty() {
            let parts = [&terms.part, &terms.names].into_iter().find(|each| !each.is_empty());
            let parts = parts.cloned().unwrap_or_else(|| vec![terms.stem.clone()]);
            vec![(surface.len(), surface.len(), parts)]
        } else if terms.leaves.concat() == surface && terms.leaves.len() == terms.part.len() {
            let each = terms.leaves.iter().zip(terms.part);
            each.map(|(leaf, part)| (leaf.len(), leaf.len(), vec![part])).collect()
        } else {
            return None;
        };
        let stems = [vec![terms.stem], terms.spellings, terms.marks].concat();
        Some(Hittable { exact: terms.exact, stems, names: terms.names, pieces })
    }
}
