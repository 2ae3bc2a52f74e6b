"""`payments reconcile` as a shell sees it."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.robot import sales
from tests.store.orders import add_order, new_database
from tests.store.settlements import add_transaction

HEAD = "source_id,charge_id,payment_intent_id,reporting_category,gross,fee,currency,created_utc\n"
CHARGE = "ch_1,ch_1,pi_1,charge,30.00,1.17,usd,2026-11-02 10:00:00\n"
REFUND = "re_1,ch_1,pi_1,refund,-10.00,0.00,usd,2026-11-03 10:00:00\n"
PAYOUT = "po_1,,,payout,-20.00,0.00,usd,2026-11-04 10:00:00\n"


@pytest.fixture
def shop(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """An order with a charge and a refund of part of it."""
    engine = new_database(sqlite_url)
    order = add_order(engine, method="stripe")
    at = datetime(2026, 11, 2, 10, tzinfo=UTC)
    add_transaction(engine, order, "ch_1", "30.00", parent="pi_1", at=at)
    add_transaction(engine, order, "re_1", "10.00", "refund", parent="ch_1", at=at)
    engine.dispose()
    monkeypatch.setenv("SALES_TUI_TIMEZONE", "Europe/Berlin")
    return sqlite_url


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "stripe.csv"
    path.write_text(HEAD + CHARGE + REFUND + PAYOUT)
    return path


def test_all_matches(shop: str, file: Path):
    answer = sales(shop, "payments", "reconcile", str(file))
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.splitlines() == [
        "               lines  currency  in the file   here",
        "Matched            2  USD             20.00  20.00",
        "Differs            0",
        "Missing here       0",
        "Missing there      0",
        "Other              1",
        "Compared with transactions of stripe from 2026-11-02 to 2026-11-04 (Europe/Berlin).",
    ]


def test_what_does_not_match_is_listed(shop: str, file: Path):
    rows = "ch_1;ch_1;pi_1;charge;1,030.00;1.17;usd;2026-11-02 10:00:00\nch_9;;;charge;4.50;0;eur;2026-11-02\n"
    file.write_text(HEAD.replace(",", ";") + rows)
    answer = sales(shop, "payments", "reconcile", str(file))
    assert (answer.status, answer.err) == (1, "")
    assert answer.out.splitlines()[1:5] == [
        "Matched            0",
        "Differs            1  USD          1,030.00   30.00",
        "Missing here       1  EUR              4.50",
        "Missing there      1  USD                    -10.00",
    ]
    assert answer.out.splitlines()[7:] == [
        "line 2  ch_1  charged  1,030.00 USD  order 000000001  differs  amount: 1030.00 in the file, 30.00 here",
        "line 3  ch_9  charged  4.50 EUR  missing here",
        "not in the file  re_1  given back  10.00 USD  order 000000001  missing there",
    ]


def test_json(shop: str, file: Path):
    file.write_text(HEAD + CHARGE + "ch_9,,,charge,much,0,usd,2026-11-02\n")
    answer = sales(shop, "payments", "reconcile", str(file), "--json", "--from", "2026-11-01", "--to", "2026-11-30")
    assert (answer.status, answer.err) == (1, "")
    assert answer.json() == {
        "file": "stripe.csv",
        "method": "stripe",
        "from": "2026-11-01",
        "to": "2026-11-30",
        "matched": 1,
        "differing": 0,
        "missing_here": 0,
        "missing_there": 1,
        "other": 0,
        "unreadable": 1,
        "matched_by_id_alone": 0,
        "sums": [
            {"outcome": "matched", "currency": "USD", "count": 1}
            | {"amount": "30.00", "amount_here": "30.00", "fee": "1.17"},
            {"outcome": "missing_there", "currency": "USD", "count": 1}
            | {"amount": "0.00", "amount_here": "-10.00", "fee": "0.00"},
        ],
        "lines": [
            {
                "outcome": "missing_there",
                "line": None,
                "txn_id": "re_1",
                "txn_type": "refund",
                "amount": None,
                "amount_here": "10.00",
                "currency": "USD",
                "order_increment_id": "000000001",
                "created_at": "2026-11-02T10:00:00Z",
                "note": "",
            }
        ],
        "problems": [{"line": 3, "column": "gross", "message": "'much' is not an amount"}],
    }


def test_lines_that_cannot_be_read_are_told_on_the_side(shop: str, file: Path):
    file.write_text(HEAD + CHARGE + REFUND.replace("-10.00", "\x1b[2J"))
    answer = sales(shop, "payments", "reconcile", str(file))
    assert answer.status == 1
    assert answer.err.splitlines() == [
        f"{file}, line 3, column 'gross': '␛[2J' is not an amount.",
        "What these lines stand for may be listed as missing there.",
    ]
    assert "Matched            1" in answer.out


def test_a_mapping_of_one_s_own_from_a_pipe(shop: str):
    text = "\ufeffID\tNetto\n" + "ch_1\t30,00\nre_1\t10,00-\n"
    columns = ["--columns", "txn_id=ID,amount=netto,fixed_currency=usd", "--method", "stripe"]
    answer = sales(shop, "payments", "reconcile", "-", *columns, stdin=text.encode())
    assert (answer.status, answer.err) == (
        0,
        "The file has no dates: with --from and --to it is said too what it lacks.\n",
    )
    assert answer.out.splitlines()[1].split() == ["Matched", "2", "USD", "20.00", "20.00"]


def test_the_result_is_kept_and_a_dry_run_keeps_nothing(shop: str, file: Path):
    def kept() -> list[str]:
        from sales_tui.store.location import locate
        from sales_tui.store.reader import Reader

        reader = Reader(locate(shop))
        found = [row[0] for row in reader.rows("SELECT increment_id FROM settlement_line ORDER BY id")]
        reader.close()
        return found

    assert sales(shop, "payments", "reconcile", str(file), "--dry-run").status == 0
    assert kept() == []
    assert sales(shop, "payments", "reconcile", str(file)).status == 0
    assert kept() == ["ch_1", "re_1"]


@pytest.mark.parametrize(
    "arguments,sentence",
    [
        (["/nowhere.csv"], "/nowhere.csv does not exist."),
        (["/"], "/ is a folder, not a file."),
        (["FILE", "--format", "adyen"], "There is no format 'adyen'; there are: stripe."),
        (["FILE", "--columns", "txn_id=ID"], "Nothing says which column is amount: --columns amount=HEADING."),
        (["FILE", "--columns", "txn_id"], "--columns has 'txn_id'; it needs NAME=HEADING"),
        (["FILE", "--columns", "id=ID,amount=Net"], "--columns: there is no 'id'; there are: txn_id"),
        (["FILE", "--columns", "txn_id=ID,amount=gross"], "Say whose file it is: --method CODE"),
        (["FILE", "--columns", "txn_id=ID,amount=gross", "--method", "x"], "has no column 'ID'; it has: source_id"),
        (["FILE", "--from", "yesterday"], "--from: 'yesterday' is not a day; write it as 2026-11-23."),
        (["FILE", "--from", "2026-11-02", "--to", "2026-11-01"], "--from is behind --to; exchange them."),
        (["BROKEN"], "No line of the file can be used; nothing was compared."),
    ],
)
def test_wrong_usage_is_one_sentence_and_status_2(shop: str, file: Path, arguments: list[str], sentence: str):
    broken = file.with_name("broken.csv")
    broken.write_text(HEAD + "ch_1,,,charge,much,,,\n")
    named = [{"FILE": str(file), "BROKEN": str(broken)}.get(argument, argument) for argument in arguments]
    answer = sales(shop, "payments", "reconcile", *named)
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.startswith("sales-tui: ")
    assert sentence in answer.err
    assert answer.err.count("\n") == 1


def test_without_a_database(tmp_path: Path, file: Path):
    answer = sales(f"sqlite:///{tmp_path}/none.db", "payments", "reconcile", str(file), "--dry-run")
    assert answer.status == 3
    assert "There is no database" in answer.err


def test_help_answers_without_the_database_libraries():
    code = (
        "import sys; sys.argv = ['sales-tui', 'payments', 'reconcile', '--help']\n"
        "from sales_tui.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    print({'sqlalchemy', 'textual'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "--columns" in done.stdout
    assert done.stdout.endswith("set()\n")
