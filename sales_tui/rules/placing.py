"""New orders out of earlier ones: the same again, or a replacement that costs nothing more (RULES.md §1.3, §6)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from sales_tui.core.money import ZERO, round_half_up, share
from sales_tui.core.refusal import Refusal, Refused
from sales_tui.rules.composites import children
from sales_tui.rules.guards import stopped
from sales_tui.rules.histories import note
from sales_tui.rules.records import Line, LineMoney, Order, OrderMoney, Origin

_NOT_AGAIN = frozenset({"holded", "payment_review"})

_LINE_KINDS = (
    "sku name item_id product_type is_virtual is_qty_decimal is_dummy ships_with_parent ships_in_parts weight"
).split()

_LINE_AMOUNTS = (
    "row_total row_total_incl_tax tax_amount discount_amount discount_tax_compensation_amount price price_incl_tax"
).split()

_ORDER_AMOUNTS = (
    "subtotal subtotal_incl_tax discount_amount tax_amount shipping_amount shipping_incl_tax shipping_tax_amount "
    "shipping_discount_amount shipping_discount_tax_compensation_amount discount_tax_compensation_amount"
).split()


def why_not_again(order: Order) -> Refusal | None:
    """Why the order can't be placed again, or None: in any state but on hold or under review (RULES.md §1.2).

    What cost nothing by its discount, such as a replacement, isn't given away a second time.
    """
    if refusal := stopped(order, _NOT_AGAIN, "placed again"):
        return refusal
    base = order.base
    if base.subtotal > 0 and base.grand_total - base.other_amount <= 0:
        return Refusal(
            "reorder.free",
            f"Order {order.increment_id} cost nothing because of its discount, so it isn't placed again at that price.",
        )
    return None


def again(order: Order) -> Order:
    """The same order anew: all pieces that were ordered, at the prices of then (RULES.md §1.3 reorder).

    Of what no field explains of the total a charge is taken over, but nothing that lowered it: a gift card was spent.
    """
    new = _begin(order)
    for line in order.lines:
        made = _like(new, line, line.qty_ordered)
        for own, old in ((made.money, line.money), (made.base, line.base)):
            for name in _LINE_AMOUNTS:
                setattr(own, name, getattr(old, name))
    _link_parents(new, order)
    for totals, before in ((new.money, order.money), (new.base, order.base)):
        for name in _ORDER_AMOUNTS:
            setattr(totals, name, getattr(before, name))
        close_totals(totals, max(before.other_amount, ZERO))
    note(new, f"Ordered again from order {order.increment_id}.")
    return new


def exchange(order: Order, qtys: Mapping[int, Decimal]) -> Order:
    """A replacement for pieces of the order, by `Line.id`: at their price, and with a discount of the same amount.

    Nothing is to be paid, shipped at no charge. Raises Refused. RULES.md §6 (Exchange -> new order).
    """
    if not qtys or any(qty <= 0 for qty in qtys.values()):
        raise Refused("exchange.empty", f"Order {order.increment_id}: name at least one piece to exchange.")
    new = _begin(order)
    for line in order.lines:
        if line.id in qtys:
            _replace(new, order, line, qtys[line.id])
    _link_parents(new, order)
    new.payment_method = "free"
    new.is_virtual = all(line.is_virtual for line in new.lines)
    for own, attribute in ((new.money, "money"), (new.base, "base")):
        counted = [getattr(line, attribute) for line in new.lines if not line.is_dummy]
        own.subtotal = own.subtotal_incl_tax = sum((one.row_total for one in counted), ZERO)
        own.discount_amount = -own.subtotal
        close_totals(own)
    note(new, f"In exchange for what came back of order {order.increment_id}.")
    return new


def close_totals(money: OrderMoney, other: Decimal = ZERO) -> None:
    """Grand total and what is due of it, from the amounts of a new order and what else there is (RULES.md §3.4)."""
    money.grand_total += other - money.other_amount
    money.total_due = max(money.grand_total, ZERO)


def _begin(order: Order) -> Order:
    return Order(
        id=0,
        increment_id="",
        state="new",
        status="pending",
        is_virtual=order.is_virtual,
        payment_method=order.payment_method,
        store_id=order.store_id,
        order_currency_code=order.order_currency_code,
        base_currency_code=order.base_currency_code,
        base_to_order_rate=order.base_to_order_rate,
        accounts=order.accounts,
        agreements=order.agreements,
        customer_id=order.customer_id,
        origin=Origin(order_id=order.id),
    )


def _like(new: Order, line: Line, qty: Decimal) -> Line:
    """A row of the new order for that one: rows are numbered from -1 down until they are stored."""
    assert new.origin is not None
    made = Line(id=-len(new.lines) - 1, sku=line.sku)
    for name in _LINE_KINDS:
        setattr(made, name, getattr(line, name))
    made.item_id = None
    made.qty_ordered = qty
    new.lines.append(made)
    new.origin.lines[made.id] = line.id
    return made


def _link_parents(new: Order, order: Order) -> None:
    assert new.origin is not None
    made_of = {old: made for made, old in new.origin.lines.items()}
    parents = {line.id: line.parent_id for line in order.lines}
    for line in new.lines:
        parent = parents[new.origin.lines[line.id]]
        line.parent_id = made_of.get(parent) if parent is not None else None
        if parent is not None and line.parent_id is None:
            line.is_dummy = line.ships_with_parent = False  # it goes out without the rest of its set


def _replace(new: Order, order: Order, line: Line, qty: Decimal) -> None:
    """The row and the rows below it; those that don't count for money have no price of their own."""
    for row, pieces in ((line, qty), *_below(order, line, qty)):
        made = _like(new, row, pieces)
        for own, old, digits in ((made.money, row.money, order.digits), (made.base, row.base, order.base_digits)):
            _price(own, old, pieces if not row.is_dummy else ZERO, digits)


def _below(order: Order, line: Line, qty: Decimal) -> list[tuple[Line, Decimal]]:
    return [(child, share(qty, child.qty_ordered, line.qty_ordered)) for child in children(order, line)]


def _price(own: LineMoney, old: LineMoney, pieces: Decimal, digits: int) -> None:
    own.price = own.price_incl_tax = old.price
    own.row_total = own.row_total_incl_tax = own.discount_amount = round_half_up(old.price * pieces, digits)
