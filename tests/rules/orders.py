"""Orders made for tests: amounts worked out in both currencies, totals that add up, composite products."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sales_tui.core.money import ZERO, currency_digits, round_half_up
from sales_tui.core.refusal import Refusal
from sales_tui.rules.composites import mark
from sales_tui.rules.records import Line, LineMoney, Order, OrderMoney

D = Decimal
ONE, TWO, THREE = D(1), D(2), D(3)
TEN, TWENTY = D("10.00"), D("20.00")
TAX_PERCENT = D("8.25")
SHIPPING, SHIPPING_TAX = D("5.00"), D("0.41")


@dataclass(frozen=True)
class Row:
    """A line to be: unit price and discount in base currency, `children` for composite products."""

    sku: str = "A"
    qty: Decimal = THREE
    price: Decimal = TEN
    tax_percent: Decimal = TAX_PERCENT
    discount: Decimal = ZERO
    hidden_tax: Decimal = ZERO
    is_virtual: bool = False
    is_qty_decimal: bool = False
    product_type: str = "simple"
    is_dummy: bool = False
    together: bool = True
    """A child that ships inside its parent's parcel."""
    children: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Money:
    """Currencies of an order, and its amounts that don't come from lines, in base currency."""

    currency: str = "USD"
    base_currency: str = "USD"
    rate: Decimal = ONE
    shipping: Decimal = SHIPPING
    shipping_tax: Decimal = SHIPPING_TAX
    shipping_discount: Decimal = ZERO
    shipping_hidden_tax: Decimal = ZERO
    other: Decimal = ZERO


DOLLARS = Money()


def make_order(*rows: Row, money: Money = DOLLARS, payment_method: str = "checkmo") -> Order:
    """A new order of those lines, of three pieces of A if none are given."""
    rows = rows or (Row(),)
    order = Order(
        id=1,
        increment_id="000000001",
        payment_method=payment_method,
        order_currency_code=money.currency,
        base_currency_code=money.base_currency,
        base_to_order_rate=money.rate,
        is_virtual=all(row.is_virtual for row in rows),
    )
    for row in rows:
        _add_row(order, row, None)
    mark(order.lines)
    order.money = _totals(order, "money", money, money.rate, order.digits)
    order.base = _totals(order, "base", money, D(1), order.base_digits)
    return order


def _add_row(order: Order, row: Row, parent: Line | None) -> None:
    line = Line(
        id=len(order.lines) + 1,
        sku=row.sku,
        parent_id=parent.id if parent else None,
        product_type=row.product_type,
        is_virtual=row.is_virtual,
        is_qty_decimal=row.is_qty_decimal,
        is_dummy=row.is_dummy,
        ships_with_parent=parent is not None and row.together,
        qty_ordered=row.qty,
        weight=D("0.5"),
    )
    if not row.is_dummy:
        line.money = _line_money(row, order.base_to_order_rate, order.digits)
        line.base = _line_money(row, D(1), currency_digits(order.base_currency_code))
    order.lines.append(line)
    for child in row.children:
        _add_row(order, child, line)


def _line_money(row: Row, rate: Decimal, digits: int) -> LineMoney:
    def rounded(amount: Decimal) -> Decimal:
        return round_half_up(amount * rate, digits)

    row_total = rounded(row.price * row.qty)
    tax = rounded(row.price * row.qty * row.tax_percent / 100)
    return LineMoney(
        price=round_half_up(row.price * rate, 4),
        row_total=row_total,
        row_total_incl_tax=row_total + tax,
        tax_amount=tax,
        discount_amount=rounded(row.discount),
        discount_tax_compensation_amount=rounded(row.hidden_tax),
    )


def _totals(order: Order, side: str, money: Money, rate: Decimal, digits: int) -> OrderMoney:
    def rounded(amount: Decimal) -> Decimal:
        return round_half_up(amount * rate, digits)

    def of_lines(column: str) -> Decimal:
        return sum((getattr(getattr(line, side), column) for line in order.lines), ZERO)

    own = OrderMoney(
        subtotal=of_lines("row_total"),
        subtotal_incl_tax=of_lines("row_total_incl_tax"),
        discount_amount=-of_lines("discount_amount") - rounded(money.shipping_discount),
        tax_amount=of_lines("tax_amount") + rounded(money.shipping_tax),
        shipping_amount=rounded(money.shipping),
        shipping_incl_tax=rounded(money.shipping) + rounded(money.shipping_tax),
        shipping_tax_amount=rounded(money.shipping_tax),
        shipping_discount_amount=rounded(money.shipping_discount),
        shipping_discount_tax_compensation_amount=rounded(money.shipping_hidden_tax),
        discount_tax_compensation_amount=of_lines("discount_tax_compensation_amount"),
    )
    known = -own.other_amount
    own.grand_total = max(known + rounded(money.other), ZERO)
    own.total_due = max(own.grand_total, ZERO)
    return own


def configurable(sku: str = "TEE", qty: Decimal = TWO, price: Decimal = TWENTY) -> Row:
    """A configurable product and the variant that was chosen: the parent counts and ships."""
    child = Row(f"{sku}-M", qty, product_type="simple", is_dummy=True)
    return Row(sku, qty, price, product_type="configurable", children=(child,))


def fixed_bundle(sku: str = "SET", qty: Decimal = TWO, *, together: bool = True) -> Row:
    """A bundle with a price of its own: the parent counts; of the cup there is one a set, of the saucer two."""
    children = (
        Row(f"{sku}-CUP", qty, is_dummy=True, together=together),
        Row(f"{sku}-SAUCER", qty * 2, is_dummy=True, together=together),
    )
    return Row(sku, qty, D("30.00"), product_type="bundle", children=children)


def dynamic_bundle(sku: str = "BOX", qty: Decimal = TWO, *, together: bool = True) -> Row:
    """A bundle priced by its children: they count, and the parent follows them."""
    children = (
        Row(f"{sku}-TEA", qty, D("4.00"), together=together),
        Row(f"{sku}-JAM", qty * 3, D("2.50"), together=together),
    )
    return Row(sku, qty, product_type="bundle", is_dummy=True, children=children)


def code(refusal: Refusal | None) -> str | None:
    """The code of a refusal, None where there is none."""
    return refusal.code if refusal else None


def line_of(order: Order, sku: str) -> Line:
    """The first line of that SKU."""
    return next(line for line in order.lines if line.sku == sku)


def qtys(order: Order, **by_sku: str | int) -> dict[int, Decimal]:
    """Quantities by line id, from SKUs written as keywords (a dash is an underscore there)."""
    return {line_of(order, sku.replace("_", "-")).id: D(qty) for sku, qty in by_sku.items()}


def skus(order: Order, rows: Iterable[object]) -> dict[str, Decimal]:
    """A document's lines as quantities by SKU."""
    return {order.line(row.order_item_id).sku: row.qty for row in rows}  # type: ignore[attr-defined]
