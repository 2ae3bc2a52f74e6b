"""Credit memos: whether, what, for how much, and what is the most that can be given back (RULES.md §3.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sales_tui.core.money import LIMIT, ZERO, amount_text, round_half_up
from sales_tui.core.refusal import Refusal, Refused
from sales_tui.rules import adjustments, credits, memo_books, memo_totals, tenders
from sales_tui.rules.apportion import Portion, doc_line
from sales_tui.rules.composites import counts, following
from sales_tui.rules.guards import STOPPED, can_creditmemo, ensure, stopped
from sales_tui.rules.histories import amount, note, titled
from sales_tui.rules.memo_totals import Scope, invoice_left, qtys_left
from sales_tui.rules.quantities import to_refund
from sales_tui.rules.records import (
    INVOICE_CANCELED,
    INVOICE_PAID,
    MEMO_REFUNDED,
    CreditMemo,
    Invoice,
    Line,
    Order,
)
from sales_tui.rules.selection import checked
from sales_tui.rules.states import derive

DESTINATIONS = ("offline", "online", "store_credit", "company_credit")
"""Where refunded money can go (INTERFACE §4 order.refund `to`)."""


@dataclass(frozen=True, slots=True)
class RefundRequest:
    """What is to be refunded. Shipping and adjustments are in base currency, before tax (RULES.md §0.10)."""

    qtys: Mapping[int, Decimal] | None = None
    """By `Line.id`; None: all that is refundable; empty: no goods."""
    invoice: Invoice | None = None
    """One of the order's invoices, for a memo of that invoice; None: of the whole order."""
    shipping_amount: Decimal | None = None
    """None: all that is left."""
    adjustment_positive: Decimal | str = ZERO
    """Extra refund; "10%" is of the order's base grand total."""
    adjustment_negative: Decimal | str = ZERO
    """Fee kept back; "10%" likewise."""
    refund_to: str = "offline"
    """One of DESTINATIONS."""
    back_to_stock: frozenset[int] = frozenset()
    """`Line.id` of the lines whose refunded pieces go back to stock."""
    tenders: Mapping[str, Decimal] = field(default_factory=dict)
    """Kind of tender -> how much of the memo goes back to it instead of being paid in money; of the others it is what
    money doesn't cover."""
    allow_zero_total: bool = True


def why_not(order: Order) -> Refusal | None:
    """Why nothing can be refunded on the order, or None (RULES.md §1.2 canCreditmemo; M2 Order.php)."""
    if refusal := stopped(order, STOPPED | {"closed"}, "refunded"):
        return refusal
    if can_creditmemo(order):
        return None
    number, money = order.increment_id, order.money
    if not money.total_paid:
        return Refusal("refund.nothing_paid", f"Order {number}: nothing is paid yet, so nothing can be refunded.")
    if money.total_paid == money.total_refunded:
        return Refusal("refund.nothing_left", f"Order {number} is refunded in full.")
    return Refusal("refund.only_fee_left", f"Order {number}: all that is left of the payment is the fee that was kept.")


def why_not_invoice(order: Order, invoice: Invoice) -> Refusal | None:
    """Why this invoice can't be refunded, or None (RULES.md §4 "Credit Memo" on an invoice)."""
    if refusal := why_not(order):
        return refusal
    if invoice.state == INVOICE_PAID:
        return None
    why = "is canceled" if invoice.state == INVOICE_CANCELED else "isn't paid yet"
    name = titled("Invoice", invoice.increment_id)
    return Refusal(
        "refund.invoice_not_paid", f"{name} of order {order.increment_id} {why}: there is nothing to refund."
    )


def maximum(order: Order, invoice: Invoice | None = None) -> tuple[Decimal, Decimal]:
    """The most money that can be refunded, in the order's and in the base currency (RULES.md §3.3 limits).

    An invoice that is named limits pieces and tax; for money the limit stays that of the order.
    """
    return adjustments.money_left(order.money, order.digits), adjustments.money_left(order.base, order.base_digits)


def shipping_left(order: Order, invoice: Invoice | None = None) -> Decimal:
    """Base shipping that a memo refunds when nothing is said about shipping (RULES.md §3.3)."""
    left = order.base.shipping_invoiced - order.base.shipping_refunded
    if invoice is not None:
        left = min(left, invoice_left(order, invoice, "base", "shipping_amount"))
    return max(left, ZERO)


