"""Prints how long generated orders take to get into a database: seed_rate.py [ORDERS] [DATABASE]."""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from sales_tui.demo.seeding import seed
from sales_tui.store.engine import make_engine
from sales_tui.store.location import locate
from sales_tui.store.schema import upgrade


def measure(orders: int, database: str) -> None:
    """Make the schema, seed, and say how fast it went."""
    location = locate(database)
    engine = make_engine(location)
    start = perf_counter()
    upgrade(engine, location)
    ready = perf_counter()
    report = seed(engine, orders=orders, seed=1, now=datetime.now(UTC))
    seconds = perf_counter() - ready
    engine.dispose()
    print(f"schema {ready - start:.2f} s; {orders} orders in {seconds:.2f} s, {orders / seconds:,.0f} orders/s")
    print(report)
    if location.path is not None:
        print(f"{location.path.stat().st_size / 2**20:,.0f} MiB")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
        measure(count, sys.argv[2] if len(sys.argv) > 2 else str(Path(folder, "seed.db")))
