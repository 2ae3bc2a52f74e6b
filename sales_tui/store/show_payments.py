"""Billing agreements, accounts and settlement lines, each whole, with their orders or movements."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, and_, select

from sales_tui import model
from sales_tui.actions.base import Context, Target
from sales_tui.rules.payment_records import Account, Agreement, OpenAttempt
from sales_tui.store.allowed import allowed_actions
from sales_tui.store.load_payments import as_record
from sales_tui.store.mapping import ORDER, table_of
from sales_tui.store.rest import Shaper, iso
from sales_tui.store.show_jobs import show_job, show_outcome
from sales_tui.store.show_journal import show_journal_entry
from sales_tui.store.show_quotes import show_quote
from sales_tui.store.show_transactions import show_transaction
from sales_tui.store.targets import full_number

Record = dict[str, Any]

_AGREEMENT, _LINK = table_of(model.BillingAgreement), table_of(model.BillingAgreementOrder)
_ACCOUNT, _ENTRY = table_of(model.CreditAccount), table_of(model.CreditEntry)
_SETTLEMENT, _LINE = table_of(model.Settlement), table_of(model.SettlementLine)
_CUSTOMER, _COMPANY, _STORE = table_of(model.Customer), table_of(model.Company), table_of(model.Store)
_ATTEMPT, _IMPORTED = table_of(model.PaymentAttempt), table_of(model.Imported)

_PAID = ("increment_id", "state", "status", "order_currency_code", "base_currency_code")


def show_agreement(connection: Connection, number: str, context: Context) -> Record | None:
    """The billing agreement with the orders paid by it, the newest first; None where there is none."""
    row = _numbered(connection, _AGREEMENT, number)
    if row is None:
        return None
    extra = _extra(connection, row.id)
    store = connection.scalar(select(_STORE.c.store_id).where(_STORE.c.id == row.store_id))
    told = ("reference_id", "status", "method_code", "agreement_label")
    person = ("customer_email", "customer_firstname", "customer_lastname")
    agreement = Agreement(row.id, row.increment_id, row.reference_id, row.method_code, row.status, version=row.version)
    agreement.customer_id, agreement.attempt = row.customer_id, _open_attempt(connection, row.id)
    return {
        "agreement_id": row.entity_id or row.id,
        "increment_id": row.increment_id,
        **{name: row._mapping[name] for name in told},
        "store_id": extra.pop("store_id", None) if store is None else store,
        "customer_id": _source_id(connection, _CUSTOMER, "customer_id", row.customer_id),
        **{name: row._mapping[name] for name in person},
        "created_at": iso(row.created_at),
        "updated_at": iso(row.updated_at),
        "orders": [_paid_order(one) for one in connection.execute(_paid_by(row.id))],
        "allowed_actions": allowed_actions("agreement", Target(agreement), context),
        "extra": {name: value for name, value in extra.items() if name != "store_id"} or None,
    }


def _paid_by(agreement: int) -> Select[Any]:
    table = ORDER.table
    linked = table.join(_LINK, _LINK.c.order_id == table.c.id)
    query = select(table).select_from(linked).where(_LINK.c.agreement_id == agreement)
    return query.order_by(table.c.created_at.desc(), table.c.id.desc())


def _paid_order(row: Row[Any]) -> Record:
    shaper = Shaper(row.order_currency_code, row.base_currency_code)
    return {
        "entity_id": row.entity_id or row.id,
        **{name: row._mapping[name] for name in _PAID},
        "created_at": iso(row.created_at),
        "grand_total": shaper.money(row.grand_total),
        "base_grand_total": shaper.money(row.base_grand_total, base=True),
    }


def show_account(connection: Connection, number: str, context: Context) -> Record | None:
    """The account with its movements, the newest first; None where there is none."""
    row = _numbered(connection, _ACCOUNT, number)
    if row is None:
        return None
    same = ("kind", "owner", "currency", "balance", "credit_limit", "version")
    account = Account(id=row.id, increment_id=row.increment_id, **{name: row._mapping[name] for name in same})
    shaper = Shaper(row.currency, row.currency)
    amounts = {"balance": row.balance, "credit_limit": row.credit_limit, "available": account.available}
    return {
        "account_id": row.id,
        "increment_id": row.increment_id,
        "kind": row.kind,
        "owner": row.owner,
        "owner_email": row.owner_email,
        "customer_id": _source_id(connection, _CUSTOMER, "customer_id", row.customer_id),
        "company_id": _source_id(connection, _COMPANY, "entity_id", row.company_id),
        "currency": row.currency,
        **{name: shaper.money(amount) for name, amount in amounts.items()},
        "created_at": iso(row.created_at),
        "updated_at": iso(row.updated_at),
        "entries": [_entry(shaper, one) for one in connection.execute(_movements(row.id))],
        "allowed_actions": allowed_actions("account", Target(account), context),
    }


def _movements(account: int) -> Select[Any]:
    table = ORDER.table
    joined = _ENTRY.outerjoin(table, table.c.id == _ENTRY.c.order_id)
    query = select(_ENTRY, table.c.increment_id).select_from(joined).where(_ENTRY.c.account_id == account)
    return query.order_by(_ENTRY.c.id.desc())


def _entry(shaper: Shaper, row: Row[Any]) -> Record:
    return {
        "created_at": iso(row.created_at),
        "amount": shaper.money(row.amount),
        "balance": shaper.money(row.balance),
        "reason": row.reason,
        "reference": row.reference,
        "comment": row.comment,
        "by": row.by,
        "order_increment_id": row.increment_id,
    }


def show_settlement_line(connection: Connection, number: str, context: Context) -> Record | None:
    """The newest line of a settlement about that transaction; None where there is none."""
    table = ORDER.table
    joined = _LINE.join(_SETTLEMENT, _SETTLEMENT.c.id == _LINE.c.settlement_id)
    joined = joined.outerjoin(table, table.c.id == _LINE.c.order_id)
    columns = (_SETTLEMENT.c.file, _SETTLEMENT.c.method, table.c.increment_id.label("order_increment_id"))
    query = select(_LINE, *columns).select_from(joined).where(_LINE.c.increment_id == number)
    row = connection.execute(query.order_by(_LINE.c.id.desc()).limit(1)).first()
    if row is None:
        return None
    shaper = Shaper(row.currency, row.currency)
    same = ("increment_id", "line", "txn_type", "currency", "outcome", "note", "file", "method", "order_increment_id")
    amounts = {name: row._mapping[name] for name in ("amount", "amount_here", "fee")}
    return {
        **{name: row._mapping[name] for name in same},
        **{name: None if amount is None else shaper.money(amount) for name, amount in amounts.items()},
        "created_at": iso(row.created_at),
        "settled_at": iso(row.settled_at) if row.settled_at else None,
        "allowed_actions": [],
    }


def open_attempts(connection: Connection, kind: str, key: int, context: Context) -> list[Record]:
    """What a payment system was asked about an order or an agreement and hasn't answered."""
    return [_attempt(row, context) for row in connection.execute(_open(kind, key))]


