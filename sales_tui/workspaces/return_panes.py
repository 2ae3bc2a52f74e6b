"""The panes of a return, and the returns of an order."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from sales_tui.core.money import ZERO, plain
from sales_tui.workspaces import words
from sales_tui.workspaces.document_panes import its_order
from sales_tui.workspaces.pane_parts import audience, quantity
from sales_tui.workspaces.panes import Pane, PaneColumn, Record, Subject, facts
from sales_tui.workspaces.return_words import (
    ITEM_STATUSES,
    STATUSES,
    is_settled,
    label,
    reason_words,
    reasons_of,
    said,
    step_pieces,
)
from sales_tui.workspaces.words import instant, number

QUANTITIES = (
    ("Asked for", "qty_requested"),
    ("Allowed", "qty_authorized"),
    ("Arrived", "qty_returned"),
    ("Accepted", "qty_approved"),
)
"""The four quantities of an item, in the order in which they come about."""

_NEXT = {
    "authorize": "allow {} to come back",
    "receive": "{} on the way to us",
    "approve": "look at {} that arrived",
    "settle": "refund or exchange {}",
}


def information(subject: Subject) -> Pane:
    """How far it is, whose order it belongs to, and where parcels go."""
    record, order = subject.record, subject.order or {}
    status = words.status("order", order, subject.zone, subject.now) if order else ""
    return Pane(
        "information",
        "Information",
        facts(
            ("Status", words.status("return", record, subject.zone, subject.now)),
            ("Next", next_words(record)),
            ("Requested", instant(record, "date_requested", subject.zone)),
            ("Closed", instant(record, "closed_at", subject.zone)),
            ("Order", words.join(record.get("order_increment_id"), status, by=" · ")),
            ("Ordered", instant(record, "order_date", subject.zone)),
            ("Customer", _customer(record, order)),
            ("E-mail", record.get("customer_custom_email") or order.get("customer_email")),
            ("Sent from", words.address_line(order.get("shipping_address"))),
            ("Return address", words.join(*str(record.get("return_address") or "").splitlines())),
            ("Reason", reasons_of(record.get("items") or ())),
        ),
    )


def items(subject: Subject) -> Pane:
    """The pieces, with how far they are."""
    made = subject.record.get("items") or ()
    columns = (
        PaneColumn("SKU"),
        PaneColumn("Product", wide=True),
        *(PaneColumn(title, True) for title, _ in QUANTITIES),
        PaneColumn("Status", priority=1),
    )
    rows = tuple(
        (
            one.get("sku") or "",
            one.get("name") or "",
            *(plain(number(one, name)) for _, name in QUANTITIES),
            label(ITEM_STATUSES, one.get("status")),
        )
        for one in made
    )
    return Pane("items", "Items", columns=columns, rows=rows, empty="The return has no items")


def reasons(subject: Subject) -> Pane:
    """Why each comes back, in which condition, and what the customer wants for it."""
    rows = tuple(
        (
            one.get("sku") or "",
            words.join(reason_words(one), f"{label(ITEM_STATUSES, one['status'])}: {one['note']}", by=" · ")
            if one.get("note")
            else reason_words(one),
            said(one, "condition"),
            said(one, "found"),
            one.get("shelf") or "",
            said(one, "resolution"),
        )
        for one in subject.record.get("items") or ()
    )
    columns = (
        PaneColumn("SKU"),
        PaneColumn("Reason", wide=True),
        PaneColumn("Condition, they say"),
        PaneColumn("Found"),
        PaneColumn("Shelf", priority=2),
        PaneColumn("They want"),
    )
    return Pane("reasons", "Reasons", columns=columns, rows=rows, empty="The return has no items")


def settled(subject: Subject) -> Pane:
    """The credit memos and replacement orders that the customer got for it."""
    record = subject.record
    made: dict[tuple[str, str], list[Record]] = {}
    for one in record.get("items") or ():
        if is_settled(one):
            memo = one.get("creditmemo_increment_id")
            kind, found = ("creditmemo", memo) if memo else ("order", one["exchange_order_increment_id"])
            made.setdefault((kind, str(found)), []).append(one)
    rows = tuple(
        (
            found,
            "credit memo" if kind == "creditmemo" else "replacement order",
            plain(_sum(some, "qty_approved")),
            ", ".join(dict.fromkeys(str(one.get("sku") or "") for one in some)),
        )
        for (kind, found), some in made.items()
    )
    columns = (PaneColumn("Number"), PaneColumn("By"), PaneColumn("Pieces", True), PaneColumn("SKUs", wide=True))
    press = "a settles it" if "return.settle" in record.get("allowed_actions", ()) else ""
    empty = "Nothing is refunded or exchanged yet"
    return Pane("settled", "Settled by", columns=columns, rows=rows, empty=empty, press=press, links=tuple(made))


def tracking(subject: Subject) -> Pane:
    """The parcels on their way back."""
    rows = tuple(
        (words.join(one.get("track_title") or one.get("carrier_code"), one.get("track_number"), by=" "),)
        for one in subject.record.get("tracks") or ()
    )
    columns = (PaneColumn("Tracking number", wide=True),)
    return Pane("tracks", "Tracking", columns=columns, rows=rows, empty="No tracking number", press="t adds one")


def history(subject: Subject) -> Pane:
    """What happened and what was said, the newest first."""
    said = sorted(
        enumerate(subject.record.get("comments") or ()), key=lambda one: (one[1]["created_at"], one[0]), reverse=True
    )
    rows = tuple(
        (
            instant(one, "created_at", subject.zone),
            label(STATUSES, one.get("status")),
            one.get("comment") or "",
            "" if one.get("admin") else "by the customer",
            _audience(one),
        )
        for _, one in said
    )
    columns = (
        PaneColumn("When"),
        PaneColumn("Status"),
        PaneColumn("Comment", wide=True),
        PaneColumn("", priority=2),
        PaneColumn("Customer", priority=1),
    )
    return Pane(
        "comments", "History and comments", columns=columns, rows=rows, empty="No comments", press="c writes one"
    )


PANES = {"return": (information, items, reasons, settled, tracking, history, its_order)}


def order_returns(subject: Subject) -> Pane:
    """The returns of an order."""
    order = subject.record
    made = order.get("returns") or ()
    rows = tuple(
        (
            one["increment_id"],
            instant(one, "date_requested", subject.zone),
            words.status("return", one, subject.zone, subject.now),
            *(quantity(_sum(one.get("items") or (), name)) for _, name in (QUANTITIES[0], QUANTITIES[3])),
        )
        for one in made
    )
    columns = (
        PaneColumn("Return"),
        PaneColumn("Requested"),
        PaneColumn("Status", wide=True),
        PaneColumn("Asked for", True),
        PaneColumn("Accepted", True),
    )
    links = tuple(("return", one["increment_id"]) for one in made)
    press = "n notes one" if "return.create" in order.get("allowed_actions", ()) else ""
    empty = "Nothing comes back"
    return Pane("returns", "Returns", columns=columns, rows=rows, empty=empty, press=press, links=links)


def next_words(record: Record) -> str:
    """What is to be done next, with how many pieces; empty where nothing is."""
    step = str(record.get("next_step") or "")
    if step not in _NEXT:
        return ""
    qty = step_pieces(record, step)
    return _NEXT[step].format("1 piece" if qty == 1 else f"{plain(qty)} pieces")


def _sum(items: Iterable[Record], name: str) -> Decimal:
    return sum((number(one, name) for one in items), ZERO)


def _customer(record: Record, order: Record) -> str:
    if order:
        return words.join(words.customer(order), words.group(order), by=" · ")
    return str(record.get("customer_name") or "")


def _audience(comment: Record) -> str:
    return audience(
        {
            "is_customer_notified": comment.get("customer_notified"),
            "is_visible_on_front": comment.get("visible_on_front"),
        }
    )
