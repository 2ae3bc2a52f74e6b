"""A form is left while a payment system is asked: the work goes on, and what became of it is said wherever one is."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from sales_tui.rules.gateway import declined, unknown
from sales_tui.store.engine import make_engine
from sales_tui.store.location import locate
from sales_tui.tui import submitting
from tests.store.import_records import bring_in, lines_of
from tests.store.payment_desk import reserved_order
from tests.tui.test_terminal import running
from tests.tui.waiting_robot import FIRST, SECOND, THIRD, waiting


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms say at once that they can be left."""
    monkeypatch.setattr(submitting, "PATIENCE", 0.001)


@pytest.fixture
def reserved(empty: Path) -> Path:
    """Three orders whose money is reserved."""
    engine = make_engine(locate(str(empty)))
    records = [record for number in (1, 2, 3) for record in reserved_order(number)]
    assert not bring_in(engine, lines_of(*records)).refused
    engine.dispose()
    return empty


async def test_the_work_goes_on_and_its_outcome_is_said_elsewhere(reserved: Path) -> None:
    async with waiting(reserved) as desk:
        robot = desk.robot
        await desk.invoice(FIRST)
        await robot.press("escape", "g", "t", "down")
        robot.expect("[8 Transactions]")
        robot.expect_not("charged:")
        assert robot.count("invoice") == 0
        desk.answer(FIRST)
        await robot.until(f"✓ {FIRST}: Invoice {FIRST} made", "charged")
        assert robot.count("invoice", "state = 2") == 1
        await robot.until("[8 Transactions]", "4 transactions")


async def test_the_row_shows_what_happened(reserved: Path) -> None:
    async with waiting(reserved) as desk:
        robot = desk.robot
        await robot.press("end", "i")
        robot.expect(FIRST, "will be charged now")
        await desk.submit()
        await robot.press("escape")
        assert robot.here == FIRST
        await robot.press("up")
        assert robot.here == SECOND
        desk.answer(FIRST)
        await robot.until("invoiced ", f"✓ {FIRST}: Invoice")
        assert robot.here == SECOND
        (row,) = [line for line in robot.rows if FIRST in line]
        assert "invoiced " in row


async def test_the_row_shows_it_too_where_one_comes_back_to_it(reserved: Path) -> None:
    async with waiting(reserved) as desk:
        robot = desk.robot
        await robot.press("end", "i")
        await desk.submit()
        await robot.press("escape", "g", "i")
        robot.expect("[3 Invoices]")
        desk.answer(FIRST)
        await robot.until(f"✓ {FIRST}: Invoice")
        await robot.press("g", "o")
        assert robot.here == FIRST
        assert "invoiced " in robot.cursor_line


async def test_f2_twice_does_it_once(reserved: Path) -> None:
    async with waiting(reserved) as desk:
        robot = desk.robot
        await robot.open(FIRST)
        await robot.press("i")
        desk.key("f2", "f2", "ctrl+s")
        await robot.until("escape leaves it running.")
        desk.key("f2", "escape")
        await robot.until("[Information]")
        await robot.press("f2")
        desk.answer(FIRST)
        await robot.until(f"✓ {FIRST}: Invoice")
        assert desk.gateway.asked == [FIRST]
        assert robot.count("invoice") == 1


async def test_the_same_order_again_is_not_charged_twice(reserved: Path) -> None:
    async with waiting(reserved) as desk:
        robot = desk.robot
        await robot.open(FIRST)
        await robot.press("i")
        await desk.submit()
        await robot.press("escape")
        await desk.asked(FIRST)
        await robot.press("i")
        robot.expect("[Information]", "! ")
        desk.answer(FIRST)
        await robot.until(f"✓ {FIRST}: Invoice")
        assert robot.count("invoice") == 1


async def test_before_it_lasts_escape_leaves_nothing(reserved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submitting, "PATIENCE", 60)
    async with waiting(reserved) as desk:
        robot = desk.robot
        await robot.open(FIRST)
        await robot.press("i")
        desk.key("f2")
        await desk.asked(FIRST)
        desk.key("escape")
        await robot.until("Asking the payment system…", "being done")
        await robot._drained()
        robot.expect_not("leaves it running")
        desk.answer(FIRST)
        await robot.settle()
        robot.expect(f"✓ Invoice {FIRST} made", f"Order {FIRST}")


