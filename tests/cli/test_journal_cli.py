"""`journal`: what was done here lately, as a table, as data, and one entry whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.robot import sales
from tests.store.journal_entries import do_some
from tests.store.orders import new_database


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with six entries, which nobody may change."""
    path = tmp_path_factory.mktemp("journal") / "sales.db"
    engine = new_database(f"sqlite:///{path}")
    do_some(engine)
    engine.dispose()
    return str(path)


def test_the_newest_come_first_and_messages_are_whole(database: str):
    answer = sales(database, "journal")
    head, *lines = answer.out.splitlines()
    assert (answer.status, answer.err) == (0, "")
    assert [word in head for word in ("Entry", "When", "Who", "Action", "Record", "Outcome", "From", "What happened")]
    assert [line.split()[0] for line in lines] == [*"654321"]
    assert lines[0].endswith("000000002 order    Refused   desk-1        The payment system declined.")
    assert "recorded as refunded; pay it out yourself" in lines[1]
    assert "Łukasz" in lines[1]


@pytest.mark.parametrize(
    "options, numbers",
    [
        (("--limit", "2"), "65"),
        (("--limit", "0"), ""),
        (("--filter", "who:ada action:hold,release"), "21"),
        (("--filter", "000000002", "--limit", "1"), "6"),
    ],
)
def test_a_part_of_it(database: str, options: tuple[str, ...], numbers: str):
    rows = sales(database, "journal", *options, "--format", "json").json()
    assert [row["increment_id"] for row in rows] == [*numbers]


def test_me_is_who_asks(database: str):
    rows = sales(database, "--operator", "Łukasz", "journal", "--filter", "who:me", "--format", "jsonl").lines()
    assert [(row["who"], row["status"], row["target"]) for row in rows] == [("Łukasz", "ok", "000000001")]


def test_fifty_are_shown_and_all_are_listed(tmp_path: Path):
    file = tmp_path / "sales.db"
    engine = new_database(f"sqlite:///{file}")
    for _ in range(9):
        do_some(engine)
    engine.dispose()
    assert len(sales(str(file), "journal", "--format", "jsonl").lines()) == 50
    assert len(sales(str(file), "list", "journal", "--format", "jsonl").lines()) == 54


def test_into_a_file(database: str, tmp_path: Path):
    file = tmp_path / "journal.csv"
    assert sales(database, "journal", "--format", "csv", "-o", str(file)).status == 0
    head, first, *_ = file.read_text(encoding="utf-8-sig").splitlines()
    assert head.startswith("increment_id,created_at,who,action,")
    assert first.startswith("6,2026-11-23T10:42:00Z,ada,order.invoice,")


def test_one_entry_whole(database: str):
    told = sales(database, "show", "journal", "3").out
    for words in (
        "Journal entry 3",
        "Invoice (order.invoice)",
        "Items      2 × SKU-0",
        "Status               Pending  Processing",
        "Total paid          0.00 USD   26.65 USD",
        "000000001  order    what it was done to",
        "000000001  invoice  made",
    ):
        assert words in told
    assert "base" not in told.lower()
    assert "state" not in told.lower()


def test_what_is_not_there(database: str):
    answer = sales(database, "show", "journal", "99")
    assert (answer.status, answer.out) == (1, "")
    assert "There is no journal entry 99." in answer.err
    answer = sales(database, "journal", "--filter", "action:dance")
    assert (answer.status, answer.out) == (2, "")
    assert "dance" in answer.err
