"""Column types and field shorthands: exact amounts as integers, instants as UTC microseconds, rates as decimal text."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Integer, String, Text, text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field

SCALE = 4
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

SORTED_TEXT = String().with_variant(String(collation="C"), "postgresql")
"""Text that grids sort by: in the order of its code points on both databases, so that an index serves it."""

KEY_TYPE = BigInteger().with_variant(Integer, "sqlite")
"""Surrogate keys: 64 bits everywhere (SQLite's own row id)."""


def to_stored(number: Decimal) -> int:
    """An amount or quantity as the integer the database keeps (x 10^4)."""
    return int(number.scaleb(SCALE).to_integral_value(ROUND_HALF_UP))


def instant_to_stored(moment: datetime) -> int:
    """An aware datetime as microseconds since 1970 in UTC."""
    return (moment - EPOCH) // _MICROSECOND


class Exact(TypeDecorator[Decimal]):
    """An amount or a quantity: Decimal in code, an integer x 10^4 in the database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Decimal to stored integer."""
        return None if value is None else to_stored(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Stored integer to Decimal."""
        return None if value is None else Decimal(value).scaleb(-SCALE)


class Rate(TypeDecorator[Decimal]):
    """A rate or a percentage: Decimal in code, its decimal text in the database, no digit lost."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Decimal to text."""
        return None if value is None else f"{value:f}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        """Text to Decimal."""
        return None if value is None else Decimal(value)


class Instant(TypeDecorator[datetime]):
    """A moment: aware datetime in UTC in code, microseconds since 1970 in the database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Aware datetime to stored integer."""
        return None if value is None else instant_to_stored(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Stored integer to aware datetime."""
        return None if value is None else EPOCH + timedelta(microseconds=value)


class Flag(TypeDecorator[bool]):
    """Yes or no; 1 or 0 in the database, so that both kinds of database compare it alike."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        """Bool to stored integer."""
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:
        """Stored integer to bool."""
        return None if value is None else bool(value)


class Facts(TypeDecorator[dict[str, str]]):
    """Keys and values: a dict in code, a JSON object in the database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: dict[str, str] | None, dialect: Dialect) -> str | None:
        """Dict to text."""
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> dict[str, str] | None:
        """Text to dict."""
        return None if value is None else json.loads(value)


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
