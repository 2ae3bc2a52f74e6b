"""The demo's order desk: works on an order step by step at increasing times, through the rules that everybody uses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from sales_tui.demo.draft import Draft
from sales_tui.demo.extras import remark
from sales_tui.rules.histories import note
from sales_tui.rules.records import Cancellation, Comment, CreditMemo, Invoice, Line, Order, Shipment

COMMENTED, NOTIFIED = 0.08, 0.4
"""Shares of steps that somebody comments on, of comments that the customer gets to see."""


@dataclass(slots=True)
class Desk:
    """One order on the desk, at a moment."""

    draft: Draft
    rng: Random
    at: datetime
    mark: str = ""
    """What ids of transactions are made from, so that no two demos share any."""

    @property
    def order(self) -> Order:
        """The record that the rules work on."""
        return self.draft.order

    def work(self, steps: Iterable[Step], now: datetime) -> None:
        """Do one step after the other as far as time allows; what lies in the future hasn't happened."""
        for step in steps:
            low, high = step.hours
            at = self.at + timedelta(seconds=int(3600 * (low + (high - low) * self.rng.random())) + 1)
            if at >= now:
                return
            self.at = at
            step.do(self)
            self.stamp()

    def stamp(self) -> None:
        """Give everything new its time."""
        for thing in self._new():
            thing.created_at = self.at
        for transaction in self.order.transactions:
            transaction.created_at = transaction.created_at or self.at
        order = self.order
        if order.new_history:
            self.draft.history.extend((self.at, row) for row in order.new_history)
            order.new_history.clear()
            self.draft.updated_at = self.at

    def _new(self) -> Iterator[Invoice | Shipment | CreditMemo | Cancellation]:
        order = self.order
        for documents in (order.invoices, order.shipments, order.creditmemos, order.cancellations):
            if documents and documents[-1].created_at is None:
                yield documents[-1]

    def some(self, available: Callable[[Line], Decimal]) -> dict[int, Decimal] | None:
        """A part of what is available, neither nothing nor all; None where it can't be parted."""
        whole = {line.id: qty for line in self.order.lines if (qty := available(line)) >= 1}
        pieces = [line_id for line_id, qty in whole.items() for _ in range(int(qty))]
        if len(pieces) < 2:
            return None
        part: dict[int, Decimal] = {}
        for line_id in pieces[: 1 + int(self.rng.random() * (len(pieces) - 1))]:
            part[line_id] = part.get(line_id, Decimal(0)) + 1
        return part

    def remark(self, topic: str) -> Iterator[Comment]:
        """Once in a while, a comment on the document just made."""
        if self.rng.random() < COMMENTED:
            told = self.rng.random() < NOTIFIED
            yield Comment(remark(self.rng, topic), is_customer_notified=told, is_visible_on_front=told)

    def note(self, topic: str) -> None:
        """A comment in the order's history."""
        note(self.order, remark(self.rng, topic))
        row = self.order.new_history[-1]
        row.is_customer_notified = self.rng.random() < NOTIFIED
        row.is_visible_on_front = row.is_customer_notified


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done to an order, and how long after the one before."""

    do: Callable[[Desk], None]
    hours: tuple[float, float]
