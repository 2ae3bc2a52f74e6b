"""Negotiable quotes (RULES.md §7, §9)."""

from __future__ import annotations

from dataclasses import replace

from sales_tui.rules.quote_status import STATUSES
from sales_tui.workspaces.base import Column, Show, View, Workspace
from sales_tui.workspaces.common import STORE, numbers_of, optional
from sales_tui.workspaces.quote_words import BUYER_LABELS, LABELS, TURNS

_TABLE = "quote"
_ITEMS = "SELECT i.sku AS value FROM quote_item i WHERE i.parent_id = d.id ORDER BY i.position, i.id"
_LISTED = f"coalesce((SELECT group_concat(x.value, ', ') FROM ({_ITEMS}) x), '')"
_MARGIN = (
    "CASE WHEN d.base_negotiated_total > 0 AND NOT EXISTS "
    "(SELECT 1 FROM quote_item i WHERE i.parent_id = d.id AND i.base_cost IS NULL) THEN "
    "(d.base_negotiated_total - d.base_total_cost) * 1000 / d.base_negotiated_total * 1000 END"
)
"""Per cent with one decimal, as amounts are kept; none where the cost of an item isn't known."""


def _in_turn(turn: str) -> str:
    codes = ", ".join(f"'{code}'" for code, status in STATUSES.items() if status.turn == turn)
    return f"d.status IN ({codes})"


_IS_ACCEPTED = "(d.status = 'submitted_by_admin' AND d.accepted_at IS NOT NULL)"
_TURNS = {name: _in_turn(turn) for name, turn in TURNS.items()}
_TURNS["ours"] = f"({_TURNS['ours']} OR {_IS_ACCEPTED})"
_TURNS["theirs"] = f"({_TURNS['theirs']} AND NOT {_IS_ACCEPTED})"
_WHOSE = "CASE " + " ".join(f"WHEN {test} THEN '{turn}'" for turn, test in _TURNS.items()) + " ELSE '' END"

_WHO = (
    Column(
        "quote_id",
        "Quote",
        "d.increment_id",
        width=9,
        aliases=("number", "id", "quote"),
        key="length(d.increment_id), d.increment_id",
    ),
    Column(
        "quote_name",
        "Name",
        "d.name",
        width=14,
        priority=4,
        flexible=True,
        aliases=("name",),
        found_by="folded(d.name)",
        key="d.name",
    ),
    Column("created_at", "Created", "d.created_at", Show.INSTANT, 12, priority=5, aliases=("date", "created")),
    Column(
        "company_name",
        "Company",
        "d.company_name",
        width=14,
        flexible=True,
        aliases=("company",),
        found_by="folded(d.company_name)",
        key="d.company_name",
    ),
    Column(
        "submitted_by",
        "Submitted by",
        "d.buyer_name",
        width=14,
        priority=6,
        flexible=True,
        aliases=("buyer", "customer", "submitted"),
        found_by="folded(d.buyer_name || ' ' || d.buyer_email)",
        key="d.buyer_name",
        help="name or e-mail of the buyer",
    ),
    Column("updated_at", "Last updated", "d.updated_at", Show.INSTANT, 12, priority=2, aliases=("changed", "updated")),
    Column(
        "sales_rep",
        "Sales rep",
        "d.sales_rep",
        width=10,
        priority=7,
        aliases=("rep",),
        found_by="folded(d.sales_rep)",
        key="d.sales_rep",
        help="who of us looks after it; rep:me finds your own",
        knows_me=True,
    ),
)

_MONEY = (
    Column(
        "base_original_total",
        "Quote total",
        "d.base_original_total",
        Show.BASE_MONEY,
        11,
        priority=3,
        aliases=("original", "base"),
        help="before anything was negotiated, in the shop's currency",
    ),
    Column(
        "negotiated_grand_total",
        "Negotiated",
        "d.negotiated_total",
        Show.MONEY,
        11,
        aliases=("negotiated", "total"),
        help="after negotiation, in the buyer's currency",
    ),
    Column(
        "status",
        "Status",
        "d.status",
        Show.CODE,
        28,
        words=LABELS,
        key="d.status",
        help="such as open, updated, or our turn",
    ),
)

_MORE = optional(
    Column(
        "turn",
        "Whose turn",
        _WHOSE,
        Show.CODE,
        10,
        words=TURNS,
        tests=_TURNS,
        help="ours: it waits for us; theirs: for the buyer; done",
    ),
    Column("buyer_status", "Buyer sees", "d.status", Show.CODE, 10, words=BUYER_LABELS, key="d.status"),
    Column(
        "buyer_email", "E-mail", "d.buyer_email", width=20, aliases=("email", "mail"), found_by="folded(d.buyer_email)"
    ),
    Column(
        "expires_at",
        "Expires",
        "d.expires_at",
        Show.INSTANT,
        12,
        aliases=("expires", "expiry"),
        key="coalesce(d.expires_at,0)",
    ),
    Column(
        "margin_percent",
        "Margin %",
        _MARGIN,
        Show.QUANTITY,
        8,
        aliases=("margin",),
        key=f"coalesce({_MARGIN},0)",
    ),
    Column("base_grand_total", "Grand total (base)", "d.base_grand_total", Show.BASE_MONEY, 12, aliases=("grand",)),
    Column("order_increment_id", "Order", "coalesce(o.increment_id, '')", width=11, aliases=("order",)),
    replace(STORE, sql="coalesce(st.name, '')", found_by="d.store_id", key="", lead=""),
    Column("items", "Items", _LISTED, width=24, aliases=("sku", "item")),
    Column(
        "accepted_at",
        "Accepted",
        "d.accepted_at",
        Show.INSTANT,
        12,
        aliases=("accepted",),
        key="coalesce(d.accepted_at,0)",
    ),
    Column("locked_by", "In work with", "d.locked_by", width=10, aliases=("locked",)),
    Column("quote_currency_code", "Currency", "d.quote_currency_code", width=8, aliases=("currency",)),
)

WORKSPACE = Workspace(
    name="quotes",
    title="Quotes",
    kind="quote",
    noun="quote",
    beginning="n makes one for a buyer; sales-tui import FILE brings them in.",
    letter="q",
    digit="1",
    table=f"{_TABLE} d",
    alias="d",
    joins=(("st", "LEFT JOIN store st ON st.id = d.store_id"), ("o", "LEFT JOIN sales_order o ON o.id = d.order_id")),
    order_currency="d.quote_currency_code",
    base_currency="d.base_currency_code",
    order_id="",
    number="quote_id",
    gist=("created_at", "company_name", "negotiated_grand_total", "status"),
    sums=(("", "d.base_negotiated_total"), ("cost", "d.base_total_cost")),
    numbered=numbers_of(_TABLE),
    texts=(
        "folded(d.name)",
        "folded(d.company_name)",
        "folded(d.buyer_name || ' ' || d.buyer_email)",
        "folded(d.sales_rep)",
    ),
    columns=(*_WHO, *_MONEY, *_MORE),
    views=(
        View("all", "All quotes"),
        View("new-quotes", "New", "status:created", (("created_at", False),)),
        View("waiting", "Waiting for us", "turn:ours", (("updated_at", False),)),
        View("with-buyer", "Waiting for the buyer", "turn:theirs", (("updated_at", False),)),
        View("expiring", "Expiring in 3 days", "turn:ours,theirs expires:today..+3d", (("expires_at", False),)),
        View("mine", "Mine", "rep:me"),
    ),
)
