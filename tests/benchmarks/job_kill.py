"""Kills a job at random moments and looks whether a record was ever left half done or done twice.

    python -m tests.benchmarks.job_kill [TIMES] [DATABASE-URL]

Each time: invoice and ship of many orders is started and killed with SIGKILL at a random moment; `db check` must be
clean, and so must it be after every further kill of `jobs resume`; in the end each order has one invoice and one
shipment, and each record of the job its outcome.
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.store.orders import add_order, new_database

ORDERS = 90
KILLS = 2


def command(database: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "sales_tui", "--db", database, *arguments]


def kill_once(command: list[str], chance: random.Random, most: int) -> int:
    """Start it, kill it after some outcomes and a moment more; returns how many outcomes it told."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    wanted, told = chance.randrange(0, max(1, most)), 0
    while told < wanted and process.stdout.readline():
        told += 1
    time.sleep(chance.random() * 0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    return told


def asked(database: str, *arguments: str) -> Any:
    done = subprocess.run(command(database, *arguments), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout) if done.stdout.startswith(("[", "{")) else done.stdout


def one_round(folder: Path, place: int, chance: random.Random, url: str = "") -> int:
    """One job, some kills, one end. Returns after how many outcomes the first kill came."""
    database = url or str(folder / f"job-{place}.sqlite")
    engine = new_database(database)
    numbers = [add_order(engine) for _ in range(ORDERS)]
    engine.dispose()
    told = kill_once(command(database, "do", "order.invoice", *numbers, "--set", "ship=true"), chance, ORDERS)
    asked(database, "db", "check")
    jobs = asked(database, "jobs", "--json")
    for _ in range(KILLS - 1 if jobs else 0):
        kill_once(command(database, "jobs", "resume"), chance, jobs[0]["waiting"])
        asked(database, "db", "check")
    if not jobs:  # it was killed before there was a job: nothing was done
        asked(database, "do", "order.invoice", *numbers, "--set", "ship=true", "--json")
    else:
        asked(database, "jobs", "resume")
    look(database, numbers)
    return told


def look(database: str, numbers: list[str]) -> None:
    """Each order has one invoice and one shipment; the job knows which."""
    asked(database, "db", "check")
    for workspace in ("invoices", "shipments"):
        listed = asked(database, "list", workspace, "--format", "json", "--columns", "increment_id,order_increment_id")
        assert sorted(one["order_increment_id"] for one in listed) == sorted(numbers), workspace
    (job,) = asked(database, "jobs", "--json")
    assert (job["state"], job["done"], job["waiting"]) == ("done", len(numbers), 0), job
    outcomes = asked(database, "list", "outcomes", "--format", "json", "--columns", "target,created,status")
    assert Counter(one["status"] for one in outcomes) == {"ok": len(numbers)}
    made = [json.loads(one["created"]) for one in outcomes]
    assert len({one["invoices"][0] for one in made}) == len({one["shipments"][0] for one in made}) == len(numbers)


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    seed = random.randrange(1 << 32)
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        told = [one_round(Path(folder), place, chance) for place in range(times)]
    print(f"killed {KILLS * times} times (seed {seed}) after {min(told)} to {max(told)} outcomes: nothing half done")


if __name__ == "__main__":
    main()
