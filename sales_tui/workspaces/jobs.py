"""Jobs: what was done to many records at once, by whom, and how far it is."""

from __future__ import annotations

from sales_tui.workspaces.base import Column, Show, View, Workspace
from sales_tui.workspaces.common import optional
from sales_tui.workspaces.job_words import ORIGINS, STATES

_LEFT = "d.total - d.done - d.refused - d.failed - d.skipped"

WORKSPACE = Workspace(
    name="jobs",
    title="Jobs",
    kind="job",
    noun="job",
    beginning="What is done to several records at once will stand here; space marks them.",
    letter="",
    digit="",
    table="job d",
    alias="d",
    joins=(),
    order_currency="''",
    base_currency="''",
    order_id="",
    gist=("created_at", "title", "", "status"),
    sought_column="title",
    is_in_box=False,
    texts=("folded(d.title)", "folded(d.who)"),
    columns=(
        Column("increment_id", "Job", "CAST(d.id AS TEXT)", width=6, aliases=("number", "job"), key="d.id"),
        Column("created_at", "When", "d.made_at", Show.INSTANT, 12, aliases=("date", "when"), key="d.made_at"),
        Column("who", "Who", "d.who", width=10, aliases=("by",), found_by="folded(d.who)", key="d.who", knows_me=True),
        Column(
            "title",
            "What",
            "d.title",
            width=22,
            flexible=True,
            aliases=("what",),
            found_by="folded(d.title)",
            key="d.title",
        ),
        Column("status", "State", "d.state", Show.CODE, 10, words=STATES, aliases=("state",), key="d.state"),
        Column("total", "Records", "d.total", Show.INTEGER, 9, priority=1, aliases=("records",)),
        Column("done", "Done", "d.done", Show.INTEGER, 9),
        Column("refused", "Not possible", "d.refused", Show.INTEGER, 12, priority=2),
        Column("failed", "Errors", "d.failed", Show.INTEGER, 7, priority=3),
        Column("left", "Waiting", _LEFT, Show.INTEGER, 8, priority=4, aliases=("waiting",)),
        *optional(
            Column("skipped", "Left out", "d.skipped", Show.INTEGER, 9),
            Column("origin", "From", "d.origin", Show.CODE, 12, words=ORIGINS, aliases=("from",)),
            Column("host", "Machine", "d.host", width=12, aliases=("machine",)),
            Column("started_at", "Begun", "d.started_at", Show.INSTANT, 12, aliases=("begun",)),
            Column("ended_at", "Ended", "d.ended_at", Show.INSTANT, 12, aliases=("ended",)),
            Column("system_user", "System user", "d.system_user", width=12, aliases=("user",)),
            Column("operator", "Operator", "d.operator", width=12, found_by="folded(d.operator)"),
        ),
    ),
    views=(
        View("all", "All jobs"),
        View("open", "Not through", "status:waiting,running,stopped"),
        View("not-done", "With records not done", "refused:>0"),
        View("mine", "What I did", "who:me"),
        View("today", "Today", "date:today"),
    ),
)
