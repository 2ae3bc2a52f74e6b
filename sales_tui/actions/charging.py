"""What actions ask payment systems, and how it is booked: charges, releases, money given back."""

from __future__ import annotations

from decimal import Decimal

from sales_tui.actions.base import Context
from sales_tui.core.money import ZERO, amount_text
from sales_tui.core.refusal import Refused
from sales_tui.rules import invoicing, paying
from sales_tui.rules.gateway import Call, Operation
from sales_tui.rules.payment_methods import Method
from sales_tui.rules.payment_records import ORDER, Transaction
from sales_tui.rules.records import CreditMemo, Invoice, Order
from sales_tui.rules.states import set_state


def method_of(order: Order, context: Context) -> Method | None:
    """The order's payment method as it is set up here; None where it isn't."""
    return context.terms.methods.get(order.payment_method)


def call_for(order: Order, operation: Operation, amount: Decimal, parent: Transaction) -> Call:
    """What a payment system is asked about one of the order's transactions."""
    return Call(
        operation,
        order.payment_method,
        amount,
        order.base_currency_code,
        order=order.increment_id,
        parent=parent.txn_id,
        parent_amount=paying.amount_of(order, parent) or None,
        source=parent.details.get("source", ""),
        card=order.card,
    )


def charge(order: Order, invoice: Invoice, method: Method, context: Context) -> str:
    """Take the money of an invoice that is open or about to be registered, and book it as paid. Returns what to say.

    Raises CallNeeded, Refused. RULES.md §4.
    """
    if paying.find(order, invoice.transaction_id):
        raise Refused(
            "payment.charged_before",
            f"Invoice {invoice.increment_id} was charged before, by {invoice.transaction_id}; look at that one.",
        )
    amount = invoice.base.grand_total
    is_new = not any(one is invoice for one in order.invoices)
    if not amount:
        invoicing.register(order, invoice, paid=True) if is_new else invoicing.pay(order, invoice)
        return "nothing to charge"
    source = paying.check_charge(order, method, amount)
    operation = Operation.SALE if source.txn_type == ORDER else Operation.CAPTURE
    answer = context.ask(call_for(order, operation, amount, source))
    completes = order.base.total_due == amount
    transaction = paying.charged(order, method, answer, amount, completes=completes)
    invoice.transaction_id = transaction.txn_id
    if is_new:
        invoicing.register(order, invoice, paid=not answer.is_pending)
    elif not answer.is_pending:
        invoicing.pay(order, invoice)
    if answer.is_pending:
        set_state(order, "payment_review")
        return "charged, and under review"
    return "charged"


def release(order: Order, context: Context) -> Decimal:
    """Release what is still reserved. Returns how much. Raises CallNeeded, Refused."""
    parent = paying.ensure_release(order, method_of(order, context))
    amount = paying.left_of(order, parent)
    answer = context.ask(call_for(order, Operation.VOID, amount, parent))
    paying.released(order, answer, amount, parent)
    return amount


def give_back(order: Order, memo: CreditMemo, context: Context) -> None:
    """Give the memo's money back to where its invoice was charged. Raises CallNeeded, Refused."""
    amount = memo.base.grand_total
    if amount <= ZERO:
        return
    parent = paying.check_refund(order, method_of(order, context), memo.invoice, amount)
    answer = context.ask(call_for(order, Operation.REFUND, amount, parent))
    memo.transaction_id = paying.given_back(order, answer, amount, parent).txn_id


def base_money(amount: Decimal, order: Order) -> str:
    """An amount in the shop's currency, with its code."""
    return f"{amount_text(amount, order.base_digits)} {order.base_currency_code}"
