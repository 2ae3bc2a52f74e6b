"""Companies' credit that came in: an account with its opening balance, and what was done here stays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from sales_tui.store.actor import Actor
from sales_tui.store.check import check_database
from sales_tui.store.requests import Request
from sales_tui.store.runner import Runner
from tests.store.import_records import NOW, bring_in, counts, lines_of, new_engine, rows

COMPANY = {"id": 5, "company_name": "Groß & Söhne", "company_email": "buy@gross.example"}
ACCOUNT = "SELECT kind, owner, owner_email, currency, balance, credit_limit, increment_id FROM credit_account"
ENTRIES = "SELECT amount, balance, reason, by FROM credit_entry ORDER BY id"


def credit(**changes: Any) -> dict[str, Any]:
    record = {"id": 2, "company_id": 5, "balance": -100.5, "currency_code": "EUR", "credit_limit": "500"}
    return record | {"available_limit": 399.5, "exceed_limit": False} | changes


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = new_engine(database_url)
    yield engine
    assert list(check_database(engine)) == []
    engine.dispose()


def test_it_opens_an_account(engine: Engine):
    report = bring_in(engine, lines_of(credit(), COMPANY))
    assert counts(report, "credits") == (1, 0, 0, 0)
    found = ("company_credit", "Groß & Söhne", "buy@gross.example", "EUR", -1005000, 5000000, "000000001")
    assert rows(engine, ACCOUNT) == [found]
    assert rows(engine, ENTRIES) == [(-1005000, -1005000, "opening", "import")]
    report = bring_in(engine, lines_of(credit()))
    assert counts(report, "credits") == (0, 0, 1, 0)


@pytest.mark.parametrize("balance, limit", [("-600", "700"), ("20", "0"), ("-100.5", "600")])
def test_it_follows_the_source(engine: Engine, balance: str, limit: str):
    bring_in(engine, lines_of(COMPANY, credit()))
    report = bring_in(engine, lines_of(credit(balance=balance, credit_limit=limit)))
    assert counts(report, "credits") == (0, 1, 0, 0), report.refused
    ((_, _, _, _, stored, allowed, _),) = rows(engine, ACCOUNT)
    assert (stored, allowed) == (int(float(balance) * 10_000), int(limit) * 10_000)


def test_what_was_done_here_stays(engine: Engine):
    bring_in(engine, lines_of(COMPANY, credit()))
    runner = Runner(engine, Actor("ada"), lambda: NOW)
    (outcome,) = runner.run([Request("account.pay", "1", {"amount": "50", "reference": "SEPA"})])
    assert outcome.ok, outcome
    report = bring_in(engine, lines_of(credit(balance=-20)))
    assert counts(report, "credits") == (0, 0, 0, 1)
    assert report.refused[0].code == "import.conflict"
    assert rows(engine, ENTRIES)[1:] == [(500000, -505000, "reimburse", "ada")]


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"company_id": 6}, "company_id"),
        ({"balance": "-500.01"}, "balance"),
        ({"balance": "much"}, "balance"),
        ({"currency_code": ""}, "currency_code"),
        ({"id": None}, "id"),
        ({"credit_limit": -1}, "credit_limit"),
    ],
)
def test_what_can_t_come_in(engine: Engine, changes: dict[str, Any], field: str):
    report = bring_in(engine, lines_of(COMPANY, credit(**changes)))
    assert [one.field for one in report.refused] == [field]
    assert rows(engine, ACCOUNT) == []


def test_who_may_exceed_the_limit_has_one_of_what_is_owed(engine: Engine):
    bring_in(engine, lines_of(COMPANY, credit(balance="-700", exceed_limit=True)))
    assert rows(engine, ACCOUNT)[0][4:6] == (-7000000, 7000000)


def test_another_credit_of_the_same_company(engine: Engine):
    bring_in(engine, lines_of(COMPANY, credit()))
    report = bring_in(engine, lines_of(credit(id=3)))
    assert report.refused[0].code == "import.duplicate"
