"""What is the same in all forms: moving, refusing, the mouse, no colours, keys typed ahead."""

from __future__ import annotations

import pytest
from textual import events

from sales_tui.tui.forms.keys import Keys
from sales_tui.tui.forms.line_table import LineTable
from sales_tui.tui.forms.part import wrapped
from sales_tui.tui.forms.text_field import AmountField
from sales_tui.tui.forms.tick import Tick
from tests.tui.test_form_desk import Robot, form_for, make_order, open_order, pay, target_for


def places(robot: Robot) -> str:
    return robot.here.strip("▌ ").split("  ")[0]


@pytest.mark.parametrize("key", ["enter", "tab", "down"])
async def test_forward_through_all_fields_and_around(key: str) -> None:
    async with form_for("order.refund", target_for("order.refund")) as robot:
        seen = []
        for _ in range(9):
            seen.append(places(robot))
            await robot.type(key)
        stops = list(dict.fromkeys(seen))
        assert stops == ["MUG-BLUE", "TEE-M", "Shipping", "Extra refund", "Fee", "Comment"]


@pytest.mark.parametrize("key", ["shift+tab", "up"])
async def test_and_back(key: str) -> None:
    async with form_for("order.refund", target_for("order.refund")) as robot:
        await robot.type(key)
        assert places(robot) == "Comment"
        await robot.type(key)
        assert places(robot) == "Fee"


async def test_a_refusal_keeps_what_was_typed_and_can_be_tried_again() -> None:
    async with form_for("order.hold", target_for("order.hold")) as robot:
        await robot.type("why", "f2", "f2", "ctrl+s", "x", "escape")
        assert len(robot.app.submitted) == 1
        assert robot.app.screen is robot.form
        assert "being done" in robot.lines[-1]
        robot.form.show_refusal("Order 000012301 was changed by sam at 10:41.")
        await robot.pilot.pause()
        assert "! Order 000012301 was changed by sam at 10:41." in robot.text
        assert "why" in robot.line("Reason")
        await robot.type("!", "f2")
        assert [event.values for event in robot.app.submitted] == [{"comment": "why"}, {"comment": "why!"}]


async def test_keys_typed_while_it_is_done_go_to_the_screen_below() -> None:
    async with form_for("order.hold", target_for("order.hold")) as robot:
        await robot.type("f2", "down", "s")
        robot.form.dismiss()
        await robot.pilot.pause()
        assert robot.app.heard == ["down", "s"]


async def test_nothing_leaks_to_the_application() -> None:
    async with form_for("order.refund", target_for("order.refund")) as robot:
        await robot.type("q", "f5", "enter", "space")
        assert robot.app.heard == []


async def test_the_submission_names_form_action_and_values() -> None:
    async with form_for("order.unhold", target_for("order.unhold")) as robot:
        await robot.type("f2")
        (event,) = robot.app.submitted
        assert event.form is robot.form
        assert event.action.name == "order.unhold"
        assert event.values == {}


async def test_the_mouse_does_it_all() -> None:
    order = make_order()
    pay(order)
    async with form_for("order.refund", open_order(order)) as robot:
        table = robot.form.query_one(LineTable)
        await robot.pilot.click(table, offset=(5, 2))
        assert places(robot) == "TEE-M"
        field = robot.form.query(AmountField).last()
        await robot.pilot.click(field, offset=(20, 0))
        assert places(robot) == "Fee"
        at = robot.line("MUG-BLUE").index("[ ] 0")
        await robot.pilot.click(table, offset=(at, 1))
        assert "[✓] 2" in robot.line("MUG-BLUE")
        await robot.pilot.click(Keys, offset=(3, 0))
        await robot.pilot.pause()
        assert robot.values["return_to_stock"] == ["MUG-BLUE"]


async def test_the_mouse_ticks_and_leaves() -> None:
    async with form_for("order.invoice", target_for("order.invoice")) as robot:
        await robot.pilot.click(Tick, offset=(20, 0))
        assert "Tracking" in robot.text
        at = robot.lines[-1].index("escape")
        await robot.pilot.click(Keys, offset=(at, 0))
        await robot.pilot.pause()
        assert robot.app.screen is not robot.form


async def test_without_colours_the_current_field_has_a_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with form_for("order.refund", target_for("order.refund")) as robot:
        assert robot.app.no_color
        assert places(robot) == "MUG-BLUE"
        strip = robot.app.screen._compositor.render_strips()[robot.lines.index(robot.here)]
        assert any(segment.style and segment.style.underline for segment in strip)


async def test_keys_before_it_is_painted_are_kept_in_order() -> None:
    order = make_order()
    pay(order)
    async with form_for("order.refund", open_order(order)) as robot:
        for char in "1\t\t0\n":
            key = {"\t": "tab", "\n": "enter"}.get(char, char)
            robot.app.post_message(events.Key(key, char))
        await robot.pilot.pause()
        await robot.type("f2")
        assert [item["qty"] for item in robot.values["items"]] == [1]


@pytest.mark.parametrize("size", [(20, 5), (40, 10), (80, 24), (300, 80)])
async def test_any_size_of_terminal(size: tuple[int, int]) -> None:
    order = make_order()
    pay(order)
    async with form_for("order.refund", open_order(order), size=size) as robot:
        await robot.type(*["enter"] * 4)
        await robot.pilot.resize_terminal(60, 15)
        await robot.type("f2")
        assert len(robot.app.submitted) == 1


def test_long_words_are_broken_and_blanks_kept_at_the_ends() -> None:
    assert wrapped("aaaa bbbb cccc", 9) == ["aaaa bbbb", "cccc"]
    assert wrapped("aaaaaaaaaaaa", 5) == ["aaaaa", "aaaaa", "aa"]
    assert wrapped("", 10) == [""]
    assert wrapped("a\nb", 10) == ["a", "b"]
