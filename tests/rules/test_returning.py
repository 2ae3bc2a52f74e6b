"""Returns: what can come back, where a return stands, and what every step does and refuses (RULES.md §6, §0.16)."""

# mypy: disable-error-code="comparison-overlap"
# Quantities are decimals, and compared with whole numbers.

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from sales_tui.core.money import ZERO
from sales_tui.core.refusal import Refused
from sales_tui.rules import canceling, crediting, invoicing, restocking, returning, shipping
from sales_tui.rules.crediting import RefundRequest
from sales_tui.rules.records import Order
from sales_tui.rules.return_records import Return, ReturnItem
from sales_tui.rules.return_terms import REASONS, code_of
from sales_tui.rules.returning import Arrival, Asked, ReturnTerms
from tests.rules.orders import Row, code, configurable, dynamic_bundle, fixed_bundle, line_of, make_order

D = Decimal
NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)


def shipped_order(*rows: Row) -> Order:
    """An order that is paid and has left."""
    order = make_order(*rows)
    invoicing.register(order, invoicing.prepare(order), paid=True)
    if not order.is_virtual:
        shipping.register(order, shipping.prepare(order, None, []))
    return order


def asked(sku: str = "A", qty: str | None = None, **said: str) -> Asked:
    pieces = {"sku": sku} if qty is None else {"sku": sku, "qty": D(qty)}
    return Asked(pieces, **{"reason": "wrong_size", "resolution": "refund"} | said)


def new_return(order: Order, *wanted: Asked) -> Return:
    rma = returning.create(order, wanted or (asked(),), ReturnTerms(), NOW)
    rma.increment_id = f"{len(order.returns):09}"
    name_items(rma)
    return rma


def name_items(rma: Return) -> None:
    """Give items their numbers, as the database does."""
    for number, item in enumerate(rma.lines, 1):
        item.entity_id = number


def refusal(do: object, *arguments: object) -> str:
    with pytest.raises(Refused) as refused:
        do(*arguments)  # type: ignore[operator]
    return refused.value.refusal.code


def states(rma: Return) -> list[tuple[str, Decimal]]:
    return [(item.status, item.qty_requested) for item in rma.lines]


@pytest.mark.parametrize(
    "statuses, expected",
    [
        ("", "closed"),
        ("pending", "pending"),
        ("pending denied", "pending"),
        ("authorized authorized", "authorized"),
        ("authorized pending", "authorized_on_item"),
        ("authorized denied", "authorized_on_item"),
        ("received received", "received"),
        ("received authorized", "received_on_item"),
        ("received denied", "received_on_item"),
        ("received rejected", "rejected_on_item"),
        ("rejected pending", "rejected_on_item"),
        ("approved rejected pending", "approved_on_item"),
        ("approved received", "approved_on_item"),
        ("approved approved", "processed_closed"),
        ("approved denied rejected", "processed_closed"),
        ("denied denied", "denied"),
        ("rejected", "rejected"),
        ("rejected denied", "closed"),
    ],
)
def test_the_status_follows_from_the_items(statuses: str, expected: str):
    assert returning.status_of(ReturnItem(1, status=one) for one in statuses.split()) == expected
    assert expected in returning.LABELS


@pytest.mark.parametrize(
    "rows, expected",
    [
        ((Row(),), {"A": 3}),
        ((Row(is_virtual=True), Row("B")), {"A": 0, "B": 3}),
        ((Row(product_type="giftcard"),), {"A": 0}),
        ((configurable(),), {"TEE": 2, "TEE-M": 0}),
        ((fixed_bundle(),), {"SET": 2, "SET-CUP": 0, "SET-SAUCER": 0}),
        ((fixed_bundle(together=False),), {"SET": 2, "SET-CUP": 0}),
        ((dynamic_bundle(),), {"BOX": 0, "BOX-TEA": 2, "BOX-JAM": 6}),
        ((dynamic_bundle(together=False),), {"BOX": 0, "BOX-TEA": 2, "BOX-JAM": 6}),
    ],
)
def test_what_has_shipped_can_come_back_by_the_rows_that_are_paid_for(rows: tuple[Row, ...], expected: dict[str, int]):
    order = shipped_order(*rows)
    assert {sku: returning.returnable(order, line_of(order, sku)) for sku in expected} == expected


def test_a_bundle_is_asked_for_by_its_name_and_comes_back_part_by_part():
    order = shipped_order(dynamic_bundle())
    rma = new_return(order, asked("BOX", "1"))
    assert [(order.line(item.order_item_id).sku, item.qty_requested) for item in rma.lines] == [
        ("BOX-TEA", 1),
        ("BOX-JAM", 3),
    ]


