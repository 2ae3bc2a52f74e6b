"""What becomes of a quote: opened, sent, declined, accepted, closed, answered, expired (RULES.md §7.1, §7.3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from sales_tui.core.money import amount_text, plain
from sales_tui.core.refusal import Refused
from sales_tui.rules import quote_log as log
from sales_tui.rules.quote_items import Item, drop_unavailable, put_items
from sales_tui.rules.quote_records import Quote
from sales_tui.rules.quote_status import DRAFT, SENT, claim, ensure, go, why_expired
from sales_tui.rules.quoting import AMOUNT, PROPOSED, QuoteTerms, is_below_floor, margin, recalculate, reset_prices


def default_expiry(now: datetime, terms: QuoteTerms) -> datetime:
    """When a quote ends that gets no date of its own (RULES.md §7.3)."""
    return now + timedelta(days=terms.expiry_days)


def set_expiry(quote: Quote, last: date | None, now: datetime) -> None:
    """It is valid up to the end of that day in its store's time zone; None: for ever. Raises Refused for a past day."""
    if last is None:
        quote.expires_at = None
        return
    try:
        end = datetime.combine(last + timedelta(days=1), time(), ZoneInfo(quote.timezone)).astimezone(UTC)
    except OverflowError:
        raise Refused("quote.expires", f"{last} is too far away; give another day, or never.") from None
    if end <= now:
        raise Refused("quote.expires", f"{last} has passed; give a later day, or never.")
    quote.expires_at = end


def take(quote: Quote, by: str, *, take_over: bool) -> None:
    """Take it into work: from now on the buyer can't change it (RULES.md §7.1). Raises Refused."""
    before, was = log.facts(quote), quote.status
    claim(quote, by, take_over=take_over)
    go(quote, "open")
    if was != quote.status or log.facts(quote) != before:
        log.note(quote, before, was, by)


def send(quote: Quote, by: str, now: datetime, terms: QuoteTerms, reason: str) -> list[str]:
    """Send it to the buyer: what is negotiated counts, what isn't sold any more goes (RULES.md §7.2).

    Returns what was taken off. Raises Refused without items or buyer, past its date, below the minimum, and below the
    margin floor without a reason.
    """
    before, was = log.facts(quote), quote.status
    dropped = drop_unavailable(quote)
    ensure(why_expired(quote, now))
    _check_sendable(quote, terms)
    if quote.is_stale and quote.negotiated_type in (AMOUNT, PROPOSED):
        raise Refused(
            "quote.stale",
            f"The buyer changed quote {quote.increment_id}, so the {plain(quote.negotiated_value)} "
            f"{quote.base_currency_code} negotiated for the whole of it are void; negotiate it anew.",
        )
    quote.is_stale = False
    recalculate(quote)
    more = {}
    if is_below_floor(quote, terms):
        found = margin(quote).percent
        figures = f"{'nothing' if found is None else f'{plain(found)} per cent'}"
        if not reason.strip():
            raise Refused(
                "quote.below_floor",
                f"The margin of quote {quote.increment_id} is {figures}, below the floor of "
                f"{plain(terms.margin_floor)} per cent; send it with a reason, or raise the price.",
            )
        more["below_floor"] = f"{figures} -> {reason.strip()}"
    quote.submitted_at, quote.accepted_at, quote.locked_by = now, None, ""
    go(quote, "send")
    log.note(quote, before, was, by, more=more)
    return dropped


def _check_sendable(quote: Quote, terms: QuoteTerms) -> None:
    if not quote.lines:
        raise Refused("quote.empty", f"Quote {quote.increment_id} has no items; add some before you send it.")
    if quote.customer_id is None:
        raise Refused("quote.no_buyer", f"{quote.company_name} has no buyer whom the quote could be sent to.")
    if quote.base.original_total < terms.minimum:
        least = amount_text(terms.minimum, quote.base_digits)
        raise Refused(
            "quote.minimum",
            f"Quote {quote.increment_id} comes to {amount_text(quote.base.original_total, quote.base_digits)} "
            f"{quote.base_currency_code}, below the minimum of {least}.",
        )


