"""Quotes at the desk: taken into work, priced, sent, answered, ordered; what can't be done says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from sales_tui.settings import QuoteSettings
from tests.tui.quote_rows import Shop, four_quotes
from tests.tui.robot import Robot, at_the_desk

NEW, OPEN, SENT, CHANGED = "1", "2", "3", "4"


@pytest.fixture
def quotes(tmp_path: Path) -> Path:
    """A new one, one in work, one that was sent, one that the buyer changed."""
    path = tmp_path / "quotes.db"
    assert four_quotes(path) == [NEW, OPEN, SENT, CHANGED]
    return path


async def to(robot: Robot, number: str) -> None:
    """The quotes, with the cursor on that one."""
    await robot.press("g", "q", "home", *["down"] * (4 - int(number)))


def status(robot: Robot, number: str) -> tuple[str, str]:
    """Status, and who has it in work."""
    return robot.query(f"SELECT status, locked_by FROM quote WHERE increment_id = '{number}'")[0]


async def test_whose_turn_it_is_comes_first(quotes: Path) -> None:
    async with at_the_desk(quotes, (160, 40)) as robot:
        await robot.press("g", "q")
        robot.expect("[1 Quotes]  2 Orders", "4 quotes", "1,972.10", "cost 992.00")
        robot.expect("Quote", "Company", "Submitted by", "Last updated", "Sales rep", "Quote total", "Negotiated")
        robot.expect("our turn · Updated", "their turn · Submitted", "our turn · Open", "our turn · New")
        await robot.press("down")
        robot.expect("the buyer sees Updated", "expires 23 Dec 2026", "16 × MUG-BLUE", "15.60")


@pytest.mark.parametrize(
    "filter, numbers",
    [
        ("turn:ours", [CHANGED, OPEN, NEW]),
        ('status:"their turn"', [SENT]),
        ("status:open", [OPEN]),
        ("rep:me", [CHANGED, SENT, OPEN, NEW]),
        ("rep:sam", []),
        ("söhne fair", [SENT]),
        ("sku:mug* negotiated:<470", [SENT]),
        ("expires:today..+3d", []),
        ("expires:..+40d margin:>50", [CHANGED]),
        ("buyer:ana@gross", [CHANGED, SENT, OPEN, NEW]),
    ],
)
async def test_filters(quotes: Path, filter: str, numbers: list[str]) -> None:
    async with at_the_desk(quotes) as robot:
        await robot.press("g", "q", "/", *filter, "enter")
        assert [line.split()[0] for line in robot_rows(robot)] == numbers


def robot_rows(robot: Robot) -> list[str]:
    """The lines of the grid with a quote in them."""
    grid = robot.app.navigation.base.rows.region
    lines = [line.lstrip(" ▌✓") for line in robot.lines[grid.y + 1 : grid.bottom]]
    return [line for line in lines if line[:1].isdigit()]


async def test_reading_changes_nothing(quotes: Path) -> None:
    async with at_the_desk(quotes, (120, 60)) as robot:
        before = robot.query("SELECT version, status, locked_by, updated_at FROM quote ORDER BY id")
        await to(robot, NEW)
        await robot.press("enter")
        robot.expect("Quote 1 · Gross & Söhne", "our turn · New", "the buyer sees Submitted")
        robot.expect("Items quoted", "MUG-BLUE", "9.50", "Margin", "49.6 %", "History log")
        await robot.press("k", "k", "k", "escape")
        assert robot.query("SELECT version, status, locked_by, updated_at FROM quote ORDER BY id") == before


async def test_taken_into_work_priced_and_sent(quotes: Path) -> None:
    async with at_the_desk(quotes) as robot:
        await to(robot, NEW)
        await robot.press("e")
        robot.expect("Take into work   quote 1 · Gross & Söhne", "our turn · New")
        await robot.press(*"15", "f2")
        assert status(robot, NEW) == ("processing_by_admin", "ada")
        robot.expect("✓ Quote 1 is in work with ada: 460.00 USD")
        await robot.press("e")
        robot.expect("Edit   quote 1", "F2  save 460.00")
        await robot.press(*["enter"] * 4, *"2.5", "f2")
        robot.expect("✓ Quote 1 is changed: 448.50 USD, margin 46.49%.")
        await robot.press("s")
        robot.expect("448.50 USD instead of 476.00 (2.5 % off)", "46.5 %, profit 208.50 USD", "2026-12-23")
        await robot.press("f2")
        assert status(robot, NEW) == ("submitted_by_admin", "")
        robot.expect("✓ Quote 1 is sent to Ana Gross")


async def test_below_the_floor_it_is_sent_with_a_reason_alone(tmp_path: Path) -> None:
    database = tmp_path / "quotes.db"
    four_quotes(database)
    async with at_the_desk(database, quotes=QuoteSettings(margin_floor=50)) as robot:
        await to(robot, OPEN)
        await robot.press("s", "f2")
        robot.expect("49.6 %", "the floor is 50 %", "! The margin is below the floor: type the reason first.")
        assert status(robot, OPEN)[0] == "processing_by_admin"
        await robot.press(*"old model", "f2")
        assert status(robot, OPEN)[0] == "submitted_by_admin"
        await robot.press("enter", "end")
        robot.expect("below floor: 49.58 per cent → old")
        robot.expect_not("to send it, a reason is needed")


async def test_declined_with_a_reason(quotes: Path) -> None:
    async with at_the_desk(quotes) as robot:
        await to(robot, CHANGED)
        await robot.press("x", "f2")
        robot.expect("! Type the reason first; the buyer reads it.")
        await robot.press(*"Too many", "f2")
        assert status(robot, CHANGED)[0] == "declined"
        robot.expect("declined 11:42")
        assert robot.query("SELECT comment FROM quote_comment WHERE is_seller = 1 ORDER BY id DESC")[0] == ("Too many",)


@pytest.mark.parametrize(
    "number, key, why",
    [
        (NEW, "s", "Quote 1 is New, our turn, so it can't be sent; take it into work first"),
        (NEW, "r", "Quote 1 is New, our turn, so it can't be priced anew; take it into work first"),
        (SENT, "e", "Quote 3 is Submitted, their turn, so it can't be changed"),
        (SENT, "x", "Quote 3 is Submitted, their turn, so it can't be declined"),
        (SENT, "b", "Quote 3 isn't accepted yet"),
        (OPEN, "a", "Quote 2 is Open, our turn, so it can't be accepted; send it to the buyer first"),
        (CHANGED, "d", "Quote 4 is Updated, our turn, so it can't be closed"),
    ],
)
async def test_what_can_t_be_done_says_why(quotes: Path, number: str, key: str, why: str) -> None:
    async with at_the_desk(quotes) as robot:
        await to(robot, number)
        await robot.press(key)
        robot.expect(f"! {why}")


async def test_accepted_then_ordered_and_both_name_each_other(quotes: Path) -> None:
    async with at_the_desk(quotes, (120, 60)) as robot:
        await to(robot, SENT)
        await robot.press("a", *"on the phone", "f2")
        robot.expect("✓ Ana Gross accepts quote 3")
        await robot.press("v")
        robot.expect("Waiting for us")
        await robot.press("escape", "b")
        robot.expect("16 × MUG-BLUE, 22 × TEE-M", "464.10 USD instead of 476.00", "Every price stays as agreed")
        await robot.press("f2")
        assert status(robot, SENT)[0] == "ordered"
        ((number, total, from_quote),) = robot.query("SELECT increment_id, grand_total, from_quote FROM sales_order")
        assert (total, from_quote) == (5_522_800, 1)
        await robot.press("enter")
        robot.expect("done · Ordered", "the buyer sees Ordered", "Belongs to", number)
        await robot.press("enter")
        robot.expect(f"Order {number}", "Made from", "Quote", "Ordered from quote 3")
        await robot.press("enter")
        robot.expect("Quote 3 · Gross & Söhne")


async def test_one_that_was_accepted_waits_for_us(quotes: Path) -> None:
    async with at_the_desk(quotes) as robot:
        await to(robot, SENT)
        await robot.press("a", "f2", "/", *"turn:ours", "enter")
        assert [line.split()[0] for line in robot_rows(robot)] == [CHANGED, SENT, OPEN, NEW]
        await robot.press("down", "enter")
        robot.expect("our turn · Submitted, accepted")


async def test_closed_for_the_buyer(quotes: Path) -> None:
    async with at_the_desk(quotes) as robot:
        await to(robot, SENT)
        await robot.press("d", "f2")
        assert status(robot, SENT)[0] == "closed"
        await robot.press("c")
        robot.expect("! Quote 3 is Closed, done, so it can't be commented")


async def test_prices_are_pulled_from_the_catalog_again(quotes: Path) -> None:
    async with at_the_desk(quotes) as robot:
        robot.change("UPDATE product SET price = 140000 WHERE sku = 'MUG-BLUE'")
        await to(robot, OPEN)
        await robot.press("r")
        robot.expect("The price goes from 476.00 to 444.00 USD", "14.00")
        await robot.press("f2")
        robot.expect("444.00")
        assert robot.query("SELECT base_negotiated_total FROM quote WHERE increment_id = '2'") == [(4_440_000,)]


# --- two sellers


async def test_what_somebody_else_has_in_work_is_taken_over_knowingly(quotes: Path) -> None:
    async with at_the_desk(quotes) as robot:
        sam = Shop(quotes, "sam")
        sam.do("quote.open", NEW)
        sam.close()
        await to(robot, NEW)
        robot.expect("in work with sam")
        await robot.press("e", "f2")
        robot.expect("sam has it in work; ask, or tick that you take it over.", "take it over from sam")
        assert status(robot, NEW) == ("processing_by_admin", "sam")
        await robot.press("space", "f2")
        assert status(robot, NEW) == ("processing_by_admin", "ada")


async def test_who_comes_second_is_told_and_keeps_what_was_typed(quotes: Path) -> None:
    async with at_the_desk(quotes) as robot:
        await to(robot, NEW)
        await robot.press("e", *"15")
        sam = Shop(quotes, "sam")
        sam.do("quote.open", NEW, items=[{"sku": "TEE-M", "qty": 40}])
        sam.close()
        await robot.press("f2")
        robot.expect("Quote 1 was changed", "[        15 ]")
        assert status(robot, NEW) == ("processing_by_admin", "sam")


# --- new ones


async def test_a_new_quote_begins_with_who_buys(quotes: Path) -> None:
    async with at_the_desk(quotes) as robot:
        await robot.press("g", "q", "n")
        robot.expect("New quote: for whom?", "a copy of quote 4", "Bo Lund", "lukasz@zolc.example")
        robot.expect_not("eve@example.com")
        await robot.press(*"zolc lu", "enter")
        robot.expect("New quote   for lukasz@zolc.example · Żółć S.A.")
        await robot.scan("4006381333931")
        await robot.press(*"TEE-M 5", "enter", "enter", *"10", "f2")
        robot.expect("Quote 5 · Żółć S.A.", "our turn · Draft", "the buyer sees nothing yet", "In work with", "ada")
        assert robot.query("SELECT base_negotiated_total, buyer_email FROM quote WHERE increment_id = '5'") == [
            (594_000, "lukasz@zolc.example")
        ]


async def test_keys_behind_the_buyer_s_name_reach_the_form(quotes: Path) -> None:
    async with at_the_desk(quotes) as robot:
        await robot.press("g", "q", "n")
        await robot.burst(*"bo lund", "enter", *"MUG-BLUE 3", "enter")
        robot.expect("New quote   for bo@gross.example", "+MUG-BLUE", "48.00")


async def test_nobody_fits(quotes: Path) -> None:
    async with at_the_desk(quotes) as robot:
        await robot.press("g", "q", "n", *"eve", "enter")
        robot.expect("! Nobody who buys for a company fits")
        await robot.press("escape")
        robot.expect("4 quotes")


async def test_a_copy_of_the_quote_under_the_cursor(quotes: Path) -> None:
    async with at_the_desk(quotes) as robot:
        await to(robot, SENT)
        await robot.press("n", "enter")
        robot.expect("2 lines of quote 3 for Ana Gross, at cart prices", "F2  make the copy 476.00")
        await robot.press("f2")
        robot.expect("Quote 5 · Gross & Söhne", "Copy of", "Fair")
        assert status(robot, SENT)[0] == "submitted_by_admin"


async def test_where_there_is_none_yet_one_can_be_made(tmp_path: Path) -> None:
    database = tmp_path / "quotes.db"
    shop = Shop(database)
    shop.fill()
    shop.close()
    async with at_the_desk(database) as robot:
        await robot.press("g", "q")
        robot.expect("No quotes yet. n makes one for a buyer")
        await robot.press("n", "enter")
        robot.expect("New quote   for ana@gross.example")


# --- several at once


async def test_several_are_declined_with_one_reason(quotes: Path) -> None:
    async with at_the_desk(quotes) as robot:
        await robot.press("g", "q", "*", "x")
        robot.expect("Decline 4 quotes?", "3 will be done", "is Submitted, their turn, so it can't be declined")
        await robot.press(*"Sold out", "f2")
        assert robot.count("quote", "status = 'declined'") == 3
        assert robot.count("quote_comment", "comment = 'Sold out'") == 3


async def test_several_are_sent_but_not_edited(quotes: Path) -> None:
    async with at_the_desk(quotes) as robot:
        await robot.press("g", "q", "*", "s", "f2")
        assert robot.count("quote", "status = 'submitted_by_admin'") == 2
        await robot.press("-", "*", "e")
        robot.expect("Take into work 4 quotes?")


# --- ways


async def test_a_number_with_its_letter_goes_there(quotes: Path) -> None:
    async with at_the_desk(quotes) as robot:
        await robot.press(":", *"q3", "enter")
        robot.expect("Quote 3 · Gross & Söhne")


async def test_views(quotes: Path) -> None:
    async with at_the_desk(quotes) as robot:
        await robot.press("g", "q", "v")
        robot.expect("New", "Waiting for us", "Waiting for the buyer", "Expiring in 3 days", "Mine")
        await robot.press("down", "down", "enter")
        robot.expect("Waiting for us", "turn:ours", "3 quotes")


async def test_opened_read_only_nothing_can_be_begun(quotes: Path) -> None:
    async with at_the_desk(quotes, read_only=True) as robot:
        await robot.press("g", "q", "n")
        robot.expect("Opened read-only")
        await robot.press("e")
        robot.expect("Opened read-only")


async def test_what_has_no_key_is_begun_by_its_name(quotes: Path) -> None:
    async with at_the_desk(quotes) as robot:
        await to(robot, SENT)
        robot.app.navigation.act("quote.reply")
        await robot.settle()
        await robot.press("c", "enter", *"Can we have it sooner?", "f2")
        robot.expect("✓ Ana Gross comments on quote 3")
        robot.app.navigation.act("quote.draft")
        await robot.settle()
        robot.expect("! Quote 3 is Submitted, their turn, so it can't be saved as a draft")
