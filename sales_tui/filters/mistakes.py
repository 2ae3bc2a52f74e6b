"""Sentences about what can't be read, with the near ones of what there is."""

from __future__ import annotations

from collections.abc import Iterable

from sales_tui.core.folding import fold
from sales_tui.filters.error import FilterError
from sales_tui.filters.fields import Field, Fields
from sales_tui.filters.tree import Term, Value
from sales_tui.filters.write import literal, write_value

FEW = 12
"""So many can be listed in a sentence."""

_SHOWN = 40


def wrong(value: Value, message: str) -> FilterError:
    """A mistake in a value."""
    return FilterError(message, value.start, value.end)


def shown(text: str) -> str:
    """A text of the filter, as a sentence quotes it."""
    return f"'{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + '…'}'"


def near(text: str, known: Iterable[str]) -> list[str]:
    """At most three of the known that look like it or begin with it."""
    from difflib import get_close_matches

    by_fold: dict[str, str] = {}
    for one in known:
        by_fold.setdefault(fold(one), one)
    wanted = fold(text)
    beginning = [one for one in by_fold if wanted and one.startswith(wanted)]
    alike = get_close_matches(wanted, by_fold, 3, 0.6)
    return [by_fold[one] for one in dict.fromkeys([*beginning, *alike])][:3]


def unknown_field(term: Term, fields: Fields) -> FilterError:
    """The field of a term doesn't exist."""
    name = term.name or ""
    found = near(name, (one for field in fields.all for one in (field.name, *field.aliases)))
    known = "" if found else f" The fields are {', '.join(field.name for field in fields.all)}."
    start = term.start + term.negated
    return FilterError(
        f"{fields.title} have no field {shown(name)}{_asked(found)}{known} A text with a colon in it is searched for in"
        f" quotes.",
        start,
        start + len(name),
    )


def unknown_code(field: Field, value: Value) -> FilterError:
    """A field has no such code."""
    found = near(value.text, (one for code, label in field.words.items() for one in (code, label)))
    written = [write_value(literal(one)) for one in found]
    known = f" The codes are {', '.join(field.words)}." if len(field.words) <= FEW else ""
    return wrong(value, f"{shown(value.text)} is no {field.name}{_asked(written)}{known}")


def _asked(found: list[str]) -> str:
    return f"; did you mean {' or '.join(found)}?" if found else "."
