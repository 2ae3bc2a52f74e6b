"""Transactions of payment systems."""

from __future__ import annotations

from sales_tui.workspaces.base import Column, Show, View, Workspace
from sales_tui.workspaces.common import (
    BILLING,
    DOCUMENT_TEXTS,
    GROUP_JOIN,
    OF_ORDER,
    ORDER_FACTS,
    ORDER_JOIN,
    ORDER_STEPS,
    SEARCH_JOIN,
    STORE,
    STORE_JOIN,
    document_leads,
    document_numbers,
    in_use,
    optional,
    order_status,
)
from sales_tui.workspaces.payment_words import METHODS, TRANSACTION_TYPES

_TABLE = "payment_transaction"

_OPEN, _CLOSED = "d.is_closed = 0", "d.is_closed = 1"


def _sum(txn_type: str) -> str:
    return f"CASE WHEN d.txn_type = '{txn_type}' THEN coalesce(d.amount, 0) ELSE 0 END"


WORKSPACE = Workspace(
    name="transactions",
    title="Transactions",
    kind="transaction",
    noun="transaction",
    beginning="Charging or refunding by a payment system makes one; sales-tui import FILE brings them in.",
    letter="t",
    digit="8",
    table=f"{_TABLE} d",
    alias="d",
    joins=(("o", ORDER_JOIN), SEARCH_JOIN, STORE_JOIN, GROUP_JOIN),
    order_currency="o.order_currency_code",
    base_currency="o.base_currency_code",
    order_id="d.order_id",
    number="txn_id",
    number_column="txn_id",
    gist=("created_at", "billing_name", "amount", "txn_type"),
    sums=(("charged", _sum("capture")), ("given back", _sum("refund")), ("reserved", _sum("authorization"))),
    leads=document_leads(_TABLE),
    numbered=document_numbers(_TABLE),
    columns=(
        Column("transaction_id", "ID", "coalesce(d.entity_id, d.id)", Show.INTEGER, 7, priority=5, aliases=("id",)),
        OF_ORDER[0],
        Column(
            "txn_id",
            "Transaction",
            "d.txn_id",
            width=22,
            flexible=True,
            aliases=("number", "transaction", "txn"),
            key="d.txn_id",
            help="the payment system's name for it",
        ),
        Column(
            "parent_txn_id",
            "Follows",
            "coalesce(d.parent_txn_id, '')",
            width=20,
            priority=4,
            flexible=True,
            aliases=("parent", "follows"),
            help="the transaction that it follows from (parent)",
        ),
        Column(
            "payment_method",
            "Payment method",
            "d.method",
            Show.CODE,
            14,
            priority=3,
            words=METHODS,
            aliases=("payment", "method"),
            names=in_use(_TABLE, "method"),
            key="d.method",
        ),
        Column(
            "txn_type",
            "Type",
            "d.txn_type",
            Show.CODE,
            10,
            words=TRANSACTION_TYPES,
            aliases=("type",),
            key="d.txn_type",
            help="reserved (authorization), charged (capture), released (void), given back (refund)",
        ),
        Column(
            "is_closed",
            "Closed",
            "d.is_closed",
            Show.CODE,
            6,
            words={"0": "no", "1": "yes"},
            tests={"0": _OPEN, "1": _CLOSED},
            aliases=("closed",),
            key="d.is_closed",
            help="yes or no: whether nothing more can follow from it",
        ),
        Column("created_at", "Created", "d.created_at", Show.INSTANT, 12, aliases=("date", "created")),
        *optional(
            Column("amount", "Amount", "d.amount", Show.BASE_MONEY, key="coalesce(d.amount,0)", aliases=("total",)),
            Column(
                "status",
                "Status",
                "CASE d.is_closed WHEN 0 THEN 'open' ELSE 'closed' END",
                Show.CODE,
                8,
                words={"open": "Open", "closed": "Closed"},
                tests={"open": _OPEN, "closed": _CLOSED},
            ),
            Column("fetched_at", "Asked again", "d.fetched_at", Show.INSTANT, key="coalesce(d.fetched_at,0)"),
            OF_ORDER[1],
            BILLING,
            order_status("order_status", default=False),
            STORE,
            Column("base_currency_code", "Shop currency", "o.base_currency_code", width=8, aliases=("currency",)),
        ),
        *(column for column in ORDER_FACTS if column.name != "payment_method"),
    ),
    fields=(*(field for field in DOCUMENT_TEXTS if field.name != "transaction"), *ORDER_STEPS),
    views=(
        View("all", "All transactions"),
        View("open", "Money still reserved", "type:authorization closed:no", (("created_at", False),)),
        View("captures", "Charged", "type:capture"),
        View("refunds", "Given back", "type:refund"),
        View("today", "Today", "date:today"),
        View("week", "This week", "date:week"),
    ),
)
