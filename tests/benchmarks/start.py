"""How long the start takes, against a bare Textual DataTable application measured in the same run.

    python tests/benchmarks/start.py [--orders 2000] [--runs 7]

Both run in a true pseudo-terminal of 120 x 40, in turn; what counts is the time from exec until the words are painted.
"""

from __future__ import annotations

import argparse
import compileall
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

PROGRAM = Path(__file__).parents[2] / "sales_tui"
BARE = [sys.executable, str(Path(__file__).with_name("bare_datatable.py"))]
SIZE = (120, 40)
PATIENCE = 60.0


def start(command: list[str]) -> tuple[int, int, float]:
    """Process, its terminal, and when it was started."""
    began = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
        os.execvp(command[0], command)
    return pid, terminal, began


def until(command: list[str], *words: bytes) -> list[float]:
    """Milliseconds from exec until each of these words was written to the terminal, in order."""
    pid, terminal, began = start(command)
    seen, times = b"", []
    try:
        for word in words:
            while word not in seen:
                if time.perf_counter() - began > PATIENCE:
                    raise SystemExit(f"{word!r} never came:\n{seen[-3000:].decode(errors='replace')}")
                if select.select([terminal], [], [], 0.5)[0]:
                    seen += os.read(terminal, 65536)
            times.append((time.perf_counter() - began) * 1000)
        return times
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--orders", type=int, default=2_000)
    parser.add_argument("--runs", type=int, default=7)
    given = parser.parse_args()
    compileall.compile_dir(PROGRAM, quiet=1)  # as an installation has it, and as Textual is here
    with tempfile.TemporaryDirectory() as folder:
        database = str(Path(folder) / "sales.db")
        ours = [sys.executable, "-m", "sales_tui", "--db", database]
        subprocess.run([*ours, "db", "seed", "--orders", str(given.orders)], check=True, stdout=subprocess.DEVNULL)
        bare, frames, rows = [], [], []
        for _ in range(given.runs + 1):
            bare += until(BARE, b"000000001")
            frame, row = until(ours, b"[2 Orders]", f"{given.orders:09}".encode())
            frames.append(frame)
            rows.append(row)
    # The first of each is cold.
    baseline = statistics.median(bare[1:])
    print(f"bare DataTable, painted      {baseline:7.0f} ms")
    for words, times, aim in (("frame painted", frames, 1.25), ("rows painted", rows, 2.0)):
        median = statistics.median(times[1:])
        print(f"sales-tui, {words:<17} {median:7.0f} ms   {median / baseline:.2f} x  (aim: at most {aim} x)")


if __name__ == "__main__":
    main()
