"""The panes of a job and of the outcome of one of its records, and their gists."""

from __future__ import annotations

import json
from datetime import datetime, tzinfo

from sales_tui.workspaces import WORKSPACES
from sales_tui.workspaces.job_words import ORIGINS, OUTCOMES, STATES, progress
from sales_tui.workspaces.journal_words import ACTION_TITLES
from sales_tui.workspaces.panes import Pane, PaneColumn, Record, Subject, facts
from sales_tui.workspaces.summaries import Summary
from sales_tui.workspaces.words import instant, join


def counts(record: Record) -> str:
    """How far a job is."""
    return progress(*(int(record[name]) for name in ("done", "refused", "failed", "skipped", "waiting")))


def information(subject: Subject) -> Pane:
    """What is done to how many records, by whom, and how far it is."""
    record, zone = subject.record, subject.zone
    return Pane(
        "information",
        "Information",
        facts(
            ("What", record.get("title")),
            ("State", STATES.get(str(record["status"]), str(record["status"]))),
            ("Records", f"{record['total']:,}"),
            ("So far", counts(record)),
            ("Who", record.get("who")),
            ("From", join(ORIGINS.get(str(record["origin"]), str(record["origin"])), record.get("host"), by=" on ")),
            ("Made", instant(record, "created_at", zone)),
            ("Begun", instant(record, "started_at", zone)),
            ("Ended", instant(record, "ended_at", zone)),
        ),
    )


def steps(subject: Subject) -> Pane:
    """What is done to each record, in order."""
    rows = tuple(
        (str(at), ACTION_TITLES.get(step["do"]) or step["do"], _values(step.get("set") or {}))
        for at, step in enumerate(subject.record.get("steps") or (), 1)
    )
    columns = (PaneColumn("Step", True), PaneColumn("Action"), PaneColumn("With", wide=True))
    return Pane("steps", "Steps", columns=columns, rows=rows)


def reasons(subject: Subject) -> Pane:
    """Why records weren't done."""
    rows = tuple(
        (f"{one['count']:,}", OUTCOMES[one["outcome"]], str(one["message"]))
        for one in subject.record.get("reasons") or ()
    )
    columns = (PaneColumn("Records", True), PaneColumn("Outcome"), PaneColumn("Such as", wide=True))
    return Pane("reasons", "Not done", columns=columns, rows=rows, empty="None: all were done")


def outcome(subject: Subject) -> Pane:
    """What became of one record."""
    record = subject.record
    return Pane(
        "information",
        "Information",
        facts(
            ("Record", record.get("target")),
            ("Outcome", OUTCOMES.get(str(record["status"]), str(record["status"]))),
            ("What happened", record.get("message")),
            ("Reason", record.get("code")),
            ("When", instant(record, "ended_at", subject.zone)),
            ("What", record.get("title")),
            ("Job", str(record.get("job"))),
            ("Who", record.get("who")),
        ),
    )


def records(subject: Subject) -> Pane:
    """The record itself, what was made of it, and the job, to go there."""
    record = subject.record
    found = [(_kind(record), str(record.get("target")), "what it was done to")]
    for name, numbers in (record.get("created") or {}).items():
        found += [(WORKSPACES[name].kind, str(one), "made") for one in numbers if name in WORKSPACES]
    found.append(("job", str(record.get("job")), "the job"))
    known = [one for one in found if one[0]]
    columns = (PaneColumn("Number"), PaneColumn("", wide=True))
    rows, links = tuple((number, what) for _, number, what in known), tuple((kind, number) for kind, number, _ in known)
    return Pane("records", "Records", columns=columns, rows=rows, links=links)


def _kind(record: Record) -> str:
    """What kind of record an outcome is about: that of the action that it was done by."""
    own = record.get("own") or {}
    name = own.get("do") or next((step["do"] for step in record.get("steps") or ()), "")
    from sales_tui.actions import ACTIONS

    return ACTIONS[name].target if name in ACTIONS else ""


def _values(values: Record) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {_value(value)}" for name, value in values.items())


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def job_gist(record: Record, order: Record, zone: tzinfo, now: datetime) -> Summary:
    """A job in a few lines."""
    made = join(record.get("who"), instant(record, "created_at", zone), by=" · ")
    return Summary(
        str(record.get("increment_id") or ""),
        STATES.get(str(record["status"]), str(record["status"])),
        (f"{record['total']:,} records", counts(record)),
        str(record.get("title") or ""),
        (made,),
        (),
        tuple(f"{one['count']:,} × {one['message']}" for one in (record.get("reasons") or ())[:5]),
        (),
    )


def outcome_gist(record: Record, order: Record, zone: tzinfo, now: datetime) -> Summary:
    """An outcome in a few lines."""
    made = [f"{name}: {', '.join(numbers)}" for name, numbers in (record.get("created") or {}).items()]
    return Summary(
        str(record.get("target") or ""),
        OUTCOMES.get(str(record["status"]), str(record["status"])),
        tuple(filter(None, (str(record.get("message") or ""),))),
        str(record.get("title") or ""),
        tuple(filter(None, (f"job {record.get('job')}", record.get("who"), instant(record, "ended_at", zone)))),
        (),
        tuple(made),
        (),
    )


GISTS = {"job": job_gist, "job_record": outcome_gist}
PANES = {"job": (information, steps, reasons), "job_record": (outcome, records)}
