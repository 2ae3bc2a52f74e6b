"""Returns of the grid's shop: put in by hand with the values that queries stumble over, and told in plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from sales_tui import model

Row = Mapping[str, Any]

STATUSES = (
    *("pending", "authorized", "authorized_on_item", "received", "received_on_item", "approved_on_item"),
    *("rejected_on_item", "approved", "rejected", "denied", "processed_closed", "closed"),
)
OVER = ("closed", "processed_closed", "denied", "rejected")
ITEMS = ("pending", "authorized", "received", "approved", "rejected", "denied")
REASONS = ("wrong_size", "other", "moth_holes", "", "wrong_color")
RESOLUTIONS = ("refund", "exchange", "repair", "store_credit")
WAITS = (("authorize", "pending"), ("receive", "authorized"), ("approve", "received"))
_DAY = datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC)
"""The last second of a day in Berlin."""


def add_returns(engine: Engine) -> None:
    """Some thirty returns in every status, of old and of awkward orders, two of one order, one without items."""
    with Session(engine) as session:
        found = session.exec(select(model.Order.id).order_by(col(model.Order.id).desc()).limit(26))
        orders = [key for key in found if key is not None]
        memos = list(session.exec(select(model.Creditmemo.id).order_by(col(model.Creditmemo.id))))
        for at in range(30):
            key = orders[at % len(orders)]
            number = f"RMA-{at:04}"
            rma = model.Rma(
                order_id=key,
                increment_id=number,
                number_tail=number[::-1],
                status=STATUSES[at % len(STATUSES)],
                created_at=_DAY + timedelta(days=at // 3 * 20, seconds=at % 3),
                updated_at=_DAY + timedelta(days=400 - at),
                closed_at=_DAY + timedelta(days=at) if at % 4 == 0 else None,
            )
            session.add(rma)
            session.flush()
            assert rma.id is not None
            line = session.exec(select(model.OrderItem.id).where(col(model.OrderItem.order_id) == key)).first()
            for place in range(at % 4 if line is not None else 0):
                session.add(_item(rma.id, line, at + place, memos, orders))
            for place in range(at % 3):
                number = ("RT 77 %", "RT_0077", "BB-1")[(at + place) % 3]
                session.add(model.RmaTrack(parent_id=rma.id, created_at=_DAY, track_number=number))
        session.commit()


def _item(rma: int | None, line: int | None, at: int, memos: list[Any], orders: list[Any]) -> model.RmaItem:
    assert rma is not None
    assert line is not None
    status = ITEMS[at % len(ITEMS)]
    qty = Decimal(at % 5) / 2
    return model.RmaItem(
        parent_id=rma,
        order_item_id=line,
        qty_requested=qty,
        qty_authorized=qty if at % 2 else Decimal(0),
        qty_returned=qty if at % 3 else Decimal(0),
        qty_approved=qty if status == "approved" else Decimal(0),
        reason=REASONS[at % len(REASONS)],
        condition=("opened", "damaged", "")[at % 3],
        resolution=RESOLUTIONS[at % len(RESOLUTIONS)],
        status=status,
        creditmemo_id=memos[at % len(memos)] if status == "approved" and at % 4 == 1 else None,
        exchange_order_id=orders[at % len(orders)] if status == "approved" and at % 4 == 2 else None,
    )


class PlainReturns:
    """What a return says of itself, as filters, columns and searches want it."""

    def __init__(self, tables: Mapping[str, list[Row]]) -> None:
        self._items = _grouped(tables["rma_item"])
        self._tracks = _grouped(tables["rma_track"])
        self._memos = {row["id"]: row["increment_id"] for row in tables["creditmemo"]}
        self._orders = {row["id"]: row["increment_id"] for row in tables["sales_order"]}

    def cells(self, row: Row, order: Row) -> dict[str, Any]:
        """Its own columns."""
        items = self._items.get(row["id"], [])
        qtys = ("qty_requested", "qty_authorized", "qty_returned", "qty_approved")
        said = {name: ", ".join(self._said(row, name)) for name in ("reason", "condition", "resolution")}
        memos = {self._memos[one["creditmemo_id"]] for one in items if one["creditmemo_id"]}
        swaps = {self._orders[one["exchange_order_id"]] for one in items if one["exchange_order_id"]}
        return {
            "increment_id": row["increment_id"],
            "date_requested": row["created_at"],
            "created_at": row["created_at"],
            "updated_at": row["updated_at"],
            "closed_at": row["closed_at"],
            "status": row["status"],
            "order_increment_id": order["increment_id"],
            "order_date": order["created_at"],
            "order_status": order["status"],
            "items_count": len(items),
            **{name: sum(one[name] for one in items) for name in qtys},
            **said,
            "return_tracking": ", ".join(one["track_number"] for one in self._tracks.get(row["id"], [])),
            "creditmemo_increment_id": ", ".join(sorted(memos)),
            "exchange_order_increment_id": ", ".join(sorted(swaps)),
        }

    def fields(self, row: Row) -> dict[str, Any]:
        """What filters know beside the columns, and codes one by one."""
        items = self._items.get(row["id"], [])
        is_open = row["status"] not in OVER
        statuses = {one["status"] for one in items}
        todo = [step for step, status in WAITS if is_open and status in statuses]
        owed = (
            one["status"] == "approved"
            and one["creditmemo_id"] is None
            and one["exchange_order_id"] is None
            and one["resolution"] in ("refund", "exchange", "store_credit")
            for one in items
        )
        todo += ["settle"] if row["status"] != "closed" and any(owed) else []
        said = {name: tuple(self._said(row, name)) for name in ("reason", "condition", "resolution")}
        closed = () if row["closed_at"] is None else (row["closed_at"],)
        return {"todo": tuple(todo), "open": "yes" if is_open else "no", "closed_at": closed, **said}

    def sorts(self, row: Row) -> dict[str, Any]:
        """What can't be compared is taken for nothing."""
        return {"closed_at": row["closed_at"] or 0}

    def _said(self, row: Row, name: str) -> list[str]:
        return sorted({one[name] for one in self._items.get(row["id"], []) if one[name]})


def _grouped(rows: list[Row]) -> dict[int, list[Row]]:
    groups: dict[int, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["parent_id"], []).append(row)
    return groups
