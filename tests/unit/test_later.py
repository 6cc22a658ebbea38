"""What is made when it is first used does as what is made at once."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import re
import typing
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, field, fields, is_dataclass, replace
from threading import Barrier
from typing import Any

import pytest

from indexer import later
from indexer.later import expression


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the expressions that are compiled from now on."""
    seen: list[str] = []
    compile_now = re.compile

    def note(pattern: str, flags: int = 0) -> re.Pattern[Any]:
        seen.append(pattern)
        return compile_now(pattern, flags)

    monkeypatch.setattr("indexer.later.re.compile", note)
    return seen


def test_an_expression_is_compiled_when_it_is_first_used(compiled: list[str]) -> None:
    made = expression(r"(\w)rens")
    assert made.pattern == r"(\w)rens"
    assert compiled == []
    assert made.search("grens")
    assert not made.search("grip")
    assert compiled == [r"(\w)rens"]


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("search", ("De Grens",)),
        ("match", ("grens", 1)),
        ("fullmatch", ("xGRENS", 1, 6)),
        ("sub", ("-", "grens en Grens", 1)),
        ("split", ("een grens is een grens",)),
        ("findall", ("grens Grens",)),
    ],
)
def test_it_answers_as_a_compiled_one_does(method: str, arguments: tuple[Any, ...]) -> None:
    ours, theirs = expression("grens", re.IGNORECASE), re.compile("grens", re.IGNORECASE)
    assert repr(getattr(ours, method)(*arguments)) == repr(getattr(theirs, method)(*arguments))
    assert (ours.flags, ours.groups, ours.groupindex) == (theirs.flags, 0, {})


def test_what_is_no_expression_says_so_when_it_is_used() -> None:
    made = expression("(")
    with pytest.raises(re.error, match="unterminated"):
        made.search("(")


def test_what_no_expression_has_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="seek"):
        expression("x").seek  # type: ignore[attr-defined]  # noqa: B018


def _described(dataclass: Any) -> type:
    """Return a class of data as one module or the other makes it."""

    @dataclass(frozen=True, slots=True)
    class Base:
        """Data with what fields can have."""

        name: str
        tags: tuple[str, ...] = ()
        seen: dict[str, int] = field(default_factory=dict, compare=False)
        secret: str = field(default="x", repr=False, kw_only=True)

        def __post_init__(self) -> None:
            object.__setattr__(self, "name", self.name.strip())

    @dataclass(frozen=True, slots=True)
    class Article(Base):
        """Data that inherits, with a method of its own."""

        pages: int = 1

        def __str__(self) -> str:
            return f"{self.name}, {self.pages}"

    return Article


@pytest.mark.parametrize(
    "answer",
    [
        lambda data: data("a ", ("b",), pages=2),
        lambda data: str(data("a")),
        lambda data: data("a") == data(" a", (), {"b": 1}),
        lambda data: data("a") == data("a", secret="y"),
        lambda data: data("a") == ("a", (), 1),
        lambda data: len({data("a"), data("a "), data("b")}),
        lambda data: data.__match_args__,
        lambda data: [(each.name, each.default, each.kw_only) for each in fields(data)],
        lambda data: replace(data("a", pages=3), name="b"),
        lambda data: asdict(data("a")),
        lambda data: copy.deepcopy(data("a", ("b",))),
        lambda data: str(inspect.signature(data)).replace("<factory>", ""),
        lambda data: (data.__name__, data.__qualname__, data.__module__, data.__doc__),
        lambda data: [is_dataclass(data), is_dataclass(data.mro()[1])],
        lambda data: hasattr(data("a"), "__dict__"),
        lambda data: data("a").__setattr__("name", "b"),
        lambda data: data("a").__delattr__("name"),
        lambda data: data(),
        lambda data: data("a", size=1),
    ],
)
def test_data_does_as_that_of_dataclasses(answer: Callable[[Any], object]) -> None:
    """It does so whatever is asked of it first: each of these asks a class that is new."""
    assert _told(answer, later.dataclass) == _told(answer, dataclasses.dataclass)


def _told(answer: Callable[[Any], object], dataclass: Any) -> str:
    try:
        return repr(answer(_described(dataclass)))
    except (TypeError, AttributeError) as error:
        return f"{type(error).__name__}: {error}"


def _plain(dataclass: Any) -> type:
    """Return a class without anything special, of which the first few are made in another way."""

    @dataclass(frozen=True, slots=True)
    class Plain:
        """Data of three fields, one of which each instance has of its own."""

        name: str
        tags: list[str] = field(default_factory=list)
        pages: int = field(default=1, repr=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "name", self.name.strip())

    return Plain


@pytest.mark.parametrize("before", [0, 1, later._FEW - 1, later._FEW, later._FEW + 1])
@pytest.mark.parametrize(
    "answer",
    [
        lambda data: data("a "),
        lambda data: data("a", ["b"], 2),
        lambda data: data(pages=3, name="a"),
        lambda data: data("a", pages=3).pages,
        lambda data: data("a").tags is data("a").tags,
        lambda data: data("a") == data("a", [], 1),
        lambda data: replace(data("a", ["b"]), pages=4).pages,
        lambda data: str(inspect.signature(data)).replace("<factory>", ""),
        lambda data: data(),
        lambda data: data("a", name="b"),
        lambda data: data("a", [], 1, 2),
        lambda data: data("a", size=1),
        lambda data: data(tags=[], size=1, pages=2),
    ],
)
def test_the_first_instances_are_made_as_all_others(
    answer: Callable[[Any], object], before: int
) -> None:
    told = []
    for dataclass in (later.dataclass, dataclasses.dataclass):
        data: Any = _plain(dataclass)
        for number in range(before):
            data(str(number))
        try:
            told.append(repr(answer(data)))
        except TypeError as error:
            told.append(str(error))
    assert told[0] == told[1]