async def test_keys_typed_ahead_are_kept_unless_it_is_left(reserved: Path) -> None:
    async with waiting(reserved) as desk:
        robot = desk.robot
        await robot.press("end", "i")
        await desk.submit()
        desk.key("up")
        desk.answer(FIRST)
        await robot.settle()
        assert robot.here == SECOND
        await robot.press("i")
        await desk.submit()
        desk.key("up")
        await robot.press("escape")
        assert robot.here == SECOND


async def test_what_is_declined_meanwhile_is_said(reserved: Path) -> None:
    async with waiting(reserved, lambda _: declined("insufficient funds")) as desk:
        robot = desk.robot
        await robot.press("end", "i")
        await desk.submit()
        await robot.press("escape", "up")
        desk.answer(FIRST)
        await robot.until("! ", FIRST, "insufficient funds", "not done ")
        assert robot.count("invoice") == 0
        assert robot.app.said is not None
        assert FIRST in robot.app.said.text


async def test_where_no_answer_comes_the_row_says_so(reserved: Path) -> None:
    async with waiting(reserved, lambda _: unknown("connection lost")) as desk:
        robot = desk.robot
        await robot.press("end", "i")
        await desk.submit()
        await robot.press("escape", "up")
        desk.answer(FIRST)
        await robot.until(f"!! {FIRST}: No answer from the payment system (connection lost)", "no answer ")
        assert robot.count("payment_attempt", "is_open") == 1


