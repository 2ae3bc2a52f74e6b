"""The print queue: what of an order is printed, and that nothing waits twice."""

from __future__ import annotations

from collections.abc import Sequence

from sales_tui.core.refusal import Refusal
from sales_tui.rules.print_records import PAPERS, WAITING, Print
from sales_tui.rules.records import INVOICE_CANCELED, MEMO_CANCELED, CreditMemo, Invoice, Order, Shipment

Printable = Order | Invoice | Shipment | CreditMemo

_KINDS: dict[type[Printable], str] = {
    Order: "order",
    Invoice: "invoice",
    Shipment: "shipment",
    CreditMemo: "creditmemo",
}
_NOUNS = PAPERS | {"shipment": "shipment"}


def kind_of(document: Printable) -> str:
    """The kind of record, as in actions."""
    return _KINDS[type(document)]


def paper(document: Printable) -> str:
    """What is printed, with its number: "packing slip 000000012"; of a document that isn't stored yet, no number."""
    return f"{PAPERS[kind_of(document)]} {document.increment_id}".strip()


def printable(order: Order) -> list[Printable]:
    """The documents of the order that aren't cancelled, oldest first; the order itself where it has none."""
    invoices = [one for one in order.invoices if one.state != INVOICE_CANCELED]
    memos = [one for one in order.creditmemos if one.state != MEMO_CANCELED]
    return [*invoices, *order.shipments, *memos] or [order]


def to_queue(order: Order, documents: Sequence[Printable]) -> list[Printable]:
    """Those that don't wait already."""
    waiting = {(one.kind, one.document_id) for one in order.prints if one.state == WAITING}
    new = {id(one) for one in order.new_prints}
    return [one for one in documents if (kind_of(one), one.id) not in waiting and id(one) not in new]


def why_not(order: Order, documents: Sequence[Printable]) -> Refusal | None:
    """Why nothing of it can be queued: all of it waits already."""
    if to_queue(order, documents):
        return None
    if len(documents) > 1:
        message = f"Order {order.increment_id}: its {len(documents)} documents wait to be printed already."
    else:
        (one,) = documents
        message = f"{_NOUNS[kind_of(one)].capitalize()} {one.increment_id} waits to be printed already."
    return Refusal("print.waiting", message)


def queue(order: Order, documents: Sequence[Printable]) -> list[Printable]:
    """Put those that don't wait already into the queue; returns them."""
    added = to_queue(order, documents)
    order.new_prints.extend(added)
    return added


def why_not_remove(wanted: Print | None) -> Refusal | None:
    """Only what still waits can be taken out of the queue."""
    if wanted is not None and wanted.state == WAITING:
        return None
    return Refusal("print.gone", "It doesn't wait any more: it was printed, is being printed, or was removed.")