def prepare(order: Order, request: RefundRequest) -> CreditMemo:
    """The credit memo that was asked for; the order stays as it is.

    Raises Refused. RULES.md §3.3, §0.4–0.12; M2 Order/CreditmemoFactory.php, Order/Creditmemo/Total/*.
    """
    invoice = request.invoice
    ensure(why_not(order) if invoice is None else why_not_invoice(order, invoice))
    _check_destination(order, request)
    asked = _asked(order, request)
    memo = CreditMemo(invoice=invoice, refund_to=request.refund_to)
    portions = _add_lines(order, memo, asked, request.back_to_stock)
    scope = _scope(order, request, asked)
    memo_totals.fill(order, memo, portions, scope)
    adjustments.enter(order, memo, request.adjustment_positive, request.adjustment_negative)
    tenders.take(order, memo, request.tenders, closing=scope.closing)
    adjustments.total(order, memo)
    adjustments.check_limits(order, memo, request.allow_zero_total)
    return memo


def register(order: Order, memo: CreditMemo) -> list[str]:
    """Book a prepared memo: the figures of order, lines and invoice, tenders, accounts, state and history.

    Returns a sentence for each account or tender that something went back to (M2 RefundOperation.php).
    """
    order.touched = True
    memo.state = MEMO_REFUNDED
    order.creditmemos.append(memo)
    tenders.settle(order)
    memo_books.enter(order, memo)
    tenders.enter(memo)
    derive(order)
    given = credits.refund(order, memo)
    what = f"{titled('Credit memo', memo.increment_id)} of {amount(order, memo.money)}."
    note(order, " ".join((what, *given)), "creditmemo")
    return given


def _check_destination(order: Order, request: RefundRequest) -> None:
    """Refuse a destination that doesn't exist, and money back to the card without an invoice (RULES.md §0.6)."""
    if request.refund_to in credits.KINDS:
        ensure(credits.why_not_give_back(order, request.refund_to))
    if request.refund_to not in DESTINATIONS:
        known = ", ".join(DESTINATIONS)
        raise Refused("refund.destination", f"A refund can't go to {request.refund_to[:40]!r}; possible: {known}.")
    if request.refund_to == "online" and request.invoice is None:
        raise Refused("refund.online_needs_invoice", "Money goes back to the card from an invoice: name the invoice.")


def _asked(order: Order, request: RefundRequest) -> dict[int, Decimal]:
    """The quantities to refund by `Line.id`, within what the order and a named invoice have left."""
    available, verb = to_refund, "refund"
    if request.invoice is not None:
        on_invoice = qtys_left(order, request.invoice)
        verb = f"refund on {titled('invoice', request.invoice.increment_id)}"

        def available(line: Line) -> Decimal:
            return min(to_refund(line), on_invoice.get(line.id, ZERO))

    if request.qtys is None:
        return {line.id: qty for line in order.lines if (qty := available(line)) > 0}
    return checked(order, request.qtys, available, "refund.above_open", verb)


def _add_lines(order: Order, memo: CreditMemo, asked: Mapping[int, Decimal], to_stock: frozenset[int]) -> list[Portion]:
    """Put the lines on the memo, those that move along too, and return the portions that carry money."""
    along = following(order, "qty_refunded", asked, counts)
    portions = []
    for line in order.lines:
        qty = asked.get(line.id) or along.get(line.id)
        if not qty:
            continue
        doc = doc_line(line, qty)
        doc.back_to_stock = line.id in to_stock or (line.id in along and line.parent_id in to_stock)
        memo.lines.append(doc)
        if line.id in asked:
            portions.append(Portion(line, doc, qty, line.qty_invoiced - line.qty_refunded))
    return portions


def _scope(order: Order, request: RefundRequest, asked: Mapping[int, Decimal]) -> Scope:
    """How far the memo goes: its shipping, and whether it is the last of its lines or of everything."""
    left = shipping_left(order)
    shipping = _shipping(order, request, left)
    unfinished = [line.id for line in order.lines if asked.get(line.id, ZERO) != to_refund(line)]
    on_invoice = qtys_left(order, request.invoice) if request.invoice else {}
    within = {line_id for line_id, qty in on_invoice.items() if qty > 0} or {line.id for line in order.lines}
    return Scope(
        last=within.isdisjoint(unfinished),
        shipping=shipping,
        all_shipping=shipping == left,
        closing=shipping == left and not unfinished,
    )


def _shipping(order: Order, request: RefundRequest, left: Decimal) -> Decimal:
    """Base shipping to refund: what is asked for, or all that is left."""
    if request.shipping_amount is None:
        return shipping_left(order, request.invoice)
    where, asked = f"Order {order.increment_id}", request.shipping_amount
    if not asked.is_finite() or asked < 0 or asked > LIMIT:
        raise Refused("refund.shipping", f"{where}: {str(asked)[:40]} is not a shipping amount.")
    shipping = round_half_up(asked, order.base_digits)
    if shipping > left:
        most = f"{amount_text(left, order.base_digits)} {order.base_currency_code}"
        raise Refused("refund.shipping_over", f"{where}: at most {most} of shipping can be refunded.")
    return shipping
