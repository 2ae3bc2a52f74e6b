"""A record, whole, as panes of facts and tables: a view-model for screens and for the command line alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any


@dataclass(frozen=True, slots=True)
class PaneColumn:
    """A column of a pane's table."""

    label: str
    right: bool = False
    """Numbers are aligned right."""
    wide: bool = False
    """Takes the width that is left over, and several lines where that is not enough."""
    priority: int = 0
    """The highest go first where it is too narrow for all."""


@dataclass(frozen=True, slots=True)
class Pane:
    """One part of a record. All texts are as they came: not yet made safe for a terminal."""

    key: str
    title: str
    facts: tuple[tuple[str, str], ...] = ()
    """(label, value), in order."""
    columns: tuple[PaneColumn, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()
    """Free texts, each a paragraph; may have line breaks."""
    empty: str = ""
    """What to say where there are no rows."""
    press: str = ""
    """Which key brings some, for screens: "i invoices it"."""
    links: tuple[tuple[str, str] | None, ...] = ()
    """For each row the (kind, number) of the document that it stands for; empty where rows are no documents."""


Record = Mapping[str, Any]
Maker = Callable[["Subject"], Pane]


@dataclass(frozen=True, slots=True)
class Subject:
    """What panes are made of."""

    kind: str
    record: Record
    order: Record | None
    """The order of a document or a transaction, where it is known."""
    zone: tzinfo
    now: datetime | None = None


def panes(
    kind: str, record: Record, zone: tzinfo, *, order: Record | None = None, now: datetime | None = None
) -> list[Pane]:
    """The panes of a record in REST shape, instants shown in `zone`.

    `order` is the REST shape of a document's order: with it, names and addresses are shown too.
    """
    from sales_tui.workspaces import (
        account_panes,
        document_panes,
        job_panes,
        journal_panes,
        order_panes,
        payment_panes,
        quote_panes,
        return_panes,
    )

    subject = Subject(kind, record, record if kind == "order" else order, zone, now)
    own: Mapping[str, Sequence[Maker]] = {
        "order": (*order_panes.PANES, return_panes.order_returns),
        "transaction": payment_panes.PANES,
        **journal_panes.PANES,
        **job_panes.PANES,
    }
    makers = {**own, **document_panes.PANES, **account_panes.PANES, **return_panes.PANES, **quote_panes.PANES}[kind]
    return [make(subject) for make in makers]


def facts(*pairs: tuple[str, str | None]) -> tuple[tuple[str, str], ...]:
    """The facts that say something."""
    return tuple((label, value) for label, value in pairs if value)
