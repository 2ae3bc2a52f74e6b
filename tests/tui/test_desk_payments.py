"""Transactions, billing agreements and accounts at the desk: their places, their screens, ways between them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.payment_rows import IN_DOUBT, add_payments, transaction
from tests.tui.robot import Robot, at_the_desk


@pytest.fixture
def shop(shop: Path) -> Path:
    """The shop, with all that money does."""
    add_payments(shop)
    return shop


async def go_to(robot: Robot, *words: str) -> None:
    await robot.press(":")
    await robot.burst(*words, "enter")


async def test_the_menu_and_the_ways_by_letter_and_digit(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        robot.expect("[2 Orders]  3 Invoices", "7 Billing agreements  8 Transactions")
        robot.expect_not("Credit accounts")
        await robot.press("g", "t")
        robot.expect("[8 Transactions]", "5 transactions", "Follows", "Given back", "charged", "60.00 USD")
        await robot.press("g", "7")
        robot.expect("[7 Billing agreements]", "2 billing agreements", "B-777X", "Żółć")
        await robot.press("g")
        robot.expect("b agreements", "t transactions")
        await robot.press("o")
        robot.expect("[2 Orders]")


async def test_a_place_without_a_tab_is_reached_by_its_name(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.press(":", *"accounts")
        robot.expect("workspace", "Credit accounts", ":accounts")
        await robot.press("enter")
        robot.expect("[Credit accounts]", "2 credit accounts", "Groß & Söhne", "-120.00", "380.00")
        await robot.press("v")
        robot.expect("Owes us", "Company credit")
        await robot.press("escape", "g", "2", "ctrl+p", *"credit acc", "enter")
        robot.expect("[Credit accounts]")
        await robot.press("i")
        robot.expect_not("i invoice", "program error")


async def test_the_tabs_fit_where_there_is_little_room(shop: Path) -> None:
    async with at_the_desk(shop, (80, 24)) as robot:
        robot.expect("1 Quot  [2 Orders]  3 Invo  4 Ship  5 Cred  6 Retu  7 Bill  8 Tran  ", "sales.db")
        await robot.click("8 Tran")
        robot.expect("1 Quo  2 Ord  3 Inv  4 Shi  5 Cre  6 Ret  7 Bil  [8 Transactions]  ", "sales.db")
        await go_to(robot, *"accounts")
        robot.expect("[Credit accounts]", "8 Tr", "sales.db")


async def test_a_transaction_with_what_followed_from_it(shop: Path) -> None:
    async with at_the_desk(shop, (120, 50)) as robot:
        await robot.press("g", "t", "end")
        robot.expect("Reserved · closed", "└ sbx-cap-1", "  └ sbx-back-1")
        await robot.press("enter")
        robot.expect("Transaction sbx-auth-1", "5 of 5", "[Data]", "Child transactions 3", "test card")
        robot.expect("visa •••• 4242", "[b]checked[/b]␛[2J", "differs by 10.00")
        await robot.press("tab", "down", "enter")
        robot.expect("Transaction sbx-back-1", "Given back", "Follows     sbx-cap-1", "Charged")
        await robot.press("down", "enter")
        robot.expect("Transaction sbx-cap-1")
        await robot.press("enter")
        robot.expect("Order 000000201")
        await robot.press("escape", "escape", "escape")
        robot.expect("[Child transactions 3]")
        await robot.press("k")
        robot.expect("Transaction sbx-cap-1", "4 of 5")


async def test_an_order_shows_its_transactions(shop: Path) -> None:
    async with at_the_desk(shop, (120, 60)) as robot:
        await robot.open("000000201")
        robot.expect("60.00 USD, closed", "50.00 USD by the payment system", "Transactions 4", "└ sbx-cap-1")
        await robot.press("shift+tab", "shift+tab", "down", "enter")
        robot.expect("Transaction sbx-cap-1")


async def test_an_order_without_an_answer_says_so(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.open(f"{IN_DOUBT:09}")
        robot.expect("no answer from the payment system", "No answer from the payment system since", "charge 37.89 USD")


async def test_an_agreement_leads_to_its_orders(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.press("g", "b", "/", *"zolc", "enter")
        robot.expect("1 billing agreement", "000000201")
        await robot.press("enter")
        robot.expect("Billing agreement 7 · Łukasz Żółć", "Active", "B-777X", "Related orders 1")
        robot.expect_not("i invoice", "s ship")
        await robot.press("tab", "enter")
        robot.expect("Order 000000201")


async def test_an_account_with_its_movements(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await go_to(robot, *"accounts")
        await robot.press("enter")
        robot.expect(
            "Credit account 000000002 · Groß & Söhne", "Owes 120.00 USD", "500.00 USD", "paid an order", "-140.00"
        )
        await robot.press("tab", "down", "enter")
        robot.expect("Credit account 000000002")
        await robot.press("up", "enter")
        robot.expect("Order 000000201")


async def test_the_box_finds_names_and_ends_of_transactions(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await go_to(robot, *"sbx-cap-2")
        robot.expect("Transaction sbx-cap-2")
        await robot.press("escape")
        await robot.press(":", *"zolc")
        robot.expect("billing agreement", "account", "Łukasz Żółć")
        await robot.press("escape", ":", *"b7")
        robot.expect("▌ billing agreement")


async def test_marks_take_the_orders_of_transactions(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await robot.press("g", "t", "asterisk")
        robot.expect("5 marked   charged 0.00 GBP + 60.00 USD")
        await robot.press("x")
        robot.expect("2 orders")


async def test_of_two_with_the_same_name_the_chosen_one_opens(shop: Path) -> None:
    from sqlmodel import Session

    from sales_tui.store.engine import make_engine
    from sales_tui.store.location import locate

    engine = make_engine(locate(str(shop)))
    with Session(engine) as session:
        session.add(transaction("sbx-auth-2", "authorization", "99", -50, order_id=200, method="sandbox"))
        session.commit()
    engine.dispose()
    async with at_the_desk(shop) as robot:
        await robot.press("g", "t", "end", "enter")
        robot.expect("99.00 EUR", "000000200", "1 more of other orders")
        await robot.press("escape", "home", "enter")
        robot.expect("12.50 GBP", "000000202", "1 more of other orders")


async def test_somebody_else_books_something(shop: Path) -> None:
    async with at_the_desk(shop, watches=True) as robot:
        await go_to(robot, *"accounts")
        robot.change("UPDATE credit_account SET balance = 990000 WHERE increment_id = ?", "000000001")
        await robot.until("99.00")


async def test_how_the_desk_was_left_comes_back(shop: Path) -> None:
    async with at_the_desk(shop) as robot:
        await go_to(robot, *"accounts")
        await robot.press("/", *"kind:store_credit", "enter")
        robot.expect("1 credit account")
        await robot.press("q")
    async with at_the_desk(shop) as robot:
        robot.expect("[Credit accounts]", "kind:store_credit", "Łukasz Żółć")


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_nothing_is_wider_than_the_screen(shop: Path, size: tuple[int, int]) -> None:
    async with at_the_desk(shop, size) as robot:
        for way in (("g", "t"), ("g", "b"), (":", *"accounts", "enter")):
            await robot.press(*way, "enter")
            assert all(len(line) <= size[0] and "\x1b" not in line for line in robot.lines)
            await robot.press("escape")
