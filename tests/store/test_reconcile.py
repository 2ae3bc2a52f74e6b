"""A settlement file held against the transactions here: what matches, what differs, what either side lacks."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from sales_tui.store.location import DatabaseUnusable
from sales_tui.store.reconcile import BATCH
from sales_tui.store.reconcile_lines import Sum
from tests.store.orders import add_order, new_database
from tests.store.settlements import FIRST, LAST, add_transaction, compare, line, stored

ORDER, OTHER = "000000001", "000000002"


@pytest.fixture
def engine(database_url: str):
    engine = new_database(database_url)
    add_order(engine, method="stripe")
    add_order(engine, method="stripe")
    yield engine
    engine.dispose()


def rows(engine: Engine, sql: str) -> list[Any]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(sql))]


def test_everything_matches(engine: Engine):
    add_transaction(engine, ORDER, "pi_1", "30.00", "authorization")
    add_transaction(engine, ORDER, "ch_1", "30.00", parent="pi_1")
    add_transaction(engine, ORDER, "re_1", "10.00", "refund", parent="ch_1")
    found = compare(
        engine, [line(2, "ch_1", "30", "ch_1", "pi_1", fee="1.17"), line(3, "re_1", "10", "ch_1", type="refund")]
    )
    assert found.result.is_clean
    assert found.result.sums == (Sum("matched", "USD", 2, Decimal(20), Decimal(20), Decimal("1.17")),)
    assert found.told == []
    assert stored(engine) == [("ch_1", "matched", 2), ("re_1", "matched", 3)]


def test_what_differs_is_said_with_both_figures(engine: Engine):
    add_transaction(engine, ORDER, "ch_1", "30.00")
    add_transaction(engine, ORDER, "ch_2", "5.00")
    add_transaction(engine, OTHER, "ch_3", "7.00")
    lines = [line(2, "ch_1", "12.5"), line(3, "ch_2", "5", currency="EUR"), line(4, "ch_3", "8", type="refund")]
    assert compare(engine, lines).told == [
        ("ch_1", "differing", "amount: 12.50 in the file, 30.00 here"),
        ("ch_2", "differing", "currency: EUR in the file, USD here"),
        ("ch_3", "differing", "type: given back in the file, charged here; amount: 8.00 in the file, 7.00 here"),
    ]
    assert {row[1] for row in rows(engine, "SELECT id, order_id FROM settlement_line")} == {1, 2}


def test_either_side_may_lack_something(engine: Engine):
    add_transaction(engine, ORDER, "ch_1", "30.00")
    add_transaction(engine, ORDER, "re_1", "3.00", "refund", parent="ch_1")
    add_transaction(engine, ORDER, "pi_1", "30.00", "authorization")
    found = compare(engine, [line(2, "ch_9", "4"), line(3, "re_9", "4", "ch_1", type="refund")])
    assert [(one.txn_id, one.outcome, one.line, one.order) for one in found.mismatches] == [
        ("ch_9", "missing_here", 2, ""),
        ("re_9", "missing_here", 3, ORDER),
        ("ch_1", "missing_there", None, ORDER),
        ("re_1", "missing_there", None, ORDER),
    ]
    assert [(one.outcome, one.count, one.there, one.here) for one in found.result.sums] == [
        ("missing_here", 2, Decimal(0), Decimal(0)),
        ("missing_there", 2, Decimal(0), Decimal(27)),
    ]


def test_only_the_file_s_time_and_method_can_be_missing_there(engine: Engine):
    for place, at in enumerate((FIRST - timedelta(seconds=1), FIRST, LAST, LAST + timedelta(seconds=1))):
        add_transaction(engine, ORDER, f"ch_{place}", "1.00", at=at)
    add_transaction(engine, ORDER, "x", "1.00", method="paypal_express")
    assert [one[0] for one in compare(engine, []).told] == ["ch_1", "ch_2"]
    assert [one[0] for one in compare(engine, [], methods=("stripe", "paypal_express")).told] == ["ch_1", "ch_2", "x"]
    assert compare(engine, [], dated=False).result.is_clean


def test_a_line_out_of_the_file_s_time_is_compared_all_the_same(engine: Engine):
    add_transaction(engine, ORDER, "ch_1", "1.00", at=FIRST - timedelta(days=90), method="stripe_payments")
    assert compare(engine, [line(2, "ch_1", "1")]).result.is_clean


def test_an_id_that_is_listed_twice(engine: Engine):
    add_transaction(engine, ORDER, "ch_1", "1.00")
    lines = [line(2, "ch_1", "1"), line(3, "ch_1", "1"), line(4, "ch_9", "1"), line(5, "ch_9", "1")]
    many = [line(place, f"x{place}", "1") for place in range(6, BATCH + 6)]
    found = compare(engine, [*lines, *many, line(BATCH + 6, "ch_1", "1")])
    assert [one for one in found.told if not one[0].startswith("x")] == [
        ("ch_1", "differing", "listed twice: line 2 has it too"),
        ("ch_9", "missing_here", ""),
        ("ch_9", "differing", "listed twice: line 4 has it too"),
        ("ch_1", "differing", "listed twice: line 2 has it too"),
    ]
    assert found.result.count("matched") == 1


@pytest.mark.parametrize(
    "txn_id,parent",
    [("ch_1", None), ("pi_1", None), ("pi_1-capture", "pi_1"), ("anything", "pi_1"), ("ch_1-capture", "ch_1")],
)
def test_a_charge_is_known_by_its_payment_too(engine: Engine, txn_id: str, parent: str | None):
    add_transaction(engine, ORDER, "pi_0", "30.00", "authorization")
    add_transaction(engine, ORDER, txn_id, "30.00", parent=parent)
    assert compare(engine, [line(2, "ch_1", "30", "ch_1", "pi_1")]).result.is_clean


def test_refunds_whose_ids_were_made_here(engine: Engine):
    add_transaction(engine, ORDER, "pi_1-capture", "30.00", parent="pi_1")
    add_transaction(engine, ORDER, "pi_1-capture-refund", "4.00", "refund", parent="pi_1-capture")
    add_transaction(engine, ORDER, "pi_1-capture-refund-1", "6.00", "refund", parent="pi_1-capture")
    lines = [
        line(2, "ch_1", "30", "ch_1", "pi_1"),
        line(3, "re_1", "6", "ch_1", "pi_1", type="refund"),
        line(4, "re_2", "4", "ch_1", "pi_1", type="refund"),
    ]
    assert compare(engine, lines).result.is_clean


def test_a_refund_of_another_name_is_not_taken_for_one_of_here(engine: Engine):
    add_transaction(engine, ORDER, "ch_1", "30.00")
    add_transaction(engine, ORDER, "re_1", "4.00", "refund", parent="ch_1")
    lines = [line(2, "ch_1", "30"), *(line(3 + at, f"re_{2 - at}", "4", "ch_1", type="refund") for at in range(2))]
    assert compare(engine, lines).told == [("re_2", "missing_here", "")]


def test_captured_there_and_only_reserved_here(engine: Engine):
    add_transaction(engine, ORDER, "pi_1", "30.00", "authorization")
    assert compare(engine, [line(2, "pi_1", "30")]).told == [
        ("pi_1", "differing", "type: charged in the file, reserved here")
    ]


def test_an_amount_that_is_not_known_here(engine: Engine):
    add_transaction(engine, ORDER, "ch_1", None)
    found = compare(engine, [line(2, "ch_1", "30")])
    assert found.result.is_clean
    assert found.result.by_id_alone == 1


def test_the_same_id_on_two_orders(engine: Engine):
    add_transaction(engine, ORDER, "ch_1", "10.00")
    add_transaction(engine, OTHER, "ch_1", "20.00")
    found = compare(engine, [line(2, "ch_1", "20")])
    assert [(one.txn_id, one.outcome, one.order) for one in found.mismatches] == [("ch_1", "missing_there", ORDER)]


def test_read_again_it_replaces_what_was_found(engine: Engine):
    compare(engine, [line(2, "ch_1", "1")], digest="a")
    compare(engine, [line(2, "ch_2", "1")], digest="b")
    add_transaction(engine, ORDER, "ch_1", "1.00")
    assert compare(engine, [line(2, "ch_1", "1")], digest="a").result.is_clean
    assert sorted(stored(engine)) == [("ch_1", "matched", 2), ("ch_2", "missing_here", 2)]
    assert len(rows(engine, "SELECT id FROM settlement")) == 2


def test_a_dry_run_keeps_nothing(engine: Engine):
    compare(engine, [line(2, "ch_1", "1")])
    before = rows(engine, "SELECT count(*) FROM journal")
    found = compare(engine, [line(2, "ch_1", "1"), line(3, "ch_2", "1")], dry_run=True)
    assert found.result.count("missing_here") == 2
    assert stored(engine) == [("ch_1", "missing_here", 2)]
    assert rows(engine, "SELECT count(*) FROM journal") == before


def test_it_is_in_the_journal(engine: Engine):
    compare(engine, [line(2, "ch_1", "1")])
    asked = "SELECT action, system_user, target_kind, target, outcome, message, parameters, target_id FROM journal"
    (entry,) = rows(engine, f"{asked} WHERE action = 'payments.reconcile'")
    assert entry[:6] == (
        *("payments.reconcile", "ada", "settlement", "november.csv", "ok"),
        "Compared november.csv: 0 matched, 0 differing, 1 missing here, 0 missing there.",
    )
    assert json.loads(entry[6]) == {"digest": "d1", "method": "stripe"}
    assert rows(engine, "SELECT id FROM settlement") == [(entry[7],)]


def test_a_failure_half_way_keeps_what_was_there(engine: Engine):
    compare(engine, [line(2, "ch_1", "1")])

    def broken():
        yield from (line(place, f"y{place}", "1") for place in range(BATCH + 1))
        raise DatabaseUnusable("the disk is gone")

    with pytest.raises(DatabaseUnusable):
        compare(engine, broken())
    assert stored(engine) == [("ch_1", "missing_here", 2)]


@pytest.fixture
def small(sqlite_url: str):
    """A shop for many examples."""
    engine = new_database(sqlite_url)
    add_order(engine, method="stripe")
    yield engine
    engine.dispose()


_ENTRIES = st.tuples(st.integers(0, 6), st.sampled_from(["capture", "refund"]), st.integers(1, 3))


@given(listed=st.lists(_ENTRIES, max_size=12), here=st.sets(_ENTRIES, max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_every_line_and_every_transaction_counts_once(small: Engine, listed: list[Any], here: set[Any]):
    with small.begin() as connection:
        connection.execute(text("DELETE FROM payment_transaction"))
    known = {f"{type[:2]}_{name}": (type, amount) for name, type, amount in here}
    for txn_id, (type, amount) in known.items():
        add_transaction(small, ORDER, txn_id, str(amount), type)
    lines = [
        line(place, f"{type[:2]}_{name}", str(amount), type=type)
        for place, (name, type, amount) in enumerate(listed, 2)
    ]
    result = compare(small, lines).result
    names = {one.ids[0] for one in lines}
    assert result.count("missing_there") == len(known.keys() - names)
    assert result.count("missing_here") == len(names - known.keys())
    assert sum(one.count for one in result.sums) == len(lines) + len(known.keys() - names)
