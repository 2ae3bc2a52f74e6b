"""Rows of the documents of an order: invoices, shipments and credit memos with their lines, tracks and comments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from operator import attrgetter

from sales_tui.core.money import ZERO
from sales_tui.demo.columns import names
from sales_tui.demo.draft import Draft
from sales_tui.demo.return_rows import add_returns
from sales_tui.rules.document_money import DocLineMoney, InvoiceMoney, MemoMoney
from sales_tui.rules.records import Comment, CreditMemo, DocLine, Invoice, Shipment
from sales_tui.store.seed_rows import Row, RowBatch, amount, amounts, both, instant

_invoice_money = attrgetter(*names(InvoiceMoney))
_memo_money = attrgetter(*names(MemoMoney))
_line_money = attrgetter(*names(DocLineMoney))


def add_documents(batch: RowBatch, draft: Draft, order: int, first: int) -> None:
    """Add the order's documents; `order` is its key in the batch, `first` the key of its first line."""
    invoices = {}
    for invoice in draft.order.invoices:
        invoices[id(invoice)] = _add_invoice(batch, draft, order, first, invoice)
    for shipment in draft.order.shipments:
        _add_shipment(batch, draft, order, first, shipment)
    memos = {}
    for memo in draft.order.creditmemos:
        key = None if memo.invoice is None else invoices[id(memo.invoice)]
        memos[id(memo)] = _add_memo(batch, draft, order, first, memo, key)
    if draft.order.returns or memos:
        add_returns(batch, draft, order, first, memos)


def _head(order: int, created_at: datetime) -> Row:
    return [order, None, None, 1, 1, instant(created_at), instant(created_at)]


def _made(document: Invoice | Shipment | CreditMemo) -> datetime:
    assert document.created_at is not None
    return document.created_at


def _money_head(draft: Draft, order: int, created_at: datetime) -> Row:
    record = draft.order
    currencies = [record.order_currency_code, record.base_currency_code, f"{record.base_to_order_rate:f}"]
    return [*_head(order, created_at), *currencies, draft.discount_description]


def _add_invoice(batch: RowBatch, draft: Draft, order: int, first: int, invoice: Invoice) -> int:
    at = _made(invoice)
    money = both(_invoice_money(invoice.money), _invoice_money(invoice.base), alike=draft.buyer.purchase.is_plain)
    facts = [invoice.state, invoice.transaction_id, amount(invoice.total_qty)]
    key = batch.add("invoice", [*_money_head(draft, order, at), *facts, *money])
    for line in invoice.lines:
        batch.add("invoice_item", _line(draft, key, first, line))
    _add_comments(batch, "invoice_comment", key, at, invoice.new_comments)
    return key


def _add_memo(batch: RowBatch, draft: Draft, order: int, first: int, memo: CreditMemo, invoice: int | None) -> int:
    at = _made(memo)
    facts = [memo.state, invoice, memo.refund_to, memo.transaction_id]
    money = both(_memo_money(memo.money), _memo_money(memo.base), alike=draft.buyer.purchase.is_plain)
    key = batch.add("creditmemo", [*_money_head(draft, order, at), *facts, *money])
    for line in memo.lines:
        row = _line(draft, key, first, line)
        row.insert(5, int(line.back_to_stock))
        batch.add("creditmemo_item", row)
    _add_comments(batch, "creditmemo_comment", key, at, memo.new_comments)
    return key


def _line(draft: Draft, document: int, first: int, line: DocLine) -> Row:
    ordered = draft.order.lines[line.order_item_id - 1]
    money = both(_line_money(line.money), _line_money(line.base), alike=draft.buyer.purchase.is_plain)
    return [document, first + line.order_item_id - 1, ordered.sku, ordered.name, amount(line.qty), *money]


def _add_shipment(batch: RowBatch, draft: Draft, order: int, first: int, shipment: Shipment) -> None:
    at = _made(shipment)
    key = batch.add("shipment", [*_head(order, at), *amounts((shipment.total_qty, shipment.total_weight))])
    for line in shipment.lines:
        ordered = draft.order.lines[line.order_item_id - 1]
        price = ordered.money.price
        numbers = amounts((line.qty, price, price * line.qty if price else ZERO, ordered.weight))
        batch.add("shipment_item", [key, first + line.order_item_id - 1, ordered.sku, ordered.name, *numbers])
    for track in shipment.tracks:
        batch.add("shipment_track", [key, instant(at), track.carrier_code, track.title, track.track_number])
    _add_comments(batch, "shipment_comment", key, at, shipment.new_comments)


def _add_comments(batch: RowBatch, table: str, document: int, at: datetime, comments: Iterable[Comment]) -> None:
    for comment in comments:
        flags = [int(comment.is_customer_notified), int(comment.is_visible_on_front)]
        batch.add(table, [document, instant(at), comment.comment, *flags])
