"""Outcomes: what became of each record of a job."""

from __future__ import annotations

from sales_tui.workspaces.base import Column, Show, View, Workspace
from sales_tui.workspaces.common import optional
from sales_tui.workspaces.job_words import OUTCOMES

WORKSPACE = Workspace(
    name="outcomes",
    title="Outcomes",
    kind="job_record",
    noun="outcome",
    beginning="What becomes of each record of a job will stand here.",
    letter="",
    digit="",
    table="job_record d",
    alias="d",
    joins=(("j", "JOIN job j ON j.id = d.job_id"),),
    order_currency="''",
    base_currency="''",
    order_id="",
    gist=("ended_at", "title", "", "status"),
    sort=("increment_id", False),
    sought_column="target",
    numbered=(("job_record", "id", "d.id"),),
    is_in_box=False,
    texts=("folded(d.message)", "folded(d.target)"),
    columns=(
        Column(
            "target", "Record", "d.target", width=12, aliases=("record",), found_by="folded(d.target)", key="d.target"
        ),
        Column("title", "What", "j.title", width=18, priority=3, aliases=("what",), found_by="folded(j.title)"),
        Column("status", "Outcome", "d.outcome", Show.CODE, 13, words=OUTCOMES, aliases=("outcome",), key="d.outcome"),
        Column(
            "message",
            "What happened",
            "d.message",
            width=34,
            flexible=True,
            aliases=("text", "words"),
            found_by="folded(d.message)",
        ),
        Column("ended_at", "When", "d.ended_at", Show.INSTANT, 12, priority=4, aliases=("date", "when")),
        Column("job", "Job", "d.job_id", Show.INTEGER, 6, priority=5, help="the number of the job"),
        *optional(
            Column("increment_id", "Outcome no.", "CAST(d.id AS TEXT)", width=11, aliases=("number",), key="d.id"),
            Column("code", "Reason", "coalesce(d.code, '')", width=18, aliases=("reason",)),
            Column("created", "Documents made", "d.created", width=24, aliases=("made",)),
            Column("who", "Who", "j.who", width=10, aliases=("by",), found_by="folded(j.who)", knows_me=True),
        ),
    ),
    views=(
        View("all", "All outcomes"),
        View("not-done", "Not possible, program errors", "status:refused,failed"),
        View("waiting", "Waiting", "status:waiting"),
        View("mine", "What I did", "who:me"),
    ),
)
