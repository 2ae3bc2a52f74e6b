"""Ways through the application: workspaces, records, the go-to box, sorting, back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.robot import at_the_desk


@pytest.mark.parametrize(
    "key, tab", [("i", "[3 Invoices]"), ("s", "[4 Shipments]"), ("c", "[5 Credit memos]"), ("4", "[4 Shipments]")]
)
async def test_g_and_a_letter_or_digit_is_a_workspace(shop: Path, key: str, tab: str) -> None:
    async with at_the_desk(shop) as robot:
        await robot.press("g")
        robot.expect("go to   q quotes  o orders  i invoices  s shipments  c memos  r returns  b agreements")
        await robot.press(key)
        robot.expect(tab, "newest first")
        await robot.burst("g", "o")
        robot.expect("[2 Orders]")


async def test_g_and_another_key_says_so(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.press("g", "w")
        robot.expect("g w goes nowhere", "[2 Orders]")
        await robot.press("g", "escape")
        robot.expect_not("escape stay")


async def test_a_tab_takes_a_click(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.click("5 Credit memos")
        robot.expect("[5 Credit memos]")


async def test_workspaces_are_kept_as_they_were(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.press("down", "down", "down", "o", "e", "g", "i", "down", "g", "o")
        robot.expect("by total, largest first", "Total ▾")
        row = robot.cursor_line
        await robot.press("g", "i")
        robot.expect("2 of ")
        await robot.press("g", "o")
        assert robot.cursor_line == row


async def test_sorting_by_a_letter_and_round_again(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.press("o")
        robot.expect("Sort by", "Bill-to", "now; again turns it round")
        await robot.press("c")
        robot.expect("by bill-to", "Bill-to ▴")
        await robot.press("home")
        first = robot.cursor_line
        await robot.burst("o", "c", "home")
        robot.expect("Bill-to ▾", "Z to A")
        assert robot.cursor_line != first


async def test_a_click_on_a_label_sorts(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.click("Ship-to")
        robot.expect("Ship-to ▴")


async def test_the_cursor_stays_on_its_record_when_sorting(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.press("down", "down")
        number = robot.cursor_line.split()[1]
        await robot.press("o", "e")
        assert number in robot.cursor_line


async def test_enter_opens_and_escape_leaves_everything_as_it_was(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.press("o", "e", "home", "pagedown", "down", "down")
        before = robot.lines
        number = robot.cursor_line.split()[1]
        await robot.press("enter")
        robot.expect(f"Order {number}", "[Information]", "Comments history", "Grand total", " of 240")
        await robot.press("escape")
        assert robot.lines == before


async def test_j_and_k_in_the_grid_and_in_a_record(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.press("j", "j", "k")
        robot.expect("2 of 240")
        await robot.press("enter", "j")
        robot.expect("Order 000000238", "3 of 240")
        await robot.press("k", "k", "k")
        robot.expect("Order 000000240", "This is the first one.")
        await robot.press("escape")
        robot.expect("1 of 240")


async def test_keys_typed_ahead_go_where_they_were_meant(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.burst("down", "enter", "j", "j", "escape", "g", "i", "down", "enter")
        robot.expect("Invoice ", "2 of ")


@pytest.mark.parametrize("opened", [(), ("enter",), ("g", "s"), ("g", "i", "enter")])
async def test_a_scanned_order_number_opens_its_order_from_anywhere(shop: Path, opened: tuple[str, ...]) -> None:
    async with at_the_desk(shop) as robot:
        await robot.press(*opened)
        await robot.scan("000000042")
        robot.expect("Order 000000042")


async def test_two_scans_in_one_burst(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.burst(*"000000041", "enter", *"000000042", "enter")
        robot.expect("Order 000000042")
        await robot.press("escape")
        robot.expect("Order 000000041")


async def test_the_end_of_a_number_and_other_kinds(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.press("4", "2")
        robot.expect("order        000000142", "order        000000042", "invoice")
        await robot.press("enter")
        robot.expect("Order 000000142")
        await robot.press("escape")
        await robot.press(":", *"i42", "enter")
        robot.expect("Invoice 000000142")
        await robot.press("escape", ":", *"s42", "down", "enter")
        robot.expect("Shipment 0000000")


async def test_names_workspaces_and_actions(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        name = robot.query("SELECT billing_name FROM sales_order WHERE id = 200")[0][0]
        await robot.press(":", *name[:4])
        robot.expect("000000200")
        await robot.press("escape", *"Ship", "enter")
        robot.expect("[4 Shipments]")
        await robot.press(":", *"order.comm")
        robot.expect("order.comment")


async def test_nothing_found_says_so_and_keeps_what_was_typed(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.scan("999999")
        robot.expect("nothing found for 999999", "Go to")
        await robot.scan("000000042")
        robot.expect("Order 000000042")


async def test_the_number_is_copied(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.press("down", "y")
        robot.expect("Copied 000000239")
        assert robot.app.clipboard == "000000239"


async def test_pages_of_keys_and_messages(shop: Path) -> None:
    async with at_the_desk(shop, (120, 90)) as robot:
        await robot.press("?")
        robot.expect("nothing is written without F2", "invoice: Make an invoice", "ctrl+p", "In a form")
        await robot.press("escape", "y", "ctrl+p")
        robot.expect("order.comment")
        robot.expect_not("order.invoice")
        await robot.press(*"messages", "down", "enter")
        robot.expect("Messages", "Copied 000000240")


async def test_hints_take_a_click(shop: Path) -> None:
    async with at_the_desk(shop, (120, 90)) as robot:
        await robot.click("? keys")
        robot.expect("Keys", "In a form")


async def test_q_leaves(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.press("q")
        assert not robot.app.is_running or robot.app._exit
