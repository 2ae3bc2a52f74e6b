"""A record in a few lines, for the pane beside a grid and for the heads of pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from sales_tui.core.money import plain
from sales_tui.workspaces import words
from sales_tui.workspaces.order_panes import notes
from sales_tui.workspaces.pane_parts import PARTS
from sales_tui.workspaces.panes import Record
from sales_tui.workspaces.words import money, number


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the record: pieces, what, and what is still open of it."""

    qty: str
    sku: str
    name: str
    open: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """The gist of a record. All texts are as they came: not yet made safe for a terminal."""

    number: str
    status: str
    heads: tuple[str, ...]
    """Beside the status: how it is paid, how far it is."""
    name: str
    """Whose it is."""
    people: tuple[str, ...]
    """Who and where."""
    notes: tuple[str, ...]
    """What they want us to know."""
    lines: tuple[Line, ...]
    sums: tuple[tuple[str, str], ...]
    """(label, amount), the total last."""


def summary(kind: str, record: Record, order: Record, zone: tzinfo, now: datetime) -> Summary:
    """The gist of an order, or of a document with its order, all in REST shape."""
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
        tuple(notes(order)),
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
