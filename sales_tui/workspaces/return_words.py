"""What people call the steps of a return: statuses with their why, reasons, conditions, resolutions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from sales_tui.core.money import ZERO
from sales_tui.rules.return_status import LABELS, OVER
from sales_tui.rules.return_terms import CONDITIONS, REASONS, RESOLUTIONS

__all__ = ["CONDITIONS", "ITEM_STATUSES", "REASONS", "RESOLUTIONS", "STATUSES", "STEPS"]

Record = Mapping[str, Any]

STATUSES: dict[str, str] = dict(LABELS)
"""Magento's words for the status of a return (RULES.md §6)."""

ITEM_STATUSES = {
    "pending": "asked for",
    "authorized": "allowed",
    "received": "arrived",
    "approved": "accepted",
    "rejected": "rejected",
    "denied": "denied",
}
"""The status of one of its items."""

STEPS: Mapping[str, tuple[str, str]] = {
    "authorize": ("pending", "qty_requested"),
    "receive": ("authorized", "qty_authorized"),
    "approve": ("received", "qty_returned"),
    "settle": ("approved", "qty_approved"),
}
"""The steps of a return -> status of the items that wait for it, and the quantity that counts then."""

_WAITS = {
    "authorize": "waits for our answer",
    "receive": "waits for the parcel",
    "approve": "to be looked at",
    "settle": "to be refunded or exchanged",
}


def label(words: Mapping[str, str], code: Any) -> str:
    """The words for a code; of a shop's own code the code itself, readable."""
    code = str(code or "")
    return words.get(code) or code.replace("_", " ").capitalize()


def said(item: Record, name: str) -> str:
    """The reason, condition or resolution of an item in words; `found` is a condition too."""
    return str(item.get(f"{name}_label") or "") or label(_SAID[name], item.get(name))


_SAID = {"reason": REASONS, "condition": CONDITIONS, "found": CONDITIONS, "resolution": RESOLUTIONS}


def is_settled(item: Record) -> bool:
    """Whether the customer has got what was agreed."""
    return bool(item.get("creditmemo_increment_id") or item.get("exchange_order_increment_id"))


def waiting_for(record: Record, step: str) -> list[Record]:
    """The items that wait for a step."""
    status, _ = STEPS[step]
    items = (item for item in record.get("items") or () if item.get("status") == status)
    return [item for item in items if step != "settle" or _can_settle(item)]


def is_under_way(record: Record) -> bool:
    """Whether pieces are expected, or the customer waits for what was agreed."""
    code = record.get("status")
    return code not in OVER or (code != "closed" and bool(waiting_for(record, "settle")))


def step_pieces(record: Record, step: str) -> Decimal:
    """How many pieces wait for a step."""
    _, name = STEPS[step]
    return sum((Decimal(str(item.get(name) or 0)) for item in waiting_for(record, step)), ZERO)


def reasons_of(items: Iterable[Record]) -> str:
    """Why they come back, each reason once."""
    return ", ".join(dict.fromkeys(reason_words(item) for item in items if item.get("reason")))


def reason_words(item: Record) -> str:
    """The reason, with what the customer says of it."""
    reason, text = said(item, "reason"), str(item.get("reason_text") or "").strip()
    return f"{reason}: {text}" if text else reason


def return_status(record: Record) -> str:
    """The status with what it waits for, or why it is over."""
    code = str(record.get("status") or "")
    words = STATUSES.get(code, code)
    why = _why(record, code)
    return f"{words} · {why}" if why else words


def _why(record: Record, code: str) -> str:
    items = record.get("items") or ()
    if code == "closed":
        statuses = {item.get("status") for item in items}
        if statuses and statuses <= {"denied", "rejected"}:
            return "denied to process"
        return _outcome(items) or "ended before it was done"
    if code in ("denied", "rejected"):
        notes = dict.fromkeys(str(item["note"]) for item in items if item.get("note"))
        return "; ".join(notes) or "nothing of it is taken"
    waits = [words for step, words in _WAITS.items() if waiting_for(record, step)]
    if code == "processed_closed":
        return waits[-1] if waits else _outcome(items)
    if len(waits) > 1:
        return f"{waits[-1]}, the rest {waits[0]}"
    return waits[0] if waits else ""


def _outcome(items: Iterable[Record]) -> str:
    """What became of what was accepted."""
    accepted = [item for item in items if item.get("status") == "approved"]
    words = []
    if any(item.get("creditmemo_increment_id") for item in accepted):
        words.append("refunded")
    if any(item.get("exchange_order_increment_id") for item in accepted):
        words.append("exchanged")
    return " and ".join(words)


def _can_settle(item: Record) -> bool:
    return item.get("resolution") in RESOLUTIONS and not is_settled(item)
