"""A few filters with what they mean: shown before anything is typed."""

from __future__ import annotations

from datetime import UTC, datetime

from sales_tui.filters.error import FilterError
from sales_tui.filters.fields import Fields
from sales_tui.filters.resolve import Calendar, read

FEW = 8

EXAMPLES = (
    ("costello", "a word: part of a name, SKU, e-mail, or the end of a number"),
    ('"ana silva"', "words that stand together"),
    ("status:pending,processing", "either of these"),
    ("status:open", "those with that status; a comma adds another"),
    ("total:>100", "above 100; also 10..20 or <=5"),
    ("pieces:>10", "above 10; also 2..5 or <=3"),
    ("date:today", "also yesterday, week, month, 2026-11, -7d.."),
    ("todo:ship", "to ship, and paid or paid later"),
    ("-status:closed", "all but these"),
    ("tracking:none", "without one; any: with one"),
    ("sku:MUG*", "begins with MUG"),
    ("-todo:ship", "all but these"),
)


def examples(fields: Fields) -> list[tuple[str, str]]:
    """(filter, meaning), each of them one that can be asked of these fields."""
    calendar = Calendar(datetime(2026, 11, 23, tzinfo=UTC), UTC)
    return [example for example in EXAMPLES if _is_readable(example[0], fields, calendar)][:FEW]


def _is_readable(text: str, fields: Fields, calendar: Calendar) -> bool:
    try:
        read(text, fields, calendar)
    except FilterError:
        return False
    return True
