"""The view picker: which views there are, what they find, and keeping the present question as one."""

from __future__ import annotations

import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import Input

from sales_tui.store.actor import Actor
from sales_tui.store.view_changes import save_view, set_hidden
from sales_tui.store.views import SavedView, owner_of
from sales_tui.tui.question import Question, ask_view
from sales_tui.tui.screens.views import ViewsScreen
from sales_tui.tui.views import ViewBook
from sales_tui.workspaces import WORKSPACES
from sales_tui.workspaces.base import View
from tests.tui.question_robot import WAITING, QuestionRobot, asked, asking_on, runtime_on
from tests.tui.robot import NOW

ORDERS = WORKSPACES["orders"]

QUESTION = Question(
    ORDERS.views[0],
    "status:pending",
    (("grand_total", True), ("status", False)),
    (("increment_id", None), ("grand_total", 20)),
)

MINE = View("My ones", "My ones", QUESTION.filter, QUESTION.sort, QUESTION.columns)


def book_on(database: Path, *, read_only: bool = False) -> ViewBook:
    return ViewBook(runtime_on(database, read_only=read_only), lambda: NOW)


@asynccontextmanager
async def choosing(
    database: Path,
    question: Question = QUESTION,
    size: tuple[int, int] = (120, 40),
    *,
    read_only: bool = False,
    present: str = "",
) -> AsyncIterator[QuestionRobot]:
    book, asking = book_on(database, read_only=read_only), asking_on(database)
    present = present or question.view.name
    async with asked(lambda: ViewsScreen(ORDERS, present, book, asking, question), size) as robot:
        yield robot


def keep(database: Path, *views: SavedView) -> None:
    """Views of this person's, saved elsewhere."""
    runtime = runtime_on(database)
    for view in views:
        assert save_view(runtime.engine, owner_of(runtime.actor), view, NOW) is None
    runtime.close()


def saved(name: str, filter: str = "status:pending") -> SavedView:
    return SavedView("orders", name, filter)


def line(robot: QuestionRobot, words: str) -> str:
    return next(text for text in robot.lines if words in text)


async def listed(database: Path) -> list[tuple[str, bool, bool]]:
    return [(one.view.name, one.is_own, one.is_default) for one in await book_on(database).list(ORDERS)]


# --- choosing


async def test_views_with_what_they_find(seeded: Path) -> None:
    async with choosing(seeded) as robot:
        robot.expect("Views of orders", "a  All orders", "b  To invoice")
        assert line(robot, "All orders").split()[-2:] == ["240", "default"]
        found = await asking_on(seeded).count(ORDERS, "todo:ship")
        assert line(robot, "To ship").split()[-2:] == [str(found), "todo:ship"]


async def test_a_letter_chooses_at_once(seeded: Path) -> None:
    async with choosing(seeded) as robot:
        await robot.burst("c", "j")
        assert robot.answer == ORDERS.view("to-ship")
        assert robot.asked.left == ["j"]


async def test_the_cursor_begins_at_the_present_view(seeded: Path) -> None:
    async with choosing(seeded, present="to-invoice") as robot:
        assert "To invoice" in robot.cursor_line
        await robot.burst("down", "enter")
        assert robot.answer == ORDERS.view("to-ship")


async def test_home_and_end(seeded: Path) -> None:
    async with choosing(seeded) as robot:
        await robot.burst("end", "down")
        assert ORDERS.views[-1].title in robot.cursor_line
        await robot.burst("home", "up", "enter")
        assert robot.answer == ORDERS.view("all")


async def test_a_click_chooses(seeded: Path) -> None:
    async with choosing(seeded) as robot:
        await robot.click("On hold")
        assert robot.answer == ORDERS.view("on-hold")


async def test_escape_leaves(seeded: Path) -> None:
    async with choosing(seeded) as robot:
        await robot.burst("down", "escape")
        assert robot.answer is None


async def test_own_views_come_last_and_hidden_ones_not_at_all(shop: Path) -> None:
    keep(shop, saved("Ältere"), saved("Zebra"))
    runtime = runtime_on(shop)
    set_hidden(runtime.engine, owner_of(runtime.actor), "orders", ["to-invoice"])
    async with choosing(shop) as robot:
        robot.expect("b  To ship")
        robot.expect_not("To invoice")
        assert [text.split()[1] for text in robot.lines if " own" in text] == ["Ältere", "Zebra"]


async def test_views_of_others_and_other_workspaces_are_not_listed(shop: Path) -> None:
    keep(shop, SavedView("invoices", "Of invoices"))
    runtime = runtime_on(shop)
    save_view(runtime.engine, owner_of(Actor("somebody")), saved("Somebody's"), NOW)
    async with choosing(shop) as robot:
        robot.expect_not("Of invoices", "Somebody's")


