"""`list orders` into files against Python's csv writer over a raw cursor: whole processes, time and peak memory.

python -m tests.benchmarks.export DATABASE [RECORDS…]
"""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from sales_tui.workspaces.orders import WORKSPACE

FORMATS = ("csv", "jsonl", "xlsx")

BASELINE = """
import csv, sqlite3, sys
database, file, sql = sys.argv[1:]
cursor = sqlite3.connect(f"file:{database}?mode=ro", uri=True).execute(sql)
with open(file, "w", newline="") as out:
    csv.writer(out).writerows(cursor)
"""


@dataclass(frozen=True)
class Cost:
    """What a process took."""

    seconds: float
    processor: float
    megabytes: float


def run(arguments: list[str]) -> Cost:
    """The cost of a command, from its start to its end."""
    start = perf_counter()
    _, status, used = os.wait4(os.posix_spawn(arguments[0], arguments, os.environ), 0)
    assert status == 0, arguments
    return Cost(perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def raw(database: str, records: int, folder: Path) -> Cost:
    """The baseline: the default columns as they are stored, in the same order."""
    columns = ", ".join(column.sql for column in WORKSPACE.defaults)
    sql = (
        f"SELECT {columns} FROM sales_order o JOIN store st ON st.id = o.store_id "
        f"ORDER BY o.created_at DESC, o.id DESC LIMIT {records}"
    )
    return run([sys.executable, "-c", BASELINE, database, str(folder / "raw.csv"), sql])


def ours(database: str, records: int, format: str, folder: Path) -> Cost:
    """The same by the command."""
    columns = ",".join(column.name for column in WORKSPACE.defaults)
    listing = ["list", "orders", "--columns", columns, "--limit", str(records), "--format", format]
    file = str(folder / f"orders.{format}")
    return run([sys.executable, "-m", "sales_tui", "--db", database, *listing, "-o", file])


def main(database: str, sizes: list[int]) -> None:
    """Print a line for each size and format."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        raw(database, max(sizes), folder)  # the database's pages are in memory from here on
        for records in sizes:
            base = raw(database, records, folder)
            print(f"{records:>9,} raw    {base.seconds:7.2f} s {base.megabytes:6.0f} MB", flush=True)
            for format in FORMATS:
                cost = ours(database, records, format, folder)
                ratios = f"{cost.seconds / base.seconds:5.2f} times raw, {cost.processor / base.processor:5.2f} in CPU"
                print(f"{records:>9,} {format:6} {cost.seconds:7.2f} s {cost.megabytes:6.0f} MB {ratios}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], [int(size) for size in sys.argv[2:]] or [1_000, 100_000, 1_000_000])
