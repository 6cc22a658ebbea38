"""The numbers of the contents of all articles that match, of which each shard makes one text.

A bucket for each takes a node five times as long, and most of it is JSON. Where a cluster runs no
scripts, buckets are what is left.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

from indexer.engines.documents import CONTENT_BITS

_CHARACTERS, _BITS = 4, 14  # of a number; as many as stand together in Unicode without surrogates
_FIRST = 0x4E00
_PARTS = range(CONTENT_BITS - _BITS, -1, -_BITS)

_APPENDED = "".join(
    f".append((char) ({_FIRST} + (number >> {part} & {(1 << _BITS) - 1})))" for part in _PARTS
)
_EACH = f"""
StringBuilder text = state.text;
if (text.length() < params.most) {{
  long number = doc['content'].value;
  text{_APPENDED};
}}
"""


def gathering(most: int) -> dict[str, Any]:
    """Return the aggregation that gathers the numbers of so many articles of a shard."""
    return {
        "scripted_metric": {
            "params": {"most": most * _CHARACTERS},
            "init_script": "state.text = new StringBuilder()",
            "map_script": _EACH,
            "combine_script": "return state.text.toString()",
            "reduce_script": "return states",
        }
    }


def gathered(answer: dict[str, Any]) -> Sequence[int]:
    """Return the numbers in the answer to it, in no order."""
    import numpy as np  # noqa: PLC0415 - what counts no names needs none

    text = "".join(each or "" for each in answer["value"])
    parts = np.frombuffer(text.encode("utf-16-le"), "<u2").reshape(-1, _CHARACTERS)
    numbers = (parts.astype(np.int64) - _FIRST) << np.array(_PARTS)
    return array("q", numbers.sum(axis=1).tobytes())
