"""A batch of records on their way in: what is decided about each, told only once the batch is committed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from sqlalchemy import Connection, delete

from sales_tui import model
from sales_tui.model.columns import instant_to_stored
from sales_tui.store.importing.agreements import AgreementRows
from sales_tui.store.importing.bulk import insert_rows
from sales_tui.store.importing.catalog import CompanyRows, ProductRows
from sales_tui.store.importing.credits import CreditRows
from sales_tui.store.importing.documents import DocumentRows
from sales_tui.store.importing.known import Known, Stored
from sales_tui.store.importing.layout import Layout, Row
from sales_tui.store.importing.located import Located, RefusedRecord
from sales_tui.store.importing.order import OrderRows
from sales_tui.store.importing.quotes import QuoteRows
from sales_tui.store.importing.returns import ReturnRows
from sales_tui.store.importing.transactions import TransactionRows
from sales_tui.store.importing.values import FieldError

R = TypeVar(
    "R",
    OrderRows,
    DocumentRows,
    TransactionRows,
    AgreementRows,
    ReturnRows,
    ProductRows,
    CompanyRows,
    CreditRows,
    QuoteRows,
)

MEMORY = Layout(model.Imported, ours=("kind", "record_id"))


@dataclass(slots=True)
class Entry(Generic[R]):
    """A record that was read, and where it was read."""

    located: Located
    rows: R
    stored: Stored | None = None
    """What it replaces; None: it is new."""
    id: int = 0
    """Our own key."""


def refused(located: Located, error: FieldError) -> RefusedRecord:
    """A refusal of the record at that place."""
    return RefusedRecord(located.file, located.line, located.index, error.field, error.code, error.reason)


@dataclass(slots=True)
class Outcome:
    """What became of the records of a batch."""

    tallies: list[tuple[str, str]] = field(default_factory=list)
    """(kind, one of new, updated, unchanged, refused)."""
    refusals: list[RefusedRecord] = field(default_factory=list)

    def refuse(self, kind: str, located: Located, error: FieldError) -> None:
        """Note that a record can't come in."""
        self.tallies.append((kind, "refused"))
        self.refusals.append(refused(located, error))


@dataclass(frozen=True, slots=True)
class Writing:
    """What all parts of writing a batch share."""

    connection: Connection
    source: str
    now: datetime
    outcome: Outcome
    renewed: set[int] = field(default_factory=set)
    """Orders (our keys) to be made findable anew."""

    def sift(self, kind: str, entries: Iterable[Entry[R]]) -> list[Entry[R]]:
        """Those that are new or changed; of the others it is noted that they are unchanged or refused."""
        listed = list(entries)
        known = Known(self.connection, kind, self.source, [entry.rows for entry in listed])
        kept = []
        for entry in listed:
            try:
                entry.stored = known.find(entry.rows.entity_id, entry.rows.number)
            except FieldError as error:
                self.outcome.refuse(kind, entry.located, error)
                continue
            if entry.stored is not None and entry.stored.digest == entry.rows.digest:
                self.outcome.tallies.append((kind, "unchanged"))
            else:
                kept.append(entry)
        return kept

    def remember(self, entries: Iterable[Entry[R]], openings: dict[int, str | None] | None = None) -> None:
        """Keep fingerprint, unknown fields and opening figures of records that were written, and count them."""
        new: list[Row] = []
        changed: list[Row] = []
        for entry in entries:
            row = self._memory(entry, (openings or {}).get(entry.id))
            (new if entry.stored is None or entry.stored.digest is None else changed).append(row)
            self.outcome.tallies.append((entry.rows.kind, "new" if entry.stored is None else "updated"))
        for row in changed:
            kind, record_id = (row[MEMORY.index[name]] for name in ("kind", "record_id"))
            imported = MEMORY.table
            self.connection.execute(delete(imported).where(imported.c.kind == kind, imported.c.record_id == record_id))
        insert_rows(self.connection, MEMORY, [*changed, *new])

    def _memory(self, entry: Entry[R], opening: str | None) -> Row:
        values = {
            "kind": entry.rows.kind,
            "record_id": entry.id,
            "source": self.source,
            "entity_id": entry.rows.entity_id,
            "digest": entry.rows.digest,
            "extra": entry.rows.extra,
            "opening": opening,
            "imported_at": instant_to_stored(self.now),
        }
        return [values[name] for name in MEMORY.columns]
