"""Placing an order: who buys what, on which terms, and totals that add up exactly in both currencies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache, partial
from random import Random
from typing import Any

from sales_tui.core.money import ZERO, round_half_up
from sales_tui.demo import card
from sales_tui.demo.basket import Basket
from sales_tui.demo.calendar import elapsed
from sales_tui.demo.chance import Weighted, digits, pick
from sales_tui.demo.draft import AppliedTax, Buyer, Draft, LineFacts
from sales_tui.demo.extras import decorate
from sales_tui.demo.people import WHOLESALE, customer, guest, parcel_address, texts
from sales_tui.demo.pricing import ShippingMoney, Terms, in_both, shipping_money
from sales_tui.demo.shop import HUNDRED, Product, Way, shop
from sales_tui.payments.declared import SANDBOX
from sales_tui.rules.records import Line, LineMoney, Order, OrderMoney

COUPONS, GUESTS, REPLACEMENTS = 0.12, 0.3, 0.015
"""Shares of orders with a coupon, by guests, and sent for nothing to make up for something."""

HOW_MANY = Weighted([1, 2, 3, 4, 6, 9], [40, 26, 16, 10, 6, 2])
HOW_MUCH = Weighted([1, 2, 3, 4, 6, 12], [58, 22, 9, 5, 4, 2])
METRES = [Decimal(text) for text in ("2.5", "7.25", "10", "0.75", "33.3")]


def place(rng: Random, number: int, progress: float, at: datetime, method: str | None = None) -> Draft:
    """A new order; `method` names the payment method where it isn't left to chance."""
    buyer = guest(rng, number) if rng.random() < GUESTS else customer(1 + int(rng.random() ** 1.5 * (20 + number / 3)))
    terms, coupon, label = _terms(rng, buyer, elapsed(progress))
    basket = _fill(rng, buyer, terms)
    order = _order(number, buyer, terms, basket)
    shipping = None if order.is_virtual else parcel_address(rng, buyer)
    draft = Draft(number, order, buyer, at, at, buyer.home, shipping, facts=basket.facts)
    draft.coupon_code, draft.discount_description = coupon, label
    draft.weight = sum((line.weight * line.qty_ordered for line in order.lines if line.parent_id is None), ZERO)
    _total(draft, terms, None if order.is_virtual else shop().ways.pick(rng))
    _pay(rng, draft, method)
    decorate(rng, draft)
    return draft


def _terms(rng: Random, buyer: Buyer, year_part: float) -> tuple[Terms, str | None, str | None]:
    purchase = buyer.purchase
    rate, chance = purchase.rate(year_part), rng.random()
    if chance < REPLACEMENTS:
        return Terms(purchase, rate, HUNDRED, HUNDRED), "REPLACEMENT", "Replacement, free of charge"
    if chance > REPLACEMENTS + COUPONS:
        return Terms(purchase, rate), None, None
    coupon = _coupons().pick(rng)
    percent = Decimal(coupon["percent"])
    return Terms(purchase, rate, percent, percent if coupon.get("shipping") else ZERO), coupon["code"], coupon["label"]


@cache
def _coupons() -> Weighted[dict[str, Any]]:
    rows = texts()["coupon"]
    return Weighted(rows, [row["often"] for row in rows])


def _fill(rng: Random, buyer: Buyer, terms: Terms) -> Basket:
    basket, taken = Basket(terms), set()
    only_services = rng.random() < 0.06
    dozen = 12 if buyer.group == WHOLESALE and rng.random() < 0.5 else 1
    for _ in range(HOW_MANY.pick(rng)):
        wanted = shop().services if only_services or rng.random() < 0.05 else shop().goods
        product = wanted.pick(rng)
        if product.number not in taken:
            taken.add(product.number)
            basket.put(product, _quantity(rng, product, dozen), rng)
    return basket


def _quantity(rng: Random, product: Product, dozen: int) -> Decimal:
    if product.by_the_metre:
        return pick(rng, METRES)
    if product.kind == "virtual":
        return Decimal(1)
    return Decimal(HOW_MUCH.pick(rng) * (dozen if product.kind == "simple" else 1))


