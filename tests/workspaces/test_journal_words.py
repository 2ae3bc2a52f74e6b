"""What the journal's entries say in words: parameters, changes, records, the gist."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_tui.actions import ACTIONS
from sales_tui.workspaces import journal_words
from sales_tui.workspaces.journal_words import ACTION_TITLES, action_words, changes, parameters, record_words
from sales_tui.workspaces.panes import panes
from sales_tui.workspaces.summary import summary

NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
ENTRY: dict[str, Any] = {
    "increment_id": "7",
    "created_at": "2026-11-23T10:42:00Z",
    "status": "ok",
    "who": "ada",
    "system_user": "root",
    "operator": "ada",
    "host": "desk-1",
    "action": "order.invoice",
    "target_kind": "order",
    "target": "000000012",
    "message": "Invoice 000000003 made.",
    "parameters": {},
    "created": {"invoices": ["000000003"], "magic": ["1"]},
    "changes": {"status": ["pending", "holded"]},
    "order_currency_code": "PLN",
    "base_currency_code": "EUR",
}


def entry(**more: Any) -> dict[str, Any]:
    return ENTRY | more


@pytest.mark.parametrize(
    "name, value, label, words",
    [
        ("comment", "two\nlines", "Comment", "two\nlines"),
        ("ship", True, "Ship", "yes"),
        ("notify", False, "E-mail the customer", "no"),
        ("capture", "none", "Money", "charge later"),
        ("capture", "x", "Money", "x"),
        ("to", "offline", "Money goes", "only record, pay it yourself"),
        ("adjustment_positive", "1.50", "Extra refund", "1.50"),
        ("items", [], "Items", "none"),
        ("items", [{"sku": "A", "qty": "2"}, {"item_id": 7, "qty": 1}], "Items", "2 × A; 1 × item 7"),
        ("items", [{"sku": "A"}], "Items", "A"),
        ("items", [{"sku": "A", "qty": 1, "reason": "broken"}], "Items", "1 × A, reason broken"),
        (
            "tracks",
            [{"carrier_code": "ups", "title": "", "track_number": "1Z"}],
            "Tracks",
            "carrier code ups, track number 1Z",
        ),
        ("return_to_stock", ["A", "B"], "Back to stock", "A; B"),
        ("negotiated", {"type": "amount", "value": "5"}, "Negotiated", "type amount, value 5"),
        ("expires", None, "Expires", ""),
    ],
)
def test_parameters(name: str, value: Any, label: str, words: str):
    assert parameters(entry(parameters={name: value})) == [(label, words)]


@pytest.mark.parametrize(
    "changed, told",
    [
        ({"state": ["new", "holded"], "status": ["pending", "holded"]}, [("Status", "Pending", "On Hold")]),
        ({"state": ["new", "processing"]}, [("Stage", "new", "processing")]),
        ({"hold_before_status": [None, "pending"]}, [("Status before the hold", "", "Pending")]),
        ({"total_paid": ["0", "1234.5"]}, [("Total paid", "0.00 PLN", "1,234.50 PLN")]),
        ({"base_total_paid": ["0", "9.125"]}, [("Total paid", "0.00 EUR", "9.125 EUR")]),
        ({"is_virtual": [False, True]}, [("Is virtual", "no", "yes")]),
        ({"locked_by": ["", "ada"]}, [("Locked by", "", "ada")]),
        ({"total_paid": ["0", "much"]}, [("Total paid", "0.00 PLN", "much")]),
    ],
)
def test_changes(changed: dict[str, Any], told: list[tuple[str, str, str]]):
    assert changes(entry(changes=changed)) == told


def test_an_amount_is_told_once_where_both_currencies_are_one():
    both = {"base_total_paid": ["0", "5"], "total_paid": ["0", "5"], "status": ["pending", "processing"]}
    same = entry(changes=both, base_currency_code="PLN")
    assert [name for name, *_ in changes(same)] == ["Status", "Total paid"]
    assert [after for *_, after in changes(entry(changes=both))] == ["Processing", "5.00 EUR", "5.00 PLN"]
    nowhere = entry(changes={"balance": ["0", "5"]}, order_currency_code=None, base_currency_code=None)
    assert changes(nowhere) == [("Balance", "0.00", "5.00")]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["sku", "qty", "item_id", "x"]), inner),
    max_leaves=6,
)


@given(value=JSON, name=st.sampled_from(["capture", "items", "total_paid", "status", "anything_else"]))
def test_whatever_was_asked_for_can_be_told(value: Any, name: str):
    ((_, words),) = parameters(entry(parameters={name: value}))
    assert isinstance(words, str)
    assert all(isinstance(part, str) for row in changes(entry(changes={name: [value, None]})) for part in row)


def test_records_and_actions():
    assert record_words(entry()) == "000000012 order"
    assert record_words(entry(target="", target_kind="")) == ""
    assert record_words(entry(target="november.csv", target_kind="settlement")) == "november.csv settlement file"
    assert action_words(entry()) == "Invoice (order.invoice)"
    assert action_words(entry(action="order.dance")) == "order.dance"
    assert set(ACTIONS) < set(ACTION_TITLES)
    assert {action.target for action in ACTIONS.values()} <= set(journal_words.KINDS)


def test_an_entry_leads_to_its_record_and_to_what_was_made():
    _, changed, records = panes("journal_entry", entry(), UTC)
    assert changed.rows == (("Status", "Pending", "On Hold"),)
    assert records.links == (("order", "000000012"), ("invoice", "000000003"))
    assert [row[:2] for row in records.rows] == [("000000012", "order"), ("000000003", "invoice")]
    *_, none = panes("journal_entry", entry(target_kind="task", created={}), UTC)
    assert (none.rows, none.links) == ((), ())


def test_the_gist():
    gist = summary("journal_entry", entry(), {}, UTC, NOW)
    assert (gist.number, gist.status, gist.heads, gist.name) == ("7", "Done", ("Invoice 000000003 made.",), "ada")
    assert gist.people[0] == "ada from desk-1"
    assert gist.lines == ("Status: Pending → On Hold",)
