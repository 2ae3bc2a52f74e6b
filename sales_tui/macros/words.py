"""Steps in the words of the desk: Release, Invoice + ship, Comment “packed today”."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sales_tui.actions import ACTIONS
from sales_tui.actions.base import Action, Shortcut
from sales_tui.actions.values import build_command
from sales_tui.core.refusal import Refused
from sales_tui.core.text import literal
from sales_tui.macros.steps import write_step
from sales_tui.store.job_plan import Doing

COMMENT = "comment"


def step_title(doing: Doing) -> str:
    """What it does as its key has it: Invoice + ship. The parameters may be what the journal has of them."""
    try:
        shortcut = _shortcut(ACTIONS[doing.action], doing.parameters)
    except (KeyError, Refused):
        return doing.title
    return shortcut.label[:1].upper() + shortcut.label[1:] if shortcut else doing.title


def step_words(doing: Doing) -> str:
    """What the step does, with its choices; the parameters are such as the action takes."""
    action = ACTIONS[doing.action]
    values = {name: value for name, value in doing.parameters.items() if value is not None}
    shortcut = _shortcut(action, values)
    title = step_title(doing)
    comment = values.pop(COMMENT, "")
    others = {name: value for name, value in values.items() if shortcut is None or name not in shortcut.preset}
    choices = write_step(Doing("", others)).strip()
    parts = [title, f"({choices})" if choices else "", f"“{comment}”" if comment else ""]
    return literal(" ".join(part for part in parts if part))


def steps_words(steps: Iterable[Doing]) -> str:
    """All of them, one behind the other."""
    return ", ".join(map(step_words, steps))


def _shortcut(action: Action, values: Mapping[str, Any]) -> Shortcut | None:
    """The key that begins with such choices, where it has a name of its own: invoice + ship."""
    command = build_command(action, values)
    for shortcut in action.shortcuts:
        if shortcut.preset and all(getattr(command, name) == value for name, value in shortcut.preset.items()):
            return shortcut
    return None
