"""A step of a macro as people write it: an action's name, then NAME=VALUE as for `--set`.

    order.invoice ship=true comment="packed today"

A value with blanks stands in quotes, as JSON writes texts; lists and objects are JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from sales_tui.actions import ACTIONS
from sales_tui.actions.base import Action, Kind, Parameter
from sales_tui.actions.values import build_command, value_from_text
from sales_tui.core.refusal import Refused
from sales_tui.core.text import storable
from sales_tui.store.job_plan import Doing
from sales_tui.store.requests import as_json

_NAME = re.compile(r"[A-Za-z_][\w.]*")
_WORD = re.compile(r"\S+")
_BARE = re.compile(r"[^\s\"\[{]\S*")
"""A text that needs no quotes."""

_DECODER = json.JSONDecoder()


class BadStep(ValueError):
    """A step can't be read; the message says why, without a full stop."""


def read_step(text: str) -> Doing:
    """The action with its parameters, as `--set` would give them. Raises BadStep."""
    name = _WORD.match(text.strip())
    if name is None:
        raise BadStep("a step is empty; write an action, such as order.hold")
    action = ACTIONS.get(name[0])
    if action is None:
        raise BadStep(f"there is no action '{name[0]}'; sales-tui actions lists them")
    values = _read_values(action, text.strip()[name.end() :])
    try:
        build_command(action, values)
    except Refused as refused:
        raise BadStep(_inside(refused.refusal.message)) from None
    return Doing(action.name, values)


def write_step(doing: Doing) -> str:
    """The step as text; `read_step` gives the same again."""
    parts = [f"{name}={_written(value)}" for name, value in doing.parameters.items() if value is not None]
    return " ".join([doing.action, *parts])


def _read_values(action: Action, text: str) -> dict[str, Any]:
    known = {parameter.name: parameter for parameter in action.parameters}
    values: dict[str, Any] = {}
    for name, written in _pairs(text):
        if name not in known:
            expected = ", ".join(known) or "none"
            raise BadStep(f"{action.name} has no parameter '{name}'; it takes: {expected}")
        if name in values:
            raise BadStep(f"'{name}' of {action.name} is given twice")
        values[name] = _read_value(action, known[name], written)
    return values


def _read_value(action: Action, parameter: Parameter, written: str) -> Any:
    if parameter.kind is Kind.FILES:
        raise BadStep(f"'{parameter.name}' of {action.name}: files can't be a part of a macro")
    try:
        return value_from_text(parameter, written)
    except ValueError as error:
        raise BadStep(f"'{parameter.name}' of {action.name}: {error}") from None


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Each name with its value: without its quotes, or as JSON."""
    at = 0
    while rest := text[at:].lstrip():
        at = len(text) - len(rest)
        name = _NAME.match(rest)
        if name is None or not rest.startswith("=", name.end()):
            raise BadStep(f"write NAME=VALUE instead of '{_WORD.findall(rest)[0][:40]}'; values with blanks in quotes")
        value, taken = _value(name[0], rest[name.end() + 1 :])
        yield name[0], value
        at += name.end() + 1 + taken


def _value(name: str, text: str) -> tuple[str, int]:
    """The value that the text begins with, and how many characters it takes."""
    if not text.startswith(('"', "[", "{")):
        word = _WORD.match(text)
        return (word[0], word.end()) if word else ("", 0)
    try:
        value, end = _DECODER.raw_decode(text)
    except (ValueError, RecursionError):
        what = "a quote is missing" if text.startswith('"') else "it isn't valid JSON"
        raise BadStep(f"the value of '{name}' can't be read: {what}") from None
    if text[end : end + 1].strip():
        raise BadStep(f"behind the value of '{name}' a blank is missing")
    return (value if isinstance(value, str) else text[:end]), end


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping | list | tuple):
        return as_json(value)
    text = value if isinstance(value, str) else json.loads(as_json([value]))[0]
    text = storable(str(text))
    return text if _BARE.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _inside(sentence: str) -> str:
    """A sentence to stand within another one."""
    return sentence.rstrip(".")
