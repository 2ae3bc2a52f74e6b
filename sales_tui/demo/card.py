"""The demo's test card: reserves money when an order is placed, then charges, releases and gives it back."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from hashlib import sha256

from sales_tui.core.money import ZERO, amount_text
from sales_tui.demo.desk import Desk
from sales_tui.demo.shop import shop
from sales_tui.payments.declared import SANDBOX
from sales_tui.payments.sandbox_tricks import TRICKS
from sales_tui.rules import paying
from sales_tui.rules.crediting import RefundRequest
from sales_tui.rules.gateway import Answer, done
from sales_tui.rules.histories import note
from sales_tui.rules.payment_records import AUTHORIZATION
from sales_tui.rules.records import CreditMemo, Invoice, Order

TITLE = "Card (test)"

UNLUCKY = frozenset(trick.amount for trick in TRICKS if trick.amount is not None)
"""Amounts that make the test payment system misbehave; the demo never moves one."""


def pays(order: Order) -> bool:
    """Whether the order is paid by the test card."""
    return order.payment_method == SANDBOX.code


def can_move(order: Order, amount: Decimal) -> bool:
    """Whether that much can be charged or given back; where nothing is paid by card, any amount can."""
    return not pays(order) or amount not in UNLUCKY


def reserve(desk: Desk, amount: Decimal, *, in_review: bool) -> None:
    """Reserve that much, in the shop's currency, for an order that was just placed."""
    order = desk.order
    desk.draft.card_type, order.card = shop().cards.pick(desk.rng)
    order.amount_authorized = amount
    paying.add(order, AUTHORIZATION, _answer(desk, "under review" if in_review else "authorized"), amount)
    note(order, f"Reserved {amount_text(amount, order.base_digits)} {order.base_currency_code} on the card.")


def charge(desk: Desk, invoice: Invoice) -> None:
    """Take the money of an invoice that is about to be booked as paid; nothing where it comes another way."""
    order, amount = desk.order, invoice.base.grand_total
    if not pays(order) or not amount or paying.reserved(order) is None:
        return
    completes = order.base.total_due == amount
    made = paying.charged(order, SANDBOX, _answer(desk, "captured"), amount, completes=completes)
    invoice.transaction_id = made.txn_id


def release(desk: Desk) -> None:
    """Release what is still reserved, if anything is."""
    order = desk.order
    if parent := paying.reserved(order):
        amount = paying.left_of(order, parent)
        answer = done(txn_id(desk), status="released", released=amount_text(amount, order.base_digits))
        paying.released(order, answer, amount, parent)


def to_card(order: Order, request: RefundRequest) -> RefundRequest:
    """The same refund, back to the card if that was charged: then it is one of an invoice, by default the first."""
    invoices = order.invoices if request.invoice is None else [request.invoice]
    charged = next((invoice for invoice in invoices if paying.charge_of(order, invoice)), None)
    return request if charged is None else replace(request, invoice=charged, refund_to="online")


def is_left(order: Order, memo: CreditMemo) -> bool:
    """Whether the memo's money can go where it is to go; elsewhere than to the card it always can."""
    if memo.refund_to != "online" or memo.invoice is None:
        return True
    source, amount = paying.charge_of(order, memo.invoice), memo.base.grand_total
    return source is not None and amount <= paying.left_of(order, source) and can_move(order, amount)


def give_back(desk: Desk, memo: CreditMemo) -> None:
    """Give the memo's money back to the card, where it is to go there."""
    order, amount = desk.order, memo.base.grand_total
    if memo.refund_to != "online" or memo.invoice is None or amount <= ZERO:
        return
    source = paying.charge_of(order, memo.invoice)
    assert source is not None
    memo.transaction_id = paying.given_back(order, _answer(desk, "refunded"), amount, source).txn_id


def txn_id(desk: Desk) -> str:
    """What the test payment system calls the order's next transaction."""
    key = f"{desk.mark}/{desk.draft.number}/{len(desk.order.transactions)}"
    return "sbx-" + sha256(key.encode()).hexdigest()[:16]


def _answer(desk: Desk, status: str) -> Answer:
    return done(txn_id(desk), status=status, card=desk.order.card)
