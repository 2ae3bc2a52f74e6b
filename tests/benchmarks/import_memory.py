"""Prints the peak memory of the import of a large file, as JSON Lines, array or reply.

python -m tests.benchmarks.import_memory [MEGABYTES] [lines] [array] [reply]
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from tests.benchmarks.import_input import write

FORMS = ("lines", "array", "reply")

IMPORT = """
import resource, sys
from datetime import UTC, datetime
from sqlmodel import SQLModel
import sales_tui.model
from sales_tui.cli.import_command import import_files
from sales_tui.store.engine import make_engine
from sales_tui.store.location import locate
engine = make_engine(locate(sys.argv[1]))
SQLModel.metadata.create_all(engine)
status = import_files(lambda: engine, sys.argv[2:], now=datetime.now(UTC))
assert status == 0, status
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def as_array(lines: Path, path: Path, before: str, after: str) -> None:
    """The same records as one JSON value."""
    with lines.open(encoding="utf-8") as source, path.open("w", encoding="utf-8") as target:
        target.write(before)
        for number, line in enumerate(source):
            target.write(("," if number else "") + line.rstrip("\n"))
        target.write(after)


def main(megabytes: int, forms: list[str]) -> None:
    """Write the file, import it in a process of its own, and print what that took."""
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder, "orders.jsonl")
        count = write(lines, size=megabytes << 20)
        for form in forms:
            file = lines
            if form != "lines":
                file = Path(folder, f"{form}.json")
                is_array = form == "array"
                tail = json.dumps({"search_criteria": {}, "total_count": count})[1:]
                as_array(lines, file, "[" if is_array else '{"items": [', "]" if is_array else "], " + tail)
            database = Path(folder, f"{form}.db")
            start = perf_counter()
            done = subprocess.run(
                [sys.executable, "-c", IMPORT, str(database), str(file)], capture_output=True, text=True, check=True
            )
            seconds = perf_counter() - start
            answer, peak = done.stdout.strip().rsplit("\n", 1)
            print(f"{form}: {file.stat().st_size >> 20} MiB, {seconds:.0f} s, peak {peak} MiB; {answer}")
            for path in Path(folder).glob(f"{form}.db*"):
                path.unlink()


if __name__ == "__main__":
    wanted = [argument for argument in sys.argv[1:] if argument in FORMS]
    sizes = [int(argument) for argument in sys.argv[1:] if argument.isdigit()]
    main(sizes[0] if sizes else 240, wanted or ["lines"])
