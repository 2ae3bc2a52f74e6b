"""Settlement files as payment systems write them: Stripe's two, and others by mapping; what can't be read is told."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sales_tui.exchange.files import Unreadable, opened
from sales_tui.exchange.settlements import (
    FORMATS,
    FormatError,
    Problem,
    SettlementFormat,
    SettlementReader,
    mapped,
    read_pairs,
)
from sales_tui.store.reconcile_lines import FileLine

STRIPE = FORMATS["stripe"]
BERLIN = ZoneInfo("Europe/Berlin")

ITEMIZED = """\
"balance_transaction_id","created_utc","available_on_utc","currency","gross","fee","net","reporting_category",\
"source_id","charge_id","payment_intent_id","description"
txn_1,2026-11-01 09:00:00,2026-11-03 00:00:00,usd,100.00,3.20,96.80,charge,ch_1,ch_1,pi_1,"Order 1, ""gift"", x"
txn_2,2026-11-02 10:00:00,2026-11-03 00:00:00,usd,-40.00,0.00,-40.00,refund,re_1,ch_1,pi_1,
txn_3,2026-11-03 11:00:00,2026-11-03 00:00:00,usd,-25.00,0.00,-25.00,partial_capture_reversal,re_9,ch_1,pi_1,
txn_4,2026-11-04 00:00:00,2026-11-04 00:00:00,usd,-31.80,0.00,-31.80,payout,po_1,,,STRIPE PAYOUT
txn_5,2026-11-04 00:00:00,2026-11-04 00:00:00,usd,-2.00,0.00,-2.00,fee,,,,Radar
"""

DASHBOARD = """\
id,Type,Source,Amount,Fee,Net,Currency,Created (UTC),Available On (UTC),Description,Customer Facing Amount,Transfer
txn_1,charge,ch_1,849.00,24.92,824.08,usd,2026-11-14 04:28,2026-11-16 00:00,Charge,849.00,
txn_2,refund,re_1,-249.00,-7.52,-241.48,usd,2026-11-25 15:34,2026-11-25 15:34,REFUND FOR CHARGE,-249.00,
txn_3,stripe_fee,,-1.00,0.00,-1.00,usd,2026-11-25 15:34,2026-11-25 15:34,,,
"""


class Read:
    """A file that was gone through."""

    def __init__(self, path: Path, text: str | bytes, format: SettlementFormat = STRIPE) -> None:
        path = path / "file.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        with opened(str(path)) as source:
            self.reader = SettlementReader(source, format, BERLIN)
            found = list(self.reader.lines())
        self.lines = [one for one in found if isinstance(one, FileLine)]
        self.problems = [one.sentence("file.csv") for one in found if isinstance(one, Problem)]


def own(**table: Any) -> SettlementFormat:
    """A mapping of one's own."""
    return mapped(SettlementFormat("own"), table, "[settlement.own]")


def test_stripe_s_itemized_report(tmp_path: Path):
    read = Read(tmp_path, ITEMIZED)
    charge, refund, reversal = read.lines
    assert charge == FileLine(
        *(2, "capture", ("ch_1",), ("ch_1", "pi_1"), Decimal("100.00"), Decimal("3.20"), "USD"),
        datetime(2026, 11, 1, 9, tzinfo=UTC),
    )
    assert (refund.type, refund.ids, refund.parents, refund.amount) == (
        "refund",
        ("re_1",),
        ("ch_1", "pi_1"),
        Decimal(40),
    )
    assert (reversal.type, reversal.parents[0], reversal.amount, reversal.takes_back) == (
        "capture",
        "ch_1",
        Decimal(25),
        True,
    )
    assert read.problems == []
    assert read.reader.others == 2
    assert read.reader.last == datetime(2026, 11, 4, tzinfo=UTC)


