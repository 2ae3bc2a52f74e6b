"""A desk with a company, its buyer and a few products, and sellers who work on quotes there."""

from __future__ import annotations

import json
import tempfile
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from sales_tui import model
from sales_tui.actions.base import Context, Terms
from sales_tui.rules.quoting import QuoteTerms
from sales_tui.store.actor import Actor
from sales_tui.store.check import check_database
from sales_tui.store.engine import reading
from sales_tui.store.mapping import table_of
from sales_tui.store.requests import Outcome, Request
from sales_tui.store.runner import Runner
from sales_tui.store.show import show
from tests.store.orders import NOW, new_database

Json = dict[str, Any]

BUYER = "ana@huts.example"
D = Decimal


class QuoteDesk:
    """A new database, and who works with it."""

    def __init__(self, url: str) -> None:
        self.engine = new_database(url)
        self.now = NOW
        self.terms = Terms(quotes=QuoteTerms(margin_floor=D(20)))
        with Session(self.engine) as session:
            session.add(model.Store(source="t", name="Main", timezone="Europe/Berlin"))
            session.add(model.CustomerGroup(source="t", customer_group_id=2, code="Wholesale"))
            session.flush()
            session.add(model.Company(source="t", name="Huts & Hikes", sales_rep="ada", group_code="Wholesale"))
            session.add(model.Company(source="t", name="Nobody Ltd.", email="info@nobody.example"))
            session.flush()
            person: Json = {"firstname": "Ana", "lastname": "Silva", "group_id": 1}
            session.add(model.Customer(source="t", customer_id=7, email=BUYER, company_id=1, **person))
            session.add(model.Customer(source="t", customer_id=8, email="leo@home.example", firstname="Leo"))
            for sku, price, cost in (("MUG", "16.00", "8.00"), ("PAN", "22.00", "20.00"), ("CORD", "1.35", None)):
                self._add_product(session, sku, price, cost)
            session.add(model.ProductPrice(product_id=1, group_code="Wholesale", qty=D(10), price=D("12.80")))
            session.commit()

    def _add_product(self, session: Session, sku: str, price: str, cost: str | None) -> None:
        money: Json = {"price": D(price), "cost": D(cost) if cost else None, "tax_percent": D(10), "qty": D(50)}
        session.add(model.Product(sku=sku, name=sku.title(), updated_at=NOW, weight=D("0.5"), **money))
        session.flush()

    def runner(self, who: str = "ada") -> Runner:
        """That seller's."""
        return Runner(self.engine, Actor(who, "", "desk-1"), lambda: self.now, self.terms)

    def do(self, action: str, target: str, who: str = "ada", /, *, dry_run: bool = False, **parameters: Any) -> Outcome:
        """Run an action; the books have to balance whatever became of it."""
        (outcome,) = self.runner(who).run([Request(action, target, parameters)], dry_run=dry_run)
        assert list(check_database(self.engine)) == []
        return outcome

    def done(self, action: str, target: str, who: str = "ada", /, **parameters: Any) -> Outcome:
        """Run an action that has to be done."""
        outcome = self.do(action, target, who, **parameters)
        assert outcome.ok, outcome
        return outcome

    def code(self, action: str, target: str, who: str = "ada", /, **parameters: Any) -> str | None:
        """The code of an action that must not be done; the quote stays as it was."""
        before = self.find(target)
        outcome = self.do(action, target, who, **parameters)
        assert outcome.outcome == "refused", outcome
        assert before == self.find(target)
        return outcome.code

    def create(self, **parameters: Any) -> str:
        """A draft for the buyer: its number."""
        parameters = parameters or {"items": [{"sku": "MUG", "qty": 15}, {"sku": "PAN", "qty": 10}]}
        return self.done("quote.create", BUYER, **parameters).created["quotes"][0]

    def sent(self, **parameters: Any) -> str:
        """A quote that the buyer has: its number."""
        number = self.create()
        self.done("quote.send", number, reason="a regular customer", **parameters)
        return number

    def find(self, number: str) -> Json | None:
        """The record as `show --json` tells it."""
        with reading(self.engine) as connection:
            found = show(connection, "quote", number, Context(self.now, self.terms, by="ada"))
        told: Json | None = json.loads(json.dumps(found))
        return told

    def record(self, number: str) -> Json:
        """The same, which has to be there."""
        found = self.find(number)
        assert found is not None
        return found

    def put(self, number: str, **values: Any) -> None:
        """Make the stored quote other than it was."""
        table = table_of(model.Quote)
        with self.engine.begin() as connection:
            connection.execute(table.update().where(table.c.increment_id == number).values(values))

    def row(self, number: str) -> Json:
        """The quote's own row."""
        table = table_of(model.Quote)
        with reading(self.engine) as connection:
            row = connection.execute(select(table).where(table.c.increment_id == number)).one()
        return dict(row._mapping)

    def rows(self, entity: type[Any]) -> list[Any]:
        """All rows of a table."""
        with reading(self.engine) as connection:
            return list(connection.execute(select(table_of(entity))))

    def fresh_url(self) -> str:
        """Where another, empty database may be."""
        return f"sqlite:///{tempfile.mkdtemp()}/other.db"

    def count(self, entity: type[Any]) -> int:
        """How many rows a table has."""
        with reading(self.engine) as connection:
            return len(connection.execute(select(table_of(entity).c.id)).all())

    def order(self, number: str) -> Json:
        """The order of that number."""
        with reading(self.engine) as connection:
            found = show(connection, "order", number, Context(self.now, self.terms))
        told: Json = json.loads(json.dumps(found))
        return told

    def price(self, sku: str, price: str, *, active: bool) -> None:
        """Change the catalog."""
        table = table_of(model.Product)
        with self.engine.begin() as connection:
            connection.execute(table.update().where(table.c.sku == sku).values(price=D(price), is_active=active))

    def stored_files(self) -> list[bytes]:
        """What is in the files that are kept."""
        with reading(self.engine) as connection:
            return [*connection.scalars(select(table_of(model.QuoteAttachment).c.content))]

    def journalled(self) -> str:
        """The parameters of all that was done."""
        with reading(self.engine) as connection:
            return "\n".join(connection.scalars(select(table_of(model.Journal).c.parameters)))

    def later(self, days: int) -> None:
        """Put the clock forward."""
        self.now += timedelta(days=days)