async def test_a_view_whose_filter_no_longer_fits_says_so(shop: Path) -> None:
    keep(shop, saved("Old", "colour:red"), saved("Good"))
    async with choosing(shop, size=(80, 24)) as robot:
        assert "Orders have no field 'colou…" in line(robot, "Old")
        await robot.burst("end", "up", "enter", "j")
        assert robot.answer is WAITING
        assert robot.asked.bells == 1
        robot.expect("! 'Old' can't be shown.")
        await robot.burst("end", "enter")
        assert robot.answer == View("Good", "Good", "status:pending")


# --- saving


async def test_the_question_is_saved_and_shown(shop: Path) -> None:
    async with choosing(shop) as robot:
        await robot.burst("f2", *"My ones")
        robot.expect("Save filter, sort and columns as a view", "My ones", "F2 saves it")
        await robot.press("f2")
        assert robot.answer == MINE
        assert robot.asked.said == ["Saved as the view 'My ones'; v shows the views."]
    assert (await listed(shop))[-1] == ("My ones", True, False)


async def test_saving_in_one_burst(shop: Path) -> None:
    async with choosing(shop) as robot:
        await robot.burst("f2", *"abc", "f2", "j")
        assert robot.answer == View("abc", "abc", QUESTION.filter, QUESTION.sort, QUESTION.columns)
        assert robot.asked.left == ["j"]


async def test_the_workspaces_own_order_and_columns_are_saved_as_none(shop: Path) -> None:
    async with choosing(shop, ask_view(ORDERS, ORDERS.views[0])) as robot:
        await robot.burst("f2", *"Everything", "f2")
        assert robot.answer == View("Everything", "Everything")


async def test_an_own_view_is_replaced_after_saying_so(shop: Path) -> None:
    keep(shop, saved("My Ones", "ana"))
    async with choosing(shop) as robot:
        await robot.burst("f2", *"my ones")
        robot.expect("F2 replaces your view 'My Ones'.")
        await robot.press("f2")
        assert robot.answer == View("my ones", "my ones", QUESTION.filter, QUESTION.sort, QUESTION.columns)
    assert [name for name, is_own, _ in await listed(shop) if is_own] == ["my ones"]


async def test_the_name_of_the_own_view_at_hand_is_there_already(shop: Path) -> None:
    keep(shop, saved("Mine"))
    view = View("Mine", "Mine", "status:pending")
    async with choosing(shop, ask_view(ORDERS, view).filtered("ana")) as robot:
        await robot.press("f2")
        robot.expect("F2 replaces your view 'Mine'.")
        await robot.press("f2")
        assert robot.answer == View("Mine", "Mine", "ana")


@pytest.mark.parametrize("name", ["today", "TO SHIP", "to-ship"])
async def test_views_that_are_there_from_the_start_are_not_replaced(shop: Path, name: str) -> None:
    async with choosing(shop) as robot:
        await robot.burst("f2", *name)
        robot.expect("is there from the start; choose another name.")
        await robot.press("f2")
        assert robot.answer is WAITING
        assert robot.asked.bells == 1
        await robot.burst("x", "f2")
        assert robot.asked.answer.name == f"{name}x"


@pytest.mark.parametrize("name, words", [("", "A view needs a name."), ("  ", "A view needs a name.")])
async def test_a_view_needs_a_name(shop: Path, name: str, words: str) -> None:
    async with choosing(shop) as robot:
        await robot.burst("f2", *name, "f2")
        robot.expect(f"! {words}")
        assert robot.answer is WAITING


async def test_a_name_is_not_too_long(shop: Path) -> None:
    async with choosing(shop) as robot:
        await robot.burst("f2", *("x" * 61), "f2")
        robot.expect("a view's name has 60 at most")


async def test_enter_saves_nothing_and_escape_goes_back_to_the_list(shop: Path) -> None:
    async with choosing(shop) as robot:
        await robot.burst("f2", *"abc", "enter")
        robot.expect("! F2 saves it; escape leaves it.")
        await robot.press("escape")
        robot.expect("Views of orders", "a  All orders")
        await robot.press("escape")
        assert robot.answer is None
    assert not any(is_own for _, is_own, _ in await listed(shop))


async def test_ctrl_s_is_the_same_as_f2(shop: Path) -> None:
    async with choosing(shop) as robot:
        await robot.burst("ctrl+s", *"abc", "ctrl+s")
        assert robot.answer.name == "abc"


async def test_keys_behind_a_refused_name_are_void(shop: Path) -> None:
    async with choosing(shop) as robot:
        await robot.burst("f2", *"today", "f2", "j", "j")
        assert robot.asked.screen.query_one(Input).value == "today"
        await robot.burst("x", "f2")
        assert robot.answer.name == "todayx"


# --- renaming, deleting, the default


