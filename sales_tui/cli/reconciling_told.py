"""How `payments reconcile` says what it found: sums by outcome and currency, then what doesn't match."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date
from decimal import Decimal
from typing import Any

from sales_tui.cli.exits import say
from sales_tui.core.money import amount_text, currency_digits
from sales_tui.core.text import literal
from sales_tui.exchange.settlements import Problem
from sales_tui.store.reconcile_lines import MISSING_HERE, MISSING_THERE, OUTCOMES, Mismatch, Reconciled, SettlementFile
from sales_tui.store.spool import Spool
from sales_tui.workspaces.format import grouped
from sales_tui.workspaces.payment_words import OUTCOMES as OUTCOME_WORDS
from sales_tui.workspaces.payment_words import TRANSACTION_TYPES

LEFT = 2
"""Columns of the table that are aligned left, the third is too."""


@dataclass(frozen=True, slots=True)
class Told:
    """All that is said."""

    file: SettlementFile
    place: str
    """The file as it was named."""
    first: date | None
    last: date | None
    result: Reconciled
    others: int
    mismatches: Spool[Mismatch]
    problems: Spool[Problem]


def print_text(told: Told, timezone: str) -> None:
    """For people: the table and the lines on standard output, what can't be read on standard error."""
    for problem in told.problems:
        say(literal(problem.sentence(told.place)))
    if told.problems:
        say("What these lines stand for may be listed as missing there.")
    for line in _table(_sum_rows(told)):
        print(line)
    print(_about(told, timezone))
    for mismatch in told.mismatches:
        print(literal("  ".join(filter(None, _mismatch_parts(mismatch)))))


def print_json(told: Told) -> None:
    """For programs: one object, its lines written one by one."""
    out = sys.stdout
    out.write(json.dumps(_head(told), ensure_ascii=False)[:-1])
    for name, items in (("lines", map(_mismatch, told.mismatches)), ("problems", map(_problem, told.problems))):
        out.write(f', "{name}": [')
        for place, item in enumerate(items):
            out.write((", " if place else "") + json.dumps(item, ensure_ascii=False))
        out.write("]")
    out.write("}\n")


def _sum_rows(told: Told) -> Iterator[tuple[str, ...]]:
    yield "", "lines", "currency", "in the file", "here"
    for outcome in OUTCOMES:
        sums = [one for one in told.result.sums if one.outcome == outcome]
        if not sums:
            yield OUTCOME_WORDS[outcome], "0", "", "", ""
        for one in sums:
            there = "" if outcome == MISSING_THERE else _money(one.there, one.currency)
            here = "" if outcome == MISSING_HERE else _money(one.here, one.currency)
            yield OUTCOME_WORDS[outcome], f"{one.count:,}", one.currency, there, here
    yield "Other", f"{told.others:,}", "", "", ""


def _table(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    listed = [tuple(map(literal, row)) for row in rows]
    widths = [max(map(len, column)) for column in zip(*listed, strict=True)]
    for row in listed:
        cells = [
            cell.ljust(width) if place in (0, LEFT) else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def _about(told: Told, timezone: str) -> str:
    """What was compared with what."""
    days = f" from {told.first} to {told.last} ({timezone})" if told.first and told.last else ""
    known = told.result.by_id_alone
    unknown = f" {known:,} matched by their id alone: their amount isn't known here." if known else ""
    return literal(f"Compared with transactions of {', '.join(told.file.methods)}{days}.{unknown}")


def _mismatch_parts(one: Mismatch) -> Iterator[str]:
    yield f"line {one.line}" if one.line else "not in the file"
    yield one.txn_id
    yield TRANSACTION_TYPES.get(one.type, one.type).lower()
    amount = one.amount if one.amount is not None else one.amount_here
    yield f"{_money(amount, one.currency)} {one.currency}".strip() if amount is not None else ""
    yield f"order {one.order}" if one.order else ""
    yield OUTCOME_WORDS[one.outcome].lower()
    yield one.note


def _money(amount: Decimal, currency: str) -> str:
    return grouped(amount, currency_digits(currency))


def _plain(amount: Decimal | None, currency: str) -> str | None:
    return None if amount is None else amount_text(amount, currency_digits(currency))


def _head(told: Told) -> dict[str, Any]:
    result = told.result
    return {
        "file": told.file.name.encode("utf-8", "replace").decode("utf-8"),
        "method": ",".join(told.file.methods),
        "from": told.first and told.first.isoformat(),
        "to": told.last and told.last.isoformat(),
        **{outcome: result.count(outcome) for outcome in OUTCOMES},
        "other": told.others,
        "unreadable": len(told.problems),
        "matched_by_id_alone": result.by_id_alone,
        "sums": [
            {
                "outcome": one.outcome,
                "currency": one.currency,
                "count": one.count,
                "amount": _plain(one.there, one.currency),
                "amount_here": _plain(one.here, one.currency),
                "fee": _plain(one.fee, one.currency),
            }
            for one in result.sums
        ],
    }


def _mismatch(one: Mismatch) -> dict[str, Any]:
    return {
        "outcome": one.outcome,
        "line": one.line,
        "txn_id": one.txn_id,
        "txn_type": one.type,
        "amount": _plain(one.amount, one.currency),
        "amount_here": _plain(one.amount_here, one.currency),
        "currency": one.currency,
        "order_increment_id": one.order or None,
        "created_at": f"{one.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if one.at else None,
        "note": one.note,
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {"line": problem.line, "column": problem.column or None, "message": problem.reason}
