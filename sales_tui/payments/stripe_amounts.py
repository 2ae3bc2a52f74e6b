"""Amounts as Stripe writes them: whole numbers of a currency's smallest unit."""

from __future__ import annotations

from decimal import Decimal

from sales_tui.core.money import amount_text, currency_digits

OWN_DIGITS = {"ISK": 2, "UGX": 2, "MGA": 0}
"""Currencies whose decimals differ from ISO 4217 at Stripe; krónur and shillings end in 00 there."""


def stripe_digits(currency: str) -> int:
    """Decimals that Stripe reads a currency's amounts with."""
    return OWN_DIGITS.get(currency.upper(), currency_digits(currency.upper()))


def to_minor(amount: Decimal, currency: str) -> int:
    """12.34 EUR -> 1234; 500 JPY -> 500; 5 UGX -> 500.

    Raises ValueError, with a sentence's end, for what can't be charged: nothing, or parts of the smallest unit.
    """
    whole = min(stripe_digits(currency), currency_digits(currency.upper()))
    if amount <= 0:
        raise ValueError(f"there is nothing to move: {amount_text(amount, whole)} {currency}")
    if amount != amount.quantize(Decimal(1).scaleb(-whole)):
        raise ValueError(f"{amount_text(amount, whole)} {currency} has more decimals than {currency} can be charged in")
    return int(amount.scaleb(stripe_digits(currency)))


def from_minor(units: object, currency: object) -> Decimal | None:
    """1234 eur -> 12.34; None for what isn't an amount."""
    if not isinstance(units, int) or isinstance(units, bool) or not isinstance(currency, str):
        return None
    return Decimal(units).scaleb(-stripe_digits(currency))
