"""Which columns of a settlement file say what: Stripe's files, and others by mapping."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from sales_tui.exchange.settlements.amounts import COMMA, POINT
from sales_tui.rules.payment_records import CAPTURE, REFUND

COLUMNS = ("txn_id", "parent_txn_id", "type", "amount", "fee", "currency", "date")
"""What columns of a file can hold."""

UNDO = "-undo"
"""Behind a type: a line that takes one of that type back."""

KINDS = (CAPTURE, REFUND, CAPTURE + UNDO, REFUND + UNDO)
"""What words in the column `type` can stand for; every other word is counted as other."""

PLAIN_TYPES: Mapping[str, str] = MappingProxyType(
    {**dict.fromkeys(("capture", "captured", "charge", "payment", "sale"), CAPTURE)}
    | dict.fromkeys(("refund", "refunded", "payment_refund"), REFUND)
)
"""Words of the column `type` where a mapping names none."""


class FormatError(Exception):
    """A mapping can't be used; the message is one clear sentence for people."""


@dataclass(frozen=True, slots=True)
class SettlementFormat:
    """How a payment system writes its settlement files."""

    name: str
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Name of COLUMNS -> headings, in any case. Of ids all that the file has count, of the others the first."""
    optional: frozenset[str] = frozenset()
    """Those of them that a file may lack."""
    method: str = ""
    """Code of the payment method, several with commas between them. Empty: whoever reads a file has to say it."""
    types: Mapping[str, str] = field(default_factory=lambda: PLAIN_TYPES)
    """Word in the column `type`, in small letters -> one of KINDS. Without that column the sign tells."""
    fixed_currency: str = ""
    """Where the file has no column for it."""
    decimal: str = ""
    """Decimal mark; empty: the file's numbers tell."""
    minor_units: bool = False
    """Amounts are in cents, or whatever the currency's smallest unit is."""
    date_format: str = ""
    """As `strptime` takes it; empty: ISO 8601."""
    timezone: str = ""
    """Of dates that don't say; empty: the shop's."""
    hint: str = ""
    """What to do where a column is missing."""

    def zone(self, shop: tzinfo) -> tzinfo:
        """The zone of dates that don't say theirs."""
        return ZoneInfo(self.timezone) if self.timezone else shop


STRIPE = SettlementFormat(
    "stripe",
    {
        "txn_id": ("source_id", "Source"),
        "parent_txn_id": ("charge_id", "payment_intent_id"),
        "type": ("reporting_category", "Type"),
        "amount": ("gross", "Amount"),
        "fee": ("fee",),
        "currency": ("currency",),
        "date": ("created_utc", "Created (UTC)"),
    },
    optional=frozenset({"parent_txn_id", "fee", "date"}),
    method="stripe",
    types=MappingProxyType(
        {
            "charge": CAPTURE,
            "payment": CAPTURE,
            "refund": REFUND,
            "payment_refund": REFUND,
            "partial_capture_reversal": CAPTURE + UNDO,
            "charge_failure": CAPTURE + UNDO,
            "payment_failure_refund": CAPTURE + UNDO,
            "payment_reversal": CAPTURE + UNDO,
            "refund_failure": REFUND + UNDO,
        }
    ),
    timezone="UTC",
    hint="In Stripe's export choose the itemized report and, under columns, source_id, charge_id and "
    "payment_intent_id beside the default ones.",
)
"""Stripe's itemized "Balance change from activity" and the dashboard's "Balance transactions".

Both have amounts in whole units, refunds negative. A capture of a part is a charge of the whole and a
`partial_capture_reversal` of the rest.
"""

FORMATS: Mapping[str, SettlementFormat] = MappingProxyType({STRIPE.name: STRIPE})
"""Those that need no mapping."""

_MARKS = {"": "", "point": POINT, POINT: POINT, "comma": COMMA, COMMA: COMMA}
_WORDS = {"true": True, "yes": True, "false": False, "no": False}


def mapped(base: SettlementFormat, table: Mapping[str, Any], place: str) -> SettlementFormat:
    """The format with what a table `[settlement.NAME]` or `--columns` says in place of its own.

    Keys: those of COLUMNS with a heading, or several with `|` between them; `types` as `Zahlung=capture,
    Storno=refund`; `method`, `fixed_currency`, `decimal` (point or comma), `minor_units`, `date_format`, `timezone`.
    `place` begins the sentence of the FormatError that it raises.
    """
    columns, changes = dict(base.columns), dict[str, Any]()
    for key, value in table.items():
        if key in COLUMNS:
            columns[key] = _headings(key, value, place)
        elif key in _READERS:
            changes[key] = _READERS[key](value, f"{place}, {key} = {value!r}")
        else:
            raise FormatError(f"{place}: there is no '{key}'; there are: {', '.join((*COLUMNS, *_READERS))}.")
    named = frozenset(table) & frozenset(COLUMNS)
    return replace(base, columns=columns, optional=base.optional - named, hint="" if named else base.hint, **changes)


def read_pairs(text: str, place: str) -> dict[str, str]:
    """`txn_id=ID,amount=Net` as a table. Raises FormatError."""
    pairs: dict[str, str] = {}
    for part in text.split(","):
        name, sign, value = part.partition("=")
        if not (sign and name.strip() and value.strip()):
            raise FormatError(f"{place} has '{part.strip()}'; it needs NAME=HEADING, as in txn_id=ID,amount=Net.")
        pairs[name.strip()] = value.strip()
    return pairs


def _headings(key: str, value: Any, place: str) -> tuple[str, ...]:
    headings = tuple(part.strip() for part in _text(value, f"{place}, {key} = {value!r}").split("|") if part.strip())
    if not headings:
        raise FormatError(f"{place}: {key} names no heading.")
    return headings


def _text(value: Any, place: str) -> str:
    if not isinstance(value, str):
        raise FormatError(f"{place}: it needs a text in quotes.")
    return value.strip()


def _mark(value: Any, place: str) -> str:
    if value not in _MARKS:
        raise FormatError(f"{place}: it is either point or comma.")
    return _MARKS[value]


def _flag(value: Any, place: str) -> bool:
    word = str(value).strip().lower()
    if word not in _WORDS:
        raise FormatError(f"{place}: it is either true or false.")
    return _WORDS[word]


def _types(value: Any, place: str) -> Mapping[str, str]:
    types = {word.casefold(): kind for word, kind in read_pairs(_text(value, place), place).items()}
    if unknown := [kind for kind in types.values() if kind not in KINDS]:
        raise FormatError(f"{place}: '{unknown[0]}' is none of {', '.join(KINDS)}.")
    return types


def _timezone(value: Any, place: str) -> str:
    name = _text(value, place)
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise FormatError(f"{place}: there is no such time zone.") from None
    return name


_READERS = {
    "types": _types,
    "method": _text,
    "fixed_currency": lambda value, place: _text(value, place).upper(),
    "decimal": _mark,
    "minor_units": _flag,
    "date_format": _text,
    "timezone": _timezone,
}
