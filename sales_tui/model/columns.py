"""Column types and field shorthands: exact amounts as integers, instants as UTC microseconds, rates as decimal text."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any, ClassVar, NamedTuple, TypeVar

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, Integer, String, Text, text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field

from sales_tui.core.memo import Memo

T = TypeVar("T")
Convert = Callable[[Any], Any]

SCALE = 4
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

SORTED_TEXT = String().with_variant(String(collation="C"), "postgresql")
"""Text that grids sort by: in the order of its code points on both databases, so that an index serves it."""

KEY_TYPE = BigInteger().with_variant(Integer, "sqlite")
"""Surrogate keys: 64 bits everywhere (SQLite's own row id)."""


def to_stored(number: Decimal) -> int:
    """An amount or quantity as the integer the database keeps (x 10^4)."""
    scaled = number.scaleb(SCALE)
    whole = int(scaled)
    return whole if whole == scaled else int(scaled.to_integral_value(ROUND_HALF_UP))


def instant_to_stored(moment: datetime) -> int:
    """An aware datetime as microseconds since 1970 in UTC."""
    return (moment - EPOCH) // _MICROSECOND


class Form(NamedTuple):
    """How values get into the form that the database keeps, and back. Both take None and give it back."""

    stored: Convert
    loaded: Convert


class Stored(TypeDecorator[T]):
    """A value that the database keeps in another form; whoever moves many rows goes by `form`, a column at a time."""

    impl: Any = BigInteger
    cache_ok = True
    form: ClassVar[Form]

    def process_bind_param(self, value: T | None, dialect: Dialect) -> Any:
        """What the database keeps."""
        return self.form.stored(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> T | None:
        """What code works with."""
        found: T | None = self.form.loaded(value)
        return found


def form_of(column: ColumnElement[Any]) -> Form | None:
    """The form that a column's values are kept in; None where it is their own."""
    return column.type.form if isinstance(column.type, Stored) else None


def _if_any(convert: Convert) -> Convert:
    """The same function, for values that may be missing."""
    return lambda value: None if value is None else convert(value)


# Amounts and moments come again and again: most are 0, and an order's total stands in many of its columns.
_AMOUNTS: Memo[int | None, Decimal | None] = Memo(_if_any(lambda stored: Decimal(stored).scaleb(-SCALE)))
_STORED_AMOUNTS: Memo[Decimal | None, int | None] = Memo(_if_any(to_stored))
_MOMENTS: Memo[int | None, datetime | None] = Memo(_if_any(lambda stored: EPOCH + timedelta(microseconds=stored)))
_STORED_MOMENTS: Memo[datetime | None, int | None] = Memo(_if_any(instant_to_stored))


class Exact(Stored[Decimal]):
    """An amount or a quantity: Decimal in code, an integer x 10^4 in the database."""

    cache_ok = True
    form = Form(_STORED_AMOUNTS, _AMOUNTS)


class Rate(Stored[Decimal]):
    """A rate or a percentage: Decimal in code, its decimal text in the database, no digit lost."""

    impl = Text
    cache_ok = True
    form = Form(_if_any("{:f}".format), _if_any(Decimal))


class Instant(Stored[datetime]):
    """A moment: aware datetime in UTC in code, microseconds since 1970 in the database."""

    cache_ok = True
    form = Form(_STORED_MOMENTS, _MOMENTS)


class Flag(Stored[bool]):
    """Yes or no; 1 or 0 in the database, so that both kinds of database compare it alike."""

    impl = Integer
    cache_ok = True
    form = Form(Memo(_if_any(int)), Memo(_if_any(bool)))


class Facts(Stored[dict[str, str]]):
    """Keys and values: a dict in code, a JSON object in the database."""

    impl = Text
    cache_ok = True
    form = Form(_if_any(partial(json.dumps, ensure_ascii=False)), _if_any(json.loads))


def exact() -> Any:
    """An amount of money or a quantity that is always there, 0 by default."""
    return Field(default=Decimal(0), sa_type=Exact, sa_column_kwargs={"server_default": "0"})


def rate(default: str = "1") -> Any:
    """A currency rate or a percentage."""
    return Field(default=Decimal(default), sa_type=Rate, sa_column_kwargs={"server_default": default})


def flag(value: bool = False) -> Any:
    """Yes or no."""
    return Field(default=value, sa_type=Flag, sa_column_kwargs={"server_default": str(int(value))})


def sorted_text(default: str = "", *, index: bool = False, unique: bool = False) -> Any:
    """A text that grids sort by."""
    return Field(default=default, sa_type=SORTED_TEXT, index=index, unique=unique)


def number_tail() -> Any:
    """The record's number written backwards, so that an index finds it by its last digits."""
    return Field(default="", sa_type=SORTED_TEXT, sa_column_kwargs={"server_default": ""}, index=True)


def moment() -> Any:
    """An instant that is always there."""
    return Field(sa_type=Instant)


def key() -> Any:
    """The surrogate primary key."""
    return Field(default=None, primary_key=True, sa_type=KEY_TYPE)


def ref(target: str, *, index: bool = True, cascade: bool = True, nullable: bool = False) -> Any:
    """A foreign key to `table.id`; with `cascade` the row goes where its owner goes."""
    default: dict[str, Any] = {"default": None} if nullable else {}
    return Field(
        sa_type=KEY_TYPE,
        sa_column_args=(ForeignKey(target, ondelete="CASCADE" if cascade else None),),
        index=index,
        nullable=nullable,
        **default,
    )


def among_few(condition: str) -> dict[str, Any]:
    """For an index that only has the rows that fit a condition: all others cost it nothing."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}
