"""What is asked of the runner, and what it answers: one request and one outcome a record."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from typing import Any, Literal

from sales_tui.actions.base import Command, Moved
from sales_tui.core.money import plain


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a job a request stands: the outcome is written there in the same commit as the effect."""

    job_id: int
    position: int
    """Of the record, from 0."""
    step: int = 0
    """Which of the job's steps it is, from 0."""
    steps: int = 1
    """How many there are."""
    created: Mapping[str, list[str]] = field(default_factory=dict)
    """What the steps before it made."""

    @property
    def is_last(self) -> bool:
        """Whether the record is through when it is done."""
        return self.step == self.steps - 1

    def told(self, outcome: Outcome, title: str) -> Outcome:
        """What became of the whole record by that, where `title` is what the step does."""
        created = {name: [*numbers] for name, numbers in self.created.items()}
        for name, numbers in outcome.created.items():
            created[name] = [*created.get(name, ()), *numbers]
        message = outcome.message
        if self.steps > 1:
            message = f"Step {self.step + 1} of {self.steps}, {title}: {message}"
        return replace(outcome, created=created, message=message)


@dataclass(frozen=True, slots=True)
class Request:
    """One action on one record."""

    action: str
    target: str
    """The number of the record."""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    key: str | None = None
    """Idempotency key."""
    expected_version: int | None = None
    """The order's version that the person saw; an order changed since then is refused."""
    undoes: int | None = None
    """The journal's entry that it takes back."""
    place: Place | None = None
    """Where it stands, if it is a part of a job."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one request."""

    do: str
    target: str
    outcome: Literal["ok", "refused", "failed"]
    message: str
    code: str | None = None
    created: Mapping[str, list[str]] = field(default_factory=dict)
    """Workspace -> numbers of the documents made."""
    repeated: bool = False
    order_id: int | None = None
    money: Moved | None = None
    """What an invoice's money would do or did; no part of the result line."""
    version: int | None = None
    """Of what it is about, where it was only tried: what it was when somebody looked."""

    @property
    def ok(self) -> bool:
        """Whether it was done."""
        return self.outcome == "ok"

    def result(self) -> dict[str, Any]:
        """The result line of INTERFACE §4, without its line number."""
        line = {
            "do": self.do,
            "target": self.target,
            "outcome": self.outcome,
            "code": self.code,
            "message": self.message,
            "created": dict(self.created),
        }
        return line | {"repeated": True} if self.repeated else line


def digest(action: str, target: str, command: Command) -> str:
    """Fingerprint of what is asked, for the idempotency key: the same whether it came as 1, "1" or 1.0."""
    values = {item.name: getattr(command, item.name) for item in fields(command)}
    return hashlib.sha256(as_json([action, target, values]).encode()).hexdigest()


def as_json(value: Any) -> str:
    """Canonical JSON: sorted, exact numbers as text."""
    return _ENCODER.encode(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)


_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, default=_plain)
