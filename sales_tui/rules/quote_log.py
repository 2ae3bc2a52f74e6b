"""What was changed of a quote, from what to what: its log (RULES.md §7.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from sales_tui.core.money import amount_text, plain
from sales_tui.rules.quote_records import LogEntry, NewQuoteComment, Quote, QuoteFile, QuoteLine
from sales_tui.rules.quoting import PERCENTAGE, PROPOSED, shipping_of

CREATED, UPDATED, BY_SYSTEM, CLOSED = "created", "updated", "updated_by_system", "closed"

NOTHING = "nothing"

Facts = Mapping[str, str]


def facts(quote: Quote) -> dict[str, str]:
    """What the log compares: field -> what it says."""
    told = {
        "quote_name": quote.name,
        "negotiated_price": negotiation(quote),
        "shipping_price": _money(quote, shipping_of(quote, "base")),
        "shipping_method": quote.shipping_description or quote.shipping_method or "",
        "expires_at": day(quote.expires_at),
        "negotiated_total": _money(quote, quote.base.negotiated_total),
        "accepted": "yes" if quote.accepted_at else "",
        "locked_by": quote.locked_by,
    }
    for line in quote.lines:
        mark = f"item {_name(quote, line)}"
        told[mark] = f"{plain(line.qty)} x {_money(quote, line.base.proposed_price)}"
    return told


def note(
    quote: Quote, before: Facts, from_status: str, by: str, action: str = UPDATED, more: Facts | None = None
) -> None:
    """Write down what is different from `before`, which `facts` gave; `more` are further changes."""
    after = facts(quote)
    changes = {
        field: f"{before.get(field) or NOTHING} -> {after.get(field) or NOTHING}"
        for field in [*before, *(field for field in after if field not in before)]
        if (before.get(field) or "") != (after.get(field) or "")
    }
    quote.new_log.append(LogEntry(action, from_status, quote.status, by, changes | dict(more or {})))


def say(
    quote: Quote, comment: str, by: str, *, files: list[QuoteFile] | None = None, draft: bool = False, us: bool = True
) -> None:
    """Put a comment on it; blank ones without files are left out."""
    if comment.strip() or files:
        quote.new_comments.append(NewQuoteComment(comment, us, draft, by, files or []))


def negotiation(quote: Quote) -> str:
    """What was agreed on for the whole, in words."""
    if not quote.negotiated_type:
        return ""
    if quote.negotiated_type == PERCENTAGE:
        return f"{plain(quote.negotiated_value)}% off"
    words = "{} in all" if quote.negotiated_type == PROPOSED else "{} off"
    return words.format(_money(quote, quote.negotiated_value))


def day(moment: datetime | None) -> str:
    """An expiry as its day; never without one."""
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "never"


def _money(quote: Quote, amount: Decimal) -> str:
    return f"{amount_text(amount, quote.base_digits)} {quote.base_currency_code}"


def _name(quote: Quote, line: QuoteLine) -> str:
    """The SKU, with its place where several lines have it."""
    same = [one for one in quote.lines if one.sku == line.sku]
    return line.sku if len(same) == 1 else f"{line.sku} ({same.index(line) + 1})"
