"""The panes of an entry of the journal, and its gist."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo

from sales_tui.workspaces import PLACES, WORKSPACES
from sales_tui.workspaces.journal_words import (
    ACTION_TITLES,
    KINDS,
    OUTCOMES,
    action_words,
    changes,
    parameters,
    record_words,
)
from sales_tui.workspaces.panes import Pane, PaneColumn, Record, Subject, facts
from sales_tui.workspaces.summaries import Summary
from sales_tui.workspaces.words import instant, join


def information(subject: Subject) -> Pane:
    """Who did what to which record, when, from where, and what they asked for."""
    record = subject.record
    return Pane(
        "information",
        "Information",
        facts(
            ("Outcome", outcome(record)),
            ("What happened", record.get("message")),
            ("Action", action_words(record)),
            ("Record", record_words(record)),
            ("Takes back", undoing_words(record.get("undoes"), subject.zone)),
            ("Taken back", undoing_words(record.get("undone_by"), subject.zone)),
            ("When", instant(record, "created_at", subject.zone)),
            ("Operator", record.get("operator")),
            ("System user", record.get("system_user")),
            ("From", record.get("host")),
        ),
        columns=(PaneColumn("Asked for"), PaneColumn("", wide=True)),
        rows=tuple(parameters(record)),
    )


def changed(subject: Subject) -> Pane:
    """The fields of the record before and after."""
    columns = (PaneColumn("Field"), PaneColumn("Before", True), PaneColumn("After", True))
    return Pane("changes", "What changed", columns=columns, rows=tuple(changes(subject.record)), empty="No field of it")


def records(subject: Subject) -> Pane:
    """The record it was done to, and the documents that were made, to go there."""
    record, rows, links = subject.record, [], []
    kind, number = str(record.get("target_kind") or ""), str(record.get("target") or "")
    if number and kind in PLACES:
        rows.append((number, KINDS.get(kind, kind), "what it was done to"))
        links.append((kind, number))
    for name, numbers in (record.get("created") or {}).items():
        place = WORKSPACES.get(name)
        for one in numbers if place else ():
            assert place is not None
            rows.append((str(one), place.noun, "made"))
            links.append((place.kind, str(one)))
    for name, words in (("undoes", "what it took back"), ("undone_by", "what took it back")):
        if other := record.get(name):
            rows.append((str(other["increment_id"]), "journal entry", words))
            links.append(("journal_entry", str(other["increment_id"])))
    columns = (PaneColumn("Number"), PaneColumn("Kind"), PaneColumn("", wide=True))
    return Pane("records", "Records", columns=columns, rows=tuple(rows), empty="None", links=tuple(links))


def undoing_words(other: Record | None, zone: tzinfo) -> str:
    """The entry that one took back, or that took it back: "entry 12, Hold by ada, 23 Nov 10:42"."""
    if not other:
        return ""
    title = ACTION_TITLES.get(str(other["action"])) or str(other["action"])
    by = f" by {other['who']}" if other.get("who") else ""
    return f"entry {other['increment_id']}, {title}{by}, {instant(other, 'created_at', zone)}"


def outcome(record: Record) -> str:
    """Done, refused or failed."""
    code = str(record.get("status") or "")
    return OUTCOMES.get(code, code)


def journal_gist(record: Record, order: Record, zone: tzinfo, now: datetime) -> Summary:
    """An entry in a few lines: who did it, what came of it, what was changed."""
    by = join(record.get("who"), f"from {record['host']}" if record.get("host") else "", by=" ")
    return Summary(
        str(record.get("increment_id") or ""),
        outcome(record),
        tuple(filter(None, (record.get("message"), *_undoing(record, zone)))),
        str(record.get("who") or ""),
        tuple(filter(None, (by, instant(record, "created_at", zone), action_words(record), record_words(record)))),
        (),
        tuple(f"{label}: {before or 'nothing'} → {after or 'nothing'}" for label, before, after in changes(record)),
        (),
    )


def _undoing(record: Record, zone: tzinfo) -> Iterator[str]:
    if words := undoing_words(record.get("undoes"), zone):
        yield f"Takes back {words}"
    if words := undoing_words(record.get("undone_by"), zone):
        yield f"Taken back by {words}"


PANES = {"journal_entry": (information, changed, records)}
