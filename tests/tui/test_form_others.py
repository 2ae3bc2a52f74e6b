"""Hold, release, cancel, comment, tracking numbers, an open invoice's payment and cancellation."""

from __future__ import annotations

from decimal import Decimal

from tests.tui.test_form_desk import form_for, make_order, open_order, pay, send, target_for

D = Decimal


async def test_hold_with_a_reason() -> None:
    async with form_for("order.hold", target_for("order.hold"), size=(80, 24)) as robot:
        assert robot.sentence.startswith("The order becomes On Hold.")
        await robot.type("fraud?", "enter", "f2")
        assert robot.values == {"comment": "fraud?"}


async def test_release_without_a_reason() -> None:
    async with form_for("order.unhold", target_for("order.unhold")) as robot:
        assert robot.sentence == "The order becomes Pending."
        await robot.type("f2")
        assert robot.values == {}


async def test_cancel_names_the_pieces_and_the_money_it_ends() -> None:
    order = make_order()
    pay(order, {1: D(1)})
    async with form_for("order.cancel", open_order(order), size=(80, 24)) as robot:
        assert "cancel what isn't invoiced: 2 pieces, 64.20 USD" in robot.text
        assert robot.line("MUG-BLUE").split()[3:] == ["2", "1", "0", "1"]
        assert "F2  cancel 2 pieces" in robot.lines[-1]
        assert robot.sentence.endswith("What is invoiced stays.")
        await robot.type("no", "f2")
        assert robot.values == {"comment": "no"}


async def test_a_comment_of_several_lines() -> None:
    async with form_for("order.comment", target_for("order.comment")) as robot:
        await robot.type("f2")
        assert robot.sentence == "Type the comment first."
        await robot.type("one", "ctrl+n", "two*", "enter", "space", "f2")
        assert robot.values == {"comment": "one\ntwo*", "is_visible_on_front": True}
        assert robot.sentence.startswith("The customer sees it in the shop.")


async def test_another_status_of_the_same_state() -> None:
    order = make_order()
    pay(order)
    async with form_for("order.comment", open_order(order)) as robot:
        assert "(•) Processing  ( ) Suspected Fraud" in robot.text
        await robot.type("x", "enter", "right")
        assert robot.sentence == "Only the staff sees it. The order becomes Suspected Fraud."
        await robot.type("f2")
        assert robot.values == {"comment": "x", "status": "fraud", "is_visible_on_front": False}


async def test_a_long_comment_in_foreign_letters() -> None:
    async with form_for("order.comment", target_for("order.comment"), size=(80, 24)) as robot:
        text = "山田太郎 " * 60 + "[red]x[/]"
        await robot.paste(text + "\x1b[2J\u202e")
        assert "[red]x[/]" in robot.text
        assert all(len(line) <= 80 for line in robot.lines)
        assert "F2  comment" in robot.lines[-1]
        await robot.type("f2")
        assert robot.values["comment"] == text + "[2J"


async def test_a_tracking_number_more() -> None:
    order = make_order()
    opened = open_order(order, send(order, "1Z1"))
    async with form_for("shipment.track", opened) as robot:
        assert robot.line("Known").split() == ["Known", "1Z1", "UPS"]
        await robot.burst("1Z1\n")
        await robot.type("f2")
        assert robot.app.submitted == []
        assert "already has tracking number 1Z1" in robot.sentence
        await robot.type("up", "1Z2", "f2")
        assert robot.values == {"tracks": [{"carrier_code": "custom", "track_number": "1Z2"}]}


async def test_a_tracking_number_less() -> None:
    order = make_order()
    opened = open_order(order, send(order, "1Z1", "1Z2"))
    async with form_for("shipment.untrack", opened) as robot:
        await robot.type("f2")
        assert robot.sentence == "Choose the number to take off first."
        await robot.type("down", "down", "f2")
        assert robot.values == {"track_number": "1Z2"}


async def test_the_only_tracking_number_is_chosen_already() -> None:
    async with form_for("shipment.untrack", target_for("shipment.untrack")) as robot:
        await robot.type("f2")
        assert robot.values == {"track_number": "1Z1"}


async def test_the_payment_of_an_invoice() -> None:
    async with form_for("invoice.capture", target_for("invoice.capture")) as robot:
        assert "Record payment   invoice 000000001 · order 000012301 · Ana Silva" in robot.lines[0]
        assert robot.sentence.startswith("Nothing stays due.")
        assert "F2  record payment 112.00" in robot.lines[-1]
        await robot.type("f2")
        assert robot.values == {}


async def test_the_payment_of_a_gateways_invoice_has_to_be_spoken_for() -> None:
    order = make_order(method="braintree")
    async with form_for("invoice.capture", open_order(order, pay(order, paid=False))) as robot:
        await robot.type("f2")
        assert "whose gateway is not set up here" in robot.sentence
        await robot.type("space", "f2")
        assert robot.values == {"capture": "offline"}


async def test_an_invoice_is_cancelled() -> None:
    async with form_for("invoice.cancel", target_for("invoice.cancel")) as robot:
        assert "3 pieces can be invoiced again, 112.00 USD" in robot.text
        await robot.type("wrong one", "f2")
        assert robot.values == {"comment": "wrong one"}


async def test_a_comment_on_a_document() -> None:
    async with form_for("invoice.comment", target_for("invoice.comment")) as robot:
        await robot.type("paid by hand", "f2")
        assert robot.values == {"comment": "paid by hand", "is_visible_on_front": False}
        assert robot.sentence == "Only the staff sees it."
