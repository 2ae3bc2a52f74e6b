"""What an action is: a name, a key, parameters, a guard that gives the reason, and a handler over records.

Actions know the rules and nothing else: no SQL, no screen. The runner loads the records, calls the handler and stores
what it changed; the command line and the screens are made from these declarations.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from sales_tui.actions.deeds import Deed, Inverse
from sales_tui.core.money import amount_text, currency_digits, plain
from sales_tui.core.refusal import Refusal, Refused
from sales_tui.rules.archiving import ArchiveTerms
from sales_tui.rules.gateway import Answer, Call, Verdict, done
from sales_tui.rules.payment_methods import OFFLINE, Method
from sales_tui.rules.payment_records import Account, Agreement, OpenAttempt, Transaction
from sales_tui.rules.print_records import Print
from sales_tui.rules.quote_records import Quote
from sales_tui.rules.quoting import QuoteTerms
from sales_tui.rules.records import CreditMemo, Invoice, Order, Shipment
from sales_tui.rules.return_records import Return
from sales_tui.rules.return_terms import ReturnTerms

Document = Invoice | Shipment | CreditMemo | Return
Root = Order | Agreement | Account | Quote
"""What is loaded, checked and stored as one: an order with its documents; an agreement; an account; a quote."""

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
    SIGNED = "amount, maybe with a minus"
    ADJUSTMENT = "amount or per cent"
    TENDERS = "amounts by tender"
    ITEMS = "items"
    TRACKS = "tracking numbers"
    STOCK = "yes or SKUs"
    RETURNED = "pieces to return"
    RETURN_ITEMS = "items of the return"
    PARCEL = "what was in the parcel"
    QUOTED = "items and prices"
    SKUS = "SKUs"
    NEGOTIATED = "a price for the whole"
    DAY = "day"
    FILES = "files"
    ADDRESS = "address"


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
    methods: Mapping[str, Method] = field(default_factory=lambda: OFFLINE)
    """The payment methods that are set up here, by code."""
    returns: ReturnTerms = field(default_factory=ReturnTerms)
    """What returns choose from."""
    quotes: QuoteTerms = field(default_factory=QuoteTerms)
    """What quotes are held to."""
    archive: ArchiveTerms = field(default_factory=ArchiveTerms)
    """Which orders may be put away."""


class CallNeeded(Exception):
    """A payment system has to be asked before the action can go on. Nothing of what was changed is kept."""

    def __init__(self, call: Call) -> None:
        super().__init__(call.operation)
        self.call = call


class SettlementNeeded(Exception):
    """What became of an open attempt has to be found out; then the action that made it goes on."""

    def __init__(self, attempt: OpenAttempt, answer: Answer | None = None) -> None:
        super().__init__(attempt.operation)
        self.attempt = attempt
        self.answer = answer
        """What a person found out, where the payment system can't be asked."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a handler may know beside its records."""

    now: datetime
    terms: Terms = Terms()
    called: Call | None = None
    """What a payment system was asked on behalf of this action."""
    answer: Answer | None = None
    """What it answered: done or declined."""
    foresees: bool = False
    """It is only tried: payment systems aren't asked, and taken to do what is asked."""
    by: str = ""
    """Who acts."""

    def ask(self, call: Call) -> Answer:
        """What the payment system answers: done. At most one call an action.

        The first time a handler comes here it ends here: the attempt is written down and committed, the payment system
        is asked with no transaction open, and the handler runs again on the records as they are then.

        Raises CallNeeded; Refused where the payment system declined; AssertionError where something else was asked.
        """
        if self.foresees:
            return done("(new)")
        if self.answer is None or self.called is None:
            raise CallNeeded(call)
        assert replace(self.called, key="") == call, f"asked for {self.called}, answered for {call}"
        if self.answer.verdict is Verdict.DECLINED:
            raise Refused("payment.declined", f"The payment system declined: {self.answer.reason}.")
        return self.answer


@dataclass(frozen=True, slots=True)
class Target:
    """What an action works on: an order and the document of it that was named, if one was; or what is no order."""

    root: Root
    document: Document | Transaction | Print | None = None

    @property
    def order(self) -> Order:
        """The order."""
        assert isinstance(self.root, Order)
        return self.root

    @property
    def agreement(self) -> Agreement:
        """The billing agreement."""
        assert isinstance(self.root, Agreement)
        return self.root

    @property
    def account(self) -> Account:
        """The account."""
        assert isinstance(self.root, Account)
        return self.root

    @property
    def quote(self) -> Quote:
        """The quote."""
        assert isinstance(self.root, Quote)
        return self.root

    @property
    def rma(self) -> Return:
        """The return."""
        assert isinstance(self.document, Return)
        return self.document

    @property
    def number(self) -> str:
        """The number that people know it by."""
        return number_of(self.document or self.root)


