"""The forms that end a billing agreement."""

from __future__ import annotations

from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.declare import Form, Notes, Outcome


def declare_agreement_cancel(case: Case) -> Form:
    """Which one it is; there is no way back."""
    return _end(
        case,
        "The payment system is told that the agreement ends: nothing can be charged by it any more, and there is no "
        "way back. Orders paid by it stay.",
    )


def declare_agreement_delete(case: Case) -> Form:
    """Which one it is."""
    return _end(case, "The agreement is deleted here; orders paid by it stay.")


def _end(case: Case, says: str) -> Form:
    agreement = case.opened.target.agreement
    text = f"{agreement.reference_id}, of {agreement.method_code}"
    return Form(blocks=(Notes((("Agreement", text),)),), outcome=lambda seen: Outcome(says), facts=(agreement.status,))
