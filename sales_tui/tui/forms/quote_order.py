"""The form of an order that is made from an accepted quote."""

from __future__ import annotations

from dataclasses import replace

from sales_tui.actions.base import Target
from sales_tui.actions.preview import Preview
from sales_tui.core.money import plain
from sales_tui.rules.quote_ordering import order_of, why_not_ship
from sales_tui.rules.quote_records import Quote
from sales_tui.rules.records import Order
from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.declare import Entry, Form, Notes, Outcome
from sales_tui.tui.forms.quote_facts import (
    price_words,
    quote_facts,
)
from sales_tui.tui.forms.reorder import payment_entries
from sales_tui.tui.forms.words import listed


def declare_quote_order(case: Case) -> Form:
    """What is ordered, who pays how, a comment."""
    quote = case.opened.target.quote
    new = order_of(quote)
    new.accounts, new.agreements = quote.accounts, quote.agreements
    paid = replace(case, opened=replace(case.opened, aim=Target(new)))
    place = quote.shipping_address
    where = [place.get(name, "") for name in ("street", "postcode", "city", "country_id")]
    return Form(
        blocks=(
            Notes(
                (
                    ("Pieces", _pieces(quote)),
                    ("Price", price_words(quote)),
                    ("Ship to", ", ".join(filter(None, where)) or "not known yet, or nothing is shipped"),
                )
            ),
            *_address(quote),
            *payment_entries(paid),
            Entry("comment", "Comment", beside="about the order"),
        ),
        outcome=lambda seen: _ordered(paid, seen),
        facts=quote_facts(case),
        points={
            "quote.no_address": "shipping_address",
            "order.po": "po_number",
            "order.store": "store_credit",
            "credit": "method",
            "order": "method",
        },
    )


def _address(quote: Quote) -> tuple[Entry, ...]:
    """Where it is shipped, as long as nobody said so."""
    if why_not_ship(quote) is None:
        return ()
    return (Entry("shipping_address", "Address", beside="name; street; postcode city; country"),)


def _pieces(quote: Quote) -> str:
    rows = [f"{plain(line.qty)} × {line.sku}" for line in quote.lines]
    return ", ".join(rows[:4]) + (f" and {len(rows) - 4} more" if len(rows) > 4 else "")


def _ordered(case: Case, seen: Preview) -> Outcome:
    new = next(one for one in seen.documents if isinstance(one, Order))
    total, due = case.coded(new.money.grand_total), case.coded(new.money.total_due)
    says = f"An order over {total} is placed; {due} of it will be due. Every price stays as agreed."
    return Outcome(listed((says, "The order can't be edited.")), figure=total)
