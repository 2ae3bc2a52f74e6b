"""Returns (RMA)."""

from __future__ import annotations

from dataclasses import replace

from sales_tui.rules.return_status import OVER
from sales_tui.workspaces.base import Column, Show, View, Workspace
from sales_tui.workspaces.common import (
    CUSTOMER_NAME,
    DOCUMENT_TEXTS,
    GROUP_JOIN,
    OF_ORDER,
    ORDER_FACTS,
    ORDER_JOIN,
    SEARCH_JOIN,
    STORE,
    STORE_JOIN,
    YES_NO,
    document_leads,
    document_numbers,
    optional,
    order_status,
    order_steps_beside,
)
from sales_tui.workspaces.return_words import CONDITIONS, REASONS, RESOLUTIONS, STATUSES

_TABLE = "rma"

_OVER = tuple(sorted(OVER))

_OPEN = f"d.status NOT IN {_OVER}"
_OLDEST_FIRST = (("date_requested", False),)


def _items(condition: str) -> str:
    return f"EXISTS (SELECT 1 FROM rma_item x WHERE x.parent_id = d.id AND {condition})"


def _sum(name: str, label: str, *aliases: str) -> Column:
    total = f"SELECT sum(x.{name}) FROM rma_item x WHERE x.parent_id = d.id"
    return Column(name, label, f"CAST(coalesce(({total}), 0) AS BIGINT)", Show.QUANTITY, 8, aliases=aliases)


def _listed(value: str, joined: str = "") -> str:
    """All different values that the items have of something."""
    found = f"SELECT DISTINCT {value} AS value FROM rma_item x {joined} WHERE x.parent_id = d.id AND {value} <> ''"
    return f"coalesce((SELECT group_concat(y.value, ', ') FROM ({found} ORDER BY 1) y), '')"


def _of_items(name: str, label: str, words: dict[str, str], *aliases: str) -> Column:
    """A code of the items, asked for one by one; a shop may have codes of its own."""
    return Column(
        name,
        label,
        _listed(f"x.{name}"),
        Show.CODE,
        16,
        words=words,
        aliases=aliases,
        found_by=_items(f"{{x.{name}}}"),
        names=f"SELECT DISTINCT {name}, {name} FROM rma_item WHERE {name} <> ''",
    )


def _waits(status: str) -> str:
    return f"({_OPEN} AND {_items(_HAS_STATUS.format(status))})"


_HAS_STATUS = "x.status = '{}'"
_UNSETTLED = (
    "x.status = 'approved' AND x.creditmemo_id IS NULL AND x.exchange_order_id IS NULL "
    f"AND x.resolution IN {tuple(RESOLUTIONS)}"
)
_TODO = {
    "authorize": _waits("pending"),
    "receive": _waits("authorized"),
    "approve": _waits("received"),
    "settle": f"(d.status <> 'closed' AND {_items(_UNSETTLED)})",
}
_TODO_WORDS = {
    "authorize": "to answer",
    "receive": "waiting for the parcel",
    "approve": "to inspect",
    "settle": "to refund or exchange",
}

_TRACKS = "SELECT t.track_number AS value FROM rma_track t WHERE t.parent_id = d.id ORDER BY t.id"

WORKSPACE = Workspace(
    name="returns",
    title="Returns",
    kind="return",
    noun="return",
    beginning="n notes one, here or on an order that has shipped.",
    letter="r",
    digit="6",
    table=f"{_TABLE} d",
    alias="d",
    joins=(("o", ORDER_JOIN), SEARCH_JOIN, STORE_JOIN, GROUP_JOIN),
    order_currency="o.order_currency_code",
    base_currency="o.base_currency_code",
    order_id="d.order_id",
    sort=("date_requested", True),
    gist=("date_requested", "customer_name", "", "status"),
    leads=document_leads(_TABLE),
    numbered=document_numbers(_TABLE),
    columns=(
        Column("increment_id", "RMA", "d.increment_id", width=11, aliases=("number", "rma", "return")),
        Column("date_requested", "Requested", "d.created_at", Show.INSTANT, 12, aliases=("date", "requested")),
        OF_ORDER[0],
        replace(OF_ORDER[1], name="order_date"),
        replace(CUSTOMER_NAME, flexible=True),
        Column("status", "Status", "d.status", Show.CODE, 25, words=STATUSES, key="d.status"),
        *optional(
            Column(
                "items_count", "Lines", "(SELECT count(*) FROM rma_item x WHERE x.parent_id = d.id)", Show.INTEGER, 5
            ),
            _sum("qty_requested", "Asked for", "asked"),
            _sum("qty_authorized", "Allowed", "allowed"),
            _sum("qty_returned", "Arrived", "arrived"),
            _sum("qty_approved", "Accepted", "accepted"),
            _of_items("reason", "Reasons", REASONS, "reasons"),
            _of_items("condition", "Condition", CONDITIONS),
            _of_items("resolution", "Resolution", RESOLUTIONS),
            Column(
                "return_tracking",
                "Return tracking",
                f"coalesce((SELECT group_concat(y.value, ', ') FROM ({_TRACKS}) y), '')",
                width=20,
                aliases=("parcel",),
                help="tracking numbers of parcels on their way back",
            ),
            Column("updated_at", "Changed", "d.updated_at", Show.INSTANT, aliases=("changed", "updated")),
            Column(
                "closed_at", "Closed", "d.closed_at", Show.INSTANT, key="coalesce(d.closed_at,0)", aliases=("closed",)
            ),
            Column(
                "creditmemo_increment_id",
                "Refunded by",
                _listed("c.increment_id", "JOIN creditmemo c ON c.id = x.creditmemo_id"),
                width=14,
                aliases=("creditmemo", "memo"),
            ),
            Column(
                "exchange_order_increment_id",
                "Exchanged by",
                _listed("e.increment_id", "JOIN sales_order e ON e.id = x.exchange_order_id"),
                width=14,
                aliases=("exchange",),
            ),
            order_status("order_status", default=False),
            STORE,
        ),
        *(column for column in ORDER_FACTS if column.name != "customer_name"),
    ),
    fields=(
        *DOCUMENT_TEXTS,
        *order_steps_beside("todo"),
        Column(
            "todo",
            "To do",
            "CASE " + " ".join(f"WHEN {test} THEN '{code}'" for code, test in _TODO.items()) + " ELSE '' END",
            Show.CODE,
            words=_TODO_WORDS,
            tests=_TODO,
            help="the step that some of its items wait for",
        ),
        Column(
            "open",
            "Open",
            f"CASE WHEN {_OPEN} THEN 'yes' ELSE 'no' END",
            Show.CODE,
            words={code: YES_NO[code] for code in ("yes", "no")},
            tests={"yes": _OPEN, "no": f"d.status IN {_OVER}"},
            help="whether something is still expected to come of it",
        ),
    ),
    views=(
        View("all", "All returns"),
        View("new", "New", "status:pending", _OLDEST_FIRST),
        View("waiting", "Waiting for parcel", "todo:receive", _OLDEST_FIRST),
        View("inspect", "To inspect", "todo:approve", _OLDEST_FIRST),
        View("refund", "To refund", "todo:settle", _OLDEST_FIRST),
        View("old", "Older than 7 days", "open:yes date:..-7d", _OLDEST_FIRST),
    ),
)