def test_stripe_s_dashboard_export(tmp_path: Path):
    read = Read(tmp_path, DASHBOARD)
    assert [(one.type, one.ids, one.amount, one.fee, one.currency) for one in read.lines] == [
        ("capture", ("ch_1",), Decimal("849.00"), Decimal("24.92"), "USD"),
        ("refund", ("re_1",), Decimal("249.00"), Decimal("-7.52"), "USD"),
    ]
    assert read.reader.others == 1
    assert read.lines[0].at == datetime(2026, 11, 14, 4, 28, tzinfo=UTC)


def test_the_default_export_lacks_what_tells_the_transaction(tmp_path: Path):
    with pytest.raises(Unreadable) as refused:
        Read(tmp_path, "balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,description\n")
    assert "has no column 'source_id' or 'Source'; it has: balance_transaction_id, created_utc" in str(refused.value)
    assert "choose the itemized report and, under columns, source_id" in str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str, end: str):
    rows = [["Référence", "Betrag (€)", "Notiz"], ["A-1", "12.50", "x"], ["A-2", "-3.00", "y"]]
    text = end.join(delimiter.join(row) for row in rows)
    read = Read(tmp_path, text.encode(encoding), own(txn_id="référence", amount="Betrag (€)", fixed_currency="eur"))
    assert [(one.ids, one.type, one.amount, one.currency) for one in read.lines] == [
        (("A-1",), "capture", Decimal("12.50"), "EUR"),
        (("A-2",), "refund", Decimal("3.00"), "EUR"),
    ]


def test_a_mapping_with_german_numbers_and_days(tmp_path: Path):
    text = "Vorgang;Art;Brutto;Gebühr;Währung;Datum\n" + (
        "7;Zahlung;1.234;0,35;EUR;24.11.2026\n8;Storno;12,50;;EUR;25.11.2026\n;Summe;1.221,50;;EUR;\n"
    )
    format = own(
        txn_id="Vorgang", type="Art", amount="Brutto", fee="Gebühr", currency="Währung", date="Datum",
        types="Zahlung=capture, Storno=refund", date_format="%d.%m.%Y",
    )  # fmt: skip
    read = Read(tmp_path, text, format)
    assert [(one.type, one.amount, one.fee) for one in read.lines] == [
        ("capture", 1234, Decimal("0.35")),
        ("refund", Decimal("12.50"), 0),
    ]
    assert read.lines[0].at == datetime(2026, 11, 24, tzinfo=BERLIN)
    assert (read.problems, read.reader.others) == ([], 1)


def test_cents(tmp_path: Path):
    format = own(txn_id="ID", amount="Cents", currency="Cur", minor_units=True)
    read = Read(tmp_path, "ID,Cents,Cur\na,1250,usd\nb,1250,jpy\nc,12.5,usd\nd,1,\n", format)
    assert [one.amount for one in read.lines] == [Decimal("12.50"), 1250]
    assert read.problems == [
        "file.csv, line 4, column 'Cents': '12.5' is not a whole number of the currency's smallest unit.",
        "file.csv, line 5, column 'Cur': is empty.",
    ]
    with pytest.raises(Unreadable, match="need a column currency or fixed_currency"):
        Read(tmp_path, "ID,Cents\na,1250\n", own(txn_id="ID", amount="Cents", minor_units="true"))


