"""The panes of invoices, shipments and credit memos."""

from __future__ import annotations

from collections.abc import Iterator

from sales_tui.workspaces import words
from sales_tui.workspaces.order_panes import blank_part, track_words
from sales_tui.workspaces.pane_parts import OTHER, PARTS, comments, quantity, totals
from sales_tui.workspaces.panes import Pane, PaneColumn, Record, Subject, facts
from sales_tui.workspaces.words import instant, money, number

MADE = {"invoice": "Invoiced", "shipment": "Shipped", "creditmemo": "Made"}

REFUND_TO = {
    "offline": "only recorded, paid out by hand",
    "online": "back to the card",
    "store_credit": "store credit",
    "company_credit": "company credit",
}


def information(subject: Subject) -> Pane:
    """What it is, and whose order it belongs to."""
    record, order = subject.record, subject.order or {}
    to_ship = subject.kind == "shipment"
    address = order.get("shipping_address" if to_ship else "billing_address")
    return Pane(
        "information",
        "Information",
        facts(
            ("Status", words.status(subject.kind, record, subject.zone, subject.now)),
            (MADE[subject.kind], instant(record, "created_at", subject.zone)),
            ("Order", words.join(record.get("order_increment_id"), _order_status(subject), by=" · ")),
            ("Ordered", instant(order, "created_at", subject.zone)),
            ("Customer", words.customer(order) if order else None),
            ("E-mail", order.get("customer_email")),
            ("Ship to" if to_ship else "Bill to", words.join(words.person(address), words.address_line(address))),
            ("Payment", words.payment(order) if order and not to_ship else None),
            ("Of invoice", record.get("invoice_increment_id")),
            ("Money", REFUND_TO.get(record["refund_to"], record["refund_to"]) if record.get("refund_to") else None),
            ("Shipping", order.get("shipping_description") if to_ship else None),
            ("Weight", quantity(number(record, "total_weight"))),
        ),
    )


def items(subject: Subject) -> Pane:
    """The pieces, with their amounts."""
    currency = subject.record["order_currency_code"]
    back = (PaneColumn("Stock", priority=1),) if subject.kind == "creditmemo" else ()
    columns = (
        PaneColumn("SKU"),
        PaneColumn("Product", wide=True),
        PaneColumn("Pieces", True),
        *back,
        PaneColumn("Price", True, priority=2),
        PaneColumn("Tax", True, priority=3),
        PaneColumn("Discount", True, priority=4),
        PaneColumn(f"Row {currency}", True),
    )
    rows = tuple(_item(item, currency, bool(back)) for item in _indented(subject))
    return Pane("items", "Items", columns=columns, rows=rows, empty="No pieces")


def shipped_items(subject: Subject) -> Pane:
    """The pieces in the parcel."""
    rows = tuple(
        (item.get("sku") or "", item.get("name") or "", quantity(number(item, "qty"))) for item in _indented(subject)
    )
    columns = (PaneColumn("SKU"), PaneColumn("Product", wide=True), PaneColumn("Pieces", True))
    return Pane("items", "Items", columns=columns, rows=rows, empty="No pieces")


def tracking(subject: Subject) -> Pane:
    """The parcels' numbers."""
    tracks = subject.record.get("tracks") or ()
    rows = tuple((track_words(track), instant(track, "created_at", subject.zone)) for track in tracks)
    columns = (PaneColumn("Tracking number", wide=True), PaneColumn("Added"))
    return Pane("tracks", "Tracking", columns=columns, rows=rows, empty="No tracking number", press="t adds one")


def document_totals(subject: Subject) -> Pane:
    """What it comes to."""
    more = [("Grand total", "grand_total", True)]
    if subject.kind == "creditmemo":
        more = [
            ("Extra refund", "adjustment_positive", False),
            ("Fee", "adjustment_negative", False),
            ("Grand total", "grand_total", True),
        ]
    return totals(subject.record, (*PARTS, OTHER, *more))


def its_order(subject: Subject) -> Pane:
    """The order, to go there."""
    found, order = subject.record.get("order_increment_id") or "", subject.order
    row = (found, "", "")
    if order:
        status = words.status("order", order, subject.zone, subject.now)
        row = (found, instant(order, "created_at", subject.zone), status)
    columns = (PaneColumn("Number"), PaneColumn("Ordered"), PaneColumn("Status", wide=True))
    return Pane("order", "Order", columns=columns, rows=(row,), links=(("order", found),))


PANES = {
    "invoice": (information, items, document_totals, comments, its_order),
    "shipment": (information, shipped_items, tracking, comments, its_order),
    "creditmemo": (information, items, document_totals, comments, its_order),
}


def _order_status(subject: Subject) -> str:
    return words.status("order", subject.order, subject.zone, subject.now) if subject.order else ""


def _indented(subject: Subject) -> Iterator[Record]:
    """The pieces; those that are parts of another line know it, and stand a little to the right."""
    parents = {item["item_id"]: item.get("parent_item_id") for item in (subject.order or {}).get("items") or ()}
    for item in subject.record.get("items") or ():
        parent = parents.get(item.get("order_item_id"))
        yield {**item, "parent_item_id": parent, "sku": ("  " if parent else "") + (item.get("sku") or "")}


def _item(item: Record, currency: str, back: bool) -> tuple[str, ...]:
    tax, discount = number(item, "tax_amount"), number(item, "discount_amount")
    return (
        item.get("sku") or "",
        item.get("name") or "",
        quantity(number(item, "qty")),
        *(("back to stock" if item.get("back_to_stock") else "",) if back else ()),
        blank_part(item, number(item, "price"), currency),
        money(tax, currency) if tax else "",
        money(-discount, currency) if discount else "",
        blank_part(item, number(item, "row_total"), currency),
    )
