"""What the panes say of a return, from its REST shape: how far it is and why, the four quantities, what settled it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from sales_tui.workspaces import WORKSPACES, words
from sales_tui.workspaces.format import for_people
from sales_tui.workspaces.order_panes import notes
from sales_tui.workspaces.panes import Pane, Subject, panes
from sales_tui.workspaces.return_panes import order_returns
from sales_tui.workspaces.return_words import step_pieces
from sales_tui.workspaces.summaries import Line
from sales_tui.workspaces.summary import summary

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def item(status: str = "pending", qty: str = "2", **changes: Any) -> dict[str, Any]:
    """Mugs that are as far as the status says."""
    names = ("qty_requested", "qty_authorized", "qty_returned", "qty_approved")
    reached = {"pending": 1, "denied": 1, "authorized": 2, "received": 3, "rejected": 3, "approved": 4}[status]
    qtys = {name: qty if at < reached else "0" for at, name in enumerate(names)}
    said = {"reason": "wrong_size", "condition": "unopened", "resolution": "refund"}
    return {"sku": "MUG", "name": "Mug", "status": status, **qtys, **said, **changes}


def rma(status: str = "pending", *items: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A return of those items."""
    return {
        "increment_id": "000000003",
        "status": status,
        "order_increment_id": "000000012",
        "date_requested": "2026-11-20T10:00:00Z",
        "order_date": "2026-11-12T10:00:00Z",
        "customer_name": "Ana Silva",
        "items": list(items) or [item()],
        **changes,
    }


ORDER = {
    "increment_id": "000000012",
    "state": "complete",
    "status": "complete",
    "created_at": "2026-11-12T10:00:00Z",
    "customer_firstname": "Ana",
    "customer_lastname": "Silva",
    "items": [],
    "shipments": [{}],
}


def pane(key: str, record: dict[str, Any]) -> Pane:
    return next(one for one in panes("return", record, UTC, order=ORDER, now=NOW) if one.key == key)


def returns_of(order: dict[str, Any]) -> Pane:
    return order_returns(Subject("order", order, order, UTC, NOW))


@pytest.mark.parametrize(
    "record, expected",
    [
        (rma(), "Pending · waits for our answer"),
        (rma("authorized", item("authorized")), "Authorized · waits for the parcel"),
        (rma("authorized_on_item", item("authorized"), item()), "Partially Authorized · waits for the parcel"),
        (rma("received", item("received")), "Return Received · to be looked at"),
        (rma("processed_closed", item("approved")), "Processed and Closed · to be refunded or exchanged"),
        (rma("processed_closed", item("approved", creditmemo_increment_id="7")), "Processed and Closed · refunded"),
        (
            rma("processed_closed", item("approved", exchange_order_increment_id="8", resolution="exchange")),
            "Processed and Closed · exchanged",
        ),
        (rma("processed_closed", item("approved", resolution="repair")), "Processed and Closed"),
        (rma("denied", item("denied", note="too late")), "Denied · too late"),
        (rma("rejected", item("rejected")), "Rejected · nothing of it is taken"),
        (rma("closed", item("denied"), item("rejected")), "Closed · denied to process"),
        (rma("closed", item("authorized")), "Closed · ended before it was done"),
    ],
)
def test_a_status_has_its_why(record: dict[str, Any], expected: str) -> None:
    shown = words.status("return", record, UTC, NOW)
    assert shown.startswith(expected)


def test_two_things_that_wait() -> None:
    record = rma("approved_on_item", item("received"), item("approved"))
    assert words.status("return", record, UTC, NOW).endswith("to be refunded or exchanged, the rest to be looked at")


def test_the_four_quantities_have_names_of_their_own() -> None:
    shown = pane("items", rma("approved_on_item", item("approved"), item("authorized", "1.5")))
    assert [column.label for column in shown.columns][2:6] == ["Asked for", "Allowed", "Arrived", "Accepted"]
    assert shown.rows == (
        ("MUG", "Mug", "2", "2", "2", "2", "accepted"),
        ("MUG", "Mug", "1.5", "1.5", "0", "0", "allowed"),
    )


def test_reasons_as_they_were_said_and_as_it_was_found() -> None:
    said = item("rejected", reason="other", reason_text="too [b]blue", found="damaged", shelf="B-12", note="worn")
    assert pane("reasons", rma("rejected", said)).rows == (
        ("MUG", "Other: too [b]blue · rejected: worn", "Unopened", "Damaged", "B-12", "Refund"),
    )


def test_codes_of_a_shops_own_stay_readable() -> None:
    shown = pane("reasons", rma("pending", item(reason="moth_holes", condition="worn", resolution="repair")))
    assert shown.rows[0] == ("MUG", "Moth holes", "Worn", "", "", "Repair")


