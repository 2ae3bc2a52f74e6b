"""Orders put into a database directly, for tests of what happens to them there."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from sales_tui import model
from sales_tui.store import numbers
from sales_tui.store.actor import Actor
from sales_tui.store.runner import Runner
from sales_tui.store.search_index import reindex
from tests.store.fresh import fresh_engine

NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)


def new_database(url: str) -> Engine:
    """An engine on a new database with the schema."""
    return fresh_engine(url)


def new_runner(engine: Engine) -> Runner:
    """A runner whose clock stands still."""
    return Runner(engine, Actor("ada", "", "desk-1"), lambda: NOW)


def add_order(engine: Engine, *, qty: str = "3", method: str = "checkmo", lines: int = 1) -> str:
    """An order of `lines` lines at 10.00 with 8.25 % tax and 5.00 shipping; returns its number."""
    with Session(engine) as session:
        store = session.get(model.Store, 1) or model.Store(id=1, name="Main")
        session.add(store)
        session.flush()
        (number,) = numbers.give(session.connection(), "order", 1)
        pieces = Decimal(qty)
        tax = (pieces * Decimal("0.825")).quantize(Decimal("0.01"))
        totals: dict[str, Any] = {
            "subtotal": 10 * pieces * lines,
            "tax_amount": tax * lines,
            "shipping_amount": Decimal(5),
            "shipping_incl_tax": Decimal(5),
            "grand_total": (10 * pieces + tax) * lines + 5,
            "total_due": (10 * pieces + tax) * lines + 5,
        }
        both: dict[str, Any] = totals | {f"base_{name}": value for name, value in totals.items()}
        order = model.Order(
            increment_id=number, number_tail=number[::-1], store_id=1, created_at=NOW, updated_at=NOW,
            payment_method=method,
            billing_name="Ana Silva", shipping_name="Ana Silva", customer_email="ana@example.com",
            qty_to_invoice=pieces * lines, qty_to_ship=pieces * lines, **both,
        )  # fmt: skip
        session.add(order)
        session.flush()
        assert order.id is not None
        for place in range(lines):
            session.add(_item(order.id, place, pieces, tax))
        session.add(model.OrderPayment(order_id=order.id, method=method))
        session.flush()
        reindex(session.connection(), [order.id])
        session.commit()
        return number


def _item(order_id: int, place: int, pieces: Decimal, tax: Decimal) -> model.OrderItem:
    money = {"price": Decimal(10), "row_total": 10 * pieces, "row_total_incl_tax": 10 * pieces + tax, "tax_amount": tax}
    both: dict[str, Any] = money | {f"base_{name}": value for name, value in money.items()}
    return model.OrderItem(
        order_id=order_id, position=place, sku=f"SKU-{place}", name=f"Product {place}", qty_ordered=pieces, **both
    )
