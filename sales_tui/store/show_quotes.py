"""One quote, whole: items, totals in both currencies, margin, comments with their files, history, what can be done."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, Table, select

from sales_tui import model
from sales_tui.actions.base import Context, Target
from sales_tui.core.money import plain
from sales_tui.rules.quote_records import Quote, QuoteLine
from sales_tui.rules.quote_status import STATUSES, is_waiting
from sales_tui.rules.quoting import TYPES, is_below_floor, margin, shipping_of
from sales_tui.store.allowed import allowed_actions
from sales_tui.store.load_quotes import QUOTES, load_quotes
from sales_tui.store.mapping import ORDER, QUOTE, QUOTE_LINE, table_of
from sales_tui.store.remarks import load_remarks
from sales_tui.store.rest import Shaper, grouped_by, iso
from sales_tui.store.targets import find_records

Record = dict[str, Any]

_CUSTOMER, _STORE = table_of(model.Customer), table_of(model.Store)
_COMPANY, _LOG = table_of(model.Company), table_of(model.QuoteLog)
_COMMENT, _FILE = table_of(model.QuoteComment), table_of(model.QuoteAttachment)
_TOTALS = ("catalog_total", "original_total", "negotiated_total", "tax_amount", "grand_total")
_LINE_MONEY = ("cart_price", "proposed_price", "discount_amount", "row_total", "tax_amount")


def show_quote(connection: Connection, number: str, context: Context) -> Record | None:
    """The quote with everything; None where there is none."""
    found = find_records(connection, QUOTES, [number]).get(number)
    if found is None:
        return None
    quote = load_quotes(connection, [found[0]])[found[0]].root
    load_remarks(connection, quote)
    row = connection.execute(select(QUOTE.table).where(QUOTE.table.c.id == quote.id)).one()
    shaper = Shaper(quote.quote_currency_code, quote.base_currency_code)
    status = STATUSES.get(quote.status)
    return {
        "quote_id": row.entity_id or int(quote.increment_id),
        "entity_id": row.entity_id or row.id,
        "increment_id": quote.increment_id,
        "quote_name": quote.name,
        "status": quote.status,
        "seller_status": status.seller if status else quote.status,
        "buyer_status": status.buyer if status else quote.status,
        "turn": status.turn if status else "",
        **_parties(connection, quote),
        **_life(quote, row),
        **_terms(quote, shaper),
        "items": _items(connection, quote, shaper),
        "totals": _totals(quote, shaper),
        **_margin(quote, shaper, context),
        "comments": _comments(connection, quote.id),
        "history": _history(connection, quote.id),
        "order_increment_id": _one(connection, ORDER.table, "increment_id", quote.order_id),
        "copied_from": quote.copied_from or None,
        "is_stale": quote.is_stale,
        "allowed_actions": allowed_actions(QUOTES, Target(quote), context),
    }


def _parties(connection: Connection, quote: Quote) -> Record:
    person = connection.execute(select(_CUSTOMER).where(_CUSTOMER.c.id == quote.customer_id)).first()
    return {
        "company_id": _one(connection, _COMPANY, "entity_id", quote.company_id) or quote.company_id,
        "company_name": quote.company_name,
        "customer": {
            "id": person.customer_id or person.id if person else None,
            "email": quote.buyer_email,
            "firstname": person.firstname if person else None,
            "lastname": person.lastname if person else None,
        },
        "buyer_name": quote.buyer_name,
        "customer_group": quote.customer_group,
        "sales_rep": quote.sales_rep,
        "store_id": _one(connection, _STORE, "store_id", quote.store_id),
        "store_name": _one(connection, _STORE, "name", quote.store_id),
        "billing_address": _address(quote.billing_address),
        "shipping_address": _address(quote.shipping_address),
    }


def _address(address: dict[str, str]) -> Record | None:
    if not address:
        return None
    return {**address, "street": address["street"].split("\n") if address.get("street") else []}


def _life(quote: Quote, row: Row[Any]) -> Record:
    return {
        "created_at": iso(row.created_at),
        "updated_at": iso(row.updated_at),
        "submitted_at": _moment(quote.submitted_at),
        "accepted_at": _moment(quote.accepted_at),
        "expires_at": _moment(quote.expires_at),
        "expiration_period": last_day(quote),
        "locked_by": quote.locked_by or None,
        "is_waiting_for_order": is_waiting(quote),
    }


def last_day(quote: Quote) -> str | None:
    """The last day on which it is valid, in its store's time zone; None: it never ends."""
    if quote.expires_at is None:
        return None
    return f"{(quote.expires_at - timedelta(seconds=1)).astimezone(ZoneInfo(quote.timezone)):%Y-%m-%d}"


