"""Forms of credit accounts, and a refund that goes to one: what they offer, what they say, what was booked then."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from sales_tui.rules.credit_records import COMPANY_CREDIT, STORE_CREDIT, Tender, TenderMoney
from sales_tui.rules.payment_records import Account
from sales_tui.rules.records import Order
from tests.tui.payment_rows import add_payments
from tests.tui.robot import at_the_desk
from tests.tui.test_desk_payments import go_to
from tests.tui.test_form_desk import form_for, make_order, open_order, pay

D = Decimal


def paid_order(*, company: bool = False, store_credit: str = "0", method: str = "checkmo") -> Order:
    """Paid in full, a part of it by store credit; its customer has an account."""
    order = make_order(method=method)
    order.customer_id = 7
    order.accounts = [Account(3, "000000003", STORE_CREDIT, "Ana Silva", "USD", D("2.50"))]
    if company:
        order.accounts.append(Account(4, "000000004", COMPANY_CREDIT, "Groß & Söhne", "USD", D(-112), D(500)))
    if amount := D(store_credit):
        order.tenders = [Tender(STORE_CREDIT, money=TenderMoney(amount), base=TenderMoney(amount))]
        for own in (order.money, order.base):
            own.grand_total -= amount
            own.total_due -= amount
    pay(order)
    return order


async def test_a_company_pays(shop: Path) -> None:
    add_payments(shop)
    async with at_the_desk(shop) as robot:
        await go_to(robot, *"accounts")
        await robot.press("/", *"kind:company_credit", "enter", "a")
        robot.expect("Book a payment   account 000000002 · Groß & Söhne", "available 380.00 USD")
        robot.expect("-120.00 USD, which is owed", "of 120.00 owed")
        await robot.press(*"100", "enter", *"SEPA 7")
        robot.expect("The account then stands at -20.00 USD, which is owed; available 480.00 USD.")
        await robot.press("f2")
        robot.expect("100.00 USD booked on account 000000002 of Groß & Söhne; 20.00 USD are owed.")
        await robot.press("enter", "tab")
        robot.expect("+100.00", "SEPA 7", "company's payment")
    assert robot.query("SELECT balance FROM credit_account WHERE id = 2") == [(-200000,)]


async def test_a_payment_needs_its_reference(shop: Path) -> None:
    add_payments(shop)
    async with at_the_desk(shop) as robot:
        await go_to(robot, *"accounts")
        await robot.press("/", *"kind:company_credit", "enter", "a", *"100", "f2")
        robot.expect("Reference")
        await robot.press("escape")
    assert robot.query("SELECT balance FROM credit_account WHERE id = 2") == [(-1200000,)]


async def test_a_balance_is_corrected_downwards(shop: Path) -> None:
    add_payments(shop)
    async with at_the_desk(shop) as robot:
        await go_to(robot, *"accounts")
        await robot.press("/", *"kind:store_credit", "enter", "e", *"-17,51", "enter", *"wrong customer")
        robot.expect("Account 000000001 has 17.50 USD available; no more can be taken.")
        await robot.press("shift+tab", *"-17,50", "f2")
        robot.expect("Account 000000001 of Łukasz Żółć corrected by -17.50 USD; the balance is 0.00 USD.")
        await robot.press("a")
        robot.expect("Account 000000001 isn't a company's")


async def test_a_limit_is_never_below_what_is_owed(shop: Path) -> None:
    add_payments(shop)
    async with at_the_desk(shop) as robot:
        await go_to(robot, *"accounts")
        await robot.press("/", *"kind:company_credit", "enter", "enter", "l", *"119")
        robot.expect("Groß & Söhne owes 120.00 USD already; the limit can't be below that.")
        await robot.press("backspace", "backspace", "backspace", *"120", "f2")
        robot.expect("Groß & Söhne may owe 120.00 USD; 120.00 USD are owed.")
    assert robot.query("SELECT credit_limit FROM credit_account WHERE id = 2") == [(1200000,)]


async def test_where_a_refund_can_go() -> None:
    async with form_for("order.refund", open_order(paid_order(company=True))) as robot:
        assert "(•) only record, pay it yourself" in robot.text
        assert "( ) store credit of Ana Silva, 2.50 USD" in robot.text
        assert "( ) company credit of Groß & Söhne, -112.00 USD" in robot.text
        while not robot.here.strip(" ▌").startswith("To"):
            await robot.type("tab")
        await robot.type("s")
        assert "112.00 USD will go to the store credit." in robot.sentence
        await robot.type("f2")
        assert robot.values["to"] == STORE_CREDIT


async def test_a_guest_has_no_store_credit() -> None:
    order = paid_order()
    order.customer_id, order.accounts = None, []
    async with form_for("order.refund", open_order(order)) as robot:
        assert "store credit" not in robot.text


async def test_what_was_bought_on_credit_goes_back_to_it() -> None:
    order = paid_order(company=True, method="companycredit")
    async with form_for("order.refund", open_order(order)) as robot:
        assert "(•) company credit of Groß & Söhne" in robot.text


async def test_tenders_are_chosen() -> None:
    async with form_for("order.refund", open_order(paid_order(store_credit="20"))) as robot:
        assert "store_credit=20.00 at most can go back; if nothing is typed, money goes back first" in robot.text
        assert re.search(r"Also paid with +-20\.00", robot.text)
        assert "20.00 USD will go back to store credit." in robot.sentence
        while not robot.here.strip(" ▌").startswith("To tenders"):
            await robot.type("tab")
        await robot.type(*"store_credit=5")
        assert "this refunds all that is left, so all 20.00 USD of store credit go back." in robot.sentence
        await robot.type("f2")
        assert not robot.app.submitted


async def test_a_cancellation_says_what_goes_back() -> None:
    order = make_order(method="companycredit")
    order.customer_id = 7
    order.accounts = [Account(4, "000000004", COMPANY_CREDIT, "Groß & Söhne", "USD", D(-112), D(500))]
    async with form_for("order.cancel", open_order(order)) as robot:
        assert "112.00 USD went to the company credit of Groß & Söhne." in robot.sentence
