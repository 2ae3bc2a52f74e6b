"""What the go-to box finds: records by the end of their number or by a name, workspaces, actions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sales_tui.core.text import literal
from sales_tui.filters.tree import Clause, OneOf, Search
from sales_tui.store.grid import Grid, GridQuery
from sales_tui.tui.keys import AGAIN, COMMANDS, MACRO, key_of, reachable
from sales_tui.tui.panels.line import cell
from sales_tui.tui.shop import Shop
from sales_tui.workspaces import WORKSPACES
from sales_tui.workspaces.base import ARCHIVED, Column, View, Workspace
from sales_tui.workspaces.format import for_people

Views = Sequence[tuple[Workspace, View]]

Macros = Sequence[tuple[str, str]]
"""Long name, and steps in words."""

SHOWN = 8
"""Hits of the kind that was asked for; of each other kind a few."""

OTHERS = 2

WIDTHS = (12, 16, 12, 15)
"""Cells of what stands beside a number (`Workspace.gist`), so that hits of all kinds stand in columns."""

LONG = 4
"""From so many characters on, numbers may end with a letter."""

_NUMBER = re.compile(r"([A-Za-z]?)\s*(\S*\d)")
"""A number, maybe with the letter of its workspace before it; numbers may have a prefix of their own."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing to go to: a record, a workspace or an action."""

    sign: str
    words: str
    beside: str = ""
    kind: str = ""
    number: str = ""
    workspace: str = ""
    view: View | None = None
    """Of that workspace."""
    action: str = ""
    key: str = ""
    """The key that does it, for commands of the grid."""


class Lookup:
    """Finds. Called from worker threads only."""

    def __init__(self, grid: Grid, shop: Callable[[], Shop], clock: Callable[[], datetime]) -> None:
        self._grid = grid
        self._shop = shop
        self._clock = clock

    def find(
        self, text: str, kind: str, views: Views = (), macros: Macros = (), *, read_only: bool = False
    ) -> list[Hit]:
        """The hits for what was typed on a record of that kind, the likeliest first. Raises DatabaseUnusable."""
        text = text.strip()
        if not text:
            return []
        found = self._numbers(text)
        places = [_place_hit(place) for place in WORKSPACES.values() if _begins(text, place.title, place.name)]
        places += _views(text, views)
        verbs = [*([] if read_only else [*_actions(text, kind), *_again(text, macros)]), *_commands(text)]
        names = self._names(text) if len(text) > 1 or not text.isascii() else []
        return [*found, *places, *verbs, *names] if found else [*places, *verbs, *names]

    def _numbers(self, text: str) -> list[Hit]:
        matched = _NUMBER.fullmatch(text)
        places = [place for place in WORKSPACES.values() if place.is_in_box]
        if matched is None:
            return [] if " " in text or len(text) < LONG else self._all(places, text)
        letter, digits = matched[1].lower(), matched[2]
        chosen = [place for place in places if letter and place.letter == letter]
        if chosen:
            hits = self._ending(chosen[0], digits, SHOWN)
            return hits or self._all(places, text)
        return self._all(places, text)

    def _all(self, places: Sequence[Workspace], digits: str) -> list[Hit]:
        first, *others = places
        hits = self._ending(first, digits, SHOWN)
        for place in others:
            hits += self._ending(place, digits, OTHERS)
        return hits

    def _ending(self, place: Workspace, digits: str, limit: int) -> list[Hit]:
        found = self._grid.find(place, digits, limit)
        return self._hits(place, [key for key, _ in found])

    def _names(self, text: str) -> list[Hit]:
        """Orders, and what belongs to none and has texts of its own."""
        places = [place for place in WORKSPACES.values() if place.texts and place.is_in_box]
        hits = self._named(WORKSPACES["orders"], text, SHOWN)
        for place in places:
            hits += self._named(place, text, OTHERS)
        return hits

    def _named(self, place: Workspace, text: str, limit: int) -> list[Hit]:
        sought = (Clause((Search(text),)), *([Clause((OneOf(ARCHIVED, ("any",)),))] if place.field(ARCHIVED) else []))
        query = GridQuery(place, _shown(place), sought)
        return [self._hit(place, values) for _, values in self._grid.head(query, limit)]

    def _hits(self, place: Workspace, keys: Sequence[int]) -> list[Hit]:
        rows = self._grid.rows(GridQuery(place, _shown(place)), keys)
        return [self._hit(place, rows[key]) for key in keys if key in rows]

    def _hit(self, place: Workspace, values: Sequence[object]) -> Hit:
        *cells, currency, base = values
        zone, now = self._shop().zone, self._clock()
        texts = {
            column.name: for_people(column, value, str(currency), str(base), zone, now)
            for column, value in zip(_shown(place), cells, strict=True)
        }
        described = zip(place.gist, WIDTHS, strict=True)
        parts = [cell(texts[name], width, right=name == place.gist[2]) for name, width in described if name in texts]
        return Hit(place.noun, texts[place.number], "  ".join(parts), kind=place.kind, number=texts[place.number])


def _shown(place: Workspace) -> tuple[Column, ...]:
    """Number, when, who, how much and status, as far as the workspace has them."""
    return tuple(column for name in (place.number, *place.gist) if (column := place.column(name)))


def way_to(place: Workspace) -> str:
    """How to get to a workspace."""
    return f"g {place.letter}" if place.has_tab else f":{place.name}"


def _place_hit(place: Workspace) -> Hit:
    return Hit("workspace", place.title, way_to(place), workspace=place.name)


def _views(text: str, views: Views) -> list[Hit]:
    return [
        Hit("view", literal(view.title), place.title.lower(), workspace=place.name, view=view)
        for place, view in views
        if _begins(text, view.title, view.name)
    ]


def _commands(text: str) -> list[Hit]:
    return [
        Hit("command", words, key, key=pressed) for name, words, key, pressed in COMMANDS if _begins(text, name, words)
    ]


def _again(text: str, macros: Macros) -> list[Hit]:
    """Repeat, undo, and the macros by their names with or without what all of them begin with."""
    known = [(name, words, f"{name}   {key}") for name, key, words in AGAIN.values()]
    known += [(name, words, name) for name, words in macros]
    return [
        Hit("macro" if name.startswith(MACRO) else "again", literal(words), literal(beside), action=name)
        for name, words, beside in known
        if len(text) > 1 and _begins(text, name, words, name.removeprefix(MACRO))
    ]


def _begins(text: str, *names: str) -> bool:
    return any(name.lower().startswith(text.lower()) for name in names)


def _actions(text: str, kind: str) -> list[Hit]:
    wanted = text.lower()
    return [
        Hit("action", verb.action.title, f"{verb.action.name}   {key_of(verb.action)}", action=verb.action.name)
        for verb in reachable(kind)
        if len(wanted) > 1 and (wanted in verb.action.name or verb.action.title.lower().startswith(wanted))
    ]