def test_few_instances_compile_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[type] = []
    make = later._initialiser

    def noted(owner: type) -> Any:
        made.append(owner)
        return make(owner)

    monkeypatch.setattr(later, "_initialiser", noted)
    data: Any = _plain(later.dataclass)
    for _ in range(later._FEW):
        data("a")
    assert made == []
    data("a")
    assert made == [data]


@pytest.mark.parametrize(
    "changes", [{}, {"name": "b "}, {"pages": 2, "tags": ("c",)}, {"secret": "z"}, {"size": 1}]
)
def test_a_copy_is_that_of_dataclasses(changes: dict[str, Any]) -> None:
    data: Any = _described(later.dataclass)
    given = data("a", ("b",), {"d": 1}, secret="y", pages=4)
    told: list[object] = []
    for changed in (later.replace, dataclasses.replace):
        try:
            copied: Any = changed(given, **changes)
            told.append((repr(copied), copied.secret, copied.seen))
        except TypeError as error:
            told.append(str(error))
    assert told[0] == told[1]


def _named(base: Any) -> Any:
    """Return a named tuple as one module or the other makes it."""

    class Found(base):  # type: ignore[misc]
        """A tuple with what those can have."""

        name: str
        places: tuple[int, ...] = ()
        pages: int = 1

        @property
        def first(self) -> int:
            """The first of its places."""
            return int(self.places[0])

        def __str__(self) -> str:
            return f"{self.name}, {self.pages}"

    return Found


@pytest.mark.parametrize("before", [0, later._FEW - 1, later._FEW, later._FEW + 1])
@pytest.mark.parametrize(
    "answer",
    [
        lambda named: named("a"),
        lambda named: named("a", (1,), 2),
        lambda named: named(pages=3, name="a"),
        lambda named: named("a", (4, 5)).first,
        lambda named: str(named("a", pages=2)),
        lambda named: named("a") == ("a", (), 1),
        lambda named: len({named("a"), named("a"), named("b")}),
        lambda named: named("a")._replace(pages=4),
        lambda named: named("a")._replace(size=4) and None,
        lambda named: named("a")._asdict(),
        lambda named: named._make(["a", (), 2]),
        lambda named: (named._fields, named._field_defaults, named.__match_args__),
        lambda named: list(named.__annotations__),
        lambda named: copy.deepcopy(named("a", (1,))),
        lambda named: named("a").__reduce_ex__(2)[1][1:],
        lambda named: (named.__name__, named.__qualname__, named.__module__, named.__doc__),
        lambda named: (named.__bases__, hasattr(named("a"), "__dict__")),
        lambda named: type("More", (named,), {})("a", (), 2),
        lambda named: named("a").__setattr__("name", "b"),
        lambda named: named(),
        lambda named: named("a", name="b"),
        lambda named: named("a", (), 1, 2),
        lambda named: named("a", size=1),
    ],
)
def test_a_named_tuple_does_as_that_of_typing(answer: Callable[[Any], object], before: int) -> None:
    told = []
    for base in (later.NamedTuple, typing.NamedTuple):
        named = _named(base)
        for number in range(before):
            named(str(number), (), number)
        try:
            told.append(repr(answer(named)))
        except (TypeError, AttributeError, ValueError) as error:
            told.append(type(error).__name__)
    assert told[0].replace("ValueError", "TypeError") == told[1].replace("ValueError", "TypeError")


def test_few_named_tuples_compile_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[type] = []
    make = later._maker

    def noted(names: tuple[str, ...], defaults: dict[str, Any], owner: type) -> Any:
        made.append(owner)
        return make(names, defaults, owner)

    monkeypatch.setattr(later, "_maker", noted)
    named = _named(later.NamedTuple)
    for _ in range(later._FEW):
        named("a", (), 1)
    assert made == []
    named("a", (), 1)
    assert made == [named]


@later.dataclass(frozen=True, slots=True)
class Pickled:
    """Data that is pickled."""

    name: str


class PickledTuple(later.NamedTuple):
    """A named tuple that is pickled."""

    name: str
    pages: int


def test_data_is_pickled() -> None:
    assert pickle.loads(pickle.dumps(Pickled("a"))) == Pickled("a")
    assert pickle.loads(pickle.dumps(PickledTuple("a", 2))) == PickledTuple("a", 2)
    assert type(pickle.loads(pickle.dumps(PickledTuple("a", 2)))) is PickledTuple


def test_the_methods_of_data_are_made_when_the_first_is_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[type] = []
    make: Any = dataclasses.dataclass

    def noting(**options: bool) -> Any:
        def making(plain: type) -> Any:
            data = make(**options)(plain)
            made.append(plain)
            return data

        return making

    monkeypatch.setattr("indexer.later.dataclasses.dataclass", noting)
    data: Any = _described(later.dataclass)
    assert made == []
    assert data("a") == data("a")
    assert [each.__name__ for each in made] == ["Base", "Article"]


def test_threads_may_make_the_first_at_once() -> None:
    for _ in range(20):
        data: Any = _described(later.dataclass)
        start = Barrier(8)

        def make(number: int, data: Any = data, start: Barrier = start) -> Any:
            start.wait()
            return data(str(number))

        with ThreadPoolExecutor(8) as pool:
            found = [each.name for each in pool.map(make, range(8))]
        assert found == [str(number) for number in range(8)]
