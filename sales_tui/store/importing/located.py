"""A record with the place it was read from, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from sales_tui.core.refusal import Refusal

KINDS = {
    "order": "orders",
    "invoice": "invoices",
    "shipment": "shipments",
    "creditmemo": "creditmemos",
    "return": "returns",
    "transaction": "transactions",
    "agreement": "agreements",
    "product": "products",
    "company": "companies",
    "credit": "credits",
    "quote": "quotes",
    "quote_reply": "replies",
}
"""Kinds of record that come in, and what many of them are called."""

OTHER = "records"
"""Where refusals are counted whose kind isn't known or doesn't come in."""


@dataclass(frozen=True, slots=True)
class Located:
    """A record as it was read: JSON's own types, fractions as their text or as Decimal; or why it could not be read."""

    file: str
    record: object = None
    line: int | None = None
    """From 1, in JSON Lines."""
    index: int | None = None
    """From 0, in an array or a reply."""
    problem: Refusal | None = None


@dataclass(frozen=True, slots=True)
class RefusedRecord:
    """A record that did not come in: where it is, which field, and why."""

    file: str
    line: int | None
    index: int | None
    field: str
    """Path inside the record, such as `items[2].qty_ordered`; empty: the whole record."""
    code: str
    message: str

    @property
    def place(self) -> str:
        """File, place and field for people."""
        parts = [self.file]
        if self.line is not None:
            parts.append(f"line {self.line}")
        if self.index is not None:
            parts.append(f"index {self.index}")
        if self.field:
            parts.append(self.field)
        return ", ".join(parts)


@dataclass(slots=True)
class Counts:
    """What became of the records of one kind."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0


@dataclass(slots=True)
class ImportReport:
    """What became of all records."""

    kinds: dict[str, Counts] = field(default_factory=dict)
    """By plural name, in the order of KINDS; only kinds that occurred."""
    refused: list[RefusedRecord] = field(default_factory=list)

    def count(self, kind: str) -> Counts:
        """The counts of a kind ("order"); unknown kinds are counted together."""
        return self.kinds.setdefault(KINDS.get(kind, OTHER), Counts())

    @property
    def refusals(self) -> int:
        """How many records were refused."""
        return sum(counts.refused for counts in self.kinds.values())
