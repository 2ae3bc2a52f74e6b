"""Every vector whose money a payment system moves, played through the actions: figures, states, transactions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from sales_tui.actions import ACTIONS
from sales_tui.actions.base import CallNeeded, Context, Target, Terms
from sales_tui.core.money import ZERO
from sales_tui.core.refusal import Refused
from sales_tui.payments.declared import SANDBOX
from sales_tui.rules import bookkeeping
from sales_tui.rules.gateway import Answer, Call, Operation, Verdict
from sales_tui.rules.payment_records import AUTHORIZATION, CAPTURE, REFUND, Transaction
from sales_tui.rules.quantities import line_status
from sales_tui.rules.records import CreditMemo, Invoice, Order
from tests.rules.vector_orders import PATH, Json, allowed, build_order

CAPTURES = {"online": "online", "offline": "offline", "not_capture": "none"}
STATES = {"pending": 1, "paid": 2, "refunded": 2}
TOTALS = {"subtotal": "subtotal", "tax": "tax_amount", "discount": "discount_amount", "shipping": "shipping_amount"}
TOTALS |= {"shipping_tax": "shipping_tax_amount", "grand_total": "grand_total"}

NOT_PAID_TWICE = {"named-50": {("amount_paid", "-27.06"): "0.00", ("amount_paid", "10.83"): "37.89"}}
"""RULES.md §0.6: an open invoice that is cancelled was never paid, so nothing is taken off what was.

Vector -> the figure and what the vector says -> ours.
"""


def gateway_vectors() -> list[Json]:
    """The vectors whose order is authorized by a payment system first."""
    with PATH.open(encoding="utf-8") as file:
        return [vector for vector in map(json.loads, file) if vector["payment"] == "gateway"]


VECTORS = gateway_vectors()


@dataclass
class Counting:
    """A payment system that does all it is asked; its transactions are T1 (there from the start), T2, T3 …"""

    asked: list[Call] = field(default_factory=list)

    def answer(self, call: Call) -> Answer:
        self.asked.append(call)
        return Answer(Verdict.DONE, f"T{len(self.asked) + 1}", amount=call.amount, currency=call.currency)


def place(vector: Json) -> Order:
    """The order right after placing: its money is reserved."""
    order = build_order(vector | {"payment": "offline"})
    order.payment_method = SANDBOX.code
    order.state = order.status = "processing"
    order.amount_authorized = order.base.grand_total
    order.transactions = [Transaction("T1", AUTHORIZATION, order.base.grand_total, method=SANDBOX.code)]
    return order


def context(call: Call | None = None, answer: Answer | None = None) -> Context:
    terms = Terms(allow_zero_total=False, methods={SANDBOX.code: SANDBOX})
    return Context(datetime(2026, 11, 23, tzinfo=UTC), terms, call, answer)


def play(order: Order, gateway: Counting, name: str, place: int | None = None, **parameters: Any) -> Order:
    """The order as an action leaves it; what it asks is answered, and then it runs again on the order as it was.

    Raises Refused.
    """
    first, again = deepcopy(order), deepcopy(order)
    try:
        _handle(first, context(), name, place, parameters)
        return first
    except CallNeeded as needed:
        _handle(again, context(needed.call, gateway.answer(needed.call)), name, place, parameters)
        return again


def _handle(order: Order, context: Context, name: str, place: int | None, parameters: Json) -> None:
    action = ACTIONS[name]
    target = Target(order, None if place is None else order.invoices[place])
    if refusal := action.refusal(target, context):
        raise Refused(refusal.code, refusal.message)
    action.handle(target, action.command(**parameters), context)
    for number, invoice in enumerate(order.invoices):
        invoice.id, invoice.increment_id = number + 1, f"I{number}"


def take(order: Order, gateway: Counting, step: Json) -> Order:
    """Do one step of a vector."""
    match step["op"]:
        case "invoice":
            return play(order, gateway, "order.invoice", capture=CAPTURES[step["capture"]], items=_items(step))
        case "cancel_invoice":
            return play(order, gateway, "invoice.cancel", step["invoice"])
        case "creditmemo":
            assert step["online"]
            parameters: Json = {"invoice": f"I{step['invoice']}", "to": "online", "items": _items(step)}
            return play(order, gateway, "order.refund", **parameters)
    return play(order, gateway, f"order.{step['op']}")


def _items(step: Json) -> tuple[Json, ...] | None:
    if "qtys" not in step:
        return None
    return tuple({"sku": sku, "qty": Decimal(qty)} for sku, qty in step["qtys"].items())


def test_there_are_vectors():
    assert len(VECTORS) == 5
    assert sum(len(vector["steps"]) for vector in VECTORS) == 11


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_vector(vector: Json):
    order, gateway = place(vector), Counting()
    compare(vector, order, vector["placed"])
    for step in vector["steps"]:
        order = take(order, gateway, step)
        if "ok" not in step["expect"]:
            document = (order.invoices if step["op"] == "invoice" else order.creditmemos)[-1]
            assert dict(_document(order, document, step["expect"])) == {}
        compare(vector, order, step["order_after"])
        assert bookkeeping.faults(order) == []
    compare(vector, order, vector.get("after", vector["steps"][-1]["order_after"]))


def _document(order: Order, document: Invoice | CreditMemo, expect: Json) -> Iterator[tuple[str, Any]]:
    """What of the document is different."""
    if document.state != STATES[expect["state"]]:
        yield "state", document.state
    for name, column in TOTALS.items():
        for own in (document.money, document.base):
            if getattr(own, column) != Decimal(expect[name]):
                yield name, getattr(own, column)
    for row in document.lines:
        told = expect["lines"][order.line(row.order_item_id).sku]
        ours = {"qty": row.qty, "row_total": row.money.row_total, "tax": row.money.tax_amount}
        for name, figure in ours.items():
            if figure != Decimal(told[name]):
                yield f"line {name}", figure


def compare(vector: Json, order: Order, expect: Json) -> None:
    """The order, its transactions and its payment are what the vector says."""
    assert (order.state, order.status) == (expect["state"], expect["status"])
    assert sorted(possible(order)) == sorted(_expected(order, expect["can"]))
    for name, figure in expect.items():
        if name not in ("state", "status", "can", "lines", "transactions", "payment"):
            assert getattr(order.money, name) == getattr(order.base, name) == Decimal(figure), name
    for line in order.lines:
        told = expect["lines"][line.sku]
        quantities = {name: getattr(line, f"qty_{name}") for name in ("invoiced", "shipped", "refunded", "canceled")}
        assert quantities | {"status": line_status(line)} == told
    assert [_told(one) for one in order.transactions] == expect["transactions"]
    assert payment(order) == {name: Decimal(_ours(vector, name, figure)) for name, figure in expect["payment"].items()}


def possible(order: Order) -> list[str]:
    """What the order allows next, in the vectors' words."""
    can_void = ACTIONS["order.void"].refusal(Target(order), context()) is None
    return allowed(order) + ["void"] * can_void


