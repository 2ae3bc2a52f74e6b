"""Refund an order, or one of its invoices, by a credit memo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sales_tui.actions.base import (
    Action,
    Command,
    Context,
    Done,
    Items,
    Kind,
    Moved,
    Shortcut,
    Target,
    comment_parameter,
    notify_parameter,
    parameter,
)
from sales_tui.actions.refunding import find_invoice, refund, stock_lines
from sales_tui.actions.shared import check_notify
from sales_tui.core.money import ZERO
from sales_tui.core.refusal import Refusal
from sales_tui.rules import crediting, quantities
from sales_tui.rules.crediting import RefundRequest
from sales_tui.rules.selection import select_lines


@dataclass(frozen=True, slots=True)
class RefundOrder(Command):
    """Give money back."""

    items: Items | None = parameter(Kind.ITEMS, "which pieces; without it all that is refundable; []: none")
    invoice: str | None = parameter(Kind.TEXT, "number of the invoice to refund; without it the whole order")
    shipping_amount: Decimal | None = parameter(
        Kind.AMOUNT, "shipping to refund, shop currency, before tax; without it all that is left"
    )
    adjustment_positive: Decimal | str = parameter(
        Kind.ADJUSTMENT, "extra refund, shop currency, or 10% of the order", default=ZERO
    )
    adjustment_negative: Decimal | str = parameter(
        Kind.ADJUSTMENT, "fee kept back, shop currency, or 10% of the order", default=ZERO
    )
    return_to_stock: bool | tuple[str, ...] = parameter(
        Kind.STOCK, "what goes back to stock: true, or a list of SKUs", default=False
    )
    to: str = parameter(
        Kind.CHOICE,
        "where the money goes",
        default="offline",
        choices=("offline", "online", "store_credit", "company_credit"),
    )
    tenders: Mapping[str, Decimal] | None = parameter(
        Kind.TENDERS, "how much goes back to store_credit, gift_card, reward_points instead of money, shop currency"
    )
    comment: str = comment_parameter()
    notify: bool = notify_parameter()


def why_not(target: Target, context: Context) -> Refusal | None:
    """RULES.md §1.2 canCreditmemo."""
    return crediting.why_not(target.order)


def handle(target: Target, command: RefundOrder, context: Context) -> Done:
    """Makes the credit memo."""
    order = target.order
    check_notify(command.notify)
    invoice = find_invoice(order, command.invoice)
    selected = None if command.items is None else select_lines(order, command.items, quantities.to_refund)
    request = RefundRequest(
        qtys=selected,
        invoice=invoice,
        shipping_amount=command.shipping_amount,
        adjustment_positive=command.adjustment_positive,
        adjustment_negative=command.adjustment_negative,
        refund_to=command.to,
        back_to_stock=stock_lines(order, command.return_to_stock),
        tenders=command.tenders or {},
        allow_zero_total=context.terms.allow_zero_total,
    )
    memo, said = refund(order, request, context, command.comment)
    moved = Moved(f"refund_{memo.refund_to}", memo.base.grand_total, order.base_currency_code)
    return Done(said, (memo,), moved)


ACTION = Action(
    name="order.refund",
    title="Refund",
    past="refunded",
    help="Make a credit memo: pieces, shipping, an extra refund or a fee.",
    permission="creditmemo.create",
    target="order",
    command=RefundOrder,
    why_not=why_not,
    handle=handle,
    shortcuts=(Shortcut("r", "refund"),),
    is_grave=True,
)
