"""How money moves, as forms offer and say it: charged now, only recorded, or charged later."""

from __future__ import annotations

from decimal import Decimal

from sales_tui.actions.shared import gateway_missing, is_online
from sales_tui.rules import paying
from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.declare import Entry

NOW, RECORDED, LATER = ("online", "charge now"), ("offline", "already paid, only record"), ("none", "charge later")

_CHOOSE = "No money is reserved for the order any more: choose whether it was paid already, or is charged later."


def money_entry(case: Case, *, later: bool) -> Entry | None:
    """How the money comes; None where it moves outside anyway. `later`: it may be left open.

    Where the payment system can't charge it a person has to say which, so nothing is chosen then.
    """
    if not moves_online(case):
        return None
    can_charge = paying.can_charge(case.order, case.method)
    options = (*((NOW,) if can_charge else ()), RECORDED, *((LATER,) if later else ()))
    missing = _CHOOSE if later and is_online(case.order, case.context.terms) and not can_charge else ""
    return Entry(
        "capture", "Money", preset=NOW[0] if can_charge else None, options=options, upright=True, missing=missing
    )


def moves_online(case: Case) -> bool:
    """Whether a payment system moves the order's money, set up here or not."""
    terms = case.context.terms
    return is_online(case.order, terms) or gateway_missing(case.order, terms) is not None


def charged(case: Case, capture: str | None, amount: Decimal) -> str:
    """What becomes of an amount in the shop's currency; nothing where the money moves outside anyway."""
    if not moves_online(case):
        return ""
    if capture == NOW[0]:
        return f"{case.base_coded(amount)} will be charged now."
    if capture == LATER[0]:
        return "Nothing is charged now."
    return f"{case.base_coded(amount)} will only be recorded as paid; nothing is charged."
