"""CSV, JSON and JSON Lines, as whoever opens them sees them."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from sales_tui.exchange.export import FORMATS, Row, write_rows
from tests.exchange.sheets import (
    BASE,
    MOMENT,
    NAME,
    NUMBER,
    PIECES,
    STATE,
    STATUS,
    TOTAL,
    exported,
    micros,
    rows,
    sheet,
)


def test_csv_has_rest_names_codes_and_utc():
    given = rows(("000000007", micros("2026-11-23 10:42"), "holded", -125_000, 20_000), order="JPY", base="KWD")
    assert exported("csv", sheet(NUMBER, MOMENT, STATUS, BASE, PIECES), given) == (
        b"increment_id,created_at,status,base_grand_total,total_qty_ordered\r\n"
        b"000000007,2026-11-23T10:42:00Z,holded,-12.500,2\r\n"
    )


def test_csv_with_labels_has_words_and_names_the_zone():
    given = rows(("7", micros("2026-11-23 10:42"), "holded"))
    assert exported("csv", sheet(NUMBER, MOMENT, STATUS, labels=True), given) == (
        b"Order,Purchased (Europe/Berlin),Status\r\n7,2026-11-23 11:42:00,On Hold\r\n"
    )


def test_csv_across_the_end_of_summer():
    hours = [micros(f"2026-10-{hour}") for hour in ("24 22:30", "25 00:30", "25 01:30", "25 02:30")]
    text = exported("csv", sheet(MOMENT, labels=True), rows(*((hour,) for hour in hours))).decode()
    assert text.splitlines()[1:] == [
        "2026-10-25 00:30:00", "2026-10-25 02:30:00", "2026-10-25 02:30:00", "2026-10-25 03:30:00",
    ]  # fmt: skip


def test_csv_quotes_what_needs_it():
    given = rows(('say "hi", Ana\nsecond line', None), ("Zoë\r\n名前", "x"))
    text = exported("csv", sheet(NAME, NUMBER), given)
    assert text == (
        b'billing_name,increment_id\r\n"say ""hi"", Ana\nsecond line",\r\n' + '"Zoë\r\n名前",x\r\n'.encode()
    )
    read = list(csv.reader(io.StringIO(text.decode(), newline="")))
    assert read[1:] == [['say "hi", Ana\nsecond line', ""], ["Zoë\r\n名前", "x"]]


def test_json_is_utc_and_rest_names_with_labels_too():
    given = rows(("7", micros("2026-11-23 10:42"), "holded", 9 * 10**18, None))
    wanted = sheet(NUMBER, MOMENT, STATUS, TOTAL, BASE, labels=True)
    record = {
        "increment_id": "7",
        "created_at": "2026-11-23T10:42:00Z",
        "status": "On Hold",
        "grand_total": "900000000000000.00",
        "base_grand_total": None,
    }
    assert json.loads(exported("json", wanted, given)) == [record]
    assert [json.loads(line) for line in exported("jsonl", wanted, given).splitlines()] == [record]


@pytest.mark.parametrize("count", [1, 249, 250, 251, 750])
def test_any_number_of_rows(count: int):
    given = rows(*((str(number),) for number in range(count)))
    numbers = [str(number) for number in range(count)]
    assert exported("csv", sheet(NUMBER), given).decode().split() == ["increment_id", *numbers]
    for records in (
        json.loads(exported("json", sheet(NUMBER), given)),
        [json.loads(line) for line in exported("jsonl", sheet(NUMBER), given).splitlines()],
    ):
        assert [record["increment_id"] for record in records] == numbers


def test_sums_that_come_as_decimals():
    given = rows((Decimal(20_000), None, Decimal(-5)), (None, 125_000, 3))
    assert exported("csv", sheet(PIECES, TOTAL, STATE), given).splitlines()[1:] == [b"2,,-5", b",12.50,3"]
    assert json.loads(exported("json", sheet(STATE), rows((Decimal(3),)))) == [{"state": 3}]


def test_no_rows():
    assert exported("csv", sheet(NUMBER), []) == b"increment_id\r\n"
    assert exported("json", sheet(NUMBER), []) == b"[]\n"
    assert exported("jsonl", sheet(NUMBER), []) == b""


@pytest.mark.parametrize("format", FORMATS)
def test_progress_counts_up_to_all(format: str, tmp_path: Path):
    told: list[int] = []
    given = rows(*((str(number),) for number in range(600)))
    assert write_rows(format, tmp_path / "orders", sheet(NUMBER), given, told.append) == 600
    assert told == sorted(told)
    assert (len(told) > 1, told[-1]) == (True, 600)


@pytest.mark.parametrize("format,count", [("csv", 200_000), ("jsonl", 50_000), ("json", 50_000), ("xlsx", 10_000)])
def test_memory_does_not_grow_with_the_rows(format: str, count: int, tmp_path: Path):
    def many() -> Iterator[Row]:
        for key in range(count):
            yield key, (f"{key:09d}", key * 60_000_000, f"Ana {key} Silva", key * 10_001, "USD", "USD")

    wanted = sheet(NUMBER, MOMENT, NAME, TOTAL)
    write_rows(format, tmp_path / "before", wanted, rows(("1", 1, "A", 1)))
    tracemalloc.start()
    try:
        write_rows(format, tmp_path / "orders", wanted, many())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4_000_000