def number_of(record: Document | Transaction | Print | Root) -> str:
    """The number that people know a record by; of a quote that isn't made yet, its buyer's address."""
    if isinstance(record, Quote) and not record.id:
        return record.increment_id or record.buyer_email
    if isinstance(record, Print):
        return str(record.id)
    return record.txn_id if isinstance(record, Transaction) else record.increment_id


@dataclass(frozen=True, slots=True)
class Moved:
    """The money of an invoice or a credit memo, and how it comes or goes."""

    how: str
    """Of an invoice: online, charged now; offline, only recorded; none, charged later. Of a credit memo where it goes:
    refund_online, refund_offline, refund_store_credit, refund_company_credit."""
    amount: Decimal
    currency: str
    """The shop's."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a handler did. `{0}`, `{1}` … in the message stand for the numbers of `documents`, given when stored."""

    message: str
    documents: tuple[Document | Order | Quote, ...] = ()
    """What was made, orders and quotes too."""
    money: Moved | None = None
    """So that what several of them come to can be said beforehand."""

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
    among: bool = False
    """Where several actions of the key are possible the person chooses; else the first of them is taken."""


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
    is_grave: bool = False
    """Asked twice about for several at once: it gives money away."""
    despite_doubt: bool = False
    """Possible while a payment system's answer is awaited: it touches neither money nor quantities."""
    on_archived: bool = False
    """Possible on an archived order and on what belongs to it."""
    alone: str = ""
    """Why it is done to one record at a time; empty: it can be done to many at once."""
    needs_reason: bool = False
    """Several are never done without a comment, though one may be."""
    inverse: Callable[[Deed], Inverse | None] | None = None
    """What takes it back; None, or an answer of None: nothing does."""
    reads_remarks: bool = False
    """Whether it needs the comments that were written here, which are loaded for nothing else."""
    skus: Callable[[Any], frozenset[str]] | None = None
    """Of a command, the SKUs of products that the handler needs on the quote's shelf."""

    def refusal(self, target: Target, context: Context) -> Refusal | None:
        """Why it isn't possible now; None where it is. What screens, lists and the runner ask."""
        if not self.on_archived and isinstance(target.root, Order) and target.root.archived_at is not None:
            return archived(target.root)
        waiting = None if self.despite_doubt or context.answer is not None else target.root.attempt
        return in_doubt(target, waiting, context.now) if waiting else self.why_not(target, context)

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters that the command declares."""
        command: Any = self.command  # mypy finds no class hashable whose instances say how they are
        return _parameters_of(command)


@cache
def _parameters_of(command: type[Command]) -> tuple[Parameter, ...]:
    return tuple(_as_parameter(item) for item in fields(command))


def _as_parameter(item: Field[Any]) -> Parameter:
    assert item.default is not MISSING
    meta = item.metadata
    return Parameter(item.name, meta["kind"], meta["help"], meta["required"], meta["choices"])


def archived(order: Order) -> Refusal:
    """The refusal for nearly everything on an archived order, its documents and returns (RULES.md §1.5)."""
    return Refusal("order.archived", f"Order {order.increment_id} is archived; restore it first (order.restore).")


def in_doubt(target: Target, attempt: OpenAttempt, now: datetime) -> Refusal:
    """The refusal for everything that has to wait for a payment system's answer."""
    what = f"{attempt.operation} of {amount_text(attempt.amount, currency_digits(attempt.currency))} {attempt.currency}"
    if attempt.is_in_doubt(now):
        return Refusal(
            "payment.in_doubt",
            f"{target.number}: no answer from the payment system to the {what} at {attempt.asked_at:%H:%M} UTC, so "
            "nobody knows whether it was done; ask it again (order.settle) before anything else.",
        )
    return Refusal(
        "payment.under_way", f"{target.number}: {attempt.by} asked the payment system for the {what}; wait for it."
    )


def money_text(amount: Decimal, order: Order) -> str:
    """An amount of the order in the currency the customer paid, with its code."""
    return f"{amount_text(amount, order.digits)} {order.order_currency_code}"


def pieces_text(qty: Decimal) -> str:
    """How many pieces, in words."""
    return "1 piece" if qty == 1 else f"{plain(qty)} pieces"
