"""How records and table rows correspond: same names; `money.` is the plain column, `base.` the one with `base_`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import partial
from itertools import compress, repeat, starmap
from operator import attrgetter, is_not
from typing import Any, Generic, TypeVar, get_type_hints

from sqlalchemy import Column, Table
from sqlmodel import SQLModel

from sales_tui import model
from sales_tui.model.columns import form_of
from sales_tui.rules import catalog_records, credit_records, payment_records, quote_records, records, return_records
from sales_tui.store.driver import converted

R = TypeVar("R")

_PREFIXES = {"money": "", "base": "base_"}


def table_of(entity: type[SQLModel]) -> Table:
    """The table behind a SQLModel class."""
    table = entity.__table__  # type: ignore[attr-defined]
    assert isinstance(table, Table)
    return table


class Mapping(Generic[R]):
    """One record class and its table: reads rows into records, and records back into column values."""

    def __init__(self, record: type[R], entity: type[SQLModel]) -> None:
        self.record = record
        self.table = table_of(entity)
        columns = self.table.c
        hints = get_type_hints(record, localns=vars(records))
        names = [item.name for item in fields(record)]  # type: ignore[arg-type]
        self.scalars = [name for name in names if name in columns and name not in _PREFIXES]
        self.nested: list[tuple[str, type[Any], list[str]]] = [
            (name, hints[name], [item.name for item in fields(hints[name])])
            for name in names
            if name in _PREFIXES and is_dataclass(hints[name])
        ]
        self.names = list(self.scalars)
        for attribute, _, parts in self.nested:
            self.names += [_PREFIXES[attribute] + part for part in parts]
        self.columns: list[Column[Any]] = [columns[name] for name in self.names]
        self._of_record = _all_of(self.scalars)
        self._of_new = _all_of([name for name in self.scalars if name != "id"])
        self._of_parts = [(attrgetter(attribute), attrgetter(*parts)) for attribute, _, parts in self.nested]
        self.new_names = tuple(name for name in self.names if name != "id")
        """The columns of a new record, without its key."""
        self._conversions = [form.loaded if (form := form_of(column)) else None for column in self.columns]
        self._fields = _leading(record, {*self.scalars, *(attribute for attribute, _, _ in self.nested)})

    def build(self, row: Sequence[Any]) -> R:
        """A record from the values of `columns`."""
        start = len(self.scalars)
        arguments: dict[str, Any] = dict(zip(self.scalars, row[:start], strict=True))
        for attribute, money, parts in self.nested:
            arguments[attribute] = money(*row[start : start + len(parts)])
            start += len(parts)
        return self.record(**arguments)

    def read(self, rows: Sequence[Sequence[Any]]) -> list[tuple[R, Sequence[Any]]]:
        """Records from rows of `columns` in stored form, each with the values that it was made of."""
        if not rows:
            return []
        columns = converted(self._conversions, rows)
        arguments: dict[str, Iterable[Any]] = dict(zip(self.scalars, columns, strict=False))
        start = len(self.scalars)
        for attribute, money, parts in self.nested:
            arguments[attribute] = map(money, *columns[start : start + len(parts)])
            start += len(parts)
        # By position, a column at a time: many rows are read, and each has a hundred values.
        made = map(self.record, *(arguments[name] if name in arguments else fresh() for name, fresh in self._fields))
        return list(zip(made, zip(*columns, strict=True), strict=True))

    def changes(self, before: Sequence[Any], record: R) -> dict[str, tuple[Any, Any]]:
        """Which columns of the record differ from the values it was read with: name -> (before, after)."""
        after = self.values(record)
        if before == after:
            return {}
        # Most values are the very objects that they were: only the others are compared.
        others = compress(zip(self.names, before, after, strict=True), map(is_not, before, after))
        return {name: (old, new) for name, old, new in others if old != new}

    def changed(self, before: Sequence[Any], record: R) -> dict[str, Any]:
        """The same columns, with what they are now alone."""
        after = self.values(record)
        if before == after:
            return {}
        others = compress(zip(self.names, before, after, strict=True), map(is_not, before, after))
        return {name: new for name, old, new in others if old != new}

    def values(self, record: R) -> tuple[Any, ...]:
        """The record's column values, in the order of `names`."""
        found = self._of_record(record)
        for part, amounts in self._of_parts:
            found += amounts(part(record))
        return found

    def new_values(self, record: R) -> tuple[Any, ...]:
        """The values of `new_names`."""
        found = self._of_new(record)
        for part, amounts in self._of_parts:
            found += amounts(part(record))
        return found

    def row(self, record: R) -> dict[str, Any]:
        """The column values of a new record, without its key."""
        return dict(zip(self.new_names, self.new_values(record), strict=True))


def _all_of(names: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    """What gets those values of a record."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda record: tuple(getattr(record, name) for name in names)


def _leading(record: type[Any], named: Collection[str]) -> list[tuple[str, Callable[[], Iterable[Any]]]]:
    """The fields of a record up to the last one that is named, each with what yields its default for ever."""
    items = list(fields(record))
    while items and items[-1].name not in named:
        items.pop()
    return [(item.name, _endless(item)) for item in items]


def _endless(item: Field[Any]) -> Callable[[], Iterable[Any]]:
    if item.default_factory is not MISSING:
        return partial(starmap, item.default_factory, repeat(()))
    return partial(repeat, item.default)


ORDER = Mapping(records.Order, model.Order)
LINE = Mapping(records.Line, model.OrderItem)
INVOICE = Mapping(records.Invoice, model.Invoice)
INVOICE_LINE = Mapping(records.DocLine, model.InvoiceItem)
SHIPMENT = Mapping(records.Shipment, model.Shipment)
SHIPMENT_LINE = Mapping(records.ShipLine, model.ShipmentItem)
TRACK = Mapping(records.Track, model.ShipmentTrack)
CREDITMEMO = Mapping(records.CreditMemo, model.Creditmemo)
CREDITMEMO_LINE = Mapping(records.DocLine, model.CreditmemoItem)
CANCELLATION = Mapping(records.Cancellation, model.OrderCancellation)
CANCELLATION_LINE = Mapping(records.ShipLine, model.OrderCancellationItem)
TRANSACTION = Mapping(payment_records.Transaction, model.PaymentTransaction)
TENDER = Mapping(credit_records.Tender, model.OrderTender)
ACCOUNT = Mapping(payment_records.Account, model.CreditAccount)
AGREEMENT = Mapping(payment_records.Agreement, model.BillingAgreement)
RETURN = Mapping(return_records.Return, model.Rma)
RETURN_ITEM = Mapping(return_records.ReturnItem, model.RmaItem)
RETURN_TRACK = Mapping(records.Track, model.RmaTrack)
QUOTE = Mapping(quote_records.Quote, model.Quote)
QUOTE_LINE = Mapping(quote_records.QuoteLine, model.QuoteItem)
PRODUCT = Mapping(catalog_records.Product, model.Product)
