"""What filters mean: words, texts, names, codes, and their mistakes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_tui.filters.error import FilterError
from sales_tui.filters.fields import Field, Fields, Kind
from sales_tui.filters.resolve import read
from sales_tui.filters.tree import Between, Clause, Like, OneOf, Present, Search
from tests.filters.shop import BERLIN, FIELDS, STATUSES, clause, condition, query
from tests.filters.test_parse import TYPED, read_or_mistake


def test_bare_words_search():
    assert query('42 "Ana  Silva" !gift*') == (
        Clause((Search("42"),)),
        Clause((Search("Ana  Silva"),)),
        Clause((Search("gift*"),), negated=True),
    )


@pytest.mark.parametrize(
    "value, pieces, at_start, at_end",
    [
        ("Silva", ("silva",), False, False),
        ("Łódź", ("lodz",), False, False),
        ("ABC*", ("abc",), True, False),
        ("*abc", ("abc",), False, True),
        ("a*c", ("a", "c"), True, True),
        ("a*b*c", ("a", "b", "c"), True, True),
        ("*abc*", ("abc",), False, False),
        ("*a**c*", ("a", "c"), False, False),
        ("=abc", ("abc",), True, True),
        ("=a*c", ("a*c",), True, True),
        ('="Ana Silva"', ("ana  silva",), True, True),
        ('"Ana Silva"', ("ana  silva",), False, False),
        ('" Ana "', ("ana",), False, False),
        ('"a*"', ("a*",), False, False),
        ('"=a"', ("=a",), False, False),
        ('"none"', ("none",), False, False),
        ("=any", ("any",), True, True),
        (">5", (">5",), False, False),
    ],
)
@pytest.mark.parametrize("name, field", [("name", "billing_name"), ("STORE", "store_name"), ("sku", "sku")])
def test_texts_and_names(name: str, field: str, value: str, pieces: tuple[str, ...], at_start: bool, at_end: bool):
    assert condition(f"{name}:{value}") == Like(field, pieces, at_start, at_end)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("coupon:any", Clause((Present("coupon_code"),))),
        ("coupon:None", Clause((Present("coupon_code"),), negated=True)),
        ("!coupon:none", Clause((Present("coupon_code"),))),
        ("coupon:none,none", Clause((Present("coupon_code"),), negated=True)),
        ("coupon:any,x", Clause((Present("coupon_code"), Like("coupon_code", ("x",))))),
        ("name:*", Clause((Present("billing_name"),))),
        ("number:*", Clause((Present("increment_id"),))),
        ("store:none", Clause((Present("store_name"),), negated=True)),
        ("shipped:none", Clause((Present("shipped_at"),), negated=True)),
        ("shipped:ANY", Clause((Present("shipped_at"),))),
        ("method:none", Clause((Present("payment_method"),), negated=True)),
        # A field that is never empty knows neither word, and a code that is called so comes first.
        ("number:none", Clause((Like("increment_id", ("none",)),))),
        ("paid:none", Clause((OneOf("paid", ("none",)),))),
        ("paid:any", Clause((Present("paid"),))),
    ],
)
def test_none_and_any(text: str, expected: Clause):
    assert clause(text) == expected


@pytest.mark.parametrize(
    "value, codes",
    [
        ("pending", ("pending",)),
        ("PENDING", ("pending",)),
        ("pending,processing", ("pending", "processing")),
        ("pending,Pending", ("pending",)),
        ('"on hold"', ("holded",)),
        ('"ON  HOLD"', ("holded",)),
        ("=closed", ("closed",)),
        ('="On Hold"', ("holded",)),
    ],
)
def test_codes_by_code_and_label(value: str, codes: tuple[str, ...]):
    assert condition(f"status:{value}") == OneOf("status", codes)


@pytest.mark.parametrize("value, code", [("no", "no"), ("unpaid", "no"), ("Paid", "yes"), ("yes", "yes")])
def test_yes_and_no(value: str, code: str):
    assert condition(f"paid:{value}") == OneOf("paid", (code,))


def test_a_label_of_several_codes_means_all_of_them():
    fields = Fields((Field("status", Kind.CODE, words={"a": "Open", "b": "Open", "c": "Closed"}),))
    assert read("status:open", fields, BERLIN) == (Clause((OneOf("status", ("a", "b")),)),)


def test_a_code_that_only_the_database_knows_is_looked_for_in_small_letters_and_capitals():
    assert condition("method:Checkmo") == OneOf("payment_method", ("Checkmo", "checkmo", "CHECKMO"))
    assert condition("method:checkmo") == OneOf("payment_method", ("checkmo", "CHECKMO"))
    assert condition('method:"a\0"') == OneOf("payment_method", ("a\ufffd", "A\ufffd"))


def test_negated_values():
    assert clause("!store:de,fr") == Clause((Like("store_name", ("de",)), Like("store_name", ("fr",))), negated=True)
    assert clause("-status:closed") == Clause((OneOf("status", ("closed",)),), negated=True)


CODES = ", ".join(STATUSES)
TEXT_WITH_COLON = "A text with a colon in it is searched for in quotes."
ALL = ", ".join(field.name for field in FIELDS.all)


@pytest.mark.parametrize(
    "text, place, message",
    [
        ("ana stat:x", "stat", f"Orders have no field 'stat'; did you mean status? {TEXT_WITH_COLON}"),
        ("!totl:5", "totl", f"Orders have no field 'totl'; did you mean total? {TEXT_WITH_COLON}"),
        ("10:42", "10", f"Orders have no field '10'. The fields are {ALL}. {TEXT_WITH_COLON}"),
        ("status:pendig", "pendig", f"'pendig' is no status; did you mean pending? The codes are {CODES}."),
        ("status:pend", "pend", f"'pend' is no status; did you mean pending? The codes are {CODES}."),
        (
            "status:pending,onhold",
            "onhold",
            f"'onhold' is no status; did you mean \"On Hold\" or holded? The codes are {CODES}.",
        ),
        ("status:xyz", "xyz", f"'xyz' is no status. The codes are {CODES}."),
        ("status:none", "none", f"'none' is no status. The codes are {CODES}."),
        ('method:""', '""', "'' is no payment_method."),
        ("coupon:none,x", "none", "none can't stand beside other values; write coupon_code:none alone."),
        ('""', '""', "There is nothing to search for here; write a word, or a text in quotes."),
        ('ana -" "', '" "', "There is nothing to search for here; write a word, or a text in quotes."),
        (
            'name:" "',
            '" "',
            "There is no text to look for in billing_name; billing_name:none finds what is without one.",
        ),
        ("number:=", "=", "There is no text to look for in increment_id."),
    ],
)
def test_mistakes(text: str, place: str, message: str):
    with pytest.raises(FilterError) as caught:
        query(text)
    assert str(caught.value) == message
    assert text[caught.value.start : caught.value.end] == place


def test_many_codes_are_not_listed():
    fields = Fields((Field("country", Kind.CODE, words={f"C{n}": f"Country {n}" for n in range(13)}),))
    with pytest.raises(FilterError, match=r"^'xx' is no country\.$"):
        read("country:xx", fields, BERLIN)


NAMES = [name for field in FIELDS.all for name in (field.name, *field.aliases)]
NEARLY = st.lists(
    st.builds(
        "{}{}:{}".format,
        st.sampled_from(["", "!", "-"]),
        st.sampled_from(NAMES),
        st.text(alphabet="0129.,-<>=*\"'dwmya none~", max_size=12) | st.text(max_size=6),
    ),
    max_size=3,
).map(" ".join)


@given(TYPED | NEARLY)
def test_any_text_is_a_query_or_a_mistake_within_it(text: str):
    found, error = read_or_mistake(text, query)
    assert (found is None) is (error is not None)
    if error:
        assert 0 <= error.start < error.end <= len(text)
        assert str(error).endswith((".", "?"))


def test_a_date_may_know_words_beside_days() -> None:
    (found,) = query("shipped:partly,2026-11-23")
    day = Between("shipped_at", 1_795_388_400_000_000, 1_795_474_799_999_999)
    assert found == Clause((OneOf("shipped_at", ("partly",)), day))


STAFF = Fields((Field("sales_rep", Kind.TEXT, ("rep",), knows_me=True), Field("name", Kind.TEXT)))


@pytest.mark.parametrize(
    "text, me, found",
    [
        ("rep:me", "Ada L.", Like("sales_rep", ("ada  l.",))),
        ("rep:ME", "ada", Like("sales_rep", ("ada",))),
        ("rep:me", "a*", Like("sales_rep", ("a*",))),
        ("rep:me", "", Like("sales_rep", ("me",))),
        ('rep:"me"', "ada", Like("sales_rep", ("me",))),
        ("rep:mel", "ada", Like("sales_rep", ("mel",))),
        ("name:me", "ada", Like("name", ("me",))),
    ],
)
def test_me_is_whoever_asks(text: str, me: str, found: Like):
    assert read(text, STAFF, replace(BERLIN, me=me)) == (Clause((found,)),)


@pytest.mark.parametrize(
    "text, codes",
    [
        ("status:open", ("opened",)),
        ('status:"our turn"', ("opened", "fresh")),
        ('status:"our turn · Open"', ("opened",)),
        ("status:fresh", ("fresh",)),
    ],
)
def test_a_part_of_a_label_stands_for_it(text: str, codes: tuple[str, ...]):
    words = {"opened": "our turn · Open", "fresh": "our turn · New", "sent": "their turn · Sent"}
    fields = Fields((Field("status", Kind.CODE, words=words),))
    assert read(text, fields, BERLIN) == (Clause((OneOf("status", codes),)),)
