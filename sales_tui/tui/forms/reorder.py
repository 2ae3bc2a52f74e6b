"""The form of an order that is placed again: who pays how, and what the new order comes to."""

from __future__ import annotations

from collections.abc import Iterator

from sales_tui.actions.placing import FREE
from sales_tui.actions.preview import Preview
from sales_tui.core.money import plain
from sales_tui.core.refusal import Refusal
from sales_tui.rules.credit_records import STORE_CREDIT
from sales_tui.rules.credits import account_for
from sales_tui.rules.payment_methods import Method
from sales_tui.rules.records import Order
from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.declare import Block, Entry, Form, Notes, Outcome, Values
from sales_tui.tui.forms.words import listed


def declare_reorder(case: Case) -> Form:
    """What is in it, who pays how, a comment."""
    return Form(
        blocks=(Notes((("Pieces", _pieces(case.order)),)), *payment_entries(case), Entry("comment", "Comment")),
        outcome=lambda seen: _outcome(case, seen),
        facts=(f"total {case.coded(case.order.money.grand_total)}",),
        points={"order.po": "po_number", "order.store": "store_credit", "credit": "method", "order": "method"},
    )


def _pieces(order: Order) -> str:
    rows = [f"{plain(line.qty_ordered)} × {line.sku}" for line in order.lines if line.parent_id is None]
    return ", ".join(rows[:4]) + (f" and {len(rows) - 4} more" if len(rows) > 4 else "")


def payment_entries(case: Case) -> Iterator[Block]:
    """Who pays how for the order of the case."""
    order = case.order
    if order.agreements:
        agreements = [(one.increment_id, f"{one.increment_id} · {one.reference_id}") for one in order.agreements]
        yield Entry("agreement", "Agreement", preset="", options=(("", "none"), *agreements))
    methods = [method for method in case.context.terms.methods.values() if _can_pay(order, method)]
    offline = {method.code for method in methods if not method.is_online}
    yield Entry(
        "method",
        "Paid by",
        preset=order.payment_method if order.payment_method in offline else None,
        options=tuple((method.code, method.title) for method in methods),
        shown=_without_agreement,
    )
    yield Entry("po_number", "Order number", beside="of the purchase order", shown=_by_purchase_order)
    yield Entry(
        "source", "Saved card", beside="as the payment system knows it", shown=lambda values, _: _online(case, values)
    )
    account = account_for(order, STORE_CREDIT)
    if account is not None and account.balance > 0:
        yield Entry(
            "store_credit",
            "Store credit",
            beside=f"of {case.base_coded(account.balance)}",
            most=min(account.balance, order.base.grand_total),
            decimals=order.base_digits,
            counted=order.base_currency_code,
        )


def _can_pay(order: Order, method: Method) -> bool:
    if not method.account:
        return method.code != FREE
    account = account_for(order, method.account)
    return account is not None and account.available > 0


def _without_agreement(values: Values, view: Preview | Refusal | None) -> bool:
    return not values.get("agreement")


def _by_purchase_order(values: Values, view: Preview | Refusal | None) -> bool:
    return values.get("method") == "purchaseorder"


def _online(case: Case, values: Values) -> bool:
    method = case.context.terms.methods.get(values.get("method") or "")
    return method is not None and method.is_online


def _outcome(case: Case, seen: Preview) -> Outcome:
    new = next(one for one in seen.documents if isinstance(one, Order))
    due = case.coded(new.money.total_due)
    says = f"A new order over {case.coded(new.money.grand_total)} is placed; {due} of it will be due."
    return Outcome(listed((says, "The earlier order stays as it is.")), figure=case.coded(new.money.grand_total))
