"""The compiled kernel finds just the names that the rules in Python find."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Mapping
from itertools import islice, product
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.answers.name_figures import NameType
from indexer.corpus import read_articles
from indexer.model import Article
from indexer.names.candidates import Candidate, Run, candidates
from indexer.names.corrections import NO_CORRECTIONS, Corrections, read_corrections
from indexer.names.finding import (
    CompiledFinder,
    CompiledGathering,
    PythonGathering,
    compiled_usage,
    open_gathering,
    stored,
)
from indexer.names.joining import Finder, words_of
from indexer.names.usage import Usage
from indexer.storage.names.columns import CompiledColumns, PythonColumns
from indexer.storage.names.segment import StoredName
from tests.paths import SEEDS, SHARED

PIECES = (
    *" \n.,:!?'’-‐&\"“…",
    *(
        "\u00a0",
        " & ",
        ". ",
        ".",
        "'s ",
        "’s ",
        "-en ",
        " - ",
        "\n\n",
        "\u00ad",
        "\u0308",
        "7",
        "²",
    ),
    *(
        "de",
        "van",
        "der",
        "het",
        "en",
        "op",
        "aan",
        "of",
        "the",
        "voor",
        "zonder",
        "ministerie van",
    ),
    *("minister", "zei", "in", "bij", "een", "Volgens", "DE", "Van", "IN", "ǅ", "Š", "É", "ß", "İ"),
    *("Jan", "Vries", "J", "Bakker", "Bakkers", "BAKKER", "Partij", "Dieren", "PvdD", "VS", "EU"),
    *(
        "PVV-leider",
        "oud-PvdA-Kamerlid",
        "PVV'er",
        "O'Neill",
        "Jean-Claude",
        "al-Assad",
        "kabinet-",
    ),
    *("iPad", "1e", "3FM", "A12", "N201", "'s-Hertogenbosch", "Zeelanders", "Amerikaanse", "X-7"),
    *("Bergen op Zoom", "Alphen aan den Rijn", "Raad van State", "Ronde van Frankrijk", "elftal"),
    *("Nederlands", "Tilburger", "Amsterdamse", "Koninklijk", "Instituut", "Smits", "Zelensky"),
    *("Zelenskyy", "Zelenski", "Volodymyr", "laan", "Torenlaan 12", "12", "Serie", "GROOT NIEUWS"),
    *("Frans", "Noor", "Lieve", "Al", "(Justitie", "(Buitenlandse", "Handel", "Voedsel- en "),
    *("Inlichtingen- en Opsporingsdienst", "Warenautoriteit", "ADO", "ADO Den Haag", "NAC Breda"),
    *("Navo", "Rusland", "Shell", "Nederland", "FC Groningen", "Arena", "Willem II"),
    *("Inspectie Zorg en Jeugd", "Stichting", "The", "City", "Rutte III", "Veenendaler", "Slot"),
    *(
        "PSV-ADO",
        "Den Haag",
        "Groningen-Ajax",
        "Kim",
        "Jong-un",
        "Heung-min",
        "Kamper",
        "Arnhemmer",
    ),
)
sound = st.characters(exclude_categories=["Cs"])
texts = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join),
    st.text(sound),
)
counts = st.integers(0, 40)
usages = st.builds(Usage, *[counts] * 12)
words = st.sampled_from(sorted(words_of(PIECES)))
archives = st.dictionaries(words, usages, max_size=30)
NEWS = SHARED / "data/news2019.jsonl.gz"
CORRECTIONS = """
same = [["Volodymyr Zelensky", "Zelenski"]]
different = [["Jan Bakker", "Bakker"]]
hide = ["EU"]
[type]
"Bakker" = "place"
"Smits" = "organisation"
"""


def of_archive(
    native: ModuleType, archive: Mapping[str, Usage], corrections: Corrections = NO_CORRECTIONS
) -> CompiledFinder:
    """Return a compiled finder over an archive with this usage of words."""
    return CompiledFinder(native, compiled_usage(native, archive), corrections)


def of_python(text: str) -> list[tuple[list[str], bool, bool, str, str]]:
    """Return the candidates of a text in plain types."""

    def plain(each: Candidate) -> tuple[list[str], bool, bool, str, str]:
        words, first, shouted = Run(*each.run)
        return [*words], first, shouted, each.before, each.after

    return [plain(each) for each in candidates(text)]


@pytest.fixture(scope="module")
def kernel_rules(native: ModuleType) -> CompiledFinder:
    """Return the compiled rules over an archive that tells nothing."""
    return of_archive(native, {})


@given(text=texts)
@example("de PVV-leider - JAN-7x, L.-J. van 't Hoff-de Haas in Noord- en Zuid-Holland")
def test_candidates_are_the_same(kernel_rules: CompiledFinder, text: str) -> None:
    if "Σ" not in text:
        assert kernel_rules.kernel.candidates(text) == of_python(text)


@given(text=texts, archive=archives)
def test_names_are_the_same(native: ModuleType, text: str, archive: dict[str, Usage]) -> None:
    finder = of_archive(native, archive)
    assert [finder.names_in(text)] * 2 == [Finder(archive).names_in(text), finder.names_in(text)]


@given(text=texts)
def test_corrections_are_the_same(native: ModuleType, text: str, corrections: Corrections) -> None:
    finder = of_archive(native, {}, corrections)
    assert finder.names_in(text) == Finder({}, corrections).names_in(text)


@pytest.fixture(scope="module")
def corrections(tmp_path_factory: pytest.TempPathFactory) -> Corrections:
    """Return corrections of every kind."""
    path = tmp_path_factory.mktemp("names") / "names.toml"
    path.write_text(CORRECTIONS, "utf-8")
    return read_corrections(path)


@pytest.mark.parametrize("path", [SEEDS, NEWS], ids=["sample", "news"])
def test_the_names_of_an_archive_are_the_same(native: ModuleType, path: Path) -> None:
    if not path.exists():
        pytest.skip(f"needs {path}: set KNIPSEL_DATA to the folder that has it")
    articles = islice((each for each in read_articles(path) if isinstance(each, Article)), 600)
    texts = [f"{each.title}\n\n{each.body}" for each in articles]
    usage = {
        word: Usage(*(len(word) * factor % 23 for factor in range(1, 13)))
        for word in sorted(words_of(texts))
        if len(word) % 3
    }
    finder, python = of_archive(native, usage), Finder(usage)
    assert len(texts) > 100
    assert [finder.names_in(text) for text in texts] == [python.names_in(text) for text in texts]


@pytest.mark.parametrize(("at_once", "min_ahead"), [(50_000, 50_000), (50_000, 2), (7, 3)])
def test_names_of_texts_are_put_in_columns_alike(
    native: ModuleType, monkeypatch: pytest.MonkeyPatch, at_once: int, min_ahead: int
) -> None:
    """The columns remember the names of one finder by number, and none of another's.

    They have the same where another thread decides the runs ahead.
    """
    monkeypatch.setattr("indexer.storage.names.columns._AT_ONCE", at_once)
    monkeypatch.setattr("indexer.storage.names.columns._MIN_AHEAD", min_ahead)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    texts = [
        f"{each.title}\n\n{each.body}" for each in read_articles(SEEDS) if isinstance(each, Article)
    ]
    usages: list[dict[str, Usage]] = [
        {},
        {word: Usage(*(len(word) * n % 23 for n in range(12))) for word in words_of(texts)},
    ]
    finders = []
    for usage in usages:
        gathering = CompiledGathering(native)
        gathering.usage = compiled_usage(native, usage)
        kept = [gathering.add(text) for text in texts]
        finders.append((CompiledFinder(native, gathering.usage), kept, Finder(usage)))
    columns, python = CompiledColumns(native), PythonColumns()
    for number, text in enumerate((*texts, *texts)):
        compiled_finder, kept, finder = finders[number // 10 % 2]
        compiled_finder.store(kept[number % len(texts)], columns)
        python.add(stored(finder.names_in(text)))
    numbers, (names, keys, forms) = columns.finish()
    assert [*numbers] == [*python.finish().numbers]
    assert ([*names], [*keys], [*forms]) == tuple(map(list, python.finish().texts))
    assert len(names) > 100


LETTERS = (
    *"abcdeéëèhijklmnñorstuvwxyzöüžšŠČçğøæłßİſΣ019.,&-‐'’_²",
    *("sch", "sj", "ch", "al-", "El-"),
)


@given(words=st.lists(st.lists(st.sampled_from(LETTERS), min_size=1, max_size=12).map("".join)))
@example(["Zoë", "Müller", "Böen", "Al-Sisi", "al‐Assad", "Jean-Pierre", "D66", "J.", "St.Jan"])
@example(["Çelik", "Đoković", "2de", "e_e", "ash-Sharq", "a.ø-", "Ibrahimović", "SJ1", "1.000"])
def test_names_of_any_letters_have_the_same_keys(native: ModuleType, words: list[str]) -> None:
    columns, python = CompiledColumns(native), PythonColumns()
    for each in (columns, python):
        each.add([StoredName(word, NameType.PER, (word,), 1) for word in words])
    assert [*columns.finish().texts[1]] == [*python.finish().texts[1]]


@pytest.mark.parametrize("runs", [[b"", b"x"], [b"x", b""], [b"", bytes(7)]])
def test_what_are_no_runs_of_an_article_is_an_error_in_either_thread(
    native: ModuleType, runs: list[bytes]
) -> None:
    columns = native.NameColumns((str, str, str, []), 9)
    with pytest.raises(ValueError, match=r"no runs of an article|a run that was not met"):
        columns.add_runs(of_archive(native, {}).kernel, runs, ahead=True)


def test_of_a_list_of_very_many_names_the_first_have_short_forms(native: ModuleType) -> None:
    """Time is proportional to the text: a name is compared with a thousand others at most."""
    syllables = ("ba", "de", "ko", "lu", "mi", "na", "po", "ri", "su", "te", "vo")
    surnames = [f"{''.join(each).title()}k" for each in islice(product(syllables, repeat=3), 1_020)]
    spoke = [f"In de stad sprak minister Jan {each} ." for each in surnames]
    text = " ".join((*spoke, f"Toen sprak minister {surnames[0]} , met minister {surnames[-1]} ."))
    found = of_archive(native, {}).names_in(text)
    assert found == Finder({}).names_in(text)
    forms = {each.name: each.forms[1:] for each in found}
    assert forms[f"Jan {surnames[0]}"] == [surnames[0]]
    assert forms[f"Jan {surnames[-1]}"] == []


@pytest.mark.parametrize("text", ["minister \ud800 Jan Bakker", "ΟΔΟΣ Jan Bakker zei", "Jan Σ"])
def test_what_the_kernel_cannot_read_is_left_to_python(native: ModuleType, text: str) -> None:
    with pytest.raises(ValueError, match=r"surrogate|sigma"):
        of_archive(native, {}).kernel.names_in(text)
    archive = {"Bakker": Usage(9), "\ud800": Usage(9)}
    assert of_archive(native, archive).names_in(text) == Finder(archive).names_in(text)


def test_a_finder_goes_with_who_holds_it(native: ModuleType) -> None:
    finder = of_archive(native, {}, Corrections(hidden=frozenset({"x"})))
    gone = weakref.ref(finder)
    del finder
    gc.collect()
    assert gone() is None


@given(text=st.one_of(texts, st.text("aSs.'’&-_Éé ŠDE×0", max_size=30)))
@example("DE DÉS's-Gravenhage A&B.C-d. OSS x-Ss-’S")
def test_the_words_to_be_counted_are_the_same(native: ModuleType, text: str) -> None:
    gathering = CompiledGathering(native)
    gathering.add(text)
    assert {*gathering.usage.words()} == words_of([text])


@given(many=st.lists(texts, max_size=4), archive=archives)
def test_names_are_found_by_the_runs_that_were_kept(
    native: ModuleType, many: list[str], archive: dict[str, Usage]
) -> None:
    """A run is decided once, however it stands in other texts, and its words are counted."""
    gathering = CompiledGathering(native)
    gathering.usage = compiled_usage(native, archive)
    read = [text for text in many if "Σ" not in text]
    kept = [gathering.add(text) for text in read]
    assert words_of(read) <= {*gathering.usage.words()} <= words_of(read) | {*archive}
    finder, python = CompiledFinder(native, gathering.usage), Finder(archive)
    for runs, text in zip(kept, read, strict=True):
        found = [(each.name, each.forms, each.count) for each in python.names_in(text)]
        assert [(each[0], each[2], each[3]) for each in finder.kernel.names_of(runs)] == found


PLACES = (
    *("Bakker Jansen zweeg.", "Daar zweeg Bakker Jansen.", "Zo zei Bakker Jansen"),  # a sentence
    *("Daar was Bakker.", "Bakker was daar.", "BAKKER IS DAAR"),
    *("Hij heet Jan B. Zo is het.", "Hij heet Jan B en zo", "Dat was Inc. en Foo Inc."),  # a dot
    *("In West- en Oost-Delft", "In West", "Bij Jan de West-", "Bij Jan de West"),  # a hyphen
)


@given(order=st.permutations(PLACES), share=st.integers(0, 3))
def test_a_run_has_the_names_of_each_of_its_places(
    native: ModuleType, order: list[str], share: int
) -> None:
    """Whichever was met first: what tells nothing of its names there is not kept."""
    usage = Usage(inside=4, lower=4 * share, before_capital=2)
    archive = dict.fromkeys(words_of(order), usage)
    finder, python = of_archive(native, archive), Finder(archive)
    for text in order:
        assert finder.names_in(text) == python.names_in(text)


def test_words_by_the_bytes_at_hand_are_not_mistaken(native: ModuleType) -> None:
    """Many short words that share a place there, and long ones that have none."""
    words = [
        f"{a}{b}{c}{'x' * (n % 20)}" for n, (a, b, c) in enumerate(product("Bmz", "aio", "klt"))
    ]
    text = " ".join(f"en {word} Jan {word} zei" for word in words * 2)
    finder, python = of_archive(native, {}), Finder({})
    assert finder.names_in(text) == finder.names_in(text) == python.names_in(text)


@pytest.mark.parametrize("runs", [b"12345", b"\xff" * 6, b"\xff" * 4 + b"Jan"])
def test_runs_that_were_not_kept_are_refused(native: ModuleType, runs: bytes) -> None:
    with pytest.raises(ValueError, match="run"):
        of_archive(native, {}).kernel.names_of(runs)


def test_without_a_kernel_python_gathers_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.names.finding.compiled", lambda: None)
    assert isinstance(open_gathering(), PythonGathering)
