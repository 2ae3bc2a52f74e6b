"""A document that waits to be printed, as the rules see it."""

from __future__ import annotations

from dataclasses import dataclass

WAITING, PRINTING, PRINTED, REMOVED = "waiting", "printing", "printed", "removed"
"""What becomes of it: it waits, a run of the printer has taken it, it is on paper, nobody wants it any more."""

PAPERS = {"order": "order", "invoice": "invoice", "shipment": "packing slip", "creditmemo": "credit memo"}
"""What comes out of the printer, by kind of document."""


@dataclass(slots=True)
class Print:
    """One document in the queue."""

    id: int
    kind: str
    """order, invoice, shipment, creditmemo."""
    document_id: int
    increment_id: str
    """The document's number; a document may be queued again and again, so the print itself goes by its key."""
    state: str = WAITING
