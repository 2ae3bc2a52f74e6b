"""Negotiable quotes that come in: carts as Magento's REST gives them, and what `show quotes --json` gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sales_tui.core.money import ZERO, round_half_up, share
from sales_tui.core.refusal import Refused
from sales_tui.rules.quote_records import Quote, QuoteLine, QuoteLineMoney
from sales_tui.rules.quote_status import STATUSES
from sales_tui.rules.quoting import HUNDRED, TYPES, recalculate, reset_prices
from sales_tui.store.importing.digest import digest
from sales_tui.store.importing.fields import Fields
from sales_tui.store.importing.transactions import id_of
from sales_tui.store.importing.values import FieldError, code, lines, rate, small

Words = dict[str, Any]
"""A row of quote_comment or quote_log, without its quote."""

_NO_DAY = ("", "0000-00-00")
_RESET = frozenset({"declined", "expired"})


@dataclass(slots=True)
class QuoteRows:
    """One quote, read."""

    quote: Quote
    """Without our keys, calculated."""
    digest: str
    entity_id: int
    last_day: date | None
    """Up to which it is valid, in its store's time zone; None: its `expires_at` says so, or it never ends."""
    customer_id: int | None = None
    customer: dict[str, Any] = field(default_factory=dict)
    company_id: int | None = None
    store_id: int | None = None
    order: str = ""
    """Number of the order made of it."""
    item_ids: list[int | None] = field(default_factory=list)
    comments: list[Words] = field(default_factory=list)
    history: list[Words] = field(default_factory=list)
    extra: str | None = None

    kind = "quote"

    @property
    def number(self) -> str:
        """The id as text: what people know it by."""
        return str(self.entity_id)

    @property
    def size(self) -> int:
        """About how many rows it makes."""
        return 2 + len(self.quote.lines) + len(self.comments) + len(self.history)


def read_quote(record: Mapping[str, Any]) -> QuoteRows:
    """Read a quote. Raises FieldError."""
    cart = Fields(record)
    told = cart.part("extension_attributes").part("negotiable_quote")
    entity_id = id_of(record, "quote_id") or id_of(told.record, "quote_id", told.path) or id_of(record, "id")
    if entity_id is None:
        raise FieldError("quote_id", "is missing")
    if not told.record:
        told = cart
    quote = Quote(0, str(entity_id))
    _read_head(quote, cart, told)
    item_ids = _read_lines(quote, cart)
    _calculate(quote)
    rows = QuoteRows(quote, digest(record), entity_id, _read_expiry(quote, told), item_ids=item_ids)
    _read_parties(rows, cart)
    rows.order = cart.words("order_increment_id")
    rows.comments = [_comment(one) for one in cart.parts("comments")]
    rows.history = [_entry(one) for one in cart.parts("history")]
    return rows


def _read_head(quote: Quote, cart: Fields, told: Fields) -> None:
    quote.status = told.read("status", code) or "created"
    if quote.status not in STATUSES:
        raise FieldError(f"{told.path}status", f"{quote.status!r} is none of {', '.join(STATUSES)}")
    quote.name = told.words("quote_name", "name")
    quote.sales_rep = cart.words("sales_rep", "sales_representative")
    quote.copied_from, quote.locked_by = cart.words("copied_from"), cart.words("locked_by")
    quote.created_at = cart.moment("created_at")
    quote.submitted_at, quote.accepted_at = cart.moment("submitted_at"), cart.moment("accepted_at")
    quote.is_stale = cart.flag("is_stale")
    _read_currencies(quote, cart)
    kind = told.read("negotiated_price_type", small)
    value = told.amount("negotiated_price_value")
    if kind and value is not None:
        quote.negotiated_type, quote.negotiated_value = _kind(kind, value, told), value
    quote.proposed_shipping_amount = told.amount("shipping_price")
    quote.shipping_method = cart.words("shipping_method") or None
    quote.shipping_description = cart.words("shipping_description") or quote.shipping_method
    if quote.proposed_shipping_amount is None or quote.is_stale:
        totals = cart.part("totals")
        quote.base.shipping_amount = totals.amount("base_shipping_amount") or ZERO
        quote.money.shipping_amount = totals.amount("shipping_amount") or ZERO


def _kind(number: int, value: Decimal, told: Fields) -> str:
    if not 1 <= number <= len(TYPES):
        raise FieldError(
            f"{told.path}negotiated_price_type", f"{number} is none of 1 (per cent), 2 (amount), 3 (total)"
        )
    if number == 1 and value > HUNDRED:
        raise FieldError(f"{told.path}negotiated_price_value", f"{value} is more than 100 per cent")
    return TYPES[number - 1]


def _read_currencies(quote: Quote, cart: Fields) -> None:
    currency = cart.part("currency")
    if not currency.record:
        currency = cart
    base = currency.words("base_currency_code") or "USD"
    quote.base_currency_code, quote.quote_currency_code = base, currency.words("quote_currency_code") or base
    quote.base_to_quote_rate = currency.read("base_to_quote_rate", _rate) or Decimal(1)


def _rate(value: object) -> Decimal:
    return Decimal(rate(value))


