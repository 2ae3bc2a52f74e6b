"""Writes billing agreements that came in, with their customers and the orders paid by them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import and_, delete, exists, insert, select, update

from sales_tui import model
from sales_tui.model.columns import instant_to_stored
from sales_tui.store import keys
from sales_tui.store.importing.agreements import AGREEMENT, AgreementRows
from sales_tui.store.importing.batch import Entry, Writing
from sales_tui.store.importing.bulk import chunks, insert_rows, update_rows
from sales_tui.store.importing.known import IMPORTED
from sales_tui.store.importing.values import FieldError
from sales_tui.store.importing.write_parties import CUSTOMER, STORE, ensure, keys_of
from sales_tui.store.mapping import table_of

Agreements = list[Entry[AgreementRows]]

_ORDER, _LINK, _JOURNAL = table_of(model.Order), table_of(model.BillingAgreementOrder), table_of(model.Journal)
_table = AGREEMENT.table
_at = AGREEMENT.index
_PERSON = ("email", "firstname", "lastname")


def write_agreements(writing: Writing, entries: Iterable[Entry[AgreementRows]]) -> Agreements:
    """Bring billing agreements in. Returns those that were written."""
    agreements = _without_touched(writing, _without_deleted(writing, writing.sift("agreement", entries)))
    names = _orders(writing, agreements)
    kept: Agreements = []
    orders: dict[int, list[int]] = {}
    for entry in agreements:
        try:
            orders[id(entry)] = _paid_by(entry.rows, names)
        except FieldError as error:
            writing.outcome.refuse("agreement", entry.located, error)
        else:
            kept.append(entry)
    if kept:
        _name_parties(writing, kept)
        _write(writing, kept)
        _link(writing, [(entry, orders[id(entry)]) for entry in kept])
        writing.remember(kept)
    return kept


def _without_touched(writing: Writing, agreements: Agreements) -> Agreements:
    touched = _touched(writing, [entry.stored.id for entry in agreements if entry.stored])
    kept = []
    for entry in agreements:
        if entry.stored is not None and entry.stored.id in touched:
            _refuse(writing, entry, "was changed at the source, but it was worked on here since it came in")
        else:
            kept.append(entry)
    return kept


def _touched(writing: Writing, agreements: Collection[int]) -> set[int]:
    """Agreements to which something was done here since they came in."""
    memory = and_(IMPORTED.c.kind == "agreement", IMPORTED.c.record_id == _JOURNAL.c.target_id)
    query = select(_JOURNAL.c.target_id).join(IMPORTED, memory)
    query = query.where(_JOURNAL.c.outcome == "ok", _JOURNAL.c.at >= IMPORTED.c.imported_at)
    touched: set[int] = set()
    for some in chunks(agreements):
        ours = query.where(_JOURNAL.c.target_kind == "agreement", _JOURNAL.c.target_id.in_(some))
        touched.update(writing.connection.scalars(ours))
    return touched


def _without_deleted(writing: Writing, agreements: Agreements) -> Agreements:
    """What was deleted here doesn't come back."""
    gone: dict[int | None, str] = {}
    is_there = exists(select(_table.c.id).where(_table.c.source == IMPORTED.c.source, _same_id()))
    query = select(IMPORTED.c.entity_id, IMPORTED.c.digest).where(IMPORTED.c.kind == "agreement", ~is_there)
    for some in chunks([entry.rows.entity_id for entry in agreements if entry.stored is None]):
        ours = query.where(IMPORTED.c.source == writing.source, IMPORTED.c.entity_id.in_(some))
        gone |= {row.entity_id: row.digest for row in writing.connection.execute(ours)}
    kept = []
    for entry in agreements:
        if entry.stored is not None or entry.rows.entity_id not in gone:
            kept.append(entry)
        elif gone[entry.rows.entity_id] == entry.rows.digest:
            writing.outcome.tallies.append(("agreement", "unchanged"))
        else:
            _refuse(writing, entry, "was changed at the source, but it was deleted here")
    return kept


def _same_id() -> Any:
    return _table.c.entity_id == IMPORTED.c.entity_id


def _refuse(writing: Writing, entry: Entry[AgreementRows], reason: str) -> None:
    sentence = f"billing agreement {entry.rows.number} {reason}"
    writing.outcome.refuse("agreement", entry.located, FieldError("", sentence, "import.conflict"))


