"""The form of a shipment: the scanner's numbers first, what the packer reads, and no unpaid goods by habit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from sales_tui.actions.base import Terms
from sales_tui.rules import crediting
from sales_tui.rules.crediting import RefundRequest
from sales_tui.rules.records import Line
from tests.tui.test_form_desk import form_for, make_order, open_order, pay

D = Decimal

READ: dict[str, Any] = {
    "customer_note": "leave with [b]the neighbour[/b]",
    "shipping_method": "dhl_EXPRESS",
    "shipping_description": "DHL Express",
    "items": [{"item_id": 101, "options": [["Colour", "Blue"], ["Print", "\x1b[2J"]]}],
    "extension_attributes": {
        "gift_messages": [
            {"item_id": None, "sender": "Bo", "recipient": "Ana", "message": "Happy\nbirthday", "gift_receipt": 1},
            {"item_id": 102, "message": "For you"},
        ]
    },
}


def paid_order():
    order = make_order()
    pay(order)
    return order


async def test_what_the_packer_reads_stands_above_the_fields() -> None:
    async with form_for("order.ship", open_order(paid_order(), **READ), size=(80, 24)) as robot:
        text = robot.text
        assert "from Bo to Ana · “Happy" in text
        assert "“leave with [b]the neighbour[/b]”" in text
        assert "1.2 in all" in text
        assert "Colour: Blue, Print: ␛[2J" in text
        assert "gift: “For you”" in text
        assert text.index("Gift") < text.index("Customer") < text.index("Weight") < text.index("Tracking")
        assert robot.line("MUG-BLUE").split()[3] == "0.4"


async def test_a_scan_goes_into_the_number_and_its_enter_to_the_next_one() -> None:
    async with form_for("order.ship", open_order(paid_order())) as robot:
        assert "Tracking" in robot.here
        await robot.burst("1Z999AA10123456784\n")
        assert "1Z999AA10123456784" in robot.line("Tracking")
        assert robot.here.strip().startswith("▌               [")
        await robot.burst("1Z888\n\n")
        assert robot.app.submitted == []
        assert "MUG-BLUE" in robot.here


async def test_two_scans_and_a_quantity_in_one_burst_go_where_they_belong() -> None:
    async with form_for("order.ship", open_order(paid_order(), **READ)) as robot:
        await robot.burst("A1\nB2\n\n1\n")
        await robot.type("f2")
        assert robot.values["tracks"] == [
            {"carrier_code": "dhl", "track_number": "A1"},
            {"carrier_code": "dhl", "track_number": "B2"},
        ]
        assert robot.values["items"] == [{"item_id": 101, "qty": D(1)}, {"item_id": 102, "qty": D(1)}]


async def test_carrier_and_title() -> None:
    async with form_for("order.ship", open_order(paid_order())) as robot:
        await robot.type("5", "5", "tab", "f", "tab", "x", "y", "f2")
        assert robot.values["tracks"] == [{"carrier_code": "fedex", "track_number": "55", "title": "xy"}]


async def test_the_same_number_twice() -> None:
    async with form_for("order.ship", open_order(paid_order())) as robot:
        await robot.burst("A1\nA1\n")
        assert robot.sentence == "Tracking: A1 stands here twice; delete one of them."
        await robot.type("f2")
        assert robot.app.submitted == []


async def test_f2_says_how_many_pieces() -> None:
    async with form_for("order.ship", open_order(paid_order())) as robot:
        assert "F2  ship 3 pieces" in robot.lines[-1]
        assert robot.sentence == "3 pieces go out without a tracking number. It weighs 1.2. The order becomes Complete."
        await robot.type("enter", "1", "f2")
        assert "unpaid" not in robot.values
        assert robot.values["items"][0] == {"item_id": 101, "qty": D(1)}


async def test_unpaid_goods_need_a_tick() -> None:
    async with form_for("order.ship", open_order(make_order()), preset={"unpaid": True}) as robot:
        assert "112.00 USD due" in robot.line("Not paid")
        assert "[ ] ship although unpaid" in robot.text
        await robot.type("A1", "f2")
        assert robot.app.submitted == []
        assert "ship although unpaid" in robot.here
        assert robot.sentence == "Not paid: 112.00 USD is due. Invoice it first, or tick “ship although unpaid”."
        await robot.type("space", "f2")
        assert robot.values["unpaid"] is True


@pytest.mark.parametrize("method, terms", [("cashondelivery", Terms()), ("checkmo", Terms(require_payment=False))])
async def test_what_is_paid_later_needs_none(method: str, terms: Terms) -> None:
    async with form_for("order.ship", open_order(make_order(method=method)), terms=terms) as robot:
        assert "Not paid" not in robot.text
        await robot.type("f2")
        assert len(robot.app.submitted) == 1


async def test_refunded_pieces_are_not_offered_but_can_be_typed() -> None:
    order = paid_order()
    order.lines[0].qty_shipped = D(1)
    crediting.register(order, crediting.prepare(order, RefundRequest(qtys={1: D(1)}, shipping_amount=D(0))))
    async with form_for("order.ship", open_order(order)) as robot:
        assert "[    0 ] of 1" in robot.line("MUG-BLUE")
        assert "1 piece was refunded before shipping" in robot.text
        await robot.type("enter", "1", "f2")
        assert {"item_id": 101, "qty": D(1)} in robot.values["items"]


async def test_a_bundle_in_parts_and_a_virtual_line() -> None:
    order = paid_order()
    order.lines += [
        Line(id=7, sku="SET", name="Set", product_type="bundle", is_dummy=True, ships_in_parts=True, qty_ordered=D(1)),
        Line(id=8, sku="PART", name="Part", parent_id=7, qty_ordered=D(2), qty_invoiced=D(2)),
        Line(id=9, sku="FILE", name="File", is_virtual=True, qty_ordered=D(1), qty_invoiced=D(1)),
    ]
    async with form_for("order.ship", open_order(order)) as robot:
        assert "[" not in robot.line("SET")
        assert "[    2 ] of 2" in robot.line("PART")
        assert "    PART" in robot.line("PART")
        assert "[" not in robot.line("FILE")


async def test_pasted_lines_are_several_numbers() -> None:
    async with form_for("order.ship", open_order(paid_order())) as robot:
        await robot.paste("A1\nB2\r\n")
        await robot.type("f2")
        assert [track["track_number"] for track in robot.values["tracks"]] == ["A1", "B2"]
