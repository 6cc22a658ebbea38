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
_MIN_SECONDS = 1.0  # the successor of a worker that died sooner waits as long before it starts

_log = logging.getLogger(__name__)


def supervise(work: Callable[[int], None], count: int) -> None:
    """Run `work` in `count` processes until SIGTERM or Ctrl-C, then wait for them to end.

    Each gets the number of its slot, from 0, which a successor takes over. Call this from the main
    thread, before there are others. The processes are forks: they share what was made before, and
    all can write to an anonymous `mmap`. `work` has to end at a KeyboardInterrupt, which SIGTERM
    raises; it is also raised when this process is killed.
    """
    awaited = {signal.SIGCHLD, *_STOP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, awaited)
    # Without a handler BSDs forget the signal although it is blocked.
    chld = signal.signal(signal.SIGCHLD, lambda *_: None)
    reader, writer = os.pipe()
    began: dict[int, tuple[int, float]] = {}
    try:
        for slot in range(count):
            began[_started(work, slot, reader, writer)] = slot, time.monotonic()
        while signal.sigwait(awaited) == signal.SIGCHLD:
            for pid, status in _ended():
                _log.warning("A worker %s; another takes its place.", _ending(status))
                slot, begun = began.pop(pid)
                wait = _MIN_SECONDS if time.monotonic() - begun < _MIN_SECONDS else 0.0
                began[_started(work, slot, reader, writer, wait)] = slot, time.monotonic() + wait
    finally:
        for pid in began:
            os.kill(pid, signal.SIGTERM)
        for pid in began:
            os.waitpid(pid, 0)
        os.close(reader)
        os.close(writer)
        signal.signal(signal.SIGCHLD, chld)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _started(
    work: Callable[[int], None], slot: int, reader: int, writer: int, wait: float = 0.0
) -> int:
    """Fork a worker, which begins after `wait` seconds; return its process id."""
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        os.close(writer)
        for number in _STOP:
            signal.signal(number, signal.default_int_handler)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD, *_STOP})
        Thread(target=_end_with_parent, args=(reader,), daemon=True).start()
        time.sleep(wait)
        work(slot)
        status = 0
    except KeyboardInterrupt:
        status = 0
    except BaseException:  # noqa: BLE001 - nothing of a worker may run on as its parent
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def _end_with_parent(reader: int) -> None:
    """Stop this process when the last writer of the pipe is gone, which is the parent."""
    os.read(reader, 1)
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


def _ending(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return f"was ended by signal {-code}" if code < 0 else f"ended with status {code}"