def _expected(order: Order, can: list[str]) -> list[str]:
    """What may be done; these vectors' engine still edits orders that have an invoice (RULES.md §1.2 canEdit)."""
    return [name for name in can if name != "edit" or not order.invoices]


def _told(transaction: Transaction) -> Json:
    return {
        "txn_id": transaction.txn_id,
        "parent": transaction.parent_txn_id,
        "type": transaction.txn_type,
        "is_closed": int(transaction.is_closed),
    }


def _ours(vector: Json, name: str, figure: str) -> str:
    differs = NOT_PAID_TWICE.get(vector["name"].split()[0], {})
    return differs.get((name, figure), figure)


def payment(order: Order) -> dict[str, Decimal]:
    """The payment's figures, as they follow from the order and its transactions."""
    moved = {
        kind: sum((one.amount or ZERO for one in order.transactions if one.txn_type == kind), ZERO)
        for kind in (CAPTURE, REFUND)
    }
    return {
        "amount_authorized": order.amount_authorized,
        "amount_paid": order.money.total_paid,
        "base_amount_paid_online": moved[CAPTURE],
        "amount_refunded": order.money.total_refunded,
        "base_amount_refunded_online": moved[REFUND],
    }


def test_what_was_released_cant_be_charged():
    """RULES.md §0.8: the engine leaves such an invoice pending without a word; we say why not."""
    (vector,) = (one for one in VECTORS if one["name"].startswith("named-52"))
    gateway = Counting()
    order = play(place(vector), gateway, "order.void")
    with pytest.raises(Refused) as refused:
        play(order, gateway, "order.invoice", capture="online")
    assert refused.value.refusal.code == "payment.nothing_reserved"
    assert [call.operation for call in gateway.asked] == [Operation.VOID]
    order = play(order, gateway, "order.invoice")
    assert (order.invoices[0].state, order.money.total_due) == (2, ZERO)
