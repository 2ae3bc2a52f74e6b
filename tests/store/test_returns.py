"""Returns in the database: their whole life through the runner, settled once, found again, whoever comes together."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine, select, text, update
from sqlmodel import Session

from sales_tui import model
from sales_tui.actions.base import Context
from sales_tui.store.check import check_database
from sales_tui.store.engine import reading, writing
from sales_tui.store.mapping import table_of
from sales_tui.store.requests import Outcome, Request
from sales_tui.store.save import Numbering
from sales_tui.store.show import show
from tests.store.orders import NOW, add_order, new_database, new_runner

D = Decimal
RMA = "000000001"
WANTED = {"sku": "SKU-0", "reason": "Wrong Size", "condition": "Opened", "resolution": "Refund"}
PATIENCE = 60
"""Seconds after which a test gives up; none gets near it."""


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = new_database(database_url)
    yield engine
    engine.dispose()


def run(engine: Engine, action: str, target: str, /, **parameters: Any) -> Outcome:
    (outcome,) = new_runner(engine).run([Request(action, target, parameters)])
    return outcome


def do(engine: Engine, action: str, target: str, /, **parameters: Any) -> Outcome:
    outcome = run(engine, action, target, **parameters)
    assert (outcome.outcome, outcome.code) == ("ok", None), outcome.message
    if action.startswith("return."):
        assert list(check_database(engine)) == []
    return outcome


def refused(engine: Engine, action: str, target: str, /, **parameters: Any) -> str | None:
    before = record(engine, "order", RMA)
    outcome = run(engine, action, target, **parameters)
    assert outcome.outcome == "refused"
    assert record(engine, "order", RMA) == before
    return outcome.code


def record(engine: Engine, kind: str = "return", number: str = RMA) -> dict[str, Any]:
    with reading(engine) as connection:
        found = show(connection, kind, number, Context(NOW))
    assert found is not None
    return found


def shipped(engine: Engine, **options: Any) -> str:
    """An order that is paid and has left."""
    number = add_order(engine, **options)
    do(engine, "order.invoice", number, ship=True)
    return number


def accepted(engine: Engine, number: str, *wanted: dict[str, Any], shelf: str = "") -> None:
    """A return of the order whose parcel came and was accepted."""
    do(engine, "return.create", number, items=list(wanted or (WANTED,)))
    items = record(engine)["items"]
    do(engine, "return.parcel", RMA, items=[{"entity_id": one["entity_id"], "shelf": shelf} for one in items])


def states(engine: Engine) -> list[tuple[str, str]]:
    return [(one["status"], one["qty_requested"]) for one in record(engine)["items"]]


def table(engine: Engine, query: str) -> list[tuple[Any, ...]]:
    with reading(engine) as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_the_whole_way_step_by_step(engine: Engine):
    number = shipped(engine)
    made = do(engine, "return.create", number, items=[WANTED], comment="called twice")
    assert made.created == {"returns": [RMA]}
    assert "return.authorize" in record(engine)["allowed_actions"]
    do(engine, "return.authorize", RMA, items=[{"entity_id": 1, "qty": D(2)}])
    do(engine, "return.deny", RMA, items=[{"sku": "SKU-0", "qty": D(1)}], comment="worn")
    assert states(engine) == [("denied", "1"), ("pending", "1"), ("authorized", "1")]
    do(engine, "return.authorize", RMA)
    do(engine, "return.receive", RMA)
    do(engine, "return.reject", RMA, items=[{"entity_id": 2}], comment="broken")
    assert record(engine)["status"] == "rejected_on_item"
    do(engine, "return.approve", RMA)
    found = record(engine)
    assert (found["status"], found["next_step"], found["closed_at"]) == (
        "processed_closed",
        "settle",
        "2026-11-23T10:42:00Z",
    )
    assert [one["note"] for one in found["items"]] == ["worn", "broken", ""]
    assert [one["comment"] for one in found["comments"][:3]] == [
        "Requested: 3 × SKU-0.",
        "called twice",
        "Authorized: 2 × SKU-0.",
    ]
    assert record(engine, "order", number)["items"][0]["qty_returned"] == "1"


def test_closed_and_final_returns_take_comments_only(engine: Engine):
    number = shipped(engine)
    do(engine, "return.create", number, items=[WANTED])
    do(engine, "return.close", RMA)
    for action in ("return.authorize", "return.receive", "return.approve", "return.parcel", "return.close"):
        assert refused(engine, action, RMA) == "return.closed"
    track = {"carrier_code": "ups", "track_number": "1"}
    assert refused(engine, "return.track", RMA, tracks=[track]) == "return.closed"
    do(engine, "return.comment", RMA, comment="It never came.", is_visible_on_front=True)
    assert record(engine)["allowed_actions"] == ["return.comment", "return.uncomment"]
    assert record(engine)["comments"][-1]["visible_on_front"] is True


def test_what_is_asked_for_and_allowed_can_be_taken_back(engine: Engine):
    number = shipped(engine, lines=2)
    do(engine, "return.create", number, items=[WANTED, WANTED | {"sku": "SKU-1"}])
    do(engine, "return.authorize", RMA)
    do(engine, "return.take_back", RMA)
    assert states(engine) == [("pending", "3"), ("pending", "3")]
    do(engine, "return.take_back", RMA, items=[{"entity_id": 2}])
    assert states(engine) == [("pending", "3")]
    do(engine, "return.take_back", RMA)
    assert record(engine)["status"] == "closed"
    do(engine, "return.create", number, items=[WANTED])


def test_tracking_numbers_find_the_order(engine: Engine):
    number = shipped(engine)
    do(engine, "return.create", number, items=[WANTED])
    track = {"carrier_code": "ups", "track_number": "BACK 99"}
    do(engine, "return.track", RMA, tracks=[track])
    assert refused(engine, "return.track", RMA, tracks=[track]) == "track.known"
    assert [one["track_number"] for one in record(engine)["tracks"]] == ["BACK 99"]
    assert "back99" in table(engine, "SELECT tracking FROM order_search")[0][0]
    do(engine, "return.untrack", RMA, track_number="BACK 99")
    assert refused(engine, "return.untrack", RMA, track_number="BACK 99") == "track.none"
    assert "back99" not in table(engine, "SELECT tracking FROM order_search")[0][0]


def test_a_parcel_is_one_unit(engine: Engine):
    number = shipped(engine, lines=2)
    do(engine, "return.create", number, items=[WANTED, WANTED | {"sku": "SKU-1"}])
    found = {"sku": "SKU-0", "qty": D(3), "accepted": D(2), "found": "DAMAGED", "shelf": "B-7", "note": "wet"}
    assert refused(engine, "return.parcel", RMA, items=[found, {"sku": "SKU-9"}]) == "return.stranger"
    assert refused(engine, "return.parcel", RMA, items=[found, {"sku": "SKU-1", "qty": D(4)}]) == "return.surplus"
    assert refused(engine, "return.parcel", RMA, items=[found | {"found": "eaten"}]) == "return.condition"
    do(engine, "return.parcel", RMA, items=[found])
    lines = [
        (one["status"], one["qty_requested"], one["found"], one["shelf"], one["note"])
        for one in record(engine)["items"]
    ]
    assert sorted(lines) == [
        ("approved", "2", "damaged", "B-7", ""),
        ("pending", "3", "", "", ""),
        ("rejected", "1", "damaged", "B-7", "wet"),
    ]
    assert table(engine, "SELECT count(*) FROM journal WHERE action = 'return.parcel' AND outcome = 'ok'") == [(1,)]


def test_it_is_refunded_for_exactly_these_pieces_and_once(engine: Engine):
    number = shipped(engine)
    accepted(engine, number, WANTED | {"qty": D(2)}, shelf="B-7")
    item = {"entity_id": 1, "qty": D(1)}
    first = do(engine, "return.settle", RMA, items=[item], restocking_fee=D("0.50"), return_to_stock=True)
    assert first.created == {"creditmemos": ["000000001"]}
    memo = record(engine, "creditmemo", "000000001")
    assert (memo["grand_total"], memo["adjustment_negative"], memo["shipping_amount"]) == ("10.33", "0.50", "0.00")
    assert refused(engine, "return.settle", RMA, items=[item]) == "return.settled"
    do(engine, "return.settle", RMA)
    assert refused(engine, "return.settle", RMA) == "return.settled"
    assert [one["creditmemo_increment_id"] for one in record(engine)["items"]] == ["000000001", "000000002"]
    moved = table(engine, 'SELECT sku, qty, shelf, "by", creditmemo_id, rma_id FROM stock_movement')
    assert moved == [("SKU-0", 10000, "B-7", "ada", 1, 1)]


def test_a_refund_of_the_order_moves_stock_too(engine: Engine):
    number = shipped(engine, lines=2)
    do(engine, "order.refund", number, items=[{"sku": "SKU-1", "qty": D(2)}], return_to_stock=["SKU-1"])
    assert table(engine, "SELECT sku, qty, rma_id FROM stock_movement") == [("SKU-1", 20000, None)]


def test_an_exchange_sends_the_same_again_for_nothing(engine: Engine):
    number = shipped(engine)
    accepted(engine, number, WANTED | {"qty": D(2), "resolution": "exchange"})
    made = do(engine, "return.settle", RMA, return_to_stock=True)
    (new,) = made.created["orders"]
    assert record(engine)["items"][0]["exchange_order_increment_id"] == new
    order = record(engine, "order", new)
    assert (order["grand_total"], order["items"][0]["qty_ordered"]) == ("0.00", "2")
    assert table(engine, "SELECT sku, qty, creditmemo_id FROM stock_movement") == [("SKU-0", 20000, None)]
    assert refused(engine, "return.settle", RMA) == "return.settled"


def test_money_and_exchange_in_one_step(engine: Engine):
    number = shipped(engine)
    accepted(engine, number, WANTED | {"qty": D(1)}, WANTED | {"qty": D(2), "resolution": "exchange"})
    made = do(engine, "return.settle", RMA)
    assert {kind: len(numbers) for kind, numbers in made.created.items()} == {"creditmemos": 1, "orders": 1}
    assert f"order {made.created['orders'][0]}" in made.message


def test_store_credit_is_given_where_it_was_agreed(engine: Engine):
    number = shipped(engine)
    with Session(engine) as session:
        customer = model.Customer(email="ana@example.com", firstname="Ana", lastname="{Silva}")
        session.add(customer)
        session.flush()
        session.connection().execute(update(table_of(model.Order)).values(customer_id=customer.id))
        session.commit()
    accepted(engine, number, WANTED | {"qty": D(1), "resolution": "Store Credit"}, WANTED | {"qty": D(1)})
    assert refused(engine, "return.settle", RMA, restocking_fee=D(1)) == "return.settle_apart"
    do(engine, "return.settle", RMA)
    assert table(engine, "SELECT refund_to, base_grand_total FROM creditmemo ORDER BY refund_to") == [
        ("offline", 108300),
        ("store_credit", 108300),
    ]
    assert table(engine, "SELECT balance FROM credit_account") == [(108300,)]


def test_a_memo_made_by_hand_settles_it_as_far_as_it_goes(engine: Engine):
    number = shipped(engine)
    accepted(engine, number, WANTED | {"qty": D(2)}, WANTED | {"qty": D(1)})
    do(engine, "order.refund", number, items=[{"sku": "SKU-0", "qty": D(2)}])
    assert refused(engine, "return.settle", RMA, creditmemo="000000009") == "return.unknown_memo"
    assert refused(engine, "return.settle", RMA, creditmemo="000000001") == "return.memo_too_small"
    do(engine, "return.settle", RMA, items=[{"entity_id": 1}], creditmemo="000000001")
    assert refused(engine, "return.settle", RMA, creditmemo="000000001") == "return.memo_too_small"
    assert refused(engine, "return.settle", RMA, items=[{"entity_id": 2}], to="online") == "payment.no_gateway"


@pytest.mark.parametrize("items", [None, [{"sku": "SKU-0", "qty": D(3)}]])
def test_what_was_refunded_before_it_came_back_is_said(engine: Engine, items: list[dict[str, Any]] | None):
    number = shipped(engine)
    accepted(engine, number)
    do(engine, "order.refund", number, **({"items": items} if items else {}))
    outcome = run(engine, "return.settle", RMA)
    assert (outcome.outcome, outcome.code) == ("refused", "return.refunded")
    assert "credit memo 000000001 refunded pieces of it already" in outcome.message
    do(engine, "return.settle", RMA, creditmemo="000000001")
    assert refused(engine, "return.settle", RMA) == "return.settled"


def test_a_product_that_is_not_returnable(engine: Engine):
    number = shipped(engine)
    with Session(engine) as session:
        session.add(model.Product(sku="SKU-0", is_returnable=False, updated_at=NOW))
        session.commit()
    assert refused(engine, "return.create", number, items=[WANTED]) == "return.not_allowed"
    with writing(engine) as connection:
        connection.execute(update(table_of(model.Product)).values(is_returnable=True))
    do(engine, "return.create", number, items=[WANTED])


def test_what_can_not_be_asked_for(engine: Engine):
    number = shipped(engine)
    wrong: list[tuple[Any, str]] = [
        ([], "return.zero"),
        ("SKU-0", "parameter.invalid"),
        ([WANTED | {"qty": D(4)}], "item.above_open"),
        ([WANTED | {"qty": D(-1)}], "parameter.invalid"),
        ([WANTED | {"qty": D("0.5")}], "item.fraction"),
        ([WANTED | {"color": "red"}], "parameter.invalid"),
        ([{"qty": D(1)}], "parameter.invalid"),
        ([WANTED | {"sku": "SKU-9"}], "item.unknown"),
    ]
    assert [refused(engine, "return.create", number, items=items) for items, _ in wrong] == [code for _, code in wrong]
    assert refused(engine, "return.create", "000000077", items=[WANTED]) == "order.unknown"
    assert refused(engine, "return.approve", "77") == "return.unknown"


def together(engine: Engine, *requests: Request) -> list[Outcome]:
    """All at the same moment, each in a thread with a runner of its own."""
    start = Barrier(len(requests))

    def one(request: Request) -> Outcome:
        start.wait(PATIENCE)
        return new_runner(engine).run([request])[0]

    with ThreadPoolExecutor(len(requests)) as pool:
        return [future.result(PATIENCE) for future in [pool.submit(one, request) for request in requests]]


def test_two_who_note_the_same_return_note_it_once(engine: Engine):
    number = shipped(engine)
    outcomes = together(engine, *[Request("return.create", number, {"items": [WANTED]})] * 3)
    assert sorted(one.outcome for one in outcomes) == ["ok", "refused", "refused"]
    assert {one.code for one in outcomes} == {None, "return.under_way"}
    assert list(check_database(engine)) == []


def test_two_who_settle_the_same_return_settle_it_once(engine: Engine):
    number = shipped(engine)
    accepted(engine, number)
    outcomes = together(engine, *[Request("return.settle", RMA)] * 3)
    assert sorted(one.outcome for one in outcomes) == ["ok", "refused", "refused"]
    assert table(engine, "SELECT count(*) FROM creditmemo") == [(1,)]
    assert list(check_database(engine)) == []


def test_steps_of_two_returns_of_one_order_in_one_batch(engine: Engine):
    number = shipped(engine)
    wanted = [WANTED | {"qty": D(1)}]
    runner = new_runner(engine)
    outcomes = runner.run([Request("return.create", number, {"items": wanted}) for _ in range(2)])
    outcomes += runner.run([Request("return.parcel", one) for one in "12"] + [Request("return.settle", "1")])
    assert [one.outcome for one in outcomes] == ["ok"] * 5
    assert record(engine, "order", number)["items"][0]["qty_returned"] == "2"
    assert [one["increment_id"] for one in record(engine, "order", number)["returns"]] == ["000000001", "000000002"]
    assert list(check_database(engine)) == []


def test_numbers_may_begin_with_a_prefix(engine: Engine):
    number = shipped(engine)
    runner = new_runner(engine)
    runner.numbering = Numbering(prefixes=(("return", "R"),))
    (outcome,) = runner.run([Request("return.create", number, {"items": [WANTED]})])
    assert outcome.created == {"returns": ["R000000001"]}


def test_what_is_only_tried_leaves_nothing(engine: Engine):
    number = shipped(engine)
    (outcome,) = new_runner(engine).run([Request("return.create", number, {"items": [WANTED]})], dry_run=True)
    assert outcome.message.startswith("Would do: Return (new) noted")
    assert table(engine, "SELECT count(*) FROM rma") == [(0,)]


def test_check_sees_what_is_out_of_order(engine: Engine):
    number = shipped(engine)
    accepted(engine, number)
    do(engine, "return.settle", RMA, return_to_stock=True)
    with writing(engine) as connection:
        connection.execute(text("UPDATE stock_movement SET qty = 40000"))
        connection.execute(text("UPDATE rma SET number_tail = 'x', status = 'pending'"))
    faults = " ".join(check_database(engine))
    assert "4 of SKU-0 went back to stock, but it has 3 of it." in faults
    assert "Return 000000001 is kept under other last digits than its own." in faults
    assert "Order 000000001: return 000000001: its status is pending, but processed_closed follows" in faults


def test_a_return_is_journalled_under_its_own_number(engine: Engine):
    number = shipped(engine)
    do(engine, "return.create", number, items=[WANTED])
    do(engine, "return.authorize", RMA)
    journal = table_of(model.Journal)
    with reading(engine) as connection:
        rows = connection.execute(select(journal).where(journal.c.action.like("return.%")).order_by(journal.c.id)).all()
    assert [row.action for row in rows] == ["return.create", "return.authorize"]
