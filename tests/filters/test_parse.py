"""Terms from text and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sales_tui.filters.error import FilterError
from sales_tui.filters.parse import parse
from sales_tui.filters.tree import Term, Value
from sales_tui.filters.write import literal, words_only, write, write_value

T = TypeVar("T")

TYPED = st.text() | st.text(alphabet='ab:,"!-=*<>. ')
"""Anything, and what the language is made of."""


def read_or_mistake(text: str, read: Callable[[str], T]) -> tuple[T | None, FilterError | None]:
    try:
        return read(text), None
    except FilterError as error:
        return None, error


def word(text: str, *, quoted: bool = False, negated: bool = False) -> Term:
    return Term(None, (Value(text, quoted),), negated)


def term(name: str, *values: str, negated: bool = False) -> Term:
    return Term(name, tuple(Value(value) for value in values), negated)


@pytest.mark.parametrize(
    "text, terms",
    [
        ("", ()),
        ("  \t ", ()),
        ("42", (word("42"),)),
        ("costello ana", (word("costello"), word("ana"))),
        ('"ana silva"', (word("ana silva", quoted=True),)),
        ('"say ""hi"""', (word('say "hi"', quoted=True),)),
        ('""', (word("", quoted=True),)),
        ("a,b", (word("a,b"),)),
        ("o'brien", (word("o'brien"),)),
        ('19"', (word('19"'),)),
        ("!gift", (word("gift", negated=True),)),
        ('-"gift card"', (word("gift card", quoted=True, negated=True),)),
        ("a-b", (word("a-b"),)),
        ("status:pending", (term("status", "pending"),)),
        ("status:pending,processing", (term("status", "pending", "processing"),)),
        ('status:"on hold",closed', (Term("status", (Value("on hold", quoted=True), Value("closed"))),)),
        ('name:"a,b"', (Term("name", (Value("a,b", quoted=True),)),)),
        ('name:="ana silva"', (term("name", "=ana silva"),)),
        ('sku:19"', (term("sku", '19"'),)),
        ("!store:de", (term("store", "de", negated=True),)),
        ("-status:closed", (term("status", "closed", negated=True),)),
        ("date:-7d", (term("date", "-7d"),)),
        ("date:2026-11-23T10:42", (term("date", "2026-11-23T10:42"),)),
        ("total:>=10  ana", (term("total", ">=10"), word("ana"))),
    ],
)
def test_terms(text: str, terms: tuple[Term, ...]):
    assert parse(text) == terms


def test_places_in_the_text():
    first, second = parse(' !name:"a b",c  d')
    assert (first.start, first.end) == (1, 14)
    assert [(value.start, value.end) for value in first.values] == [(7, 12), (13, 14)]
    assert (second.start, second.end) == (16, 17)


@pytest.mark.parametrize(
    "text, place, message",
    [
        ("status:", "status:", "A value is missing here, such as a word, or a text in quotes."),
        ("ana status:a, b", "status:a,", "A value is missing here, such as a word, or a text in quotes."),
        ("status:,a", "status:", "A value is missing here, such as a word, or a text in quotes."),
        (
            ":a",
            ":",
            "The name of a field is missing before the colon; to search for a text with a colon, quote it.",
        ),
        ('ana "sil va', '"sil va', 'The quote has no partner: put another " after the text.'),
        ('name:"ana', '"ana', 'The quote has no partner: put another " after the text.'),
        ('"ana""', '"ana""', 'The quote has no partner: put another " after the text.'),
        ('"ana"s x', "s", "After a closing quote comes a blank, or a comma and a further value."),
        ('name:"ana"s,b', "s", "After a closing quote comes a blank, or a comma and a further value."),
        (
            'name:*"ana silva"',
            '*"ana',
            'Quotes stand around a whole value, only = may stand before them: name:="ana silva".',
        ),
        ("a - b", "-", "A ! or - stands before the term that it turns round, without a blank."),
        ("!", "!", "A ! or - stands before the term that it turns round, without a blank."),
        ("--a", "--", "One ! or - before a term turns it round; to search for the sign itself, quote it."),
    ],
)
def test_mistakes(text: str, place: str, message: str):
    with pytest.raises(FilterError) as caught:
        parse(text)
    assert str(caught.value) == message
    assert text[caught.value.start : caught.value.end] == place


@pytest.mark.parametrize(
    "text, written",
    [
        ("  ana   -silva ", "ana !silva"),
        ('"ana"', '"ana"'),
        ('name:"say ""hi"""', 'name:"say ""hi"""'),
        ('name:="ana"', "name:=ana"),
        ('name:="ana silva"', 'name:="ana silva"'),
        ('status:"on hold",closed', 'status:"on hold",closed'),
    ],
)
def test_written(text: str, written: str):
    assert write(parse(text)) == written


@given(TYPED)
@example('a:="""x"')
def test_what_is_written_means_the_same(text: str):
    terms, error = read_or_mistake(text, parse)
    if error is None:
        assert parse(write(terms or ())) == terms
    else:
        assert 0 <= error.start < error.end <= len(text)


@given(TYPED.filter(bool))
def test_any_text_can_be_a_value_and_a_phrase(text: str):
    assert parse("name:" + write_value(literal(text)))[0].values[0].text == text
    assert parse(write((word(text, quoted=True),))) == (word(text, quoted=True),)
    assert parse(write((word(text),)))[0].values[0].text == text


@pytest.mark.parametrize("text", ["none", "Any", "a*", "=a", ">5", "-7d", "1..2", "a b", "a,b", '"a"', ""])
def test_a_literal_that_would_mean_something_is_quoted(text: str):
    assert literal(text).quoted


@pytest.mark.parametrize("text", ["ana", "ABC-1", "o'brien", "ana@example.com", "a:b", "Łódź", "1.5"])
def test_a_literal_that_means_itself_is_not_quoted(text: str):
    assert not literal(text).quoted


@pytest.mark.parametrize(
    "text, words",
    [
        ("", ""),
        ("status:pending", ""),
        ("42 status:pending", "42"),
        ('!store:de -"gift card"  status:pending,closed ana', '-"gift card" ana'),
        ('name:"a b" !c !name:d e', "!c e"),
        ('status: ana "sil', 'ana "sil'),
    ],
)
def test_words_only(text: str, words: str):
    assert words_only(text) == words