def test_a_part_that_left_inside_its_parent_has_left():
    order = shipped_order(dynamic_bundle())
    line_of(order, "BOX-JAM").qty_shipped = ZERO  # as other shops tell it
    assert returning.shipped(order, line_of(order, "BOX-JAM")) == 6


@pytest.mark.parametrize(
    "change, expected",
    [
        (lambda order: None, None),
        (lambda order: setattr(order.lines[0], "qty_shipped", ZERO), "return.not_shipped"),
        (lambda order: setattr(order.lines[0], "is_returnable", False), "return.not_allowed"),
        (lambda order: setattr(order.lines[0], "qty_returned", D(3)), "return.returned"),
        (lambda order: new_return(order), "return.under_way"),
        (lambda order: setattr(order, "state", "canceled"), "order.canceled"),
    ],
)
def test_why_nothing_can_come_back(change: object, expected: str | None):
    order = shipped_order()
    change(order)  # type: ignore[operator]
    assert code(returning.why_not_create(order)) == expected
    if expected:
        assert refusal(new_return, order) == expected


def test_a_virtual_or_cancelled_order_has_nothing_that_could_come_back():
    assert code(returning.why_not_create(shipped_order(Row(is_virtual=True)))) == "return.not_shipped"
    order = make_order()
    canceling.cancel(order)
    assert code(returning.why_not_create(order)) == "order.canceled"


@pytest.mark.parametrize(
    "wanted, expected",
    [
        ([asked(qty="4")], "item.above_open"),
        ([asked(qty="2"), asked(qty="2")], "item.above_open"),
        ([asked(), asked()], "item.above_open"),
        ([asked(qty="0")], "return.zero"),
        ([asked(qty="-1")], "item.qty"),
        ([asked(qty="1.5")], "item.fraction"),
        ([asked("NO")], "item.unknown"),
        ([], "return.zero"),
        ([asked("V")], "return.virtual"),
        ([asked(reason="")], "return.reason"),
        ([asked(reason="it smells")], "return.reason"),
        ([asked(reason="OTHER")], "return.reason_text"),
        ([asked(resolution="")], "return.resolution"),
        ([asked(resolution="a kiss")], "return.resolution"),
        ([asked(condition="eaten")], "return.condition"),
    ],
)
def test_a_return_that_can_not_be_made(wanted: list[Asked], expected: str):
    order = shipped_order(Row(), Row("V", is_virtual=True))
    assert refusal(returning.create, order, wanted, ReturnTerms(), NOW) == expected


def test_a_line_may_be_split_each_part_with_its_own_reason():
    order = shipped_order()
    terms = ReturnTerms(alternate_address="Dock 4")
    wanted = [
        asked(qty="1", reason="Wrong Color", condition="UNOPENED", resolution="Store credit"),
        asked(qty="2", reason="other", reason_text=" too loud "),
    ]
    rma = returning.create(order, wanted, terms, NOW, " ann@example.com ")
    assert [(one.qty_requested, one.reason, one.reason_text, one.condition, one.resolution) for one in rma.lines] == [
        (1, "wrong_color", "", "unopened", "store_credit"),
        (2, "other", "too loud", "", "refund"),
    ]
    assert (rma.status, rma.return_address, rma.customer_custom_email) == ("pending", "Dock 4", "ann@example.com")
    assert returning.returnable(order, order.lines[0]) == 0


@pytest.mark.parametrize("said", ["wrong_color", "Wrong Color", " WRONG  COLOR ", "wrong-color"])
def test_a_reason_is_known_by_code_or_label_in_any_case(said: str):
    assert code_of(REASONS, said, "reason") == "wrong_color"


def test_a_step_that_takes_a_part_leaves_the_rest_as_it_is():
    order = shipped_order()
    rma = new_return(order)
    returning.advance(order, rma, "authorize", [{"entity_id": 1, "qty": D(2)}], NOW)
    assert states(rma) == [("authorized", 2), ("pending", 1)]
    assert (rma.lines[0].entity_id, rma.lines[1].entity_id) == (1, None)
    returning.turn_down(order, rma, "deny", [{"sku": "A", "qty": D(1)}], " no box ", NOW)
    assert states(rma) == [("denied", 1), ("authorized", 1), ("pending", 1)]
    assert rma.lines[0].note == "no box"
    returning.turn_down(order, rma, "deny", None, "", NOW)
    assert rma.status == "denied"
    assert rma.closed_at == NOW


