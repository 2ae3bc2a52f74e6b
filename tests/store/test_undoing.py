"""What was done is taken back, once, by whoever asks, as long as it is as it was left; and done again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import Engine, select

from sales_tui import model
from sales_tui.actions.base import Context, Terms
from sales_tui.core.refusal import Refusal
from sales_tui.rules.archiving import ArchiveTerms
from sales_tui.store.actor import Actor
from sales_tui.store.check import check_database
from sales_tui.store.engine import reading
from sales_tui.store.mapping import table_of
from sales_tui.store.requests import Outcome, Request
from sales_tui.store.runner import Runner
from sales_tui.store.show import show
from sales_tui.store.undoing import deeds_named, deeds_of, inverses, last_deeds
from tests.store.orders import NOW, add_order, new_database
from tests.store.quote_desk import QuoteDesk

JOURNAL = table_of(model.Journal)


@dataclass
class Desk:
    """An order desk at which a minute passes with every action."""

    engine: Engine
    minutes: int = 0
    terms: Terms = field(default_factory=lambda: Terms(archive=ArchiveTerms(("pending", "complete"))))

    def run(self, requests: list[Request], who: str = "ada", *, dry_run: bool = False) -> list[Outcome]:
        self.minutes += 1
        now = NOW + timedelta(minutes=self.minutes)
        return Runner(self.engine, Actor(who, "", "desk-1"), lambda: now, self.terms).run(requests, dry_run=dry_run)

    def do(self, action: str, number: str, who: str = "ada", **parameters: Any) -> Outcome:
        (outcome,) = self.run([Request(action, number, parameters)], who)
        return outcome

    def done(self, action: str, number: str, who: str = "ada", **parameters: Any) -> int:
        """Do it; the number of its entry."""
        outcome = self.do(action, number, who, **parameters)
        assert outcome.ok, outcome.message
        return int(self.entries()[-1].id)

    def undo(self, entry: int | None = None, who: str = "ada") -> list[Outcome | Refusal]:
        deeds = last_deeds(self.engine, who) if entry is None else [*deeds_named(self.engine, [entry]).values()]
        return [one if isinstance(one, Refusal) else self.run([one], who)[0] for one in inverses(deeds)]

    def undone(self, entry: int | None = None, who: str = "ada") -> str:
        """What came of it: ok, or the code."""
        (outcome,) = self.undo(entry, who)
        return outcome.code or "ok"

    def entries(self) -> list[Any]:
        with reading(self.engine) as connection:
            return list(connection.execute(select(JOURNAL).order_by(JOURNAL.c.id)))

    def record(self, number: str, kind: str = "order") -> dict[str, Any]:
        with reading(self.engine) as connection:
            found = show(connection, kind, number, Context(NOW, self.terms))
        assert found is not None
        return found


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    engine = new_database(database_url)
    yield Desk(engine)
    assert list(check_database(engine)) == []
    engine.dispose()


def essence(record: dict[str, Any]) -> dict[str, Any]:
    """What an undo has to bring back; the histories tell what happened."""
    left = {"updated_at", "touched_at", "status_histories", "comments", "allowed_actions"}

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                name: plain(one) if name != "archived_at" else bool(one)
                for name, one in value.items()
                if name not in left
            }
        return [plain(one) for one in value] if isinstance(value, list) else value

    found: dict[str, Any] = plain(record)
    return found


@pytest.mark.parametrize(
    "before, action, parameters",
    [
        ((), "order.hold", {"comment": "check the address"}),
        ((("order.hold", {}),), "order.unhold", {}),
        ((), "order.comment", {"comment": "late", "is_visible_on_front": True}),
        (
            (("order.invoice", {"items": [{"sku": "SKU-0", "qty": 1}]}),),
            "order.comment",
            {"comment": "hm", "status": "fraud"},
        ),
        ((("order.invoice", {"items": [{"sku": "SKU-0", "qty": 1}]}),), "order.status", {"status": "Suspected Fraud"}),
        ((), "order.tag", {"tags": "urgent, vip"}),
        ((("order.tag", {"tags": "vip"}),), "order.tag", {"tags": "urgent, vip"}),
        ((("order.tag", {"tags": "urgent vip"}),), "order.untag", {"tags": "vip late"}),
        ((), "order.archive", {}),
        ((("order.archive", {}),), "order.restore", {}),
    ],
)
def test_back_and_forth(desk: Desk, before: tuple[Any, ...], action: str, parameters: dict[str, Any]):
    number = add_order(desk.engine)
    for name, values in before:
        desk.done(name, number, **values)
    start = desk.record(number)
    entry = desk.done(action, number, **parameters)
    there = desk.record(number)
    assert essence(there) != essence(start) or action == "order.comment"
    assert desk.undone() == "ok"
    assert essence(desk.record(number)) == essence(start)
    back = desk.entries()[-1]
    assert back.undoes == entry
    assert desk.undone(entry) == "undo.done"
    assert desk.undone(back.id) == "ok"  # once more
    assert essence(desk.record(number)) == essence(there)
    again = desk.entries()[-1]
    assert (again.action, again.undoes) == (action, back.id)
    assert desk.undone(again.id) == "ok"
    assert essence(desk.record(number)) == essence(start)


def test_a_comment_is_gone_and_comes_back_as_it_was(desk: Desk):
    number = add_order(desk.engine)
    desk.done("order.comment", number, comment="first")
    desk.done("order.comment", number, comment="second", is_visible_on_front=True)
    assert desk.undone() == "ok"
    assert [row["comment"] for row in desk.record(number)["status_histories"]] == ["first"]
    assert desk.undone(desk.entries()[-1].id) == "ok"
    rows = desk.record(number)["status_histories"]
    assert [(row["comment"], row["is_visible_on_front"]) for row in rows] == [("first", 0), ("second", 1)]


def test_undo_goes_on_to_what_was_done_before(desk: Desk):
    number = add_order(desk.engine)
    desk.done("order.tag", number, tags="one")
    desk.done("order.tag", number, tags="two")
    desk.done("order.tag", number, "bob", tags="three")
    assert desk.undone() == "undo.changed"
    assert desk.undone(who="bob") == "ok"
    assert [desk.undone() for _ in range(2)] == ["ok", "ok"]
    assert desk.undo() == []
    assert desk.record(number)["extension_attributes"]["tags"] == []


def test_what_was_changed_since_stays(desk: Desk):
    number = add_order(desk.engine)
    entry = desk.done("order.tag", number, tags="urgent")
    desk.done("order.tag", number, "bob", tags="vip")
    (refusal,) = desk.undo(entry)
    assert refusal.message == f"{number} was changed since by bob at 10:44 UTC: Order {number} is tagged vip."
    assert desk.record(number)["extension_attributes"]["tags"] == ["urgent", "vip"]
    hold = desk.done("order.hold", number)
    desk.done("order.comment", number, "bob", comment="nothing to do with it")
    assert desk.undone(hold) == "ok"


def test_somebody_was_faster(desk: Desk):
    number = add_order(desk.engine)
    entry = desk.done("order.hold", number)
    (wanted,) = inverses(deeds_named(desk.engine, [entry]).values())
    assert isinstance(wanted, Request)
    first, second = desk.run([wanted, wanted], "bob")
    assert first.ok
    assert (second.code, second.message) == ("undo.done", f"{number}: it was taken back already by bob at 10:44 UTC.")


def test_two_at_the_same_moment(desk: Desk):
    number = add_order(desk.engine)
    entry = desk.done("order.tag", number, tags="urgent")
    (wanted,) = inverses(deeds_named(desk.engine, [entry]).values())
    assert isinstance(wanted, Request)
    start, found = Barrier(2), []

    def take_back(who: str) -> None:
        start.wait()
        found.extend(Runner(desk.engine, Actor(who), lambda: NOW + timedelta(hours=1)).run([wanted]))

    threads = [Thread(target=take_back, args=(who,)) for who in ("bob", "eve")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.code or "ok" for one in found) == ["ok", "undo.done"]


def test_only_what_takes_it_back_may_say_so(desk: Desk):
    number, other = add_order(desk.engine), add_order(desk.engine)
    entry = desk.done("order.tag", number, tags="urgent vip")
    for request, code in (
        (Request("order.untag", number, {"tags": "urgent"}, undoes=entry), "undo.other"),
        (Request("order.hold", number, undoes=entry), "undo.other"),
        (Request("order.untag", other, {"tags": "urgent vip"}, undoes=entry), "undo.unknown"),
        (Request("order.untag", number, {"tags": "urgent vip"}, undoes=99), "undo.unknown"),
        (Request("order.untag", number, {"tags": "urgent vip"}, undoes=2**70), "undo.unknown"),
    ):
        (outcome,) = desk.run([request])
        assert outcome.code == code
    (outcome,) = desk.run([Request("order.untag", number, {"tags": "vip, urgent"}, undoes=entry)])
    assert outcome.code == "undo.other"
    (outcome,) = desk.run([Request("order.untag", number, {"tags": "urgent vip"}, undoes=entry)], dry_run=True)
    assert outcome.ok
    assert desk.undone() == "ok"


def test_nothing_takes_an_invoice_of_goods_back(desk: Desk):
    number = add_order(desk.engine)
    desk.done("order.invoice", number)
    (refusal,) = desk.undo()
    assert isinstance(refusal, Refusal)
    assert refusal.message == f"{number}: nothing takes “Invoice” back."


def test_a_cancelled_invoice_comes_back(desk: Desk):
    number = add_order(desk.engine, method="sandbox")
    desk.terms = Terms(require_payment=False)
    invoice = _unpaid_invoice(desk, number)
    start = desk.record(number)
    entry = desk.done("invoice.cancel", invoice, comment="wrong one")
    assert "invoice.reinstate" in desk.record(invoice, "invoice")["allowed_actions"]
    assert desk.undone() == "ok"
    assert essence(desk.record(number)) == essence(start)
    assert list(check_database(desk.engine)) == []
    assert desk.undone(desk.entries()[-1].id) == "ok"  # cancelled again
    desk.done("order.invoice", number, capture="offline")
    refusals = [desk.undone(entry), desk.do("invoice.reinstate", invoice).code]
    assert refusals == ["undo.done", "invoice.pieces_taken"]


def test_a_cancelled_invoice_leaves_a_complete_order_complete(desk: Desk):
    number = add_order(desk.engine, method="sandbox")
    invoice = _unpaid_invoice(desk, number, items=[{"sku": "SKU-0", "qty": 1}], ship=True)
    desk.done("order.cancel", number)
    start = desk.record(number)
    assert start["state"] == "complete"
    desk.done("invoice.cancel", invoice)
    assert desk.record(number)["state"] == "processing"
    assert desk.undone() == "ok"
    assert essence(desk.record(number)) == essence(start)
    assert list(check_database(desk.engine)) == []


def _unpaid_invoice(desk: Desk, number: str, **rest: Any) -> str:
    """An invoice that is charged later, as the test payment system allows it."""
    from sales_tui.payments.declared import SANDBOX
    from sales_tui.rules.payment_methods import OFFLINE

    desk.terms = Terms(require_payment=False, methods={**OFFLINE, SANDBOX.code: SANDBOX})
    outcome = desk.do("order.invoice", number, capture="none", **rest)
    assert outcome.ok, outcome.message
    return outcome.created["invoices"][0]


@pytest.mark.parametrize(
    "action", ["invoice.uncomment", "shipment.uncomment", "creditmemo.uncomment", "return.uncomment"]
)
def test_comments_on_documents(desk: Desk, action: str):
    kind = action.removesuffix(".uncomment")
    number = add_order(desk.engine)
    made: tuple[tuple[str, dict[str, Any]], ...] = (
        ("order.invoice", {}),
        ("order.ship", {"items": [{"sku": "SKU-0", "qty": 2}]}),
        ("order.refund", {"items": [{"sku": "SKU-0", "qty": 1}]}),
        ("return.create", {"items": [{"sku": "SKU-0", "qty": 1, "reason": "wrong_size", "condition": "opened",
                                      "resolution": "refund"}]}),
    )  # fmt: skip
    for verb, values in made:
        desk.done(verb, number, **values)
    document = "000000001"
    assert desk.do(action, document, comment="hm").code == "comment.none"
    desk.done(f"{kind}.comment", document, comment="hm")
    assert action in desk.record(document, kind)["allowed_actions"]
    written = len(desk.record(document, kind)["comments"])
    assert desk.undone() == "ok"
    assert len(desk.record(document, kind)["comments"]) == written - 1
    assert desk.undone(desk.entries()[-1].id) == "ok"
    assert desk.do(action, document, comment="ha").code == "comment.gone"
    assert desk.do(action, document, comment="hm", at="yesterday").code == "parameter.invalid"
    assert desk.do(action, document, comment="hm").ok
    assert len(desk.record(document, kind)["comments"]) == written - 1


def test_what_the_program_wrote_into_a_history_stays(desk: Desk):
    number = add_order(desk.engine)
    desk.done("order.hold", number, comment="check")
    assert "order.uncomment" not in desk.record(number)["allowed_actions"]
    assert desk.do("order.uncomment", number, comment="check").code == "comment.none"


def test_what_was_done_to_several(desk: Desk):
    first, second = add_order(desk.engine), add_order(desk.engine)
    desk.done("order.tag", first, tags="old")
    desk.done("order.hold", first)
    desk.done("order.tag", second, "bob", tags="new")
    held = deeds_of(desk.engine, "order", [1, 2, 3])
    assert [(deed.action, deed.target, deed.who) for deed in held] == [
        ("order.tag", second, "bob"),
        ("order.hold", first, "ada"),
    ]
    assert [one.ok for one in desk.run([one for one in inverses(held) if isinstance(one, Request)])] == [True, True]
    assert [deed.action for deed in deeds_of(desk.engine, "order", [1, 2])] == ["order.tag"]


def test_the_buyer_has_not_seen_a_draft(database_url: str):
    shop = QuoteDesk(database_url)
    desk = Desk(shop.engine, terms=shop.terms)
    quote = shop.create()
    desk.done("quote.comment", quote, comment="we think about it")
    assert "quote.uncomment" in desk.record(quote, "quote")["allowed_actions"]
    assert desk.undone() == "ok"
    desk.done("quote.comment", shop.sent(), comment="hello")
    assert desk.undone() == "comment.sent"
    shop.engine.dispose()
