"""`list` as a table and in every format: to a pipe, to a file, to a terminal."""

from __future__ import annotations

import csv
import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.robot import sales
from tests.exchange.sheets import pages
from tests.store.orders import add_order, new_database

HEADER = b"increment_id,created_at,billing_name,shipping_name,grand_total,base_grand_total,status,store_name\r\n"
COMMAND = [sys.executable, "-m", "sales_tui", "--db"]


@pytest.fixture
def shop(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with two orders, made at 11:42 in Berlin."""
    engine = new_database(database_url)
    add_order(engine, qty="3")
    add_order(engine, qty="1")
    engine.dispose()
    monkeypatch.setenv("SALES_TUI_TIMEZONE", "Europe/Berlin")
    return database_url


def listed(shop: str, *arguments: str) -> list[dict[str, str]]:
    """CSV, read back."""
    answer = sales(shop, "list", "orders", "--format", "csv", *arguments)
    assert (answer.status, answer.err) == (0, "")
    return list(csv.DictReader(io.StringIO(answer.out, newline="")))


def test_csv_is_for_programs(shop: str):
    first, _ = listed(shop)
    assert ",".join(first) + "\r\n" == HEADER.decode()
    assert (first["increment_id"], first["created_at"]) == ("000000002", "2026-11-23T10:42:00Z")
    assert (first["grand_total"], first["status"]) == ("15.82", "pending")


def test_csv_with_labels_is_for_people(shop: str):
    first, _ = listed(shop, "--labels", "--columns", "increment_id, created_at,status,increment_id")
    assert first == {"Order": "000000002", "Purchased (Europe/Berlin)": "2026-11-23 11:42:00", "Status": "Pending"}


def test_all_columns(shop: str):
    first, _ = listed(shop, "--columns", "all", "--sort", "increment_id", "--limit", "5")
    assert {"increment_id", "total_due", "customer_email", "base_currency_code"} <= first.keys()
    assert first["customer_email"] == "ana@example.com"


def test_the_table_says_whose_clock_it_shows(shop: str):
    lines = sales(shop, "list", "orders", "--columns", "increment_id,created_at").out.splitlines()
    assert lines[0].split() == ["Order", "Purchased", "(Europe/Berlin)"]
    assert lines[1].startswith("000000002")
    assert "23 Nov" in lines[1]
    bare = sales(shop, "list", "orders", "--columns", "increment_id,status").out.splitlines()
    assert bare[0].split() == ["Order", "Status"]


def test_a_workbook_in_a_file(shop: str, tmp_path: Path):
    file = tmp_path / "orders.xlsx"
    answer = sales(shop, "list", "orders", "--format", "xlsx", "-o", str(file))
    assert (answer.status, answer.out, answer.err) == (0, "", "")
    (page,) = pages(file.read_bytes())
    assert page.name == "Orders"
    assert [page.cells[place][1] for place in ("A1", "B1", "A2")] == [
        "increment_id", "created_at (Europe/Berlin)", "000000002",
    ]  # fmt: skip
    assert float(page.cells["B2"][1]) == pytest.approx(46349 + (11 * 60 + 42) / 1440)  # 46349 is 2026-11-23
    assert page.cells["E2"] == ("n", "15.82", "#,##0.00")
    assert list(tmp_path.glob("*.partial")) == []


def test_a_workbook_through_a_pipe(shop: str):
    done = subprocess.run([*COMMAND, shop, "list", "orders", "--format", "xlsx"], capture_output=True, check=True)
    (page,) = pages(done.stdout)
    assert page.cells["A3"][1] == "000000001"


def test_a_workbook_is_not_sent_to_a_terminal(shop: str):
    screen, terminal = pty.openpty()
    with os.fdopen(screen), os.fdopen(terminal, "w") as out:
        done = subprocess.run(
            [*COMMAND, shop, "list", "orders", "--format", "xlsx"],
            stdout=out, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr == "sales-tui: A workbook can't be shown in a terminal; write it to a file with -o FILE.xlsx.\n"


def test_a_terminal_sees_how_far_it_is(shop: str, tmp_path: Path):
    screen, terminal = pty.openpty()
    with os.fdopen(screen, "rb", buffering=0) as seen, os.fdopen(terminal, "w") as err:
        file = ["-o", str(tmp_path / "orders.csv")]
        subprocess.run([*COMMAND, shop, "list", "orders", "--format", "csv", *file], stderr=err, check=True)
        assert seen.read(100) == b"\r2 records\r\x1b[K"


@pytest.mark.parametrize("format", ["table", "csv", "json", "jsonl", "xlsx"])
def test_a_reader_that_goes_away(shop: str, format: str):
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as out:
        done = subprocess.run(
            [*COMMAND, shop, "list", "orders", "--format", format], stdout=out, stderr=subprocess.PIPE, check=False
        )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("format", ["csv", "jsonl", "xlsx"])
def test_an_answer_that_cannot_be_written(shop: str, format: str):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, shop, "list", "orders", "--format", format], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert done.stderr == b"sales-tui: The answer can't be written: No space left on device.\n"


@pytest.mark.parametrize("format", ["table", "csv", "xlsx"])
def test_files_that_cannot_be_written(shop: str, tmp_path: Path, format: str):
    for place, sentence in (
        (tmp_path, f"sales-tui: {tmp_path} is a folder, not a file.\n"),
        (
            tmp_path / "none" / "x",
            f"sales-tui: {tmp_path}/none/x can't be written: there is no folder {tmp_path}/none.\n",
        ),
    ):
        answer = sales(shop, "list", "orders", "--format", format, "-o", str(place))
        assert (answer.status, answer.out, answer.err) == (2, "", sentence)


def test_a_table_in_a_file(shop: str, tmp_path: Path):
    file = tmp_path / "orders.txt"
    file.write_text("before")
    wrong = sales(shop, "list", "orders", "--filter", "colour:red", "-o", str(file))
    assert (wrong.status, file.read_text()) == (2, "before")
    assert sales(shop, "list", "orders", "--columns", "increment_id", "-o", str(file)).out == ""
    assert file.read_text().split() == ["Order", "000000002", "000000001"]
    assert [path.name for path in tmp_path.iterdir() if "orders" in path.name] == ["orders.txt"]
