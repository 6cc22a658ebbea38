"""The gazetteers are compiled from their sources, and say which list has a name."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.names.cues import Listed, is_place, listed
from lexicon.compile_gazetteers import GAZETTEERS, compile_gazetteers


def test_the_same_sources_give_the_same_bytes(tmp_path: Path) -> None:
    compile_gazetteers(tmp_path / "gazetteers.tsv")
    assert (tmp_path / "gazetteers.tsv").read_bytes() == GAZETTEERS.read_bytes()


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("Etterbeek", Listed.NEAR_PLACE),
        ("Bergen op Zoom", Listed.NEAR_PLACE),
        ("Kyoto", Listed.FAR_PLACE),
        ("Sander", Listed.FIRST_NAME),
        ("Timmermans", Listed.SURNAME),
        ("Xyzzyx", Listed(0)),
    ],
)
def test_a_name_is_in_the_lists_that_have_it(name: str, where: Listed) -> None:
    assert where in listed(name)
    assert is_place(name) == (where in {Listed.NEAR_PLACE, Listed.FAR_PLACE})
