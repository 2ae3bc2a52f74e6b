"""The small forms: tags, another status, the archive, an invoice that comes back, a comment that is taken back."""

from __future__ import annotations

from sales_tui.rules.commenting import other_statuses
from sales_tui.rules.quote_records import Quote
from sales_tui.rules.records import Invoice, Order
from sales_tui.rules.remarks import remarks_on
from sales_tui.rules.statuses import status_label
from sales_tui.rules.tagging import tags_of
from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.declare import Entry, Form, Notes, Outcome
from sales_tui.tui.forms.stop import order_facts
from sales_tui.tui.forms.words import becomes

_LONG = 60
"""Characters of a comment that are shown where it is chosen."""


def declare_tag(case: Case) -> Form:
    """Words to put on the order, under those that it has."""
    there = ", ".join(tags_of(case.order))
    notes = (Notes((("Tagged", there),), close=True),) if there else ()
    entry = Entry("tags", "Tags", missing="Type one or more tags.", beside="between blanks or commas")
    return Form((*notes, entry), outcome=lambda seen: Outcome(_tagged(seen.order)), facts=order_facts(case))


def declare_untag(case: Case) -> Form:
    """Which of the order's tags go; all of them stand there at first where there is only one."""
    there = tags_of(case.order)
    entry = Entry("tags", "Tags", preset=there[0] if len(there) == 1 else None, missing="Type which tags go.")
    return Form(
        (Notes((("Tagged", ", ".join(there)),), close=True), entry),
        outcome=lambda seen: Outcome(_tagged(seen.order)),
        facts=order_facts(case),
    )


def _tagged(order: Order) -> str:
    tags = ", ".join(tags_of(order))
    return f"The order will be tagged {tags}." if tags else "The order will have no tag."


def declare_status(case: Case) -> Form:
    """One of the other statuses, and the reason."""
    options = tuple((code, status_label(code)) for code in other_statuses(case.order))
    entry = Entry("status", "Status", preset=options[0][0] if options else None, options=options)
    return Form(
        (entry, Entry("comment", "Reason")),
        outcome=lambda seen: Outcome(becomes(case.order, seen.order)),
        facts=order_facts(case),
        points={"status": "status"},
    )


def declare_archive(case: Case) -> Form:
    """Nothing to choose."""
    sentence = "It leaves the grids with its invoices, shipments and credit memos; archived:yes finds them."
    return Form((), outcome=lambda seen: Outcome(sentence), facts=order_facts(case))


def declare_restore(case: Case) -> Form:
    """Nothing to choose."""
    sentence = "It comes back into the grids, with its documents."
    return Form((), outcome=lambda seen: Outcome(sentence), facts=order_facts(case))


def declare_reinstate(case: Case) -> Form:
    """The reason."""
    invoice = case.opened.target.document
    assert isinstance(invoice, Invoice)
    total = case.coded(invoice.money.grand_total)
    return Form(
        (Entry("comment", "Reason"),),
        outcome=lambda seen: Outcome(f"It is to be paid again. {becomes(case.order, seen.order)}", figure=total),
        facts=order_facts(case),
    )


def declare_uncomment(case: Case) -> Form:
    """Which comment, the newest first."""
    target = case.opened.target
    root, record = target.root, target.document or target.root
    assert isinstance(root, Order | Quote)
    said = [one.comment for one in reversed(remarks_on(root, case.action.target, record.id))]
    options = tuple((text, _short(text)) for text in dict.fromkeys(said))
    entry = Entry("comment", "Comment", said[0] if said else None, options=options, upright=True)
    return Form((entry,), outcome=lambda seen: Outcome("It is removed; the journal keeps it."), points={"": "comment"})


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONG else f"{line[: _LONG - 1]}…"
