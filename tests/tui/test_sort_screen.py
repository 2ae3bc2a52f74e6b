"""The sort chooser: one key for one column, several columns put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from sales_tui.tui.question import Sort
from sales_tui.tui.screens.sort import SortScreen
from sales_tui.workspaces import WORKSPACES
from tests.tui.question_robot import QuestionRobot, asked

ORDERS = WORKSPACES["orders"]

NEWEST = (("created_at", True),)


@asynccontextmanager
async def sorting(sort: Sort = NEWEST, size: tuple[int, int] = (120, 40)) -> AsyncIterator[QuestionRobot]:
    async with asked(lambda: SortScreen(ORDERS, sort, ORDERS.defaults), size) as robot:
        yield robot


def arrows(robot: QuestionRobot) -> dict[str, str]:
    """Label -> rank and direction."""
    lines = [text.replace("▌", " ").split() for text in robot.lines]
    return {words[1]: word for words in lines for word in words[2:] if word[0] in "▾▴"}


async def test_columns_with_letters_and_the_present_order() -> None:
    async with sorting() as robot:
        robot.expect("Sort by", "a  Order", "c  Bill-to", "now; again turns it round", "Newest first")
        assert robot.cursor_line.split()[:4] == ["▌", "b", "Purchased", "▾"]


@pytest.mark.parametrize(
    "key, sort",
    [
        ("a", (("increment_id", False),)),
        ("b", (("created_at", False),)),
        ("c", (("billing_name", False),)),
        ("e", (("grand_total", True),)),
        ("i", (("state", False),)),
        ("m", (("total_due", True),)),
    ],
)
async def test_a_letter_sorts_at_once(key: str, sort: Sort) -> None:
    async with sorting() as robot:
        await robot.burst(key, "home")
        assert robot.answer == sort
        assert robot.asked.left == ["home"]


async def test_the_present_one_is_turned_round_again() -> None:
    async with sorting((("grand_total", False), ("status", False))) as robot:
        await robot.press("e")
        assert robot.answer == (("grand_total", True),)


async def test_enter_chooses_the_line() -> None:
    async with sorting() as robot:
        await robot.burst("down", "enter")
        assert robot.answer == (("billing_name", False),)
    async with sorting() as robot:
        await robot.press("enter")
        assert robot.answer == (("created_at", False),)


async def test_a_column_without_a_letter_is_reached_by_arrows() -> None:
    async with sorting() as robot:
        await robot.burst("end", "enter")
        assert robot.answer == ((ORDERS.columns[-1].name, False),)


async def test_escape_leaves() -> None:
    async with sorting() as robot:
        await robot.burst("E", "escape")
        assert robot.answer is None


async def test_capitals_add_columns_behind_the_others() -> None:
    async with sorting() as robot:
        await robot.press("E")
        assert arrows(robot) == {"Purchased": "▾1", "Total": "▾2"}
        assert "largest first" in robot.cursor_line
        robot.expect("By purchased, newest first, then by total, largest first")
        await robot.press("G")
        assert arrows(robot) == {"Purchased": "▾1", "Total": "▾2", "Status": "▴3"}
        await robot.press("enter")
        assert robot.answer == (("created_at", True), ("grand_total", True), ("status", False))


async def test_space_adds_turns_and_takes_away() -> None:
    async with sorting() as robot:
        await robot.burst("down", "space")
        assert arrows(robot) == {"Purchased": "▾1", "Bill-to": "▴2"}
        await robot.press("space")
        assert arrows(robot) == {"Purchased": "▾1", "Bill-to": "▾2"}
        robot.expect("then by bill-to, Z to A")
        await robot.press("space")
        assert arrows(robot) == {"Purchased": "▾"}
        robot.expect("Newest first")


async def test_another_first_column_in_one_burst() -> None:
    async with sorting() as robot:
        await robot.burst("B", "B", "G", "E", "enter")
        assert robot.answer == (("status", False), ("grand_total", True))


async def test_no_column_left_is_the_workspaces_own_order() -> None:
    async with sorting((("status", True),)) as robot:
        await robot.burst("G")
        robot.expect("Newest first")
        await robot.press("enter")
        assert robot.answer == NEWEST


async def test_a_small_letter_chooses_alone_whatever_was_put_together() -> None:
    async with sorting() as robot:
        await robot.burst("E", "G", "c")
        assert robot.answer == (("billing_name", False),)


async def test_a_click_sorts() -> None:
    async with sorting() as robot:
        await robot.click("Bill-to")
        assert robot.answer == (("billing_name", False),)


async def test_shown_columns_come_first() -> None:
    columns = [column for column in ORDERS.columns if column.name in ("increment_id", "sku")]
    async with asked(lambda: SortScreen(ORDERS, NEWEST, columns), (80, 24)) as robot:
        robot.expect("a  Order", "b  SKUs", "c  Purchased")
        await robot.press("b")
        assert robot.answer == (("sku", False),)


async def test_a_sort_by_nothing_known_begins_at_the_top() -> None:
    async with sorting((("gone", False),)) as robot:
        assert "Order" in robot.cursor_line
        await robot.press("a")
        assert robot.answer == (("increment_id", False),)


@pytest.mark.parametrize("name", WORKSPACES)
@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 10)])
async def test_it_fits(name: str, size: tuple[int, int]) -> None:
    place = WORKSPACES[name]
    async with asked(lambda: SortScreen(place, (place.sort,), place.defaults), size) as robot:
        robot.expect("Sort by")
        await robot.burst("A", "C")
        assert max(len(text) for text in robot.lines) <= size[0]
        goes_on = "↓" in robot.text
        await robot.press("end")
        assert ("↑" in robot.text) is goes_on
        assert "▌" in robot.text
