"""Accounts in the database: nobody spends a balance twice, refunds open accounts, cancellations give back."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine, select, update
from sqlmodel import Session

from sales_tui import model
from sales_tui.actions import ACTIONS
from sales_tui.actions.base import Context, Done, Target
from sales_tui.actions.values import build_command
from sales_tui.core.refusal import Refused
from sales_tui.rules import credits
from sales_tui.rules.credit_records import COMPANY_CREDIT
from sales_tui.rules.records import Order
from sales_tui.store import load_credits
from sales_tui.store.check import check_database
from sales_tui.store.desk import open_record
from sales_tui.store.engine import reading
from sales_tui.store.load import load_orders
from sales_tui.store.mapping import table_of
from sales_tui.store.requests import Outcome, Request
from sales_tui.store.show import show
from tests.store.orders import NOW, add_order, new_database, new_runner

D = Decimal
ACCOUNT, ENTRY = table_of(model.CreditAccount), table_of(model.CreditEntry)
TOTAL = "37.48"
"""What an order of `add_order` comes to."""

PATIENCE = 60
"""Seconds after which a test gives up; none gets near it."""


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = new_database(database_url)
    yield engine
    engine.dispose()


def add_customer(engine: Engine, *numbers: str, company: bool = False) -> int:
    """A customer of these orders, who buys for a company or not; our key."""
    with Session(engine) as session:
        owner = model.Company(name="Groß & {Söhne}") if company else None
        if owner is not None:
            session.add(owner)
            session.flush()
        customer = model.Customer(
            email="ana@example.com", firstname="Ana", lastname="Silva", company_id=owner.id if owner else None
        )
        session.add(customer)
        session.flush()
        orders = table_of(model.Order)
        wanted = orders.c.increment_id.in_(numbers)
        session.connection().execute(update(orders).where(wanted).values(customer_id=customer.id))
        session.commit()
        assert customer.id is not None
        return customer.id


def add_account(engine: Engine, kind: str, owner: int | None, balance: str, limit: str = "0", number: str = "") -> str:
    """An account with an opening entry; its number. `owner`: key of the customer or company."""
    with Session(engine) as session:
        number = number or f"{len(session.connection().execute(select(ACCOUNT.c.id)).all()) + 1:09}"
        account = model.CreditAccount(
            increment_id=number, number_tail=number[::-1], kind=kind, owner="Groß & {Söhne}", owner_email="",
            customer_id=None if kind == COMPANY_CREDIT else owner,
            company_id=owner if kind == COMPANY_CREDIT else None,
            balance=D(balance), credit_limit=D(limit), created_at=NOW, updated_at=NOW,
        )  # fmt: skip
        session.add(account)
        session.flush()
        assert account.id is not None
        session.add(
            model.CreditEntry(
                account_id=account.id, amount=D(balance), balance=D(balance), reason="opening", created_at=NOW
            )
        )
        session.commit()
        return number


def add_tenders(engine: Engine, number: str, **amounts: str) -> None:
    """Let these tenders pay a part of an order."""
    orders = table_of(model.Order)
    with Session(engine) as session:
        row = session.connection().execute(select(orders).where(orders.c.increment_id == number)).one()
        total = sum(map(D, amounts.values()))
        for kind, amount in amounts.items():
            code = "GC-1" if kind == "gift_card" else ""
            session.add(
                model.OrderTender(order_id=row.id, kind=kind, code=code, amount=D(amount), base_amount=D(amount))
            )
        left = {name: row._mapping[name] - total for name in ("grand_total", "total_due")}
        values = left | {f"base_{name}": amount for name, amount in left.items()}
        session.connection().execute(update(orders).where(orders.c.id == row.id).values(values))
        session.commit()


def do(engine: Engine, action: str, target: str, /, **parameters: Any) -> Outcome:
    (outcome,) = new_runner(engine).run([Request(action, target, parameters)])
    assert list(check_database(engine)) == []
    return outcome


def done(engine: Engine, action: str, target: str, /, **parameters: Any) -> str:
    outcome = do(engine, action, target, **parameters)
    assert outcome.ok, outcome
    return outcome.message


def entries(engine: Engine, number: str) -> list[tuple[str, str, str, str, str]]:
    """Reason, amount, balance after it, reference, by: the oldest first."""
    query = select(ENTRY).join(ACCOUNT, ACCOUNT.c.id == ENTRY.c.account_id).where(ACCOUNT.c.increment_id == number)
    with reading(engine) as connection:
        rows = connection.execute(query.order_by(ENTRY.c.id)).all()
    return [(row.reason, f"{row.amount:.2f}", f"{row.balance:.2f}", row.reference, row.by) for row in rows]


def record(engine: Engine, kind: str, number: str) -> dict[str, Any]:
    with reading(engine) as connection:
        found = show(connection, kind, number, Context(NOW))
    assert found is not None
    return found


def tender_figures(engine: Engine, number: str) -> list[tuple[str, str, str]]:
    found = record(engine, "order", number)["extension_attributes"]["tenders"]
    return [(one["kind"], one["amount_invoiced"], one["base_amount_refunded"]) for one in found]


# --- refunds


def test_a_refund_to_store_credit_opens_the_account(engine: Engine):
    number, other = add_order(engine), add_order(engine)
    add_customer(engine, number, other)
    done(engine, "order.invoice", number)
    said = done(engine, "order.refund", number, items=[{"sku": "SKU-0", "qty": "1"}], shipping_amount="0",
                to="store_credit")  # fmt: skip
    assert said == (
        "Credit memo 000000001 made: 10.83 USD refunded to store credit. "
        "10.83 USD went to the store credit of Ana Silva."
    )
    account = record(engine, "account", "000000001")
    assert (account["kind"], account["owner"], account["owner_email"]) == (
        "store_credit",
        "Ana Silva",
        "ana@example.com",
    )
    assert entries(engine, "000000001") == [("refund", "10.83", "10.83", "000000001", "ada")]
    assert account["entries"][0]["order_increment_id"] == number
    assert record(engine, "order", number)["total_offline_refunded"] == "10.83"
    assert do(engine, "creditmemo.pay_out", "000000001").code == "payout.not_owed"
    done(engine, "order.refund", number, to="store_credit")
    assert entries(engine, "000000001")[1:] == [("refund", "26.65", "37.48", "000000002", "ada")]


def test_a_refund_needs_the_account(engine: Engine):
    number = add_order(engine)
    done(engine, "order.invoice", number)
    assert do(engine, "order.refund", number, to="store_credit").code == "credit.none"
    add_customer(engine, number)
    assert do(engine, "order.refund", number, to="company_credit").code == "credit.none"
    with reading(engine) as connection:
        assert connection.execute(select(ACCOUNT)).all() == []


def test_a_refund_to_the_company(engine: Engine):
    number = add_order(engine)
    add_customer(engine, number, company=True)
    account = add_account(engine, COMPANY_CREDIT, 1, "-50", "100")
    done(engine, "order.invoice", number)
    said = done(engine, "order.refund", number, to="company_credit")
    assert said.endswith("37.48 USD went to the company credit of Groß & {Söhne}.")
    assert entries(engine, account)[1:] == [("refund", "37.48", "-12.52", "000000001", "ada")]


def test_tried_without_effect(engine: Engine):
    number = add_order(engine)
    add_customer(engine, number)
    done(engine, "order.invoice", number)
    (outcome,) = new_runner(engine).run([Request("order.refund", number, {"to": "store_credit"})], dry_run=True)
    assert outcome.ok, outcome
    with reading(engine) as connection:
        assert connection.execute(select(ACCOUNT)).all() == []


def test_tenders_are_given_back_and_shown(engine: Engine):
    number = add_order(engine)
    customer = add_customer(engine, number)
    add_tenders(engine, number, gift_card="5", store_credit="10")
    card = add_account(engine, "gift_card", None, "0", number="GC-1")
    credit = add_account(engine, "store_credit", customer, "0")
    done(engine, "order.invoice", number)
    assert tender_figures(engine, number) == [("gift_card", "5.00", "0.00"), ("store_credit", "10.00", "0.00")]
    one = {"items": [{"sku": "SKU-0", "qty": "1"}], "shipping_amount": "0"}
    said = done(engine, "order.refund", number, **one, tenders={"store_credit": "4"})
    assert said.endswith("6.83 USD recorded as refunded; pay it out yourself. 4.00 USD went back to store credit.")
    said = done(engine, "order.refund", number)
    assert said.endswith("5.00 USD went back to gift card GC-1. 6.00 USD went back to store credit.")
    assert tender_figures(engine, number) == [("gift_card", "5.00", "5.00"), ("store_credit", "10.00", "10.00")]
    assert entries(engine, card)[1:] == [("refund", "5.00", "5.00", "000000002", "ada")]
    assert [one[1:4] for one in entries(engine, credit)[1:]] == [
        ("4.00", "4.00", "000000001"),
        ("6.00", "10.00", "000000002"),
    ]
    order = record(engine, "order", number)
    assert (order["state"], order["total_refunded"]) == ("closed", "22.48")
    assert order["extension_attributes"]["customer_balance_refunded"] == "10.00"
    assert order["extension_attributes"]["gift_cards_amount"] == "5.00"


@pytest.mark.parametrize(
    "given",
    [{"store_credit": "4", "gift_card": 1}, '{"store_credit": 4.0, "gift_card": "1"}', "store_credit=4, gift_card=1"],
)
def test_amounts_by_tender_are_read(given: Any):
    command = build_command(ACTIONS["order.refund"], {"tenders": given})
    assert command.tenders == {"store_credit": D(4), "gift_card": D(1)}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "given", ["store_credit", "store_credit=", "=4", "store_credit=-4", [], 4, '{"gift_card": true}']
)
def test_amounts_by_tender_that_can_t_be_read(given: Any):
    with pytest.raises(Refused) as refused:
        build_command(ACTIONS["order.refund"], {"tenders": given})
    assert refused.value.refusal.code == "parameter.invalid"


# --- cancellations


def test_cancelling_gives_back_once(engine: Engine):
    number = add_order(engine, method="companycredit")
    add_customer(engine, number, company=True)
    account = add_account(engine, COMPANY_CREDIT, 1, "-37.48", "100")
    done(engine, "order.invoice", number, items=[{"sku": "SKU-0", "qty": "1"}])
    said = done(engine, "order.cancel", number)
    assert said.endswith("21.65 USD went to the company credit of Groß & {Söhne}.")
    assert entries(engine, account)[1:] == [("cancel", "21.65", "-15.83", number, "ada")]
    with reading(engine) as connection:
        (loaded,) = load_orders(connection, [1]).values()
    assert loaded.order.given_back == {COMPANY_CREDIT: D("21.65")}
    assert not do(engine, "order.cancel", number).ok
    assert len(entries(engine, account)) == 2


def test_what_had_shipped_is_cancelled_in_money_alone(engine: Engine):
    number = add_order(engine, method="companycredit")
    add_customer(engine, number, company=True)
    account = add_account(engine, COMPANY_CREDIT, 1, "-37.48", "100")
    done(engine, "order.ship", number)
    assert done(engine, "order.cancel", number).endswith("37.48 USD went to the company credit of Groß & {Söhne}.")
    assert entries(engine, account)[1:] == [("cancel", "37.48", "0.00", number, "ada")]
    with reading(engine) as connection:
        (loaded,) = load_orders(connection, [1]).values()
    assert [one.money.total_canceled for one in loaded.order.cancellations] == [D(TOTAL)]
    assert loaded.order.given_back == {COMPANY_CREDIT: D(TOTAL)}


def test_ten_orders_of_one_company_in_one_batch(engine: Engine):
    numbers = [add_order(engine, method="companycredit") for _ in range(10)]
    add_customer(engine, *numbers, company=True)
    account = add_account(engine, COMPANY_CREDIT, 1, "-374.80", "400")
    outcomes = new_runner(engine).run([Request("order.cancel", number) for number in numbers])
    assert all(one.ok for one in outcomes), outcomes
    assert list(check_database(engine)) == []
    booked = entries(engine, account)[1:]
    assert [one[2] for one in booked] == [f"{D('-374.80') + D(TOTAL) * at:.2f}" for at in range(1, 11)]
    assert [one[3] for one in booked] == numbers


def test_an_order_of_which_a_handler_failed_moves_nothing(engine: Engine, monkeypatch: pytest.MonkeyPatch):
    numbers = [add_order(engine, method="companycredit") for _ in range(2)]
    add_customer(engine, *numbers, company=True)
    account = add_account(engine, COMPANY_CREDIT, 1, "-74.96", "100")
    give = credits.cancel

    def fails_behind(order: Order) -> list[str]:
        said = give(order)
        if order.increment_id == numbers[0]:
            raise ZeroDivisionError
        return said

    monkeypatch.setattr(credits, "cancel", fails_behind)
    outcomes = new_runner(engine).run([Request("order.cancel", number) for number in numbers])
    assert [one.outcome for one in outcomes] == ["failed", "ok"]
    assert list(check_database(engine)) == []
    assert [one[3] for one in entries(engine, account)[1:]] == [numbers[1]]


# --- several at once


def draw_on_comment(target: Target, command: Any, context: Context) -> Done:
    """In the place of an action that pays by an account: takes 10.00 from the company's."""
    credits.draw(target.order, COMPANY_CREDIT, D(10))
    target.order.touched = True
    return Done("Drawn.")