def _moment(moment: datetime | None) -> str | None:
    return iso(moment) if moment else None


def _terms(quote: Quote, shaper: Shaper) -> Record:
    kind = quote.negotiated_type
    proposed = quote.proposed_shipping_amount
    return {
        "base_currency_code": quote.base_currency_code,
        "quote_currency_code": quote.quote_currency_code,
        "base_to_quote_rate": plain(quote.base_to_quote_rate),
        "negotiated_price_type": TYPES.index(kind) + 1 if kind else None,
        "negotiated_price_value": plain(quote.negotiated_value) if kind else None,
        "shipping_method": quote.shipping_method,
        "shipping_description": quote.shipping_description,
        "shipping_price": None if proposed is None else shaper.money(proposed, base=True),
    }


def _items(connection: Connection, quote: Quote, shaper: Shaper) -> list[Record]:
    table = QUOTE_LINE.table
    query = select(table.c.id, table.c.entity_id).where(table.c.parent_id == quote.id)
    ids = {row.id: row.entity_id or row.id for row in connection.execute(query)}
    return [{"item_id": ids[line.id or 0], **_item(quote, line, shaper)} for line in quote.lines]


def _item(quote: Quote, line: QuoteLine, shaper: Shaper) -> Record:
    product, last = quote.shelf.get(line.sku), quote.last_prices.get(line.sku)
    own = {name: shaper.money(getattr(line.money, name)) for name in _LINE_MONEY}
    base = {f"base_{name}": shaper.money(getattr(line.base, name), base=True) for name in _LINE_MONEY}
    return {
        "sku": line.sku,
        "name": line.name,
        "qty": plain(line.qty),
        "stock": None if product is None else plain(product.qty),
        "cost": _base(line.base_cost, shaper),
        "catalog_price": shaper.money(line.money.price),
        "base_catalog_price": shaper.money(line.base.price, base=True),
        **own,
        **base,
        "negotiated_price_type": TYPES.index(line.proposed_type) + 1 if line.proposed_type else None,
        "negotiated_price_value": plain(line.proposed_value) if line.proposed_type else None,
        "tax_percent": plain(line.tax_percent),
        "weight": plain(line.weight),
        "is_virtual": int(line.is_virtual),
        "last_price": _base(last, shaper),
    }


def _base(amount: Decimal | None, shaper: Shaper) -> str | None:
    return None if amount is None else shaper.money(amount, base=True)


def _totals(quote: Quote, shaper: Shaper) -> Record:
    told = {"base_total_cost": shaper.money(quote.base_total_cost, base=True)}
    for name in _TOTALS:
        told[name] = shaper.money(getattr(quote.money, name))
        told[f"base_{name}"] = shaper.money(getattr(quote.base, name), base=True)
    told["shipping_amount"] = shaper.money(shipping_of(quote, "money"))
    told["base_shipping_amount"] = shaper.money(shipping_of(quote, "base"), base=True)
    return told


def _margin(quote: Quote, shaper: Shaper, context: Context) -> Record:
    found = margin(quote)
    floor = context.terms.quotes.margin_floor
    return {
        "margin_percent": None if found.percent is None else plain(found.percent),
        "profit": _base(found.profit, shaper),
        "margin_floor": plain(floor) if floor else None,
        "is_below_floor": is_below_floor(quote, context.terms.quotes),
    }


def _comments(connection: Connection, quote: int) -> list[Record]:
    names = ("comment_id", "file_name", "size", "media_type")
    query = select(*(_FILE.c[name] for name in names)).where(_FILE.c.parent_id == quote).order_by(_FILE.c.id)
    files = grouped_by(connection.execute(query), "comment_id")
    rows = connection.execute(select(_COMMENT).where(_COMMENT.c.parent_id == quote).order_by(_COMMENT.c.id))
    return [
        {
            "entity_id": row.entity_id or row.id,
            "comment": row.comment,
            "author": row.author,
            "is_seller": row.is_seller,
            "is_draft": row.is_draft,
            "created_at": iso(row.created_at),
            "attachments": [{name: file._mapping[name] for name in names[1:]} for file in files.get(row.id, [])],
        }
        for row in rows
    ]


def _history(connection: Connection, quote: int) -> list[Record]:
    names = ("author", "action", "from_status", "status", "changes")
    rows = connection.execute(select(_LOG).where(_LOG.c.parent_id == quote).order_by(_LOG.c.id))
    return [{"created_at": iso(row.created_at), **{name: row._mapping[name] for name in names}} for row in rows]


def _one(connection: Connection, table: Table, column: str, key: int | None) -> Any:
    return None if key is None else connection.scalar(select(table.c[column]).where(table.c.id == key))
