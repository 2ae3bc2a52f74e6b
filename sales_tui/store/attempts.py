"""What payment systems are asked, written down before they are: one open attempt a record at most, held by an index."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, insert, select, update

from sales_tui import model
from sales_tui.rules.gateway import Answer, Call, Operation
from sales_tui.store.actor import Actor
from sales_tui.store.mapping import table_of
from sales_tui.store.requests import Request, as_json

_table = table_of(model.PaymentAttempt)


@dataclass(frozen=True, slots=True)
class Attempt:
    """Something that is asked, on behalf of which request."""

    key: str
    call: Call
    request: Request


def new_key() -> str:
    """An idempotency key that nobody used before."""
    return uuid4().hex


def write(
    connection: Connection,
    attempt: Attempt,
    subject: tuple[str, int],
    actor: Actor,
    now: datetime,
    patience: int,
) -> None:
    """Write it down. Raises IntegrityError where the record has an open one."""
    call, request = attempt.call, attempt.request
    kind, key = subject
    row = {
        "key": attempt.key,
        "subject_kind": kind,
        "subject_id": key,
        "order_id": key if kind == "order" else None,
        "operation": call.operation.value,
        "method": call.method,
        "amount": call.amount,
        "currency": call.currency,
        "call": as_json(asdict(call)),
        "verdict": "",
        "answer": "{}",
        "reason": "",
        "is_open": True,
        "action": request.action,
        "target": request.target,
        "parameters": as_json(request.parameters),
        "request_key": request.key,
        "system_user": actor.system_user,
        "operator": actor.operator,
        "host": actor.host,
        "asked_at": now,
        "patience": patience,
    }
    connection.execute(insert(_table), [row])


def read(connection: Connection, attempt_id: int) -> Attempt:
    """An attempt as it was written down."""
    row = connection.execute(select(_table).where(_table.c.id == attempt_id)).one()
    told: dict[str, Any] = json.loads(row.call)
    told["operation"] = Operation(told["operation"])
    told["amount"] = Decimal(told["amount"])
    if told["parent_amount"] is not None:
        told["parent_amount"] = Decimal(told["parent_amount"])
    request = Request(row.action, row.target, json.loads(row.parameters), row.request_key)
    return Attempt(row.key, Call(**told), request)


def still_open(connection: Connection, keys: Sequence[str]) -> set[str]:
    """Those of the attempts, by their keys, that nobody settled yet."""
    return set(connection.scalars(select(_table.c.key).where(_table.c.key.in_(keys), _table.c.is_open == 1)))


def leave_in_doubt(connection: Connection, key: str, answer: Answer) -> None:
    """No answer came; it stays open."""
    values = {"verdict": answer.verdict.value, "reason": answer.reason or "no answer"}
    connection.execute(update(_table).where(_table.c.key == key, _table.c.is_open == 1).values(values))


def settle(connection: Connection, answered: Sequence[tuple[str, Answer]], now: datetime) -> None:
    """Close attempts with their answers, in the transaction of their effects. Raises LookupError where one was closed
    by somebody else meanwhile.
    """
    for key, answer in answered:
        values = {
            "verdict": answer.verdict.value,
            "answer": as_json(asdict(answer)),
            "reason": answer.reason,
            "is_open": False,
            "settled_at": now,
        }
        result = connection.execute(update(_table).where(_table.c.key == key, _table.c.is_open == 1).values(values))
        if result.rowcount != 1:
            raise LookupError(f"attempt {key} was settled by somebody else")
