"""`sales-tui import` of transactions and billing agreements, as a shell sees it."""

from __future__ import annotations

from pathlib import Path

from tests.cli.robot import sales
from tests.store.import_records import lines_of
from tests.store.payment_imports import agreement, capture, paid_order, transaction


def test_answer_and_refusals(sqlite_url: str, tmp_path: Path):
    path = tmp_path / "payments.jsonl"
    path.write_text(lines_of(agreement(7, order_ids=[1]), transaction(1), capture(2, txn_type="theft"), paid_order(1)))
    answer = sales(sqlite_url, "import", str(path))
    assert (answer.status, answer.out.splitlines()) == (
        1,
        [
            "1 order imported, 0 updated, 0 unchanged, 0 refused",
            "1 transaction imported, 0 updated, 0 unchanged, 1 refused",
            "1 billing agreement imported, 0 updated, 0 unchanged, 0 refused",
        ],
    )
    types = "order, authorization, capture, void, refund, payment"
    assert answer.err == f"{path}, line 3, txn_type: 'theft' is none of {types} [import.field]\n"
    again = sales(sqlite_url, "import", str(path), "--json").json()["imported"]
    assert again["transactions"] == {"new": 0, "updated": 0, "unchanged": 1, "refused": 1}
    assert again["agreements"] == {"new": 0, "updated": 0, "unchanged": 1, "refused": 0}
