"""What of a REST order lands where: every column, exact, nothing lost, nothing counted twice."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from sales_tui.model.columns import to_stored
from sales_tui.store.importing.opening import load_opening
from sales_tui.store.importing.order import read_order
from sales_tui.store.importing.order_head import ORDER
from tests.store.import_records import bring_in, counts, item, lines_of, new_engine, order, rich_order, rows

GRAND_TOTAL = ORDER.index["grand_total"]


@pytest.fixture
def engine(sqlite_url: str):
    engine = new_engine(sqlite_url)
    yield engine
    engine.dispose()


def one(engine: Engine, columns: str, table: str = "sales_order"):
    (row,) = rows(engine, f"SELECT {columns} FROM {table} ORDER BY id")
    return row


def column(engine: Engine, name: str, table: str = "order_item"):
    return [row[0] for row in rows(engine, f"SELECT {name} FROM {table} ORDER BY id")]


def test_head(engine: Engine):
    assert counts(bring_in(engine, lines_of(order()))) == (1, 0, 0, 0)
    assert one(engine, "increment_id, entity_id, source, version, touched_at") == ("000000001", 1, "magento", 1, None)
    assert one(engine, "grand_total, base_grand_total, discount_amount") == (359800, 359800, -15000)
    assert one(engine, "base_tax_amount, base_shipping_amount, total_due") == (24800, 50000, 359800)
    assert one(engine, "billing_name, shipping_name") == ("Zoë van Müller", "Zoë van Müller")
    assert one(engine, "payment_method, shipping_method") == ("checkmo", "flatrate_flatrate")
    assert one(engine, "created_at") == (1714552200000000,)
    assert one(engine, "is_virtual, total_item_count, total_qty_ordered") == (0, 2, 20000)
    assert one(engine, "street, postcode", "(SELECT * FROM order_address WHERE address_type = 'billing') AS a") == (
        "Gasse 1\n2. Stock",
        None,
    )
    assert one(engine, "method, method_title", "order_payment") == ("checkmo", "Check / Money order")


def test_store_customer_and_group(engine: Engine):
    records = [order(1), order(2, customer_email="new@example.com", created_at="2024-06-01 08:00:00")]
    records.append(order(3, customer_email="old@example.com", created_at="2023-06-01 08:00:00", customer_group_id=9))
    bring_in(engine, lines_of(*records))
    assert rows(engine, "SELECT source, store_id, name, currency_code FROM store") == [
        ("magento", 3, "Site\nStore\nView", "EUR")
    ]
    assert rows(engine, "SELECT customer_group_id, code FROM customer_group ORDER BY 1") == [
        (1, "General"),
        (9, "Group 9"),
    ]
    assert rows(engine, "SELECT customer_id, email FROM customer") == [(7, "new@example.com")]
    bring_in(engine, lines_of(order(4, customer_email="older@example.com", created_at="2023-01-01 08:00:00")))
    bring_in(engine, lines_of(order(5, customer_email="newest@example.com", created_at="2025-01-01 08:00:00")))
    assert rows(engine, "SELECT email FROM customer") == [("newest@example.com",)]


def test_missing_base_amounts(engine: Engine):
    foreign = order(1, base_currency_code="USD", base_to_order_rate="0.9", base_grand_total=39.98)
    bring_in(engine, lines_of(foreign, order(2, base_currency_code="JPY", base_to_order_rate=0.01)))
    found = rows(engine, "SELECT tax_amount, base_tax_amount, base_to_order_rate FROM sales_order ORDER BY id")
    assert found == [(24800, 27600, "0.9"), (24800, 2480000, "0.01")]


def test_what_no_field_explains(engine: Engine):
    paid = {"total_invoiced": 40, "subtotal_invoiced": 30, "shipping_invoiced": 5, "tax_invoiced": 2.48}
    bring_in(engine, lines_of(order(1, grand_total=40, base_grand_total=40, discount_invoiced=-1.5, **paid)))
    assert one(engine, "other_invoiced, base_other_invoiced") == (40200, 40200)


def test_unknown_fields_and_more_decimals_are_kept(engine: Engine):
    record = order(1, my_field={"a": [1]}, tax_amount="2.484999", items=[item(10, color="red", weight=1.00005)])
    record["billing_address"]["floor"] = 4
    record["payment"]["cc_debug"] = "x"
    record["extension_attributes"]["coupon_codes"] = ["SAVE"]
    bring_in(engine, lines_of(record))
    assert one(engine, "tax_amount, base_tax_amount") == (24850, 24850)
    assert column(engine, "weight") == [10001]
    assert json.loads(one(engine, "extra", "(SELECT *, record_id AS id FROM imported) AS i")[0]) == {
        "my_field": {"a": [1]},
        "tax_amount": "2.484999",
        "billing_address": {"floor": 4},
        "payment": {"cc_debug": "x"},
        "items": {"0": {"color": "red", "weight": "1.00005"}},
        "extension_attributes": {"coupon_codes": ["SAVE"]},
    }


def test_text_is_text(engine: Engine):
    names = ["[red]x[/]", "\x1b[2J", "\u202eabc", "👩‍🚀", "x" * 5_000]
    record = order(1, customer_note="a\0b\ud800c", items=[item(10 + n, name=name) for n, name in enumerate(names)])
    bring_in(engine, lines_of(record))
    assert column(engine, "name") == names
    assert one(engine, "customer_note") == ("a\ufffdb\ufffdc",)


def test_configurable_counts_once(engine: Engine):
    parent = item(10, product_type="configurable")
    child = item(11, price=0, row_total=0, parent_item_id=10, parent_item=parent)
    record = order(1, items=[child, parent])
    record["extension_attributes"]["shipping_assignments"][0]["items"] = [child, parent]
    bring_in(engine, lines_of(record))
    found = rows(engine, "SELECT item_id, position, is_dummy, ships_with_parent FROM order_item ORDER BY position")
    assert found == [(11, 0, 1, 1), (10, 1, 0, 0)]
    links = rows(engine, "SELECT p.item_id FROM order_item c JOIN order_item p ON p.id = c.parent_id")
    assert links == [(10,)]


def test_a_parent_only_inside_its_child_comes_in_too(engine: Engine):
    parent = item(10, product_type="configurable")
    children = [item(11, row_total=0, parent_item=parent), item(12, row_total=0, parent_item=parent)]
    bring_in(engine, lines_of(order(1, items=children)))
    assert rows(engine, "SELECT item_id, is_dummy FROM order_item ORDER BY position") == [(10, 0), (11, 1), (12, 1)]


@pytest.mark.parametrize("child_total, parent_dummy, child_dummy", [(0, 0, 1), (10, 1, 0)])
def test_bundles(engine: Engine, child_total: int, parent_dummy: int, child_dummy: int):
    items = [item(10, product_type="bundle"), item(11, row_total=child_total, parent_item_id=10)]
    bring_in(engine, lines_of(order(1, items=items)))
    found = rows(engine, "SELECT is_dummy, ships_with_parent FROM order_item ORDER BY item_id")
    assert found == [(parent_dummy, 0), (child_dummy, child_dummy)]


def test_what_hangs_on_lines_and_order(engine: Engine):
    bring_in(engine, lines_of(rich_order()))
    assert column(engine, "options") == ['[["5","Blue"]]']
    assert one(engine, "title, amount, row_amount", "product_tax") == ("Eco", 5000, 10000)
    assert one(engine, "sender, recipient, message, order_item_id", "gift_message") == ("Ada", "Bob", "Hi", None)
    tenders = rows(engine, "SELECT kind, code, amount, base_amount, amount_invoiced FROM order_tender ORDER BY id")
    assert tenders == [
        ("gift_card", "G1", 100000, 100000, 100000),
        ("gift_card", "G2", 50000, 50000, 20000),
        ("store_credit", "", 35000, 35000, 0),
    ]
    assert one(engine, "code, percent, amount", "order_tax") == ("VAT", "20", 24800)
    assert one(engine, "method_title", "order_payment") == ("By cheque",)
    assert column(engine, "comment", "order_status_history") == ["first", "second"]
    assert column(engine, "is_customer_notified", "order_status_history") == [None, None]


def test_opening_figures(engine: Engine):
    items = [item(10, qty_invoiced=1, row_invoiced="10", qty_shipped=1), item(11)]
    bring_in(engine, lines_of(order(1, items=items, total_paid=35.98, total_invoiced=35.98), order(2)))
    opening = rows(engine, "SELECT opening FROM imported ORDER BY record_id")
    assert opening[1] == (None,)
    loaded = load_opening(opening[0][0])
    assert (loaded.money.total_paid, loaded.base.total_invoiced) == (Decimal("35.98"), Decimal("35.98"))
    ((key, line),) = loaded.lines.items()
    assert rows(engine, "SELECT id FROM order_item WHERE item_id = 10") == [(key,)]
    assert (line.qty_invoiced, line.qty_shipped, line.money.row_invoiced) == (Decimal(1), Decimal(1), Decimal(10))


@given(st.decimals(0, "899999999999999", allow_nan=False, places=4), st.booleans())
def test_amounts_are_exact(amount: Decimal, as_text: bool):
    written = f'"{amount}"' if as_text else f"{amount}"
    record = json.loads(
        json.dumps(order(1)).replace('"grand_total": 35.98', f'"grand_total": {written}'), parse_float=str
    )
    assert read_order(record).head[GRAND_TOTAL] == to_stored(amount)


def test_more_than_one_shipping_assignment_is_kept(engine: Engine):
    record = order(1)
    second = {"shipping": {"address": {"city": "Graz"}, "method": "x"}, "stock_id": 2, "items": [item(10)]}
    record["extension_attributes"]["shipping_assignments"].append(second)
    record["extension_attributes"]["payment_additional_info"] = [{"key": "instructions", "value": "Pay"}]
    bring_in(engine, lines_of(record))
    kept = json.loads(rows(engine, "SELECT extra FROM imported")[0][0])["extension_attributes"]
    assert kept["payment_additional_info"] == [{"key": "instructions", "value": "Pay"}]
    assert kept["shipping_assignments"][1] == {"shipping": second["shipping"], "stock_id": 2}
