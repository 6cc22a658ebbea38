"""Watching: which connections have something to do; those that are silent cost the others nothing.

Waitress asks each connection at each turn whether it wants to read or write: .4 ms for eight
hundred of them, whatever comes to one. Here a connection is asked when it is new, when something
came or went, and while a thread answers it when threads say that they have done something. One
that a thread sends to seems to want to write, so that turns without end would keep that thread from
the interpreter. waitress documents none of the names that are used here; a test holds its version
to them (docs/decisions/0015-kept-libraries.md).
"""

from __future__ import annotations

from selectors import EVENT_READ, EVENT_WRITE, DefaultSelector
from typing import Any

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.trigger import trigger

_SENDING = 0.002  # seconds after which one is asked again that a thread sends to


class Watched(dict[int, Any]):
    """What a server of waitress waits for, by descriptors: its `map`, and its `asyncore` too."""

    def __init__(self) -> None:
        super().__init__()
        self._selector = DefaultSelector()
        self._asked: set[int] = set()
        self._answered: set[int] = set()
        self._is_sending = False

    def __setitem__(self, descriptor: int, each: Any) -> None:
        super().__setitem__(descriptor, each)
        self._asked.add(descriptor)

    def __delitem__(self, descriptor: int) -> None:
        # Before it is closed: another connection may get the same descriptor at once.
        super().__delitem__(descriptor)
        self._asked.discard(descriptor)
        self._answered.discard(descriptor)
        if descriptor in self._selector.get_map():
            self._selector.unregister(descriptor)

    def answering(self, descriptor: int | None) -> None:
        """Ask one whenever threads have done something: a thread begins to answer it."""
        if descriptor is not None:  # that of one that is closed
            self._answered.add(descriptor)

    def loop(self, timeout: float, **_: object) -> None:
        """Let each read and write whenever it can, until there is none; waitress calls it."""
        while self:
            self._turn(timeout)

    def _turn(self, timeout: float) -> None:
        self._is_sending = False
        for descriptor in list(self._asked):
            if descriptor in self:  # a server that is asked may close others
                self._ask(descriptor)
        for key, events in self._selector.select(_SENDING if self._is_sending else timeout):
            each = key.data
            if events & EVENT_READ and self.get(key.fd) is each:
                self._asked.add(key.fd)
                wasyncore.read(each)
                if isinstance(each, trigger):
                    self._asked |= self._answered
            if events & EVENT_WRITE and self.get(key.fd) is each:
                self._asked.add(key.fd)
                wasyncore.write(each)

    def _ask(self, descriptor: int) -> None:
        """Ask one what it waits for; a connection is asked again when there is a reason."""
        each = self[descriptor]
        is_connection = isinstance(each, HTTPChannel)
        if is_connection and each.outbuf_lock.acquire(blocking=False):
            each.outbuf_lock.release()
        elif is_connection:
            self._is_sending = True
            self._watch(descriptor, each, 0)
            return
        events = EVENT_READ if each.readable() else 0
        if each.writable() and not each.accepting:
            events |= EVENT_WRITE
        self._watch(descriptor, each, events)
        if is_connection:
            self._asked.discard(descriptor)
            if events == EVENT_READ:  # it is answered
                self._answered.discard(descriptor)

    def _watch(self, descriptor: int, each: Any, events: int) -> None:
        key = self._selector.get_map().get(descriptor)
        if key and not events:
            self._selector.unregister(descriptor)
        elif events and not key:
            self._selector.register(descriptor, events, each)
        elif key and events != key.events:
            self._selector.modify(descriptor, events, each)
