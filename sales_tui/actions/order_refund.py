"""Refund an order, or one of its invoices, by a credit memo."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sales_tui.actions.base import (
    Action,
    Command,
    Context,
    Done,
    Items,
    Kind,
    Shortcut,
    Target,
    comment_parameter,
    money_text,
    notify_parameter,
    parameter,
)
from sales_tui.actions.charging import give_back
from sales_tui.actions.shared import add_comment, check_notify, is_online
from sales_tui.core.money import ZERO
from sales_tui.core.refusal import Refusal, Refused
from sales_tui.rules import crediting, quantities
from sales_tui.rules.crediting import RefundRequest
from sales_tui.rules.records import Invoice, Order
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
    comment: str = comment_parameter()
    notify: bool = notify_parameter()


def why_not(target: Target, context: Context) -> Refusal | None:
    """RULES.md §1.2 canCreditmemo."""
    return crediting.why_not(target.order)


def handle(target: Target, command: RefundOrder, context: Context) -> Done:
    """Makes the credit memo."""
    order = target.order
    check_notify(command.notify)
    _check_destination(order, command.to, context)
    invoice = find_invoice(order, command.invoice)
    selected = None if command.items is None else select_lines(order, command.items, quantities.to_refund)
    request = RefundRequest(
        qtys=selected,
        invoice=invoice,
        shipping_amount=command.shipping_amount,
        adjustment_positive=command.adjustment_positive,
        adjustment_negative=command.adjustment_negative,
        refund_to=command.to,
        back_to_stock=_stock_lines(order, command.return_to_stock),
        allow_zero_total=context.terms.allow_zero_total,
    )
    memo = crediting.prepare(order, request)
    memo.created_at = context.now
    if command.to == "online":
        give_back(order, memo, context)
    crediting.register(order, memo)
    add_comment(memo, command.comment)
    total = money_text(memo.money.grand_total, order)
    how = "given back online" if command.to == "online" else "recorded as refunded; pay it out yourself"
    return Done(f"Credit memo {{0}} made: {total} {how}.", (memo,))


def find_invoice(order: Order, number: str | None) -> Invoice | None:
    """The order's invoice with that number; None for no number. Raises Refused where it isn't the order's."""
    if not number:
        return None
    for invoice in order.invoices:
        if invoice.increment_id == number:
            return invoice
    raise Refused("refund.unknown_invoice", f"Order {order.increment_id} has no invoice {number}.")


def _check_destination(order: Order, to: str, context: Context) -> None:
    if to == "online" and not is_online(order, context.terms):
        raise Refused(
            "payment.no_gateway",
            f"Order {order.increment_id} is paid by '{order.payment_method}', which no payment system here can give "
            "back; refund offline.",
        )
    if to not in ("offline", "online"):
        raise Refused("refund.no_credit", f"No {to.replace('_', ' ')} account is kept here; refund offline instead.")


def _stock_lines(order: Order, chosen: bool | tuple[str, ...]) -> frozenset[int]:
    if isinstance(chosen, bool):
        return frozenset(line.id for line in order.lines) if chosen else frozenset()
    known = {line.sku for line in order.lines}
    for sku in chosen:
        if sku not in known:
            raise Refused("refund.unknown_sku", f"Order {order.increment_id} has no line with SKU {sku}.")
    return frozenset(line.id for line in order.lines if line.sku in chosen)


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
)
