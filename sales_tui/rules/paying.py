"""Transactions of an order: what is reserved, what can be charged, released, given back, and what it closes.

RULES.md §4; amounts in the shop's currency, the one that payment systems are asked in.
"""

from __future__ import annotations

from decimal import Decimal

from sales_tui.core.money import ZERO, amount_text
from sales_tui.core.refusal import Refusal, Refused
from sales_tui.rules.gateway import SUSPECT, Answer
from sales_tui.rules.guards import STOPPED, ensure, stopped
from sales_tui.rules.histories import note
from sales_tui.rules.payment_methods import Method
from sales_tui.rules.payment_records import AUTHORIZATION, CAPTURE, ORDER, REFUND, VOID, Transaction
from sales_tui.rules.records import INVOICE_PAID, Invoice, Order


def reserved(order: Order) -> Transaction | None:
    """The authorization that is open; the newest where there are several."""
    return _newest(order, AUTHORIZATION, is_closed=False)


def noted(order: Order) -> Transaction | None:
    """The open transaction by which a payment system took note of the order without reserving anything."""
    return _newest(order, ORDER, is_closed=False)


def find(order: Order, txn_id: str | None) -> Transaction | None:
    """The order's transaction with that id."""
    return next((one for one in order.transactions if one.txn_id == txn_id), None) if txn_id else None


def _newest(order: Order, txn_type: str, *, is_closed: bool) -> Transaction | None:
    found = [one for one in order.transactions if one.txn_type == txn_type and one.is_closed is is_closed]
    return found[-1] if found else None


def amount_of(order: Order, transaction: Transaction) -> Decimal:
    """What a transaction is over; of an imported authorization that doesn't tell what the payment says of it."""
    if transaction.amount is not None:
        return transaction.amount
    return order.amount_authorized if transaction.txn_type == AUTHORIZATION else ZERO


def left_of(order: Order, transaction: Transaction) -> Decimal:
    """What of an authorization isn't taken yet, or of a capture isn't given back yet."""
    children = {AUTHORIZATION: CAPTURE, CAPTURE: REFUND}.get(transaction.txn_type)
    used = sum(
        (
            one.amount or ZERO
            for one in order.transactions
            if one.txn_type == children and one.parent_txn_id == transaction.txn_id
        ),
        ZERO,
    )
    return max(amount_of(order, transaction) - used, ZERO)


def can_charge(order: Order, method: Method | None) -> bool:
    """Whether a payment system can still take money for the order (RULES.md §4 canCapture).

    Only what is reserved, or what it took note of, can be taken.
    """
    if method is None or not method.is_online or not method.can_capture:
        return False
    return reserved(order) is not None or noted(order) is not None


def check_charge(order: Order, method: Method, amount: Decimal) -> Transaction:
    """What that amount would be taken from. Raises Refused."""
    source = reserved(order) or noted(order)
    number = order.increment_id
    if source is None or not can_charge(order, method):
        raise Refused(
            "payment.nothing_reserved",
            f"Order {number}: no money is reserved at the payment system any more, so it can't be charged now; if it "
            "came otherwise, record it as already paid (capture 'offline').",
        )
    if source.txn_type == ORDER:
        return source
    left = left_of(order, source)
    if amount > left:
        raise Refused(
            "payment.above_reserved",
            f"Order {number}: {_money(order, amount)} is more than the {_money(order, left)} that are still reserved.",
        )
    if amount < left and not method.can_capture_partial:
        raise Refused(
            "payment.no_parts", f"{method.title} takes the reserved {_money(order, left)} as a whole; invoice all."
        )
    return source


def charged(order: Order, method: Method, answer: Answer, amount: Decimal, *, completes: bool) -> Transaction:
    """Book that a payment system took money; `completes`: nothing of the order is due after it.

    A capture closes its authorization only when it completes the order's total (RULES.md §4; M2 _isCaptureFinal).
    """
    source = reserved(order) or noted(order)
    assert source is not None
    if source.txn_type == AUTHORIZATION and (completes or method.captures_once or left_of(order, source) <= amount):
        close(order, source)
    return add(order, CAPTURE, answer, amount, parent=source)


def why_not_release(order: Order, method: Method | None) -> Refusal | None:
    """Why reserved money can't be released, or None (RULES.md §1.2 canVoidPayment)."""
    if refusal := stopped(order, STOPPED, "changed"):
        return refusal
    number = order.increment_id
    if reserved(order) is None:
        return Refusal("void.nothing_reserved", f"Order {number}: no money is reserved, so there is none to release.")
    if method is None or not method.can_void:
        name = method.title if method else f"'{order.payment_method}'"
        return Refusal("void.not_possible", f"Order {number}: {name} can't release reserved money from here.")
    return None


def released(order: Order, answer: Answer, amount: Decimal, parent: Transaction) -> Transaction:
    """Book that reserved money was released, or a charge was taken back before it was settled."""
    close(order, parent)
    void = add(order, VOID, answer, amount, parent=parent)
    void.is_closed = True
    return void


