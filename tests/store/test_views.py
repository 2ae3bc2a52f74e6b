"""Saved views: kept for each person and workspace, found by name whatever its case; no content locks anybody out."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from sales_tui.core.refusal import Refusal
from sales_tui.store.actor import Actor
from sales_tui.store.location import locate
from sales_tui.store.reader import Reader
from sales_tui.store.view_changes import delete_view, rename_view, save_view, set_default, set_hidden
from sales_tui.store.views import SavedView, ViewChoice, list_views, owner_of, read_choice
from sales_tui.workspaces import WORKSPACES
from tests.store.orders import NOW, new_database

ORDERS = WORKSPACES["orders"]
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def engine(database_url: str):
    engine = new_database(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def reader(engine: Engine, database_url: str):
    reader = Reader(locate(database_url))
    yield reader
    reader.close()


def names(reader: Reader, owner: str = "ada", workspace: str = "orders") -> list[str]:
    return [view.name for view in list_views(reader, owner, workspace)]


def save(engine: Engine, *views: str, owner: str = "ada") -> None:
    for name in views:
        assert save_view(engine, owner, SavedView("orders", name), NOW) is None


def test_a_view_comes_back_as_it_was_saved(engine: Engine, reader: Reader):
    view = SavedView("orders", "Late, unpaid", 'status:pending "a b"', "-created_at,id", "increment_id:12,status")
    assert save_view(engine, "ada", view, NOW) is None
    (found,) = list_views(reader, "ada", "orders")
    assert (found.name, found.filter, found.sort, found.columns, found.is_default) == (
        "Late, unpaid",
        'status:pending "a b"',
        "-created_at,id",
        "increment_id:12,status",
        False,
    )


def test_views_stay_in_the_order_in_which_they_were_saved(engine: Engine, reader: Reader):
    save(engine, "zebra", "Ähre", "middle")
    save(engine, "AHRE")
    assert names(reader) == ["zebra", "AHRE", "middle"]
    delete_view(engine, "ada", "orders", "zebra")
    save(engine, "zebra")
    assert names(reader) == ["AHRE", "middle", "zebra"]


def test_the_same_name_replaces(engine: Engine, reader: Reader):
    save_view(engine, "ada", SavedView("orders", "To ship", "state:new"), NOW)
    for again in ("To ship", "TO SHIP", "  to   ship ", "Tó shíp"):
        assert save_view(engine, "ada", SavedView("orders", again, f"name:{again}"), LATER) is None
        (view,) = list_views(reader, "ada", "orders")
        assert (view.name, view.filter) == (again.strip(), f"name:{again}")
    with engine.connect() as connection:
        made, changed = connection.execute(text("SELECT created_at, updated_at FROM saved_view")).one()
    assert (made, changed) == (1795430520000000, 1795430820000000)


def test_everybody_has_their_own_in_every_workspace(engine: Engine, reader: Reader):
    save(engine, "mine", owner="ada")
    save(engine, "mine", owner="ada/Bob")
    save_view(engine, "ada", SavedView("invoices", "open"), NOW)
    assert names(reader, "ada") == names(reader, "ada/Bob") == ["mine"]
    assert names(reader, "ada", "invoices") == ["open"]
    assert delete_view(engine, "ada", "orders", "mine") is None
    assert (names(reader, "ada"), names(reader, "ada/Bob")) == ([], ["mine"])


@pytest.mark.parametrize(
    "actor,owner",
    [
        (Actor("ada", "", "desk-1"), "ada"),
        (Actor("desk", " Bob ", "desk-1"), "desk/Bob"),
        (Actor("desk", " ", "desk-2"), "desk"),
        (Actor("d\udcffsk"), "d\ufffdsk"),
    ],
)
def test_the_operator_counts_where_there_is_one(actor: Actor, owner: str):
    assert owner_of(actor) == owner


def test_names_are_literal(engine: Engine, reader: Reader):
    given = ["[bold]x[/]", "a:b,c", "100 %", "'; DROP TABLE saved_view;--", "未発送", "x" * 60]
    save(engine, "other", *given)
    assert names(reader) == ["other", *given]
    for name in given:
        assert rename_view(engine, "ada", "orders", name, f"{name[:58]}+", LATER) is None
    assert names(reader) == ["other", *(f"{name[:58]}+" for name in given)]
    for name in given:
        assert delete_view(engine, "ada", "orders", f"{name[:58]}+") is None
    assert names(reader) == ["other"]


def test_what_no_database_keeps_is_replaced(engine: Engine, reader: Reader):
    assert save_view(engine, "ada", SavedView("orders", "a\0b", "name:\ud800"), NOW) is None
    (view,) = list_views(reader, "ada", "orders")
    assert (view.name, view.filter) == ("a\ufffdb", "name:\ufffd")
    assert delete_view(engine, "ada", "orders", "a\0b") is None


def test_names_that_are_none(engine: Engine, reader: Reader):
    save(engine, "one")
    for name, refusal in (
        ("", Refusal("view.no_name", "A view needs a name.")),
        (" \t", Refusal("view.no_name", "A view needs a name.")),
        ("\u0301", Refusal("view.no_name", "A view needs a name.")),
        ("x" * 61, Refusal("view.long_name", "The name has 61 characters; a view's name has 60 at most.")),
    ):
        assert save_view(engine, "ada", SavedView("orders", name), NOW) == refusal
        assert rename_view(engine, "ada", "orders", "one", name, NOW) == refusal
    assert names(reader) == ["one"]


def test_renaming(engine: Engine, reader: Reader):
    save(engine, "one", "two")
    assert rename_view(engine, "ada", "orders", "ONE", "first", LATER) is None
    assert rename_view(engine, "ada", "orders", "first", "First", LATER) is None
    taken = Refusal("view.taken", "There is another view named Two; delete that one first, or choose a new name.")
    assert rename_view(engine, "ada", "orders", "first", "Two", LATER) == taken
    unknown = Refusal("view.unknown", "There is no view named one.")
    assert rename_view(engine, "ada", "orders", "one", "three", LATER) == unknown
    assert delete_view(engine, "ada", "orders", "one") == unknown
    assert delete_view(engine, "bob", "orders", "two") == Refusal("view.unknown", "There is no view named two.")
    assert names(reader) == ["First", "two"]


def test_the_default_follows_its_view(engine: Engine, reader: Reader):
    save(engine, "one", "two")

    def defaults() -> list[str]:
        return [view.name for view in list_views(reader, "ada", "orders") if view.is_default]

    assert set_default(engine, "ada", "orders", "ONE") is None
    assert defaults() == ["one"]
    rename_view(engine, "ada", "orders", "one", "first", LATER)
    assert (defaults(), read_choice(reader, "ada", "orders").default) == (["first"], "first")
    save(engine, "FIRST")
    rename_view(engine, "ada", "orders", "two", "second", LATER)
    assert defaults() == ["FIRST"]
    delete_view(engine, "ada", "orders", "second")
    assert defaults() == ["FIRST"]
    delete_view(engine, "ada", "orders", "first")
    save(engine, "first")
    assert (defaults(), read_choice(reader, "ada", "orders")) == ([], ViewChoice())


def test_a_built_in_view_as_default_and_hidden(engine: Engine, reader: Reader):
    assert set_default(engine, "ada", "orders", "to-ship", ["to-ship", "held"]) is None
    set_hidden(engine, "ada", "orders", ["late", "held"])
    assert read_choice(reader, "ada", "orders") == ViewChoice("to-ship", frozenset(("held", "late")))
    unknown = Refusal("view.unknown", "There is no view named nowhere.")
    assert set_default(engine, "ada", "orders", "nowhere", ["to-ship"]) == unknown
    assert read_choice(reader, "ada", "orders").default == "to-ship"
    assert set_default(engine, "ada", "orders", None) is None
    set_hidden(engine, "ada", "orders", [])
    assert read_choice(reader, "ada", "orders") == read_choice(reader, "ada", "invoices") == ViewChoice()


def test_a_view_that_no_longer_fits_opens_without_what_is_gone(engine: Engine, reader: Reader):
    broken = SavedView(
        "orders", "old", 'colour:"red', "-colour,-grand_total,,", "increment_id:x,colour:9,status:-4,created_at:14,:"
    )
    assert save_view(engine, "ada", broken, NOW) is None
    (view,) = list_views(reader, "ada", "orders")
    fitted = view.fitted(ORDERS)
    assert (fitted.name, fitted.title, fitted.filter) == ("old", "old", 'colour:"red')
    assert fitted.sort == (("grand_total", True),)
    assert fitted.columns == (("increment_id", None), ("status", None), ("created_at", 14))


def test_reading_loads_no_database_library():
    code = (
        "import sys, sales_tui.store.views, sales_tui.workspaces.layouts\n"
        "print(*{'sqlalchemy', 'sqlmodel'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == ""
