"""What an action would do: the real handler on a copy of the records, so that a form never promises anything else."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from sales_tui.actions.base import Action, Context, Document, Target
from sales_tui.actions.values import build_command
from sales_tui.core.refusal import Refusal, Refused
from sales_tui.rules.records import Order


@dataclass(frozen=True, slots=True)
class Preview:
    """The documents that would be made, and the order as it would be then."""

    documents: tuple[Document, ...]
    order: Order


def preview(action: Action, target: Target, values: Mapping[str, Any], context: Context) -> Preview | Refusal:
    """The effect of the action with these parameter values, or why it isn't possible. Changes nothing."""
    order = deepcopy(target.order)
    document = target.document
    if document is not None:
        everything = [*order.invoices, *order.shipments, *order.creditmemos]
        document = next(one for one in everything if type(one) is type(document) and one.id == document.id)
    copy = Target(order, document)
    try:
        command = build_command(action, values)
        if refusal := action.why_not(copy, context):
            return refusal
        done = action.handle(copy, command, context)
    except Refused as refused:
        return refused.refusal
    return Preview(done.documents, order)
