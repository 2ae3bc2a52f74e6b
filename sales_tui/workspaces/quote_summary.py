"""A quote in a few lines."""

from __future__ import annotations

from datetime import datetime, tzinfo

from sales_tui.core.money import plain
from sales_tui.workspaces import words
from sales_tui.workspaces.panes import Record
from sales_tui.workspaces.quote_panes import stale_note, totals_of
from sales_tui.workspaces.quote_words import (
    amount_words,
    expiry_words,
    is_over,
    percent_words,
    quote_status,
    seen_words,
)
from sales_tui.workspaces.summaries import Line, Summary
from sales_tui.workspaces.words import number


def quote_gist(record: Record, order: Record, zone: tzinfo, now: datetime) -> Summary:
    """With what is offered, and what of it is left to us."""
    status, customer = str(record.get("status") or ""), record.get("customer") or {}
    buyer = words.person(customer) or str(customer.get("email") or "")
    company = str(record.get("company_name") or "")
    rep = str(record.get("sales_rep") or "")
    return Summary(
        str(record.get("increment_id") or ""),
        quote_status(record),
        tuple(_heads(record, status, zone, now)),
        company or buyer,
        tuple(
            filter(
                None,
                (
                    company,
                    words.join(buyer, str(record.get("customer_group") or ""), by=" · "),
                    str(customer.get("email") or ""),
                    f"sales rep {rep}" if rep else "",
                    str(record.get("quote_name") or ""),
                ),
            )
        ),
        tuple(stale_note(record)),
        tuple(_line(item, str(record.get("quote_currency_code") or "")) for item in record.get("items") or ()),
        _sums(record),
    )


def _heads(record: Record, status: str, zone: tzinfo, now: datetime) -> list[str]:
    heads = [seen_words(status)]
    if record.get("order_increment_id"):
        heads.append(f"order {record['order_increment_id']}")
    elif not is_over(record):
        expiry = expiry_words(record, zone, now)
        heads.append("never expires" if expiry == "never" else f"expires {expiry}")
    if record.get("locked_by") and not is_over(record):
        heads.append(f"in work with {record['locked_by']}")
    return heads


def _line(item: Record, currency: str) -> Line:
    offered = amount_words(item, "proposed_price", currency)
    return Line(plain(number(item, "qty")), str(item.get("sku") or ""), str(item.get("name") or ""), offered)


def _sums(record: Record) -> tuple[tuple[str, str], ...]:
    found, currency = totals_of(record), str(record.get("quote_currency_code") or "")
    parts = [
        (label, amount_words(found, name, currency))
        for label, name, always in (
            ("Cart total", "original_total", True),
            ("Negotiated", "discount", False),
            ("Shipping", "shipping_amount", False),
            ("Tax", "tax_amount", False),
        )
        if always or number(found, name)
    ]
    margin = percent_words(record.get("margin_percent"))
    if margin:
        parts.append(("Margin", margin))
    return (*parts, (f"Grand total {currency}".strip(), amount_words(found, "grand_total", currency)))
