"""The server of the Model Context Protocol: the questions of `questions.py` as its tools."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from indexer import __version__
from indexer.cli.assistants.questions import DATA, Questions
from indexer.config import Settings
from indexer.errors import KnipselError

_INSTRUCTIONS = (
    "An archive of Dutch newspaper articles. Search in Dutch. Cite an article by its id, title, "
    f"source and date. {DATA} Figures (count, kwic) are exact, of all articles; a search lists the "
    "best first."
)
_TOOLS = ("about", "search", "read", "count", "trend", "kwic", "names")


def names_answered(settings: Settings, host: str) -> Any:
    """Return under which names the server answers that listens there: those of the page."""
    from mcp.server.transport_security import TransportSecuritySettings

    from webapp.middleware.host_names import hosts_of

    known = hosts_of(settings, host)
    names = {*known, "localhost", "127.0.0.1", "[::1]"} if known else ()
    hosts = [each for name in sorted(names) for each in (name, f"{name}:*")]
    origins = [f"{scheme}://{each}" for scheme in ("http", "https") for each in hosts]
    return TransportSecuritySettings(
        enable_dns_rebinding_protection=bool(known), allowed_hosts=hosts, allowed_origins=origins
    )


def server(questions: Questions) -> Any:
    """Return the server. Raises KnipselError if the protocol's library is not installed."""
    try:
        from mcp.server import MCPServer
        from mcp.server.mcpserver.exceptions import ToolError
        from mcp.types import ToolAnnotations
    except ImportError:
        raise KnipselError(
            "Assistants need a library that is not installed. Run: pip install 'knipsel[mcp]'"
        ) from None

    def refusing(answer: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
        """Return the tool that tells an assistant what it asked wrongly."""

        @wraps(answer)
        def tool(*arguments: Any, **options: Any) -> dict[str, Any]:
            try:
                return answer(*arguments, **options)
            except KnipselError as error:
                raise ToolError(str(error)) from error

        return tool

    found = MCPServer("knipsel", version=__version__, instructions=_INSTRUCTIONS)
    reading = ToolAnnotations(read_only_hint=True, open_world_hint=False)
    for name in _TOOLS:
        found.add_tool(refusing(getattr(questions, name)), name=name, annotations=reading)
    return found
