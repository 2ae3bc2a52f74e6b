"""Sums over what an order came with and over the documents made here, column by column (RULES.md §0.11)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from operator import add, attrgetter, sub
from typing import Any

from sales_tui.core.money import ZERO
from sales_tui.rules.records import (
    INVOICE_CANCELED,
    INVOICE_OPEN,
    INVOICE_PAID,
    MEMO_CANCELED,
    CreditMemo,
    Invoice,
    Order,
)

Row = tuple[Decimal, ...]
Sign = Callable[[Decimal, Decimal], Decimal]
"""`add` or `sub`: whether a document adds to the figures or takes from them."""


class Columns:
    """Figures of an order or line, and the field of a document that sums up to each. At least two of them."""

    __slots__ = ("names", "of_document", "own")

    def __init__(self, **sources: str) -> None:
        self.names = tuple(sources)
        self.own: Callable[[Any], Row] = attrgetter(*sources)
        self.of_document: Callable[[Any], Row] = attrgetter(*sources.values())

    def tally(self, opening: Any | None, documents: Iterable[tuple[Sign, Any]]) -> Row:
        """Opening figures plus documents; both in the same currency."""
        total: Row = (ZERO,) * len(self.names) if opening is None else self.own(opening)
        for sign, document in documents:
            total = tuple(map(sign, total, self.of_document(document)))
        return total


INVOICED = Columns(
    subtotal_invoiced="subtotal",
    discount_invoiced="discount_amount",
    tax_invoiced="tax_amount",
    shipping_invoiced="shipping_amount",
    discount_tax_compensation_invoiced="discount_tax_compensation_amount",
    other_invoiced="other_amount",
    total_invoiced="grand_total",
)
REFUNDED = Columns(
    subtotal_refunded="subtotal",
    discount_refunded="discount_amount",
    tax_refunded="tax_amount",
    shipping_refunded="shipping_amount",
    shipping_tax_refunded="shipping_tax_amount",
    discount_tax_compensation_refunded="discount_tax_compensation_amount",
    other_refunded="other_amount",
    adjustment_positive="adjustment_positive",
    adjustment_negative="adjustment_negative",
    total_refunded="grand_total",
)
CANCELED = Columns(
    subtotal_canceled="subtotal_canceled",
    discount_canceled="discount_canceled",
    tax_canceled="tax_canceled",
    shipping_canceled="shipping_canceled",
    total_canceled="total_canceled",
)
LINE_INVOICED = Columns(
    row_invoiced="row_total",
    discount_invoiced="discount_amount",
    tax_invoiced="tax_amount",
    discount_tax_compensation_invoiced="discount_tax_compensation_amount",
)
LINE_REFUNDED = Columns(
    amount_refunded="row_total",
    discount_refunded="discount_amount",
    tax_refunded="tax_amount",
    discount_tax_compensation_refunded="discount_tax_compensation_amount",
)


def invoices_in_force(order: Order) -> list[tuple[Sign, Invoice]]:
    """Invoices made here that aren't canceled, and with `sub` imported ones that were canceled here."""
    signed: list[tuple[Sign, Invoice]] = []
    for invoice in order.invoices:
        if invoice.made_here and invoice.state != INVOICE_CANCELED:
            signed.append((add, invoice))
        elif invoice.opening_state in (INVOICE_OPEN, INVOICE_PAID) and invoice.state == INVOICE_CANCELED:
            signed.append((sub, invoice))
    return signed


def invoices_paid_here(order: Order) -> list[tuple[Sign, Invoice]]:
    """Invoices whose payment was booked here, and with `sub` imported ones whose charge was taken back here."""
    signed: list[tuple[Sign, Invoice]] = []
    for invoice in order.invoices:
        if invoice.state == INVOICE_PAID and (invoice.made_here or invoice.opening_state == INVOICE_OPEN):
            signed.append((add, invoice))
        elif invoice.state == INVOICE_CANCELED and invoice.opening_state == INVOICE_PAID:
            signed.append((sub, invoice))
    return signed


def memos_made_here(order: Order) -> list[CreditMemo]:
    """Credit memos made here that are in force; every one of them is refunded at once."""
    return [memo for memo in order.creditmemos if memo.made_here and memo.state != MEMO_CANCELED]


def quantities(order: Order, column: str, documents: Iterable[tuple[Sign, Any]]) -> dict[int, Decimal]:
    """A quantity column by `Line.id`: what came in plus the lines of documents."""
    opening = order.opening.lines if order.opening else {}
    total = {line_id: getattr(line, column) for line_id, line in opening.items()}
    for sign, document in documents:
        for row in document.lines:
            total[row.order_item_id] = sign(total.get(row.order_item_id, ZERO), row.qty)
    return total


def rows_by_line(documents: Iterable[tuple[Sign, Any]]) -> dict[int, list[tuple[Sign, Any]]]:
    """Documents' lines by the order line they are of."""
    rows: dict[int, list[tuple[Sign, Any]]] = {}
    for sign, document in documents:
        for row in document.lines:
            rows.setdefault(row.order_item_id, []).append((sign, row))
    return rows


def side_of(rows: Iterable[tuple[Sign, Any]], side: str) -> Iterator[tuple[Sign, Any]]:
    """The same documents or lines in one currency (`side` is "money" or "base")."""
    return ((sign, getattr(row, side)) for sign, row in rows)
