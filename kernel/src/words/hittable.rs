//! What of a word a query may hit: `Hittable` in `indexer/highlight/targets.py`.

use super::Words;
use super::letters::{Answer, Declined, fold};
use super::parts::alone;
use super::pieces::{between_hyphens, has_forms, marks};
use crate::targets::Hittable;

impl Words {
    /// Return what a query may hit of a word of plain letters, or of several between hyphens; None where
    /// Python has to say.
    pub fn hittable(&self, surface: &str) -> Option<Hittable> {
        if surface.contains('-') {
            let is_plain = surface.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            return is_plain.then(|| self.between_hyphens_hittable(surface).ok())?;
        }
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

    /// The same of words with hyphens between them, each as it is by itself.
    fn between_hyphens_hittable(&self, surface: &str) -> Answer<Hittable> {
        let (words, exact) = (between_hyphens(surface)?, fold(surface)?);
        let is_stop = self.rules.stop_words.contains(&exact);
        if words.is_empty() || is_stop || !has_forms(surface, &exact) {
            return Err(Declined);
        }
        let mut stems = vec![self.rules.stem(surface)?];
        let mut pieces = Vec::new();
        for word in &words {
            let terms = self.rules.terms(word)?;
            stems.extend_from_slice(&terms.spellings);
            let (leaves, part) = alone(word, terms);
            if leaves.concat() != *word || leaves.len() != part.len() {
                return Err(Declined);
            }
            let each = leaves.iter().zip(part);
            pieces.extend(each.map(|(leaf, part)| (leaf.len(), leaf.len(), vec![part])));
            if let Some((length, ..)) = pieces.last_mut() {
                *length += 1; // its hyphen
            }
        }
        if let Some((length, ..)) = pieces.last_mut() {
            *length -= 1; // behind the last stands none
        }
        stems.extend(marks(surface, &exact)?);
        let mut names = self.rules.without_article(surface)?;
        if let Some(shared) = self.rules.shared_keys.get(&exact)
            && !names.contains(shared)
        {
            names.insert(0, shared.clone());
        }
        Ok(Hittable { exact, stems, names, pieces })
    }
}
