"""What the buyer of a quote answers, on the phone or by a reply file: yes, no more, other quantities, a comment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sales_tui.actions.base import Action, Command, Context, Done, Kind, Shortcut, Target, comment_parameter, parameter
from sales_tui.actions.quote_edit import said
from sales_tui.core.refusal import Refusal, Refused
from sales_tui.rules import quote_life, quote_log
from sales_tui.rules.quote_records import Quote
from sales_tui.rules.quote_status import ensure, label, why_expired, why_not

REPLIES = ("accept", "edit", "close", "comment")


@dataclass(frozen=True, slots=True)
class AcceptQuote(Command):
    """The buyer says yes."""

    comment: str = comment_parameter("what the buyer says")


@dataclass(frozen=True, slots=True)
class CloseQuote(Command):
    """The buyer doesn't want it any more."""

    comment: str = comment_parameter("what the buyer says")


@dataclass(frozen=True, slots=True)
class ReplyToQuote(Command):
    """What the buyer answers."""

    reply: str = parameter(Kind.CHOICE, "what the buyer answers", required=True, choices=REPLIES, default="")
    items: tuple[Mapping[str, Any], ...] = parameter(
        Kind.QUOTED, "the quantities that the buyer wants; 0 takes a line off", default=()
    )
    comment: str = comment_parameter("what the buyer says")


def why_not_accept(target: Target, context: Context) -> Refusal | None:
    """RULES.md §7.1: sent, and not past its day."""
    quote = target.quote
    if refusal := why_not(quote, "accept") or why_expired(quote, context.now):
        return refusal
    if quote.accepted_at is not None:
        return Refusal("quote.accepted", f"Quote {quote.increment_id} was accepted already; it can be ordered.")
    return None


def why_not_close(target: Target, context: Context) -> Refusal | None:
    """RULES.md §7.1: new, in work, or sent."""
    return why_not(target.quote, "close")


def why_not_reply(target: Target, context: Context) -> Refusal | None:
    """RULES.md §7.1: whether the buyer sees it, and can answer it in any way."""
    return why_not(target.quote, "answer")


def accept(target: Target, command: AcceptQuote, context: Context) -> Done:
    """Notes the yes; from then on it can be ordered."""
    quote = target.quote
    quote_life.accept(quote, context.by, context.now)
    _say(quote, command.comment)
    return Done(f"{_name(quote)} accepts quote {quote.increment_id}; it can be ordered (quote.order).")


def close(target: Target, command: CloseQuote, context: Context) -> Done:
    """Closes it."""
    quote = target.quote
    quote_life.close(quote, context.by)
    _say(quote, command.comment)
    return Done(f"Quote {quote.increment_id} is closed.")


def reply(target: Target, command: ReplyToQuote, context: Context) -> Done:
    """Does what the buyer asks, in the buyer's name. Raises Refused."""
    quote = target.quote
    if command.items and command.reply != "edit":
        raise Refused("quote.reply", f"Quote {quote.increment_id}: only the reply 'edit' has items.")
    if command.reply == "comment":
        return _comment(quote, command.comment)
    step = {"edit": "reply"}.get(command.reply, command.reply)
    ensure(why_not(quote, step))
    if command.reply == "accept":
        ensure(why_expired(quote, context.now))
        quote_life.accept(quote, quote.buyer_name, context.now)
    elif command.reply == "close":
        quote_life.close(quote, quote.buyer_name)
    else:
        if not command.items:
            raise Refused("quote.reply", f"Quote {quote.increment_id}: the reply 'edit' names no items.")
        quote_life.change_by_buyer(quote, quote.buyer_name, command.items, context.now, context.terms.quotes)
    _say(quote, command.comment)
    done = {"accept": "accepts", "close": "closes", "edit": "changes"}[command.reply]
    return Done(f"{_name(quote)} {done} quote {quote.increment_id}; it is {label(quote.status)} now.")


def _comment(quote: Quote, comment: str) -> Done:
    ensure(why_not(quote, "comment"))
    if not comment.strip():
        raise Refused("comment.missing", f"Quote {quote.increment_id}: the comment is missing.")
    _say(quote, comment)
    return Done(f"{_name(quote)} comments on quote {quote.increment_id}.")


def _say(quote: Quote, comment: str) -> None:
    quote_log.say(quote, comment, quote.buyer_name, us=False)


def _name(quote: Quote) -> str:
    return said(quote.buyer_name or "The buyer")


REPLY = Action(
    name="quote.reply",
    title="Buyer's reply",
    past="answered by the buyer",
    help="Note what the buyer answers: yes, other quantities, a comment, or that nothing comes of it.",
    permission="quote.reply",
    target="quote",
    command=ReplyToQuote,
    why_not=why_not_reply,
    handle=reply,
    alone="A buyer answers about one quote at a time",
)
ACCEPT = Action(
    name="quote.accept",
    title="Accept for the buyer",
    past="accepted",
    help="The buyer says yes on the phone: the quote can be ordered.",
    permission="quote.reply",
    target="quote",
    command=AcceptQuote,
    why_not=why_not_accept,
    handle=accept,
    alone="A buyer answers about one quote at a time",
    shortcuts=(Shortcut("a", "accept"),),
)
CLOSE = Action(
    name="quote.close",
    title="Close for the buyer",
    past="closed",
    help="The buyer doesn't want it any more: the quote can only be looked at from now on.",
    permission="quote.reply",
    target="quote",
    command=CloseQuote,
    why_not=why_not_close,
    handle=close,
    alone="A buyer answers about one quote at a time",
    shortcuts=(Shortcut("d", "close"),),
)
