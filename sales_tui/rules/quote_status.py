"""The life of a quote as data: statuses, whose turn it is, and which step leads where (RULES.md §7.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sales_tui.core.refusal import Refusal, Refused
from sales_tui.rules.quote_records import Quote

DRAFT, CREATED, OPEN = "draft_by_admin", "created", "processing_by_admin"
REVIEW, SENT, REVIEWED = "submitted_by_customer", "submitted_by_admin", "processing_by_customer"
ORDERED, CLOSED, DECLINED, EXPIRED = "ordered", "closed", "declined", "expired"

OURS, THEIRS, OVER = "our turn", "their turn", "done"


@dataclass(frozen=True, slots=True)
class Status:
    """What the two sides call it, and whose turn it is."""

    seller: str
    buyer: str
    turn: str


STATUSES: Mapping[str, Status] = {
    DRAFT: Status("Draft", "", OURS),
    CREATED: Status("New", "Submitted", OURS),
    OPEN: Status("Open", "Pending", OURS),
    REVIEW: Status("Updated", "Submitted", OURS),
    SENT: Status("Submitted", "Updated", THEIRS),
    REVIEWED: Status("Client Reviewed", "Open", THEIRS),
    ORDERED: Status("Ordered", "Ordered", OVER),
    CLOSED: Status("Closed", "Closed", OVER),
    DECLINED: Status("Declined", "Declined", OVER),
    EXPIRED: Status("Expired", "Expired", OVER),
}
"""Magento's system states (API rest/b2b/negotiable-quote.md). A draft is hidden from the buyer."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that can be done to a quote: from which status it leads to which."""

    words: str
    """Completes "it can't be …"."""
    to: Mapping[str, str]
    hint: str = ""
    """What helps where the status doesn't allow it, as far as `hints` says nothing of that status."""
    hints: Mapping[str, str] | None = None


def _same(*statuses: str) -> dict[str, str]:
    return {status: status for status in statuses}


_TAKE = "take it into work first (quote.open)"
_WORK = {CREATED: _TAKE, REVIEW: _TAKE}
_BEFORE_SENT = dict.fromkeys((DRAFT, CREATED, OPEN, REVIEW, REVIEWED), "send it to the buyer first (quote.send)")

STEPS: Mapping[str, Step] = {
    "open": Step("taken into work", {CREATED: OPEN, REVIEW: OPEN, **_same(OPEN, DRAFT)}),
    "edit": Step("changed", _same(OPEN, DRAFT), hints=_WORK),
    "draft": Step("saved as a draft", {CREATED: OPEN, REVIEW: OPEN, **_same(OPEN, DRAFT)}),
    "send": Step("sent", {OPEN: SENT, DRAFT: SENT}, hints=_WORK),
    "decline": Step("declined", dict.fromkeys((CREATED, OPEN, REVIEW), DECLINED)),
    "update_prices": Step("priced anew", _same(OPEN, DRAFT), hints=_WORK),
    "comment": Step(
        "commented", _same(DRAFT, CREATED, OPEN, REVIEW, SENT, REVIEWED, DECLINED, EXPIRED), "it can only be looked at"
    ),
    "accept": Step("accepted", _same(SENT), hints=_BEFORE_SENT),
    "order": Step("ordered", {SENT: ORDERED}, hints=_BEFORE_SENT),
    "close": Step("closed", dict.fromkeys((CREATED, OPEN, SENT), CLOSED)),
    "reply": Step(
        "changed by the buyer",
        {CREATED: CREATED, **dict.fromkeys((SENT, REVIEWED, DECLINED, EXPIRED), REVIEW)},
    ),
    "answer": Step(
        "answered by the buyer",
        _same(CREATED, OPEN, REVIEW, SENT, REVIEWED, DECLINED, EXPIRED),
        hints={DRAFT: "the buyer doesn't see it before it is sent (quote.send)"},
    ),
    "expire": Step("expired", {SENT: EXPIRED, **_same(OPEN, REVIEW)}),
}
"""By the last part of the action's name. What the buyer does is done for him on the phone, or came in as a reply."""

EXPIRING = (SENT, OPEN, REVIEW)
"""Statuses in which a quote's day may come (RULES.md §7.3)."""


def label(status: str) -> str:
    """The status as the seller sees it."""
    return STATUSES[status].seller if status in STATUSES else status


def why_not(quote: Quote, name: str) -> Refusal | None:
    """Why that step can't be taken now, or None (RULES.md §7.1). Whose work it is, `claim` asks."""
    if not quote.id:
        return Refusal("quote.unknown", f"There is no quote {quote.buyer_email}; quote.create makes one for a buyer.")
    step = STEPS[name]
    if quote.status in step.to:
        return None
    status = STATUSES.get(quote.status)
    hint = (step.hints or {}).get(quote.status) or step.hint
    turn = f", {status.turn}" if status else ""
    message = f"Quote {quote.increment_id} is {label(quote.status)}{turn}, so it can't be {step.words}"
    return Refusal(f"quote.{_CODES.get(quote.status, quote.status)}", f"{message}{f'; {hint}' if hint else ''}.")


def claim(quote: Quote, by: str, *, take_over: bool) -> None:
    """It is that person's work now. Raises Refused where somebody else has it, unless it is taken over."""
    if quote.locked_by and quote.locked_by != by and not take_over:
        raise Refused(
            "quote.locked",
            f"{quote.locked_by} has quote {quote.increment_id} in work; ask, or take it over (take_over).",
        )
    quote.locked_by = by


def is_waiting(quote: Quote) -> bool:
    """Whether the buyer said yes, and the order is to be made: our turn, though its status says theirs."""
    return quote.status == SENT and quote.accepted_at is not None


def why_expired(quote: Quote, now: datetime) -> Refusal | None:
    """Why it isn't valid any more, or None."""
    if quote.expires_at is None or quote.expires_at > now:
        return None
    last = (quote.expires_at - timedelta(microseconds=1)).astimezone(ZoneInfo(quote.timezone))
    what = "its prices are void" if quote.status == SENT else "give it a later day first (expires)"
    return Refusal("quote.expired", f"Quote {quote.increment_id} was valid until {last:%Y-%m-%d}; {what}.")


def ensure(refusal: Refusal | None) -> None:
    """Raises Refused where there is a refusal."""
    if refusal is not None:
        raise Refused(refusal.code, refusal.message)


def go(quote: Quote, name: str) -> None:
    """Take that step; `why_not` was asked before."""
    quote.status = STEPS[name].to[quote.status]


_CODES = {DRAFT: "draft", CREATED: "not_open", REVIEW: "not_open", OPEN: "open", SENT: "sent", REVIEWED: "with_buyer"}
