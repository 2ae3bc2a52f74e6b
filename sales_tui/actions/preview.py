"""What an action would do: the real handler on a copy of the records, so that a form never promises anything else."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from sales_tui.actions.base import Action, Command, Context, Document, Root, SettlementNeeded, Target
from sales_tui.actions.values import build_command
from sales_tui.core.refusal import Refusal, Refused
from sales_tui.rules.gateway import Answer, Call, done
from sales_tui.rules.payment_records import Transaction
from sales_tui.rules.print_records import Print
from sales_tui.rules.quote_records import Quote
from sales_tui.rules.records import Order


@dataclass(frozen=True, slots=True)
class Preview:
    """The documents that would be made, and the order, or what else it is about, as it would be then."""

    documents: tuple[Document | Order | Quote, ...]
    root: Root
    command: Command
    """The values that it is the effect of."""
    asks: bool = False
    """Whether a payment system would be asked; it is taken to do what it is asked for."""

    @property
    def order(self) -> Order:
        """The order."""
        assert isinstance(self.root, Order)
        return self.root


@dataclass(frozen=True, slots=True)
class _Foreseeing(Context):
    """Payment systems aren't asked, and taken to do it; remembers that they would be."""

    calls: list[Call] = field(default_factory=list)

    def ask(self, call: Call) -> Answer:
        """What it would answer."""
        self.calls.append(call)
        return done("(new)")


def preview(action: Action, target: Target, values: Mapping[str, Any], context: Context) -> Preview | Refusal:
    """The effect of the action with these parameter values, or why it isn't possible. Changes nothing.

    What becomes of an open attempt can't be foreseen: there the records stay as they are.
    """
    copy = _copy_of(target)
    foreseeing = _Foreseeing(context.now, context.terms, foresees=True, by=context.by)
    try:
        command = build_command(action, values)
        if refusal := action.refusal(copy, foreseeing):
            return refusal
        made = action.handle(copy, command, foreseeing)
    except Refused as refused:
        return refused.refusal
    except SettlementNeeded as needed:
        return Preview((), copy.root, command, asks=needed.answer is None)
    return Preview(made.documents, copy.root, command, asks=bool(foreseeing.calls))


def _copy_of(target: Target) -> Target:
    root, document = deepcopy(target.root), target.document
    if document is None or not isinstance(root, Order):
        return Target(root)
    everything: list[Document | Transaction | Print] = [
        *root.invoices,
        *root.shipments,
        *root.creditmemos,
        *root.transactions,
        *root.returns,
        *root.prints,
    ]
    return Target(root, next(one for one in everything if type(one) is type(document) and one.id == document.id))
