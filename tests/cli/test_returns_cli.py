"""Returns on the command line: `do`, `run`, `show`, `list` and `report returns`."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.cli.robot import sales, script
from tests.store.orders import add_order, new_database

WANTED = '[{"sku": "SKU-0", "qty": 2, "reason": "wrong size", "resolution": "Refund"}]'


@pytest.fixture
def database(tmp_path: Path) -> str:
    """A database with an order of two lines that has left."""
    file = tmp_path / "sales.db"
    engine = new_database(f"sqlite:///{file}")
    add_order(engine, lines=2)
    engine.dispose()
    assert sales(str(file), "do", "order.invoice", "1", "--set", "ship=true").status == 0
    return str(file)


def test_a_return_from_first_to_last(database: str):
    answer = sales(database, "do", "return.create", "1", "--set", f"items={WANTED}", "--json")
    assert answer.json()["results"][0]["created"] == {"returns": ["000000001"]}
    shown = sales(database, "show", "returns", "1", "--json").json()
    assert (shown["status"], shown["items"][0]["reason"], shown["next_step"]) == ("pending", "wrong_size", "authorize")
    parcel = '[{"entity_id": 1, "accepted": 1, "found": "Damaged", "shelf": "R-1", "note": "broken"}]'
    answer = sales(database, "do", "return.parcel", "1", "--set", f"items={parcel}")
    assert answer.status == 0
    assert "Accepted: 1 × SKU-0. Rejected: 1 × SKU-0." in answer.out
    answer = sales(database, "do", "return.settle", "1", "--set", "return_to_stock=yes", "--dry-run")
    assert "Would do: Return 000000001 settled. Credit memo (new) made: 10.83 USD" in answer.out
    assert sales(database, "do", "return.settle", "1", "--set", "return_to_stock=yes").status == 0
    refused = sales(database, "do", "return.settle", "1")
    assert refused.status == 1
    assert "settled already" in refused.out + refused.err
    assert [one["status"] for one in sales(database, "list", "returns", "--format", "json").json()] == [
        "processed_closed"
    ]
    assert sales(database, "db", "check").status == 0


def test_a_script_of_steps(database: str):
    lines = script(
        {"do": "return.create", "target": "1", "key": "k1", "items": [
            {"sku": "SKU-0", "qty": "1", "reason": "Other", "reason_text": "ugly", "resolution": "exchange"},
            {"sku": "SKU-1", "qty": 3, "reason": "Wrong Color", "condition": "opened", "resolution": "refund"},
        ]},
        {"do": "return.authorize", "target": "000000001", "items": [{"entity_id": 2, "qty": 2}]},
        {"do": "return.deny", "target": "000000001", "comment": "worn"},
        {"do": "return.receive", "target": "000000001"},
        {"do": "return.close", "target": "000000001"},
        {"do": "return.close", "target": "000000001"},
    )  # fmt: skip
    answers = sales(database, "run", "-", stdin=lines).lines()
    assert [one["outcome"] for one in answers] == ["ok", "ok", "ok", "refused", "refused", "refused"]
    assert [one["code"] for one in answers[3:]] == ["return.closed"] * 3


def test_report(database: str):
    for sku, qty, reason in (("SKU-0", 2, "wrong_size"), ("SKU-0", 1, "wrong_color"), ("SKU-1", 1, "wrong_size")):
        items = f'[{{"sku": "{sku}", "qty": {qty}, "reason": "{reason}", "resolution": "refund"}}]'
        assert sales(database, "do", "return.create", "1", "--set", f"items={items}").status == 0
    assert sales(database, "do", "return.parcel", "2").status == 0
    both = sales(database, "report", "returns", "--json").json()
    assert [(one["sku"], one["reason"], one["qty_requested"], one["qty_approved"]) for one in both] == [
        ("SKU-0", "wrong_size", "2", "0"),
        ("SKU-0", "wrong_color", "1", "1"),
        ("SKU-1", "wrong_size", "1", "0"),
    ]
    by_sku = sales(database, "report", "returns", "--by", "sku", "--json").json()
    assert [(one["sku"], one["qty_requested"], one["qty_shipped"], one["percent"]) for one in by_sku] == [
        ("SKU-0", "3", "3", "100"),
        ("SKU-1", "1", "3", "33.3"),
    ]
    (first, second) = sales(database, "report", "returns", "--by", "reason", "--json").json()
    assert (first["reason"], first["returns"], Decimal(first["percent"])) == ("wrong_size", 2, Decimal(50))
    assert second["reason"] == "wrong_color"
    drawn = sales(database, "report", "returns", "--by", "reason").out.splitlines()
    assert drawn[1].startswith("Wrong Size")
    assert drawn[1].count("█") > drawn[2].count("█") > 0


def test_report_of_a_time(database: str):
    assert sales(database, "do", "return.create", "1", "--set", f"items={WANTED}").status == 0
    assert len(sales(database, "report", "returns", "--since", "-1d", "--until", "today", "--json").json()) == 1
    assert sales(database, "report", "returns", "--until", "2020", "--json").json() == []
    assert sales(database, "report", "returns", "--until", "2020").out == "No return was requested in that time.\n"


@pytest.mark.parametrize(
    "arguments, words",
    [
        (("--by", "colour"), "--by is reason or sku, not 'colour'"),
        (("--since", "soon"), "--since, --until: 'soon' is not a date"),
        (("--since", "2026", "--until", "2020"), "ends before it begins"),
    ],
)
def test_what_a_report_can_not_be_asked(database: str, arguments: tuple[str, ...], words: str):
    answer = sales(database, "report", "returns", *arguments)
    assert answer.status == 2
    assert words in answer.err
