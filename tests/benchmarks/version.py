"""`sales-tui --version` against `python -c "import typer"`: python -m tests.benchmarks.version [RUNS]."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    ours = [sys.executable, "-m", "sales_tui", "--version"]
    theirs = [sys.executable, "-c", "import typer"]
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(runs)]
    ratio = statistics.median(one / other for one, other in pairs)
    version, typer = (statistics.median(times) * 1e3 for times in zip(*pairs, strict=True))
    print(f"--version {version:.0f} ms, import typer {typer:.0f} ms, ratio {ratio:.2f} (aim: at most 2)")


if __name__ == "__main__":
    main()