def check_refund(order: Order, method: Method | None, invoice: Invoice | None, amount: Decimal) -> Transaction:
    """The charge that this amount would be given back of (RULES.md §4, §0.6). Raises Refused."""
    number = order.increment_id
    if method is None or not method.is_online or not method.can_refund:
        raise Refused(
            "refund.not_online",
            f"Order {number}: '{order.payment_method}' can't give money back online here; refund offline.",
        )
    if invoice is None:
        raise Refused(
            "refund.needs_invoice",
            f"Order {number}: money goes back to where one invoice was charged; name the invoice.",
        )
    source = charge_of(order, invoice)
    if source is None:
        raise Refused(
            "refund.charged_offline",
            f"Invoice {invoice.increment_id} wasn't charged online, so nothing can go back online; refund offline.",
        )
    left = left_of(order, source)
    if amount > left:
        raise Refused(
            "refund.above_charge",
            f"Invoice {invoice.increment_id}: {_money(order, amount)} is more than the {_money(order, left)} that are "
            "left of its charge.",
        )
    if amount < left and not method.can_refund_partial:
        raise Refused("refund.no_parts", f"{method.title} gives a charge back as a whole only: {_money(order, left)}.")
    return source


def charge_of(order: Order, invoice: Invoice) -> Transaction | None:
    """The transaction that an invoice was charged by; where it wasn't imported, what the invoice says of it."""
    if invoice.state != INVOICE_PAID or not invoice.transaction_id:
        return None
    known = find(order, invoice.transaction_id)
    if known is None and not invoice.made_here:
        return Transaction(
            invoice.transaction_id, CAPTURE, invoice.base.grand_total - invoice.base.total_refunded, made_here=False
        )
    return known if known is not None and known.txn_type == CAPTURE else None


def given_back(order: Order, answer: Answer, amount: Decimal, parent: Transaction) -> Transaction:
    """Book an online refund. It always closes its capture, and further refunds still work (RULES.md §4)."""
    if find(order, parent.txn_id):
        close(order, parent)
    refund = add(order, REFUND, answer, amount, parent=parent)
    refund.is_closed = True
    return refund


def add(
    order: Order, txn_type: str, answer: Answer, amount: Decimal, *, parent: Transaction | None = None
) -> Transaction:
    """A new transaction. One that the payment system gives no id is named after its parent (RULES.md §4)."""
    made = Transaction(
        answer.txn_id or _named_after(order, parent, txn_type),
        txn_type,
        amount,
        parent_txn_id=parent.txn_id if parent else None,
        method=order.payment_method,
        details=dict(answer.details),
    )
    order.touched = True
    order.transactions.append(made)
    return made


def _named_after(order: Order, parent: Transaction | None, txn_type: str) -> str:
    name = f"{parent.txn_id if parent else order.increment_id}-{txn_type}"
    taken = {one.txn_id for one in order.transactions}
    numbered = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(one for one in numbered if one not in taken)


def close(order: Order, transaction: Transaction) -> None:
    """Nothing more comes of it; closing an authorization closes the order transaction it came from (RULES.md §4)."""
    transaction.is_closed = True
    parent = find(order, transaction.parent_txn_id)
    if parent is not None and parent.txn_type == ORDER:
        parent.is_closed = True


def in_review(order: Order) -> Transaction | None:
    """The transaction that a payment system looks at."""
    open_ones = [one for one in order.transactions if one.txn_type in (AUTHORIZATION, CAPTURE) and not one.is_closed]
    return open_ones[-1] if open_ones else None


def why_not_review(order: Order, method: Method | None) -> Refusal | None:
    """Why a payment can't be accepted or denied here, or None (RULES.md §1.2 canReviewPayment)."""
    number = order.increment_id
    if order.state != "payment_review":
        return Refusal("review.none", f"Order {number}: no payment is under review.")
    found = in_review(order)
    if found is not None and SUSPECT in found.details:
        return None
    if method is None or not method.can_review:
        name = method.title if method else f"'{order.payment_method}'"
        return Refusal(
            "review.not_here", f"Order {number}: {name} can't be told from here; decide it in its own system."
        )
    if found is None:
        return Refusal("review.unknown", f"Order {number}: the transaction under review isn't known here; import it.")
    return None


def note_release(order: Order, amount: Decimal) -> None:
    """What the order's history says of a release."""
    note(order, f"Released the reserved {_money(order, amount)}.")


def ensure_release(order: Order, method: Method | None) -> Transaction:
    """The authorization to release. Raises Refused."""
    ensure(why_not_release(order, method))
    found = reserved(order)
    assert found is not None
    return found


def _money(order: Order, amount: Decimal) -> str:
    return f"{amount_text(amount, order.base_digits)} {order.base_currency_code}"
