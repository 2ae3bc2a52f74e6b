"""The print queue on both databases: written with what queued it, nothing twice, each print taken by one run."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from sales_tui.actions.base import Context
from sales_tui.rules.print_records import PRINTING
from sales_tui.store.check import check_database
from sales_tui.store.engine import reading
from sales_tui.store.print_run import LONGEST, conclude, left_behind, queued, take
from sales_tui.store.requests import Outcome, Request
from sales_tui.store.show import show
from tests.store.orders import NOW, add_order, new_database, new_runner
from tests.store.payment_desk import TOTAL, PaymentDesk


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = new_database(database_url)
    yield engine
    engine.dispose()


def do(engine: Engine, action: str, number: str, **values: Any) -> Outcome:
    (outcome,) = new_runner(engine).run([Request(action, number, values)])
    return outcome


def waiting(engine: Engine) -> list[tuple[str, str]]:
    return [(one.kind, one.increment_id) for one in queued(engine)]


def record(engine: Engine, kind: str, number: str) -> dict[str, Any]:
    with reading(engine) as connection:
        found = show(connection, kind, number, Context(NOW))
    assert found is not None
    return found


def test_an_order_without_documents_is_printed_itself(engine: Engine):
    number = add_order(engine)
    assert do(engine, "order.print", number).message == f"Queued for printing: order {number}."
    (one,) = queued(engine)
    assert (one.kind, one.increment_id, one.who, one.queued_at) == ("order", number, "ada", NOW)
    again = do(engine, "order.print", number)
    assert (again.code, again.message) == ("print.waiting", f"Order {number} waits to be printed already.")
    assert waiting(engine) == [("order", number)]


def test_all_documents_of_an_order_but_those_that_wait_and_those_that_are_cancelled(engine: Engine):
    number = add_order(engine, method="purchaseorder")
    do(engine, "order.invoice", number, items=[{"sku": "SKU-0", "qty": 1}])
    do(engine, "order.ship", number)
    do(engine, "order.refund", number)
    assert do(engine, "shipment.print", "1").message == "Queued for printing: packing slip 000000001."
    done = do(engine, "order.print", number)
    assert done.message == "Queued for printing: invoice 000000001, credit memo 000000001."
    assert waiting(engine) == [("shipment", "000000001"), ("invoice", "000000001"), ("creditmemo", "000000001")]
    assert do(engine, "order.print", number).message.endswith("its 3 documents wait to be printed already.")
    for action in ("invoice.print", "creditmemo.print"):
        assert do(engine, action, "1").code == "print.waiting"


def test_queueing_leaves_the_order_as_it_is(engine: Engine):
    number = add_order(engine)
    before = record(engine, "order", number)
    do(engine, "order.print", number)
    after = record(engine, "order", number)
    assert after.pop("allowed_actions") == [one for one in before.pop("allowed_actions") if one != "order.print"]
    assert after == before
    assert list(check_database(engine)) == []


def test_everything_in_one_step(engine: Engine):
    number = add_order(engine)
    done = do(engine, "order.fulfil", number, tracks=[{"carrier_code": "ups", "track_number": "1Z"}], comment="early")
    assert done.created == {"invoices": ["000000001"], "shipments": ["000000001"]}
    assert done.message.endswith("Queued for printing.")
    assert waiting(engine) == [("invoice", "000000001"), ("shipment", "000000001")]
    order = record(engine, "order", number)
    assert (order["status"], order["shipments"][0]["tracks"][0]["track_number"]) == ("complete", "1Z")
    again = do(engine, "order.fulfil", number)
    assert (again.outcome, again.code) == ("refused", "fulfil.nothing_open")
    assert list(check_database(engine)) == []


def test_what_is_invoiced_already_is_shipped_and_printed(engine: Engine):
    number = add_order(engine)
    do(engine, "order.invoice", number)
    done = do(engine, "order.fulfil", number)
    assert done.created == {"shipments": ["000000001"]}
    assert waiting(engine) == [("shipment", "000000001")]


def test_a_refused_step_leaves_nothing_to_print(engine: Engine):
    number, held = add_order(engine), add_order(engine)
    refused = do(engine, "order.fulfil", number, tracks=[{"carrier_code": "ups", "track_number": ""}])
    assert (refused.code, waiting(engine)) == ("track.number", [])
    do(engine, "order.hold", held)
    assert do(engine, "order.fulfil", held).message.startswith(f"Order {held} is on hold")


def test_money_that_is_reserved_is_charged_in_the_same_step(database_url: str, tmp_path: Path):
    desk = PaymentDesk(database_url, tmp_path)
    number = desk.reserve()
    desk.done("order.fulfil", number)
    assert desk.booked() == [("capture", TOTAL, "open")]
    assert waiting(desk.engine) == [("invoice", "000000001"), ("shipment", "000000001")]
    desk.engine.dispose()


def test_removed_before_it_is_printed(engine: Engine):
    number = add_order(engine)
    do(engine, "order.print", number)
    assert record(engine, "print", "1")["allowed_actions"] == ["print.remove"]
    assert do(engine, "print.remove", "1").message == f"Taken out of the print queue: order {number}."
    shown = record(engine, "print", "1")
    assert (shown["status"], shown["outcome"], shown["allowed_actions"]) == ("removed", "removed by ada", [])
    assert do(engine, "print.remove", "1").code == "print.gone"
    assert do(engine, "print.remove", "2").code == "print.unknown"
    assert do(engine, "order.print", number).ok
    with reading(engine) as connection:
        entry = show(connection, "journal_entry", "2", Context(NOW))
    assert entry is not None
    assert (entry["target_kind"], entry["target"]) == ("print", "1")


def test_what_is_being_printed_can_not_be_removed(engine: Engine):
    do(engine, "order.print", add_order(engine))
    (one,) = queued(engine)
    assert take(engine, one, NOW, "ada")
    assert do(engine, "print.remove", "1").code == "print.gone"


def test_of_many_runs_at_once_each_print_is_taken_by_one(engine: Engine):
    runner = new_runner(engine)
    runner.run([Request("order.print", add_order(engine)) for _ in range(20)])

    def run(name: str) -> list[int]:
        return [one.id for one in queued(engine) if take(engine, one, NOW, name)]

    with ThreadPoolExecutor(4) as pool:
        taken = [key for keys in pool.map(run, "abcd") for key in keys]
    assert sorted(taken) == list(range(1, 21))


def test_a_run_that_was_stopped(engine: Engine):
    do(engine, "order.print", add_order(engine))
    (one,) = queued(engine)
    take(engine, one, NOW, "ada")
    (taken,) = queued(engine, state=PRINTING)
    later = NOW + LONGEST + timedelta(seconds=1)
    assert (queued(engine), left_behind([taken], NOW), left_behind([taken], later)) == ([], [], [taken])
    assert [take(engine, taken, later, name) for name in ("sam", "lea")] == [True, False]
    assert not conclude(engine, one, NOW, later, "", "printer of the run that came back too late")
    assert conclude(engine, taken, later, later, "out of paper", "")
    (again,) = queued(engine)
    assert (again.state, again.outcome) == ("waiting", "out of paper")
