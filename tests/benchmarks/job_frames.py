"""Prints how the screen keeps its pace while many orders are previewed, and then invoiced and shipped.

    python -m tests.benchmarks.job_frames [ORDERS]

Lag: by how much a ticker of 5 ms in the screen's loop is late. Keys: from the key's arrival to the moment at which all
that it set off is done. Both while the preview counts, and while the job runs in the background.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from itertools import cycle
from pathlib import Path
from time import perf_counter, process_time, thread_time

from textual import events

from sales_tui.tui.screens.job_preview import PreviewScreen
from sales_tui.tui.screens.job_progress import ProgressScreen
from tests.benchmarks.bulk import make
from tests.tui.robot import Robot, desk_app

TICK = 0.005

KEYS = ("down", "down", "pagedown", "up", "home", "end")


@asynccontextmanager
async def ticking() -> AsyncIterator[list[float]]:
    """The lags of the loop, in seconds."""
    lags: list[float] = []

    async def tick() -> None:
        while True:
            due = perf_counter() + TICK
            await asyncio.sleep(TICK)
            lags.append(perf_counter() - due)

    task = asyncio.create_task(tick())
    yield lags
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def handled(robot: Robot, key: str) -> float:
    """Seconds until the key, and all that it set off, was dealt with."""
    start = perf_counter()
    robot.app.post_message(events.Key(key, key if len(key) == 1 else None))
    await robot._drained()
    while not robot.app.gate.is_idle:
        await asyncio.sleep(0)
    return perf_counter() - start


def say(what: str, seconds: Sequence[float]) -> None:
    """Percentiles, in milliseconds."""
    ordered = sorted(seconds)
    at = [1000 * ordered[min(len(ordered) - 1, int(len(ordered) * part))] for part in (0.5, 0.9, 0.99)]
    figures = "  ".join(f"p{name} {one:6.1f}" for name, one in zip((50, 90, 99), at, strict=True))
    print(f"{what:<28} {figures}  max {1000 * ordered[-1]:6.1f} ms   ({len(ordered):,})", flush=True)


async def preview(robot: Robot) -> None:
    """All orders marked; how long until the first and the last is looked at."""
    await robot.press("*")
    start = perf_counter()
    async with ticking() as lags:
        robot.app.press("b")
        while not isinstance(robot.app.screen, PreviewScreen):
            await asyncio.sleep(TICK)
        screen = robot.app.screen
        shown = perf_counter()
        keys: list[float] = []
        while screen._findings is None or not screen._findings.found:
            await asyncio.sleep(TICK)
        first = perf_counter()
        while not screen._findings.is_complete:
            keys.append(await handled(robot, "down"))
            await asyncio.sleep(0.1)
        end = perf_counter()
    print(f"preview on the screen {shown - start:.2f} s, first answer {first - start:.2f} s, all {end - start:.2f} s")
    say("lag while it counts", lags)
    say("keys while it counts", keys)


async def job(robot: Robot) -> None:
    """All of them are done, in the background."""
    jobs = robot.app.acting.jobs
    start, own, all_ = perf_counter(), thread_time(), process_time()
    robot.app.press("f2")
    while not jobs.open:
        await asyncio.sleep(TICK)
    count = jobs.open[0].total
    while not isinstance(robot.app.screen, ProgressScreen):
        await asyncio.sleep(TICK)
    async with ticking() as lags:
        while jobs.open and jobs.open[0].ended < count // 4:
            await asyncio.sleep(TICK)
    say("lag while it is looked at", lags)
    await handled(robot, "escape")
    keys: list[float] = []
    async with ticking() as lags:
        for key in cycle(KEYS):
            if not jobs.open:
                break
            keys.append(await handled(robot, key))
            await asyncio.sleep(0.1)
    seconds = perf_counter() - start
    own, all_ = thread_time() - own, process_time() - all_
    print(
        f"job of {count:,}: {seconds:.1f} s, {count / seconds:,.0f}/s; processor {all_:.1f} s, the loop's {own:.1f} s"
    )
    say("lag while it runs", lags)
    say("keys while it runs", keys)


async def main(count: int) -> None:
    """The real application, headless, on a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sales.db"
        make(path, count)
        app = desk_app(path, watches=True)
        async with app.run_test(size=(120, 40)) as pilot:
            robot = Robot(app, pilot, path)
            await robot.settle()
            async with ticking() as lags:
                await asyncio.sleep(3)
            say("lag while nothing is done", lags)
            await preview(robot)
            await job(robot)
            print(jobs.last.outcome_words if (jobs := robot.app.acting.jobs).last else "never over")
        app.runtime.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
