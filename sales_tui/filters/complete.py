"""What may stand where somebody is typing: fields, and behind a colon their values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sales_tui.core.folding import phrase
from sales_tui.filters import dates
from sales_tui.filters.fields import Field, Fields, Kind
from sales_tui.filters.scan import Piece, Role, scan
from sales_tui.filters.write import ANY, NONE, literal, write_value

MOST = 50
"""Options at a time."""

KnownValues = Callable[[Field], Sequence[str]]
"""The values that the database knows of a field; only asked for names and for codes without words."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of the things that may stand there."""

    text: str
    """As it is put into the filter."""
    label: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """The choice: `text[start:end]` is what an option's text replaces."""

    start: int
    end: int
    options: tuple[Option, ...] = ()
    """The best first."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    option: Option
    names: tuple[str, ...]
    """What people may type for it, the best known first."""


def complete(text: str, cursor: int, fields: Fields, values: KnownValues) -> Completion:
    """What may stand at the cursor."""
    typed = list(scan(text[:cursor]))
    last = typed[-1] if typed and not _is_behind(typed[-1]) else Piece(Role.WORD, cursor, cursor, "")
    found = _fields(fields) if last.role is Role.WORD else _values(typed, fields, values)
    is_phrase = last.role is Role.WORD and last.quoted
    return Completion(last.start, _end(text, last, cursor), () if is_phrase else _best(last.text, found))


def _is_behind(piece: Piece) -> bool:
    """Whether something new begins behind it."""
    return piece.role in (Role.SPACE, Role.SIGN)


def _end(text: str, last: Piece, cursor: int) -> int:
    """The rest of the word in which the cursor stands is replaced too."""
    whole = (piece for piece in scan(text) if piece.start == last.start and not _is_behind(piece))
    return max((piece.end for piece in whole if not piece.problem), default=cursor)


def _fields(fields: Fields) -> list[_Candidate]:
    return [
        _Candidate(Option(f"{field.name}:", field.name, field.help), (field.name, *field.aliases))
        for field in fields.all
    ]


def _values(typed: Sequence[Piece], fields: Fields, values: KnownValues) -> list[_Candidate]:
    """The values of the field of the last term, without those that it has already."""
    at = max(place for place, piece in enumerate(typed) if piece.role is Role.FIELD)
    field = fields.find(typed[at].text)
    if field is None:
        return []
    taken = {piece.text for piece in typed[at + 1 : -1] if piece.role is Role.VALUE}
    found = [*_of_kind(field, values), *_presence(field)]
    return [one for one in found if one.option.label not in taken]


def _of_kind(field: Field, values: KnownValues) -> Iterable[_Candidate]:
    for code, label in field.words.items():
        yield _Candidate(Option(write_value(literal(code)), code, label if label != code else ""), (code, label))
    if field.kind is Kind.CODE and field.words:
        return
    if field.kind in (Kind.CODE, Kind.NAME):
        for name in values(field):
            yield _Candidate(Option(write_value(literal(name)), name), (name,))
    elif field.kind is Kind.DATE:
        for word, help_text in dates.HELP.items():
            yield _Candidate(Option(word, word, help_text), (word,))


def _presence(field: Field) -> Iterable[_Candidate]:
    if field.knows_none:
        for word, help_text in ((ANY, "whatever it is"), (NONE, "records without it")):
            if word not in field.words:
                yield _Candidate(Option(word, word, help_text), (word,))


def _best(typed: str, candidates: Iterable[_Candidate]) -> tuple[Option, ...]:
    wanted = phrase(typed.removeprefix("="))
    ranked = ((_rank(wanted, one.names), place, one.option) for place, one in enumerate(candidates))
    fitting = sorted((rank, place, option) for rank, place, option in ranked if rank is not None)
    return tuple(option for _, _, option in fitting[:MOST])


def _rank(wanted: str, names: Sequence[str]) -> int | None:
    """0: its name begins so; 1: another name does; 2: one of its words does; 3: three characters or more are within."""
    folded = [phrase(name) for name in names]
    if folded[0].startswith(wanted):
        return 0
    if any(name.startswith(wanted) for name in folded):
        return 1
    words = (word for name in folded for word in name.replace("_", " ").split())
    if any(word.startswith(wanted) for word in words):
        return 2
    return 3 if len(wanted) > 2 and any(wanted in name for name in folded) else None
