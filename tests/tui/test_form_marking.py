"""Tags, another status, the archive, an invoice that comes back, a comment that is taken back."""

from __future__ import annotations

import pytest

from tests.tui.test_form_desk import form_for, make_order, open_order, target_for


async def test_tags_are_typed() -> None:
    order = make_order()
    order.tags = "vip"
    async with form_for("order.tag", open_order(order), size=(80, 24)) as robot:
        assert robot.line("Tagged").split() == ["Tagged", "vip"]
        await robot.type("f2")
        assert robot.sentence == "Type one or more tags."
        await robot.type("vip")
        assert robot.sentence == "Order 000012301 is tagged vip already."
        await robot.type(" urgent", "f2")
        assert robot.values == {"tags": "vip urgent"}
        assert robot.sentence == "The order will be tagged urgent, vip."


async def test_the_only_tag_goes() -> None:
    async with form_for("order.untag", target_for("order.untag")) as robot:
        assert robot.sentence == "The order will have no tag."
        await robot.type("f2")
        assert robot.values == {"tags": "urgent"}


async def test_the_other_status() -> None:
    async with form_for("order.status", target_for("order.status")) as robot:
        assert robot.sentence == "The order becomes Suspected Fraud."
        await robot.type("f2")
        assert robot.values == {"status": "fraud"}


@pytest.mark.parametrize(
    "action, sentence", [("order.archive", "It leaves the grids"), ("order.restore", "It comes back into the grids")]
)
async def test_the_archive(action: str, sentence: str) -> None:
    async with form_for(action, target_for(action), size=(80, 24)) as robot:
        assert robot.sentence.startswith(sentence)
        await robot.type("f2")
        assert robot.values == {}


async def test_an_invoice_comes_back() -> None:
    async with form_for("invoice.reinstate", target_for("invoice.reinstate")) as robot:
        assert robot.sentence.startswith("It is to be paid again.")
        await robot.type("my mistake", "f2")
        assert robot.values == {"comment": "my mistake"}


@pytest.mark.parametrize("kind", ["order", "invoice", "shipment", "return", "quote"])
async def test_the_newest_comment_is_chosen(kind: str) -> None:
    action = f"{kind}.uncomment"
    async with form_for(action, target_for(action)) as robot:
        assert robot.sentence == "It is removed; the journal keeps it."
        await robot.type("down", "f2")
        assert robot.values == {"comment": "first"}
