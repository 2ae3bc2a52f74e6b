"""Settlement: what payment systems' files say they charged and gave back, held against the transactions here."""

from __future__ import annotations

from sales_tui.workspaces.base import Column, Show, View, Workspace
from sales_tui.workspaces.common import document_numbers, in_use, optional
from sales_tui.workspaces.payment_words import METHODS, OUTCOMES, TRANSACTION_TYPES

_TABLE = "settlement_line"


def _difference() -> str:
    """What the file has more than is here; below 0 where it has less."""
    sign = "CASE d.txn_type WHEN 'refund' THEN -1 ELSE 1 END"
    return f"({sign} * (coalesce(d.amount, 0) - coalesce(d.amount_here, 0)))"


WORKSPACE = Workspace(
    name="settlement",
    title="Settlement lines",
    kind="settlement_line",
    noun="settlement line",
    beginning="sales-tui payments reconcile FILE compares a payment system's file with the transactions here.",
    letter="",
    digit="",
    table=f"{_TABLE} d",
    alias="d",
    joins=(
        ("f", "JOIN settlement f ON f.id = d.settlement_id"),
        ("o", "LEFT JOIN sales_order o ON o.id = d.order_id"),
    ),
    order_currency="d.currency",
    base_currency="d.currency",
    order_id="d.order_id",
    gist=("created_at", "txn_type", "amount", "status"),
    sums=(("more there than here", _difference()),),
    numbered=document_numbers(_TABLE),
    texts=("folded(d.note)", "folded(f.file)"),
    columns=(
        Column(
            "increment_id",
            "Transaction",
            "d.increment_id",
            width=18,
            flexible=True,
            aliases=("number", "transaction", "txn"),
            key="d.increment_id",
            help="the payment system's name for it",
        ),
        Column(
            "status",
            "Outcome",
            "d.outcome",
            Show.CODE,
            13,
            words=OUTCOMES,
            aliases=("outcome",),
            key="d.outcome",
            help="matched, missing here, missing there or differs",
        ),
        Column("txn_type", "Type", "d.txn_type", Show.CODE, 10, words=TRANSACTION_TYPES, aliases=("type",), priority=4),
        Column("amount", "There", "d.amount", Show.MONEY, 10, key="coalesce(d.amount,0)", aliases=("there",)),
        Column(
            "amount_here", "Here", "d.amount_here", Show.MONEY, 10, key="coalesce(d.amount_here,0)", aliases=("here",)
        ),
        Column("currency", "Currency", "d.currency", width=8, priority=3),
        Column(
            "order_increment_id",
            "Order",
            "coalesce(o.increment_id, '')",
            width=10,
            priority=1,
            aliases=("order",),
            key="coalesce(o.increment_id,'')",
        ),
        Column("created_at", "Date", "d.created_at", Show.INSTANT, 12, priority=2, aliases=("date",)),
        Column("note", "Note", "d.note", width=16, flexible=True, priority=5, found_by="folded(d.note)", key="d.note"),
        *optional(
            Column("fee", "Fee", "d.fee", Show.MONEY, 9),
            Column(
                "payment_method",
                "Payment method",
                "f.method",
                Show.CODE,
                14,
                words=METHODS,
                names=in_use("settlement", "method"),
                aliases=("payment", "method"),
            ),
            Column("file", "File", "f.file", width=20, found_by="folded(f.file)"),
            Column("line", "Line", "d.line", Show.INTEGER, 6, key="coalesce(d.line,0)", help="line in the file"),
            Column(
                "settled_at",
                "Settled",
                "d.settled_at",
                Show.INSTANT,
                12,
                key="coalesce(d.settled_at,0)",
                aliases=("settled",),
                help="when the payment system settled it",
            ),
            Column("compared_at", "Compared", "f.created_at", Show.INSTANT, 12, aliases=("compared",)),
        ),
    ),
    views=(
        View("all", "All lines"),
        View("open", "What doesn't match", "status:missing_here,missing_there,differing"),
        View("differing", "Differs", "status:differing"),
        View("missing-here", "Missing here", "status:missing_here"),
        View("missing-there", "Missing there", "status:missing_there"),
        View("matched", "Matched", "status:matched"),
    ),
)
