"""Kills `sales-tui run` at random moments and looks whether a record was ever left half done.

    python -m tests.benchmarks.run_kill [TIMES] [DATABASE-URL]

Each time: a script of actions with idempotency keys is started and killed with SIGKILL somewhere in the middle; then
`db check` must be clean, and the same script run again must bring exactly the effect of one undisturbed run.
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.store.orders import add_order, new_database

ORDERS = 25


def make_script(numbers: list[str]) -> str:
    """Invoice and ship each order, refund every third, all with keys."""
    lines = []
    for place, number in enumerate(numbers):
        lines.append({"do": "order.invoice", "target": number, "ship": True, "key": f"invoice-{number}"})
        if place % 3 == 0:
            lines.append({"do": "order.refund", "target": number, "return_to_stock": True, "key": f"refund-{number}"})
    return "".join(json.dumps(line) + "\n" for line in lines)


def command(database: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "sales_tui", "--db", database, *arguments]


def kill_once(database: str, file: Path, chance: random.Random) -> int:
    """Start the script, kill it after some answers and a moment more; returns how many answers it gave."""
    process = subprocess.Popen(command(database, "run", str(file)), stdout=subprocess.PIPE)
    assert process.stdout is not None
    wanted = chance.randrange(0, ORDERS)
    answers = 0
    while answers < wanted and process.stdout.readline():
        answers += 1
    time.sleep(chance.random() * 0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    return answers


def finish(database: str, file: Path) -> list[dict[str, object]]:
    """Run the whole script again."""
    done = subprocess.run(command(database, "run", str(file)), stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def check(database: str) -> None:
    done = subprocess.run(command(database, "db", "check"), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def numbers_made(results: list[dict[str, object]]) -> list[str]:
    made = []
    for result in results:
        assert result["outcome"] == "ok", result
        created = result["created"]
        assert isinstance(created, dict)
        made += [f"{kind} {number}" for kind, numbers in created.items() for number in numbers]
    return sorted(made)


def one_round(folder: Path, place: int, chance: random.Random, url: str = "") -> int:
    """One database, two kills, one finish. Returns how many answers came before the kills."""
    database = url or str(folder / f"kill-{place}.sqlite")
    engine = new_database(database)
    numbers = [add_order(engine) for _ in range(ORDERS)]
    engine.dispose()
    file = folder / f"kill-{place}.jsonl"
    file.write_text(make_script(numbers))
    answers = 0
    for _ in range(2):
        answers += kill_once(database, file, chance)
        check(database)
    made = numbers_made(finish(database, file))
    refunds = len(range(0, ORDERS, 3))
    kinds = {kind: sum(one.startswith(kind) for one in made) for kind in ("invoices", "shipments", "creditmemos")}
    assert kinds == {"invoices": ORDERS, "shipments": ORDERS, "creditmemos": refunds}, kinds
    assert len(set(made)) == len(made), "a number was given twice"
    assert numbers_made(finish(database, file)) == made, "a third run made something"
    check(database)
    return answers


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 25
    seed = random.randrange(1 << 32)
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        answers = [one_round(Path(folder), place, chance) for place in range(times)]
    print(f"killed {2 * times} times (seed {seed}) after {min(answers)} to {max(answers)} answers: nothing half done")


if __name__ == "__main__":
    main()
