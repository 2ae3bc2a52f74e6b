"""What the records of a plan are asked about once, all together: made from what its actions declare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sales_tui.actions import ACTIONS
from sales_tui.actions.base import Action, Kind, Parameter
from sales_tui.actions.values import read_value
from sales_tui.core.refusal import Refused
from sales_tui.store.job_plan import Plan

COMMENT = "comment"

SIMPLE = frozenset((Kind.TEXT, Kind.CHOICE, Kind.FLAG, Kind.AMOUNT, Kind.DAY))
"""Kinds of parameters that one value can stand for in all records."""

STANDS_IN = "?"
"""For a comment that isn't typed yet, while it is found out what would become of the records."""

WORDS = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Asked:
    """A parameter that is asked for."""

    step: int
    """Of the plan, from 0."""
    action: Action
    parameter: Parameter
    is_alone: bool = True
    """Whether no other step asks for one of that name."""

    @property
    def label(self) -> str:
        """What stands before the field."""
        name = self.parameter.name.replace("_", " ")
        return name if self.is_alone else f"{self.action.title}: {name}"

    @property
    def help(self) -> str:
        """What stands in the empty field."""
        if self.parameter.choices:
            return " ".join(self.parameter.choices)
        return "yes or no" if self.parameter.kind is Kind.FLAG else self.parameter.help

    @property
    def is_comment(self) -> bool:
        """Whether any text will do, so that what becomes of the records doesn't hang on it."""
        return self.parameter.name == COMMENT

    def read(self, text: str) -> Any:
        """The value that was typed; the beginning of a choice is enough. Raises Refused."""
        text = text.strip()
        if not text:
            raise Refused("parameter.missing", f"There is no {self.label} yet: type it first.")
        choices = WORDS if self.parameter.kind is Kind.FLAG else self.parameter.choices
        if choices and text not in choices:
            found = [one for one in choices if one.startswith(text.lower())]
            text = found[0] if len(found) == 1 else text
        value = read_value(self.action, self.parameter, text)
        return value if self.parameter.kind is Kind.FLAG else text


def asked_of(plan: Plan) -> tuple[Asked, ...]:
    """What must be asked before the plan can be carried out."""
    known = set(plan.aims[0].parameters) if plan.aims else set()
    found = [
        Asked(step, ACTIONS[doing.action], parameter)
        for step, doing in enumerate(plan.steps)
        if doing.action in ACTIONS
        for parameter in needed(ACTIONS[doing.action])
        if parameter.name not in doing.parameters and parameter.name not in known
    ]
    names = [one.parameter.name for one in found]
    return tuple(replace(one, is_alone=names.count(one.parameter.name) == 1) for one in found)


def needed(action: Action) -> list[Parameter]:
    """The parameters without which the action isn't done to several records."""
    return [one for one in action.parameters if one.required or (one.name == COMMENT and action.needs_reason)]


def unasked(action: Action) -> Parameter | None:
    """The first parameter that the action needs and that one value can't stand for; None where there is none."""
    return next((one for one in needed(action) if one.kind not in SIMPLE), None)


def filled(plan: Plan, values: Sequence[tuple[Asked, Any]]) -> Plan:
    """The plan with these values in its steps."""
    own: list[Mapping[str, Any]] = [doing.parameters for doing in plan.steps]
    for asked, value in values:
        own[asked.step] = {**own[asked.step], asked.parameter.name: value}
    steps = tuple(replace(doing, parameters=given) for doing, given in zip(plan.steps, own, strict=True))
    return replace(plan, steps=steps)
