"""What `payments reconcile` does: reads the file, compares it with the transactions here, says what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sales_tui.cli.exits import DONE, SOME_REFUSED, USAGE, leave, say
from sales_tui.cli.reconciling_told import Told, print_json, print_text
from sales_tui.core.text import literal
from sales_tui.exchange.files import STDIN, Source, Unreadable, opened
from sales_tui.exchange.settlements import (
    FORMATS,
    FormatError,
    Problem,
    SettlementFormat,
    SettlementReader,
    mapped,
    read_pairs,
)
from sales_tui.filters.calendar import Calendar
from sales_tui.runtime import Runtime, now
from sales_tui.store.reconcile import Reconciling, reconcile
from sales_tui.store.reconcile_lines import FileLine, Mismatch, SettlementFile
from sales_tui.store.spool import Spool

DEFAULT = "stripe"


@dataclass(frozen=True, slots=True)
class Asked:
    """The command's options."""

    file: str
    format: str
    columns: str
    method: str
    first: str
    last: str
    as_json: bool
    dry_run: bool


@dataclass(frozen=True, slots=True)
class Days:
    """The shop's days that a file covers; None: not known."""

    first: date | None
    last: date | None

    @property
    def are_known(self) -> bool:
        """Whether both ends are."""
        return self.first is not None and self.last is not None

    def microseconds(self, calendar: Calendar) -> tuple[int | None, int | None]:
        """When they begin and end."""
        if self.first is None or self.last is None:
            return None, None
        return calendar.begin(self.first), calendar.end(self.last)


def reconcile_file(runtime: Runtime, asked: Asked) -> int:
    """Compare the file; returns the exit status."""
    zone = ZoneInfo(runtime.timezone())
    with Spool[FileLine]() as lines, Spool[Problem]() as problems:
        try:
            format = find_format(asked.format, asked.columns, runtime.settings.settlement)
            methods = _methods(asked.method or format.method)
            given = _given(asked)
            with opened(asked.file) as source:
                name = source.name
                reader = _read(source, format, zone, lines, problems)
        except (FormatError, Unreadable) as error:
            leave(USAGE, literal(str(error)))
        _some_were_read(name, lines, problems, reader)
        days = _days(given, reader, zone)
        return _compare(runtime, asked, SpooledFile(name, reader, lines, problems), methods, days, zone)


@dataclass(frozen=True, slots=True)
class SpooledFile:
    """A file that was gone through, and what was found in it."""

    name: str
    reader: SettlementReader
    lines: Spool[FileLine]
    problems: Spool[Problem]


def find_format(name: str, columns: str, tables: Mapping[str, Mapping[str, Any]]) -> SettlementFormat:
    """The format of that name, with other columns where some are given.

    `tables`: name -> table of the settings. Without a name and without columns it is Stripe's. Raises FormatError.
    """
    name = name or ("" if columns else DEFAULT)
    own = {one: mapped(SettlementFormat(one), table, f"[settlement.{one}]") for one, table in tables.items()}
    known = {**FORMATS, **own}
    if name and name not in known:
        raise FormatError(f"There is no format '{name}'; there are: {', '.join(known)}.")
    format = known[name] if name else SettlementFormat("columns")
    if columns:
        format = mapped(format, read_pairs(columns, "--columns"), "--columns")
    if missing := [needed for needed in ("txn_id", "amount") if needed not in format.columns]:
        raise FormatError(f"Nothing says which column is {missing[0]}: --columns {missing[0]}=HEADING.")
    return format


def _day(option: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        leave(USAGE, f"{option}: '{literal(text)}' is not a day; write it as 2026-11-23.")


def _given(asked: Asked) -> Days:
    days = Days(_day("--from", asked.first), _day("--to", asked.last))
    if days.first and days.last and days.first > days.last:
        leave(USAGE, "--from is behind --to; exchange them.")
    return days


def _methods(text: str) -> tuple[str, ...]:
    methods = tuple(code for part in text.split(",") if (code := part.strip()))
    if not methods:
        leave(USAGE, "Say whose file it is: --method CODE, such as --method stripe.")
    return methods


def _read(
    source: Source, format: SettlementFormat, zone: ZoneInfo, lines: Spool[FileLine], problems: Spool[Problem]
) -> SettlementReader:
    """Go through the whole file before the database is asked anything: however slowly it comes, nobody waits."""
    reader = SettlementReader(source, format, zone)
    for one in reader.lines():
        if isinstance(one, Problem):
            problems.add(one)
        else:
            lines.add(one)
    return reader


def _some_were_read(name: str, lines: Spool[FileLine], problems: Spool[Problem], reader: SettlementReader) -> None:
    if len(problems) and not (len(lines) or reader.others):
        first = next(iter(problems)).sentence(name)
        leave(USAGE, literal(f"{first} No line of the file can be used; nothing was compared."))


def _days(given: Days, reader: SettlementReader, zone: ZoneInfo) -> Days:
    """What was given, else the shop's days on which the lines were settled."""

    def day(moment: datetime | None) -> date | None:
        return moment.astimezone(zone).date() if moment else None

    return Days(given.first or day(reader.first), given.last or day(reader.last))


def _compare(
    runtime: Runtime, asked: Asked, read: SpooledFile, methods: tuple[str, ...], days: Days, zone: ZoneInfo
) -> int:
    calendar = Calendar(now(), zone)
    name = read.name if asked.file == STDIN else Path(asked.file).name
    file = SettlementFile(name, read.reader.digest, methods, *days.microseconds(calendar), read.lines)
    how = Reconciling(runtime.actor, calendar.now, asked.dry_run)
    with Spool[Mismatch]() as mismatches:
        result = reconcile(runtime.engine, file, how, mismatches.add)
        others = read.reader.others + result.undone
        told = Told(file, read.name, days.first, days.last, result, others, mismatches, read.problems)
        print_json(told) if asked.as_json else print_text(told, zone.key)
    if not days.are_known and not asked.as_json:
        say("The file has no dates: with --from and --to it is said too what it lacks.")
    return DONE if result.is_clean and not len(read.problems) else SOME_REFUSED
