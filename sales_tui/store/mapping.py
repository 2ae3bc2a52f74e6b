"""How records and table rows correspond: same names; `money.` is the plain column, `base.` the one with `base_`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import Any, Generic, TypeVar, get_type_hints

from sqlalchemy import ColumnElement, Table
from sqlmodel import SQLModel

from sales_tui import model
from sales_tui.rules import catalog_records, credit_records, payment_records, quote_records, records, return_records

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
        paths = list(self.scalars)
        for attribute, _, parts in self.nested:
            self.names += [_PREFIXES[attribute] + part for part in parts]
            paths += [f"{attribute}.{part}" for part in parts]
        self.columns: list[ColumnElement[Any]] = [columns[name] for name in self.names]
        self.values = attrgetter(*paths)
        """The record's column values, in the order of `names`."""

    def build(self, row: Sequence[Any]) -> R:
        """A record from the values of `columns`."""
        start = len(self.scalars)
        arguments: dict[str, Any] = dict(zip(self.scalars, row[:start], strict=True))
        for attribute, money, parts in self.nested:
            arguments[attribute] = money(*row[start : start + len(parts)])
            start += len(parts)
        return self.record(**arguments)

    def changes(self, before: Sequence[Any], record: R) -> dict[str, tuple[Any, Any]]:
        """Which columns of the record differ from the values it was read with: name -> (before, after)."""
        after = self.values(record)
        return {name: (old, new) for name, old, new in zip(self.names, before, after, strict=True) if old != new}

    def row(self, record: R) -> dict[str, Any]:
        """The column values of a new record, without its key."""
        values = dict(zip(self.names, self.values(record), strict=True))
        values.pop("id", None)
        return values


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
