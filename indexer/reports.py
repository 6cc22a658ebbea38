"""What a run over input did and met, and what an archive holds, in figures.

Whatever is skipped or noted is counted here, by its reason.

There are two ways into the summary, one for each place where something can be met:

- a reader yields `input_file.error(reason)` for an article that is lost, and calls
  `input_file.note(reason, count=1, group="")` for anything else that people should know: what was
  read otherwise than it stands, how many pages, drafts or withdrawn items were passed over;
- indexing calls `run.tally.add(Note(path, None, reason))` for what only the index can tell, such as
  an id that is met twice; or adds an `ArticleError` where an article is lost.

A reason is one sentence without a capital: WHAT: PARTICULARS; WHAT TO DO. Quoted values, brackets,
numbers and what follows a colon are particulars: the summary puts reasons together that differ in
these alone, in one line with how many there are, then the places. Notes may name their `group`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import field, replace
from typing import TypeAlias

from indexer.later import dataclass, expression
from indexer.model import ArticleError, FacetCount, Note, Remark

MAX_PLACES = 1_000
"""Places that are kept of each reason; the others are only counted."""
_MAX_REASONS = 200

_PARTICULARS = expression(r"(?<!\w)'[^']*'(?!\w)|\"[^\"]*\"|«[^«»]*»|\([^()]*\)")
_VALUE = expression(r": ((?:'|\[fields).{1,80})$")
_NUMBER = expression(r"(?<![\w-])\d[\d,.]*\b")
_MARK = "\0"

_Kind: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why inputs were skipped, or what was noted of them: `count` of them, in so many `files`.

    `reason` is what they have in common, `advice` what to do about it, empty where there is
    nothing. `places` are the first MAX_PLACES: a path, its line if it has one, what stands there;
    so many `others` are not kept.
    """

    reason: str
    advice: str
    count: int
    files: int
    places: tuple[str, ...]
    others: int = 0

    def __str__(self) -> str:
        return f"{self.reason}; {self.advice}" if self.advice else self.reason


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a run of `knipsel index` did, in numbers of articles, and what it met.

    Of those read, `superseded` are versions before one that counts, `withdrawn` notices that take
    an article away, and `embargoed` wait for a moment, the first of which is `embargo_ends`.
    `passed_over` counts files that hold no articles, by the ends of their names.
    """

    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    skips: tuple[Reason, ...] = ()
    notes: tuple[Reason, ...] = ()
    passed_over: dict[str, int] = field(default_factory=dict)
    superseded: int = 0
    withdrawn: int = 0
    embargoed: int = 0
    embargo_ends: str | None = None

    def after(self, tally: Tally) -> BuildReport:
        """Return the report with what was skipped and noted before the run."""
        return replace(
            self,
            skipped=tally.skipped + self.skipped,
            skips=tally.skips() + self.skips,
            notes=tally.notes() + self.notes,
            passed_over=dict((tally.passed_over + Counter(self.passed_over)).most_common()),
        )


@dataclass(frozen=True, slots=True)
class Stats:
    """The archive in figures; dates are partial ISO, size in bytes.

    `values` are those of each facet of the table of fields, by the name of the field.
    """

    articles: int
    engine: str
    fingerprint: str
    generation: str
    built: str
    size: int
    undated: int
    first_date: str | None
    last_date: str | None
    values: dict[str, tuple[FacetCount, ...]]
    years: tuple[FacetCount, ...]


class Tally:
    """Counts what is skipped and noted, by its reason; memory does not grow with the input."""

    def __init__(self) -> None:
        self.skipped = 0
        self.passed_over = Counter[str]()
        self._skips: dict[_Kind, _Group] = {}
        self._notes: dict[_Kind, _Group] = {}
        self._needs: set[str] = set()

    def add(self, item: Remark) -> None:
        """Count something that was skipped or noted."""
        if isinstance(item, Note):
            if item.form:
                self.passed_over[item.form] += item.count
            else:
                _add(self._notes, item, item.count)
        elif isinstance(item, ArticleError):
            self.skipped += 1
            self._needs.update(item.needs)
            _add(self._skips, item, 1)

    def skips(self) -> tuple[Reason, ...]:
        """Return why articles were lost, in the order in which the reasons were met."""
        needs = f"run: pip install {' '.join(sorted(self._needs))}"
        return tuple(
            group.reason(_MISSING, needs) if kind == (_MISSING, "") else group.reason(*kind)
            for kind, group in self._skips.items()
        )

    def notes(self) -> tuple[Reason, ...]:
        """Return what was noted, in the order in which it was met."""
        return tuple(group.reason(*kind) for kind, group in self._notes.items())


_MISSING = "a library that reads them is not installed"
_OTHERS = ("other reasons", "")


@dataclass(slots=True)
class _Group:
    """What was met for one reason."""

    first: Remark
    are_equal: bool = True
    items: int = 0
    count: int = 0
    files: int = 0
    distinct: int = 0
    last_path: str = ""
    last_place: str = ""
    places: list[str] = field(default_factory=list)

    def reason(self, text: str, advice: str) -> Reason:
        """Return it as one reason; what is met once keeps all that is known of it."""
        is_named = isinstance(self.first, Note) and bool(self.first.group)
        if self.items == 1:
            if not is_named:
                text, advice = _split(self.first.reason)
            return Reason(text, advice, self.count, 1, (self.first.place,))
        if self.are_equal and not is_named and text not in {_MISSING, _OTHERS[0]}:
            text, _ = _split(_sentence(self.first))
        others = self.distinct - len(self.places)
        return Reason(text, advice, self.count, self.files, tuple(self.places), others)


def _add(groups: dict[_Kind, _Group], item: Remark, count: int) -> None:
    kind, particulars = _kind(item)
    if kind not in groups and len(groups) >= _MAX_REASONS:
        kind = _OTHERS
    group = groups.setdefault(kind, _Group(item))
    group.are_equal &= _sentence(item) == _sentence(group.first)
    group.items += 1
    group.count += count
    group.files += item.path != group.last_path
    group.last_path = item.path
    times = f"({count:,})" if count > 1 else ""
    place = " ".join(filter(None, (item.place, item.part.removesuffix(": "), particulars, times)))
    if place and place != group.last_place:
        group.distinct += 1
        group.last_place = place
        if len(group.places) < MAX_PLACES:
            group.places.append(place)


def _sentence(item: Remark) -> str:
    return item.reason.removeprefix(item.part)


def _kind(item: Remark) -> tuple[_Kind, str]:
    """Return what an item has in common with others of its kind, and what it has not."""
    if isinstance(item, ArticleError) and item.needs:
        return (_MISSING, ""), ""
    if isinstance(item, Note) and item.group:
        return (item.group, ""), ""
    text, advice = _split(_sentence(item))
    what = _PARTICULARS.sub("", text).partition(": ")[0]
    value = _VALUE.search(text)
    return (" ".join(_NUMBER.sub("…", what).split()), advice), value[1] if value else ""


def _split(reason: str) -> tuple[str, str]:
    """Part a reason at the semicolon before what to do, which is none within a particular."""
    masked = _PARTICULARS.sub(lambda match: _MARK * len(match[0]), reason)
    end = masked.rfind("; ")
    return (reason[:end], reason[end + 2 :]) if end >= 0 else (reason, "")
