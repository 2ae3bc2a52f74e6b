"""Prints how fast many orders are invoiced and shipped in one go, against raw SQL and against one ORM session an order.

    python -m tests.benchmarks.bulk [ORDERS] [--profile]
    python -m tests.benchmarks.bulk --memory [ORDERS…]

Raw: the very statements of the run, row by row through sqlite3, with one commit an order. ORM: a session an order that
makes the same documents without rules, on 300 orders and scaled. The dry run is the preview before a bulk action.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

from sqlalchemy import event
from sqlmodel import Session, col, select

from sales_tui import model
from sales_tui.store.actor import Actor
from sales_tui.store.engine import make_engine
from sales_tui.store.location import locate
from sales_tui.store.requests import Request
from sales_tui.store.runner import Runner
from tests.store.import_records import bring_in, item, lines_of, new_engine, order

NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
SAMPLE, TURNS = 300, 3
"""Orders that the ORM is measured on, and how often the others are measured."""

Write = tuple[str, Sequence[Any]]
T = TypeVar("T")


def make(path: Path, count: int) -> None:
    """A database with so many new orders of three lines."""
    engine = new_engine(str(path))
    assert not bring_in(engine, lines_of(*map(_order, range(1, count + 1)))).refused
    engine.dispose()


def _order(number: int) -> dict[str, Any]:
    """Prices differ from order to order: what is remembered of amounts mustn't help more than it does in a shop."""
    prices = [Decimal(500 + (number * 37 + place * 101) % 9_000) / 100 for place in range(3)]
    items = [
        item(number * 10 + place, sku=f"S{place}", price=str(price), row_total=str(price))
        for place, price in enumerate(prices)
    ]
    total = sum(prices) + 5 + Decimal("2.48") - Decimal("1.5")
    return order(number, items=items, subtotal=str(sum(prices)), grand_total=str(total), base_grand_total=str(total))


def copied(path: Path, name: str) -> Path:
    """A copy to work on."""
    copy = path.with_name(name)
    shutil.copy(path, copy)
    return copy


def run(path: Path, count: int, writes: list[Write] | None = None, *, dry_run: bool = False) -> float:
    """Seconds that the runner takes; `writes` gets every row that it wrote."""
    engine = make_engine(locate(str(path)))
    if writes is not None:

        def note(_c: Any, _k: Any, statement: str, parameters: Any, _x: Any, many: bool) -> None:
            if statement.split(" ", 1)[0] in ("INSERT", "UPDATE", "DELETE"):
                writes.extend((statement, row) for row in (parameters if many else [parameters]))

        event.listen(engine, "before_cursor_execute", note)
    runner = Runner(engine, Actor("bench"), lambda: NOW)
    requests = [Request("order.invoice", f"{number:09}", {"ship": True}) for number in range(1, count + 1)]
    start = perf_counter()
    assert all(outcome.ok for outcome in runner.stream(requests, dry_run=dry_run))
    seconds = perf_counter() - start
    engine.dispose()
    return seconds


