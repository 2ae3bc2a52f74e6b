"""The runner on both databases: effect, number, journal and idempotency key are one; refusals change nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from psycopg.errors import DeadlockDetected
from sqlalchemy import Engine, func, insert, select, text
from sqlalchemy.exc import OperationalError

from sales_tui import model
from sales_tui.actions.base import Context
from sales_tui.store import numbers, roots
from sales_tui.store.check import check_database
from sales_tui.store.engine import reading
from sales_tui.store.mapping import table_of
from sales_tui.store.requests import Request
from sales_tui.store.save import Numbering
from sales_tui.store.show import show
from tests.store.orders import NOW, add_order, new_database, new_runner


@pytest.fixture
def engine(database_url: str):
    engine = new_database(database_url)
    yield engine
    engine.dispose()


def count(engine: Engine, entity: type) -> int:
    with reading(engine) as connection:
        return connection.scalar(select(func.count()).select_from(table_of(entity))) or 0


def record(engine: Engine, number: str) -> dict:
    with reading(engine) as connection:
        found = show(connection, "order", number, Context(NOW))
    assert found is not None
    return found


def test_invoice_ship_refund_in_full(engine: Engine):
    number = add_order(engine)
    runner = new_runner(engine)
    invoiced, shipped, refunded = runner.run(
        [Request("order.invoice", number), Request("order.ship", number), Request("order.refund", number)]
    )
    assert (invoiced.outcome, invoiced.created) == ("ok", {"invoices": ["000000001"]})
    assert (shipped.outcome, shipped.created) == ("ok", {"shipments": ["000000001"]})
    assert (refunded.outcome, refunded.created) == ("ok", {"creditmemos": ["000000001"]})
    order = record(engine, number)
    assert (order["state"], order["status"]) == ("closed", "closed")
    assert (order["total_paid"], order["total_refunded"]) == (order["grand_total"], order["grand_total"])
    assert order["items"][0]["status"] == "Refunded"
    assert order["payment"]["amount_paid"] == order["grand_total"]
    assert [one["items"][0]["qty"] for one in order["invoices"]] == ["3"]
    assert list(check_database(engine)) == []


def test_a_refusal_changes_nothing(engine: Engine):
    number = add_order(engine)
    runner = new_runner(engine)
    before = record(engine, number)
    (outcome,) = runner.run([Request("order.ship", number)])
    assert (outcome.outcome, outcome.code) == ("refused", "ship.unpaid")
    (both,) = runner.run(
        [Request("order.invoice", number, {"ship": True, "tracks": [{"carrier_code": "ups", "track_number": ""}]})]
    )
    assert (both.outcome, both.code) == ("refused", "track.number")
    assert record(engine, number) == before
    assert count(engine, model.Invoice) == 0
    with reading(engine) as connection:
        journal = table_of(model.Journal)
        rows = list(connection.execute(select(journal).order_by(journal.c.id)))
    assert [(row.outcome, row.action, row.target, row.message) for row in rows] == [
        ("refused", "order.ship", number, outcome.message),
        ("refused", "order.invoice", number, both.message),
    ]
    assert {(row.who, row.host, row.created, row.changes) for row in rows} == {("ada", "desk-1", "{}", "{}")}


def test_one_bad_record_harms_no_other(engine: Engine):
    good, held = add_order(engine), add_order(engine)
    runner = new_runner(engine)
    runner.run([Request("order.hold", held, {"comment": "fraud?"})])
    outcomes = runner.run([Request("order.invoice", one) for one in (held, "000000099", good)])
    assert [outcome.outcome for outcome in outcomes] == ["refused", "refused", "ok"]
    assert outcomes[1].code == "order.unknown"


def test_the_same_key_does_nothing_again(engine: Engine):
    number = add_order(engine)
    runner = new_runner(engine)
    request = Request("order.invoice", number, {"items": [{"sku": "SKU-0", "qty": 1}]}, key="k1")
    (first,) = runner.run([request])
    (again,) = runner.run([request])
    assert again.repeated
    assert again.result() == first.result() | {"repeated": True}
    (other,) = runner.run([Request("order.invoice", number, {}, key="k1")])
    assert (other.outcome, other.code) == ("refused", "key.reused")
    assert count(engine, model.Invoice) == 1


def test_the_same_key_twice_in_one_batch(engine: Engine):
    first, second = add_order(engine), add_order(engine)
    outcomes = new_runner(engine).run([Request("order.invoice", one, key="k") for one in (first, second)])
    assert [(one.outcome, one.code) for one in outcomes] == [("ok", None), ("refused", "key.reused")]


def test_a_refused_key_may_be_used_again(engine: Engine):
    number = add_order(engine)
    runner = new_runner(engine)
    runner.run([Request("order.hold", number)])
    request = Request("order.invoice", number, key="k")
    assert runner.run([request])[0].outcome == "refused"
    runner.run([Request("order.unhold", number)])
    assert runner.run([request])[0].ok


def test_somebody_else_was_faster(engine: Engine):
    number = add_order(engine)
    runner = new_runner(engine)
    runner.run([Request("order.comment", number, {"comment": "call her"})])
    (outcome,) = runner.run([Request("order.invoice", number, expected_version=1)])
    assert (outcome.outcome, outcome.code) == ("refused", "order.changed")
    assert "by ada at 10:42" in outcome.message


def test_dry_run_changes_nothing(engine: Engine):
    number = add_order(engine)
    before = record(engine, number)
    (outcome,) = new_runner(engine).run([Request("order.invoice", number)], dry_run=True)
    assert outcome.ok
    assert outcome.created == {}
    assert record(engine, number) == before


def test_a_fault_is_not_a_refusal(engine: Engine, monkeypatch: pytest.MonkeyPatch):
    from sales_tui.rules import invoicing

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    number = add_order(engine)
    monkeypatch.setattr(invoicing, "prepare", broken)
    (outcome,) = new_runner(engine).run([Request("order.invoice", number)])
    assert (outcome.outcome, outcome.code) == ("failed", "fault")
    assert count(engine, model.Invoice) == 0


def test_cancel_the_rest_and_documents_actions(engine: Engine):
    number = add_order(engine)
    runner = new_runner(engine)
    runner.run([Request("order.invoice", number, {"items": [{"sku": "SKU-0", "qty": 1}], "ship": True})])
    assert runner.run([Request("order.cancel", number)])[0].ok
    track = {"tracks": [{"carrier_code": "ups", "track_number": "1Z999"}]}
    assert runner.run([Request("shipment.track", "000000001", track)])[0].ok
    assert runner.run([Request("shipment.track", "000000001", track)])[0].code == "track.known"
    shipment = record(engine, number)["shipments"][0]
    assert [(one["carrier_code"], one["title"]) for one in shipment["tracks"]] == [("ups", "UPS")]
    assert runner.run([Request("shipment.untrack", "000000001", {"track_number": "1Z999"})])[0].ok
    assert runner.run([Request("invoice.comment", "1", {"comment": "paid by her aunt"})])[0].ok
    assert runner.run([Request("shipment.comment", "1", {"comment": "two parcels"})])[0].ok
    assert runner.run([Request("shipment.comment", "1", {"comment": " "})])[0].code == "comment.missing"
    order = record(engine, number)
    assert [one["comment"] for one in order["shipments"][0]["comments"]] == ["two parcels"]
    assert order["shipments"][0]["tracks"] == []
    assert order["invoices"][0]["comments"][0]["comment"] == "paid by her aunt"
    assert (order["state"], order["items"][0]["qty_canceled"]) == ("complete", "2")
    assert list(check_database(engine)) == []


def test_journal_tells_who_what_and_how_it_was(engine: Engine):
    number = add_order(engine)
    new_runner(engine).run([Request("order.hold", number, {"comment": "check the address"})])
    with reading(engine) as connection:
        row = connection.execute(select(table_of(model.Journal))).one()
    assert (row.system_user, row.host, row.action, row.target) == ("ada", "desk-1", "order.hold", number)
    assert '"state": ["new", "holded"]' in row.changes
    assert Decimal(row.at.timestamp()) == Decimal(NOW.timestamp())


def test_each_store_has_its_own_series_if_set(engine: Engine):
    first, second, third = (add_order(engine) for _ in range(3))
    with engine.begin() as connection:
        store = {"id": 2, "source": "x", "store_id": 2, "code": "de", "number_prefix": "DE-"}
        connection.execute(insert(model.Store).values(**store))
        connection.execute(text("UPDATE sales_order SET store_id = 2 WHERE increment_id = :number"), {"number": second})
    runner = new_runner(engine)
    runner.numbering = Numbering(per_store=True, prefixes=(("invoice", "R"),))
    outcomes = runner.run([Request("order.invoice", number) for number in (first, second, third)])
    made = [outcome.created["invoices"][0] for outcome in outcomes]
    assert made == ["R1000000001", "RDE-000000001", "R1000000002"]
    assert list(check_database(engine)) == []


def test_a_number_that_came_by_import_is_not_given_again(engine: Engine):
    first, second = add_order(engine), add_order(engine)
    runner = new_runner(engine)
    runner.run([Request("order.invoice", first)])
    with engine.begin() as connection:
        connection.execute(text("UPDATE invoice SET increment_id = 'R000000007', source = 'x', made_here = 0"))
        connection.execute(text("UPDATE number_sequence SET issued = 0, next_number = 7 WHERE kind = 'invoice'"))
    runner.numbering = Numbering(prefixes=(("invoice", "R"),))
    assert runner.run([Request("order.invoice", second)])[0].created == {"invoices": ["R000000008"]}


def test_the_loser_of_a_deadlock_tries_again(engine: Engine, monkeypatch: pytest.MonkeyPatch):
    number, give = add_order(engine), numbers.give
    told: list[str] = []

    def collide_once(*arguments, **options):
        if not told:
            told.append("deadlock")
            raise OperationalError("UPDATE", {}, DeadlockDetected())
        return give(*arguments, **options)

    monkeypatch.setattr(numbers, "give", collide_once)
    (outcome,) = new_runner(engine).run([Request("order.invoice", number)])
    assert (outcome.outcome, outcome.created) == ("ok", {"invoices": ["000000001"]})
    assert list(check_database(engine)) == []


def test_what_cannot_be_stored_is_a_fault_of_its_record_alone(engine: Engine, monkeypatch: pytest.MonkeyPatch):
    first, second = add_order(engine), add_order(engine)
    save = roots.store

    def overflow(connection, group, changed, *rest, **options):
        if any(one.root.increment_id == first for one in changed):
            raise OverflowError("too large to be stored")
        save(connection, group, changed, *rest, **options)

    monkeypatch.setattr(roots, "store", overflow)
    outcomes = new_runner(engine).run([Request("order.hold", first), Request("order.hold", second)])
    assert [(one.outcome, one.code) for one in outcomes] == [("failed", "fault"), ("ok", None)]
    assert (record(engine, first)["state"], record(engine, second)["state"]) == ("new", "holded")
