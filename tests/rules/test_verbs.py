"""Tags, statuses, the archive and comments that are taken back, by table."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_tui.actions import ACTIONS
from sales_tui.actions.base import Context, Target, Terms
from sales_tui.core.refusal import Refused
from sales_tui.rules import archiving, commenting, tagging
from sales_tui.rules.archiving import ArchiveTerms
from sales_tui.rules.records import Invoice, Order
from sales_tui.rules.remarks import Remark, take_back
from tests.rules.orders import code, make_order

NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)


def refused(action, *arguments) -> str:
    with pytest.raises(Refused) as caught:
        action(*arguments)
    return caught.value.refusal.code


@pytest.mark.parametrize(
    "text, tags",
    [
        ("urgent", ["urgent"]),
        ("Urgent, VIP  urgent", ["urgent", "vip"]),
        ("Straße\tgift-wrap,a_1", ["strasse", "gift-wrap", "a_1"]),
        ("हिन्दी 山田", ["हिन्दी", "山田"]),
        ("e\u0301te\u0301", ["été"]),
        ("x" * 40, ["x" * 40]),
    ],
)
def test_what_a_tag_is(text: str, tags: list[str]):
    assert tagging.read(text) == tags


@pytest.mark.parametrize(
    "text, why",
    [
        ("", "tag.missing"),
        (" , ", "tag.missing"),
        ("a b! c", "tag.invalid"),
        ("a:b", "tag.invalid"),
        ("--", "tag.invalid"),
        ("x" * 41, "tag.invalid"),
        ("None", "tag.invalid"),
        ("any", "tag.invalid"),
        ("{0}", "tag.invalid"),
        ("a\0b", "tag.invalid"),
    ],
)
def test_what_no_tag_is(text: str, why: str):
    assert refused(tagging.read, text) == why


def test_tags_are_kept_sorted_and_once():
    order = make_order()
    assert tagging.tag(order, ["vip", "urgent"]) == ["vip", "urgent"]
    assert tagging.tag(order, ["urgent", "b2b"]) == ["b2b"]
    assert order.tags == "b2b,urgent,vip"
    assert refused(tagging.tag, order, ["vip", "b2b"]) == "tag.there"
    assert tagging.untag(order, ["vip", "late"]) == ["vip"]
    assert refused(tagging.untag, order, ["late"]) == "tag.not_there"
    assert order.tags == "b2b,urgent"
    assert tagging.untag(order, ["b2b", "urgent"]) == ["b2b", "urgent"]
    assert (order.tags, refused(tagging.untag, order, ["b2b"])) == ("", "tag.none")
    assert refused(tagging.tag, order, [f"t{number}" for number in range(41)]) == "tag.too_many"


WORDS = st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8), min_size=1, max_size=5)


@given(WORDS, WORDS)
def test_whatever_is_tagged_is_found_and_goes_again(first: list[str], second: list[str]):
    order = make_order()
    for words in (first, second):
        with suppress(Refused):  # it is there already
            tagging.tag(order, tagging.read(", ".join(words)))
    tags = tagging.tags_of(order)
    assert tags == sorted(set(tags))
    if tags:
        assert tagging.read(order.tags) == tags
        assert sorted(tagging.untag(order, tags)) == tags
    assert order.tags == ""


@pytest.mark.parametrize(
    "state, status, wanted, outcome",
    [
        ("processing", "processing", "fraud", "fraud"),
        ("processing", "processing", " suspected  FRAUD ", "fraud"),
        ("payment_review", "fraud", "Payment Review", "payment_review"),
        ("processing", "imported_one", "processing", "processing"),
        ("processing", "fraud", "fraud", "status.same"),
        ("processing", "processing", "complete", "status.not_allowed"),
        ("processing", "processing", "no such", "status.not_allowed"),
        ("processing", "processing", "", "status.not_allowed"),
    ],
)
def test_another_status_of_the_state(state: str, status: str, wanted: str, outcome: str):
    order = make_order()
    order.state, order.status = state, status
    if "." in outcome:
        assert refused(commenting.set_status, order, wanted) == outcome
        assert (order.status, order.new_history) == (status, [])
    else:
        assert commenting.why_not_status(order) is None
        commenting.set_status(order, wanted, "called the bank")
        assert (order.state, order.status) == (state, outcome)
        assert [(row.status, row.comment) for row in order.new_history] == [(outcome, "called the bank")]


@pytest.mark.parametrize("state", ["new", "complete", "closed", "canceled", "holded", "pending_payment"])
def test_most_states_have_one_status(state: str):
    order = make_order()
    order.state = order.status = state
    order.status = "pending" if state == "new" else state
    assert code(commenting.why_not_status(order)) == "status.only"


@pytest.mark.parametrize(
    "status, terms, why",
    [
        ("complete", ArchiveTerms(), None),
        ("closed", ArchiveTerms(), None),
        ("processing", ArchiveTerms(), "archive.status"),
        ("canceled", ArchiveTerms(("canceled",)), None),
        ("complete", ArchiveTerms(("canceled",)), "archive.status"),
        ("complete", ArchiveTerms(()), "archive.status"),
    ],
)
def test_what_may_be_put_away(status: str, terms: ArchiveTerms, why: str | None):
    order = make_order()
    order.state = order.status = status
    assert code(archiving.why_not_archive(order, terms)) == why
    if why is None:
        archiving.archive(order, terms, NOW)
        assert (order.archived_at, order.status) == (NOW, status)
        assert code(archiving.why_not_archive(order, terms)) == "order.archived"
        archiving.restore(order)
    assert order.archived_at is None
    assert code(archiving.why_not_restore(order)) == "archive.not_archived"


def archived_order() -> Order:
    order = make_order()
    order.state = order.status = "processing"
    order.archived_at = NOW
    order.invoices.append(Invoice(1, "000000007"))
    return order


KEPT = {"order.hold", "order.unhold", "order.cancel", "order.restore", "order.settle"}


@pytest.mark.parametrize("name", [name for name, action in ACTIONS.items() if action.target in ("order", "invoice")])
def test_an_archived_order_keeps_few_actions(name: str):
    order, action = archived_order(), ACTIONS[name]
    target = Target(order, order.invoices[0] if action.target == "invoice" else None)
    refusal = action.refusal(target, Context(NOW, Terms()))
    if name in KEPT or name.endswith(".print"):
        assert refusal is None or refusal.code != "order.archived"
    else:
        assert refusal is not None
        assert (refusal.code, refusal.message) == (
            "order.archived",
            "Order 000000001 is archived; restore it first (order.restore).",
        )


def test_a_comment_is_taken_back_by_its_text_and_moment():
    order = make_order()
    first, second = (Remark("order", 1, key, NOW.replace(hour=key), "late") for key in (8, 9))
    sent = Remark("order", 1, 10, NOW, "told you", is_sent=True)
    order.remarks = [first, second, sent]
    assert take_back(order, order.remarks, "late", first.at, "Order 1") == first
    assert take_back(order, order.remarks, "late", None, "Order 1") == second
    assert order.gone_remarks == [first, second]
    assert refused(take_back, order, order.remarks, "late", None, "Order 1") == "comment.gone"
    assert refused(take_back, order, order.remarks, "told you", NOW, "Order 1") == "comment.sent"
