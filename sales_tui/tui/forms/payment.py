"""The forms of what payment systems are told or asked, and of what was paid out by hand."""

from __future__ import annotations

from sales_tui.actions.preview import Preview
from sales_tui.rules import paying
from sales_tui.rules.payment_records import Transaction
from sales_tui.rules.records import CreditMemo, Invoice
from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.declare import Entry, Form, Notes, Outcome
from sales_tui.tui.forms.stop import order_facts
from sales_tui.tui.forms.words import becomes, listed

_REASON = Entry("comment", "Reason")


def declare_release_money(case: Case) -> Form:
    """How much is released, and the reason."""
    found = paying.reserved(case.order)
    amount = case.base_coded(paying.left_of(case.order, found)) if found else ""
    after = f"{amount} can't be charged any more. The order itself stays."
    texts = (("Reserved", f"{amount}, by transaction {found.txn_id}"),) if found else ()
    return Form(
        blocks=(Notes(texts), _REASON),
        outcome=lambda seen: Outcome(listed((after, becomes(case.order, seen.order))), figure=amount),
        facts=order_facts(case),
    )


def declare_accept(case: Case) -> Form:
    """What is looked at, and the reason."""
    return _review(case, "The payment system is told that the payment is fine; an open invoice of it is paid then.")


def declare_deny(case: Case) -> Form:
    """What is looked at, and the reason."""
    return _review(case, "The payment system is told to refuse the payment; an open invoice of it is cancelled.")


def _review(case: Case, told: str) -> Form:
    found = paying.in_review(case.order)
    return Form(
        blocks=(Notes((("Review", _words(case, found)),) if found else ()), _REASON),
        outcome=lambda seen: Outcome(listed((told, becomes(case.order, seen.order)))),
        facts=order_facts(case),
    )


def declare_take_back(case: Case) -> Form:
    """The charge that is taken back, and the reason."""
    invoice = case.opened.target.document
    assert isinstance(invoice, Invoice)
    found = paying.charge_of(case.order, invoice)
    amount = case.base_coded(invoice.base.grand_total)

    def outcome(seen: Preview) -> Outcome:
        back = (
            f"The customer isn't charged the {amount}; the invoice is cancelled, and its pieces can be invoiced again."
        )
        return Outcome(listed((back, becomes(case.order, seen.order))), figure=amount)

    return Form(
        blocks=(Notes((("Charge", _words(case, found)),) if found else ()), _REASON),
        outcome=outcome,
        facts=order_facts(case),
    )


def declare_fetch(case: Case) -> Form:
    """What is known of the transaction now."""
    transaction = case.opened.target.document
    assert isinstance(transaction, Transaction)
    told = transaction.fetched_at
    texts = (
        ("Known", _words(case, transaction)),
        ("Last told", f"{told:%Y-%m-%d %H:%M} UTC" if told else "never asked since it is here"),
    )
    says = "The payment system is asked what it says of the transaction now. No money moves."
    return Form(blocks=(Notes(texts),), outcome=lambda seen: Outcome(says), facts=order_facts(case))


def declare_pay_out(case: Case) -> Form:
    """What is owed, and how it was paid."""
    memo = case.opened.target.document
    assert isinstance(memo, CreditMemo)
    amount = case.coded(memo.money.grand_total)
    says = f"{amount} will count as paid out, and not be owed any more. No money moves by this."
    return Form(
        blocks=(Notes((("Owed", amount),)), Entry("comment", "Paid how", beside="such as the bank's reference")),
        outcome=lambda seen: Outcome(says, figure=amount),
        facts=order_facts(case),
    )


def _words(case: Case, transaction: Transaction) -> str:
    """A transaction in a few words."""
    amount = paying.amount_of(case.order, transaction)
    state = "closed" if transaction.is_closed else "open"
    return f"{transaction.txn_type} of {case.base_coded(amount)}, {transaction.txn_id}, {state}"