def _open(kind: str, key: int) -> Select[Any]:
    query = select(_ATTEMPT).where(_ATTEMPT.c.subject_kind == kind, _ATTEMPT.c.subject_id == key)
    return query.where(_ATTEMPT.c.is_open == 1).order_by(_ATTEMPT.c.id)


def _attempt(row: Row[Any], context: Context) -> Record:
    same = ("operation", "method", "currency", "reason")
    return {
        **{name: row._mapping[name] for name in same},
        "amount": Shaper(row.currency, row.currency).money(row.amount),
        "asked_at": iso(row.asked_at),
        "by": row.operator or row.system_user,
        "is_in_doubt": as_record(row).is_in_doubt(context.now),
    }


def _open_attempt(connection: Connection, agreement: int) -> OpenAttempt | None:
    row = connection.execute(_open("agreement", agreement)).first()
    return as_record(row) if row else None


def _numbered(connection: Connection, table: Table, number: str) -> Row[Any] | None:
    """The record with that number as it was typed, else with its leading zeros."""
    for spelling in (number.strip(), full_number(number)):
        if row := connection.execute(select(table).where(table.c.increment_id == spelling)).first():
            return row
    return None


def _source_id(connection: Connection, table: Table, column: str, key: int | None) -> int | None:
    """The id in the source of a customer or company, else our own key."""
    if key is None:
        return None
    return connection.scalar(select(table.c[column]).where(table.c.id == key)) or key


def _extra(connection: Connection, agreement: int) -> Record:
    """What the import kept beside the columns."""
    ours = and_(_IMPORTED.c.kind == "agreement", _IMPORTED.c.record_id == agreement)
    text = connection.scalar(select(_IMPORTED.c.extra).where(ours))
    extra: Record = json.loads(text) if text else {}
    return extra


PAYMENT_KINDS: dict[str, Callable[[Connection, str, Context], Record | None]] = {
    "transaction": show_transaction,
    "agreement": show_agreement,
    "account": show_account,
    "quote": show_quote,
    "settlement_line": show_settlement_line,
    "journal_entry": show_journal_entry,
    "job": show_job,
    "job_record": show_outcome,
}
"""Kinds of record that are no orders and no documents of one, and what shows them by their number."""
