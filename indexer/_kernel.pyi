from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from indexer.analysis.kernel import InArticle, Limits
from indexer.highlight.matcher import TermHit
from indexer.highlight.passage_rule import PassageRule
from indexer.highlight.targets import Hittable, QueryTarget
from indexer.model import Article, Mark
from indexer.near_duplicates.fingerprint import Parts
from indexer.near_duplicates.rule import Rule

INTERFACE: int

def density(days: Sequence[int], shares: Sequence[float], bell: Sequence[float]) -> list[float]: ...
def fail_on_purpose() -> None: ...
def name_keys(word: str) -> list[str]: ...
def stored_contents(
    articles: Sequence[tuple[tuple[str | tuple[str, ...] | None, ...], str]],
) -> tuple[list[bytes], list[str], list[str]]: ...
def plain_words(
    data: bytes, prefix: str, mark: str
) -> tuple[bytes, list[str], list[bytes], bytes, bytes] | None: ...

class PlainLines:
    def __init__(
        self,
        clean: Sequence[tuple[int, int]],
        odd: Sequence[str],
        limits: tuple[int, int],
        make: Callable[..., Article],
        asked: tuple[
            Callable[[list[str]], tuple[int | None, ...] | None],
            Callable[[int, str], tuple[str | tuple[str, ...] | None] | None],
            Callable[[str, str], str | None],
            Callable[[str], bool],
        ],
    ) -> None: ...
    def read(self, lines: Sequence[bytes]) -> list[ArticleColumns | None]: ...

class ArticleColumns:
    def __len__(self) -> int: ...
    def article(self, place: int) -> Article: ...
    def size(self) -> int: ...
    def columns(
        self,
    ) -> tuple[
        list[str],
        list[str | None],
        list[str | None],
        list[tuple[str, ...]],
        list[tuple[str, ...]],
    ]: ...
    def repeated(self) -> list[bool]: ...
    def stored(self, origin: str, fields: int) -> tuple[list[bytes], list[str], list[str]]: ...

class NumberedTexts:
    def __init__(self) -> None: ...
    def __len__(self) -> int: ...
    def number(self, text: str) -> int: ...
    def number_all(self, texts: Sequence[str]) -> list[int]: ...
    def get(self, text: str) -> int | None: ...
    def text(self, number: int) -> str: ...
    def in_order(self, numbers: Sequence[int]) -> tuple[bytes, bytes]: ...

class Words:
    def __init__(
        self,
        folder: Path,
        fingerprint: str,
        stop_words: AbstractSet[str],
        old_spellings: Sequence[tuple[str, str]],
        shared_keys: Mapping[str, str],
    ) -> None: ...
    def row(self, surface: str) -> tuple[str, str, str] | None: ...
    def analysed(self, surface: str) -> tuple[str, str, str] | None: ...
    def are_strangers(self, old: OldSpellings, words: Sequence[str]) -> list[bool]: ...

class OldSpellings:
    def __init__(
        self,
        rules: Sequence[tuple[str, Sequence[str], float, bool, bool, bool]],
        listed: AbstractSet[str],
        places: AbstractSet[str],
        kept: AbstractSet[str],
        has_long_s: bool,
    ) -> None: ...

class TermMapper:
    def __init__(
        self,
        row: Callable[[str], tuple[str, str, str]],
        max_bytes: int = ...,
        words: Words | None = ...,
    ) -> None: ...
    def channels(self, text: str) -> tuple[str, str, str]: ...
    def numbered(self, text: str) -> tuple[tuple[str, str, str], bytes]: ...
    def take_types(self) -> tuple[bytes, list[tuple[bytes, bytes]]]: ...
    def content_terms(self, terms: str, max_terms: int, min_letters: int) -> str: ...
    def article(self, title: str, body: str, repeated: bool, limits: Limits) -> InArticle: ...

class ReadAhead:
    def __init__(
        self,
        mapper: TermMapper,
        usage: NameUsage | None,
        limits: Limits,
        fingerprinter: Fingerprinter,
        by_types: bool,
    ) -> None: ...
    def begin(self, parts: Sequence[ArticleColumns | Sequence[tuple[str, str, bool]]]) -> None: ...
    def finished(
        self,
    ) -> tuple[
        tuple[
            list[tuple[tuple[str, str, str], tuple[str, str, str]]],
            list[bytes],
            list[bytes],
            list[bytes],
            list[Parts | None],
            list[bytes | None],
        ],
        str,
    ]: ...
    def close(self) -> None: ...

class Lead: ...

class Likeness:
    def __init__(self, rarities: Callable[[list[str]], list[float]]) -> None: ...
    def __len__(self) -> int: ...
    def leads(self, payloads: Iterable[bytes]) -> list[Lead]: ...
    @staticmethod
    def without_near_duplicates(
        leads: Iterable[Lead], max_leads: int, min_terms: int, max_overlap: float
    ) -> list[int]: ...
    @staticmethod
    def of_one_text(
        own: Lead, others: Sequence[Lead], min_terms: int, max_overlap: float
    ) -> list[bool]: ...
    def expansion_terms(
        self, leads: Sequence[Lead], shares: Sequence[float], max_terms: int
    ) -> list[tuple[float, str]]: ...
    def centroid_similarity(
        self, leads: Sequence[Lead], shares: Sequence[float]
    ) -> list[float]: ...
    def title_weights(self, leads: Sequence[Lead], weights: Mapping[str, float]) -> list[float]: ...

