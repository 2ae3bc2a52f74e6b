"""Generated filters held against records, the plain way."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_tui.core.folding import needle, search_field
from sales_tui.filters.parse import parse
from sales_tui.filters.write import write
from tests.filters.plain import holds
from tests.filters.shop import BERLIN, query
from tests.filters.shop import FIELDS as SHOP
from tests.filters.strategies import filters

SAMPLES = {
    "increment_id": ["000000042", "DE-17"],
    "payment_method": ["checkmo", "banktransfer"],
    "billing_name": ["Łukasz Żółć", "Ana Silva", "O'Brien", "山田 太郎"],
    "sku": ["MUG-BLUE", "TEE*M", '19" rack'],
    "coupon_code": ["GIFT10"],
    "store_name": ["Main Website, Store", "none"],
    "grand_total": ["0", "12.50", "100", "1234.5"],
    "items": ["1", "20", "300"],
    "created_at": ["2026-11-23", "2025-02-28"],
    "shipped_at": ["2026-03-29"],
}
WORDS = ["42", "Łukasz Żółć", "gift", 'a "b"', "-5", "x:y"]

FILTERS = filters(SHOP, SAMPLES, WORDS)

RECORD: dict[str, Any] = {
    "increment_id": search_field(["000000042"]),
    "status": "processing",
    "paid": "yes",
    "payment_method": "checkmo",
    "billing_name": search_field(["Łukasz Żółć"]),
    "sku": search_field(["MUG-BLUE", "TEE-M"]),
    "coupon_code": "",
    "store_name": search_field(["Main Website Store"]),
    "grand_total": 1_000_000,
    "items": (2, 7),
    "created_at": BERLIN.begin(date(2026, 11, 23)),
    "shipped_at": None,
}


def find(text: str) -> bool:
    return "000000042".endswith(text) or needle(text) in search_field(["000000042", "Łukasz Żółć"])


def is_found(text: str) -> bool:
    return holds(query(text), RECORD, find)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "42 lukasz status:processing",
        "!gift",
        "name:kasz name:LUK* name:*zolc name:l*c name:*a*z*",
        'name:="łukasz żółć" name:"kasz zol"',
        "sku:mug*blue sku:=tee-m sku:any",
        "coupon:none !coupon:any",
        "shipped:none !shipped:2026 !coupon:x",
        "status:pending,processing !status:closed",
        "total:100 total:>=100 total:99.99995..100 !total:>100",
        "items:7 items:<3 items:2,9 !items:3..6",
        "date:today date:2026 !date:<today",
    ],
)
def test_the_record_is_found(text: str):
    assert is_found(text)


@pytest.mark.parametrize(
    "text",
    [
        "ana",
        "status:closed 42",
        "name:kasz* name:any",
        "sku:mug*m",
        "sku:=tee",
        "coupon:any",
        "coupon:x",
        "shipped:2026",
        "total:100.00001",
        "!items:7",
        "date:yesterday",
    ],
)
def test_the_record_is_not_found(text: str):
    assert not is_found(text)


@given(FILTERS)
def test_generated_filters_can_be_read_and_written(text: str):
    assert query(text)
    assert query(write(parse(text))) == query(text)


@given(filters(SHOP, SAMPLES, WORDS, most=1))
def test_a_term_or_its_opposite_holds(text: str):
    opposite = text[1:] if text[0] in "!-" else f"!{text}"
    assert is_found(text) is not is_found(opposite)


@given(FILTERS, FILTERS)
def test_all_terms_hold(one: str, other: str):
    assert is_found(f"{one} {other}") == (is_found(one) and is_found(other))


@given(st.sampled_from(["billing_name", "sku"]), st.data())
def test_a_part_of_a_value_is_contained_in_it(field: str, data: st.DataObject):
    value = data.draw(st.sampled_from(SAMPLES[field]))
    record = {field: search_field(["before", value])}
    part = data.draw(st.sampled_from([value[:at] for at in range(1, len(value) + 1)]))
    quoted = part.replace('"', '""')
    assert holds(query(f'{field}:"{quoted}"'), record, find)
