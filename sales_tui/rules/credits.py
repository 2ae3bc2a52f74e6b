"""Accounts kept here: paying from them, giving back to them, correcting them; never below what they cover.

Balances change in memory, on records that several orders may share: who calls checks everything else first, so that
what is refused leaves no trace on them. Amounts are in the shop's currency.
"""

from __future__ import annotations

from decimal import Decimal

from sales_tui.core.money import LIMIT, ZERO, amount_text, currency_digits, plain, round_half_up
from sales_tui.core.refusal import Refusal, Refused
from sales_tui.rules import tenders
from sales_tui.rules.credit_records import (
    CANCEL,
    COMPANY_CREDIT,
    CORRECTION,
    GIFT_CARD,
    PAYMENT,
    REFUND,
    REIMBURSE,
    STORE_CREDIT,
    Entry,
    Numbered,
    Tender,
)
from sales_tui.rules.payment_methods import OFFLINE
from sales_tui.rules.payment_records import Account
from sales_tui.rules.records import CreditMemo, Order

KINDS = {STORE_CREDIT: "store credit", COMPANY_CREDIT: "company credit"}
"""Kinds of accounts that people name, with their words."""


def account_for(order: Order, kind: str, code: str = "") -> Account | None:
    """The account of that kind that the order can move, in the shop's currency; of a gift card by its code."""
    for account in order.accounts:
        if account.kind == kind and (kind != GIFT_CARD or account.increment_id == code):
            return account
    return None


def why_not_draw(order: Order, kind: str, base_amount: Decimal) -> Refusal | None:
    """Why the order can't take that amount from its account of that kind, or None."""
    account, name = account_for(order, kind), KINDS.get(kind, kind)
    if account is None:
        return _none(order, kind)
    if base_amount <= account.available:
        return None
    digits, currency = order.base_digits, order.base_currency_code
    available, wanted = (f"{amount_text(amount, digits)} {currency}" for amount in (account.available, base_amount))
    return Refusal(
        "credit.not_enough",
        f"The {name} of {account.owner or 'the customer'} has {available} available, less than the {wanted} of order "
        f"{order.increment_id or '(new)'}.",
    )


def check(order: Order, kind: str, base_amount: Decimal) -> None:
    """Raises Refused `credit.none`, `credit.not_enough`, `credit.amount` where that much can't be drawn."""
    if base_amount < ZERO or round_half_up(base_amount, order.base_digits) != base_amount:
        raise Refused("credit.amount", f"{plain(base_amount)} is no amount of {order.base_currency_code} to pay.")
    if base_amount and (refusal := why_not_draw(order, kind, base_amount)):
        raise Refused(refusal.code, refusal.message)


def draw(order: Order, kind: str, base_amount: Decimal, reference: str = "") -> Account | None:
    """Pay that much of the order from its account of that kind; None for an amount of 0.

    Raises Refused as `check` does; nothing has moved then.
    """
    check(order, kind, base_amount)
    if not base_amount:
        return None
    account = account_for(order, kind)
    assert account is not None
    _move(account, Entry(-base_amount, PAYMENT, reference, order=order))
    return account


def why_not_give_back(order: Order, kind: str) -> Refusal | None:
    """Why nothing can go to the order's account of that kind, or None."""
    return None if account_for(order, kind) else _none(order, kind)


def give_back(
    order: Order, kind: str, base_amount: Decimal, reason: str, document: Numbered | None = None
) -> Account | None:
    """Add that much to the order's account of that kind; None for 0. Raises Refused: no account, or it is full."""
    if not base_amount:
        return None
    account = account_for(order, kind)
    if account is None:
        refusal = _none(order, kind)
        raise Refused(refusal.code, refusal.message)
    _check_room(account, base_amount)
    _move(account, Entry(base_amount, reason, order=order, document=document))
    return account


def _none(order: Order, kind: str) -> Refusal:
    name, number = KINDS.get(kind, kind), order.increment_id or "(new)"
    if order.customer_id is None:
        why = f"its customer has no customer account, so there is no {name}"
    elif kind == COMPANY_CREDIT:
        why = f"its customer's company has no {name} in {order.base_currency_code} here"
    else:
        why = f"its customer has no {name} here"
    return Refusal("credit.none", f"Order {number}: {why}.")


def refund(order: Order, memo: CreditMemo) -> list[str]:
    """Move what a registered memo gives back to accounts and tenders; a sentence for each."""
    says = []
    if memo.refund_to in KINDS and (account := give_back(order, memo.refund_to, memo.base.grand_total, REFUND, memo)):
        says.append(_gave(order, memo.base.grand_total, account))
    for one in memo.shares:
        if one.base:
            says.append(_to_tender(order, one.tender, one.base, REFUND, memo))
    return says


