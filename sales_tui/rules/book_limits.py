"""Limits that an order's figures keep, and the inner sums of its documents (INTERFACE §6).

What an imported order came with may break a limit: only what goes beyond that is a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from operator import attrgetter
from typing import Any

from sales_tui.core.money import ZERO, plain
from sales_tui.rules.apportion import known_parts, sums
from sales_tui.rules.document_money import DocMoney, MemoMoney
from sales_tui.rules.quantities import ships
from sales_tui.rules.records import CreditMemo, DocLine, Invoice, Line, Order, OrderMoney

Figures = Callable[[Any], tuple[Decimal, ...]]
Chain = tuple[tuple[str, str, str], ...]
"""Per column its refunded, invoiced and ordered figure, each at most the next."""

LINE_CHAIN: Chain = (
    ("amount_refunded", "row_invoiced", "row_total"),
    ("discount_refunded", "discount_invoiced", "discount_amount"),
    ("tax_refunded", "tax_invoiced", "tax_amount"),
    (
        "discount_tax_compensation_refunded",
        "discount_tax_compensation_invoiced",
        "discount_tax_compensation_amount",
    ),
)
TOTAL_CHAIN: Chain = (
    ("subtotal_refunded", "subtotal_invoiced", "subtotal"),
    ("discount_refunded", "discount_invoiced", "discount_amount"),
    ("tax_refunded", "tax_invoiced", "tax_amount"),
    ("shipping_refunded", "shipping_invoiced", "shipping_amount"),
    ("shipping_tax_refunded", "shipping_tax_amount", "shipping_tax_amount"),
    ("other_refunded", "other_invoiced", "other_amount"),
)


class _Limits:
    """Figures that must not exceed others, read in one go."""

    __slots__ = ("greater", "lesser", "names")

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self.names = pairs
        self.lesser: Figures = attrgetter(*(lesser for lesser, _ in pairs))
        self.greater: Figures = attrgetter(*(greater for _, greater in pairs))

    def broken(self, own: Any, opening: Any | None) -> Iterator[tuple[str, Decimal, str, Decimal]]:
        """The pairs where the first figure exceeds the second, by more than the order came with."""
        for (name, other), lesser, greater in zip(self.names, self.lesser(own), self.greater(own), strict=True):
            if abs(lesser) <= abs(greater):
                continue
            came = abs(getattr(opening, name)) if opening is not None else ZERO
            if abs(lesser) - max(abs(greater), came) > 0:
                yield name, lesser, other, greater


def _limits(chain: Chain, *more: tuple[str, str]) -> _Limits:
    return _Limits([pair for low, middle, high in chain for pair in ((low, middle), (middle, high))] + list(more))


_QUANTITIES = _Limits([("qty_refunded", "qty_invoiced"), ("qty_invoiced", "qty_ordered")])
_LINE = _limits(LINE_CHAIN)
_TOTAL = _limits(TOTAL_CHAIN, ("total_refunded", "total_paid"))


def limit_faults(order: Order) -> Iterator[str]:
    """Refunded at most invoiced at most ordered, shipped and canceled at most ordered, refunded at most paid."""
    opening = order.opening
    for line in order.lines:
        came = opening.lines.get(line.id) if opening else None
        yield from _sentences(_QUANTITIES.broken(line, came), f"{line.sku} ")
        yield from _sentences(_LINE.broken(line.money, came.money if came else None), f"{line.sku} ")
        yield from _sentences(_LINE.broken(line.base, came.base if came else None), f"{line.sku} base_")
        yield from _piece_faults(line, came)
    yield from _sentences(_TOTAL.broken(order.money, opening.money if opening else None), "")
    yield from _sentences(_TOTAL.broken(order.base, opening.base if opening else None), "base_")


def _piece_faults(line: Line, came: Line | None) -> Iterator[str]:
    """No quantity is below 0, and no piece is both shipped and canceled."""
    for column in ("qty_invoiced", "qty_shipped", "qty_refunded", "qty_canceled"):
        if getattr(line, column) < 0:
            yield f"{line.sku} {column} is {plain(getattr(line, column))}, and the least is 0."
    gone = line.qty_shipped + line.qty_canceled
    if gone > line.qty_ordered and (came is None or gone > came.qty_shipped + came.qty_canceled):
        yield (
            f"{line.sku} qty_shipped and qty_canceled are {plain(gone)} together,"
            f" more than qty_ordered, {plain(line.qty_ordered)}."
        )


def _sentences(broken: Iterator[tuple[str, Decimal, str, Decimal]], prefix: str) -> Iterator[str]:
    for name, lesser, other, greater in broken:
        yield f"{prefix}{name} is {plain(lesser)}, more than {other}, {plain(greater)}."


def document_faults(order: Order) -> Iterator[str]:
    """Totals of the documents made here against their parts and lines, and what memos took of an invoice."""
    for invoice in order.invoices:
        if invoice.made_here:
            name = f"invoice {invoice.increment_id}"
            yield from _document_faults(order, invoice, name)
            yield from _refunded_faults(order, invoice, name)
            counted = sum((row.qty for row in _money_rows(order, invoice.lines)), ZERO)
            yield from _unequal(f"{name} total_qty", invoice.total_qty, counted)
    for memo in order.creditmemos:
        if memo.made_here:
            yield from _document_faults(order, memo, f"credit memo {memo.increment_id}")
    parcel_rows = {line.id for line in order.lines if ships(line)}
    for shipment in order.shipments:
        if shipment.made_here:
            counted = sum((row.qty for row in shipment.lines if row.order_item_id in parcel_rows), ZERO)
            yield from _unequal(f"shipment {shipment.increment_id} total_qty", shipment.total_qty, counted)


def _document_faults(order: Order, document: Invoice | CreditMemo, name: str) -> Iterator[str]:
    for side in ("money", "base"):
        doc: DocMoney = getattr(document, side)
        prefix = f"{name} " if side == "money" else f"{name} base_"
        parts = known_parts(doc) + doc.other_amount
        if isinstance(doc, MemoMoney):
            parts += doc.adjustment_positive - doc.adjustment_negative
        yield from _unequal(f"{prefix}grand_total", doc.grand_total, parts)
        if order.opening is None and _rows_explain_subtotal(order, side):
            rows = sums(getattr(row, side) for row in document.lines).rows
            yield from _unequal(f"{prefix}subtotal", doc.subtotal, rows)


def _rows_explain_subtotal(order: Order, side: str) -> bool:
    """Whether the order's subtotal is the sum of its rows; imported ones needn't be, and then the last document takes
    the difference."""
    own: OrderMoney = getattr(order, side)
    return own.subtotal == sum((getattr(line, side).row_total for line in order.lines if not line.is_dummy), ZERO)


def _refunded_faults(order: Order, invoice: Invoice, name: str) -> Iterator[str]:
    for side, prefix in (("money", ""), ("base", "base_")):
        refunded = ZERO
        for memo in order.creditmemos:
            if memo.invoice is invoice:
                refunded += getattr(memo, side).grand_total
        yield from _unequal(f"{name} {prefix}total_refunded", getattr(invoice, side).total_refunded, refunded)


def _money_rows(order: Order, rows: list[DocLine]) -> list[DocLine]:
    dummies = {line.id for line in order.lines if line.is_dummy}
    return [row for row in rows if row.order_item_id not in dummies]


def _unequal(name: str, own: Decimal, expected: Decimal) -> Iterator[str]:
    if own != expected:
        yield f"{name} is {plain(own)}, but its parts make {plain(expected)}."
