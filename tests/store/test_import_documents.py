"""Invoices, shipments and credit memos that came in: whose they are, what they hold, and that they add nothing."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from sales_tui.store.check import check_database
from tests.store.import_records import (
    bring_in,
    counts,
    creditmemo,
    faults,
    invoice,
    item,
    lines_of,
    new_engine,
    order,
    rows,
    shipment,
)

BAD_STATES = (0, 4, 99, -1, "7", 1.5, "paid", "", True, [1])


@pytest.fixture
def engine(database_url: str):
    engine = new_engine(database_url)
    bring_in(engine, lines_of(order(1), order(2)))
    yield engine
    engine.dispose()


def test_invoice(engine: Engine):
    record = invoice(4, comments=[{"comment": "Thanks", "is_customer_notified": 1}], grand_total=36.98)
    bring_in(engine, lines_of(record | {"base_total_refunded": 5, "base_discount_amount": -1.5}))
    (found,) = rows(
        engine,
        "SELECT order_id, increment_id, entity_id, made_here, state, total_qty, grand_total, other_amount, "
        "base_other_amount, base_subtotal, discount_amount, total_refunded FROM invoice",
    )
    assert found == (1, "000000004", 4, 0, 2, 20000, 369800, 10000, 0, 300000, -15000, 50000)
    lines = rows(engine, "SELECT order_item_id, sku, name, qty, base_row_total FROM invoice_item ORDER BY id")
    assert lines == [(1, "A", "Thing", 10000, 100000), (2, "B", "Thing", 10000, 100000)]
    assert rows(engine, "SELECT comment, is_customer_notified FROM invoice_comment") == [("Thanks", 1)]
    assert rows(engine, "SELECT total_invoiced, total_paid, touched_at FROM sales_order") == [(0, 0, None)] * 2
    assert list(check_database(engine)) == []


def test_shipment(engine: Engine):
    bring_in(engine, lines_of(shipment(4, shipping_label="JVBERi0")))
    assert rows(engine, "SELECT order_id, total_qty, packages FROM shipment") == [(1, 10000, '[{"weight":"2.5"}]')]
    assert rows(engine, "SELECT order_item_id, sku, qty FROM shipment_item") == [(1, "A", 10000)]
    tracks = rows(engine, "SELECT entity_id, carrier_code, title, track_number FROM shipment_track")
    assert tracks == [(5, "ups", "UPS", "1Z 999")]
    (extra,) = rows(engine, "SELECT extra FROM imported WHERE kind = 'shipment'")
    assert json.loads(extra[0]) == {"shipping_label": "JVBERi0"}


def test_credit_memo_of_an_invoice(engine: Engine):
    records = [creditmemo(7, invoice_id=4, transaction_id="T1"), creditmemo(8, invoice_id=99), invoice(4)]
    assert counts(bring_in(engine, lines_of(*records)), "creditmemos") == (2, 0, 0, 0)
    found = rows(
        engine,
        "SELECT invoice_id, state, refund_to, adjustment_positive, base_adjustment_negative, other_amount "
        "FROM creditmemo ORDER BY id",
    )
    assert found == [(1, 2, "online", 20000, 10000, 5000), (None, 2, "offline", 20000, 10000, 5000)]


def test_currencies_that_a_document_does_not_tell_are_its_order_s(engine: Engine):
    bring_in(engine, lines_of(invoice(4, order_currency_code=None, base_currency_code=None)))
    assert rows(engine, "SELECT order_currency_code, base_currency_code FROM invoice") == [("EUR", "EUR")]


@pytest.mark.parametrize(
    "record, fault",
    [
        (invoice(4, order_id=99), ("import.unknown_order", "order_id")),
        (shipment(4, order_id=99), ("import.unknown_order", "order_id")),
        (invoice(4, order_id="x"), ("import.field", "order_id")),
        (invoice(4, items=[{"order_item_id": 20, "qty": 1}]), ("import.unknown_item", "items[0].order_item_id")),
        (invoice(4, items=[{"qty": 1}]), ("import.field", "items[0].order_item_id")),
        (invoice(4, items=None), ("import.field", "items")),
        (invoice(4, grand_total=-1), ("import.field", "grand_total")),
        (invoice(4, increment_id=""), ("import.field", "increment_id")),
        (creditmemo(4, base_grand_total=None), ("import.field", "base_grand_total")),
        (shipment(4, items=[item(1)]), ("import.field", "items[0].order_item_id")),
        (shipment(4, tracks={}), ("import.field", "tracks")),
        (shipment(4, tracks=[{"title": "UPS"}]), ("import.field", "tracks[0].track_number")),
        (shipment(4, tracks=[{"track_number": None}]), ("import.field", "tracks[0].track_number")),
        (
            shipment(4, tracks=[{"track_number": "1"}, {"track_number": " "}]),
            ("import.field", "tracks[1].track_number"),
        ),
        *((invoice(4, state=state), ("import.field", "state")) for state in BAD_STATES),
        *((creditmemo(4, state=state), ("import.field", "state")) for state in BAD_STATES),
    ],
)
def test_refused(sqlite_url: str, record: dict, fault: tuple[str, str]):
    engine = new_engine(sqlite_url)
    report = bring_in(engine, lines_of(order(1), order(2), record, invoice(5)))
    assert faults(report) == [fault]
    assert counts(report, "invoices")[0] == 1


@pytest.mark.parametrize(
    "record, reason",
    [
        (invoice(4, state=7), "7 is none of 1 (open), 2 (paid), 3 (canceled)"),
        (creditmemo(4, state=7), "7 is none of 1 (open), 2 (refunded), 3 (canceled)"),
        (shipment(4, tracks=[{}]), "is missing"),
        (shipment(4, tracks=[{"track_number": ""}]), "is empty"),
    ],
)
def test_why(sqlite_url: str, record: dict, reason: str):
    (refusal,) = bring_in(new_engine(sqlite_url), lines_of(order(1), record)).refused
    assert refusal.message == reason


@pytest.mark.parametrize("made, table, default", [(invoice, "invoice", 1), (creditmemo, "creditmemo", 2)])
@pytest.mark.parametrize("given", [1, 2, 3, "3", None])
def test_states(sqlite_url: str, made: Callable[..., dict], table: str, default: int, given: object):
    engine = new_engine(sqlite_url)
    bring_in(engine, lines_of(order(1), made(4, state=given)))
    assert rows(engine, f"SELECT state FROM {table}") == [(int(str(given or default)),)]


def test_an_unknown_order_is_named(engine: Engine):
    (refusal,) = bring_in(engine, lines_of(invoice(4, order_id=99))).refused
    assert refusal.message == "order 99 is not in the database: import the order first"
    assert refusal.place == "orders.json, line 1, order_id"


def test_the_same_number_from_two_shops(engine: Engine):
    bring_in(engine, lines_of(invoice(4)))
    bring_in(engine, lines_of(order(1, increment_id="B1")), source="b")
    report = bring_in(engine, lines_of(invoice(4)), source="b")
    assert faults(report) == [("import.duplicate", "increment_id")]
