"""Actions from key to database and back; keys that can't be used say why."""

from __future__ import annotations

from pathlib import Path

from tests.tui.robot import at_the_desk

OPEN = (
    "state = 'new' AND payment_method IN ('checkmo', 'banktransfer') AND base_grand_total > 0 AND total_qty_ordered > 0"
)


async def test_invoice_with_f2_from_the_grid(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        number = robot.number(OPEN)
        while number not in robot.cursor_line:
            await robot.press("down")
        before = robot.query("SELECT count(*) FROM invoice")[0][0]
        await robot.press("i")
        robot.expect(number, "F2")
        await robot.press("escape")
        assert robot.query("SELECT count(*) FROM invoice")[0][0] == before
        await robot.burst("i", "f2")
        assert robot.query("SELECT count(*) FROM invoice")[0][0] == before + 1
        robot.expect("✓ Invoice", "made", "invoiced 05:42")
        assert number in robot.cursor_line
        await robot.press("g", "i")
        robot.expect(f"{before + 1:,} invoices")


async def test_f2_pressed_twice_writes_once(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.open(robot.number(OPEN))
        before = robot.query("SELECT count(*) FROM invoice")[0][0]
        await robot.burst("i", "f2", "f2", "ctrl+s")
        assert robot.query("SELECT count(*) FROM invoice")[0][0] == before + 1
        robot.expect("Invoices 1", "✓ Invoice")


async def test_a_record_shows_what_was_done_to_it(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.open(robot.number(OPEN))
        await robot.press("h")
        robot.expect("F2")
        await robot.press("f2")
        robot.expect("On Hold", "is on hold", "h release")
        await robot.press("h", "f2")
        robot.expect("is released", "h hold")


async def test_dead_keys_say_why(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        number = robot.number("state = 'closed'")
        await robot.open(number)
        await robot.press("i")
        robot.expect("! ", "can't be invoiced", f"Order {number}")
        await robot.press("h")
        robot.expect("can't be put on hold")


async def test_tracking_on_an_order_is_for_its_shipments(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.open(robot.number("id NOT IN (SELECT order_id FROM shipment)"))
        await robot.press("t")
        robot.expect("has no shipment yet")
        await robot.press("escape")
        several = "id IN (SELECT order_id FROM shipment GROUP BY order_id HAVING count(*) = 1)"
        await robot.open(robot.number(several))
        await robot.press("t", *"1Z999")
        robot.expect("1Z999", "F2")
        await robot.press("f2")
        robot.expect("Tracking added")


async def test_documents_have_their_own_keys(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        number = robot.number("state = 1", "invoice")
        await robot.press(":", *f"i{number}", "enter")
        robot.expect(f"Invoice {number}", "Pending · not paid", "i record payment")
        await robot.press("c", *"called", "f2")
        robot.expect("Comment added", "called")


async def test_a_refund_on_an_invoice_is_of_that_invoice(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        number = robot.number(
            "state = 2 AND order_id IN (SELECT id FROM sales_order WHERE state = 'complete')", "invoice"
        )
        await robot.press(":", *f"i{number}", "enter", "r")
        robot.expect("F2", number)


async def test_somebody_else_was_faster(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.open(robot.number(OPEN))
        await robot.press("c", *"hello")
        import sqlite3

        with sqlite3.connect(shop) as connection:
            connection.execute("UPDATE sales_order SET version = version + 1")
        await robot.press("f2")
        robot.expect("hello", "open it again")
        await robot.press("escape")
        robot.expect("[Information]")


async def test_read_only_has_no_actions(shop: Path) -> None:
    async with at_the_desk(shop, read_only=True) as robot:
        robot.expect("read-only")
        robot.expect_not("i invoice")
        await robot.press("i")
        robot.expect("Opened read-only", "[2 Orders]")
        await robot.press("?")
        robot.expect_not("Make an invoice")


async def test_a_locked_database_is_a_sentence(shop: Path) -> None:
    import sqlite3

    from sales_tui.store import engine

    async with at_the_desk(shop) as robot:
        await robot.open(robot.number(OPEN))
        await robot.press("c", *"hello")
        with robot.app.runtime.engine.connect() as one:
            one.connection.driver_connection.execute("PRAGMA busy_timeout = 50")  # type: ignore[union-attr]
        assert engine.BUSY_SECONDS
        lock = sqlite3.connect(shop)
        lock.execute("BEGIN IMMEDIATE")
        await robot.press("f2")
        robot.expect("locked", "hello")
        lock.rollback()
        await robot.press("f2")
        robot.expect("✓ Comment added")
