"""Tenders of an order in Magento's names: extension attributes for gift cards, store credit and reward points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from sales_tui.core.money import ZERO
from sales_tui.rules.credit_records import GIFT_CARD, REWARD_POINTS, STORE_CREDIT
from sales_tui.store.rest import Shaper

_NAMES = {GIFT_CARD: "gift_cards", STORE_CREDIT: "customer_balance", REWARD_POINTS: "reward_currency"}
"""Kind of tender -> how the names of its amounts begin."""

_PARTS = {"amount": "amount", "amount_invoiced": "invoiced", "amount_refunded": "refunded"}


def tender_attributes(rows: Sequence[Row[Any]], shaper: Shaper) -> dict[str, Any]:
    """What was paid by each kind of tender, invoiced and given back; nothing of kinds that weren't used."""
    told: dict[str, Any] = {}
    for kind, name in _NAMES.items():
        own = [row for row in rows if row.kind == kind]
        for column, part in _PARTS.items() if own else ():
            for prefix in ("", "base_"):
                total = sum((row._mapping[prefix + column] for row in own), ZERO)
                told[f"{prefix}{name}_{part}"] = shaper.money(total, base=bool(prefix))
        if kind == GIFT_CARD and own:
            told["gift_cards"] = [
                {
                    "code": row.code,
                    "amount": shaper.money(row.amount),
                    "base_amount": shaper.money(row.base_amount, base=True),
                }
                for row in own
            ]
    return told
