"""Steps of macros as text: read as `--set` reads, written so that the same comes back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_tui.actions import ACTIONS
from sales_tui.actions.base import Kind, Parameter
from sales_tui.actions.values import build_command
from sales_tui.macros.steps import BadStep, read_step, write_step
from sales_tui.macros.words import step_words
from sales_tui.store.job_plan import Doing


@pytest.mark.parametrize(
    "text, parameters, words",
    [
        ("order.unhold", {}, "Release"),
        ("order.invoice ship=true", {"ship": "true"}, "Invoice + ship"),
        ("  order.invoice   ship=yes capture=offline ", {"ship": "yes", "capture": "offline"}, ""),
        ('order.comment comment="packed today"', {"comment": "packed today"}, "Comment “packed today”"),
        ('order.comment comment="said \\"no\\""', {"comment": 'said "no"'}, ""),
        ("order.comment comment=it's", {"comment": "it's"}, ""),
        ('order.hold comment=""', {"comment": ""}, "Hold"),
        ('order.ship items=[{"sku": "MUG 1", "qty": 1.50}]', {"items": [{"sku": "MUG 1", "qty": Decimal("1.50")}]}, ""),
        (
            "order.refund to=store_credit adjustment_negative=5%",
            {"to": "store_credit", "adjustment_negative": "5%"},
            "",
        ),
    ],
)
def test_read(text: str, parameters: dict[str, object], words: str):
    step = read_step(text)
    assert step == Doing(text.split()[0], parameters)
    again = read_step(write_step(step))
    action = ACTIONS[step.action]
    assert build_command(action, again.parameters) == build_command(action, parameters)
    assert not words or step_words(step) == words


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("", "a step is empty; write an action, such as order.hold"),
        ("order.fly", "there is no action 'order.fly'; sales-tui actions lists them"),
        ("order.hold reason=x", "order.hold has no parameter 'reason'; it takes: comment"),
        ("order.comment", "order.comment needs 'comment': what people should know"),
        ("order.invoice ship=maybe", "'ship' of order.invoice: yes or no is needed (true or false)"),
        ("order.invoice capture=later", "'capture' of order.invoice is one of: online, offline, none"),
        ("order.comment comment=packed today", "write NAME=VALUE instead of 'today'; values with blanks in quotes"),
        ('order.comment comment="packed today', "the value of 'comment' can't be read: a quote is missing"),
        ("order.ship items=[1", "the value of 'items' can't be read: it isn't valid JSON"),
        (
            "order.ship items=[1]",
            "'items' of order.ship: entry 1 needs sku or item_id, may have qty, and has nothing else",
        ),
        ("order.ship items=MUG", "'items' of order.ship: not valid JSON at column 1: expecting value"),
        ('order.hold comment="a"b', "behind the value of 'comment' a blank is missing"),
        ("order.hold comment=a comment=b", "'comment' of order.hold is given twice"),
        ("quote.comment comment=x files=a.pdf", "'files' of quote.comment: files can't be a part of a macro"),
    ],
)
def test_what_is_wrong_is_a_sentence(text: str, sentence: str):
    with pytest.raises(BadStep) as error:
        read_step(text)
    assert str(error.value) == sentence


AMOUNTS = st.decimals(0, 99_999, places=2)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
ITEMS = st.lists(st.fixed_dictionaries({"sku": TEXTS, "qty": AMOUNTS}), max_size=2)
VALUES = {
    Kind.TEXT: TEXTS,
    Kind.FLAG: st.booleans(),
    Kind.AMOUNT: AMOUNTS,
    Kind.SIGNED: st.decimals(-99_999, 99_999, places=2),
    Kind.ADJUSTMENT: AMOUNTS | AMOUNTS.map(lambda amount: f"{amount}%"),
    Kind.TENDERS: st.dictionaries(st.sampled_from(["store_credit", "reward_points"]), AMOUNTS),
    Kind.ITEMS: ITEMS,
    Kind.TRACKS: st.lists(st.fixed_dictionaries({"track_number": TEXTS, "title": TEXTS}), max_size=2),
    Kind.STOCK: st.booleans() | st.lists(TEXTS, max_size=2),
    Kind.RETURN_ITEMS: st.lists(st.fixed_dictionaries({"entity_id": st.integers(1, 99), "qty": AMOUNTS}), max_size=2),
    Kind.DAY: st.just("never") | st.dates().map(str),
    Kind.NEGOTIATED: AMOUNTS.map(lambda amount: {"type": "percentage", "value": amount}),
}


def _value(parameter: Parameter) -> st.SearchStrategy[object] | None:
    return st.sampled_from(parameter.choices) if parameter.choices else VALUES.get(parameter.kind)


@st.composite
def doings(draw: st.DrawFn) -> Doing:
    """Any action with any of its parameters, as forms and scripts give them."""
    action = draw(st.sampled_from([*ACTIONS.values()]))
    values = {}
    for parameter in action.parameters:
        strategy = _value(parameter)
        if strategy is not None and (parameter.required or draw(st.booleans())):
            values[parameter.name] = draw(strategy)
    required = {parameter.name for parameter in action.parameters if parameter.required}
    return Doing(action.name, values) if required <= values.keys() else Doing("order.hold")


@given(doings())
def test_what_is_written_means_the_same_when_it_is_read(doing: Doing):
    action = ACTIONS[doing.action]
    again = read_step(write_step(doing))
    assert build_command(action, again.parameters) == build_command(action, doing.parameters)
    assert build_command(action, read_step(write_step(again)).parameters) == build_command(action, doing.parameters)
    assert "\n" not in step_words(again)
