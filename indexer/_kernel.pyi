from collections.abc import Callable, Iterable, Sequence

from indexer.highlight.matcher import TermHit
from indexer.highlight.passage_rule import PassageRule
from indexer.model import Mark
from indexer.near_duplicates.fingerprint import Fingerprint, Parts
from indexer.near_duplicates.rule import Rule

INTERFACE: int

def fail_on_purpose() -> None: ...

class TermMapper:
    def __init__(
        self, row: Callable[[str], tuple[str, str, str]], max_bytes: int = ...
    ) -> None: ...
    def channels(self, text: str) -> tuple[str, str, str]: ...
    def numbered(self, text: str) -> tuple[tuple[str, str, str], bytes]: ...
    def take_types(self) -> tuple[str, list[tuple[str, bytes]]]: ...
    def content_terms(self, terms: str, max_terms: int, min_letters: int) -> str: ...

class Likeness:
    def __init__(self, rarity: Callable[[str], float], max_rarities: int) -> None: ...
    @staticmethod
    def without_near_duplicates(
        leads: Iterable[str], max_leads: int, min_terms: int, max_overlap: float
    ) -> list[int]: ...
    def expansion_terms(
        self, leads: Sequence[str], shares: Sequence[float], max_terms: int
    ) -> list[tuple[float, str]]: ...
    def centroid_similarity(self, leads: Sequence[str], shares: Sequence[float]) -> list[float]: ...

class SnippetMaker:
    def __init__(
        self,
        row: Callable[[str], tuple[str, str, str]],
        rule: PassageRule,
        max_bytes: int = ...,
    ) -> None: ...
    def snippets(
        self,
        texts: Sequence[tuple[str, str]],
        tags: tuple[set[str], set[str], set[str]],
        hits: Callable[[str], list[TermHit]],
        max_chunks: int,
        max_hits: int,
    ) -> list[tuple[list[Mark], list[tuple[str, list[Mark]]]]] | None: ...

class Fingerprinter:
    def __init__(self, rule: Rule) -> None: ...
    def parts(self, body: str, title: str) -> Parts | None: ...

class FingerprintTable:
    def __init__(self, rule: Rule, capacity: int, slot_bits: int) -> None: ...
    def place(self, fingerprint: Fingerprint, best: float, group: int) -> int: ...

class FuzzyTerms:
    def __init__(self, words: str) -> None: ...
    def within_distance(self, word: str, distance: int) -> list[str]: ...

class NameRules:
    def __init__(
        self,
        words: dict[str, list[str]],
        names: dict[str, int],
        endings: dict[str, list[str]],
        weights: dict[str, tuple[float, ...]],
    ) -> None: ...

class NameFinder:
    def __init__(
        self,
        rules: NameRules,
        usage: Sequence[tuple[str, tuple[int, ...]]],
        asked: tuple[
            Callable[[str], str],
            Callable[[str], Sequence[Sequence[str]]],
            Callable[[str], Sequence[str]],
        ],
        corrected: tuple[Callable[[str], int | None], Callable[[str, str], bool]] | None = ...,
    ) -> None: ...
    def candidates(self, text: str) -> list[tuple[list[str], bool, bool, str, str]]: ...
    def names_in(self, text: str) -> list[tuple[str, int, list[str], int]]: ...