def test_bad_lines_are_told_and_the_others_are_read(tmp_path: Path):
    head, good = "source_id,Type,Amount,Currency,created_utc\n", "ch_{0},charge,1{0}.00,usd,2026-11-0{0}\n"
    bad = [
        "ch_2,charge,much,usd,2026-11-01\n",
        ",charge,1.00,usd,2026-11-01\n",
        "ch_3,charge,,usd,2026-11-01\n",
        "ch_4,charge,1.00,usd,01/11/2026\n",
        "ch_5,charge,1.00,usd,0001-01-01\n",
        "ch_6,charge,1,50,usd,2026-11-01\n",
        "ch_7,charge\n",
        f'"{"x" * 200_000}",charge,1.00,usd,2026-11-01\n',
    ]
    read = Read(tmp_path, head + good.format(1) + "".join(bad) + "\n,,,,\n" + good.format(9))
    assert [one.ids for one in read.lines] == [("ch_1",), ("ch_9",)]
    assert [one.number for one in read.lines] == [2, 13]
    assert read.problems == [
        "file.csv, line 3, column 'Amount': 'much' is not an amount.",
        "file.csv, line 4, column 'source_id': is empty.",
        "file.csv, line 5, column 'Amount': is empty.",
        "file.csv, line 6, column 'created_utc': '01/11/2026' is not a date as in 2026-11-23 10:42.",
        "file.csv, line 7, column 'created_utc': '0001-01-01' is not a date as in 2026-11-23 10:42.",
        "file.csv, line 8: has 6 columns where the heading has 5.",
        "file.csv, line 9: has 2 columns where the heading has 5.",
        "file.csv, line 10: can't be read as columns: field larger than field limit (131072).",
    ]


def test_a_field_over_several_lines(tmp_path: Path):
    text = 'source_id,Type,Amount,Currency,Note\nch_1,charge,1.00,usd,"one\ntwo"\nch_2,charge,x,usd,\n'
    read = Read(tmp_path, text)
    assert [one.number for one in read.lines] == [2]
    assert read.problems[0].startswith("file.csv, line 4, column 'Amount'")


@pytest.mark.parametrize(
    "text,sentence",
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"PK\x03\x04\x00\xff\xfe", "has no column 'source_id'"),
        (b"source_id,Type,Currency\n", "has no column 'gross' or 'Amount'; it has: source_id, Type, Currency."),
    ],
)
def test_files_that_are_something_else(tmp_path: Path, text: bytes, sentence: str):
    with pytest.raises(Unreadable, match=r"file\.csv") as refused:
        Read(tmp_path, text)
    assert sentence in str(refused.value)


def test_the_fingerprint_is_that_of_the_whole_file(tmp_path: Path):
    rows = "".join(f"ch_{place},charge,1.00,usd,2026-11-01\n" for place in range(40_000))  # more than the file's head
    head = "source_id,Type,Amount,Currency,created_utc\n"
    first = Read(tmp_path, head + rows)
    assert len(first.lines) == 40_000
    assert Read(tmp_path, head + rows).reader.digest == first.reader.digest
    assert Read(tmp_path, head + rows[:-2] + "2\n").reader.digest != first.reader.digest


@pytest.mark.parametrize(
    "table,sentence",
    [
        ({"colour": "x"}, "[settlement.own]: there is no 'colour'; there are: txn_id, parent_txn_id"),
        ({"amount": 5}, "[settlement.own], amount = 5: it needs a text in quotes."),
        ({"amount": " "}, "[settlement.own]: amount names no heading."),
        ({"decimal": "dot"}, "[settlement.own], decimal = 'dot': it is either point or comma."),
        ({"minor_units": "maybe"}, "it is either true or false."),
        ({"types": "Zahlung"}, "it needs NAME=HEADING"),
        ({"types": "Zahlung=money"}, "'money' is none of capture, refund"),
        ({"timezone": "Mars/North"}, "there is no such time zone."),
    ],
)
def test_mappings_that_cannot_be(table: dict[str, Any], sentence: str):
    with pytest.raises(FormatError) as refused:
        own(**table)
    assert sentence in str(refused.value)


def test_columns_given_beside_a_format_count_before_its_own(tmp_path: Path):
    format = mapped(STRIPE, read_pairs("amount=net, fee=none", "--columns"), "--columns")
    with pytest.raises(Unreadable, match="has no column 'none'; it has"):
        Read(tmp_path, ITEMIZED, format)
    format = mapped(STRIPE, read_pairs("amount=net", "--columns"), "--columns")
    assert Read(tmp_path, ITEMIZED, format).lines[0].amount == Decimal("96.80")
