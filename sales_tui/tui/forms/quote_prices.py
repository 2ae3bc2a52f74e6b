"""The form that pulls a quote's prices from the catalog again: what changes, line by line."""

from __future__ import annotations

from decimal import Decimal

from sales_tui.core.money import plain
from sales_tui.core.refusal import Refusal
from sales_tui.rules.quote_records import Quote, QuoteLine
from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.declare import Block, Column, Form, LineRow, Lines, Outcome
from sales_tui.tui.forms.quote_edit import (
    take_over,
)
from sales_tui.tui.forms.quote_facts import (
    margin_words,
    quote_facts,
    shop_money,
)
from sales_tui.tui.forms.quote_words import root_of
from sales_tui.workspaces.format import grouped


def declare_update_prices(case: Case) -> Form:
    """What changes, line by line."""
    quote = case.opened.target.quote
    seen = case.look_ahead({"take_over": True})
    after = quote if isinstance(seen, Refusal) else root_of(seen)
    return Form(
        blocks=(*_changes(quote, after), *take_over(case)),
        outcome=lambda seen: _priced(case, quote, root_of(seen)),
        facts=quote_facts(case),
        points={"quote.locked": "take_over"},
    )


def _changes(before: Quote, after: Quote) -> tuple[Block, ...]:
    left = {line.id: line for line in after.lines}
    rows = tuple(_change(before, line, left.get(line.id)) for line in before.lines)
    columns = (
        Column("catalog", priority=1),
        Column("now"),
        Column("cart", priority=2),
        Column("now"),
        Column("cost", priority=4),
        Column("now", priority=3),
    )
    return (Lines(rows, columns, ""),)


def _change(quote: Quote, line: QuoteLine, after: QuoteLine | None) -> LineRow:
    """What the catalog says of a line; blank where it says the same."""

    def told(old: Decimal | None, new: Decimal | None) -> tuple[str, str]:
        shown = ["" if one is None else grouped(one, quote.base_digits) for one in (old, new)]
        return shown[0], shown[1] if new != old else ""

    if after is None:
        cells: tuple[str, ...] = (*told(line.base.price, line.base.price), "", "taken off", "", "")
    else:
        cells = (
            *told(line.base.price, after.base.price),
            *told(line.base.cart_price, after.base.cart_price),
            *told(line.base_cost, after.base_cost),
        )
    return LineRow(line.id or 0, line.id or 0, line.sku, f"{plain(line.qty)} × {line.name}", cells)


def _priced(case: Case, before: Quote, after: Quote) -> Outcome:
    old, new = before.base.negotiated_total, after.base.negotiated_total
    terms = case.context.terms.quotes
    if old == new:
        words = "The price stays as it is"
    else:
        words = f"The price goes from {grouped(old, before.base_digits)} to {shop_money(after, new)}"
    return Outcome(f"{words}; margin {margin_words(after, terms)}.", figure=grouped(new, after.base_digits))