@pytest.fixture
def drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ACTIONS, "order.comment", replace(ACTIONS["order.comment"], handle=draw_on_comment))


def test_one_batch_never_overdraws(engine: Engine, drawing: None):
    numbers = [add_order(engine) for _ in range(5)]
    add_customer(engine, *numbers, company=True)
    account = add_account(engine, COMPANY_CREDIT, 1, "0", "35")
    outcomes = new_runner(engine).run([Request("order.comment", one, {"comment": "draw"}) for one in numbers])
    assert [one.code for one in outcomes] == [None, None, None, "credit.not_enough", "credit.not_enough"]
    assert entries(engine, account)[-1][1:3] == ("-10.00", "-30.00")
    assert list(check_database(engine)) == []


def test_processes_at_once_never_overdraw(engine: Engine, database_url: str, drawing: None):
    numbers = [add_order(engine) for _ in range(8)]
    add_customer(engine, *numbers, company=True)
    account = add_account(engine, COMPANY_CREDIT, 1, "0", "35")
    barrier, others = Barrier(len(numbers)), [new_database(database_url) for _ in numbers]

    def work(at: int) -> Outcome:
        barrier.wait(PATIENCE)
        (outcome,) = new_runner(others[at]).run([Request("order.comment", numbers[at], {"comment": "draw"})])
        return outcome

    with ThreadPoolExecutor(len(numbers)) as pool:
        outcomes = list(pool.map(work, range(len(numbers))))
    for other in others:
        other.dispose()
    assert sorted(str(one.code) for one in outcomes) == ["None"] * 3 + ["credit.not_enough"] * 5
    assert record(engine, "account", account)["balance"] == "-30.00"
    assert list(check_database(engine)) == []


