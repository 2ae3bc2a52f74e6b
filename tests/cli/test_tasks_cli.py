"""`tasks list` and `tasks run`, as cron sees them."""

from __future__ import annotations

from pathlib import Path

from tests.cli.robot import sales
from tests.store.orders import add_order, new_database


def test_tasks(sqlite_url: str, tmp_path: Path):
    database = str(tmp_path / "sales.db")
    engine = new_database(sqlite_url)
    add_order(engine)
    engine.dispose()
    assert "It never ran." in sales(database, "tasks", "list").out
    answer = sales(database, "tasks", "run")
    assert (answer.status, answer.err) == (0, "")
    names = ("settle-payments", "expire-pending", "expire-quotes", "archive-orders")
    assert answer.out == "".join(f"{name}: Nothing to do.\n" for name in names)
    answer = sales(database, "tasks", "run", "expire-pending", "--json")
    (told,) = answer.json()["tasks"]
    assert (answer.status, told["name"], told["done"], told["results"]) == (0, "expire-pending", 0, [])
    listed = sales(database, "tasks", "list", "--json").json()
    assert [one["last_run"]["message"] for one in listed] == ["Nothing to do."] * 4


def test_an_unknown_task(tmp_path: Path):
    file = tmp_path / "sales.db"
    answer = sales(str(file), "tasks", "run", "nothing")
    assert answer.status == 2
    assert (
        "There is no task 'nothing'; there are: settle-payments, expire-pending, expire-quotes, archive-orders."
        in answer.err
    )
    assert not file.exists()
