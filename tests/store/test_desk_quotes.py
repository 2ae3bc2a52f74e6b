"""What the screens ask about quotes: who buys for a company, how a new quote begins, products by SKU or barcode."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from sales_tui import model
from sales_tui.rules.quote_records import Quote
from sales_tui.store.buyers import find_buyers
from sales_tui.store.desk_quotes import look_up, open_new
from sales_tui.store.location import locate
from sales_tui.store.reader import Reader
from tests.store.orders import new_database
from tests.tui.quote_rows import add_buyers, add_catalog


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A small catalog, three buyers of two companies, and one person who buys for none."""
    engine = new_database(database_url)
    with Session(engine) as session:
        add_catalog(session)
        add_buyers(session)
        session.add(model.ProductPrice(product_id=1, group_code="Wholesale", price=Decimal(12)))
        session.commit()
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    "text, found",
    [
        ("", ["ana", "bo", "lukasz"]),
        ("SÖHNE", ["ana", "bo"]),
        ("lund gro", ["bo"]),
        ("zolc", ["lukasz"]),
        ("Łuk", ["lukasz"]),
        ("@gross.example", ["ana", "bo"]),
        ("eve", []),
        ("100%", []),
        ("_", []),
        ("' OR 1=1 --", []),
    ],
)
def test_buyers_are_found_by_what_people_know_of_them(engine: Engine, database_url: str, text: str, found: list[str]):
    reader = Reader(locate(database_url))
    try:
        buyers = find_buyers(reader, text, 10)
        assert [one.email.partition("@")[0] for one in buyers] == found
        assert len(find_buyers(reader, text, 1)) == min(1, len(found))
    finally:
        reader.close()


def test_a_buyer_has_a_name_and_a_company(engine: Engine, database_url: str):
    reader = Reader(locate(database_url))
    (lukasz,) = find_buyers(reader, "zolc", 10)
    reader.close()
    assert (lukasz.name, lukasz.company) == ("Łukasz Żółć", "Żółć S.A.")


def test_a_new_quote_begins_with_buyer_and_company(engine: Engine):
    opened = open_new(engine, "ana@gross.example")
    assert opened is not None
    quote = opened.target.quote
    assert (quote.id, quote.company_name, quote.buyer_name, quote.sales_rep) == (0, "Gross & Söhne", "Ana Gross", "ada")
    assert opened.target.number == "ana@gross.example"
    assert open_new(engine, "nobody@example.com") is None


@pytest.mark.parametrize(
    "name, sku",
    [("MUG-BLUE", "MUG-BLUE"), ("mug-blue", "MUG-BLUE"), ("4006381333948", "TEE-M"), (" LAMP ", "LAMP")],
)
def test_products_are_found_by_sku_or_barcode(engine: Engine, name: str, sku: str):
    quote = Quote(0, customer_group="Wholesale")
    assert look_up(engine, quote, [name, "GHOST", ""]) == {name: sku}
    assert set(quote.shelf) == {sku}


def test_products_have_the_prices_of_the_buyer_s_group(engine: Engine):
    quote = Quote(0, customer_group="Wholesale")
    look_up(engine, quote, ["MUG-BLUE"])
    assert quote.shelf["MUG-BLUE"].price_for(Decimal(1)) == 12
