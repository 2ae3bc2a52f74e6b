"""The forms of comments, on orders and on documents."""

from __future__ import annotations

from sales_tui.actions.base import Document
from sales_tui.actions.preview import Preview
from sales_tui.rules.states import STATES
from sales_tui.rules.statuses import status_label
from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.declare import Entry, Form, Outcome
from sales_tui.tui.forms.stop import order_facts
from sales_tui.tui.forms.words import becomes

_MISSING = "Type the comment first."


def declare_comment(case: Case) -> Form:
    """The comment, another status where there is one, and whether the customer sees it."""
    order = case.order

    def outcome(seen: Preview) -> Outcome:
        return Outcome(f"{_seen_by(seen.order.new_history[-1].is_visible_on_front)} {becomes(order, seen.order)}")

    return Form(
        blocks=(_comment(), *_statuses(case), _visible()),
        outcome=outcome,
        facts=order_facts(case),
        points={"comment.status": "status", "comment": "comment", "parameter": "comment"},
    )


def declare_document_comment(case: Case) -> Form:
    """The comment, and whether the customer sees it."""

    def outcome(seen: Preview) -> Outcome:
        order = seen.order
        documents: list[Document] = [*order.invoices, *order.shipments, *order.creditmemos, *order.returns]
        said = [comment for document in documents for comment in document.new_comments]
        return Outcome(_seen_by(bool(said and said[-1].is_visible_on_front)))

    return Form(blocks=(_comment(), _visible()), outcome=outcome, points={"": "comment"})


def _comment() -> Entry:
    return Entry("comment", "Comment", several_lines=True, missing=_MISSING)


def _visible() -> Entry:
    return Entry("is_visible_on_front", "the customer sees it in the shop")


def _statuses(case: Case) -> tuple[Entry, ...]:
    """The statuses of the present state; no choice where there is only one."""
    order = case.order
    possible = STATES[order.state].statuses if order.state in STATES else ()
    codes = dict.fromkeys((order.status, *possible))
    if len(codes) < 2:
        return ()
    return (Entry("status", "Status", order.status, options=tuple((code, status_label(code)) for code in codes)),)


def _seen_by(customer: bool) -> str:
    return "The customer sees it in the shop." if customer else "Only the staff sees it."
