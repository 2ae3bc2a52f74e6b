"""Returns at the desk: noted, led through their life by `a`, denied, parcels by scans, several at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.return_rows import BARCODE, Shop, shippable
from tests.tui.robot import Robot, at_the_desk
from tests.tui.test_job_preview import expect


def one(robot: Robot, sql: str) -> object:
    """The only value that a query gives."""
    return robot.query(sql)[0][0]


async def go(robot: Robot, *numbers: str) -> None:
    """The grid of returns, with these only."""
    await robot.press("g", "r")
    await robot.burst("/", "ctrl+u", *"number:" + ",".join(numbers), "enter")


async def open_return(robot: Robot, number: str) -> None:
    """The return's own screen, by the go-to box."""
    await robot.press(":")
    await robot.scan(f"r{number}")


async def test_a_return_from_the_order_to_the_money(shop: Path) -> None:
    (number, sku) = shippable(shop, 1)[0]
    async with at_the_desk(shop) as robot:
        await robot.open(number)
        await robot.press("n")
        robot.expect("Which one?", "order again", "new return")
        await robot.press("b")
        robot.expect("New return", sku, "can come back", "F2  ask for")
        while sku not in robot.cursor_line:
            await robot.press("enter")
        await robot.press("2", "tab", "w", "tab", "o", "tab", "r", "f2")
        made = str(one(robot, "SELECT increment_id FROM rma ORDER BY id DESC LIMIT 1"))
        robot.expect(f"Return {made} noted for order {number}: 2 × {sku}.", "Returns 1")
        await open_return(robot, made)
        for step, becomes in (
            ("authorize", "Authorized · waits for the parcel"),
            ("receive", "Return Received · to be looked at"),
            ("approve", "Processed and Closed · to be refunded or exchanged"),
        ):
            robot.expect(f"a {step} 2")
            await robot.press("a", "f2")
            robot.expect(f"Return {made} · ", becomes)
        robot.expect("a settle 2")
        await robot.press("a")
        robot.expect("Nothing goes back to stock.", "F2  refund ")
        stock = one(robot, "SELECT coalesce(max(id), 0) FROM stock_movement")
        await robot.press("enter", "space", "f2")
        robot.expect("Processed and Closed · refunded", "credit memo", f"Return {made} settled. Credit memo")
        memo = one(robot, "SELECT increment_id FROM creditmemo ORDER BY id DESC LIMIT 1")
        assert robot.query(f"SELECT sku, qty FROM stock_movement WHERE id > {stock}") == [(sku, 20000)]
        await robot.press("tab", "tab", "tab", "enter")
        robot.expect(f"Credit memo {memo}")


async def test_each_line_on_its_own(shop: Path) -> None:
    (number, sku) = shippable(shop, 1)[0]
    made = Shop(shop).make(number, pieces={sku: 2})
    async with at_the_desk(shop) as robot:
        await go(robot, made)
        await robot.press("a", "1", "f2")
        robot.expect(f"Authorized: 1 × {sku}", "Partially Authorized")
        await robot.press("d")
        robot.expect("Deny the return")
        await robot.press("0", "down", "down", *"too late", "f2")
        robot.expect(f"Denied: 1 × {sku}")
        assert robot.query("SELECT status, note FROM rma_item WHERE status = 'denied'")[-1] == ("denied", "too late")


async def test_what_cannot_be_done_says_why(shop: Path) -> None:
    orders = shippable(shop, 2)
    desk = Shop(shop)
    open_one = desk.make(orders[0][0], pieces={orders[0][1]: 1})
    denied = desk.make(orders[1][0], "deny", pieces={orders[1][1]: 1})
    async with at_the_desk(shop) as robot:
        await go(robot, open_one)
        await robot.press("z")
        robot.expect("! ", "nothing is received yet; receive it first")
        await go(robot, denied)
        await robot.press("a")
        robot.expect(f"! Return {denied} is denied and can't be changed; it still takes comments.")
        await robot.press("c", *"called them", "f2")
        robot.expect(f"Comment added to {denied}.")
        assert one(robot, "SELECT count(*) FROM rma_comment WHERE comment = 'called them'") == 1


async def test_closing_and_tracking(shop: Path) -> None:
    (number, sku) = shippable(shop, 1)[0]
    made = Shop(shop).make(number, "authorize", pieces={sku: 1})
    async with at_the_desk(shop) as robot:
        await go(robot, made)
        await robot.press("t", *"RT 77", "f2")
        robot.expect(f"Tracking added to return {made}.")
        await robot.press("x")
        robot.expect("Close the return", "1 piece of it is not done.")
        await robot.press("f2")
        robot.expect("Closed · ended before it was done")


