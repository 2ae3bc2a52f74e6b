"""What was done, as the journal has it, and what would take it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Deed:
    """An action that was done to a record."""

    id: int
    """Key of the journal's entry."""
    action: str
    target: str
    """The record's number."""
    at: datetime
    """In UTC."""
    who: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    """Column of the order, or of whatever it is about -> (before, after), as the journal's JSON has them."""
    created: Mapping[str, list[str]] = field(default_factory=dict)
    """Numbers of the documents made, by workspace."""
    undid: Deed | None = None
    """The deed that it took back, if it did."""


@dataclass(frozen=True, slots=True)
class Inverse:
    """The action that takes a deed back. Its own guard still decides whether it can be done."""

    action: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
