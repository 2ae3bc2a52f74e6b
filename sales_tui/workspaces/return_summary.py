"""A return in a few lines."""

from __future__ import annotations

from datetime import datetime, tzinfo
from decimal import Decimal

from sales_tui.core.money import ZERO, plain
from sales_tui.workspaces import words
from sales_tui.workspaces.panes import Record
from sales_tui.workspaces.return_panes import QUANTITIES, next_words
from sales_tui.workspaces.return_words import ITEM_STATUSES, is_settled, label, reasons_of, said
from sales_tui.workspaces.summaries import Line, Summary
from sales_tui.workspaces.words import number


def return_gist(record: Record, order: Record, zone: tzinfo, now: datetime) -> Summary:
    """What comes back, how far each item is, and the four quantities."""
    items = record.get("items") or ()
    name = words.customer(order) if order else str(record.get("customer_name") or "")
    wanted = ", ".join(dict.fromkeys(said(one, "resolution") for one in items))
    status = words.status("order", order, zone, now) if order else ""
    people = (
        words.join(name, words.group(order), by=" · "),
        record.get("customer_custom_email") or order.get("customer_email") or "",
        words.join(reasons_of(items), wanted and f"they want: {wanted}", by=" · "),
    )
    sums = ((title, plain(sum((number(one, name) for one in items), ZERO))) for title, name in QUANTITIES)
    return Summary(
        str(record.get("increment_id") or ""),
        words.status("return", record, zone, now),
        tuple(filter(None, (f"of order {record.get('order_increment_id')}", status))),
        name,
        tuple(filter(None, people)),
        tuple(f"Next: {next}" for next in (next_words(record),) if next),
        tuple(_line(one) for one in items),
        tuple(sums),
    )


def _line(item: Record) -> Line:
    state = "settled" if is_settled(item) else label(ITEM_STATUSES, item.get("status"))
    return Line(plain(_qty(item)), item.get("sku") or "", item.get("name") or "", state)


def _qty(item: Record) -> Decimal:
    """The pieces, as of the last step."""
    return next((qty for _, name in reversed(QUANTITIES) if (qty := number(item, name))), number(item, "qty_requested"))
