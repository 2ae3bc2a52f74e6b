"""The journal: what was done to which record, by whom, when and from where, and what came of it."""

from __future__ import annotations

from sales_tui.workspaces.base import Column, Show, View, Workspace
from sales_tui.workspaces.common import in_use, numbers_of, optional
from sales_tui.workspaces.journal_words import ACTION_TITLES, KINDS, OUTCOMES

_TABLE = "journal"

_PAYING = "creditmemo.pay_out"
"""It changes no amount: it says that one was paid by hand."""

_MONEY = ("base_total_paid", "base_total_refunded", "balance")
"""Whoever changes one of these has moved money."""

_MOVED = " OR ".join(
    [f"(d.action = '{_PAYING}' AND d.outcome = 'ok')", *(f"d.changes LIKE '%\"{name}\"%'" for name in _MONEY)]
)


_UNDONE_BY = "coalesce((SELECT CAST(u.id AS TEXT) FROM journal u WHERE u.undoes = d.id), '')"


def _record() -> str:
    """Number and kind of what it was done to."""
    kinds = " ".join(f"WHEN '{kind}' THEN '{words}'" for kind, words in KINDS.items())
    return f"trim(d.target || ' ' || CASE d.target_kind {kinds} ELSE d.target_kind END)"


WORKSPACE = Workspace(
    name="journal",
    title="Journal entries",
    kind="journal_entry",
    noun="journal entry",
    beginning="What is done here will stand here.",
    letter="",
    digit="",
    table=f"{_TABLE} d",
    alias="d",
    joins=(),
    order_currency="''",
    base_currency="''",
    order_id="",
    gist=("created_at", "who", "action", "status"),
    numbered=numbers_of(_TABLE),
    sought_column="target",
    is_in_box=False,
    texts=("folded(d.message)", "folded(d.who)", "folded(d.target)"),
    columns=(
        Column("increment_id", "Entry", "CAST(d.id AS TEXT)", width=7, aliases=("number", "entry"), key="d.id"),
        Column("created_at", "When", "d.at", Show.INSTANT, 12, aliases=("date", "when", "at"), key="d.at"),
        Column(
            "who",
            "Who",
            "d.who",
            width=10,
            aliases=("by",),
            found_by="folded(d.who)",
            key="d.who",
            help="the operator or the system user; me is you",
            knows_me=True,
        ),
        Column(
            "action",
            "Action",
            "d.action",
            Show.CODE,
            14,
            priority=3,
            words=ACTION_TITLES,
            names=in_use(_TABLE, "action"),
            key="d.action",
            help="such as action:order.invoice",
        ),
        Column("record", "Record", _record(), width=17, priority=4, help="number and kind of what it was done to"),
        Column(
            "status",
            "Outcome",
            "d.outcome",
            Show.CODE,
            8,
            priority=5,
            words=OUTCOMES,
            aliases=("outcome",),
            key="d.outcome",
            help="done, refused or failed",
        ),
        Column("host", "From", "d.host", width=12, priority=6, aliases=("from",), help="the machine"),
        Column(
            "message",
            "What happened",
            "d.message",
            width=28,
            flexible=True,
            aliases=("text", "words"),
            found_by="folded(d.message)",
            key="d.message",
        ),
        *optional(
            Column("target_kind", "Kind", "d.target_kind", Show.CODE, 14, words=KINDS, aliases=("kind",)),
            Column("target", "Number", "d.target", width=12, found_by="folded(d.target)", key="d.target"),
            Column("system_user", "System user", "d.system_user", width=12, aliases=("user",)),
            Column("operator", "Operator", "d.operator", width=12, found_by="folded(d.operator)"),
            Column("parameters", "Asked for", "d.parameters", width=30, found_by="folded(d.parameters)"),
            Column("created", "Documents made", "d.created", width=24, aliases=("made",)),
            Column("changes", "Changed", "d.changes", width=30),
            Column("undoes", "Takes back", "coalesce(CAST(d.undoes AS TEXT), '')", width=10, help="number of an entry"),
            Column("undone_by", "Taken back by", _UNDONE_BY, width=13, help="number of an entry"),
        ),
    ),
    fields=(
        Column(
            "moved",
            "Money moved",
            f"CASE WHEN {_MOVED} THEN 'yes' ELSE 'no' END",
            Show.CODE,
            words={"yes": "yes", "no": "no"},
            tests={"yes": f"({_MOVED})", "no": f"NOT ({_MOVED})"},
            help="whether money was paid, given back or booked",
        ),
    ),
    views=(
        View("all", "All entries"),
        View("today", "Today", "date:today"),
        View("mine", "What I did", "who:me"),
        View("not-done", "Refused and failed", "outcome:refused,failed"),
        View("money", "Money moved", "moved:yes"),
    ),
)
