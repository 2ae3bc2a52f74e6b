"""Accounts and tenders: never below what they cover, nothing lost, parts that sum to the whole."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_tui.core.money import LIMIT, ZERO
from sales_tui.core.refusal import Refused
from sales_tui.rules import bookkeeping, canceling, crediting, credits, invoicing, tenders
from sales_tui.rules.credit_records import (
    COMPANY_CREDIT,
    GIFT_CARD,
    REWARD_POINTS,
    STORE_CREDIT,
    Tender,
    TenderMoney,
)
from sales_tui.rules.crediting import RefundRequest
from sales_tui.rules.payment_records import Account
from sales_tui.rules.records import INVOICE_OPEN, Order
from tests.rules.orders import D, Money, Row, code, make_order, qtys

FREE_SHIPPING = {"shipping": ZERO, "shipping_tax": ZERO}
TEN = Row(price=D(10), qty=D(10), tax_percent=ZERO)
"""Ten pieces at 10.00, no tax."""


def account(kind: str = STORE_CREDIT, balance: str = "0", limit: str = "0", number: str = "000000001") -> Any:
    found = Account(1, number, kind, "Ana Silva", "USD", D(balance), D(limit))
    found.customer_id = None if kind == COMPANY_CREDIT else 7
    found.company_id = 3 if kind == COMPANY_CREDIT else None
    return found


def tender(kind: str, base: str, rate: str = "1") -> Tender:
    amount = (D(base) * D(rate)).quantize(D("0.01"))
    return Tender(kind, "GC-1" if kind == GIFT_CARD else "", money=TenderMoney(amount), base=TenderMoney(D(base)))


def order_of(
    *rows: Row, rate: str = "1", payment: str = "checkmo", shipping: bool = False, **amounts: str
) -> tuple[Any, Any]:
    """An order that these tenders pay a part of (kind=amount), and its customer's store credit."""
    found = [tender(kind, amount, rate) for kind, amount in amounts.items()]
    currency = "USD" if rate == "1" else "EUR"
    parts = {} if shipping else FREE_SHIPPING
    money = Money(currency=currency, rate=D(rate), **parts)  # type: ignore[arg-type]  # amounts alone
    order = make_order(*(rows or (TEN,)), money=money, payment_method=payment)
    order.customer_id, order.tenders = 7, found
    for own, side in ((order.money, "money"), (order.base, "base")):
        own.grand_total -= sum((getattr(one, side).amount for one in found), ZERO)
        own.total_due = own.grand_total
    credit = account()
    order.accounts = [credit]
    assert bookkeeping.faults(order) == []
    return order, credit


def invoice(order: Order, pieces: int | None = None) -> None:
    made = invoicing.prepare(order, None if pieces is None else qtys(order, A=pieces))
    invoicing.register(order, made, paid=True)
    assert bookkeeping.faults(order) == []


def refund(order: Order, pieces: int | None = None, **request: Any) -> tuple[Any, list[str]]:
    asked = None if pieces is None else qtys(order, A=pieces)
    memo = crediting.prepare(order, RefundRequest(qtys=asked, **request))
    says = crediting.register(order, memo)
    assert bookkeeping.faults(order) == []
    return memo, says


def refunded(order: Order) -> dict[str, Any]:
    return {one.kind: one.base.amount_refunded for one in order.tenders}


def invoiced(order: Order) -> dict[str, Any]:
    return {one.kind: one.base.amount_invoiced for one in order.tenders}


def moved(account: Account) -> list[tuple[str, Decimal]]:
    return [(entry.reason, entry.amount) for entry in account.new_entries]


# --- drawing from accounts


