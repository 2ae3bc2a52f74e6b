"""Cancel an open invoice: its pieces can be invoiced again."""

from __future__ import annotations

from dataclasses import dataclass

from sales_tui.actions.base import Action, Command, Context, Done, Shortcut, Target, comment_parameter, money_text
from sales_tui.actions.deeds import Deed, Inverse
from sales_tui.actions.shared import add_comment
from sales_tui.core.refusal import Refusal
from sales_tui.rules import invoicing
from sales_tui.rules.records import Invoice


@dataclass(frozen=True, slots=True)
class CancelInvoice(Command):
    """Take an unpaid invoice back."""

    comment: str = comment_parameter("the reason")


def why_not(target: Target, context: Context) -> Refusal | None:
    """RULES.md §3.2 and §0.15."""
    assert isinstance(target.document, Invoice)
    return invoicing.why_not_cancel(target.order, target.document)


def handle(target: Target, command: CancelInvoice, context: Context) -> Done:
    """Cancels the invoice and opens its pieces again."""
    assert isinstance(target.document, Invoice)
    invoicing.cancel(target.order, target.document)
    add_comment(target.document, command.comment)
    total = money_text(target.document.money.grand_total, target.order)
    return Done(f"Invoice {target.document.increment_id} over {total} is cancelled.")


def inverse(deed: Deed) -> Inverse:
    """The invoice again, and the order complete where it was."""
    was, _ = deed.changes.get("state", (None, None))
    return Inverse("invoice.reinstate", {"complete": True} if was == "complete" else {})


ACTION = Action(
    name="invoice.cancel",
    title="Cancel",
    past="cancelled",
    help="Cancel an invoice that isn't paid; its pieces can be invoiced again.",
    permission="invoice.cancel",
    target="invoice",
    command=CancelInvoice,
    why_not=why_not,
    handle=handle,
    shortcuts=(Shortcut("x", "cancel"),),
    inverse=inverse,
)