def cancel(order: Order) -> list[str]:
    """Move what a cancellation gives back: what was drawn and is neither paid nor invoiced; a sentence for each.

    What an earlier cancellation gave back isn't given back again.
    """
    before, says = dict(order.given_back), []

    def rest(kind: str, amount: Decimal) -> Decimal:
        used = min(before.get(kind, ZERO), amount)
        before[kind] = before.get(kind, ZERO) - used
        return amount - used

    method = OFFLINE.get(order.payment_method)
    if method is not None and method.account:
        own = order.base
        came = order.opening.base.total_canceled if order.opening else ZERO
        amount = rest(method.account, max(own.grand_total - max(own.total_paid, own.total_invoiced) - came, ZERO))
        if amount and (account := account_for(order, method.account)):
            give_back(order, method.account, amount, CANCEL)
            says.append(_gave(order, amount, account))
        elif amount:
            says.append(f"No {KINDS[method.account]} account is known here: give {_money(order, amount)} back by hand.")
    for tender in order.tenders:
        if amount := tenders.uninvoiced(order, tender):
            goes_to = _home(order, tender)
            if amount := rest(goes_to.kind, amount) if goes_to else amount:
                says.append(_to_tender(order, tender, amount, CANCEL))
    for tender in tenders.unexplained(order):
        paid = f"{_money(order, tender.base.amount - tender.base.amount_invoiced)} of {_tender_name(tender)}"
        says.append(f"The total wasn't lowered by the {paid}: see by hand what has to go back of it.")
    return says


def _home(order: Order, tender: Tender) -> Account | None:
    """The account that a tender goes back to: its own, a gift card's that isn't kept here the customer's credit."""
    own = account_for(order, tender.kind, tender.code)
    return account_for(order, STORE_CREDIT) if own is None and tender.kind == GIFT_CARD else own


def _to_tender(order: Order, tender: Tender, amount: Decimal, reason: str, memo: CreditMemo | None = None) -> str:
    """Give a part of a tender back, and say where it went, or that somebody has to."""
    account = _home(order, tender)
    name = _tender_name(tender)
    if account is None:
        return f"{_money(order, amount)} of {name} must be given back by hand: it isn't kept here."
    _move(
        account, Entry(amount, reason, comment=name if account.kind != tender.kind else "", order=order, document=memo)
    )
    if account.kind != tender.kind:
        return f"{_money(order, amount)} of {name} went to the store credit of {account.owner}."
    return f"{_money(order, amount)} went back to {name}."


def _tender_name(tender: Tender) -> str:
    return " ".join(part for part in (tenders.KINDS.get(tender.kind, tender.kind), tender.code) if part)


def _gave(order: Order, amount: Decimal, account: Account) -> str:
    return f"{_money(order, amount)} went to the {KINDS[account.kind]} of {account.owner}."


def _money(order: Order, amount: Decimal) -> str:
    return f"{amount_text(amount, order.base_digits)} {order.base_currency_code}"


def pay(account: Account, amount: Decimal, reference: str, comment: str) -> None:
    """Book a company's payment. Raises Refused."""
    if account.kind != COMPANY_CREDIT:
        raise Refused("credit.no_company", f"Account {account.increment_id} isn't a company's; correct its balance.")
    if _checked(account, amount) <= ZERO:
        raise Refused("credit.amount", "A payment is more than 0; take it back with a correction.")
    if not reference.strip():
        raise Refused("credit.reference", "Say which payment it was: the bank's or the company's reference.")
    _check_room(account, amount)
    _move(account, Entry(amount, REIMBURSE, reference.strip(), comment.strip()))


def correct(account: Account, amount: Decimal, comment: str) -> None:
    """Change the balance by a signed amount, with the reason. Raises Refused."""
    if not _checked(account, amount):
        raise Refused("credit.amount", "Nothing is corrected by 0.")
    if not comment.strip():
        raise Refused("credit.comment", "Say why the balance is corrected.")
    if account.available + amount < ZERO:
        raise Refused(
            "credit.not_enough",
            f"Account {account.increment_id} has {_own(account, account.available)} available; no more can be taken.",
        )
    _check_room(account, amount)
    _move(account, Entry(amount, CORRECTION, comment=comment.strip()))


def limit(account: Account, credit_limit: Decimal) -> None:
    """Change how much a company may owe. Raises Refused where it owes more already, or is no company's."""
    if account.kind != COMPANY_CREDIT:
        raise Refused("credit.no_company", f"Account {account.increment_id} isn't a company's: it has no limit.")
    if _checked(account, credit_limit) < ZERO:
        raise Refused("credit.amount", "A limit is 0 or more.")
    if account.balance + credit_limit < ZERO:
        owed = _own(account, -account.balance)
        raise Refused("credit.owed", f"{account.owner} owes {owed} already; the limit can't be below that.")
    account.credit_limit = credit_limit


def _checked(account: Account, amount: Decimal) -> Decimal:
    digits = currency_digits(account.currency)
    if not amount.is_finite() or abs(amount) > LIMIT or round_half_up(amount, digits) != amount:
        raise Refused("credit.amount", f"{plain(amount)[:40]} is too fine or too large for {account.currency}.")
    return amount


def _check_room(account: Account, amount: Decimal) -> None:
    """A balance is an amount too, and can't be larger than one. Raises Refused."""
    if account.balance + amount > LIMIT:
        most = _own(account, LIMIT)
        raise Refused("credit.amount", f"Account {account.increment_id or '(new)'} can't have more than {most}.")


def _own(account: Account, amount: Decimal) -> str:
    return f"{amount_text(amount, currency_digits(account.currency))} {account.currency}"


def _move(account: Account, entry: Entry) -> None:
    account.balance += entry.amount
    account.new_entries.append(entry)
