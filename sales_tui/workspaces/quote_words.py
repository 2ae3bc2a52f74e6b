"""What people call the statuses of a quote: both sides' words, and whose turn it is (RULES.md §7.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Any

from sales_tui.core.money import currency_digits, plain, round_half_up
from sales_tui.rules.quote_status import OURS, OVER, STATUSES, THEIRS
from sales_tui.workspaces.format import grouped

Record = Mapping[str, Any]

TURNS = {"ours": OURS, "theirs": THEIRS, "done": OVER}
"""Whose turn it is, as filters say it -> what people read."""

LABELS = {code: f"{status.turn} · {status.seller}" for code, status in STATUSES.items()}
"""Whose turn it is, then Magento's word for our side."""

BUYER_LABELS = {code: status.buyer or "nothing yet" for code, status in STATUSES.items()}
"""What the buyer reads in the shop. The same word means opposite things on the two sides."""

PRICE_TYPES = {"1": "percentage", "2": "amount", "3": "proposed"}
"""Magento's numbers for how a price is negotiated."""

ACTIONS = {
    "created": "Created",
    "updated": "Updated",
    "updated_by_system": "Updated by the system",
    "closed": "Closed",
}
"""What happened to a quote, by Magento's code."""

FIELDS = {
    "base_negotiated_total": "negotiated price",
    "base_shipping_amount": "shipping",
    "expiration_period": "expiry",
    "expires_at": "expiry",
    "negotiated_type": "negotiated as",
    "negotiated_value": "negotiated by",
    "proposed_shipping_amount": "shipping price",
    "qty": "quantity",
    "quote_name": "name",
    "sales_rep": "sales rep",
}
"""Names of what the log says was changed, where they don't speak for themselves."""

SOON = timedelta(days=3)
"""An expiry so near is said in days."""


def buyer_word(status: str) -> str:
    """What the buyer reads in the shop; a draft isn't shown there."""
    return BUYER_LABELS.get(status, status)


def seen_words(status: str) -> str:
    """What the buyer reads, in a few words."""
    return f"the buyer sees {buyer_word(status)}"


def is_ours(record: Record) -> bool:
    """Whether it waits for us."""
    status = STATUSES.get(str(record.get("status") or ""))
    return status is not None and status.turn == OURS


def is_over(record: Record) -> bool:
    """Whether nothing more is expected of either side."""
    status = STATUSES.get(str(record.get("status") or ""))
    return status is not None and status.turn == OVER


def quote_status(record: Record) -> str:
    """Whose turn it is, then Magento's word for our side: "our turn · Updated"; and that the buyer said yes."""
    status = str(record.get("status") or "")
    if record.get("is_waiting_for_order"):
        return f"{OURS} · {STATUSES[status].seller}, accepted"
    return LABELS.get(status, status)


def amount_words(record: Record, name: str, currency: str) -> str:
    """An amount of the record with its currency's decimals; empty where it has none."""
    value = record.get(name)
    return "" if value in (None, "") else grouped(Decimal(str(value)), currency_digits(currency))


def last_paid_words(price: object, currency: str) -> str:
    """What was paid for a piece last, in whole cents: discounts needn't divide by the pieces."""
    if price in (None, ""):
        return ""
    digits = currency_digits(currency)
    return grouped(round_half_up(Decimal(str(price)), digits), digits)


def percent_words(value: object) -> str:
    """A percentage with one decimal: "31.4 %"; empty where there is none."""
    return "" if value in (None, "") else f"{Decimal(str(value)):.1f} %"


def negotiated_words(record: Record) -> str:
    """How the price was negotiated: "2.5 % off", "10.00 USD off", "proposed 358.80 USD"; empty where it wasn't."""
    value = record.get("negotiated_price_value")
    kind = PRICE_TYPES.get(str(record.get("negotiated_price_type") or ""), "")
    if not kind or value in (None, ""):
        return ""
    if kind == "percentage":
        return f"{plain(Decimal(str(value)))} % off"
    currency = str(record.get("base_currency_code") or "")
    amount = f"{amount_words(record, 'negotiated_price_value', currency)} {currency}".strip()
    return f"{amount} off" if kind == "amount" else f"proposed {amount}"


def expiry_words(record: Record, zone: tzinfo, now: datetime | None = None) -> str:
    """The last day that it is valid: "27 Nov 2026, in 2 days", "never"."""
    text = str(record.get("expiration_period") or "")
    if not text:
        return "never"
    last = date.fromisoformat(text[:10])
    shown = f"{last.day} {last:%b %Y}"
    if now is None or is_over(record):
        return shown
    days = (last - now.astimezone(zone).date()).days
    if days < 0:
        return f"{shown}, passed"
    if days > SOON.days:
        return shown
    return f"{shown}, {'today' if not days else 'tomorrow' if days == 1 else f'in {days} days'}"


def size_words(size: int) -> str:
    """The size of a file: "12 kB", "1.9 MB"."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB" if size else "0 kB"
    return f"{size / 1_000_000:.1f} MB"
