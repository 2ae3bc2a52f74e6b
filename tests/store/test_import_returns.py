"""Returns that came in: whose they are, what they hold, when they are updated and when that is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from sales_tui.actions.base import Context
from sales_tui.store.check import check_database
from sales_tui.store.engine import reading
from sales_tui.store.requests import Request
from sales_tui.store.show import show
from tests.store.import_records import (
    Json,
    bring_in,
    changed,
    counts,
    creditmemo,
    faults,
    item,
    lines_of,
    new_engine,
    order,
    rows,
    shipment,
)
from tests.store.orders import NOW, new_runner


@pytest.fixture
def engine(database_url: str):
    engine = new_engine(database_url)
    bring_in(engine, lines_of(order(1), order(2), shipment(1)))
    yield engine
    engine.dispose()


def rma_item(entity_id: int = 31, order_item_id: int = 10, /, **changes: Any) -> Json:
    record: Json = {"entity_id": entity_id, "rma_entity_id": 5, "order_item_id": order_item_id, "qty_requested": 1}
    record |= {"reason": "Wrong Size", "condition": "opened", "resolution": "Refund", "status": "pending"}
    return changed(record, changes)


def rma(number: int = 5, order_id: int = 1, /, **changes: Any) -> Json:
    """A return as Magento gives it."""
    record: Json = {"entity_id": number, "increment_id": f"{number:09}", "order_id": order_id}
    record |= {"order_increment_id": f"{order_id:09}", "date_requested": "2024-06-01 08:00:00", "status": "pending"}
    record |= {"store_id": 3, "customer_id": 7, "items": [rma_item()]}
    record["comments"] = [
        {"entity_id": 2, "comment": "It is too small", "created_at": "2024-06-01 08:00:00", "customer_notified": True,
         "visible_on_front": True, "status": "pending", "admin": False}
    ]  # fmt: skip
    record["tracks"] = [{"entity_id": 9, "track_number": "BACK 77", "track_title": "UPS", "carrier_code": "ups"}]
    return changed(record, changes)


def shown(engine: Engine, number: str = "000000005") -> Json:
    with reading(engine) as connection:
        found = show(connection, "return", number, Context(NOW))
    assert found is not None
    return found


def test_a_return_comes_in_whole(engine: Engine):
    report = bring_in(engine, lines_of(rma(extension_attributes={}, custom_attributes=[{"attribute_code": "x"}])))
    assert counts(report, "returns") == (1, 0, 0, 0)
    found = shown(engine)
    assert {name: found[name] for name in ("entity_id", "order_id", "store_id", "customer_id", "status")} == {
        "entity_id": 5, "order_id": 1, "store_id": 3, "customer_id": 7, "status": "pending"
    }  # fmt: skip
    assert found["date_requested"] == "2024-06-01T08:00:00Z"
    (line,) = found["items"]
    assert (line["entity_id"], line["order_item_id"], line["qty_requested"], line["sku"]) == (31, 10, "1", "A")
    assert (line["reason"], line["condition"], line["resolution"]) == ("wrong_size", "opened", "refund")
    assert found["comments"][0] | {"rma_entity_id": 5} == found["comments"][0]
    assert (found["comments"][0]["admin"], found["comments"][0]["customer_notified"]) == (False, True)
    assert found["tracks"] == [
        {"entity_id": 9, "track_number": "BACK 77", "track_title": "UPS", "carrier_code": "ups", "rma_entity_id": 5}
    ]
    (extra,) = rows(engine, "SELECT extra FROM imported WHERE kind = 'return'")
    assert json.loads(extra[0]) == {"custom_attributes": [{"attribute_code": "x"}]}
    assert "back77" in rows(engine, "SELECT tracking FROM order_search WHERE order_id = 1")[0][0]
    assert list(check_database(engine)) == []


def test_its_life_goes_on_here_by_the_ids_it_came_with(engine: Engine):
    bring_in(engine, lines_of(rma()))
    runner = new_runner(engine)
    steps = [("return.authorize", [{"entity_id": 31}]), ("return.receive", None), ("return.approve", [{"sku": "A"}])]
    for name, items in steps:
        (outcome,) = runner.run([Request(name, "5", {"items": items})])
        assert (outcome.outcome, outcome.code) == ("ok", None)
    assert shown(engine)["status"] == "processed_closed"
    assert rows(engine, "SELECT qty_returned FROM order_item WHERE item_id = 10") == [(10000,)]
    assert list(check_database(engine)) == []


def test_the_same_again_changes_nothing_and_something_else_updates(engine: Engine):
    bring_in(engine, lines_of(rma()))
    before = shown(engine)
    assert counts(bring_in(engine, lines_of(rma())), "returns") == (0, 0, 1, 0)
    assert shown(engine) == before
    report = bring_in(
        engine, lines_of(rma(status="authorized", items=[rma_item(status="authorized", qty_authorized=1)]))
    )
    assert counts(report, "returns") == (0, 1, 0, 0)
    assert [one["status"] for one in shown(engine)["items"]] == ["authorized"]
    assert rows(engine, "SELECT count(*) FROM rma_item") == rows(engine, "SELECT count(*) FROM rma_track") == [(1,)]


def test_what_was_worked_on_here_is_not_overwritten(engine: Engine):
    bring_in(engine, lines_of(rma()))
    new_runner(engine).run([Request("return.authorize", "5", {})])
    report = bring_in(engine, lines_of(rma(status="denied", items=[rma_item(status="denied")])))
    assert faults(report) == [("import.conflict", "")]
    assert shown(engine)["status"] == "authorized"


@pytest.mark.parametrize(
    "changes, code, field",
    [
        ({"order_id": 77}, "import.unknown_order", "order_id"),
        ({"items": [rma_item(31, 99)]}, "import.unknown_item", "items[0].order_item_id"),
        ({"items": None}, "import.field", "items"),
        ({"items": [rma_item(qty_requested=None)]}, "import.field", "items[0].qty_requested"),
        ({"items": [rma_item(qty_requested=-1)]}, "import.field", "items[0].qty_requested"),
        ({"items": [rma_item(qty_authorized=2)]}, "import.field", "items[0].qty_authorized"),
        ({"items": [rma_item(status="lost")]}, "import.field", "items[0].status"),
        ({"status": "lost"}, "import.field", "status"),
        ({"increment_id": " "}, "import.field", "increment_id"),
        ({"tracks": [{"track_number": ""}]}, "import.field", "tracks[0].track_number"),
        ({"date_requested": "yesterday"}, "import.field", "date_requested"),
    ],
)
def test_a_bad_return_is_told_with_its_place_and_the_others_come_in(
    engine: Engine, changes: Json, code: str, field: str
):
    report = bring_in(engine, lines_of(rma(5, **changes), rma(6, items=[rma_item(32)])))
    assert faults(report) == [(code, field)]
    assert counts(report, "returns") == (1, 0, 0, 1)


def test_quantities_that_did_not_come_are_at_least_the_later_ones(engine: Engine):
    bring_in(engine, lines_of(rma(status="Return Received", items=[rma_item(status="Received", qty_returned=1)])))
    (line,) = shown(engine)["items"]
    assert (line["qty_requested"], line["qty_authorized"], line["qty_returned"], line["status"]) == (
        *("1", "1", "1"),
        "received",
    )


def test_what_a_guest_has_not_confirmed_waits_like_others(engine: Engine):
    bring_in(engine, lines_of(rma(status="Unconfirmed")))
    assert shown(engine)["status"] == "pending"
    assert rows(engine, "SELECT extra FROM imported WHERE kind = 'return'") == [('{"status":"unconfirmed"}',)]


def test_a_variant_stands_for_the_product_that_was_bought(engine: Engine):
    lines = [item(30, product_type="configurable"), item(31, sku="A-M", parent_item_id=30, price=0, row_total=0)]
    bring_in(engine, lines_of(order(3, items=lines), rma(7, 3, items=[rma_item(40, 31)])))
    (line,) = shown(engine, "000000007")["items"]
    assert line["order_item_id"] == 30


def test_what_was_settled_there_is_settled_here(engine: Engine):
    line = rma_item(status="approved", qty_approved=1, creditmemo_increment_id="000000004")
    bring_in(engine, lines_of(creditmemo(4), rma(status="processed_closed", items=[line])))
    assert shown(engine)["items"][0]["creditmemo_increment_id"] == "000000004"
    (outcome,) = new_runner(engine).run([Request("return.settle", "5")])
    assert (outcome.outcome, outcome.code) == ("refused", "return.settled")


def test_new_returns_are_numbered_behind_those_that_came_in(engine: Engine):
    bring_in(engine, lines_of(rma(41, items=[rma_item(33)], status="closed")))
    wanted = [{"sku": "A", "reason": "wrong_color", "resolution": "refund"}]
    new_runner(engine).run([Request("order.ship", "2", {"unpaid": True})])
    (outcome,) = new_runner(engine).run([Request("return.create", "2", {"items": wanted})])
    assert outcome.created == {"returns": ["000000042"]}


def test_what_is_shown_comes_in_elsewhere_as_it_was(engine: Engine, tmp_path: Path):
    bring_in(engine, lines_of(rma(items=[rma_item(), rma_item(32, 11)])))
    new_runner(engine).run([Request("return.authorize", "5", {"items": [{"entity_id": 31}]})])
    other = new_engine(f"sqlite:///{tmp_path / 'other.db'}")
    with reading(engine) as connection:
        told = show(connection, "order", "000000001", Context(NOW))
    assert told is not None
    bring_in(other, lines_of(told, *told["shipments"], *told["returns"]))
    assert shown(other) == shown(engine)
    assert rows(other, "SELECT extra FROM imported WHERE kind = 'return'") == [(None,)]
    other.dispose()
