"""What stands on an invoice, a packing slip, a credit memo and an order, from their REST shape."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo
from typing import Any

from sales_tui.core.money import ZERO, plain
from sales_tui.documents.page import FEED, Page
from sales_tui.workspaces import document_panes, words
from sales_tui.workspaces.format import store_name
from sales_tui.workspaces.order_panes import notes, order_totals, track_words
from sales_tui.workspaces.panes import Pane, PaneColumn, Subject
from sales_tui.workspaces.print_words import KINDS
from sales_tui.workspaces.words import instant, join, number

Record = Mapping[str, Any]


def paper(kind: str, record: Record, order: Record, zone: tzinfo) -> str:
    """The document as text of 80 columns. `kind`: order, invoice, shipment, creditmemo."""
    subject = Subject(kind, record, order, zone)
    page = Page()
    _head(page, subject, order)
    if kind == "shipment":
        _packing(page, subject, order)
    else:
        _money(page, subject, order)
    for comment in record.get("comments") or ():
        if comment.get("is_visible_on_front"):
            page.blank()
            page.paragraph(comment["comment"])
    return page.text()


def papers(texts: Iterable[str]) -> str:
    """Several documents as one text, each on a page of its own."""
    return FEED.join(texts)


def _head(page: Page, subject: Subject, order: Record) -> None:
    """What it is, of which order, from whom and to whom."""
    record, zone = subject.record, subject.zone
    page.ends(f"{KINDS[subject.kind].upper()} {record['increment_id']}", store_name(str(order.get("store_name") or "")))
    of_order = f"Order {order['increment_id']} of {instant(order, 'created_at', zone)}"
    page.ends(instant(record, "created_at", zone), "" if subject.kind == "order" else of_order)
    page.rule()
    page.beside(
        ["Bill to", *_address(order.get("billing_address"), order)],
        ["Ship to", *_address(order.get("shipping_address"), None)],
    )
    page.blank()


def _packing(page: Page, subject: Subject, order: Record) -> None:
    """What goes into the parcel, what comes later, and what the packer has to read. No prices."""
    record = subject.record
    tracks = "\n".join(track_words(one) for one in record.get("tracks") or ())
    weight = number(record, "total_weight")
    page.facts(
        (
            ("Shipping", str(order.get("shipping_description") or "")),
            ("Tracking", tracks),
            ("Weight", plain(weight) if weight else ""),
        )
    )
    page.blank()
    page.table(_parcel(subject, order))
    for note in notes({**order, "attempts": (), "returns": ()}, subject.zone):
        page.blank()
        page.paragraph(note)


def _parcel(subject: Subject, order: Record) -> Pane:
    """The pieces, with the options that were chosen, and what of the same line is still to come."""
    lines = {line["item_id"]: line for line in order.get("items") or ()}
    pane = document_panes.shipped_items(subject)
    rows = []
    for item, (sku, name, pieces) in zip(subject.record.get("items") or (), pane.rows, strict=True):
        line = lines.get(item.get("order_item_id"), {})
        left = _to_come(line)
        rows.append((sku, "\n".join((name, *_options(line))), pieces, f"open {left}" if left else ""))
    columns = (*pane.columns, PaneColumn("Still to come", True))
    return replace(pane, rows=tuple(rows), columns=columns)


def _to_come(line: Record) -> str:
    """Pieces of the line that haven't left yet."""
    gone = sum((number(line, name) for name in ("qty_shipped", "qty_canceled", "qty_refunded")), ZERO)
    left = number(line, "qty_ordered") - gone
    return plain(left) if left > 0 and not line.get("is_virtual") else ""


def _options(line: Record) -> list[str]:
    """The options that were chosen, such as "Size: M"."""
    options = line.get("options") or ()
    return [_option(one) for one in options] if isinstance(options, list | tuple) else [str(options)]


def _option(option: Any) -> str:
    if isinstance(option, Mapping):
        option = (option.get("label"), option.get("value"))
    return ": ".join(str(part) for part in option) if isinstance(option, list | tuple) else str(option)


def _money(page: Page, subject: Subject, order: Record) -> None:
    """Lines and sums in the currency the customer paid."""
    record = subject.record
    status = words.status(subject.kind, record, subject.zone)
    page.facts(
        (
            ("Status", status),
            ("Of invoice", str(record.get("invoice_increment_id") or "")),
            ("Payment", words.payment(order)),
            ("Shipping", str(order.get("shipping_description") or "")),
        )
    )
    page.blank()
    if subject.kind == "order":
        items = [{**one, "qty": one["qty_ordered"], "order_item_id": one["item_id"]} for one in record["items"]]
        page.table(document_panes.items(replace(subject, record={**record, "items": items})))
        sums = order_totals(subject)
    else:
        page.table(document_panes.items(subject))
        sums = document_panes.document_totals(subject)
    page.blank()
    page.sums([(row[0], row[1]) for row in sums.rows], "Grand total", str(record["order_currency_code"]))


def _address(address: Record | None, order: Record | None) -> Sequence[str]:
    """An address as it stands on an envelope; the customer's name where there is none."""
    if not address:
        return [words.customer(order)] if order else ["-"]
    place = join(address.get("postcode"), address.get("city"), by=" ")
    lines = (
        words.person(address),
        address.get("company"),
        *(address.get("street") or ()),
        join(place, address.get("region"), address.get("country_id")),
        address.get("telephone"),
        f"VAT {address['vat_id']}" if address.get("vat_id") else "",
    )
    return [str(line) for line in lines if line]
