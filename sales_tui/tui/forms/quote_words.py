"""What the forms of quotes say alike."""

from __future__ import annotations

from sales_tui.actions.preview import Preview
from sales_tui.rules.quote_records import Quote
from sales_tui.rules.quote_status import label
from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.declare import Entry, Form, Notes, Outcome
from sales_tui.tui.forms.quote_facts import (
    quote_facts,
)
from sales_tui.tui.forms.words import listed


def with_words(
    case: Case, notes: tuple[tuple[str, str], ...], entry: Entry, says: str, more: tuple[Entry, ...] = ()
) -> Form:
    """What must be read, a field for words, and what becomes of the quote."""
    return Form(
        blocks=(Notes(notes), entry, *more),
        outcome=lambda seen: Outcome(listed((says, becomes(case.opened.target.quote, root_of(seen))))),
        facts=quote_facts(case),
        points={"quote.locked": "take_over", "comment": "comment"},
    )


def root_of(seen: Preview) -> Quote:
    """The quote as it would be."""
    assert isinstance(seen.root, Quote)
    return seen.root


def becomes(before: Quote, after: Quote) -> str:
    """What the quote becomes, as a sentence; nothing where it stays what it is."""
    old, new = label(before.status), label(after.status)
    return "" if old == new else f"The quote becomes {new}."
