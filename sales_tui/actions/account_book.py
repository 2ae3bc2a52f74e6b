"""Book on an account: a company's payment, a correction of the balance, another limit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sales_tui.actions.base import Action, Command, Context, Done, Kind, Shortcut, Target, comment_parameter, parameter
from sales_tui.actions.shared import said
from sales_tui.core.money import ZERO, amount_text, currency_digits
from sales_tui.core.refusal import Refusal
from sales_tui.rules import credits
from sales_tui.rules.credit_records import COMPANY_CREDIT
from sales_tui.rules.payment_records import Account


@dataclass(frozen=True, slots=True)
class PayAccount(Command):
    """A company paid what it owes, or ahead."""

    amount: Decimal = parameter(Kind.AMOUNT, "what was paid, in the account's currency", default=ZERO, required=True)
    reference: str = parameter(
        Kind.TEXT, "which payment it was, such as the bank's reference", default="", required=True
    )
    comment: str = comment_parameter()


@dataclass(frozen=True, slots=True)
class CorrectAccount(Command):
    """The balance was wrong."""

    amount: Decimal = parameter(
        Kind.SIGNED, "what to add, or with a minus what to take away, in the account's currency", default=ZERO,
        required=True,
    )  # fmt: skip
    comment: str = comment_parameter("why it is corrected", required=True)


@dataclass(frozen=True, slots=True)
class LimitAccount(Command):
    """How much a company may owe."""

    credit_limit: Decimal = parameter(
        Kind.AMOUNT, "how much the company may owe, in the account's currency", default=ZERO, required=True
    )
    comment: str = comment_parameter("the reason")


def why_not_company(target: Target, context: Context) -> Refusal | None:
    """Only companies pay what they owe, and have a limit."""
    account = target.account
    if account.kind == COMPANY_CREDIT:
        return None
    return Refusal(
        "credit.no_company",
        f"Account {account.increment_id} isn't a company's: nothing is owed on it, and it has no limit.",
    )


def why_not_correct(target: Target, context: Context) -> Refusal | None:
    """Every account can be corrected."""
    return None


def pay(target: Target, command: PayAccount, context: Context) -> Done:
    """Adds the payment to the balance."""
    account = target.account
    credits.pay(account, command.amount, command.reference, command.comment)
    paid = _money(account, command.amount)
    return _done(account, f"{paid} booked on account {account.increment_id} of {account.owner}")


def correct(target: Target, command: CorrectAccount, context: Context) -> Done:
    """Changes the balance."""
    account = target.account
    credits.correct(account, command.amount, command.comment)
    sign = "+" if command.amount > ZERO else ""
    what = f"corrected by {sign}{_money(account, command.amount)}"
    return _done(account, f"Account {account.increment_id} of {account.owner} {what}")


def limit(target: Target, command: LimitAccount, context: Context) -> Done:
    """Changes the limit."""
    account = target.account
    credits.limit(account, command.credit_limit)
    what = f"may owe {_money(account, command.credit_limit)}"
    return _done(account, f"Account {account.increment_id}: {account.owner} {what}")


def _done(account: Account, what: str) -> Done:
    """What was booked, and how the account stands."""
    owed = f"{_money(account, -account.balance)} are owed"
    stands = owed if account.balance < ZERO else f"the balance is {_money(account, account.balance)}"
    return Done(said((f"{what}; {stands}.",)).strip())


def _money(account: Account, amount: Decimal) -> str:
    return f"{amount_text(amount, currency_digits(account.currency))} {account.currency}"


PAY = Action(
    name="account.pay",
    title="Book a payment",
    past="paid",
    help="Book what a company paid on its account, with the payment's reference.",
    permission="account.pay",
    target="account",
    command=PayAccount,
    why_not=why_not_company,
    handle=pay,
    alone="Accounts are booked one at a time: each has an amount of its own",
    shortcuts=(Shortcut("a", "book payment"),),
)
CORRECT = Action(
    name="account.correct",
    title="Correct the balance",
    past="corrected",
    help="Add to an account's balance or take from it, with the reason; it never goes below what it covers.",
    permission="account.correct",
    target="account",
    command=CorrectAccount,
    why_not=why_not_correct,
    handle=correct,
    alone="Accounts are booked one at a time: each has an amount of its own",
    shortcuts=(Shortcut("e", "correct"),),
)
LIMIT = Action(
    name="account.limit",
    title="Change the limit",
    past="limit changed",
    help="Say how much a company may owe; not less than it owes already.",
    permission="account.limit",
    target="account",
    command=LimitAccount,
    why_not=why_not_company,
    handle=limit,
    alone="Accounts are booked one at a time: each has an amount of its own",
    shortcuts=(Shortcut("l", "limit"),),
)
