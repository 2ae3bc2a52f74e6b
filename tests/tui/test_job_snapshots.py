"""Pictures of a job that is carried out: looked at, and in the background."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sales_tui.tui.jobs.running import RunningJob
from tests.tui.job_robot import held_jobs
from tests.tui.robot import Robot, desk_app


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize("name", ["progress", "background"])
def test_looks_as_it_did(
    name: str,
    size: tuple[int, int],
    shop: Path,
    snap_compare: Callable[..., bool],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(RunningJob, "rate", property(lambda _: 13.0))
    app = desk_app(shop, demo=True)
    with held_jobs(monkeypatch) as held:

        async def press(pilot: Pilot[Any]) -> None:
            robot = Robot(app, pilot, shop)
            await robot.settle()
            await robot.burst(*"/status:pending", "enter", "*", "h")
            await robot.press("f2")
            held.let()
            await robot.until("4 of 17")
            if name == "background":
                await robot.press("escape")
                await robot.until("Hold 4 of 17", "13 marked")
            app.exit = app._quit  # type: ignore[method-assign]  # it would ask first

        assert snap_compare(app, terminal_size=size, run_before=press)
