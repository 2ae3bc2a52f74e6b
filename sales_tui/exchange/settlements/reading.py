"""Reads a settlement file: charges and refunds one by one, what isn't one counted, what can't be read told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal

from sales_tui.core.money import ZERO
from sales_tui.core.text import storable
from sales_tui.exchange.files import Source, Unreadable
from sales_tui.exchange.settlements.amounts import mark_told, read_amount, read_minor
from sales_tui.exchange.settlements.formats import UNDO, SettlementFormat
from sales_tui.exchange.settlements.table import Cells, Table
from sales_tui.rules.payment_records import CAPTURE, REFUND
from sales_tui.store.reconcile_lines import FileLine

SAMPLE = 2_000
"""Rows whose amounts are looked at to tell points from commas."""

YEARS = range(1990, 2201)
"""Years that a date can be in."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that can't be compared."""

    line: int
    column: str
    """Heading; empty: it is about the whole line."""
    reason: str
    """The rest of a sentence about it."""

    def sentence(self, file: str) -> str:
        """The whole of it."""
        place = f", column '{self.column}'" if self.column else ""
        return f"{file}, line {self.line}{place}: {self.reason}."


class _Bad(Exception):
    """A cell can't be used."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


class SettlementReader:
    """Goes through a file once. Raises Unreadable at once where the file lacks columns of the format.

    `zone` is the shop's. Counts, times and the fingerprint hold once all lines were read.
    """

    def __init__(self, source: Source, format: SettlementFormat, zone: tzinfo) -> None:
        self.table = Table(source, format)
        self.others = 0
        """Lines that are neither charges nor refunds: payouts, fees, adjustments."""
        self.first: datetime | None = None
        self.last: datetime | None = None
        """Between which moments all lines with a date lie."""
        self._format = format
        self._zone = format.zone(zone)
        self._mark = format.decimal
        if not (self._mark or format.minor_units):
            self._mark = mark_told(self.table.sample("amount", SAMPLE, source))
        if not (format.fixed_currency or self.table.has("currency")):
            self._no_currency(format)

    @property
    def digest(self) -> str:
        """Fingerprint of the file."""
        return self.table.digest

    def lines(self) -> Iterator[FileLine | Problem]:
        """Charges, refunds, and lines that can't be used, in their order."""
        for cells in self.table.rows():
            try:
                line = self._line(cells)
            except _Bad as bad:
                yield Problem(cells.line, bad.column, bad.reason)
                continue
            if line is not None:
                yield line

    def _line(self, cells: Cells) -> FileLine | None:
        if cells.problem:
            raise _Bad("", cells.problem)
        kind = self._format.types.get(cells.one("type").casefold(), "") if self.table.has("type") else CAPTURE
        if not kind:
            self.others += 1
            self._widen(self._date_or_none(cells))
            return None
        ids = tuple(map(storable, cells.texts["txn_id"]))
        if not ids:
            raise _Bad(self.table.heading("txn_id"), "is empty")
        currency = cells.one("currency").upper() or self._format.fixed_currency
        if self._format.minor_units and not currency:
            raise _Bad(self.table.heading("currency"), "is empty")
        amount = self._amount(cells, "amount", currency)
        if not self.table.has("type") and amount < 0:
            kind = REFUND
        type = kind.removesuffix(UNDO)
        at = self._date(cells)
        self._widen(at)
        return FileLine(
            cells.line,
            type,
            ids,
            tuple(map(storable, cells.texts.get("parent_txn_id", ()))),
            abs(amount) if type == REFUND or kind.endswith(UNDO) else amount,
            self._amount(cells, "fee", currency) if cells.one("fee") else ZERO,
            currency,
            at,
            kind.endswith(UNDO),
        )

    def _amount(self, cells: Cells, name: str, currency: str) -> Decimal:
        text = cells.one(name)
        heading = self.table.heading(name)
        if not text:
            raise _Bad(heading, "is empty")
        try:
            return read_minor(text, currency) if self._format.minor_units else read_amount(text, self._mark)
        except ValueError as error:
            raise _Bad(heading, f"'{text[:40]}' {error}") from None

    def _date(self, cells: Cells) -> datetime | None:
        text = cells.one("date")
        if not text:
            return None
        try:
            format = self._format.date_format
            moment = datetime.strptime(text, format) if format else datetime.fromisoformat(text)  # noqa: DTZ007
            if moment.year not in YEARS:
                raise ValueError
        except ValueError:
            how = f"as {self._format.date_format}" if self._format.date_format else "as in 2026-11-23 10:42"
            raise _Bad(self.table.heading("date"), f"'{text[:40]}' is not a date {how}") from None
        return moment if moment.tzinfo else moment.replace(tzinfo=self._zone)

    def _date_or_none(self, cells: Cells) -> datetime | None:
        try:
            return self._date(cells)
        except _Bad:
            return None

    def _widen(self, at: datetime | None) -> None:
        if at is not None:
            self.first = at if self.first is None else min(self.first, at)
            self.last = at if self.last is None else max(self.last, at)

    def _no_currency(self, format: SettlementFormat) -> None:
        """Without a currency, cents can't be told from whole units."""
        if format.minor_units:
            raise Unreadable(f"{self.table.name}: amounts in minor units need a column currency or fixed_currency.")
