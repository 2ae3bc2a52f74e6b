"""Queue documents for printing, and take them out of the queue; `sales-tui prints run` prints what waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sales_tui.actions.base import Action, Command, Context, Done, Shortcut, Target
from sales_tui.core.refusal import Refusal, Refused
from sales_tui.rules import printing
from sales_tui.rules.print_records import PAPERS, REMOVED, Print
from sales_tui.rules.printing import Printable
from sales_tui.rules.records import CreditMemo, Invoice, Shipment


@dataclass(frozen=True, slots=True)
class PrintDocuments(Command):
    """Queue for printing."""


@dataclass(frozen=True, slots=True)
class RemovePrint(Command):
    """Take a document out of the queue."""


def why_not(target: Target, context: Context) -> Refusal | None:
    """Nothing waits twice."""
    return printing.why_not(target.order, wanted(target))


def handle(target: Target, command: PrintDocuments, context: Context) -> Done:
    """Queues the document, or those of the order that don't wait already."""
    added = printing.queue(target.order, wanted(target))
    if not added:
        refusal = printing.why_not(target.order, wanted(target))
        assert refusal is not None
        raise Refused(refusal.code, refusal.message)
    target.order.stays = True
    return Done(f"Queued for printing: {', '.join(printing.paper(one) for one in added)}.")


def wanted(target: Target) -> Sequence[Printable]:
    """The document that is meant, or the documents of the order."""
    if isinstance(target.document, Invoice | Shipment | CreditMemo):
        return (target.document,)
    return printing.printable(target.order)


def why_not_remove(target: Target, context: Context) -> Refusal | None:
    """Only what still waits."""
    return printing.why_not_remove(_print(target))


def handle_remove(target: Target, command: RemovePrint, context: Context) -> Done:
    """It isn't printed."""
    one = _print(target)
    assert one is not None
    one.state = REMOVED
    target.order.stays = True
    return Done(f"Taken out of the print queue: {PAPERS[one.kind]} {one.increment_id}.")


def _print(target: Target) -> Print | None:
    return target.document if isinstance(target.document, Print) else None


def _print_action(kind: str, what: str) -> Action:
    return Action(
        name=f"{kind}.print",
        title="Print",
        past="queued for printing",
        help=f"Queue {what} for printing; sales-tui prints run prints what waits.",
        permission=f"{kind}.print",
        target=kind,
        command=PrintDocuments,
        why_not=why_not,
        handle=handle,
        shortcuts=(Shortcut("p", "print"),),
        despite_doubt=True,
        on_archived=True,
    )


ORDER, INVOICE, SHIPMENT, CREDITMEMO = (
    _print_action(kind, what)
    for kind, what in (
        ("order", "the order's invoices, packing slips and credit memos, or the order where it has none,"),
        ("invoice", "the invoice"),
        ("shipment", "the packing slip"),
        ("creditmemo", "the credit memo"),
    )
)
REMOVE = Action(
    name="print.remove",
    title="Take out of the print queue",
    past="removed",
    help="Take a document out of the print queue before it is printed.",
    permission="print.remove",
    target="print",
    command=RemovePrint,
    why_not=why_not_remove,
    handle=handle_remove,
    shortcuts=(Shortcut("x", "remove"),),
    despite_doubt=True,
    on_archived=True,
)
