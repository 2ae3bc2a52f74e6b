"""Writes companies' credit that came in: a new account with its opening balance; what was done here stays."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, exists, select, update

from sales_tui import model
from sales_tui.core.money import ZERO
from sales_tui.rules.credit_records import COMPANY_CREDIT, CORRECTION, OPENING
from sales_tui.rules.credit_records import Entry as Movement
from sales_tui.rules.payment_records import Account
from sales_tui.store.importing.batch import Entry, Writing
from sales_tui.store.importing.credits import CreditRows
from sales_tui.store.importing.known import IMPORTED, Stored
from sales_tui.store.importing.values import FieldError
from sales_tui.store.importing.write_catalog import COMPANY
from sales_tui.store.mapping import ACCOUNT, table_of
from sales_tui.store.save_credits import book_entries, open_accounts

Credits = list[Entry[CreditRows]]

_ACCOUNT, _ENTRY, _JOURNAL = ACCOUNT.table, table_of(model.CreditEntry), table_of(model.Journal)
_BY = "import"


def write_credits(writing: Writing, entries: Iterable[Entry[CreditRows]]) -> Credits:
    """Bring companies' credit in, known by the source's id. Returns those that were written."""
    written: Credits = []
    for entry in entries:
        memory = _memory(writing, entry.rows)
        if memory is not None and memory.digest == entry.rows.digest:
            writing.outcome.tallies.append(("credit", "unchanged"))
            continue
        try:
            _write(writing, entry, memory)
        except FieldError as error:
            writing.outcome.refuse("credit", entry.located, error)
        else:
            written.append(entry)
    writing.remember(written)
    return written


def _memory(writing: Writing, credit: CreditRows) -> Row[Any] | None:
    query = select(IMPORTED).where(
        IMPORTED.c.kind == "credit", IMPORTED.c.source == writing.source, IMPORTED.c.entity_id == credit.entity_id
    )
    return writing.connection.execute(query).first()


def _write(writing: Writing, entry: Entry[CreditRows], memory: Row[Any] | None) -> None:
    """Raises FieldError."""
    credit, connection = entry.rows, writing.connection
    ours = (COMPANY.c.source == writing.source, COMPANY.c.entity_id == credit.company_id)
    company = connection.execute(select(COMPANY).where(*ours)).first()
    if company is None:
        reason = f"company {credit.company_id} is not in the database: import the company first"
        raise FieldError("company_id", reason, "import.unknown_company")
    same = (_ACCOUNT.c.company_id == company.id, _ACCOUNT.c.kind == COMPANY_CREDIT)
    query = select(*ACCOUNT.columns).where(*same, _ACCOUNT.c.currency == credit.currency)
    row = connection.execute(query).first()
    if row is None and memory is None:
        entry.id = _open(writing, credit, company)
        return
    if row is None or memory is None or memory.record_id != row.id:
        raise FieldError("company_id", f"company {company.name} has another account already", "import.duplicate")
    _renew(writing, entry, ACCOUNT.build(tuple(row)), memory)


def _open(writing: Writing, credit: CreditRows, company: Row[Any]) -> int:
    account = Account(None, "", COMPANY_CREDIT, company.name, credit.currency, credit_limit=credit.credit_limit)
    account.company_id, account.owner_email = company.id, company.email
    open_accounts(writing.connection, [account], writing.now)
    book_entries(writing.connection, account, [Movement(credit.balance, OPENING)], writing.now, _BY)
    assert account.id is not None
    return account.id


def _renew(writing: Writing, entry: Entry[CreditRows], account: Account, memory: Row[Any]) -> None:
    """As the source has it by now, unless something was done to it here. Raises FieldError."""
    credit, connection = entry.rows, writing.connection
    assert account.id is not None
    booked = exists().where(_ENTRY.c.account_id == account.id, _ENTRY.c.by != _BY)
    acted = exists().where(
        _JOURNAL.c.target_kind == "account", _JOURNAL.c.target_id == account.id, _JOURNAL.c.outcome == "ok"
    )
    if connection.scalar(select(booked | acted)):
        sentence = f"the credit of {account.owner} was changed at the source, but it was worked on here"
        raise FieldError("", sentence, "import.conflict")
    entry.id = account.id
    entry.stored = Stored(account.id, writing.source, credit.entity_id, credit.number, memory.digest)
    moved = credit.balance - account.balance
    # The higher limit first: the balance may only be covered by one of the two.
    for limit in (max(account.credit_limit, credit.credit_limit), credit.credit_limit):
        values = {"credit_limit": limit, "version": _ACCOUNT.c.version + 1, "updated_at": writing.now}
        connection.execute(update(_ACCOUNT).where(_ACCOUNT.c.id == account.id).values(values))
        if moved:
            book_entries(connection, account, [Movement(moved, CORRECTION, comment="as imported")], writing.now, _BY)
            moved = ZERO
