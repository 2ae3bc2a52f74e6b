"""Macros at the desk: recorded by doing, run by a letter on the marks or the record, changed in their list."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sales_tui.macros.book import read_book
from sales_tui.macros.steps import write_step
from tests.tui.robot import Robot, at_the_desk, desk_app

MACROS = """\
# before nine
[morning]
key = "m"
on = "orders"
steps = ["order.invoice ship=true", "order.comment comment=\\"packed today\\""]

[release]
steps = ["order.unhold"]

[broken]
steps = ["order.fly"]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Three macros, one of them broken."""
    file = tmp_path / "macros.toml"
    file.write_text(MACROS)
    return file


async def find(robot: Robot, text: str) -> None:
    await robot.burst("/", "ctrl+u", *text, "enter")


async def test_a_letter_runs_one_on_the_marks(shop: Path, file: Path) -> None:
    async with at_the_desk(shop, macros=str(file)) as robot:
        await find(robot, "status:pending todo:ship")
        shipments = robot.count("shipment")
        await robot.press("space", "space", "@")
        robot.expect("m  morning  orders  Invoice + ship, Comment “packed today”", "release", "!  broken  ")
        await robot.press("m")
        robot.expect("Macro morning: 2 orders?", "Steps: Invoice + ship, Comment “packed today”.", "2 will be done")
        assert robot.count("shipment") == shipments
        await robot.press("f2")
        await robot.until("2 done")
        assert robot.count("shipment") == shipments + 2
        assert robot.count("order_status_history", "comment = 'packed today'") == 2
        assert robot.query("SELECT title, origin FROM job") == [("Macro morning", "macro")]
        await robot.press(".")
        robot.expect("Macro morning: 1 order?")


async def test_on_an_open_record_and_by_its_name(shop: Path, file: Path) -> None:
    async with at_the_desk(shop, macros=str(file)) as robot:
        await robot.open(robot.number("state = 'holded'"))
        await robot.press("@", "down", "enter")
        robot.expect("Macro release: 1 order?", "1 will be done")
        await robot.press("escape", ":", *"macro.rel", "enter")
        robot.expect("Macro release: 1 order?")
        await robot.press("escape", "ctrl+p", *"macro.rel", "enter")
        robot.expect("Macro release: 1 order?")
        held = robot.count("sales_order", "state = 'holded'")
        await robot.press("f2")
        await robot.until("1 done")
        assert robot.count("sales_order", "state = 'holded'") == held - 1


async def test_what_cannot_be_run_says_why(shop: Path, file: Path) -> None:
    async with at_the_desk(shop, macros=str(file)) as robot:
        await robot.press("@", "x")
        robot.expect("! No macro has the key x; ctrl+k gives one to the macro under the cursor.")
        await robot.press("down", "down", "enter")
        robot.expect("! Step 1: there is no action 'order.fly'; sales-tui actions lists them.")
        await robot.press("escape", "g", "b", "@", "m")
        robot.expect("! “Macro morning” is for orders, and this is billing agreements.")
        file.write_bytes(b"\xff")
        await robot.press("@")
        robot.expect("UTF-8", "save it as such.")


async def test_recording(shop: Path, tmp_path: Path) -> None:
    file = tmp_path / "folder" / "macros.toml"
    async with at_the_desk(shop, macros=str(file)) as robot:
        await find(robot, "status:pending method:checkmo")
        await robot.press("@")
        robot.expect("There is no macro yet. @ begins to record one")
        await robot.press("@")
        robot.expect("recording: 0 steps, @ ends it")
        await robot.press("b", "f2")
        robot.expect("recording: 1 step, @ ends it")
        await robot.press("down", "space", "c", *"packed", "f2")
        await robot.until("1 done")
        robot.expect("recording: 2 steps, @ ends it")
        await robot.press("@")
        robot.expect("Save what was recorded as a macro", "1  Invoice + ship", "2  Comment “packed”")
        await robot.press("escape")
        robot.expect("The recording goes on; @ ends it.", "recording: 2 steps")
        await robot.press("@", "f2")
        robot.expect("! Type a name first.")
        await robot.press(*"end of day", "enter", "e", "f2")
        robot.expect("Saved as the macro 'end of day'; @ e runs it.")
        robot.expect_not("recording")
        (macro,) = read_book(file).macros
        assert (macro.name, macro.key, macro.on) == ("end of day", "e", "orders")
        assert [write_step(step) for step in macro.steps] == ["order.invoice ship=true", "order.comment comment=packed"]
        await robot.press("down", "@", "e")
        robot.expect("Macro end of day: 1 order?")


async def test_what_is_one_records_own_is_no_step(shop: Path, file: Path) -> None:
    async with at_the_desk(shop, macros=str(file)) as robot:
        await find(robot, "status:pending pieces:>5")
        await robot.press("@", "@", "i", "0", "f2")
        robot.expect("Done, but no step of the macro: “Invoice” was done to certain pieces", "recording: 0 steps")
        await robot.press("@")
        robot.expect("! Nothing was recorded: no action was done meanwhile.")
        robot.expect_not("recording:")


async def test_thrown_away(shop: Path, file: Path) -> None:
    async with at_the_desk(shop, macros=str(file)) as robot:
        await find(robot, "status:pending")
        await robot.press("@", "@", "h", "f2", "@", "ctrl+x")
        robot.expect("What was recorded is thrown away.")
        robot.expect_not("recording:")
        assert file.read_text() == MACROS


async def test_another_name_another_key_and_gone(shop: Path, file: Path) -> None:
    async with at_the_desk(shop, macros=str(file)) as robot:
        await robot.press("@", "down", "ctrl+r", "ctrl+u", *"morning", "f2")
        robot.expect("! There is a macro 'morning' already; choose another name.")
        await robot.press("ctrl+u", *"let go", "f2")
        robot.expect("Now 'let go'.", "let go   orders  Release")
        await robot.press("ctrl+k", "m", "f2")
        robot.expect("! The key m is taken by 'morning'; choose another letter.")
        await robot.press("ctrl+u", "l", "f2")
        robot.expect("Its key is l now.", "l  let go")
        await robot.press("delete")
        robot.expect("Delete the macro 'let go'? Nothing that it did is undone.")
        await robot.press("enter", "y")
        robot.expect("! F2 deletes it; escape leaves it.")
        await robot.press("escape", "delete", "f2")
        robot.expect("Deleted 'let go'.")
        assert file.read_text() == MACROS.replace('[release]\nsteps = ["order.unhold"]\n\n', "")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_the_list_looks_as_it_did(
    size: tuple[int, int],
    shop: Path,
    file: Path,
    snap_compare: Callable[..., bool],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(file.parent)  # the path is on the screen
    app = desk_app(shop, demo=True, macros=file.name)

    async def press(pilot: Pilot[Any]) -> None:
        robot = Robot(app, pilot, shop)
        await robot.settle()
        await robot.press("@")

    assert snap_compare(app, terminal_size=size, run_before=press)
