"""Whoever writes an order keeps what it is found by: its texts, its last digits, what is left to do."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text

from sales_tui.actions.base import Context
from sales_tui.demo.seeding import seed
from sales_tui.store.check import check_database
from sales_tui.store.engine import make_engine, reading, writing
from sales_tui.store.location import locate
from sales_tui.store.requests import Request
from sales_tui.store.search_index import TABLE, reindex
from sales_tui.store.search_text import COLUMNS, SORTED, OrderTexts
from sales_tui.store.show import show
from tests.store.found import entry, found, left, tails
from tests.store.import_records import bring_in, changed, counts, invoice, item, lines_of, order, shipment
from tests.store.orders import NOW, add_order, new_database, new_runner


@pytest.fixture
def engine(database_url: str):
    engine = new_database(database_url)
    yield engine
    engine.dispose()


ONE = "000000001"

ADDRESS = {
    "firstname": "Łukasz",
    "lastname": "Żółć",
    "company": "Groß & Söhne",
    "street": ["Gasse 1", "2. Stock"],
    "city": "Wien",
    "postcode": "A-1010",
    "telephone": "+43 (1) 555-01",
    "email": "lager@example.com",
}


def do(engine: Engine, action: str, number: str, **parameters: object) -> None:
    """Do it, or fail."""
    (outcome,) = new_runner(engine).run([Request(action, number, parameters)])
    assert outcome.ok, outcome.message


def parcel(**changes):
    """How an order with that address is sent."""
    return {"shipping_assignments": [{"shipping": {"address": ADDRESS | changes, "method": "flatrate_flatrate"}}]}


def rich(**changes):
    """An order with everything that one is found by."""
    record = order(
        1,
        customer_email="Zoe@Example.com",
        customer_middlename="van",
        coupon_code="ŻÓŁW-33",
        shipping_description="Post - Express",
        payment={"method": "checkmo", "po_number": "PO 4711", "last_trans_id": "TX-9"},
        extension_attributes=parcel(telephone="0049 30 12"),
        billing_address=ADDRESS,
    )
    return changed(record, changes)


def test_the_columns_are_those_of_the_table():
    assert [column.name for column in TABLE.c] == ["order_id", *COLUMNS]
    assert COLUMNS[:SORTED] == ("billing_name", "shipping_name", "customer_name", "customer_email")


def test_an_imported_order_is_found_by_all_it_says(engine: Engine):
    bring_in(engine, lines_of(rich(), order(2, customer_email="ada@example.com")))
    says = entry(engine, ONE)
    everything = says.pop("text")
    assert says == {
        "billing_name": ["lukasz zolc"],
        "shipping_name": ["lukasz zolc"],
        "customer_name": ["zoe muller", "zoe van muller"],
        "customer_email": ["zoe@example.com", "lager@example.com"],
        "company": ["gross & sohne"],
        "telephone": ["+43 (1) 555-01", "+43155501", "0049 30 12", "00493012"],
        "street": ["gasse 1 2. stock"],
        "city": ["wien"],
        "postcode": ["a-1010"],
        "sku": ["a", "b"],
        "po_number": ["po 4711"],
        "coupon_code": ["zolw-33"],
        "transaction_id": ["tx-9"],
        "shipping": ["post - express"],
    }
    del says["shipping"]
    assert everything == list(dict.fromkeys(line for lines in says.values() for line in lines))
    for words in ("ŁUKASZ zolc", "groß", "43155501", "tx-9", "sohne", "SÖ", "LAGER@", "4711"):
        assert found(engine, words) == [ONE], words
    assert found(engine, "wien") == [ONE, "000000002"]
    assert found(engine, "express") == []
    assert tails(engine, "sales_order") == ["100000000", "200000000"]


def test_an_order_without_addresses_and_payment_has_an_entry_too(engine: Engine):
    bare = order(1, billing_address=None, extension_attributes=None, payment=None)
    assert counts(bring_in(engine, lines_of(bare))) == (1, 0, 0, 0)
    assert entry(engine, ONE)["customer_name"] == ["zoe muller"]
    assert "shipping_name" not in entry(engine, ONE)
    assert list(check_database(engine)) == []


def test_an_order_that_comes_in_changed_is_found_by_what_it_says_now(engine: Engine):
    bring_in(engine, lines_of(rich()))
    moved = ADDRESS | {"lastname": "Nowak", "city": "Linz"}
    bring_in(engine, lines_of(rich(billing_address=moved, items=[item(10, sku="C-1", qty_ordered=4, qty_invoiced=1)])))
    says = entry(engine, ONE)
    assert (says["billing_name"], says["shipping_name"]) == (["lukasz nowak"], ["lukasz zolc"])
    assert (says["city"], says["sku"]) == (["linz", "wien"], ["c-1"])
    assert found(engine, "nowak") == found(engine, "linz") == found(engine, "c-1") == [ONE]
    bring_in(engine, lines_of(rich(billing_address=moved, extension_attributes=None)))
    assert found(engine, "zolc") == found(engine, "wien") == found(engine, "c-1") == []
    assert list(check_database(engine)) == []


def test_what_is_left_to_do_comes_in_with_the_order(engine: Engine):
    items = [
        item(10, qty_ordered=5, qty_invoiced=2, qty_shipped=1, qty_refunded=1),
        item(11, qty_ordered="2.5", qty_canceled="0.5"),
        item(12, qty_ordered=3, product_type="virtual"),
        item(13, qty_ordered=2, product_type="configurable"),
        item(14, qty_ordered=2, parent_item_id=13, price=0, row_total=0),
    ]
    bring_in(engine, lines_of(order(1, items=items), order(2, items=[item(20, qty_ordered=1, qty_shipped=1)])))
    assert (left(engine, ONE), left(engine, "000000002")) == ((10, 7), (1, 0))
    assert list(check_database(engine)) == []


def test_where_the_customer_fetches_it_comes_in(engine: Engine):
    records = (order(1, extension_attributes={"pickup_location_code": "wien_1"}), order(2))
    bring_in(engine, lines_of(*records))
    with reading(engine) as connection:
        codes = connection.scalars(text("SELECT pickup_location_code FROM sales_order ORDER BY id"))
        assert list(codes) == ["wien_1", None]
        shown = show(connection, "order", ONE, Context(NOW))
    assert shown is not None
    assert shown["extension_attributes"]["pickup_location_code"] == "wien_1"


def test_parcels_that_come_in_are_found_by_their_tracks(engine: Engine):
    bring_in(engine, lines_of(order(1), order(2), invoice(), shipment()))
    assert entry(engine, ONE)["tracking"] == ["1z 999", "1z999"]
    assert found(engine, "z999") == [ONE]
    assert tails(engine, "invoice") == tails(engine, "shipment") == ["100000000"]
    bring_in(engine, lines_of(shipment(tracks=[{"track_number": "JD-7", "carrier_code": "dhl"}])))
    assert (found(engine, "1z999"), found(engine, "jd-7")) == ([], [ONE])
    bring_in(engine, lines_of(order(1, customer_firstname="Eva")))
    assert (found(engine, "eva"), found(engine, "jd-7")) == ([ONE], [ONE])
    bring_in(engine, lines_of(shipment(1, 2)))
    assert (found(engine, "jd-7"), found(engine, "1z999")) == ([], ["000000002"])


def test_trying_an_import_leaves_nothing_to_find(engine: Engine):
    bring_in(engine, lines_of(order(1)), dry_run=True)
    assert found(engine, "muller") == []


def test_names_longer_than_an_index_holds_come_in(engine: Engine):
    endless = {"firstname": "\ufdfa" * 499, "lastname": "Ende", "email": "x" * 3_000 + "@example.com"}
    record = order(1, billing_address=ADDRESS | endless, customer_firstname="\ufdfa" * 400 + " Omega")
    assert counts(bring_in(engine, lines_of(record))) == (1, 0, 0, 0)
    assert found(engine, "omega") == found(engine, "x" * 20 + "@example.com") == [ONE]
    assert list(check_database(engine)) == []


def test_codes_longer_than_an_index_holds_are_refused(engine: Engine):
    for changes, field in (
        ({"status": "s" * 129}, "status"),
        ({"base_currency_code": "C" * 129}, "base_currency_code"),
        ({"payment": {"method": "m" * 129}}, "payment.method"),
    ):
        (refusal,) = bring_in(engine, lines_of(order(1, **changes))).refused
        assert (refusal.field, refusal.message) == (field, "has 129 characters, more than 128")


def test_working_on_an_order_keeps_what_is_left_to_do(engine: Engine):
    number = add_order(engine, lines=2)
    assert left(engine, number) == (6, 6)
    do(engine, "order.ship", number, unpaid=True)
    assert left(engine, number) == (6, 0)
    do(engine, "order.hold", number)
    do(engine, "order.unhold", number)
    assert left(engine, number) == (6, 0)
    do(engine, "order.invoice", number)
    assert left(engine, number) == (0, 0)
    other = add_order(engine)
    do(engine, "order.cancel", other)
    assert left(engine, other) == (0, 0)
    for table in ("invoice", "shipment"):
        assert tails(engine, table) == ["100000000"]
    do(engine, "order.refund", number)
    assert tails(engine, "creditmemo") == ["100000000"]
    assert list(check_database(engine)) == []


def test_tracks_are_found_until_they_are_taken_off(engine: Engine):
    number, other = add_order(engine), add_order(engine)
    track = {"carrier_code": "ups", "title": "UPS", "track_number": "1Z 77"}
    do(engine, "order.ship", number, tracks=[track], unpaid=True)
    do(engine, "order.ship", other, unpaid=True)
    assert found(engine, "1z77") == [number]
    do(engine, "shipment.track", ONE, tracks=[track | {"track_number": "JD 5"}])
    assert entry(engine, number)["tracking"] == ["1z 77", "1z77", "jd 5", "jd5"]
    do(engine, "shipment.untrack", ONE, track_number="1Z 77")
    assert (found(engine, "1z77"), found(engine, "jd5")) == ([], [number])
    assert list(check_database(engine)) == []


def test_generated_orders_are_found_too(engine: Engine):
    seed(engine, orders=150, seed=4, now=datetime(2026, 5, 20, tzinfo=UTC), batch=60)
    assert list(check_database(engine)) == []
    assert len(found(engine, "example")) == 150


def test_a_change_is_found_at_once_and_only_when_it_stays(engine: Engine, database_url: str):
    number = add_order(engine)
    other = make_engine(locate(database_url))
    rename = text("UPDATE sales_order SET billing_name = 'Grace Hopper'")

    def rename_and_fail() -> None:
        with writing(engine) as connection:
            connection.execute(rename)
            reindex(connection, [1])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        rename_and_fail()
    assert (found(other, "hopper"), found(other, "silva")) == ([], [number])
    with writing(engine) as connection:
        connection.execute(rename)
        reindex(connection, [1])
    assert found(other, "hopper") == [number]
    assert entry(other, number)["billing_name"] == ["grace hopper"]
    other.dispose()


def test_an_order_that_goes_leaves_nothing_to_find(engine: Engine):
    add_order(engine)
    number = add_order(engine)
    with writing(engine) as connection:
        connection.execute(text("DELETE FROM sales_order WHERE id = 1"))
    assert found(engine, "silva") == [number]
    with reading(engine) as connection:
        assert list(connection.scalars(text("SELECT order_id FROM order_search"))) == [2]


def test_an_entry_that_says_it_already_is_not_written(engine: Engine):
    add_order(engine)
    # How many rows this connection has written; which transaction wrote the row.
    query = text("SELECT total_changes()" if engine.dialect.name == "sqlite" else "SELECT xmin::text FROM order_search")
    with writing(engine) as connection:
        before = connection.scalar(query)
        reindex(connection, [1])
        assert connection.scalar(query) == before
        connection.execute(text("UPDATE sales_order SET coupon_code = 'NEW'"))
        reindex(connection, [1])
        assert connection.scalar(query) != before


def test_each_text_is_there_once_and_keeps_its_place():
    texts = OrderTexts()
    texts.add_order("Ann Lee", "Ann Lee", "a@b.c", None, None, "Ann", None, "Lee")
    texts.add_address("Lee", "+1 23", None, "", "12", "A@B.C")
    row = dict(zip(COLUMNS, texts.row(), strict=True))
    assert row["customer_email"] == "\n  a@b.c\n"
    assert row["telephone"] == "\n  +1  23\n  +123\n"
    assert row["text"] == "\n  ann  lee\n  a@b.c\n  lee\n  +1  23\n  +123\n  12\n"
    assert row["street"] == row["shipping"] == ""
