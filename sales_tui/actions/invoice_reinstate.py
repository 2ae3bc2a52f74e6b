"""Put a cancelled invoice back in force."""

from __future__ import annotations

from dataclasses import dataclass

from sales_tui.actions.base import (
    Action,
    Command,
    Context,
    Done,
    Kind,
    Target,
    comment_parameter,
    money_text,
    parameter,
)
from sales_tui.actions.deeds import Inverse
from sales_tui.actions.shared import add_comment
from sales_tui.core.refusal import Refusal
from sales_tui.rules import reinstating
from sales_tui.rules.records import Invoice


@dataclass(frozen=True, slots=True)
class ReinstateInvoice(Command):
    """The same invoice again, open as it was."""

    comment: str = comment_parameter("the reason")
    complete: bool = parameter(Kind.FLAG, "the order was complete before, and is again", default=False)


def why_not(target: Target, context: Context) -> Refusal | None:
    """As long as its pieces and amounts are free."""
    assert isinstance(target.document, Invoice)
    return reinstating.why_not(target.order, target.document)


def handle(target: Target, command: ReinstateInvoice, context: Context) -> Done:
    """Enters the invoice into the figures again."""
    assert isinstance(target.document, Invoice)
    reinstating.reinstate(target.order, target.document, complete=command.complete)
    add_comment(target.document, command.comment)
    total = money_text(target.document.money.grand_total, target.order)
    return Done(f"Invoice {target.document.increment_id} over {total} is open again.")


ACTION = Action(
    name="invoice.reinstate",
    title="Reinstate",
    past="open again",
    help="Put an invoice back in force that was cancelled unpaid, with its own figures.",
    permission="invoice.cancel",
    target="invoice",
    command=ReinstateInvoice,
    why_not=why_not,
    handle=handle,
    inverse=lambda deed: Inverse("invoice.cancel"),
)
