"""What the forms of returns say alike."""

from __future__ import annotations

from decimal import Decimal

from sales_tui.core.money import ZERO, plain
from sales_tui.rules import returning
from sales_tui.rules.return_records import Return, ReturnItem
from sales_tui.rules.return_status import LABELS
from sales_tui.rules.return_steps import present
from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.declare import Notes


def rma_of(case: Case) -> Return:
    """The return that the form is about."""
    document = case.opened.target.document
    assert isinstance(document, Return)
    return document


def pieces_of(rma: Return, *statuses: str) -> Decimal:
    """How many pieces of the return are at one of these statuses."""
    return sum((present(item) for item in rma.lines if item.status in statuses), ZERO)


def returns_under_way(case: Case) -> tuple[Notes, ...]:
    """What is on its way back already: nobody should be refunded twice for it."""
    sentences = returning.under_way(case.order)
    return (
        (Notes(tuple(("Return" if not at else "", words) for at, words in enumerate(sentences))),) if sentences else ()
    )


def return_facts(case: Case) -> tuple[str, ...]:
    """How far the return is, and whose it is: the title has room for its own number only."""
    rma = rma_of(case)
    asked = sum((item.qty_requested for item in rma.lines), ZERO)
    order = f"order {case.order.increment_id}"
    return (LABELS.get(rma.status, rma.status), f"{plain(asked)} asked for", order)


def item_notes(case: Case, item: ReturnItem) -> tuple[str, ...]:
    """Why it comes back, in which condition, and what the customer wants for it, on one line."""
    terms = case.context.terms.returns
    reason = terms.reasons.get(item.reason, item.reason)
    condition = terms.conditions.get(item.condition, item.condition)
    found = terms.conditions.get(item.found, item.found)
    wanted = terms.resolutions.get(item.resolution, item.resolution)
    parts = (
        f"{reason}: {item.reason_text}" if item.reason_text else reason,
        condition,
        found and f"found: {found}",
        item.shelf and f"shelf {item.shelf}",
        wanted and f"they want: {wanted}",
    )
    text = " · ".join(part for part in parts if part)
    return (text,) if text else ()
