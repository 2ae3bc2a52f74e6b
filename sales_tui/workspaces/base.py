"""What a workspace is: which records, which columns, which actions. Data for grid, command line and help alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Show(StrEnum):
    """What a column holds, hence how it is formatted, aligned, filtered and exported."""

    TEXT = "text"
    CODE = "code"
    """A code with words for people, such as a status."""
    MONEY = "money"
    """In the currency the customer paid."""
    BASE_MONEY = "base money"
    """In the shop's currency."""
    QUANTITY = "quantity"
    INTEGER = "integer"
    INSTANT = "instant"
    STORE = "store"

    @property
    def is_number(self) -> bool:
        """Whether it is aligned right."""
        return self in (Show.MONEY, Show.BASE_MONEY, Show.QUANTITY, Show.INTEGER)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a grid and a field of its filter."""

    name: str
    """Magento's REST name."""
    label: str
    sql: str
    """Expression over the aliases of the workspace's tables."""
    show: Show = Show.TEXT
    width: int = 12
    default: bool = True
    """Shown unless chosen otherwise; the others can be asked for."""
    priority: int = 0
    """The highest go first where the terminal is narrow."""
    flexible: bool = False
    """Takes a share of the width that is left over."""
    words: Mapping[str, str] = field(default_factory=dict)
    """For codes: what people read."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """One of the places that staff work in."""

    name: str
    title: str
    kind: str
    """The kind of record, as in actions: order, invoice, shipment, creditmemo."""
    letter: str
    """Goes there after `g`, and stands before digits in the go-to box."""
    digit: str
    table: str
    """Main table with its alias, such as `sales_order o`."""
    alias: str
    joins: tuple[tuple[str, str], ...]
    """(alias, JOIN clause), in order; only those that a query uses are joined."""
    columns: tuple[Column, ...]
    order_currency: str
    base_currency: str
    """Expressions for the currency codes of a row."""
    order_id: str
    """Expression for the key of the order that a row belongs to."""
    noun: str
    """One record in people's words: order, credit memo."""
    beginning: str
    """What to do where there are no records yet."""
    sort: tuple[str, bool] = ("created_at", True)
    """Column and whether descending, when nothing else was chosen."""
    number: str = "increment_id"

    def column(self, name: str) -> Column | None:
        """The column of that name."""
        return next((column for column in self.columns if column.name == name), None)

    @property
    def defaults(self) -> tuple[Column, ...]:
        """The columns shown unless chosen otherwise."""
        return tuple(column for column in self.columns if column.default)
