"""Placing an order again, from the key to the new order."""

from __future__ import annotations

from pathlib import Path

from sales_tui.store.engine import make_engine
from sales_tui.store.location import locate
from tests.store.import_records import bring_in, lines_of
from tests.store.payment_imports import agreement
from tests.tui.test_form_payments import ORDER, TOTAL, add_order, desk


def of_a_customer(database: Path) -> None:
    """An order of 35.98 EUR by the sandbox, of a customer with billing agreement 7."""
    add_order(database, customer_id=7)
    engine = make_engine(locate(str(database)))
    bring_in(engine, lines_of(agreement(7, reference_id="B-7", customer_id=7, method_code="sandbox")))
    engine.dispose()


async def test_again_by_check(empty: Path) -> None:
    of_a_customer(empty)
    async with desk(empty) as robot:
        await robot.press("n")
        robot.expect("Order again", ORDER, "Pieces", "1 × A", "Agreement", "Paid by", "check or money order")
        await robot.press("f2")
        robot.expect("has to know what to charge: name a billing agreement or a saved card")
        await robot.press("c")
        robot.expect(f"A new order over {TOTAL} is placed", f"{TOTAL} of it will be due")
        await robot.press("f2")
        robot.expect("Order 000000002 placed: 35.98 EUR, check or money order.")
        assert robot.query("SELECT increment_id, state, payment_method FROM sales_order WHERE id > 1") == [
            ("000000002", "new", "checkmo")
        ]


async def test_again_by_the_agreement(empty: Path) -> None:
    of_a_customer(empty)
    async with desk(empty) as robot:
        await robot.press("n", "right")
        robot.expect("(•) 7 · B-7")
        robot.expect_not("Paid by")
        await robot.press("f2")
        robot.expect("Order 000000002 placed: 35.98 EUR, test card: 35.98 EUR reserved.")
        assert robot.query("SELECT agreement_id, order_id FROM billing_agreement_order") == [(1, 2)]
