"""No card number and no key gets into a log or a journal; what looks for them finds what is planted."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from sqlalchemy import insert
from sqlmodel import SQLModel

from sales_tui import model
from sales_tui.payments.base import Gateway
from sales_tui.payments.declared import SANDBOX
from sales_tui.rules.gateway import Answer, Call, Verdict
from sales_tui.settings import PaymentSettings
from sales_tui.store.location import locate
from sales_tui.store.mapping import table_of
from tests.secrets import GUARD, TABLES, Guard, secrets_in
from tests.store.import_records import NOW
from tests.store.payment_desk import PaymentDesk
from tests.store.payment_imports import paid_order, raw, transaction

if TYPE_CHECKING:
    from tests.conftest import PostgresServer

CARD = "4111111111111111"
KEY = "sk_test_" + "planted0123456789"


@pytest.fixture
def guard() -> Guard:
    """One that doesn't fail the test."""
    return Guard()


@contextmanager
def hearing(guard: Guard) -> Iterator[None]:
    """All that is logged, however little it matters, is heard by that guard too."""
    root = logging.getLogger()
    level = root.level
    root.addHandler(guard)
    root.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        root.setLevel(level)
        root.removeHandler(guard)


@pytest.mark.parametrize(
    "text",
    [
        CARD,
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4111\u00a01111\u00a01111\u00a01111",
        "3782 822463 10005",
        "378282246310005",
        "30569309025904",
        "6011111111111117",
        "5555555555554444",
        "4000000000006",
        "6304000000000000000",
        f'{{"note": "card\\n{CARD}"}}',
        f"card={CARD}.",
    ],
)
def test_card_numbers_are_found(text: str) -> None:
    (found,) = secrets_in(f"it says {text}, no more")
    assert found.startswith("card number ")
    assert text not in found


@pytest.mark.parametrize(
    "text",
    [
        "4111111111111112",
        "000000004111111111111111",
        "0000000012",
        "sbx-3782822463100a05",
        "a" + CARD,
        "0.4111111111111111",
        "4111111111111111.00",
        "****1111",
        "7111111111111118",
        "4111 1111",
        "4000-01-01 00:00:00.000000",
        "3 4 5 6 7 8 9 10 11 12 13 14",
        "sk_test",
        "is_secret_pair",
        "STRIPE_API_KEY",
    ],
)
def test_harmless_things_are_not(text: str) -> None:
    assert secrets_in(f"it says {text}, no more") == []


@pytest.mark.parametrize("key", [KEY, "rk_live_1", "whsec_3", "pi_1_secret_2"])
def test_keys_are_found(key: str) -> None:
    (found,) = secrets_in(f"Invalid key: {key}.")
    assert found.startswith("key ")


