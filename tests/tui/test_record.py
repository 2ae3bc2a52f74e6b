"""A record's own screen: its panes, its documents, and texts of every kind."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from rich.cells import cell_len

from tests.tui.robot import at_the_desk


async def test_panes_of_an_order_and_its_documents(shop: Path) -> None:
    async with at_the_desk(shop, (120, 60)) as robot:
        number = robot.number("id IN (SELECT order_id FROM creditmemo) AND id IN (SELECT order_id FROM shipment)")
        await robot.open(number)
        for pane in ("Information", "Items", "Totals", "Invoices 1", "Shipments", "Credit memos 1", "Comments history"):
            robot.expect(pane)
        robot.expect("Grand total", "Refunded", "SKU")
        await robot.press("tab", "tab", "right")
        robot.expect("[Invoices 1]")
        await robot.press("enter")
        robot.expect("Invoice 0", f"of order {number}", "[Information]", "Order")
        await robot.press("shift+tab", "enter")
        robot.expect(f"Order {number}")
        await robot.press("escape", "escape")
        robot.expect("[Invoices 1]")


async def test_a_row_takes_a_click(shop: Path) -> None:
    async with at_the_desk(shop, (120, 60)) as robot:
        await robot.open(robot.number("id IN (SELECT order_id FROM shipment)"))
        number = next(line for at, line in enumerate(robot.lines) if "Tracking" in robot.lines[at - 1]).split()[0]
        await robot.click(number)
        robot.expect(f"Shipment {number}")


async def test_a_record_opened_by_number_has_no_next(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.scan("000000042")
        await robot.press("j")
        robot.expect("opened by its number", "Order 000000042")


HOSTILE = ("[red]x[/]", "\x1b[2J\x1b]0;x\x07", "\u202eabc", "👩‍👩‍👧‍👦 🇩🇪", "a\u0300" * 300, "x" * 500, "tab\there")


async def test_hostile_texts_are_only_texts(shop: Path) -> None:
    comment = "[bold]5,000 characters[/bold] " + "lorem ipsum " * 420
    with sqlite3.connect(shop) as connection:
        for key, name in enumerate(HOSTILE):
            connection.execute(
                "UPDATE sales_order SET billing_name = ?, customer_firstname = ?, customer_note = ? WHERE id = ?",
                (name, name, name * 3, 240 - key),
            )
        connection.execute("UPDATE order_address SET street = ?, city = ?", ("\x1b[31m\nb[/]", "[link=x]y"))
        connection.execute("UPDATE order_item SET name = ?, sku = ?", HOSTILE[:2])
        connection.execute("UPDATE order_status_history SET comment = ?", (comment,))
    async with at_the_desk(shop) as robot:
        robot.expect("[red]x[/]", "␛[2J")
        for _ in HOSTILE:
            for line in robot.lines:
                assert "\x1b" not in line
                assert cell_len(line) <= 120
            await robot.press("enter", *["tab"] * 6)
            robot.expect("[bold]5,000 characters[/bold]")
            assert all(cell_len(line) <= 120 and "\x1b" not in line for line in robot.lines)
            await robot.press("escape", "down")


async def test_unexplained_and_two_currencies(shop: Path) -> None:
    with sqlite3.connect(shop) as connection:
        connection.execute("UPDATE sales_order SET grand_total = grand_total + 10000 WHERE id = 240")
    async with at_the_desk(shop, (120, 60)) as robot:
        await robot.press("enter")
        robot.expect("Unexplained, from import")
        await robot.press("escape")
        await robot.open(robot.number("order_currency_code <> base_currency_code"))
        robot.expect("Customer paid", "Shop currency")
