"""Turns generated orders into rows: one batch of stored values for all tables, ready to be inserted in bulk."""

from __future__ import annotations

import json
from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from sales_tui.core.money import ZERO
from sales_tui.demo.agreements import Consents
from sales_tui.demo.columns import COLUMNS, names
from sales_tui.demo.document_rows import add_documents
from sales_tui.demo.draft import Address, Buyer, Draft, LineFacts
from sales_tui.demo.payment_rows import add_payment, last_transaction
from sales_tui.demo.shop import Purchase, shop
from sales_tui.rules.document_money import CanceledMoney
from sales_tui.rules.quantities import offered_to_ship, to_invoice
from sales_tui.rules.records import Line, LineMoney, OrderMoney
from sales_tui.store.search_text import OrderTexts
from sales_tui.store.seed_rows import SOURCE, Row, RowBatch, amount, amounts, both, instant

_order_money = attrgetter(*names(OrderMoney))
_line_money = attrgetter(*names(LineMoney))
_canceled = attrgetter(*names(CanceledMoney))
_line_quantities = attrgetter(
    "qty_ordered", "qty_invoiced", "qty_shipped", "qty_refunded", "qty_canceled", "qty_returned"
)
_person = attrgetter("prefix", "firstname", "lastname")
_place = attrgetter("company", "street", "city", "region", "region_code", "postcode", "country_id", "telephone")


def batch_of(drafts: Iterable[Draft]) -> RowBatch:
    """The rows of those orders with all that belongs to them."""
    batch = RowBatch(COLUMNS)
    for purchase in shop().purchases:
        batch.add("store", _store(purchase))
    for number, code in enumerate(shop().groups):
        batch.add("customer_group", [SOURCE, number, code])
    customers: dict[int, int] = {}
    consents = Consents(batch)
    for draft in drafts:
        customer = _customer(batch, draft.buyer, customers)
        consents.add(draft, _add(batch, draft, customer), customer)
    return batch


def _store(purchase: Purchase) -> Row:
    currencies = [purchase.currency, purchase.base]
    return [SOURCE, purchase.number, purchase.code, purchase.name, *currencies, purchase.timezone, ""]


def _customer(batch: RowBatch, buyer: Buyer, customers: dict[int, int]) -> int | None:
    """The key of the buyer's account, who is one row however often he comes back."""
    if buyer.account is None:
        return None
    if buyer.account not in customers:
        home = buyer.home
        row = [SOURCE, buyer.account, buyer.email, *_person(home), home.vat_id, buyer.group]
        customers[buyer.account] = batch.add("customer", row)
    return customers[buyer.account]


def _add(batch: RowBatch, draft: Draft, customer: int | None) -> int:
    """The order's key."""
    order = draft.order
    key = batch.add("sales_order", _order(draft, customer))
    batch.add("order_search", _search(draft))  # the first column is the order's key: one row for each order
    first, alike = batch.count("order_item"), draft.buyer.purchase.is_plain
    for position, (line, facts) in enumerate(zip(order.lines, draft.facts, strict=True)):
        batch.add("order_item", _item(key, first, position, line, facts, alike))
        if facts.fee:
            _add_fee(batch, first + position, line, facts)
    _add_surroundings(batch, draft, key, first)
    for at, row in draft.history:
        notified = None if row.is_customer_notified is None else int(row.is_customer_notified)
        texts = [row.status, row.comment or None, notified, int(row.is_visible_on_front), row.entity_name]
        batch.add("order_status_history", [key, instant(at), *texts])
    add_documents(batch, draft, key, first)
    return key


def _order(draft: Draft, customer: int | None) -> Row:
    order, buyer, home = draft.order, draft.buyer, draft.billing
    created, updated = instant(draft.created_at), instant(draft.updated_at)
    counted = [line for line in order.lines if line.parent_id is None]
    rate = f"{order.base_to_order_rate:f}"
    return [
        *(None, None, len(draft.history) + 1, created, created, updated, order.store_id - 1, order.state, order.status),
        *(order.hold_before_state, order.hold_before_status, int(order.is_virtual), 0),
        *(customer, buyer.group, int(customer is None), buyer.email, *_person(home), home.vat_id, draft.note),
        *(_name(home), _name(draft.shipping) if draft.shipping else "", order.payment_method, draft.remote_ip),
        *(int(draft.email_sent), draft.coupon_code, draft.discount_description),
        *(draft.shipping_method, draft.shipping_description, amount(draft.weight)),
        *(amount(sum((line.qty_ordered for line in counted), ZERO)), len(counted)),
        amount(sum((to_invoice(line) for line in order.lines), ZERO)),
        amount(sum((offered_to_ship(line) for line in order.lines), ZERO)),
        *(order.order_currency_code, order.base_currency_code, order.base_currency_code, order.base_currency_code),
        *(rate, "1", "1", rate),
        *(order.tags, instant(order.archived_at) if order.archived_at else None),
        *both(_order_money(order.money), _order_money(order.base), alike=buyer.purchase.is_plain),
    ]


