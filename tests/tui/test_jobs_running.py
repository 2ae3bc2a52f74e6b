"""Jobs in the background: how far they are, what goes on beside them, stopping, quitting, taking up again."""

from __future__ import annotations

from pathlib import Path

import pytest

from sales_tui.store import jobs
from sales_tui.store.actor import Actor
from sales_tui.store.check import check_database
from sales_tui.store.engine import make_engine
from sales_tui.store.holder import myself
from sales_tui.store.job_plan import Aim, Aims, Doing, Plan
from sales_tui.store.location import locate
from tests.tui.job_robot import held_jobs, through
from tests.tui.robot import NOW, Robot, at_the_desk

GONE = f"{myself().rpartition('/')[0]}/1"
"""A process of this machine that is no longer there."""

PENDING = (*"/status:pending", "enter")
"""17 orders."""


def interrupted(path: Path, count: int = 5) -> int:
    """A job whose process is gone, with nothing of it done."""
    engine = make_engine(locate(str(path)))
    with engine.connect() as connection:
        query = "SELECT increment_id, id FROM sales_order WHERE status = 'pending' ORDER BY id LIMIT ?"
        found = connection.exec_driver_sql(query, (count,)).all()
    plan = Plan("Hold", (Doing("order.hold"),), Aims([Aim(number, key) for number, key in found]), "orders")
    job_id = jobs.make(engine, plan, Actor("bob"), NOW, GONE)
    engine.dispose()
    return job_id


async def begin(robot: Robot) -> None:
    """Hold all pending orders, and look how far it is."""
    await robot.burst(*PENDING, "*", "h")
    await robot.press("f2")
    await robot.until("0 of 17")


