"""The part of `db check` that looks at payments: transactions, their documents, accounts, what is owed an answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import Connection, and_, case, func, select

from sales_tui import model
from sales_tui.core.money import ZERO, amount_text, currency_digits, plain
from sales_tui.rules import credit_records, paying
from sales_tui.rules.payment_records import AUTHORIZATION, CAPTURE, REFUND, VOID, Transaction
from sales_tui.rules.records import INVOICE_CANCELED, Order
from sales_tui.store.mapping import AGREEMENT, CREDITMEMO, ORDER, TRANSACTION, table_of

LONGEST_DOUBT = timedelta(days=1)
"""How long an answer may be owed before it is a fault."""

_PARTS = {CAPTURE: (AUTHORIZATION, "captured"), REFUND: (CAPTURE, "given back")}
"""Type of a transaction -> the type of what it is a part of, and how that is said."""


def transaction_faults(order: Order) -> Iterator[str]:
    """Whether what was made here adds up with the order's documents and with what it was taken from (RULES.md §4)."""
    made = [one for one in order.transactions if one.made_here]
    for one in made:
        if one.txn_type == CAPTURE:
            yield from _charge_faults(order, one)
        elif one.txn_type == REFUND:
            yield from _refund_faults(order, one)
    yield from _missing(order)
    for parent in {id(found): found for one in made if (found := paying.find(order, one.parent_txn_id))}.values():
        yield from _family_faults(order, parent)


def _charge_faults(order: Order, charge: Transaction) -> Iterator[str]:
    """A charge is of one invoice, over its total; taken back, it leaves none in force."""
    invoices = [one for one in order.invoices if one.transaction_id == charge.txn_id]
    invoiced = sum((one.base.grand_total for one in invoices), ZERO)
    if invoiced != charge.amount:
        yield f"capture {charge.txn_id} is over {_plain(charge.amount)}, but its invoices over {plain(invoiced)}"
    in_force = any(one.state != INVOICE_CANCELED for one in invoices)
    taken_back = any(one.txn_type == VOID and one.parent_txn_id == charge.txn_id for one in order.transactions)
    if taken_back and in_force:
        yield f"capture {charge.txn_id} was taken back, but its invoice isn't canceled"
    if invoices and not in_force and not charge.is_closed:
        yield f"capture {charge.txn_id} is open, but its invoice is canceled"


def _refund_faults(order: Order, refund: Transaction) -> Iterator[str]:
    """A refund is of one credit memo, over its total."""
    memos = [one for one in order.creditmemos if one.transaction_id == refund.txn_id and one.refund_to == "online"]
    total = sum((one.base.grand_total for one in memos), ZERO)
    if total != refund.amount:
        yield f"refund {refund.txn_id} is over {_plain(refund.amount)}, but its credit memos over {plain(total)}"


def _missing(order: Order) -> Iterator[str]:
    """Documents made here whose transaction isn't there."""
    for invoice in order.invoices:
        if invoice.made_here and invoice.transaction_id and not paying.find(order, invoice.transaction_id):
            yield f"invoice {invoice.increment_id} names transaction {invoice.transaction_id}, which doesn't exist"
    for memo in order.creditmemos:
        is_online = memo.made_here and memo.refund_to == "online" and memo.base.grand_total > ZERO
        if is_online and not paying.find(order, memo.transaction_id):
            yield f"credit memo {memo.increment_id} was given back online, but has no transaction"


def _family_faults(order: Order, parent: Transaction) -> Iterator[str]:
    """No more is taken of a transaction than it is over; what was released or given back is closed."""
    children = [one for one in order.transactions if one.parent_txn_id == parent.txn_id]
    for kind, (whole, said) in _PARTS.items():
        total = sum((one.amount or ZERO for one in children if one.txn_type == kind), ZERO)
        over = paying.amount_of(order, parent)
        if parent.txn_type == whole and over and total > over:
            yield f"{plain(total)} were {said} of {whole} {parent.txn_id}, which is over {plain(over)} only"
    ending = [one.txn_type for one in children if one.made_here and one.txn_type in (VOID, REFUND)]
    if ending and not parent.is_closed:
        yield f"{parent.txn_type} {parent.txn_id} is open, but there is a {ending[0]} of it"


def _plain(amount: Decimal | None) -> str:
    return "an unknown amount" if amount is None else plain(amount)


def online_faults(connection: Connection) -> Iterator[str]:
    """Orders made here whose payment says another sum than its transactions."""
    orders, payments, made = ORDER.table, table_of(model.OrderPayment), TRANSACTION.table
    taken, given = (
        func.coalesce(func.sum(case((made.c.txn_type == kind, made.c.amount))), ZERO) for kind in (CAPTURE, REFUND)
    )
    query = (
        select(orders.c.increment_id)
        .join(payments, payments.c.order_id == orders.c.id)
        .outerjoin(made, and_(made.c.order_id == orders.c.id, made.c.made_here == True))  # noqa: E712  # SQL
        .where(orders.c.source.is_(None))
        .group_by(payments.c.id, orders.c.id, orders.c.increment_id)
        .having((payments.c.base_amount_paid_online != taken) | (payments.c.base_amount_refunded_online != given))
        .order_by(orders.c.id)
    )
    for (number,) in connection.execute(query):
        yield f"Order {number}: its payment says another sum than its transactions charged or gave back."


