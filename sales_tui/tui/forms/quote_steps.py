"""The forms of what we do with a quote: sent, declined, commented, given files."""

from __future__ import annotations

from sales_tui.actions.preview import Preview
from sales_tui.core.refusal import Refusal
from sales_tui.rules.quote_records import Quote
from sales_tui.rules.quoting import is_below_floor
from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.declare import Entry, Form, Notes, Outcome, Own
from sales_tui.tui.forms.quote_edit import (
    take_over,
)
from sales_tui.tui.forms.quote_facts import (
    margin_words,
    price_words,
    quote_facts,
    shop_money,
    valid_words,
)
from sales_tui.tui.forms.quote_fields import Files, expiry_field
from sales_tui.tui.forms.quote_words import root_of, with_words


def declare_quote_send(case: Case) -> Form:
    """What the buyer gets, what is left to us, until when; a reason where that is below the floor."""
    quote = _as_sent(case)
    terms = case.context.terms.quotes
    reason = Entry(
        "reason",
        "Reason",
        beside="the buyer doesn't see it",
        missing="The margin is below the floor: type the reason first. The buyer doesn't see it.",
        takes_preset=False,
    )
    return Form(
        blocks=(
            Notes(
                (
                    ("Price", price_words(quote)),
                    ("Margin", margin_words(quote, terms)),
                    ("Buyer", f"{quote.buyer_name}, {quote.buyer_email}".strip(", ") or "none"),
                )
            ),
            *((reason,) if is_below_floor(quote, terms) else ()),
            Own(lambda host: expiry_field(host, case.opened.target.quote)),
            Entry("comment", "Comment", beside="the buyer reads it with the quote"),
            *take_over(case),
        ),
        outcome=lambda seen: _sent(case, root_of(seen)),
        facts=quote_facts(case),
        start="reason" if is_below_floor(quote, terms) else "comment",
        points={"quote.expire": "expires", "quote.below": "reason", "quote.locked": "take_over"},
    )


def _sent(case: Case, quote: Quote) -> Outcome:
    who, until = quote.buyer_name or "The buyer", valid_words(quote, case.context.now)
    says = f"{who} can accept it {until}; it is their turn then."
    return Outcome(says, figure=shop_money(quote, quote.base.negotiated_total))


def _as_sent(case: Case) -> Quote:
    """The quote as it would go out; as it is where that can't be told yet."""
    seen = case.look_ahead({"reason": "?", "take_over": True})
    root = case.opened.target.quote if isinstance(seen, Refusal) else seen.root
    assert isinstance(root, Quote)
    return root


def declare_quote_decline(case: Case) -> Form:
    """Why, and what becomes of the prices."""
    quote = case.opened.target.quote
    back = shop_money(quote, quote.base.original_total)
    return with_words(
        case,
        (("Prices", f"go back to the cart's: {back}"), ("Now", price_words(quote))),
        Entry("comment", "Reason", several_lines=True, missing="Type the reason first; the buyer reads it."),
        "The buyer is told no, and can ask again.",
        take_over(case),
    )


def declare_quote_comment(case: Case) -> Form:
    """The comment, its files, and whether it goes out at once."""

    def outcome(seen: Preview) -> Outcome:
        said = root_of(seen).new_comments
        waits = bool(said) and said[-1].is_draft
        return Outcome("It waits until the quote is sent." if waits else "The buyer reads it at once.")

    return Form(
        blocks=(
            Entry("comment", "Comment", several_lines=True, missing="Type the comment first."),
            Own(lambda host: Files(host)),
            Entry("is_visible_on_front", "the buyer reads it at once", preset=True),
        ),
        outcome=outcome,
        facts=quote_facts(case),
        points={"attachment": "files", "": "comment"},
    )


def declare_quote_attach(case: Case) -> Form:
    """The files, and a comment with them."""
    return Form(
        blocks=(
            Own(lambda host: Files(host, missing="Type or paste the path of a file first, one a line.")),
            Entry("comment", "Comment"),
        ),
        outcome=lambda seen: Outcome("The files are kept as they are, and never opened here."),
        facts=quote_facts(case),
        points={"": "files"},
    )