def _orders(writing: Writing, agreements: Agreements) -> dict[int | str, int]:
    """Our keys of the orders that the agreements name, by id in the source and by number."""
    named = [one for entry in agreements for one in entry.rows.orders]
    found: dict[int | str, int] = {}
    for column, wanted in (
        (_ORDER.c.entity_id, {one.entity_id for one in named if one.entity_id is not None}),
        (_ORDER.c.increment_id, {one.number for one in named if one.number is not None}),
    ):
        query = select(column, _ORDER.c.id).where(_ORDER.c.source == writing.source)
        for some in chunks(wanted):
            found |= {row[0]: row.id for row in writing.connection.execute(query.where(column.in_(some)))}
    return found


def _paid_by(agreement: AgreementRows, names: dict[int | str, int]) -> list[int]:
    """Our keys of its orders. Raises FieldError where one isn't here."""
    found = []
    for one in agreement.orders:
        name = one.entity_id if one.number is None else one.number
        if name is None or name not in names:
            reason = f"order {name} is not in the database: import the order first"
            raise FieldError(one.field, reason, "import.unknown_order")
        found.append(names[name])
    return sorted(set(found))


def _name_parties(writing: Writing, agreements: Agreements) -> None:
    """Customer and store; names that the agreement doesn't tell are the customer's."""
    wanted = {
        entry.rows.customer_entity: {name: entry.rows.head[_at[f"customer_{name}"]] for name in _PERSON}
        for entry in agreements
        if entry.rows.customer_entity is not None
    }
    customers = ensure(writing, CUSTOMER, "customer_id", wanted)
    stores = keys_of(writing, STORE, "store_id", {entry.rows.store_entity or 0 for entry in agreements})
    people = _people(writing, customers.values())
    for entry in agreements:
        head = entry.rows.head
        head[_at["customer_id"]] = key = customers.get(entry.rows.customer_entity)
        head[_at["store_id"]] = stores.get(entry.rows.store_entity)
        for name, known in zip(_PERSON, people.get(key, ("",) * len(_PERSON)), strict=True):
            head[_at[f"customer_{name}"]] = head[_at[f"customer_{name}"]] or known or ""


def _people(writing: Writing, customers: Iterable[int]) -> dict[int | None, tuple[str | None, ...]]:
    query = select(CUSTOMER.c.id, *(CUSTOMER.c[name] for name in _PERSON))
    return {
        key: tuple(person)
        for some in chunks(list(customers))
        for key, *person in writing.connection.execute(query.where(CUSTOMER.c.id.in_(some)))
    }


def _write(writing: Writing, agreements: Agreements) -> None:
    fresh = [entry for entry in agreements if entry.stored is None]
    changed = [entry for entry in agreements if entry.stored is not None]
    for entry, key in zip(fresh, keys.reserve(writing.connection, _table, len(fresh)), strict=True):
        entry.id = key
    _make_room(writing, [entry.id for entry in fresh])
    now = instant_to_stored(writing.now)
    for entry in agreements:
        head = entry.rows.head
        entry.id = entry.stored.id if entry.stored else entry.id
        head[_at["id"]], head[_at["source"]] = entry.id, writing.source
        if entry.stored is None and head[_at["created_at"]] is None:
            head[_at["created_at"]] = now
        head[_at["updated_at"]] = head[_at["updated_at"]] or head[_at["created_at"]] or now
    insert_rows(writing.connection, AGREEMENT, [entry.rows.head for entry in fresh])
    update_rows(writing.connection, AGREEMENT, [entry.rows.head for entry in changed])


def _make_room(writing: Writing, new: Collection[int]) -> None:
    """SQLite gives the keys of deleted records again: what is remembered of those steps aside."""
    for some in chunks(new):
        theirs = (IMPORTED.c.kind == "agreement", IMPORTED.c.record_id.in_(some))
        writing.connection.execute(update(IMPORTED).where(*theirs).values(record_id=-IMPORTED.c.record_id))


def _link(writing: Writing, agreements: Iterable[tuple[Entry[AgreementRows], list[int]]]) -> None:
    """Name the orders paid by each agreement; those placed here stay."""
    imported = select(_ORDER.c.id).where(_ORDER.c.source.is_not(None))
    links = []
    for entry, orders in agreements:
        if entry.stored is not None:
            old = delete(_LINK).where(_LINK.c.agreement_id == entry.id, _LINK.c.order_id.in_(imported))
            writing.connection.execute(old)
        links += [{"agreement_id": entry.id, "order_id": order} for order in orders]
    if links:
        writing.connection.execute(insert(_LINK), links)
