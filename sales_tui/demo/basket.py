"""The lines of an order: simple and virtual products, variants of configurable ones, bundles with their parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from random import Random

from sales_tui.core.money import ZERO, round_half_up
from sales_tui.demo.chance import pick
from sales_tui.demo.draft import LineFacts
from sales_tui.demo.pricing import Terms, in_both, line_figures
from sales_tui.demo.shop import Product, shop
from sales_tui.rules.records import Line, LineMoney

ONE = Decimal(1)
COST = Decimal("0.55")
"""What a thing costs the shop, of its price."""

_SUMMED = ("row_total", "row_total_incl_tax", "tax_amount", "discount_amount", "discount_tax_compensation_amount")


@dataclass(slots=True)
class Basket:
    """The lines of one order as they are put in, with what else they show."""

    terms: Terms
    lines: list[Line] = field(default_factory=list)
    facts: list[LineFacts] = field(default_factory=list)

    def put(self, product: Product, qty: Decimal, rng: Random) -> None:
        """Put so many of a product in, with the rows that belong to it."""
        if product.kind == "configurable":
            self._put_variant(product, qty, rng)
        elif product.parts:
            self._put_bundle(product, qty)
        else:
            self._priced(product, product.sku, qty)

    def _put_variant(self, product: Product, qty: Decimal, rng: Random) -> None:
        """Parent and child carry the variant's SKU; the parent has the price, the child is what lies on the shelf."""
        options = tuple((label, pick(rng, values)) for label, values in product.options)
        values = [value for _, value in options]
        sku = "-".join([product.sku, *(value.upper().replace(" ", "") for value in values)])
        parent = self._priced(product, sku, qty)
        self.facts[-1].options = options
        child = self._row(product, sku, f"{product.name} {' '.join(values)}", qty, parent.id)
        child.product_type, child.is_dummy, child.ships_with_parent = "simple", True, True

    def _put_bundle(self, product: Product, qty: Decimal) -> None:
        parent = self._row(product, product.sku, product.name, qty) if product.priced_by_parts else None
        parent = parent or self._priced(product, product.sku, qty)
        parent.ships_in_parts, parent.is_dummy = product.ships_in_parts, product.priced_by_parts
        first = len(self.lines)
        for part in product.parts:
            self._put_part(product, parent, shop().products[part.sku], part.qty * qty)
        self.facts[parent.id - 1].options = tuple(
            (part.label, f"{part.qty} x {shop().products[part.sku].name}") for part in product.parts
        )
        parent.weight = sum((line.weight * line.qty_ordered for line in self.lines[first:]), ZERO) / qty
        if product.priced_by_parts:
            _add_up(parent.money, [line.money for line in self.lines[first:]], qty, self.terms.purchase.digits)
            _add_up(parent.base, [line.base for line in self.lines[first:]], qty, self.terms.purchase.base_digits)

    def _put_part(self, bundle: Product, parent: Line, product: Product, qty: Decimal) -> None:
        if bundle.priced_by_parts:
            child = self._priced(product, product.sku, qty, parent.id)
        else:
            child = self._row(product, product.sku, product.name, qty, parent.id)
            child.is_dummy = True
        child.ships_with_parent = not bundle.ships_in_parts

    def _priced(self, product: Product, sku: str, qty: Decimal, parent_id: int | None = None) -> Line:
        line = self._row(product, sku, product.name, qty, parent_id)
        terms, facts = self.terms, self.facts[-1]
        price, percent = terms.purchase.prices[product.sku], terms.purchase.taxes[product.tax]
        figures, base_figures = in_both(terms, price, partial(line_figures, terms, qty, percent))
        line.money, line.base = figures.money(), base_figures.money()
        facts.tax_percent, facts.discount_percent = percent, terms.discount
        facts.base_original_price = price
        facts.original_price = figures.price_incl_tax if terms.purchase.includes_tax else figures.price
        facts.base_cost = round_half_up(price * COST, terms.purchase.base_digits)
        if product.fee:
            facts.fee, facts.base_fee = in_both(terms, product.fee[1] * terms.purchase.level, _rounded)
        return line

    def _row(self, product: Product, sku: str, name: str, qty: Decimal, parent_id: int | None = None) -> Line:
        line = Line(
            id=len(self.lines) + 1,
            sku=sku,
            name=name,
            parent_id=parent_id,
            product_type=product.kind,
            is_virtual=product.kind == "virtual",
            is_qty_decimal=product.by_the_metre,
            weight=product.weight,
            qty_ordered=qty,
        )
        self.lines.append(line)
        self.facts.append(LineFacts(product))
        return line


def _rounded(price: Decimal, digits: int) -> Decimal:
    return round_half_up(price, digits)


def _add_up(parent: LineMoney, parts: Sequence[LineMoney], qty: Decimal, digits: int) -> None:
    """A parent that is priced by its parts shows their sums; they count, it doesn't."""
    for name in _SUMMED:
        setattr(parent, name, sum((getattr(part, name) for part in parts), ZERO))
    parent.price = round_half_up(parent.row_total / qty, digits)
    parent.price_incl_tax = round_half_up(parent.row_total_incl_tax / qty, digits)
