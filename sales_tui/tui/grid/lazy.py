"""Stand-ins for the dictionaries and lists in which a DataTable keeps all its rows: they look a row up when asked."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar, overload

from rich.text import Text
from textual._two_way_dict import TwoWayDict
from textual.widgets.data_table import Column, ColumnKey, Row, RowKey

from sales_tui.tui.grid.cache import RowCache
from sales_tui.tui.grid.order import RecordOrder
from sales_tui.tui.grid.source import Cell, GridColumn

T = TypeVar("T")


@dataclass(slots=True)
class Records:
    """What the grid holds of its records: their order, and the rows that were read."""

    order: RecordOrder = field(default_factory=RecordOrder)
    cache: RowCache = field(default_factory=RowCache)
    columns: Sequence[GridColumn] = ()

    def key_at(self, row: int) -> RowKey | None:
        """The DataTable's key of this row: the record's id."""
        record = self.order.id_at(row)
        return None if record is None else RowKey(str(record))

    def row_of(self, key: RowKey) -> int | None:
        """The row of a key, None where it isn't one of ours."""
        value = getattr(key, "value", key)
        if not isinstance(value, str) or not value.lstrip("-").isdigit():
            return None
        return self.order.index_of(int(value))


class _Lazy:
    """Knows how many rows there are; refuses to walk over them."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def __len__(self) -> int:
        return len(self._records.order)

    def __iter__(self) -> Iterator[RowKey]:
        raise TypeError("The grid's rows live in the database and are never walked over.")


class LazyRows(_Lazy, Mapping[RowKey, Row]):
    """`DataTable.rows`: every row is one line high."""

    def __getitem__(self, key: RowKey) -> Row:
        if self._records.row_of(key) is None:
            raise KeyError(key)
        return Row(key, 1)


class LazyLocations(_Lazy):
    """`DataTable._row_locations`: keys to row numbers and back."""

    def get(self, key: RowKey) -> int | None:
        """The row number of a key."""
        return self._records.row_of(key)

    def get_key(self, row: int) -> RowKey | None:
        """The key of a row number."""
        return self._records.key_at(row)

    def __contains__(self, key: RowKey) -> bool:
        return self._records.row_of(key) is not None


class LazyData(_Lazy, Mapping[RowKey, Mapping[ColumnKey, Cell]]):
    """`DataTable._data`: the cells of a row by column; empty texts where it hasn't been read yet."""

    def __getitem__(self, key: RowKey) -> Mapping[ColumnKey, Cell]:
        columns = self._records.columns
        if self._records.row_of(key) is None or key.value is None:
            raise KeyError(key)
        cells = self._records.cache.get(int(key.value)) or ("",) * len(columns)
        return {ColumnKey(column.key): cell for column, cell in zip(columns, cells, strict=False)}


class LazySequence(Sequence[T], Generic[T]):
    """`ordered_rows` and `_y_offsets`: made entry by entry; a slice is as lazy."""

    def __init__(self, records: Records, rows: range) -> None:
        self._records = records
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> LazySequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | LazySequence[T]:
        if isinstance(at, slice):
            return type(self)(self._records, self._rows[at])
        key = self._records.key_at(self._rows[at])
        if key is None:
            raise IndexError(at)
        return self._entry(key)

    @abstractmethod
    def _entry(self, key: RowKey) -> T: ...


class LazyOrderedRows(LazySequence[Row]):
    """`DataTable.ordered_rows`."""

    def _entry(self, key: RowKey) -> Row:
        return Row(key, 1)


class LazyOffsets(LazySequence[tuple[RowKey, int]]):
    """`DataTable._y_offsets`: the row at each line, and the line within it."""

    def _entry(self, key: RowKey) -> tuple[RowKey, int]:
        return key, 0


def table_columns(columns: Sequence[GridColumn]) -> tuple[dict[ColumnKey, Column], TwoWayDict[ColumnKey, int]]:
    """`DataTable.columns` and `_column_locations`; its own `add_column` would walk over all rows."""
    keys = [ColumnKey(column.key) for column in columns]
    made = {key: Column(key, Text(column.label), column.width) for key, column in zip(keys, columns, strict=True)}
    return made, TwoWayDict({key: at for at, key in enumerate(keys)})