def account_faults(connection: Connection) -> Iterator[str]:
    """Accounts whose movements don't come to their balance, or that are overdrawn."""
    accounts, entries = table_of(model.CreditAccount), table_of(model.CreditEntry)
    total = func.coalesce(func.sum(entries.c.amount), ZERO)
    query = (
        select(accounts.c.increment_id, accounts.c.balance, accounts.c.credit_limit, total)
        .outerjoin(entries, entries.c.account_id == accounts.c.id)
        .group_by(accounts.c.id)
        .having((accounts.c.balance != total) | (accounts.c.balance + accounts.c.credit_limit < ZERO))
        .order_by(accounts.c.id)
    )
    for number, balance, limit, moved in connection.execute(query):
        if balance != moved:
            yield f"Account {number}: its balance is {plain(balance)}, but its movements come to {plain(moved)}."
        if balance + limit < ZERO:
            yield f"Account {number}: its balance of {plain(balance)} is below what its limit {plain(limit)} allows."


def refund_faults(connection: Connection) -> Iterator[str]:
    """Credit memos made here whose money never came to the account that they name, and movements in a foreign currency.

    What tenders get back may come to the same account, so it may be more.
    """
    memos, orders = CREDITMEMO.table, ORDER.table
    accounts, entries = table_of(model.CreditAccount), table_of(model.CreditEntry)
    came = (
        select(entries.c.order_id, accounts.c.kind, func.sum(entries.c.amount).label("amount"))
        .join_from(entries, accounts, accounts.c.id == entries.c.account_id)
        .where(entries.c.reason == credit_records.REFUND)
        .group_by(entries.c.order_id, accounts.c.kind)
        .subquery()
    )
    total, kinds = func.sum(memos.c.base_grand_total), (credit_records.STORE_CREDIT, credit_records.COMPANY_CREDIT)
    query = (
        select(orders.c.increment_id, memos.c.refund_to, total, func.coalesce(came.c.amount, ZERO))
        .join_from(memos, orders, orders.c.id == memos.c.order_id)
        .outerjoin(came, and_(came.c.order_id == memos.c.order_id, came.c.kind == memos.c.refund_to))
        .where(memos.c.source.is_(None), memos.c.refund_to.in_(kinds))
        .group_by(orders.c.id, orders.c.increment_id, memos.c.refund_to, came.c.amount)
        .having(total > func.coalesce(came.c.amount, ZERO))
        .order_by(orders.c.id)
    )
    for number, kind, due, moved in connection.execute(query):
        words = kind.replace("_", " ")
        yield f"Order {number}: credit memos give {plain(due)} to {words}, but its movements come to {plain(moved)}."
    foreign = (
        select(accounts.c.increment_id, orders.c.increment_id)
        .join_from(entries, accounts, accounts.c.id == entries.c.account_id)
        .join(orders, orders.c.id == entries.c.order_id)
        .where(accounts.c.currency != orders.c.base_currency_code)
        .order_by(entries.c.id)
    )
    for account, order in connection.execute(foreign):
        yield f"Account {account}: a movement of order {order} is in another currency than the account."


def doubt_faults(connection: Connection, now: datetime) -> Iterator[str]:
    """What payment systems have owed an answer to for too long."""
    attempts, orders, agreements = table_of(model.PaymentAttempt), ORDER.table, AGREEMENT.table
    kind, key = attempts.c.subject_kind, attempts.c.subject_id
    query = (
        select(attempts, func.coalesce(orders.c.increment_id, agreements.c.increment_id, "").label("number"))
        .outerjoin(orders, (kind == "order") & (orders.c.id == key))
        .outerjoin(agreements, (kind == "agreement") & (agreements.c.id == key))
        .where(attempts.c.is_open == True, attempts.c.asked_at < now - LONGEST_DOUBT)  # noqa: E712  # SQL
        .order_by(attempts.c.id)
    )
    words = {"order": "Order", "agreement": "Billing agreement"}
    for row in connection.execute(query):
        money = f"{amount_text(row.amount, currency_digits(row.currency))} {row.currency}"
        name = f"{words.get(row.subject_kind, row.subject_kind)} {row.number or row.subject_id}"
        yield (
            f"{name}: the {row.operation} of {money} is in doubt since {row.asked_at:%Y-%m-%d %H:%M} UTC; ask the "
            f"payment system again ({row.subject_kind}.settle)."
        )
