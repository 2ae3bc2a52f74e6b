"""What can be done to an order of the demo: each step does what is possible, through the rules, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random

from sales_tui.core.money import ZERO
from sales_tui.demo import card
from sales_tui.demo.chance import digits, pick
from sales_tui.demo.desk import Desk, Step
from sales_tui.demo.extras import remark
from sales_tui.demo.shop import shop
from sales_tui.rules import canceling, crediting, holding, invoicing, shipping
from sales_tui.rules.crediting import RefundRequest
from sales_tui.rules.quantities import offered_to_ship, to_invoice, to_refund
from sales_tui.rules.records import INVOICE_OPEN, Invoice, Track

TWO_PARCELS, UNTRACKED = 0.1, 0.08
"""Shares of shipments with two tracking numbers, with none."""


def _invoice(desk: Desk, qtys: dict[int, Decimal] | None, *, paid: bool) -> None:
    if invoicing.why_not(desk.order) is None:
        invoice = invoicing.prepare(desk.order, qtys)
        if not card.can_move(desk.order, invoice.base.grand_total):
            return
        if paid:
            card.charge(desk, invoice)
        invoice.new_comments.extend(desk.remark("invoice_comments"))
        invoicing.register(desk.order, invoice, paid=paid)


def _invoice_all(desk: Desk) -> None:
    _invoice(desk, None, paid=True)


def _invoice_some(desk: Desk) -> None:
    _invoice(desk, desk.some(to_invoice), paid=True)


def _bill(desk: Desk) -> None:
    """An invoice that is paid later: open until then. Where nothing is to be paid, there is nothing to wait for."""
    _invoice(desk, None, paid=not desk.order.money.grand_total)


def _open_invoice(desk: Desk) -> Invoice | None:
    return next((invoice for invoice in desk.order.invoices if invoice.state == INVOICE_OPEN), None)


def _pay(desk: Desk) -> None:
    if invoice := _open_invoice(desk):
        card.charge(desk, invoice)
        invoicing.pay(desk.order, invoice)


def _call_back(desk: Desk) -> None:
    if invoice := _open_invoice(desk):
        invoicing.cancel(desk.order, invoice)


def _ship(desk: Desk, qtys: dict[int, Decimal] | None) -> None:
    order = desk.order
    if shipping.why_not(order) is None and any(offered_to_ship(line) for line in order.lines):
        shipment = shipping.prepare(order, qtys, _tracks(desk.rng))
        shipment.new_comments.extend(desk.remark("shipment_comments"))
        shipping.register(order, shipment)


def _ship_all(desk: Desk) -> None:
    _ship(desk, None)


def _ship_some(desk: Desk) -> None:
    if part := desk.some(offered_to_ship):
        _ship(desk, part)


def _ship_invoiced(desk: Desk) -> None:
    """What the last invoice holds, as far as it ships."""
    invoices = desk.order.invoices
    if invoices and (qtys := shipping.qtys_of(desk.order, invoices[-1])):
        _ship(desk, qtys)


def _tracks(rng: Random) -> list[Track]:
    chance = rng.random()
    if chance < UNTRACKED:
        return []
    code, title, pattern = pick(rng, shop().carriers)
    return [Track(code, title, digits(rng, pattern)) for _ in range(2 if chance > 1 - TWO_PARCELS else 1)]


def _refund(desk: Desk, request: RefundRequest) -> None:
    if crediting.why_not(desk.order) is not None:
        return
    memo = crediting.prepare(desk.order, card.to_card(desk.order, request))
    if card.is_left(desk.order, memo):
        card.give_back(desk, memo)
        memo.new_comments.extend(desk.remark("memo_comments"))
        crediting.register(desk.order, memo)


def _stocked(desk: Desk) -> frozenset[int]:
    """Lines whose pieces go back to stock: all of them, or none."""
    return frozenset(line.id for line in desk.order.lines) if desk.rng.random() < 0.6 else frozenset()


def _refund_all(desk: Desk) -> None:
    _refund(desk, RefundRequest(back_to_stock=_stocked(desk)))


def _refund_some(desk: Desk) -> None:
    if part := desk.some(to_refund):
        _refund(desk, RefundRequest(qtys=part, shipping_amount=ZERO, back_to_stock=_stocked(desk)))


def _refund_invoice(desk: Desk) -> None:
    """The first invoice, by name."""
    if desk.order.invoices and crediting.why_not_invoice(desk.order, desk.order.invoices[0]) is None:
        _refund(desk, RefundRequest(invoice=desk.order.invoices[0], back_to_stock=_stocked(desk)))


def _refund_less_fee(desk: Desk) -> None:
    _refund(desk, RefundRequest(adjustment_negative="10%", back_to_stock=_stocked(desk)))


def _refund_goods(desk: Desk) -> None:
    """All goods, but not the shipping."""
    _refund(desk, RefundRequest(shipping_amount=ZERO, back_to_stock=_stocked(desk)))


def _refund_goodwill(desk: Desk) -> None:
    """No goods, but a part of the money kept earlier."""
    extra = crediting.shipping_left(desk.order) / 2
    if extra > 0:
        _refund(desk, RefundRequest(qtys={}, shipping_amount=ZERO, adjustment_positive=extra))


def _hold(desk: Desk) -> None:
    holding.hold(desk.order, remark(desk.rng, "hold_reasons"))


def _release(desk: Desk) -> None:
    holding.unhold(desk.order)


def _cancel(desk: Desk) -> None:
    if canceling.why_not(desk.order) is None:
        card.release(desk)
        canceling.cancel(desk.order)
        desk.note("cancel_reasons")


def _comment(desk: Desk) -> None:
    desk.note("order_comments")


def _step(do: Callable[[Desk], None], low: float, high: float) -> Step:
    return Step(do, (low, high))


DAY = 24.0
INVOICE, INVOICE_SOME = _step(_invoice_all, 0.2, 1.5 * DAY), _step(_invoice_some, 0.2, 2 * DAY)
BILL, PAY, CALL_BACK = _step(_bill, 0.2, DAY), _step(_pay, DAY, 14 * DAY), _step(_call_back, DAY, 9 * DAY)
SHIP, SHIP_SOME = _step(_ship_all, 0.3, 2 * DAY), _step(_ship_some, 0.3, 2 * DAY)
SHIP_INVOICED, SHIP_REST = _step(_ship_invoiced, 0.0, 0.2), _step(_ship_all, DAY, 9 * DAY)
REFUND, REFUND_SOME = _step(_refund_all, 4 * DAY, 20 * DAY), _step(_refund_some, 4 * DAY, 20 * DAY)
REFUND_INVOICE, REFUND_SOON = _step(_refund_invoice, 3 * DAY, 20 * DAY), _step(_refund_all, 3, 3 * DAY)
REFUND_LESS_FEE, REFUND_GOODS = _step(_refund_less_fee, 4 * DAY, 20 * DAY), _step(_refund_goods, 4 * DAY, 20 * DAY)
GOODWILL = _step(_refund_goodwill, DAY, 5 * DAY)
HOLD, RELEASE = _step(_hold, 0.3, 12), _step(_release, 5, 4 * DAY)
CANCEL, GIVE_UP, COMMENT = _step(_cancel, 0.3, 10 * DAY), _step(_cancel, 8, 8.2), _step(_comment, 0.2, DAY)