def test_what_settled_it_opens() -> None:
    record = rma(
        "processed_closed",
        item("approved", creditmemo_increment_id="000000007"),
        item("approved", "1", creditmemo_increment_id="000000007", sku="TEE"),
        item("approved", "1", exchange_order_increment_id="000000099", resolution="exchange"),
    )
    shown = pane("settled", record)
    assert shown.links == (("creditmemo", "000000007"), ("order", "000000099"))
    assert shown.rows == (
        ("000000007", "credit memo", "3", "MUG, TEE"),
        ("000000099", "replacement order", "1", "MUG"),
    )


@pytest.mark.parametrize("allowed, press", [([], ""), (["return.settle"], "a settles it")])
def test_the_key_is_named_only_where_it_does_something(allowed: list[str], press: str) -> None:
    shown = pane("settled", rma("processed_closed", item("approved"), allowed_actions=allowed))
    assert (shown.rows, shown.press) == ((), press)


def test_history_says_who_said_it_and_who_can_see_it() -> None:
    comments = [
        {"comment": "first", "created_at": "2026-11-20T10:00:00Z", "status": "pending", "admin": False},
        {
            "comment": "second",
            "created_at": "2026-11-21T10:00:00Z",
            "status": "authorized_on_item",
            "admin": True,
            "customer_notified": False,
            "visible_on_front": True,
        },
    ]
    assert pane("comments", rma(comments=comments)).rows == (
        ("21 Nov 2026 10:00", "Partially Authorized", "second", "", "sees it in the shop"),
        ("20 Nov 2026 10:00", "Pending", "first", "by the customer", ""),
    )


def test_information_says_what_comes_next_and_where_it_goes() -> None:
    record = rma("authorized", item("authorized", "3"), next_step="receive", return_address="Dock 3\n12 Quay\nHafen")
    found = dict(pane("information", record).facts)
    assert found["Next"] == "3 pieces on the way to us"
    assert found["Return address"] == "Dock 3, 12 Quay, Hafen"
    assert found["Order"] == "000000012 · Complete · shipped, not yet delivered"
    assert found["Customer"] == "Ana Silva"


def test_an_order_shows_its_returns() -> None:
    order = {**ORDER, "returns": [rma("authorized", item("authorized"))], "allowed_actions": ["return.create"]}
    shown = returns_of(order)
    assert shown.rows == (("000000003", "20 Nov 2026 10:00", "Authorized · waits for the parcel", "2", ""),)
    assert shown.links == (("return", "000000003"),)
    assert shown.press == "n notes one"


@pytest.mark.parametrize(
    "step, expected",
    [
        ("authorize", "2"),
        ("receive", "1.5"),
        ("approve", "3"),
        ("settle", "4"),
    ],
)
def test_how_many_pieces_wait_for_a_step(step: str, expected: str) -> None:
    items = (item(), item("authorized", "1.5"), item("received", "3"), item("approved", "4"))
    settled = item("approved", "9", creditmemo_increment_id="7")
    assert str(step_pieces(rma("approved_on_item", *items, settled), step)) == expected


@pytest.mark.parametrize(
    "record, said",
    [
        (rma("authorized", item("authorized")), ["Return 000000003: Authorized · waits for the parcel"]),
        (
            rma("processed_closed", item("approved")),
            ["Return 000000003: Processed and Closed · to be refunded or exchanged"],
        ),
        (rma("processed_closed", item("approved", creditmemo_increment_id="7")), []),
        (rma("closed", item("approved")), []),
        (rma("denied", item("denied")), []),
    ],
)
def test_an_order_says_that_something_comes_back(record: dict[str, Any], said: list[str]) -> None:
    assert list(notes({**ORDER, "returns": [record]}, UTC)) == said


def test_a_few_lines_beside_the_grid() -> None:
    record = rma("authorized", item("authorized"), next_step="receive")
    gist = summary("return", record, ORDER, UTC, NOW)
    assert gist.status == "Authorized · waits for the parcel"
    assert gist.heads[0] == "of order 000000012"
    assert gist.people == ("Ana Silva", "Wrong Size · they want: Refund")
    assert [(line.qty, line.sku, line.open) for line in gist.lines if isinstance(line, Line)] == [
        ("2", "MUG", "allowed")
    ]
    assert gist.sums == (("Asked for", "2"), ("Allowed", "2"), ("Arrived", "0"), ("Accepted", "0"))
    assert gist.notes == ("Next: 2 pieces on the way to us",)


def test_several_codes_in_a_cell_have_words() -> None:
    column = WORKSPACES["returns"].column("reason")
    assert column is not None
    shown = for_people(column, "other, wrong_size", "EUR", "EUR", UTC, NOW)
    assert shown == "Other, Wrong Size"
