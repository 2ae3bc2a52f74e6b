"""What a workspace is: which records, which columns, which actions. Data for grid, command line and help alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


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
    aliases: tuple[str, ...] = ()
    """Shorter names for filters: `total`, `date`."""
    found_by: str = ""
    """What filters look at, where it isn't `sql`: of a text the folded one in `order_search`; of one of a few things
    its key; with `{expression}` in it, a condition in which the braces stand for the comparison of what is in them."""
    gathered_by: str = ""
    """The same, where the records that may fit are to be found rather than tested one by one."""
    tests: Mapping[str, str] = field(default_factory=dict)
    """Code -> condition, where a code isn't simply what `sql` gives. A date that has some takes days and codes."""
    names: str = ""
    """For one of a few things that the database lists: a query for (key, name); `found_by` is the key."""
    key: str = ""
    """Expressions, separated by commas, that it is sorted by, where that isn't `sql`."""
    lead: str = ""
    """Alias of the table whose index gives that order, where it isn't the main table."""
    help: str = ""
    """What the filter's completion says of it, where the label doesn't."""
    knows_me: bool = False
    """Whether it names one of us, so that a filter's `me` is whoever asks."""
    listed: bool = False
    """For codes: `found_by` is a list of them, with commas between, empty where there are none."""


ARCHIVED = "archived"
"""The field by which filters find what was put away; where a workspace has it, it shows the rest unless asked."""


@dataclass(frozen=True, slots=True)
class View:
    """A question that is asked often: which records, in which order, in which columns."""

    name: str
    title: str
    filter: str = ""
    sort: tuple[tuple[str, bool], ...] = ()
    """(column, descending); empty: the workspace's own."""
    columns: tuple[tuple[str, int | None], ...] = ()
    """(column, chosen width); empty: the default ones."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """One of the places that staff work in."""

    name: str
    title: str
    kind: str
    """The kind of record, as in actions: order, invoice, agreement."""
    letter: str
    """Goes there after `g`, and stands before digits in the go-to box. Empty, as the digit: a place without a tab, that
    go-to box, palette and command line know."""
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
    """Expression for the key of the order that a row belongs to; empty: to none."""
    noun: str
    """One record in people's words: order, credit memo."""
    beginning: str
    """What to do where there are no records yet."""
    sort: tuple[str, bool] = ("created_at", True)
    """Column and whether descending, when nothing else was chosen."""
    number: str = "increment_id"
    """The column that has the number people know a record by."""
    number_column: str = "increment_id"
    """Where the main table keeps it, and the field that holds it in a record's REST shape."""
    sought_column: str = ""
    """The column whose beginning and end searches look for (`number_tail` has it backwards), where it isn't that one:
    an entry of the journal is found by the number of the record that it is about."""
    is_in_box: bool = True
    """Whether the go-to box finds its records, and not only the place."""
    texts: tuple[str, ...] = ()
    """Expressions that bare words are looked for in, where the search index of the orders has nothing of the records.
    `folded(…)` of a column takes case and accents away."""
    gist: tuple[str, str, str, str] = ("created_at", "billing_name", "grand_total", "status")
    """The columns that say when, who, how much and what became of it, beside the number in lists; empty: none."""
    fields: tuple[Column, ...] = ()
    """What filters know beside the columns."""
    leads: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Alias of another table -> (key of the record, tables), to walk through the records in the order of its index."""
    numbered: tuple[tuple[str, str, str], ...] = ()
    """By whose numbers a search finds records: (table, its column that tells which, what that is of the record)."""
    sums: tuple[tuple[str, str], ...] = ()
    """(word, expression) of the amounts in the shop's currency that are summed up for a set."""
    views: tuple[View, ...] = ()
    """Those that are there from the start; the first shows all."""

    @property
    def has_tab(self) -> bool:
        """Whether it stands in the menu, with a letter and a digit."""
        return bool(self.letter)

    @property
    def has_orders(self) -> bool:
        """Whether its records are orders or belong to one, so that what can be done to orders can be done here."""
        return bool(self.order_id)

    def number_of(self, record: Mapping[str, Any]) -> str:
        """The number of a record in REST shape."""
        return str(record.get(self.number_column) or "")

    def column(self, name: str) -> Column | None:
        """The column of that name."""
        return next((column for column in self.columns if column.name == name), None)

    def field(self, name: str) -> Column | None:
        """The column, or what else filters know, of that name."""
        return self.column(name) or next((one for one in self.fields if one.name == name), None)

    def view(self, name: str) -> View | None:
        """The view of that name that is there from the start."""
        return next((view for view in self.views if view.name == name), None)

    @property
    def defaults(self) -> tuple[Column, ...]:
        """The columns shown unless chosen otherwise."""
        return tuple(column for column in self.columns if column.default)
