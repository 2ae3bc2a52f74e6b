"""Filters of every kind, in SQL and in plain Python: both find the same, on both databases, whichever way is taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sales_tui.core.folding import phrase
from sales_tui.filters.error import FilterError
from sales_tui.filters.fields import Field, Kind
from sales_tui.store.grid import GridQuery, Sums
from sales_tui.workspaces.base import View
from sales_tui.workspaces.filtering import filter_fields
from tests.filters.strategies import filters
from tests.store.conftest import Shop
from tests.store.grid_places import PLACES
from tests.store.grid_plain import Plain, Record, found, in_order
from tests.store.grid_shop import BERLIN, gathering, query, walking

ALL = pytest.mark.parametrize("name", list(PLACES))
SUMMED = {
    "orders": ("base_grand_total", "base_total_paid", "base_total_due", "base_total_refunded"),
    "invoices": ("base_grand_total",),
    "creditmemos": ("base_grand_total",),
    "shipments": (),
    "returns": (),
}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def check(shop: Shop, name: str, text: str) -> list[int]:
    """Ask every question about the filter in every way; the keys of what it finds, newest first."""
    workspace, grid = PLACES[name], shop.grid
    asked = GridQuery(workspace, (), query(grid, workspace, text))
    fitting = found(asked.filter, shop.plain.records(name))
    keys = in_order(fitting, ("created_at", True))
    for way in (walking, gathering):
        with way():
            assert list(grid.order(asked)) == keys
            assert [key for key, _ in grid.head(asked, 7)] == keys[:7]
            assert [key for key, _ in grid.stream(asked)] == keys
            assert grid.sums(asked) == sums(shop.plain, name, fitting)
    assert grid.count(asked) == len(keys)
    assert grid.count(asked, above=20) == sum(key > 20 for key in keys)
    return keys


def sums(plain: Plain, name: str, records: Iterable[Record]) -> list[Sums]:
    """What they come to, by currency of the shop."""
    rows = {row["id"]: row for row in plain.rows(name)}
    by_currency: dict[str, list[Mapping[str, Any]]] = {}
    for record in records:
        row = rows[record.key]
        money = row if "base_currency_code" in row else plain.orders[record.order_id].row
        by_currency.setdefault(money["base_currency_code"], []).append(row)
    return [
        Sums(currency, len(some), tuple(sum(row[column] for row in some) for column in SUMMED[name]))
        for currency, some in sorted(by_currency.items())
    ]


def generated(shop: Shop, name: str) -> st.SearchStrategy[str]:
    """Filters about what the shop holds."""
    if name not in shop.filters:
        records = shop.plain.records(name)
        fields = filter_fields(PLACES[name], shop.grid.names)
        samples = {field.name: _samples(field, records) for field in fields.all}
        words = [word for field in fields.all if field.kind is Kind.TEXT for word in samples[field.name]]
        shop.filters[name] = filters(fields, samples, words)
    return shop.filters[name]


def _samples(field: Field, records: list[Record]) -> list[str]:
    """Values as people write them: first the awkward ones."""
    match field.kind:
        case Kind.TEXT | Kind.NAME:
            lines = dict.fromkeys(line for one in records for line in one.texts[field.name] if phrase(line))
            return sorted(lines, key=lambda line: (line.isascii() and line.isalnum(), line))[:40]
        case Kind.AMOUNT | Kind.INTEGER:
            scale = 4 if field.kind is Kind.AMOUNT else 0
            values = {Decimal(one.fields[field.name]).scaleb(-scale) for one in records}
            return [f"{value:f}" for value in sorted(values)][:40]
        case Kind.DATE:
            return sorted({_day(at) for one in records for at in _moments(one.fields[field.name])})[:60]
        case Kind.CODE if field.words:
            return []
        case Kind.CODE:
            return sorted({code for one in records for code in _moments(one.fields[field.name])})


def _moments(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _day(at: int) -> str:
    return f"{(EPOCH + timedelta(microseconds=at)).astimezone(BERLIN.zone):%Y-%m-%d}"


@ALL
@settings(max_examples=80)
@given(st.data())
def test_generated_filters_find_what_plain_python_finds(shop: Shop, name: str, data: st.DataObject):
    check(shop, name, data.draw(generated(shop, name)))


@pytest.mark.parametrize(
    "text, numbers",
    [
        ("DE-0", "DE-000124 DE-000123"),
        ("number:de-", "de-7 DE-000124 DE-000123"),
        ("00123", "DE-000123 000000123"),
        ("number:=de-000123", "DE-000123"),
        ("number:d*4", "DE-000124"),
        ("aaa number:de", "DE-000124"),
        ("aaaa", ""),
        ("łódź number:de-", "DE-000123"),
        ("company:GROSS", "DE-000123"),
        ("strasse number:de-", "DE-000123"),
        ('"strasse 5 hof"', "DE-000123"),
        ("street:strasse*\\2", "DE-000123"),
        ("sku:50%", "DE-000123"),
        ("sku:5*off", "DE-000124 DE-000123"),
        ("sku:50*OFF,mug", "DE-000124 DE-000123"),
        ("sku:=50XXOFF", "DE-000124"),
        ("sku:a!b", "DE-000123"),
        ('"back\\slash"', "DE-000123"),
        ("company:any it's", "DE-000123"),
        ('company:"say ""yes"""', "DE-000124"),
        ("千代", "DE-000124"),
        ("東京", "DE-000124"),
        ("customer:=山田*郎", None),
        ("customer:山*郎", "DE-000124"),
        ("name:o’brien bill_to:zoe", "de-7"),
        ('po:"47.11*"', "de-7"),
        ("txn:=tx-9_8", "de-7"),
        ('pickup:="wien 1"', "de-7"),
        ("pickup:wien*1", "de-7"),
        ("status:warten_auf_%", "DE-000123"),
        ("status:warten_auf_x", "DE-000124"),
        ("coupon:100%!", "DE-000123"),
        ("tracking:=1z999%", "DE-000123"),
        ("track:jd_ !track:jdx", "DE-000123"),
        ("date:2026-10-25", "DE-000124 DE-000123"),
        ("date:2026-10-26..2026-10-26 number:de", "de-7"),
        ("date:2026-03-29 total:<0.001", "000001011 000001009 000001007 000001005"),
        ("date:2026-03-29 bill_to:=bo", "000001006 000001005"),
        ("date:2026-03-29 bill_to:bo*", "000001012 000001007 000001006 000001005"),
        ("date:2026-03-29 bill_to:*ab", "000001012 000001010"),
        ("date:2026-03-29 zak", "000001009"),
        ("date:2026-03-29 group:none store:laden", None),
        ("currency:pln number:00000100*", "000001004"),
        ('store:"laden % sud" company:none number:000001004', "000001004"),
        ("refunded_on:2026-03-28 number:de", "DE-000124 DE-000123"),
        ("!number:0000*", "de-7 DE-000124 DE-000123"),
    ],
)
def test_orders_that_filters_stumble_over(shop: Shop, text: str, numbers: str | None):
    keys = check(shop, "orders", text)
    given = {record.key: record.cells["increment_id"] for record in shop.plain.records("orders")}
    if numbers is not None:
        assert " ".join(given[key] for key in keys) == numbers


