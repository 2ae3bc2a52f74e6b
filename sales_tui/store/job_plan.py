"""What is to be done to which records, before anything is: a frozen list, the same for the preview and for the job."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

from sales_tui.actions import ACTIONS
from sales_tui.actions.values import build_command
from sales_tui.core.packed import PackedTexts
from sales_tui.core.refusal import Refused
from sales_tui.store.requests import Place, Request, as_json

NO_KEY = 0
"""Stands for the key of a record that no grid has shown."""


@dataclass(frozen=True, slots=True)
class Doing:
    """One step: an action with its parameters."""

    action: str
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The verb as people say it, and as the key says it that has these very choices."""
        if self.action not in ACTIONS:
            return self.action
        action = ACTIONS[self.action]
        try:
            command = build_command(action, self.parameters)
        except Refused:
            return action.title  # each record will say what is wrong with them
        for one in action.shortcuts:
            if one.preset and all(getattr(command, name) == value for name, value in one.preset.items()):
                return one.label.capitalize()
        return action.title


@dataclass(frozen=True, slots=True)
class Aim:
    """One record, and what is different for it."""

    number: str
    """Of the record that the action works on."""
    record_id: int | None = None
    """Key of the record that was marked."""
    action: str = ""
    """Its own, where it isn't the step's."""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """Its own, beside those of the step."""
    undoes: int | None = None
    """The journal's entry that is taken back."""
    version: int | None = None
    """What it was when a person decided: changed since then, it is left alone."""

    def own(self) -> str:
        """What is different, as JSON; nothing where nothing is."""
        facts = {"do": self.action, "set": self.parameters, "undoes": self.undoes, "version": self.version}
        kept = {name: value for name, value in facts.items() if value}
        return as_json(kept) if kept else ""


def aim_of(number: str, record_id: int | None, own: str) -> Aim:
    """The record as it was written down."""
    facts = json.loads(own) if own else {}
    return Aim(number, record_id, facts.get("do", ""), facts.get("set", {}), facts.get("undoes"), facts.get("version"))


class Aims(Sequence[Aim]):
    """The records: each number with the same differences once, in the order in which they came."""

    def __init__(self, aims: Iterable[Aim] = ()) -> None:
        self._numbers = PackedTexts()
        self._keys = array("q")
        self._owns = PackedTexts()
        for aim in aims:
            self._numbers.append(aim.number)
            self._keys.append(aim.record_id or NO_KEY)
            self._owns.append(aim.own())

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, place: int) -> Aim: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Aim]: ...

    def __getitem__(self, place: int | slice) -> Aim | Sequence[Aim]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        return aim_of(self._numbers[place], self._keys[place] or None, self._owns[place])

    @property
    def memory(self) -> int:
        """How many bytes the list takes."""
        return self._numbers.memory + self._owns.memory + len(self._keys) * self._keys.itemsize

    def without(self, places: frozenset[int]) -> Aims:
        """The same list without those at these places."""
        return Aims(aim for place, aim in enumerate(self) if place not in places)


@dataclass(frozen=True, slots=True)
class Plan:
    """One or several steps for each record of a list."""

    title: str
    """What people read: Invoice + ship."""
    steps: tuple[Doing, ...]
    aims: Aims
    workspace: str = ""
    """Where the records are shown."""
    origin: str = "screen"
    """What it came from: screen, command, macro, undo."""

    def request(self, aim: Aim, step: int, place: Place | None = None) -> Request:
        """What is asked of the runner for one step of one record."""
        return request_of(self.steps[step], aim, place)

    @property
    def undoable(self) -> bool:
        """Whether each of its steps has something that takes it back."""
        names = [step.action for step in self.steps]
        return all(name in ACTIONS and ACTIONS[name].inverse is not None for name in names)


def request_of(doing: Doing, aim: Aim, place: Place | None = None) -> Request:
    """One step of one record; as a part of a job it has a key, so that it never happens twice."""
    key = None if place is None else f"job {place.job_id} record {place.position} step {place.step}"
    parameters = {**doing.parameters, **aim.parameters}
    seen = aim.version if place is None or place.step == 0 else None
    return Request(aim.action or doing.action, aim.number, parameters, key, seen, aim.undoes, place)