async def test_a_new_return_asks_for_its_order(shop: Path) -> None:
    (number, _) = shippable(shop, 1)[0]
    async with at_the_desk(shop) as robot:
        await robot.press("g", "r", "n")
        robot.expect("New return", "number of the order that something comes back of")
        await robot.scan("999999999")
        robot.expect("! There is no order 999999999.")
        await robot.scan(number)
        robot.expect(f"New return   {number}", "can come back")
        await robot.press("escape")
        robot.expect("[6 Returns]")


@pytest.mark.parametrize("by", ["return", "order", "tracking"])
async def test_a_parcel_is_found_by_what_is_on_it(shop: Path, by: str) -> None:
    (number, sku) = shippable(shop, 1)[0]
    desk = Shop(shop)
    made = desk.make(number, "authorize", pieces={sku: 2})
    desk.do("return.track", made, tracks=[{"carrier_code": "dhl", "track_number": "JD 0077"}])
    async with at_the_desk(shop) as robot:
        await robot.press("g", "r", "s")
        robot.expect("Receive a parcel", "number of the return or its order")
        await robot.press("enter")
        robot.expect("! Nothing was typed yet.")
        await robot.scan({"return": made, "order": number, "tracking": "JD 0077"}[by])
        robot.expect(f"Receive a parcel   return {made}", "▌ Scan")


async def test_a_parcel_with_strangers_surplus_and_one_broken(shop: Path) -> None:
    (number, sku) = shippable(shop, 1)[0]
    made = Shop(shop).make(number, pieces={sku: 2})
    async with at_the_desk(shop) as robot:
        robot.change("UPDATE product SET barcode = '' WHERE barcode = ?", BARCODE)
        robot.change("DELETE FROM product WHERE sku = ?", sku)
        robot.change(
            "INSERT INTO product (version, sku, name, type_id, price, qty, tax_class, tax_percent, weight, barcode, "
            "bin_location, is_active, is_returnable, updated_at) "
            f"VALUES (1, ?, 'x', 'simple', 0, 0, '', 0, 0, '{BARCODE}', '', 1, 1, 0)",
            sku,
        )
        await robot.press("g", "r", "s")
        await robot.burst(*made, "enter", *BARCODE, "enter", *sku, "enter")
        robot.expect(f"{sku}   2 of 2", "2 pieces accepted.")
        await robot.scan(sku)
        robot.expect(f"! {sku} is one too many: 2 awaited, 2 counted.", "[!", "not counted")
        await robot.scan("STRANGE-1")
        robot.expect("! STRANGE-1 isn't awaited on this return; nothing was counted.")
        await robot.press("down", "enter", "1", "enter", "d", "enter", *"B-12", "enter", *"one broken", "f2")
        robot.expect(f"Parcel of return {made} received.", f"Accepted: 1 × {sku}.", f"Rejected: 1 × {sku}.")
        found = robot.query("SELECT status, found, shelf FROM rma_item WHERE found <> '' ORDER BY id DESC LIMIT 2")
        assert sorted(found) == [("approved", "damaged", "B-12"), ("rejected", "damaged", "B-12")]
        await robot.press(":", *"to refund", "enter")
        robot.expect(made, "To refund   / todo:settle")


async def test_of_several_returns_of_an_order_one_is_chosen(shop: Path) -> None:
    (number, sku) = shippable(shop, 1)[0]
    desk = Shop(shop)
    first, second = (desk.make(number, pieces={sku: 1}) for _ in range(2))
    async with at_the_desk(shop) as robot:
        await robot.press("g", "r", "s")
        await robot.scan(number)
        robot.expect("Several returns wait for it: which?", f"return {first}", f"return {second}")
        await robot.press("b")
        robot.expect(f"Receive a parcel   return {first}")


