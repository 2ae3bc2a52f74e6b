"""Bad input, case by case: refused with place, field and reason, while the other records come in."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import Engine

from sales_tui.store.importing.order import read_order
from sales_tui.store.importing.values import FieldError
from tests.store.import_records import bring_in, counts, faults, invoice, item, lines_of, new_engine, order, rows

ADDRESS = "extension_attributes.shipping_assignments[0].shipping.address"


@pytest.fixture
def engine(tmp_path):
    engine = new_engine(f"sqlite:///{tmp_path / 'sales.db'}")
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    "changes, field, reason",
    [
        ({"grand_total": None}, "grand_total", "is missing"),
        ({"base_grand_total": None}, "base_grand_total", "is missing"),
        ({"customer_email": None}, "customer_email", "is missing"),
        ({"increment_id": None}, "increment_id", "is missing"),
        ({"items": None}, "items", "is missing"),
        ({"items": []}, "items", "is empty: an order has at least one line"),
        ({"items": {}}, "items", "must be a list, not an object"),
        ({"items": [[]]}, "items[0]", "must be an object, not a list"),
        ({"items": [item(1, sku=None)]}, "items[0].sku", "is missing"),
        ({"items": [item(1), item(2), item(3, qty_ordered="two")]}, "items[2].qty_ordered", "'two' is not a number"),
        ({"items": [item(1, qty_ordered=-1)]}, "items[0].qty_ordered", "-1 is negative"),
        ({"items": [item(1, price=-2)]}, "items[0].price", "-2 is negative"),
        ({"items": [item(1, row_total=True)]}, "items[0].row_total", "must be a number, not true or false"),
        ({"items": [item(1, row_total=[1])]}, "items[0].row_total", "must be a single value, not a list"),
        ({"items": [item(1), item(1)]}, "items[1].item_id", "1 is also the id of items[0]"),
        ({"items": [item(1, parent_item_id=9)]}, "items[0].parent_item_id", "9 is no other line of this order"),
        (
            {"items": [item(1, parent_item_id=2), item(2, parent_item_id=1)]},
            "items[0].parent_item_id",
            "makes the line a part of itself",
        ),
        ({"items": [item(1, item_id=1.5)]}, "items[0].item_id", "1.5 is not a whole number"),
        ({"items": [item(1, item_id=2**63)]}, "items[0].item_id", None),
        ({"items": [item(1, is_virtual="maybe")]}, "items[0].is_virtual", "'maybe' is neither yes (1) nor no (0)"),
        ({"grand_total": -1}, "grand_total", "-1 is negative"),
        ({"grand_total": "1e3x"}, "grand_total", "'1e3x' is not a number"),
        ({"grand_total": "NaN"}, "grand_total", "'NaN' is not a number"),
        ({"grand_total": "1_000"}, "grand_total", "'1_000' is not a number"),
        ({"grand_total": "１２"}, "grand_total", "'１２' is not a number"),
        ({"grand_total": ""}, "grand_total", "'' is not a number"),
        ({"grand_total": 10**40}, "grand_total", "10000000000000000000… is larger than 900,000,000,000,000"),
        ({"tax_amount": "-900000000000000.01"}, "tax_amount", None),
        ({"tax_amount": "1e999999"}, "tax_amount", None),
        ({"base_to_order_rate": "1e-900000"}, "base_to_order_rate", None),
        ({"base_to_order_rate": -1}, "base_to_order_rate", "-1 is negative"),
        ({"created_at": "2024-02-30 08:00:00"}, "created_at", None),
        ({"created_at": "0000-00-00 00:00:00"}, "created_at", None),
        ({"created_at": "0001-01-01T00:00:00+14:00"}, "created_at", None),
        ({"created_at": 1714552200}, "created_at", "must be a date, not a number"),
        ({"increment_id": ""}, "increment_id", "is empty"),
        ({"increment_id": " "}, "increment_id", "is empty"),
        ({"increment_id": ["1"]}, "increment_id", "must be text, not a list"),
        ({"increment_id": "9" * 501}, "increment_id", "has 501 characters, more than 500"),
        ({"customer_firstname": True}, "customer_firstname", "must be text, not true or false"),
        ({"store_id": -1}, "store_id", None),
        ({"store_id": []}, "store_id", "must be a single value, not a list"),
        ({"customer_id": 2**31}, "customer_id", None),
        ({"billing_address": []}, "billing_address", "must be an object, not a list"),
        ({"billing_address": {"street": [{}]}}, "billing_address.street", "must be text, not an object"),
        ({"payment": "checkmo"}, "payment", "must be an object, not text"),
        ({"payment": {"amount_paid": "x"}}, "payment.amount_paid", "'x' is not a number"),
        ({"extension_attributes": 1}, "extension_attributes", "must be an object, not a number"),
        ({"extension_attributes": {"shipping_assignments": [{"shipping": {"address": 1}}]}}, ADDRESS, None),
        ({"status_histories": [{"created_at": "soon"}]}, "status_histories[0].created_at", None),
        (
            {"extension_attributes": {"customer_balance_amount": "x"}},
            "extension_attributes.customer_balance_amount",
            "'x' is not a number",
        ),
    ],
)
def test_fields(changes: dict, field: str, reason: str | None):
    record = order(1) | changes
    record = {name: value for name, value in record.items() if value is not None}
    with pytest.raises(FieldError) as refused:
        read_order(json.loads(json.dumps(record), parse_float=str))
    assert refused.value.field == field
    assert refused.value.code == "import.field"
    if reason is not None:
        assert refused.value.reason == reason


def quantities(ordered: object, /, **done: object) -> dict:
    return item(1, qty_ordered=ordered, **{f"qty_{name}": qty for name, qty in done.items()})


@pytest.mark.parametrize(
    "line, field, reason",
    [
        (quantities(2, invoiced=5), "qty_invoiced", "5 is more than the 2 ordered"),
        (quantities(None, invoiced="0.5"), "qty_invoiced", "0.5 is more than the 0 ordered"),
        (quantities("2.0000", invoiced="2.0001"), "qty_invoiced", "2.0001 is more than the 2 ordered"),
        (quantities(3, invoiced=1, refunded=2), "qty_refunded", "2 is more than the 1 invoiced"),
        (quantities(3, refunded=1), "qty_refunded", "1 is more than the 0 invoiced"),
        (quantities(3, shipped=4), "qty_shipped", "4 is more than the 3 ordered"),
        (quantities(3, canceled=4), "qty_canceled", "4 is more than the 3 ordered"),
        (quantities(3, shipped=2, canceled=2), "qty_canceled", "2 and the 2 shipped are more than the 3 ordered"),
    ],
)
@pytest.mark.parametrize("place", [0, 1])
def test_impossible_quantities(line: dict, field: str, reason: str, place: int):
    lines = [line] if place == 0 else [item(9), line]
    with pytest.raises(FieldError) as refused:
        read_order(json.loads(json.dumps(order(1, items=lines)), parse_float=str))
    assert (refused.value.field, refused.value.code) == (f"items[{place}].{field}", "import.field")
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "lines",
    [
        [quantities(2, invoiced=2, refunded=2)],
        [quantities(2, invoiced=2, refunded=2, shipped=2)],
        [quantities("2.5", invoiced="1.5", shipped="0.5", canceled=1)],
        [quantities(2, invoiced=2, refunded=1, shipped=1, canceled=1, backordered=9, returned=9)],
        [quantities(2, shipped=2)],
        [quantities(0)],
        [item(1, product_type="configurable"), item(2, parent_item_id=1, qty_invoiced=5, qty_shipped=5)],
        # Each invoice of a bundle whose children count books its parent's whole quantity.
        [
            item(1, product_type="bundle", qty_ordered=2, qty_invoiced=4),
            item(2, parent_item_id=1, qty_ordered=2, qty_invoiced=2),
        ],
    ],
)
def test_quantities_that_can_be(lines: list[dict]):
    assert len(read_order(json.loads(json.dumps(order(1, items=lines)), parse_float=str)).lines.rows) == len(lines)


def test_a_fixed_bundle_counts_itself():
    lines = [item(1, product_type="bundle", qty_invoiced=2), item(2, parent_item_id=1, row_total=0)]
    with pytest.raises(FieldError) as refused:
        read_order(json.loads(json.dumps(order(1, items=lines)), parse_float=str))
    assert refused.value.field == "items[0].qty_invoiced"


def test_an_order_of_impossible_quantities_is_refused_alone(engine: Engine):
    report = bring_in(engine, lines_of(order(1), order(2, items=[quantities(2, invoiced=5)]), order(3)))
    assert (counts(report), faults(report)) == ((2, 0, 0, 1), [("import.field", "items[0].qty_invoiced")])
    assert report.refused[0].place == "orders.json, line 2, items[0].qty_invoiced"


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
@pytest.mark.parametrize("form", ["lines", "array"])
def test_numbers_that_json_does_not_have(engine: Engine, word: str, form: str):
    bad = [
        json.dumps(order(1)).replace("35.98", word, 1),
        json.dumps(order(3) | {"my_field": 1}).replace(": 1}", f": {word}}}"),
    ]
    good = [json.dumps(order(2)), json.dumps(order(4))]
    parts = [bad[0], good[0], bad[1], good[1]]
    report = bring_in(engine, "\n".join(parts) if form == "lines" else f"[{','.join(parts)}]")
    assert (counts(report), faults(report)) == ((2, 0, 0, 2), [("import.field", "grand_total"), ("import.json", "")])
    assert report.refused[0].message == f"must be a number, not {word}"


def test_amounts_that_do_not_fit_together(engine: Engine):
    large = {"total_invoiced": "9e14", "subtotal_invoiced": "-9e14", "tax_invoiced": "-9e14"}
    far = order(1, total_invoiced="9e14", discount_invoiced="-9e14", tax_invoiced="-9e14")
    foreign = order(2, base_currency_code="USD", base_to_order_rate="0.00000001", shipping_amount=10_000_000)
    report = bring_in(engine, lines_of(far, foreign, order(3) | large, order(4)))
    fields = ["base_to_order_rate", "subtotal_invoiced", "total_invoiced"]
    assert sorted(field for _, field in faults(report)) == fields
    assert counts(report) == (1, 0, 0, 3)


@pytest.mark.parametrize(
    "record, code, words",
    [
        ([], "import.kind", "not a list"),
        ("text", "import.kind", "not text"),
        (7, "import.kind", "not a number"),
        (None, "import.kind", "not null"),
        ({}, "import.kind", "no order"),
        ({"foo": 1}, "import.kind", "no order"),
        ({"order_id": 1}, "import.kind", "no invoice"),
    ],
)
def test_kinds(engine: Engine, record: object, code: str, words: str):
    report = bring_in(
        engine, json.dumps([order(1), [record], order(2)]) if record == [] else json.dumps([order(1), record, order(2)])
    )
    assert (counts(report), report.refused[0].code, report.refused[0].index) == ((2, 0, 0, 0), code, 1)
    assert words in report.refused[0].message


def test_hostile_keys_and_depth(engine: Engine):
    deep = "[" * 100_000 + "]" * 100_000
    fairly_deep = "[" * 700 + "]" * 700
    records = [json.dumps(order(n) | {"__proto__": {"x": 1}, "x": "DEEP"}) for n in range(1, 4)]
    parts = [records[0].replace('"DEEP"', deep), records[1].replace('"DEEP"', fairly_deep), records[2]]
    for content in ("\n".join(parts), f"[{','.join(parts)}]"):
        report = bring_in(engine, content)
        assert report.refused[0].message == "is nested too deeply"
        assert counts(report)[3] <= 1
    assert (3,) in rows(engine, "SELECT entity_id FROM sales_order")


def test_refusals_of_all_kinds_together(engine: Engine):
    report = bring_in(engine, lines_of(order(1), order(2, grand_total="x"), invoice(1, order_id=2), order(3)))
    assert {name: (one.new, one.refused) for name, one in report.kinds.items()} == {
        "orders": (2, 1),
        "invoices": (0, 1),
    }
    assert [refusal.place for refusal in report.refused] == [
        "orders.json, line 2, grand_total",
        "orders.json, line 3, order_id",
    ]


def test_refusals_can_be_told_as_they_happen(engine: Engine):
    told: list = []
    report = bring_in(engine, lines_of(order(1, grand_total="x"), order(2)), on_refused=told.append)
    assert (len(told), report.refused, report.refusals) == (1, [], 1)
