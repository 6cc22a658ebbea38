"""What a compiled table holds, whatever version of the library laid it out."""

from pathlib import Path

import marisa_trie


def entries(path: Path) -> list[tuple[str, bytes]]:
    """Return the keys of a table with their values, in order."""
    return sorted(marisa_trie.BytesTrie().mmap(str(path)).items())
