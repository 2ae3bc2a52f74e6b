"""`list`, `show` and `do` of quotes, as a shell sees them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.robot import sales
from tests.tui.quote_rows import four_quotes


@pytest.fixture
def quotes(tmp_path: Path) -> str:
    """A new one, one in work, one that was sent, one that the buyer changed."""
    database = tmp_path / "quotes.db"
    four_quotes(database)
    return str(database)


def test_rows_have_magento_s_status_and_people_s_words(quotes: str) -> None:
    rows = sales(quotes, "list", "quotes", "--sort", "quote_id", "--format", "jsonl").lines()
    assert [(row["quote_id"], row["status"]) for row in rows] == [
        ("1", "created"), ("2", "processing_by_admin"), ("3", "submitted_by_admin"), ("4", "submitted_by_customer"),
    ]  # fmt: skip
    assert rows[2]["negotiated_grand_total"] == "464.10"
    assert "their turn · Submitted" in sales(quotes, "list", "quotes", "--filter", "turn:theirs").out


def test_me_is_the_operator(quotes: str) -> None:
    mine = sales(quotes, "--operator", "ada", "list", "quotes", "--filter", "rep:me", "--format", "jsonl").lines()
    assert len(mine) == 4
    assert sales(quotes, "--operator", "sam", "list", "quotes", "--filter", "rep:me", "--format", "jsonl").lines() == []


def test_the_whole_record(quotes: str) -> None:
    shown = sales(quotes, "show", "quotes", "4").out
    assert "our turn · Updated" in shown
    assert "what we offered (proposed 300.00 USD) doesn't count" in shown
    assert "16 x 10.09 USD → 16 x 16.00 USD" in shown
