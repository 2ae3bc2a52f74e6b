"""The forms of what becomes of a quote: sent, declined, commented, priced anew, ordered, answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from sales_tui.rules.quote_status import SENT
from sales_tui.rules.quoting import negotiate, recalculate
from tests.tui.quote_form_robot import at_form
from tests.tui.quote_forms import make_quote
from tests.tui.robot import NOW

D = Decimal


# --- sending


async def test_sending_names_price_margin_floor_and_expiry() -> None:
    quote = make_quote()
    negotiate(quote, "percentage", D("2.5"))
    recalculate(quote)
    async with at_form("quote.send", quote, floor="20") as robot:
        assert "464.10 USD instead of 476.00 (2.5 % off)" in robot.line("Price")
        assert "48.3 %, profit 224.10 USD; the floor is 20 %" in robot.line("Margin")
        assert "2026-12-23" in robot.line("Valid until")
        assert "Bo Lund can accept it until 2026-12-23" in robot.sentence
        await robot.type("As agreed", "f2")
        assert robot.values == {"comment": "As agreed"}


async def test_below_the_floor_a_reason_is_needed() -> None:
    async with at_form("quote.send", make_quote(), floor="60") as robot:
        assert robot.here.strip().startswith("▌ Reason")
        await robot.type("f2")
        assert "type the reason first" in robot.sentence
        assert robot.app.submitted == []
        await robot.type("Last of the old model", "f2")
        assert robot.values == {"reason": "Last of the old model"}


async def test_what_has_expired_gets_another_day_first() -> None:
    quote = make_quote()
    quote.expires_at = NOW - timedelta(days=2)
    async with at_form("quote.send", quote) as robot:
        await robot.type("f2")
        assert robot.app.submitted == []
        assert robot.here.strip().startswith("▌ Valid until")
        await robot.type("never", "f2")
        assert robot.values == {"expires": "never"}


# --- the other steps


@pytest.mark.parametrize("action", ["quote.decline", "quote.comment"])
async def test_words_are_needed(action: str) -> None:
    async with at_form(action, make_quote()) as robot:
        await robot.type("f2")
        assert "first" in robot.sentence
        assert robot.app.submitted == []
        await robot.type("Sold out", "f2")
        assert robot.values["comment"] == "Sold out"


async def test_declining_says_what_becomes_of_the_prices() -> None:
    quote = make_quote()
    negotiate(quote, "amount", D(76))
    recalculate(quote)
    async with at_form("quote.decline", quote) as robot:
        assert "go back to the cart's: 476.00 USD" in robot.text
        await robot.type("No")
        assert "The quote becomes Declined." in robot.sentence


async def test_files_come_along_by_their_paths(tmp_path: Path) -> None:
    (tmp_path / "offer.pdf").write_bytes(b"%PDF-1.7 x")
    async with at_form("quote.comment", make_quote()) as robot:
        await robot.type("See here", "enter")
        await robot.paste(f"'{tmp_path / 'offer.pdf'}'")
        await robot.type("f2")
        assert robot.values == {
            "comment": "See here",
            "files": [{"file_name": "offer.pdf", "content": "JVBERi0xLjcgeA=="}],
            "is_visible_on_front": True,
        }


@pytest.mark.parametrize(
    "name, content, sentence",
    [
        ("gone.pdf", None, "no such file"),
        ("large.txt", b"x" * 3_000_000, "may have 2 MB at most"),
        ("trojan.pdf", b"MZ\x90", "its content is something else"),
        ("run.exe", b"MZ\x90", "can't be attached"),
    ],
)
async def test_files_that_may_not_be_kept(tmp_path: Path, name: str, content: bytes | None, sentence: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    async with at_form("quote.attach", make_quote()) as robot:
        await robot.paste(str(tmp_path / name))
        await robot.type("f2")
        assert sentence in robot.sentence
        assert robot.app.submitted == []


async def test_new_prices_are_shown_before_they_are_taken() -> None:
    quote = make_quote()
    quote.shelf["MUG-BLUE"] = replace(quote.shelf["MUG-BLUE"], price=D(14))
    async with at_form("quote.update_prices", quote) as robot:
        assert robot.line("MUG-BLUE").split()[-5:] == ["16.00", "14.00", "16.00", "14.00", "9.50"]
        assert robot.sentence.startswith("The price goes from 476.00 to 444.00 USD")
        await robot.type("f2")
        assert robot.values == {}


async def test_what_isn_t_sold_any_more_is_told_before_it_goes() -> None:
    quote = make_quote()
    quote.shelf["TEE-M"] = replace(quote.shelf["TEE-M"], is_active=False)
    async with at_form("quote.update_prices", quote) as robot:
        assert "taken off" in robot.line("TEE-M")
        assert robot.sentence.startswith("The price goes from 476.00 to 256.00 USD")


async def test_an_order_names_what_is_bought_and_asks_how_it_is_paid() -> None:
    quote = make_quote(SENT)
    quote.accepted_at = NOW
    async with at_form("quote.order", quote) as robot:
        assert "16 × MUG-BLUE, 22 × TEE-M" in robot.line("Pieces")
        assert "Hafenweg 3, Hamburg, DE" in robot.line("Ship to")
        await robot.type("right", "f2")
        assert robot.values == {"method": "banktransfer"}
        assert "An order over 566.44 USD is placed" in robot.sentence


async def test_what_the_buyer_answers_is_noted() -> None:
    async with at_form("quote.reply", make_quote(SENT)) as robot:
        await robot.type("o", "enter")
        await robot.paste("TEE-M 30")
        await robot.type("enter", "A few more")
        assert robot.sentence == "The quote becomes Updated."
        await robot.type("f2")
        assert robot.values == {"reply": "edit", "items": "TEE-M 30", "comment": "A few more"}


async def test_an_order_without_an_address_asks_where_it_goes() -> None:
    quote = make_quote(SENT)
    quote.accepted_at, quote.shipping_address = NOW, {}
    async with at_form("quote.order", quote) as robot:
        assert "has no shipping address" in robot.sentence
        assert "Address" in robot.text
        await robot.type(*"Kim Lee; Rua 1; 4000 Porto; pt")
        assert "An order over" in robot.sentence
