"""A shop for tests of the grid: generated orders, and some by hand with the values that queries stumble over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, text

from sales_tui.demo.seeding import seed
from sales_tui.filters.calendar import Calendar
from sales_tui.filters.resolve import read
from sales_tui.filters.tree import Query
from sales_tui.store import grid, reader
from sales_tui.store.engine import writing
from sales_tui.store.search_index import reindex
from sales_tui.workspaces.base import Workspace
from sales_tui.workspaces.filtering import filter_fields
from tests.store.grid_returns import add_returns
from tests.store.import_records import bring_in, creditmemo, invoice, lines_of, order, shipment
from tests.store.orders import new_database

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
BERLIN = Calendar(NOW, ZoneInfo("Europe/Berlin"))


def build(url: str) -> None:
    """Fill a new database."""
    engine = new_database(url)
    seed(engine, orders=150, seed=7, now=NOW)
    report = bring_in(engine, lines_of(*_orders(), *_documents()))
    assert not report.refused, report.refused
    add_returns(engine)
    _change_by_hand(engine)
    engine.dispose()


@contextmanager
def walking() -> Iterator[None]:
    """The first records are met on the way through all."""
    with patch.object(grid, "PATIENCE", 60.0):
        yield


@contextmanager
def gathering() -> Iterator[None]:
    """The first records are gathered: walking takes too long at its first step."""
    with patch.object(grid, "PATIENCE", -1.0), patch.object(reader, "STEPS", 1):
        yield


def query(questions: grid.Grid, workspace: Workspace, filter: str) -> Query:
    """What the filter means, in Berlin on the day of NOW."""
    return read(filter, filter_fields(workspace, questions.names), BERLIN)


def address(street: list[str], city: str, **more: Any) -> dict[str, Any]:
    """An address, as Magento gives it."""
    given: dict[str, Any] = {"firstname": "Li", "lastname": "Wu", "country_id": "DE", "postcode": "00-1_%"}
    return given | {"street": street, "city": city} | more


def _shipped_to(place: dict[str, Any], **extension: Any) -> dict[str, Any]:
    way = {"shipping": {"address": place, "method": "flatrate_flatrate"}}
    return {"shipping_assignments": [way], **extension}


def _items(number: int, *skus: str) -> list[dict[str, Any]]:
    return [
        {"item_id": number * 10 + place, "sku": sku, "name": "Thing", "qty_ordered": 2, "price": 10, "row_total": 20}
        for place, sku in enumerate(skus)
    ]


def _orders() -> Iterator[dict[str, Any]]:
    """Orders 1001 and up, with awkward values; day limits are those of Berlin."""
    yield order(
        1001,
        increment_id="DE-000123",
        customer_email="Łódź@Example.com",
        created_at="2026-10-24 22:00:00",
        status="warten_auf_%",
        billing_address=address(["Straße 5", "Hof\\2"], "Łódź", company="Groß & Söhne", telephone="+49 (30) 12-3"),
        items=_items(1001, "50%_OFF", "A!B", "back\\slash", "it's"),
        coupon_code="100%!",
    )
    yield order(
        1002,
        increment_id="DE-000124",
        created_at="2026-10-25 22:59:59",
        status="Warten_auf_x",
        customer_firstname="山田",
        customer_lastname="太郎",
        billing_address=address(["千代田区 1-1"], "東京", firstname="山田", lastname="太郎"),
        extension_attributes=_shipped_to(address(["千代田区 1-1"], "東京", company='Say "yes"')),
        items=_items(1002, "MUG", "50XXOFF", "AAA"),
    )
    yield order(
        1003,
        increment_id="de-7",
        created_at="2026-10-25 23:00:00",
        customer_middlename="van",
        billing_address=address(["O’Brien Rd"], "Xi", firstname="Zoë", lastname="O'Brien"),
        payment={"method": "purchaseorder", "po_number": "PO 47.11*", "last_trans_id": "TX-9_8"},
        total_due=35.98,
        extension_attributes=_shipped_to(address(["Li"], "Xi"), pickup_location_code="Wien 1"),
    )
    yield order(
        1004,
        created_at="2026-03-28 23:00:00",
        customer_group_id=9,
        customer_email="",
        billing_address=None,
        extension_attributes=None,
        payment=None,
        total_paid=5,
        total_due=30.98,
        store_name="Site\nLaden % Süd\nView",
        store_id=8,
        order_currency_code="PLN",
        base_currency_code="PLN",
    )
    for number, name in enumerate(("Bo", "bo", "Böll", "Z", "Żak", "ab", "Ab Bo", "Bo Ab"), 1005):
        yield order(
            number,
            created_at="2026-03-29 21:59:59",
            store_id=8,
            store_name="Site\nLaden % Süd\nView",
            customer_group_id=None,
            billing_address=address([f"{name} 42"], name, firstname=name, lastname=""),
            extension_attributes=_shipped_to(address(["42"], "Xi", firstname="Zoë", lastname="O'Brien")),
            grand_total="0.0001" if number % 2 else "99.9999",
            state="processing",
            status="processing",
            status_histories=[{"comment": name, "created_at": "2026-05-01 10:00:00"}],
        )


def _documents() -> Iterator[dict[str, Any]]:
    """Documents of them."""
    made = {"created_at": "2026-03-28 22:59:59"}
    for place, order_id in enumerate((1002, 1006, 1001, 1002, 1005), 900):
        yield invoice(place, order_id, increment_id=f"RE-{place}", items=_first(order_id), state=place % 3 + 1)
        yield creditmemo(
            place, order_id, increment_id=f"{place}42", items=_first(order_id), state=place % 2 + 1, **made
        )
    tracks = [{"entity_id": 1, "track_number": "1Z 999 %"}, {"entity_id": 2, "track_number": "JD_0001"}]
    yield shipment(901, 1001, increment_id="DE-000124", items=_first(1001), tracks=tracks)
    yield shipment(902, 1001, items=_first(1001), tracks=[{"entity_id": 3, "track_number": "AA-1"}], **made)
    yield shipment(903, 1006, items=_first(1006), tracks=[], created_at="2026-10-25 00:30:00")


def _first(order_id: int) -> list[dict[str, Any]]:
    return [{"order_item_id": order_id * 10, "qty": 1, "row_total": 10}]


def _change_by_hand(engine: Engine) -> None:
    """What imports don't bring in: absent and empty values side by side, several companies, stores of one name."""
    changes = (
        "UPDATE order_address SET company = '' WHERE order_id <= 150 AND id % 7 = 0",
        "UPDATE order_address SET company = NULL WHERE order_id <= 150 AND id % 7 = 1",
        "UPDATE order_address SET company = 'ähnlich' WHERE order_id <= 150 AND id % 14 = 2",
        "UPDATE order_address SET company = 'Zebra' WHERE order_id <= 150 AND id % 14 = 3",
        "UPDATE sales_order SET customer_group_id = NULL WHERE id <= 150 AND id % 11 = 0",
        "UPDATE sales_order SET coupon_code = '' WHERE id <= 150 AND id % 13 = 0",
        "UPDATE sales_order SET billing_name = '' WHERE id <= 150 AND id % 17 = 0",
        "UPDATE sales_order SET customer_note = '' WHERE id <= 150 AND id % 19 = 0",
        "UPDATE sales_order SET total_due = -5000 WHERE id <= 150 AND id % 23 = 0",
        "UPDATE sales_order SET tags = 'urgent' WHERE id <= 150 AND id % 8 = 0",
        "UPDATE sales_order SET tags = 'a_b,größe,not-urgent' WHERE id <= 150 AND id % 9 = 1",
        "UPDATE sales_order SET tags = 'axb' WHERE id <= 150 AND id % 31 = 2",
        "UPDATE sales_order SET archived_at = created_at WHERE id <= 150 AND id % 12 = 0",
        "UPDATE store SET name = 'élan' WHERE id = 2",
        "UPDATE store SET name = 'Zentrale' WHERE id = 1",
    )
    with writing(engine) as connection:
        for change in changes:
            connection.execute(text(change))
        reindex(connection, list(connection.scalars(text("SELECT id FROM sales_order"))))