@pytest.mark.parametrize(
    "filter", ["tag:urgent", "tag:Urgent,AXB", "tag:none", "!tag:any", "-tag:a_b", "tag:GRÖSSE", "tag:urg", '"tag:a,b"']
)
@pytest.mark.parametrize("archive", ["", " archived:yes", " archived:no", " !archived:yes", " archived:any"])
def test_tags_and_the_archive(shop: Shop, filter: str, archive: str):
    for name in ("orders", "shipments"):
        check(shop, name, filter + archive)


def test_what_was_put_away_is_found_only_where_it_is_asked_for(shop: Shop):
    counts = [len(check(shop, "orders", text)) for text in ("", "archived:no", "archived:yes", "archived:any")]
    assert counts[0] == counts[1]
    assert counts[2] == 12
    assert counts[3] == counts[1] + counts[2]


@pytest.mark.parametrize(
    "bad", ["\ud800", "\0", "'", '""""', "%", "_", "!!", "\\", "*", "a" * 5_000, "\U0010ffff", "\n"]
)
@pytest.mark.parametrize("form", ['"{}"', "x{}", "name:x{}", "number:x{}", "sku:=x{}", "store:x{}", "sku:x*{}x", "4{}"])
@pytest.mark.parametrize("name", ["orders", "shipments"])
def test_nothing_that_is_typed_breaks_a_question(shop: Shop, name: str, bad: str, form: str):
    with suppress(FilterError):
        check(shop, name, form.format(bad))


@pytest.mark.parametrize("name, view", [(name, view) for name, place in PLACES.items() for view in place.views])
def test_views_show_what_their_filter_says(shop: Shop, name: str, view: View):
    check(shop, name, view.filter)