class CommonTerms:
    def __init__(self, rule: tuple[Sequence[str], int, int, float, int]) -> None: ...
    def counted(self, texts: Sequence[str]) -> list[tuple[str, int]]: ...

class SnippetMaker:
    def __init__(
        self,
        row: Callable[[str], tuple[str, str, str]],
        hittable: Callable[[str], Hittable],
        rule: PassageRule,
        max_bytes: int = ...,
        words: Words | None = ...,
    ) -> None: ...
    def learn(
        self, segments: Sequence[tuple[bytes, Sequence[tuple[bytes, bytes]]]], most: int
    ) -> None: ...
    def snippets(
        self,
        texts: Sequence[tuple[str, str]],
        targets: Sequence[QueryTarget],
        sequence_hits: Callable[[list[tuple[int, str]], str], list[TermHit]] | None,
        max_chunks: int,
        max_hits: int,
    ) -> list[tuple[list[Mark], list[tuple[str, list[Mark]]]]] | None: ...

class Fingerprinter:
    def __init__(self, rule: Rule) -> None: ...
    def parts(self, body: str, title: str) -> Parts | None: ...

class FingerprintTable:
    def __init__(
        self,
        rule: Rule,
        capacity: int,
        slot_bits: int,
        file: tuple[Path, int] | None = None,
    ) -> None: ...
    def place_all(
        self,
        parts: Sequence[Parts | None],
        about: Sequence[tuple[int, int, int, float]],
    ) -> list[int]: ...

class FuzzyTerms:
    def __init__(self, words: str) -> None: ...
    def within_distance(self, word: str, distance: int) -> list[str]: ...

def edits_between(word: str, other: str) -> int: ...

class NameRules:
    def __init__(
        self,
        words: dict[str, list[str]],
        names: list[tuple[int, str]],
        endings: dict[str, list[str]],
        weights: dict[str, tuple[float, ...]],
    ) -> None: ...

class NameUsage:
    def __init__(self, rules: NameRules) -> None: ...
    def read(self, text: str) -> bytes: ...
    def add(self, word: str, numbers: tuple[int, ...]) -> None: ...
    def add_counts(self, surfaces: bytes, counted: tuple[bytes, bytes], away: bool) -> None: ...
    def words(self) -> list[str]: ...
    def counts(self) -> list[tuple[str, tuple[int, ...]]]: ...

class TypeUsage:
    def __init__(self, rules: NameRules, surfaces: bytes, common: bytes) -> None: ...
    def count(
        self, codes: bytes, rare: bytes, sentences: bytes, first_bit: int, lengths: bytes
    ) -> None: ...
    def counted(self) -> tuple[bytes, bytes]: ...

def surname_bearers(
    segments: Sequence[tuple[bytes, bytes, bytes, bytes, bytes, bytes, bytes]],
    person: int,
    rule: tuple[float, int, int, int, AbstractSet[str]],
    parted: Callable[[str, str], bool],
) -> list[tuple[str, str]]: ...

class NameFinder:
    def __init__(
        self,
        rules: NameRules,
        usage: NameUsage,
        asked: tuple[
            Callable[[str], str],
            Sequence[Sequence[str]],
            Callable[[str], Sequence[Sequence[str]]],
            Callable[[str], Sequence[str]],
        ],
        corrected: tuple[Callable[[str], int | None], Callable[[str, str], bool]] | None = ...,
    ) -> None: ...
    def usage(self) -> list[tuple[str, tuple[int, ...]]]: ...
    def candidates(self, text: str) -> list[tuple[list[str], bool, bool, str, str]]: ...
    def names_in(self, text: str) -> list[tuple[str, int, list[str], int]]: ...
    def names_of(self, runs: bytes) -> list[tuple[str, int, list[str], int]]: ...

class NameColumns:
    def __init__(
        self,
        asked: tuple[
            Callable[[str], str],
            Callable[[str], str],
            Callable[[str], str],
            Sequence[Sequence[str]],
        ],
        max_count: int,
    ) -> None: ...
    def add(self, names: Sequence[tuple[str, int, Sequence[str], int]]) -> None: ...
    def add_runs(self, finder: NameFinder, runs: Sequence[bytes], ahead: bool) -> None: ...
    def finish(self) -> tuple[list[bytes], tuple[list[str], list[str], list[str]]]: ...

def most_named(
    flat: bytes, ends: bytes, types: bytes, rows: bytes, kinds: int, limit: int | None
) -> list[tuple[list[tuple[int, int]], int, list[int]]]: ...

class TokenPlaces:
    def __init__(self, is_word: Callable[[str], object]) -> None: ...
    def places(self, text: str, wanted: Sequence[int]) -> tuple[int, list[tuple[int, int]]]: ...