def _read_lines(quote: Quote, cart: Fields) -> list[int | None]:
    item_ids = []
    for place, item in enumerate(cart.parts("items"), 1):
        sku = item.words("sku")
        if not sku:
            raise FieldError(f"{item.path}sku", "is missing")
        line = QuoteLine(sku, item.words("name"), position=place)
        line.qty = item.amount("qty") or ZERO
        if not line.qty:
            raise FieldError(f"{item.path}qty", "must be above 0")
        line.base_cost = item.amount("base_cost", "cost")
        line.tax_percent = item.amount("tax_percent") or ZERO
        line.weight = item.amount("weight") or ZERO
        line.is_virtual = item.flag("is_virtual") or item.words("product_type") in ("virtual", "downloadable")
        _read_prices(quote, line, item)
        quote.lines.append(line)
        item_ids.append(id_of(item.record, "item_id", item.path))
    return item_ids


def _read_prices(quote: Quote, line: QuoteLine, item: Fields) -> None:
    """Catalog and cart price a piece in both currencies; what is told in one only is converted."""
    cart = item.part("extension_attributes").part("negotiable_quote_item")
    totals = item.part("extension_attributes").part("negotiable_quote_item_totals")
    for fields in (totals, cart):
        told = {
            "catalog_price": fields.amount("catalog_price", "original_price"),
            "cart_price": fields.amount("cart_price"),
        }
        item = Fields({**item.record, **{name: price for name, price in told.items() if price is not None}}, item.path)
    price = item.amount("catalog_price", "original_price", "price")
    if price is None:
        raise FieldError(f"{item.path}catalog_price", "is missing")
    own = item.amount("cart_price")
    if own is None:
        own = max(price - (cart.amount("original_discount_amount") or ZERO), ZERO)
    line.money = QuoteLineMoney(price, own)
    base_price, base_own = item.amount("base_catalog_price"), item.amount("base_cart_price")
    line.base = QuoteLineMoney(
        _to_base(quote, price) if base_price is None else base_price,
        _to_base(quote, own) if base_own is None else base_own,
    )
    kind, value = item.read("negotiated_price_type", small), item.amount("negotiated_price_value")
    if kind and value is not None:
        line.proposed_type, line.proposed_value = _kind(kind, value, item), value


def _to_base(quote: Quote, amount: Decimal) -> Decimal:
    if quote.base_currency_code == quote.quote_currency_code:
        return amount
    return round_half_up(share(amount, Decimal(1), quote.base_to_quote_rate), quote.base_digits)


def _calculate(quote: Quote) -> None:
    """All totals, by our own rules: what comes in declined or expired has catalog and cart prices."""
    try:
        reset_prices(quote) if quote.status in _RESET else recalculate(quote)
    except Refused as refused:
        raise FieldError("negotiated_price_value", refused.refusal.message.rstrip("."), refused.refusal.code) from None


def _read_expiry(quote: Quote, told: Fields) -> date | None:
    quote.expires_at = told.moment("expires_at")
    words = told.words("expiration_period")
    if quote.expires_at is not None or words.lower() in (*_NO_DAY, "never"):
        return None
    try:
        day = date.fromisoformat(words[:10])
    except ValueError:
        raise FieldError(f"{told.path}expiration_period", f"{words[:40]!r} is no day that exists") from None
    if day.year >= date.max.year:
        raise FieldError(
            f"{told.path}expiration_period", f"{day} is too far away; leave it out for a quote without end"
        )
    return day


def end_of(day: date, zone: Any) -> datetime:
    """The moment at which that day is over."""
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


def _read_parties(rows: QuoteRows, cart: Fields) -> None:
    quote, person = rows.quote, cart.part("customer")
    attributes = person.part("extension_attributes").part("company_attributes")
    rows.customer_id = id_of(person.record, "id", person.path)
    rows.customer = {name: person.words(name) for name in ("email", "firstname", "lastname")}
    rows.company_id = id_of(cart.record, "company_id") or id_of(attributes.record, "company_id", attributes.path)
    rows.store_id = id_of(cart.record, "store_id")
    quote.company_name = cart.words("company_name") or attributes.words("company_name")
    quote.buyer_email = rows.customer["email"] or cart.words("customer_email")
    quote.buyer_name = cart.words("buyer_name") or " ".join(
        words for words in (rows.customer["firstname"], rows.customer["lastname"]) if words
    )
    quote.customer_group = cart.words("customer_group")
    quote.billing_address, quote.shipping_address = (
        _address(cart, "billing_address"),
        _address(cart, "shipping_address"),
    )


def _address(cart: Fields, name: str) -> dict[str, str]:
    address = cart.part(name)
    street = address.read("street", lines) or ""
    told = {
        part: address.words(part)
        for part in ("prefix", "firstname", "middlename", "lastname", "suffix", "company", "city", "region_code")
    }
    told |= {part: address.words(part) for part in ("postcode", "country_id", "telephone", "vat_id", "email")}
    region = address.record.get("region")
    told["region"] = address.words("region") if isinstance(region, str) else ""
    told["street"] = street
    return {part: words for part, words in told.items() if words}


def _comment(one: Fields) -> Words:
    is_seller = one.flag("is_seller", missing=one.record.get("creator_type") in (1, 2, "1", "2"))
    return {
        "created_at": one.moment("created_at"),
        "author": one.words("author"),
        "is_seller": is_seller,
        "is_draft": one.flag("is_draft"),
        "comment": one.long_text("comment"),
    }


def _entry(one: Fields) -> Words:
    changes = one.part("changes").record
    return {
        "created_at": one.moment("created_at"),
        "author": one.words("author"),
        "action": one.words("action") or "updated",
        "from_status": one.words("from_status"),
        "status": one.words("status"),
        "changes": {str(name): str(value) for name, value in changes.items()},
    }
