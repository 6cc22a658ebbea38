"""What can go wrong, in a few kinds. Every message says what, where, and what to do next."""

from __future__ import annotations

from indexer.messages import Bilingual


class KnipselError(Exception):
    """Anything Knipsel refuses or cannot do; its text is written for the user."""


class IndexMissingError(KnipselError):
    """There is no index in the given folder, or the folder holds something else."""


class IndexStaleError(KnipselError):
    """The index was built with another analysis, engine or format than asked for."""


class IndexLockedError(KnipselError):
    """Another process is writing this index."""


class IndexDamagedError(KnipselError):
    """The index does not agree with its manifest or cannot be read."""


class EngineUnavailableError(KnipselError):
    """The engine cannot be reached or refuses to work now; trying later may help."""


class RequestError(KnipselError):
    """A request that makes no sense: `parameter` names the one at fault.

    `message` says what is wrong with it, in both languages and without a full stop; the text of the
    error is the English one.
    """

    def __init__(self, parameter: str, message: Bilingual) -> None:
        super().__init__(f"{parameter}: {message.english}.")
        self.parameter = parameter
        self.message = message


class CursorExpiredError(RequestError):
    """A cursor of an archive that has changed since: `built` is when, in ISO 8601."""

    def __init__(self, built: str) -> None:
        super().__init__(
            "cursor",
            Bilingual(
                f"het archief is sindsdien vernieuwd ({built}); begin opnieuw, met *",
                f"the archive has changed since ({built}); begin again, with *",
            ),
        )
        self.built = built


class ArticleNotFoundError(KnipselError):
    """No article has this id."""
