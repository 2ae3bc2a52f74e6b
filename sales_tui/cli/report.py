"""`report returns`: what comes back, why, and how much of what was shipped that is."""

from __future__ import annotations

import json as json_
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from sales_tui.cli.exits import DONE, USAGE, leave, session
from sales_tui.core.money import plain, round_half_up
from sales_tui.core.text import literal
from sales_tui.runtime import Runtime, now
from sales_tui.settings import Settings

if TYPE_CHECKING:
    from sales_tui.store.report_returns import Period, ReturnTotal

report = typer.Typer(help="Totals over many records.", no_args_is_help=True, rich_markup_mode=None)

BAR = 24
"""Cells of the longest bar."""

WIDE = 100
"""Cells of a terminal that has room for everything."""

_FIGURES = ("Asked for", "Accepted", "Of shipped")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for."""

    since: str = ""
    until: str = ""
    by: str = ""
    as_json: bool = False


@report.callback()
def group() -> None:
    """Totals over many records."""


@report.command()
def returns(
    context: typer.Context,
    since: Annotated[str, typer.Option(help="First day: 2026-11-01, 2026-11, month, -30d.")] = "",
    until: Annotated[str, typer.Option(help="Last day, likewise.")] = "",
    by: Annotated[str, typer.Option(help="reason or sku; without it both.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """What customers sent back, by reason and SKU."""
    settings: Settings = context.obj
    with session(settings, writes=False) as runtime:
        leave(report_returns(runtime, Asked(since, until, by, json)))


def report_returns(runtime: Runtime, asked: Asked) -> int:
    """Write the totals to standard output; returns the exit status."""
    from sales_tui.store.engine import reading
    from sales_tui.store.report_returns import GROUPS, return_totals

    if asked.by not in GROUPS:
        leave(USAGE, f"--by is reason or sku, not '{literal(asked.by)}'.")
    period = _period(runtime, asked)
    with reading(runtime.engine) as connection:
        totals = return_totals(connection, period, asked.by)
    if asked.as_json:
        print(json_.dumps([_told(one, asked.by) for one in totals], ensure_ascii=False, indent=2))
    elif totals:
        _draw(runtime, totals, asked.by)
    else:
        print("No return was requested in that time.")
    return DONE


def _period(runtime: Runtime, asked: Asked) -> Period:
    """The days that are meant, as the store counts them. What is no day ends the command."""
    from zoneinfo import ZoneInfo

    from sales_tui.filters.calendar import Calendar
    from sales_tui.filters.dates import between
    from sales_tui.filters.error import FilterError
    from sales_tui.filters.fields import Field, Kind
    from sales_tui.filters.tree import Value
    from sales_tui.store.report_returns import Period

    if not asked.since and not asked.until:
        return Period()
    calendar = Calendar(now(), ZoneInfo(runtime.timezone()))
    try:
        found = between(Field("date", Kind.DATE), Value(f"{asked.since}..{asked.until}"), calendar)
    except FilterError as error:
        leave(USAGE, f"--since, --until: {error}")
    return Period(found.low, found.high)


def _told(one: ReturnTotal, by: str) -> dict[str, Any]:
    names = {"sku": one.sku, "name": one.name} if by != "reason" else {}
    reason = {"reason": one.reason} if by != "sku" else {}
    return {
        **names,
        **reason,
        "returns": one.returns,
        "qty_requested": plain(one.qty_requested),
        "qty_approved": plain(one.qty_approved),
        "qty_shipped": plain(one.qty_shipped),
        "percent": None if one.percent is None else plain(round_half_up(one.percent, 1)),
    }


def _draw(runtime: Runtime, totals: list[ReturnTotal], by: str) -> None:
    """A table with bars, as wide as the terminal has room for; names give way where there is little."""
    from rich.bar import Bar
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    width = {"reason": BAR, "sku": BAR // 2}.get(by, BAR // 2 if console.width >= WIDE else BAR // 3)
    table = Table(box=None, pad_edge=False, header_style="none", collapse_padding=True)
    reasons = runtime.settings.returns.reasons
    cells: list[list[Text]] = []
    for one in totals:
        said = literal(reasons.get(one.reason, one.reason) or "not said")
        percent = "" if one.percent is None else f"{round_half_up(one.percent, 1):f} %"
        names = {"": (literal(one.sku), literal(one.name), said), "sku": (literal(one.sku), literal(one.name))}
        figures = (plain(one.qty_requested), plain(one.qty_approved), percent)
        cells.append([Text(words, no_wrap=True) for words in (*names.get(by, (said,)), *figures)])
    titles = {"": ("SKU", "Name", "Reason"), "sku": ("SKU", "Name")}.get(by, ("Reason",))
    widths = [
        max(len(title), *(row[place].cell_len for row in cells)) for place, title in enumerate((*titles, *_FIGURES))
    ]
    if "Name" in titles:
        others = sum(widths) - widths[1] + len(widths) + width
        widths[1] = max(min(widths[1], console.width - others), len("Name"))
    for title, wide in zip((*titles, *_FIGURES), widths, strict=True):
        justify: Literal["left", "right"] = "right" if title in _FIGURES else "left"
        table.add_column(title, justify=justify, no_wrap=True, width=wide, overflow="ellipsis")
    table.add_column("", width=width)
    most = float(totals[0].qty_requested) or 1.0
    for row, one in zip(cells, totals, strict=True):
        table.add_row(*row, Bar(most, 0, float(one.qty_requested), width=width))
    console.print(table)
