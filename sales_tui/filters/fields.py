"""What a filter may ask about: fields by name, each with the kind of values it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What the values of a field are, hence what may stand behind its colon."""

    TEXT = "text"
    """Contained, whatever its case and accents; `abc*` at the beginning, `*abc` at the end, `=abc` the whole of it."""
    CODE = "code"
    """One of a few codes with words for people; either may be written, in any case."""
    NAME = "name"
    """The name of one of a few things that the database lists, such as stores; compared like a text."""
    AMOUNT = "amount"
    """Money or a quantity, kept as an integer x 10^4: `12`, `>12`, `10..20`."""
    INTEGER = "integer"
    DATE = "date"
    """An instant, asked for by days of the store's time: `2026`, `2026-11`, `2026-11-23`, `today`, `-7d..`."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a filter."""

    name: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    """For codes, and for dates that may be asked for in words too: code -> what people read."""
    is_optional: bool = True
    """Whether `none` and `any` make sense: a record may be without it."""
    help: str = ""
    """What it is, for the completion."""
    knows_me: bool = False
    """Whether it names one of us, so that `me` is whoever asks."""

    @property
    def knows_none(self) -> bool:
        """Whether `none` and `any` mean something; amounts and numbers are 0 rather than absent."""
        return self.is_optional and self.kind not in (Kind.AMOUNT, Kind.INTEGER)


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a workspace."""

    all: tuple[Field, ...]
    title: str = "Records"
    """How the workspace is called at the beginning of a sentence."""

    def find(self, name: str) -> Field | None:
        """The field of that name or alias, in any case."""
        wanted = name.lower()
        return next((one for one in self.all if wanted == one.name or wanted in one.aliases), None)
