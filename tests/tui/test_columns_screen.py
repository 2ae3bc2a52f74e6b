"""The column chooser: which columns, in which order, how wide."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_tui.tui.column_choice import ColumnChoice
from sales_tui.tui.question import Widths
from sales_tui.tui.screens.columns import ColumnsScreen
from sales_tui.workspaces import WORKSPACES
from tests.tui.question_robot import QuestionRobot, asked

ORDERS = WORKSPACES["orders"]

DEFAULTS = tuple((column.name, None) for column in ORDERS.defaults)


@asynccontextmanager
async def choosing(columns: Widths = (), size: tuple[int, int] = (120, 40)) -> AsyncIterator[QuestionRobot]:
    async with asked(lambda: ColumnsScreen(ORDERS, columns), size) as robot:
        yield robot


def shown(robot: QuestionRobot) -> list[str]:
    """Labels of the shown columns, from the top."""
    return [text.replace("▌", " ").split("✓")[1].strip().split("  ")[0] for text in robot.lines if "✓" in text]


LABELS = ["Order", "Purchased", "Bill-to", "Ship-to", "Total", "Base", "Status", "Purchase point"]


async def test_shown_columns_come_first_and_are_ticked() -> None:
    async with choosing(size=(80, 24)) as robot:
        robot.expect("Columns of orders", "not shown", "Subtotal")
        assert shown(robot) == LABELS
        assert robot.cursor_line.split() == ["▌", "✓", "Order", "number", "11"]


async def test_nothing_changed_is_the_workspaces_own() -> None:
    async with choosing() as robot:
        await robot.press("enter")
        assert robot.answer == ()


async def test_escape_leaves() -> None:
    async with choosing() as robot:
        await robot.burst("down", "space", "escape")
        assert robot.answer is None


async def test_unticking_keeps_the_cursor_in_its_place() -> None:
    async with choosing() as robot:
        await robot.burst("down", "down", "space", "space")
        assert shown(robot) == ["Order", "Purchased", "Total", "Base", "Status", "Purchase point"]
        robot.expect("Ship-to is not shown.")
        assert "Total" in robot.cursor_line
        await robot.press("enter")
        assert robot.answer == tuple(one for one in DEFAULTS if one[0] not in ("billing_name", "shipping_name"))


async def test_ticking_puts_columns_at_the_end_one_after_the_other() -> None:
    async with choosing() as robot:
        await robot.burst(*["down"] * 8)
        assert "State" in robot.cursor_line
        await robot.burst("space", "space")
        robot.expect("Subtotal is the last of 10 columns.")
        assert shown(robot)[-2:] == ["State", "Subtotal"]
        assert "Shipping and handling" in robot.cursor_line
        await robot.press("enter")
        assert robot.answer == (*DEFAULTS, ("state", None), ("subtotal", None))


async def test_all_can_be_ticked() -> None:
    others = len(ORDERS.columns) - len(ORDERS.defaults)
    async with choosing(size=(80, 24)) as robot:
        await robot.burst(*["down"] * 8, *["space"] * others, "enter")
        assert {name for name, _ in robot.answer} == {column.name for column in ORDERS.columns}


async def test_the_number_stays_and_stands_first() -> None:
    async with choosing() as robot:
        await robot.press("space")
        robot.expect("! Order is the record's number: it stays, and stands first.")
        await robot.press("shift+down")
        robot.expect("! Order is the record's number: it stands first.")
        await robot.burst("down", "shift+up")
        robot.expect("! Order is the record's number: it stands first.")
        assert robot.asked.bells == 3
        assert shown(robot) == LABELS


async def test_shift_and_arrows_move_a_column() -> None:
    async with choosing() as robot:
        await robot.burst("down", "shift+down", "shift+down", "shift+up")
        assert shown(robot)[:4] == ["Order", "Bill-to", "Purchased", "Ship-to"]
        assert "Purchased" in robot.cursor_line
        await robot.press("enter")
        assert robot.answer[:3] == (("increment_id", None), ("billing_name", None), ("created_at", None))


async def test_the_last_one_cannot_go_further() -> None:
    async with choosing() as robot:
        await robot.burst(*["down"] * 7, "shift+down")
        robot.expect("! Purchase point is the last one.")


async def test_left_and_right_change_the_width() -> None:
    async with choosing() as robot:
        await robot.burst("down", "right", "right", "down", "left")
        assert robot.cursor_line.split() == ["▌", "✓", "Bill-to", "bill_to", "15"]
        await robot.press("enter")
        assert robot.answer[:3] == (("increment_id", None), ("created_at", 14), ("billing_name", 15))


async def test_its_own_width_is_no_choice() -> None:
    async with choosing((("increment_id", None), ("created_at", 13))) as robot:
        await robot.burst("down", "left", "enter")
        assert robot.answer == (("increment_id", None), ("created_at", None))


@pytest.mark.parametrize("key, width", [("left", 3), ("right", 60)])
async def test_widths_have_limits(key: str, width: int) -> None:
    async with choosing((("increment_id", None), ("created_at", width))) as robot:
        await robot.burst("down", key)
        robot.expect("! A column has 3 to 60 cells.")
        await robot.press("enter")
        assert robot.answer == (("increment_id", None), ("created_at", width))


async def test_what_is_not_shown_has_no_place_and_no_width() -> None:
    async with choosing() as robot:
        await robot.burst(*["down"] * 8, "left")
        robot.expect("! State isn't shown; space shows it.")
        await robot.burst("shift+up", "enter")
        assert robot.answer == ()


async def test_d_brings_the_defaults_back() -> None:
    async with choosing((("increment_id", 20), ("status", None))) as robot:
        assert shown(robot) == ["Order", "Status"]
        await robot.press("d")
        assert shown(robot) == LABELS
        robot.expect("enter applies them")
        await robot.press("enter")
        assert robot.answer == ()


async def test_unknown_columns_are_left_out_and_the_number_is_put_first() -> None:
    async with choosing((("status", 9), ("gone", 5), ("increment_id", None), ("status", None))) as robot:
        assert shown(robot) == ["Order", "Status"]
        await robot.burst("d", "enter")
        assert robot.answer == ()


async def test_a_click_goes_there_and_a_second_one_ticks() -> None:
    async with choosing() as robot:
        await robot.click("Subtotal")
        assert "Subtotal" in robot.cursor_line
        await robot.click("Subtotal")
        assert shown(robot)[-1] == "Subtotal"
        await robot.click("enter apply")
        assert robot.answer == (*DEFAULTS, ("subtotal", None))


@pytest.mark.parametrize("name", WORKSPACES)
@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 10)])
async def test_it_fits(name: str, size: tuple[int, int]) -> None:
    async with asked(lambda: ColumnsScreen(WORKSPACES[name], ()), size) as robot:
        robot.expect("Columns of", "✓", "↓")
        assert max(len(text) for text in robot.lines) <= size[0]
        await robot.press("end")
        assert WORKSPACES[name].columns[-1].label in robot.cursor_line
        robot.expect("↑")
        await robot.press("pageup", "home")
        assert "✓" in robot.cursor_line


@given(st.data())
def test_whatever_is_pressed_the_number_comes_first_and_each_column_once(data: st.DataObject) -> None:
    choice = ColumnChoice(ORDERS, ())
    for _ in range(data.draw(st.integers(0, 20))):
        column = data.draw(st.sampled_from(ORDERS.columns))
        if not choice.is_fixed(column) and data.draw(st.booleans()):
            choice.toggle(column)
        elif column in choice.shown:
            choice.move(column, data.draw(st.sampled_from((-1, 1))))
        choice.widen(column, data.draw(st.integers(-80, 80)))
    names = [column.name for column in choice.shown]
    assert names[0] == "increment_id"
    assert len({*names}) == len(names)
    assert all(width is None or 3 <= width <= 60 for _, width in choice.result)
    assert [column.name for column in ColumnChoice(ORDERS, choice.result).shown] == names