@pytest.mark.parametrize(
    "kind, balance, limit, amount, refusal",
    [
        (STORE_CREDIT, "20", "0", "20", None),
        (STORE_CREDIT, "20", "0", "20.01", "credit.not_enough"),
        (STORE_CREDIT, "20", "0", "0", None),
        (STORE_CREDIT, "20", "0", "-1", "credit.amount"),
        (STORE_CREDIT, "20", "0", "0.001", "credit.amount"),
        (COMPANY_CREDIT, "0", "50", "50", None),
        (COMPANY_CREDIT, "-30", "50", "20.01", "credit.not_enough"),
        (COMPANY_CREDIT, "-30", "50", "20", None),
    ],
)
def test_an_account_is_never_overdrawn(kind: str, balance: str, limit: str, amount: str, refusal: str | None):
    order, own = make_order(), account(kind, balance, limit)
    order.customer_id, order.accounts = 7, [own]
    if refusal is not None:
        with pytest.raises(Refused) as refused:
            credits.draw(order, kind, D(amount))
        assert refused.value.refusal.code == refusal
        assert (own.balance, own.new_entries) == (D(balance), [])
        return
    credits.draw(order, kind, D(amount))
    assert own.balance == D(balance) - D(amount)
    assert moved(own) == ([("payment", -D(amount))] if D(amount) else [])


def test_what_isn_t_there_can_t_pay():
    order = make_order()
    assert code(credits.why_not_draw(order, STORE_CREDIT, D(1))) == "credit.none"
    assert code(credits.why_not_give_back(order, COMPANY_CREDIT)) == "credit.none"
    order.customer_id = 7
    for kind in (STORE_CREDIT, COMPANY_CREDIT):
        with pytest.raises(Refused, match="has no"):
            credits.give_back(order, kind, D(1), "refund")


def test_orders_of_one_company_see_what_the_others_draw():
    own = account(COMPANY_CREDIT, limit="100")
    orders = [make_order() for _ in range(3)]
    for order in orders:
        order.customer_id, order.accounts = 7, [own]
    credits.draw(orders[0], COMPANY_CREDIT, D(60))
    assert code(credits.why_not_draw(orders[1], COMPANY_CREDIT, D("40.01"))) == "credit.not_enough"
    credits.draw(orders[1], COMPANY_CREDIT, D(40))
    assert [entry.order for entry in own.new_entries] == orders[:2]


@given(st.lists(st.tuples(st.sampled_from(["draw", "back", "correct", "pay", "limit"]), st.integers(-300, 300))))
def test_the_movements_sum_to_the_balance(steps: list[tuple[str, int]]):
    own, order = account(COMPANY_CREDIT, limit="100"), make_order()
    order.customer_id, order.accounts = 7, [own]
    for what, cents in steps:
        amount, before = D(cents) / 100, (own.balance, own.credit_limit, list(own.new_entries))
        try:
            if what == "draw":
                credits.draw(order, COMPANY_CREDIT, amount)
            elif what == "back":
                credits.give_back(order, COMPANY_CREDIT, abs(amount), "refund")
            elif what == "correct":
                credits.correct(own, amount, "counted again")
            elif what == "pay":
                credits.pay(own, amount, "bank 7", "")
            else:
                credits.limit(own, amount)
        except Refused:
            assert (own.balance, own.credit_limit, own.new_entries) == before
        assert own.available >= 0
        assert own.balance == sum((entry.amount for entry in own.new_entries), ZERO)


def in_turn(step: Callable[..., None], account: Account, *arguments: tuple[Any, ...]) -> None:
    """Do it several times."""
    for one in arguments:
        step(account, *one)


@pytest.mark.parametrize(
    "work, refusal",
    [
        (lambda own: credits.pay(own, D(5), " ", ""), "credit.reference"),
        (lambda own: credits.pay(own, D(0), "x", ""), "credit.amount"),
        (lambda own: credits.pay(own, D("0.001"), "x", ""), "credit.amount"),
        (lambda own: credits.correct(own, D(5), " "), "credit.comment"),
        (lambda own: credits.correct(own, D(0), "x"), "credit.amount"),
        (lambda own: credits.correct(own, D("-20.01"), "x"), "credit.not_enough"),
        (lambda own: credits.limit(own, D("29.99")), "credit.owed"),
        (lambda own: in_turn(credits.pay, own, (LIMIT, "x", ""), (D(31), "x", "")), "credit.amount"),
        (lambda own: in_turn(credits.correct, own, (LIMIT, "x"), (D(31), "x")), "credit.amount"),
    ],
)
def test_what_can_t_be_booked(work, refusal: str):
    own = account(COMPANY_CREDIT, "-30", "50")
    with pytest.raises(Refused) as refused:
        work(own)
    assert refused.value.refusal.code == refusal
    booked = [entry.amount for entry in own.new_entries]
    assert (own.balance, own.credit_limit, booked) == (D(-30) + sum(booked), D(50), [LIMIT][: len(booked)])


