"""A record in a few lines, for the pane beside a grid and for the heads of pages."""

from __future__ import annotations

from datetime import datetime, tzinfo

from sales_tui.core.money import plain
from sales_tui.workspaces import job_panes, words
from sales_tui.workspaces.journal_panes import journal_gist
from sales_tui.workspaces.order_panes import notes
from sales_tui.workspaces.pane_parts import PARTS
from sales_tui.workspaces.panes import Record
from sales_tui.workspaces.payment_summary import WITHOUT_LINES
from sales_tui.workspaces.quote_summary import quote_gist
from sales_tui.workspaces.return_summary import return_gist
from sales_tui.workspaces.summaries import Line, Summary
from sales_tui.workspaces.words import money, number

__all__ = ["Line", "Summary", "summary"]


def summary(kind: str, record: Record, order: Record, zone: tzinfo, now: datetime) -> Summary:
    """The gist of an order, of a document with its order, or of what has no lines, all in REST shape."""
    if kind in WITHOUT_LINES:
        return WITHOUT_LINES[kind](record, order, zone, now)
    if kind == "quote":
        return quote_gist(record, order, zone, now)
    if kind == "journal_entry":
        return journal_gist(record, order, zone, now)
    if kind in job_panes.GISTS:
        return job_panes.GISTS[kind](record, order, zone, now)
    if kind == "return":
        return return_gist(record, order, zone, now)
    status = words.status(kind, record, zone, now)
    to_ship = kind == "shipment"
    address = words.address_line(order.get("shipping_address" if kind in ("order", "shipment") else "billing_address"))
    people = (
        words.join(words.customer(order), words.group(order), by=" · "),
        order.get("customer_email") or "",
        address,
    )
    heads: tuple[str, ...]
    if kind == "order":
        heads = (words.payment(order), *words.pieces(order))
        lines = tuple(_ordered(line) for line in words.leading(order))
    else:
        heads = (f"of order {record.get('order_increment_id')}", words.status("order", order, zone, now))
        parts = {line["item_id"] for line in order.get("items") or () if line.get("parent_item_id")}
        items = record.get("items") or ()
        lines = tuple(_moved(item) for item in items if item.get("order_item_id") not in parts)
    sums = _tracks(record) if to_ship else _sums(record)
    return Summary(
        str(record.get("increment_id") or ""),
        status,
        tuple(filter(None, heads)),
        words.customer(order),
        tuple(filter(None, people)),
        tuple(notes(order, zone)),
        lines,
        sums,
    )


def _ordered(line: Record) -> Line:
    return Line(
        plain(number(line, "qty_ordered")), line.get("sku") or "", line.get("name") or "", words.open_words(line)
    )


def _moved(item: Record) -> Line:
    return Line(plain(number(item, "qty")), item.get("sku") or "", item.get("name") or "")


def _sums(record: Record) -> tuple[tuple[str, str], ...]:
    currency = record["order_currency_code"]
    shown = (part for part in PARTS if part[2] or number(record, part[1]))
    parts = [(label, money(number(record, name), currency)) for label, name, _ in shown]
    other = number(record, "other_amount")
    if other:
        parts.append(("Unexplained", money(other, currency)))
    for label, name in (("Extra refund", "adjustment_positive"), ("Fee", "adjustment_negative")):
        if "order_increment_id" in record and number(record, name):
            parts.append((label, money(number(record, name), currency)))
    return (*parts, (f"Grand total {currency}", money(number(record, "grand_total"), currency)))


def _tracks(record: Record) -> tuple[tuple[str, str], ...]:
    tracks = record.get("tracks") or ()
    shown = tuple((track.get("title") or track.get("carrier_code") or "", track["track_number"]) for track in tracks)
    return shown or (("Tracking", "none yet"),)
