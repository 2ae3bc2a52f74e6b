"""The print queue: which documents wait to be printed, and what became of the others."""

from __future__ import annotations

from sales_tui.workspaces.base import Column, Show, View, Workspace
from sales_tui.workspaces.common import ORDER_JOIN, document_numbers, optional
from sales_tui.workspaces.print_words import KINDS, STATES

_TABLE = "print"

WORKSPACE = Workspace(
    name="prints",
    title="Prints",
    kind="print",
    noun="print",
    beginning="p queues a document for printing; sales-tui prints run prints what waits here.",
    letter="",
    digit="",
    table=f"{_TABLE} d",
    alias="d",
    joins=(("o", ORDER_JOIN),),
    order_currency="''",
    base_currency="''",
    order_id="d.order_id",
    gist=("created_at", "who", "kind", "status"),
    numbered=document_numbers(_TABLE),
    sought_column="increment_id",
    is_in_box=False,
    texts=("folded(d.who)", "folded(d.outcome)"),
    columns=(
        Column("increment_id", "Print", "CAST(d.id AS TEXT)", width=6, aliases=("number", "print"), key="d.id"),
        Column(
            "document_increment_id",
            "Number",
            "d.increment_id",
            width=11,
            aliases=("document",),
            found_by="folded(d.increment_id)",
            key="d.increment_id",
            help="number of the document",
        ),
        Column("kind", "Kind", "d.kind", Show.CODE, 13, words=KINDS, key="d.kind", help="such as kind:shipment"),
        Column(
            "created_at", "Queued", "d.queued_at", Show.INSTANT, 12, aliases=("date", "queued"), key="d.id", priority=2
        ),
        Column(
            "who",
            "Who",
            "d.who",
            width=10,
            priority=3,
            aliases=("by",),
            found_by="folded(d.who)",
            key="d.who",
            help="who queued it; me is you",
            knows_me=True,
        ),
        Column(
            "status",
            "State",
            "d.state",
            Show.CODE,
            13,
            words=STATES,
            aliases=("state",),
            key="d.state",
            help="waiting, printing, printed or removed",
        ),
        Column(
            "order_increment_id",
            "Order",
            "o.increment_id",
            width=11,
            priority=1,
            aliases=("order",),
            key="o.increment_id",
        ),
        Column(
            "outcome",
            "What became of it",
            "d.outcome",
            width=20,
            flexible=True,
            priority=4,
            found_by="folded(d.outcome)",
            key="d.outcome",
        ),
        *optional(
            Column(
                "ended_at",
                "Last tried",
                "d.ended_at",
                Show.INSTANT,
                12,
                aliases=("printed",),
                key="coalesce(d.ended_at,0)",
                help="when it was printed, or tried last",
            ),
        ),
    ),
    views=(
        View("all", "All prints"),
        View("waiting", "Waiting", "status:waiting,printing"),
        View("printed", "Printed", "status:printed"),
    ),
)
