"""Single fields of a record as values of the rules: numbers, texts, moments; what is missing stays None."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from sales_tui.core.money import round_half_up
from sales_tui.model.columns import EPOCH
from sales_tui.store.importing.values import FieldError, flag, instant, label, named, number, text

V = TypeVar("V")


class Fields:
    """The fields of one record, at a path inside the whole; every reader raises FieldError."""

    def __init__(self, record: Mapping[str, Any], path: str = "") -> None:
        self.record = record
        self.path = path

    def read(self, name: str, convert: Callable[[Any], V]) -> V | None:
        """The field converted; None where it is missing or null."""
        value = self.record.get(name)
        if value is None:
            return None
        try:
            return convert(value)
        except ValueError as error:
            raise FieldError(self.path + name, str(error)) from None
        except TypeError:
            raise FieldError(self.path + name, f"must be a single value, not {named(value)}") from None

    def amount(self, *names: str) -> Decimal | None:
        """The first of these that is there, 0 or more, with four decimals at most."""
        for name in names:
            if self.record.get(name) not in (None, ""):
                return self.read(name, _amount)
        return None

    def words(self, *names: str) -> str:
        """The first of these texts that is there, else an empty one."""
        for name in names:
            if self.record.get(name) not in (None, ""):
                return self.read(name, label) or ""
        return ""

    def long_text(self, name: str) -> str:
        """A text of any length."""
        return self.read(name, text) or ""

    def flag(self, name: str, missing: bool = False) -> bool:
        """Yes or no."""
        found = self.read(name, flag)
        return missing if found is None else bool(found)

    def moment(self, name: str) -> datetime | None:
        """An instant in UTC."""
        return self.read(name, lambda value: EPOCH + timedelta(microseconds=instant(value)))

    def part(self, name: str) -> Fields:
        """An object inside; an empty one where it is missing."""
        value = self.record.get(name)
        if value is not None and not isinstance(value, dict):
            if isinstance(value, list) and not value:  # what PHP makes of an empty object
                return Fields({}, f"{self.path}{name}.")
            raise FieldError(self.path + name, f"must be an object, not {named(value)}")
        return Fields(value or {}, f"{self.path}{name}.")

    def parts(self, name: str) -> list[Fields]:
        """The objects of a list; none where it is missing."""
        value = self.record.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise FieldError(self.path + name, f"must be a list, not {named(value)}")
        made = []
        for place, one in enumerate(value):
            path = f"{self.path}{name}[{place}]"
            if not isinstance(one, dict):
                raise FieldError(path, f"must be an object, not {named(one)}")
            made.append(Fields(one, f"{path}."))
        return made


def _amount(value: object) -> Decimal:
    exact = number(value)
    if exact < 0:
        raise ValueError(f"{value} is negative")
    return round_half_up(exact, 4)
