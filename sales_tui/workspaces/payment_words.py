"""What people call payment methods, transactions, accounts, and what a payment system is asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any

from sales_tui.core.money import ZERO, currency_digits
from sales_tui.rules.payment_methods import OFFLINE
from sales_tui.workspaces.format import grouped

Record = Mapping[str, Any]

METHODS: Mapping[str, str] = {
    **{code: method.title for code, method in OFFLINE.items()},
    "sandbox": "test card",
    "stripe": "card (Stripe)",
    "braintree": "card (Braintree)",
    "braintree_paypal": "PayPal (Braintree)",
    "authorizenet_acceptjs": "card (Authorize.Net)",
    "payflowpro": "card (Payflow)",
    "paypal_express": "PayPal",
    "paypal_billing_agreement": "PayPal agreement",
}
"""Payment methods whose title the order doesn't tell."""

TRANSACTION_TYPES = {
    "authorization": "Reserved",
    "capture": "Charged",
    "void": "Released",
    "refund": "Given back",
    "order": "Noted",
    "payment": "Paid",
}
"""Magento's types of transactions -> what happened to the money."""

ACCOUNT_KINDS = {
    "store_credit": "Store credit",
    "company_credit": "Company credit",
    "gift_card": "Gift card",
    "reward_points": "Reward points",
}

REASONS = {
    "payment": "paid an order",
    "refund": "refund",
    "cancel": "given back, order canceled",
    "reimburse": "company's payment",
    "correction": "corrected by hand",
    "opening": "balance at the start",
}
"""Why an account moved."""

OUTCOMES = {
    "matched": "Matched",
    "missing_here": "Missing here",
    "missing_there": "Missing there",
    "differing": "Differs",
}
"""How a line of a settlement file compares with the transactions here."""

_ASKED = {
    "authorize": "reserve",
    "sale": "charge",
    "capture": "charge",
    "void": "release",
    "refund": "give back",
    "accept": "accept the payment of",
    "deny": "deny the payment of",
}


def method_title(code: str) -> str:
    """What people call a payment method; the code where nobody told."""
    return METHODS.get(code, code)


def transaction_type(record: Record) -> str:
    """What happened to the money."""
    code = str(record.get("txn_type") or "")
    return TRANSACTION_TYPES.get(code, code)


def amount_words(record: Record) -> str:
    """What a transaction is over, with its currency; empty where it doesn't tell."""
    return _money(record.get("amount"), str(record.get("base_currency_code") or ""))


def transaction_status(record: Record) -> str:
    """Open or closed, with what that means."""
    if record.get("is_closed"):
        return "Closed"
    total, children = record.get("amount"), record.get("child_transactions") or ()
    taken = sum((Decimal(one.get("amount") or 0) for one in children if one.get("txn_type") == "capture"), ZERO)
    if record.get("txn_type") != "authorization" or total is None:
        return "Open"
    left = _money(max(Decimal(total) - taken, ZERO), str(record.get("base_currency_code") or ""))
    return f"Open · {left} still reserved"


def account_status(record: Record) -> str:
    """What the owner has, or owes."""
    balance, currency = Decimal(record.get("balance") or 0), str(record.get("currency") or "")
    if balance < 0:
        return f"Owes {_money(-balance, currency)}"
    return f"Has {_money(balance, currency)}" if balance else "Empty"


def attempt_sentence(attempt: Record, zone: tzinfo) -> str:
    """What a payment system was asked and hasn't answered, in a sentence."""
    asked = datetime.fromisoformat(attempt["asked_at"]).astimezone(zone)
    when = f"{asked:%H:%M}, {asked.day} {asked:%b}"
    if attempt.get("operation") == "revoke":
        what = "end the agreement"
    else:
        verb = _ASKED.get(str(attempt.get("operation")), str(attempt.get("operation")))
        what = f"{verb} {_money(attempt.get('amount'), str(attempt.get('currency') or ''))}"
    if not attempt.get("is_in_doubt"):
        return f"{attempt.get('by') or 'Somebody'} asked the payment system at {when} to {what}; wait for its answer."
    reason = f" ({attempt['reason']})" if attempt.get("reason") else ""
    return f"No answer from the payment system since {when} to {what}{reason}: nobody knows whether it was done."


def _money(amount: Any, currency: str) -> str:
    if amount in (None, ""):
        return ""
    return f"{grouped(Decimal(str(amount)), currency_digits(currency))} {currency}".strip()
