"""What an action is: a name, a key, parameters, a guard that gives the reason, and a handler over records.

Actions know the rules and nothing else: no SQL, no screen. The runner loads the records, calls the handler and stores
what it changed; the command line and the screens are made from these declarations.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sales_tui.core.money import amount_text, plain
from sales_tui.core.refusal import Refusal
from sales_tui.rules.records import CreditMemo, Invoice, Order, Shipment

Document = Invoice | Shipment | CreditMemo
Items = tuple[Mapping[str, Any], ...]
"""Pieces of lines: mappings with `sku` or `item_id` (int) and `qty` (Decimal; missing: all that is possible)."""

Tracks = tuple[Mapping[str, str], ...]
"""Tracking numbers: mappings with `track_number`, `carrier_code` and `title`, the last two if known."""


class Kind(StrEnum):
    """How a parameter's value is read from text, JSON or a form."""

    TEXT = "text"
    FLAG = "yes/no"
    CHOICE = "choice"
    AMOUNT = "amount"
    ADJUSTMENT = "amount or per cent"
    ITEMS = "items"
    TRACKS = "tracking numbers"
    STOCK = "yes or SKUs"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an action."""

    name: str
    kind: Kind
    help: str
    required: bool = False
    choices: tuple[str, ...] = ()


def parameter(
    kind: Kind, help: str, *, default: Any = None, required: bool = False, choices: tuple[str, ...] = ()
) -> Any:
    """Declares a field of a command as a parameter of its action."""
    return field(default=default, metadata={"kind": kind, "help": help, "required": required, "choices": choices})


def comment_parameter(help: str = "what to remember about it", *, required: bool = False) -> Any:
    """The comment that nearly every action takes."""
    return parameter(Kind.TEXT, help, default="", required=required)


def notify_parameter() -> Any:
    """Whether to e-mail the customer; refused as long as no mail is set up."""
    return parameter(Kind.FLAG, "e-mail the customer (no mail is set up yet)", default=False)


@dataclass(frozen=True, slots=True)
class Command:
    """The parameters of one call of an action; each action has its own subclass."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The settings that decide what the rules allow."""

    require_payment: bool = True
    """Goods leave only when paid, but for methods that are paid later."""
    allow_zero_total: bool = True
    """A credit memo may come to nothing."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a handler may know beside its records."""

    now: datetime
    terms: Terms = Terms()


@dataclass(frozen=True, slots=True)
class Target:
    """What an action works on: an order, and the document of it that was named, if one was."""

    order: Order
    document: Document | None = None

    @property
    def number(self) -> str:
        """The number that people know it by."""
        return (self.document or self.order).increment_id


@dataclass(frozen=True, slots=True)
class Done:
    """What a handler did. `{0}`, `{1}` … in the message stand for the numbers of `documents`, given when stored."""

    message: str
    documents: tuple[Document, ...] = ()

    def sentence(self) -> str:
        """The message with the documents' numbers."""
        return self.message.format(*(document.increment_id for document in self.documents))

    def foresight(self) -> str:
        """The message for something that was only tried: its documents have no number."""
        return "Would do: " + self.message.format(*("(new)" for _ in self.documents))


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A key that starts an action, with values already chosen."""

    key: str
    label: str
    preset: Mapping[str, Any] = field(default_factory=dict)
    help: str = ""
    """What it does, where that is more than the action's own help says."""


@dataclass(frozen=True, slots=True)
class Action:
    """A verb: everything that key hints, palette, command line, journal and help need to know about it."""

    name: str
    """Its long name, such as order.invoice."""
    title: str
    """The verb as people say it."""
    past: str
    """What is said of a record afterwards: shipped, put on hold."""
    help: str
    permission: str
    target: str
    """The kind of record it works on: order, invoice, shipment, creditmemo."""
    command: type[Command]
    why_not: Callable[[Target, Context], Refusal | None]
    handle: Callable[[Target, Any, Context], Done]
    """Changes the records of the target. Raises Refused; the records are thrown away then."""
    shortcuts: tuple[Shortcut, ...] = ()

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters that the command declares."""
        return tuple(_as_parameter(item) for item in fields(self.command))


def _as_parameter(item: Field[Any]) -> Parameter:
    assert item.default is not MISSING
    meta = item.metadata
    return Parameter(item.name, meta["kind"], meta["help"], meta["required"], meta["choices"])


def money_text(amount: Decimal, order: Order) -> str:
    """An amount of the order in the currency the customer paid, with its code."""
    return f"{amount_text(amount, order.digits)} {order.order_currency_code}"


def pieces_text(qty: Decimal) -> str:
    """How many pieces, in words."""
    return "1 piece" if qty == 1 else f"{plain(qty)} pieces"
