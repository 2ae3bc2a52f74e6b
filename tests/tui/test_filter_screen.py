"""The filter box: what it says while a filter is typed, what it completes, and what it ends with."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import Input

from sales_tui.filters.fields import Fields
from sales_tui.tui.filter_examples import examples
from sales_tui.tui.screens.filter import FilterScreen
from sales_tui.workspaces import WORKSPACES
from sales_tui.workspaces.base import Workspace
from tests.tui.question_robot import WAITING, QuestionRobot, asked, asking_on

ORDERS = WORKSPACES["orders"]


@asynccontextmanager
async def filtering(
    database: Path,
    text: str = "",
    history: Sequence[str] = (),
    size: tuple[int, int] = (120, 40),
    place: Workspace = ORDERS,
) -> AsyncIterator[QuestionRobot]:
    asking = asking_on(database)
    async with asked(lambda: FilterScreen(place, text, history, asking), size) as robot:
        yield robot


def line(robot: QuestionRobot) -> Input:
    return robot.app.screen.query_one(Input)


def orders(database: Path, condition: str) -> int:
    with sqlite3.connect(database) as connection:
        return int(connection.execute(f"SELECT count(*) FROM sales_order WHERE {condition}").fetchone()[0])


# --- what it finds


async def test_it_says_how_many_there_are(seeded: Path) -> None:
    pending = orders(seeded, "status = 'pending'")
    async with filtering(seeded) as robot:
        robot.expect("Filter orders", "240 orders")
        await robot.burst(*"status:pending")
        robot.expect(f"{pending} orders")
        await robot.burst(*" total:>999999")
        robot.expect("nothing found")
        robot.expect_not("orders  ")


async def test_one_record_is_one_order(seeded: Path) -> None:
    async with filtering(seeded, "number:000000042") as robot:
        robot.expect(" 1 order\n")


async def test_enter_ends_with_the_text_as_it_is(seeded: Path) -> None:
    async with filtering(seeded) as robot:
        await robot.burst(*"  Status:PENDING silva ", "enter")
        assert robot.answer == "Status:PENDING silva"


async def test_all_keys_at_once(seeded: Path) -> None:
    async with filtering(seeded) as robot:
        await robot.burst(*"sta", "tab", *"pen", "tab", " ", *"total:>10", "enter", "j", "j")
        assert robot.answer == "status:pending total:>10"
        assert robot.asked.left == ["j", "j"]


async def test_escape_changes_nothing(seeded: Path) -> None:
    async with filtering(seeded, "status:pending") as robot:
        await robot.burst(*" x", "escape")
        assert robot.answer is None


async def test_an_empty_filter_asks_for_all(seeded: Path) -> None:
    async with filtering(seeded, "status:pending") as robot:
        await robot.burst("ctrl+u", "enter")
        assert robot.answer == ""


# --- mistakes


async def test_a_mistake_is_underlined_and_explained(seeded: Path) -> None:
    async with filtering(seeded) as robot:
        await robot.burst(*"total:1x ana")
        robot.expect("'1x' is not a number")
        assert "underline" in robot.styles["1x"]
        assert "underline" not in robot.styles["ana"]
        await robot.burst(*["left"] * 4, "backspace")
        robot.expect_not("is not a number")
        assert not any("underline" in style for style in robot.styles.values())


async def test_enter_on_a_mistake_rings_and_goes_to_it(seeded: Path) -> None:
    async with filtering(seeded) as robot:
        await robot.burst(*"total:1x ana", "enter", "j")
        assert robot.answer is WAITING
        assert robot.asked.bells == 1
        robot.expect("! '1x' is not a number")
        assert line(robot).cursor_position == len("total:1x")
        assert line(robot).value == "total:1x ana"
        await robot.burst("backspace", "enter")
        assert robot.answer == "total:1 ana"


async def test_an_unknown_field_names_the_near_one(seeded: Path) -> None:
    async with filtering(seeded) as robot:
        await robot.burst(*"statsu:pending")
        robot.expect("no field 'statsu'", "did you mean status")


async def test_a_database_that_is_gone_is_said(tmp_path: Path) -> None:
    async with filtering(tmp_path / "none.db") as robot:
        await robot.burst(*"ana", "enter")
        assert robot.answer is WAITING
        robot.expect("!! ")
        await robot.press("escape")
        assert robot.answer is None


# --- completions


async def test_fields_and_their_values_are_completed(seeded: Path) -> None:
    async with filtering(seeded) as robot:
        await robot.burst(*"sta")
        robot.expect("tab  status:", "state:")
        await robot.press("tab")
        assert line(robot).value == "status:"
        robot.expect("tab  canceled", "Suspected Fraud")
        await robot.burst(*"pro", "tab")
        assert line(robot).value == "status:processing"
        await robot.burst(*",pen")
        robot.expect("pending_payment")
        await robot.press("down", "down", "tab", "enter")
        assert robot.answer == "status:processing,pending_payment"


async def test_a_completion_in_the_middle_leaves_the_rest(seeded: Path) -> None:
    async with filtering(seeded, "sta ana") as robot:
        await robot.burst("home", "right", "right", "right")
        robot.expect("tab  status:")
        await robot.press("tab")
        assert line(robot).value == "status: ana"
        assert line(robot).cursor_position == len("status:")


async def test_names_from_the_database_are_completed_in_quotes(seeded: Path) -> None:
    with sqlite3.connect(seeded) as connection:
        stores = [" ".join(name.split()) for (name,) in connection.execute("SELECT name FROM store ORDER BY name")]
    async with filtering(seeded) as robot:
        await robot.burst(*"-store:")
        robot.expect(*stores)
        await robot.burst(*"pol", "tab", "enter")
        assert robot.answer == '-store:"Main Website Pole i Dom Polska"'


async def test_tab_does_nothing_where_nothing_is_begun(seeded: Path) -> None:
    async with filtering(seeded, "ana ") as robot:
        await robot.press("tab")
        assert line(robot).value == "ana "
        await robot.press("down", "tab")
        assert line(robot).value == "ana increment_id:"


async def test_a_click_takes_a_completion(seeded: Path) -> None:
    async with filtering(seeded) as robot:
        await robot.burst(*"status:pen")
        await robot.click("Pending PayPal")
        assert line(robot).value == "status:pending_paypal"


async def test_the_hints_take_a_click(seeded: Path) -> None:
    async with filtering(seeded, "sta") as robot:
        await robot.click("tab complete")
        assert line(robot).value == "status:"
        await robot.click("escape leave")
        assert robot.answer is None


# --- examples


@pytest.mark.parametrize("name", WORKSPACES)
async def test_before_anything_is_typed_there_are_examples(seeded: Path, name: str) -> None:
    async with filtering(seeded, place=WORKSPACES[name], size=(80, 24)) as robot:
        robot.expect("costello", '"ana silva"', "words that stand together", "date:today")
        await robot.press("x")
        robot.expect_not("words that stand together")


async def test_examples_can_be_asked(seeded: Path) -> None:
    asking = asking_on(seeded)
    for place in WORKSPACES.values():
        found = examples(await asking.fields(place))
        assert len(found) >= 3
        for text, _ in found:
            asking.read(place, text)
    assert ("status:pending,processing", "either of these") in examples(await asking.fields(ORDERS))
    assert examples(Fields(())) == [
        ("costello", "a word: part of a name, SKU, e-mail, or the end of a number"),
        ('"ana silva"', "words that stand together"),
    ]


async def test_a_click_takes_an_example(seeded: Path) -> None:
    async with filtering(seeded) as robot:
        await robot.click("todo:ship")
        assert line(robot).value == "todo:ship"


# --- earlier filters

HISTORY = ("todo:ship", "status:pending", "ana")


async def test_up_brings_earlier_filters_and_down_what_was_typed(seeded: Path) -> None:
    async with filtering(seeded, history=HISTORY) as robot:
        await robot.press("up")
        assert line(robot).value == "todo:ship"
        robot.expect("▌ todo:ship", "ana")
        await robot.press("up", "up", "up")
        assert line(robot).value == "ana"
        await robot.press("down")
        assert line(robot).value == "status:pending"
        pending = orders(seeded, "status = 'pending'")
        robot.expect(f"{pending} orders")
        await robot.press("down", "down")
        assert line(robot).value == ""
        robot.expect("words that stand together")


async def test_what_was_typed_is_kept_while_looking_at_earlier_filters(seeded: Path) -> None:
    async with filtering(seeded, "name:x ", HISTORY) as robot:
        await robot.press("up")
        assert line(robot).value == "todo:ship"
        await robot.press("down")
        assert line(robot).value == "name:x "


async def test_an_earlier_filter_can_be_edited(seeded: Path) -> None:
    async with filtering(seeded, history=HISTORY) as robot:
        await robot.burst("up", "up", *",com", "tab", "enter")
        assert robot.answer == "status:pending,complete"


async def test_the_filter_that_is_there_is_no_earlier_one(seeded: Path) -> None:
    async with filtering(seeded, "todo:ship", HISTORY) as robot:
        await robot.press("up")
        assert line(robot).value == "status:pending"


async def test_up_goes_through_the_completions_first(seeded: Path) -> None:
    async with filtering(seeded, history=HISTORY) as robot:
        await robot.burst(*"sta", "down", "down", "up")
        robot.expect("▌ tab  status:")
        await robot.press("up", "up")
        assert line(robot).value == "todo:ship"


async def test_no_earlier_filter_rings(seeded: Path) -> None:
    async with filtering(seeded) as robot:
        await robot.press("up")
        assert robot.asked.bells == 1
        robot.expect("240 orders")


# --- editing


@pytest.mark.parametrize(
    "keys, text",
    [
        ((*"ana silva", "ctrl+w"), "ana "),
        ((*"ana silva", "ctrl+u"), ""),
        ((*"ana silva", "home", "right", "ctrl+k"), "a"),
        ((*"ana", "backspace", "ctrl+h"), "a"),
        ((*"ana", "home", "delete", "end", "x"), "nax"),
        (("Ż", "ó", "山", "left", "x"), "Żóx山"),
    ],
)
async def test_keys_of_the_line(seeded: Path, keys: tuple[str, ...], text: str) -> None:
    async with filtering(seeded) as robot:
        await robot.burst(*keys)
        assert line(robot).value == text


async def test_a_paste_is_one_line(seeded: Path) -> None:
    async with filtering(seeded, "name:") as robot:
        await robot.paste('"ana\tsilva"\nstatus:pending\x1b\n')
        assert line(robot).value == 'name:"ana silva" status:pending'


async def test_what_would_act_on_the_terminal_is_shown_instead(seeded: Path) -> None:
    async with filtering(seeded, "\x1b[31mred", ("\x1b]0;x\x07",)) as robot:
        robot.expect("␛[31mred")
        await robot.press("up")
        robot.expect("␛]0;x␇")


# --- sizes


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 10)])
async def test_it_fits(seeded: Path, size: tuple[int, int]) -> None:
    async with filtering(seeded, size=size, history=HISTORY) as robot:
        await robot.burst(*"status:pen")
        robot.expect("status:pen", "pending")
        assert max(len(text) for text in robot.lines) <= size[0]
        await robot.resize(80, 24)
        await robot.press("up", "up")
        robot.expect("▌ status:pending")


async def test_the_line_stays_where_it_is(seeded: Path) -> None:
    async with filtering(seeded, size=(80, 24)) as robot:
        rows = set()
        for keys in (("x",), ("backspace",), tuple("status:"), tuple("bad"), ("enter",)):
            await robot.burst(*keys)
            rows.add(line(robot).region.y)
        assert len(rows) == 1


async def test_a_long_filter_shows_its_end(seeded: Path) -> None:
    text = " ".join(f"sku:ABC{at}" for at in range(40))
    async with filtering(seeded, text, size=(40, 10)) as robot:
        robot.expect("sku:ABC39")
        await robot.press("home")
        robot.expect("sku:ABC0")
        assert re.search(r"sku:ABC39", robot.text) is None


async def test_a_change_that_is_told_of_late_doesnt_take_enter_back(seeded: Path) -> None:
    async with filtering(seeded) as robot:
        await robot.burst(*"status:pending")
        line = robot.app.screen.query_one(Input)
        line.post_message(Input.Submitted(line, "status:pending"))
        line.post_message(Input.Changed(line, "status:pending"))
        await robot.settle()
        assert robot.answer == "status:pending"
