"""The forms that queue documents for printing, and take one out of the queue: what it is about, and F2."""

from __future__ import annotations

from sales_tui.actions.preview import Preview
from sales_tui.actions.print_queue import wanted
from sales_tui.rules.print_records import PAPERS, Print
from sales_tui.rules.printing import paper, to_queue
from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.declare import Form, Notes, Outcome
from sales_tui.tui.forms.stop import order_facts


def declare_print(case: Case) -> Form:
    """What will be queued, and what of it waits already."""
    documents = wanted(case.opened.target)
    new = {id(one) for one in to_queue(case.order, documents)}
    texts = tuple(
        ("Prints" if not at else "", f"{paper(one)}{'' if id(one) in new else ', waits already'}")
        for at, one in enumerate(documents)
    )
    return Form(blocks=(Notes(texts),), outcome=_outcome, facts=order_facts(case), verb="print")


def declare_remove(case: Case) -> Form:
    """What won't be printed."""
    one = case.opened.target.document
    texts = ((("Paper", f"{PAPERS[one.kind]} {one.increment_id}"),),) if isinstance(one, Print) else ()
    says = "It won't be printed, unless it is queued again."
    return Form(blocks=tuple(map(Notes, texts)), outcome=lambda seen: Outcome(says), facts=order_facts(case))


def _outcome(seen: Preview) -> Outcome:
    count = len(seen.order.new_prints)
    waits = "1 document waits" if count == 1 else f"{count} documents wait"
    return Outcome(f"{waits} for the next run of the printer (sales-tui prints run).")