def test_the_key_in_the_environment_is_found_whatever_it_looks_like(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRIPE_API_KEY", "looks like nothing")
    assert secrets_in("Bearer looks like nothing") == ["the value of STRIPE_API_KEY"]


def test_the_guard_of_the_session_hears_what_is_logged() -> None:
    assert GUARD.take() == []
    logging.getLogger("sales_tui.planted").debug("asked with %s", KEY)
    try:
        raise ValueError(CARD)
    except ValueError:
        logging.getLogger("planted").exception("it failed")
    key, card = GUARD.take()
    assert "key sk_test_… in the log of sales_tui.planted" in key
    assert "card number 4111…1111 in the log of planted" in card
    assert all("test_the_guard_of_the_session_hears_what_is_logged" in found for found in (key, card))


@pytest.mark.parametrize("table", TABLES)
def test_what_is_planted_in_a_database_is_found(
    database_url: str, tmp_path: Path, guard: Guard, table: str, request: pytest.FixtureRequest
) -> None:
    desk = PaymentDesk(database_url, tmp_path)
    desk.reserve()
    planted: dict[str, tuple[type[SQLModel], dict[str, object]]] = {
        "journal": (model.Journal, {"at": NOW, "action": "order.comment", "message": f"card {CARD}"}),
        "payment_attempt": (
            model.PaymentAttempt,
            {"key": "k", "subject_kind": "order", "subject_id": 1, "operation": "sale", "method": "stripe",
             "amount": Decimal(1), "currency": "EUR", "call": json.dumps({"source": KEY}), "action": "order.invoice",
             "target": "1", "parameters": "{}", "asked_at": NOW},
        ),
        "payment_transaction": (
            model.PaymentTransaction,
            {"order_id": 1, "txn_id": "t", "number_tail": "t", "created_at": NOW, "details": {"card": CARD}},
        ),
    }  # fmt: skip
    scan(desk, guard)
    assert guard.take() == []
    entity, row = planted[table]
    with desk.engine.begin() as connection:
        connection.execute(insert(table_of(entity)), [row])
    scan(desk, guard)
    (found,) = guard.take()
    assert f"in the table {table}" in found
    desk.engine.dispose()
    remove(database_url, request)


def scan(desk: PaymentDesk, guard: Guard) -> None:
    path = locate(desk.url).path
    if path is not None:
        guard.scan_folder(path.parent)
    else:
        guard.scan_postgres(desk.url)


def remove(url: str, request: pytest.FixtureRequest) -> None:
    """The whole database: the session's guard would find what is planted, and a journal's rows can't be taken away."""
    path = locate(url).path
    if path is not None:
        path.unlink()
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    server.connection.execute(f'DROP DATABASE "{urlsplit(url).path[1:]}" WITH (FORCE)'.encode())


LEAKS = """
import logging, sqlite3

def test_that_logs():
    logging.getLogger("leaky").error("no: %s", "{key}")

def test_that_journals(tmp_path):
    with sqlite3.connect(tmp_path / "sales.db") as connection:
        connection.execute("CREATE TABLE journal (message TEXT)")
        connection.execute("INSERT INTO journal VALUES ('{card}')")

def test_that_does_neither(tmp_path):
    logging.getLogger("quiet").error("no")
"""


@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_a_leak_fails_the_session(tmp_path: Path, workers: tuple[str, ...]) -> None:
    (tmp_path / "test_leaks.py").write_text(LEAKS.format(key=KEY, card=CARD))
    options = ("-q", "-p", "tests.conftest", "-p", "no:cacheprovider", "--rootdir", str(tmp_path))
    project = Path(__file__).parents[1]
    environment = {**os.environ, "PYTHONPATH": str(project), "PYTEST_ADDOPTS": ""}
    environment |= {"PYTEST_DEBUG_TEMPROOT": str(tmp_path), "SALES_TUI_TEST_POSTGRES": ""}
    command = [sys.executable, "-m", "pytest", *options, *workers, "test_leaks.py"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    (tmp_path / "test_leaks.py").unlink()
    for path in tmp_path.rglob("sales.db"):
        path.unlink()  # the session's guard would find it too
    assert done.returncode == 1, done.stdout + done.stderr
    assert "3 passed, 2 errors" in done.stdout
    assert "key sk_test_… in the log of leaky, in test_leaks.py::test_that_logs (call)" in done.stdout
    assert "card number 4111…1111 in the table journal, in test_leaks.py::test_that_journals" in done.stdout


# --- what the guard is for, asked directly


def test_imported_card_numbers_are_masked(sqlite_url: str, tmp_path: Path, guard: Guard) -> None:
    desk = PaymentDesk(sqlite_url, tmp_path)
    record = paid_order(1)
    record["payment"] |= {"additional_information": [CARD, "4111 1111 1111 1111", json.dumps({"no": CARD})]}
    desk.bring(record, transaction(1, additional_information=raw(card=CARD, text=f"card {CARD} declined")))
    kept = "\n".join(str(row) for table in SQLModel.metadata.tables for row in rows_of(desk, table))
    assert secrets_in(kept) == []
    assert kept.count("****1111") >= 5
    scan(desk, guard)
    assert guard.take() == []
    desk.engine.dispose()


def rows_of(desk: PaymentDesk, table: str) -> list[object]:
    with desk.engine.connect() as connection:
        return [*connection.exec_driver_sql(f'SELECT * FROM "{table}"')]


class Telling(Gateway):
    """Fails with an error that has its key and a card number in it."""

    method = SANDBOX

    def __init__(self, error: Exception) -> None:
        self._error = error

    def perform(self, call: Call, seconds: float) -> Answer:
        raise self._error

    fetch = perform


def test_what_stripes_library_says_of_a_key_is_not_kept(sqlite_url: str, tmp_path: Path, guard: Guard) -> None:
    stripe = pytest.importorskip("stripe")
    desk = PaymentDesk(sqlite_url, tmp_path)
    number = desk.reserve()
    desk.sandbox = Telling(stripe.AuthenticationError(f"Invalid API Key provided: {KEY}, for {CARD}"))
    with hearing(guard):
        outcome = desk.do("order.invoice", number)
        settled = desk.do("order.settle", number)
    assert "AuthenticationError" in outcome.message
    assert secrets_in(outcome.message + settled.message) == []
    scan(desk, guard)
    assert guard.take() == []
    desk.engine.dispose()


def test_what_stripes_server_says_of_a_key_is_not_logged(guard: Guard) -> None:
    pytest.importorskip("stripe")
    from sales_tui.payments.stripe_gateway import connect
    from tests.payments import test_stripe_faults as faults

    said = f"Invalid API Key provided: {KEY}, for {CARD}"
    with faults.serving() as server, hearing(guard):
        stripe = connect(PaymentSettings(stripe_url=server.url), {"STRIPE_API_KEY": KEY})
        for status in (400, 401, 402, 500):
            server.replies = dict.fromkeys(faults.GOOD, faults.refusal(status, "invalid_request_error", said))
            server.replies[faults.MOVES[faults.SALE.operation]] = faults.refusal(status, "card_error", said)
            for answer in (stripe.perform(faults.SALE, 20.0), stripe.fetch(faults.SALE, 20.0)):
                assert answer.verdict is not Verdict.DONE
                assert secrets_in(str(answer)) == []
    assert guard.take() == []
