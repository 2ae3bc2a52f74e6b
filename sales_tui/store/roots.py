"""What the runner loads, locks and stores as one: orders with all that hangs on them, billing agreements, accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection, delete, select, update

from sales_tui import model
from sales_tui.actions.base import Root
from sales_tui.rules.payment_records import Account, Agreement
from sales_tui.rules.quote_records import Quote
from sales_tui.store.load import load_orders
from sales_tui.store.load_payments import open_attempts
from sales_tui.store.load_quotes import QUOTES, load_quotes
from sales_tui.store.load_quotes import stock_up as stock_up_quote
from sales_tui.store.mapping import ACCOUNT, AGREEMENT, table_of
from sales_tui.store.remarks import remove_remarks
from sales_tui.store.roots_quotes import save_quotes
from sales_tui.store.rows import VersionConflict
from sales_tui.store.save import Numbering, save
from sales_tui.store.save_credits import book_entries

Changes = dict[str, tuple[Any, Any]]
"""Column -> (before, after)."""

AGREEMENTS = "agreement"
ACCOUNTS = "account"
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


@dataclass(slots=True)
class LoadedAccount:
    """An account, and the values it was read with."""

    root: Account
    before: Sequence[Any] = field(default_factory=tuple)

    def changes(self) -> Changes:
        """What was changed of its columns."""
        return ACCOUNT.changes(self.before, self.root)


def group_of(kind: str) -> str:
    """As what a kind of record is loaded: an order's documents go with their order."""
    return kind if kind in (AGREEMENTS, ACCOUNTS, QUOTES) else ORDERS


def load(connection: Connection, group: str, keys: Iterable[int], *, lock: bool) -> Mapping[int, LoadedRoot]:
    """Those records. With `lock` nobody else can change them until the transaction ends."""
    if group == ORDERS:
        return load_orders(connection, keys, lock=lock)
    if group == QUOTES:
        return load_quotes(connection, keys, lock=lock)
    return _load_accounts(connection, keys, lock) if group == ACCOUNTS else _load_agreements(connection, keys, lock)


def store(
    connection: Connection,
    group: str,
    changed: Sequence[LoadedRoot],
    now: datetime,
    numbering: Numbering,
    *,
    by: str = "",
) -> None:
    """Write what changed; `by` did it. Raises VersionConflict."""
    remove_remarks(connection, [one.root for one in changed])
    if group == ORDERS:
        save(connection, changed, now, numbering, by=by)  # type: ignore[arg-type]  # by its group
    elif group == QUOTES:
        save_quotes(connection, changed, now, numbering, by=by)  # type: ignore[arg-type]  # by its group
    elif group == ACCOUNTS:
        for loaded in changed:
            assert isinstance(loaded, LoadedAccount)
            _save_account(connection, loaded, now, by)
    else:
        for loaded in changed:
            assert isinstance(loaded, LoadedAgreement)
            _save_agreement(connection, loaded, now)


def stock_up(connection: Connection, root: Root, skus: frozenset[str]) -> None:
    """Put the products that an action names within reach of its handler."""
    if isinstance(root, Quote):
        stock_up_quote(connection, root, skus)


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


def _load_accounts(connection: Connection, keys: Iterable[int], lock: bool) -> dict[int, LoadedAccount]:
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    query = select(*ACCOUNT.columns).where(ACCOUNT.table.c.id.in_(wanted)).order_by(ACCOUNT.table.c.id)
    loaded = {}
    for row in connection.execute(query.with_for_update() if lock else query):
        account = ACCOUNT.build(tuple(row))
        assert account.id is not None
        loaded[account.id] = LoadedAccount(account, tuple(row))
    return loaded


def _save_account(connection: Connection, loaded: LoadedAccount, now: datetime, by: str) -> None:
    """The limit first, then the movements; whoever changed the account since it was read comes first."""
    account, table = loaded.root, ACCOUNT.table
    values = {"credit_limit": account.credit_limit, "version": account.version + 1, "updated_at": now}
    here = (table.c.id == account.id, table.c.version == account.version)
    if connection.execute(update(table).where(*here).values(values)).rowcount != 1:
        raise VersionConflict(table.name)
    book_entries(connection, account, account.new_entries, now, by)


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