def _order(number: int, buyer: Buyer, terms: Terms, basket: Basket) -> Order:
    purchase = terms.purchase
    return Order(
        id=number,
        increment_id=f"{number:09d}",
        is_virtual=all(line.is_virtual for line in basket.lines),
        store_id=purchase.number,
        order_currency_code=purchase.currency,
        base_currency_code=purchase.base,
        base_to_order_rate=terms.rate,
        touched=True,
        lines=basket.lines,
    )


def _total(draft: Draft, terms: Terms, way: Way | None) -> None:
    """Shipping, taxes and totals; the grand total is subtotal - discount + shipping + tax + hidden tax, exactly."""
    order, price, percent = draft.order, ZERO, terms.purchase.taxes["shipping"]
    if way is not None:
        draft.shipping_method, draft.shipping_description = way.code, way.title
        euros = way.price + way.per_kg * draft.weight
        price = round_half_up(euros * terms.purchase.level, terms.purchase.base_digits)
    shipping, base_shipping = in_both(terms, price, partial(shipping_money, terms, percent))
    counted = [line for line in order.lines if not line.is_dummy]
    _add_up(order.money, [line.money for line in counted], shipping)
    _add_up(order.base, [line.base for line in counted], base_shipping)
    draft.taxes = _taxes(terms, order.lines, draft.facts, (percent, shipping.tax, base_shipping.tax))


def _add_up(total: OrderMoney, lines: Sequence[LineMoney], shipping: ShippingMoney) -> None:
    def added(name: str) -> Decimal:
        return sum((getattr(line, name) for line in lines), ZERO)

    total.subtotal, total.subtotal_incl_tax = added("row_total"), added("row_total_incl_tax")
    total.discount_amount = -added("discount_amount") - shipping.discount
    total.discount_tax_compensation_amount = added("discount_tax_compensation_amount")
    total.tax_amount = added("tax_amount") + shipping.tax
    total.shipping_amount, total.shipping_incl_tax = shipping.amount, shipping.incl_tax
    total.shipping_tax_amount, total.shipping_discount_amount = shipping.tax, shipping.discount
    total.shipping_discount_tax_compensation_amount = shipping.hidden_tax
    total.grand_total = total.subtotal + total.discount_amount + total.shipping_amount + total.tax_amount
    total.grand_total += total.discount_tax_compensation_amount + shipping.hidden_tax
    total.total_due = total.grand_total


def _taxes(
    terms: Terms, lines: Sequence[Line], facts: Sequence[LineFacts], shipping: tuple[Decimal, Decimal, Decimal]
) -> list[AppliedTax]:
    """The taxes of the order by their rate, shipping tax included."""
    purchase = terms.purchase
    sums: dict[Decimal, tuple[Decimal, Decimal]] = {}
    parts = [
        (fact.tax_percent, line.money.tax_amount, line.base.tax_amount)
        for line, fact in zip(lines, facts, strict=True)
        if not line.is_dummy
    ]
    for percent, amount, base_amount in [*parts, shipping]:
        if percent:
            so_far = sums.get(percent, (ZERO, ZERO))
            sums[percent] = (so_far[0] + amount, so_far[1] + base_amount)
    return [
        AppliedTax(f"{purchase.code}-{percent}", f"{purchase.tax_title} {percent} %", percent, amount, base_amount)
        for percent, (amount, base_amount) in sums.items()
    ]


def _pay(rng: Random, draft: Draft, method: str | None) -> None:
    if not draft.order.base.grand_total:
        method, title = "free", "No Payment Information Required"
    elif method is not None:
        title = card.TITLE
    else:
        method, title = shop().payments.pick(rng)
        while method == "cashondelivery" and draft.shipping is None:
            method, title = shop().payments.pick(rng)
    if method == SANDBOX.code and draft.order.base.grand_total in card.UNLUCKY:
        method, title = "checkmo", "Check / Money order"
    draft.order.payment_method, draft.payment_title = method, title
    if method == "purchaseorder":
        draft.po_number = digits(rng, pick(rng, ("PO-####", "4500######", "Bestellung ##/2#")))
