"""The panes of a transaction, and the transactions of an order as a tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sales_tui.workspaces import words
from sales_tui.workspaces.panes import Pane, PaneColumn, Record, Subject, facts
from sales_tui.workspaces.payment_words import amount_words, method_title, transaction_type
from sales_tui.workspaces.words import instant, money, number

Link = tuple[str, str]

SUMS = (
    ("Reserved", "authorized", "base_amount_authorized", ""),
    ("Charged", "captured", "base_amount_paid_online", "total_paid"),
    ("Given back", "refunded", "base_amount_refunded_online", "total_refunded"),
)
"""What an order's transactions come to: words, sum of the transactions, field of its payment, and sum of the order that
stands for it where the payment doesn't tell what went through a payment system."""


def data(subject: Subject) -> Pane:
    """What happened, and what it belongs to; enter goes there."""
    record = subject.record
    others = int(record.get("others") or 0)
    rows, links = _belongings(subject)
    return Pane(
        "data",
        "Data",
        facts(
            ("Type", transaction_type(record)),
            ("Status", words.status("transaction", record, subject.zone, subject.now)),
            ("Amount", amount_words(record) or "not told"),
            ("Payment method", method_title(str(record.get("method") or ""))),
            ("Created", instant(record, "created_at", subject.zone)),
            ("Asked again", instant(record, "fetched_at", subject.zone)),
            ("Same name", f"{others} more of other orders" if others else None),
        ),
        columns=(PaneColumn("Belongs to"), PaneColumn("Number"), PaneColumn("Status", wide=True)),
        rows=rows,
        links=links,
    )


def children(subject: Subject) -> Pane:
    """What followed from it, what followed from that a little to the right."""
    return _family(subject, "children", "Child transactions", _nested(subject.record), "Nothing followed from it")


def details(subject: Subject) -> Pane:
    """What the payment system said of it."""
    told = subject.record.get("details") or {}
    rows = tuple((str(key), "" if value is None else str(value)) for key, value in told.items())
    columns = (PaneColumn("Name"), PaneColumn("Value", wide=True))
    return Pane("details", "Details", columns=columns, rows=rows, empty="The payment system said nothing of it")


def sums(subject: Subject) -> Pane:
    """What the order's transactions come to, beside what the order itself says; where that differs, it says so."""
    found, currency = subject.record.get("sums") or {}, str(subject.record.get("base_currency_code") or "")
    payment = (subject.order or {}).get("payment") or {}
    untold = int(found.get("untold") or 0)
    rows = tuple(_sum(found, payment, one, currency, is_whole=not untold) for one in SUMS)
    notes = (f"Transactions that don't tell their amount: {untold}.",) if untold else ()
    columns = (
        PaneColumn("Shop currency"),
        PaneColumn(f"Transactions {currency}".strip(), True),
        PaneColumn("Order", True),
        PaneColumn("", wide=True),
    )
    return Pane("sums", "Sums of the order", columns=columns, rows=rows, notes=notes)


def order_transactions(subject: Subject) -> Pane:
    """All transactions of an order, those that followed from another below it."""
    made = subject.record.get("transactions") or ()
    return _family(subject, "transactions", "Transactions", _placed(made), "No payment system took part")


PANES = (data, children, details, sums)


def _belongings(subject: Subject) -> tuple[tuple[tuple[str, ...], ...], tuple[Link, ...]]:
    record, order = subject.record, subject.order
    found, parent = str(record.get("order_increment_id") or ""), record.get("parent_txn_id")
    status = words.status("order", order, subject.zone, subject.now) if order else ""
    rows, links = [("Order", found, status)], [("order", found)]
    if parent:
        of_order = (order or {}).get("transactions") or ()
        known = next((one for one in of_order if one.get("txn_id") == parent), None)
        rows.append(
            ("Follows", str(parent), transaction_type(known) if known else "" if not order else "not known here")
        )
        links.append(("transaction", str(parent)))
    return tuple(rows), tuple(links)


def _family(subject: Subject, key: str, title: str, placed: Iterator[tuple[int, Record]], empty: str) -> Pane:
    found = [*placed]
    rows = tuple(
        (
            f"{'  ' * (depth - 1)}└ {one['txn_id']}" if depth else str(one["txn_id"]),
            transaction_type(one),
            money(number(one, "amount"), str(one.get("base_currency_code") or "")) if one.get("amount") else "",
            "closed" if one.get("is_closed") else "open",
            instant(one, "created_at", subject.zone),
        )
        for depth, one in found
    )
    currency = str(found[0][1].get("base_currency_code") or "") if found else ""
    columns = (
        PaneColumn("Transaction"),
        PaneColumn("Type"),
        PaneColumn(f"Amount {currency}".strip(), True),
        PaneColumn("", priority=2),
        PaneColumn("Created", priority=1),
    )
    links = tuple(("transaction", str(one["txn_id"])) for _, one in found)
    return Pane(key, title, columns=columns, rows=rows, empty=empty, links=links)


def _nested(record: Record, depth: int = 0) -> Iterator[tuple[int, Record]]:
    for child in record.get("child_transactions") or ():
        yield depth, child
        yield from _nested(child, depth + 1)


def _placed(made: Sequence[Record], parent: str | None = None, depth: int = 0) -> Iterator[tuple[int, Record]]:
    """The transactions with how many stand above each; one whose parent isn't here stands above all."""
    names = {one["txn_id"] for one in made}
    left = list(made)
    if parent is None:
        mine = [one for one in left if one.get("parent_txn_id") not in names - {one["txn_id"]}]
    else:
        mine = [one for one in left if one.get("parent_txn_id") == parent and one["txn_id"] != parent]
    for one in mine:
        yield depth, one
        if depth < len(left):
            yield from _placed(made, one["txn_id"], depth + 1)


def _sum(
    found: Record, payment: Record, wanted: tuple[str, str, str, str], currency: str, *, is_whole: bool
) -> tuple[str, ...]:
    label, name, online, total = wanted
    here = number(found, name)
    told = number(payment, online)
    there = told or number(found, total)
    # Where no payment system took part the order may have been paid otherwise.
    differs = is_whole and here != there and bool(told or (total and here))
    word = f"differs by {money(abs(here - there), currency)}" if differs else ""
    return label, money(here, currency), money(there, currency) if total or there else "", word
