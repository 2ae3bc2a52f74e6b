"""The form of an invoice, with and without the shipment in the same step."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.tui.test_form_desk import form_for, make_order, open_order, pay

D = Decimal


async def test_all_that_is_open_with_its_totals() -> None:
    async with form_for("order.invoice", open_order(make_order())) as robot:
        assert robot.line("MUG-BLUE").split()[4:] == "2 0 2 [ 2 ] of 2 80.00 5.60".split()
        totals = [
            line.split()[-2:] for line in robot.lines if line.split()[-2:-1] in (["Subtotal"], ["Tax"], ["total"])
        ]
        assert totals == [["Subtotal", "100.00"], ["Tax", "7.00"], ["total", "112.00"]]
        assert robot.sentence == "The order becomes Processing."
        await robot.type("f2")
        assert robot.values == {
            "items": [{"item_id": 101, "qty": D(2)}, {"item_id": 102, "qty": D(1)}],
            "ship": False,
        }


async def test_a_part_of_it() -> None:
    async with form_for("order.invoice", open_order(make_order())) as robot:
        await robot.type("1", "enter", "0")
        assert "F2  invoice 47.80" in robot.lines[-1]
        assert robot.sentence == "The order becomes Processing. 64.20 USD stays due."
        await robot.type("ctrl+s")
        assert robot.values["items"] == [{"item_id": 101, "qty": D(1)}]


async def test_nothing_at_all_is_refused() -> None:
    async with form_for("order.invoice", open_order(make_order())) as robot:
        await robot.type("ctrl+x", "f2")
        assert robot.app.submitted == []
        assert "name at least one piece" in robot.sentence


async def test_in_one_step_with_the_shipment() -> None:
    async with form_for("order.invoice", open_order(make_order()), preset={"ship": True}) as robot:
        assert "[✓] ship the same pieces in the same step" in robot.text
        assert "Tracking" in robot.here
        assert robot.sentence == "3 pieces ship. The order becomes Complete."
        await robot.burst("A1\n\n")
        await robot.type("f2")
        assert robot.values["ship"] is True
        assert robot.values["tracks"] == [{"carrier_code": "custom", "track_number": "A1"}]


async def test_tracking_is_there_only_with_the_shipment() -> None:
    async with form_for("order.invoice", open_order(make_order())) as robot:
        assert "Tracking" not in robot.text
        await robot.type("down", "down", "space")
        assert "Tracking" in robot.text
        await robot.type("down", "A1", "up", "space")
        assert "Tracking" not in robot.text
        await robot.type("f2")
        assert "tracks" not in robot.values


async def test_a_virtual_order_offers_no_shipment() -> None:
    order = make_order()
    order.is_virtual = True
    for line in order.lines:
        line.is_virtual = True
    async with form_for("order.invoice", open_order(order)) as robot:
        assert "ship the same pieces" not in robot.text


async def test_money_of_a_gateway_has_to_be_spoken_for() -> None:
    async with form_for("order.invoice", open_order(make_order(method="braintree")), size=(80, 24)) as robot:
        await robot.type("f2")
        assert robot.app.submitted == []
        assert "whose gateway is not set up here" in robot.sentence
        assert "Money" in robot.here
        await robot.type("space", "f2")
        assert robot.values["capture"] == "offline"


async def test_charged_later_and_shipped_now_needs_a_tick() -> None:
    opened = open_order(make_order(method="braintree"))
    async with form_for("order.invoice", opened, preset={"ship": True, "capture": "none"}) as robot:
        assert "ship although unpaid" in robot.text
        await robot.type("f2")
        assert robot.app.submitted == []
        assert "ship although unpaid" in robot.here
        await robot.type("space", "f2")
        assert robot.values["unpaid"] is True


async def test_what_is_invoiced_already_has_no_field() -> None:
    order = make_order()
    pay(order, {2: D(1)})
    async with form_for("order.invoice", open_order(order)) as robot:
        assert "[" not in robot.line("TEE-M")
        assert "[    2 ] of 2" in robot.line("MUG-BLUE")


async def test_unexplained_totals_are_shown() -> None:
    order = make_order()
    for money in (order.money, order.base):
        money.grand_total += 3
        money.total_due += 3
    async with form_for("order.invoice", open_order(order)) as robot:
        assert "Unexplained, from import" in robot.text
        assert "F2  invoice 115.00" in robot.lines[-1]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_five_hundred_lines(size: tuple[int, int]) -> None:
    async with form_for("order.invoice", open_order(make_order(more=498)), size=size) as robot:
        await robot.pilot.pause(0.3)
        await robot.app.workers.wait_for_complete()
        await robot.pilot.pause()
        assert "F2  invoice 610.00" in robot.lines[-1]
        await robot.pilot.press("ctrl+end")
        await robot.type("0")
        assert "SKU-500" in robot.here
        assert "Invoice   000012301" in robot.lines[0]
        await robot.type("f2")
        assert len(robot.values["items"]) == 499
