"""What lines and shipping cost when the order is placed: net, discount, tax, hidden tax, each currency for itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, TypeVar

from sales_tui.core.money import ZERO, round_half_up
from sales_tui.demo.shop import HUNDRED, Purchase
from sales_tui.rules.records import LineMoney

M = TypeVar("M")


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms an order is placed."""

    purchase: Purchase
    rate: Decimal
    """Base to order currency."""
    discount: Decimal = ZERO
    """Percent off every line."""
    shipping_discount: Decimal = ZERO
    """Percent off the shipping."""


@dataclass(frozen=True, slots=True)
class ShippingMoney:
    """Shipping in one currency. The discount is positive."""

    amount: Decimal = ZERO
    incl_tax: Decimal = ZERO
    tax: Decimal = ZERO
    discount: Decimal = ZERO
    hidden_tax: Decimal = ZERO


def in_both(terms: Terms, base_price: Decimal, work: Callable[[Decimal, int], M]) -> tuple[M, M]:
    """The work done on the price in order currency and in base currency; each for itself, never one by the rate.

    Where both are the same currency the result is shared, so it must be one that nobody changes.
    """
    purchase = terms.purchase
    base = work(base_price, purchase.base_digits)
    if purchase.is_plain:
        return base, base
    return work(round_half_up(base_price * terms.rate, purchase.digits), purchase.digits), base


class LineFigures(NamedTuple):
    """What a line costs when it is placed, in one currency. The discount is positive."""

    price: Decimal
    price_incl_tax: Decimal
    row_total: Decimal
    row_total_incl_tax: Decimal
    tax_amount: Decimal
    discount_amount: Decimal
    hidden_tax: Decimal

    def money(self) -> LineMoney:
        """A record of them, for the rules to work on."""
        return LineMoney(
            price=self.price,
            price_incl_tax=self.price_incl_tax,
            row_total=self.row_total,
            row_total_incl_tax=self.row_total_incl_tax,
            tax_amount=self.tax_amount,
            discount_amount=self.discount_amount,
            discount_tax_compensation_amount=self.hidden_tax,
        )


def line_figures(terms: Terms, qty: Decimal, percent: Decimal, price: Decimal, digits: int) -> LineFigures:
    """The amounts of `qty` pieces at a price as the shop shows it: with tax inside or without, as the store does."""
    total = round_half_up(price * qty, digits)
    discount = round_half_up(total * terms.discount / HUNDRED, digits) if terms.discount else ZERO
    if terms.purchase.includes_tax:
        full_tax = _tax_inside(total, percent, digits)
        tax = _tax_inside(total - discount, percent, digits) if discount else full_tax
        unit = price - _tax_inside(price, percent, digits)
        return LineFigures(unit, price, total - full_tax, total, tax, discount, full_tax - tax)
    full_tax = _tax_on(total, percent, digits)
    tax = _tax_on(total - discount, percent, digits) if discount else full_tax
    unit_with_tax = price + _tax_on(price, percent, digits)
    return LineFigures(price, unit_with_tax, total, total + full_tax, tax, discount, ZERO)


def shipping_money(terms: Terms, percent: Decimal, price: Decimal, digits: int) -> ShippingMoney:
    """What shipping costs at that price, with tax inside or without, as the store does."""
    discount = round_half_up(price * terms.shipping_discount / HUNDRED, digits)
    if terms.purchase.includes_tax:
        full_tax, tax = _tax_inside(price, percent, digits), _tax_inside(price - discount, percent, digits)
        return ShippingMoney(price - full_tax, price, tax, discount, full_tax - tax)
    tax = _tax_on(price - discount, percent, digits)
    return ShippingMoney(price, price + _tax_on(price, percent, digits), tax, discount)


def _tax_inside(amount: Decimal, percent: Decimal, digits: int) -> Decimal:
    return round_half_up(amount * percent / (HUNDRED + percent), digits) if percent else ZERO


def _tax_on(amount: Decimal, percent: Decimal, digits: int) -> Decimal:
    return round_half_up(amount * percent / HUNDRED, digits) if percent else ZERO
