"""Shares out what is left of order lines to the lines of a document, exact in sum (RULES.md §3.1 to 3.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter, sub
from typing import NamedTuple

from sales_tui.core.money import ZERO, DeltaRounder, round_half_up, share
from sales_tui.rules.document_money import DocLineMoney, DocMoney
from sales_tui.rules.records import DocLine, Line, LineMoney

Amounts = tuple[Decimal, Decimal, Decimal, Decimal]
"""Of one line: row total, discount, tax, hidden tax."""

ORDERED: Callable[[LineMoney], Amounts] = attrgetter(
    "row_total", "discount_amount", "tax_amount", "discount_tax_compensation_amount"
)
INVOICED: Callable[[LineMoney], Amounts] = attrgetter(
    "row_invoiced", "discount_invoiced", "tax_invoiced", "discount_tax_compensation_invoiced"
)
REFUNDED: Callable[[LineMoney], Amounts] = attrgetter(
    "amount_refunded", "discount_refunded", "tax_refunded", "discount_tax_compensation_refunded"
)
ON_DOCUMENT: Callable[[DocLineMoney], Amounts] = attrgetter(
    "row_total", "discount_amount", "tax_amount", "discount_tax_compensation_amount"
)
"""The same amounts on a line of an invoice or credit memo."""


@dataclass(slots=True)
class Portion:
    """`qty` of the `available` pieces of a line, on its way to a line of a document."""

    line: Line
    doc: DocLine
    qty: Decimal
    available: Decimal

    @property
    def is_last(self) -> bool:
        """Nothing of the line stays open: it takes all that is left and leaves the rounder alone (RULES.md §3.1)."""
        return self.qty == self.available

    def take(self, left: Decimal, rounded: Callable[[Decimal], Decimal]) -> Decimal:
        """Its share of what is left, where it isn't the last."""
        return rounded(share(left, self.qty, self.available)) if left else left


class Sums(NamedTuple):
    """Sums over the lines of a document in one currency."""

    rows: Decimal
    discount: Decimal
    tax: Decimal
    hidden_tax: Decimal
    rows_incl_tax: Decimal


def apportion(
    portions: list[Portion],
    side: str,
    whole: Callable[[LineMoney], Amounts],
    taken: Callable[[LineMoney], Amounts],
    rounder: DeltaRounder,
) -> None:
    """Fill the documents' lines in one currency (`side` is "money" or "base") with their shares of `whole - taken`.

    The rounder's path is the order of the totals: all rows, all discounts, then tax and hidden tax line by line
    (RULES.md §3.1; M2 etc/sales.xml).
    """
    work = []
    for portion in portions:
        own: LineMoney = getattr(portion.line, side)
        doc: DocLineMoney = getattr(portion.doc, side)
        left = tuple(map(sub, whole(own), taken(own)))
        if portion.is_last:
            doc.row_total, doc.discount_amount, doc.tax_amount, doc.discount_tax_compensation_amount = left
        else:
            work.append((portion, doc, left))
    for portion, doc, left in work:
        doc.row_total = portion.take(left[0], rounder.add)
    for portion, doc, left in work:
        doc.discount_amount = portion.take(left[1], rounder.subtract)
    for portion, doc, left in work:
        doc.tax_amount = portion.take(left[2], rounder.add)
        doc.discount_tax_compensation_amount = portion.take(left[3], rounder.add)


def sums(lines: Iterable[DocLineMoney]) -> Sums:
    """Add up a document's lines in one currency."""
    rows = discount = tax = hidden_tax = rows_incl_tax = ZERO
    for line in lines:
        rows += line.row_total
        discount += line.discount_amount
        tax += line.tax_amount
        hidden_tax += line.discount_tax_compensation_amount
        rows_incl_tax += line.row_total_incl_tax
    return Sums(rows, discount, tax, hidden_tax, rows_incl_tax)


def up_to(total: Decimal, part: Decimal, whole: Decimal, digits: int) -> Decimal:
    """What the first `part` of `whole` take of a total, rounded: differences of it always sum to the total."""
    if part == whole:
        return total
    return round_half_up(share(total, part, whole), digits) if part else ZERO


def known_parts(doc: DocMoney) -> Decimal:
    """The parts of a grand total that a rule explains; tax and hidden tax include those of shipping."""
    return (
        doc.subtotal + doc.discount_amount + doc.shipping_amount + doc.tax_amount + doc.discount_tax_compensation_amount
    )


def doc_line(line: Line, qty: Decimal) -> DocLine:
    """A document's line for so many of an order line, at its unit prices and without amounts yet."""
    money, base = line.money, line.base
    return DocLine(
        line.id,
        qty,
        DocLineMoney(money.price, money.price_incl_tax),
        DocLineMoney(base.price, base.price_incl_tax),
    )
