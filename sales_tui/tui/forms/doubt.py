"""The form for what a payment system gave no answer to: it is asked again, or a person says what they found there."""

from __future__ import annotations

from sales_tui.actions.preview import Preview
from sales_tui.actions.settle import Settle
from sales_tui.core.money import currency_digits
from sales_tui.core.refusal import Refusal
from sales_tui.rules.payment_records import OpenAttempt
from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.declare import Entry, Form, Notes, Outcome, Values
from sales_tui.workspaces.format import grouped

_OPTIONS = (
    ("", "ask the payment system"),
    ("done", "I looked there: it was done"),
    ("not_done", "I looked there: it was not done"),
)

_SAYS = {
    None: "It is asked what became of it. If it was done, that is recorded here; if not, nothing is.",
    "done": "It is recorded here as done, with that transaction; the payment system isn't asked.",
    "not_done": "Nothing is recorded, and it can be tried again; the payment system isn't asked.",
}


def declare_settle(case: Case) -> Form:
    """What was asked, when and by whom; and how it is found out."""
    attempt = case.opened.target.root.attempt
    return Form(
        blocks=(
            Notes(_texts(attempt) if attempt else ()),
            Entry("found", "Find out", preset="", options=_OPTIONS, upright=True),
            Entry("txn_id", "Transaction", beside="its id there", shown=_was_done),
        ),
        outcome=_outcome,
        points={"settle.txn_id": "txn_id"},
        refusals={"settle.txn_id": "Type the id of the transaction that you found at the payment system."},
    )


def _texts(attempt: OpenAttempt) -> tuple[tuple[str, str], ...]:
    amount = grouped(attempt.amount, currency_digits(attempt.currency))
    what = f"{attempt.operation} of {amount} {attempt.currency}" if attempt.amount else attempt.operation
    return (
        ("Asked for", f"{what}, {attempt.asked_at:%Y-%m-%d %H:%M} UTC, by {attempt.by or 'nobody named'}"),
        ("Answer", attempt.reason or "none came"),
    )


def _was_done(values: Values, view: Preview | Refusal | None) -> bool:
    return values.get("found") == "done"


def _outcome(seen: Preview) -> Outcome:
    assert isinstance(seen.command, Settle)
    return Outcome(_SAYS[seen.command.found])
