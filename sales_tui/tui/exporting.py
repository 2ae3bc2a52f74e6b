"""What a grid has to export: a frozen list of records, in its order and columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sales_tui.exchange.export import Row, Sheet
from sales_tui.store.grid import Grid, GridQuery
from sales_tui.tui.marking import in_order
from sales_tui.tui.question import shown_columns
from sales_tui.tui.screens.export import Exportable

if TYPE_CHECKING:
    from sales_tui.tui.screens.asking import AskingScreen


def exportable(screen: AskingScreen) -> Exportable:
    """The records on that screen, and those that are marked, hidden ones too."""
    place, question, desk = screen.workspace, screen.question, screen.desk
    shown, marks = screen.rows.all_ids(), screen.marking.marks.copy()

    def rows(which: str, all_columns: bool) -> tuple[Sheet, Iterable[Row]]:
        columns = place.columns if all_columns else shown_columns(place, question.columns)
        zone = desk.read_shop().zone
        sheet = Sheet(place.title, columns, zone, str(zone))
        keys = in_order(marks, shown) if which == "marked" else shown
        return sheet, Grid(desk.runtime.reader()).stream_of(GridQuery(place, columns), keys)

    counts = {"shown": len(shown), "marked": len(marks)}
    return Exportable(counts, f"{place.name}-{desk.clock():%Y-%m-%d}", rows)
