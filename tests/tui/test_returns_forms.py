"""The forms of returns: what is offered, what is split, what is counted, what is refused and why."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sales_tui.actions import ACTIONS
from sales_tui.actions.base import Target
from sales_tui.rules import returning
from sales_tui.rules.records import Order
from sales_tui.rules.return_records import Return
from sales_tui.rules.returning import Asked, ReturnTerms
from sales_tui.store.desk import Opened
from tests.tui.test_form_desk import CONTEXT, form_for, make_order, open_order, pay, send

D = Decimal


def sent_order() -> Order:
    """Two mugs and a T-shirt, paid and shipped."""
    order = make_order()
    pay(order)
    send(order)
    return order


def returned(order: Order, *pieces: tuple[str, int], to: str = "refund", **said: str) -> Return:
    """A return of these pieces, as if it were stored."""
    asked = [Asked({"sku": sku, "qty": D(qty)}, "wrong_size", "", "opened", to) for sku, qty in pieces]
    rma = returning.create(order, asked, ReturnTerms(), CONTEXT.now)
    return stored(order, rma)


def stored(order: Order, rma: Return) -> Return:
    rma.id, rma.increment_id = len(order.returns), f"00000000{len(order.returns)}"
    for key, item in enumerate(rma.lines, 31):
        item.id = item.entity_id = key
    return rma


def led(order: Order, rma: Return, *steps: str) -> Return:
    """The same after these steps, for all of it."""
    for step in steps:
        returning.advance(order, rma, step, None, CONTEXT.now)
    return rma


def open_return(order: Order, rma: Return, **barcodes: str) -> Opened:
    """As the database would give it."""
    opened = open_order(order)
    items = [
        {"entity_id": item.entity_id, "sku": (sku := order.line(item.order_item_id).sku), "barcode": barcodes.get(sku)}
        for item in rma.lines
    ]
    record = {"increment_id": rma.increment_id, "items": items}
    return Opened(record, opened.order, Target(order, rma))


async def test_a_new_return_with_its_choices() -> None:
    async with form_for("return.create", open_order(sent_order())) as robot:
        assert robot.sentence == "Type how many pieces come back, or * for all of them."
        assert "3 pieces can come back" in robot.lines[0]
        await robot.type("1")
        assert robot.sentence == "MUG-BLUE: say why it comes back; tab goes there, space chooses."
        await robot.type("tab", "space", "tab", "d", "tab", "r")
        assert "‹ Wrong Color" in robot.line("MUG-BLUE")
        assert "‹ Damaged" in robot.line("MUG-BLUE")
        assert "‹ Refund" in robot.line("MUG-BLUE")
        assert robot.sentence == "1 piece waits for our answer then. No money moves, nothing is promised."
        assert robot.lines[-1].strip().startswith("F2  ask for 1 piece")
        await robot.type("f2")
        item = {"item_id": 101, "qty": D(1), "reason": "wrong_color", "condition": "damaged", "resolution": "refund"}
        assert robot.values == {"items": [item]}


async def test_the_next_line_is_likely_like_the_one_before() -> None:
    async with form_for("return.create", open_order(sent_order())) as robot:
        await robot.type("2", "tab", "w", "w", "tab", "o", "tab", "e", "enter", "1")
        assert "TEE-M" in robot.here
        assert "‹ Wrong Size" in robot.here
        assert "‹ Exchange" in robot.here
        await robot.type("f2")
        assert [item["resolution"] for item in robot.values["items"]] == ["exchange", "exchange"]


async def test_another_reason_wants_words() -> None:
    async with form_for("return.create", open_order(sent_order())) as robot:
        await robot.type("1", "tab", "o", "o", "tab", "tab", "r", "f2")
        assert robot.sentence == "MUG-BLUE: say in a few words what the reason is."
        assert robot.app.submitted == []
        await robot.type("tab", *"too blue")
        assert "says [ too blue" in robot.text
        await robot.type("f2")
        assert robot.values["items"][0]["reason_text"] == "too blue"


async def test_a_line_is_split_for_two_reasons() -> None:
    async with form_for("return.create", open_order(sent_order())) as robot:
        await robot.type("1", "tab", "w", "tab", "u", "tab", "r", "+")
        assert [line.split()[0] for line in robot.lines if "of 2" in line].count("MUG-BLUE") == 1
        assert "[   1 ] of 2" in robot.here
        await robot.type("tab", "o", "tab", "d", "tab", "s", "f2")
        said = [(item["qty"], item["reason"], item["resolution"]) for item in robot.values["items"]]
        assert said == [(D(1), "wrong_color", "refund"), (D(1), "out_of_service", "store_credit")]


async def test_lines_that_were_split_share_what_is_left() -> None:
    async with form_for("return.create", open_order(sent_order())) as robot:
        await robot.type("2", "+", "1")
        assert robot.sentence == "MUG-BLUE: 3 in all is more than the 2 left."
        await robot.type("f2")
        assert robot.app.submitted == []


async def test_all_or_nothing() -> None:
    async with form_for("return.create", open_order(sent_order())) as robot:
        await robot.type("*")
        assert "[   2 ] of 2" in robot.line("MUG-BLUE")
        await robot.type("ctrl+x")
        assert "[   0 ] of 2" in robot.line("MUG-BLUE")


@pytest.mark.parametrize(
    "typed, sentence",
    [
        ("3", "MUG-BLUE: 3 is more than the 2 there can be."),
        ("-1", "MUG-BLUE: “-1” is negative; type 0 or more."),
        (".5", "MUG-BLUE: “.5” is too fine: a piece has no decimals."),
    ],
)
async def test_a_wrong_quantity_is_said_as_it_is_typed(typed: str, sentence: str) -> None:
    async with form_for("return.create", open_order(sent_order())) as robot:
        await robot.type(typed)
        assert robot.sentence == sentence
        await robot.type("f2")
        assert robot.app.submitted == []


async def test_a_return_under_way_is_said() -> None:
    order = sent_order()
    led(order, returned(order, ("MUG-BLUE", 2)), "authorize", "receive")
    for action in ("return.create", "order.refund"):
        async with form_for(action, open_order(order)) as robot:
            assert "Return 000000001 is under way: 2 arrived, not yet accepted." in robot.text


@pytest.mark.parametrize(
    "step, before, becomes",
    [
        ("authorize", (), "Authorized"),
        ("receive", ("authorize",), "Return Received"),
        ("approve", ("authorize", "receive"), "Processed and Closed"),
    ],
)
async def test_a_step_has_all_that_can_filled_in(step: str, before: tuple[str, ...], becomes: str) -> None:
    order = sent_order()
    rma = led(order, returned(order, ("MUG-BLUE", 2), ("TEE-M", 1)), *before)
    async with form_for(f"return.{step}", open_return(order, rma)) as robot:
        assert "return 000000001 · Ana Silva" in robot.lines[0]
        assert robot.lines[0].endswith("3 asked for   order 000012301")
        assert "Wrong Size · Opened · they want: Refund" in robot.text
        assert robot.sentence.endswith(f"The return becomes {becomes}.")
        assert robot.lines[-1].strip().startswith(f"F2  {step} 3 pieces")
        await robot.type("1", "f2")
        assert robot.values["items"] == [{"entity_id": 31, "qty": D(1)}, {"entity_id": 32, "qty": D(1)}]


async def test_nothing_typed_is_no_step() -> None:
    order = sent_order()
    async with form_for("return.authorize", open_return(order, returned(order, ("MUG-BLUE", 2)))) as robot:
        await robot.type("ctrl+x", "f2")
        assert robot.sentence == "Type how many pieces to authorize, or * for all that can."
        assert robot.app.submitted == []


@pytest.mark.parametrize("step, before", [("deny", ()), ("reject", ("authorize", "receive"))])
async def test_no_is_said_with_a_reason(step: str, before: tuple[str, ...]) -> None:
    order = sent_order()
    rma = led(order, returned(order, ("MUG-BLUE", 2)), *before)
    async with form_for(f"return.{step}", open_return(order, rma)) as robot:
        await robot.type("f2")
        assert robot.sentence == "Say why first: the customer will ask."
        await robot.type(*"too late", "f2")
        assert robot.values == {"items": [{"entity_id": 31, "qty": D(2)}], "comment": "too late"}


async def test_settling_makes_the_credit_memo() -> None:
    order = sent_order()
    rma = led(order, returned(order, ("MUG-BLUE", 1)), "authorize", "receive", "approve")
    async with form_for("return.settle", open_return(order, rma)) as robot:
        assert robot.lines[-1].strip().startswith("F2  refund 42.80")
        assert robot.sentence.startswith(
            "42.80 USD will be recorded as refunded: pay it out yourself. Nothing goes back to stock."
        )
        await robot.type("enter", "space", "enter", "2", ".", "5")
        assert "1 piece goes back to stock." in robot.sentence
        assert robot.lines[-1].strip().startswith("F2  refund 40.30")
        await robot.type("f2")
        assert robot.values == {
            "items": [{"entity_id": 31, "qty": D(1)}],
            "return_to_stock": ["MUG-BLUE"],
            "restocking_fee": D("2.5"),
            "shipping_amount": D(0),
            "to": "offline",
        }


async def test_an_exchange_has_no_money() -> None:
    order = sent_order()
    rma = led(order, returned(order, ("TEE-M", 1), to="exchange"), "authorize", "receive", "approve")
    async with form_for("return.settle", open_return(order, rma)) as robot:
        assert "A replacement order for 1 piece is placed, at no price." in robot.sentence
        assert robot.lines[-1].strip().startswith("F2  exchange 1 piece")
        assert "Fee" not in robot.text


async def test_what_was_refunded_already_can_be_linked() -> None:
    from sales_tui.rules import crediting
    from sales_tui.rules.crediting import RefundRequest

    order = sent_order()
    rma = led(order, returned(order, ("MUG-BLUE", 1)), "authorize", "receive", "approve")
    memo = crediting.prepare(order, RefundRequest(qtys={1: D(1)}, shipping_amount=D(0)))
    memo.id, memo.increment_id = 9, "200000009"
    crediting.register(order, memo)
    async with form_for("return.settle", open_return(order, rma)) as robot:
        assert "200000009, made before: no money moves" in robot.text
        await robot.type("enter", "enter", "space", "f2")
        assert robot.values["creditmemo"] == "200000009"
        assert "restocking_fee" not in robot.values


async def test_a_parcel_is_counted_by_scans() -> None:
    order = sent_order()
    rma = returned(order, ("MUG-BLUE", 2), ("TEE-M", 1))
    opened = open_return(order, rma, **{"TEE-M": "4006381333931"})
    async with form_for("return.parcel", opened) as robot:
        assert robot.sentence == "Scan what is in the parcel, or count it by hand; * counts all that is awaited."
        await robot.burst("MUG-BLUE\nMUG-BLUE\n4006381333931\n")
        assert "[   2 ] of 2" in robot.line("MUG-BLUE")
        assert "TEE-M   1 of 1   T-shirt, M" in robot.here
        assert robot.sentence.startswith("3 pieces accepted. The return becomes Processed and Closed.")
        await robot.type("f2")
        assert robot.values["items"] == [
            {"entity_id": 31, "qty": D(2), "accepted": D(2)},
            {"entity_id": 32, "qty": D(1), "accepted": D(1)},
        ]


@pytest.mark.parametrize(
    "scans, sentence",
    [
        ("CUP\n", "CUP isn't awaited on this return; nothing was counted. Put it aside."),
        ("mug-blue\n" * 3, "MUG-BLUE is one too many: 2 awaited, 2 counted. Put it aside."),
    ],
)
async def test_strangers_and_surplus_are_refused_aloud(
    scans: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = sent_order()
    rma = returned(order, ("MUG-BLUE", 2))
    async with form_for("return.parcel", open_return(order, rma)) as robot:
        rung: list[bool] = []
        monkeypatch.setattr(robot.app, "bell", lambda: rung.append(True))
        await robot.burst(scans)
        assert robot.sentence == sentence
        assert "[!" in robot.here
        assert "not counted" in robot.here
        assert rung == [True]
        counted = "2" if "too many" in sentence else "0"
        assert f"[   {counted} ] of 2" in robot.line("MUG-BLUE")


async def test_counted_by_hand_judged_and_put_away() -> None:
    order = sent_order()
    rma = returned(order, ("MUG-BLUE", 2), ("TEE-M", 1))
    async with form_for("return.parcel", open_return(order, rma)) as robot:
        await robot.type("down", "2", "enter", "1", "enter", "d", "enter", *"B-12")
        assert robot.sentence.startswith("1 piece accepted, 1 piece rejected.")
        await robot.type("enter", "enter", *"one broken", "f2")
        assert robot.values == {
            "items": [{"entity_id": 31, "qty": D(2), "accepted": D(1), "found": "damaged", "shelf": "B-12"}],
            "comment": "one broken",
        }


async def test_no_more_is_accepted_than_arrived() -> None:
    order = sent_order()
    rma = returned(order, ("MUG-BLUE", 2))
    async with form_for("return.parcel", open_return(order, rma)) as robot:
        await robot.type("down", "1", "enter", "2")
        assert robot.sentence == "MUG-BLUE: 1 arrived, so 2 can't be accepted."
        await robot.type("f2")
        assert robot.app.submitted == []


async def test_nothing_counted_receives_nothing() -> None:
    order = sent_order()
    rma = returned(order, ("MUG-BLUE", 2))
    async with form_for("return.parcel", open_return(order, rma)) as robot:
        await robot.type("f2")
        assert robot.app.submitted == []
        await robot.type(*"MUG")
        await robot.type("f2")
        assert robot.sentence == "Scan: MUG isn't counted yet; enter counts it."
        assert robot.app.submitted == []


@pytest.mark.parametrize("name", sorted(name for name in ACTIONS if name.startswith("return.")))
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_they_fit(name: str, size: tuple[int, int]) -> None:
    order = sent_order()
    rma = returned(order, ("MUG-BLUE", 1), ("TEE-M", 1))
    before = {"receive": 1, "approve": 2, "reject": 2, "settle": 3}.get(name.removeprefix("return."), 0)
    led(order, rma, *("authorize", "receive", "approve")[:before])
    opened = open_order(order) if name == "return.create" else open_return(order, rma)
    async with form_for(name, opened, size=size) as robot:
        await robot.type("1", "tab", "tab")
        assert all(len(line) <= size[0] for line in robot.lines)
        assert "escape  leave" in robot.lines[-1]


async def test_a_name_without_a_column_has_a_line() -> None:
    async with form_for("return.create", open_order(sent_order()), size=(80, 24)) as robot:
        at = next(at for at, line in enumerate(robot.lines) if "MUG-BLUE" in line)
        assert robot.lines[at + 1].strip() == "Mug, blue"
        await robot.type("1", "tab", "o", "o", "tab", "tab", "r", "tab", *"too blue")
        assert "says [ too blue" in robot.lines[at + 2]


async def test_the_mouse_goes_to_cells_and_turns_choices() -> None:
    async with form_for("return.create", open_order(sent_order())) as robot:
        await robot.type("1")
        at = next(at for at, line in enumerate(robot.lines) if "MUG-BLUE" in line)
        for words in ("Wrong Color", "Wrong Size"):
            await robot.pilot.click(offset=(robot.lines[at].index("‹") + 3, at))
            assert f"‹ {words}" in robot.lines[at]
        await robot.pilot.click(offset=(robot.lines[at + 1].index("[") + 5, at + 1))
        assert "TEE-M" in robot.here