def test_two_who_open_the_same_account(engine: Engine, database_url: str):
    numbers = [add_order(engine) for _ in range(4)]
    add_customer(engine, *numbers)
    for number in numbers:
        done(engine, "order.invoice", number)
    barrier, others = Barrier(len(numbers)), [new_database(database_url) for _ in numbers]

    def work(at: int) -> Outcome:
        barrier.wait(PATIENCE)
        (outcome,) = new_runner(others[at]).run([Request("order.refund", numbers[at], {"to": "store_credit"})])
        return outcome

    with ThreadPoolExecutor(len(numbers)) as pool:
        outcomes = list(pool.map(work, range(len(numbers))))
    for other in others:
        other.dispose()
    assert all(one.ok for one in outcomes), outcomes
    assert record(engine, "account", "000000001")["balance"] == "149.92"
    assert list(check_database(engine)) == []


# --- the accounts themselves


def test_a_company_pays_and_gets_a_limit(engine: Engine):
    add_customer(engine, company=True)
    account = add_account(engine, COMPANY_CREDIT, 1, "-50", "100")
    said = done(engine, "account.pay", account, amount="30", reference="SEPA 7", comment="part one")
    assert said == "30.00 USD booked on account 000000001 of Groß & {Söhne}; 20.00 USD are owed."
    assert do(engine, "account.limit", account, credit_limit="19.99").code == "credit.owed"
    done(engine, "account.limit", account, credit_limit="20")
    said = done(engine, "account.correct", account, amount="20.5", comment="bank fee")
    assert said == ("Account 000000001 of Groß & {Söhne} corrected by +20.50 USD; the balance is 0.50 USD.")
    assert do(engine, "account.correct", account, amount="-20.51", comment="x").code == "credit.not_enough"
    done(engine, "account.correct", account, amount="-20.5", comment="not the fee")
    assert [one[:4] for one in entries(engine, account)] == [
        ("opening", "-50.00", "-50.00", ""),
        ("reimburse", "30.00", "-20.00", "SEPA 7"),
        ("correction", "20.50", "0.50", ""),
        ("correction", "-20.50", "-20.00", ""),
    ]
    found = record(engine, "account", account)
    assert (found["credit_limit"], found["available"]) == ("20.00", "0.00")
    assert [one["comment"] for one in found["entries"]][:3] == ["not the fee", "bank fee", "part one"]
    assert found["allowed_actions"] == ["account.pay", "account.correct", "account.limit"]
    with reading(engine) as connection:
        journal = connection.execute(select(table_of(model.Journal).c.action, table_of(model.Journal).c.target_kind))
        assert set(journal.all()) == {
            ("account.pay", "account"), ("account.limit", "account"), ("account.correct", "account"),
        }  # fmt: skip


