"""Settle what was accepted of a return: by credit memos for exactly these pieces, or by a replacement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from sales_tui.actions.base import (
    Action,
    Command,
    Context,
    Done,
    Kind,
    Shortcut,
    Target,
    comment_parameter,
    notify_parameter,
    parameter,
)
from sales_tui.actions.refunding import find_invoice, refund, stock_lines
from sales_tui.actions.return_values import Entries
from sales_tui.actions.shared import add_comment, check_notify
from sales_tui.core.money import ZERO
from sales_tui.core.refusal import Refusal, Refused
from sales_tui.rules import placing, returning
from sales_tui.rules.crediting import RefundRequest
from sales_tui.rules.guards import ensure
from sales_tui.rules.memo_totals import qtys_left
from sales_tui.rules.records import INVOICE_PAID, CreditMemo, Invoice, Order
from sales_tui.rules.return_records import Return
from sales_tui.rules.return_terms import EXCHANGE, STORE_CREDIT
from sales_tui.rules.returning import Moves

Made = tuple[CreditMemo | Order, str]
"""A document, and what to say of it: `{0}` stands for its number."""


@dataclass(frozen=True, slots=True)
class SettleReturn(Command):
    """Give the customer what was agreed."""

    items: Entries | None = parameter(Kind.RETURN_ITEMS, "entity_id and qty of each; without it all that is owed")
    restocking_fee: Decimal | str = parameter(
        Kind.ADJUSTMENT, "fee kept back, shop currency, or 10% of the order", default=ZERO
    )
    shipping_amount: Decimal = parameter(Kind.AMOUNT, "shipping to refund, shop currency, before tax", default=ZERO)
    return_to_stock: bool | tuple[str, ...] = parameter(
        Kind.STOCK, "what goes back to stock: true, or a list of SKUs", default=False
    )
    to: str = parameter(
        Kind.CHOICE,
        "where money goes; without it offline, or to store credit where that was agreed",
        default="",
        choices=("offline", "online", "store_credit", "company_credit"),
    )
    invoice: str | None = parameter(Kind.TEXT, "number of the invoice to refund; online one is found by itself")
    creditmemo: str | None = parameter(Kind.TEXT, "number of a credit memo that has refunded the pieces already")
    comment: str = comment_parameter()
    notify: bool = notify_parameter()


def why_not(target: Target, context: Context) -> Refusal | None:
    """Something is approved, and neither refunded nor exchanged yet."""
    return returning.why_not_settle(target.rma)


def handle(target: Target, command: SettleReturn, context: Context) -> Done:
    """Makes the credit memos first, as a payment system may be asked for one, then the replacement."""
    check_notify(command.notify)
    order, rma = target.order, target.rma
    moves = returning.owed(order, rma, command.items)
    swaps = [(item, qty) for item, qty in moves if item.resolution == EXCHANGE]
    paid = [(item, qty) for item, qty in moves if item.resolution != EXCHANGE]
    stocked = stock_lines(order, command.return_to_stock)
    if command.creditmemo:
        said = [_link(order, rma, moves, command.creditmemo)]
        made: list[Made] = []
    else:
        ensure(returning.why_not_refund(order, rma, paid))
        made = [*_refund(order, rma, paid, command, context), *_exchange(order, rma, swaps, stocked)]
        said = [words.replace("{0}", f"{{{place}}}") for place, (_, words) in enumerate(made)]
        back = [(item, qty) for item, qty in moves if item.order_item_id in stocked]
        if back:
            said.append(f"Back to stock: {_braced(returning.listed(order, back))}.")
    order.touched = True
    returning.tell(rma, f"Settled: {returning.listed(order, moves)}.")
    add_comment(rma, command.comment)
    return Done(f"Return {rma.increment_id} settled. {' '.join(said)}", tuple(document for document, _ in made))


def _refund(order: Order, rma: Return, moves: Moves, command: SettleReturn, context: Context) -> Iterator[Made]:
    """A credit memo for each destination of the money."""
    groups: dict[str, Moves] = {}
    for item, qty in moves:
        usual = "store_credit" if item.resolution == STORE_CREDIT else "offline"
        groups.setdefault(command.to or usual, []).append((item, qty))
    if len(groups) > 1 and (command.restocking_fee or command.shipping_amount):
        raise Refused(
            "return.settle_apart",
            f"Return {rma.increment_id}: some of it goes to store credit, some doesn't; settle them one after the "
            "other, so that it is clear which bears the fee and the shipping.",
        )
    if len(groups) == 0 and (command.restocking_fee or command.shipping_amount):
        raise Refused(
            "return.no_money",
            f"Return {rma.increment_id}: no money is given back here, so there is no fee or shipping.",
        )
    for to, some in groups.items():
        pieces = returning.pieces_of(some)
        request = RefundRequest(
            qtys=pieces,
            invoice=_invoice(order, command.invoice, pieces, to),
            shipping_amount=command.shipping_amount,
            adjustment_negative=command.restocking_fee,
            refund_to=to,
            back_to_stock=stock_lines(order, command.return_to_stock),
            allow_zero_total=context.terms.allow_zero_total,
        )
        memo, words = refund(order, request, context, command.comment)
        returning.settle(rma, some, memo=memo)
        yield memo, words


def _invoice(order: Order, number: str | None, pieces: dict[int, Decimal], to: str) -> Invoice | None:
    """The invoice that is named; money that goes back online needs one, which the pieces are on."""
    if number or to != "online":
        return find_invoice(order, number)
    for invoice in order.invoices:
        left = qtys_left(order, invoice)
        if invoice.state == INVOICE_PAID and all(left.get(key, ZERO) >= qty for key, qty in pieces.items()):
            return invoice
    raise Refused(
        "refund.online_needs_invoice",
        f"Order {order.increment_id}: no paid invoice has all of these pieces; settle them invoice by invoice.",
    )


def _exchange(order: Order, rma: Return, moves: Moves, stocked: frozenset[int]) -> Iterator[Made]:
    """A new order for the same pieces, at no price."""
    if moves:
        new = placing.exchange(order, returning.pieces_of(moves))
        order.new_orders.append(new)
        returning.settle(rma, moves, exchange=new)
        for item, _ in moves:
            item.to_stock = item.order_item_id in stocked
        yield new, "Replacement order {0} placed."


def _link(order: Order, rma: Return, moves: Moves, number: str) -> str:
    """Note that a credit memo of the order has refunded the pieces. Raises Refused where it has too few of them."""
    memo = next((one for one in order.creditmemos if one.increment_id == number), None)
    if memo is None:
        raise Refused("return.unknown_memo", f"Order {order.increment_id} has no credit memo {number}.")
    left = returning.refunded(order, memo)
    for line_id, qty in returning.pieces_of(moves).items():
        if left.get(line_id, ZERO) < qty:
            sku = order.line(line_id).sku
            raise Refused("return.memo_too_small", f"Credit memo {number} doesn't have these pieces of {sku}.")
    returning.settle(rma, moves, memo=memo)
    return f"It was refunded by credit memo {number}."


def _braced(words: str) -> str:
    return words.replace("{", "{{").replace("}", "}}")


ACTION = Action(
    name="return.settle",
    title="Settle",
    past="settled",
    help="Refund what was accepted, or send a replacement, as it was agreed; nothing is settled twice.",
    permission="return.settle",
    target="return",
    command=SettleReturn,
    why_not=why_not,
    handle=handle,
    shortcuts=(Shortcut("a", "settle"),),
    alone="Returns are settled one at a time: each needs a look at what it comes to",
)
