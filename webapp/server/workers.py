"""Workers: processes that do the same work and are replaced when they die."""

from __future__ import annotations

import logging
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from threading import Thread

_STOP = (signal.SIGTERM, signal.SIGINT)
_BRIEF = 1.0  # seconds: the successor of a worker that died sooner waits as long before it starts

_log = logging.getLogger(__name__)


def supervise(work: Callable[[int], None], count: int) -> None:
    """Run `work` in `count` processes until SIGTERM or Ctrl-C, then wait for them to end.

    It is given the number of its place, from 0, which a successor takes over. Call it from the main
    thread, before there are others. `work` is forked: what was made before is shared, and an
    anonymous `mmap` among it can be written by all. It has to end at a KeyboardInterrupt, which
    SIGTERM raises. It is told to stop, too, when this process is killed.
    """
    awaited = {signal.SIGCHLD, *_STOP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, awaited)
    # Without a handler BSDs forget the signal although it is blocked.
    chld = signal.signal(signal.SIGCHLD, lambda *_: None)
    alive, held = os.pipe()
    began: dict[int, tuple[int, float]] = {}
    try:
        for place in range(count):
            began[_started(work, place, alive, held)] = place, time.monotonic()
        while signal.sigwait(awaited) == signal.SIGCHLD:
            for pid, status in _ended():
                _log.warning("A worker %s; another takes its place.", _told(status))
                place, begun = began.pop(pid)
                wait = _BRIEF if time.monotonic() - begun < _BRIEF else 0.0
                began[_started(work, place, alive, held, wait)] = place, time.monotonic() + wait
    finally:
        for pid in began:
            os.kill(pid, signal.SIGTERM)
        for pid in began:
            os.waitpid(pid, 0)
        os.close(alive)
        os.close(held)
        signal.signal(signal.SIGCHLD, chld)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _started(
    work: Callable[[int], None], place: int, alive: int, held: int, wait: float = 0.0
) -> int:
    """Fork a worker, which begins after `wait` seconds; return its process id."""
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        os.close(held)
        for number in _STOP:
            signal.signal(number, signal.default_int_handler)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD, *_STOP})
        Thread(target=_end_with_parent, args=(alive,), daemon=True).start()
        time.sleep(wait)
        work(place)
        status = 0
    except KeyboardInterrupt:
        status = 0
    except BaseException:  # noqa: BLE001 - nothing of a worker may run on as its parent
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def _end_with_parent(alive: int) -> None:
    """Stop this process when the last one that holds the other end of the pipe is gone."""
    os.read(alive, 1)
    os.kill(os.getpid(), signal.SIGTERM)


def _ended() -> list[tuple[int, int]]:
    """Return the process ids and exit statuses of all workers that ended."""
    ended: list[tuple[int, int]] = []
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            pid = status = 0
        if not pid:
            return ended
        ended.append((pid, status))


def _told(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return f"was ended by signal {-code}" if code < 0 else f"ended with status {code}"
