"""Credit accounts of the demo: store credit of some customers, credit of the companies that some buy for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from sales_tui.core.money import ZERO, currency_digits, round_half_up
from sales_tui.demo.chance import digits, pick, stream, whole
from sales_tui.rules.credit_records import (
    COMPANY_CREDIT,
    CORRECTION,
    OPENING,
    PAYMENT,
    REIMBURSE,
    STORE_CREDIT,
    Entry,
)
from sales_tui.store.seed_accounts import Owner, Plan

WANTED = 48
"""The first so many customers are looked at; two of three have store credit, or their company credit."""

COMPANIES = 6
"""Companies with an account, at most."""


def plans(seed: int, owners: Sequence[Owner], now: datetime) -> list[Plan]:
    """Accounts with movements over the year before `now`: with credit, empty, and of companies owing."""
    rng = stream(seed, "accounts", 0)
    made: list[Plan] = []
    by_company = {owner.company: owner for owner in reversed(owners) if owner.company}
    buyers = [owner for owner in owners if by_company.get(owner.company) is owner][:COMPANIES]
    for owner in owners:
        if owner in buyers:
            made.append(_company(rng, owner, now))
        elif rng.random() < 2 / 3:
            made.append(_store_credit(rng, owner, now))
    return made


def _store_credit(rng: Random, owner: Owner, now: datetime) -> Plan:
    """Given out of goodwill; half of it is spent, or all."""
    given = _amount(rng, owner, 5, 60)
    left = pick(rng, (ZERO, given, _part(given, owner)))
    movements = [Entry(given, OPENING, comment="brought over")]
    if spent := given - left:
        movements.append(Entry(-spent, CORRECTION, comment="paid out in cash"))
    return Plan(owner, STORE_CREDIT, 0, _over_a_year(rng, movements, now))


def _company(rng: Random, owner: Owner, now: datetime) -> Plan:
    """Buys on account and pays from time to time; some owe, some are ahead."""
    limit = pick(rng, (1000, 2500, 5000))
    bought = [_amount(rng, owner, 50, 300) for _ in range(3)]
    movements = [Entry(-bought[0], OPENING, comment="brought over")]
    movements.append(Entry(-bought[1], PAYMENT, "by phone"))
    movements.append(Entry(sum(bought[:2], ZERO), REIMBURSE, digits(rng, "SEPA-######")))
    movements.append(pick(rng, (Entry(-bought[2], PAYMENT, "by phone"), Entry(bought[2], REIMBURSE, "in advance"))))
    return Plan(owner, COMPANY_CREDIT, limit, _over_a_year(rng, movements, now))


def _amount(rng: Random, owner: Owner, low: int, high: int) -> Decimal:
    """Whole and a half, in currencies of which that is worth something; the others have no small coins."""
    if currency_digits(owner.currency) == 0:
        return Decimal(whole(rng, low, high) * 100)
    return Decimal(whole(rng, low * 2, high * 2)) / 2


def _part(amount: Decimal, owner: Owner) -> Decimal:
    return round_half_up(amount / 2, currency_digits(owner.currency))


def _over_a_year(rng: Random, movements: list[Entry], now: datetime) -> list[tuple[datetime, Entry]]:
    second = now.replace(microsecond=0)
    times = sorted(second - timedelta(minutes=whole(rng, 60, 365 * 24 * 60)) for _ in movements)
    return list(zip(times, movements, strict=True))
