"""Booking a credit memo, for all actions that give money back: where it goes, and what is said of it."""

from __future__ import annotations

from sales_tui.actions.base import Context, money_text
from sales_tui.actions.charging import give_back
from sales_tui.actions.shared import add_comment, is_online, said
from sales_tui.core.refusal import Refused
from sales_tui.rules import crediting
from sales_tui.rules.crediting import RefundRequest
from sales_tui.rules.records import CreditMemo, Invoice, Order

_HOW = {
    "offline": "recorded as refunded; pay it out yourself",
    "online": "given back online",
    "store_credit": "refunded to store credit",
    "company_credit": "refunded to the company's credit",
}
"""How the money of a credit memo goes back."""


def refund(order: Order, request: RefundRequest, context: Context, comment: str = "") -> tuple[CreditMemo, str]:
    """Make and book the credit memo that is asked for. Returns it and what to say: `{0}` stands for its number.

    Raises CallNeeded, Refused.
    """
    _check_gateway(order, request.refund_to, context)
    memo = crediting.prepare(order, request)
    memo.created_at = context.now
    if memo.refund_to == "online":
        give_back(order, memo, context)
    given = crediting.register(order, memo)
    add_comment(memo, comment)
    total = money_text(memo.money.grand_total, order)
    how = _HOW[memo.refund_to] if memo.money.grand_total else "refunded, so there is nothing to pay"
    return memo, f"Credit memo {{0}} made: {total} {how}.{said(given)}"


def find_invoice(order: Order, number: str | None) -> Invoice | None:
    """The order's invoice with that number; None for no number. Raises Refused where it isn't the order's."""
    if not number:
        return None
    for invoice in order.invoices:
        if invoice.increment_id == number:
            return invoice
    raise Refused("refund.unknown_invoice", f"Order {order.increment_id} has no invoice {number}.")


def stock_lines(order: Order, chosen: bool | tuple[str, ...]) -> frozenset[int]:
    """`Line.id` of the lines whose pieces go back to stock: all, none, or those with these SKUs. Raises Refused."""
    if isinstance(chosen, bool):
        return frozenset(line.id for line in order.lines) if chosen else frozenset()
    known = {line.sku for line in order.lines}
    for sku in chosen:
        if sku not in known:
            raise Refused("refund.unknown_sku", f"Order {order.increment_id} has no line with SKU {sku}.")
    return frozenset(line.id for line in order.lines if line.sku in chosen)


def _check_gateway(order: Order, to: str, context: Context) -> None:
    if to == "online" and not is_online(order, context.terms):
        raise Refused(
            "payment.no_gateway",
            f"Order {order.increment_id} is paid by '{order.payment_method}', which no payment system here can give "
            "back; refund offline.",
        )
