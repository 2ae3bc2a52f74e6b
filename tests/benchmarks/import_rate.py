"""Prints the import's rate against `json.loads` and raw sqlite3 inserts of the same rows.

python -m tests.benchmarks.import_rate [ORDERS]
"""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlmodel import SQLModel

from sales_tui.exchange.files import opened
from sales_tui.exchange.magento_json import read_records
from sales_tui.store.engine import make_engine
from sales_tui.store.importing import import_records
from sales_tui.store.location import locate
from sales_tui.store.schema import upgrade
from tests.benchmarks.import_input import write

BATCH = 500
FIRST = ("store", "customer_group", "customer", "number_sequence")
BY_ORDER = {"sales_order": "id", "order_item": "order_id", "order_address": "order_id", "order_payment": "order_id"}


def make_schema(path: Path) -> None:
    """The program's own schema, indexes included."""
    location = locate(str(path))
    engine = make_engine(location)
    upgrade(engine, location)
    engine.dispose()


def imported(file: Path, path: Path) -> float:
    """Seconds that the import takes."""
    make_schema(path)
    engine = make_engine(locate(str(path)))
    start = perf_counter()
    with opened(str(file)) as source:
        report = import_records(engine, read_records(source), source="magento", now=datetime.now(UTC))
    seconds = perf_counter() - start
    engine.dispose()
    assert not report.refusals, report.refused[:3]
    return seconds


def connect(path: Path) -> sqlite3.Connection:
    """A connection with the program's own settings."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("foreign_keys = ON", "journal_mode = WAL", "synchronous = NORMAL", "cache_size = -65536"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def rows_of(path: Path) -> list[list[tuple[str, list[tuple[Any, ...]]]]]:
    """The imported rows in batches of orders, table by table."""
    connection = connect(path)
    batches: dict[int, dict[str, list[tuple[Any, ...]]]] = defaultdict(lambda: defaultdict(list))
    tables = SQLModel.metadata.tables
    for table in sorted(tables, key=lambda name: (name not in FIRST, name != "sales_order")):
        cursor = connection.execute(f'SELECT * FROM "{table}"')
        names = [column[0] for column in cursor.description]
        key = BY_ORDER.get(table, "record_id" if table == "imported" else "order_id")
        for row in cursor:
            order = row[names.index(key)] if key in names and table not in FIRST else 1
            batches[(order - 1) // BATCH][table].append(row)
    return [list(tables.items()) for _, tables in sorted(batches.items())]


def raw(file: Path, path: Path, batches: list[list[tuple[str, list[tuple[Any, ...]]]]]) -> tuple[float, float]:
    """Seconds for `json.loads` of every line, and for inserting the rows."""
    make_schema(path)
    connection = connect(path)
    start = perf_counter()
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            json.loads(line)
    parsed = perf_counter()
    for batch in batches:
        connection.execute("BEGIN IMMEDIATE")
        for table, rows in batch:
            connection.executemany(f'INSERT INTO "{table}" VALUES ({",".join("?" * len(rows[0]))})', rows)
        connection.execute("COMMIT")
    return parsed - start, perf_counter() - parsed


def main(count: int) -> None:
    """Measure both on the same file and print the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "orders.jsonl")
        write(file, count=20)
        imported(file, Path(folder, "warm.db"))  # what is loaded late is loaded now
        write(file, count=count)
        ours = imported(file, Path(folder, "ours.db"))
        parsing, inserting = raw(file, Path(folder, "raw.db"), rows_of(Path(folder, "ours.db")))
    base = parsing + inserting
    print(f"{count} orders: import {ours:.2f} s ({count / ours:,.0f}/s)")
    print(f"json.loads {parsing:.2f} s + raw inserts {inserting:.2f} s = {base:.2f} s ({count / base:,.0f}/s)")
    print(f"import at {base / ours:.2f} of the raw rate")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3_000)
