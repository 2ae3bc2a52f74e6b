"""`prints`, as the person at the printer sees it."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from sales_tui.store.engine import make_engine, writing
from sales_tui.store.location import locate
from sales_tui.store.prints import PRINT
from sales_tui.store.requests import Request
from tests.cli.robot import Answer, sales
from tests.store.orders import NOW, add_order, new_database, new_runner

COPY = "import pathlib, sys; p = pathlib.Path(sys.argv[1]); p.open('a', encoding='utf-8').write(sys.stdin.read() + '#')"
KILL = "import os, signal; os.kill(os.getppid(), signal.SIGKILL)"


@pytest.fixture
def shop(sqlite_url: str) -> str:
    """Two orders, invoiced, shipped and queued: prints 1 to 4."""
    engine = new_database(sqlite_url)
    numbers = [add_order(engine), add_order(engine)]
    assert all(one.ok for one in new_runner(engine).run([Request("order.fulfil", number) for number in numbers]))
    engine.dispose()
    return sqlite_url


def python(code: str, *arguments: object) -> str:
    """A command that runs this."""
    return " ".join([sys.executable, "-c", f'"{code}"', *map(str, arguments)])


def states(shop: str) -> list[str]:
    return [
        row["status"] for row in sales(shop, "list", "prints", "--sort", "increment_id", "--format", "jsonl").lines()
    ]


def run_apart(shop: str, *arguments: str) -> subprocess.Popen[bytes]:
    """`sales-tui prints run` in a process of its own."""
    command = [sys.executable, "-m", "sales_tui", "--db", shop, "prints", "run", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_what_waits(shop: str):
    first = sales(shop, "prints", "list").out.splitlines()[0]
    assert first.split()[:7] == ["1", "invoice", "000000001", "queued", "2026-11-23", "10:42", "by"]
    told = sales(shop, "prints", "list", "--kind", "shipment", "--json").json()
    assert [(one["print"], one["kind"], one["status"]) for one in told] == [
        ("2", "shipment", "waiting"),
        ("4", "shipment", "waiting"),
    ]
    assert "There is no kind 'slip' of document" in sales(shop, "prints", "list", "--kind", "slip").err


def test_into_a_folder(shop: str, tmp_path: Path):
    folder = tmp_path / "out"
    assert sales(shop, "prints", "run", "--to", str(folder)).status == 2
    folder.mkdir()
    answer = sales(shop, "prints", "run", "--to", str(folder), "--kind", "shipment")
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.splitlines()[-1] == "2 printed, 0 wait on."
    assert sorted(one.name for one in folder.iterdir()) == ["shipment-000000001.txt", "shipment-000000002.txt"]
    assert (folder / "shipment-000000002.txt").read_text().startswith("PACKING SLIP 000000002")
    assert states(shop) == ["waiting", "printed", "waiting", "printed"]
    told = sales(shop, "prints", "run", "--to", str(folder), "--json").json()
    assert (told["printed"], told["failed"], told["results"][0]["outcome"]) == (2, 0, "printed")
    assert sales(shop, "prints", "run", "--to", str(folder)).out == "0 printed, 0 wait on.\n"
    assert sales(shop, "prints", "list").out == "Nothing waits to be printed.\n"


def test_a_number_that_no_file_can_have(shop: str, tmp_path: Path):
    engine = make_engine(locate(shop))
    with writing(engine) as connection:
        connection.execute(update(PRINT).where(PRINT.c.id == 1).values(increment_id="../../INV 1"))
    engine.dispose()
    sales(shop, "prints", "run", "--to", str(tmp_path), "--kind", "invoice")
    assert sorted(one.name for one in tmp_path.glob("invoice*")) == [
        "invoice-000000002.txt",
        "invoice-_._.._INV_1-1.txt",
    ]


def test_through_the_command_that_is_set_up(shop: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    assert "No printer is set up" in sales(shop, "prints", "run").err
    out = tmp_path / "paper; touch x"
    monkeypatch.setenv("SALES_TUI_PRINT__COMMAND", python(COPY, f"'{out}'"))
    answer = sales(shop, "prints", "run")
    assert (answer.status, answer.err) == (0, "")
    one, *_, last, end = out.read_text().split("#")
    assert (one.splitlines()[0].split()[:2], last.split()[:3], end) == (
        ["INVOICE", "000000001"],
        ["PACKING", "SLIP", "000000002"],
        "",
    )
    assert not (tmp_path / "x").exists()


def test_a_printer_that_is_off(shop: str):
    answer = sales(shop, "prints", "run", "--command", python("import sys; sys.exit('out of paper')"))
    assert answer.status == 1
    assert answer.out == "0 printed, 4 wait on.\n"
    assert "Invoice 000000001 waits on: " in answer.err
    assert "ended with status 1: out of paper" in answer.err
    assert "1 more weren't tried" in answer.err
    assert states(shop) == ["waiting"] * 4
    assert "out of paper" in sales(shop, "prints", "list").out


@pytest.mark.parametrize("command", ["no-such-program -x", "'open", " "])
def test_a_command_that_can_not_be(shop: str, command: str):
    answer = sales(shop, "prints", "run", "--command", command)
    assert answer.status == 2
    assert states(shop) == ["waiting"] * 4
    assert sales(shop, "prints", "run", "--to", ".", "--command", "cat").status == 2


def test_two_runs_at_once(shop: str, tmp_path: Path):
    out = tmp_path / "paper"
    runs = [run_apart(shop, "--command", python(COPY, out)) for _ in range(2)]
    assert [one.wait(120) for one in runs] == [0, 0]
    papers = out.read_text().split("#")
    assert len(papers) == 5
    assert len({one.strip()[:25] for one in papers[:4]}) == 4
    assert states(shop) == ["printed"] * 4


def test_killed_between_taking_and_printing(shop: str, tmp_path: Path):
    killed = run_apart(shop, "--kind", "invoice", "--command", python(KILL))
    assert killed.wait(120) < 0
    assert "left behind by a run that was stopped" in sales(shop, "prints", "list").out

    def run(*more: str) -> Answer:
        return sales(shop, "prints", "run", "--to", str(tmp_path), "--kind", "invoice", *more)

    answer = run("--again")
    assert (answer.status, answer.out.splitlines()[-1]) == (0, "1 printed, 0 wait on.")
    assert "1 left alone: another run is printing them" in answer.err
    engine = make_engine(locate(shop))
    with writing(engine) as connection:
        connection.execute(update(PRINT).where(PRINT.c.state == "printing").values(ended_at=NOW - timedelta(days=1)))
    engine.dispose()
    assert "1 taken by a run that was stopped" in run().err
    assert states(shop) == ["printing", "waiting", "printed", "waiting"]
    assert run("--again").out.endswith("1 printed, 0 wait on.\n")
    assert states(shop) == ["printed", "waiting", "printed", "waiting"]


def test_looked_at_and_taken_out(shop: str):
    answer = sales(shop, "prints", "show", "2", "1", "9")
    assert (answer.status, answer.err) == (1, "There is no print 9.\n")
    slip, invoice = answer.out.split("\f")
    assert slip.startswith("PACKING SLIP 000000001")
    assert invoice.startswith("INVOICE 000000001")
    assert sales(shop, "prints", "remove", "1", "2").status == 0
    assert sales(shop, "prints", "remove", "1").status == 1
    assert states(shop) == ["removed", "removed", "waiting", "waiting"]
    assert [one["print"] for one in sales(shop, "prints", "list", "--json").json()] == ["3", "4"]


def test_a_document_that_is_gone(shop: str, tmp_path: Path):
    engine = make_engine(locate(shop))
    with writing(engine) as connection:
        connection.execute(update(PRINT).where(PRINT.c.id == 1).values(document_id=99))
    engine.dispose()
    gone = "Invoice 000000001 isn't there any more."
    assert sales(shop, "prints", "show", "1").err == f"{gone}\n"
    answer = sales(shop, "prints", "run", "--to", str(tmp_path))
    assert (answer.status, answer.err) == (1, f"Invoice 000000001 waits on: {gone}\n")
    assert states(shop) == ["waiting", "printed", "printed", "printed"]


def test_the_place(shop: str):
    rows = sales(shop, "list", "prints", "--filter", "status:waiting kind:shipment", "--format", "json").json()
    assert [(row["increment_id"], row["document_increment_id"], row["who"]) for row in rows] == [
        ("4", "000000002", "ada"),
        ("2", "000000001", "ada"),
    ]
    shown = sales(shop, "show", "prints", "4", "--json").json()
    assert (shown["kind"], shown["document_increment_id"], shown["status"]) == ("shipment", "000000002", "waiting")
    assert "Packing slip" in sales(shop, "show", "prints", "4").out
    assert sales(shop, "show", "prints", "99").status == 1
