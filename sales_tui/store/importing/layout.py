"""How REST records and table rows correspond: made from the model, whose column names are REST names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, get_args

from pydantic_core import PydanticUndefined
from sqlalchemy import BigInteger, Table
from sqlmodel import SQLModel

from sales_tui.core.money import LIMIT, currency_digits, round_half_up, share, times
from sales_tui.model.columns import SCALE, Rate, to_stored
from sales_tui.store.importing.values import (
    Converter,
    FieldError,
    Rounded,
    amount,
    flag,
    instant,
    label,
    named,
    rate,
    small,
    text,
    unsigned,
    whole,
)
from sales_tui.store.mapping import table_of

Row = list[Any]
Extra = dict[str, Any]

_SIGNED = ("discount", "compensation", "total_due", "tax_", "other_", "weee_")
"""Amounts whose names hold one of these may be negative."""

_DIRECT: Mapping[type, Converter] = {bool: flag, datetime: instant}


class Layout:
    """The columns of one table in the order of its rows: plain columns, order currency amounts, base amounts."""

    def __init__(
        self,
        entity: type[SQLModel],
        *,
        keyed: bool = False,
        ours: Sequence[str] = (),
        renamed: Mapping[str, str] | None = None,
        handled: Sequence[str] = (),
        required: Sequence[str] = (),
        converters: Mapping[str, Converter] | None = None,
    ) -> None:
        """Say what of the table's columns is not simply the REST field of the same name.

        `keyed`: rows hold their key, else the database gives it. `ours`: columns that no REST field fills by itself.
        `renamed`: REST name -> column. `handled`: REST fields read elsewhere (others without a column are kept as
        extra). `required`: REST fields that must be there. `converters`: columns that are read in another way than
        their type says.
        """
        self.table: Table = table_of(entity)
        names = [column.name for column in self.table.columns if keyed or column.name != "id"]
        base = [name for name in names if f"base_{name}" in names]
        plain = [name for name in names if name not in base and name.removeprefix("base_") not in base]
        self.columns = [*plain, *base, *(f"base_{name}" for name in base)]
        self.index = {name: place for place, name in enumerate(self.columns)}
        self.money = slice(len(plain), len(plain) + len(base))
        self.base = slice(len(plain) + len(base), len(self.columns))
        self.required = tuple(required)
        self.handled = frozenset(handled)
        self.template: Row = [_default(entity, name) for name in plain] + [0] * len(base) + [None] * len(base)
        own = {"id", "version", "source", "made_here", "position", *ours}
        own |= {column.name for column in self.table.columns if column.foreign_keys}
        chosen = dict(converters or {})
        readers = {name: chosen.get(name) or _converter(entity, self.table, name) for name in names if name not in own}
        self.slots = {name: (self.index[name], convert) for name, convert in readers.items()}
        for rest, column in (renamed or {}).items():
            self.slots[rest] = self.slots[column]

    def read(self, record: Mapping[str, Any], path: str, extra: Extra) -> Row:
        """A row with what the record has. Base amounts that are missing stay None until `fill_base`.

        Raises FieldError; `path` goes before the field's name. What has no column goes to `extra`.
        """
        row = self.template.copy()
        slots = self.slots
        for key, value in record.items():
            slot = slots.get(key)
            if slot is None:
                if value is not None and key not in self.handled:
                    extra[key] = value
            elif value is not None:
                try:
                    row[slot[0]] = slot[1](value)
                except Rounded as rounded:
                    row[slot[0]] = rounded.stored
                    extra[key] = value
                except ValueError as error:
                    raise FieldError(path + key, str(error)) from None
                except TypeError:  # a list or an object, which the converter can't look up
                    raise FieldError(path + key, f"must be a single value, not {named(value)}") from None
        for key in self.required:
            if record.get(key) is None:
                raise FieldError(path + key, "is missing")
        return row

    def fill_base(self, row: Row, money: Currencies) -> None:
        """Give the base amounts that did not come: the order's own amount, or converted by the order's rate."""
        if not money.differ:
            row[self.base] = [m if b is None else b for m, b in zip(row[self.money], row[self.base], strict=True)]
        else:
            row[self.base] = [
                money.to_base(m) if b is None else b for m, b in zip(row[self.money], row[self.base], strict=True)
            ]

    def values(self, row: Row, names: Sequence[str]) -> list[Any]:
        """Some values of a row by column names."""
        return [row[self.index[name]] for name in names]


_ONE = Decimal(1)


def _amount(stored: int) -> Decimal:
    return Decimal(stored).scaleb(-SCALE)


def _rounded(exact: Decimal, digits: int) -> int:
    if abs(exact) > LIMIT:
        raise FieldError("base_to_order_rate", "makes an amount larger than the database keeps")
    return to_stored(round_half_up(exact, digits))


def bounded(stored: int, field: str) -> int:
    """A calculated amount. Raises FieldError where the database could not keep it."""
    if abs(stored) > _LARGEST:
        raise FieldError(field, "is too far from its parts: the rest is larger than the database keeps")
    return stored


_LARGEST = to_stored(LIMIT)


class Currencies:
    """The two currencies of an order and the rate between them."""

    __slots__ = ("base_digits", "differ", "order_digits", "rate")

    def __init__(self, order_code: str, base_code: str, rate_text: str | None) -> None:
        self.rate = Decimal(rate_text or 0) or Decimal(1)
        self.differ = order_code != base_code and self.rate != 1
        self.base_digits = currency_digits(base_code)
        self.order_digits = currency_digits(order_code)

    def to_base(self, stored: int) -> int:
        """An order currency amount in base currency, both as stored, rounded to the base currency's digits."""
        return _rounded(share(_amount(stored), _ONE, self.rate), self.base_digits) if self.differ else stored

    def to_order(self, stored: int) -> int:
        """A base currency amount in order currency, both as stored, rounded to the order currency's digits."""
        return _rounded(times(_amount(stored), self.rate), self.order_digits) if self.differ else stored


def _default(entity: type[SQLModel], name: str) -> Any:
    default = entity.model_fields[name].default
    if isinstance(default, Decimal):
        return str(default) if isinstance(table_of(entity).c[name].type, Rate) else to_stored(default)
    if default is PydanticUndefined:
        return None
    return int(default) if isinstance(default, bool) else default


def _converter(entity: type[SQLModel], table: Table, name: str) -> Converter:
    hint: Any = entity.model_fields[name].annotation
    kind = next((one for one in get_args(hint) if one is not type(None)), hint)
    column = table.c[name]
    if kind in _DIRECT:
        return _DIRECT[kind]
    if kind is Decimal:
        if isinstance(column.type, Rate):
            return rate
        return amount if any(part in name for part in _SIGNED) and "incl_tax" not in name else unsigned
    if kind is int:
        return whole if isinstance(column.type, BigInteger) else small
    indexed = column.index or column.unique or any(name in index.columns for index in table.indexes)
    return label if indexed else text