@pytest.mark.parametrize(
    "action, parameters, code",
    [
        ("account.pay", {"amount": "5"}, "parameter.missing"),
        ("account.pay", {"amount": "-5", "reference": "x"}, "parameter.invalid"),
        ("account.pay", {"amount": "5", "reference": "x"}, "credit.no_company"),
        ("account.limit", {"credit_limit": "5"}, "credit.no_company"),
        ("account.correct", {"amount": "5"}, "parameter.missing"),
        ("account.correct", {"amount": "-5.01", "comment": "x"}, "credit.not_enough"),
    ],
)
def test_what_store_credit_refuses(engine: Engine, action: str, parameters: dict[str, str], code: str):
    account = add_account(engine, "store_credit", add_customer(engine), "5")
    assert do(engine, action, account, **parameters).code == code
    assert len(entries(engine, account)) == 1


def test_an_account_that_was_changed_since_it_was_seen(engine: Engine):
    account = add_account(engine, "store_credit", add_customer(engine), "5")
    opened = open_record(engine, "account", account, Context(NOW))
    assert opened is not None
    seen = opened.target.root.version
    done(engine, "account.correct", account, amount="1", comment="x")
    request = Request("account.correct", account, {"amount": "1", "comment": "x"}, expected_version=seen)
    (outcome,) = new_runner(engine).run([request])
    assert outcome.code == "account.changed"
    assert outcome.message.startswith("Credit account 000000001 was changed by ada at 10:42 UTC: ")


