"""What helps while a filter is being typed: completion and paint."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_tui.filters.complete import Completion, complete
from sales_tui.filters.fields import Field, Fields, Kind
from sales_tui.filters.highlight import parts
from tests.filters.shop import FIELDS, query
from tests.filters.test_parse import TYPED, read_or_mistake

KNOWN = {"store_name": ["Main Store", "German, Store", "none", "Outlet"], "payment_method": ["checkmo", "banktransfer"]}


def known(field: Field) -> Sequence[str]:
    return KNOWN[field.name]


def at(text: str) -> Completion:
    """At the `|` in the text."""
    cursor = text.index("|")
    return complete(text.replace("|", ""), cursor, FIELDS, known)


def chosen(text: str, place: int = 0) -> str:
    """The text after one of the options was chosen."""
    found = at(text)
    plain = text.replace("|", "")
    return plain[: found.start] + found.options[place].text + plain[found.end :]


@pytest.mark.parametrize(
    "text, options",
    [
        ("sta|", ["status:"]),
        ("STA|", ["status:"]),
        ("s|", ["status:", "sku:", "store_name:", "shipped_at:"]),
        ("to|", ["grand_total:"]),
        ("na|", ["billing_name:", "store_name:"]),
        ("ana st|", ["status:", "store_name:"]),
        ("!coup|", ["coupon_code:"]),
        ("xyz|", []),
        ('"sta|', []),
        ("status:p|", ["pending", "processing"]),
        ("status:on|", ["holded"]),
        ('status:"on h|', ["holded"]),
        ("!status:clo|", ["closed"]),
        ("-status:f|", ["fraud"]),
        ("status:pending,p|", ["processing"]),
        ("STATUS:com|", ["complete"]),
        ("status:x|", []),
        ("stat:p|", []),
        ("paid:|", ["yes", "no", '"none"', "any"]),
        ("coupon:|", ["any", "none"]),
        ("store:o|", ["Outlet"]),
        ("store:|", ['"Main Store"', '"German, Store"', '"none"', "Outlet", "any", "none"]),
        ("store:st|", ['"Main Store"', '"German, Store"']),
        ("method:|", ["checkmo", "banktransfer", "any", "none"]),
        ("date:y|", ["yesterday", "year"]),
        ("date:-|", ["-1d..", "-7d..", "-30d..", "-3m.."]),
        ("shipped:n|", ["none"]),
        ("number:|", []),
        ("total:|", []),
    ],
)
def test_options(text: str, options: list[str]):
    assert [option.text for option in at(text).options] == options


def test_at_a_new_term_all_fields_are_offered():
    for text in ("|", "ana |", "!|", "ana | silva"):
        assert [option.label for option in at(text).options] == [field.name for field in FIELDS.all]


def test_labels_and_help():
    assert [(option.label, option.help) for option in at("status:on|").options] == [("holded", "On Hold")]
    assert [(option.label, option.help) for option in at("tot|").options] == [("grand_total", "what the customer pays")]


@pytest.mark.parametrize(
    "text, result",
    [
        ("sta|", "status:"),
        ("ana !sta| silva", "ana !status: silva"),
        ("st|atus:pending", "status:pending"),
        ("status:p|roc", "status:pending"),
        ("status:|closed ana", "status:pending ana"),
        ("status:closed,|", "status:closed,pending"),
        ("store:m|", 'store:"Main Store"'),
        ('store:"ma|', 'store:"Main Store"'),
        ('store:"ma| x" ana', 'store:"Main Store" ana'),
    ],
)
def test_the_word_at_the_cursor_is_replaced(text: str, result: str):
    assert chosen(text) == result


def test_there_are_never_too_many():
    fields = Fields((Field("store", Kind.NAME, is_optional=False),))
    found = complete("store:s", 7, fields, lambda _: [f"Store {number}" for number in range(200)])
    assert [option.label for option in found.options] == [f"Store {number}" for number in range(50)]


@given(TYPED, st.data())
def test_at_any_place_of_any_text(text: str, data: st.DataObject):
    cursor = data.draw(st.integers(0, len(text)))
    found = complete(text, cursor, FIELDS, known)
    assert 0 <= found.start <= cursor <= found.end <= len(text)


@given(st.sampled_from([f"{sign}{field.name}:" for field in FIELDS.all for sign in ("", "!", "-")]))
def test_whatever_is_offered_can_be_read(text: str):
    for option in complete(text, len(text), FIELDS, known).options:
        assert len(query(text + option.text)) == 1


def painted(text: str) -> list[tuple[str, str]]:
    return parts(text, read_or_mistake(text, query)[1])


@pytest.mark.parametrize(
    "text, expected",
    [
        ("", []),
        ("ana", [("ana", "word")]),
        (
            ' !status:pending,"on hold"',
            [
                (" ", "space"),
                ("!", "sign"),
                ("status:", "field"),
                ("pending", "value"),
                (",", "sign"),
                ('"on hold"', "value"),
            ],
        ),
        ("ana stat:x", [("ana", "word"), (" ", "space"), ("stat", "mistake"), (":", "field"), ("x", "value")]),
        ("total:20..10", [("total:", "field"), ("20..10", "mistake")]),
        ("total:1,000", [("total:", "field"), ("1,000", "mistake")]),
        ("status:a, b", [("status:a,", "mistake"), (" ", "space"), ("b", "word")]),
        ('"ana', [('"ana', "mistake")]),
    ],
)
def test_paint(text: str, expected: list[tuple[str, str]]):
    assert painted(text) == expected


@given(TYPED)
def test_the_painted_pieces_are_the_text(text: str):
    found = painted(text)
    assert "".join(piece for piece, _ in found) == text
    assert all(piece for piece, _ in found)
    assert {role for _, role in found} <= {"field", "value", "word", "sign", "space", "mistake"}
