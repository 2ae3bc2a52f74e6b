"""What comes back, why, and how much of what was shipped that is: a table with bars."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import Screen

from sales_tui.core.money import plain, round_half_up
from sales_tui.store.location import DatabaseUnusable
from sales_tui.tui.keys import Hint
from sales_tui.tui.panels.heading import Heading
from sales_tui.tui.panels.key_line import KeyLine
from sales_tui.tui.panels.pane_view import PaneView
from sales_tui.workspaces.panes import Pane, PaneColumn

if TYPE_CHECKING:
    from sales_tui.store.report_returns import ReturnTotal
    from sales_tui.tui.app import SalesApp

GROUPS = (("reason", "by reason"), ("sku", "by SKU"), ("", "by SKU and reason"))
PERIODS = (("", "all time"), ("-30d..", "since 30 days ago"), ("month", "this month"), ("year", "this year"))
"""What the filters call them, and words."""

BAR = 16
"""Cells of the longest bar."""

_HINTS = (Hint("tab", "reason, SKU, both"), Hint("← →", "another time"))


class ReturnReport(Screen[None]):
    """Tab goes from reasons to SKUs to both, the arrows to another time; escape leaves."""

    def __init__(self) -> None:
        super().__init__()
        self._group, self._period = 0, 0

    @property
    def _desk(self) -> SalesApp:
        return cast("SalesApp", self.app)

    def compose(self) -> ComposeResult:
        """The question, the table, the keys."""
        yield Heading(" Returns", "")
        with VerticalScroll(id="body"):
            yield PaneView(Pane("totals", "", empty="Being read"))
        yield KeyLine()

    def on_mount(self) -> None:
        """Ask for the first table."""
        self.query_one(KeyLine).show(_HINTS, (Hint("esc", "back"),))
        self._ask()

    def on_key(self, event: events.Key) -> None:
        """Other groups, another time, out."""
        event.stop()
        event.prevent_default()
        match event.key:
            case "escape" | "q":
                self.dismiss()
            case "tab" | "shift+tab":
                self._group = (self._group + (1 if event.key == "tab" else -1)) % len(GROUPS)
                self._ask()
            case "left" | "right":
                self._period = (self._period + (1 if event.key == "right" else -1)) % len(PERIODS)
                self._ask()
            case "up" | "down" | "pageup" | "pagedown" | "home" | "end":
                self._scroll(event.key)

    @on(KeyLine.Clicked)
    def _click_key(self, message: KeyLine.Clicked) -> None:
        self._desk.press({"esc": "escape", "← →": "right"}.get(message.key, message.key))

    def _scroll(self, key: str) -> None:
        body = self.query_one("#body", VerticalScroll)
        page = max(1, body.size.height - 1)
        rows = {"up": -1, "down": 1, "pageup": -page, "pagedown": page, "home": -1_000_000, "end": 1_000_000}
        body.scroll_relative(y=rows[key], animate=False)

    def _ask(self) -> None:
        self.query_one(Heading).show(f" Returns {GROUPS[self._group][1]}", f"{PERIODS[self._period][1]} ")
        self.run_worker(self._read(), group="report", exclusive=True, exit_on_error=False)

    async def _read(self) -> None:
        group, period = GROUPS[self._group][0], PERIODS[self._period][0]
        try:
            totals = await asyncio.to_thread(self._totals, group, period)
        except DatabaseUnusable as error:
            pane = Pane("totals", "Totals", empty=str(error).rstrip("."))
        else:
            pane = report_pane(totals, group, self._desk.runtime.terms.returns.reasons)
        body = self.query_one("#body", VerticalScroll)
        with self.app.batch_update():
            await body.remove_children()
            await body.mount(PaneView(pane))

    def _totals(self, group: str, period: str) -> Sequence[ReturnTotal]:
        """In a thread. Raises DatabaseUnusable."""
        from sales_tui.filters.calendar import Calendar
        from sales_tui.filters.dates import between
        from sales_tui.filters.fields import Field, Kind
        from sales_tui.filters.tree import Value
        from sales_tui.store.engine import reading
        from sales_tui.store.report_returns import Period, return_totals

        found = Period()
        if period:
            calendar = Calendar(self._desk.clock(), self._desk.read_shop().zone)
            days = between(Field("date", Kind.DATE), Value(period), calendar)
            found = Period(days.low, days.high)
        with reading(self._desk.runtime.engine) as connection:
            return return_totals(connection, found, group)


def report_pane(totals: Sequence[ReturnTotal], group: str, reasons: Mapping[str, str]) -> Pane:
    """The totals as a table; a bar says how many pieces, beside the longest."""
    own = (PaneColumn("SKU"), PaneColumn("Product", wide=True)) if group != "reason" else ()
    why = (PaneColumn("Reason", wide=group == "reason"),) if group != "sku" else ()
    columns = (
        *own,
        *why,
        PaneColumn("Returns", True, priority=3),
        PaneColumn("Asked for", True),
        PaneColumn("Accepted", True, priority=2),
        PaneColumn("Of shipped", True),
        PaneColumn("", priority=1),
    )
    most = max((one.qty_requested for one in totals), default=Decimal(0))
    rows = []
    for one in totals:
        said = reasons.get(one.reason, one.reason) or "not said"
        rows.append(
            (
                *((one.sku, one.name) if group != "reason" else ()),
                *((said,) if group != "sku" else ()),
                f"{one.returns:,}",
                plain(one.qty_requested),
                plain(one.qty_approved),
                "" if one.percent is None else f"{round_half_up(one.percent, 1):f} %",
                bar(one.qty_requested, most),
            )
        )
    return Pane("totals", "Totals", columns=columns, rows=tuple(rows), empty="No return was requested in that time")


def bar(qty: Decimal, most: Decimal) -> str:
    """As long as the quantity is beside the most; a sliver for what is nearly nothing. Always as wide."""
    eighths = int(qty * BAR * 8 / most) if most else 0
    full, rest = divmod(max(eighths, 1 if qty else 0), 8)
    return ("█" * full + " ▏▎▍▌▋▊▉"[rest].strip()).ljust(BAR)
