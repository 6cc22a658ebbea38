"""Runs of capitalised words in a text: what may be a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TypeAlias

from indexer.analysis.tokens import tokenize
from indexer.later import NamedTuple
from indexer.names.cues import cues, is_body, is_listed, is_place, listed, noun_of

PARTICLES = frozenset(
    [
        "van",
        "de",
        "der",
        "den",
        "ten",
        "ter",
        "te",
        "von",
        "di",
        "da",
        "del",
        "della",
        "dos",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "'t",
        "het",
    ]
)
"""Small words inside the names of persons; some of places, too."""
BETWEEN = PARTICLES | {"the", "of", "and", "for", "voor", "zonder", "en", "op", "aan", "du", "des"}
OPENED = frozenset({"het", "zonder", "voor", "of"})  # only after an opening word
LISTED = frozenset({"op", "aan", "en"})  # only inside places that a list has, or long names
_LONGEST = 9  # words of a run
_LONGEST_WORD = 40  # letters
_LINE = re.compile(r"[^\n]+")
_SPACE = re.compile(r"[ \u00a0]")
_BEGINS = re.compile(r"[A-ZÀ-Þ].*|\d+[A-Z]\w+|[a-z]{1,2}[A-Z]\w+|['’]s-[A-Z].*|kabinet-[A-Z].*")
_PARTED = re.compile(
    r"((?:[a-zà-þ]+[-\u2010\u2011])*)"
    r"(\w*[A-ZÀ-Þ][\w.&]*(?:[-\u2010\u2011][A-ZÀ-Þ\d][\w.&]*)*)"
    r"(?:[-\u2010\u2011]([^A-ZÀ-Þ].*))?"
)
_LAST_PIECE = re.compile(r"(.+)[-\u2010\u2011](\w+)")
_ARABIC = re.compile(r"(?:al|el|ad|as|ar|at|an|az|ash)-[A-Z]\w+")
_FOLLOWER = re.compile(
    r".*['’](?:er|ers|tje|ster)|.{3,}(?:landers?|[^lbr]aanse?n?)"
)  # PVV'er, Zeelander
_OPENING = frozenset(".!?:\"“‘'„…•")  # a sentence may begin after one of these
_INITIAL = 2  # letters, the dot included
_SHORT, _ENOUGH = 3, 3  # letters that tell nothing; words that do tell
_SHOUTED = 0.7  # of the longer words of a line have a capital: it says nothing there
SMALL_TITLED = frozenset(
    [
        *("De", "Het", "Een", "In", "Op", "Is", "Met", "Voor", "Bij", "Niet", "Naar", "Uit"),
        *("Over", "Als", "Zijn", "Wordt", "Na", "Om", "Te", "Van", "En", "The", "Of"),
    ]
)
"""Small words as they stand in a line in which every word has a capital."""
DOTTED = frozenset({"Inc", "Co", "Corp", "Ltd", "Jr", "Sr", "Bros"})
INITIALS = frozenset({"St", "Th", "Chr", "Ch", "Joh", "Dr"})
"""Shortened words after which a dot ends no name."""
OPENING_ENDINGS = ("dienst", "fonds", "raad", "instituut", "bureau")


Words: TypeAlias = tuple[str, ...]


class Run(NamedTuple):
    """A run of words that may be a name.

    `first` says that it begins a sentence, so that its first word would have a capital anyway;
    `shouted` that all words of its line have one.
    """

    words: Words
    first: bool = False
    shouted: bool = False


class Candidate(NamedTuple):
    """A run of words that may be a name, and the words around it in its sentence."""

    run: Run
    before: str = ""
    after: str = ""


def candidates(text: str) -> Iterator[Candidate]:
    """Yield the candidates of a text, in order. Time is linear in its length."""
    for match in _LINE.finditer(text):
        line = match.group()
        if line.islower():
            continue
        spans = list(tokenize(line))
        words = [line[start:end] for start, end in spans]
        starts = [start for start, _ in spans]
        gaps = [line[end:start] for (_, end), start in zip(spans, starts[1:], strict=False)]
        gaps = [line[: starts[0]], *gaps, line[spans[-1][1] :]] if spans else []
        shouted = _shouted(words)
        end = 0
        for place, word in enumerate(words):
            if place < end or (word.islower() and word != "ministerie"):
                continue
            if _begins(words, place):
                end = _end(words, gaps, place)
                if gaps[place].endswith("(") and word in cues()["portfolio"]:
                    continue  # minister Grapperhaus (Justitie en Veiligheid)
                run = _written(line[starts[place] : spans[end - 1][1]], gaps[end])
                yield from _candidates(run, words, gaps, (place, end), shouted=shouted)


def _candidates(
    run: list[str],
    words: list[str],
    gaps: list[str],
    ends: tuple[int, int],
    *,
    shouted: bool,
) -> Iterator[Candidate]:
    """Yield the names in a run, with what stands around it: two where a compound parts it."""
    place, end = ends
    first = place == 0 or bool(_OPENING.intersection(gaps[place]))
    before = "" if place == 0 or not _SPACE.fullmatch(gaps[place]) else words[place - 1]
    after = words[end] if end < len(words) and _SPACE.fullmatch(gaps[end]) else ""
    if len(run) == 1 and gaps[end].startswith("-"):  # West- en Oost-Europa
        return
    compound = parted(run[-1])
    if compound is not None:
        run, after = [*run[:-1], compound], run[-1].rpartition("-")[2]
        if not compound:
            return
    if _FOLLOWER.fullmatch(run[-1]) or any(len(word) > _LONGEST_WORD for word in run):
        return
    yield Candidate(Run(_without_s(run), first, shouted), before, after)


def _without_s(run: list[str]) -> Words:
    """Return a run without the s of a genitive with an apostrophe, where that is none of a name."""
    if any(is_listed(" ".join(run[at:])) for at in range(len(run))):  # In Bahama's
        return tuple(run)
    return (*run[:-1], run[-1].removesuffix("'s").removesuffix("’s"))


def _written(run: str, gap: str) -> list[str]:
    """Return the words of a run as they are written, with the dots of initials."""
    words = run.split()
    initial = len(words) > 1 and len(words[-1]) == 1 and words[-1].isalpha()
    initial = initial and not is_listed(" ".join(words))
    if (initial or (len(words) > 1 and words[-1] in DOTTED)) and gap[:1] == ".":
        words[-1] += "."
    return words


def _shouted(words: list[str]) -> bool:
    """Whether so many words of a line have a capital that it says nothing there.

    A line in which small words have none is a list of names.
    """
    long = [word for word in words if len(word) > _SHORT]
    titled = sum([not word.islower() for word in long])
    if len(long) < _ENOUGH or titled <= _SHOUTED * len(long):
        return False
    capitals = sum(word.isupper() for word in long)
    if capitals > _SHOUTED * len(long):
        return True
    small = [
        word
        for word in words[1:]
        if word.title() in SMALL_TITLED and word not in {"De", "Van"}  # De Jong, Van Gogh
    ]
    return sum(word.istitle() for word in small) * 2 > len(small)


_CAPITALS = re.compile(r"\b\w*[A-ZÀ-ÖØ-Þ]\w*(?:[.'’&\u2010\u2011-]\w+)*")
_PIECES = re.compile(r"['’\u2010\u2011-]")


def capitalised_words(text: str) -> set[str]:
    """Return the words of a text that have a capital, and the pieces of them."""
    found = set(_CAPITALS.findall(text))
    return found | {piece for word in found for piece in _PIECES.split(word) if piece != word}


def _begins(words: list[str], place: int) -> bool:
    """Whether a candidate begins here: at a capital, or at `ministerie van` before one."""
    word = words[place]
    if word[0].isupper():
        return True
    if word == "ministerie":
        following = words[place + 1 : place + 3]
        return following[:1] == ["van"] and following[-1][0].isupper()
    return bool(_BEGINS.fullmatch(word)) or bool(parted(word))


def _end(words: list[str], gaps: list[str], start: int) -> int:
    """Return where the run that begins at `start` ends."""
    end = last = start + 1
    opened = opens(words[start])
    while end < min(len(words), start + _LONGEST):
        word = words[end]
        if _shares_ending(words, gaps, end):
            end = last = end + 2
            continue
        first = end == start + 1 and word not in SMALL_TITLED
        if not (_joins(words[end - 1], gaps[end]) or (first and _are(words[start], gaps[end]))):
            break
        if parted(words[end - 1]) is not None:
            break
        score = gaps[end + 1][:1] in {"-", "\u2010", "\u2011", "\u2013"}  # PSV 2-1
        number = word[0].isdigit() and len(word) < _SHORT and not score
        if _BEGINS.fullmatch(word) or number:
            last = end + 1
            opened = opened or opens(word)
        elif _ARABIC.fullmatch(word) or (word == "elftal" and words[end - 1] == "Nederlands"):
            last = end + 1
        elif word not in BETWEEN or not _goes_on(words, start, end, opened=opened):
            break
        end += 1
    return last


def _shares_ending(words: list[str], gaps: list[str], at: int) -> bool:
    """Whether a body goes on over `en` after a hyphen: Inlichtingen- en Opsporingsdienst."""
    following = words[at + 1 : at + 2]
    return (
        gaps[at] == "- "
        and words[at] == "en"
        and bool(following)
        and bool(_SPACE.fullmatch(gaps[at + 1]))
        and following[0][0].isupper()
        and "-" not in following[0]
        and is_body(following[0].lower())
    )


def _goes_on(words: list[str], start: int, at: int, *, opened: bool) -> bool:
    """Whether a run goes on over a small word, as in Partij voor de Dieren and Bergen op Zoom."""
    word = words[at]
    if word in LISTED:
        near = words[at - 1 : at + 4]
        named = opened and word == "en" and not {"voor", "van"}.isdisjoint(words[start:at])
        named = named or _is_of_two_nouns(words[start : at + 2])
        return named or any(is_place(" ".join(near[:length])) for length in (3, 4, 5))
    return opened or word not in OPENED or is_listed(" ".join(words[start : at + 2]))


def _is_of_two_nouns(words: list[str]) -> bool:
    """Whether a body is named by two nouns: Inspectie Gezondheidszorg en Jeugd; no two names."""
    match words:
        case [first, noun, "en", other] if first != "The" and opens(first):
            return other[0].isupper() and not any(
                listed(each) or is_listed(each) for each in (noun, other)
            )
    return False


def opens(word: str) -> bool:
    """Whether a small word after this one goes on with its name: Partij, Rijksdienst."""
    low = word.lower()
    return low in cues()["open"] or low.endswith(OPENING_ENDINGS)


def _joins(word: str, gap: str) -> bool:
    """Whether a gap after a word parts no name: a space, or the dot of an initial."""
    initial = (len(word) == 1 and word.isalpha()) or word in INITIALS
    return bool(_SPACE.fullmatch(gap)) or gap == " & " or (gap in {". ", "."} and initial)


def _are(word: str, gap: str) -> bool:
    """Whether a word and the gap after it are the initials before a surname: J.K. Rowling."""
    return gap in {". ", "."} and all(
        len(letter) == 1 and letter.isupper() for letter in word.split(".")
    )


def are_initials(word: str) -> bool:
    """Whether a word of a run is an initial, or several: J., J.K."""
    return word.endswith(".") and (len(word) == _INITIAL or word.count(".") > 1)


@lru_cache(1 << 16)
def parted(word: str) -> str | None:
    """Return the name in a compound, as PVV in PVV-leider; None if the word is no compound.

    It is empty where the compound has a capital and no name, as Oud-leider.
    """
    match = _PARTED.fullmatch(word)
    if not match or word.startswith("kabinet-") or is_listed(word):
        return None
    before, name, rest = match.groups()
    last = _LAST_PIECE.fullmatch(name)
    if rest is None and last and _tells_whose(last[2].lower()):  # PVV-Kamerlid
        name, rest = last.groups()
    if rest is None:
        return name if before else None
    small = rest.partition("-")[0]
    if small in PARTICLES or small in cues()["syllables"]:  # Verheij-de Haas, Jong-un
        return None
    return "" if name.lower() in cues()["prefix"] else name


def _tells_whose(noun: str) -> bool:
    return noun in cues()["title"] or bool(noun_of(noun))