async def test_marks_go_on_by_the_step_that_each_waits_for(shop: Path) -> None:
    orders = shippable(shop, 5)
    desk = Shop(shop)
    steps = ((), (), ("authorize",), ("authorize", "receive", "approve"), ("deny",))
    made = [desk.make(number, *led, pieces={sku: 1}) for (number, sku), led in zip(orders, steps, strict=True)]
    async with at_the_desk(shop) as robot:
        await go(robot, *made)
        await robot.press("*", "a")
        expect(robot, "Next step: 4 returns?", "3 will be done", "2 will be done: authorize", "1 will be done: receive")
        expect(robot, "1 to refund or exchange: one at a time", "1 is denied and can't be changed")
        await robot.press("f2")
        robot.expect("Next step: 3 done, 1 refused", "2 marked")
        found = dict(robot.query("SELECT increment_id, status FROM rma"))
        assert [found[number] for number in made] == [
            "authorized",
            "authorized",
            "received",
            "processed_closed",
            "denied",
        ]


async def test_no_is_said_to_several_with_one_reason(shop: Path) -> None:
    desk = Shop(shop)
    made = [desk.make(number, pieces={sku: 1}) for number, sku in shippable(shop, 2)]
    async with at_the_desk(shop) as robot:
        await go(robot, *made)
        await robot.press("*", "d", "f2")
        robot.expect("Deny 2 returns?", "There is no comment yet: type it first.")
        await robot.burst(*"season is over", "f2")
        robot.expect("2 done")
        notes = robot.query("SELECT note FROM rma_item ORDER BY id DESC LIMIT 2")
        assert notes == [("season is over",), ("season is over",)]
        await robot.press("*", "ctrl+p", *"return.settle", "enter")
        robot.expect("! Returns are settled one at a time")


async def test_a_refund_says_what_is_under_way(shop: Path) -> None:
    (number, sku) = shippable(shop, 1)[0]
    made = Shop(shop).make(number, "authorize", "receive", pieces={sku: 2})
    async with at_the_desk(shop) as robot:
        await robot.open(number)
        await robot.press("r")
        robot.expect(f"Return {made} is under way: 2 arrived, not yet accepted.")


async def test_words_and_views(shop: Path) -> None:
    (number, sku) = shippable(shop, 1)[0]
    made = Shop(shop).make(number, "authorize", pieces={sku: 1})
    async with at_the_desk(shop) as robot:
        await open_return(robot, made)
        robot.expect(f"Return {made} · ", "waits for the parcel")
        await robot.press("escape", "g", "6", "v")
        robot.expect("New", "Waiting for parcel", "To inspect", "To refund", "Older than 7 days")
        await robot.press("escape", ":", *"waiting for p", "enter")
        robot.expect(made, "Waiting for parcel   / todo:receive")
        await robot.press("question_mark")
        robot.expect("authorize: Allow the customer to send pieces back.", "new return:")


async def test_the_report_of_what_comes_back(shop: Path) -> None:
    orders = shippable(shop, 2)
    desk = Shop(shop)
    for (number, sku), reason in zip(orders, ("out_of_service", "other"), strict=True):
        desk.make(number, pieces={sku: 2}, reason=reason, reason_text="too blue")
    async with at_the_desk(shop) as robot:
        await robot.press("g", "r", "g")
        robot.expect("e report")
        await robot.press("e")
        robot.expect("Returns by reason", "all time", "Out of Service", "Other", "█")
        await robot.press("tab")
        robot.expect("Returns by SKU", orders[0][1], orders[1][1])
        await robot.press("tab", "right")
        robot.expect("Returns by SKU and reason", "since 30 days ago", "Out of Service", orders[0][1])
        await robot.press("right", "end", "home")
        robot.expect("this month")
        await robot.press("escape")
        robot.expect("[6 Returns]")
        await robot.press("ctrl+p", *"report.ret", "enter")
        robot.expect("Returns by reason")


async def test_a_report_of_nothing(empty: Path) -> None:
    async with at_the_desk(empty) as robot:
        await robot.press("g", "r")
        robot.expect("No returns yet. n notes one, here or on an order that has shipped.")
        await robot.press("g", "e")
        robot.expect("No return was requested in that time.")


async def test_a_parcel_from_anywhere_by_the_palette(shop: Path) -> None:
    (number, sku) = shippable(shop, 1)[0]
    made = Shop(shop).make(number, pieces={sku: 1})
    async with at_the_desk(shop) as robot:
        await robot.press("ctrl+p", *"parcel", "enter")
        robot.expect("Receive a parcel", "number of the return or its order")
        await robot.scan(made)
        robot.expect(f"Receive a parcel   return {made}")


async def test_nothing_is_started_read_only(shop: Path) -> None:
    async with at_the_desk(shop, read_only=True) as robot:
        for key in ("s", "n", "a"):
            await robot.press("g", "r", key)
            robot.expect("! Opened read-only: nothing can be changed here.")
