"""Lines of a settlement file that take others back: the rest of a reservation, failed charges, failed refunds.

They wait as rows without an outcome, with an amount below 0, until all other lines are there.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from sales_tui.core.money import ZERO, amount_text, currency_digits
from sales_tui.store.reconcile_lines import DIFFERING, MATCHED, MISSING_HERE, FileLine
from sales_tui.store.reconcile_match import (
    LINE,
    ORDER,
    TRANSACTION,
    TRANSACTION_COLUMNS,
    Found,
    Matcher,
    differences_of,
    of_settlement,
)

BATCH = 500
"""Rows that are gone through at once."""


def undo(connection: Connection, settlement_id: int) -> int:
    """Take them off the lines that they are about. Returns how many lines stand for nothing any more.

    What is about no line of this file is compared with the transactions here, which it contradicts.
    """
    gone = 0
    query = select(LINE).where(of_settlement(settlement_id), LINE.c.outcome == "").order_by(LINE.c.id)
    while rows := connection.execute(query.limit(BATCH)).all():
        for row in rows:
            partner = _partner(connection, row)
            if partner is None:
                _judge_alone(connection, row)
            else:
                gone += _take_off(connection, row, partner)
    return gone


def _partner(connection: Connection, row: Row[Any]) -> Row[Any] | None:
    """The line of the file that it takes back."""
    query = select(LINE).where(
        of_settlement(row.settlement_id),
        LINE.c.number_tail == row.number_tail,
        LINE.c.txn_type == row.txn_type,
        LINE.c.outcome != "",
        LINE.c.amount > ZERO,
    )
    return connection.execute(query.order_by(LINE.c.id).limit(1)).first()


def _take_off(connection: Connection, row: Row[Any], partner: Row[Any]) -> int:
    """One line less, or both where nothing is left and nothing is here either."""
    left = partner.amount + row.amount
    keys = [row.id]
    if left == ZERO and partner.transaction_id is None:
        keys.append(partner.id)
    else:
        values = {"amount": left, "fee": partner.fee + row.fee, **_compared(connection, partner, left)}
        connection.execute(update(LINE).where(LINE.c.id == partner.id).values(values))
    connection.execute(delete(LINE).where(LINE.c.id.in_(keys)))
    return len(keys)


def _compared(connection: Connection, partner: Row[Any], left: Any) -> dict[str, str]:
    """Outcome and note of a line once its amount has changed."""
    if partner.transaction_id is None:
        return {}
    joined = TRANSACTION.join(ORDER, ORDER.c.id == TRANSACTION.c.order_id)
    query = select(*TRANSACTION_COLUMNS).select_from(joined).where(TRANSACTION.c.id == partner.transaction_id)
    differences = differences_of(partner.txn_type, left, partner.currency, Found(*connection.execute(query).one()))
    return {"outcome": DIFFERING if differences else MATCHED, "note": differences}


def _judge_alone(connection: Connection, row: Row[Any]) -> None:
    """It takes back what an earlier file had."""
    names = (row.increment_id,)
    line = FileLine(row.line, row.txn_type, names, names, -row.amount, row.fee, row.currency, None, True)
    found = Matcher(connection, row.settlement_id, [line]).find(line)
    amount = amount_text(-row.amount, currency_digits(row.currency))
    values: dict[str, Any] = {"outcome": MISSING_HERE, "note": f"taken back in the file: {amount}"}
    if found is not None:
        values |= {
            "outcome": DIFFERING,
            "transaction_id": found.id,
            "order_id": found.order_id,
            "amount_here": found.amount,
        }
    connection.execute(update(LINE).where(LINE.c.id == row.id).values(values))
