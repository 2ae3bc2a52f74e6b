"""The journal at the desk: its place, its views, an entry, ways from it to the records."""

from __future__ import annotations

from pathlib import Path

import pytest

from sales_tui.store.engine import make_engine
from sales_tui.store.location import locate
from tests.store.journal_entries import do_some
from tests.tui.robot import Robot, at_the_desk


@pytest.fixture
def worked(empty: Path) -> Path:
    """Two orders, and the six entries of what was done to them."""
    engine = make_engine(locate(str(empty)))
    do_some(engine)
    engine.dispose()
    return empty


async def go_to_the_journal(robot: Robot) -> None:
    await robot.press(":")
    await robot.burst(*"journal", "enter")


async def test_an_empty_journal_says_what_will_stand_there(empty: Path) -> None:
    async with at_the_desk(empty) as robot:
        await go_to_the_journal(robot)
        robot.expect("[Journal entries]", "What is done here will stand here.")


async def test_what_was_done_is_found_by_who_and_what(worked: Path) -> None:
    async with at_the_desk(worked) as robot:
        robot.expect_not("Journal")
        await robot.press("ctrl+p", *"journal entr", "enter")
        robot.expect("[Journal entries]", "6 journal entries", "The payment system declined.", "ada from desk-1")
        await robot.press("/", *"who:lukasz action:refund", "enter")
        robot.expect("1 journal entry", "Łukasz", "Refund", "000000001 order")
        robot.expect("Łukasz from desk-2", "Total refunded: 0.00 USD → ")
        await robot.press("/", "ctrl+u", *"who:me on hold", "enter")
        robot.expect("1 journal entry", "Status: Pending → On Hold")


async def test_its_views(worked: Path) -> None:
    async with at_the_desk(worked) as robot:
        await go_to_the_journal(robot)
        await robot.press("v")
        robot.expect("All entries", "Today", "What I did", "Refused and failed", "Money moved")
        await robot.press("escape", ":", *"refused and", "enter")
        robot.expect("1 journal entry", "The payment system declined.")


async def test_from_an_entry_to_its_order_and_to_what_was_made(worked: Path) -> None:
    async with at_the_desk(worked, (120, 50)) as robot:
        await go_to_the_journal(robot)
        await robot.press("/", *"action:order.invoice outcome:done", "enter", "enter")
        robot.expect("Journal entry 3 · ada", "1 of 1", "Invoice (order.invoice)", "2 × SKU-0", "What changed")
        robot.expect("Pending  Processing", "desk-1")
        robot.expect_not("i invoice", "program error")
        await robot.press("tab", "tab", "enter")
        robot.expect("Order 000000001")
        await robot.press("escape")
        robot.expect("Journal entry 3")
        await robot.press("down", "enter")
        robot.expect("Invoice 000000001")
        await robot.press("escape", "escape")
        robot.expect("[Journal entries]", "1 journal entry")


async def test_the_go_to_box_finds_orders_not_their_entries(worked: Path) -> None:
    async with at_the_desk(worked) as robot:
        await robot.press("2")
        robot.expect("000000002")
        robot.expect_not("journal entry")
        await robot.press("escape", ":", *"lukasz")
        robot.expect_not("journal entry")


async def test_what_is_done_stands_there_at_once(worked: Path) -> None:
    async with at_the_desk(worked, watches=True) as robot:
        await go_to_the_journal(robot)
        robot.expect("6 journal entries")
        robot.change(
            "INSERT INTO journal (at, who, system_user, operator, host, action, parameters, target_kind, target,"
            " outcome, message, created, changes) VALUES (1795430520000000, 'sam', 'sam', '', '', 'order.hold', '{}',"
            " 'order', '000000002', 'ok', 'Order 000000002 is on hold.', '{}', '{}')"
        )
        await robot.until("1 new journal entry, press g g")
        await robot.press("g", "g")
        robot.expect("7 journal entries", "sam")


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_nothing_is_wider_than_the_screen(worked: Path, size: tuple[int, int]) -> None:
    async with at_the_desk(worked, size) as robot:
        await go_to_the_journal(robot)
        robot.expect("Entry", "When", "Who", "What happened")
        await robot.press("down", "enter")
        robot.expect("Journal entry 5", "Łukasz")
        assert all(len(line) <= size[0] and "\x1b" not in line for line in robot.lines)
