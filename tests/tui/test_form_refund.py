"""The form of a refund: what it starts with, live totals, limits, and what it submits."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sales_tui.actions import ACTIONS
from sales_tui.actions.base import Target
from sales_tui.actions.preview import Preview, preview
from sales_tui.rules.records import CreditMemo
from sales_tui.workspaces.format import grouped
from tests.tui.test_form_desk import CONTEXT, form_for, make_order, open_order, pay, send

D = Decimal


def paid_order(*, shipped: bool = False):
    order = make_order()
    pay(order)
    if shipped:
        send(order)
    return order


async def test_where_nothing_shipped_all_of_it_is_offered() -> None:
    async with form_for("order.refund", open_order(paid_order()), size=(112, 24)) as robot:
        assert robot.lines[0].split() == (
            "Refund 000012301 · Ana Silva paid 112.00 refunded 0.00 at most 112.00 USD".split()
        )
        assert robot.line("MUG-BLUE").endswith("[    2 ] of 2  [ ] 0              80.00      5.60")
        assert "[       5.00 ]  of 5.00" in robot.line("Shipping")
        assert robot.lines[-1].strip().startswith("F2  refund 112.00    escape  leave")
        assert robot.sentence == "Nothing goes back to stock. The order becomes Closed."


async def test_once_something_shipped_it_starts_at_nothing() -> None:
    async with form_for("order.refund", open_order(paid_order(shipped=True))) as robot:
        assert "[    0 ] of 2" in robot.line("MUG-BLUE")
        assert "[       0.00 ]  of 5.00" in robot.line("Shipping")
        assert robot.sentence == "Type how many pieces go back, an amount, or * for all of it."
        await robot.type("1")
        assert "40.00" in robot.line("MUG-BLUE")
        assert "F2  refund 42.80" in robot.lines[-1]


async def test_the_star_fills_all_however_often() -> None:
    async with form_for("order.refund", open_order(paid_order(shipped=True))) as robot:
        await robot.type("*")
        assert "[    2 ] of 2" in robot.line("MUG-BLUE")
        assert "[       5.00 ]" in robot.line("Shipping")
        assert "F2  refund 112.00" in robot.lines[-1]
        await robot.type("*")
        assert "F2  refund 112.00" in robot.lines[-1]
        await robot.type("ctrl+x")
        assert "[    0 ] of 2" in robot.line("MUG-BLUE")
        assert "[       0.00 ]" in robot.line("Shipping")


async def test_a_star_in_the_comment_is_a_star() -> None:
    async with form_for("order.refund", open_order(paid_order(shipped=True))) as robot:
        await robot.type("up", "*")
        assert "[ *" in robot.line("Comment")
        assert "[    0 ] of 2" in robot.line("MUG-BLUE")


async def test_the_live_total_is_the_previews() -> None:
    order = paid_order(shipped=True)
    async with form_for("order.refund", open_order(order)) as robot:
        await robot.type("1", "enter", "enter", "enter", "5", "enter", "1", ",", "5", "enter", "2", ".", "5")
        await robot.type("f2")
        seen = preview(ACTIONS["order.refund"], Target(order), robot.values, CONTEXT)
        assert isinstance(seen, Preview)
        (memo,) = seen.documents
        assert isinstance(memo, CreditMemo)
        total = grouped(memo.money.grand_total, 2)
        assert total == "46.80"
        assert any(line.rstrip().endswith(total) and "Refund" in line for line in robot.lines)
        assert robot.values == {
            "items": [{"item_id": 101, "qty": D(1)}],
            "return_to_stock": [],
            "shipping_amount": D(5),
            "adjustment_positive": D("1.5"),
            "adjustment_negative": D("2.5"),
            "to": "offline",
        }


async def test_back_to_stock_is_ticked_by_a_person_and_said() -> None:
    async with form_for("order.refund", open_order(paid_order(shipped=True))) as robot:
        assert "[ ]" not in robot.line("MUG-BLUE")
        await robot.type("1")
        assert "[ ] 0" in robot.line("MUG-BLUE")
        await robot.type("enter", "space")
        assert "[✓] 1" in robot.line("MUG-BLUE")
        assert robot.sentence.startswith("1 piece goes back to stock.")
        await robot.type("f2")
        assert robot.values["return_to_stock"] == ["MUG-BLUE"]


async def test_nothing_but_a_fee_and_nothing_but_an_extra_refund() -> None:
    async with form_for("order.refund", open_order(paid_order(shipped=True))) as robot:
        await robot.type("down", "down", "down", "3")
        assert "Extra refund" in robot.here
        assert "F2  refund 3.00" in robot.lines[-1]
        await robot.type("down", "4")
        assert robot.sentence.startswith("Order 000012301: the fee is more than the refund")
        await robot.type("f2")
        assert robot.app.submitted == []
        assert "Fee" in robot.here


async def test_per_cent_of_the_order() -> None:
    async with form_for("order.refund", open_order(paid_order(shipped=True))) as robot:
        await robot.type("down", "down", "down", "10%", "f2")
        assert robot.values["adjustment_positive"] == "10%"
        assert robot.lines[-1].strip() == "…  refund 11.20: being done"


@pytest.mark.parametrize(
    "typed, sentence",
    [
        ("3", "MUG-BLUE: 3 is more than the 2 left to refund; type 2 or less."),
        ("-1", "MUG-BLUE: “-1” is negative; type 0 or more."),
        ("0,5", "MUG-BLUE: “0,5” is too fine: a piece has no decimals."),
        ("1,234", "MUG-BLUE: “1,234” can mean 1234 or 1.234; type 1234, or 1."),
    ],
)
async def test_a_wrong_quantity_is_said_as_it_is_typed(typed: str, sentence: str) -> None:
    async with form_for("order.refund", open_order(paid_order(shipped=True))) as robot:
        await robot.type(typed)
        assert robot.sentence == sentence
        assert "[!" in robot.line("MUG-BLUE")
        await robot.type("down", "down", "f2")
        assert robot.app.submitted == []
        assert "MUG-BLUE" in robot.here
        assert robot.sentence == sentence


async def test_shipping_above_what_is_left() -> None:
    async with form_for("order.refund", open_order(paid_order())) as robot:
        await robot.type("pagedown", "pagedown", "6")
        assert "Shipping" in robot.here
        assert robot.sentence == "Shipping: 6 is more than is left; type at most 5.00 USD."


async def test_more_than_was_paid_is_refused() -> None:
    async with form_for("order.refund", open_order(paid_order())) as robot:
        await robot.type("pagedown", "pagedown", "down", "1", "f2")
        assert robot.sentence == "Order 000012301: 113.00 USD is more than the 112.00 USD that can be refunded."
        assert robot.app.submitted == []


async def test_of_one_invoice() -> None:
    order = make_order()
    first = pay(order, {1: D(1)})
    pay(order, {1: D(1), 2: D(1)})
    opened = open_order(order)
    async with form_for("order.refund", opened, preset={"invoice": first.increment_id}) as robot:
        assert "000012301 · Ana Silva · invoice 000000001" in robot.lines[0]
        assert "[    1 ] of 1" in robot.line("MUG-BLUE")
        assert "of" not in robot.line("TEE-M")
        await robot.type("f2")
        assert robot.values["invoice"] == first.increment_id
        assert robot.values["items"] == [{"item_id": 101, "qty": D(1)}]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_two_currencies(size: tuple[int, int]) -> None:
    order = make_order(rate="150", currency="JPY")
    pay(order)
    async with form_for("order.refund", open_order(order), size=size) as robot:
        assert "at most 16,800 JPY (112.00 USD)" in robot.text
        assert "amounts are typed in USD, the shop's; the customer paid in" in robot.text
        assert robot.line("Currency")
        assert "F2  refund 16,800 JPY" in robot.lines[-1]
        await robot.type(*["pagedown"] * 6)
        assert "JPY          USD" in robot.text


async def test_only_what_exists_is_offered_as_destination() -> None:
    async with form_for("order.refund", open_order(paid_order())) as robot:
        assert "(•) only record, pay it yourself" in robot.text
        assert "store credit" not in robot.text
