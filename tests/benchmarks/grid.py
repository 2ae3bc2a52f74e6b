"""The grid's figures: start, keys, sorts, filters and searches on databases of growing size, against a bare DataTable.

    python -m tests.benchmarks.grid DATABASE… [--runs 5] [--picture FILE.svg]

Make the databases with `sales-tui --db FILE db seed --orders N --seed 1`, smallest first. All run in turn in a true
pseudo-terminal of 80 x 24; ratios are to the bare application of `bare_datatable.py`, measured in the same run.
"""

from __future__ import annotations

import argparse
import compileall
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.growth import draw
from tests.benchmarks.terminal import Terminal

PROGRAM = Path(__file__).parents[2] / "sales_tui"
BARE = [sys.executable, str(Path(__file__).with_name("bare_datatable.py"))]
SORTS = "abcdefgh"
"""The letters of the default columns in the sort chooser."""

FILTERS = (
    "status:pending,processing", "total:>100", "total:10..20", "date:2026-11", "-store:deutschland", "paid:no",
    "sku:OD*", "todo:ship", "coupon:any", "state:holded base:>500",
)  # fmt: skip
SEARCHES = ("example", "will", "42", "żółkiewski", "zzzqqq")
"""Common, less common, digits at the end, with accents, and found nowhere."""

ROUNDS = 3
"""How often all questions are asked, each time of a new process: one in twenty of fewer would be the worst."""


@dataclass
class Figures:
    """What was measured on one database, in milliseconds and megabytes."""

    name: str
    orders: int = 0
    size: float = 0
    frame: list[float] = field(default_factory=list)
    rows: list[float] = field(default_factory=list)
    peak: list[float] = field(default_factory=list)
    down: list[float] = field(default_factory=list)
    pgdn: list[float] = field(default_factory=list)
    end: list[float] = field(default_factory=list)
    sorts: list[float] = field(default_factory=list)
    filters: list[float] = field(default_factory=list)
    searches: list[float] = field(default_factory=list)

    @property
    def questions(self) -> list[float]:
        """Sorts, filters and searches."""
        return [*self.sorts, *self.filters, *self.searches]


