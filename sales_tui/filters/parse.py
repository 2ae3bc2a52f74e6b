"""The terms of a filter, from its text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from sales_tui.filters.error import FilterError
from sales_tui.filters.scan import Piece, Role, scan
from sales_tui.filters.tree import Term, Value


def parse(text: str) -> tuple[Term, ...]:
    """Read a filter; whether its fields and values exist is `resolve`'s matter. Raises FilterError."""
    return tuple(_term(list(group)) for is_space, group in groupby(scan(text), _is_space) if not is_space)


def _is_space(piece: Piece) -> bool:
    return piece.role is Role.SPACE


def _term(pieces: Sequence[Piece]) -> Term:
    start, end = pieces[0].start, pieces[-1].end
    for piece in pieces:
        if piece.problem:
            # Where something is missing, all that stands before it is shown as the place.
            raise FilterError(piece.problem, piece.start if piece.end > piece.start else start, piece.end)
    values = (
        Value(piece.text, piece.quoted, piece.start, piece.end)
        for piece in pieces
        if piece.role in (Role.VALUE, Role.WORD)
    )
    name = next((piece.text for piece in pieces if piece.role is Role.FIELD), None)
    return Term(name, tuple(values), negated=pieces[0].role is Role.SIGN, start=start, end=end)
