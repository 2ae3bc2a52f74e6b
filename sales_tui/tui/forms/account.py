"""The forms of credit accounts: a company's payment, a correction of the balance, another limit."""

from __future__ import annotations

from decimal import Decimal

from sales_tui.actions.preview import Preview
from sales_tui.core.money import ZERO, currency_digits
from sales_tui.rules.payment_records import Account
from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.declare import Entry, Form, Notes, Outcome
from sales_tui.workspaces.format import grouped

_POINTS = {
    "credit.reference": "reference",
    "credit.comment": "comment",
    "credit.owed": "credit_limit",
}


def declare_account_pay(case: Case) -> Form:
    """What is owed, what was paid, and which payment it was."""
    account = case.opened.target.account
    owed = max(-account.balance, ZERO)
    beside = f"of {_money(account, owed)} owed" if owed else "nothing is owed"
    entries = (
        _amount(account, "amount", "Paid", beside),
        Entry("reference", "Reference", beside="of the payment, such as the bank's"),
        Entry("comment", "Comment", beside="internal"),
    )
    return _form(case, entries, "amount")


def declare_account_correct(case: Case) -> Form:
    """By how much, and why."""
    account = case.opened.target.account
    entries = (
        _amount(account, "amount", "Correct by", "with a minus to take away"),
        Entry("comment", "Reason"),
    )
    return _form(case, entries, "amount")


def declare_account_limit(case: Case) -> Form:
    """The new limit, and the reason."""
    account = case.opened.target.account
    entries = (
        _amount(account, "credit_limit", "Limit", "how much the company may owe", preset=account.credit_limit),
        Entry("comment", "Reason"),
    )
    return _form(case, entries, "credit_limit")


def _amount(account: Account, name: str, label: str, beside: str, *, preset: Decimal | None = None) -> Entry:
    decimals = currency_digits(account.currency)
    return Entry(name, label, preset=preset, beside=beside, decimals=decimals, counted=account.currency)


def _form(case: Case, entries: tuple[Entry, ...], amount: str) -> Form:
    account = case.opened.target.account
    return Form(
        blocks=(Notes((("Balance", _stands(account)),)), *entries),
        outcome=_outcome,
        facts=(f"available {_coded(account, account.available)}",),
        points={**_POINTS, "credit.amount": amount, "credit.not_enough": amount},
    )


def _outcome(seen: Preview) -> Outcome:
    assert isinstance(seen.root, Account)
    says = f"The account then stands at {_stands(seen.root)}; available {_coded(seen.root, seen.root.available)}."
    moved = sum((entry.amount for entry in seen.root.new_entries), ZERO)
    return Outcome(says, figure=_money(seen.root, moved) if moved else _money(seen.root, seen.root.credit_limit))


def _stands(account: Account) -> str:
    if account.balance < ZERO:
        return f"{_coded(account, account.balance)}, which is owed"
    return _coded(account, account.balance)


def _money(account: Account, amount: Decimal) -> str:
    return grouped(amount, currency_digits(account.currency))


def _coded(account: Account, amount: Decimal) -> str:
    return f"{_money(account, amount)} {account.currency}"
