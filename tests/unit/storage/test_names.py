"""Files of names, also in files that nobody of ours wrote."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.answers.name_figures import NameType
from indexer.archive import Archive, build
from indexer.config import Settings
from indexer.errors import IndexDamagedError
from indexer.model import Article, SearchRequest
from indexer.storage.forward.index import ForwardIndex
from indexer.storage.forward.sections import Sections, SectionWriter
from indexer.storage.names.columns import CompiledColumns, PythonColumns, write_names
from indexer.storage.names.keys import name_key
from indexer.storage.names.segment import NameSegment, StoredName
from tests.unit.storage.test_forward import CHANGES, rewritten, table_of, written

names = st.sampled_from(
    [
        *("Zelensky", "Zelenskyy", "Zelenski", "VS", "vs", "Verenigde Staten", "Gouda", "É", "OM"),
        *("Chroesjtsjov", "Xavi", "Yahya", "Tsjernenko", "Chernenko", "Jan  de Vries", "", " Jan"),
        *(
            "Bashar al-Assad",
            "-",
            "- Jan",
            "Jan\u00a0Smit",
            "Jan\x1fSmit",
            "J. O'Neill",
            "3FM",
            "ß",
        ),
    ]
)
ROWS: tuple[list[StoredName], ...] = (
    [StoredName("Mark Rutte", NameType.PER, ("Mark Rutte", "Rutte"), 3)],
    [],
    [
        StoredName("Zelensky", NameType.PER, ("Zelensky",), 1),
        StoredName("Gouda", NameType.LOC, ("Gouda",), 70_000),
    ],
    [StoredName("Zelenskyy", NameType.PER, ("Zelenskyy",), 1)],
    [StoredName("Zelensky", NameType.PER, ("Zelensky",), 2)],
)
TWICE = [
    StoredName("Zelensky", NameType.PER, ("Zelensky",), 2),
    StoredName("Zelenski", NameType.PER, ("Zelenski", "Zelensky"), 1),
]


def test_what_was_written_is_read(tmp_path: Path) -> None:
    write_names(tmp_path / "names", ROWS)
    segment = NameSegment(tmp_path / "names", len(ROWS))
    segment.verify()
    read = [[each._replace(times=min(each.times, 65_535)) for each in row] for row in ROWS]
    assert [list(row) for row in segment.rows()] == read
    assert segment.names == ["Mark Rutte", "Zelensky", "Gouda"], "one of each, as most spell it"


def test_a_row_alone_is_read_as_all_are(tmp_path: Path) -> None:
    write_names(tmp_path / "names", ROWS)
    for segment in (NameSegment(tmp_path / "names", len(ROWS)) for _ in range(2)):
        alone = [segment.row(number) for number in reversed(range(len(ROWS)))]
        assert alone[::-1] == [*segment.rows()]


def test_a_row_is_read_without_a_list_of_all(tmp_path: Path) -> None:
    """The first page of a name took 105 bytes for each name of each article."""
    rows = [
        [StoredName(f"Jan {n % 50}", NameType.PER, (f"Jan {n % 50}",), 1)] for n in range(9_000)
    ]
    write_names(tmp_path / "names", rows)
    segment = NameSegment(tmp_path / "names", len(rows))
    len(segment.values)  # which is loaded for whatever is asked
    tracemalloc.start()
    try:
        assert segment.row(8_999)[0].name == "Jan 49"
        left, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert left / len(rows) < 40


def test_two_spellings_in_one_article_are_one_name_of_it(tmp_path: Path) -> None:
    write_names(tmp_path / "names", [TWICE])
    ((name,),) = NameSegment(tmp_path / "names", 1).rows()
    assert name == StoredName("Zelensky", NameType.PER, ("Zelensky", "Zelenski"), 3)


@pytest.mark.parametrize("rows", [ROWS, (TWICE, [], *ROWS)])
def test_columns_in_python_are_the_compiled_ones(
    native: ModuleType, rows: tuple[list[StoredName], ...]
) -> None:
    python, kernel = PythonColumns(), CompiledColumns(native)
    for row in rows:
        python.add(row)
        kernel.add(row)
    expected, found = python.finish(), kernel.finish()
    assert [*found.numbers] == [*expected.numbers]
    assert [[*each] for each in found.texts] == [[*each] for each in expected.texts]


@given(
    rows=st.lists(
        st.lists(
            st.builds(
                lambda name, forms, type_, times: StoredName(
                    name, type_, tuple(dict.fromkeys((name, *forms))), times
                ),
                names,
                st.lists(names, max_size=3),
                st.sampled_from(NameType),
                st.integers(1, 70_000),
            ),
            max_size=5,
        ),
        max_size=6,
    )
)
def test_compiled_columns_are_the_same(native: ModuleType, rows: list[list[StoredName]]) -> None:
    python, kernel = PythonColumns(), CompiledColumns(native)
    for row in rows:
        python.add(row)
        kernel.add(row)
    expected, found = python.finish(), kernel.finish()
    assert [*found.numbers] == [*expected.numbers]
    assert [[*each] for each in found.texts] == [[*each] for each in expected.texts]


@pytest.fixture
def generation(tmp_path: Path, jsonl: Callable[..., Path]) -> Path:
    """Return a generation of three articles."""
    texts = ("Toen zei minister Sanne Bakels veel.", "Hij woont in Gouda.", "Niets.")
    articles = (Article(f"a{n}", "kop", text, "2019") for n, text in enumerate(texts))
    build(tmp_path / "index", [jsonl(*articles)])
    return next((tmp_path / "index").glob("generation-*"))


def test_names_stay_with_their_articles_through_updates_and_merges(
    generation: Path, write_articles: Callable[..., Path], tmp_path: Path
) -> None:
    """The second run merges all: what it did not bring has its names from the one before."""
    more = [Article(f"b{n}", "kop", "Toen zei minister Jan Vos veel.", "2019") for n in range(9)]
    again = Article("a1", "kop", "Hij woont in Delft.", "2019")
    settings = Settings(generation.parent)
    path = write_articles(tmp_path / "more.jsonl", *more)
    build(settings, [path])
    path = write_articles(tmp_path / "articles.jsonl", again)
    build(settings, [path])
    (found,) = generation.parent.glob("generation-*")
    numbers = {path.name.rpartition("-")[2] for path in found.glob("forward-*")}
    assert {path.name for path in found.glob("names-*[0-9]")} == {
        f"names-{kind}{number}" for number in numbers for kind in ("", "used-")
    }
    with Archive.open(settings) as archive:
        index = archive.figures().index
        assert index.names
        named = {
            index.ids[row]: {stored.name for _, stored in index.names.of_row(row)}
            for row in range(len(index.ids))
            if index.alive[row]
        }
    assert named.pop("a0") == {"Sanne Bakels"}
    assert named.pop("a1") == {"Delft"}
    assert named.pop("a2") == set()
    assert named == {f"b{n}": {"Jan Vos"} for n in range(9)}


@pytest.mark.parametrize("change", CHANGES)
def test_an_entry_of_the_table_that_lies_is_damage(generation: Path, change: str) -> None:
    path = generation / "names-000001"
    content = path.read_bytes()
    start, table = table_of(content)
    assert len(table) > 6
    for name in table:
        entry = CHANGES[change](table[name])
        others = {each: value for each, value in table.items() if each != name}
        path.write_bytes(written(content, start, others | ({name: entry} if entry else {})))
        with pytest.raises(IndexDamagedError, match="names-000001 is not as it was written"):
            ForwardIndex.open(generation).verify()


@pytest.mark.parametrize("name", ["types", "values", "forms", "form_ends", "ends", "articles"])
def test_numbers_out_of_their_range_are_damage(tmp_path: Path, name: str) -> None:
    write_names(tmp_path / "sound", ROWS)
    sound, path = Sections(tmp_path / "sound"), tmp_path / "names"
    kinds = {"ends": "<u4", "types": "u1", "values": "<u4", "form_ends": "<u4", "forms": "<u4"}
    for high in (0x7F, 0xFF):
        with SectionWriter(path) as file:
            for texts in ("names", "keys", "form_texts"):
                file.add_strings(texts, sound.strings(texts))
            for each, kind in {**kinds, "counts": "<u2", "articles": "<u4"}.items():
                numbers = sound.array(each, kind).copy()
                if each == name:
                    numbers[:] = high
                file.add(each, kind, [numbers])
        with pytest.raises(IndexDamagedError, match="names is not as it was written"):
            NameSegment(path, len(ROWS)).verify()
        path.unlink()


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("ends", [1, 0, 3, 4, 5]),
        ("form_ends", [2, 2, 4, 5, 6]),  # a name without a form
        ("form_ends", [0, 3, 4, 5, 6]),
        ("form_ends", [3, 2, 4, 5, 6]),
    ],
)
def test_names_that_end_before_they_begin_are_damage(
    tmp_path: Path, name: str, wrong: list[int]
) -> None:
    path = tmp_path / "names"
    write_names(path, ROWS)
    rewritten(path, "form_ends", "<u4", [2, 3, 4, 5, 6])
    NameSegment(path, len(ROWS)).verify()
    rewritten(path, name, "<u4", wrong)
    with pytest.raises(IndexDamagedError, match="names is not as it was written"):
        NameSegment(path, len(ROWS)).verify()


@pytest.mark.parametrize("end", [0, 7, 100, -1])
def test_a_file_that_is_cut_off_is_damage_to_whoever_asks(generation: Path, end: int) -> None:
    path = generation / "names-000001"
    path.write_bytes(path.read_bytes()[:end])
    with (
        pytest.raises(IndexDamagedError, match="names-000001"),
        Archive.open(generation.parent) as archive,
    ):
        archive.search(SearchRequest("persoon:bakels"))


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("VS", "Verenigde Staten"),
        ("vs", "Amerika"),
        ("OM", "Openbaar Ministerie"),
        ("FvD", "Forum voor Democratie"),
        ("'s-Hertogenbosch", "Den Bosch"),
        ("Zelenski", "Zelenskyy"),
        ("Vladimir Poetin", "Vladimir Putin"),
        ("Konstantin Tsjernenko", "Konstantin Chernenko"),
        ("Bashar al-Assad", "Bachar Assad"),
    ],
)
def test_spellings_and_initialisms_of_a_name_share_a_key(name: str, other: str) -> None:
    assert name_key(name) == name_key(other)


@pytest.mark.parametrize(
    ("name", "other"),
    [("Jan Bakker", "Jan Baker"), ("Jansen", "Janssen"), ("EU", "VS"), ("Kamer", "Tweede Kamer")],
)
def test_different_names_do_not(name: str, other: str) -> None:
    assert name_key(name) != name_key(other)


def test_most_spellings_of_the_golden_table_share_a_key_and_hardly_any_others() -> None:
    table = (Path(__file__).parents[2] / "golden" / "names.tsv").read_text("utf-8")
    pairs = [line.split("\t")[:3] for line in table.splitlines()[1:]]
    meet = [name_key(a) == name_key(b) for a, b, wanted in pairs if wanted == "yes"]
    false = [name_key(a) == name_key(b) for a, b, wanted in pairs if wanted != "yes"]
    assert sum(meet) >= 0.95 * len(meet)
    assert sum(false) <= 0.02 * len(false)
