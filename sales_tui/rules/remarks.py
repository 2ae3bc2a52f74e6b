"""Comments that staff wrote here and may take back, as long as nobody outside has read them.

What the program wrote into a history by itself, what other actions said and what came with an import stays: it tells
what happened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sales_tui.core.refusal import Refusal, Refused


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment that was written here with a comment action, as it is stored."""

    kind: str
    """What it is on: order, invoice, shipment, creditmemo, return, quote."""
    about: int
    """Key of that record."""
    id: int
    """Its own key."""
    at: datetime
    comment: str
    is_sent: bool = False
    """The customer, or the buyer of a quote, was told."""
    has_files: bool = False


class Commented(Protocol):
    """An order with its documents, or a quote."""

    remarks: list[Remark]
    gone_remarks: list[Remark]


def remarks_on(root: Commented, kind: str, about: int | None) -> list[Remark]:
    """The comments on that record, the oldest first."""
    return [one for one in root.remarks if one.kind == kind and one.about == about]


def why_none(remarks: Sequence[Remark], name: str) -> Refusal | None:
    """Why no comment can be taken back; None where one can. `name`: "Order 000000012"."""
    if not remarks:
        return Refusal("comment.none", f"{name} has no comment that was written here.")
    return None if any(_why_not(one, name) is None for one in remarks) else _why_not(remarks[-1], name)


def take_back(root: Commented, remarks: Sequence[Remark], comment: str, at: datetime | None, name: str) -> Remark:
    """Take the comment with that text and moment back; without a moment the newest with the text. Raises Refused."""
    fitting = [one for one in remarks if one.comment == comment and (at is None or one.at == at)]
    if not fitting:
        raise Refused("comment.gone", f"{name} no longer has that comment.")
    remark = fitting[-1]
    if refusal := _why_not(remark, name):
        raise Refused(refusal.code, refusal.message)
    root.remarks.remove(remark)
    root.gone_remarks.append(remark)
    return remark


def _why_not(remark: Remark, name: str) -> Refusal | None:
    if remark.is_sent:
        return Refusal("comment.sent", f"{name}: the comment was sent and can't be taken back.")
    if remark.has_files:
        return Refusal("comment.files", f"{name}: the comment came with files and can't be taken back.")
    return None
