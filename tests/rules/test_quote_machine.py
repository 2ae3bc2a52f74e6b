"""Any sequence of legal and illegal steps keeps a quote whole; illegal ones are refused and change nothing."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from sales_tui.actions import ACTIONS
from sales_tui.actions.base import Context, Target, Terms
from sales_tui.actions.values import build_command
from sales_tui.core.refusal import Refused
from sales_tui.rules import quote_books
from sales_tui.rules.quote_status import (
    CLOSED,
    CREATED,
    DECLINED,
    DRAFT,
    EXPIRED,
    OPEN,
    ORDERED,
    REVIEW,
    REVIEWED,
    SENT,
    STATUSES,
    STEPS,
)
from sales_tui.rules.quoting import QuoteTerms
from tests.rules.quotes import NOW, D, line, quote

LEGAL = {
    (CREATED, OPEN), (REVIEW, OPEN), (OPEN, SENT), (DRAFT, SENT), (CREATED, DECLINED), (OPEN, DECLINED),
    (REVIEW, DECLINED), (SENT, REVIEW), (REVIEWED, REVIEW), (DECLINED, REVIEW), (EXPIRED, REVIEW), (SENT, ORDERED),
    (CREATED, CLOSED), (OPEN, CLOSED), (SENT, CLOSED), (SENT, EXPIRED),
}  # fmt: skip
"""Every way from one status to another that RULES.md §7.1 knows."""

TERMS = Terms(quotes=QuoteTerms(margin_floor=D(10)))
SKUS = st.sampled_from(["MUG", "PAN", "OLD", "A", "B", "GONE"])
QTYS = st.sampled_from(["1", "7", "12", "0", "-1", "1.5"])
MONEY = st.sampled_from(["0", "0.01", "9.90", "33.33", "250", "5000", "-1", "12.5%"])
PER_CENT = st.sampled_from(["0", "2.5", "33.333", "99.9", "100", "101"])
NEGOTIATED = st.one_of(
    st.builds(lambda value: {"type": "percentage", "value": value}, PER_CENT),
    st.builds(lambda kind, value: {"type": kind, "value": value}, st.sampled_from(["amount", "proposed"]), MONEY),
    st.just("none"),
)
ITEMS = st.lists(st.builds(lambda sku, qty: {"sku": sku, "qty": qty}, SKUS, QTYS), min_size=1, max_size=3)
WANTED = st.lists(
    st.builds(
        lambda sku, qty: {"sku": sku, "qty": qty}, st.sampled_from("ABC"), st.sampled_from(["0", "3", "12", "-1"])
    ),
    min_size=1,
    max_size=2,
)
PRICED = st.lists(st.builds(lambda sku, price: {"sku": sku, "price": price}, SKUS, MONEY), min_size=1, max_size=2)
WORK = st.one_of(
    st.builds(lambda items: {"items": items}, st.one_of(ITEMS, PRICED)),
    st.builds(lambda value: {"negotiated": value}, NEGOTIATED),
    st.builds(lambda value: {"shipping_amount": value}, MONEY),
    st.builds(lambda sku: {"remove": [sku]}, SKUS),
    st.sampled_from([{"expires": "never"}, {"expires": "2026-12-01"}, {"expires": "2020-01-01"}, {"name": "x"}, {}]),
)


class QuoteMachine(RuleBasedStateMachine):
    """A quote that two sellers and its buyer pull at."""

    @initialize(
        rate=st.sampled_from(["1", "0.92", "161.5"]), status=st.sampled_from([DRAFT, CREATED, OPEN, REVIEW, REVIEWED])
    )
    def begin(self, rate: str, status: str) -> None:
        currency = {"1": "USD", "0.92": "EUR", "161.5": "JPY"}[rate]
        lines = [line("A", 15, "16", "12.80", cost="8"), line("B", 10, "22", "17.60", cost="9")]
        self.quote = quote(*lines, rate=rate, currency=currency, status=status)
        self.quote.shipping_address = {"city": "Porto"}
        self.now = NOW
        self.was = status
        self.next_id = 100

    def do(self, name: str, by: str, parameters: Mapping[str, Any]) -> None:
        """Do it as the runner does: what is refused leaves no trace."""
        action, copy = ACTIONS[name], deepcopy(self.quote)
        self.was = self.quote.status
        context = Context(self.now, TERMS, by=by)
        try:
            command = build_command(action, parameters)
            if action.refusal(Target(copy), context) is not None:
                return
            done = action.handle(Target(copy), command, context)
        except Refused:
            return
        assert "{" not in done.message.replace("{0}", "")
        self.keep(copy)

    def keep(self, copy: Any) -> None:
        for one in copy.lines:
            if one.id is None:
                one.id = self.next_id = self.next_id + 1
        if copy.new_orders:
            (order,) = copy.new_orders
            assert order.base.subtotal + order.base.discount_amount == copy.base.negotiated_total
            assert order.money.grand_total == copy.money.grand_total
            assert order.base.grand_total == copy.base.grand_total
            assert not order.money.other_amount
            assert order.from_quote
            copy.order_id, copy.new_orders = 9, []
        self.quote = copy

    @rule(by=st.sampled_from(["ada", "sam"]), work=WORK, take_over=st.booleans())
    def edit(self, by: str, work: dict[str, Any], take_over: bool) -> None:
        self.do("quote.edit", by, {**work, "take_over": take_over})

    @rule(by=st.sampled_from(["ada", "sam"]), take_over=st.booleans())
    def open(self, by: str, take_over: bool) -> None:
        self.do("quote.open", by, {"take_over": take_over})

    @rule(by=st.sampled_from(["ada", "sam"]), reason=st.sampled_from(["", "fair"]), take_over=st.booleans())
    def send(self, by: str, reason: str, take_over: bool) -> None:
        self.do("quote.send", by, {"reason": reason, "take_over": take_over})

    @rule(work=WORK)
    def draft(self, work: dict[str, Any]) -> None:
        self.do("quote.draft", "ada", work)

    @rule(comment=st.sampled_from(["no", " ", " ", " "]))
    def decline(self, comment: str) -> None:
        self.do("quote.decline", "ada", {"comment": comment})

    @rule(items=WANTED)
    def reply(self, items: list[Any]) -> None:
        self.do("quote.reply", "ada", {"reply": "edit", "items": items})

    @rule(name=st.sampled_from(["quote.accept", "quote.accept", "quote.expire", "quote.update_prices"]))
    def simple(self, name: str) -> None:
        self.do(name, "ada", {})

    @rule(sure=st.integers(0, 5))
    def close(self, sure: int) -> None:
        if sure == 5:
            self.do("quote.close", "ada", {})

    @rule(by=st.sampled_from(["ada", "sam"]), work=WORK)
    def offer(self, by: str, work: dict[str, Any]) -> None:
        self.do("quote.open", by, {"take_over": True})
        self.do("quote.send", by, {**work, "reason": "fair"})

    @rule()
    def agree(self) -> None:
        if self.quote.accepted_at is None:
            self.do("quote.accept", "ada", {})
        else:
            self.do("quote.order", "ada", {"method": "banktransfer"})

    @rule(price=st.sampled_from(["1", "9.90", "11"]))
    def catalog(self, price: str) -> None:
        self.quote.shelf["MUG"].price = Decimal(price)

    @rule()
    def order(self) -> None:
        accepted = self.quote.accepted_at is not None and self.quote.status == SENT
        valid = self.quote.expires_at is None or self.quote.expires_at > self.now
        self.do("quote.order", "ada", {"method": "banktransfer"})
        assert (self.was, self.quote.status) != (SENT, ORDERED) or (accepted and valid)

    @rule(days=st.integers(1, 40))
    def later(self, days: int) -> None:
        self.now += timedelta(days=days)
        self.do("quote.expire", "", {})

    @invariant()
    def whole(self) -> None:
        if not hasattr(self, "quote"):
            return
        assert list(quote_books.faults(self.quote)) == []
        assert self.was == self.quote.status or (self.was, self.quote.status) in LEGAL
        assert self.quote.status in STATUSES
        assert not (self.quote.locked_by and self.quote.status not in (OPEN, DRAFT))
        assert all(one.qty > 0 and one.base.proposed_price >= 0 for one in self.quote.lines)
        assert (self.quote.order_id is not None) == (self.quote.status == ORDERED)


def test_the_table_is_the_rules():
    ways = {(one, other) for step in STEPS.values() for one, other in step.to.items() if one != other}
    assert ways == LEGAL


QuoteMachine.TestCase.settings = settings(max_examples=120, stateful_step_count=40)
TestQuoteMachine = QuoteMachine.TestCase