def test_the_whole_way_counts_what_was_accepted():
    order = shipped_order()
    rma = new_return(order, asked(qty="2"))
    seen = []
    for step in ("authorize", "receive", "approve"):
        assert returning.next_step(rma) == step
        returning.advance(order, rma, step, None, NOW)
        seen.append((rma.status, order.lines[0].qty_returned))
    assert seen == [("authorized", 0), ("received", 0), ("processed_closed", 2)]
    assert returning.next_step(rma) == "settle"
    assert returning.returnable(order, order.lines[0]) == 1
    assert refusal(returning.close, order, rma, NOW) == "return.closed"


@pytest.mark.parametrize(
    "before, step, expected",
    [
        ((), "receive", "return.nothing_to_receive"),
        ((), "approve", "return.nothing_to_approve"),
        ((), "reject", "return.nothing_to_reject"),
        (("authorize",), "authorize", "return.nothing_to_authorize"),
        (("authorize", "receive"), "deny", "return.nothing_to_deny"),
        (("authorize", "receive"), "take_back", "return.nothing_to_take_back"),
        (("authorize", "receive", "approve"), "reject", "return.closed"),
    ],
)
def test_a_step_out_of_order_is_refused_with_the_reason(before: tuple[str, ...], step: str, expected: str):
    order = shipped_order()
    rma = new_return(order)
    for one in before:
        returning.advance(order, rma, one, None, NOW)
    assert code(returning.why_not(rma, step)) == expected
    assert refusal(returning.advance, order, rma, step, None, NOW) == expected


@pytest.mark.parametrize(
    "items, expected",
    [
        ([{"entity_id": 1, "qty": D(4)}], "return.above_open"),
        ([{"entity_id": 1, "qty": D(2)}, {"entity_id": 1, "qty": D(2)}], "return.above_open"),
        ([{"entity_id": 1}, {"entity_id": 1}], "return.above_open"),
        ([{"entity_id": 1, "qty": D(0)}], "return.zero"),
        ([{"entity_id": 1, "qty": D(-1)}], "item.qty"),
        ([{"entity_id": 1, "qty": D("0.5")}], "item.fraction"),
        ([{"entity_id": 7}], "return.stranger"),
        ([{"sku": "B"}], "return.stranger"),
        ([{"entity_id": 2}], "return.item_status"),
        ([], "return.zero"),
    ],
)
def test_pieces_that_can_not_take_a_step(items: list[dict[str, object]], expected: str):
    order = shipped_order(Row(), Row("C"))
    rma = new_return(order, asked(), asked("C"))
    rma.lines[1].status = "received"
    assert refusal(returning.advance, order, rma, "authorize", items, NOW) == expected


def test_what_is_allowed_and_asked_for_can_be_taken_back_until_something_arrives():
    order = shipped_order(Row(), Row("B"))
    rma = new_return(order, asked(), asked("B"))
    returning.advance(order, rma, "authorize", [{"entity_id": 1}], NOW)
    returning.take_back(order, rma, None, NOW)
    assert states(rma) == [("pending", 3), ("pending", 3)]
    assert rma.lines[0].qty_authorized == 0
    returning.take_back(order, rma, [{"entity_id": 2, "qty": D(2)}], NOW)
    assert states(rma) == [("pending", 3), ("pending", 1)]
    assert returning.returnable(order, line_of(order, "B")) == 2
    returning.take_back(order, rma, None, NOW)
    assert (rma.lines, rma.status) == ([], "closed")


def test_a_closed_return_is_over_and_frees_what_never_came():
    order = shipped_order()
    rma = new_return(order)
    returning.close(order, rma, NOW)
    assert (rma.status, rma.closed_at) == ("closed", NOW)
    assert returning.returnable(order, order.lines[0]) == 3
    assert refusal(returning.close, order, rma, NOW) == "return.closed"
    assert returning.under_way(order) == []


def test_a_parcel_is_judged_as_it_is_found():
    order = shipped_order(Row(), Row("B"))
    rma = new_return(order, asked(), asked("B"))
    returning.advance(order, rma, "authorize", [{"entity_id": 1, "qty": D(1)}], NOW)
    opened = returning.receive_parcel(
        order,
        rma,
        [
            Arrival({"sku": "A", "qty": D(3)}, D(2), "opened", " B-12 ", "scratched"),
            Arrival({"sku": "B", "qty": D(1)}, D(0)),
        ],
        "not ours",
        NOW,
    )
    assert [qty for _, qty in opened.accepted] == [1, 1]
    assert [(item.status, item.qty_requested, item.found, item.shelf, item.note) for item in rma.lines] == [
        ("approved", 1, "opened", "B-12", ""),
        ("approved", 1, "opened", "B-12", ""),
        ("rejected", 1, "opened", "B-12", "scratched"),
        ("rejected", 1, "", "", "not ours"),
        ("pending", 2, "", "", ""),
    ]
    assert (order.lines[0].qty_returned, order.lines[1].qty_returned) == (2, 0)
    assert rma.status == "approved_on_item"


