"""What is on the screen at the start, at all sizes, and where there is nothing to show."""

from __future__ import annotations

from pathlib import Path

from tests.tui.robot import at_the_desk


async def test_it_opens_on_orders_the_newest_first(shop: Path) -> None:
    async with at_the_desk(shop, demo=True) as robot:
        robot.expect("Sales", "DEMO", "ada", "[2 Orders]  3 Invoices  4 Shipments  5 Credit memos")
        robot.expect("All orders", "newest first", "240 orders", "1 of 240", "Purchased ▾")
        assert "000000240" in robot.cursor_line
        robot.expect("/ filter", "v views", ": go to", "? keys", "America/New_York")


async def test_the_time_is_the_shops(shop: Path) -> None:
    async with at_the_desk(shop, timezone="Asia/Tokyo") as robot:
        assert robot.lines[0].endswith("19:42 Asia/Tokyo")


async def test_the_pane_follows_the_cursor(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.press("down", "down")
        number = robot.cursor_line.split()[1]
        pane = robot.text.split(" of 240 ")[1]
        assert number in pane
        assert "Grand total" in pane
        robot.expect("3 of 240")


async def test_small_terminals_keep_what_matters(shop: Path) -> None:
    async with at_the_desk(shop, (80, 24), demo=True) as robot:
        robot.expect("[2 Orders]", "DEMO", "sales.db", "240 orders", "Bill-to", "Total", "Status", "? keys")
        robot.expect_not("Grand total", "Ship-to")
        assert sum(line.startswith(("    0000", "▌   0000")) for line in robot.lines) >= 17


async def test_too_small_says_so_and_recovers(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.press("down", "down", "enter")
        before = robot.lines[:20]
        await robot.resize(39, 12)
        assert "The window is too small (needs 40 x 10)" in " ".join(robot.text.split())
        await robot.press("down", "i")
        await robot.resize(120, 9)
        robot.expect("too small")
        await robot.resize(120, 40)
        assert robot.lines[:20] == before


async def test_an_empty_database_says_what_to_do(empty: Path) -> None:
    async with at_the_desk(empty) as robot:
        robot.expect("No orders yet", "sales-tui import")
        await robot.press("i")
        robot.expect("no record under the cursor")
        await robot.press("g", "i")
        robot.expect("No invoices yet")


async def test_a_database_that_is_none_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "sales.db"
    path.write_text("this is no database, whatever its name says " * 100)
    async with at_the_desk(path) as robot:
        assert "can't be read" in robot.text
        assert "is not a SQLite database" in " ".join(robot.text.split())
        await robot.press("g", "s")
        robot.expect("[4 Shipments]")
