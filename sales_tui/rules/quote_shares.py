"""Shares a negotiated total out to the lines of a quote: the rows sum to it to the cent (RULES.md §7.2 [design])."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal

from sales_tui.core.money import ZERO, round_half_up, share


@dataclass(slots=True)
class Share:
    """A line on its way to its price: `qty` pieces at `limit` each before the whole was negotiated."""

    limit: Decimal
    qty: Decimal
    unit: Decimal = ZERO
    discount: Decimal = ZERO
    """Cents that don't divide by the pieces, 0 or more."""
    row: Decimal = ZERO
    """unit x qty - discount."""

    def price(self, unit: Decimal, digits: int) -> None:
        """So much for a piece."""
        self.unit = unit
        self.row = round_half_up(unit * self.qty, digits) - self.discount


def distribute(shares: Sequence[Share], total: Decimal, digits: int) -> None:
    """Give each line its unit price, so that all rows sum to `total` (0 to the sum of the lines before).

    unit = round(limit x total / sum); cents that are left go on lines whose pieces divide them, in steps of a cent a
    piece, then in larger ones; what still is left stays a discount on the largest rows.
    """
    whole = ZERO
    for one in shares:
        one.price(one.limit, digits)
        whole += one.row
    if total == whole or not whole:
        return
    for one in shares:
        one.price(round_half_up(share(one.limit, total, whole), digits), digits)
    cent = Decimal(1).scaleb(-digits)
    for most in (1, None):
        for one in sorted(shares, key=lambda one: -one.qty):
            _step(one, total - sum_of(shares), cent, most, digits)
    _discount(shares, total, cent, digits)


def sum_of(shares: Sequence[Share]) -> Decimal:
    """What the rows come to."""
    return sum((one.row for one in shares), ZERO)


def _step(one: Share, left: Decimal, cent: Decimal, most: int | None, digits: int) -> None:
    """Move a line's price by whole cents as far as its pieces divide what is left, within 0 and its limit."""
    if one.qty != int(one.qty) or not one.qty:
        return
    steps = int(left / cent / one.qty)  # towards 0
    if most is not None:
        steps = max(-most, min(most, steps))
    unit = max(ZERO, min(one.unit + steps * cent, round_half_up(one.limit, digits)))
    one.price(unit, digits)


def _discount(shares: Sequence[Share], total: Decimal, cent: Decimal, digits: int) -> None:
    """What no price can express: prices go up until the rows are enough, then the rest is taken off as a discount.

    The line goes up whose pieces come nearest to what is missing, so that the discount stays small.
    """
    missing = total - sum_of(shares)

    def order(one: Share) -> tuple[bool, bool, Decimal]:
        more = one.qty * cent
        return one.unit + cent > one.limit, more < missing, more if more >= missing else -more

    raised: Share | None = None
    for one in sorted(shares, key=order):
        if (missing := total - sum_of(shares)) <= 0:
            break
        one.price(one.unit + cent, digits)
        raised = one
    if (missing := total - sum_of(shares)) > 0:  # fractions of pieces, of which a cent is none
        one = max(shares, key=lambda one: one.qty)
        one.price(one.unit + share(missing, Decimal(1), one.qty).quantize(cent, ROUND_UP), digits)
    for one in sorted(shares, key=lambda one: (one is not raised, -one.row)):
        part = min(sum_of(shares) - total, one.row)
        if part <= 0:
            break
        one.discount += part
        one.row -= part