def test_only_companies_pay_and_have_a_limit():
    own = account(STORE_CREDIT, "5")
    for work in (lambda: credits.pay(own, D(5), "x", ""), lambda: credits.limit(own, D(5))):
        with pytest.raises(Refused, match="isn't a company's"):
            work()


# --- tenders on invoices and credit memos


def test_invoices_take_gift_cards_first_and_points_last():
    order, _ = order_of(gift_card="15", reward_points="30", store_credit="20")
    invoice(order, 3)
    assert invoiced(order) == {"gift_card": 15, "store_credit": 15, "reward_points": 0}
    invoice(order, 3)
    assert invoiced(order) == {"gift_card": 15, "store_credit": 20, "reward_points": 25}
    invoice(order)
    assert invoiced(order) == {"gift_card": 15, "store_credit": 20, "reward_points": 30}
    assert [one.base.grand_total for one in order.invoices] == [0, 0, 35]


def test_a_called_back_invoice_takes_its_tenders_along():
    order, _ = order_of(gift_card="15", store_credit="20")
    made = invoicing.prepare(order, qtys(order, A=3))
    invoicing.register(order, made, paid=False)
    invoicing.cancel(order, made)
    assert invoiced(order) == {"gift_card": 0, "store_credit": 0}
    assert bookkeeping.faults(order) == []


def test_money_goes_back_before_tenders_and_points_last():
    order, credit = order_of(store_credit="20", reward_points="10")
    invoice(order)
    memo, says = refund(order, 6)
    assert (memo.base.grand_total, says) == (60, [])
    memo, says = refund(order, 2)
    assert (memo.base.grand_total, memo.base.other_amount) == (10, -10)
    assert refunded(order) == {"store_credit": 10, "reward_points": 0}
    assert says == ["10.00 USD went back to store credit."]
    memo, says = refund(order, 1)
    assert (memo.base.grand_total, refunded(order)) == (0, {"store_credit": 20, "reward_points": 0})
    memo, says = refund(order)
    assert refunded(order) == {"store_credit": 20, "reward_points": 10}
    assert says == ["10.00 USD of reward points must be given back by hand: it isn't kept here."]
    assert (credit.balance, order.state) == (20, "closed")
    assert [entry.document for entry in credit.new_entries] == order.creditmemos[1:3]


def test_tenders_are_chosen():
    order, credit = order_of(store_credit="20", reward_points="10")
    invoice(order)
    memo, _ = refund(order, 3, tenders={"store_credit": D(5), "reward_points": D(10)})
    assert (memo.base.grand_total, refunded(order)) == (15, {"store_credit": 5, "reward_points": 10})
    assert credit.balance == 5
    memo, _ = refund(order)
    assert (memo.base.grand_total, refunded(order)) == (55, {"store_credit": 20, "reward_points": 10})


@pytest.mark.parametrize(
    "pieces, chosen",
    [
        (3, {"store_credit": "20.01"}),
        (3, {"gift_card": "1"}),
        (3, {"card": "1"}),
        (3, {"store_credit": "0.001"}),
        (1, {"store_credit": "10.01"}),
        (10, {"store_credit": "5"}),
    ],
)
def test_what_can_t_be_chosen(pieces: int, chosen: dict[str, str]):
    order, credit = order_of(store_credit="20", reward_points="10")
    invoice(order)
    with pytest.raises(Refused) as refused:
        refund(order, pieces, tenders={kind: D(amount) for kind, amount in chosen.items()})
    assert refused.value.refusal.code == "refund.tenders"
    assert (order.creditmemos, credit.new_entries) == ([], [])


