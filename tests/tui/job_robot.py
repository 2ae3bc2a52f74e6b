"""A robot at a desk whose jobs go on when the test says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Semaphore

import pytest

from sales_tui.store.job_run import Ended, JobRun
from tests.tui.robot import Robot


class Held:
    """Lets batches of jobs through, one at a time."""

    def __init__(self) -> None:
        self._gate = Semaphore(0)
        self._is_open = False

    def let(self, batches: int = 1) -> None:
        """So many more may be done."""
        self._gate.release(batches)

    def open(self) -> None:
        """Nothing is held any more."""
        self._is_open = True
        self._gate.release(100)

    def wait(self) -> None:
        if not self._is_open:
            assert self._gate.acquire(timeout=60)


@contextmanager
def held_jobs(monkeypatch: pytest.MonkeyPatch, size: int = 4) -> Iterator[Held]:
    """Jobs go on batch by batch, of so many records, as they are let; their progress is shown at once."""
    held, following = Held(), JobRun.next

    def wait(self: JobRun) -> list[Ended]:
        held.wait()
        return following(self)

    monkeypatch.setattr(JobRun, "next", wait)
    monkeypatch.setattr("sales_tui.store.job_run.FIRST", size)
    monkeypatch.setattr("sales_tui.store.job_run.SHORT", 0)
    monkeypatch.setattr("sales_tui.tui.jobs.desk.PATIENCE", 0)
    monkeypatch.setattr("sales_tui.tui.jobs.desk.OFTEN", 0.02)
    monkeypatch.setattr("sales_tui.tui.screens.job_progress.LOOK", 0.01)
    try:
        yield held
    finally:
        held.open()


async def through(robot: Robot) -> None:
    """Wait until no job is carried out any more."""
    await robot.until_true(lambda: not robot.app.acting.jobs.open, "the jobs never ended")
    await robot.settle()
