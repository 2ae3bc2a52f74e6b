"""Customers, their groups and their companies."""

from __future__ import annotations

from sqlmodel import Field, SQLModel, UniqueConstraint

from sales_tui.model.columns import KEY_TYPE, key, ref, sorted_text


class CustomerGroup(SQLModel, table=True):
    """A customer group, such as General or Wholesale."""

    __tablename__ = "customer_group"
    __table_args__ = (UniqueConstraint("source", "customer_group_id"),)

    id: int | None = key()
    source: str = ""
    customer_group_id: int = 0
    """The id in the source."""
    code: str = ""


class Company(SQLModel, table=True):
    """A company that buys by its customers."""

    __tablename__ = "company"
    __table_args__ = (UniqueConstraint("source", "entity_id"),)

    id: int | None = key()
    source: str = ""
    entity_id: int | None = Field(default=None, sa_type=KEY_TYPE)
    """The id in the source."""
    name: str = sorted_text(index=True)
    email: str = ""
    sales_rep: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """Who of the shop looks after it."""
    group_code: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """Code of the customer group whose prices its buyers get."""


class Customer(SQLModel, table=True):
    """A customer with an account, as known from the newest order."""

    __tablename__ = "customer"
    __table_args__ = (UniqueConstraint("source", "customer_id"),)

    id: int | None = key()
    source: str = ""
    customer_id: int | None = None
    """The id in the source."""
    email: str = ""
    prefix: str | None = None
    firstname: str | None = None
    middlename: str | None = None
    lastname: str | None = None
    suffix: str | None = None
    taxvat: str | None = None
    group_id: int | None = ref("customer_group.id", nullable=True, index=False, cascade=False)
    company_id: int | None = ref("company.id", nullable=True, cascade=False)
