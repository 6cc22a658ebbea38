"""Watching: which connections have something to do; those that are silent cost the others nothing.

Waitress asks each connection at each turn whether it wants to read or write: .4 ms for eight
hundred of them, whatever comes to one. Here a connection is asked when it is new, when something
came, and while it is at work. waitress documents none of the names
that are used here; a test holds its version to them (docs/decisions/0015-kept-libraries.md).
"""

from __future__ import annotations

from selectors import EVENT_READ, EVENT_WRITE, DefaultSelector
from typing import Any

from waitress import wasyncore
from waitress.channel import HTTPChannel


class Watched(dict[int, Any]):
    """What a server of waitress waits for, by descriptors: its `map`, and its `asyncore` too."""

    def __init__(self) -> None:
        super().__init__()
        self._selector = DefaultSelector()
        self._asked: set[int] = set()

    def __setitem__(self, descriptor: int, each: Any) -> None:
        super().__setitem__(descriptor, each)
        self._asked.add(descriptor)

    def __delitem__(self, descriptor: int) -> None:
        # Before it is closed: another connection may get the same descriptor at once.
        super().__delitem__(descriptor)
        self._asked.discard(descriptor)
        if descriptor in self._selector.get_map():
            self._selector.unregister(descriptor)

    def loop(self, timeout: float, **_: object) -> None:
        """Let each read and write whenever it can, until there is none; waitress calls it."""
        while self:
            self._turn(timeout)

    def _turn(self, timeout: float) -> None:
        for descriptor in list(self._asked):
            if descriptor in self:  # a server that is asked may close others
                self._ask(descriptor)
        for key, events in self._selector.select(timeout):
            each = key.data
            if events & EVENT_READ and self.get(key.fd) is each:
                self._asked.add(key.fd)
                wasyncore.read(each)
            if events & EVENT_WRITE and self.get(key.fd) is each:
                self._asked.add(key.fd)
                wasyncore.write(each)

    def _ask(self, descriptor: int) -> None:
        """Ask one what it waits for; a connection that waits for its client is asked no more."""
        each = self[descriptor]
        events = EVENT_READ if each.readable() else 0
        if each.writable() and not each.accepting:
            events |= EVENT_WRITE
        key = self._selector.get_map().get(descriptor)
        if key and not events:
            self._selector.unregister(descriptor)
        elif events and not key:
            self._selector.register(descriptor, events, each)
        elif key and events != key.events:
            self._selector.modify(descriptor, events, each)
        if events == EVENT_READ and isinstance(each, HTTPChannel):
            self._asked.discard(descriptor)
