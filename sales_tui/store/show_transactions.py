"""Payment transactions in Magento's REST shape: those of an order, or one with all that followed from it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, and_, select

from sales_tui import model
from sales_tui.actions.base import Context, Target
from sales_tui.core.money import ZERO
from sales_tui.rules.payment_records import AUTHORIZATION, CAPTURE, REFUND, Transaction
from sales_tui.rules.records import Order
from sales_tui.store.allowed import allowed_actions
from sales_tui.store.load import load_orders
from sales_tui.store.mapping import ORDER, table_of
from sales_tui.store.rest import Shaper, iso

Record = dict[str, Any]

_TRANSACTION, _IMPORTED = table_of(model.PaymentTransaction), table_of(model.Imported)
_PAYMENT = table_of(model.OrderPayment)
_SHOWN_APART = frozenset(("parent_id", "payment_id", "amount"))
"""Kept beside the columns by the import, but with a place of their own in the record."""

_SUMS = {AUTHORIZATION: "authorized", CAPTURE: "captured", REFUND: "refunded"}


def show_transaction(connection: Connection, txn_id: str, context: Context) -> Record | None:
    """The transaction of that name with `child_transactions` as a tree; None where there is none.

    Where several orders have one of that name it is the newest, and `others` says how many more there are.
    """
    table = _TRANSACTION
    query = select(table.c.id, table.c.order_id).where(table.c.txn_id == txn_id)
    found = list(connection.execute(query.order_by(table.c.created_at.desc(), table.c.id.desc())))
    if not found:
        return None
    newest = found[0]
    order = load_orders(connection, [newest.order_id])[newest.order_id].order
    family = TransactionFamily(connection, order, context)
    return family.tree(newest.id) | {"others": len(found) - 1, "sums": family.sums()}


class TransactionFamily:
    """The transactions of one order."""

    def __init__(self, connection: Connection, order: Order, context: Context) -> None:
        self.order = order
        self.context = context
        self.shaper = Shaper(order.order_currency_code, order.base_currency_code)
        self.rows = list(connection.execute(_with_extra().where(_TRANSACTION.c.order_id == order.id)))
        self.by_name = {row.txn_id: row for row in self.rows}
        if self.rows:
            table = ORDER.table
            self.entity_id = connection.scalar(select(table.c.entity_id).where(table.c.id == order.id)) or order.id
            payment = select(_PAYMENT.c.entity_id).where(_PAYMENT.c.order_id == order.id).order_by(_PAYMENT.c.id)
            self.payment_id = connection.scalar(payment.limit(1))

    def records(self) -> list[Record]:
        """All of them, oldest first, none inside another."""
        return [self._record(row) for row in self.rows]

    def tree(self, key: int) -> Record:
        """The one with that key of ours, and inside it those that followed from it."""
        (row,) = (row for row in self.rows if row.id == key)
        return self._with_children(row, frozenset())

    def sums(self) -> Record:
        """What the transactions come to beside what the order says was paid and refunded, in the shop's currency.

        `untold`: how many of them don't tell what they are over.
        """
        summed = dict.fromkeys(_SUMS.values(), ZERO)
        counted = [row for row in self.rows if row.txn_type in _SUMS]
        for row in counted:
            summed[_SUMS[row.txn_type]] += row.amount or ZERO
        base = self.order.base
        figures = summed | {"total_paid": base.total_paid, "total_refunded": base.total_refunded}
        return self._amounts(figures) | {"untold": sum(row.amount is None for row in counted)}

    def _amounts(self, figures: Mapping[str, Decimal]) -> Record:
        return {name: self.shaper.money(figure, base=True) for name, figure in figures.items()}

    def _with_children(self, row: Row[Any], above: frozenset[int]) -> Record:
        above |= {row.id}
        children = [one for one in self.rows if one.parent_txn_id == row.txn_id and one.id not in above]
        return self._record(row) | {"child_transactions": [self._with_children(one, above) for one in children]}

    def _record(self, row: Row[Any]) -> Record:
        extra: Record = json.loads(row.extra) if row.extra else {}
        details = row.details
        parent = self.by_name.get(row.parent_txn_id)
        return {
            "transaction_id": row.entity_id or row.id,
            "parent_id": (parent.entity_id or parent.id) if parent else extra.get("parent_id"),
            "order_id": self.entity_id,
            "order_increment_id": self.order.increment_id,
            "payment_id": extra.get("payment_id", self.payment_id),
            "txn_id": row.txn_id,
            "parent_txn_id": row.parent_txn_id,
            "txn_type": row.txn_type,
            "is_closed": int(row.is_closed),
            "status": "closed" if row.is_closed else "open",
            "method": row.method,
            "amount": None if row.amount is None else self.shaper.money(row.amount, base=True),
            "base_currency_code": self.order.base_currency_code,
            "additional_information": [{"raw_details_info": details}] if details else [],
            "details": details,
            "created_at": iso(row.created_at),
            "fetched_at": iso(row.fetched_at) if row.fetched_at else None,
            "allowed_actions": allowed_actions("transaction", self._target(row), self.context),
            "extra": {name: value for name, value in extra.items() if name not in _SHOWN_APART} or None,
        }

    def _target(self, row: Row[Any]) -> Target:
        known = (one for one in self.order.transactions if one.id == row.id)
        return Target(self.order, next(known, None) or _as_rule_record(row))


def _with_extra() -> Any:
    """Transactions with what the import kept beside their columns, oldest first."""
    memory = and_(_IMPORTED.c.kind == "transaction", _IMPORTED.c.record_id == _TRANSACTION.c.id)
    query = select(_TRANSACTION, _IMPORTED.c.extra).select_from(_TRANSACTION.outerjoin(_IMPORTED, memory))
    return query.order_by(_TRANSACTION.c.created_at, _TRANSACTION.c.id)


_SAME = ("id", "txn_id", "txn_type", "amount", "is_closed", "parent_txn_id", "method", "created_at", "made_here")


def _as_rule_record(row: Row[Any]) -> Transaction:
    return Transaction(**{name: row._mapping[name] for name in _SAME}, details=row.details)