def test_a_fee_above_the_refund_is_what_is_refused():
    order, credit = order_of(store_credit="20", reward_points="10")
    invoice(order)
    with pytest.raises(Refused) as refused:
        refund(order, 1, adjustment_negative=D(11))
    assert refused.value.refusal.code == "refund.negative"
    assert (order.creditmemos, credit.new_entries) == ([], [])


def test_an_order_without_tenders_has_none_to_choose():
    order, _ = order_of()
    invoice(order)
    with pytest.raises(Refused, match=r"at most 0\.00 USD"):
        refund(order, 1, tenders={"store_credit": D(1)})


def test_a_gift_card_goes_to_its_own_account_or_to_store_credit():
    order, credit = order_of(gift_card="40")
    invoice(order)
    _, says = refund(order, 7)
    assert (credit.balance, credit.new_entries[0].comment) == (10, "gift card GC-1")
    assert says == ["10.00 USD of gift card GC-1 went to the store credit of Ana Silva."]
    kept = account(GIFT_CARD, number="GC-1")
    order.accounts.append(kept)
    _, says = refund(order)
    assert (kept.balance, credit.balance) == (30, 10)
    assert says == ["30.00 USD went back to gift card GC-1."]


def test_an_order_paid_by_tenders_alone_is_refunded_in_parts():
    order, credit = order_of(gift_card="60", store_credit="40")
    invoice(order)
    for _ in range(9):
        refund(order, 1, allow_zero_total=False)
        assert order.state != "closed"
    refund(order)
    assert (order.state, credit.balance) == ("closed", 100)
    assert code(crediting.why_not(order)) == "order.closed"


def test_a_fee_is_kept_of_tenders_where_no_money_is_left():
    order, credit = order_of(store_credit="40")
    invoice(order)
    refund(order, 7, adjustment_negative=D(10))
    memo, _ = refund(order)
    assert (memo.base.grand_total, credit.balance, order.base.total_refunded) == (0, 30, 60)
    assert order.state == "closed"


def test_tenders_that_the_total_isn_t_lowered_by_explain_nothing():
    order, credit = order_of()
    order.tenders.append(tender(STORE_CREDIT, "20"))
    invoice(order)
    memo, says = refund(order)
    assert (memo.base.grand_total, says, credit.balance) == (100, [], 0)
    order, credit = order_of()
    order.tenders.append(tender(STORE_CREDIT, "20"))
    invoice(order, 2)
    ended = canceling.cancel(order)
    assert (credit.balance, credit.new_entries) == (0, [])
    assert ended.given_back == [
        "The total wasn't lowered by the 20.00 USD of store credit: see by hand what has to go back of it."
    ]


def test_what_an_import_didn_t_tell_of_each_follows_from_the_whole():
    order, credit = order_of(gift_card="15", store_credit="25")
    invoice(order)
    for one in order.tenders:
        one.money.amount_invoiced = one.base.amount_invoiced = ZERO
    refund(order, 7)
    assert (invoiced(order), refunded(order)) == (
        {"gift_card": 15, "store_credit": 25},
        {"gift_card": 10, "store_credit": 0},
    )
    assert credit.balance == 10


# --- where money goes


def test_a_refund_goes_to_store_credit_or_to_the_company():
    order, credit = order_of()
    company = account(COMPANY_CREDIT, "-50", "100")
    order.accounts.append(company)
    invoice(order)
    memo, says = refund(order, 2, refund_to=STORE_CREDIT)
    assert (credit.balance, memo.refund_to, order.base.total_offline_refunded) == (20, STORE_CREDIT, 20)
    assert says == ["20.00 USD went to the store credit of Ana Silva."]
    refund(order, 3, refund_to=COMPANY_CREDIT)
    assert (company.balance, moved(company)) == (-20, [("refund", D(30))])
    order.accounts = []
    with pytest.raises(Refused, match="has no company credit"):
        refund(order, 1, refund_to=COMPANY_CREDIT)


