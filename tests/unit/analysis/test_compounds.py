"""Compounds fall apart where a reader would divide them; simple words and names stay whole."""

import subprocess
import sys
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import compounds
from indexer.analysis.compounds import LENIENT, MAX_LETTERS, STRICT, Splitter, key_of
from tests.paths import ROOT

DATA = Path(compounds.__file__).parent / "data"
SOURCES = {"wordfreq": "3.1.1", "simplemma": "2.0.0", "marisa-trie": "1.4.1"}
FILES = ("modifiers.marisa", "heads.marisa", "pieces.bin", "seams.marisa")
# Millions of tuples stay: to look for garbage among them is lost time.
COMPILE = """
import gc
import sys
from pathlib import Path

from lexicon.compile_words import compile_words

gc.disable()
compile_words(Path(sys.argv[1]))
"""

# Words built of real pieces reach every path; free text reaches the rest.
PIECES = st.sampled_from(
    ["veiligheids", "arbeids", "kinder", "markt", "beleid", "crisis", "NAVO-", "é", "s", "'", "-"]
)
WORDS = st.lists(PIECES, max_size=6).map("".join) | st.text(max_size=70)


@pytest.fixture(scope="module")
def splitter() -> Splitter:
    return Splitter.load()


@pytest.mark.golden("compounds.tsv")
def test_splits_at_the_top_level(splitter: Splitter, word: str, pieces: str) -> None:
    """A word has the two pieces of the table, or none."""
    assert "|".join(splitter.split(word)) == pieces


@pytest.mark.parametrize(
    ("word", "leaves", "why"),
    [
        ("arbeidsmarktbeleid", "arbeids|markt|beleid", "a compound as modifier is split again"),
        ("gemeenteraadsverkiezingen", "gemeente|raads|verkiezingen", "under a linking s, too"),
        ("VEILIGHEIDSCRISIS", "VEILIGHEIDS|CRISIS", "capitals stay"),
        ("e-mail-adressen", "e-|mail-|adressen", "every hyphen divides"),
        ("coronamaatregelen", "corona|maatregelen", "a known word inside is one piece"),
        ("minister", "", "a whole word has no leaves"),
    ],
)
def test_leaves_are_the_smallest_pieces(
    splitter: Splitter, word: str, leaves: str, why: str
) -> None:
    assert "|".join(splitter.leaves(word)) == leaves, why


@pytest.mark.parametrize(
    ("piece", "last", "base", "why"),
    [
        ("veiligheids", False, "veiligheid", "a linking s goes"),
        ("Arbeids", False, "Arbeid", "and leaves the case alone"),
        ("nieuws", False, "nieuws", "an s that is the word's own stays"),
        ("huis", False, "huis", "so does this one"),
        ("pannen", False, "pannen", "a plural is a lemmatizer's"),
        ("panne", False, "pannen", "the old spelling of a plural"),
        ("kinder", False, "kinderen", "er is a plural without its en"),
        ("arbeidsongeschiktheids", False, "arbeidsongeschiktheid", "unlisted, by its suffix"),
        ("NAVO-", False, "NAVO", "a hyphen goes"),
        ("veiligheids", True, "veiligheids", "the head has no linker"),
    ],
)
def test_base_makes_a_word_of_a_modifier(
    splitter: Splitter, piece: str, last: bool, base: str, why: str
) -> None:
    assert splitter.base(piece, last) == base, why


@given(word=WORDS)
def test_pieces_joined_give_the_word(splitter: Splitter, word: str) -> None:
    """No letter is lost, added or changed, so that offsets hold; no piece is empty."""
    for pieces in (splitter.split(word), splitter.leaves(word)):
        assert not pieces or ("".join(pieces) == word and all(pieces) and len(pieces) > 1)


@given(word=WORDS)
def test_what_has_a_split_has_leaves_that_keep_its_seam(splitter: Splitter, word: str) -> None:
    split, leaves = splitter.split(word), splitter.leaves(word)
    seams = {len("".join(leaves[:count])) for count in range(1, len(leaves))}
    assert len(split) in (0, 2)
    assert not split or len(split[0]) in seams


@given(word=st.text())
def test_the_key_has_a_letter_for_each_letter(word: str) -> None:
    assert len(key_of(word)) == len(word)


def test_a_decomposed_capital_does_not_shift_the_seam(splitter: Splitter) -> None:
    """Lower case of İ has two letters; offsets are those of the word as it stands."""
    assert "".join(splitter.leaves("İveiligheidscrisis")) in ("", "İveiligheidscrisis")


def test_very_long_words_are_whole(splitter: Splitter) -> None:
    """The work is bounded: what is longer than any word is not looked at."""
    word = "arbeidsmarkt" * 6
    assert len(word) > MAX_LETTERS
    assert splitter.leaves(word) == ()
    assert splitter.leaves("veiligheids" * 500) == ()


def test_indexing_splits_more_freely_than_reading(splitter: Splitter) -> None:
    """A frequent word is shown whole to a reader while ranking has its plausible parts."""
    assert LENIENT < STRICT
    assert splitter.split("raadslid") == ()
    assert splitter.leaves("raadslid") == ("raads", "lid")


def test_loading_imports_no_word_list() -> None:
    """A search from the shell pays for the mapped files alone."""
    code = (
        "import sys; from indexer.analysis.compounds import Splitter; Splitter.load();"
        "sys.exit(any(name in sys.modules for name in ('wordfreq', 'simplemma', 'numpy')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.skipif(
    any(
        not find_spec(name.replace("-", "_")) or version(name) != of for name, of in SOURCES.items()
    ),
    reason=f"the files were compiled with {SOURCES}",
)
def test_the_script_writes_the_committed_files(tmp_path: Path) -> None:
    """The lexicon is what its sources give, byte for byte in these versions of the libraries."""
    subprocess.run([sys.executable, "-c", COMPILE, str(tmp_path)], check=True, cwd=ROOT)
    for name in FILES:
        written, held = (sha256((at / name).read_bytes()) for at in (tmp_path, DATA))
        assert written.hexdigest() == held.hexdigest(), name
