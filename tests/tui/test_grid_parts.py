"""The parts of the grid by themselves: texts, columns, order, cache, and the lookups it gives its table."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from rich.text import Text
from textual.widgets import DataTable

from sales_tui.core.text import literal
from sales_tui.tui.grid.cache import BLOCK, GONE, RowCache, rows_to_read
from sales_tui.tui.grid.cells import fit, fit_text
from sales_tui.tui.grid.layout import lay_out
from sales_tui.tui.grid.order import RecordOrder
from sales_tui.tui.grid.table import LazyTable
from tests.tui.grid_robot import COLUMNS, MILLION, Source, desk, running

# --- the parts


def test_what_is_replaced_in_the_table_still_exists() -> None:
    private = ["_update_dimensions", "_get_row_region", "_get_cell_region", "_get_fixed_offset", "_highlight_row"]
    private += ["_clamp_cursor_coordinate", "_on_mouse_move", "_on_click", "_on_resize", "_y_offsets"]
    for name in private:
        assert name in vars(DataTable)
        assert name in vars(LazyTable)


async def test_the_tables_own_lookups_work_lazily() -> None:
    async with running(Source(range(MILLION))) as pilot:
        grid = desk(pilot).grid
        assert grid.row_count == MILLION
        assert grid.get_row_at(3) == list(Source([]).cells(3))
        key = grid.coordinate_to_cell_key(grid.cursor_coordinate).row_key
        assert grid.get_row_index(key) == 0
        assert [row.height for row in grid.ordered_rows[10:12]] == [1, 1]
        assert len(grid._y_offsets) == MILLION
        with pytest.raises(TypeError, match="never walked over"):
            grid.add_column("another")


@pytest.mark.parametrize(
    "raw, shown",
    [
        ("[red]x[/]", "[red]x[/]"),
        ("\x1b[2J", "␛[2J"),
        ("a\r\nb\x00\x7f\x9b", "a␍␤b␀␡·"),
        ("\u202eabc\u2066\u200e\u200f\u061c", "·abc····"),
        ("\ud800\udfff", "��"),
        ("x\u2028y\x85", "x␤y␤"),
        ("👍🏽", "👍\u200c"),
        ("👩\u200d👧", "👩·👧"),
        ("ශ්\u200dරී", "ශ්\u200cරී"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("Łukasz Żółć é 山田", "Łukasz Żółć é 山田"),
    ],
)
def test_literal(raw: str, shown: str) -> None:
    assert literal(raw) == shown
    assert literal(shown) == shown
    assert len(literal(raw)) == len(raw)


@pytest.mark.parametrize(
    "text", ["", "short", "山田太郎さん", "e\u0301" * 40, "x" * 5000, "\u0301" * 5000, "😀" * 9, "a\u200db" * 9]
)
@pytest.mark.parametrize("width", [1, 2, 7, 8])
@pytest.mark.parametrize("align", ["left", "right"])
def test_cells_are_exactly_as_wide_as_their_column(text: str, width: int, align: str) -> None:
    assert cell_len(fit(text, width, align)) == width  # type: ignore[arg-type]
    assert fit_text(Text(text, "bold"), width, align).cell_len == width  # type: ignore[arg-type]
    if cell_len(literal(text)) > width:
        assert "…" in fit(text, width, align)  # type: ignore[arg-type]


@pytest.mark.parametrize("width", range(1, 130))
def test_columns_fill_the_width_and_never_exceed_it(width: int) -> None:
    placed = lay_out(COLUMNS, width).placed
    last = placed[-1]
    assert placed[0].column.key == "number"
    assert last.x + last.width <= max(width, 5)
    if width >= 80:
        assert len(placed) == len(COLUMNS)
        assert last.x + last.width == width


def test_order_finds_records_near_and_far() -> None:
    order = RecordOrder(range(20_000, 0, -1))
    assert order.index_of(20_000, 15_000) == 0
    assert order.index_of(5_000, 15_000) == 15_000
    assert order.index_of(0) is None
    assert order.locate({1, 20_000, 77_777}, 10_000) == {20_000: 0, 1: 19_999}
    assert list(order.ids(-5, 2)) == [20_000, 19_999]


def test_cache_forgets_the_oldest_and_keeps_changes_that_came_during_a_read() -> None:
    cache = RowCache(capacity=3)
    began = cache.begin()
    assert cache.outdate([1], [1])
    cache.store([1, 2], {1: ("old",)}, began)
    assert cache.get(1) == ("old",)
    assert cache.get(2) == GONE
    assert cache.missing([1, 2, 3]) == [1, 3]
    cache.store([1, 3, 4, 5], {1: ("new",)}, cache.begin())
    assert len(cache) == 3
    assert cache.get(2) is None


def test_reads_go_ahead_in_the_direction_of_scrolling() -> None:
    order, cache = RecordOrder(range(10_000)), RowCache()
    down = rows_to_read(order, cache, 640, 680, True)
    assert (down[0], down[-1]) == (640, 640 + 3 * BLOCK - 1)
    up = rows_to_read(order, cache, 640, 680, False)
    assert (up[0], up[-1]) == (640 - 2 * BLOCK, 640 + BLOCK - 1)
    cache.store(down, {}, cache.begin())
    assert rows_to_read(order, cache, 640, 680, True) == list(range(40))