def p95(times: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


def rows_of(lines: list[str]) -> object:
    """The grid's lines without the scroll bar: between the question and the line below the rows."""
    return [line[:-2] for line in lines[3:-3]]


def measure_start(command: list[str], words: tuple[str, ...], figures: Figures, folder: str) -> None:
    terminal = Terminal(command, folder=folder)
    try:
        times = terminal.wait(*words)
        figures.frame.append(times[0])
        figures.rows.append(times[-1])
    finally:
        terminal.close()


def measure_keys(command: list[str], ready: str, figures: Figures, folder: str) -> None:
    """Moves on the newest records, then to the last one."""
    terminal = Terminal(command, folder=folder)
    try:
        terminal.wait(ready)
        terminal.settle(1.0)
        figures.down += [pressed(terminal, "down") for _ in range(20)]
        figures.pgdn += [pressed(terminal, "pgdn") for _ in range(8)]
        figures.end += [pressed(terminal, "ctrl+end")]
        figures.peak.append(terminal.peak())
    finally:
        terminal.close()


def pressed(terminal: Terminal, key: str) -> float:
    taken = terminal.press(key)
    terminal.settle(0.3)
    return taken


def measure_questions(command: list[str], ready: str, figures: Figures, folder: str) -> None:
    """Each question is asked on the answer of the one before it."""
    terminal = Terminal(command, folder=folder)
    try:
        terminal.wait(ready)
        terminal.settle(1.0)
        for letter in SORTS:
            figures.sorts.append(asked(terminal, "o", (), letter))
        asked(terminal, "o", (), "b")
        for text in FILTERS:
            figures.filters.append(asked(terminal, "/", ("ctrl+u", text), "enter"))
        for text in SEARCHES:
            figures.searches.append(asked(terminal, "/", ("ctrl+u", text), "enter"))
        figures.peak.append(terminal.peak())
    finally:
        terminal.close()


def asked(terminal: Terminal, opener: str, typed: Iterable[str], last: str) -> float:
    """From the last key of a question until its first page is painted."""
    terminal.press(opener)
    terminal.settle(0.2)
    for keys in typed:
        terminal.press(keys)
    terminal.settle(0.3)
    return terminal.changes(rows_of, last, quiet=0.8)


def measure(databases: list[str], runs: int) -> tuple[Figures, list[Figures]]:
    bare = Figures("bare DataTable", 200)
    all_figures = [Figures(Path(name).name, size=Path(name).stat().st_size / 1e6) for name in databases]
    with tempfile.TemporaryDirectory() as folder:
        for at in range(runs + 1):
            measure_start(BARE, ("000000001",), bare, folder)
            for name, figures in zip(databases, all_figures, strict=True):
                newest = f"{orders_of(name, figures):09}"
                measure_start(ours(name), ("[2 Orders]", newest), figures, folder)
            if at == 0:
                # The first of each is cold.
                for figures in (bare, *all_figures):
                    figures.frame.clear()
                    figures.rows.clear()
        measure_keys(BARE, "000000001", bare, folder)
        for name, figures in zip(databases, all_figures, strict=True):
            warm(name)
            measure_keys(ours(name), f"{figures.orders:09}", figures, folder)
            for _ in range(ROUNDS):
                measure_questions(ours(name), f"{figures.orders:09}", figures, folder)
    return bare, all_figures


def warm(database: str) -> None:
    """Bring the file into the operating system's memory, where a database in use is."""
    with open(database, "rb", buffering=0) as file:
        while file.read(1 << 24):
            pass


def ours(database: str) -> list[str]:
    return [sys.executable, "-m", "sales_tui", "--db", database]


def orders_of(database: str, figures: Figures) -> int:
    if not figures.orders:
        import sqlite3

        connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
        figures.orders = connection.execute("SELECT count(*) FROM sales_order").fetchone()[0]
        connection.close()
    return figures.orders


def report(bare: Figures, all_figures: list[Figures]) -> None:
    median = statistics.median
    base, smallest = median(bare.rows), all_figures[0]
    print(f"{'':26}{'bare':>9}" + "".join(f"{one.orders:>12,}" for one in all_figures) + "   aim at a million")
    rows: list[tuple[str, float | None, list[float], str]] = [
        ("database, MB", None, [one.size for one in all_figures], ""),
        ("frame painted, ms", base, [median(one.frame) for one in all_figures], ""),
        ("  against bare", None, [median(one.frame) / base for one in all_figures], "1.25"),
        ("rows painted, ms", base, [median(one.rows) for one in all_figures], ""),
        ("  against bare", None, [median(one.rows) / base for one in all_figures], "2"),
        (
            "  against the smallest",
            None,
            [median(one.rows) / median(smallest.rows) for one in all_figures],
            "1.1",
        ),
        ("peak memory, MB", None, [max(one.peak) for one in all_figures], "130, and + 10"),
        ("down, p95 ms", p95(bare.down), [p95(one.down) for one in all_figures], ""),
        ("  against bare", None, [p95(one.down) / p95(bare.down) for one in all_figures], "2"),
        ("pgdn, p95 ms", p95(bare.pgdn), [p95(one.pgdn) for one in all_figures], ""),
        ("  against bare", None, [p95(one.pgdn) / p95(bare.pgdn) for one in all_figures], "1.5"),
        ("ctrl+end, ms", bare.end[0], [max(one.end) for one in all_figures], "100"),
        ("sorts, p95 ms", None, [p95(one.sorts) for one in all_figures], ""),
        ("filters, p95 ms", None, [p95(one.filters) for one in all_figures], ""),
        ("searches, p95 ms", None, [p95(one.searches) for one in all_figures], ""),
        ("all questions, p95 ms", None, [p95(one.questions) for one in all_figures], "150"),
    ]
    for label, first, values, aim in rows:
        start = f"{first:9.1f}" if first is not None else " " * 9
        print(f"{label:26}{start}" + "".join(f"{value:12.2f}" for value in values) + f"   {aim}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("databases", nargs="+")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--picture", type=Path)
    given = parser.parse_args()
    began = time.perf_counter()
    compileall.compile_dir(PROGRAM, quiet=1)  # as an installation has it, and as Textual is here
    bare, all_figures = measure(given.databases, given.runs)
    report(bare, all_figures)
    if given.picture:
        series = {
            "rows painted": [statistics.median(one.rows) for one in all_figures],
            "sort, filter, search (p95)": [p95(one.questions) for one in all_figures],
            "pgdn (p95)": [p95(one.pgdn) for one in all_figures],
            "down (p95)": [p95(one.down) for one in all_figures],
        }
        draw(given.picture, [one.orders for one in all_figures], series)
    print(f"measured in {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
