"""Compile `rows.marisa`: run as a script after any change to what a word becomes.

Writes the terms of each word of wordfreq's Dutch list, small and with a capital, as the analysis
has them now. The same analysis gives the same bytes. `README.md` names sources and licences.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import marisa_trie
from wordfreq import get_frequency_dict

from indexer.analysis.analyzer import Analyzer
from indexer.analysis.term_cache import ORIGIN, encode
from lexicon import DATA

_SMALLEST = 8  # tries in one: the most that make it smaller


def entries(analyzer: Analyzer) -> Iterator[tuple[str, bytes]]:
    """Yield (word, code) for every word, small first, then with a capital where that differs."""
    for word in sorted(get_frequency_dict("nl", wordlist="large")):
        capital = word[0].upper() + word[1:]
        row, capitalised = analyzer.analysed(word), analyzer.analysed(capital)
        if not row[0] or not capitalised[0]:
            continue
        code = encode(word, row, capitalised if capital != word else None)
        yield word, code
        if row != capitalised:
            yield capital, encode(capital, capitalised)


def compile_rows(path: Path) -> None:
    """Write the trie."""
    analyzer = Analyzer()
    found = [(ORIGIN, analyzer.fingerprint.encode()), *entries(analyzer)]
    marisa_trie.BytesTrie(found, num_tries=_SMALLEST).save(str(path))


if __name__ == "__main__":
    compile_rows(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA / "rows.marisa")
