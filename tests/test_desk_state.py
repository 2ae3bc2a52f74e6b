"""The state of the desk: kept in a file for each database, given back as it was; nothing that is in the way raises."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_tui.store.location import Location, locate
from sales_tui.tui.desk_state import DeskState, KeptAction, KeptMarks, PlaceState, keep_marks, load, save, state_file

NOW = datetime(2026, 11, 23, 17, 42, 5, 678, tzinfo=UTC)
STATE = DeskState(
    "invoices",
    {
        "orders": PlaceState(
            view="To ship", filter='status:pending "ana \ud800silva"', sort="-grand_total,id",
            columns="increment_id:12,status", cursor_id=4711, cursor_number="000004711",
            marks=KeptMarks(7, "1-5,9,12", "2026-11-23T17:42:05+00:00"),
        ),
        "invoices": PlaceState(cursor_id=3),
    },
    ("status:pending", "costello"),
    KeptAction("Invoice + ship", ("order.invoice ship=true",), "Without the tracking numbers.", ""),
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def shop(tmp_path: Path) -> Location:
    return locate(str(tmp_path / "shop.sqlite"))


def test_nothing_kept_yet(shop: Location):
    assert load(shop) == DeskState()
    assert not state_file(shop).parent.exists()


def test_it_comes_back_as_it_was(shop: Location):
    assert save(shop, DeskState("orders"))
    assert save(shop, STATE)
    assert load(shop) == STATE


def test_only_its_owner_can_read_it_and_nothing_else_stays(shop: Location, home: Path):
    assert save(shop, STATE)
    file = state_file(shop)
    assert [one.name for one in file.parent.iterdir()] == [file.name]
    assert home in file.parents
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_every_database_has_its_own(shop: Location, tmp_path: Path):
    save(shop, STATE)
    assert load(locate(str(tmp_path / "other.sqlite"))) == DeskState()


def test_one_file_however_it_is_called(shop: Location, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    assert shop.path is not None
    shop.path.touch()
    (tmp_path / "link.sqlite").symlink_to(shop.path)
    monkeypatch.chdir(tmp_path)
    ways = ("shop.sqlite", "./home/../shop.sqlite", "sqlite:///shop.sqlite", "link.sqlite")
    assert {state_file(locate(way)) for way in ways} == {state_file(shop)}


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://ada@db:5432/shop",
        "postgresql://ada:secret@db:5432/shop",
        "postgres://ada:other%20one:/@db:5432/shop",
        "postgresql://ada@db:5432/shop?password=secret",
    ],
)
def test_a_changed_password_changes_nothing(url: str):
    assert state_file(locate(url)) == state_file(locate("postgresql://ada@db:5432/shop"))


def test_servers_databases_and_users_are_told_apart():
    urls = ("ada@db/shop", "bob@db/shop", "ada@db/other", "ada@db2/shop", "ada@db/shop?sslmode=require")
    assert len({state_file(locate(f"postgresql://{url}")) for url in urls}) == 5


def test_no_password_is_written(home: Path):
    assert save(locate("postgresql://ada:secret@db/shop?password=secret"), STATE)
    assert [path for path in home.rglob("*") if path.is_file() and b"secret" in path.read_bytes()] == []


def test_a_throw_away_database_has_none(home: Path):
    assert not save(None, STATE)
    assert load(None) == DeskState()
    assert [path for path in home.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"\xff\xfe", b"null", b"[]", b'"text"', b"{}", b'{"version": 2, "workspace": "orders"}',
        b'{"version": "1"}', b"[" * 100_000, b'{"version": ' + b"1" * 5000 + b"}",
    ],
)  # fmt: skip
def test_a_file_that_is_no_state_is_put_aside(shop: Location, content: bytes):
    save(shop, STATE)
    file = state_file(shop)
    file.write_bytes(content)
    assert load(shop) == DeskState()
    assert not file.exists()
    assert file.with_suffix(".bad").read_bytes() == content
    assert save(shop, STATE)
    assert load(shop) == STATE


def test_a_folder_in_its_place(shop: Location):
    state_file(shop).mkdir(parents=True)
    (state_file(shop) / "file").touch()
    assert load(shop) == DeskState()
    assert save(shop, STATE)


@pytest.mark.parametrize(
    "name,wrong,place",
    [
        ("view", 7, PlaceState(filter="a")),
        ("cursor_id", "7", PlaceState(filter="a")),
        ("cursor_id", True, PlaceState(filter="a")),
        ("marks", [1, 2], PlaceState(filter="a")),
        ("marks", {"count": 3, "ranges": "1-3"}, PlaceState(filter="a")),
        ("marks", {"count": 0, "ranges": "", "kept_at": ""}, PlaceState(filter="a")),
        ("marks", {"count": 10**9, "ranges": "1-9", "kept_at": ""}, PlaceState(filter="a")),
        ("colour", "red", PlaceState(filter="a")),
        ("filter", None, PlaceState()),
    ],
)
def test_a_wrong_detail_costs_only_itself(shop: Location, name: str, wrong: Any, place: PlaceState):
    save(shop, DeskState("orders", {"invoices": PlaceState(sort="id")}, ("x",)))
    file = state_file(shop)
    data = json.loads(file.read_bytes())
    data["places"]["orders"] = {"filter": "a", name: wrong}
    file.write_text(json.dumps(data))
    assert load(shop) == DeskState("orders", {"invoices": PlaceState(sort="id"), "orders": place}, ("x",))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.fixed_dictionaries({}, optional={"workspace": JSON, "places": JSON, "filters": JSON}))
def test_no_content_raises(data: dict[str, Any]):
    shop = locate("/nowhere/any.sqlite")
    save(shop, DeskState())
    state_file(shop).write_text(json.dumps({"version": 1, **data}))
    state = load(shop)
    assert save(shop, state)
    assert load(shop) == state


def test_a_folder_that_can_not_be_written(shop: Location, home: Path):
    (home / "state" / "sales-tui").write_text("a file where the folder should be")
    assert not save(shop, STATE)
    assert load(shop) == DeskState()


def test_a_full_disk_leaves_the_old_state(shop: Location, monkeypatch: pytest.MonkeyPatch):
    save(shop, STATE)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.replace", full)
        assert not save(shop, DeskState())
    assert load(shop) == STATE
    assert [one.name for one in state_file(shop).parent.iterdir()] == [state_file(shop).name]


def test_marks_are_kept_whole_or_not_at_all():
    marks = keep_marks(range(1, 1_000_001), NOW)
    assert marks == KeptMarks(1_000_000, "1-1000000", "2026-11-23T17:42:05+00:00")
    assert sum(1 for _ in marks.ids) == 1_000_000
    assert keep_marks(range(1, 1_000_002), NOW) is None
    assert keep_marks([], NOW) is None


def test_when_marks_were_kept():
    warsaw = timezone(timedelta(hours=1))
    marks = keep_marks([3, 4, 9], NOW.astimezone(warsaw))
    assert marks == KeptMarks(3, "3-4,9", "2026-11-23T17:42:05+00:00")
    assert (list(marks.ids), marks.moment) == ([3, 4, 9], datetime(2026, 11, 23, 17, 42, 5, tzinfo=UTC))
    assert KeptMarks(1, "1", "yesterday").moment is None
    assert KeptMarks(1, "1", "2026-11-23T17:42").moment == datetime(2026, 11, 23, 17, 42, tzinfo=UTC)


def test_marks_of_a_changed_file_have_an_end():
    assert sum(1 for _ in KeptMarks(1, "1-99999999999999999", "").ids) == 1_000_000


def test_the_newest_filters_are_kept_each_once():
    state = DeskState()
    for number in range(150):
        state = state.with_filter(f"name:{number}")
    state = state.with_filter(" name:120 ").with_filter("").with_filter("  ")
    assert state.filters[:3] == ("name:120", "name:149", "name:148")
    assert (len(state.filters), len(set(state.filters)), state.filters[-1]) == (100, 100, "name:50")


def test_changes_make_a_new_state():
    state = DeskState().with_workspace("orders").with_place("orders", PlaceState("held"))
    changed = state.with_place("orders", PlaceState("late")).with_place("invoices", PlaceState("open"))
    assert state == DeskState("orders", {"orders": PlaceState("held")})
    assert changed.place("orders").view == "late"
    assert changed.place("shipments") == PlaceState()