def decline(quote: Quote, by: str, reason: str) -> None:
    """No: prices go back to catalog and cart, and the buyer reads why (RULES.md §7.1). Raises Refused."""
    if not reason.strip():
        raise Refused(
            "comment.missing", f"Quote {quote.increment_id} needs a reason to be declined; the buyer reads it."
        )
    before, was = log.facts(quote), quote.status
    _void(quote)
    go(quote, "decline")
    log.note(quote, before, was, by, log.CLOSED)
    log.say(quote, reason, by)


def _void(quote: Quote) -> None:
    reset_prices(quote)
    quote.locked_by, quote.accepted_at = "", None


def accept(quote: Quote, by: str, now: datetime) -> None:
    """The buyer says yes to what was sent. Raises Refused past its date, and where he did already."""
    ensure(why_expired(quote, now))
    if quote.accepted_at is not None:
        raise Refused("quote.accepted", f"Quote {quote.increment_id} was accepted already; it can be ordered.")
    before = log.facts(quote)
    quote.accepted_at = now
    log.note(quote, before, quote.status, by)


def close(quote: Quote, by: str) -> None:
    """The buyer doesn't want it any more; it can only be looked at from now on."""
    before, was = log.facts(quote), quote.status
    quote.locked_by = ""
    go(quote, "close")
    log.note(quote, before, was, by, log.CLOSED)


def change_by_buyer(quote: Quote, by: str, items: Iterable[Item], now: datetime, terms: QuoteTerms) -> None:
    """The buyer changes quantities or takes lines off (quantity 0), and sends it for review (RULES.md §7.1, §7.2).

    What was negotiated doesn't count until it is sent again. Prices aren't his to change. Raises Refused.
    """
    before, was = log.facts(quote), quote.status
    for item in items:
        if "price" in item:
            raise Refused("item.price", f"{item.get('sku', '')}: a buyer asks by a comment; prices are set here.")
        _change_line(quote, item)
    quote.is_stale = bool(quote.negotiated_type or any(line.proposed_type for line in quote.lines))
    quote.is_stale = quote.is_stale or quote.proposed_shipping_amount is not None
    recalculate(quote)
    quote.accepted_at = None
    go(quote, "reply")
    if quote.expires_at is not None and quote.expires_at <= now:
        quote.expires_at = default_expiry(now, terms)
    log.note(quote, before, was, by)


def _change_line(quote: Quote, item: Item) -> None:
    if item.get("qty") is not None and item["qty"] == 0:
        gone = [line for line in quote.lines if line.sku == item.get("sku") or line.id == item.get("item_id", 0)]
        quote.lines = [line for line in quote.lines if line not in gone]
        return
    known = any(line.sku == item.get("sku") for line in quote.lines)
    if item.get("item_id") is None and not known:
        raise Refused(
            "item.unknown", f"Quote {quote.increment_id} has no line with the SKU {item['sku'][:64]}; only we add some."
        )
    put_items(quote, [item])


def expire(quote: Quote, by: str, now: datetime, terms: QuoteTerms) -> None:
    """Its day has come: sent, it expires and its prices are void; in review here, it gets more time (RULES.md §7.3).

    Raises Refused before its day.
    """
    if quote.expires_at is None or quote.expires_at > now:
        raise Refused("quote.valid", f"Quote {quote.increment_id} is still valid.")
    before, was = log.facts(quote), quote.status
    if was == SENT:
        _void(quote)
        go(quote, "expire")
    else:
        quote.expires_at = default_expiry(now, terms)
    log.note(quote, before, was, by, log.BY_SYSTEM)


def shown_total(amount: Decimal, quote: Quote) -> str:
    """An amount of the quote in the shop's currency, with its code."""
    return f"{amount_text(amount, quote.base_digits)} {quote.base_currency_code}"


def begin(quote: Quote, by: str, now: datetime, terms: QuoteTerms) -> None:
    """A new quote for a buyer: a draft that he doesn't see yet. Raises Refused for who can't have one."""
    if not quote.company_name:
        raise Refused("quote.no_company", f"{quote.buyer_email} buys for no company, and quotes are for companies.")
    if quote.customer_id is None:
        raise Refused("quote.no_buyer", f"{quote.company_name} has no buyer; a quote needs one who can order.")
    quote.status, quote.locked_by = DRAFT, by
    quote.name = quote.name or f"Quote for {quote.company_name}"
    quote.created_at = now
    quote.expires_at = quote.expires_at or default_expiry(now, terms)
