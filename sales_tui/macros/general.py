"""What of an action's choices holds for other records too: for repeating it, and for the steps of macros.

Pieces, numbers and addresses are one record's own. Where leaving them out changes nothing (all that was open was
taken), they are left out, and each record's own stand in their place; where it does, the action isn't repeated.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sales_tui.actions.base import Action, Context, Kind, Parameter, Target
from sales_tui.actions.preview import Preview, preview
from sales_tui.actions.values import build_command
from sales_tui.core.refusal import Refusal
from sales_tui.store.job_plan import Doing

COMMENT = "comment"

_OWN = {
    Kind.ITEMS: "certain pieces",
    Kind.RETURNED: "certain pieces",
    Kind.RETURN_ITEMS: "certain pieces",
    Kind.PARCEL: "certain pieces",
    Kind.STOCK: "certain pieces",
    Kind.QUOTED: "its own items and prices",
    Kind.SKUS: "its own items",
    Kind.TENDERS: "its own amounts",
    Kind.ADDRESS: "its own address",
}
"""Kinds of values that are one record's own, and what is said of an action that was done with them."""

_NUMBERS = frozenset("invoice creditmemo txn_id track_number agreement source po_number reference".split())
"""Parameters that name something of one record."""

_PERSONAL = {"unpaid": "“ship although unpaid”", "take_over": "“though somebody else has it in work”"}
"""What needs a person's word each time."""

_EACH = {Kind.TRACKS: "the tracking numbers", Kind.FILES: "the files"}
"""What is left out, for each record gets its own afterwards."""


@dataclass(frozen=True, slots=True)
class General:
    """An action with the choices that hold for others."""

    step: Doing
    left_out: tuple[str, ...] = ()
    """What of the choices isn't among them, in words."""

    @property
    def note(self) -> str:
        """A sentence on what was left out; empty where nothing was."""
        return f"Without {' and '.join(self.left_out)}: each record needs its own." if self.left_out else ""


def for_others(
    action: Action, target: Target, given: Mapping[str, Any], context: Context, preset: Collection[str] = ()
) -> General | Refusal:
    """The action as it can be done to other records, or why it can't.

    `target`: the record as it was before. `preset`: choices that the key stands for, kept in any case.
    """
    known = {one.name: one for one in action.parameters}
    for one in known.values():
        if one.required and one.name != COMMENT and one.kind is not Kind.CHOICE:
            return _refused(action, f"with its own {one.name.replace('_', ' ')}")
    values = _telling(action, target, _given(action, given), context, preset)
    kept: dict[str, Any] = {}
    left_out: list[str] = []
    for name, value in values.items():
        if words := _own(known[name], value):
            return _refused(action, f"to {words}" if words.startswith("certain") else f"with {words}")
        if each := _PERSONAL.get(name) or _EACH.get(known[name].kind):
            left_out.append(each)
        else:
            kept[name] = value
    return General(Doing(action.name, kept), tuple(left_out))


def _refused(action: Action, how: str) -> Refusal:
    return Refusal("repeat.own", f"“{action.title}” was done {how}: other records have others, so it isn't repeated.")


def _own(parameter: Parameter, value: Any) -> str:
    """Why a value is one record's own; empty where it isn't."""
    if parameter.name in _NUMBERS:
        return f"its own {parameter.name.replace('_', ' ')}"
    is_list = parameter.kind is not Kind.STOCK or isinstance(value, list | tuple)
    return _OWN.get(parameter.kind, "") if is_list else ""


def _given(action: Action, given: Mapping[str, Any]) -> dict[str, Any]:
    """What was chosen, without what stands for itself."""
    chosen, plain = build_command(action, given), action.command
    defaults = {name: plain.__dataclass_fields__[name].default for name in given}
    return {
        name: value for name, value in given.items() if value is not None and getattr(chosen, name) != defaults[name]
    }


def _telling(
    action: Action, target: Target, values: dict[str, Any], context: Context, preset: Collection[str]
) -> dict[str, Any]:
    """The choices without those that make no difference on this record: on another one its own rules choose."""
    with_all = preview(action, target, values, context)
    if not isinstance(with_all, Preview) or _is_blank(with_all, target):
        return values
    for name in [name for name in values if name not in preset and name != COMMENT]:
        others = {other: value for other, value in values.items() if other != name}
        without = preview(action, target, others, context)
        if isinstance(without, Preview) and (without.root, without.documents) == (with_all.root, with_all.documents):
            values = others
    return values


def _is_blank(seen: Preview, target: Target) -> bool:
    """Whether nothing can be seen of what it does, such as where a payment system is asked again."""
    return not seen.documents and seen.root == target.root
