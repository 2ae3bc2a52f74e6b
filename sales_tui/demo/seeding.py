"""Fills a database with generated orders: worker processes generate, this one inserts; small shops need no others."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from functools import partial

from sales_tui.demo.accounts import WANTED, plans
from sales_tui.demo.catalog import add_catalog
from sales_tui.demo.making import elsewhere, make, uncollected
from sales_tui.demo.quotes import add_quotes
from sales_tui.store.seed_accounts import insert_accounts, owners
from sales_tui.store.seeding import Engine, SeedReport, insert_batch

ALONE = 3_000
"""Up to so many orders, starting another process would cost more than it saves."""

WORKERS = 2


def seed(
    engine: Engine,
    *,
    orders: int,
    seed: int,
    now: datetime,
    progress: Callable[[int], None] | None = None,
    batch: int = 2_000,
    workers: int | None = None,
    user: str = "",
) -> SeedReport:
    """Add generated orders with all their documents; records that are there already stay, and numbers go on.

    Each batch is one transaction: whoever is interrupted leaves whole batches. `progress` is told how many orders are
    in so far. Without `workers`, 0 of them make a small shop (no other process), 2 a large one.
    """
    report = SeedReport()
    making = partial(make, seed, now, orders)
    starts = [(first, min(batch, orders - first + 1)) for first in range(1, orders + 1, batch)]
    parameters = {"orders": orders, "seed": seed}
    if workers is None:
        workers = WORKERS if orders > ALONE else 0
    with ExitStack() as stack, uncollected():
        made = elsewhere(stack, making, starts, workers) if workers else (making(*start) for start in starts)
        for rows in made:
            report.add(insert_batch(engine, rows, now=now, parameters=parameters, user=user))
            if progress is not None:
                progress(report.orders)
    insert_accounts(engine, plans(seed, owners(engine, WANTED), now))
    if orders:
        add_catalog(engine, now)
        add_quotes(engine, seed, now)
    return report
