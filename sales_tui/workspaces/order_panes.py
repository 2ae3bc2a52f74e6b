"""The panes of an order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from decimal import Decimal

from sales_tui.core.money import plain
from sales_tui.rules.payment_records import AUTHORIZATION
from sales_tui.rules.statuses import status_label
from sales_tui.workspaces import words
from sales_tui.workspaces.pane_parts import OTHER, PARTS, amounts, audience, money_columns, quantity, totals
from sales_tui.workspaces.panes import Pane, PaneColumn, Record, Subject, facts
from sales_tui.workspaces.payment_panes import order_transactions
from sales_tui.workspaces.payment_words import attempt_sentence
from sales_tui.workspaces.return_words import is_under_way
from sales_tui.workspaces.words import instant, money, money_with_code, number


def information(subject: Subject) -> Pane:
    """Who, when, where, how it is paid and sent."""
    order = subject.record
    invoiced, shipped = words.pieces(order)
    payment = order.get("payment") or {}
    quote = str(order.get("quote_increment_id") or "")
    return Pane(
        "information",
        "Information",
        facts(
            ("Status", words.status("order", order, subject.zone, subject.now)),
            ("Progress", words.join(invoiced, shipped, by=" · ")),
            ("Ordered", instant(order, "created_at", subject.zone)),
            ("Purchase point", words.join(*(order.get("store_name") or "").splitlines(), by=" / ")),
            ("Customer", words.join(words.customer(order), words.group(order), by=" · ")),
            ("E-mail", order.get("customer_email")),
            ("Phone", (order.get("billing_address") or {}).get("telephone")),
            ("Tax number", order.get("customer_taxvat") or (order.get("billing_address") or {}).get("vat_id")),
            *_addresses(order),
            ("Payment", words.payment(order)),
            ("Purchase order", payment.get("po_number")),
            ("Reserved", _reserved(order)),
            ("Charged", _online(order, "base_amount_paid_online")),
            ("Given back", _online(order, "base_amount_refunded_online")),
            ("Also paid with", "; ".join(_tenders(order))),
            ("Shipping", order.get("shipping_description")),
            ("Weight", quantity(number(order, "weight"))),
            ("Coupon", order.get("coupon_code")),
            ("Internet address", order.get("remote_ip")),
        ),
        columns=(PaneColumn("Made from"), PaneColumn("Number")) if quote else (),
        rows=(("Quote", quote),) if quote else (),
        links=(("quote", quote),) if quote else (),
        notes=tuple(notes(order, subject.zone)),
    )


def notes(order: Record, zone: tzinfo) -> Iterator[str]:
    """What a payment system hasn't answered, what comes back, what the staff say of it, whether it was put away, then
    what the customer wants the warehouse to know."""
    for attempt in order.get("attempts") or ():
        yield attempt_sentence(attempt, zone)
    for rma in order.get("returns") or ():
        if is_under_way(rma):
            yield f"Return {rma['increment_id']}: {words.status('return', rma, zone)}"
    if tags := (order.get("extension_attributes") or {}).get("tags"):
        yield f"Tags: {', '.join(tags)}"
    if order.get("archived_at"):
        yield f"Archived {instant(order, 'archived_at', zone)}; restore it to work on it."
    if order.get("customer_note"):
        yield f"Customer's note: {order['customer_note']}"
    names = {item["item_id"]: item.get("name") or item.get("sku") for item in order.get("items") or ()}
    for gift in (order.get("extension_attributes") or {}).get("gift_messages") or ():
        about = f" for {names[gift['item_id']]}" if gift.get("item_id") in names else ""
        people = words.join(_prefixed("from", gift.get("sender")), _prefixed("to", gift.get("recipient")), by=" ")
        if gift.get("message"):
            yield f"Gift message{about}{' ' + people if people else ''}: {gift['message']}"
        extras = [word for word, name in (("gift receipt", "gift_receipt"), ("card", "printed_card")) if gift.get(name)]
        if gift.get("wrapping"):
            extras.insert(0, f"wrapped: {gift['wrapping']}")
        if extras:
            yield f"Gift{about}: {', '.join(extras)}"


def items(subject: Subject) -> Pane:
    """The lines, the parts of a set below it."""
    order = subject.record
    columns = (
        PaneColumn("SKU"),
        PaneColumn("Product", wide=True),
        PaneColumn("Status", priority=1),
        PaneColumn("Price", True, priority=4),
        PaneColumn("Ordered", True),
        PaneColumn("Invoiced", True),
        PaneColumn("Shipped", True),
        PaneColumn("Refunded", True, priority=2),
        PaneColumn("Canceled", True, priority=3),
        PaneColumn("Tax", True, priority=6),
        PaneColumn("Discount", True, priority=5),
        PaneColumn(f"Row {order['order_currency_code']}", True),
    )
    rows = tuple(_item(item, order["order_currency_code"]) for item in order.get("items") or ())
    return Pane("items", "Items", columns=columns, rows=rows, empty="The order has no lines")


def order_totals(subject: Subject) -> Pane:
    """What the order comes to, and what of it is paid, refunded and due."""
    order = subject.record
    why = order.get("discount_description") or order.get("coupon_code")
    parts = (
        (f"Discount ({why})" if why and name == "discount_amount" else label, name, always)
        for label, name, always in PARTS
    )
    more = (
        ("Grand total", "grand_total", True),
        ("Invoiced", "total_invoiced", False),
        ("Paid", "total_paid", True),
        ("Refunded", "total_refunded", False),
        ("Canceled", "total_canceled", False),
        ("Due", "total_due", True),
    )
    return totals(order, (*parts, OTHER, *more))


def invoices(subject: Subject) -> Pane:
    """The invoices of the order."""
    press = _press(subject.record, "order.invoice", "i invoices it")
    return _documents(subject, "invoice", "Invoices", "Nothing is invoiced", press)


def creditmemos(subject: Subject) -> Pane:
    """The credit memos of the order."""
    press = _press(subject.record, "order.refund", "r refunds")
    return _documents(subject, "creditmemo", "Credit memos", "Nothing is refunded", press)


def shipments(subject: Subject) -> Pane:
    """The shipments of the order."""
    order = subject.record
    made = order.get("shipments") or ()
    goods = any(not item.get("is_virtual") for item in words.leading(order))
    rows = tuple(
        (
            one["increment_id"],
            instant(one, "created_at", subject.zone),
            quantity(number(one, "total_qty")),
            "; ".join(track_words(track) for track in one.get("tracks") or ()) or "no tracking number",
        )
        for one in made
    )
    columns = (
        PaneColumn("Shipment"),
        PaneColumn("Shipped"),
        PaneColumn("Pieces", True),
        PaneColumn("Tracking", wide=True),
    )
    links = tuple(("shipment", one["increment_id"]) for one in made)
    return Pane(
        "shipments",
        "Shipments",
        columns=columns,
        rows=rows,
        empty="Nothing is shipped" if goods else "Nothing ships: all of it is virtual",
        press=_press(order, "order.ship", "s ships it"),
        links=links,
    )


def history(subject: Subject) -> Pane:
    """What happened and what was said, the newest first."""
    entries = subject.record.get("status_histories") or ()
    newest = sorted(enumerate(entries), key=lambda pair: (pair[1]["created_at"], pair[0]), reverse=True)
    rows = tuple(
        (
            instant(entry, "created_at", subject.zone),
            status_label(entry.get("status") or ""),
            entry.get("comment") or "",
            audience(entry),
        )
        for _, entry in newest
    )
    columns = (
        PaneColumn("When"),
        PaneColumn("Status"),
        PaneColumn("Comment", wide=True),
        PaneColumn("Customer", priority=1),
    )
    return Pane("history", "Comments history", columns=columns, rows=rows, empty="No comments", press="c writes one")


def track_words(track: Record) -> str:
    """A tracking number with its carrier."""
    return words.join(track.get("title") or track.get("carrier_code"), track.get("track_number"), by=" ")


PANES = (information, items, order_totals, invoices, shipments, creditmemos, history, order_transactions)


def _press(order: Record, action: str, press: str) -> str:
    return press if action in order.get("allowed_actions", ()) else ""


def _documents(subject: Subject, kind: str, title: str, empty: str, press: str) -> Pane:
    order = subject.record
    made = order.get(f"{kind}s") or ()
    rows = tuple(
        (
            one["increment_id"],
            instant(one, "created_at", subject.zone),
            words.status(kind, one, subject.zone, subject.now),
            *amounts(one, "grand_total"),
        )
        for one in made
    )
    columns = (
        PaneColumn("Number"),
        PaneColumn("Made"),
        PaneColumn("Status", wide=True),
        *money_columns(order, "Amount"),
    )
    links = tuple((kind, one["increment_id"]) for one in made)
    return Pane(f"{kind}s", title, columns=columns, rows=rows, empty=empty, press=press, links=links)


def _item(item: Record, currency: str) -> tuple[str, ...]:
    indent = "  " if item.get("parent_item_id") else ""
    options = "; ".join(f"{label}: {value}" for label, value in item.get("options") or ())
    return (
        indent + (item.get("sku") or ""),
        words.join(item.get("name"), options, by=" · "),
        item.get("status") or "",
        blank_part(item, number(item, "price"), currency),
        plain(number(item, "qty_ordered")),
        plain(number(item, "qty_invoiced")),
        "" if item.get("is_virtual") else plain(number(item, "qty_shipped")),
        quantity(number(item, "qty_refunded")),
        quantity(number(item, "qty_canceled")),
        _amount(number(item, "tax_amount"), currency),
        _amount(-number(item, "discount_amount"), currency),
        blank_part(item, number(item, "row_total"), currency),
    )


def blank_part(item: Record, amount: Decimal, currency: str) -> str:
    """An amount; nothing for a part of a set or of a configurable product whose price is the whole's."""
    return money(amount, currency) if amount or not item.get("parent_item_id") else ""


