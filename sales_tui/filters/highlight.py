"""A filter in pieces to paint, with the place of its mistake."""

from __future__ import annotations

from itertools import pairwise

from sales_tui.filters.error import FilterError
from sales_tui.filters.scan import scan

MISTAKE = "mistake"
"""The role of what can't be read; the other roles are those of `scan`."""


def parts(text: str, error: FilterError | None) -> list[tuple[str, str]]:
    """The text as (piece, role) with the roles field, value, word, sign, space and mistake; joined it is the text."""
    found: list[tuple[str, str]] = []
    start, end = (error.start, error.end) if error else (0, 0)
    for piece in scan(text):
        cuts = sorted({piece.start, piece.end, *(at for at in (start, end) if piece.start < at < piece.end)})
        for first, last in pairwise(cuts):
            role = MISTAKE if start <= first and last <= end else piece.role.value
            if found and role == MISTAKE == found[-1][1]:
                found[-1] = (found[-1][0] + text[first:last], MISTAKE)
            else:
                found.append((text[first:last], role))
    return found