async def test_the_desk_goes_on_while_a_job_runs(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with held_jobs(monkeypatch) as held:
        async with at_the_desk(shop) as robot:
            await begin(robot)
            robot.expect("░░░░", "c stop", "escape leave it running", "0 done so far")
            held.let()
            await robot.until("4 of 17", "█", "4 done so far")
            await robot.press("escape", "escape")
            await robot.until("Hold 4 of 17", "13 marked")
            await robot.press("g", "i")
            robot.expect("[3 Invoices]", "Hold 4 of 17")
            held.let()
            await robot.until("Hold 8 of 17")
            await robot.press("enter")
            robot.expect("Invoice 0", "Hold 8 of 17")
            await robot.press("c", *"looked at")
            robot.app.press("f2")
            await robot.until("being done")  # it waits for the few records that are under way
            held.let()
            await robot.until("✓ Comment added", "Hold 12 of 17")
            held.open()
            await through(robot)
            await robot.until("✓ Hold: 17 done.")
            robot.expect_not("of 17")
            await robot.press("escape", "g", "o")
            robot.expect_not("marked  ")
            assert robot.count("sales_order", "status = 'holded'") >= 17


async def test_rows_stay_and_say_what_happened(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with held_jobs(monkeypatch) as held:
        async with at_the_desk(shop) as robot:
            await begin(robot)
            held.let()
            await robot.until("4 done so far")
            await robot.press("escape")
            await robot.until("13 marked")
            assert robot.text.count("put on hold 05:42") == 4
            held.open()
            await through(robot)
            await robot.until("✓ Hold: 17 done.")
            assert robot.text.count("put on hold 05:42") == 17
            await robot.press("down")
            robot.expect_not("put on hold 05:42")
            robot.expect("Nothing")


async def test_jobs_go_one_after_the_other(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with held_jobs(monkeypatch) as held:
        async with at_the_desk(shop) as robot:
            await begin(robot)
            await robot.press("escape")
            await robot.burst("-", "/", "ctrl+u", *"status:complete", "enter", "space", "space", "c")
            await robot.press(*"checked", "f2")
            await robot.until("waits until it is its turn")
            await robot.press("escape")
            robot.expect("Hold 0 of 17", "1 more waits")
            await robot.press("g", "u")
            robot.expect("Hold", "0 of 17", "c stop")
            await robot.press("escape")
            held.open()
            await through(robot)
            said = " ".join(one.text for one in robot.app.messages.newest_first)
            assert "Hold: 17 done." in said
            assert "Comment: 2 done." in said
            assert robot.query("SELECT title, state, done FROM job") == [("Hold", "done", 17), ("Comment", "done", 2)]


async def test_stopped_and_taken_up_again(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with held_jobs(monkeypatch) as held:
        async with at_the_desk(shop) as robot:
            await begin(robot)
            await robot.press("c")
            robot.expect("stopping")
            held.let(9)
            await robot.until("stopped", "4 done. What wasn't done is still marked.")
            robot.expect("enter see each record")
            await robot.press("escape")
            robot.expect("! Hold: 4 done, stopped at 4 of 17", "13 marked")
            assert robot.query("SELECT state FROM job") == [("stopped",)]
            await robot.burst(":", *"jobs", "enter")
            robot.expect("1 job", "Hold")
            await robot.press("t")
            robot.expect("Go on with Hold?", "4 done, 13 left", "F2 do the 13 that are left")
            assert robot.query("SELECT state FROM job") == [("stopped",)]
            held.open()
            await robot.press("f2")
            await through(robot)
            assert robot.query("SELECT state, done FROM job") == [("done", 17)]


async def test_what_was_not_done_is_tried_again(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with held_jobs(monkeypatch) as held:
        async with at_the_desk(shop) as robot:
            held.open()
            await robot.burst(*PENDING, "*", "/", "ctrl+u", *"state:holded", "enter", "*", "h", "a")
            await robot.press("f2")
            await through(robot)
            if "enter see each record" in robot.text:
                await robot.press("escape")
            refused = robot.count("job_record", "outcome = 'refused'")
            await robot.until(f"✓ Hold: 17 done, {refused} refused; g j shows each of them.", f"{refused} marked")
            await robot.press("g", "j")
            robot.expect(
                f"{17 + refused} outcomes", "job:1", "Done", "Not possible", ". try again", "u undo", "x give up"
            )
            await robot.burst("/", "ctrl+u", *"job:1 status:refused", "enter")
            target = robot.here
            robot.change("UPDATE sales_order SET state = 'new', status = 'pending' WHERE increment_id = ?", target)
            await robot.press("space", ".")
            robot.expect("Hold 1 order?", "1 will be done   0 will not")
            await robot.press("f2")
            await through(robot)
            assert robot.query("SELECT total, done FROM job ORDER BY id") == [(17 + refused, 17), (1, 1)]
            await robot.press("escape", "-", "home", "enter")
            robot.expect(f"Order {target}", "On Hold")


async def test_an_interrupted_job_is_offered_and_never_taken_up_by_itself(shop: Path) -> None:
    job = interrupted(shop)
    async with at_the_desk(shop) as robot:
        await robot.until("Hold of 23 Nov 05:42 by bob stopped at 0 of 5; g u takes it up again.")
        assert robot.count("job", "state = 'waiting'") == 1
        await robot.press("down", "g")
        robot.expect("u interrupted job")
        await robot.press("u")
        robot.expect("Go on with Hold?", "Hold of 23 Nov 05:42: 0 done, 5 left.", "F2 do the 5 that are left")
        await robot.press("enter", "escape")
        assert robot.count("job_record", "outcome = 'waiting'") == 5
        await robot.press("g", "u", "f2")
        await through(robot)
        await robot.until("✓ Hold: 5 done.")
        assert robot.query(f"SELECT state, done FROM job WHERE id = {job}") == [("done", 5)]
        await robot.press("g", "u")
        robot.expect("! No job is under way, and none was interrupted.")


async def test_what_is_left_is_given_up(shop: Path) -> None:
    job = interrupted(shop)
    async with at_the_desk(shop) as robot:
        await robot.burst(":", *"jobs", "enter")
        await robot.press("x")
        robot.expect("Give up the rest of Hold?", "0 done, 5 left", "F2 give up the 5")
        await robot.press("f2")
        robot.expect("✓ Hold: 5 given up.")
        assert robot.query(f"SELECT state, skipped FROM job WHERE id = {job}") == [("done", 5)]
        await robot.press("t")
        robot.expect("is through")


async def test_read_only_nothing_is_offered(shop: Path) -> None:
    interrupted(shop)
    async with at_the_desk(shop, read_only=True) as robot:
        await robot.burst(":", *"jobs", "enter")
        robot.expect_not("takes it up again")
        for key in (".", "t", "x"):
            await robot.press(key)
            robot.expect("! Opened read-only")


async def test_quitting_asks_and_what_is_left_is_offered_at_the_next_start(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with held_jobs(monkeypatch) as held:
        async with at_the_desk(shop) as robot:
            await begin(robot)
            held.let()
            await robot.until("4 of 17")
            await robot.press("escape", "q")
            robot.expect("Hold 4 of 17", "is under way. Quit now, and it can be taken up again later", "F2 quit anyway")
            await robot.press("enter", "escape")
            robot.expect("[2 Orders]")
            await robot.press("q", "f2")
            assert robot.app._exit
    robot.change("UPDATE job SET holder = ?", GONE)
    async with at_the_desk(shop) as robot:
        await robot.until("13 marks of 23 Nov", "Hold of 23 Nov 05:42 stopped at", "of 17; g u takes it up")
        await robot.press("g", "u", "f2")
        await through(robot)
        assert robot.query("SELECT state, done FROM job") == [("done", 17)]
    engine = make_engine(locate(str(shop)))
    assert list(check_database(engine)) == []
    engine.dispose()


async def test_a_fault_ends_the_job_and_it_can_be_taken_up(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with held_jobs(monkeypatch) as held:
        async with at_the_desk(shop) as robot:
            await begin(robot)
            held.let()
            await robot.until("4 of 17")
            with monkeypatch.context() as broken:
                broken.setattr("sales_tui.store.runner.Runner.run", lambda *_, **__: 1 / 0)
                held.open()
                await through(robot)
            robot.expect("stopped", "A program error while carrying out Hold")
            await robot.press("escape")
            await robot.until("!! Hold: 4 done, stopped at 4 of 17")
            assert robot.query("SELECT state, done FROM job") == [("stopped", 4)]
