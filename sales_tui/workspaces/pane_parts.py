"""What the panes of orders and of documents have in common: money tables, comments, addresses."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from sales_tui.core.money import plain
from sales_tui.workspaces.panes import Pane, PaneColumn, Record, Subject
from sales_tui.workspaces.words import instant, money, number

Sum = tuple[str, str, bool]
"""Label, REST name of the amount, and whether it is shown where it is 0."""

PARTS: tuple[Sum, ...] = (
    ("Subtotal", "subtotal", True),
    ("Discount", "discount_amount", False),
    ("Shipping", "shipping_amount", False),
    ("Tax", "tax_amount", False),
    ("Tax hidden in prices", "discount_tax_compensation_amount", False),
    ("Tax hidden in shipping", "shipping_discount_tax_compensation_amount", False),
)
"""What a total is made of."""

OTHER: Sum = ("Unexplained, from import", "other_amount", False)
"""The part of an imported total that no field explains (RULES.md §0.12)."""


def has_two_currencies(record: Record) -> bool:
    """Whether the customer paid in another currency than the shop's."""
    return record.get("order_currency_code") != record.get("base_currency_code")


def money_columns(record: Record, label: str) -> tuple[PaneColumn, ...]:
    """One column for amounts, or two where the currencies differ."""
    currency, base = record["order_currency_code"], record["base_currency_code"]
    if has_two_currencies(record):
        return PaneColumn(f"Customer paid {currency}", True), PaneColumn(f"Shop currency {base}", True)
    return (PaneColumn(f"{label} {currency}".strip(), True),)


def amounts(record: Record, name: str) -> tuple[str, ...]:
    """An amount of the record, and the same in the shop's currency where that is another one."""
    paid = money(number(record, name), record["order_currency_code"])
    if not has_two_currencies(record):
        return (paid,)
    base = (
        "base_shipping_discount_tax_compensation_amnt" if name.startswith("shipping_discount_tax") else f"base_{name}"
    )
    return paid, money(number(record, base), record["base_currency_code"])


def totals(record: Record, sums: Iterable[Sum]) -> Pane:
    """A pane of sums, one a row."""
    rows = tuple(
        (label, *amounts(record, name))
        for label, name, always in sums
        if always or number(record, name) or number(record, f"base_{name}")
    )
    return Pane("totals", "Totals", columns=(PaneColumn(""), *money_columns(record, "")), rows=rows)


def comments(subject: Subject) -> Pane:
    """What was said about a document, the newest first."""
    said = sorted(subject.record.get("comments") or (), key=lambda one: one["created_at"], reverse=True)
    rows = tuple((instant(one, "created_at", subject.zone), one["comment"], audience(one)) for one in said)
    columns = (PaneColumn("When"), PaneColumn("Comment", wide=True), PaneColumn("Customer", priority=1))
    return Pane("comments", "Comments", columns=columns, rows=rows, empty="No comments", press="c writes one")


def audience(comment: Record) -> str:
    """Whether the customer knows."""
    words = []
    if comment.get("is_customer_notified"):
        words.append("e-mailed")
    if comment.get("is_visible_on_front"):
        words.append("sees it in the shop")
    return ", ".join(words)


def quantity(value: Decimal) -> str:
    """A quantity; blank for none, so that what is there stands out."""
    return plain(value) if value else ""
