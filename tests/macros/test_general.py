"""What of an action's choices holds for other records: pieces and numbers never do."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from sales_tui.actions import ACTIONS
from sales_tui.actions.base import Context, Target
from sales_tui.core.refusal import Refusal
from sales_tui.macros.general import General, for_others
from tests.rules.orders import Row, make_order

CONTEXT = Context(datetime(2026, 11, 23, 10, 42, tzinfo=UTC), by="ada")
TRACK = {"carrier_code": "ups", "track_number": "1Z999"}


def made(name: str, values: dict[str, Any], preset: tuple[str, ...] = ()) -> General | Refusal:
    """After the action on an order with three mugs and two shirts."""
    order = make_order(Row("MUG", Decimal(3)), Row("TEE", Decimal(2)))
    return for_others(ACTIONS[name], Target(order), values, CONTEXT, preset)


def items(*qtys: int) -> list[dict[str, object]]:
    order = make_order(Row("MUG", Decimal(3)), Row("TEE", Decimal(2)))
    return [{"sku": line.sku, "qty": qty} for line, qty in zip(order.lines, qtys, strict=True) if qty]


@pytest.mark.parametrize(
    "name, values, preset, kept",
    [
        ("order.hold", {"comment": ""}, (), {}),
        ("order.hold", {"comment": "asked for it"}, (), {"comment": "asked for it"}),
        ("order.invoice", {"items": items(3, 2), "capture": "offline", "ship": False, "notify": False}, (), {}),
        ("order.invoice", {"items": items(3, 2), "ship": True}, ("ship",), {"ship": True}),
        ("order.invoice", {"items": items(3, 2), "ship": True, "comment": "x"}, (), {"ship": True, "comment": "x"}),
        ("order.ship", {"items": items(3, 2), "tracks": [], "unpaid": True}, (), {}),
        (
            "order.comment",
            {"comment": "hi", "is_visible_on_front": True},
            (),
            {"comment": "hi", "is_visible_on_front": True},
        ),
    ],
)
def test_what_holds(name: str, values: dict[str, Any], preset: tuple[str, ...], kept: dict[str, Any]):
    general = made(name, values, preset)
    assert isinstance(general, General)
    assert general.step.parameters == kept


def test_what_each_record_gets_afterwards_is_left_out_and_said():
    general = made("order.ship", {"items": items(3, 2), "tracks": [TRACK], "unpaid": True})
    assert isinstance(general, General)
    assert general.step.parameters == {}
    assert general.note == ("Without the tracking numbers and “ship although unpaid”: each record needs its own.")


@pytest.mark.parametrize(
    "name, values, sentence",
    [
        ("order.invoice", {"items": items(2, 2)}, "“Invoice” was done to certain pieces: other records have others"),
        ("order.ship", {"items": items(3, 0), "unpaid": True}, "“Ship” was done to certain pieces"),
        ("shipment.track", {"tracks": [TRACK]}, "“Add tracking number” was done with its own tracks"),
        ("shipment.untrack", {"track_number": "1"}, "was done with its own track number"),
        ("account.pay", {"amount": Decimal(5)}, "was done with its own amount"),
        ("return.create", {"items": []}, "was done with its own items"),
    ],
)
def test_what_is_one_record_s_own(name: str, values: dict[str, Any], sentence: str):
    refusal = made(name, values)
    assert isinstance(refusal, Refusal)
    assert sentence in refusal.message
