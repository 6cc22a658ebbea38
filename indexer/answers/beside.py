"""What stands before and after an article in a list of results."""

from __future__ import annotations

from indexer.later import NamedTuple, dataclass
from indexer.model import Article


class Listed(NamedTuple):
    """A result, and the number of the page that it stands on."""

    page: int
    article: Article


@dataclass(frozen=True, slots=True)
class Beside:
    """The result before an article and the one after it; None at an end of the list."""

    previous: Listed | None = None
    following: Listed | None = None