@pytest.mark.parametrize("payment, kind", [("companycredit", COMPANY_CREDIT), ("storecredit", STORE_CREDIT)])
def test_cancelling_gives_back_what_was_drawn(payment: str, kind: str):
    order, _ = order_of(payment=payment)
    own = account(kind, "0", "100")
    order.accounts = [own]
    credits.draw(order, kind, order.base.grand_total)
    invoice(order, 4)
    ended = canceling.cancel(order)
    assert (own.balance, moved(own)[1:]) == (-40, [("cancel", D(60))])
    assert ended.given_back == [f"60.00 USD went to the {credits.KINDS[kind]} of Ana Silva."]
    order.given_back = {kind: D(60)}
    assert credits.cancel(order) == []


def test_cancelling_gives_tenders_back_that_no_invoice_has():
    order, credit = order_of(gift_card="15", reward_points="20")
    invoice(order, 2)
    ended = canceling.cancel(order)
    assert (credit.new_entries, ended.given_back) == (
        [],
        ["15.00 USD of reward points must be given back by hand: it isn't kept here."],
    )
    order, credit = order_of(gift_card="15", store_credit="20")
    canceling.cancel(order)
    assert (credit.balance, order.state) == (35, "canceled")
    assert bookkeeping.faults(order) == []


def test_an_unknown_account_is_said():
    order, _ = order_of(payment="companycredit")
    ended = canceling.cancel(order)
    assert ended.given_back == ["No company credit account is known here: give 100.00 USD back by hand."]


# --- any sequence

KINDS = (GIFT_CARD, STORE_CREDIT, REWARD_POINTS)


@given(st.data())
def test_parts_sum_to_the_whole(data: st.DataObject):
    """Invoices, their cancellation, refunds with and without choice, in any order: all that was paid comes back."""
    cents = st.integers(0, 4000).map(lambda number: str(D(number) / 100))
    rate = data.draw(st.sampled_from(["1", "0.8137", "1.3"]))
    amounts = {kind: amount for kind in KINDS if D(amount := data.draw(cents))}
    row = Row(price=D("12.34"), qty=D(10), tax_percent=D(19))
    order, credit = order_of(row, rate=rate, shipping=True, **amounts)
    for kind in (GIFT_CARD, REWARD_POINTS):
        order.accounts.append(account(kind, number="GC-1"))
    for _ in range(data.draw(st.integers(1, 9))):
        with suppress(Refused):
            _step(order, data)
        _check(order)
    for work in (invoice, refund):
        with suppress(Refused):
            work(order)
    back = sum((one.balance for one in order.accounts), ZERO)
    assert back == sum((entry.amount for one in order.accounts for entry in one.new_entries), ZERO)
    unpaid = any(one.state == INVOICE_OPEN for one in order.invoices)
    if not (unpaid or order.cancellations or order.base.adjustment_negative):
        assert back == sum((one.base.amount for one in order.tenders), ZERO)
        assert order.base.total_refunded == order.base.total_paid == order.base.grand_total
        assert order.money.total_refunded == order.money.total_paid == order.money.grand_total
        assert order.state == "closed"
    assert credit.balance >= 0


def _step(order: Order, data: st.DataObject) -> None:
    what = data.draw(st.sampled_from(["invoice", "unpaid", "back", "refund", "chosen", "fee", "cancel"]))
    pieces = data.draw(st.integers(1, 10))
    if what == "invoice":
        invoice(order, pieces)
    elif what == "unpaid":
        made = invoicing.prepare(order, qtys(order, A=pieces))
        invoicing.register(order, made, paid=False)
    elif what == "back" and order.invoices:
        invoicing.cancel(order, order.invoices[-1])
    elif what == "cancel":
        canceling.cancel(order)
    elif what == "chosen":
        kind = data.draw(st.sampled_from(KINDS))
        refund(order, pieces, tenders={kind: D(data.draw(st.integers(0, 4000))) / 100})
    elif what == "fee":
        refund(order, pieces, adjustment_negative=D(data.draw(st.integers(0, 500))) / 100)
    elif what == "refund":
        refund(order, pieces)


def _check(order: Order) -> None:
    assert bookkeeping.faults(order) == []
    for one in order.tenders:
        for own in (one.money, one.base):
            assert 0 <= own.amount_refunded <= own.amount_invoiced <= own.amount
    assert all(account.available >= 0 for account in order.accounts)
    assert tenders.money_left(order) >= 0
