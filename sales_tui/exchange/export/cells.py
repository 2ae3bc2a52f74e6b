"""Stored values as the cells of a text file, a column of many rows at a time: what `for_programs` gives, but faster."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from sales_tui.core.money import STORED_DIGITS, currency_digits
from sales_tui.exchange.export.instants import SECOND, ClockText, Remembered, WallClock
from sales_tui.exchange.export.sheet import Chunk, Sheet
from sales_tui.workspaces.base import Column, Show
from sales_tui.workspaces.format import store_name

Cells = Callable[[Sequence[Any], Sequence[Any]], Iterable[Any]]
"""The stored values of a column and the currencies of their rows -> the column's cells."""

ONE = 10**STORED_DIGITS
"""The integer that the database keeps for 1."""

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠\t\r]")
# Looked up before the expression is tried, which costs five times as much.
_SUSPECT = frozenset("=+-@＝＋－＠ \t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | frozenset(
    map(chr, range(0x2000, 0x200B))
)


def data_cells(column: Column, *, labels: bool) -> Cells:
    """Decimal texts, ISO 8601 in UTC, codes or the words for them."""
    match column.show:
        case Show.MONEY | Show.BASE_MONEY:
            return _amounts(currency_digits)
        case Show.QUANTITY:
            return _amounts(lambda _: 0)
        case Show.INSTANT:
            return _instants()
        case Show.CODE if labels:
            return _words(column)
        case _:
            return lambda values, _: values


def sheet_cells(column: Column, sheet: Sheet) -> Cells:
    """The same for a spreadsheet to read: no text is a formula; with labels, times and stores as people know them."""
    if sheet.labels and column.show is Show.INSTANT:
        return _local_instants(sheet)
    made = stores if sheet.labels and column.show is Show.STORE else data_cells(column, labels=sheet.labels)
    if column.show.is_number or column.show is Show.INSTANT:
        return made
    return lambda values, currencies: _guarded(made(values, currencies))


def row_maker(columns: Sequence[Column], cells: Sequence[Cells]) -> Callable[[Chunk], Iterator[tuple[Any, ...]]]:
    """Turns the stored values of some rows into rows of cells."""
    numbers = [place for place, column in enumerate(columns) if column.show.is_number]
    currencies = [-1 if column.show is Show.BASE_MONEY else -2 for column in columns]

    def rows(chunk: Chunk) -> Iterator[tuple[Any, ...]]:
        stored: list[Sequence[Any]] = [*zip(*chunk, strict=True)]
        for place in numbers:
            stored[place] = _integers(stored[place])
        made = [make(stored[place], stored[currencies[place]]) for place, make in enumerate(cells)]
        return zip(*made, strict=True)

    return rows


def stores(values: Sequence[Any], _: Sequence[Any]) -> list[Any]:
    """Stores as the grid names them."""
    names = Remembered(store_name)
    return [value and names[value] for value in values]


def _integers(values: Sequence[Any]) -> Sequence[Any]:
    """PostgreSQL gives sums of integers as decimals."""
    if Decimal not in set(map(type, values)):
        return values
    return [None if value is None else int(value) for value in values]


def _words(column: Column) -> Cells:
    """People's words; a code without any stays."""
    known = column.words
    return lambda values, _: [known.get(str(value), value) for value in values]


def _amounts(digits: Callable[[str], int]) -> Cells:
    parts: Remembered[str, tuple[str, ...]] = Remembered(lambda currency: _fractions(digits(currency)))

    def below_zero(value: int, currency: str) -> str:
        return f"-{-value // ONE}{parts[currency][-value % ONE]}"

    def cells(values: Sequence[Any], currencies: Sequence[Any]) -> list[str | None]:
        return [
            None
            if value is None
            else f"{value // ONE}{parts[currency][value % ONE]}"
            if value >= 0
            else below_zero(value, currency)
            for value, currency in zip(values, currencies, strict=True)
        ]

    return cells


@cache
def _fractions(digits: int) -> tuple[str, ...]:
    """What follows the whole number, for each of the stored fractions: at least so many decimals."""
    decimals = (f"{part:0{STORED_DIGITS}d}".rstrip("0").ljust(digits, "0") for part in range(ONE))
    return tuple(f".{text}" if text else "" for text in decimals)


def _instants() -> Cells:
    text = ClockText("T")
    return lambda values, _: [None if value is None else f"{text(value // SECOND)}Z" for value in values]


def _local_instants(sheet: Sheet) -> Cells:
    clock, text = WallClock(sheet.zone), ClockText()
    return lambda values, _: [None if value is None else text(clock(value)) for value in values]


def _guarded(values: Iterable[Any]) -> list[Any]:
    """Texts that a spreadsheet would run as a formula get an apostrophe before them."""
    return [
        f"'{value}" if isinstance(value, str) and value and value[0] in _SUSPECT and _FORMULA.match(value) else value
        for value in values
    ]
