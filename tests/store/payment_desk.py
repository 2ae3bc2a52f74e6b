"""A desk with imported orders whose money the sandbox reserves, and a runner whose clock can be put forward."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import select

from sales_tui import model
from sales_tui.actions.base import Context, Terms
from sales_tui.payments.base import Gateway
from sales_tui.payments.declared import SANDBOX
from sales_tui.payments.sandbox import Sandbox
from sales_tui.rules.payment_methods import OFFLINE
from sales_tui.store.actor import Actor
from sales_tui.store.asking import Gateways
from sales_tui.store.check import check_database
from sales_tui.store.engine import reading
from sales_tui.store.mapping import table_of
from sales_tui.store.requests import Outcome, Request
from sales_tui.store.runner import Runner
from sales_tui.store.show import show
from tests.store.fresh import fresh_engine
from tests.store.import_records import NOW, Json, bring_in, lines_of
from tests.store.payment_imports import transaction

SECONDS = 30
"""What a call is given; what was asked may arrive for twice as long."""

TOTAL = "37.89"
"""What an order of `reserved_order` comes to: three pieces at 10.00, tax and 5.00 shipping."""

TERMS = Terms(methods={**OFFLINE, SANDBOX.code: SANDBOX})

_MONEY: Json = {"subtotal": 30, "tax_amount": "2.89", "shipping_amount": 5, "shipping_tax_amount": "0.41"}
_MONEY |= {"shipping_incl_tax": "5.41", "discount_amount": 0, "grand_total": TOTAL, "total_due": TOTAL}
_LINE: Json = {"price": 10, "row_total": 30, "tax_amount": "2.48", "row_total_incl_tax": "32.48"}


def both(amounts: Json) -> Json:
    """Amounts in the order's and, the same, in the shop's currency."""
    return amounts | {f"base_{name}": amount for name, amount in amounts.items()}


def reserved_order(number: int = 1, /, *, card: str = "4242", **changes: Any) -> list[Json]:
    """An order over `TOTAL` that is all reserved by the authorization A<number>."""
    item: Json = {"item_id": number * 10, "sku": "A", "name": "Thing", "product_type": "simple", "qty_ordered": 3}
    payment = {"entity_id": number * 7, "method": SANDBOX.code, "base_amount_authorized": TOTAL, "cc_last4": card}
    record = {"entity_id": number, "increment_id": f"{number:09}", "state": "processing", "status": "processing"}
    record |= {"store_id": 1, "created_at": "2024-05-01 08:30:00", "customer_email": "zoe@example.com"}
    record |= {"order_currency_code": "USD", "base_currency_code": "USD", "payment": payment}
    record |= both(_MONEY) | {"items": [item | both(_LINE)]} | changes
    return [record, transaction(number, order_id=number, payment_id=number * 7, txn_id=f"A{number}")]


def waits_not(_: float) -> None:
    """No time goes by."""


def sandbox_at(folder: Path, wait: Callable[[float], None] = waits_not) -> Sandbox:
    """The sandbox whose books are in that folder."""
    return Sandbox(folder / "sandbox.sqlite", wait)


class PaymentDesk:
    """A new database, a sandbox, and who works with them."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.folder = folder
        self.engine = fresh_engine(url)
        self.sandbox: Gateway = sandbox_at(folder)
        self.now = NOW

    def bring(self, *records: Json) -> None:
        """Import these, none of which may be refused."""
        report = bring_in(self.engine, lines_of(*records))
        assert not report.refused, report.refused

    def reserve(self, number: int = 1, **changes: Any) -> str:
        """Import a `reserved_order`; its number."""
        self.bring(*reserved_order(number, **changes))
        return f"{number:09}"

    def runner(self, gateways: Gateways | None = None) -> Runner:
        """Another operator's runner, with the desk's clock."""
        return Runner(
            self.engine,
            Actor("ada", "", "desk-1"),
            lambda: self.now,
            TERMS,
            gateways=gateways or (lambda _: self.sandbox),
            timeout=SECONDS,
        )

    def later(self, seconds: float) -> None:
        """Put the clock forward."""
        self.now += timedelta(seconds=seconds)

    def do(self, action: str, target: str, key: str | None = None, /, **parameters: Any) -> Outcome:
        """Run an action; the books have to balance whatever became of it."""
        (outcome,) = self.runner().run([Request(action, target, parameters, key)])
        assert list(check_database(self.engine)) == []
        return outcome

    def done(self, action: str, target: str, /, **parameters: Any) -> Outcome:
        """Run an action that has to be done."""
        outcome = self.do(action, target, **parameters)
        assert outcome.ok, outcome
        return outcome

    def code(self, action: str, target: str, /, **parameters: Any) -> str | None:
        """The code of an action that must not be done; the order and the sandbox's books stay as they were."""
        before = self.record(target) if action.startswith("order.") else {}, self.booked()
        outcome = self.do(action, target, **parameters)
        assert not outcome.ok, outcome
        assert before == (self.record(target) if action.startswith("order.") else {}, self.booked())
        return outcome.code

    def record(self, number: str, kind: str = "order") -> Json:
        """The record as `show --json` tells it, without what it allows."""
        with reading(self.engine) as connection:
            found = show(connection, kind, number, Context(self.now, TERMS))
        assert found is not None
        told: Json = json.loads(json.dumps(found))
        return told

    def family(self, number: str) -> list[tuple[str, str | None, bool, str]]:
        """The order's transactions, oldest first: type, type of the parent, is_closed, amount (0.00: it isn't told)."""
        transactions = table_of(model.PaymentTransaction)
        orders = table_of(model.Order)
        query = select(transactions).join(orders, orders.c.id == transactions.c.order_id)
        with reading(self.engine) as connection:
            rows = list(connection.execute(query.where(orders.c.increment_id == number).order_by(transactions.c.id)))
        types = {row.txn_id: row.txn_type for row in rows}
        return [(row.txn_type, types.get(row.parent_txn_id), row.is_closed, f"{row.amount or 0:.2f}") for row in rows]

    def names(self, number: str, txn_type: str) -> list[str]:
        """The ids of the order's transactions of that type."""
        found = self.record(number)["transactions"]
        return [one["txn_id"] for one in found if one["txn_type"] == txn_type]

    def figures(self, number: str) -> tuple[str, str, str, str]:
        """What the payment says was paid, paid online, refunded and refunded online, in the shop's currency."""
        told = self.record(number)["payment"]
        names = ("amount_paid", "amount_paid_online", "amount_refunded", "amount_refunded_online")
        paid, paid_online, refunded, refunded_online = (f"{Decimal(told[f'base_{name}']):.2f}" for name in names)
        return paid, paid_online, refunded, refunded_online

    def booked(self) -> list[tuple[str, str, str]]:
        """What the sandbox did: kind, amount, state; the oldest first, without what it only took over."""
        file = self.folder / "sandbox.sqlite"
        if not file.exists():
            return []
        with closing(sqlite3.connect(file)) as connection:
            query = "SELECT kind, amount, state FROM payment WHERE txn_id LIKE 'sbx-%' ORDER BY rowid"
            rows = connection.execute(query).fetchall()
        return [(kind, f"{Decimal(amount).scaleb(-4):.2f}", state) for kind, amount, state in rows]

    def stored(self, entity: type[Any]) -> list[Any]:
        """All rows of a table."""
        table = table_of(entity)
        with reading(self.engine) as connection:
            return list(connection.execute(select(table).order_by(table.c.id)))

    def journal(self) -> list[tuple[str, str]]:
        """Action and outcome of all that was journalled."""
        return [(row.action, row.outcome) for row in self.stored(model.Journal)]
