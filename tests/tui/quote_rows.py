"""Quotes for the screens: a company with two buyers, a small catalog, and quotes in the states that matter."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from sales_tui import model
from sales_tui.runtime import Runtime
from sales_tui.settings import Settings
from sales_tui.store.requests import Outcome, Request
from tests.tui.robot import NOW

ADDRESS = {"firstname": "Ana", "lastname": "Gross", "street": "Hafenweg 3", "postcode": "20457", "city": "Hamburg"}

PRODUCTS = (
    ("MUG-BLUE", "Mug, blue", "16", "9.50", "4006381333931"),
    ("TEE-M", "T-shirt, M", "10", "4", "4006381333948"),
    ("LAMP", "Lamp with a very long name, as they come", "49.90", "31", ""),
    ("CARD", "Card", "1.20", "", ""),
)
"""SKU, name, price, cost, barcode."""


def add_catalog(session: Session) -> None:
    """Four products; of one the cost isn't known."""
    for sku, name, price, cost, barcode in PRODUCTS:
        session.add(
            model.Product(
                sku=sku,
                name=name,
                price=Decimal(price),
                cost=Decimal(cost) if cost else None,
                qty=Decimal(120),
                tax_percent=Decimal(19),
                barcode=barcode,
                updated_at=NOW,
            )
        )


def add_buyers(session: Session) -> None:
    """Two people who buy for one company, one who buys for another, and one who buys for none."""
    store = session.get(model.Store, 1)
    if store is None:
        session.add(model.Store(id=1, name="Main", timezone="Europe/Berlin", base_currency_code="USD"))
    companies = [
        model.Company(name="Gross & Söhne", email="kontor@gross.example", sales_rep="ada"),
        model.Company(name="Żółć S.A.", email="biuro@zolc.example", sales_rep="sam"),
    ]
    session.add_all(companies)
    session.flush()
    people = (
        ("ana@gross.example", "Ana", "Gross", companies[0].id),
        ("bo@gross.example", "Bo", "Lund", companies[0].id),
        ("lukasz@zolc.example", "Łukasz", "Żółć", companies[1].id),
        ("eve@example.com", "Eve", "Alone", None),
    )
    for email, first, last, company in people:
        session.add(model.Customer(email=email, firstname=first, lastname=last, company_id=company))


class Shop:
    """Acts on a database as `ada` does, or somebody else."""

    def __init__(self, database: Path, who: str = "ada", **settings: Any) -> None:
        self.runtime = Runtime(Settings(db=str(database), operator=who, **settings))
        self.runtime.prepare(writes=True)
        self.runtime.runner.clock = lambda: NOW

    def fill(self) -> None:
        """Catalog and buyers."""
        with Session(self.runtime.engine) as session:
            add_catalog(session)
            add_buyers(session)
            session.commit()

    def do(self, action: str, target: str, **values: Any) -> Outcome:
        """One action; it must be possible."""
        (outcome,) = self.runtime.runner.run([Request(action, target, values)])
        assert outcome.ok, outcome.message
        return outcome

    def quote(self, email: str = "ana@gross.example", **values: Any) -> str:
        """A new draft over 16 mugs and 22 T-shirts; its number."""
        items = [{"sku": "MUG-BLUE", "qty": 16}, {"sku": "TEE-M", "qty": 22}]
        made = self.do("quote.create", email, **{"items": items, **values})
        return made.created["quotes"][0]

    def put(self, number: str, **columns: Any) -> None:
        """As an import would."""
        with Session(self.runtime.engine) as session:
            quote = session.exec(select(model.Quote).where(model.Quote.increment_id == number)).one()
            for name, value in columns.items():
                setattr(quote, name, value)
            session.add(quote)
            session.commit()

    def close(self) -> None:
        """Let go of the database."""
        self.runtime.close()


def four_quotes(database: Path, **settings: Any) -> list[str]:
    """A new one, one in work with ada, one that was sent, one that the buyer changed; their numbers."""
    shop = Shop(database, **settings)
    shop.fill()
    new, open_, sent, changed = (shop.quote(name=name) for name in ("Autumn", "Office", "Fair", "Canteen"))
    shop.put(new, status="created", locked_by="", shipping_address=ADDRESS, billing_address=ADDRESS)
    shop.put(open_, status="processing_by_admin", shipping_address=ADDRESS)
    shop.do("quote.send", sent, negotiated="2.5%", comment="For the fair")
    shop.put(sent, shipping_address=ADDRESS, billing_address=ADDRESS)
    shop.do("quote.send", changed, negotiated="300")
    shop.do("quote.reply", changed, reply="edit", items=[{"sku": "TEE-M", "qty": 30}], comment="A few more")
    shop.close()
    return [new, open_, sent, changed]
