"""The pane of a print, its gist, and the document that it stands for."""

from __future__ import annotations

from datetime import datetime, tzinfo

from sales_tui.workspaces.panes import Pane, PaneColumn, Record, Subject, facts
from sales_tui.workspaces.print_words import KINDS, STATES
from sales_tui.workspaces.summaries import Summary
from sales_tui.workspaces.words import customer, instant, join


def information(subject: Subject) -> Pane:
    """What is printed, who wanted it, and what became of it."""
    record = subject.record
    kind, number = document(record)
    order = str(record.get("order_increment_id") or "")
    rows = [(number, _words(KINDS, kind)), *([(order, KINDS["order"])] if kind != "order" else [])]
    links = [(kind, number), *([("order", order)] if kind != "order" else [])]
    return Pane(
        "information",
        "Information",
        facts(
            ("State", _state(record)),
            ("What became of it", record.get("outcome")),
            ("Queued", join(instant(record, "created_at", subject.zone), _by(record), by=" ")),
            ("Last tried", instant(record, "ended_at", subject.zone)),
        ),
        columns=(PaneColumn("Number"), PaneColumn("Document", wide=True)),
        rows=tuple(rows),
        links=tuple(links),
    )


def print_gist(record: Record, order: Record, zone: tzinfo, now: datetime) -> Summary:
    """A print in a few lines."""
    kind, number = document(record)
    return Summary(
        str(record.get("increment_id") or ""),
        _state(record),
        tuple(filter(None, (f"{_words(KINDS, kind)} {number}", f"of order {record.get('order_increment_id')}"))),
        customer(order) if order else "",
        tuple(filter(None, (f"Queued {instant(record, 'created_at', zone)} {_by(record)}".rstrip(),))),
        tuple(filter(None, (record.get("outcome"),))),
        (),
        (),
    )


def document(record: Record) -> tuple[str, str]:
    """Kind and number of what is printed."""
    return str(record.get("kind") or ""), str(record.get("document_increment_id") or "")


def _state(record: Record) -> str:
    return _words(STATES, str(record.get("status") or ""))


def _by(record: Record) -> str:
    return f"by {record['who']}" if record.get("who") else ""


def _words(known: dict[str, str], code: str) -> str:
    return known.get(code, code)


PANES = {"print": (information,)}
