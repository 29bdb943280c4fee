"""Work off the screen's thread: results and errors arrive as values, on the screen's thread."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from pytestqt.qtbot import QtBot

from unionapp.errors import Problem, refuse
from unionapp.ui.tasks import Handlers, Progress, Tasks


@dataclass(frozen=True)
class Saved:
    """A made-up result of a service."""

    changes: frozenset[str] = frozenset()


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.shutdown()


def settle(qtbot: QtBot, tasks: Tasks) -> None:
    qtbot.waitUntil(lambda: not tasks.busy())


def test_the_work_runs_elsewhere_and_its_result_comes_home(qtbot: QtBot, tasks: Tasks) -> None:
    where: list[threading.Thread] = []
    got: list[tuple[str, threading.Thread]] = []

    def work(_progress: Progress) -> str:
        where.append(threading.current_thread())
        return "done"

    tasks.run(work, Handlers(done=lambda one: got.append((one, threading.current_thread()))))
    assert tasks.busy()
    settle(qtbot, tasks)
    assert got == [("done", threading.main_thread())]
    assert where[0] is not threading.main_thread()


def test_a_refusal_arrives_as_problems(qtbot: QtBot, tasks: Tasks) -> None:
    got: list[tuple[Problem, ...]] = []

    def work(_progress: Progress) -> None:
        raise refuse("bundle.damaged", "b.zip")

    tasks.run(work, Handlers(done=lambda _: pytest.fail("it was refused"), failed=got.append))
    settle(qtbot, tasks)
    assert [one.code for (one,) in got] == ["bundle.damaged"]


def test_a_fault_of_ours_goes_to_the_crash_dialog_alone(qtbot: QtBot, tasks: Tasks) -> None:
    crashes: list[str] = []
    tasks.crashed.connect(crashes.append)

    def work(_progress: Progress) -> float:
        return 1 / 0

    never = Handlers(done=lambda _: pytest.fail("it crashed"), failed=lambda _: pytest.fail("no"))
    tasks.run(work, never)
    settle(qtbot, tasks)
    assert len(crashes) == 1
    assert "ZeroDivisionError" in crashes[0]


def test_changed_kinds_are_told_once_and_before_the_result(qtbot: QtBot, tasks: Tasks) -> None:
    heard: list[object] = []
    tasks.data_changed.connect(heard.append)
    result = Saved(frozenset({"person"}))
    tasks.run(lambda _progress: result, Handlers(done=heard.append))
    settle(qtbot, tasks)
    assert heard == [frozenset({"person"}), result]


@pytest.mark.parametrize("result", [None, "text", Saved()])
def test_a_result_without_changes_moves_no_screen(
    qtbot: QtBot, tasks: Tasks, result: object
) -> None:
    tasks.data_changed.connect(lambda _: pytest.fail("nothing changed"))
    got: list[object] = []
    tasks.run(lambda _progress: result, Handlers(done=got.append))
    settle(qtbot, tasks)
    assert got == [result]


def test_one_runs_after_the_other(qtbot: QtBot, tasks: Tasks) -> None:
    inside = threading.Lock()
    got: list[int] = []

    def work(number: int) -> int:
        assert inside.acquire(blocking=False), "two ran at the same time"
        inside.release()
        return number

    for number in range(50):
        tasks.run(lambda _progress, number=number: work(number), Handlers(done=got.append))
    settle(qtbot, tasks)
    assert got == list(range(50))


def test_progress_is_told_seldom_but_the_end_always(qtbot: QtBot, tasks: Tasks) -> None:
    told: list[tuple[int, int]] = []

    def work(progress: Progress) -> None:
        for done in range(1, 10_001):
            progress(done, 10_000)

    handlers = Handlers(done=lambda _: None, progress=lambda *step: told.append(step))
    tasks.run(work, handlers)
    settle(qtbot, tasks)
    assert told[-1] == (10_000, 10_000)
    assert len(told) < 100


def test_cancelled_work_stops_at_its_next_step(qtbot: QtBot, tasks: Tasks) -> None:
    started, ended = threading.Event(), []

    def work(progress: Progress) -> None:
        started.set()
        while True:
            progress(0, 1)

    handlers = Handlers(
        done=lambda _: pytest.fail("it was cancelled"), cancelled=lambda: ended.append("cancelled")
    )
    running = tasks.run(work, handlers)
    assert started.wait(5)
    running.cancel()
    settle(qtbot, tasks)
    assert ended == ["cancelled"]


def test_shutdown_stops_what_runs_and_forgets_what_waits(qtbot: QtBot, tasks: Tasks) -> None:
    started = threading.Event()

    def work(progress: Progress) -> None:
        started.set()
        while True:
            progress(0, 1)

    for _ in range(3):
        tasks.run(work, Handlers(done=lambda _: pytest.fail("shut down"), cancelled=pytest.fail))
    assert started.wait(5)
    tasks.shutdown()
    assert not tasks.busy()
    qtbot.wait(1)  # what was on its way arrives, and is not wanted any more
