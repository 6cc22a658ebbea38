"""Issues of several files: what METS and DIDL have in common, and the files that they name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, TypeAlias

from indexer.compiled import compiled
from indexer.corpus.beside import Beside
from indexer.corpus.input_file import InputFile, UnreadableError
from indexer.corpus.raw.encodings import guess_encoding
from indexer.corpus.readers.digitised.ahead import Ahead
from indexer.corpus.readers.digitised.alto import alto_pages
from indexer.corpus.readers.digitised.alto_page import AltoPage
from indexer.corpus.readers.digitised.paper import note_outside
from indexer.corpus.readers.digitised.plain_words import AltoTree, Searched, parsed, searched
from indexer.corpus.readers.digitised.trees import name_of, tree_of
from indexer.corpus.readers.xml_files import xml_bytes

_File: TypeAlias = Searched | UnreadableError | None

_SHOWN = 3  # names of missing files in a note
_TEXTS = ("_articletext.xml", "_ocr.xml")  # which are no pages
_MAX_BLOCKS = 10_000
_MAX_SHARED = 20  # articles that a block may be in, of an issue of more blocks than that


class IssueFiles:
    """The files beside that of an issue, each read when it is first asked for.

    All pages of an issue are in memory together: an article may stand on any of them.
    """

    def __init__(self, input_file: InputFile) -> None:
        if input_file.beside is None:
            raise UnreadableError(
                "an issue in a tar or a stream, where files cannot be found by their names; "
                "unpack it, or pack it as a zip"
            )
        self._input_file = input_file
        self._beside: Beside = input_file.beside()
        self._pages: dict[str, list[AltoPage]] = {}
        self._missing: dict[str, None] = {}
        self._given = 0
        self._paths: dict[str, str | None] = {}
        self._ahead: Ahead[_File] = self._beside.handed_on() or _ahead_in(self._beside)
        self._is_handed_on = False

    def in_order(self, references: Iterable[str]) -> None:
        """Say which files of ALTO are pages one after another; the next one is read in advance."""
        if compiled():  # without it all of the work needs the interpreter
            self._ahead.in_order(filter(None, map(self._find, references)))

    def give(self, blocks: Sequence[Any]) -> Sequence[Any]:
        """Return blocks that an article has.

        Raises UnreadableError if articles have the same ones over and over: a small file would be
        an archive of any size.
        """
        self._given += len(blocks)
        if self._given > _MAX_BLOCKS:
            there = sum(len(page.blocks) for page in self.all_pages())
            if self._given > _MAX_SHARED * there:
                raise UnreadableError(
                    f"its articles share each block of text more than {_MAX_SHARED} times; "
                    "get it again"
                )
        return blocks

    def tree(self, reference: str) -> Any:
        """Return the outermost element of a file that is named, None where it cannot be read."""
        path = self._find(reference)
        data = self._beside.read(path) if path else None
        if data is None:
            self._missing[reference] = None
            return None
        try:
            return tree_of(xml_bytes(data, _decoded))
        except UnreadableError as error:
            self._note_unread(reference, error)
            return None

    def _find(self, reference: str) -> str | None:
        """Return the path of a file that is named, None where there is none."""
        if reference not in self._paths:
            self._paths[reference] = self._beside.find(reference)
        return self._paths[reference]

    def _hand_on(self) -> None:
        """Begin to read the pages of the next issue, whose turn comes when this one is stored."""
        if self._is_handed_on or not compiled():
            return
        self._is_handed_on = True
        if found := self._beside.after():
            beside, paths = found
            ahead = _ahead_in(beside)
            ahead.in_order(path for path in paths if not path.lower().endswith(_TEXTS))
            beside.hand_on(ahead)

    def _note_unread(self, reference: str, error: UnreadableError) -> None:
        self._input_file.note(f"{reference}: {error}; read without it")

    def _alto(self, reference: str) -> AltoTree | None:
        path = self._find(reference)
        file = self._ahead.get(path) if path else None
        if self._ahead.is_at_end:
            self._hand_on()
        if file is None:
            self._missing[reference] = None
            return None
        try:
            if isinstance(file, UnreadableError):
                raise file
            return parsed(file)
        except UnreadableError as error:
            self._note_unread(reference, error)
            return None

    def pages(self, reference: str, number: int | None = None) -> list[AltoPage]:
        """Return the pages in a file of ALTO that is named; none where it cannot be read."""
        if reference not in self._pages:
            tree = self._alto(reference)
            is_alto = tree is not None and name_of(tree.root).lower() == "alto"
            self._pages[reference] = alto_pages(tree, number, reference) if tree and is_alto else []
        return self._pages[reference]

    def ending(self, *endings: str) -> str:
        """Return the file beside that of the issue whose name ends so, empty without one."""
        found = (name for name in self._beside.names() if name.lower().endswith(endings))
        return min(found, default="")

    def lacks(self, references: Collection[str]) -> bool:
        """Say whether one of the files that are named is not there, or no page that can be read."""
        is_missing = not self._missing.keys().isdisjoint(references)
        return is_missing or any(self._pages.get(each) == [] for each in references)

    def note(self) -> None:
        """Note the files that are not there, and the boxes that are not on their pages."""
        self._ahead.close()
        self._hand_on()
        if self._missing:
            names = ", ".join(list(self._missing)[:_SHOWN])
            more = ", …" if len(self._missing) > _SHOWN else ""
            self._input_file.note(
                f"files that an issue names and that are not there: {names}{more}; "
                "what they hold is not read, so put them beside it and index again",
                len(self._missing),
                "files that an issue names and that are not there",
            )
        note_outside(self._input_file, (page.sheet for page in self.all_pages()))

    def all_pages(self) -> Iterator[AltoPage]:
        """Yield the pages that were read."""
        for pages in self._pages.values():
            yield from pages


def _ahead_in(beside: Beside) -> Ahead[_File]:
    """Return what reads files of ALTO in a folder in advance."""
    return Ahead(partial(_searched, beside))


def _searched(beside: Beside, path: str) -> _File:
    """Return a file of ALTO before it is parsed, or why it cannot be; None where it is not."""
    data = beside.read(path)
    try:
        return None if data is None else searched(xml_bytes(data, _decoded))
    except UnreadableError as error:
        return error


def _decoded(data: bytes) -> str:
    """Return the text of a file beside an issue; what is not UTF-8 in the likeliest encoding."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        return data.decode(guess_encoding(data, error.start), "replace")
