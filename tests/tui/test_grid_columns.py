"""The grid's columns: which fit, scrolled sideways, chosen ones, and the header that says so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from sales_tui.tui.columns import grid_columns
from sales_tui.tui.grid.labels import header_labels
from sales_tui.tui.grid.layout import GUTTER, Layout, lay_out
from sales_tui.tui.grid.source import GridColumn, Row, SortKeys
from sales_tui.tui.panels.header_line import HeaderLine
from sales_tui.workspaces import WORKSPACES
from tests.tui.grid_robot import COLUMNS, Robot, Source, desk, lines, numbers, running, settled, until

WIDE = (
    GridColumn("number", "Order", 9),
    GridColumn("name", "Bill-to", 12, flexible=True),
    GridColumn("ship", "Ship-to", 12, flexible=True, priority=1),
    GridColumn("total", "Total", 8, align="right"),
    GridColumn("base", "Base total", 10, align="right", priority=2),
    GridColumn("status", "Status", 10),
    GridColumn("store", "Store", 7, priority=3),
)


class WideSource(Source):
    def cells(self, record_id: int) -> Row:
        return (f"#{record_id:08}", "Ada", "Ben", "1.50", "2.50", "open", "Main")


def keys(layout: Layout) -> list[str]:
    return [place.column.key for place in layout.placed]


def header(pilot: Robot) -> str:
    return lines(pilot)[0][:79].rstrip()  # the scroll bar's cell left out


# --- the layout


def test_where_all_fit_there_is_nothing_to_scroll() -> None:
    layout = lay_out(WIDE, 120, 5)
    assert keys(layout) == ["number", "name", "ship", "total", "base", "status", "store"]
    assert (layout.skip, layout.more_left, layout.more_right) == (0, False, False)


def test_less_needed_columns_are_dropped_and_the_next_step_begins_with_them() -> None:
    home = lay_out(WIDE, 60)
    assert keys(home) == ["number", "name", "total", "status"]
    assert (home.more_left, home.more_right) == (False, True)
    first = lay_out(WIDE, 60, 1)
    assert keys(first) == ["number", "ship", "total", "base", "status"]
    assert (first.more_left, first.more_right) == (True, True)
    second = lay_out(WIDE, 60, 2)
    assert keys(second) == ["number", "total", "base", "status", "store"]
    assert (second.more_left, second.more_right) == (True, False)
    assert lay_out(WIDE, 60, 9) == second


def test_chosen_columns_are_not_dropped() -> None:
    steps = [keys(lay_out(WIDE, 60, skip, keep_all=True)) for skip in range(4)]
    assert steps == [
        ["number", "name", "ship", "total"],
        ["number", "ship", "total", "base", "status"],
        ["number", "total", "base", "status", "store"],
        ["number", "total", "base", "status", "store"],
    ]


@pytest.mark.parametrize(
    "room, shown",
    [
        (9, [("number", 2), ("status", 5)]),  # alone beside the first one, it is shown all the same
        (15, [("number", 8), ("status", 5)]),
        (16, [("number", 9), ("status", 5)]),
        (20, [("number", 9), ("status", 9)]),
        (27, [("number", 9), ("status", 10)]),
        (28, [("number", 9), ("status", 10), ("note", 5)]),
        (32, [("number", 9), ("status", 10), ("note", 9)]),
        (38, [("number", 9), ("status", 10), ("note", 9)]),
        (39, [("number", 9), ("status", 10), ("note", 9), ("no", 5)]),
    ],
)
def test_the_last_column_is_cut_only_where_its_label_can_be_told(room: int, shown: list[tuple[str, int]]) -> None:
    columns = [
        GridColumn("number", "Order", 9),
        GridColumn("status", "Status", 10),
        GridColumn("note", "Notes to it", 9),
    ]
    columns += [GridColumn("no", "No", 9), GridColumn("more", "More", 30)]
    layout = lay_out(columns, GUTTER + room, keep_all=True)
    assert [(place.column.key, place.width) for place in layout.placed] == shown


def test_an_amount_is_never_cut() -> None:
    columns = [GridColumn("number", "Order", 9), GridColumn("name", "Name", 9), GridColumn("sum", "Sum", 9, "right")]
    assert keys(lay_out(columns, 32, keep_all=True)) == ["number", "name"]
    assert keys(lay_out(columns, 32, 1, keep_all=True)) == ["number", "sum"]


def test_a_chosen_width_stays() -> None:
    columns = [GridColumn("a", "A", 9), GridColumn("b", "B", 12, flexible=True, fixed=True)]
    assert [place.width for place in lay_out(columns, 80).placed] == [9, 12]
    columns.append(GridColumn("c", "C", 12, flexible=True))
    assert [place.width for place in lay_out(columns, 80).placed] == [9, 12, 51]


NAMES = ["number", "b", "c", "d", "e", "f", "g"]
COLUMN = st.builds(
    GridColumn,
    key=st.just(""),
    label=st.sampled_from(["No", "Total", "Purchased on"]),
    width=st.integers(1, 40),
    align=st.sampled_from(["left", "right"]),
    flexible=st.booleans(),
    priority=st.integers(0, 3),
)


@given(st.lists(COLUMN, min_size=1, max_size=8), st.integers(20, 130), st.booleans())
def test_every_column_is_reached_and_every_step_shows_another_picture(
    columns: list[GridColumn], width: int, keep_all: bool
) -> None:
    steps = [lay_out(columns, width, 0, keep_all=keep_all)]
    while steps[-1].more_right:
        steps.append(lay_out(columns, width, steps[-1].skip + 1, keep_all=keep_all))
        assert steps[-1].skip == steps[-2].skip + 1
        assert steps[-1].placed != steps[-2].placed
        assert len(steps) <= len(columns) + 1
    assert lay_out(columns, width, 99, keep_all=keep_all) == steps[-1]
    assert {place.index for step in steps for place in step.placed} == set(range(len(columns)))
    for step in steps:
        assert step.placed[0].index == 0
        assert step.placed[-1].x + step.placed[-1].width <= width
        shown = [place.index for place in step.placed]
        assert shown == sorted(shown)
        assert step.more_left == (step.skip > 0 and shown[1] > 1)


@given(st.lists(COLUMN, min_size=1, max_size=8), st.integers(20, 130), st.integers(0, 8))
def test_the_header_is_as_wide_as_the_columns(columns: list[GridColumn], width: int, skip: int) -> None:
    layout = lay_out(columns, width, skip)
    text = "".join(label.text for label in header_labels(layout, (("", True),)))
    last = layout.placed[-1]
    assert len(text) == (width if layout.more_right else last.x + last.width)
    assert text.endswith("›") == layout.more_right
    assert ("‹" in text) == layout.more_left


# --- sorting


@pytest.mark.parametrize(
    "sort, shown",
    [
        ((), "Order      Bill-to  Store            Total  Status"),
        ((("total", True),), "Order      Bill-to  Store          Total ▾  Status"),
        ((("store", False), ("total", True), ("number", False)), "Order ▴3   Bill-to  Store ▴       Total ▾2  Status"),
    ],
)
def test_the_header_says_what_is_sorted_by(sort: SortKeys, shown: str) -> None:
    columns = [GridColumn(c.key, c.label, 7 if c.key == "name" else c.width, c.align) for c in COLUMNS]
    labels = list(header_labels(lay_out(columns, 80), sort))
    assert " ".join("".join(label.text for label in labels).split()) == " ".join(shown.split())
    assert len([label for label in labels if label.is_sorted]) == len(sort)


# --- on the screen


async def test_left_and_right_scroll_the_columns() -> None:
    async with running(WideSource(range(100)), size=(61, 10)) as pilot:
        grid = desk(pilot).grid
        grid.show(WideSource(range(100)), WIDE)
        await until(pilot, lambda: "Bill-to" in header(pilot))
        assert header(pilot).split() == ["Order", "Bill-to", "Total", "Status", "›"]
        await pilot.press("right")
        await until(
            pilot, lambda: header(pilot).split() == ["Order", "‹", "Ship-to", "Total", "Base", "total", "Status", "›"]
        )
        assert "Ben" in lines(pilot)[1]
        assert "Ada" not in lines(pilot)[1]
        await pilot.press("right", "right", "right")
        await until(pilot, lambda: header(pilot).split() == ["Order", "‹", "Total", "Base", "total", "Status", "Store"])
        assert numbers(pilot) == list(range(9))
        await pilot.press("down", "left")
        await until(pilot, lambda: "Ship-to" in header(pilot))
        assert grid.cursor_id == 1
        await pilot.press("left", "left")
        await until(pilot, lambda: header(pilot).split() == ["Order", "Bill-to", "Total", "Status", "›"])


async def test_chosen_columns_are_reached_by_scrolling() -> None:
    async with running(WideSource(range(100)), size=(61, 10)) as pilot:
        grid = desk(pilot).grid
        grid.show(WideSource(range(100)), WIDE, fixed_layout=True)
        await until(pilot, lambda: "Ship-to" in header(pilot))
        assert header(pilot).split() == ["Order", "Bill-to", "Ship-to", "Total", "›"]
        await pilot.press("right")
        await until(pilot, lambda: "Status" in header(pilot))
        grid.reload()
        await settled(pilot)
        assert "Status" in header(pilot)


async def test_a_question_with_other_columns_begins_at_the_first() -> None:
    async with running(WideSource(range(100)), size=(61, 10)) as pilot:
        grid = desk(pilot).grid
        grid.show(WideSource(range(100)), WIDE)
        await until(pilot, lambda: "Bill-to" in header(pilot))
        await pilot.press("right")
        grid.show(WideSource(range(50)), WIDE, sort=(("ship", False),))
        await until(pilot, lambda: grid.position[1] == 50)
        assert "Ship-to ▴" in header(pilot)
        grid.show(WideSource(range(60)), WIDE[:-1])
        await until(pilot, lambda: grid.position[1] == 60)
        assert header(pilot).split() == ["Order", "Bill-to", "Total", "Status", "›"]


async def test_a_wider_screen_takes_the_scrolling_back() -> None:
    async with running(WideSource(range(100)), size=(61, 10)) as pilot:
        desk(pilot).grid.show(WideSource(range(100)), WIDE)
        await until(pilot, lambda: "›" in header(pilot))
        await pilot.press("right", "right")
        await pilot.resize_terminal(120, 10)
        await until(pilot, lambda: "Store" in lines(pilot)[0] and "Bill-to" in lines(pilot)[0])
        assert "‹" not in lines(pilot)[0]
        await pilot.press("right")
        assert "Bill-to" in lines(pilot)[0]


async def test_columns_scroll_without_rows() -> None:
    async with running(Source([]), size=(40, 6)) as pilot:
        desk(pilot).grid.show(Source([]), WIDE)
        await until(pilot, lambda: "›" in lines(pilot)[0])
        await pilot.press(*["right"] * 9)
        await until(pilot, lambda: "Store" in lines(pilot)[0])
        await pilot.press(*["left"] * 9)
        await until(pilot, lambda: "‹" not in lines(pilot)[0])


async def test_a_click_hits_the_column_that_is_there() -> None:
    async with running(WideSource(range(100)), size=(61, 10)) as pilot:
        desk(pilot).grid.show(WideSource(range(100)), WIDE)
        await until(pilot, lambda: "›" in header(pilot))
        await pilot.press("right")
        await until(pilot, lambda: "Ship-to" in header(pilot))
        await pilot.click("#grid", offset=(header(pilot).index("Ship-to"), 0))
        await pilot.pause()
        assert desk(pilot).heard[-1] == ("sort", "ship")


# --- a workspace's columns


def test_default_columns_have_their_own_widths() -> None:
    orders = WORKSPACES["orders"]
    columns = grid_columns(orders)
    assert [column.key for column in columns] == [column.name for column in orders.defaults]
    assert not any(column.fixed for column in columns)


def test_chosen_columns_come_in_their_order_with_their_widths() -> None:
    orders = WORKSPACES["orders"]
    chosen = [one for name in ("status", "increment_id") if (one := orders.column(name)) is not None]
    columns = grid_columns(orders, chosen, {"status": 30, "grand_total": 5})
    assert [(column.key, column.fixed) for column in columns] == [("status", True), ("increment_id", False)]
    assert columns[0].width == 30
    assert grid_columns(orders, chosen, {"status": 0})[0].width == 1


@pytest.mark.parametrize("width", [40, 80, 120])
async def test_the_line_before_the_grid_looks_like_its_header(width: int) -> None:
    columns, sort = grid_columns(WORKSPACES["orders"]), (("created_at", True),)

    class Before(App[None]):
        def compose(self) -> ComposeResult:
            yield HeaderLine(columns, sort)

    async with Before().run_test(size=(width, 5)) as before:
        await before.pause()
        line = lines(before)[0]
    source = Source(range(100))
    async with running(source, size=(width, 5)) as pilot:
        desk(pilot).grid.show(source, columns, sort=sort)
        await until(pilot, lambda: "▾" in lines(pilot)[0])
        assert lines(pilot)[0][: width - 1] == line[: width - 1]