@pytest.mark.parametrize(
    "arrival, expected",
    [
        (Arrival({"sku": "B"}), "return.stranger"),
        (Arrival({"entity_id": 9}), "return.stranger"),
        (Arrival({"sku": "A", "qty": D(4)}), "return.surplus"),
        (Arrival({"sku": "A", "qty": D(2)}, D(3)), "return.accepted"),
        (Arrival({"sku": "A", "qty": D(2)}, D("0.5")), "return.accepted"),
        (Arrival({"sku": "A", "qty": D(0)}), "return.zero"),
    ],
)
def test_what_a_parcel_can_not_hold(arrival: Arrival, expected: str):
    order = shipped_order(Row(), Row("B"))
    rma = new_return(order)
    assert refusal(returning.receive_parcel, order, rma, [arrival], "", NOW) == expected


def test_an_order_says_what_is_under_way():
    order = shipped_order()
    rma = new_return(order)
    returning.advance(order, rma, "authorize", [{"entity_id": 1, "qty": D(2)}], NOW)
    returning.advance(order, rma, "receive", [{"entity_id": 1, "qty": D(1)}], NOW)
    assert returning.under_way(order) == [
        "Return 000000001 is under way: 1 asked for, 1 allowed, not arrived, 1 arrived, not yet accepted."
    ]


def test_nothing_is_settled_twice_and_parts_stay_owed():
    order = shipped_order()
    rma = new_return(order)
    returning.receive_parcel(order, rma, [], "", NOW)
    name_items(rma)
    memo = crediting.prepare(order, RefundRequest(qtys={1: D(1)}, shipping_amount=ZERO))
    moves = returning.owed(order, rma, [{"entity_id": 1, "qty": D(1)}])
    returning.settle(rma, moves, memo=memo)
    assert [(item.qty_approved, item.creditmemo) for item in rma.lines] == [(1, memo), (2, None)]
    assert refusal(returning.owed, order, rma, [{"entity_id": 1}]) == "return.settled"
    assert returning.pieces_of(returning.owed(order, rma, None)) == {1: D(2)}


@pytest.mark.parametrize(
    "resolution, is_owed", [("refund", True), ("store_credit", True), ("exchange", True), ("repair", False)]
)
def test_only_what_follows_from_a_resolution_is_owed(resolution: str, is_owed: bool):
    order = shipped_order()
    terms = ReturnTerms(resolutions={resolution: resolution})
    rma = returning.create(order, [asked(resolution=resolution)], terms, NOW)
    returning.receive_parcel(order, rma, [], "", NOW)
    assert (returning.why_not_settle(rma) is None) is is_owed
    assert (returning.next_step(rma) == "settle") is is_owed


@pytest.mark.parametrize(
    "row, sku, expected",
    [
        (Row(), "A", {"A": 1}),
        (configurable(), "TEE", {"TEE-M": 1}),
        (fixed_bundle(), "SET", {"SET-CUP": 1, "SET-SAUCER": 2}),
        (dynamic_bundle(), "BOX-JAM", {"BOX-JAM": 1}),
    ],
)
def test_things_go_back_to_stock_each_once(row: Row, sku: str, expected: dict[str, int]):
    order = shipped_order(row)
    rma = new_return(
        order,
        asked(sku, "1") if sku != "BOX-JAM" else Asked({"item_id": 3, "qty": D(1)}, "wrong_size", resolution="refund"),
    )
    returning.receive_parcel(order, rma, [Arrival({"sku": sku}, shelf="C3")], "", NOW)
    moves = returning.owed(order, rma, None)
    pieces = returning.pieces_of(moves)
    memo = crediting.prepare(order, RefundRequest(qtys=pieces, shipping_amount=ZERO, back_to_stock=frozenset(pieces)))
    returning.settle(rma, moves, memo=memo)
    found = [(one.line.sku, one.qty, one.shelf, one.rma) for one in restocking.of_memo(order, memo)]
    assert found == [(name, qty, "C3", rma) for name, qty in expected.items()]


def test_a_refund_without_a_return_goes_back_to_stock_too():
    order = shipped_order(configurable())
    memo = crediting.prepare(order, RefundRequest(back_to_stock=frozenset(line.id for line in order.lines)))
    assert [(one.line.sku, one.qty, one.rma) for one in restocking.of_memo(order, memo)] == [("TEE-M", 2, None)]
