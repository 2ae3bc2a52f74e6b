"""Puts credit accounts of generated customers and their companies into a database that has none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Engine, func, insert, select, update

from sales_tui import model
from sales_tui.rules.credit_records import COMPANY_CREDIT, STORE_CREDIT, Entry
from sales_tui.rules.payment_records import Account
from sales_tui.store import keys
from sales_tui.store.engine import reading, writing
from sales_tui.store.mapping import ACCOUNT, ORDER, table_of
from sales_tui.store.save_credits import book_entries, open_accounts
from sales_tui.store.seed_rows import SOURCE

_CUSTOMER, _COMPANY, _ADDRESS = table_of(model.Customer), table_of(model.Company), table_of(model.OrderAddress)


@dataclass(frozen=True, slots=True)
class Owner:
    """A generated customer who may have an account."""

    customer: int
    """Our key."""
    name: str
    email: str
    currency: str
    """The shop's, of the first order."""
    company: str
    """Name of the company that is billed; empty: a private person."""


@dataclass(slots=True)
class Plan:
    """An account to be, with its movements, the oldest first."""

    owner: Owner
    kind: str
    limit: int = 0
    movements: list[tuple[datetime, Entry]] = field(default_factory=list)


def owners(engine: Engine, count: int) -> list[Owner]:
    """The first generated customers, who have ordered; none where there are accounts already."""
    generated = _CUSTOMER.c.source == SOURCE
    first = select(_CUSTOMER.c.id).where(generated).order_by(_CUSTOMER.c.customer_id).limit(count)
    company = func.max(func.coalesce(_ADDRESS.c.company, ""))
    query = (
        select(_CUSTOMER, func.min(ORDER.table.c.base_currency_code).label("currency"), company.label("company"))
        .join_from(_CUSTOMER, ORDER.table, ORDER.table.c.customer_id == _CUSTOMER.c.id)
        .join(_ADDRESS, (_ADDRESS.c.order_id == ORDER.table.c.id) & (_ADDRESS.c.address_type == "billing"))
        .where(_CUSTOMER.c.id.in_(first), _CUSTOMER.c.company_id.is_(None))
        .group_by(_CUSTOMER.c.id)
        .order_by(_CUSTOMER.c.customer_id)
    )
    with reading(engine) as connection:
        if connection.scalar(select(func.count()).select_from(ACCOUNT.table)):
            return []
        return [
            Owner(row.id, f"{row.firstname} {row.lastname}", row.email, row.currency, row.company)
            for row in connection.execute(query)
        ]


def insert_accounts(engine: Engine, plans: Sequence[Plan]) -> None:
    """Open these accounts and book their movements, in one transaction; companies are made with theirs."""
    with writing(engine) as connection:
        companies = _companies(connection, [plan.owner for plan in plans if plan.kind == COMPANY_CREDIT])
        for plan in plans:
            owner, (opened, _) = plan.owner, plan.movements[0]
            account = Account(None, "", plan.kind, owner.name, owner.currency)
            if plan.kind == STORE_CREDIT:
                account.customer_id, account.owner_email = owner.customer, owner.email
            else:
                account.company_id, account.owner = companies[owner.customer], owner.company
                account.credit_limit = account.credit_limit + plan.limit
            open_accounts(connection, [account], opened)
            for at, entry in plan.movements:
                book_entries(connection, account, [entry], at, "ada")


def _companies(connection: Connection, buyers: Iterable[Owner]) -> dict[int, int]:
    """Key of a customer -> key of the company that is made of the name on the bill."""
    made: dict[int, int] = {}
    for number, owner in enumerate(buyers, 1):
        (key,) = keys.reserve(connection, _COMPANY, 1)
        row = {"id": key, "source": SOURCE, "entity_id": number, "name": owner.company, "email": owner.email}
        connection.execute(insert(_COMPANY), [row])
        connection.execute(update(_CUSTOMER).where(_CUSTOMER.c.id == owner.customer).values(company_id=key))
        made[owner.customer] = key
    return made
