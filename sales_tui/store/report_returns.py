"""Totals of returns by reason and SKU for a time: what comes back, why, and how much of what was shipped that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, func, select, type_coerce

from sales_tui.core.money import ZERO, share
from sales_tui.store.mapping import LINE, RETURN, RETURN_ITEM, SHIPMENT, SHIPMENT_LINE

_RMA, _ITEM = RETURN.table, RETURN_ITEM.table
_PARCEL, _SENT = SHIPMENT.table, SHIPMENT_LINE.table

GROUPS: Mapping[str, tuple[str, ...]] = {"": ("sku", "reason"), "reason": ("reason",), "sku": ("sku",)}
"""What totals are made by: SKU and reason, or only one of them."""

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Period:
    """A time in microseconds since 1970 UTC, both ends included; None: open."""

    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class ReturnTotal:
    """What came back of one SKU, for one reason, or both; what the totals aren't made by is empty."""

    sku: str
    name: str
    reason: str
    returns: int
    qty_requested: Decimal
    qty_approved: Decimal
    qty_shipped: Decimal
    """Pieces that were shipped in the time: of the SKU, or of all."""

    @property
    def percent(self) -> Decimal | None:
        """How much of what was shipped was asked to come back; None where nothing was shipped in the time."""
        return share(self.qty_requested, _HUNDRED, self.qty_shipped) if self.qty_shipped else None


def return_totals(connection: Connection, period: Period, by: str = "") -> list[ReturnTotal]:
    """The totals of returns that were requested in the time, the largest first. `by` is one of GROUPS."""
    grouped = [_ITEM.c[name] for name in GROUPS[by]]
    query = (
        select(
            *grouped,
            func.max(_ITEM.c.name).label("name"),
            func.count(_RMA.c.id.distinct()).label("returns"),
            func.sum(_ITEM.c.qty_requested).label("requested"),
            func.sum(_ITEM.c.qty_approved).label("approved"),
        )
        .join(_RMA, _RMA.c.id == _ITEM.c.parent_id)
        .where(*_within(_RMA.c.created_at, period))
        .group_by(*grouped)
    )
    sent = _shipped(connection, period)
    whole = sum(sent.values(), ZERO)
    totals = []
    for row in connection.execute(query):
        values = row._asdict()
        sku = values.get("sku", "")
        totals.append(
            ReturnTotal(
                sku=sku,
                name=values["name"] if sku else "",
                reason=values.get("reason", ""),
                returns=values["returns"],
                qty_requested=values["requested"],
                qty_approved=values["approved"],
                qty_shipped=sent.get(sku, ZERO) if "sku" in values else whole,
            )
        )
    return sorted(totals, key=lambda one: (-one.qty_requested, one.sku, one.reason))


def _shipped(connection: Connection, period: Period) -> dict[str, Decimal]:
    """Pieces shipped in the time, by SKU; rows of composite products that no parcel holds aren't counted."""
    items = LINE.table
    query = (
        select(_SENT.c.sku, func.sum(_SENT.c.qty).label("qty"))
        .join(_PARCEL, _PARCEL.c.id == _SENT.c.parent_id)
        .join(items, items.c.id == _SENT.c.order_item_id)
        .where(items.c.is_dummy == False, *_within(_PARCEL.c.created_at, period))  # noqa: E712  # SQL
        .group_by(_SENT.c.sku)
    )
    return {row.sku: row.qty for row in connection.execute(query)}


def _within(column: ColumnElement[Any], period: Period) -> list[ColumnElement[bool]]:
    stored = type_coerce(column, BigInteger)
    bounds = []
    if period.low is not None:
        bounds.append(stored >= period.low)
    if period.high is not None:
        bounds.append(stored <= period.high)
    return bounds