def test_an_unknown_account(engine: Engine):
    outcome = do(engine, "account.correct", "7", amount="1", comment="x")
    assert (outcome.code, outcome.message) == ("account.unknown", "There is no credit account 7.")


# --- what is loaded


def test_orders_share_the_accounts_of_their_owners(engine: Engine):
    numbers = [add_order(engine) for _ in range(3)]
    customer = add_customer(engine, *numbers[:2], company=True)
    add_account(engine, COMPANY_CREDIT, 1, "0", "9")
    add_account(engine, "reward_points", customer, "4")
    add_account(engine, "gift_card", None, "4", number="GC-2")
    with reading(engine) as connection:
        first, second, third = (one.order for one in load_orders(connection, [1, 2, 3]).values())
    assert [one.kind for one in first.accounts] == ["store_credit", "reward_points", "company_credit"]
    assert all(one is other for one, other in zip(first.accounts, second.accounts, strict=True))
    assert (first.accounts[0].id, third.accounts) == (None, [])


def test_new_orders_get_accounts_too(engine: Engine):
    customer = add_customer(engine)
    order = Order(0, "", customer_id=customer)
    with reading(engine) as connection:
        load_credits.add_accounts(connection, [order])
    with pytest.raises(Refused, match=r"has 0\.00 USD available, less than the 5\.00 USD of order \(new\)"):
        credits.draw(order, "store_credit", D(5))


# --- what the check finds


@pytest.mark.parametrize(
    "statement, says",
    [
        ("UPDATE order_tender SET amount_refunded = 10000", "tenders' amount_refunded is 1, but 0 follows"),
        ("UPDATE order_tender SET amount_invoiced = 0", "tenders' amount_invoiced is 0, but 5 follows"),
        ("UPDATE order_tender SET base_amount_refunded = 60000", "gift card base_amounts don't hold"),
    ],
)
def test_the_check_finds_tenders_that_don_t_add_up(engine: Engine, statement: str, says: str):
    number = add_order(engine)
    add_tenders(engine, number, gift_card="5")
    done(engine, "order.invoice", number)
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
    assert any(says in fault for fault in check_database(engine))


def test_the_check_finds_refunds_that_never_came(engine: Engine):
    number = add_order(engine)
    add_customer(engine, number)
    done(engine, "order.invoice", number)
    done(engine, "order.refund", number, to="store_credit")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE credit_entry SET order_id = NULL")
        connection.exec_driver_sql("UPDATE credit_account SET currency = 'EUR'")
    assert list(check_database(engine)) == [
        f"Order {number}: credit memos give 37.48 to store credit, but its movements come to 0."
    ]
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE credit_entry SET order_id = 1")
    assert list(check_database(engine)) == [
        f"Account 000000001: a movement of order {number} is in another currency than the account."
    ]
