"""Document numbers: nine digits, given out in the transaction of the document, without gaps in their series."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from sqlalchemy import Connection, Integer, Select, bindparam, select, update
from sqlmodel import insert

from sales_tui.model import NumberSequence
from sales_tui.store.targets import TABLES

WIDTH = 9
ALL_STORES = 0
"""The series that all stores share."""

_table = NumberSequence.__table__  # type: ignore[attr-defined]
_OF_SERIES = (_table.c.kind == bindparam("series"), _table.c.store_id == bindparam("store"))
_NEXT = select(_table.c.next_number).where(*_OF_SERIES).with_for_update()
_GIVE = (
    update(_table)
    .where(*_OF_SERIES)
    .values(next_number=bindparam("next"), issued=_table.c.issued + bindparam("count", type_=Integer))
)


def give(connection: Connection, kind: str, count: int, *, store: int = ALL_STORES, prefix: str = "") -> list[str]:
    """The next `count` numbers of that kind; the series' row stays locked until the transaction ends."""
    if count <= 0:
        return []
    first = _next_number(connection, kind, store, prefix)
    while taken := _taken(connection, kind, wanted := _written(prefix, first, count)):
        # Imported under a prefix that is ours by now: the series goes on behind it.
        first = max(int(number.removeprefix(prefix)) for number in taken) + 1
    connection.execute(_GIVE, {"series": kind, "store": store, "next": first + count, "count": count})
    return wanted


def seen(connection: Connection, kind: str, numbers: Iterable[str]) -> None:
    """Imported numbers: the series goes on behind the highest of them."""
    highest = max(
        (int(number) for number in numbers if number.isascii() and number.isdigit() and len(number) <= 15), default=0
    )
    if highest >= _next_number(connection, kind, ALL_STORES, ""):
        connection.execute(
            update(_table).where(_table.c.kind == kind, _table.c.store_id == ALL_STORES).values(next_number=highest + 1)
        )


def _written(prefix: str, first: int, count: int) -> list[str]:
    return [f"{prefix}{number:0{WIDTH}d}" for number in range(first, first + count)]


def _taken(connection: Connection, kind: str, numbers: list[str]) -> list[str]:
    """Those that records have. They are of one width, as a rule, so that few others lie between them."""
    found = connection.scalars(_between(kind), {"low": min(numbers), "high": max(numbers)})
    return sorted(set(numbers).intersection(found))


@cache
def _between(kind: str) -> Select[tuple[str]]:
    number = TABLES[kind].c.increment_id
    return select(number).where(number >= bindparam("low"), number <= bindparam("high"))


def _next_number(connection: Connection, kind: str, store: int, prefix: str) -> int:
    number = connection.scalar(_NEXT, {"series": kind, "store": store})
    if number is None:
        connection.execute(
            insert(NumberSequence).values(kind=kind, store_id=store, prefix=prefix, next_number=1, issued=0)
        )
        return 1
    return int(number)