async def test_a_fault_meanwhile_is_said(reserved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with waiting(reserved) as desk:
        robot = desk.robot
        await robot.open(FIRST)
        await robot.press("i")
        may_fail = Event()

        def run(_: object) -> None:
            assert may_fail.wait(60)
            raise RuntimeError

        monkeypatch.setattr(robot.app.runtime.runner, "run", run)
        await desk.submit()
        await robot.press("escape")
        may_fail.set()
        await robot.until(f"!! {FIRST}: A program error while writing it")


async def test_another_action_waits_in_line(reserved: Path) -> None:
    async with waiting(reserved) as desk:
        robot = desk.robot
        await desk.invoice(FIRST)
        await desk.asked(FIRST)
        await robot.open(SECOND)
        await robot.press("i")
        await desk.submit("1 action is carried out before it… escape leaves it waiting.")
        assert desk.gateway.asked == [FIRST]
        desk.answer(FIRST)
        await robot.until("Asking the payment system… escape leaves it running.")
        await desk.asked(FIRST, SECOND)
        desk.answer(SECOND)
        await robot.settle()
        assert robot.query("SELECT increment_id FROM invoice ORDER BY id") == [(FIRST,), (SECOND,)]
        texts = [said.text for said in robot.app.messages.newest_first]
        assert any(text.startswith(f"{FIRST}: Invoice {FIRST} made") for text in texts)
        assert any(text.startswith(f"Invoice {SECOND} made") for text in texts)


async def test_what_is_left_waiting_is_done_in_its_turn(reserved: Path) -> None:
    async with waiting(reserved) as desk:
        robot = desk.robot
        await desk.invoice(FIRST)
        await desk.invoice(SECOND, "1 action is carried out before it… escape leaves it waiting.")
        await desk.invoice(THIRD, "2 actions are carried out before it… escape leaves it waiting.")
        desk.answer(FIRST, SECOND, THIRD)
        await robot.until(f"✓ {THIRD}: Invoice {THIRD} made")
        assert desk.gateway.asked == [FIRST, SECOND, THIRD]
        assert robot.count("invoice", "state = 2") == 3


async def test_behind_another_form_nothing_is_said_before_it_is_left(reserved: Path) -> None:
    async with waiting(reserved, lambda _: declined("insufficient funds")) as desk:
        robot = desk.robot
        await desk.invoice(FIRST)
        await robot.open(SECOND)
        await robot.press("c", *"hello")
        desk.answer(FIRST)
        await robot.until_true(lambda: not robot.app.acting.running, "it never ended")
        robot.expect("hello")
        await robot.press("f2")
        await robot.until(FIRST, "insufficient funds")
        texts = [said.text for said in robot.app.messages.newest_first]
        assert FIRST in texts[0]
        assert "Comment added" in texts[1]


async def test_the_mouse_leaves_it_too(reserved: Path) -> None:
    async with waiting(reserved) as desk:
        robot = desk.robot
        await robot.open(FIRST)
        await robot.press("i")
        await desk.submit("leave it running")
        at = next(line.index("leave it running") for line in robot.lines if "leave it running" in line)
        assert await robot.pilot.click(offset=(at + 1, len(robot.lines) - 1))
        await robot.until("[Information]")
        desk.answer(FIRST)
        await robot.until(f"✓ {FIRST}: Invoice")


async def test_a_window_that_is_too_small_meanwhile(reserved: Path) -> None:
    async with waiting(reserved) as desk:
        robot = desk.robot
        await robot.open(FIRST)
        await robot.press("i")
        await desk.submit()
        await robot.pilot.resize_terminal(30, 8)
        await robot.until("The window is too small")
        desk.key("escape", "q")
        await robot.until_true(lambda: robot.app.gate.is_idle, "keys are still held")
        assert not robot.app._exit
        await robot.pilot.resize_terminal(120, 40)
        await robot.until("[Information]")
        desk.answer(FIRST)
        await robot.until(f"✓ {FIRST}: Invoice")


async def test_quitting_asks_first(reserved: Path) -> None:
    async with waiting(reserved) as desk:
        robot = desk.robot
        await desk.invoice(FIRST)
        await desk.invoice(SECOND, "escape leaves it waiting.")
        await robot.press("q")
        robot.expect(
            "2 actions are still being carried out; wait for them.", "1 of them waits in line", "F2 quit anyway"
        )
        await robot.press("enter", "escape")
        robot.expect("[Information]")
        await robot.press("escape", "q", "f2")
        assert robot.app._exit
        assert desk.gateway.asked == [FIRST]
        assert robot.query("SELECT target, verdict, is_open FROM payment_attempt") == [(FIRST, "", 1)]
    assert ("order.invoice", SECOND) not in robot.query("SELECT action, target FROM journal")
    assert robot.count("payment_attempt", f"target = '{SECOND}'") == 0


async def test_the_question_says_when_all_is_done(reserved: Path) -> None:
    async with waiting(reserved) as desk:
        robot = desk.robot
        await desk.invoice(FIRST)
        await robot.press("q")
        robot.expect("1 action is still being carried out; wait for it.")
        desk.answer(FIRST)
        await robot.until(f"{FIRST}: Invoice {FIRST} made", "Nothing is being carried out any more.", "F2 quit")
        await robot.press("escape")
        await robot.until(f"✓ {FIRST}: Invoice")
        await robot.press("q")
        assert robot.app._exit


async def test_every_way_out_asks(reserved: Path) -> None:
    async with waiting(reserved) as desk:
        robot = desk.robot
        await desk.invoice(FIRST)
        await robot.press("ctrl+q")
        robot.expect("1 action is still being carried out")
        await robot.press("escape", "ctrl+p", *"quit", "enter")
        robot.expect("1 action is still being carried out")
        await robot.press("ctrl+q")
        assert robot.app._exit


def test_quitting_doesnt_wait_for_the_payment_system(empty: Path) -> None:
    engine = make_engine(locate(str(empty)))
    assert not bring_in(engine, lines_of(*reserved_order(1, card="0119"))).refused
    engine.dispose()
    with running(empty, {"SALES_TUI_PAYMENTS__SANDBOX": "true"}) as terminal:
        terminal.wait_for("1 order", FIRST)
        terminal.send(b"i")
        terminal.wait_for("will be charged now")
        terminal.send(b"\x1b[12~")
        terminal.wait_for("escape leaves it running.")
        terminal.send(b"\x1b")
        terminal.wait_for("[2 Orders]")
        terminal.send(b"q")
        terminal.wait_for("1 action is still being carried out")
        terminal.send(b"\x1b[12~")
        assert terminal.status() == 0
    with closing(sqlite3.connect(empty)) as connection:
        kept = connection.execute("SELECT target, verdict, is_open FROM payment_attempt").fetchall()
    assert kept == [(FIRST, "", 1)], "it waited for the answer"


async def test_nothing_runs_nothing_is_asked(reserved: Path) -> None:
    async with waiting(reserved) as desk:
        await desk.robot.press("q")
        assert desk.robot.app._exit
