"""What the runner loads, locks and stores as one: orders with all that hangs on them, and billing agreements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection, delete, select, update

from sales_tui import model
from sales_tui.actions.base import Root
from sales_tui.rules.payment_records import Agreement
from sales_tui.store.load import load_orders
from sales_tui.store.load_payments import open_attempts
from sales_tui.store.mapping import AGREEMENT, table_of
from sales_tui.store.rows import VersionConflict
from sales_tui.store.save import Numbering, save

Changes = dict[str, tuple[Any, Any]]
"""Column -> (before, after)."""

AGREEMENTS = "agreement"
ORDERS = "order"


class LoadedRoot(Protocol):
    """Something as the rules see it, which knows what it was read as."""

    @property
    def root(self) -> Root:
        """What handlers work on."""

    def changes(self) -> Changes:
        """What was changed of its own columns."""


@dataclass(slots=True)
class LoadedAgreement:
    """A billing agreement, and the values it was read with."""

    root: Agreement
    before: Sequence[Any] = field(default_factory=tuple)

    def changes(self) -> Changes:
        """What was changed of its columns."""
        return AGREEMENT.changes(self.before, self.root)


def group_of(kind: str) -> str:
    """As what a kind of record is loaded: an order's documents go with their order."""
    return AGREEMENTS if kind == "agreement" else ORDERS


def load(connection: Connection, group: str, keys: Iterable[int], *, lock: bool) -> Mapping[int, LoadedRoot]:
    """Those records. With `lock` nobody else can change them until the transaction ends."""
    if group == ORDERS:
        return load_orders(connection, keys, lock=lock)
    return _load_agreements(connection, keys, lock)


def store(
    connection: Connection, group: str, changed: Sequence[LoadedRoot], now: datetime, numbering: Numbering
) -> None:
    """Write what changed. Raises VersionConflict."""
    if group == ORDERS:
        save(connection, changed, now, numbering)  # type: ignore[arg-type]  # by its group
    else:
        for loaded in changed:
            assert isinstance(loaded, LoadedAgreement)
            _save_agreement(connection, loaded, now)


def _load_agreements(connection: Connection, keys: Iterable[int], lock: bool) -> dict[int, LoadedAgreement]:
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    query = select(*AGREEMENT.columns).where(AGREEMENT.table.c.id.in_(wanted)).order_by(AGREEMENT.table.c.id)
    loaded = {}
    for row in connection.execute(query.with_for_update() if lock else query):
        agreement = AGREEMENT.build(tuple(row))
        loaded[agreement.id] = LoadedAgreement(agreement, tuple(row))
    for key, attempt in open_attempts(connection, AGREEMENTS, wanted).items():
        loaded[key].root.attempt = attempt
    return loaded


def _save_agreement(connection: Connection, loaded: LoadedAgreement, now: datetime) -> None:
    agreement, table = loaded.root, AGREEMENT.table
    here = (table.c.id == agreement.id, table.c.version == agreement.version)
    if agreement.is_deleted:
        _forget_import(connection, agreement.id)
        result = connection.execute(delete(table).where(*here))
    else:
        values = {name: new for name, (_, new) in loaded.changes().items()}
        values |= {"version": agreement.version + 1, "updated_at": now}
        result = connection.execute(update(table).where(*here).values(values))
    if result.rowcount != 1:
        raise VersionConflict(table.name)


def _forget_import(connection: Connection, key: int) -> None:
    """Its import is remembered under a key that no record has: it doesn't come back with the next one."""
    imported = table_of(model.Imported)
    connection.execute(
        update(imported).where(imported.c.kind == "agreement", imported.c.record_id == key).values(record_id=-key)
    )
