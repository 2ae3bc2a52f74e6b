"""Kills an import at random moments, imports again, and compares with an import that nobody disturbed.

python -m tests.benchmarks.import_kill [ROUNDS]
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from sales_tui.store.check import check_database
from sales_tui.store.engine import make_engine
from sales_tui.store.location import locate
from sales_tui.store.schema import upgrade
from tests.benchmarks.import_input import Record, orders
from tests.store.import_records import everything

IMPORT = """
import sys
from datetime import UTC, datetime
from sales_tui.cli.import_command import import_files
from sales_tui.store.engine import make_engine
from sales_tui.store.location import locate
print("ready", flush=True)
engine = make_engine(locate(sys.argv[1]))
sys.exit(import_files(engine, sys.argv[2:], now=datetime(2026, 11, 23, tzinfo=UTC)))
"""


def records(count: int) -> Iterator[Record]:
    """Orders, every second one with an invoice, every third one with a shipment, every sixth with a credit memo."""
    for order in islice(orders(), count):
        yield order
        number = order["entity_id"]
        lines = [{"order_item_id": item["item_id"], "qty": 1} for item in order["items"][:3]]
        shared = {"entity_id": number, "increment_id": f"{number:09}", "order_id": number, "items": lines}
        money = {name: order[name] for name in ("grand_total", "base_grand_total", "order_currency_code")}
        money |= {"base_currency_code": order["base_currency_code"], "created_at": order["created_at"]}
        if number % 2 == 0:
            yield shared | money | {"total_qty": len(lines), "state": 2}
        if number % 3 == 0:
            yield shared | {"total_qty": len(lines), "tracks": [{"track_number": f"T{number}"}]}
        if number % 6 == 0:
            yield shared | money | {"adjustment": 0, "invoice_id": number}


def write(path: Path, count: int) -> None:
    """The file to import."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(record) + "\n" for record in records(count))


def new_database(path: Path) -> Path:
    """A database with the schema and nothing in it."""
    engine = make_engine(locate(str(path)))
    upgrade(engine, locate(str(path)))
    engine.dispose()
    return path


def start(database: Path, file: Path) -> subprocess.Popen[str]:
    """An import in a process of its own, which has said that it is about to begin."""
    process = subprocess.Popen(
        [sys.executable, "-c", IMPORT, str(database), str(file)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def content(database: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, once the books were checked."""
    engine = make_engine(locate(str(database)))
    faults = list(check_database(engine))
    assert faults == [], faults[:3]
    found = everything(engine)
    engine.dispose()
    return found


def undisturbed(folder: Path, file: Path) -> tuple[dict[str, list[tuple[Any, ...]]], float]:
    """What an import without disturbance makes, and how long it takes."""
    database = new_database(folder / "undisturbed.db")
    begun = time.monotonic()
    assert start(database, file).wait() == 0
    seconds = time.monotonic() - begun
    return content(database), seconds


def one_round(folder: Path, file: Path, expected: dict[str, list[tuple[Any, ...]]], after: float) -> int:
    """Kill an import after so many seconds and do it again. Returns how many orders were in when it died."""
    database = new_database(folder / "killed.db")
    process = start(database, file)
    time.sleep(after)
    process.kill()
    process.wait()
    partial = content(database)
    found = len(partial["sales_order"])
    assert partial["order_item"] == expected["order_item"][: len(partial["order_item"])]
    assert found == len([row for row in partial["imported"] if "order" in row])
    assert start(database, file).wait() == 0
    finished = content(database)
    assert [name for name in expected if finished[name] != expected[name]] == []
    for path in folder.glob("killed.db*"):
        path.unlink()
    return found


def main(rounds: int, count: int = 2_000) -> None:
    """So many rounds; prints where each was killed."""
    chance = random.Random()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "orders.jsonl"
        write(file, count)
        expected, seconds = undisturbed(folder, file)
        for place in range(rounds):
            after = chance.uniform(0, seconds)
            found = one_round(folder, file, expected, after)
            print(
                f"round {place + 1}: killed after {after:.2f} s with {found} of {count} orders in; then as undisturbed"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
