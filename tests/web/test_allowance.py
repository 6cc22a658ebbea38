"""What each client may still do: counted to the end, together, and for each alone."""

from __future__ import annotations

import os
import signal

import pytest

from webapp.middleware.allowance import Allowance


class Clock:
    """A clock that goes when it is set."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_all_of_it_may_be_taken_at_once_and_comes_back_evenly(clock: Clock) -> None:
    allowance = Allowance(3, 60, clock)
    assert [allowance.take("a") for _ in range(3)] == [0, 0, 0]
    assert allowance.take("a") == pytest.approx(20)
    clock.now += 20
    assert [allowance.take("a") for _ in range(2)] == [0, pytest.approx(20)]
    clock.now += 1000
    assert [allowance.take("a") for _ in range(4)] == [0, 0, 0, pytest.approx(20)]


def test_what_is_refused_costs_nothing(clock: Clock) -> None:
    allowance = Allowance(3, 60, clock)
    allowance.take("a", 2)
    assert [allowance.take("a", 2) for _ in range(9)] == [pytest.approx(20)] * 9
    assert allowance.take("a") == 0


def test_what_costs_more_than_there_is_costs_all_of_it(clock: Clock) -> None:
    allowance = Allowance(3, 60, clock)
    assert allowance.take("a", 99) == 0
    assert allowance.take("a") == pytest.approx(20)
    clock.now += 60
    assert allowance.take("a", 99) == 0


def test_what_is_given_back_is_as_if_it_was_never_taken(clock: Clock) -> None:
    allowance = Allowance(3, 60, clock)
    for _ in range(99):
        assert allowance.take("a") == 0
        allowance.give_back("a")
    allowance.give_back("a", 50)
    assert [allowance.take("a") for _ in range(4)] == [0, 0, 0, pytest.approx(20)]


def test_more_clients_than_there_is_room_for_leave_who_did_most_where_they_are(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.middleware.allowance._ROWS", 4)
    allowance = Allowance(100, 60, clock)
    allowance.take("greedy", 100)
    for number in range(1000):
        allowance.take(str(number))
    assert allowance.take("greedy") > 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a system without fork has one process")
def test_processes_count_together_and_one_that_is_killed_holds_up_none() -> None:
    allowance = Allowance(100_000, 1e9)
    children = []
    for number in range(4):
        child = os.fork()
        if not child:
            try:
                for _ in range(
                    2000 if number else 10**9
                ):  # the first one counts until it is killed
                    allowance.take("a" if number else "b")
            finally:
                os._exit(0)
        children.append(child)
    for child in children[1:]:
        assert os.waitpid(child, 0)[1] == 0
    os.kill(children[0], signal.SIGKILL)
    os.waitpid(children[0], 0)
    assert allowance.take("a", 94_000) == 0
    assert allowance.take("a") > 0
