"""Billing agreements of the demo: a few dozen customers let the shop charge their card again."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from sales_tui.demo.chance import stream, whole
from sales_tui.demo.desk import Desk
from sales_tui.demo.draft import Consent, Draft
from sales_tui.payments.declared import SANDBOX
from sales_tui.rules.payment_records import ACTIVE, CANCELED
from sales_tui.store.seed_rows import Row, RowBatch, instant

WANTED = 40
"""About so many agreements are made, however many orders there are."""

BY_CARD = 0.085
"""The share of orders that customers with an account pay by card."""

ENDED, LONGEST = 0.3, 90
"""The share of agreements that are canceled sooner or later, and after how many days at most."""


def consent(desk: Desk, seed: int, total: int, now: datetime) -> Consent | None:
    """The agreement that the buyer makes with an order that was just placed, one of `total`."""
    if desk.draft.buyer.account is None or not desk.order.card:
        return None
    rng = stream(seed, "agreement", desk.draft.number)
    if rng.random() * BY_CARD * total >= WANTED:
        return None
    reference = sha256(f"{desk.mark}/{desk.draft.number}/agreement".encode()).hexdigest()[:17]
    ended_at = desk.at + timedelta(hours=whole(rng, 1, LONGEST * 24)) if rng.random() < ENDED else now
    return Consent(f"B-{reference.upper()}", ended_at if ended_at < now else None)


class Consents:
    """Turns the agreements of one batch of orders into rows."""

    def __init__(self, batch: RowBatch) -> None:
        self._batch = batch
        self._made: dict[int, tuple[int, Consent]] = {}

    def add(self, draft: Draft, order: int, customer: int | None) -> None:
        """Add the order's agreement, or the order to the agreement that its customer has; keys of the batch."""
        if customer is None or not draft.order.transactions:
            return
        if customer not in self._made:
            if draft.consent is None:
                return
            self._made[customer] = (self._add(draft, draft.consent, customer), draft.consent)
        agreement, made = self._made[customer]
        if made.ended_at is None or draft.created_at < made.ended_at:
            self._batch.link("billing_agreement_order", [agreement, order])

    def _add(self, draft: Draft, made: Consent, customer: int) -> int:
        buyer, started = draft.buyer, instant(draft.created_at)
        label = f"Card ending in {draft.order.card}"
        status, changed = (CANCELED, instant(made.ended_at)) if made.ended_at else (ACTIVE, started)
        row: Row = [1, None, None, made.reference, customer, buyer.email, buyer.home.firstname, buyer.home.lastname]
        row += [SANDBOX.code, label, status, buyer.purchase.number - 1, started, changed]
        return self._batch.add("billing_agreement", row)
