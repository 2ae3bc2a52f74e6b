"""An action on many records: what would become of each, what is left out, what is asked once for all of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from threading import Event

import pytest

from sales_tui.actions import ACTIONS
from sales_tui.actions.base import Action, Command, Context, Done, Kind, Target, parameter
from sales_tui.store.actor import Actor
from sales_tui.store.job_plan import Aim, Aims, Doing, Plan
from sales_tui.store.requests import Outcome, Request
from sales_tui.store.runner import Runner
from tests.tui.robot import NOW, Robot, at_the_desk


@dataclass(frozen=True, slots=True)
class SayWord(Command):
    """An action that needs something."""

    word: str = parameter(Kind.CHOICE, "which word", default="", required=True, choices=("loud", "soft"))
    how_often: Decimal = parameter(Kind.AMOUNT, "how often", default=Decimal(0), required=True)


def _say(target: Target, command: SayWord, context: Context) -> Done:
    said = ACTIONS["order.comment"].command(comment=f"{command.word}, {command.how_often} times")  # type: ignore[call-arg]
    return ACTIONS["order.comment"].handle(target, said, context)


WORD = Action(
    name="order.word",
    title="Say a word",
    past="said",
    help="Say a word.",
    permission="order.comment",
    target="order",
    command=SayWord,
    why_not=lambda target, context: None,
    handle=_say,
)

TABLES = ("sales_order", "invoice", "shipment", "creditmemo", "order_status_history")


def contents(robot: Robot) -> list[object]:
    """All that an action on orders may write."""
    return [robot.query(f"SELECT * FROM {table} ORDER BY id") for table in TABLES]


def expect(robot: Robot, *lines: str) -> None:
    """These lines are there, whatever room is between their words."""
    text = " ".join(robot.text.split())
    for line in lines:
        assert line in text, f"{line!r} is missing:\n{robot.text}"


async def mark(robot: Robot, *filters: str) -> None:
    """Mark what these filters find."""
    for text in filters:
        await robot.burst("/", "ctrl+u", *text, "enter", "*")
    await robot.burst("/", "ctrl+u", "enter", "home")


def to_be_done(robot: Robot) -> int:
    """How many the question says will be done; at least one."""
    found = re.search(r"(\d+) +will be done", robot.text)
    assert found, robot.text
    return int(found[1])


async def test_invoicing_with_a_preview(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await mark(robot, "status:pending", "status:complete")
        before, invoices = contents(robot), robot.count("invoice")
        pending, complete = (robot.count("sales_order", f"status = '{one}'") for one in ("pending", "complete"))
        await robot.press("i")
        expect(robot, f"Invoice {pending + complete} orders?", f"{pending} will be done", f"{complete} will not")
        expect(robot, f"{complete} is complete and can't be invoiced.", f"F2 do the {pending}", "it can't be undone")
        assert contents(robot) == before
        await robot.press("enter", "i", "y", "escape", "escape")
        assert contents(robot) == before
        robot.expect(f"{pending + complete} marked")
        await robot.press("i", "f2")
        assert robot.count("invoice") == invoices + pending
        robot.expect(f"✓ Invoice: {pending} done, {complete} refused;", f"{complete} marked", "240 orders")
        assert all("Complete" in line for line in robot.rows if "✓" in line[:5])


@pytest.mark.parametrize(
    "key, title, past, where",
    [
        ("b", "Invoice and ship", "Complete", "status = 'pending'"),
        ("x", "Cancel", "Canceled", "status = 'pending'"),
        ("h", "Hold", "On Hold", "status = 'pending'"),
        ("s", "Ship", "Complete", ""),
    ],
)
async def test_other_keys(shop: Path, key: str, title: str, past: str, where: str) -> None:
    async with at_the_desk(shop) as robot:
        text = "status:pending pieces:>5" if where else "todo:ship status:processing"
        await robot.burst("/", *text, "enter", "space", "space", "space")
        numbers = robot.marked
        before = contents(robot)
        await robot.press(key)
        robot.expect(f"{title} 3 orders?", "3 will be done")
        assert contents(robot) == before
        await robot.press("f2")
        robot.expect("3 done.")
        done = robot.count("sales_order", f"increment_id IN {tuple(numbers)} AND status <> 'pending'")
        assert done == 3
        await robot.burst("/", "ctrl+u", *"number:" + numbers[0], "enter")
        assert past in robot.cursor_line


async def test_a_comment_for_all_of_them(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.press("space", "space", "c")
        robot.expect("Comment 2 orders?", "2 will be done")
        await robot.press("f2")
        robot.expect("! There is no comment yet: type it first.")
        await robot.burst(*"called, will pay", "f2")
        robot.expect("✓ Comment: 2 done.")
        assert robot.count("order_status_history", "comment = 'called, will pay'") == 2


async def test_mixed_marks_ask_whether_to_hold_or_to_release(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await mark(robot, "state:holded", "status:pending")
        held, pending = robot.count("sales_order", "state = 'holded'"), robot.count("sales_order", "status = 'pending'")
        await robot.press("h")
        robot.expect(f"{held + pending} marked: which?", "a  Hold", "b  Release")
        await robot.press("b")
        expect(robot, f"{held} will be done", f"{pending} isn't on hold.")
        await robot.press("f2")
        assert robot.count("sales_order", "state = 'holded'") == 0
        robot.expect(f"{pending} marked")


async def test_hidden_marks_are_said_first(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.burst("/", *"status:pending", "enter", "space", "space", "/", "ctrl+u", *"status:complete", "enter")
        await robot.burst("space", "i")
        heading, *lines = [line for line in robot.lines if "hidden by the filter" in line or "will be done" in line][1:]
        assert "2 will be done   1 will not" in heading
        assert "▌ 2  hidden by the filter" in lines[0]
        assert "2  will be done" in lines[1]
        await robot.press("enter")
        assert len(robot.listed) == 2
        await robot.press("escape", "d")
        expect(robot, "0 will be done 1 will not 2 left out", "left out: hidden by the filter")
        await robot.press("d")
        expect(robot, "2 will be done 1 will not")


async def test_what_cannot_be_done_to_several_says_why(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.press("space", "space", "t")
        robot.expect("! Tracking numbers are typed one shipment at a time", "2 marked", "- takes the marks away")


async def test_refunding_asks_where_the_money_goes_and_twice_whether(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await mark(robot, "status:complete", "status:pending")
        pending = robot.count("sales_order", "status = 'pending'")
        before, memos = contents(robot), robot.count("creditmemo")
        await robot.press("r")
        robot.expect(
            "where does the money go?", "only recorded: owed until somebody pays it out", "given as store credit"
        )
        await robot.press("a")
        complete = to_be_done(robot)
        expect(robot, f"{pending} nothing is paid yet, so nothing can be refunded.")
        await robot.press("f2")
        robot.expect(f"Type {complete}, the number of records that will be done")
        assert contents(robot) == before
        await robot.press("down", "down", *str(complete), "f2")
        robot.expect(f"{complete} done")
        assert robot.count("creditmemo", "paid_out = 0 AND refund_to = 'offline'") >= complete
        assert robot.count("creditmemo") == memos + complete


async def test_invoices_are_refunded_each_by_itself(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.press("g", "i")
        await mark(robot, "status:paid method:checkmo")
        await robot.press("r")
        robot.expect("given back to the card now")
        await robot.press("a")
        before, number = robot.count("creditmemo", "invoice_id IS NOT NULL"), to_be_done(robot)
        await robot.press(*str(number), "f2")
        robot.expect(f"{number} done")
        assert robot.count("creditmemo", "invoice_id IS NOT NULL") == before + number


async def test_an_action_of_another_kind_by_its_name(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.press("space", "space", "ctrl+p")
        await robot.press(*"shipment.comment", "enter")
        robot.expect("! This is for shipments: mark them in their own workspace", "2 marked")


async def test_read_only(seeded: Path) -> None:
    async with at_the_desk(seeded, read_only=True) as robot:
        await robot.press("space", "space")
        for key in "isbhxcrt":
            await robot.press(key)
            robot.expect("! Opened read-only: nothing can be changed here.", "2 marked")
            await robot.press("escape")


async def test_f2_twice_does_it_once_and_typing_ahead_is_for_the_preview(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        before = robot.count("invoice")
        await robot.burst("/", *"status:pending", "enter", "space", "space", "i", "f2", "f2", "ctrl+s")
        robot.expect("✓ Invoice: 2 done.")
        assert robot.count("invoice") == before + 2
        await robot.press("f2")
        assert robot.count("invoice") == before + 2
        robot.expect_not("marked  ")


@pytest.mark.parametrize("typed", [(), ("f2",), ("f2", "f2", "enter")])
async def test_escape_during_the_preview(shop: Path, monkeypatch: pytest.MonkeyPatch, typed: tuple[str, ...]) -> None:
    run, began, go_on = Runner.run, Event(), Event()

    def slow(self: Runner, requests: Sequence[Request], *, dry_run: bool = False) -> list[Outcome]:
        began.set()
        assert go_on.wait(20)
        return run(self, requests, dry_run=dry_run)

    monkeypatch.setattr(Runner, "run", slow)
    async with at_the_desk(shop) as robot:
        before = contents(robot)
        await robot.press("*")
        robot.app.press("i")
        await robot.until("0 of 240 looked at")
        assert began.wait(20)
        for key in typed:
            robot.app.press(key)
            await robot.pilot.pause()
        robot.app.press("escape")
        await robot.pilot.pause()
        go_on.set()
        await robot.settle()
        robot.expect("240 marked", "240 orders", "All orders")
        assert contents(robot) == before
        await robot.press("-", "h", "f2")
        robot.expect("is on hold")


async def test_a_database_that_cannot_be_written(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.burst("/", *"status:pending", "enter", "space", "space", "i")
        robot.expect("2  will be done")
        robot.change("CREATE TRIGGER no_more BEFORE INSERT ON invoice BEGIN SELECT RAISE(FAIL, 'disk is full'); END")
        before = contents(robot)
        await robot.press("f2")
        robot.expect("!! Invoice: 0 done, 2 failed", "2 marked")
        assert contents(robot) == before


async def test_changed_between_preview_and_f2(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.burst("/", *"status:pending", "enter", "space", "space", "h")
        numbers = robot.numbers[:2] if robot.numbers else []
        await robot.press("a")
        robot.expect("2  will be done")
        robot.change("UPDATE sales_order SET state = 'holded', status = 'holded' WHERE increment_id = ?", numbers[0])
        await robot.press("f2")
        robot.expect("! Hold: 1 done, 1 refused", "1 marked")


async def test_documents(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.burst("g", "i", "/", *"status:open", "enter", "*", "i")
        opened = robot.count("invoice", "state = 1")
        robot.expect(f" {opened} invoices?")
        await robot.press("escape", "-", "space", "space", "c")
        robot.expect("Comment 2 invoices?")
        await robot.burst(*"checked", "f2")
        robot.expect("2 done")


async def test_returns_are_closed_together(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.press("g", "r")
        await robot.press("*", "x")
        count, closed = to_be_done(robot), robot.count("rma", "status = 'closed'")
        await robot.press("f2")
        robot.expect(f"{count} done")
        assert robot.count("rma", "status = 'closed'") == closed + count


async def test_a_group_and_a_record_are_left_out(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await mark(robot, "status:pending", "state:holded")
        held, pending = robot.count("sales_order", "state = 'holded'"), robot.count("sales_order", "status = 'pending'")
        await robot.press("i")
        expect(robot, f"{pending} will be done {held} will not", "is on hold and can't be invoiced.")
        await robot.press("down", "d")
        expect(robot, f"{pending} will be done 0 will not {held} left out", "left out: is on hold", "d take them in")
        await robot.press("up", "enter")
        first = robot.listed[0]
        name = robot.query(f"SELECT customer_lastname FROM sales_order WHERE increment_id = '{first}'")[0][0]
        expect(robot, first, str(name), "d leave it out")
        await robot.press("d")
        expect(robot, f"{pending - 1} will be done", f"{held + 1} left out")
        await robot.press("escape", "f2")
        robot.expect(f"✓ Invoice: {pending - 1} done.", f"{held + 1} marked")
        assert robot.count("job_record") == pending - 1
        assert robot.query(f"SELECT status FROM sales_order WHERE increment_id = '{first}'") == [("pending",)]


async def test_somebody_changed_a_record_while_the_preview_was_looked_at(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.burst("/", *"status:pending", "enter", "space", "space", "i")
        expect(robot, "2 will be done")
        sam = Runner(robot.app.runtime.engine, Actor("sam"), lambda: NOW)
        number = robot.query("SELECT increment_id FROM sales_order WHERE status = 'pending' ORDER BY id DESC")[0][0]
        assert sam.run([Request("order.comment", number, {"comment": "call her"})])[0].ok
        await robot.press("f2")
        robot.expect("! Invoice: 1 done, 1 refused", "1 marked")
        said = robot.query("SELECT message FROM job_record WHERE outcome = 'refused'")[0][0]
        assert "sam" in said
        assert "10:42" in said


async def test_what_an_action_needs_is_asked_once_for_all(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ACTIONS, "order.word", WORD)
    async with at_the_desk(shop) as robot:
        await robot.press("space", "space", ":", *"order.word", "enter")
        robot.expect("Say a word 2 orders?", "word  loud soft", "how often", "is shown once this is typed.")
        await robot.press("f2")
        robot.expect("! There is no word yet: type it first.")
        await robot.press(*"so", "enter", *"many", "enter")
        robot.expect("'how_often' of order.word", "! ")
        await robot.press("tab", "tab", "ctrl+u", *"2", "enter")
        expect(robot, "2 will be done", "F2 do the 2")
        await robot.press("f2")
        robot.expect("✓ Say a word: 2 done.")
        comments = robot.query("SELECT comment FROM order_status_history ORDER BY id DESC LIMIT 2")
        assert comments == [("soft, 2 times",)] * 2


async def test_a_plan_of_several_steps(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        found = robot.query("SELECT increment_id, id FROM sales_order WHERE status = 'pending' LIMIT 3")
        number = robot.number("status = 'complete'")
        steps = (Doing("order.hold"), Doing("order.comment"), Doing("order.unhold"))
        aims = Aims([*(Aim(one, key) for one, key in found), Aim(number)])
        robot.app.acting.jobs.ask(Plan("Evening", steps, aims, "orders", "macro"), robot.app.navigation.base)
        await robot.settle()
        expect(robot, "Evening: 4 orders?", "3 will be done 1 will not", "1 Hold: ")
        await robot.press(*"for the night", "f2")
        robot.expect("✓ Evening: 3 done, 1 refused")
        assert robot.count("order_status_history", "comment = 'for the night'") == 3
        last = robot.app.acting.again.repeating.last
        assert last is not None
        assert [step.action for step in last.steps] == [step.action for step in steps]