def _amount(amount: Decimal, currency: str) -> str:
    return money(amount, currency) if amount else ""


def _addresses(order: Record) -> tuple[tuple[str, str], ...]:
    bill, ship = _addressee(order.get("billing_address")), _addressee(order.get("shipping_address"))
    return (("Bill and ship to", bill),) if bill == ship else (("Bill to", bill), ("Ship to", ship))


def _addressee(address: Record | None) -> str:
    return words.join(words.person(address), words.address_line(address))


def _tenders(order: Record) -> Iterator[str]:
    currency = order["order_currency_code"]
    for tender in (order.get("extension_attributes") or {}).get("tenders") or ():
        name = words.TENDERS.get(tender["kind"], tender["kind"])
        back = number(tender, "amount_refunded")
        given = f"({money(back, currency)} given back)" if back else ""
        yield words.join(name, tender.get("code"), money_with_code(number(tender, "amount"), currency), given, by=" ")


def _online(order: Record, name: str) -> str:
    """What went through a payment system; empty where nothing did."""
    amount = number(order.get("payment") or {}, name)
    return f"{money_with_code(amount, order['base_currency_code'])} by the payment system" if amount else ""


def _reserved(order: Record) -> str:
    """What a payment system reserved, and whether something of it can still be charged."""
    amount = number(order.get("payment") or {}, "base_amount_authorized")
    reserved = [one for one in order.get("transactions") or () if one.get("txn_type") == AUTHORIZATION]
    if not amount or not reserved:
        return ""
    is_open = any(not one.get("is_closed") for one in reserved)
    return f"{money_with_code(amount, order['base_currency_code'])}, {'open' if is_open else 'closed'}"


def _prefixed(word: str, name: str | None) -> str:
    return f"{word} {name}" if name else ""
