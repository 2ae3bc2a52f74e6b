"""`macro list` and `macro run`: what a user of the shell sees."""

from __future__ import annotations

from pathlib import Path

import pytest

from sales_tui.runtime import Runtime
from sales_tui.settings import Settings
from sales_tui.store import jobs
from tests.cli.robot import sales
from tests.store.orders import add_order, new_database

MACROS = """\
[morning]
key = "m"
on = "orders"
steps = ["order.unhold", "order.invoice ship=true", "order.comment comment=\\"packed today\\""]

[broken]
steps = ["order.fly"]
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "my-macros.toml"
    file.write_text(MACROS)
    monkeypatch.setenv("SALES_TUI_MACROS", str(file))
    return file


@pytest.fixture
def shop(tmp_path: Path) -> str:
    """Three orders; the first two are on hold."""
    path = str(tmp_path / "sales.db")
    engine = new_database(f"sqlite:///{path}")
    numbers = [add_order(engine) for _ in range(3)]
    engine.dispose()
    assert numbers == ["000000001", "000000002", "000000003"]
    assert sales(path, "do", "order.hold", "1", "2").status == 0
    return path


def test_list(file: Path, shop: str):
    answer = sales(shop, "macro", "list")
    lines = answer.out.splitlines()
    assert [line.split() for line in lines[:2]] == [["morning", "m", "orders"], ["order.unhold"]]
    assert lines[3].strip() == 'order.comment comment="packed today"'
    assert f"{file}, macro 'broken': step 1: there is no action 'order.fly'" in answer.err
    assert answer.status == 1
    (told,) = sales(shop, "macro", "list", "--json").json()
    assert told["name"] == "morning"
    assert told["steps"] == ["order.unhold", "order.invoice ship=true", 'order.comment comment="packed today"']


def test_no_macros(home: Path, shop: str):
    answer = sales(shop, "macro", "list")
    assert answer.status == 0
    assert "There are no macros yet. Record one with @ on the screen, or write it into" in answer.out
    assert sales(shop, "macro", "list", "--json").json() == []


def test_run_is_a_job_whose_records_are_left_where_a_step_is_not_possible(file: Path, shop: str):
    answer = sales(shop, "macro", "run", "Morning", "1", "2", "3", "99")
    assert answer.status == 1
    assert "1  Step 3 of 3, Comment: " in answer.out
    assert "3  Step 1 of 3, Release: " in answer.err
    assert "99  Step 1 of 3, Release: There is no order 99." in answer.err
    assert "2 done, 2 not." in answer.out
    assert sales(shop, "show", "orders", "1", "--json").json()["status"] == "complete"
    assert sales(shop, "show", "orders", "3", "--json").json()["status"] == "pending"
    runtime = Runtime(Settings(db=shop))
    (job,) = jobs.recent(runtime.engine, 1)
    runtime.close()
    assert (job.title, job.origin, job.state, job.done, job.refused) == ("Macro morning", "macro", "done", 2, 2)


def test_run_as_json_with_a_filter(file: Path, shop: str):
    told = sales(shop, "macro", "run", "morning", "--filter", "status:holded", "--json").json()
    assert (told["done"], told["refused"]) == (2, 0)
    assert told["job"]
    assert all({"invoices", "shipments"} <= result["created"].keys() for result in told["results"])


def test_dry_run_changes_nothing(file: Path, shop: str):
    answer = sales(shop, "macro", "run", "morning", "1", "3", "--dry-run")
    assert answer.status == 1
    assert "1  Would do: " in answer.out
    assert "Invoice (new) and shipment (new) made" in answer.out
    assert "3  Step 1 of 3, Release: " in answer.err
    assert "1 would be done, 1 not." in answer.out
    assert sales(shop, "show", "orders", "1", "--json").json()["status"] == "holded"


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (("noon", "1"), "There is no macro 'noon'; there are: morning."),
        (("broken", "1"), "macro 'broken': step 1: there is no action 'order.fly'; sales-tui actions lists them."),
        (("morning",), "macro run morning needs the number of at least one record, or --filter."),
    ],
)
def test_what_cannot_be_run(file: Path, shop: str, arguments: tuple[str, ...], sentence: str):
    answer = sales(shop, "macro", "run", *arguments)
    assert answer.status == 2
    assert sentence in answer.err


def test_a_file_that_is_no_text(file: Path, shop: str):
    file.write_bytes(b"\xff")
    for arguments in (("list",), ("run", "morning", "1")):
        answer = sales(shop, "macro", *arguments)
        assert (answer.status, answer.out) == (2, "")
        assert "isn't UTF-8 text; save it as such." in answer.err
