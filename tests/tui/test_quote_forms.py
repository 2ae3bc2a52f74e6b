"""The live editor of quotes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sales_tui.rules.quote_status import CREATED, REVIEW
from sales_tui.rules.quoting import negotiate, propose, recalculate
from tests.tui.quote_form_robot import at_form, settled
from tests.tui.quote_forms import make_quote

D = Decimal


# --- lines


async def test_every_line_says_what_it_costs_and_what_is_left_of_it() -> None:
    async with at_form("quote.edit", make_quote()) as robot:
        assert robot.line("SKU").split()[:4] == ["SKU", "Product", "stock", "cost"]
        assert robot.line("MUG-BLUE").split("Mug, blue")[1].split() == [
            "120", "9.50", "16.00", "[", "16", "]", "[", "16.00", "]", "256.00", "40.6", "%", "15.20",
        ]  # fmt: skip
        assert "Margin" in robot.text
        assert "49.6 %" in robot.text
        assert "The price is 476.00 USD, margin 49.6 %." in robot.sentence


async def test_a_price_of_its_own_changes_all_figures_at_once() -> None:
    async with at_form("quote.edit", make_quote()) as robot:
        await robot.type("15")
        assert "240.00" in robot.line("MUG-BLUE")
        assert "36.7 %" in robot.line("MUG-BLUE")
        assert robot.sentence.startswith("The price goes from 476.00 to 460.00 USD, margin 47.8 %.")
        await robot.type("f2")
        assert robot.values == {"items": [{"item_id": 1, "price": D(15)}]}


async def test_only_what_was_changed_is_told() -> None:
    async with at_form("quote.edit", make_quote()) as robot:
        await robot.type("f2")
        assert robot.values == {}


async def test_an_emptied_price_takes_the_own_one_back() -> None:
    quote = make_quote()
    propose(quote, quote.lines[1], "proposed", D(9))
    recalculate(quote)
    async with at_form("quote.edit", quote) as robot:
        assert "[      9.00 ]" in robot.line("TEE-M")
        await robot.type("down", "backspace")
        assert "[     10.00 ]" in robot.line("TEE-M")
        await robot.type("f2")
        assert robot.values == {"items": [{"item_id": 2, "price": None}]}


async def test_no_line_has_an_own_price_any_more() -> None:
    quote = make_quote()
    for line in quote.lines:
        propose(quote, line, "percentage", D(10))
    recalculate(quote)
    async with at_form("quote.edit", quote) as robot:
        await robot.type("ctrl+x", "f2")
        assert robot.values == {"items": [{"item_id": 1, "price": None}, {"item_id": 2, "price": None}]}


@pytest.mark.parametrize(
    "keys, sentence",
    [
        (("17",), "MUG-BLUE: 17 is above its price of 16.00 USD; a quote only lowers prices."),
        (("12,345",), "MUG-BLUE: “12,345” can mean 12345 or 12.345; type 12345, or 12.34."),
        (("left", "0"), "MUG-BLUE: there must be at least one piece; ctrl+d removes the line."),
        (("left", "-3"), "MUG-BLUE: “-3” is negative; type 0 or more."),
        (("left", "2.5"), "MUG-BLUE is sold in whole pieces, so 2.5 can't be quoted."),
    ],
)
async def test_what_can_t_be_is_said_and_nothing_submitted(keys: tuple[str, ...], sentence: str) -> None:
    async with at_form("quote.edit", make_quote()) as robot:
        await robot.type(*keys, "f2")
        assert robot.sentence == sentence
        assert robot.app.submitted == []


async def test_a_line_is_removed_and_kept_again() -> None:
    async with at_form("quote.edit", make_quote()) as robot:
        await robot.pilot.press("down", "ctrl+d")
        assert "removed" in robot.line("TEE-M")
        assert robot.sentence.startswith("The price goes from 476.00 to 256.00 USD")
        await robot.pilot.press("ctrl+d")
        assert "removed" not in robot.line("TEE-M")
        await robot.pilot.press("ctrl+d")
        await robot.type("f2")
        assert robot.values == {"remove": ["TEE-M"]}


# --- products


async def test_a_letter_begins_a_product_wherever_the_cursor_is() -> None:
    async with at_form("quote.edit", make_quote()) as robot:
        await robot.type("LAMP 3", "enter")
        await settled(robot)
        assert "149.70" in robot.line("+LAMP")
        assert "45.00" in robot.line("+LAMP")
        assert robot.here.strip().startswith("▌ add")
        await robot.type("f2")
        assert robot.values == {"items": [{"sku": "LAMP", "qty": D(3)}]}


async def test_scanned_again_and_again_it_is_one_line() -> None:
    async with at_form("quote.edit", make_quote()) as robot:
        await robot.type("lamp", "enter")
        await robot.type("4006381333931", "enter", "LAMP 2", "enter", "tee-m", "enter")
        await settled(robot)
        assert robot.line("+LAMP").split()[5:8] == ["[", "4", "]"]
        assert "[   23 ]" in robot.line("TEE-M")
        await robot.type("f2")
        assert robot.values == {"items": [{"item_id": 2, "qty": D(23)}, {"sku": "LAMP", "qty": D(4)}]}


async def test_a_barcode_is_taken_wherever_it_was_scanned() -> None:
    async with at_form("quote.edit", make_quote()) as robot:
        await robot.type("4006381333931", "enter")
        await settled(robot)
        assert "+LAMP" in robot.text
        await robot.pilot.press("up", "up")
        await robot.type("4006381333931", "enter")
        await settled(robot)
        await robot.type("f2")
        assert robot.values == {"items": [{"sku": "LAMP", "qty": D(2)}]}


async def test_pasted_lines_are_added_together() -> None:
    async with at_form("quote.edit", make_quote()) as robot:
        await robot.paste("sku,qty\nLAMP,2\nMUG-BLUE\t4\n\nlamp")
        await settled(robot)
        await robot.type("f2")
        assert robot.values == {"items": [{"item_id": 1, "qty": D(20)}, {"sku": "LAMP", "qty": D(3)}]}


@pytest.mark.parametrize("text", ["LAMP,2\nTEE-M,x", "LAMP,0\nTEE-M,2"])
async def test_of_pasted_lines_all_or_none_are_added(text: str) -> None:
    async with at_form("quote.edit", make_quote()) as robot:
        await robot.paste(text)
        await settled(robot)
        assert robot.sentence.startswith("Nothing is added")
        assert "+LAMP" not in robot.text
        assert "[   22 ]" in robot.line("TEE-M")


async def test_what_isn_t_in_the_catalog_is_said_and_not_added() -> None:
    async with at_form("quote.edit", make_quote()) as robot:
        await robot.paste("LAMP\nGHOST 2")
        await settled(robot)
        assert robot.sentence == "Not in the catalog, so not added: GHOST."
        assert "GHOST" not in "".join(robot.lines[:12])
        assert "+LAMP" in robot.text


async def test_the_mouse_goes_to_a_field() -> None:
    async with at_form("quote.edit", make_quote()) as robot:
        at = next(y for y, line in enumerate(robot.lines) if "TEE-M" in line)
        await robot.pilot.click(offset=(robot.lines[at].index("22 ]"), at))
        await robot.type("ctrl+u", "5", "f2")
        assert robot.values == {"items": [{"item_id": 2, "qty": D(5)}]}


async def test_what_was_added_can_be_taken_away_before_it_is_saved() -> None:
    async with at_form("quote.edit", make_quote()) as robot:
        await robot.type("LAMP", "enter")
        await settled(robot)
        await robot.pilot.press("up", "ctrl+d")
        assert "+LAMP" not in robot.text
        await robot.type("f2")
        assert robot.values == {}


# --- the price of the whole, and the rest


@pytest.mark.parametrize(
    "keys, told, total",
    [
        (("2.5",), {"type": "percentage", "value": D("2.5")}, "464.10"),
        (("a", "enter", "26"), {"type": "amount", "value": D(26)}, "450.00"),
        (("left", "enter", "400"), {"type": "proposed", "value": D(400)}, "400.00"),
    ],
)
async def test_the_whole_is_negotiated_in_three_ways(keys: tuple[str, ...], told: object, total: str) -> None:
    async with at_form("quote.edit", make_quote()) as robot:
        await robot.type(*["enter"] * 4, *keys)
        assert f"from 476.00 to {total} USD" in robot.sentence
        await robot.type("f2")
        assert robot.values == {"negotiated": told}


async def test_what_was_negotiated_can_be_taken_back() -> None:
    quote = make_quote()
    negotiate(quote, "amount", D(26))
    recalculate(quote)
    async with at_form("quote.edit", quote) as robot:
        assert "amount off" in robot.line("Whole quote")
        await robot.type(*["enter"] * 4, "n", "f2")
        assert robot.values == {"negotiated": "none"}


@pytest.mark.parametrize("keys", [("120",), ("a", "enter", "500")])
async def test_more_than_the_whole_is_refused_where_it_was_typed(keys: tuple[str, ...]) -> None:
    async with at_form("quote.edit", make_quote()) as robot:
        await robot.type(*["enter"] * 4, *keys, "tab", "tab", "f2")
        assert robot.app.submitted == []
        assert robot.here.strip().startswith("▌ Whole quote")


async def test_shipping_expiry_and_name() -> None:
    async with at_form("quote.edit", make_quote()) as robot:
        await robot.type(*["enter"] * 5, "7.50", "enter", "2026-12-24", "enter", "Fair", "f2")
        assert robot.values == {"shipping_amount": D("7.50"), "expires": "2026-12-24", "name": "Fair"}


async def test_a_day_that_has_passed_is_refused() -> None:
    async with at_form("quote.edit", make_quote()) as robot:
        await robot.type(*["enter"] * 6, "2026-11-01", "f2")
        assert "2026-11-01 has passed" in robot.sentence
        assert robot.here.strip().startswith("▌ Valid until")


async def test_an_offered_shipping_price_isn_t_just_emptied() -> None:
    quote = make_quote()
    quote.proposed_shipping_amount = D(5)
    async with at_form("quote.edit", quote) as robot:
        await robot.type(*["enter"] * 5, "backspace", "f2")
        assert robot.sentence.startswith("Shipping: a price was offered already")
        assert robot.app.submitted == []


async def test_below_the_floor_it_says_so_beforehand() -> None:
    async with at_form("quote.edit", make_quote(), floor="49") as robot:
        assert "Margin, floor 49 %" in robot.text
        assert "below the floor" not in robot.sentence
        await robot.type("15")
        assert "The margin of 47.8 % is below the floor of 49 %: sending it needs a reason." in robot.sentence


async def test_what_the_buyer_changed_counts_again_once_it_is_saved() -> None:
    quote = make_quote()
    negotiate(quote, "percentage", D(10))
    quote.is_stale = True
    recalculate(quote)
    async with at_form("quote.edit", quote) as robot:
        assert "by the buyer after it was negotiated" in robot.line("Changed")
        assert "The price goes from 476.00 to 428.40 USD" in robot.sentence
        await robot.type("f2")
        assert robot.values == {"negotiated": {"type": "percentage", "value": D(10)}}


async def test_two_currencies_stand_beside_each_other() -> None:
    quote = make_quote(rate="0.5", currency="EUR")
    async with at_form("quote.edit", quote) as robot:
        assert "prices are in USD, the shop's; the buyer pays in EUR" in robot.line("Currency")
        assert robot.text.count("238.00") >= 2
        assert "476.00" in robot.text


async def test_somebody_else_s_work_is_taken_over_by_a_tick_alone() -> None:
    quote = make_quote()
    quote.locked_by = "sam"
    async with at_form("quote.edit", quote) as robot:
        await robot.type("f2")
        assert robot.sentence == "sam has it in work; ask, or tick that you take it over."
        assert robot.app.submitted == []
        assert "take it over from sam" in robot.here
        await robot.type("space", "enter", "15")
        assert robot.sentence.startswith("The price goes from 476.00 to 460.00 USD")
        await robot.type("f2")
        assert robot.values == {"items": [{"item_id": 1, "price": D(15)}], "take_over": True}


async def test_taking_it_into_work_may_change_it_at_once() -> None:
    async with at_form("quote.open", make_quote(CREATED)) as robot:
        assert "the buyer can't change it until it is sent" in robot.sentence
        await robot.type("15", "f2")
        assert robot.values == {"items": [{"item_id": 1, "price": D(15)}]}


async def test_a_draft_takes_a_comment_that_waits() -> None:
    async with at_form("quote.draft", make_quote(REVIEW)) as robot:
        await robot.type("shift+tab", "shift+tab", "See the new prices", "f2")
        assert robot.values == {"comment": "See the new prices"}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_nothing_is_cut_off(size: tuple[int, int]) -> None:
    async with at_form("quote.edit", make_quote(), size) as robot:
        await robot.type(*["enter"] * 4, "2.5")
        assert "2.5 ]" in robot.line("Whole quote")
        assert "464.10" in robot.text
        assert all(len(line) <= size[0] for line in robot.lines)
