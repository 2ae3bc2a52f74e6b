"""The columns that generated rows fill, table by table, in the order in which `rows` lists the values."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sales_tui.rules.document_money import CanceledMoney, DocLineMoney, InvoiceMoney, MemoMoney
from sales_tui.rules.records import LineMoney, OrderMoney
from sales_tui.store.search_text import COLUMNS as SEARCH_COLUMNS


def names(record: type[Any]) -> tuple[str, ...]:
    """The amounts of a record of money; they are called like their columns."""
    return tuple(field.name for field in fields(record))


def both(record: type[Any]) -> tuple[str, ...]:
    """The columns of a record of money in order currency, then in base currency."""
    return (*names(record), *(f"base_{name}" for name in names(record)))


def _columns(text: str, money: type[Any] | None = None) -> tuple[str, ...]:
    return ("id", *text.split(), *(both(money) if money else ()))


_HEAD = "order_id increment_id number_tail version made_here created_at updated_at"
_DOCUMENT = f"{_HEAD} order_currency_code base_currency_code base_to_order_rate discount_description state"
_LINE = "parent_id order_item_id sku name qty"
_COMMENT = "parent_id created_at comment is_customer_notified is_visible_on_front"

COLUMNS: dict[str, tuple[str, ...]] = {
    "store": _columns("source store_id code name currency_code base_currency_code timezone number_prefix"),
    "customer_group": _columns("source customer_group_id code"),
    "customer": _columns("source customer_id email prefix firstname lastname taxvat group_id"),
    "sales_order": _columns(
        "increment_id number_tail version touched_at created_at updated_at store_id state status hold_before_state "
        "hold_before_status is_virtual from_quote customer_id customer_group_id customer_is_guest customer_email "
        "customer_prefix customer_firstname customer_lastname customer_taxvat customer_note billing_name shipping_name "
        "payment_method remote_ip email_sent coupon_code discount_description shipping_method shipping_description "
        "weight total_qty_ordered total_item_count qty_to_invoice qty_to_ship "
        "order_currency_code base_currency_code store_currency_code global_currency_code base_to_order_rate "
        "base_to_global_rate store_to_base_rate store_to_order_rate tags archived_at",
        OrderMoney,
    ),
    "order_search": ("order_id", *SEARCH_COLUMNS),
    "order_item": _columns(
        "order_id parent_id position sku name product_id product_type is_virtual is_qty_decimal is_dummy "
        "ships_with_parent ships_in_parts options weight row_weight qty_ordered qty_invoiced qty_shipped qty_refunded "
        "qty_canceled qty_returned tax_percent discount_percent base_cost original_price base_original_price "
        "weee_tax_applied_amount weee_tax_applied_row_amount base_weee_tax_applied_amount "
        "base_weee_tax_applied_row_amount",
        LineMoney,
    ),
    "order_address": _columns(
        "order_id address_type prefix firstname lastname company street city region region_code postcode country_id "
        "telephone email vat_id"
    ),
    "order_payment": _columns(
        "order_id method method_title po_number last_trans_id cc_type cc_last4 "
        "amount_ordered amount_authorized amount_paid amount_refunded amount_canceled "
        "base_amount_ordered base_amount_authorized base_amount_paid base_amount_refunded base_amount_canceled "
        "base_amount_paid_online base_amount_refunded_online"
    ),
    "payment_transaction": _columns(
        "order_id version txn_id number_tail parent_txn_id txn_type method is_closed amount details created_at"
    ),
    "billing_agreement": _columns(
        "version increment_id number_tail reference_id customer_id customer_email customer_firstname "
        "customer_lastname method_code agreement_label status store_id created_at updated_at"
    ),
    "billing_agreement_order": ("agreement_id", "order_id"),
    "order_tax": _columns("order_id code title percent amount base_amount"),
    "product_tax": _columns("order_item_id title amount row_amount base_amount base_row_amount"),
    "gift_message": _columns("order_id order_item_id sender recipient message wrapping gift_receipt"),
    "order_status_history": _columns(
        "order_id created_at status comment is_customer_notified is_visible_on_front entity_name"
    ),
    "order_cancellation": _columns("order_id created_at", CanceledMoney),
    "order_cancellation_item": _columns("parent_id order_item_id qty"),
    "invoice": _columns(f"{_DOCUMENT} transaction_id total_qty", InvoiceMoney),
    "invoice_item": _columns(_LINE, DocLineMoney),
    "invoice_comment": _columns(_COMMENT),
    "shipment": _columns(f"{_HEAD} total_qty total_weight"),
    "shipment_item": _columns(f"{_LINE} price row_total weight"),
    "shipment_track": _columns("parent_id created_at carrier_code title track_number"),
    "shipment_comment": _columns(_COMMENT),
    "creditmemo": _columns(f"{_DOCUMENT} invoice_id refund_to transaction_id", MemoMoney),
    "creditmemo_item": _columns(f"{_LINE} back_to_stock", DocLineMoney),
    "creditmemo_comment": _columns(_COMMENT),
    "rma": _columns(f"{_HEAD} status customer_custom_email return_address closed_at"),
    "rma_item": _columns(
        "parent_id order_item_id sku name qty_requested qty_authorized qty_returned qty_approved reason reason_text "
        "condition resolution status found shelf note creditmemo_id"
    ),
    "rma_track": _columns("parent_id created_at carrier_code title track_number"),
    "rma_comment": _columns(f"{_COMMENT} status is_admin"),
    "stock_movement": _columns("order_id order_item_id creditmemo_id rma_id sku qty shelf by created_at"),
}
