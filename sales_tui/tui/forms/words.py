"""Sentences and totals that several forms share."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from sales_tui.core.money import ZERO, plain
from sales_tui.rules import tenders
from sales_tui.rules.document_money import DocMoney
from sales_tui.rules.records import Order
from sales_tui.rules.statuses import status_label
from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.declare import Total

_OTHER = "Unexplained, from import"

_PARTS = (
    ("Subtotal", ("subtotal",), True),
    ("Discount", ("discount_amount",), False),
    ("Shipping", ("shipping_amount",), True),
    ("Tax", ("tax_amount",), True),
    (
        "Tax hidden in prices",
        ("discount_tax_compensation_amount", "shipping_discount_tax_compensation_amount"),
        False,
    ),
    (_OTHER, ("other_amount",), False),
    ("Extra refund", ("adjustment_positive",), False),
    ("Fee", ("adjustment_negative",), False),
)
"""Label, columns, and whether it is shown even when it is 0."""


def becomes(before: Order, after: Order) -> str:
    """What the order becomes, as a sentence."""
    old, new = status_label(before.status), status_label(after.status)
    return f"The order stays {new}." if old == new else f"The order becomes {new}."


def pieces(qty: Decimal) -> str:
    """A number of pieces in words."""
    return "1 piece" if qty == 1 else f"{plain(qty)} pieces"


def document_totals(case: Case, money: DocMoney, base: DocMoney, last: str) -> tuple[Total, ...]:
    """The totals of an invoice or credit memo; in both currencies where they differ. `last` labels the grand total."""
    rows = []
    tendered = bool(tenders.explaining(case.order))
    for label, columns, always in _PARTS:
        own, other = _sum(money, columns), _sum(base, columns)
        if own or other or always:
            sign = -1 if label == "Fee" else 1
            shown = "Also paid with" if tendered and label == _OTHER else label
            rows.append(Total(shown, amounts(case, sign * own, sign * other)))
    return (*rows, Total(last, amounts(case, money.grand_total, base.grand_total), strong=True))


def amounts(case: Case, money: Decimal, base: Decimal) -> tuple[str, ...]:
    """One amount as it is shown: in each currency."""
    return (case.money(money), case.base_money(base)) if case.two_currencies else (case.money(money),)


def grand_total(case: Case, amount: Decimal) -> str:
    """The figure behind the verb: with its currency where there are two."""
    return case.coded(amount) if case.two_currencies else case.money(amount)


def listed(parts: Iterable[str]) -> str:
    """Sentences one after the other; empty ones are left out."""
    return " ".join(part for part in parts if part)


def _sum(money: DocMoney, columns: tuple[str, ...]) -> Decimal:
    return sum((getattr(money, column, ZERO) for column in columns), ZERO)
