"""Quotes from draft to order, through the runner, on both databases."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest

from sales_tui import model
from sales_tui.store.check import check_database
from sales_tui.store.requests import Outcome, Request
from sales_tui.store.tasks import TASKS, Run, run_task
from tests.store.quote_desk import BUYER, D, QuoteDesk

PDF = {"file_name": "offer.pdf", "content": base64.b64encode(b"%PDF-1.7 offer").decode()}


@pytest.fixture
def desk(database_url: str) -> Iterator[QuoteDesk]:
    desk = QuoteDesk(database_url)
    yield desk
    desk.engine.dispose()


def test_a_draft_takes_prices_from_the_catalog(desk: QuoteDesk):
    number = desk.create(items="MUG,15\nPAN 10")
    assert number == "1"
    found = desk.record(number)
    assert (found["status"], found["locked_by"], found["company_name"]) == ("draft_by_admin", "ada", "Huts & Hikes")
    assert (found["seller_status"], found["buyer_status"], found["turn"]) == ("Draft", "", "our turn")
    mug, pan = found["items"]
    assert (mug["catalog_price"], mug["cart_price"], mug["row_total"]) == ("16.00", "12.80", "192.00")
    assert (pan["catalog_price"], pan["cart_price"], pan["stock"], pan["cost"]) == ("22.00", "22.00", "50", "20.00")
    assert found["totals"]["grand_total"] == "453.20"
    assert found["history"][0]["action"] == "created"
    assert found["expiration_period"] == "2026-12-23"


def test_a_line_may_be_negotiated_by_itself(desk: QuoteDesk):
    items = [{"sku": "MUG", "qty": 15, "price": "25%"}, {"sku": "PAN", "qty": 10, "price": "-2.50"}]
    mug, pan = desk.record(desk.create(items=items))["items"]
    assert (mug["proposed_price"], mug["negotiated_price_type"], mug["negotiated_price_value"]) == ("9.60", 1, "25")
    assert (pan["proposed_price"], pan["negotiated_price_type"], pan["negotiated_price_value"]) == ("19.50", 2, "2.5")


def test_from_draft_to_order(desk: QuoteDesk):
    number = desk.create(items=[{"sku": "MUG", "qty": 15}])
    assert desk.code("quote.accept", number) == "quote.draft"
    desk.done("quote.send", number, negotiated="2.5%", shipping_amount="7.50", comment="As agreed")
    desk.put(number, shipping_address={"firstname": "Ana", "lastname": "Silva", "street": "Rua 1", "city": "Porto"})
    assert desk.code("quote.edit", number, name="x") == "quote.sent"
    assert desk.code("quote.order", number) == "quote.not_accepted"
    desk.done("quote.accept", number, comment="Yes!")
    assert desk.code("quote.accept", number) == "quote.accepted"
    made = desk.done("quote.order", number, method="banktransfer")
    (order,) = made.created["orders"]
    found = desk.record(number)
    assert (found["status"], found["order_increment_id"]) == ("ordered", order)
    assert [one["is_seller"] for one in found["comments"]] == [True, False]
    assert desk.code("quote.order", number) == "quote.ordered"
    placed = desk.order(order)
    (line,) = placed["items"]
    assert (line["price"], line["row_total"], line["tax_amount"]) == ("12.48", "187.20", "18.72")
    assert placed["grand_total"] == found["totals"]["grand_total"] == "213.42"
    assert placed["customer_email"] == BUYER
    assert placed["shipping_address"]["city"] == "Porto"


def test_what_is_ordered_needs_an_address(desk: QuoteDesk):
    number = desk.sent()
    desk.done("quote.accept", number)
    assert desk.code("quote.order", number) == "quote.no_address"
    assert desk.code("quote.order", number, shipping_address="Kim Lee; Main St 1") == "parameter.invalid"
    made = desk.done("quote.order", number, shipping_address="Kim van Lee; Rua 1; 4000-001 Porto; pt")
    (order,) = made.created["orders"]
    placed = desk.order(order)
    parts = ("firstname", "lastname", "postcode", "city", "country_id")
    assert [placed["shipping_address"][part] for part in parts] == ["Kim van", "Lee", "4000-001", "Porto", "PT"]
    assert placed["billing_address"]["city"] == "Porto"
    assert desk.record(number)["shipping_address"]["street"] == ["Rua 1"]


def test_an_address_is_told_while_it_is_in_work(desk: QuoteDesk):
    number = desk.create()
    address = {"lastname": "Lee", "street": "Rua 1", "city": "Porto", "country_id": "PT"}
    desk.done("quote.edit", number, shipping_address=address)
    assert desk.record(number)["shipping_address"]["city"] == "Porto"
    assert desk.code("quote.edit", number, shipping_address={"planet": "Mars"}) == "parameter.invalid"


def test_below_the_floor_a_reason_is_needed(desk: QuoteDesk):
    number = desk.create()
    assert desk.code("quote.send", number, negotiated="20%") == "quote.below_floor"
    assert desk.record(number)["status"] == "draft_by_admin"
    desk.done("quote.send", number, negotiated="20%", reason="the fair")
    assert desk.record(number)["history"][-1]["changes"]["below_floor"].endswith("the fair")


def test_two_sellers(desk: QuoteDesk):
    number = desk.create()
    assert desk.code("quote.edit", number, "sam", name="Mine") == "quote.locked"
    assert desk.code("quote.send", number, "sam", reason="x") == "quote.locked"
    desk.done("quote.edit", number, "sam", name="Mine", take_over=True)
    assert desk.record(number)["locked_by"] == "sam"
    assert desk.code("quote.edit", number, name="Ours") == "quote.locked"


def test_both_open_it_at_once(desk: QuoteDesk):
    number = desk.create()
    desk.put(number, status="created", locked_by="")
    start, outcomes = Barrier(2), []

    def take(who: str) -> None:
        runner = desk.runner(who)
        start.wait()
        outcomes.extend(runner.run([Request("quote.open", number)]))

    threads = [Thread(target=take, args=(who,)) for who in ("ada", "sam")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.outcome for one in outcomes) == ["ok", "refused"]
    assert {one.code for one in outcomes} == {None, "quote.locked"}


def test_the_buyer_answers_with_other_quantities(desk: QuoteDesk):
    number = desk.sent(negotiated="10%")
    desk.done("quote.reply", number, reply="edit", items=[{"sku": "MUG", "qty": 20}, {"sku": "PAN", "qty": 0}])
    found = desk.record(number)
    assert (found["status"], found["is_stale"]) == ("submitted_by_customer", True)
    assert (found["items"][0]["proposed_price"], found["totals"]["negotiated_total"]) == ("12.80", "256.00")
    assert found["history"][-1]["author"] == "Ana Silva"
    assert desk.code("quote.send", number) == "quote.not_open"
    desk.done("quote.open", number)
    desk.done("quote.send", number)
    assert desk.record(number)["totals"]["negotiated_total"] == "230.40"


def test_a_total_of_other_quantities_is_not_sent_again(desk: QuoteDesk):
    number = desk.sent(negotiated={"type": "proposed", "value": "300"})
    desk.done("quote.reply", number, reply="edit", items=[{"sku": "MUG", "qty": 1000}])
    desk.done("quote.open", number)
    assert desk.code("quote.send", number) == "quote.stale"
    desk.done("quote.send", number, negotiated="5%")
    assert desk.record(number)["negotiated_price_type"] == 1


def test_declined_prices_are_the_catalog_s(desk: QuoteDesk):
    number = desk.create(items=[{"sku": "MUG", "qty": 15, "price": "10"}], negotiated="5%")
    assert desk.code("quote.decline", number, comment="too cheap") == "quote.draft"
    desk.put(number, status="processing_by_admin")
    assert desk.code("quote.decline", number, comment="  ") == "comment.missing"
    desk.done("quote.decline", number, comment="too cheap")
    found = desk.record(number)
    assert (found["status"], found["negotiated_price_type"], found["locked_by"]) == ("declined", None, None)
    assert found["totals"]["negotiated_total"] == found["totals"]["original_total"] == "192.00"
    assert found["comments"][-1]["comment"] == "too cheap"
    desk.done("quote.reply", number, reply="edit", items=[{"sku": "MUG", "qty": 5}])


def test_a_copy_leaves_the_quote_as_it_is(desk: QuoteDesk):
    number = desk.sent(negotiated="10%")
    before = desk.record(number)
    copy = desk.done("quote.create", number).created["quotes"][0]
    assert (copy, desk.record(number)) == ("2", before)
    made = desk.record(copy)
    assert (made["copied_from"], made["negotiated_price_type"], len(made["items"])) == (number, None, 2)
    assert made["totals"]["original_total"] == before["totals"]["original_total"]


WHO_GETS_NO_QUOTE = [
    ("leo@home.example", "quote.no_company"),
    ("Nobody Ltd.", "quote.no_buyer"),
    ("nobody@example.com", "quote.unknown"),
]


def test_who_gets_no_quote(desk: QuoteDesk):
    assert {target: desk.code("quote.create", target) for target, _ in WHO_GETS_NO_QUOTE} == dict(WHO_GETS_NO_QUOTE)
    assert desk.count(model.Quote) == 0


WHAT_IS_REFUSED_OF_A_CHANGE: list[tuple[dict[str, Any], str]] = [
    ({"items": [{"sku": "GONE", "qty": 1}]}, "product.unknown"),
    ({"items": [{"sku": "MUG", "qty": 0}]}, "item.qty"),
    ({"items": [{"sku": "MUG", "qty": -1}]}, "parameter.invalid"),
    ({"items": [{"sku": "MUG", "qty": "1.5"}]}, "item.fraction"),
    ({"items": [{"sku": "MUG", "price": "16.01"}]}, "quote.price_above"),
    ({"items": [{"sku": "MUG", "price": "100.5%"}]}, "quote.percentage"),
    ({"items": [{"sku": "MUG", "price": "-12.81"}]}, "quote.price_above"),
    ({"items": "MUG,many"}, "parameter.invalid"),
    ({"remove": ["GONE"]}, "item.unknown"),
    ({"negotiated": {"type": "percentage", "value": 101}}, "quote.percentage"),
    ({"negotiated": {"type": "amount", "value": 413}}, "quote.negotiated_above"),
    ({"negotiated": {"type": "proposed", "value": "412.01"}}, "quote.negotiated_above"),
    ({"negotiated": {"type": "gift", "value": 1}}, "parameter.invalid"),
    ({"expires": "2026-11-22"}, "quote.expires"),
    ({"expires": "soon"}, "parameter.invalid"),
    ({"expires": "2026-12-24x"}, "parameter.invalid"),
    ({"shipping_amount": "-1"}, "parameter.invalid"),
    ({"name": " "}, "quote.name"),
]


def test_what_is_refused_of_a_change(desk: QuoteDesk):
    number = desk.create()
    found = [
        (parameters, desk.code("quote.edit", number, **parameters)) for parameters, _ in WHAT_IS_REFUSED_OF_A_CHANGE
    ]
    assert found == WHAT_IS_REFUSED_OF_A_CHANGE


def test_more_decimals_than_are_kept(desk: QuoteDesk):
    """What is calculated with is what is stored, so that the books, looked at after each step, balance."""
    many = [{"sku": "CORD", "qty": 1_000_000}]
    number = desk.create(items=many, negotiated={"type": "percentage", "value": "33.33333"})
    assert desk.record(number)["totals"]["negotiated_total"] == "900000.45"
    desk.done("quote.edit", number, items=[{"sku": "CORD", "price": "1.34565"}], negotiated="none")
    assert desk.record(number)["totals"]["negotiated_total"] == "1345700.00"
    desk.done("quote.edit", number, items=[{"sku": "CORD", "price": "33.333333%"}])
    desk.done("quote.edit", number, shipping_amount="5.00555")
    assert (desk.record(number)["shipping_price"], desk.record(number)["totals"]["shipping_amount"]) == ("5.01", "5.01")


def test_a_zero_typed_for_the_whole_gives_nothing_away(desk: QuoteDesk):
    for zero in ("0", "0.00", " 0 "):
        assert desk.record(desk.create(items="PAN,1", negotiated=zero))["totals"]["negotiated_total"] == "22.00"
    free = desk.create(items="PAN,1", negotiated={"type": "proposed", "value": 0})
    assert desk.record(free)["totals"]["negotiated_total"] == "0.00"


def test_a_buyer_answers_no_draft(desk: QuoteDesk):
    number = desk.create()
    assert desk.code("quote.reply", number, reply="comment", comment="Hello") == "quote.draft"
    desk.done("quote.send", number, reason="a regular customer")
    desk.done("quote.close", number)
    refused = desk.do("quote.reply", number, reply="edit", items=[{"sku": "MUG", "qty": 1}])
    assert refused.code == "quote.closed"
    assert "answered by the buyer" in refused.message


def test_its_last_day_is_named(desk: QuoteDesk):
    number = desk.sent(expires="2026-12-24")
    desk.now += timedelta(days=40)
    assert "was valid until 2026-12-24;" in desk.do("quote.accept", number).message


FILES_THAT_ARE_REFUSED: list[tuple[dict[str, str], str]] = [
    ({"file_name": "../../x.pdf"}, "attachment.name"),
    ({"file_name": "x.exe"}, "attachment.type"),
    ({"content": base64.b64encode(b"MZ\x90 program").decode()}, "attachment.content"),
    ({"content": base64.b64encode(b"%PDF-" + b"x" * 3_000_000).decode()}, "attachment.size"),
    ({"content": ""}, "attachment.empty"),
    ({"content": "%%"}, "parameter.invalid"),
]


def test_files_that_are_refused(desk: QuoteDesk):
    number = desk.create()
    found = [(file, desk.code("quote.attach", number, files=[PDF | file])) for file, _ in FILES_THAT_ARE_REFUSED]
    assert found == FILES_THAT_ARE_REFUSED


def test_files_are_kept_and_no_journal_has_them(desk: QuoteDesk):
    number = desk.create()
    desk.done("quote.attach", number, files=[PDF], comment="The offer")
    assert desk.code("quote.attach", number, files=[PDF] * 11) == "attachment.count"
    (comment,) = desk.record(number)["comments"]
    assert comment["attachments"] == [{"file_name": "offer.pdf", "size": 14, "media_type": "application/pdf"}]
    assert comment["is_draft"]
    assert desk.stored_files() == [b"%PDF-1.7 offer"]
    assert '"content"' not in desk.journalled()
    desk.done("quote.send", number, reason="ok")
    assert not desk.record(number)["comments"][0]["is_draft"]


def test_prices_from_the_catalog_again(desk: QuoteDesk):
    number = desk.create()
    desk.price("PAN", "25.00", active=True)
    tried = desk.do("quote.update_prices", number, dry_run=True)
    assert "PAN 22 -> 25" in tried.message
    assert desk.record(number)["items"][1]["catalog_price"] == "22.00"
    desk.done("quote.update_prices", number)
    assert desk.record(number)["items"][1]["catalog_price"] == "25.00"
    desk.price("PAN", "25.00", active=False)
    sent: Outcome = desk.done("quote.send", number)
    assert "PAN isn't sold any more" in sent.message
    assert [one["sku"] for one in desk.record(number)["items"]] == ["MUG"]


def test_the_last_price_that_the_company_paid(desk: QuoteDesk):
    number = desk.sent(negotiated="10%", shipping_amount="5")
    desk.put(number, shipping_address={"city": "Porto"})
    desk.done("quote.accept", number)
    desk.done("quote.order", number)
    assert desk.record(desk.create())["items"][0]["last_price"] == "11.52"


def test_nothing_is_made_twice(desk: QuoteDesk):
    requests = [Request("quote.create", BUYER, {"items": "MUG 1"}, key="k")] * 2
    first, second = desk.runner().run(requests)
    assert (first.created, second.repeated) == ({"quotes": ["1"]}, True)
    assert desk.count(model.Quote) == 1


def test_comments_and_closing(desk: QuoteDesk):
    number = desk.sent()
    desk.done("quote.comment", number, comment="Call me")
    desk.done("quote.draft", desk.create(), comment="not yet")
    desk.done("quote.close", number, comment="no budget")
    assert desk.code("quote.comment", number, comment="still there?") == "quote.closed"
    assert desk.code("quote.close", number) == "quote.closed"
    assert desk.code("quote.settle", number) == "settle.nothing"
    assert desk.code("quote.expire", number) == "quote.closed"


def run_task_of(desk: QuoteDesk) -> str:
    *_, last = run_task(TASKS["expire-quotes"], desk.runner(""), timedelta(0))
    assert isinstance(last, Run)
    assert list(check_database(desk.engine)) == []
    return last.message


def test_quotes_end_on_their_day(desk: QuoteDesk):
    sent = desk.sent(expires="2026-11-30", negotiated="5%")
    open_, draft = desk.create(), desk.create(expires="2026-11-30")
    desk.put(open_, status="processing_by_admin")
    desk.done("quote.edit", open_, expires="2026-11-30")
    never = desk.sent(expires="never")
    desk.later(7)  # in Berlin it is past eleven, in the shop's day still the last one
    assert run_task_of(desk) == "Nothing to do."
    desk.later(1)
    assert desk.code("quote.accept", sent) == "quote.expired"
    assert run_task_of(desk) == "2 done."
    found = desk.record(sent)
    assert (found["status"], found["negotiated_price_type"]) == ("expired", None)
    assert found["history"][-1]["action"] == "updated_by_system"
    assert (desk.record(open_)["status"], desk.record(open_)["expiration_period"]) == (
        "processing_by_admin",
        "2026-12-31",
    )
    assert desk.record(draft)["status"] == "draft_by_admin"
    assert desk.record(never)["expiration_period"] is None
    assert run_task_of(desk) == "Nothing to do."
    assert desk.code("quote.order", sent) == "quote.expired"


DAMAGE: list[tuple[dict[str, Any], str]] = [
    ({"base_negotiated_total": D("1.00")}, "its rows come to 412.00, not to 1.00"),
    ({"grand_total": D("1.00")}, "grand total is 1.00 and should be 453.20"),
    ({"status": "won"}, "its status is won"),
    ({"number_tail": "99"}, "other last digits"),
    ({"status": "ordered"}, "it is ordered, but names no order"),
    ({"base_total_cost": D("1.00")}, "its cost is 1.00"),
    ({"negotiated_type": "amount", "negotiated_value": D(1000)}, "what was negotiated isn't possible"),
]


def test_what_is_wrong_is_found(desk: QuoteDesk):
    for values, fault in DAMAGE:
        number = desk.create()
        before = desk.row(number)
        desk.put(number, **values)
        assert any(fault in said and f"Quote {number}" in said for said in check_database(desk.engine)), fault
        desk.put(number, **{name: before[name] for name in values})


def test_made_at_once_they_get_numbers_of_their_own(desk: QuoteDesk):
    start, outcomes = Barrier(4), []

    def make(who: str) -> None:
        runner = desk.runner(who)
        start.wait()
        outcomes.extend(runner.run([Request("quote.create", BUYER, {"items": "MUG 1"})]))

    threads = [Thread(target=make, args=(f"seller {number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.created["quotes"][0] for one in outcomes) == ["1", "2", "3", "4"]
    assert list(check_database(desk.engine)) == []
