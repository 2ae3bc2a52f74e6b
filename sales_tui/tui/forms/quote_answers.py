"""The forms of what a quote's buyer answers: yes, other quantities, nothing; and of its day that has come."""

from __future__ import annotations

from sales_tui.actions.preview import Preview
from sales_tui.core.refusal import Refusal
from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.declare import Entry, Form, Notes, Outcome, Values
from sales_tui.tui.forms.quote_facts import (
    price_words,
    quote_facts,
    valid_words,
)
from sales_tui.tui.forms.quote_words import becomes, root_of, with_words

_REPLIES = (
    ("accept", "yes"),
    ("edit", "other quantities"),
    ("comment", "comment"),
    ("close", "nothing comes of it"),
)


def declare_quote_accept(case: Case) -> Form:
    """What the buyer agrees to."""
    return _for_buyer(case, "The buyer said yes: from now on it can be ordered.")


def declare_quote_close(case: Case) -> Form:
    """What nothing comes of."""
    return _for_buyer(case, "The buyer doesn't want it any more: it can only be looked at from now on.")


def _for_buyer(case: Case, says: str) -> Form:
    quote = case.opened.target.quote
    notes = (("Price", price_words(quote)), ("Valid", valid_words(quote, case.context.now)))
    return with_words(case, notes, Entry("comment", "Comment", beside="what the buyer says"), says)


def declare_quote_reply(case: Case) -> Form:
    """What the buyer answers."""

    def is_edit(values: Values, view: Preview | Refusal | None) -> bool:
        return values.get("reply") == "edit"

    return Form(
        blocks=(
            Entry("reply", "Reply", options=_REPLIES, missing="Choose what the buyer answers first."),
            Entry(
                "items", "Quantities", several_lines=True, shown=is_edit, missing="Type a SKU and a quantity a line."
            ),
            Entry("comment", "Comment", beside="what the buyer says"),
        ),
        outcome=lambda seen: Outcome(becomes(case.opened.target.quote, root_of(seen)) or "The comment is noted."),
        facts=quote_facts(case),
        points={"item": "items", "product": "items", "comment": "comment"},
    )


def declare_quote_expire(case: Case) -> Form:
    """What becomes of it now that its day has come."""
    quote = case.opened.target.quote
    return Form(
        blocks=(Notes((("Valid", valid_words(quote, case.context.now)),)),),
        outcome=lambda seen: Outcome(becomes(quote, root_of(seen)) or "It gets more time, because it is our turn."),
        facts=quote_facts(case),
    )