def replay(path: Path, count: int, writes: Sequence[Write]) -> float:
    """Seconds that the same rows take with one commit an order."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "cache_size = -65536"):
            connection.execute(f"PRAGMA {pragma}")
        each = len(writes) / count
        start = perf_counter()
        for place in range(count):
            connection.execute("BEGIN IMMEDIATE")
            for statement, row in writes[round(place * each) : round((place + 1) * each)]:
                connection.execute(statement, row)
            connection.execute("COMMIT")
        return perf_counter() - start


def by_orm(path: Path, count: int) -> float:
    """Seconds that one ORM session an order takes for so many orders."""
    engine = make_engine(locate(str(path)))
    start = perf_counter()
    for number in range(1, count + 1):
        with Session(engine) as session:
            _by_session(session, f"{number:09}")
            session.commit()
    seconds = perf_counter() - start
    engine.dispose()
    return seconds


def _by_session(session: Session, number: str) -> None:
    found = session.exec(select(model.Order).where(model.Order.increment_id == number)).one()
    lines = session.exec(select(model.OrderItem).where(model.OrderItem.order_id == found.id)).all()
    payment = session.exec(select(model.OrderPayment).where(col(model.OrderPayment.order_id) == found.id)).first()
    common: dict[str, Any] = {"order_id": found.id, "created_at": NOW, "updated_at": NOW}
    invoice = model.Invoice(increment_id=f"I{number}", state=2, grand_total=found.grand_total, **common)
    shipment = model.Shipment(increment_id=f"S{number}", total_qty=found.total_qty_ordered, **common)
    session.add_all([invoice, shipment])
    session.flush()
    assert found.id is not None
    assert invoice.id is not None
    assert shipment.id is not None
    for line in lines:
        rest: dict[str, Any] = {"order_item_id": line.id, "sku": line.sku, "name": line.name, "qty": line.qty_ordered}
        session.add(model.InvoiceItem(parent_id=invoice.id, row_total=line.row_total, **rest))
        session.add(model.ShipmentItem(parent_id=shipment.id, **rest))
        line.qty_invoiced = line.qty_shipped = line.qty_ordered
        line.row_invoiced = line.row_total
        session.add(line)
    found.state = found.status = "complete"
    found.total_paid = found.total_invoiced = found.grand_total
    found.version += 1
    if payment is not None:
        payment.amount_paid = found.grand_total
        session.add(payment)
    for comment in ("invoiced", "shipped"):
        session.add(model.OrderStatusHistory(order_id=found.id, created_at=NOW, status="complete", comment=comment))
    session.add(model.Journal(at=NOW, action="order.invoice", target=number, target_kind="order"))
    session.add(found)


def raw(path: Path, count: int) -> float:
    """Seconds that the very statements of a run take."""
    writes: list[Write] = []
    run(copied(path, "noted.sqlite"), count, writes)
    return replay(copied(path, "raw.sqlite"), count, writes)


def measure(count: int, *, profile: bool) -> None:
    """Make, run, replay, and say the ratios of the fastest of each."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder, "fresh.sqlite")
        _apart(make, fresh, count)
        if profile:
            _profile(copied(fresh, "profile.sqlite"), count)
            return
        turns = [(_apart(run, copied(fresh, "ours.sqlite"), count), _apart(raw, fresh, count)) for _ in range(TURNS)]
        ours, base = map(min, zip(*turns, strict=True))
        dry = _apart(partial(run, dry_run=True), copied(fresh, "dry.sqlite"), count)
        sample = min(SAMPLE, count)
        orm = _apart(by_orm, copied(fresh, "orm.sqlite"), sample) / sample * count
    print(
        f"{count:,} orders of 3 lines invoiced and shipped; the fastest of {TURNS} turns, each in a process of its own"
    )
    print(f"sales-tui     {ours:7.2f} s  {count / ours:8,.0f} orders/s")
    print(f"raw sqlite3   {base:7.2f} s  {count / base:8,.0f} orders/s  {base / ours:5.2f} of it (aim: at least 0.4)")
    print(f"ORM sessions  {orm:7.2f} s  {count / orm:8,.0f} orders/s  {orm / ours:5.2f} times (aim: at least 5)")
    print(f"dry run       {dry:7.2f} s  {count / dry:8,.0f} orders/s  (aim: 10,000 in at most 2 s)")


def _apart(work: Callable[..., T], *arguments: Any) -> T:
    """What it returns, in a process of its own: what others left in memory would slow it down."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def measure_memory(counts: Sequence[int]) -> None:
    """Say how much the whole command holds at most: as much for many orders as for some."""
    with tempfile.TemporaryDirectory() as folder:
        for count in counts:
            path = Path(folder, f"{count}.sqlite")
            _apart(make, path, count)
            for more in (["--dry-run"], []):
                seconds, megabytes = _peak([sys.executable, "-m", "sales_tui", "--db", str(path), *DO, *more])
                what = "looked at" if more else "done"
                print(f"{count:8,} orders {what:10} {seconds:7.2f} s   at most {megabytes:6.1f} MB", flush=True)


DO = ["do", "order.invoice", "--filter", "status:pending", "--set", "ship=true"]


def _peak(command: list[str]) -> tuple[float, float]:
    """Seconds and megabytes of a command; what it says is thrown away."""
    silent = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    start = perf_counter()
    _, status, used = os.wait4(os.posix_spawn(command[0], command, os.environ, file_actions=silent), 0)
    assert status == 0, command
    return perf_counter() - start, used.ru_maxrss / 1024


def _profile(path: Path, count: int) -> None:
    import cProfile
    import pstats

    profiler = cProfile.Profile()
    profiler.runcall(run, path, count)
    pstats.Stats(profiler).sort_stats("cumulative").print_stats(45)


if __name__ == "__main__":
    numbers = [int(one) for one in sys.argv[1:] if one.isdigit()]
    if "--memory" in sys.argv:
        measure_memory(numbers or [1_000, 10_000, 100_000])
    else:
        measure(numbers[0] if numbers else 10_000, profile="--profile" in sys.argv)
