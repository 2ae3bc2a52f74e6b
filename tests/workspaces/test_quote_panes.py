"""Quotes as panes and in a few lines, from REST shapes; and in grids, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session

from sales_tui import model
from sales_tui.filters.resolve import read
from sales_tui.store.grid import Grid, GridQuery
from sales_tui.store.location import locate
from sales_tui.store.reader import Reader
from sales_tui.workspaces import PLACES, TABS, WORKSPACES, words
from sales_tui.workspaces.filtering import filter_fields
from sales_tui.workspaces.panes import Pane, panes
from sales_tui.workspaces.quote_words import expiry_words, size_words
from sales_tui.workspaces.summary import Line, summary
from tests.store.grid_shop import BERLIN, gathering, walking
from tests.store.orders import new_database

NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
PLACE = WORKSPACES["quotes"]


def quote(**changes: Any) -> dict[str, Any]:
    """A quote over 464.10 instead of 476.00, in work."""
    item = {
        "sku": "MUG", "name": "Mug", "qty": "16", "stock": "120", "cost": "9.50", "catalog_price": "17.00",
        "cart_price": "16.00", "proposed_price": "15.60", "row_total": "249.60", "tax_amount": "47.42",
        "last_price": "15.20", "negotiated_price_type": None, "negotiated_price_value": None,
    }  # fmt: skip
    sums = {"catalog_total": "492", "original_total": "476", "negotiated_total": "464.10", "tax_amount": "88.18"}
    sums |= {"shipping_amount": "7.50", "grand_total": "559.78"}
    return {
        "increment_id": "42",
        "quote_name": "Office",
        "status": "processing_by_admin",
        "company_name": "Gross & Söhne",
        "customer": {"email": "ana@gross.example", "firstname": "Ana", "lastname": "Gross"},
        "customer_group": "Wholesale",
        "sales_rep": "ada",
        "store_name": "Main\nEuropean\nGerman",
        "locked_by": "ada",
        "created_at": "2026-11-12T10:00:00Z",
        "updated_at": "2026-11-23T10:00:00Z",
        "expiration_period": "2026-11-25",
        "quote_currency_code": "USD",
        "base_currency_code": "USD",
        "negotiated_price_type": 1,
        "negotiated_price_value": "2.5",
        "items": [item],
        "totals": {**sums, **{f"base_{name}": value for name, value in sums.items()}, "base_total_cost": "240"},
        "margin_percent": "48.29",
        "profit": "224.10",
        "margin_floor": "20",
        "is_below_floor": False,
        "is_stale": False,
        "comments": [],
        "history": [],
        "allowed_actions": ["quote.edit"],
        **changes,
    }


def pane(key: str, **changes: Any) -> Pane:
    return next(pane for pane in panes("quote", quote(**changes), UTC, now=NOW) if pane.key == key)


def fact(pane: Pane, label: str) -> str | None:
    return dict(pane.facts).get(label)


def test_all_panes_in_order() -> None:
    found = panes("quote", quote(), UTC, now=NOW)
    assert [one.key for one in found] == ["information", "items", "totals", "shipping", "comments", "history"]


@pytest.mark.parametrize(
    "changes, ours, theirs",
    [
        ({}, "our turn · Open", "Pending"),
        ({"status": "created"}, "our turn · New", "Submitted"),
        ({"status": "submitted_by_customer"}, "our turn · Updated", "Submitted"),
        ({"status": "submitted_by_admin"}, "their turn · Submitted", "Updated"),
        ({"status": "submitted_by_admin", "is_waiting_for_order": True}, "our turn · Submitted, accepted", "Updated"),
        ({"status": "processing_by_customer"}, "their turn · Client Reviewed", "Open"),
        ({"status": "draft_by_admin"}, "our turn · Draft", "nothing yet"),
        ({"status": "declined"}, "done · Declined", "Declined"),
        ({"status": "unheard_of"}, "unheard_of", "unheard_of"),
    ],
)
def test_both_sides_words_stand_beside_each_other(changes: dict[str, Any], ours: str, theirs: str) -> None:
    found = pane("information", **changes)
    assert (fact(found, "Status"), fact(found, "Buyer sees")) == (ours, theirs)
    assert words.status("quote", quote(**changes), UTC) == ours


@pytest.mark.parametrize(
    "day, status, expected",
    [
        (None, "created", "never"),
        ("2026-11-23", "created", "23 Nov 2026, today"),
        ("2026-11-24", "created", "24 Nov 2026, tomorrow"),
        ("2026-11-26", "created", "26 Nov 2026, in 3 days"),
        ("2026-11-27", "created", "27 Nov 2026"),
        ("2026-11-01", "created", "1 Nov 2026, passed"),
        ("2026-11-01", "ordered", "1 Nov 2026"),
    ],
)
def test_how_long_it_is_valid(day: str | None, status: str, expected: str) -> None:
    assert expiry_words(quote(expiration_period=day, status=status), UTC, NOW) == expected


def test_the_account_and_where_it_leads() -> None:
    found = pane("information", order_increment_id="000000007", copied_from="12")
    assert fact(found, "Submitted by") == "Ana Gross"
    assert fact(found, "Purchase point") == "Main / European / German"
    assert found.rows == (("Order", "000000007"), ("Copy of", "12"))
    assert found.links == (("order", "000000007"), ("quote", "12"))
    assert pane("information").links == ()


def test_an_item_with_cost_stock_and_what_we_offer() -> None:
    (row,) = pane("items").rows
    assert row == (
        "MUG", "Mug", "120", "9.50", "17.00", "16.00", "15.60", "16", "249.60", "47.42", "15.20",
    )  # fmt: skip


def test_what_the_buyer_changed_is_told_in_words() -> None:
    own = quote()["items"][0] | {"negotiated_price_type": 3, "negotiated_price_value": "14.00", "cost": None}
    found = pane("items", is_stale=True, items=[own])
    assert found.rows[0][6] == "was 14.00"
    assert found.rows[0][3] == ""
    (note,) = pane("information", is_stale=True).notes
    assert "what we offered (2.5 % off) doesn't count until it is sent anew" in note
    assert fact(pane("totals", is_stale=True), "Negotiated") == "2.5 % off, doesn't count"


def test_without_items_it_says_what_helps() -> None:
    found = pane("items", items=[])
    assert (found.empty, found.press) == ("The quote has no items: it can only be closed", "e edits it")
    assert pane("items", items=[], allowed_actions=[]).press == ""


def test_totals_with_margin_and_floor() -> None:
    found = pane("totals")
    assert {row[0]: row[1] for row in found.rows} == {
        "Catalog total price": "492.00",
        "Cart total": "476.00",
        "Negotiated discount": "-11.90",
        "Quote subtotal": "464.10",
        "Shipping and handling": "7.50",
        "Estimated tax": "88.18",
        "Grand total": "559.78",
    }
    assert fact(found, "Margin") == "48.3 %, profit 224.10 USD, at least 20 %"
    assert fact(found, "Negotiated") == "2.5 % off"
    assert found.notes == ()


@pytest.mark.parametrize("status, told", [("processing_by_admin", 1), ("submitted_by_admin", 0), ("ordered", 0)])
def test_below_the_floor_it_says_so_as_long_as_it_can_be_helped(status: str, told: int) -> None:
    assert len(pane("totals", is_below_floor=True, margin_floor="60", status=status).notes) == told


def test_an_unknown_margin_is_no_margin() -> None:
    assert fact(pane("totals", margin_percent=None, profit=None), "Margin") is None


@pytest.mark.parametrize(
    "kind, value, expected",
    [(1, "10", "10 % off"), (2, "26", "26.00 USD off"), (3, "450", "proposed 450.00 USD"), (None, None, None)],
)
def test_how_it_was_negotiated(kind: int | None, value: str | None, expected: str | None) -> None:
    found = pane("totals", negotiated_price_type=kind, negotiated_price_value=value)
    assert fact(found, "Negotiated") == expected


def test_two_currencies_have_a_column_each() -> None:
    totals = quote()["totals"] | {"grand_total": "279.89"}
    found = pane("totals", quote_currency_code="EUR", totals=totals)
    assert [column.label for column in found.columns] == ["", "Buyer's EUR", "Shop currency USD"]
    assert found.rows[-1] == ("Grand total", "279.89", "559.78")


def test_shipping_with_the_price_that_we_offer() -> None:
    address = {"firstname": "Ana", "lastname": "Gross", "street": ["Hafenweg 3"], "city": "Hamburg"}
    found = pane("shipping", shipping_description="Freight", shipping_price="7.50", shipping_address=address)
    assert found.facts == (
        ("Method", "Freight"),
        ("Price", "7.50 USD, offered by us"),
        ("Ship to", "Ana Gross, Hafenweg 3, Hamburg"),
    )
    assert pane("shipping").empty == "No address yet: an order needs one"


def test_comments_with_the_names_and_sizes_of_their_files() -> None:
    files = [{"file_name": "../plan.pdf", "size": 1_900_000}, {"file_name": "a.txt", "size": 12}]
    asks = {"created_at": "2026-11-12T10:00:00Z", "author": "Ana", "is_seller": False, "comment": "[b]cheaper?"}
    waits = {
        "created_at": "2026-11-13T10:00:00Z",
        "author": "ada",
        "is_seller": True,
        "comment": "No",
        "is_draft": True,
    }
    said = [asks | {"attachments": files}, waits | {"is_draft": True}]
    assert pane("comments", comments=said).rows == (
        ("13 Nov 2026 10:00", "ada", "us", "No", "", "not sent yet"),
        ("12 Nov 2026 10:00", "Ana", "buyer", "[b]cheaper?", "../plan.pdf (1.9 MB), a.txt (1 kB)", ""),
    )


@pytest.mark.parametrize("size, expected", [(0, "0 kB"), (1, "1 kB"), (999_499, "999 kB"), (2_097_152, "2.1 MB")])
def test_sizes(size: int, expected: str) -> None:
    assert size_words(size) == expected


def test_who_changed_what_from_what_to_what() -> None:
    entries = [
        {"created_at": "2026-11-12T10:00:00Z", "author": "Ana", "action": "created", "from_status": "",
         "status": "created", "changes": {}},
        {"created_at": "2026-11-12T10:00:00Z", "author": "ada", "action": "updated", "from_status": "created",
         "status": "processing_by_admin", "changes": {"quote_name": "A -> B", "item MUG": "2 x 5 -> 3 x 5"}},
    ]  # fmt: skip
    assert pane("history", history=entries).rows == (
        ("12 Nov 2026 10:00", "ada", "Updated", "New → Open", "name: A → B; item MUG: 2 x 5 → 3 x 5"),
        ("12 Nov 2026 10:00", "Ana", "Created", "New", ""),
    )


def test_in_a_few_lines() -> None:
    gist = summary("quote", quote(), {}, UTC, NOW)
    assert (gist.number, gist.status, gist.name) == ("42", "our turn · Open", "Gross & Söhne")
    assert gist.heads == ("the buyer sees Pending", "expires 25 Nov 2026, in 2 days", "in work with ada")
    assert gist.lines == (Line("16", "MUG", "Mug", "15.60"),)
    assert gist.sums[-2:] == (("Margin", "48.3 %"), ("Grand total USD", "559.78"))
    over = summary("quote", quote(status="ordered", order_increment_id="000000007"), {}, UTC, NOW)
    assert over.heads == ("the buyer sees Ordered", "order 000000007")


def test_it_comes_first() -> None:
    assert next(iter(TABS)) == "quotes"
    assert (PLACES["quote"].letter, PLACES["quote"].digit) == ("q", "1")


# --- in grids


@pytest.fixture
def grid(database_url: str) -> Iterator[Grid]:
    """Three quotes: a new one, one that was sent and accepted, one that is over."""
    engine = new_database(database_url)
    with Session(engine) as session:
        session.add(model.Store(id=1, name="Main"))
        session.flush()
        for at, (number, status) in enumerate((("7", "created"), ("12", "submitted_by_admin"), ("113", "ordered"))):
            row = model.Quote(
                increment_id=number,
                name=("Łódź", "Fair", "Office")[at],
                status=status,
                store_id=1,
                company_name=("Żółć S.A.", "Gross & Söhne", "gross")[at],
                buyer_name="Ana Gross",
                buyer_email="ana@gross.example",
                sales_rep=("ada", "sam", "")[at],
                base_original_total=Decimal(100 * (at + 1)),
                negotiated_total=Decimal(90 * (at + 1)),
                base_negotiated_total=Decimal(90 * (at + 1)),
                base_total_cost=Decimal(45),
                expires_at=(BERLIN.now + timedelta(days=2), BERLIN.now + timedelta(days=20), None)[at],
                accepted_at=BERLIN.now if at == 1 else None,
                created_at=BERLIN.now - timedelta(days=at),
                updated_at=BERLIN.now,
            )
            session.add(row)
            session.flush()
            assert row.id is not None
            cost = None if at == 2 else Decimal(9)
            session.add(model.QuoteItem(parent_id=row.id, sku=f"MUG-{at}", qty=Decimal(5), base_cost=cost))
        session.commit()
    engine.dispose()
    reader = Reader(locate(database_url))
    yield Grid(reader)
    reader.close()


def asked(grid: Grid, filter: str = "", *sort: tuple[str, bool]) -> GridQuery:
    terms = read(filter, filter_fields(PLACE, grid.names), replace(BERLIN, me="ada"))
    return GridQuery(PLACE, PLACE.columns, terms, sort)


def found(grid: Grid, filter: str = "", *sort: tuple[str, bool]) -> list[str]:
    """The numbers of the records, the same in whichever way they are come by."""
    query = asked(grid, filter, *sort)
    numbers = [str(values[0]) for _, values in grid.stream(query)]
    for way in (walking, gathering):
        with way():
            assert [str(values[0]) for _, values in grid.head(query, 50)] == numbers
    assert grid.count(query) == len(numbers)
    return numbers


@pytest.mark.parametrize(
    "filter, numbers",
    [
        ("", ["7", "12", "113"]),
        ("zolc", ["7"]),
        ("name:lodz", ["7"]),
        ("company:gross", ["12", "113"]),
        ("turn:ours", ["7", "12"]),
        ("turn:theirs", []),
        ("status:submitted", ["12"]),
        ("status:ordered,created", ["7", "113"]),
        ('status:"our turn"', ["7"]),
        ("rep:me", ["7"]),
        ("rep:none", ["113"]),
        ("expires:today..+3d", ["7"]),
        ("expires:none", ["113"]),
        ("accepted:any", ["12"]),
        ("margin:50", ["7"]),
        ("margin:>60", ["12"]),
        ("sku:mug-1", ["12"]),
        ("original:>=200 negotiated:<200", ["12"]),
        ("12", ["12"]),
    ],
)
def test_filters(grid: Grid, filter: str, numbers: list[str]) -> None:
    assert found(grid, filter) == numbers


def test_they_are_sorted_by_the_number_that_they_are(grid: Grid) -> None:
    assert found(grid, "", ("quote_id", False)) == ["7", "12", "113"]


def test_every_column_sorts_both_ways(grid: Grid) -> None:
    for column in PLACE.columns:
        upwards, downwards = found(grid, "", (column.name, False)), found(grid, "", (column.name, True))
        assert upwards == downwards[::-1], column.name


def test_every_view_can_be_asked(grid: Grid) -> None:
    for view in PLACE.views:
        assert set(found(grid, view.filter, *view.sort)) <= {"7", "12", "113"}
    assert found(grid, "turn:ours,theirs expires:today..+3d") == ["7"]


def test_a_margin_is_known_where_every_cost_is(grid: Grid) -> None:
    at = [column.name for column in PLACE.columns].index("margin_percent")
    margins = {values[0]: values[at] for _, values in grid.stream(asked(grid))}
    assert margins == {"7": 500_000, "12": 750_000, "113": None}


def test_sums(grid: Grid) -> None:
    (sums,) = grid.sums(asked(grid))
    assert (sums.currency, sums.amounts) == ("USD", (5_400_000, 1_350_000))
