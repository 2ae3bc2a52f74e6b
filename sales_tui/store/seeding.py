"""Inserts generated records in bulk: batch by batch, each in one transaction with its keys, numbers and journal row."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from sales_tui.model import Journal
from sales_tui.store import keys, numbers
from sales_tui.store.engine import keep_more_pages, writing
from sales_tui.store.seed_rows import SOURCE, Row, RowBatch

__all__ = ["Engine", "SeedReport", "insert_batch"]

NUMBERED = {
    "sales_order": "order",
    "invoice": "invoice",
    "shipment": "shipment",
    "creditmemo": "creditmemo",
    "rma": "return",
}
"""The number series of each table that has numbers."""

SHARED = {"store": "code", "customer_group": "code", "customer": "customer_id"}
"""Tables whose rows are used again when they are there already, with the column that tells them apart."""


AGREEMENTS = "billing_agreement"


@dataclass(slots=True)
class SeedReport:
    """How much was added."""

    orders: int = 0
    invoices: int = 0
    shipments: int = 0
    creditmemos: int = 0
    customers: int = 0

    def add(self, other: SeedReport) -> None:
        """Take in what another batch has added."""
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))


def _counted(batch: RowBatch) -> SeedReport:
    tables = ("sales_order", "invoice", "shipment", "creditmemo", "customer")
    return SeedReport(*(batch.count(table) for table in tables))


def insert_batch(
    engine: Engine, batch: RowBatch, *, now: datetime, parameters: dict[str, Any], user: str = ""
) -> SeedReport:
    """Insert all rows of a batch, or none. Raises DatabaseUnusable where the database can't be written."""
    places: dict[str, Sequence[int]] = {}
    with writing(engine) as connection:
        keep_more_pages(connection)
        _mark(connection)
        _number(connection, batch)
        _number_agreements(connection, batch)
        for table in SQLModel.metadata.sorted_tables:
            if table.name in batch.rows:
                if "id" in table.c:
                    places[table.name] = _keys(connection, batch, table)
                _point(batch, table, places)
                _insert(connection, table, batch)
        report = _counted(batch)
        _journal(connection, report, now, parameters, user)
    return report


def _number(connection: Connection, batch: RowBatch) -> None:
    """Give out the numbers of each kind, in the order in which the documents were made."""
    for table, kind in NUMBERED.items():
        names, rows = batch.columns[table], batch.rows.get(table, [])
        created, number, tail = (names.index(name) for name in ("created_at", "increment_id", "number_tail"))
        given = numbers.give(connection, kind, len(rows))
        for row, given_out in zip(sorted(rows, key=lambda row: (row[created], row[0])), given, strict=True):
            row[number], row[tail] = given_out, given_out[::-1]


def _number_agreements(connection: Connection, batch: RowBatch) -> None:
    """Billing agreements are known by plain numbers that go on behind the highest one there is, imported or not."""
    rows = batch.rows.get(AGREEMENTS, [])
    if not rows:
        return
    known = SQLModel.metadata.tables[AGREEMENTS].c.increment_id
    longest = select(known).order_by(func.length(known).desc(), known.desc()).limit(1)
    last = connection.scalar(longest) or ""
    number, tail = (batch.columns[AGREEMENTS].index(name) for name in ("increment_id", "number_tail"))
    for given, row in enumerate(rows, int(last) + 1 if last.isdecimal() else 1):
        row[number], row[tail] = str(given), str(given)[::-1]


def _mark(connection: Connection) -> None:
    """A database that begins with generated orders is a demo, where the test card may be used."""
    connection.execute(
        text(
            "INSERT INTO meta (name, value) SELECT 'demo', 'yes' WHERE NOT EXISTS (SELECT 1 FROM sales_order) "
            "ON CONFLICT DO NOTHING"
        )
    )


def _keys(connection: Connection, batch: RowBatch, table: Table) -> Sequence[int]:
    """The key of each row of the batch. Rows that are there already leave the batch and keep their keys."""
    rows = batch.rows[table.name]
    known = _known(connection, batch, table) if table.name in SHARED else {}
    fresh = keys.reserve(connection, table, len(rows) - len(known))
    if not known:
        return fresh
    ahead = iter(fresh)
    batch.rows[table.name] = [row for row in rows if row[0] not in known]
    return [known[row[0]] if row[0] in known else next(ahead) for row in rows]


def _known(connection: Connection, batch: RowBatch, table: Table) -> dict[int, int]:
    """Which rows of the batch are in the database: key in the batch -> key in the database."""
    column = SHARED[table.name]
    position = batch.columns[table.name].index(column)
    wanted = {row[position]: row[0] for row in batch.rows[table.name]}
    known = {}
    for part in _parts(list(wanted), 500):
        query = select(table.c.id, table.c[column]).where(table.c.source == SOURCE, table.c[column].in_(part))
        known.update({wanted[value]: key for key, value in connection.execute(query)})
    return known


def _parts(values: list[Any], size: int) -> Iterator[list[Any]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]


def _point(batch: RowBatch, table: Table, places: Mapping[str, Sequence[int]]) -> None:
    """Replace keys of the batch by keys of the database, in the row itself and in what it points to."""
    names, rows = batch.columns[table.name], batch.rows[table.name]
    for position, name in enumerate(names):
        column = table.c[name]
        owner = next((key.column.table.name for key in column.foreign_keys), None)
        target = table.name if owner is None and column.primary_key else owner
        if target is None:
            continue
        there = places.get(target, ())
        for row in rows:
            if row[position] is not None:
                row[position] = there[row[position]]


def _insert(connection: Connection, table: Table, batch: RowBatch) -> None:
    """All rows in one go, past the type processing: they are in their stored form."""
    names, rows = batch.columns[table.name], batch.rows[table.name]
    columns = ", ".join(f'"{name}"' for name in names)
    if connection.dialect.name == "postgresql":
        _copy(connection, f"COPY {table.name} ({columns}) FROM STDIN", rows)
    elif rows:
        statement = f"INSERT INTO {table.name} ({columns}) VALUES ({', '.join('?' * len(names))})"
        connection.exec_driver_sql(statement, [tuple(row) for row in rows])


def _copy(connection: Connection, statement: str, rows: list[Row]) -> None:
    """PostgreSQL's own bulk load, within the transaction."""
    dbapi = connection.dialect.loaded_dbapi
    cursor: Any = connection.connection.cursor()
    try:
        with closing(cursor), cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except dbapi.Error as error:
        raise DBAPIError.instance(statement, None, error, dbapi.Error) from error


def _journal(connection: Connection, report: SeedReport, now: datetime, parameters: dict[str, Any], user: str) -> None:
    message = f"{report.orders} generated orders added, with {report.invoices} invoices, {report.shipments} shipments"
    row = Journal(
        at=now,
        system_user=user,
        who=user,
        action="db.seed",
        parameters=json.dumps(parameters),
        message=f"{message} and {report.creditmemos} credit memos.",
    )
    connection.execute(insert(SQLModel.metadata.tables["journal"]).values(row.model_dump(exclude={"id"})))
