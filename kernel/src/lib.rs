//! What is done for each token of an article, or for each term that a page reads, compiled.
//!
//! Everything here is also done in Python, or by a package of it, which says what holds: `indexer/analysis`,
//! `indexer/corpus/records.py`, `indexer/corpus/readers/digitised/alto.py` and `composer.py`,
//! `indexer/highlight/matcher.py`, `snippets.py` and `targets.py`, `indexer/indexing/document.py`, `indexer/names`,
//! `indexer/near_duplicates/fingerprint.py` and `fingerprint_table.py`, `indexer/search/ranking/rerank.py` and `similarity.py`,
//! `indexer/storage/vocabulary.py`, `names/columns.py` and `names/index.py`, `indexer/engines/numbered_texts.py`. Tests compare the two. Of the constants
//! that both need Python hands over most.

mod alto;
mod archive_words;
mod char_classes;
mod chunks;
mod common_terms;
mod density;
mod fingerprint;
mod fingerprint_table;
mod fuzzy_terms;
mod json_record;
mod likeness;
mod mapping;
mod name_keys;
mod name_letters;
mod name_sounds;
mod names;
mod numbered_texts;
mod page_hits;
mod panics;
mod passages;
mod placed_words;
mod plain_articles;
mod plain_lines;
mod plain_texts;
mod sequence;
mod snippets;
mod stored;
mod targets;
mod term_cache;
mod token_places;
mod tokens;
mod word_edits;
mod word_index;
mod words;

use pyo3::prelude::*;

#[pymodule]
mod _kernel {
    use pyo3::prelude::*;

    #[pymodule_export]
    use super::alto::plain_words;
    #[pymodule_export]
    use super::common_terms::CommonTerms;
    #[pymodule_export]
    use super::density::density;
    #[pymodule_export]
    use super::fingerprint::Fingerprinter;
    #[pymodule_export]
    use super::fingerprint_table::FingerprintTable;
    #[pymodule_export]
    use super::fuzzy_terms::FuzzyTerms;
    #[pymodule_export]
    use super::likeness::{Lead, Likeness};
    #[pymodule_export]
    use super::mapping::{ReadAhead, TermMapper};
    #[pymodule_export]
    use super::name_keys::name_keys;
    #[pymodule_export]
    use super::names::{
        NameColumns, NameFinder, NameRules, NameUsage, TypeUsage, most_named, surname_bearers,
    };
    #[pymodule_export]
    use super::numbered_texts::NumberedTexts;
    #[pymodule_export]
    use super::panics::fail_on_purpose;
    #[pymodule_export]
    use super::placed_words::placed_words;
    #[pymodule_export]
    use super::plain_articles::ArticleColumns;
    #[pymodule_export]
    use super::plain_lines::PlainLines;
    #[pymodule_export]
    use super::snippets::SnippetMaker;
    #[pymodule_export]
    use super::stored::stored_contents;
    #[pymodule_export]
    use super::token_places::TokenPlaces;
    #[pymodule_export]
    use super::word_edits::edits_between;
    #[pymodule_export]
    use super::words::{OldSpellings, Words};

    #[pymodule_export]
    const INTERFACE: u32 = 51; // as in indexer/compiled.py

    #[pymodule_init]
    fn init(_module: &Bound<'_, PyModule>) -> PyResult<()> {
        // A panic becomes an error, which says what this would print.
        std::panic::set_hook(Box::new(|_| ()));
        Ok(())
    }
}
