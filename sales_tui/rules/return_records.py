"""Returns (RMA) as plain records; field names are Magento's REST names (RULES.md §6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from sales_tui.core.money import ZERO

if TYPE_CHECKING:
    from sales_tui.rules.records import Comment, CreditMemo, Order, Track

PENDING, AUTHORIZED, RECEIVED, APPROVED, REJECTED, DENIED = (
    "pending",
    "authorized",
    "received",
    "approved",
    "rejected",
    "denied",
)
"""Statuses of one item of a return; the last three are final."""

FINAL = frozenset({APPROVED, REJECTED, DENIED})


@dataclass(slots=True)
class ReturnItem:
    """Pieces of one order line on a return, with one fate."""

    order_item_id: int
    """`Line.id`, the key of our own."""
    qty_requested: Decimal = ZERO
    qty_authorized: Decimal = ZERO
    qty_returned: Decimal = ZERO
    qty_approved: Decimal = ZERO
    reason: str = ""
    reason_text: str = ""
    condition: str = ""
    resolution: str = ""
    status: str = PENDING
    found: str = ""
    """The condition it was found in when it arrived."""
    shelf: str = ""
    note: str = ""
    """Why it was denied or rejected."""
    entity_id: int | None = None
    """What it is addressed by: the source's id, else our own key."""
    creditmemo_id: int | None = None
    exchange_order_id: int | None = None
    to_stock: bool = False
    """Its pieces go back to stock in this action, in exchange for others; with a credit memo that says so itself."""
    creditmemo: CreditMemo | None = None
    """The credit memo that settles it in this action; stored, it is `creditmemo_id`."""
    exchange: Order | None = None
    """The replacement order made in this action; stored, it is `exchange_order_id`."""
    id: int | None = None

    @property
    def is_settled(self) -> bool:
        """Whether the customer has got what was agreed."""
        return bool(self.creditmemo_id or self.exchange_order_id or self.creditmemo or self.exchange)


@dataclass(slots=True)
class Return:
    """A return of pieces of one order. Its status follows from its items."""

    id: int | None = None
    increment_id: str = ""
    status: str = PENDING
    made_here: bool = True
    created_at: datetime | None = None
    """When it was requested."""
    closed_at: datetime | None = None
    customer_custom_email: str | None = None
    return_address: str = ""
    lines: list[ReturnItem] = field(default_factory=list)
    tracks: list[Track] = field(default_factory=list)
    new_comments: list[Comment] = field(default_factory=list)
