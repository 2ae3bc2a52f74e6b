"""What a record comes to in a few lines."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the record: pieces, what, and what is still open of it."""

    qty: str
    sku: str
    name: str
    open: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """The gist of a record. All texts are as they came: not yet made safe for a terminal."""

    number: str
    status: str
    heads: tuple[str, ...]
    """Beside the status: how it is paid, how far it is."""
    name: str
    """Whose it is."""
    people: tuple[str, ...]
    """Who and where."""
    notes: tuple[str, ...]
    """What they want us to know."""
    lines: tuple[Line | str, ...]
    """Its pieces; of what has none, what else belongs to it."""
    sums: tuple[tuple[str, str], ...]
    """(label, amount), the total last."""
