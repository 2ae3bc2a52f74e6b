"""Books movements on accounts and writes what became of tenders, in the transaction of what caused them.

The database adds to the balance itself and refuses what it doesn't cover: two processes that read the same balance can
never spend it twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, insert, update

from sales_tui import model
from sales_tui.core.money import ZERO
from sales_tui.rules.credit_records import Entry
from sales_tui.rules.payment_records import Account
from sales_tui.rules.records import Order
from sales_tui.store import keys, numbers
from sales_tui.store.mapping import ACCOUNT, TENDER, table_of
from sales_tui.store.rows import Row, Rows

_ACCOUNT, _ENTRY = ACCOUNT.table, table_of(model.CreditEntry)


def collect_tenders(rows: Rows, loaded: Any) -> None:
    """Tenders of which something was invoiced or refunded (`load.Loaded`)."""
    for tender in loaded.order.tenders:
        if tender.id is not None:
            before = loaded.before[TENDER.table.name][tender.id]
            changed = TENDER.changed(before, tender)
            rows.change(TENDER.table, tender.id, changed)


def book(connection: Connection, orders: Sequence[Order], now: datetime, by: str) -> None:
    """Book what these orders moved on their accounts; orders and documents have their keys and numbers.

    Raises IntegrityError where an account doesn't cover it any more, or somebody else just opened it; the runner then
    begins again with what is there by now.
    """
    saved = {id(order) for order in orders}
    accounts = {id(account): account for order in orders for account in order.accounts if account.new_entries}
    # In the order of their keys, so that two processes never wait for each other.
    for account in sorted(accounts.values(), key=lambda one: (one.id is None, one.id or 0, one.customer_id or 0)):
        # What a handler that failed left behind isn't its order's.
        entries = [entry for entry in account.new_entries if id(entry.order) in saved]
        book_entries(connection, account, entries, now, by)
        account.new_entries = []


def book_entries(connection: Connection, account: Account, entries: Sequence[Entry], now: datetime, by: str) -> None:
    """Move the balance by these entries at once, and write them with the balance after each."""
    if not entries:
        return
    if account.id is None:
        _open(connection, account, now)
    total = sum((entry.amount for entry in entries), ZERO)
    moved = (
        update(_ACCOUNT)
        .where(_ACCOUNT.c.id == account.id)
        .values(balance=_ACCOUNT.c.balance + total, version=_ACCOUNT.c.version + 1, updated_at=now)
        .returning(_ACCOUNT.c.balance)
    )
    balance: Decimal = connection.execute(moved).scalar_one() - total
    rows = []
    for entry in entries:
        balance += entry.amount
        rows.append(_row(account, entry, balance) | {"by": by, "created_at": now})
    connection.execute(insert(_ENTRY), rows)


def open_accounts(connection: Connection, accounts: Iterable[Account], now: datetime) -> None:
    """Store new accounts, each with a number of its own and a balance of 0; what is on them is booked after."""
    for account in accounts:
        _open(connection, account, now)


def _open(connection: Connection, account: Account, now: datetime) -> None:
    (account.id,) = keys.reserve(connection, _ACCOUNT, 1)
    if not account.increment_id:
        (account.increment_id,) = numbers.give(connection, "account", 1)
    row = ACCOUNT.row(account) | {"id": account.id, "balance": ZERO, "version": 1}
    row |= {"number_tail": account.increment_id[::-1], "created_at": now, "updated_at": now}
    connection.execute(insert(_ACCOUNT), [row])


def _row(account: Account, entry: Entry, balance: Decimal) -> Row:
    about = entry.document or entry.order
    return {
        "account_id": account.id,
        "order_id": entry.order.id if entry.order is not None else None,
        "amount": entry.amount,
        "balance": balance,
        "reason": entry.reason,
        "reference": entry.reference or (about.increment_id if about is not None else ""),
        "comment": entry.comment,
    }