async def test_renaming_keeps_place_and_default(shop: Path) -> None:
    keep(shop, saved("One"), saved("Two"))
    async with choosing(shop) as robot:
        await robot.burst("end", "up", "*", "ctrl+r")
        robot.expect("Another name for 'One'", "F2 renames it")
        await robot.burst(*" more", "f2")
        robot.expect("Now 'One more'.")
        assert "One more" in robot.cursor_line
    assert (await listed(shop))[-2:] == [("One more", True, True), ("Two", True, False)]


async def test_a_taken_name_is_refused(shop: Path) -> None:
    keep(shop, saved("One"), saved("Two"))
    async with choosing(shop) as robot:
        await robot.burst("end", "ctrl+r", "ctrl+u", *"one", "f2")
        robot.expect("! There is another view named one; delete that one first, or choose a new name.")
        await robot.burst("escape", "escape")
        assert robot.answer is None


async def test_deleting_asks_first(shop: Path) -> None:
    keep(shop, saved("One"), saved("Two"))
    async with choosing(shop) as robot:
        await robot.burst("end", "delete")
        robot.expect("Delete your view 'Two'? Only the view, no records.", "F2 deletes it")
        await robot.burst("a", "enter", "escape", "end", "delete", "f2")
        robot.expect("Deleted 'Two'.")
        assert "One" in robot.cursor_line
        assert robot.answer is WAITING
    assert [name for name, is_own, _ in await listed(shop) if is_own] == ["One"]


@pytest.mark.parametrize("key, verb", [("delete", "deleted"), ("ctrl+r", "renamed")])
async def test_only_own_views_are_changed(shop: Path, key: str, verb: str) -> None:
    async with choosing(shop) as robot:
        await robot.burst("down", key)
        robot.expect(f"! 'To invoice' is there from the start; only views of your own can be {verb}.")
        await robot.press("c")
        assert robot.answer == ORDERS.view("to-ship")


@pytest.mark.parametrize("at, name", [("to-invoice", "to-invoice"), ("Mine", "Mine")])
async def test_the_default(shop: Path, at: str, name: str) -> None:
    keep(shop, saved("Mine"))
    assert await book_on(shop).default(ORDERS) is None
    async with choosing(shop, present=at) as robot:
        await robot.press("*")
        robot.expect("Orders open with ")
        assert "default" in robot.cursor_line
    chosen = await book_on(shop).default(ORDERS)
    assert chosen is not None
    assert chosen.name == name
    async with choosing(shop) as robot:
        await robot.burst("home", "*")
        assert line(robot, "a  All orders").endswith("default")
    assert await book_on(shop).default(ORDERS) is None


async def test_a_default_that_is_gone_is_the_first_one(shop: Path) -> None:
    keep(shop, saved("Mine"))
    book = book_on(shop)
    await book.set_default(ORDERS, "Mine")
    await book.delete(ORDERS, "Mine")
    assert [name for name, _, is_default in await listed(shop) if is_default] == ["all"]


# --- what can't be written or read


@pytest.mark.parametrize("keys", [("f2",), ("*",), ("end", "ctrl+r"), ("end", "delete")])
async def test_read_only_refuses_changes(shop: Path, keys: tuple[str, ...]) -> None:
    keep(shop, saved("Mine"))
    async with choosing(shop, read_only=True) as robot:
        await robot.burst(*keys)
        robot.expect("! Opened read-only: the list of views can't be changed here.")
        await robot.press("c")
        assert robot.answer == ORDERS.view("to-ship")


async def test_a_file_that_cannot_be_written_is_read_only(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.chmod(stat.S_IRUSR)
    monkeypatch.setattr("sales_tui.store.location.os.access", lambda path, mode: False)
    refusal = await book_on(shop).set_default(ORDERS, "to-ship")
    assert refusal is not None
    assert refusal.code == "view.read_only"


async def test_a_database_that_is_gone_is_said(tmp_path: Path) -> None:
    async with choosing(tmp_path / "none.db") as robot:
        robot.expect("!! ")
        await robot.press("enter")
        await robot.press("escape")
        assert robot.answer is None
    assert await book_on(tmp_path / "none.db").default(ORDERS) is None


# --- the look


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 10)])
async def test_it_fits(shop: Path, size: tuple[int, int]) -> None:
    keep(shop, *(saved(f"View {at}", f"number:{at}") for at in range(30)))
    async with choosing(shop, size=size) as robot:
        robot.expect("a  All orders", "↓")
        assert max(len(text) for text in robot.lines) <= size[0]
        await robot.press("end")
        assert "View 29" in robot.cursor_line
        robot.expect("↑")
        await robot.burst("f2", *"x" * 50)
        await robot.resize(80, 24)
        robot.expect("F2 saves it")


async def test_names_are_shown_literally(shop: Path) -> None:
    keep(shop, saved("[red]x\x1b[31m", "ana"))
    async with choosing(shop) as robot:
        robot.expect("[red]x␛[31m")
