"""`sales-tui import` as a shell sees it: the answer, the refusals, the exit status."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest
from sqlalchemy import Engine

from sales_tui.cli.import_command import import_files
from sales_tui.store.location import DatabaseUnusable
from tests.cli.robot import sales
from tests.store.import_records import NOW, bring_in_file, everything, invoice, lines_of, new_engine, order

SAMPLE = Path(__file__).parents[3] / "shared" / "samples" / "orders-2010-12-01.jsonl"


@pytest.fixture
def engine(sqlite_url: str):
    engine = new_engine(sqlite_url)
    yield engine
    engine.dispose()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "orders.jsonl"
    path.write_text(lines_of(order(1), order(2, grand_total="x\x1b[2J"), invoice(1)), encoding="utf-8")
    return path


def test_answer_and_refusals(engine: Engine, file: Path, capsys: pytest.CaptureFixture[str]):
    assert import_files(engine, [str(file)], now=NOW) == 1
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        "1 order imported, 0 updated, 0 unchanged, 1 refused",
        "1 invoice imported, 0 updated, 0 unchanged, 0 refused",
    ]
    assert told.err == f"{file}, line 2, grand_total: 'x\\x1b[2J' is not a number [import.field]\n"


def test_json(engine: Engine, file: Path, capsys: pytest.CaptureFixture[str]):
    array = file.with_name("array.json")
    array.write_text(json.dumps([order(3), []]))
    assert import_files(engine, [str(file), str(array)], as_json=True, now=NOW) == 1
    told = capsys.readouterr()
    answer = json.loads(told.out)
    assert answer["imported"] == {
        "orders": {"new": 2, "updated": 0, "unchanged": 0, "refused": 1},
        "invoices": {"new": 1, "updated": 0, "unchanged": 0, "refused": 0},
        "records": {"new": 0, "updated": 0, "unchanged": 0, "refused": 1},
    }
    first, second = answer["refused"]
    assert (first["file"], first["line"], first["field"], first["code"]) == (
        *(str(file), 2),
        *("grand_total", "import.field"),
    )
    assert (second["file"], second["index"], second["code"]) == (str(array), 1, "import.kind")
    assert "line" not in second
    assert told.err == ""


@pytest.mark.parametrize("before, after, what", [("[", "]", "list"), ('{"items":[', "]}", "reply")])
def test_a_file_that_goes_on(
    engine: Engine, tmp_path: Path, before: str, after: str, what: str, capsys: pytest.CaptureFixture[str]
):
    path = tmp_path / "orders.json"
    path.write_text(f"{before}{json.dumps(order(1))}{after} [{json.dumps(order(2))}]")
    assert import_files(engine, [str(path)], now=NOW) == 1
    told = capsys.readouterr()
    assert told.out.splitlines()[0] == "1 order imported, 0 updated, 0 unchanged, 0 refused"
    assert told.err == (
        f"{path}, index 1: the file goes on after the end of the {what}: what follows was not read; "
        "import it as a file of its own [import.json]\n"
    )


def test_dry_run(engine: Engine, file: Path, capsys: pytest.CaptureFixture[str]):
    before = everything(engine)
    assert import_files(engine, [str(file)], dry_run=True, now=NOW) == 1
    assert capsys.readouterr().out.startswith("1 order would be imported")
    assert everything(engine) == before


def test_standard_input(engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    stdin = io.TextIOWrapper(io.BytesIO(lines_of(order(1), order(2)).encode()))
    monkeypatch.setattr("sys.stdin", stdin)
    assert import_files(engine, ["-"], now=NOW) == 0
    assert capsys.readouterr().out == "2 orders imported, 0 updated, 0 unchanged, 0 refused\n"


def test_nothing_in_it(engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    empty = tmp_path / "reply.json"
    empty.write_text('{"items": [], "total_count": 0}')
    assert import_files(engine, [str(empty)], now=NOW) == 0
    assert capsys.readouterr().out == "There are no records in it: nothing was imported.\n"


def denied(path: Path):
    """`Path.open` of a user without permission to read that file, which root always has."""
    real = Path.open

    def attempt(self: Path, mode: str = "r"):
        if self == path:
            raise PermissionError(13, "Permission denied", str(self))
        return real(self, mode)

    return attempt


@pytest.mark.parametrize(
    "name, content, reason",
    [
        ("missing.json", None, "does not exist."),
        ("", None, "is a folder, not a file."),
        ("empty.json", "", "is empty."),
        ("table.csv", "a;b\n", "is not JSON: it begins with neither { nor [."),
        ("secret.json", "{}", "can't be read: no permission."),
    ],
)
def test_not_to_be_read(
    file: Path,
    name: str,
    content: str | None,
    reason: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
):
    path = file.parent / name
    if content is not None:
        path.write_text(content)
    if name == "secret.json":
        monkeypatch.setattr("sales_tui.exchange.files.Path.open", denied(path))

    def no_engine() -> Engine:
        raise AssertionError("the database was opened")

    assert import_files(no_engine, [str(file), str(path)], now=NOW) == 2
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", f"sales-tui: {path} {reason}\n")


@pytest.mark.parametrize(
    "files, options",
    [([], {}), (["-", "-"], {}), (["x"], {"format": "csv"}), (["x"], {"source": " "})],
)
def test_usage(engine: Engine, files: list[str], options: dict, capsys: pytest.CaptureFixture[str]):
    assert import_files(engine, files, now=NOW, **options) == 2
    assert capsys.readouterr().err.startswith("sales-tui: ")


def test_a_database_that_can_not_be_used(file: Path, capsys: pytest.CaptureFixture[str]):
    def broken() -> Engine:
        raise DatabaseUnusable("It is broken.")

    assert import_files(broken, [str(file)], now=NOW) == 3
    assert capsys.readouterr().err == "sales-tui: It is broken.\n"


def test_a_pipe(engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    reader, writer = os.pipe()
    os.write(writer, lines_of(order(1)).encode())
    os.close(writer)
    assert import_files(engine, [f"/dev/fd/{reader}"], now=NOW) == 0
    os.close(reader)
    assert capsys.readouterr().out.startswith("1 order imported")


def test_the_whole_command(tmp_path: Path, file: Path):
    database = str(tmp_path / "new.db")
    answer = sales(database, "import", str(file))
    assert (answer.status, answer.out.splitlines()[0]) == (1, "1 order imported, 0 updated, 0 unchanged, 1 refused")
    assert sales(database, "import", str(tmp_path / "missing.json")).status == 2
    assert sales(database, "import", "-", stdin=lines_of(order(1))).out == (
        "0 orders imported, 0 updated, 1 unchanged, 0 refused\n"
    )
    assert sales(database, "db", "check").status == 0


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample orders are not beside the project")
def test_the_sample_comes_in_whole(engine: Engine):
    report = bring_in_file(engine, SAMPLE)
    assert (report.kinds["orders"].new, report.refusals) == (136, 0)
    assert len(everything(engine)["order_item"]) == 3_075
    assert bring_in_file(engine, SAMPLE).kinds["orders"].unchanged == 136