def _search(draft: Draft) -> Row:
    home, email = draft.billing, draft.buyer.email
    texts = OrderTexts()
    names = [_name(home), _name(draft.shipping) if draft.shipping else None]
    texts.add_order(
        *(*names, email, draft.coupon_code, draft.shipping_description), *(home.firstname, None, home.lastname)
    )
    for at in (draft.billing, draft.shipping):
        if at is not None:
            texts.add_address(at.company, at.telephone, at.street, at.city, at.postcode, email)
    for line in draft.order.lines:
        texts.add_sku(line.sku)
    texts.add_payment(draft.po_number, last_transaction(draft.order))
    for transaction in draft.order.transactions:
        texts.add_transaction(transaction.txn_id)
    for tracks in (*(one.tracks for one in draft.order.shipments), *(one.tracks for one in draft.order.returns)):
        for track in tracks:
            texts.add_track(track.track_number)
    return texts.row()


def _name(address: Address) -> str:
    return f"{address.firstname} {address.lastname}"


def _item(order: int, first: int, position: int, line: Line, facts: LineFacts, alike: bool) -> Row:
    fee, base_fee = facts.fee, facts.base_fee
    return [
        *(order, None if line.parent_id is None else first + line.parent_id - 1, position, line.sku, line.name),
        *(facts.product.number, line.product_type, int(line.is_virtual), int(line.is_qty_decimal)),
        *(int(line.is_dummy), int(line.ships_with_parent), int(line.ships_in_parts)),
        json.dumps(facts.options, ensure_ascii=False) if facts.options else None,
        *amounts((line.weight, line.weight * line.qty_ordered, *_line_quantities(line))),
        *(f"{facts.tax_percent:f}", f"{facts.discount_percent:f}"),
        *amounts((facts.base_cost, facts.original_price, facts.base_original_price)),
        *amounts((fee, fee * line.qty_ordered, base_fee, base_fee * line.qty_ordered) if fee else _NO_FEE),
        *both(_line_money(line.money), _line_money(line.base), alike=alike),
    ]


_NO_FEE = (ZERO,) * 4


def _add_fee(batch: RowBatch, item: int, line: Line, facts: LineFacts) -> None:
    assert facts.product.fee is not None
    fee, base_fee = facts.fee, facts.base_fee
    money = amounts((fee, fee * line.qty_ordered, base_fee, base_fee * line.qty_ordered))
    batch.add("product_tax", [item, facts.product.fee[0], *money])


def _add_surroundings(batch: RowBatch, draft: Draft, order: int, first: int) -> None:
    """Addresses, payment, taxes, gifts and cancellations."""
    for kind, address in (("billing", draft.billing), ("shipping", draft.shipping)):
        if address is not None:
            row = [order, kind, *_person(address), *_place(address), draft.buyer.email, address.vat_id]
            batch.add("order_address", row)
    add_payment(batch, draft, order)
    for tax in draft.taxes:
        batch.add(
            "order_tax", [order, tax.code, tax.title, f"{tax.percent:f}", *amounts((tax.amount, tax.base_amount))]
        )
    for gift in draft.gifts:
        item = None if gift.line_id is None else first + gift.line_id - 1
        texts: list[Any] = [gift.sender, gift.recipient, gift.message, gift.wrapping, int(gift.gift_receipt)]
        batch.add("gift_message", [order, item, *texts])
    for cancellation in draft.order.cancellations:
        at = instant(cancellation.created_at or draft.updated_at)
        canceled = amounts((*_canceled(cancellation.money), *_canceled(cancellation.base)))
        key = batch.add("order_cancellation", [order, at, *canceled])
        for line in cancellation.lines:
            batch.add("order_cancellation_item", [key, first + line.order_item_id - 1, amount(line.qty)])
