"""Printing at the desk: the key, the whole work in one step, the place where prints wait."""

from __future__ import annotations

from pathlib import Path

from sales_tui.tui.keys import verb_named
from tests.tui.robot import Robot, at_the_desk

QUEUE = "SELECT kind, increment_id, state FROM print ORDER BY id"
UNTOUCHED = "status = 'pending' AND payment_method = 'checkmo' AND total_paid = 0"


async def go_to_the_prints(robot: Robot) -> None:
    await robot.press(":")
    await robot.burst(*"prints", "enter")


async def test_print_an_order_from_the_grid(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        number = robot.number("EXISTS (SELECT 1 FROM shipment s WHERE s.order_id = sales_order.id)")
        await robot.open(number)
        await robot.press("p")
        robot.expect(f"Print   {number}", "Prints", "packing slip", "wait", "F2  print")
        await robot.press("f2")
        robot.expect("Queued for printing: ")
        queued = robot.query(QUEUE)
        assert "shipment" in {kind for kind, _, _ in queued}
        await robot.press("p")
        robot.expect("wait", "to be printed already")
        assert robot.query(QUEUE) == queued


async def test_marked_orders(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.press("space", "space", "p")
        robot.expect("Print 2 orders?", "will be done")
        await robot.press("f2")
        await robot.until("Print: 2 done")
        assert len({number for _, number, _ in robot.query(QUEUE)}) >= 2


async def test_the_place_where_prints_wait(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await go_to_the_prints(robot)
        robot.expect("[Prints]", "p queues a document for printing")
        await robot.press("g", "s", "p", "f2")
        ((kind, number, _),) = robot.query(QUEUE)
        assert kind == "shipment"
        await go_to_the_prints(robot)
        robot.expect("1 print", "Packing slip", number, "Waiting")
        await robot.press("enter")
        robot.expect(f"Shipment {number}", "Tracking")
        await robot.press("escape", "x")
        robot.expect(f"packing slip {number}", "It won't be printed", "F2  remove")
        await robot.press("f2")
        robot.expect(f"Taken out of the print queue: packing slip {number}.")
        assert robot.query(QUEUE) == [("shipment", number, "removed")]
        await robot.press("v")
        robot.expect("All prints", "Waiting", "Printed")
        await robot.press("escape", "x")
        robot.expect("It doesn't wait any more")


async def test_everything_in_one_step(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        number = robot.number(UNTOUCHED)
        await robot.open(number)
        await robot.press("ctrl+p", *"invoice, charge", "enter")
        robot.expect(f"Invoice, charge, ship, print   {number}", "Queued for printing: invoice and packing slip.")
        await robot.press("f2")
        robot.expect("Queued for printing.")
        assert [kind for kind, _, _ in robot.query(QUEUE)] == ["invoice", "shipment"]
        await robot.press(":", *"order.fulfil", "enter")
        robot.expect("nothing is left to invoice or to ship")


def test_it_is_known_by_its_name() -> None:
    verb = verb_named("order.fulfil")
    assert verb is not None
    assert verb.label == "invoice, charge, ship, print"
