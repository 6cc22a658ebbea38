"""What the analysis says of a word."""

from __future__ import annotations

from indexer.later import NamedTuple, dataclass


@dataclass(frozen=True, slots=True)
class WordAnalysis:
    """One word in its channels. `leaves` are surface pieces (joined: the word) of the `part` terms.

    `split` holds the two pieces of the top-level split; `leaves`, `split` and `part` are empty when
    the word is whole. `names` are transliteration keys, `spellings` the one in which those of
    a name meet; `marks` are what `pieces.marks` keeps of capitals and hyphens. Both stand in the
    stem channel too.
    """

    surface: str
    exact: str
    lemma: str
    stem: str
    split: tuple[str, ...]
    leaves: tuple[str, ...]
    part: tuple[str, ...]
    names: tuple[str, ...]
    stop: bool
    spellings: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """The terms of the part channel: of the pieces, else a name's keys, else the stem."""
        return self.part or self.names or (self.stem,)

    @property
    def scored_stem(self) -> str:
        """The stem that articles with any spelling of a name have in the stem channel."""
        return self.spellings[0] if self.spellings else self.stem

    @property
    def capitals(self) -> str:
        """The mark of a word in capitals alone, PAS; else an empty string."""
        return self.marks[0] if self.marks and self.marks[0] == self.exact.upper() else ""


@dataclass(frozen=True, slots=True)
class Token:
    """A word in its text: text[start:end] is what was analysed."""

    start: int
    end: int
    word: WordAnalysis


class Terms(NamedTuple):
    """What the index needs of a word; `WordAnalysis` has the rest."""

    exact: str
    stem: str
    leaves: tuple[str, ...]
    part: tuple[str, ...]
    names: tuple[str, ...]
    stop: bool
    spellings: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
