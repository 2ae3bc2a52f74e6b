"""Several processes that do the same to the same orders at once end with exactly the effect of one."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections import Counter

from tests.cli.robot import sales
from tests.store.orders import add_order, new_database

PROCESSES, ORDERS = 4, 200
STEPS = ("order.invoice", "order.ship", "order.refund")
WORK = """
import sys
from sales_tui.__main__ import main
database, *numbers = sys.argv[1:]
statuses = []
for step in ("order.invoice", "order.ship", "order.refund"):
    sys.argv = ["sales-tui", "--db", database, "do", step, *numbers, "--json"]
    try:
        main()
    except SystemExit as end:
        statuses.append(end.code or 0)
print(statuses, file=sys.stderr)
"""
"""Invoice all, ship all, refund all, each as a job of its own."""


def test_four_processes_have_the_effect_of_one(database_url: str):
    engine = new_database(database_url)
    numbers = [add_order(engine) for _ in range(ORDERS)]
    engine.dispose()
    chance = random.Random(4)
    processes = []
    for _ in range(PROCESSES):
        mine = chance.sample(numbers, len(numbers))
        command = [sys.executable, "-c", WORK, database_url, *mine]
        processes.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
    done: Counter[str] = Counter()
    for process in processes:
        out, err = process.communicate(timeout=600)
        assert process.returncode == 0, err
        told = [json.loads(line) for line in out.splitlines()]
        assert [one["failed"] for one in told] == [0] * len(STEPS), out
        results = [result for one in told for result in one["results"]]
        assert not [one for one in results if "locked" in one["message"] or "deadlock" in one["message"]]
        done.update(one["do"] for one in results if one["outcome"] == "ok")
    assert done == dict.fromkeys(STEPS, ORDERS)
    for workspace in ("invoices", "shipments", "creditmemos"):
        listed = sales(database_url, "list", workspace, "--format", "json").json()
        assert sorted(one["order_increment_id"] for one in listed) == numbers
    jobs = sales(database_url, "list", "jobs", "--format", "json").json()
    assert [one["status"] for one in jobs] == ["done"] * len(STEPS) * PROCESSES
    assert sales(database_url, "db", "check").status == 0
