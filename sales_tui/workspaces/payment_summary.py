"""Transactions, billing agreements, accounts and lines of a settlement in a few lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo

from sales_tui.workspaces import words
from sales_tui.workspaces.account_panes import signed
from sales_tui.workspaces.order_panes import notes
from sales_tui.workspaces.panes import Record, Subject
from sales_tui.workspaces.payment_panes import order_transactions
from sales_tui.workspaces.payment_words import (
    ACCOUNT_KINDS,
    REASONS,
    TRANSACTION_TYPES,
    attempt_sentence,
    method_title,
    transaction_type,
)
from sales_tui.workspaces.summaries import Summary
from sales_tui.workspaces.words import money, number

Gist = Callable[[Record, Record, tzinfo, datetime], Summary]


def _transaction(record: Record, order: Record, zone: tzinfo, now: datetime) -> Summary:
    """With all transactions of its order."""
    family = order_transactions(Subject("order", order, order, zone, now))
    currency = str(record.get("base_currency_code") or "")
    people = (words.join(words.customer(order), words.group(order), by=" · "), order.get("customer_email") or "")
    amount = (f"Amount {currency}".strip(), money(number(record, "amount"), currency))
    status = words.join(transaction_type(record), "closed" if record.get("is_closed") else "open", by=" · ")
    return Summary(
        str(record.get("txn_id") or ""),
        status,
        tuple(filter(None, (f"of order {record.get('order_increment_id')}", words.payment(order)))),
        words.customer(order),
        tuple(filter(None, people)),
        tuple(notes(order, zone)),
        tuple(f"{one[1]:<10}  {one[2]:>10}  {one[0]}" for one in family.rows),
        (amount,) if record.get("amount") else (),
    )


def _agreement(record: Record, order: Record, zone: tzinfo, now: datetime) -> Summary:
    """With the orders paid by it."""
    name = words.person(record, "customer_")
    orders = record.get("orders") or ()
    return Summary(
        str(record.get("increment_id") or ""),
        words.status("agreement", record, zone, now),
        tuple(
            dict.fromkeys(
                filter(None, (method_title(str(record.get("method_code") or "")), record.get("agreement_label")))
            )
        ),
        name or str(record.get("customer_email") or ""),
        tuple(filter(None, (name, record.get("customer_email"), record.get("reference_id")))),
        tuple(attempt_sentence(one, zone) for one in record.get("attempts") or ()),
        tuple(_paid_order(one, zone, now) for one in orders) or ("No order was paid by it.",),
        (("Orders", str(len(orders))),),
    )


def _paid_order(one: Record, zone: tzinfo, now: datetime) -> str:
    total = money(number(one, "grand_total"), str(one.get("order_currency_code") or ""))
    return f"{one['increment_id']}  {words.day(one['created_at'], zone, now):>11}  {total:>11}"


def _account(record: Record, order: Record, zone: tzinfo, now: datetime) -> Summary:
    """With what was booked lately."""
    currency = str(record.get("currency") or "")
    entries = record.get("entries") or ()
    kind = ACCOUNT_KINDS.get(str(record.get("kind")), "")
    lines = tuple(
        f"{words.day(one['created_at'], zone, now):>11}  {signed(one, currency):>11}  "
        f"{REASONS.get(str(one.get('reason')), '')}"
        for one in entries
    )
    sums = [(label, money(number(record, name), currency)) for label, name in _BALANCES if number(record, name)]
    available = money(number(record, "available"), currency)
    return Summary(
        str(record.get("increment_id") or ""),
        words.status("account", record, zone, now),
        (kind,) if kind else (),
        str(record.get("owner") or ""),
        tuple(filter(None, (record.get("owner"), record.get("owner_email")))),
        (),
        lines or ("Nothing was booked yet.",),
        (*sums, (f"Available {currency}".strip(), available)),
    )


def _settlement_line(record: Record, order: Record, zone: tzinfo, now: datetime) -> Summary:
    """What is there, and what is here."""
    currency, code = str(record.get("currency") or ""), str(record.get("txn_type") or "")
    found = record.get("order_increment_id")
    amounts = (("There", "amount"), ("Here", "amount_here"))
    return Summary(
        str(record.get("increment_id") or ""),
        words.status("settlement_line", record, zone, now),
        tuple(filter(None, (TRANSACTION_TYPES.get(code, code), f"of order {found}" if found else ""))),
        str(record.get("file") or ""),
        tuple(filter(None, (record.get("file"), record.get("note")))),
        (),
        (),
        tuple(
            (f"{label} {currency}", money(number(record, name), currency))
            for label, name in amounts
            if record.get(name)
        ),
    )


_BALANCES = (("Balance", "balance"), ("Limit", "credit_limit"))

WITHOUT_LINES: Mapping[str, Gist] = {
    "transaction": _transaction,
    "agreement": _agreement,
    "account": _account,
    "settlement_line": _settlement_line,
}
"""Kind of record -> what tells its gist."""
