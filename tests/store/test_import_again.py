"""The same record never twice: identical ones change nothing, changed ones update in place, work done here stays."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import Engine, text

from sales_tui.store.engine import writing
from tests.store.import_records import (
    bring_in,
    counts,
    creditmemo,
    everything,
    faults,
    invoice,
    item,
    lines_of,
    new_engine,
    order,
    rich_order,
    rows,
    shipment,
)


@pytest.fixture
def engine(database_url: str):
    engine = new_engine(database_url)
    yield engine
    engine.dispose()


def change(engine: Engine, statement: str) -> None:
    with writing(engine) as connection:
        connection.execute(text(statement))


def test_the_same_again_in_every_form(engine: Engine):
    records = [rich_order(), order(2), order(3)]
    assert counts(bring_in(engine, lines_of(*records))) == (3, 0, 0, 0)
    before = everything(engine)
    assert all(before[table] for table in ("product_tax", "gift_message", "order_tender", "order_tax"))
    forms = {
        "lines": lines_of(*records),
        "array": json.dumps(records, indent=1),
        "reply": json.dumps({"items": records, "search_criteria": {"filters": []}, "total_count": 3}),
        "spread reply": json.dumps({"total_count": 3, "search_criteria": None, "items": records}, indent=2),
        "replies as lines": lines_of({"items": records[:1]}, {"items": records[1:]}),
        "UTF-16": lines_of(*records).encode("utf-16"),
        "with a byte order mark": b"\xef\xbb\xbf" + lines_of(*records).encode(),
        "other order of keys": lines_of(*(dict(reversed(record.items())) for record in records)),
    }
    for name, content in forms.items():
        assert counts(bring_in(engine, content)) == (0, 0, 3, 0), name
    for record in records:
        assert counts(bring_in(engine, json.dumps(record, indent=2))) == (0, 0, 1, 0)
    assert everything(engine) == before


def test_documents_again(engine: Engine):
    records = [order(1), invoice(4), shipment(5), creditmemo(6, invoice_id=4)]
    bring_in(engine, lines_of(*records))
    before = everything(engine)
    report = bring_in(engine, lines_of(*records))
    assert {name: (one.new, one.unchanged) for name, one in report.kinds.items()} == {
        "orders": (0, 1),
        "invoices": (0, 1),
        "shipments": (0, 1),
        "creditmemos": (0, 1),
    }
    assert everything(engine) == before


def test_a_repeated_record_in_one_file_comes_in_once(engine: Engine):
    assert counts(bring_in(engine, lines_of(order(1), order(2), order(1)))) == (2, 0, 1, 0)
    report = bring_in(engine, lines_of(order(3), order(3, status="my_status"), order(3)))
    assert counts(report) == (1, 2, 0, 0)


def test_changed_at_the_source(engine: Engine):
    gift = {"extension_attributes": {"gift_message": {"message": "Hi"}}}
    three = [item(10, name="first", **gift), item(11, name="second"), item(12, name="third")]
    bring_in(engine, lines_of(order(1, items=three, total_paid=35.98), order(2)))
    keys = dict(rows(engine, "SELECT item_id, id FROM order_item"))
    (head,) = rows(engine, "SELECT id, version, created_at FROM sales_order WHERE entity_id = 1")
    two = [item(12, name="third"), item(13, name="new", parent_item_id=14), item(14), item(10, name="renamed")]
    record = order(1, items=two, status="my_status", created_at=None, total_paid=None)
    assert counts(bring_in(engine, lines_of(record))) == (0, 1, 0, 0)
    found = rows(engine, "SELECT item_id, name, position FROM order_item WHERE order_id = 1 ORDER BY position")
    assert found == [(12, "third", 0), (13, "new", 1), (14, "Thing", 2), (10, "renamed", 3)]
    after = dict(rows(engine, "SELECT item_id, id FROM order_item"))
    assert [after[one] for one in (10, 12, 20, 21)] == [keys[one] for one in (10, 12, 20, 21)]
    assert rows(engine, "SELECT id, version - 1, created_at FROM sales_order WHERE entity_id = 1") == [head]
    assert rows(engine, "SELECT status FROM sales_order ORDER BY id") == [("my_status",), ("pending",)]
    assert rows(engine, "SELECT count(*) FROM order_address") == [(4,)]
    assert rows(engine, "SELECT count(*) FROM gift_message") == [(0,)]
    assert rows(engine, "SELECT opening FROM imported") == [(None,), (None,)]


@pytest.mark.parametrize("work", ["touched", "document"])
def test_worked_on_here(engine: Engine, work: str):
    bring_in(engine, lines_of(order(1), invoice(9)))
    if work == "touched":
        change(engine, "UPDATE sales_order SET touched_at = 1")
    else:
        change(engine, "UPDATE invoice SET made_here = 1")
    before = everything(engine)
    assert counts(bring_in(engine, lines_of(order(1)))) == (0, 0, 1, 0)
    report = bring_in(engine, lines_of(order(1, status="processing"), order(2)))
    assert (counts(report), faults(report)) == ((1, 0, 0, 1), [("import.conflict", "")])
    assert rows(engine, "SELECT status FROM sales_order WHERE entity_id = 1") == [("pending",)]
    assert everything(engine)["order_item"][:2] == before["order_item"]


def test_documents_of_orders_worked_on_here(engine: Engine):
    bring_in(engine, lines_of(order(1), invoice(4)))
    change(engine, "UPDATE sales_order SET touched_at = 1")
    report = bring_in(engine, lines_of(invoice(4, state=3), invoice(5)))
    assert (counts(report, "invoices"), faults(report)) == ((1, 0, 0, 1), [("import.conflict", "")])


def test_lines_of_documents_stay(engine: Engine):
    bring_in(engine, lines_of(order(1), invoice(4)))
    report = bring_in(engine, lines_of(order(1, items=[item(10)])))
    assert faults(report) == [("import.conflict", "items")]


def test_changed_documents(engine: Engine):
    bring_in(engine, lines_of(order(1), invoice(4), shipment(5)))
    record = shipment(5, tracks=[{"track_number": "2"}, {"track_number": "3"}])
    report = bring_in(engine, lines_of(invoice(4, state=3, comments=[{"comment": "Hm"}]), record))
    assert (counts(report, "invoices"), counts(report, "shipments")) == ((0, 1, 0, 0), (0, 1, 0, 0))
    assert rows(engine, "SELECT state, version FROM invoice") == [(3, 2)]
    assert rows(engine, "SELECT count(*) FROM invoice_item") == [(2,)]
    assert rows(engine, "SELECT comment FROM invoice_comment") == [("Hm",)]
    assert rows(engine, "SELECT track_number FROM shipment_track ORDER BY id") == [("2",), ("3",)]


def test_numbers_belong_to_one_record(engine: Engine):
    bring_in(engine, lines_of(order(1)))
    report = bring_in(engine, lines_of(order(2, increment_id="000000001"), order(3)))
    assert (counts(report), faults(report)) == ((1, 0, 0, 1), [("import.duplicate", "increment_id")])
    report = bring_in(engine, lines_of(order(1), order(4)), source="other shop")
    assert (counts(report), faults(report)) == ((1, 0, 0, 1), [("import.duplicate", "increment_id")])
    assert report.refused[0].message == "order 000000001 came in before from the source 'magento'"


def test_a_number_made_here(engine: Engine):
    bring_in(engine, lines_of(order(1)))
    change(engine, "UPDATE sales_order SET source = NULL, entity_id = NULL")
    report = bring_in(engine, lines_of(order(1)))
    assert report.refused[0].message == "order 000000001 was made here and is another one"


def test_lines_belong_to_one_order(engine: Engine):
    report = bring_in(engine, lines_of(order(1), order(2, items=[item(10)])))
    assert (counts(report), faults(report)) == ((1, 0, 0, 1), [("import.duplicate", "items[0].item_id")])
    report = bring_in(engine, lines_of(order(2, items=[item(11)])))
    assert faults(report) == [("import.duplicate", "items[0].item_id")]


def test_records_without_ids(engine: Engine):
    record = order(1, entity_id=None, items=[item(1, item_id=None), item(2, item_id=None, sku="B")])
    assert counts(bring_in(engine, lines_of(record, record))) == (1, 0, 1, 0)
    keys = rows(engine, "SELECT id, position FROM order_item ORDER BY position")
    assert counts(bring_in(engine, lines_of(record | {"status": "my_status"}))) == (0, 1, 0, 0)
    assert rows(engine, "SELECT id, position FROM order_item ORDER BY position") == keys


def test_a_dry_run_changes_nothing(engine: Engine):
    before = everything(engine)
    report = bring_in(engine, lines_of(order(1), invoice(4), invoice(5, order_id=9)), dry_run=True)
    assert (counts(report), counts(report, "invoices")) == ((1, 0, 0, 0), (1, 0, 0, 1))
    assert everything(engine) == before


def test_numbers_go_on_behind_the_highest_seen(engine: Engine):
    bring_in(engine, lines_of(order(1, increment_id="000000041"), order(2, increment_id="EU-900"), invoice(7)))
    assert rows(engine, "SELECT kind, next_number, issued FROM number_sequence ORDER BY kind") == [
        ("invoice", 8, 0),
        ("order", 42, 0),
    ]


def test_what_the_database_does_not_take_is_refused_alone(engine: Engine):
    change(engine, "CREATE UNIQUE INDEX one_coupon_each ON sales_order (coupon_code)")
    records = [order(number, coupon_code="SAVE" if number in (2, 4) else str(number)) for number in range(1, 6)]
    report = bring_in(engine, lines_of(*records, invoice(1), invoice(4, 4)))
    assert (counts(report), counts(report, "invoices")) == ((4, 0, 0, 1), (1, 0, 0, 1))
    assert faults(report) == [("import.database", ""), ("import.unknown_order", "order_id")]
    assert rows(engine, "SELECT entity_id FROM sales_order ORDER BY id") == [(1,), (2,), (3,), (5,)]
    dry = bring_in(engine, lines_of(order(6, coupon_code="SAVE"), order(7, coupon_code="7")), dry_run=True)
    assert (counts(dry), faults(dry)) == ((1, 0, 0, 1), [("import.database", "")])
